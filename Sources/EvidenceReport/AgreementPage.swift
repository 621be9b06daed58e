// An agreement as one page to read: the words of each article, beneath them its rules, and from each statement in a rule a link to where
// it is declared, and back to the rules that conclude it and that use it. One file without script that loads nothing; the same text
// gives the same bytes. An agreement comes from a stranger too: all of it is escaped.

package import Agreements
package import EvidenceValues

/// The agreement as one self-contained HTML file, UTF-8. Its size is in proportion to the text.
/// - Parameter text: the text that the agreement was read from.
package func renderAgreement(_ agreement: Agreement, text: String, digest: Digest) -> [UInt8] {
    Array(AgreementPage(agreement: agreement, text: text, digest: digest).html.source.utf8)
}

struct AgreementPage {
    let agreement: Agreement
    let digest: Digest
    private let source: AgreementSource
    let uses: AgreementUses

    init(agreement: Agreement, text: String, digest: Digest) {
        self.agreement = agreement
        self.digest = digest
        source = AgreementSource(text)
        uses = AgreementUses(source, agreement)
    }

    /// The whole document.
    var html: HTML {
        .lines([
            head, "<body>", "<a class=\"skip\" href=\"#contents\">Skip to the contents</a>", header,
            contents, "<main>", .lines(sections), "</main>", footer, "</body>", "</html>\n",
        ])
    }

    private var head: HTML {
        .head(
            title: "\(agreement.title) (\(agreement.version))",
            style: HTML(stringLiteral: AgreementStylesheet.css))
    }

    private var header: HTML {
        var rows: [HTML] = [
            "<dt>Version</dt><dd>\(agreement.version)</dd>",
            "<dt>Digest</dt><dd class=\"mono\">\(digest.text)</dd>",
        ]
        if let amends = agreement.amends {
            rows.append("<dt>Amends</dt><dd class=\"mono\">\(amends.text)</dd>")
        }
        rows.append(
            """
            <dt>Holds</dt><dd>\(agreement.articles.count) articles, \(agreement.rules.count) rules, \
            \(agreement.predicates.count) statements, \(agreement.parameters.count) parameters</dd>
            """)
        return .lines(
            ["<header>", "<h1>\(agreement.title)</h1>", "<dl>"] + rows + ["</dl>", "</header>"])
    }

    private var contents: HTML {
        let items = source.sections.enumerated().dropFirst().map { number, section -> HTML in
            let (label, title) = heading(section)
            return "<li><a href=\"#\(anchor(section, number))\">\(label) \(title)</a></li>"
        }
        return .lines(
            ["<nav class=\"contents\" id=\"contents\" aria-label=\"Contents\">", "<ul>"] + items
                + ["</ul>", "</nav>"])
    }

    private var sections: [HTML] {
        var count = 0
        return source.sections.enumerated().map { number, section in
            let (label, title) = heading(section)
            var pieces: [HTML] = []
            if number > 0 {
                pieces.append(
                    """
                    <section id="\(anchor(section, number))">
                    <h2>\(self.label(label))\(title)</h2>
                    """)
            }
            for part in section.parts {
                switch part {
                case .prose(let lines): pieces.append(prose(lines, isFirst: number == 0))
                case .block(let kind, let sentences):
                    pieces.append(block(kind, sentences, &count))
                }
            }
            if number > 0 { pieces.append("</section>") }
            return .lines(pieces)
        }
    }

    // Title, version and amendment stand in the header.
    private func prose(_ lines: [Substring], isFirst: Bool) -> HTML {
        guard isFirst else { return AgreementProse.html(lines) }
        return AgreementProse.html(
            lines.filter {
                !$0.hasPrefix("# ") && !$0.hasPrefix("Version: ") && !$0.hasPrefix("Amends: ")
            })
    }

    /// The number of an article and its title; no number for other sections.
    private func heading(_ section: AgreementSource.Section) -> (label: String, title: String) {
        let parts = section.heading.split(separator: " ", maxSplits: 1)
        guard let first = parts.first, agreement.articles.contains(where: { $0.id == first }) else {
            return ("", String(section.heading))
        }
        return (String(first), parts.count > 1 ? String(parts[1]) : "")
    }

    private func label(_ label: String) -> HTML {
        label.isEmpty ? .empty : "<span class=\"label\">\(label)</span> "
    }

    private func anchor(_ section: AgreementSource.Section, _ number: Int) -> String {
        let label = heading(section).label
        return label.isEmpty ? "section-\(number)" : label
    }

    // MARK: blocks

    private func block(
        _ kind: AgreementSource.BlockKind, _ sentences: [AgreementSource.Sentence],
        _ count: inout Int
    ) -> HTML {
        var pieces: [HTML] = []
        for sentence in sentences {
            switch kind {
            case .parameters: pieces.append(parameter(sentence))
            case .predicates: pieces.append(declaration(sentence))
            case .rules:
                count += 1
                pieces.append(
                    "<pre class=\"rule\" id=\"rule-\(count)\">\(linked(sentence))</pre>")
            }
        }
        return .lines(["<div class=\"\(kind.rawValue)\">"] + pieces + ["</div>"])
    }

    private func parameter(_ sentence: AgreementSource.Sentence) -> HTML {
        let parts = (sentence.lines.first ?? "").split(separator: "=", maxSplits: 1)
        let name = String(parts.first ?? "").filter { $0 != " " }
        let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        return """
            <div class="declared" id="parameter-\(name)">
            <p><code class="name">\(name)</code> = \(value)</p>
            \(name == Agreement.skewName ? skew : places("used in", uses.parameters[name] ?? []))
            </div>
            """
    }

    private var skew: HTML {
        "<p class=\"soft small\">used by the judge in every comparison of times</p>"
    }

    /// What a rule says, each name a link to where it is declared.
    private func linked(_ sentence: AgreementSource.Sentence) -> HTML {
        var lines: [HTML] = []
        for (line, mentions) in zip(sentence.lines, sentence.mentions) {
            var pieces: [HTML] = []
            var place = line.startIndex
            for mention in mentions {
                guard let target = target(mention, line) else { continue }
                pieces.append("\(String(line[place..<mention.range.lowerBound]))")
                pieces.append("<a href=\"#\(target)\">\(String(line[mention.range]))</a>")
                place = mention.range.upperBound
            }
            pieces.append("\(String(line[place...]))")
            lines.append(.list(pieces, separator: ""))
        }
        return .joined(lines, by: "\n")
    }

    private func target(_ mention: AgreementSource.Mention, _ line: Substring) -> String? {
        if let key = mention.key {
            return agreement.predicates[key] == nil ? nil : AgreementUses.anchor(key)
        }
        let name = String(line[mention.range])
        return agreement.parameters[name] == nil ? nil : "parameter-" + name
    }

    /// `used in R-08, R-10, R-10 (2)`, with links to the rules.
    func places(_ what: String, _ places: [AgreementUses.Place]) -> HTML {
        guard !places.isEmpty else { return "<p class=\"soft small\">\(what): nowhere</p>" }
        var counts: [String: Int] = [:]
        let links = places.map { place -> HTML in
            let count = counts[place.article, default: 0] + 1
            counts[place.article] = count
            let label = place.article + (count > 1 ? " (\(count))" : "")
            return "<a href=\"#rule-\(place.rule)\">\(label)</a>"
        }
        return "<p class=\"places soft small\">\(what) \(.list(links))</p>"
    }

    private var footer: HTML {
        """
        <footer class="soft small">
        <p>What binds is the text with the digest above; this page shows it. A rule carries out the words over it.</p>
        </footer>
        """
    }
}
