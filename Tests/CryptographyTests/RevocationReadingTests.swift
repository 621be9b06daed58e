// Revocation lists and OCSP responses as bytes: what reads and what does not, how lines are found, and how fast among a million.
import EvidenceTesting
import EvidenceValues
import Testing

@testable import Cryptography

private func instant(_ text: String) throws -> Instant {
    try #require(Instant(text: text + "T00:00:00Z"))
}

private func authority() throws -> CertificateAuthority {
    try CertificateAuthority.root(
        "CA1", seed: "CA1",
        validity: Validity(from: try instant("2025-01-01"), to: try instant("2035-01-01")))
}

/// A list of CA1 with these lines.
private func list(_ lines: [Revocation], _ extensions: [DERTree] = []) throws -> [UInt8] {
    try authority().revocationList(
        number: 1, thisUpdate: try instant("2026-03-01"), nextUpdate: nil, revoked: lines,
        extensions: extensions)
}

/// A list of CA1 whose lines are these bytes.
private func list(encoded lines: [UInt8]) throws -> [UInt8] {
    let ca = try authority()
    let algorithm = DERTree.sequence([.object(TestDigestAlgorithm.sha256.ecdsaObjectIdentifier)])
        .bytes
    let head = [
        .number(1), .encoded(algorithm), ca.identity.subject, .time(try instant("2026-03-01")),
    ]
    .flatMap { (part: DERTree) in part.bytes }
    let body = sequence(head, sequence([], lines))
    let signature = try ca.identity.key.sign(body)
    return sequence([], body, algorithm + DERTree.bits(signature).bytes)
}

/// A SEQUENCE, put together without walking over the bytes.
private func sequence(_ parts: [UInt8]...) -> [UInt8] {
    let count = parts.reduce(0) { $0 + $1.count }
    var length = magnitude(count)
    if count >= 0x80 { length.insert(0x80 | UInt8(length.count), at: 0) }
    return parts.reduce(into: [Tag.sequence] + length) { $0 += $1 }
}

private func magnitude(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = count
    repeat {
        bytes.insert(UInt8(rest & 0xFF), at: 0)
        rest >>= 8
    } while rest > 0
    return bytes
}

@Suite struct `Revocation lists` {
    /// Look-ups in a list of a million lines after the first, in seconds each: the committed figure. A debug build takes 12 to 31 µs.
    private static let lookUpLimit = 0.001

    @Test func `each of a million lines is found in less than a millisecond`() throws {
        let count = 1_000_000
        // SEQUENCE { INTEGER of 16 bytes, UTCTime, reasonCode }, the serial numbers in no order.
        let reason: [UInt8] = [0x30, 12, 0x30, 10, 6, 3, 0x55, 0x1D, 0x15, 4, 3, 10, 1, 4]
        let line: [UInt8] =
            [0x30, 47, 2, 16, 0x40] + [UInt8](repeating: 7, count: 15) + [0x17, 13]
            + Array("260201000000Z".utf8) + reason
        var bytes = line
        while bytes.count < count * line.count { bytes += bytes }
        bytes.removeLast(bytes.count - count * line.count)
        var start = 16
        var number: UInt32 = 0
        while start < bytes.count {
            bytes[start] = UInt8(truncatingIfNeeded: number)
            bytes[start + 1] = UInt8(truncatingIfNeeded: number >> 8)
            bytes[start + 2] = UInt8(truncatingIfNeeded: number >> 16)
            bytes[start + 3] = UInt8(truncatingIfNeeded: number >> 24)
            number = number &+ 2_654_435_761
            start += line.count
        }
        let der = try list(encoded: bytes)
        let clock = ContinuousClock()
        var read: RevocationList?
        let reading = try clock.measure { read = try RevocationList(pemOrDER: der) }
        let million = try #require(read)
        #expect(million.entries.count == count)
        let wanted = { (number: UInt32) -> [UInt8] in
            Array(line[4..<16])
                + (0..<4).map {
                    UInt8(truncatingIfNeeded: (number &* 2_654_435_761) >> UInt32(8 * $0))
                }
        }
        let first = clock.measure { #expect(million.entry(for: wanted(0)) != nil) }
        let rounds: UInt32 = 2000
        let others = clock.measure {
            for round in 0..<rounds {
                // Every second is on the list.
                let found = million.entry(for: wanted(round * 997))
                #expect((found != nil) == (round * 997 < UInt32(count)))
            }
        }
        let each = others / Double(rounds)
        print(
            "list of a million: \(der.count) bytes, read \(reading), first \(first), each \(each)")
        #expect(each < .seconds(Self.lookUpLimit))
        #expect(million.entry(for: wanted(5))?.reason == "superseded")
        #expect(
            try million.verify(issuer: ParsedCertificate(der: authority().certificate)) == .valid)
    }

