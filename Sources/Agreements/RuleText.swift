// What orders rules among themselves (rules-14): their text, never their place. Derivations are chosen by that order, so the text stays as it was
// from the first, when Swift's reflection printed it; that took half of the time in which an agreement is read, so it is written out here,
// and a test holds the two together.

import EvidenceValues

extension Rule {
    /// The text of the rule, the same for the same rule wherever it stands.
    var orderingText: String {
        var text = Text()
        text.write(article)
        text.write(" Atom")
        text.write(fields: head)
        text.write(conditions) { $0.write($1) }
        text.write(rebuttals) { text, rebuttal in
            text.write("Agreements.Rebuttal(atom: Agreements.Atom")
            text.write(fields: rebuttal.atom)
            text.write(rebuttal.possibly ? ", possibly: true)" : ", possibly: false)")
        }
        return String(decoding: text.bytes, as: UTF8.self)
    }
}

/// A text that is being written; a `String` would look at each piece once more.
private struct Text {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(2048) }

    mutating func write(_ piece: String) { bytes.append(contentsOf: piece.utf8) }

    mutating func write<Value>(
        _ values: [Value], _ element: (inout Text, Value) -> Void
    ) {
        write("[")
        for (position, value) in values.enumerated() {
            if position > 0 { write(", ") }
            element(&self, value)
        }
        write("]")
    }

    mutating func write(fields atom: Atom) {
        write("(predicate: \"")
        write(atom.predicate)
        write("\", arguments: ")
        write(atom.arguments) { $0.write($1) }
        write(")")
    }

    // Names have no character that would be escaped.
    mutating func write(name: String) {
        write("\"")
        write(name)
        write("\"")
    }

    mutating func write(_ operand: Operand) {
        switch operand {
        case .variable(let name):
            write("Agreements.Operand.variable(\"")
            write(name)
            write("\")")
        case .constant(let term):
            write("Agreements.Operand.constant(")
            write(term.text)
            write(")")
        case .parameter(let name):
            write("Agreements.Operand.parameter(\"")
            write(name)
            write("\")")
        case .now: write("Agreements.Operand.now")
        }
    }

    mutating func write(_ expression: Expression) {
        let (name, parts): (String, [Expression])
        switch expression {
        case .operand(let operand):
            write("Agreements.Expression.operand(")
            write(operand)
            write(")")
            return
        case .sum(let left, let right): (name, parts) = ("sum", [left, right])
        case .difference(let left, let right): (name, parts) = ("difference", [left, right])
        case .minimum(let left, let right): (name, parts) = ("minimum", [left, right])
        case .maximum(let left, let right): (name, parts) = ("maximum", [left, right])
        }
        write("Agreements.Expression.")
        write(name)
        write("(")
        write(parts[0])
        write(", ")
        write(parts[1])
        write(")")
    }

    mutating func write(_ mode: Mode) {
        switch mode {
        case .plain: write("Agreements.Mode.plain")
        case .not: write("Agreements.Mode.not")
        case .unproven(let burden):
            write("Agreements.Mode.unproven(burden: ")
            write(burden)
            write(")")
        }
    }

    mutating func write(_ condition: Condition) {
        switch condition {
        case .atom(let atom, let mode):
            write("Agreements.Condition.atom(Agreements.Atom")
            write(fields: atom)
            write(", ")
            write(mode)
        case .comparison(let left, let comparator, let right, let mode):
            write("Agreements.Condition.comparison(")
            write(left)
            write(", Agreements.Comparator.")
            write(comparator.caseName)
            write(", ")
            write(right)
            write(", ")
            write(mode)
        case .aggregate(let result, let function, let summand, let atom, let like, let burden):
            write("Agreements.Condition.aggregate(result: ")
            write(name: result)
            write(", Agreements.AggregateFunction.")
            write(function.rawValue)
            write(", of: ")
            write(name: summand)
            write(", Agreements.Atom")
            write(fields: atom)
            write(", like: ")
            write(like) { $0.write(name: $1) }
            write(", provenBurden: ")
            write(burden) { $0.write($1) }
        }
        write(")")
    }

    mutating func write<Value>(
        _ value: Value?, _ some: (inout Text, Value) -> Void
    ) {
        guard let value else {
            write("nil")
            return
        }
        write("Optional(")
        some(&self, value)
        write(")")
    }
}

extension Comparator {
    fileprivate var caseName: String {
        switch self {
        case .equal: "equal"
        case .unequal: "unequal"
        case .less: "less"
        case .lessOrEqual: "lessOrEqual"
        case .greater: "greater"
        case .greaterOrEqual: "greaterOrEqual"
        case .before: "before"
        case .after: "after"
        case .within: "within"
        }
    }
}
