// Reads the rules of an article (docs/formats/rules.md gives the grammar). It knows words and order; whether names exist and types
// fit is the compiler's matter. After an error it goes on with the next rule.

import EvidenceValues

/// Reads blocks of rules; `parameters` are the names that rules may use as constants.
struct RuleParser {
    private var stream: TokenStream
    private let parameters: Set<String>
    private var article = ""
    private var anonymous = 0
    private(set) var errors: [AgreementError] = []

    init(_ text: String, from place: SourcePlace, parameters: Set<String> = []) {
        stream = TokenStream(Lexer.tokens(of: text, from: place))
        self.parameters = parameters
    }

    /// The rules of an article, each with its full stop. Spec: rules-4.
    mutating func parseRules(article: String) -> [Rule] {
        self.article = article
        var all: [Rule] = []
        while !stream.isAtEnd && errors.count < SourceLimits.errors {
            do {
                all.append(try rule())
            } catch {
                errors.append(error)
                stream.skip(past: ".")
            }
        }
        return all
    }

    private mutating func rule() throws(AgreementError) -> Rule {
        anonymous = 0
        let place = stream.place
        let start = stream.count
        var parts: [SourcePlace] = []
        let isPresumption = stream.takes("presume")
        let head = try atom()
        var conditions: [Condition] = []
        if stream.takes("if") {
            repeat {
                parts.append(stream.place)
                conditions.append(try condition())
                guard conditions.count <= SourceLimits.conditions else {
                    throw place.error(.tooLarge(of: "conditions", limit: SourceLimits.conditions))
                }
            } while stream.takes("and")
        }
        var rebuttals: [Rebuttal] = []
        var burden: Operand?
        if isPresumption {
            try stream.require("unless")
            repeat {
                let possibly = stream.takes("possibly")
                parts.append(stream.place)
                rebuttals.append(Rebuttal(atom: try atom(), possibly: possibly))
            } while stream.takes("or")
            burden = try burdenOf()
        }
        try stream.require(".")
        return Rule(
            head: head, conditions: conditions, rebuttals: rebuttals, burden: burden,
            article: article, place: place, parts: parts, words: stream.words(since: start))
    }

    private mutating func burdenOf() throws(AgreementError) -> Operand {
        try stream.require("(")
        try stream.require("burden")
        let operand = try operand()
        try stream.require(")")
        return operand
    }

    private mutating func condition() throws(AgreementError) -> Condition {
        if stream.takes("not") { return try denied(.not) }
        if stream.takes("unproven") { return try denied(nil) }
        if isAggregate { return try aggregate() }
        if isAtom { return .atom(try atom(), .plain) }
        let (left, comparator, right) = try comparison()
        return .comparison(left, comparator, right, .plain)
    }

    // `mode` is nil for `unproven`, whose burden follows what it speaks of.
    private mutating func denied(_ mode: Mode?) throws(AgreementError) -> Condition {
        if isAtom {
            let atom = try atom()
            return .atom(atom, try completed(mode))
        }
        let (left, comparator, right) = try comparison()
        return .comparison(left, comparator, right, try completed(mode))
    }

    private mutating func completed(_ mode: Mode?) throws(AgreementError) -> Mode {
        if let mode { return mode }
        return .unproven(burden: try burdenOf())
    }

    private var isAtom: Bool {
        if case .lower(let name) = stream.current.kind, name != "now", name != "min", name != "max"
        {
            return stream.peek(1) == .sign("(")
        }
        return false
    }

    private var isAggregate: Bool {
        guard case .upper = stream.current.kind, stream.peek(1) == .sign("="),
            case .lower(let name) = stream.peek(2), AggregateFunction(rawValue: name) != nil
        else { return false }
        return stream.peek(3) != .sign("(")
    }

    private mutating func aggregate() throws(AgreementError) -> Condition {
        let result = try stream.upper("a variable")
        try stream.require("=")
        let place = stream.place
        guard let function = AggregateFunction(rawValue: try stream.lower("sum, min or max")) else {
            throw place.error(.expected("sum, min or max", found: "another word"))
        }
        let summand = try stream.upper("the variable that is added or compared")
        try stream.require("of")
        let isProven = stream.takes("proven")
        let atom = try atom()
        let like = stream.takes("in") ? try stream.upper("an amount, whose currency counts") : nil
        let burden = isProven ? try burdenOf() : nil
        return .aggregate(
            result: result, function, of: summand, atom, like: like, provenBurden: burden)
    }

    private mutating func atom() throws(AgreementError) -> Atom {
        let name = try stream.lower("a predicate")
        var arguments: [Operand] = []
        var shape = Shape.plain
        try stream.require("(")
        repeat {
            shape = stream.shape()
            arguments.append(try operand())
            if shape == .between {
                try stream.require("and")
                arguments.append(try operand())
            }
        } while shape == .plain && stream.takes(",")
        try stream.require(")")
        return Atom(predicate: shape.key(name), arguments: arguments)
    }

    private mutating func operand() throws(AgreementError) -> Operand {
        switch stream.current.kind {
        case .upper(let name):
            guard !name.contains("-") else {
                throw stream.expected("a variable; parties do not stand in rules")
            }
            stream.advance()
            return parameters.contains(name) ? .parameter(name) : .variable(name)
        case .sign("_"):
            stream.advance()
            anonymous += 1
            return .variable("_\(anonymous)")
        case .lower("now"):
            stream.advance()
            return .now
        default: return .constant(try stream.literal("a variable, a word or a literal"))
        }
    }

    private mutating func comparison() throws(AgreementError) -> (
        Expression, Comparator, Expression
    ) {
        let parenthesised = stream.current.kind == .sign("(")
        if parenthesised { stream.advance() }
        let left = try expression(0)
        guard let comparator = Comparator(rawValue: stream.current.kind.text) else {
            throw stream.expected("a condition, or a comparison such as = or before")
        }
        stream.advance()
        let right = try expression(0)
        if parenthesised { try stream.require(")") }
        return (left, comparator, right)
    }

    private mutating func expression(_ depth: Int) throws(AgreementError) -> Expression {
        var left = try summand(depth)
        var length = 0
        while true {
            if stream.takes("+") {
                left = .sum(left, try summand(depth))
            } else if stream.takes("-") {
                left = .difference(left, try summand(depth))
            } else {
                return left
            }
            length += 1
            guard length <= SourceLimits.depth else {
                throw stream.place.error(.tooLarge(of: "sum", limit: SourceLimits.depth))
            }
        }
    }

    private mutating func summand(_ depth: Int) throws(AgreementError) -> Expression {
        guard depth < SourceLimits.depth else {
            throw stream.place.error(.tooLarge(of: "depth", limit: SourceLimits.depth))
        }
        let isMinimum = stream.current.kind == .lower("min")
        guard isMinimum || stream.current.kind == .lower("max"), stream.peek(1) == .sign("(") else {
            return .operand(try operand())
        }
        stream.advance()
        try stream.require("(")
        let left = try expression(depth + 1)
        try stream.require(",")
        let right = try expression(depth + 1)
        try stream.require(")")
        return isMinimum ? .minimum(left, right) : .maximum(left, right)
    }
}
