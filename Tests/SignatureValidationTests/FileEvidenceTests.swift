// Evidence made for the purpose: each case is a signature as it may be found years later, and what must come out.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

private let b: FileCase.Make = { pki, writer in try writer.sign(by: pki.fruta) }

/// T: signed in February, stamped on the 2nd.
private let t: FileCase.Make = { pki, writer in
    try writer.sign(by: pki.fruta)
    try writer.addSignatureTimeStamp(by: pki.clock, at: at("2026-02-02"))
}

/// LT: with a list from after the stamp.
private let lt: FileCase.Make = { pki, writer in
    try t(pki, &writer)
    writer.add(lists: [try pki.list("2026-02-03")])
}

/// LTA: and an archive-time-stamp from before the first authority expired.
private let lta: FileCase.Make = { pki, writer in
    try lt(pki, &writer)
    try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-06-01"))
}

/// LT: with an OCSP answer from after the stamp.
private let ltByAnswer: FileCase.Make = { pki, writer in
    try t(pki, &writer)
    writer.add(responses: [try pki.answer(on: pki.fruta, "2026-02-03")])
}

/// LTA: the same, archived.
private let ltaByAnswer: FileCase.Make = { pki, writer in
    try ltByAnswer(pki, &writer)
    try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-06-01"))
}

private let current: @Sendable (FilePKI) throws -> [[UInt8]] = { [try $0.list("2026-02-03")] }

private let later: @Sendable (FilePKI) throws -> [[UInt8]] = { [try $0.list("2026-02-05")] }

private let revokedInMarch: @Sendable (FilePKI) throws -> [[UInt8]] = {
    [try $0.list("2026-04-01", revoking: $0.fruta, from: "2026-03-04")]
}

private let levels = [
    FileCase("B, valid today", at: "2026-02-04", .totalPassed, level: "B", lists: current, b),
    FileCase(
        "B, nobody says whether it was revoked", at: "2026-02-02", .indeterminate,
        .certificateChainGeneralFailure, level: "B", b),
    FileCase(
        "B, expired since", at: "2027-02-02", .indeterminate, .outOfBoundsNoPOE, level: "B",
        lists: current, b),
    FileCase(
        "B, the document missing", at: "2026-02-02", .indeterminate, .signedDataNotFound,
        level: "B", content: nil, lists: current, b),
    FileCase(
        "B, another document", at: "2026-02-02", .totalFailed, .hashFailure, level: "B",
        content: [1], lists: current, b),
    FileCase("T, expired since", at: "2027-02-02", .totalPassed, level: "T", lists: current, t),
    FileCase("LT, expired since", at: "2027-02-02", .totalPassed, level: "LT", lt),
    FileCase(
        "LT, the first authority expired too", at: "2029-01-01", .indeterminate, .outOfBoundsNoPOE,
        level: "LT", lt),
    FileCase(
        "LTA, the first authority expired too", at: "2029-01-01", .totalPassed, level: "LTA", lta),
    FileCase(
        "LT by an OCSP answer, expired since", at: "2027-02-02", .totalPassed, level: "LT",
        ltByAnswer),
    FileCase(
        "LTA by an OCSP answer, the first authority expired too", at: "2029-01-01", .totalPassed,
        level: "LTA", ltaByAnswer),
]

private let revocations = [
    FileCase(
        "T, revoked after the stamp", at: "2026-06-01", .totalPassed, level: "T",
        lists: { [try $0.list("2026-04-01", revoking: $0.fruta, from: "2026-03-04")] }, t),
    FileCase(
        "T, revoked before the stamp", at: "2026-06-01", .indeterminate, .revokedNoPOE, level: "T",
        lists: { [try $0.list("2026-04-01", revoking: $0.fruta, from: "2026-02-01")] }, t),
    FileCase(
        "B, revoked", at: "2026-06-01", .indeterminate, .revokedNoPOE, level: "B",
        lists: { [try $0.list("2026-04-01", revoking: $0.fruta, from: "2026-03-04")] }, b),
    FileCase(
        "signed after the revocation by its own content-time-stamp", at: "2026-06-01", .totalFailed,
        .revoked, level: "B",
        lists: revokedInMarch
    ) { pki, writer in
        let token = try pki.clock.token(over: FilePKI.content, at: at("2026-03-10"))
        var options = SignedDataOptions()
        options.signedAttributes = [LongTermWriter.contentTimeStamp(token)]
        try writer.sign(by: pki.fruta, options: options)
    },
    FileCase(
        "the authority's certificate revoked, the stamp not shown to be older", at: "2026-06-01",
        .indeterminate, .tryLater, level: "T",
        lists: { [try $0.list("2026-04-01", revoking: $0.clock.identity, from: "2026-03-04")] }, t),
]

