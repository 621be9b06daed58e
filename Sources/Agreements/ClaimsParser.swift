// Reads claims; the grammar is in docs/formats/claims.md. Blanks, line breaks, needless parentheses and the order of documents and
// claims do not matter to the parser; that a text of claims is the one text of what it says is asked by who reads signed ones. After an
// error it goes on with the next claim.

import EvidenceValues

extension Claims {
    /// Reads claims; it must be the one text of what it says. Spec: claims-1.
    package init(parsing text: String) throws(AgreementError) {
        let reading = ClaimsReading(text)
        guard let claims = reading.claims else {
            throw reading.errors.first ?? AgreementError(line: 0, column: 0, .notCanonical)
        }
        if let place = claims.departure(from: text) { throw place.error(.notCanonical) }
        self = claims
    }

    /// Reads claims in any layout, for the formatter. Spec: claims-7.
    package init(loose text: String) throws(AgreementError) {
        let reading = ClaimsReading(Claims.withPlainBlanks(text))
        guard let claims = reading.claims else {
            throw reading.errors.first ?? AgreementError(line: 0, column: 0, .notCanonical)
        }
        self = claims
    }

    /// Tabs and carriage returns, which editors put in, as blanks.
    static func withPlainBlanks(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            plain.append(scalar == "\t" || scalar == "\r" ? " " : scalar)
        }
        return String(plain)
    }

    /// Where `text` first differs from the one text of these claims; nil if it is that.
    func departure(from text: String) -> SourcePlace? {
        guard !self.text.hasSameBytes(as: text) else { return nil }
        let own = self.text.split(separator: "\n", omittingEmptySubsequences: false)
        let given = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = zip(own, given).prefix { $0.hasSameBytes(as: $1) }.count
        let pair = (
            own.indices.contains(line) ? own[line] : "",
            given.indices.contains(line) ? given[line] : ""
        )
        let column =
            zip(pair.0.unicodeScalars, pair.1.unicodeScalars).prefix { $0 == $1 }.count + 1
        return SourcePlace(line: line + 1, column: column)
    }
}

/// What comes of reading a text as claims.
struct ClaimsReading {
    /// In the order of the text; at most `SourceLimits.errors`.
    private(set) var errors: [AgreementError] = []
    /// Nil if there are errors.
    private(set) var claims: Claims?
    /// Where the agreement's version stands.
    private(set) var versionPlace = SourcePlace(line: 1, column: 0)
    /// Where each document's name is given.
    private(set) var documentPlaces: [String: SourcePlace] = [:]

    init(_ text: String) {
        do {
            try SourceLimits.check(text)
            var parser = ClaimsParser(Lexer.tokens(of: text, from: .init(line: 1, column: 1)))
            let read = try parser.parse()
            (errors, versionPlace) = (parser.errors, parser.versionPlace)
            documentPlaces = parser.documentPlaces
            if errors.isEmpty { claims = read }
        } catch {
            errors = [error]
        }
    }
}

struct ClaimsParser {
    private var stream: TokenStream
    private(set) var errors: [AgreementError] = []
    private(set) var versionPlace = SourcePlace(line: 1, column: 0)
    private(set) var documentPlaces: [String: SourcePlace] = [:]
    /// Every name that the text gives to a document, wherever it does.
    private let digests: [String: Digest]
    private var documents: [Claims.DocumentName] = []
    private var claims: [Claim] = []
    private var claimNames: Set<String> = []

    init(_ tokens: [Token]) {
        stream = TokenStream(tokens)
        var digests: [String: Digest] = [:]
        for (index, token) in tokens.enumerated() where token.kind == .lower("document") {
            guard index + 3 < tokens.count, case .upper(let name) = tokens[index + 1].kind,
                tokens[index + 2].kind == .sign("="),
                case .literal(.document(let digest)) = tokens[index + 3].kind,
                digests[name] == nil
            else { continue }
            digests[name] = digest
        }
        self.digests = digests
    }

