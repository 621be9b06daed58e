// A record and findings made by hand, as an arbiter might meet them: a contract signed by both, delivered, the payment unproven, one
// exhibit left out. Every field is filled, so that the golden files show every part of the report.

import Agreements
import EvidenceValues
import Testing

/// What the tests of the report render.
enum ReportSample {
    static func instant(_ text: String) throws -> Instant { try #require(Instant(text: text)) }

    static func digest(_ byte: UInt8) throws -> Digest {
        try #require(Digest(bytes: [UInt8](repeating: byte, count: 32)))
    }

    static func party(_ name: String) throws -> PartyID { try #require(PartyID(name)) }

    static func record(_ status: VerificationStatus) throws -> VerificationRecord {
        var record = VerificationRecord(
            status: status, sentence: sentence(status), tool: "docket 0.1.0",
            bundleDigest: try digest(0xB0), bundleSize: 48_213,
            validationTime: try instant("2026-04-10T12:00:00Z"),
            matter: try #require(MatterID("BAN-1")), agreement: try digest(0xA6),
            agreementTitle: "Secure Electronic Commerce Agreement 1.0",
            agreementIsPinned: status != .conditional, annex: try digest(0xAE),
            annexIsPinned: status != .conditional,
            archive: try #require(ArchiveOrigin("archive.example/trade")), treeSize: TreeSize(23),
            rootHash: RootHash(try digest(0x77)), highestNumber: 6, presentCount: 5)
        record.exhibits = try exhibits()
        record.trusted = [
            "CA1: certification authority of the annex, certificates of parties",
            "TSA1: time-stamping authority of the annex",
            "ARCH: archive of the annex, archive.example/trade",
        ]
        record.handedInBy = try signature("MARKT", 0x52, over: 0x99)
        record.checks = checks(status)
        record.revocationStatus = [
            "CA1: list 12 of 2026-04-09T06:00:00Z, next due 2026-04-16T06:00:00Z"
        ]
        return record
    }

    private static func sentence(_ status: VerificationStatus) -> String {
        switch status {
        case .authentic:
            "Everything in the bundle holds under the agreement and annex that you pinned."
        case .failed: "The bytes of exhibits/003-receipt.md are not those that were filed."
        case .indeterminate:
            "The signature of FRUTA could not be decided: no revocation list was found."
        case .conditional:
            "All of this would hold if you accepted the agreement and annex in the bundle."
        }
    }

    private static func checks(_ status: VerificationStatus) -> [Check] {
        var checks = [
            Check(
                "LOG.CHECKPOINT", .passed, subject: "log/checkpoint",
                "The archive signed the checkpoint."),
            Check("LOG.INCLUSION", .passed, subject: "log", "Every exhibit is in the log."),
            Check(
                "CONTAINER.ORDER", .warning, subject: "README.txt",
                "A file is not in the usual order."),
        ]
        if status == .failed {
            checks.append(
                Check(
                    "MANIFEST.DIGEST_MISMATCH", .failed, .hashFailure,
                    subject: "exhibits/003-receipt.md",
                    "The file is not the one that the manifest names."))
        }
        return checks
    }

    private static func exhibits() throws -> [ExhibitRecord] {
        var contract = try exhibit(3, 1, "contract.md", .document, 0x11)
        contract.summary = "Text of 1,204 bytes that states a contract."
        contract.details = ["kind(contract)", "goods(deliver, \"10 t of bananas\")"]
        contract.makers = ["anyone"]
        contract.bounds = Interval(
            lo: try instant("2026-02-01T09:00:00Z"), hi: try instant("2026-02-02T11:00:00Z"))
        var signed = try exhibit(5, 2, "contract.fruta.p7s", .signature, 0x12)
        signed.summary = "A signature of FRUTA."
        signed.indication = .totalPassed
        signed.makers = ["FRUTA"]
        signed.links = [Link(.signs, try digest(0x11))]
        signed.signatures = [try signature("FRUTA", 0x51, over: 0x11)]
        signed.bounds = Interval(
            lo: try instant("2026-02-01T09:00:00Z"), hi: try instant("2026-02-02T11:00:00Z"))
        signed.filer = try party("FRUTA")
        var receipt = try exhibit(8, 3, "delivery receipt & <notes>.md", .document, 0x13)
        receipt.summary = "Text of 402 bytes that states a delivery receipt."
        receipt.bounds = Interval(hi: try instant("2026-03-19T16:00:00Z"))
        receipt.makers = ["anyone"]
        var credit = try exhibit(11, 5, "kontoauszug-ä.md", .document, 0x14)
        credit.summary = "Text of 212 bytes."
        credit.path = nil
        credit.bounds = .unbounded
        var token = try exhibit(20, 1, "checkpoint-9.tst", .timeStamp, 0x15)
        token.matter = .archive
        token.summary = "A time-stamp of TSA1 over checkpoint 9."
        token.indication = .indeterminate
        token.subIndication = .tryLater
        token.makers = ["TSA1"]
        token.bounds = Interval(
            lo: try instant("2026-03-20T08:00:00Z"), hi: try instant("2026-03-20T07:00:00Z"))
        return [contract, signed, receipt, credit, token]
    }

    private static func exhibit(
        _ index: UInt64, _ number: UInt64, _ name: String, _ kind: ExhibitKind, _ byte: UInt8
    ) throws -> ExhibitRecord {
        var record = ExhibitRecord(
            index: LeafIndex(index), matter: try #require(MatterID("BAN-1")),
            number: try #require(DocketNumber(number)), name: try #require(FileName(name)),
            kind: kind,
            mediaType: try #require(MediaType("text/markdown")), size: 1204,
            digest: try digest(byte),
            received: try instant("2026-02-02T10:59:58Z").advanced(
                by: TimeSpan(seconds: Int64(index) * 200_000)))
        record.path = "exhibits/00\(number)-\(name)"
        record.checks = [
            Check("FILE.DIGEST", .passed, subject: name, "The bytes are those that were filed.")
        ]
        return record
    }

    static func signature(_ signer: String, _ byte: UInt8, over content: UInt8) throws
        -> SignatureRecord
    {
        var record = SignatureRecord(signature: try digest(byte), indication: .totalPassed)
        record.signer = try party(signer)
        record.subject = "CN=\(signer),O=\(signer) GmbH,C=DE"
        record.certificate = try digest(byte &+ 1)
        record.content = try digest(content)
        record.level = "T"
        record.claimedTime = try instant("2026-02-01T12:00:00Z")
        record.bestSignatureTime = try instant("2026-02-02T11:00:00Z")
        record.bounds = Interval(
            lo: try instant("2026-02-01T09:00:00Z"), hi: try instant("2026-02-02T11:00:00Z"))
        record.path = ["CN=\(signer)", "CN=CA1"]
        record.checks = [
            Check(
                "SIG.VALUE", .passed, subject: "signature",
                "The signature verifies with the key of its certificate.")
        ]
        return record
    }
}
