// The three texts of the log: what is written is read again to the byte, and everything else is refused.

import EvidenceValues
import Testing
import TransparencyLog

/// A text under test: its bytes, and what reading and writing again makes of other bytes.
struct TextCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let again: @Sendable ([UInt8]) throws -> [UInt8]

    static func all() throws -> [TextCase] {
        let filing: @Sendable ([UInt8]) throws -> [UInt8] = { try Filing(parsing: $0).bytes }
        let docketing: @Sendable ([UInt8]) throws -> [UInt8] = { try Docketing(parsing: $0).bytes }
        let entry: @Sendable ([UInt8]) throws -> [UInt8] = { try Entry(parsing: $0).bytes }
        return [
            TextCase(
                testDescription: "filing", bytes: try Samples.filing().bytes, again: filing),
            TextCase(
                testDescription: "plain filing",
                bytes: try Samples.filing(links: 0, checkpoint: false).bytes, again: filing),
            TextCase(
                testDescription: "docketing", bytes: try Samples.docketing().bytes,
                again: docketing),
            TextCase(
                testDescription: "first docketing", bytes: try Samples.docketing(number: 1).bytes,
                again: docketing),
            TextCase(testDescription: "entry", bytes: try Samples.entry().bytes, again: entry),
            TextCase(
                testDescription: "first entry", bytes: try Samples.entry(index: 0).bytes,
                again: entry),
        ]
    }
}

@Suite struct `Texts of the log` {
    // Spec: entry-1, filing-1, docketing-1
    @Test(arguments: try TextCase.all()) func `what is written is read again`(text: TextCase) throws
    {
        #expect(try text.again(text.bytes) == text.bytes)
    }