    /// Errors of the first line end the reading; others are collected.
    mutating func parse() throws(AgreementError) -> Claims {
        try stream.require("claims")
        let matter = try matter()
        try stream.require("under")
        versionPlace = stream.place
        let version = try joined("an agreement's version, such as seca-1.0")
        try stream.require("{")
        while stream.current.kind != .sign("}"), !stream.isAtEnd,
            errors.count < SourceLimits.errors
        {
            do {
                if stream.takes("document") { try document() } else { try addClaim() }
            } catch {
                errors.append(error)
                if case .tooLarge = error.reason { break }
                stream.skip(past: ";")
            }
        }
        if errors.isEmpty {
            try stream.require("}")
            guard stream.isAtEnd else { throw stream.expected("the end") }
        }
        return Claims(matter: matter, agreement: version, documents: documents, claims: claims)
    }

    // A matter's name may begin with a digit or hold dots, so it is put together from adjacent tokens.
    private mutating func matter() throws(AgreementError) -> MatterID {
        let place = stream.place
        let text = try joined("a matter, such as BAN-1")
        guard let matter = MatterID(text) else {
            throw place.error(.expected("a matter, such as BAN-1", found: text))
        }
        return matter
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
        let name = try stream.upper("a name for a document, a capital first")
        guard documentPlaces.updateValue(place, forKey: name) == nil else {
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

    private mutating func addClaim() throws(AgreementError) {
        let place = stream.place
        let claim = try claim()
        guard claimNames.insert(claim.name).inserted else {
            throw place.error(.duplicate(kind: "claim", name: claim.name))
        }
        claims.append(claim)
        guard claims.count <= SourceLimits.claims else {
            throw place.error(.tooLarge(of: "claims", limit: SourceLimits.claims))
        }
    }

    private mutating func claim() throws(AgreementError) -> Claim {
        let name = try stream.upper("a claim's name, such as C1, or }")
        try stream.require(":")
        let claimant = try party("the party that claims")
        try stream.require("claims")
        let formula = try disjunction(0)
        var against: [PartyID] = []
        if stream.takes("against") {
            repeat { against.append(try party("a party")) } while stream.takes(",")
        }
        var demand: Money?
        if stream.takes("demands") {
            guard case .literal(.money(let money)) = stream.current.kind else {
                throw stream.expected("an amount, such as EUR 8400.00")
            }
            stream.advance()
            demand = money
        }
        guard stream.takes(";") else {
            throw stream.expected("and, or, against, demands, or ; after the claim")
        }
        return Claim(
            name: name, claimant: claimant, formula: formula, against: against, demand: demand)
    }

    private mutating func party(_ what: String) throws(AgreementError) -> PartyID {
        guard case .upper(let name) = stream.current.kind, let party = PartyID(name) else {
            throw stream.expected(what + ", such as FRUTA")
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
        let predicate = try stream.lower("a statement, such as signed(FRUTA, DB1)")
        try stream.require("(")
        var places: [SourcePlace] = []
        var arguments: [ClaimedAtom.Argument] = []
        var shape = Shape.plain
        var separator: ClaimedAtom.Separator? = .comma
        while let next = separator {
            // `by` after an arrow would say nothing.
            shape = next == .comma ? stream.shape() : .plain
            places.append(stream.place)
            arguments.append(try argument(next))
            if shape == .between {
                try stream.require("and")
                places.append(stream.place)
                arguments.append(try argument(.comma))
            }
            separator = shape == .plain ? self.separator() : nil
        }
        guard stream.takes(")") else { throw stream.expected(", or ) after the argument") }
        guard arguments.count <= SourceLimits.arguments else {
            throw place.error(.tooLarge(of: "arguments", limit: SourceLimits.arguments))
        }
        return ClaimedAtom(
            predicate: predicate, shape: shape, arguments: arguments, place: place, places: places)
    }

    private mutating func separator() -> ClaimedAtom.Separator? {
        if stream.takes("->") { return .arrow }
        if stream.takes("..") { return .range }
        return stream.takes(",") ? .comma : nil
    }

    private mutating func argument(
        _ separator: ClaimedAtom.Separator
    ) throws(AgreementError) -> ClaimedAtom.Argument {
        guard case .upper(let text) = stream.current.kind else {
            let term = try stream.literal("a party, a document's name, a word or a literal")
            return .init(term: term, name: nil, separator: separator)
        }
        let digest = digests[text]
        guard let term = digest.map(Term.document) ?? PartyID(text).map(Term.party) else {
            throw stream.expected("a party, or a document's name")
        }
        stream.advance()
        return .init(term: term, name: digest == nil ? nil : text, separator: separator)
    }
}
