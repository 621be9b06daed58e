// Reads claims; the grammar is in docs/formats/claims.md.

import EvidenceValues

extension Claims {
    /// Reads claims; it must be the one text of what it says. Spec: claims-1.
    package init(parsing text: String) throws(AgreementError) {
        try SourceLimits.check(text)
        var parser = ClaimsParser(
            stream: TokenStream(Lexer.tokens(of: text, from: SourcePlace(line: 1, column: 1))))
        self = try parser.parse()
        guard self.text.hasSameBytes(as: text) else {
            let own = self.text.split(separator: "\n", omittingEmptySubsequences: false)
            let given = text.split(separator: "\n", omittingEmptySubsequences: false)
            let line = zip(own, given).prefix { $0.hasSameBytes(as: $1) }.count
            let pair = (
                own.indices.contains(line) ? own[line] : "",
                given.indices.contains(line) ? given[line] : ""
            )
            let column =
                zip(pair.0.unicodeScalars, pair.1.unicodeScalars).prefix { $0 == $1 }.count + 1
            throw AgreementError(line: line + 1, column: column, .notCanonical)
        }
    }
}

struct ClaimsParser {
    var stream: TokenStream
    private var documents: [Claims.DocumentName] = []

    init(stream: TokenStream) { self.stream = stream }

    mutating func parse() throws(AgreementError) -> Claims {
        try stream.require("claims")
        let matter = try matter()
        try stream.require("under")
        let version = try version()
        try stream.require("{")
        while stream.takes("document") { try document() }
        var claims: [Claim] = []
        while !stream.takes("}") {
            let place = stream.place
            let claim = try claim()
            guard !claims.contains(where: { $0.name == claim.name }) else {
                throw place.error(.duplicate(kind: "claim", name: claim.name))
            }
            claims.append(claim)
            guard claims.count <= SourceLimits.claims else {
                throw place.error(.tooLarge(of: "claims", limit: SourceLimits.claims))
            }
        }
        guard stream.isAtEnd else { throw stream.expected("the end") }
        return Claims(matter: matter, agreement: version, documents: documents, claims: claims)
    }

    // A matter's name may begin with a digit or hold dots, so it is put together from adjacent tokens.
    private mutating func matter() throws(AgreementError) -> MatterID {
        let place = stream.place
        let text = try joined("a matter")
        guard let matter = MatterID(text) else {
            throw place.error(.expected("a matter", found: text))
        }
        return matter
    }

    private mutating func version() throws(AgreementError) -> String {
        try joined("an agreement's version")
    }

    private mutating func joined(_ what: String) throws(AgreementError) -> String {
        var text = ""
        var column = stream.place.column
        while stream.place.column == column {
            switch stream.current.kind {
            case .upper(let part), .lower(let part): text += part
            case .literal(.count(let number)): text += String(number)
            case .sign("."): text += "."
            case .sign("-"): text += "-"
            case .sign("_"): text += "_"
            default:
                guard text.isEmpty else { return text }
                throw stream.expected(what)
            }
            column += stream.current.kind.text.count
            stream.advance()
        }
        return text
    }

    private mutating func document() throws(AgreementError) {
        let place = stream.place
        let name = try stream.upper("a name for a document")
        guard !documents.contains(where: { $0.name == name }) else {
            throw place.error(.duplicate(kind: "document", name: name))
        }
        try stream.require("=")
        guard case .literal(.document(let digest)) = stream.current.kind else {
            throw stream.expected("sha-256: and base64")
        }
        stream.advance()
        try stream.require(";")
        documents.append(.init(name: name, digest: digest))
    }

    private mutating func claim() throws(AgreementError) -> Claim {
        let name = try stream.upper("a claim's name, or }")
        try stream.require(":")
        let claimant = try party()
        try stream.require("claims")
        let formula = try disjunction(0)
        var against: [PartyID] = []
        if stream.takes("against") {
            repeat { against.append(try party()) } while stream.takes(",")
        }
        var demand: Money?
        if stream.takes("demands") {
            guard case .literal(.money(let money)) = stream.current.kind else {
                throw stream.expected("an amount")
            }
            stream.advance()
            demand = money
        }
        try stream.require(";")
        return Claim(
            name: name, claimant: claimant, formula: formula, against: against, demand: demand)
    }

    private mutating func party() throws(AgreementError) -> PartyID {
        guard case .upper(let name) = stream.current.kind, let party = PartyID(name) else {
            throw stream.expected("a party")
        }
        stream.advance()
        return party
    }

