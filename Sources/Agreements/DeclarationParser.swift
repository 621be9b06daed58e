// Reads what an agreement declares: parameters and predicates (docs/formats/rules.md gives the grammar). After an error it goes on with
// the next declaration, and remembers the name of the one that it could not read, so that its uses are not errors too.

import EvidenceValues

struct DeclarationParser {
    /// A parameter as it is written.
    struct Parameter {
        var name: String
        var terms: [Term]
        var place: SourcePlace
    }

    private var stream: TokenStream
    private var broken: String?
    private(set) var errors: [AgreementError] = []
    /// Names of declarations that have an error.
    private(set) var unread: Set<String> = []

    init(_ text: String, from place: SourcePlace) {
        stream = TokenStream(Lexer.tokens(of: text, from: place))
    }

    // MARK: parameters

    /// `NAME = literal {, literal}`, one after the other. Spec: rules-2.
    mutating func parseParameters() -> [Parameter] {
        var all: [Parameter] = []
        while !stream.isAtEnd && errors.count < SourceLimits.errors {
            do { all.append(try parameter()) } catch {
                errors.append(error)
                skipToParameter()
            }
        }
        return all
    }

    private mutating func parameter() throws(AgreementError) -> Parameter {
        let place = stream.place
        broken = nil
        let name = try stream.upper("the name of a parameter, a capital first")
        broken = name
        try Self.checkLength(of: name, at: place)
        try stream.require("=")
        var terms: [Term] = []
        repeat { terms.append(try stream.literal("a literal")) } while stream.takes(",")
        return Parameter(name: name, terms: terms, place: place)
    }

    private mutating func skipToParameter() {
        if let broken { unread.insert(broken) }
        stream.advance()
        while !stream.isAtEnd {
            if case .upper = stream.current.kind, stream.peek(1) == .sign("=") { return }
            stream.advance()
        }
    }

    /// Reserved words would be read as what they mean; a long name would hide the rest of its line.
    static func checkLength(of name: String, at place: SourcePlace) throws(AgreementError) {
        guard name.utf8.count <= SourceLimits.name else {
            throw place.error(
                .tooLarge(of: "characters in a name", limit: SourceLimits.name))
        }
    }

    // MARK: predicates

    /// Declarations, each with its full stop. Spec: rules-3.
    mutating func parsePredicates() -> [Predicate] {
        var all: [Predicate] = []
        while !stream.isAtEnd && errors.count < SourceLimits.errors {
            do { all.append(try predicate()) } catch {
                errors.append(error)
                skipPredicate()
            }
        }
        return all
    }

    private mutating func skipPredicate() {
        while broken == nil, !stream.isAtEnd, stream.current.kind != .sign(".") {
            if case .lower(let name) = stream.current.kind, stream.peek(1) == .sign("(") {
                broken = name
            }
            stream.advance()
        }
        if let broken { unread.insert(broken) }
        stream.skip(past: ".")
    }

    private mutating func predicate() throws(AgreementError) -> Predicate {
        broken = nil
        let (origin, isOpen) = try predicateClass()
        let place = stream.place
        let name = try stream.lower("the name of a predicate")
        broken = name
        guard !ReservedWords.all.contains(name) else { throw place.error(.reserved(name)) }
        try Self.checkLength(of: name, at: place)
        let (parameters, shape) = try declaredParameters()
        let sentencePlace = stream.place
        let sentence = try stream.quoted("the predicate's sentence in quotes")
        try checkTemplate(sentence, parameters, at: sentencePlace)
        var contrary: String?
        var missing: String?
        var producers: [Predicate.Producer] = []
        var isSupremum = false
        if stream.takes("supremum") { isSupremum = true }
        var contraryPlace = place
        if stream.takes("contrary") {
            contraryPlace = stream.place
            contrary = try stream.lower("the contrary predicate")
        }
        if stream.takes("missing") {
            let templatePlace = stream.place
            let template = try stream.quoted("what is missing, in quotes")
            try checkTemplate(template, parameters, at: templatePlace)
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
            isSupremum: isSupremum, place: place, contraryPlace: contraryPlace,
            sentencePlace: sentencePlace)
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
        let namePlace = stream.place
        let name = try stream.upper("the name of the argument")
        try Self.checkLength(of: name, at: namePlace)
        guard !others.contains(where: { $0.name == name }) else {
            throw namePlace.error(.duplicate(kind: "argument", name: name))
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
            let before = template.unicodeScalars.distance(from: template.startIndex, to: open)
            rest = rest[rest.index(after: open)...]
            let name = rest.prefix { $0 != "}" }
            guard name.endIndex < rest.endIndex, parameters.contains(where: { $0.name == name })
            else {
                // The quotation mark and the brace stand before the name.
                throw place.moved(by: before + 2).error(
                    .unknown(kind: "argument", name: String(name)))
            }
            rest = rest[rest.index(after: name.endIndex)...]
        }
    }
}

/// Words that name no predicate: where one stands, rules or claims would be read otherwise.
enum ReservedWords {
    static let all = Set(
        [
            "and", "if", "max", "min", "not", "now", "or", "possibly", "presume", "proven",
            "unless", "unproven",
        ] + TermType.allCases.map(\.rawValue))
}
