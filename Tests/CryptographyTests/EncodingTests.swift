// The small parts that all formats are made of: elements, numbers, times, object identifiers, PEM.
import EvidenceValues
import Testing

@testable import Cryptography

@Suite struct Encoding {
    @Test(arguments: [
        "1.2.840.113549.1.7.2", "2.5.4.3", "0.9.2342.19200300.100.1.25", "2.999.1", "1.39.0",
        "2.25.0", "2.25.340282366920938463463374607431768211455", CheckpointAttribute.oid,
    ])
    func `an object identifier is written and read back`(text: String) throws {
        let contents = try #require(ObjectIdentifiers.contents(of: text))
        #expect(ObjectIdentifiers.text(of: contents[...]) == text)
    }

    @Test(arguments: ["", "1", "3.1", "1.40", "1.2.", "1.02", "1.2.x", "2.5.-1", "1..2"])
    func `what is no object identifier is not written`(text: String) {
        #expect(ObjectIdentifiers.contents(of: text) == nil)
    }

    @Test(arguments: [[], [0x80], [0x80, 1], [0x2A, 0x80, 1], [0x2A, 0x86]] as [[UInt8]])
    func `an object identifier that is cut or padded is refused`(contents: [UInt8]) {
        #expect(ObjectIdentifiers.text(of: contents[...]) == nil)
    }

    @Test func `an object identifier has a largest size`() {
        let long = [0x2A] + [UInt8](repeating: 0xFF, count: 200) + [1]
        #expect(ObjectIdentifiers.text(of: long[...]) == nil)
    }

    /// Text, whether generalized, floor, ceiling.
    static let times: [(text: String, floor: String, ceiling: String)] = [
        ("20260202105958Z", "2026-02-02T10:59:58Z", "2026-02-02T10:59:58Z"),
        ("20260202105958.5Z", "2026-02-02T10:59:58.500Z", "2026-02-02T10:59:58.500Z"),
        ("20260202105958.1234Z", "2026-02-02T10:59:58.123Z", "2026-02-02T10:59:58.124Z"),
        ("19991231235959.9999Z", "1999-12-31T23:59:59.999Z", "2000-01-01T00:00:00Z"),
        ("20240229000000Z", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
    ]

    @Test(arguments: times)
    func `a time is bounded on both sides`(time: (text: String, floor: String, ceiling: String))
        throws
    {
        let read = try #require(ASN1Time(Array(time.text.utf8)[...], isGeneralized: true))
        #expect(read.floor.text == time.floor)
        #expect(read.ceiling.text == time.ceiling)
    }

    @Test(arguments: [
        "20260202105958", "202602021059Z", "20260202105958.Z", "20260202105958.0Z",
        "20260202105958.50Z", "20260202105958,5Z", "20260202105958+0100", "20260230105958Z",
        "20260202105960Z", "20260202245958Z", "2026020210595xZ", "", "Z", "00000202105958Z",
    ])
    func `a time that is not canonical is refused`(text: String) {
        #expect(ASN1Time(Array(text.utf8)[...], isGeneralized: true) == nil)
    }

    @Test func `short years turn at 1950 and 2050, in both directions`() throws {
        for (short, long) in [
            ("500101000000Z", "1950-01-01T00:00:00Z"), ("491231235959Z", "2049-12-31T23:59:59Z"),
        ] {
            let read = try #require(ASN1Time(Array(short.utf8)[...], isGeneralized: false))
            #expect(read.floor.text == long)
            let written = ASN1Time.encode(read.floor)
            #expect(written.tag == Tag.utcTime && written.contents == Array(short.utf8))
        }
        let later = try #require(Instant(text: "2050-01-01T00:00:00Z"))
        #expect(ASN1Time.encode(later).tag == Tag.generalizedTime)
        #expect(ASN1Time.encode(later).contents == Array("20500101000000Z".utf8))
        #expect(ASN1Time(Array("490101000000.5Z".utf8)[...], isGeneralized: false) == nil)
    }

    /// Bytes, and under which rules they are one OCTET STRING.
    static let strings: [(bytes: [UInt8], der: Bool, ber: Bool)] = [
        ([0x04, 0x01, 0x41], true, true), ([0x04, 0x00], true, true),
        ([0x04, 0x81, 0x01, 0x41], false, true), ([0x04, 0x02, 0x41], false, false),
        ([0x04, 0x01, 0x41, 0x00], false, false),
        ([0x24, 0x80, 0x04, 0x01, 0x41, 0, 0], false, true),
        ([0x24, 0x03, 0x04, 0x01, 0x41], false, true),
        ([0x24, 0x80, 0x04, 0x01, 0x41], false, false),
        ([0x24, 0x80, 0x04, 0x01, 0x41, 0], false, false),
        ([0x04, 0x80, 0x41, 0, 0], false, false),
        ([0x04, 0x89, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x41], false, false),
        ([0x04, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], false, false),
        ([0x04, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0x41], false, false), ([0x04], false, false),
        ([], false, false), ([0x1F, 0x24, 0x00], false, false),
        ([0x24, 0x03, 0x02, 0x01, 0x41], false, false),
    ]

    @Test(arguments: strings)
    func `a string of bytes has one encoding in DER and those of X.690 in BER`(
        string: (bytes: [UInt8], der: Bool, ber: Bool)
    ) {
        for (rules, expected) in [(EncodingRules.der, string.der), (.ber, string.ber)] {
            let tag = string.bytes.first ?? 0
            let octets = try? DERElement(string.bytes, rules: rules, tag: tag).octets()
            #expect((octets != nil) == expected, "\(string.bytes) \(rules)")
        }
    }

    @Test func `nesting has a bound, definite or not`() {
        for count in [10, 100_000] {
            let indefinite = (0..<2 * count).map { UInt8($0 % 2 == 0 ? 0x24 : 0x80) }
            let zeros = [UInt8](repeating: 0, count: 2 * count)
            let read = try? DERElement(indefinite + zeros, rules: .ber, tag: 0x24).octets()
            #expect((read != nil) == (count == 10))
        }
        var nested: [UInt8] = DERWriter.octetString([1])
        for _ in 0..<60 { nested = DERWriter.element(0x24, nested) }
        #expect(throws: DERError.self) {
            try DERElement(nested, rules: .ber, tag: 0x24).octets()
        }
    }