private let sha1UntilJune = [
    ApprovedAlgorithm(name: "sha-1", until: at("2026-06-01")),
    ApprovedAlgorithm(name: "sha-256", until: nil),
    ApprovedAlgorithm(name: "ecdsa-p256", until: nil),
]

private let bySHA1: FileCase.Make = { pki, writer in
    var options = SignedDataOptions()
    options.digestAlgorithm = .sha1
    try writer.sign(by: pki.fruta, options: options)
}

private let bySHA1Stamped: FileCase.Make = { pki, writer in
    try bySHA1(pki, &writer)
    try writer.addSignatureTimeStamp(by: pki.clock, at: at("2026-02-02"))
}

private let bySHA1StampedLate: FileCase.Make = { pki, writer in
    try bySHA1(pki, &writer)
    try writer.addSignatureTimeStamp(by: pki.clock, at: at("2026-07-02"))
}

/// LTA, with an index by another digest than its imprint.
private func indexed(by algorithm: TestDigestAlgorithm) -> FileCase.Make {
    { pki, writer in
        try lt(pki, &writer)
        try writer.addArchiveTimeStamp(
            by: pki.laterClock, at: at("2026-05-01"), indexAlgorithm: algorithm)
    }
}

private let algorithms = [
    FileCase(
        "a digest broken since", at: "2026-07-04", .indeterminate, .cryptoConstraintsFailureNoPOE,
        level: "B", algorithms: sha1UntilJune, lists: { [try $0.list("2026-07-03")] }, bySHA1),
    FileCase(
        "a digest broken since, and a time-stamp from before", at: "2026-07-04", .totalPassed,
        level: "T", algorithms: sha1UntilJune, lists: { [try $0.list("2026-07-03")] }, bySHA1Stamped
    ),
    FileCase(
        "a digest broken before the time-stamp", at: "2026-07-04", .indeterminate,
        .cryptoConstraintsFailureNoPOE, level: "T", algorithms: sha1UntilJune,
        lists: { [try $0.list("2026-07-03")] }, bySHA1StampedLate),
    FileCase(
        "an index by a digest that is approved", at: "2029-01-01", .totalPassed, level: "LTA",
        algorithms: sha1UntilJune + [ApprovedAlgorithm(name: "sha-512", until: nil)],
        indexed(by: .sha512)),
    FileCase(
        "an index by a digest that no catalogue lists", at: "2029-01-01", .indeterminate,
        .outOfBoundsNoPOE, level: "LTA", algorithms: sha1UntilJune, indexed(by: .sha512)),
    FileCase(
        "an index by a digest broken since", at: "2029-01-01", .indeterminate, .outOfBoundsNoPOE,
        level: "LTA", algorithms: sha1UntilJune, indexed(by: .sha1)),
    FileCase(
        "everything weak since", at: "2029-01-01", .indeterminate, .cryptoConstraintsFailureNoPOE,
        level: "T",
        algorithms: [
            ApprovedAlgorithm(name: "sha-256", until: at("2028-01-01")),
            ApprovedAlgorithm(name: "ecdsa-p256", until: at("2028-01-01")),
        ], lta),
]

private let stamps = [
    FileCase(
        "a stamp over other bytes", at: "2027-02-02", .indeterminate, .outOfBoundsNoPOE, level: "B",
        lists: current
    ) { pki, writer in
        try writer.sign(by: pki.fruta)
        try writer.addSignatureTimeStamp(by: pki.clock, at: at("2026-02-02"), over: [1])
    },
    FileCase(
        "a content-time-stamp younger than the signature's", at: "2026-02-08", .indeterminate,
        .timestampOrderFailure, level: "T", lists: later
    ) { pki, writer in
        let token = try pki.clock.token(over: FilePKI.content, at: at("2026-02-04"))
        var options = SignedDataOptions()
        options.signedAttributes = [LongTermWriter.contentTimeStamp(token)]
        try writer.sign(by: pki.fruta, options: options)
        try writer.addSignatureTimeStamp(by: pki.clock, at: at("2026-02-02"))
    },
    FileCase(
        "an archive-time-stamp older than what it covers", at: "2026-02-08", .indeterminate,
        .timestampOrderFailure, level: "T", lists: current
    ) { pki, writer in
        try t(pki, &writer)
        try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-01-20"))
    },
]

private let several = [
    FileCase(
        "two signers, one of another document", at: "2026-02-04", .totalFailed, .hashFailure,
        level: "B", lists: current
    ) { pki, writer in
        try writer.sign(by: pki.fruta)
        var options = SignedDataOptions()
        options.messageDigestIsWrong = true
        try writer.sign(by: pki.gator, options: options)
    },
    FileCase("two signers", at: "2026-02-04", .totalPassed, level: "B", lists: current) {
        pki, writer in
        try writer.sign(by: pki.fruta)
        try writer.sign(by: pki.gator)
    },
    FileCase("countersigned", at: "2026-02-04", .totalPassed, level: "B", lists: current) {
        pki, writer in
        try writer.sign(by: pki.fruta)
        try writer.countersign(by: pki.gator)
    },
    FileCase(
        "countersigned over another value", at: "2026-02-04", .totalPassed, level: "B",
        lists: current
    ) { pki, writer in
        try writer.sign(by: pki.fruta)
        try writer.countersign(by: pki.gator, over: [1])
    },
]

