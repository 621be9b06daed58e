// The fast way of 32 bytes (C, sixteen characters at once) against the plain one, and names checked over bytes.

import Testing

@testable import EvidenceValues

@Suite("Bytes by words") struct Bytes32Tests {
    static let samples: [[UInt8]] = [
        Array(repeating: 0, count: 32), Array(repeating: 255, count: 32), Array(0..<32),
        (0..<32).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) },
        (0..<32).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 29 &+ 250) },
    ]

    /// `Bytes32(base64:)` of a text that is the whole span.
    static func read(_ text: [UInt8]) -> [UInt8]? { Bytes32(base64: text.span, at: 0)?.bytes }

    @Test(arguments: samples)
    func `32 bytes have the base64 that the plain way gives`(bytes: [UInt8]) throws {
        let value = try #require(Bytes32(bytes))
        let text = [UInt8](textOf: 44) { $0.write(base64: value) }
        #expect(String(decoding: text, as: UTF8.self) == Base64.encode(bytes))
        #expect(Self.read(text) == bytes)
        #expect(value.bytes == bytes)
    }

    @Test(arguments: samples)
    func `any other character anywhere is read as the plain way reads it`(bytes: [UInt8]) {
        let text = Array(Base64.encode(bytes).utf8)
        for position in text.indices {
            let different = (UInt8.min...UInt8.max).filter { character in
                var changed = text
                changed[position] = character
                // The plain way reads other lengths too: two paddings make 31 bytes.
                let plain = Base64.decode(changed.span).flatMap { $0.count == 32 ? $0 : nil }
                let isWritten = Bytes32.isWritten(inBase64: changed.span, at: 0)
                return Self.read(changed) != plain || isWritten != (plain != nil)
            }
            #expect(different.isEmpty, "position \(position)")
        }
    }

    @Test func `what is cut short or out of bounds is refused`() {
        let text = Array(Base64.encode(Self.samples[3]).utf8)
        for size in 0..<44 {
            let cut = Array(text[..<size])
            let isWritten = Bytes32.isWritten(inBase64: cut.span, at: 0)
            #expect(Self.read(cut) == nil && !isWritten)
        }
        for offset in [-1, 1, 44, Int.max - 43, Int.max] {
            let read = Bytes32(base64: text.span, at: offset)
            let isWritten = Bytes32.isWritten(inBase64: text.span, at: offset)
            #expect(read == nil && !isWritten)
        }
    }

    @Test(arguments: 0...70)
    func `base64 of any length goes there and back`(size: Int) {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 7) }
        let text = Base64.encode(bytes)
        #expect(Base64.decode(text) == bytes)
        #expect(text.utf8.count == (size + 2) / 3 * 4)
        for end in 0..<text.utf8.count where end % 4 != 0 {
            #expect(Base64.decode(text.prefix(end)) == nil)
        }
    }

    @Test func `words compare as bytes do`() throws {
        let values = try Self.samples.map { try #require(Bytes32($0)) }
        for left in values {
            for right in values {
                #expect((left < right) == left.bytes.lexicographicallyPrecedes(right.bytes))
                #expect((left == right) == (left.bytes == right.bytes))
            }
        }
    }

    static let names = ["A", "a.b-c_d", "0", String(repeating: "x", count: 64)]
    static let noNames = [
        "", ".a", "a b", "a/b", "ä", "\u{212A}", "a\u{0}", String(repeating: "x", count: 65),
    ]

    @Test(arguments: names.map { ($0, true) } + noNames.map { ($0, false) })
    func `a matter is checked alike as text and as bytes`(name: String, isName: Bool) {
        let bytes = Array(name.utf8)
        #expect((MatterID(name) != nil) == isName)
        let admitted = MatterID.admits(bytes.span)
        let matter = MatterID(utf8: bytes.span)
        #expect(admitted == isName)
        #expect((matter?.text == name) == isName)
    }

    @Test(arguments: [
        ("a.pdf", true), ("Übersicht – final.pdf", true), ("a/b", false), ("a/\u{338}b", false),
        (" \u{301}a", false), ("a\u{200B}", false), ("\u{FFFD}", false), (".", false),
        ("..", false), ("...", true), ("a ", false), ("a\\b", false), ("a\u{7F}", false),
    ])
    func `a file's name is checked byte by byte`(name: String, isName: Bool) {
        #expect((FileName(name) != nil) == isName)
    }

    @Test func `bytes that are no UTF-8 are no file's name`() {
        let bytes: [UInt8] = [0x61, 0xFF, 0x62]
        let admitted = FileName.admits(bytes.span)
        #expect(!admitted)
    }

    @Test(arguments: [
        ("a/b", true), ("application/pdf", true), ("application/vnd.a+b-c_1", true), ("/b", false),
        ("a/", false), ("a", false), ("a/b/c", false), ("A/b", false), ("a/b;c", false),
        ("", false),
    ])
    func `a media type is two words`(text: String, isType: Bool) {
        #expect((MediaType(text) != nil) == isType)
    }

    @Test func `every kind and relation is found by its name's bytes alone`() {
        for kind in ExhibitKind.allCases {
            let name = Array(kind.rawValue.utf8)
            let longer = name + [0x61]
            let found = [ExhibitKind(utf8: name.span), ExhibitKind(utf8: longer.span)]
            #expect(found == [kind, nil])
        }
        for relation in LinkRelation.allCases {
            let name = Array(relation.rawValue.utf8)
            let found = LinkRelation(utf8: name.span)
            #expect(found == relation)
        }
    }

    @Test(arguments: [
        "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2024-02-29T12:30:45Z",
        "9999-12-31T23:59:59Z", "2026-11-22T10:11:12.007Z", "2026-11-22T10:11:12.990Z",
    ])
    func `an instant is written as it was read`(text: String) {
        #expect(Instant(text: text)?.text == text)
    }
}
