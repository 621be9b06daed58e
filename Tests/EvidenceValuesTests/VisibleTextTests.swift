// Hidden characters and lines are found in the bytes; both are what a reader of characters finds.

import EvidenceValues
import Testing

@Suite struct `Texts that are looked through as bytes` {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let pieces = [
        "a", "Z", "~", " ", "\n", "\n\n", "ü", "€", "👩‍👩‍👧", "e\u{301}", "§ 1", "–", "\u{10FFFD}", "文",
    ]
    private static let hidden = [
        "\t", "\r\n", "\u{0}", "\u{7F}", "\u{85}", "\u{A0}", "\u{200B}", "\u{202E}", "\u{2028}",
        "\u{FEFF}", "\u{2800}", "\u{E0001}", "\u{FE0F}",
    ]

    private static func texts() -> [String] {
        var random = Generator(state: 11)
        return (0..<2000).map { number in
            let all = number % 2 == 0 ? pieces : pieces + hidden
            return (0..<Int.random(in: 0..<25, using: &random))
                .map { _ in all.randomElement(using: &random) ?? "" }.joined()
        }
    }

    /// The first hidden character, character by character.
    private func plainly(_ text: some StringProtocol) -> [UInt32]? {
        var (line, column): (UInt32, UInt32) = (1, 1)
        for scalar in text.unicodeScalars {
            if scalar != "\n" && VisibleText.isHidden(scalar) {
                return [line, column, scalar.value]
            }
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        return nil
    }

    private func found(in text: some StringProtocol) -> [UInt32]? {
        VisibleText.firstHidden(in: text).map {
            [UInt32($0.line), UInt32($0.column), $0.scalar.value]
        }
    }

    @Test func `hide what they hide to a reader of characters, at the same place`() {
        for text in Self.texts() {
            #expect(found(in: text) == plainly(text), "\(text.debugDescription)")
            let part = text.dropFirst()
            #expect(found(in: part) == plainly(part))
        }
        #expect(Self.hidden.allSatisfy { VisibleText.firstHidden(in: "a€" + $0) != nil })
    }

    @Test func `have the lines between their line feeds`() {
        for text in Self.texts() {
            let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            #expect(text.lines.map { Array($0.utf8) } == lines.map { Array($0) })
        }
    }
}
