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
        } else if isDigit(scalar) {
            kind = literal(take(while: isNumberPart))
        } else if isLower(scalar) {
            kind = lower()
        } else if isUpper(scalar) {
            kind = upper()
        } else {
            kind = sign()
        }
        return Token(kind: kind, place: start)
    }

    private mutating func lower() -> TokenKind {
        let name = take(while: isNamePart)
        guard name == "key" || name == "sha-256", peek() == ":", let after = peek(1),
            isLower(after) || isUpper(after) || isDigit(after) || after == "+" || after == "/"
        else { return .lower(name) }
        let digest = take { lexer in
            guard let scalar = lexer.peek() else { return false }
            return lexer.isNamePart(lexer) || ["+", "/", "=", ":"].contains(scalar)
        }
        return literal(name + digest)
    }

    private mutating func upper() -> TokenKind {
        let name = take(while: isNamePart)
        // `EUR 8400.00`: three capitals, one blank and a digit can only be money.
        guard name.utf8.count == 3, name.unicodeScalars.allSatisfy({ isUpper($0) }), peek() == " ",
            let after = peek(1), isDigit(after)
        else { return .upper(name) }
        advance()
        return literal(name + " " + take(while: isNumberPart))
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
        if let second = peek(), ["->", "..", "<=", ">=", "!="].contains("\(first)\(second)") {
            advance()
            return .sign("\(first)\(second)")
        }
        guard "(),.;:{}+-=<>_".unicodeScalars.contains(first) else {
            let text = "\(first)"
            return .wrong(text, .expected("a name, a literal or a sign", found: text))
        }
        return .sign("\(first)")
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

    private mutating func take(while condition: (Lexer) -> Bool) -> String {
        var text = ""
        while peek() != nil, condition(self) { text.unicodeScalars.append(advance()) }
        return text
    }

    // A hyphen belongs to a name only before a letter or digit, so that `->` and ` - ` are signs.
    private func isNamePart(_ lexer: Lexer) -> Bool {
        guard let scalar = lexer.peek() else { return false }
        if isLower(scalar) || isUpper(scalar) || isDigit(scalar) || scalar == "_" { return true }
        guard scalar == "-", let after = lexer.peek(1) else { return false }
        return isLower(after) || isUpper(after) || isDigit(after)
    }

    // Dates and amounts: `.`, `:` and `-` only before a digit, so that a full stop ends a rule.
    private func isNumberPart(_ lexer: Lexer) -> Bool {
        guard let scalar = lexer.peek() else { return false }
        if isDigit(scalar) || isLower(scalar) || isUpper(scalar) { return true }
        guard [".", ":", "-"].contains(scalar), let after = lexer.peek(1) else { return false }
        return isDigit(after)
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    private func isLower(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }
    private func isUpper(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }
}
