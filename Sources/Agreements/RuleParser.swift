// Reads the fenced blocks of an agreement: parameters, predicates, rules (docs/formats/rules.md gives the grammar). It knows words
// and order; whether names exist and types fit is the checker's matter.

import EvidenceValues

/// Reads blocks of an agreement; `parameters` are the names that rules may use as constants.
struct RuleParser {
    private var stream: TokenStream
    private let parameters: Set<String>
    private var article = ""
    private var anonymous = 0

    init(
        _ text: String, from place: SourcePlace, parameters: Set<String> = []
    ) throws(AgreementError) {
        stream = TokenStream(try Lexer.tokens(of: text, from: place))
        self.parameters = parameters
    }

    // MARK: parameters

    /// `NAME = literal {, literal}`, one after the other. Spec: rules-2.
    mutating func parseParameters() throws(AgreementError) -> [(String, [Term], SourcePlace)] {
        var all: [(String, [Term], SourcePlace)] = []
        while !stream.isAtEnd {
            let place = stream.place
            let name = try stream.upper("the name of a parameter, a capital first")
            try stream.require("=")
            var terms: [Term] = []
            repeat { terms.append(try literal()) } while stream.takes(",")
            all.append((name, terms, place))
        }
        return all
    }

    private mutating func literal() throws(AgreementError) -> Term {
        switch stream.current.kind {
        case .literal(let term):
            stream.advance()
            return term
        case .quoted(let text):
            guard let term = Term(literal: "\"" + text + "\"") else {
                throw stream.expected("a quoted word that needs quotes")
            }
            stream.advance()
            return term
        case .lower(let word):
            stream.advance()
            return .word(word)
        default: throw stream.expected("a literal")
        }
    }

    // MARK: predicates

    /// Declarations, each with its full stop. Spec: rules-3.
    mutating func parsePredicates() throws(AgreementError) -> [Predicate] {
        var all: [Predicate] = []
        while !stream.isAtEnd { all.append(try predicate()) }
        return all
    }

    private mutating func predicate() throws(AgreementError) -> Predicate {
        let (origin, isOpen) = try predicateClass()
        let place = stream.place
        let name = try stream.lower("the name of a predicate")
        let (parameters, shape) = try declaredParameters()
        let sentence = try stream.quoted("the predicate's sentence in quotes")
        try checkTemplate(sentence, parameters, at: place)
        var contrary: String?
        var missing: String?
        var producers: [Predicate.Producer] = []
        var isSupremum = false
        if stream.takes("supremum") { isSupremum = true }
        if stream.takes("contrary") { contrary = try stream.lower("the contrary predicate") }
        if stream.takes("missing") {
            let template = try stream.quoted("what is missing, in quotes")
            try checkTemplate(template, parameters, at: place)
            missing = template
            try stream.require("from")
            repeat { producers.append(try producer(parameters)) } while stream.takes(",")
        }
        try stream.require(".")
        // Spec: rules-18. Facts have plain names: nothing outside the agreement needs to know prepositions.
        guard shape == .plain || origin == nil else {
            throw place.error(.notAllowed("a preposition", predicate: name))
        }
        return Predicate(
            name: name, shape: shape, origin: origin, isOpen: isOpen, parameters: parameters,
            sentence: sentence, contrary: contrary, missing: missing, producers: producers,
            isSupremum: isSupremum, place: place)
    }

    private mutating func predicateClass() throws(AgreementError) -> (FactOrigin?, Bool) {
        let place = stream.place
        switch try stream.lower("evidence, stated, annex or derived") {
        case "stated": return (.stated, false)
        case "annex": return (.annex, false)
        case "evidence": return (.evidence, try openness())
        case "derived": return (nil, try openness())
        case let other:
            throw place.error(.expected("evidence, stated, annex or derived", found: other))
        }
    }