    @Test(arguments: try TextCase.all()) func `a changed byte is refused or is another text`(
        text: TextCase
    ) {
        for changed in Mutations.flips(text.bytes) {
            if let again = try? text.again(changed) { #expect(again == changed) }
        }
    }

    @Test(arguments: try TextCase.all()) func `a cut or longer text is refused`(text: TextCase) {
        // Without its checkpoint a filing is another filing, and nothing else may be missing.
        let lines = text.bytes.split(separator: 0x0A)
        let short = Array(lines.dropLast().joined(separator: [0x0A])) + [0x0A]
        let hasCheckpoint = required(lines.last).starts(with: "checkpoint".utf8)
        for changed in Mutations.cuts(text.bytes) where !(hasCheckpoint && changed == short) {
            #expect(throws: FormatError.self) { try text.again(changed) }
        }
    }

    @Test(arguments: try TextCase.all()) func `a missing, doubled or moved line is refused`(
        text: TextCase
    ) {
        for changed in Mutations.lines(text.bytes) {
            // Without its last line, the optional checkpoint or one link, a filing is another filing.
            if let again = try? text.again(changed) {
                #expect(again == changed)
                #expect(changed.count < text.bytes.count)
            }
        }
    }

    @Test func `an entry reads as docs show it`() throws {
        let text = """
            docket-entry/v1
            index 17
            previous sha-256:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
            received 2026-02-02T10:59:58Z
            filing sha-256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
            docketing sha-256:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=

            """
        let entry = try Entry(parsing: Array(text.utf8))
        #expect(entry.index == LeafIndex(17))
        #expect(entry.previous?.digest.bytes == Samples.nonce)
        #expect(entry.received.text == "2026-02-02T10:59:58Z")
        #expect(entry.filing == .sha256([UInt8]()))
        #expect(entry.docketing == .sha256("abc".utf8))
        // { printf '\0'; cat entry; } | sha256sum
        #expect(entry.leafHash.digest == .sha256([0] + text.utf8))
    }

    @Test(arguments: [
        ("index 017", "index 17", FormatError.Reason.badValue, 2),
        ("index +17", "index 17", .badValue, 2),
        ("index 18446744073709551616", "index 17", .badValue, 2),
        ("index -1", "index 17", .badValue, 2),
        ("index 0", "index 17", .badValue, 3),
        ("previous none", "previous sha-256:IIaDS98E", .badValue, 3),
        ("received 2026-02-02T10:59:58.250Z", "received 2026-02-02T10:59:58Z", .badValue, 4),
        ("received 2026-02-02T10:59:58+00:00", "received 2026-02-02T10:59:58Z", .badValue, 4),
        ("received 2026-02-30T10:59:58Z", "received 2026-02-02T10:59:58Z", .badValue, 4),
        ("Index 17", "index 17", .unexpectedField, 2),
    ]) func `an entry with a wrong value is refused at its line`(
        wrong: String, right: String, reason: FormatError.Reason, line: Int
    ) throws {
        let lines = String(decoding: try Samples.entry().bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map { part in
                part.hasPrefix(right.prefix(while: { $0 != " " }) + " ") ? wrong : String(part)
            }
        let error = FormatError(format: Entry.format, line: line, reason: reason)
        #expect(throws: error) { try Entry(parsing: Array(lines.joined(separator: "\n").utf8)) }
    }

    @Test func `canonically equivalent letters are not equal bytes`() throws {
        // U+212A, the Kelvin sign, equals K for Swift's strings.
        let text = String(decoding: try Samples.docketing().bytes, as: UTF8.self)
        let kelvin = text.replacing("BAN-1", with: "BAN-\u{212A}")
        #expect(throws: FormatError.self) { try Docketing(parsing: Array(kelvin.utf8)) }
        let format = text.replacing("docket-docketing", with: "doc\u{212A}et-docketing")
        #expect(throws: FormatError.self) { try Docketing(parsing: Array(format.utf8)) }
    }

    @Test func `bytes that are no UTF-8 are refused`() throws {
        var bytes = try Samples.filing().bytes
        let position = required(bytes.firstIndex(of: 0xC3))
        bytes[position] = 0xFF
        #expect(throws: FormatError(format: Filing.format, line: 6, reason: .badCharacter)) {
            try Filing(parsing: bytes)
        }
    }

    // Spec: filing-11
    @Test func `links are sorted and each is there once`() throws {
        let link = Link(.signs, Samples.digest("a"))
        let filing = try Filing(
            archive: Samples.origin, matter: Samples.matter, kind: .signature,
            mediaType: required(MediaType("application/pkcs7-signature")),
            name: required(FileName("a.p7s")), content: Samples.digest("s"), size: 1,
            filer: .operator, links: [Link(.validates, Samples.digest("b")), link, link],
            nonce: Samples.nonce)
        #expect(filing.links == [link, Link(.validates, Samples.digest("b"))])
        #expect(try Filing(parsing: filing.bytes) == filing)
    }

    // Spec: filing-11, filing-12, filing-14
    @Test func `too many links, a short nonce and a text that is no checkpoint are refused`() throws
    {
        #expect(throws: FormatError(format: Filing.format, line: 0, reason: .tooMany)) {
            try Samples.filing(links: 257)
        }
        #expect(try Samples.filing(links: 256).links.count == 256)
        let good = try Samples.filing()
        for (nonce, checkpoint) in [([1, 2, 3], nil), (Samples.nonce, "no note\n")]
            as [([UInt8], String?)]
        {
            #expect(throws: FormatError(format: Filing.format, line: 0, reason: .badValue)) {
                try Filing(
                    archive: good.archive, matter: good.matter, kind: good.kind,
                    mediaType: good.mediaType, name: good.name, content: good.content,
                    size: 1, filer: .operator, nonce: nonce, checkpoint: checkpoint)
            }
        }
        let large = Array("docket-filing/v1\n".utf8) + [UInt8](repeating: 0x0A, count: 65_536)
        #expect(throws: FormatError(format: Filing.format, line: 1, reason: .tooLarge)) {
            try Filing(parsing: large)
        }
    }

    // Spec: docketing-4, entry-4
    @Test func `only the first has no predecessor`() throws {
        #expect(throws: FormatError.self) {
            try Docketing(
                matter: Samples.matter, number: required(DocketNumber(2)), previous: nil,
                signature: nil, nonce: Samples.nonce)
        }
        let entry = try Samples.entry()
        for (index, previous) in [(0, entry.previous), (1, nil)] as [(UInt64, LeafHash?)] {
            #expect(throws: FormatError.self) {
                try Entry(
                    index: LeafIndex(index), previous: previous, received: entry.received,
                    filing: entry.filing, docketing: entry.docketing)
            }
        }
    }
}
