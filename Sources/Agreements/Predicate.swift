// What an agreement can speak of: its predicates, each declared once with typed arguments, where its facts come from, whether what
// is not filed is not so (closed) or unknown (open), and how it reads in a sentence (docs/formats/rules.md, "Predicates").

package import EvidenceValues

/// A declared predicate.
package struct Predicate: Sendable, Hashable {
    /// One argument: its type and the name that templates use.
    package struct Parameter: Sendable, Hashable {
        package let type: TermType
        package let name: String
    }

    /// Who could produce what is missing: the party that is an argument, or a role in words.
    package enum Producer: Sendable, Hashable {
        case argument(Int)
        case role(String)
    }

    /// As it is written, without prepositions: `signed`.
    package let name: String
    /// The prepositions of its last arguments.
    package let shape: Shape
    /// Where its facts come from; nil if rules derive it.
    package let origin: FactOrigin?
    /// What is not filed is unknown; closed otherwise.
    package let isOpen: Bool
    package let parameters: [Parameter]
    /// The sentence, with `{Name}` for arguments.
    package let sentence: String
    /// The name of the predicate that says the contrary, with the same arguments in the same shape.
    package let contrary: String?
    /// What to look for where it is missing, with `{Name}` for arguments.
    package let missing: String?
    package let producers: [Producer]
    /// The last argument is an amount, and a claim holds for every amount up to the largest derived.
    package let isSupremum: Bool
    let place: SourcePlace
    let contraryPlace: SourcePlace
    let sentencePlace: SourcePlace

    /// What tells it from all others: `signed by`.
    package var key: String { shape.key(name) }

    /// The key of the contrary.
    package var contraryKey: String? { contrary.map(shape.key) }

    /// The predicate as it is declared: `signed(party P, document D, by instant T)`.
    package var form: String { statement(parameters.map { $0.type.rawValue + " " + $0.name }) }

    /// A statement of it, from the texts of its arguments: `signed(MARKT, DB1, by 2026-03-01T00:00:00Z)`.
    package func statement(_ arguments: [String]) -> String {
        name + "(" + shape.joined(arguments) + ")"
    }

    /// `template` with the texts of `arguments`, nil where one is not known.
    func fill(_ template: String, _ arguments: [Term?]) -> String {
        var text = ""
        var rest = template.utf8[...]
        while let open = rest.firstIndex(of: 0x7B), let close = rest[open...].firstIndex(of: 0x7D) {
            let name = Substring(rest[rest.index(after: open)..<close])
            if let position = parameters.firstIndex(where: { $0.name.hasSameBytes(as: name) }),
                position < arguments.count
            {
                text += Substring(rest[..<open])
                text +=
                    arguments[position].map(Predicate.words)
                    ?? Predicate.someone(parameters[position].type)
            } else {
                text += Substring(rest[...close])
            }
            rest = rest[rest.index(after: close)...]
        }
        return text + Substring(rest)
    }

    /// A term as it stands in a sentence: quoted words without their quotes.
    static func words(_ term: Term) -> String {
        if case .word(let word) = term { return word }
        return term.text
    }

    private static func someone(_ type: TermType) -> String {
        switch type {
        case .party: "somebody"
        case .document: "some document"
        case .key: "some key"
        case .instant, .interval: "some time"
        case .money: "some amount"
        case .span, .count, .word: "something"
        }
    }
}
