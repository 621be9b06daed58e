// Names, digits and instants as they are read eight and sixteen bytes at a time, against the plain way, byte by byte.

import Testing

@testable import EvidenceValues

@Suite struct `Characters of names` {
    private static let letters = "abcdefghijklmnopqrstuvwxyz"
    private static let digits = "0123456789"
    private static let punctuation = "!\"#$%&'()*+,-.:;<=>?@[]^_`{|}~"
    private static let sets: [(String, ASCIISet, String)] = [
        ("capitals", .capitals, letters.uppercased()),
        ("lower case", .lowerCase, letters + digits),
        ("alphanumeric", .alphanumeric, letters + letters.uppercased() + digits),
        ("party", .party, letters.uppercased() + digits + "-"),
        ("matter", .matter, letters + letters.uppercased() + digits + "-._"),
        ("origin", .origin, letters + digits + "-./_"),
        ("media type", .mediaType, letters + digits + "+-._"),
        ("file name", .fileName, letters + letters.uppercased() + digits + punctuation + " "),
    ]

    @Test(arguments: sets.indices) func `end before the first byte of another`(number: Int) {
        let (name, set, characters) = Self.sets[number]
        let members = Set(characters.utf8)
        let inside = Array(characters.utf8)
        for byte in UInt8.min...UInt8.max {
            #expect(set.contains(byte) == members.contains(byte), "\(name): \(byte)")
            for place in [0, 1, 7, 8, 15, 16, 17, 31, 33] {
                var text = (0..<34).map { inside[$0 % inside.count] }
                text[place] = byte
                let expected = members.contains(byte) ? 34 : place
                let end = set.end(in: text.span, from: 0)
                #expect(end == expected, "\(name): \(byte) at \(place)")
            }
        }
    }

    @Test func `end with the text, wherever they begin`() {
        let text = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOP".utf8)
        for size in 0...text.count {
            let part = Array(text[..<size])
            for start in 0...size {
                let end = ASCIISet.capitals.end(in: part.span, from: start)
                #expect(end == size)
            }
        }
    }

    @Test(arguments: [
        ("application/pdf\nname", 15), ("a/b", 3), ("a/b/c", 3), ("/b", nil), ("a/", nil),
        ("a\n", nil), ("a/+b", nil), ("", nil),
    ]) func `a media type ends where it must`(text: String, end: Int?) {
        let found = MediaType.end(in: Array(text.utf8).span, from: 0)
        #expect(found == end)
    }

    @Test func `a name that is too long ends nowhere`() {
        let longest = Array(repeating: UInt8(ascii: "a"), count: 64)
        let (fits, beyond) = (
            MatterID.end(in: (longest + [0x0A]).span, from: 0),
            MatterID.end(in: (longest + [0x61]).span, from: 0)
        )
        #expect(fits == 64 && beyond == nil)
    }
}

@Suite struct `Instants by words` {
    /// The plain way.
    private func plain(_ text: [UInt8]) -> Instant? {
        let pattern = Array("0000-00-00T00:00:00Z".utf8)
        guard text.count == pattern.count else { return nil }
        for (byte, expected) in zip(text, pattern) {
            let isRight = expected == 0x30 ? (0x30...0x39).contains(byte) : byte == expected
            if !isRight { return nil }
        }
        func number(_ range: Range<Int>) -> Int {
            text[range].reduce(0) { $0 * 10 + Int($1) - 0x30 }
        }
        return Instant(
            year: number(0..<4), month: number(5..<7), day: number(8..<10),
            hour: number(11..<13), minute: number(14..<16), second: number(17..<19))
    }

    @Test(arguments: ["2026-11-22T19:08:39Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
    func `any other character anywhere is read as the plain way reads it`(text: String) {
        let bytes = Array(text.utf8)
        for place in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[place] = byte
                let read = Instant(wholeSecond: changed.span)
                let expected = plain(changed)
                #expect(read == expected, "\(byte) at \(place)")
            }
        }
    }
}
