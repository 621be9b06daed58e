// The lexer looks at bytes. Here is the same lexer by characters, as plainly as its rules are said; both cut every text alike, words and places.

import EvidenceValues
import Foundation
import Testing

@testable import Agreements

@Suite struct TokensOfTexts {
    @Test
    func `are those that a lexer by characters finds, in the agreements and in texts of chance`()
        throws
    {
        for name in ["seca-1.0", "simple-sale"] {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Policies/\(name).md")
            compare(try String(contentsOf: file, encoding: .utf8))
        }
        var random = SeededGenerator(state: 4)
        for _ in 0..<3000 {
            let count = Int.random(in: 0..<40, using: &random)
            let pieces = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
            compare(pieces.joined())
        }
    }

    private func compare(_ text: String) {
        let place = SourcePlace(line: 3, column: 7)
        var plain = PlainLexer(scalars: Array(text.unicodeScalars), place: place)
        #expect(Lexer.tokens(of: text, from: place) == plain.tokens(), "\(text.prefix(200))")
    }

    private static let pieces = [
        "signed", "by", "key:", "sha-256:", "key", "sha-256", "EUR", "EU", "EURO", "Eur", " ", "  ",
        "\n", "8400.00", "2026-01-02T03:04:05Z", "30d", "7", "-", "--", "->", ">", ".", "..", "<",
        "=", "!", "!=", "<=", ">=", "(", ")", ",", ";", ":", "{", "}", "+", "/", "_", "\"",
        "\"quoted\"",
        "\"€ ü\"", "ü", "€", "e\u{301}", "\u{301}", "👩‍👩‍👧", "\u{0}", "\t", "\r\n", "a_b", "a-b", "a-",
        "-a",
        "P1", "A-1", "#", "@", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ]
}

/// The lexer by characters.
private struct PlainLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var place: SourcePlace

    init(scalars: [Unicode.Scalar], place: SourcePlace) {
        self.scalars = scalars
        self.place = place
    }

    mutating func tokens() -> [Token] {
        var tokens: [Token] = []
        repeat { tokens.append(next()) } while tokens[tokens.count - 1].kind != .end
        return tokens
    }

    private mutating func next() -> Token {
        while let scalar = peek(), scalar == " " || scalar == "\n" { advance() }
        let start = place
        guard let scalar = peek() else { return Token(kind: .end, place: start) }
        let kind: TokenKind
        switch scalar {
        case "\"": kind = quoted()
        case "0"..."9": kind = literal(take(while: Self.isNumberPart))
        case "a"..."z": kind = lower()
        case "A"..."Z": kind = upper()
        default: kind = sign()
        }
        return Token(kind: kind, place: start)
    }

    private mutating func lower() -> TokenKind {
        let name = take(while: Self.isNamePart)
        guard name == "key" || name == "sha-256", peek() == ":", let after = peek(1),
            Self.isNameLetter(after) || after == "+" || after == "/"
        else { return .lower(name) }
        return literal(
            name + take { Self.isNamePart($0, $1) || "+/=:".unicodeScalars.contains($0) })
    }

    private mutating func upper() -> TokenKind {
        let name = take(while: Self.isNamePart)
        guard name.count == 3, name.unicodeScalars.allSatisfy({ ("A"..."Z").contains($0) }),
            peek() == " ", let after = peek(1), ("0"..."9").contains(after)
        else { return .upper(name) }
        advance()
        return literal(name + " " + take(while: Self.isNumberPart))
    }

    private func literal(_ text: String) -> TokenKind {
        Term(literal: text).map(TokenKind.literal)
            ?? .wrong(text, .expected("a literal in its one spelling", found: text))
    }

    private mutating func quoted() -> TokenKind {
        advance()
        let text = take { scalar, _ in scalar != "\"" && scalar != "\n" }
        guard peek() == "\"" else { return .wrong(text, .expected("a closing \"", found: text)) }
        advance()
        return .quoted(text)
    }

    private mutating func sign() -> TokenKind {
        let first = String(advance())
        if let second = peek(), ["->", "..", "<=", ">=", "!="].contains(first + String(second)) {
            return .sign(first + String(advance()))
        }
        return "(),.;:{}+-=<>_".contains(first)
            ? .sign(first)
            : .wrong(first, .expected("a name, a literal or a sign", found: first))
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

    private mutating func take(
        while isPart: (Unicode.Scalar, Unicode.Scalar?) -> Bool
    ) -> String {
        var text = ""
        while let scalar = peek(), isPart(scalar, peek(1)) { text.unicodeScalars.append(advance()) }
        return text
    }

    private static func isNamePart(_ scalar: Unicode.Scalar, _ after: Unicode.Scalar?) -> Bool {
        isNameLetter(scalar) || scalar == "_" || (scalar == "-" && after.map(isNameLetter) ?? false)
    }

    private static func isNumberPart(_ scalar: Unicode.Scalar, _ after: Unicode.Scalar?) -> Bool {
        isNameLetter(scalar)
            || (".:-".unicodeScalars.contains(scalar)
                && after.map { ("0"..."9").contains($0) } ?? false)
    }

    private static func isNameLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }
}
