// How a declared statement reads on the page of an agreement: its form, its sentence, where its facts come from, what nothing on file
// means, its contrary, what to look for where it is missing; and the rules that conclude and use it.

import Agreements
import EvidenceValues

extension AgreementPage {
    /// A declaration; where the agreement has none such, the text as it stands.
    func declaration(_ sentence: AgreementSource.Sentence) -> HTML {
        guard let key = sentence.keys.first, let predicate = agreement.predicates[key] else {
            return "<pre>\(sentence.lines.joined(separator: "\n"))</pre>"
        }
        var pieces: [HTML] = [
            "<div class=\"declared\" id=\"\(AgreementUses.anchor(key))\">",
            """
            <p><code class="name">\(predicate.form)</code> <span class="kind">\(kind(predicate))</span></p>
            """,
            "<p class=\"sentence\">\(words(predicate.sentence))</p>",
        ]
        if let contrary = predicate.contrary, let contraryKey = predicate.contraryKey {
            pieces.append(
                """
                <p class="small">Its contrary is <a href="#\(AgreementUses.anchor(contraryKey))">\(contrary)</a>.</p>
                """)
        }
        if let missing = predicate.missing {
            pieces.append(
                "<p class=\"small\">Where it is missing: \(words(missing))\(producers(predicate)).</p>"
            )
        }
        if predicate.origin == nil {
            pieces.append(places("concluded in", uses.concluded[key] ?? []))
        }
        pieces.append(places("used in", uses.used[key] ?? []))
        return .lines(pieces + ["</div>"])
    }

    private func kind(_ predicate: Predicate) -> String {
        let origin =
            switch predicate.origin {
            case .evidence: "evidence"
            case .stated: "stated"
            case .annex: "annex"
            case nil: "derived"
            }
        let absence = predicate.isOpen ? ", open" : ", closed"
        return origin + absence + (predicate.isSupremum ? ", up to the largest amount" : "")
    }

    // `{P} signed {D}` with the names of arguments as variables.
    private func words(_ template: String) -> HTML {
        var pieces: [HTML] = []
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            pieces.append("\(String(rest[..<open]))")
            pieces.append("<var>\(String(rest[rest.index(after: open)..<close]))</var>")
            rest = rest[rest.index(after: close)...]
        }
        pieces.append("\(String(rest))")
        return .list(pieces, separator: "")
    }

    private func producers(_ predicate: Predicate) -> String {
        let names = predicate.producers.map { producer in
            switch producer {
            case .argument(let position): predicate.parameters[position].name
            case .role(let role): role
            }
        }
        return names.isEmpty ? "" : ", from " + names.joined(separator: ", ")
    }
}

/// Where statements are concluded and used, and parameters used: the rules by their numbers on the page.
struct AgreementUses {
    struct Place: Hashable {
        let article: String
        let rule: Int
    }

    private(set) var concluded: [String: [Place]] = [:]
    private(set) var used: [String: [Place]] = [:]
    private(set) var parameters: [String: [Place]] = [:]

    init(_ source: AgreementSource, _ agreement: Agreement) {
        var rule = 0
        for section in source.sections {
            let article = section.heading.split(separator: " ").first.map(String.init) ?? ""
            for case .block(.rules, let sentences) in section.parts {
                for sentence in sentences {
                    rule += 1
                    add(sentence, Place(article: article, rule: rule))
                }
            }
        }
    }

    private mutating func add(_ sentence: AgreementSource.Sentence, _ place: Place) {
        // The head comes first; it may stand among the conditions too.
        let all = sentence.mentions.flatMap { $0.compactMap(\.key) }
        if let head = all.first { concluded[head, default: []].append(place) }
        for key in Set(all.dropFirst()) { used[key, default: []].append(place) }
        var names: Set<String> = []
        for (line, mentions) in zip(sentence.lines, sentence.mentions) {
            for mention in mentions where mention.key == nil {
                names.insert(String(line[mention.range]))
            }
        }
        for name in names { parameters[name, default: []].append(place) }
    }

    /// The anchor of a declared statement.
    static func anchor(_ key: String) -> String {
        "statement-" + key.split(separator: " ").joined(separator: "-")
    }
}