    private mutating func openness() throws(AgreementError) -> Bool {
        if stream.takes("open") { return true }
        if stream.takes("closed") { return false }
        throw stream.expected("open or closed")
    }

    private mutating func declaredParameters() throws(AgreementError) -> (
        [Predicate.Parameter], Shape
    ) {
        var all: [Predicate.Parameter] = []
        var shape = Shape.plain
        try stream.require("(")
        repeat {
            shape = stream.shape()
            all.append(try declaredParameter(all, isTime: shape != .plain))
            if shape == .between {
                try stream.require("and")
                all.append(try declaredParameter(all, isTime: true))
            }
        } while shape == .plain && stream.takes(",")
        try stream.require(")")
        guard all.count <= SourceLimits.arguments else {
            throw stream.place.error(.tooLarge(of: "arguments", limit: SourceLimits.arguments))
        }
        return (all, shape)
    }

    private mutating func declaredParameter(
        _ others: [Predicate.Parameter], isTime: Bool
    ) throws(AgreementError) -> Predicate.Parameter {
        let place = stream.place
        let typeName = try stream.lower("a type")
        guard let type = TermType(rawValue: typeName) else {
            throw place.error(.unknown(kind: "type", name: typeName))
        }
        guard !isTime || type == .instant else {
            throw place.error(.expected("instant after a preposition", found: typeName))
        }
        let name = try stream.upper("the name of the argument")
        guard !others.contains(where: { $0.name == name }) else {
            throw place.error(.duplicate(kind: "argument", name: name))
        }
        return .init(type: type, name: name)
    }

    private mutating func producer(
        _ parameters: [Predicate.Parameter]
    ) throws(AgreementError) -> Predicate.Producer {
        if case .quoted(let role) = stream.current.kind {
            stream.advance()
            return .role(role)
        }
        let place = stream.place
        let name = try stream.upper("an argument, or a role in quotes")
        guard let position = parameters.firstIndex(where: { $0.name == name }) else {
            throw place.error(.unknown(kind: "argument", name: name))
        }
        return .argument(position)
    }

    private func checkTemplate(
        _ template: String, _ parameters: [Predicate.Parameter], at place: SourcePlace
    ) throws(AgreementError) {
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{") {
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "}"),
                parameters.contains(where: { $0.name == rest[..<close] })
            else { throw place.error(.unknown(kind: "argument in sentence", name: template)) }
            rest = rest[rest.index(after: close)...]
        }
    }

    // MARK: rules

    /// The rules of an article, each with its full stop. Spec: rules-4.
    mutating func parseRules(article: String) throws(AgreementError) -> [Rule] {
        self.article = article
        var all: [Rule] = []
        while !stream.isAtEnd { all.append(try rule()) }
        return all
    }

    private mutating func rule() throws(AgreementError) -> Rule {
        anonymous = 0
        let place = stream.place
        let isPresumption = stream.takes("presume")
        let head = try atom()
        var conditions: [Condition] = []
        if stream.takes("if") {
            repeat {
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
                rebuttals.append(Rebuttal(atom: try atom(), possibly: possibly))
            } while stream.takes("or")
            burden = try burdenOf()
        }
        try stream.require(".")
        return Rule(
            head: head, conditions: conditions, rebuttals: rebuttals, burden: burden,
            article: article, place: place)
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
            throw place.error(.expected("sum, min or max", found: stream.current.kind.text))
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
        case .lower, .literal, .quoted: return .constant(try literal())
        default: throw stream.expected("a variable, a word or a literal")
        }
    }

    private mutating func comparison() throws(AgreementError) -> (
        Expression, Comparator, Expression
    ) {
        let parenthesised = stream.current.kind == .sign("(")
        if parenthesised { stream.advance() }
        let left = try expression(0)
        let place = stream.place
        let found = stream.current.kind.text
        guard let comparator = Comparator(rawValue: found) else {
            throw place.error(.expected("a comparison", found: found))
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
