// The words of rules and claims: names, literals, quoted texts and signs, each with its place. One lexer for both, so that a
// term is written alike in an agreement, in a document and in a claim. What is no token stays one with its reason, so that a parser
// that goes on after an error meets it where it stands.

import EvidenceValues

/// What a token is.
enum TokenKind: Sendable, Hashable {
    /// A small letter first: a keyword, a predicate or a word.
    case lower(String)
    /// A capital first: a variable of a rule, a party or a document of claims.
    case upper(String)
    case literal(Term)
    case quoted(String)
    case sign(String)
    /// No token: the text, and what is wrong with it.
    case wrong(String, AgreementError.Reason)
    case end

    /// For error messages.
    var text: String {
        switch self {
        case .lower(let text), .upper(let text), .sign(let text), .wrong(let text, _): text
        case .literal(let term): term.text
        case .quoted(let text): "\"" + text + "\""
        case .end: "the end"
        }
    }
}

struct Token: Sendable, Hashable {
    var kind: TokenKind
    var place: SourcePlace
}

/// Cuts a text into tokens. It looks at the bytes of UTF-8: but for quoted texts and errors everything is ASCII, and no byte of
/// another character is one of ASCII.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0
    private var place: SourcePlace

    /// The tokens of `text`, which begins at `place` of its file.
    static func tokens(of text: some StringProtocol, from place: SourcePlace) -> [Token] {
        var lexer = Lexer(bytes: Array(text.utf8), place: place)
        var tokens: [Token] = []
        tokens.reserveCapacity(lexer.bytes.count / 8 + 1)
        while true {
            let token = lexer.next()
            tokens.append(token)
            if case .end = token.kind { return tokens }
        }
    }

    private init(bytes: [UInt8], place: SourcePlace) {
        self.bytes = bytes
        self.place = place
    }

    private mutating func next() -> Token {
        while let byte = peek(), byte == 0x20 || byte == 0x0A { advance() }
        let start = place
        guard let byte = peek() else { return Token(kind: .end, place: start) }
        let kind: TokenKind
        if byte == UInt8(ascii: "\"") {
            kind = quoted()
        } else if Lexer.isDigit(byte) {
            kind = literal(take(while: Lexer.isNumberPart))
        } else if Lexer.isLower(byte) {
            kind = lower()
        } else if Lexer.isUpper(byte) {
            kind = upper()
        } else {
            kind = sign()
        }
        return Token(kind: kind, place: start)
    }

    private mutating func lower() -> TokenKind {
        let name = take(while: Lexer.isNamePart)
        guard peek() == UInt8(ascii: ":"), name == "key" || name == "sha-256", let after = peek(1),
            Lexer.isNameLetter(after) || after == UInt8(ascii: "+") || after == UInt8(ascii: "/")
        else { return .lower(name) }
        let digest = take { byte, after in
            Lexer.isNamePart(byte, after) || byte == UInt8(ascii: "+")
                || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
                || byte == UInt8(ascii: ":")
        }
        return literal(name + digest)
    }

    private mutating func upper() -> TokenKind {
        let start = position
        let name = take(while: Lexer.isNamePart)
        // `EUR 8400.00`: three capitals, one blank and a digit can only be money.
        guard position - start == 3, bytes[start..<position].allSatisfy(Lexer.isUpper),
            peek() == 0x20, let after = peek(1), Lexer.isDigit(after)
        else { return .upper(name) }
        advance()
        return literal(name + " " + take(while: Lexer.isNumberPart))
    }

    private func literal(_ text: String) -> TokenKind {
        Term(literal: text).map(TokenKind.literal)
            ?? .wrong(text, .expected("a literal in its one spelling", found: text))
    }

    private mutating func quoted() -> TokenKind {
        advance()
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "\""), byte != 0x0A { advance() }
        let text = text(from: start)
        guard peek() == UInt8(ascii: "\"") else {
            return .wrong(text, .expected("a closing \"", found: text))
        }
        advance()
        return .quoted(text)
    }

    private mutating func sign() -> TokenKind {
        if let sign = Lexer.pair(bytes[position], peek(1)) {
            advance()
            advance()
            return .sign(sign)
        }
        if let sign = Lexer.single(bytes[position]) {
            advance()
            return .sign(sign)
        }
        let start = position
        repeat { advance() } while peek().map(Lexer.isInside) ?? false
        let text = text(from: start)
        return .wrong(text, .expected("a name, a literal or a sign", found: text))
    }

    private static func pair(_ first: UInt8, _ second: UInt8?) -> String? {
        guard let second else { return nil }
        return switch (first, second) {
        case (UInt8(ascii: "-"), UInt8(ascii: ">")): "->"
        case (UInt8(ascii: "."), UInt8(ascii: ".")): ".."
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): "<="
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): ">="
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): "!="
        default: nil
        }
    }

    private static func single(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "("): "("
        case UInt8(ascii: ")"): ")"
        case UInt8(ascii: ","): ","
        case UInt8(ascii: "."): "."
        case UInt8(ascii: ";"): ";"
        case UInt8(ascii: ":"): ":"
        case UInt8(ascii: "{"): "{"
        case UInt8(ascii: "}"): "}"
        case UInt8(ascii: "+"): "+"
        case UInt8(ascii: "-"): "-"
        case UInt8(ascii: "="): "="
        case UInt8(ascii: "<"): "<"
        case UInt8(ascii: ">"): ">"
        case UInt8(ascii: "_"): "_"
        default: nil
        }
    }

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private mutating func advance() {
        let byte = bytes[position]
        position += 1
        // Places count characters.
        if !Lexer.isInside(byte) { place.column += 1 }
        if byte == 0x0A { place = SourcePlace(line: place.line + 1, column: 1) }
    }

    private func text(from start: Int) -> String {
        String(decoding: bytes[start..<position], as: UTF8.self)
    }

    // `isPart` is asked of each byte, with the one behind it. What it takes are letters and signs of ASCII in one line.
    private mutating func take(while isPart: (_ byte: UInt8, _ after: UInt8?) -> Bool) -> String {
        let start = position
        while let byte = peek(), isPart(byte, peek(1)) { position += 1 }
        place.column += position - start
        return text(from: start)
    }

    // A hyphen belongs to a name only before a letter or digit, so that `->` and ` - ` are signs.
    private static func isNamePart(_ byte: UInt8, _ after: UInt8?) -> Bool {
        if isNameLetter(byte) || byte == UInt8(ascii: "_") { return true }
        guard byte == UInt8(ascii: "-"), let after else { return false }
        return isNameLetter(after)
    }

    // Dates and amounts: `.`, `:` and `-` only before a digit, so that a full stop ends a rule.
    private static func isNumberPart(_ byte: UInt8, _ after: UInt8?) -> Bool {
        if isNameLetter(byte) { return true }
        guard
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-"),
            let after
        else { return false }
        return isDigit(after)
    }

    /// Whether a byte goes on with a character that began before.
    private static func isInside(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    private static func isNameLetter(_ byte: UInt8) -> Bool {
        isLower(byte) || isUpper(byte) || isDigit(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}