private let allCases = levels + revocations + algorithms + stamps + several

@Suite struct `Files of evidence` {
    @Test(arguments: allCases)
    func `come out as the table says`(_ item: FileCase) throws {
        let pki = try FilePKI()
        let record = try item.validate(try item.bytes(pki), pki)
        let told = record.signatures.map {
            "\($0.sentence) \($0.checks.map(\.code)) \($0.timeStamps.map { "\($0.use) \($0.indication) \($0.checks.map(\.code))" })"
        }.joined(separator: "\n")
        #expect(record.indication == item.indication, "\(told)")
        #expect(record.subIndication == item.subIndication, "\(told)")
        #expect(record.signatures.first?.level == item.level, "\(told)")
        #expect(record.kind == "signature")
        #expect(!record.sentence.isEmpty)
    }

    private func record(
        at date: String, lists: @Sendable (FilePKI) throws -> [[UInt8]] = current,
        _ make: FileCase.Make
    ) throws -> FileRecord {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try make(pki, &writer)
        return try pki.validate(writer.bytes, at: date, lists: try lists(pki))
    }

    @Test func `tell a countersignature from one over another value`() throws {
        let record = try record(at: "2026-02-04") { pki, writer in
            try writer.sign(by: pki.fruta)
            try writer.countersign(by: pki.gator)
            try writer.countersign(by: pki.gator, over: [1])
        }
        let signature = try #require(record.signatures.first)
        let verdicts = Set(signature.countersignatures.map(\.indication))
        #expect(verdicts == [.totalPassed, .totalFailed])
        #expect(
            signature.countersignatures.allSatisfy { $0.content == signature.signature })
        #expect(signature.indication == .totalPassed)
    }

    @Test func `say when a signature existed, and who could have made it`() throws {
        let passed = try #require(record(at: "2027-02-02", lt).signatures.first)
        #expect(passed.bestSignatureTime == at("2026-02-02T00:00:01Z"))
        #expect(passed.makers == ["FRUTA"])
        #expect(passed.sentence.contains("FRUTA") && passed.sentence.contains("2026-02-02"))
        let open = try #require(record(at: "2026-06-01", lists: revokedInMarch, b).signatures.first)
        #expect(open.makers == ["FRUTA", "whoever had the key since 2026-03-04T00:00:00Z"])
        let failed = try #require(
            record(at: "2026-02-04") { pki, writer in
                var options = SignedDataOptions()
                options.signatureIsBroken = true
                try writer.sign(by: pki.fruta, options: options)
            }.signatures.first)
        #expect(failed.makers == ["anyone"])
    }

    @Test func `say in words why a time-stamp does not help`() throws {
        let late = try record(at: "2029-01-01", lt)
        #expect(late.sentence.contains("Its time-stamp of 2026-02-02T00:00:00Z does not help"))
        let revoked = try record(at: "2026-06-01", lists: revokedInMarch, t)
        #expect(
            revoked.sentence.hasSuffix(
                "the certificate was revoked on 2026-03-04T00:00:00Z, which is later."))
    }

    @Test func `name every object with its place`() throws {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try lta(pki, &writer)
        let bytes = writer.bytes
        let record = try pki.validate(bytes, at: "2029-01-01")
        let kinds = Dictionary(grouping: record.objects, by: \.kind).mapValues(\.count)
        #expect(
            kinds == [
                "content": 1, "signature": 1, "time-stamp": 2, "certificate": 3,
                "revocation-list": 1,
            ])
        for object in record.objects where object.kind != "content" {
            let offset = try #require(object.offset)
            let found = Digest.sha256(of: Array(bytes[offset..<offset + object.size]))
            #expect(found == object.digest && object.file == "contract.p7s")
        }
    }

    @Test func `come out the same in PEM, and by pieces`() throws {
        let pki = try FilePKI()
        var writer = LongTermWriter(content: FilePKI.content)
        try lta(pki, &writer)
        let der = try pki.validate(writer.bytes, at: "2029-01-01")
        let text = Array(PEM.encode(writer.bytes, label: "PKCS7").utf8)
        let pem = try pki.validate(text, at: "2029-01-01")
        #expect(pem.signatures == der.signatures)
        #expect(pem.objects.allSatisfy { $0.offset == nil } && pem.size == text.count)
    }
}
