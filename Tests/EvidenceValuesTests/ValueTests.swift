// One spelling for each value: what a value writes, it reads again, and every other spelling is refused. Evidence is compared by
// digest, so a second spelling of a number or a time would be a second document.

import EvidenceValues
import Testing

/// A small generator whose seed can be printed, so that a failure can be run again (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite struct `Base64 and digests` {
    @Test(arguments: 0..<70) func `any bytes come back from their base64`(count: Int) {
        var generator = SeededGenerator(state: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes)
    }

    // RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ]) func `the vectors of RFC 4648 hold`(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zh==", "Zm9=", "Zm8", "Z===", "====", "Zg==Zg==", "Zm 8=", "Zm9v\n", "Zm-_",
        "=Zm9",
    ]) func `any other spelling is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `a digest has one text and one hex`() throws {
        let digest = try #require(Digest(bytes: (0..<32).map { UInt8($0 * 7) }))
        #expect(Digest(text: digest.text) == digest)
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(text: digest.text.dropLast()) == nil)
        #expect(Digest(text: "SHA-256:" + digest.text.dropFirst(8)) == nil)
        #expect(Digest(hex: digest.hex.uppercased()) == nil)
        #expect(Digest(bytes: digest.bytes + [0]) == nil)
    }
}

@Suite struct `Instants and spans` {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_399_000, "2000-02-28T23:59:59Z"), (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_774_029_600_000, "2026-03-20T18:00:00Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
        ] as [(Int64, String)]) func `known instants are written as RFC 3339 says`(
            milliseconds: Int64, text: String
        ) throws
    {
        let instant = try #require(Instant(milliseconds: milliseconds))
        #expect(instant.text == text)
        #expect(Instant(text: text) == instant)
    }

    @Test func `every day of four centuries comes back`() throws {
        let start = try #require(Instant(text: "1890-01-01T12:34:56Z")).milliseconds
        var previous = ""
        for day in 0..<(400 * 366) {
            let instant = try #require(Instant(milliseconds: start + Int64(day) * 86_400_000))
            let text = instant.text
            #expect(Instant(text: text) == instant && text > previous)
            previous = text
        }
    }

    @Test(arguments: [
        "2026-02-30T00:00:00Z", "2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z",
        "2026-01-01T00:00:00z", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.5Z", "2026-1-1T00:00:00Z",
        "0000-01-01T00:00:00Z", "2026-01-01T00:00:0xZ", "",
    ]) func `any other spelling is refused`(text: String) {
        #expect(Instant(text: text) == nil)
    }

    @Test(
        arguments: [
            ("14d", 1_209_600_000), ("10min", 600_000), ("60min", nil), ("60s", nil),
            ("1min", 60_000),
            ("24h", nil), ("36h", 129_600_000), ("1500ms", 1500), ("014d", nil), ("-1d", nil),
            ("1w", nil), ("", nil), ("d", nil), ("9223372036854775807d", nil), ("0s", 0),
            ("0d", nil),
        ] as [(String, Int64?)]) func `a span is written in its largest unit`(
            text: String, milliseconds: Int64?
        )
    {
        // A parameter may write `60s`; a literal of a statement has the one spelling, as Term checks.
        let canonical = TimeSpan(text: text).flatMap { $0.text == text ? $0.milliseconds : nil }
        #expect(canonical == milliseconds)
    }

    @Test func `moving past the end of time stops there`() throws {
        let end = try #require(Instant(milliseconds: Instant.range.upperBound))
        #expect(end.advanced(by: TimeSpan(milliseconds: .max)) == end)
        #expect(end.advanced(by: TimeSpan(milliseconds: 1)) == end)
    }
}

@Suite struct `Order of intervals` {
    private func at(_ seconds: Int64) -> Instant? { Instant(seconds: seconds) }
    private let skew = TimeSpan(seconds: 60)

    @Test func `before an instant is proven, refuted or open`() throws {
        let interval = Interval(lo: at(1000), hi: at(2000))
        #expect(interval.isBefore(try #require(at(2061)), skew: skew) == .certain)
        #expect(interval.isBefore(try #require(at(2060)), skew: skew) == .possible)
        #expect(interval.isBefore(try #require(at(1001)), skew: skew) == .possible)
        #expect(interval.isBefore(try #require(at(1000)), skew: skew) == .contrary)
        #expect(Interval.unbounded.isBefore(try #require(at(1000)), skew: skew) == .possible)
    }

    @Test func `of two intervals at most one order is proven`() {
        for (a, b, c, d) in [(0, 10, 71, 90), (0, 10, 70, 90), (71, 90, 0, 10), (0, 99, 50, 60)]
            as [(Int64, Int64, Int64, Int64)]
        {
            let x = Interval(lo: at(a), hi: at(b))
            let y = Interval(lo: at(c), hi: at(d))
            #expect(x.isBefore(y, skew: skew) == y.isBefore(x, skew: skew).negated)
        }
        #expect(
            Interval(hi: at(10)).isBefore(Interval(lo: at(71)), skew: skew) == .certain)
    }

    @Test func `a lower bound above the upper is a contradiction`() {
        #expect(Interval(lo: at(2), hi: at(1)).isContradiction)
        #expect(!Interval(lo: at(1), hi: at(1)).isContradiction)
        #expect(!Interval(lo: at(1)).isContradiction)
    }
}

@Suite struct `Money in one spelling` {
    @Test(
        arguments: [
            ("EUR 8400.00", 840_000), ("EUR 0.05", 5), ("JPY 12", 12), ("BHD 1.234", 1234),
            ("EUR -0.05", -5), ("USD 92233720368547758.07", .max),
        ] as [(String, Int64)]) func `it reads what it writes`(text: String, units: Int64) throws
    {
        let money = try #require(Money(text: text))
        #expect(money.minorUnits == units && money.text == text)
    }

    @Test(arguments: [
        "EUR 8400", "EUR 8,400.00", "EUR 08.00", "eur 1.00", "EUR  1.00", "EUR 1.0", "EUR .50",
        "EUR +1.00", "EUR 1.00 ", "EURO 1.00", "JPY 1.00", "EUR -0.00", "EUR 1.-0", "EUR 1.0.0",
        "USD 92233720368547758.08", "EUR 1e2", "",
    ]) func `any other spelling is refused`(text: String) {
        #expect(Money(text: text) == nil)
    }

    @Test func `sums neither wrap nor mix`() throws {
        let most = try #require(Money(text: "EUR 92233720368547758.07"))
        let cent = try #require(Money(text: "EUR 0.01"))
        let dollar = try #require(Money(text: "USD 1.00"))
        #expect(throws: MoneyError.overflow) { try most.adding(cent) }
        #expect(throws: MoneyError.mixedCurrencies(cent.currency, dollar.currency)) {
            try cent.adding(dollar)
        }
        #expect(try most.subtracting(cent).minorUnits == .max - 1)
    }
}

@Suite struct `Terms and names` {
    @Test(arguments: [
        ("FRUTA", TermType.party), ("deliver", .word), ("\"10 t of bananas\"", .word),
        ("EUR 8400.00", .money), ("2026-03-20T18:00:00Z", .instant), ("14d", .span), ("7", .count),
        ("sha-256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", .document),
        ("key:sha-256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", .key),
    ]) func `a literal shows its type`(text: String, type: TermType) throws {
        let term = try #require(Term(literal: text))
        #expect(term.type == type && term.text == text)
    }

    @Test(arguments: [
        "", "\"\"\"", "\"deliver\"", "60s", "007", "+7", "FRUTa", "fRUTA", "[?, ?]", "sha-256:AAAA",
        "\"a\nb\"", "key:FRUTA", "EUR 1", "\"", "-FRUTA",
    ]) func `what has no one spelling is no literal`(text: String) {
        #expect(Term(literal: text) == nil)
    }

    @Test(arguments: [
        "contract.md", "Vertrag über Bananen (2).pdf", "合同.pdf", "a",
    ]) func `a file name may be in any script`(text: String) {
        #expect(FileName(text)?.text == text)
    }

    @Test(arguments: [
        "", ".", "..", "a/b", "a\\b", " a", "a ", "a\u{202E}fdp.exe", "a\u{200B}b", "a\nb",
        "a\u{0}b",
        "a\u{A0}b", String(repeating: "a", count: 201), "a\u{2028}b", "\u{FEFF}a",
    ]) func `a file name with traps is refused`(text: String) {
        #expect(FileName(text) == nil)
    }

    @Test func `a hidden character is found where it stands`() {
        let found = VisibleText.firstHidden(in: "one\ntwo \u{202E}three")
        #expect(found?.line == 2 && found?.column == 5 && found?.scalar == "\u{202E}")
        #expect(VisibleText.firstHidden(in: "Ärger, 10 € – «gut»\n") == nil)
    }

    @Test func `names keep to their alphabets`() {
        #expect(PartyID("FRUTA-2") != nil)
        for bad in ["fruta", "2FRUTA", "FRÜTA", "", "A B", String(repeating: "A", count: 33)] {
            #expect(PartyID(bad) == nil)
        }
        #expect(MatterID("BAN-1") != nil && MatterID("docket.archive") == .archive)
        for bad in ["", ".x", "a b", "a/b", "ä"] { #expect(MatterID(bad) == nil) }
        #expect(ArchiveOrigin("archive.example/trade") != nil)
        for bad in ["", "Archive.example", "a b", "a+b", "/a"] {
            #expect(ArchiveOrigin(bad) == nil)
        }
        #expect(MediaType("application/pkcs7-signature") != nil)
        for bad in ["text", "text/", "Text/plain", "text/plain; a=b"] {
            #expect(MediaType(bad) == nil)
        }
    }
}