    private mutating func disjunction(_ depth: Int) throws(AgreementError) -> Formula {
        var left = try conjunction(depth)
        var length = 0
        while stream.takes("or") {
            left = .or(left, try conjunction(depth))
            try count(&length)
        }
        return left
    }

    private mutating func conjunction(_ depth: Int) throws(AgreementError) -> Formula {
        var left = try negation(depth)
        var length = 0
        while stream.takes("and") {
            left = .and(left, try negation(depth))
            try count(&length)
        }
        return left
    }

    // Spec: claims-3. Long rows of operators would nest as deep as they are long.
    private func count(_ length: inout Int) throws(AgreementError) {
        length += 1
        guard length <= SourceLimits.operators else {
            throw stream.place.error(.tooLarge(of: "operators", limit: SourceLimits.operators))
        }
    }

    private mutating func negation(_ depth: Int) throws(AgreementError) -> Formula {
        guard depth < SourceLimits.depth else {
            throw stream.place.error(.tooLarge(of: "depth", limit: SourceLimits.depth))
        }
        if stream.takes("not") { return .not(try negation(depth + 1)) }
        if stream.takes("(") {
            let formula = try disjunction(depth + 1)
            try stream.require(")")
            return formula
        }
        return .atom(try atom())
    }

    private mutating func atom() throws(AgreementError) -> ClaimedAtom {
        let place = stream.place
        let predicate = try stream.lower("a predicate")
        try stream.require("(")
        var arguments: [ClaimedAtom.Argument] = []
        var shape = Shape.plain
        var separator: ClaimedAtom.Separator? = .comma
        while let next = separator {
            // `by` after an arrow would say nothing.
            shape = next == .comma ? stream.shape() : .plain
            arguments.append(try argument(next))
            if shape == .between {
                try stream.require("and")
                arguments.append(try argument(.comma))
            }
            separator = shape == .plain ? self.separator() : nil
        }
        try stream.require(")")
        guard arguments.count <= SourceLimits.arguments else {
            throw place.error(.tooLarge(of: "arguments", limit: SourceLimits.arguments))
        }
        return ClaimedAtom(
            predicate: predicate, shape: shape, arguments: arguments, place: place)
    }

    private mutating func separator() -> ClaimedAtom.Separator? {
        if stream.takes("->") { return .arrow }
        if stream.takes("..") { return .range }
        return stream.takes(",") ? .comma : nil
    }

    private mutating func argument(
        _ separator: ClaimedAtom.Separator
    ) throws(AgreementError) -> ClaimedAtom.Argument {
        let term: Term
        var name: String?
        switch stream.current.kind {
        case .literal(let literal): term = literal
        case .lower(let word): term = .word(word)
        case .quoted(let text):
            guard let word = Term(literal: "\"" + text + "\"") else {
                throw stream.expected("a quoted word that needs quotes")
            }
            term = word
        case .upper(let text):
            if let document = documents.first(where: { $0.name == text }) {
                term = .document(document.digest)
                name = text
            } else if let party = PartyID(text) {
                term = .party(party)
            } else {
                throw stream.expected("a term, or a document's name")
            }
        default: throw stream.expected("a term")
        }
        stream.advance()
        return .init(term: term, name: name, separator: separator)
    }
}

extension Claims {
    /// Refuses atoms that the agreement does not declare, or with arguments that do not fit. Spec: claims-6.
    package func check(against agreement: Agreement) throws(AgreementError) {
        guard self.agreement == agreement.version else {
            throw AgreementError(
                line: 1, column: 0, .expected(agreement.version, found: self.agreement))
        }
        for atom in claims.flatMap(\.formula.atoms) {
            guard let predicate = agreement.predicates[atom.key] else {
                let forms = agreement.forms(of: atom.predicate)
                throw atom.place.error(
                    forms.isEmpty
                        ? .unknown(kind: "predicate", name: atom.predicate)
                        : .otherShape(predicate: atom.predicate, forms: forms))
            }
            guard predicate.parameters.count == atom.arguments.count else {
                throw atom.place.error(
                    .wrongCount(
                        predicate: predicate.name, expected: predicate.parameters.count,
                        found: atom.arguments.count))
            }
            for (parameter, argument) in zip(predicate.parameters, atom.arguments) {
                guard parameter.type == argument.term.type else {
                    throw atom.place.error(
                        .wrongType(
                            of: parameter.name, expected: parameter.type.rawValue,
                            found: argument.term.text))
                }
            }
        }
    }
}