    @Test func `lines are found in any order, the earliest where there are several`() throws {
        let dates = try ["2026-02-03", "2026-02-01", "2026-02-02"].map(instant)
        let lines = dates.map { Revocation(serial: [9], revocationDate: $0, reason: 4) }
        let others = (0..<300).map {
            Revocation(serial: [2, UInt8($0 % 256), 1], revocationDate: dates[0])
        }
        let read = try RevocationList(pemOrDER: list(Array(others.reversed()) + lines + others))
        #expect(read.entry(for: [9])?.revocationDate == dates[1])
        #expect(read.entries.count == 603 && Array(read.entries).count == 603)
        #expect(read.entry(for: [2, 255, 1]) != nil)
        #expect(read.entry(for: [2, 255]) == nil && read.entry(for: []) == nil)
        #expect(try RevocationList(pemOrDER: list([])).entry(for: [9]) == nil)
    }

    @Test func `the issuer of a line holds until the next`() throws {
        let date = try instant("2026-02-01")
        let line = { (serial: UInt8, issuer: String?) in
            Revocation(
                serial: [serial], revocationDate: date,
                extensions: issuer.map { [TestExtension.certificateIssuer($0)] } ?? [])
        }
        let lines = [
            line(1, nil), line(2, "CA2"), line(3, nil), line(4, "CA3"), line(5, "CA1"),
            line(6, nil),
        ]
        let scope = [TestExtension.scope(isIndirect: true)]
        let read = try RevocationList(pemOrDER: list(lines, scope))
        #expect(read.unsupportedExtension == nil && read.isIndirect)
        let name = { try #require(ComparableName(der: TestIdentity.distinguishedName($0).bytes)) }
        for (issuer, serials) in [("CA1", [1, 5, 6]), ("CA2", [2, 3]), ("CA3", [4])] {
            let found = try (1...6).filter {
                read.entry(for: [UInt8($0)], issuer: try name(issuer)) != nil
            }
            #expect(found == serials)
        }
        // In a list that is not indirect it means that somebody else made it for another purpose.
        #expect(
            try RevocationList(pemOrDER: list(lines)).unsupportedExtension == "2.5.29.29")
    }

    @Test func `malformed lines make a malformed list`() throws {
        let time = [0x17, 13] + Array("260201000000Z".utf8)
        let serial: [UInt8] = [2, 1, 9]
        let element = { (contents: [UInt8]) in DERWriter.element(Tag.sequence, contents) }
        let reason = { (code: [UInt8]) in
            element([6, 3, 0x55, 0x1D, 0x15] + DERWriter.element(Tag.octetString, code))
        }
        let good = reason([10, 1, 1])
        let cases: [(String, [UInt8], Bool)] = [
            ("good", element(serial + time), true),
            ("good with a reason", element(serial + time + element(good)), true),
            ("two good ones", element(serial + time) + element(serial + time), true),
            ("no serial", element(time), false), ("no time", element(serial), false),
            ("empty serial", element([2, 0] + time), false),
            ("long serial", element([2, 2, 0, 9] + time), false),
            ("no such day", element(serial + [0x17, 13] + Array("260230000000Z".utf8)), false),
            ("no such second", element(serial + [0x17, 13] + Array("260201000060Z".utf8)), false),
            ("local time", element(serial + [0x17, 11] + Array("2602010000Z".utf8)), false),
            (
                "year 2026 in four", element(serial + [0x18, 15] + Array("20260201000000Z".utf8)),
                true
            ),
            ("a fraction", element(serial + [0x18, 17] + Array("20260201000000.5Z".utf8)), false),
            ("a byte more", element(serial + time) + [0], false),
            ("a field more", element(serial + time + element(good) + [5, 0]), false),
            ("no extension", element(serial + time + element([])), false),
            ("one twice", element(serial + time + element(good + good)), false),
            ("no such reason", element(serial + time + element(reason([10, 1, 7]))), false),
            ("a reason and more", element(serial + time + element(reason([10, 1, 1, 0]))), false),
            ("not in DER", [0x30, 0x81, 18] + serial + time, false),
            ("longer than it is", [0x30, 40] + serial + time, false),
            ("a set", DERWriter.element(Tag.set, serial + time), false),
        ]
        for (name, lines, isSound) in cases {
            let bytes = try list(encoded: lines)
            #expect(((try? RevocationList(pemOrDER: bytes)) != nil) == isSound, "\(name)")
        }
    }

