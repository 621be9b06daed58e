// How a predicate speaks of time: plainly, or by, after or between instants at the end of its arguments. Predicates of one name and
// different shapes are different predicates (docs/formats/rules.md, rules-18); declarations, rules, claims and derivations write
// them alike, and this is the one place that knows how.

/// The prepositions of a predicate's last arguments.
package enum Shape: String, Sendable, Hashable, CaseIterable {
    case plain = ""
    /// `signed(P, D, by T)`.
    case by
    /// `signed(P, D, after T)`.
    case after
    /// `signed(P, D, between T and U)`.
    case between = "between and"

    /// How many arguments stand after prepositions.
    package var count: Int {
        switch self {
        case .plain: 0
        case .by, .after: 1
        case .between: 2
        }
    }

    /// The name under which a predicate of this shape is kept: `signed`, `signed by`, `signed between and`.
    package func key(_ name: String) -> String { self == .plain ? name : name + " " + rawValue }

    /// The arguments as they stand between the parentheses; each brings what stands before it if that is no preposition.
    func joined(_ arguments: [String], separators: [String]? = nil) -> String {
        let words = rawValue.split(separator: " ")
        let first = arguments.count - count
        var text = ""
        for (position, argument) in arguments.enumerated() {
            if position > 0 {
                text += position > first ? " " : separators?[position] ?? ", "
            }
            if position >= first { text += words[position - first] + " " }
            text += argument
        }
        return text
    }
}

extension TokenStream {
    /// The preposition before an argument, if there is one. A word may be spelled like a preposition: what follows tells them apart.
    mutating func shape() -> Shape {
        guard case .lower(let word) = current.kind else { return .plain }
        if case .sign(let sign) = peek(1), sign != "_" { return .plain }
        let shape: Shape? = word == "between" ? .between : Shape(rawValue: word)
        guard let shape else { return .plain }
        advance()
        return shape
    }
}
