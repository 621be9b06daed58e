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

/// Cuts a text into tokens.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var place: SourcePlace

    /// The tokens of `text`, which begins at `place` of its file.
    static func tokens(of text: some StringProtocol, from place: SourcePlace) -> [Token] {
        var lexer = Lexer(scalars: Array(text.unicodeScalars), place: place)
        var tokens: [Token] = []
        repeat { tokens.append(lexer.next()) } while tokens[tokens.count - 1].kind != .end
        return tokens
    }

    private init(scalars: [Unicode.Scalar], place: SourcePlace) {
        self.scalars = scalars
        self.place = place
    }

    private mutating func next() -> Token {
        while let scalar = peek(), scalar == " " || scalar == "\n" { advance() }
        let start = place
        guard let scalar = peek() else { return Token(kind: .end, place: start) }
        let kind: TokenKind
        if scalar == "\"" {
            kind = quoted()
        } else if Lexer.isDigit(scalar) {
            kind = literal(take(while: Lexer.isNumberPart))
        } else if Lexer.isLower(scalar) {
            kind = lower()
        } else if Lexer.isUpper(scalar) {
            kind = upper()
        } else {
            kind = sign()
        }
        return Token(kind: kind, place: start)
    }

    private mutating func lower() -> TokenKind {
        let name = take(while: Lexer.isNamePart)
        guard name == "key" || name == "sha-256", peek() == ":", let after = peek(1),
            Lexer.isNameLetter(after) || after == "+" || after == "/"
        else { return .lower(name) }
        let digest = take { scalar, after in
            Lexer.isNamePart(scalar, after) || scalar == "+" || scalar == "/" || scalar == "="
                || scalar == ":"
        }
        return literal(name + digest)
    }

    private mutating func upper() -> TokenKind {
        let name = take(while: Lexer.isNamePart)
        // `EUR 8400.00`: three capitals, one blank and a digit can only be money.
        guard name.utf8.count == 3, name.unicodeScalars.allSatisfy({ Lexer.isUpper($0) }),
            peek() == " ", let after = peek(1), Lexer.isDigit(after)
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
        var text = ""
        while let scalar = peek(), scalar != "\"", scalar != "\n" {
            text.unicodeScalars.append(scalar)
            advance()
        }
        guard peek() == "\"" else { return .wrong(text, .expected("a closing \"", found: text)) }
        advance()
        return .quoted(text)
    }

    private mutating func sign() -> TokenKind {
        let first = advance()
        switch (first, peek()) {
        case ("-", ">"?), (".", "."?), ("<", "="?), (">", "="?), ("!", "="?):
            return .sign("\(first)\(advance())")
        case ("(", _), (")", _), (",", _), (".", _), (";", _), (":", _), ("{", _), ("}", _),
            ("+", _), ("-", _), ("=", _), ("<", _), (">", _), ("_", _):
            return .sign(String(Character(first)))
        default:
            let text = "\(first)"
            return .wrong(text, .expected("a name, a literal or a sign", found: text))
        }
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    @discardableResult
    private mutating func advance() -> Unicode.Scalar {
        let scalar = scalars[position]
        position += 1
        place.column += 1
        if scalar == "\n" { place = SourcePlace(line: place.line + 1, column: 1) }
        return scalar
    }

    // `isPart` is asked of each scalar, with the one behind it.
    private mutating func take(
        while isPart: (_ scalar: Unicode.Scalar, _ after: Unicode.Scalar?) -> Bool
    ) -> String {
        let start = position
        while let scalar = peek(), isPart(scalar, peek(1)) { advance() }
        return String(String.UnicodeScalarView(scalars[start..<position]))
    }

    // A hyphen belongs to a name only before a letter or digit, so that `->` and ` - ` are signs.
    private static func isNamePart(_ scalar: Unicode.Scalar, _ after: Unicode.Scalar?) -> Bool {
        if isNameLetter(scalar) || scalar == "_" { return true }
        guard scalar == "-", let after else { return false }
        return isNameLetter(after)
    }

    // Dates and amounts: `.`, `:` and `-` only before a digit, so that a full stop ends a rule.
    private static func isNumberPart(_ scalar: Unicode.Scalar, _ after: Unicode.Scalar?) -> Bool {
        if isNameLetter(scalar) { return true }
        guard scalar == "." || scalar == ":" || scalar == "-", let after else { return false }
        return isDigit(after)
    }

    private static func isNameLetter(_ scalar: Unicode.Scalar) -> Bool {
        isLower(scalar) || isUpper(scalar) || isDigit(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }
    private static func isLower(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar)
    }
    private static func isUpper(_ scalar: Unicode.Scalar) -> Bool {
        ("A"..."Z").contains(scalar)
    }
}