    @Test func `malformed scopes make a malformed list`() throws {
        let flag = { (number: UInt, value: UInt8) in DERTree.implicitPrimitive(number, [value]) }
        for (name, parts, isSound) in [
            ("users", [flag(1, 0xFF)], true),
            ("users and authorities", [flag(1, 0xFF), flag(2, 0xFF)], false),
            ("a flag that is 1", [flag(1, 1)], false), ("a default", [flag(1, 0)], false),
            ("out of order", [flag(4, 0xFF), flag(1, 0xFF)], false),
            ("too many reasons", [.implicitPrimitive(3, [0, 1, 2, 3])], false),
            ("an empty name", [.explicit(0, .implicit(0, []))], false),
        ] as [(String, [DERTree], Bool)] {
            let scope = TestExtension.make("2.5.29.28", critical: true, .sequence(parts))
            let bytes = try list([], [scope])
            #expect(((try? RevocationList(pemOrDER: bytes)) != nil) == isSound, "\(name)")
        }
        let twice = [TestExtension.scope(holders: .users), TestExtension.scope(holders: .users)]
        #expect(throws: RevocationListError.malformed) {
            try RevocationList(pemOrDER: list([], twice))
        }
    }

    @Test func `cut, extended and flipped bytes are refused or belie their signature`() throws {
        let ca = try ParsedCertificate(der: authority().certificate)
        let bytes = try list(
            [Revocation(serial: [9], revocationDate: try instant("2026-02-01"), reason: 1)],
            [TestExtension.scope("http://a/1", reasons: [1, 2])])
        #expect(try RevocationList(pemOrDER: bytes).verify(issuer: ca) == .valid)
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 1 << UInt8(position % 8)
            guard let read = try? RevocationList(pemOrDER: changed) else { continue }
            #expect(read.verify(issuer: ca) != .valid, "byte \(position)")
            #expect(throws: RevocationListError.self) {
                try RevocationList(pemOrDER: Array(bytes.prefix(position)))
            }
        }
        #expect(throws: RevocationListError.malformed) {
            try RevocationList(pemOrDER: bytes + [0])
        }
        #expect(throws: RevocationListError.malformed) {
            try RevocationList(pemOrDER: bytes + bytes)
        }
    }
}

@Suite struct `OCSP responses` {
    private func response(_ change: (inout OCSPOptions) -> Void = { _ in }) throws -> [UInt8] {
        let ca = try authority()
        var options = OCSPOptions(thisUpdate: try instant("2026-03-01"))
        change(&options)
        return try ca.identity.response(on: [9], issuer: ca, options: options)
    }

    @Test func `the envelope may be there or not`() throws {
        let whole = try response()
        let read = try OCSPResponse(der: whole)
        #expect(try OCSPResponse(der: read.derBytes) == read)
        #expect(read.derBytes.count < whole.count && read.digest == .sha256(of: read.derBytes))
        #expect(read.answers.map(\.status) == [.good] && read.certificates.count == 1)
        #expect(read.nonce == nil && read.answers[0].nextUpdate == nil)
        let nonce = try response {
            $0.extensions = [
                TestExtension.make("1.3.6.1.5.5.7.48.1.2", critical: false, .octets([1, 2]))
            ]
        }
        #expect(try OCSPResponse(der: nonce).nonce == [4, 2, 1, 2])
    }

    @Test func `an error or another type of answer is none`() throws {
        #expect(throws: OCSPResponseError.unsuccessful(status: 6)) {
            try OCSPResponse(der: [0x30, 3, 10, 1, 6])
        }
        #expect(throws: OCSPResponseError.malformed) { try OCSPResponse(der: [0x30, 3, 10, 1, 0]) }
        #expect(throws: OCSPResponseError.otherType("1.2.3")) {
            try OCSPResponse(
                der: DERTree.sequence([
                    .enumerated(0),
                    .explicit(0, .sequence([.object("1.2.3"), .octets([0x30, 0])])),
                ]).bytes)
        }
        #expect(throws: OCSPResponseError.tooLarge) {
            try OCSPResponse(der: [UInt8](repeating: 0x30, count: OCSPResponse.maximumSize + 1))
        }
    }

    @Test func `cut, extended and flipped bytes are refused or belie their signature`() throws {
        let ca = try ParsedCertificate(der: authority().certificate)
        let bytes = try OCSPResponse(der: response()).derBytes
        #expect(try OCSPResponse(der: bytes).verify(signer: ca) == .valid)
        let certificates = DERTree.explicit(0, .sequence([.encoded(ca.derBytes)])).bytes.count
        var heard = 0
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 1 << UInt8(position % 8)
            #expect(throws: OCSPResponseError.malformed) {
                try OCSPResponse(der: Array(bytes.prefix(position)))
            }
            guard let read = try? OCSPResponse(der: changed),
                read.verify(signer: ca) == .valid
            else { continue }
            heard += 1
            // The certificates that come along are not signed.
            #expect(position >= bytes.count - certificates, "byte \(position)")
        }
        #expect(heard > 0)
        #expect(throws: OCSPResponseError.malformed) { try OCSPResponse(der: bytes + [0]) }
        #expect(throws: OCSPResponseError.malformed) { try OCSPResponse(der: bytes + bytes) }
    }
}
