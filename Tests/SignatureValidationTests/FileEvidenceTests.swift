// Evidence made for the purpose: each case is a signature as it may be found years later, and what must come out.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

/// A file, when it is validated, and what must come out.
struct FileCase: Sendable, CustomTestStringConvertible {
    typealias Make = @Sendable (FilePKI, inout LongTermWriter) throws -> Void

    let name: String
    let date: String
    let indication: Indication
    let subIndication: SubIndication?
    let level: String
    var content: [UInt8]? = FilePKI.content
    var lists: @Sendable (FilePKI) throws -> [[UInt8]] = { _ in [] }
    var algorithms: [ApprovedAlgorithm] = []
    let make: Make

    init(
        _ name: String, at date: String, _ indication: Indication,
        _ subIndication: SubIndication? = nil, level: String, content: [UInt8]? = FilePKI.content,
        algorithms: [ApprovedAlgorithm] = [],
        lists: @escaping @Sendable (FilePKI) throws -> [[UInt8]] = { _ in [] },
        _ make: @escaping Make
    ) {
        self.name = name
        self.date = date
        self.indication = indication
        self.subIndication = subIndication
        self.level = level
        self.content = content
        self.algorithms = algorithms
        self.lists = lists
        self.make = make
    }

    var testDescription: String { name }

    func bytes(_ pki: FilePKI) throws -> [UInt8] {
        var writer = LongTermWriter(content: FilePKI.content)
        try make(pki, &writer)
        return writer.bytes
    }

    func validate(_ bytes: [UInt8], _ pki: FilePKI) throws -> FileRecord {
        try pki.validate(
            bytes, at: date, content: content, lists: try lists(pki), algorithms: algorithms)
    }
}

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

private let current: @Sendable (FilePKI) throws -> [[UInt8]] = { [try $0.list("2026-02-03")] }

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
        lists: { [try $0.list("2026-04-01", revoking: $0.fruta, from: "2026-03-04")] }
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

private let algorithms = [
    FileCase(
        "a digest weak since, with an archive-time-stamp from before", at: "2029-01-01",
        .totalPassed, level: "LTA",
        algorithms: [
            ApprovedAlgorithm(name: "sha-256", until: nil),
            ApprovedAlgorithm(name: "ecdsa-p256", until: nil),
        ], lta),
    FileCase(
        "everything weak since", at: "2029-01-01", .indeterminate, .cryptoConstraintsFailureNoPOE,
        level: "B",
        algorithms: [
            ApprovedAlgorithm(name: "sha-256", until: at("2028-01-01")),
            ApprovedAlgorithm(name: "ecdsa-p256", until: at("2028-01-01")),
        ], b),
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
        .timestampOrderFailure, level: "T", lists: { [try $0.list("2026-02-05")] }
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
}
