// Files made by somebody who gains if they are believed: what must never be proven, and what must not take the verifier's time.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

/// SignedData in an unsigned attribute of SignedData of …, `depth` times. Everything ends where the innermost does, so only beginnings
/// are written, from the inside out.
private func nestedTokens(depth: Int) -> [UInt8] {
    let digest = DERTree.sequence([.object("2.16.840.1.101.3.4.2.1")])
    let signer: [DERTree] = [
        .number(1), .sequence([.sequence([]), .number(1)]), digest,
        .sequence([.object("1.2.840.10045.4.3.2")]), .octets([7]),
    ]
    let signed: [DERTree] = [
        .number(1), .setOf([digest]), .sequence([.object("1.2.840.113549.1.7.1")]),
    ]
    // From the outside in: a tag and what stands before the next.
    let frames: [(tag: UInt8, before: [UInt8])] = [
        (0x30, DERTree.object("1.2.840.113549.1.7.2").bytes), (0xA0, []),
        (0x30, signed.flatMap(\.bytes)), (0x31, []), (0x30, signer.flatMap(\.bytes)), (0xA1, []),
        (0x30, DERTree.object(signatureTimeStamp).bytes), (0x31, []),
    ]
    var beginnings: [[UInt8]] = [[5, 0]]
    var size = 2
    for _ in 0..<depth {
        for frame in frames.reversed() {
            size += frame.before.count
            var length: [UInt8] = []
            for shift in [24, 16, 8, 0] where size >> shift > 0 {
                length.append(UInt8(truncatingIfNeeded: size >> shift))
            }
            if size >= 0x80 { length.insert(0x80 | UInt8(length.count), at: 0) }
            beginnings.append([frame.tag] + length + frame.before)
            size += 1 + length.count
        }
    }
    return beginnings.reversed().flatMap(\.self)
}

private let signatureTimeStamp = "1.2.840.113549.1.9.16.2.14"
private let countersignature = "1.2.840.113549.1.9.6"

@Suite struct `Files that somebody forged` {
    private func countersigned(_ pki: FilePKI, _ thief: TestIdentity) throws -> LongTermWriter {
        var writer = LongTermWriter(content: FilePKI.content)
        try writer.sign(by: pki.fruta)
        try writer.countersign(by: pki.gator)
        writer.add(certificates: [thief.certificate])
        writer.add(lists: [try pki.list("2026-06-02")])
        try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-06-01"))
        return writer
    }

    @Test func `give a later countersignature no share in the proof of an earlier one`() throws {
        let pki = try FilePKI()
        let thief = try pki.root.issue(
            "THIEF", validity: Validity(from: at("2026-01-01"), to: at("2027-01-01")))
        var writer = try countersigned(pki, thief)
        try writer.countersign(by: thief)
        let revoked = try pki.list("2026-08-01", revoking: thief, from: "2026-07-01")
        let record = try pki.validate(writer.bytes, at: "2026-08-02", lists: [revoked])
        let signature = try #require(record.signatures.first)
        #expect(signature.countersignatures.count == 2)
        for countersigner in signature.countersignatures {
            let isThief = countersigner.subject.contains("THIEF")
            #expect((countersigner.bounds.hi == nil) == isThief, "\(countersigner.sentence)")
            #expect((countersigner.indication == .totalPassed) == !isThief)
        }
    }

    @Test(arguments: [3, 3_000])
    func `do not exhaust the stack with tokens in tokens`(depth: Int) throws {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try writer.sign(by: pki.fruta)
        writer.add(unsigned: signatureTimeStamp, value: nestedTokens(depth: depth))
        try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-06-01"))
        let record = try pki.validate(writer.bytes, at: "2026-08-02")
        let signature = try #require(record.signatures.first)
        #expect(signature.bounds.hi == at("2026-06-01T00:00:01Z"))
        #expect(signature.timeStamps.flatMap(\.checks).map(\.code).contains("TST.CONTENT_TYPE"))
    }

    /// A SignerInfo over another's value, which carries others over its own.
    private func countersigner(_ inner: [[UInt8]]) -> DERTree {
        let values = inner.map(DERTree.encoded)
        return .sequence(
            [
                .number(1), .sequence([.sequence([]), .number(1)]),
                .sequence([.object("2.16.840.1.101.3.4.2.1")]),
                .sequence([.object("1.2.840.10045.4.3.2")]), .octets([7]),
            ]
                + (values.isEmpty
                    ? []
                    : [
                        .implicit(
                            1, [.sequence([.object(countersignature), .setOf(values)])])
                    ]))
    }

    @Test(arguments: [(7, false), (16, true)])
    func `do not buy a day's work with countersignatures of countersignatures`(
        count: Int, isRefused: Bool
    ) throws {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try writer.sign(by: pki.fruta)
        let leaf = countersigner([]).bytes
        let branch = countersigner([[UInt8]](repeating: leaf, count: count)).bytes
        for _ in 0..<count { writer.add(unsigned: countersignature, value: branch) }
        let record = try pki.validate(writer.bytes, at: "2026-02-04")
        #expect((record.checks.map(\.code) == ["LIMIT.SIZE"]) == isRefused)
    }

    @Test func `find the signer's certificate among many of its name and number`() throws {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        var options = CertificateOptions()
        options.serial = pki.fruta.serial
        for number in 0..<40 {
            let other = try pki.root.issue(
                "FRUTA", seed: "junk \(number)",
                validity: Validity(from: at("2026-01-01"), to: at("2027-01-01")), options: options)
            writer.add(certificates: [other.certificate])
        }
        try writer.sign(by: pki.fruta)
        let record = try pki.validate(
            writer.bytes, at: "2026-02-04", lists: [try pki.list("2026-02-03")])
        #expect(record.indication == .totalPassed, "\(record.sentence)")
    }

    @Test func `hold one signature each, in PEM too`() throws {
        let pki = try FilePKI()
        var good = LongTermWriter(content: FilePKI.content)
        try good.sign(by: pki.fruta)
        var options = SignedDataOptions()
        options.messageDigestIsWrong = true
        var bad = LongTermWriter(content: FilePKI.content)
        try bad.sign(by: pki.gator, options: options)
        let list = try pki.list("2026-02-03")
        func text(_ blocks: (String, [UInt8])...) -> [UInt8] {
            blocks.flatMap { label, der in Array(PEM.encode(der, label: label).utf8) }
        }
        for (file, isGood) in [
            (text(("CMS", good.bytes)), true),
            (text(("CMS", good.bytes), ("X509 CRL", list)), true),
            (text(("CMS", good.bytes), ("PKCS7", bad.bytes)), false),
            (text(("CMS", good.bytes), ("CMS", good.bytes)), false),
        ] {
            let record = try pki.validate(file, at: "2026-02-04", lists: [list])
            #expect((record.indication == .totalPassed) == isGood)
            #expect(isGood || record.subIndication == .formatFailure)
        }
    }

    @Test func `get no level for what an archive-time-stamp does not cover`() throws {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try writer.sign(by: pki.fruta)
        try writer.addSignatureTimeStamp(by: pki.clock, at: at("2026-02-02"))
        try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-06-01"))
        writer.add(lists: [try pki.list("2026-02-03")])
        let record = try pki.validate(writer.bytes, at: "2026-07-01")
        #expect(record.signatures.map(\.level) == ["LT"])
    }
}