    @Test(arguments: [0, 1, 127, 128, 255, 256, 65_535, 65_536])
    func `what is written reads back at every size of length`(count: Int) throws {
        let contents = [UInt8](repeating: 0x5A, count: count)
        let element = try DERElement(DERWriter.octetString(contents), tag: Tag.octetString)
        #expect(try element.octets() == contents)
    }

    @Test(
        arguments: [[0x02, 0x00], [0x02, 0x02, 0, 0x7F], [0x02, 0x02, 0xFF, 0x80]] as [[UInt8]])
    func `a number with needless bytes is refused`(bytes: [UInt8]) {
        #expect(throws: DERError.self) {
            try DERElement(bytes, tag: Tag.integer).integerBytes()
        }
    }

    @Test(arguments: [
        "", "text", "-----BEGIN A-----\nAAAA\n", "-----BEGIN A-----\nAAAA\n-----END B-----\n",
        "-----BEGIN A-----\nAA=A\n-----END A-----\n",
        "-----BEGIN A-----\n-----BEGIN A-----\nAAAA\n-----END A-----\n-----END A-----\n",
        "-----BEGIN A-----\nKey: value\nAAAA\n-----END A-----\n", "-----END A-----\n",
    ])
    func `PEM that is not whole is refused`(text: String) {
        #expect(PEMBlock.blocks(of: Array(text.utf8)) == nil)
    }

    @Test func `random bytes are as many as asked, and differ`() {
        #expect(secureRandom(0).isEmpty)
        #expect(secureRandom(32).count == 32)
        #expect(secureRandom(32) != secureRandom(32))
    }
}
