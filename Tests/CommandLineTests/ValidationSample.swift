// A record of a validated file made by hand, in which every field is filled, and a certificate whose name tries to deceive the reader.

import EvidenceValues
import Testing

/// What the tests of the validation's JSON and text render.
enum ValidationSample {
    static func record() throws -> FileRecord {
        var record = FileRecord(
            name: "con\u{202E}tract.p7s", size: 4_711, digest: try ReportSample.digest(0x01),
            kind: "signature", validationTime: try ReportSample.instant("2026-04-10T12:00:00Z"),
            indication: .indeterminate)
        record.subIndication = .revokedNoPOE
        record.sentence = "The file has 2 signatures, of which 1 stand."
        record.signatures = [try signature(), try open()]
        record.timeStamps = [try timeStamp(.document)]
        record.objects = try objects()
        record.checks = [
            Check(
                "FILE.UNREADABLE_OBJECT", .warning, subject: record.digest.text,
                "Certificates in the file that cannot be read are passed over.")
        ]
        return record
    }

    private static func signature() throws -> SignatureRecord {
        var signature = SignatureRecord(
            signature: try ReportSample.digest(0x10), indication: .totalPassed)
        signature.signer = try ReportSample.party("FRUTA")
        signature.subject = "CN=FRUTA,O=Fruta\u{1B}[31m SA"
        signature.certificate = try ReportSample.digest(0x11)
        signature.content = try ReportSample.digest(0x12)
        signature.level = "LTA"
        signature.claimedTime = try ReportSample.instant("2026-01-01T00:00:00Z")
        signature.bestSignatureTime = try ReportSample.instant("2026-01-01T00:00:01Z")
        signature.bounds = Interval(
            lo: try ReportSample.instant("2025-12-31T00:00:00Z"), hi: signature.bestSignatureTime)
        signature.controlTime = try ReportSample.instant("2026-01-02T00:00:00Z")
        (signature.path, signature.pathCertificates) = (
            ["FRUTA", "CA1"], [try ReportSample.digest(0x11), try ReportSample.digest(0x13)]
        )
        signature.revocation = [try answer(.list, .good), try answer(.response, .revoked)]
        signature.timeStamps = [try timeStamp(.signature), try timeStamp(.archive)]
        signature.countersignatures = [try open()]
        signature.makers = ["FRUTA", "anybody, since the algorithm is broken"]
        signature.sentence = "The document was signed by FRUTA."
        signature.checks = [
            Check(
                "SIG.VALUE", .passed, subject: signature.signature.text,
                "The signature fits the signed bytes.")
        ]
        return signature
    }

    private static func open() throws -> SignatureRecord {
        var signature = SignatureRecord(
            signature: try ReportSample.digest(0x20), indication: .indeterminate)
        signature.subIndication = .revokedNoPOE
        signature.sentence = "It is not decided whether the signature stands."
        signature.checks = [
            Check(
                "REV.REVOKED_NO_POE", .indeterminate, .revokedNoPOE,
                subject: try ReportSample.digest(0x21).text, "The certificate was revoked."),
            Check(
                "SIG.DIGEST", .failed, .hashFailure, subject: try ReportSample.digest(0x12).text,
                "The content is not what was signed."),
        ]
        return signature
    }

    private static func answer(
        _ form: RevocationRecord.Form, _ status: RevocationRecord.Status
    ) throws -> RevocationRecord {
        var answer = RevocationRecord(
            form: form, source: try ReportSample.digest(0x30),
            certificate: try ReportSample.digest(0x11), status: status,
            thisUpdate: try ReportSample.instant("2026-01-02T00:00:00Z"),
            nextUpdate: try ReportSample.instant("2026-02-02T00:00:00Z"), signer: "CN=CA1")
        if status == .revoked {
            answer.revocationDate = try ReportSample.instant("2026-01-01T12:00:00Z")
            answer.reason = "keyCompromise"
        }
        return answer
    }

    private static func timeStamp(_ use: TimeStampRecord.Use) throws -> TimeStampRecord {
        var stamp = TimeStampRecord(
            use: use, token: try ReportSample.digest(0x40),
            time: try ReportSample.instant("2026-01-01T00:00:00Z"), accuracy: TimeSpan(seconds: 1),
            indication: use == .archive ? .indeterminate : .totalPassed,
            existence: try ReportSample.instant("2026-04-10T12:00:00Z"))
        stamp.subIndication = use == .archive ? .noCertificateChainFound : nil
        stamp.authority = try ReportSample.party("TSA1")
        stamp.subject = "CN=TSA1"
        (stamp.path, stamp.pathCertificates) = (
            ["TSA1", "CA1"], [try ReportSample.digest(0x41), try ReportSample.digest(0x13)]
        )
        stamp.revocation = [try answer(.delta, .unknown)]
        stamp.makers = ["TSA1"]
        stamp.checks = [
            Check(
                "TST.UNTRUSTED", use == .archive ? .indeterminate : .warning,
                use == .archive ? .noCertificateChainFound : nil, subject: stamp.token.text,
                "The time-stamp is by nobody who is trusted.")
        ]
        return stamp
    }

    private static func objects() throws -> [ObjectRecord] {
        [
            ObjectRecord(
                kind: "certificate", digest: try ReportSample.digest(0x11), file: "contract.p7s",
                offset: 70, size: 430, name: "CN=FRUTA"),
            ObjectRecord(
                kind: "time-stamp", digest: try ReportSample.digest(0x40), file: "contract.p7s",
                offset: nil, size: 900, name: "2026-01-01T00:00:00Z"),
            ObjectRecord(
                kind: "content", digest: try ReportSample.digest(0x12), file: "contract",
                offset: 0, size: 8, name: "contract"),
            ObjectRecord(
                kind: "certificate", digest: try ReportSample.digest(0x21), file: nil, offset: nil,
                size: 430, name: "CN=MARKT"),
        ]
    }
}
