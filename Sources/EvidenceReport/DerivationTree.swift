// A derivation as a tree that unfolds. A proof is a graph, so what stands above is referred to and not written out again; and what
// only a technician reads (that a signature verifies, when a certificate ends) is folded away, unless something is doubtful about it.

import Agreements
import EvidenceValues

/// Draws derivations one after the other, and remembers what it has drawn.
struct DerivationTree {
    /// What stands in the page already.
    private struct Drawn {
        let anchor: String
        let under: String
        let hasSteps: Bool
    }

    /// A step, but for its own steps.
    private struct Head: Hashable {
        let statement: String
        let standing: Standing
        let basis: Derivation.Basis
        let article: String?
        let reason: String?
    }

    private let names: ExhibitNames
    private var words: Words { names.words }
    private var drawn: [Head: Drawn] = [:]
    private var under = ""

    /// The anchors that something on the page refers to; only these stand in it. Nil where that is to be found out.
    private let wanted: Set<String>?
    private(set) var referenced: Set<String> = []

    init(_ names: ExhibitNames, anchors wanted: Set<String>? = nil) {
        self.names = names
        self.wanted = wanted
    }

    /// Browsers lay nested elements out recursively and cut very deep trees; no article of an agreement comes near this.
    private static let deepestStep = 64

    /// The list with the derivation, under the heading that `place` names: `claim C1`.
    mutating func list(_ derivations: [Derivation], under place: String) -> HTML {
        under = place
        let items = derivations.map { item($0, depth: 0) }
        return "<ul class=\"steps\">\(HTML.lines(items))</ul>"
    }

    /// One step with its own steps below it; the first two levels are open.
    private mutating func item(_ step: Derivation, depth: Int, isFolded: Bool = false) -> HTML {
        let head = Head(
            statement: step.statement, standing: step.standing, basis: step.basis,
            article: step.article, reason: step.reason)
        if let known = drawn[head], known.hasSteps || step.steps.isEmpty {
            referenced.insert(known.anchor)
            return "<li>\(sentence(step)) <small>— \(reference(known))</small></li>"
        }
        let anchor = "s\(drawn.count + 1)"
        drawn[head] = Drawn(anchor: anchor, under: under, hasSteps: !step.steps.isEmpty)
        guard !step.steps.isEmpty else {
            return isFolded
                ? "<li\(id(anchor))>\(folded(step))</li>"
                : "<li\(id(anchor))>\(line(step))\(detail(step))</li>"
        }
        guard depth < DerivationTree.deepestStep else {
            return
                "<li\(id(anchor))>\(line(step)) \(words("(deeper steps are in report.json)"))</li>"
        }
        let open: HTML = depth < 2 ? " open" : ""
        return """
            <li\(id(anchor))><details\(open)><summary>\(line(step))</summary>\(detail(step))
            <ul>
            \(steps(step.steps, depth: depth + 1))
            </ul></details></li>
            """
    }

    private func id(_ anchor: String) -> HTML {
        wanted?.contains(anchor) ?? true ? " id=\"\(anchor)\"" : .empty
    }

    private func reference(_ known: Drawn) -> HTML {
        known.under == under
            ? "<a href=\"#\(known.anchor)\">\(words("as above"))</a>"
            : "<a href=\"#\(known.anchor)\">\(words("as under {0}", known.under))</a>"
    }

    // MARK: technicalities

    private mutating func steps(_ steps: [Derivation], depth: Int) -> HTML {
        let technical = steps.filter(\.isTechnical)
        guard technical.count > 1 else { return .lines(steps.map { item($0, depth: depth) }) }
        var items: [HTML] = []
        for step in steps where !step.isTechnical { items.append(item(step, depth: depth)) }
        let folded = technical.map { item($0, depth: depth, isFolded: true) }
        let summary = words(
            "Signature, certificate and times: {0} conditions hold", String(technical.count))
        items.append(
            """
            <li><details><summary class="soft">\(summary)</summary>
            <ul>
            \(HTML.lines(folded))
            </ul></details></li>
            """)
        return .lines(items)
    }

    // MARK: a step

    private func sentence(_ step: Derivation) -> HTML {
        let standing: HTML =
            step.standing == .certain ? "" : " \(Answer(step.standing).badge(words))"
        return "\(names.linked(step.sentence))\(standing)"
    }

    private func line(_ step: Derivation) -> HTML {
        "\(sentence(step)) <small>— \(because(step))</small>"
    }

    /// The sentence and what shows it; that it is technical is said above it, and its formal statement is in the JSON.
    private func folded(_ step: Derivation) -> HTML {
        step.exhibits.isEmpty
            ? sentence(step)
            : "\(sentence(step)) <small>— \(names.links(step.exhibits))</small>"
    }

    private func because(_ step: Derivation) -> HTML {
        var parts: [HTML] = [names.translated(Wording.basis(step, in: words))]
        if let article = step.article {
            let title: HTML = step.articleTitle.map { " (\($0))" } ?? ""
            parts.append("<b>\(words.original("\(article)\(title)"))</b>")
        }
        if let reason = step.reason {
            parts.append(words.sentence(reason).map { "\($0)" } ?? words.original("\(reason)"))
        }
        if !step.exhibits.isEmpty { parts.append(names.links(step.exhibits)) }
        return .list(parts, separator: "; ")
    }

    private func detail(_ step: Derivation) -> HTML {
        step.statement == step.sentence
            ? .empty : "<div>\(abbreviated(step.statement))</div>"
    }
}

/// A formal statement with each digest cut to its first eight characters, enough to tell it from the others on the page; the JSON
/// has them whole.
func abbreviated(_ statement: String) -> String {
    let digits = 44
    let parts = statement.split(separator: Digest.prefix, omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts[0])) { text, part in
        text + Digest.prefix + part.prefix(8) + "…" + part.dropFirst(digits)
    }
}
