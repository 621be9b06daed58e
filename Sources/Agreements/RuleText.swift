// What orders rules among themselves (rules-14): their text, never their place. Derivations are chosen by that order, so the text stays as it was
// from the first, when Swift's reflection printed it; that took half of the time in which an agreement is read, so it is written out here,
// and a test holds the two together.

import EvidenceValues

extension Rule {
    /// The text of the rule, the same for the same rule wherever it stands.
    var orderingText: String {
        var text = article + " Atom"
        text.write(fields: head)
        text.write(conditions) { $0.write($1) }
        text.write(rebuttals) { text, rebuttal in
            text += "Agreements.Rebuttal(atom: Agreements.Atom"
            text.write(fields: rebuttal.atom)
            text += ", possibly: \(rebuttal.possibly))"
        }
        return text
    }
}

extension String {
    fileprivate mutating func write<Value>(
        _ values: [Value], _ element: (inout String, Value) -> Void
    ) {
        self += "["
        for (position, value) in values.enumerated() {
            if position > 0 { self += ", " }
            element(&self, value)
        }
        self += "]"
    }

    fileprivate mutating func write(fields atom: Atom) {
        self += "(predicate: "
        write(name: atom.predicate)
        self += ", arguments: "
        write(atom.arguments) { $0.write($1) }
        self += ")"
    }

    // Names have no character that would be escaped.
    private mutating func write(name: String) {
        self += "\""
        self += name
        self += "\""
    }

    private mutating func write(_ operand: Operand) {
        self += "Agreements.Operand."
        switch operand {
        case .variable(let name):
            self += "variable("
            write(name: name)
        case .constant(let term):
            self += "constant("
            self += term.text
        case .parameter(let name):
            self += "parameter("
            write(name: name)
        case .now:
            self += "now"
            return
        }
        self += ")"
    }

    private mutating func write(_ expression: Expression) {
        let (name, parts): (String, [Expression])
        switch expression {
        case .operand(let operand):
            self += "Agreements.Expression.operand("
            write(operand)
            self += ")"
            return
        case .sum(let left, let right): (name, parts) = ("sum", [left, right])
        case .difference(let left, let right): (name, parts) = ("difference", [left, right])
        case .minimum(let left, let right): (name, parts) = ("minimum", [left, right])
        case .maximum(let left, let right): (name, parts) = ("maximum", [left, right])
        }
        self += "Agreements.Expression.\(name)("
        write(parts[0])
        self += ", "
        write(parts[1])
        self += ")"
    }

    private mutating func write(_ mode: Mode) {
        switch mode {
        case .plain: self += "Agreements.Mode.plain"
        case .not: self += "Agreements.Mode.not"
        case .unproven(let burden):
            self += "Agreements.Mode.unproven(burden: "
            write(burden)
            self += ")"
        }
    }

    fileprivate mutating func write(_ condition: Condition) {
        switch condition {
        case .atom(let atom, let mode):
            self += "Agreements.Condition.atom(Agreements.Atom"
            write(fields: atom)
            self += ", "
            write(mode)
        case .comparison(let left, let comparator, let right, let mode):
            self += "Agreements.Condition.comparison("
            write(left)
            self += ", Agreements.Comparator.\(comparator.caseName), "
            write(right)
            self += ", "
            write(mode)
        case .aggregate(let result, let function, let summand, let atom, let like, let burden):
            self += "Agreements.Condition.aggregate(result: "
            write(name: result)
            self += ", Agreements.AggregateFunction.\(function.rawValue), of: "
            write(name: summand)
            self += ", Agreements.Atom"
            write(fields: atom)
            self += ", like: "
            write(like) { $0.write(name: $1) }
            self += ", provenBurden: "
            write(burden) { $0.write($1) }
        }
        self += ")"
    }

    private mutating func write<Value>(
        _ value: Value?, _ some: (inout String, Value) -> Void
    ) {
        guard let value else {
            self += "nil"
            return
        }
        self += "Optional("
        some(&self, value)
        self += ")"
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
