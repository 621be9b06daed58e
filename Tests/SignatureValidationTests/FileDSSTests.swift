// Signatures of the EU's DSS library, each with what DSS 6.4 says of it offline with every root in the file trusted. DSS's word is
// compared where it does not hang on its policy: which signatures and time-stamps are there, whether they fit what they are over, and
// the failures. What DSS leaves undecided for want of revocation data is compared as undecided or passed.

import Cryptography
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

private struct DSSSuite: Decodable {
    let cases: [DSSCase]
}

private struct DSSCase: Decodable {
    let file: String
    let dssTests: [DSSTest]
    let observed: DSSReport?
    let observedWithDetached: DSSReport?

    enum CodingKeys: String, CodingKey {
        case file, dssTests
        case observed = "observedDss64_trustAll_offline"
        case observedWithDetached = "observedDss64_trustAll_offline_withDetached"
    }
}

private struct DSSTest: Decodable {
    let detachedFiles: [String]
    let detachedText: [String]
}

private struct DSSReport: Decodable {
    let signatures: [Signature]
    let timestamps: [TimeStamp]

    struct Signature: Decodable {
        let level: String
        let ind: String
        let sub: String?
        let sigIntact: Bool?
        let sigValid: Bool?
    }

    struct TimeStamp: Decodable {
        let type: String
        let time: String?
        let imprint: Bool?
    }
}

@Suite(.enabled(if: FileVectors.arePresent, "no public vectors beside the package"))
struct `Files of DSS` {
    static let time = at("2026-11-22T12:00:00Z")

    /// What DSS says, in the words of this suite.
    private func theirs(_ report: DSSReport?) -> [String] {
        guard let report else { return ["unknown"] }
        var lines = report.signatures.map { signature in
            let level = level(signature.level)
            let sub = signature.sub ?? ""
            if signature.ind == "TOTAL_FAILED" || Self.firm.contains(sub) {
                return "signature \(level) \(sub)"
            }
            return "signature \(level) intact"
        }
        lines += report.timestamps.compactMap { stamp in
            guard let use = Self.uses[stamp.type] else { return nil }
            return "\(use) \(stamp.imprint == true ? "fits" : "does not fit")"
        }
        return lines.sorted()
    }

    private static let firm: Set<String> = [
        "SIGNED_DATA_NOT_FOUND", "NO_SIGNING_CERTIFICATE_FOUND",
    ]
    private static let uses = [
        "CONTENT_TIMESTAMP": "content", "SIGNATURE_TIMESTAMP": "signature",
        "VALIDATION_DATA_TIMESTAMP": "references", "ARCHIVE_TIMESTAMP": "archive",
    ]

    private func level(_ name: String) -> String {
        switch name {
        case "CMS-NOT-ETSI": "CMS"
        case "CAdES-BASELINE-B", "CAdES-BES", "CAdES-EPES": "B"
        case "CAdES-BASELINE-LT", "CAdES-XL": "LT"
        case "CAdES-BASELINE-LTA", "CAdES-A": "LTA"
        default: "T"
        }
    }

    private func ours(_ record: FileRecord) -> [String] {
        if record.kind == "unknown" { return ["unknown"] }
        func all(_ signatures: [SignatureRecord]) -> [SignatureRecord] {
            signatures.flatMap { [$0] + all($0.countersignatures) }
        }
        let signatures = all(record.signatures)
        var lines = signatures.map { signature in
            let sub = signature.subIndication?.rawValue ?? ""
            if signature.indication == .totalFailed || Self.firm.contains(sub) {
                return "signature \(signature.level) \(sub)"
            }
            let intact = signature.checks.contains {
                $0.code == "SIG.VALUE" && $0.outcome == .passed
            }
            return "signature \(signature.level) \(intact ? "intact" : "\(sub)")"
        }
        lines += (signatures.flatMap(\.timeStamps) + record.timeStamps).map { stamp in
            let fits = !stamp.checks.contains {
                $0.code == "TST.IMPRINT" && $0.outcome != .passed
                    || $0.code == "TST.CONTENT_NEEDED"
            }
            return "\(stamp.use.rawValue) \(fits ? "fits" : "does not fit")"
        }
        return lines.sorted()
    }

    private func contents(_ item: DSSCase) throws -> [[UInt8]] {
        try item.dssTests.flatMap { test in
            try test.detachedFiles.map { try FileVectors.bytes("dss-cades/files/" + $0) }
                + test.detachedText.map { Array($0.utf8) }
        }
    }

    @Test func `are judged as by DSS but for the listed differences`() throws {
        let suite = try FileVectors.json("dss-cades/expected.json", as: DSSSuite.self)
        var same = 0
        for item in suite.cases {
            let file = try FileVectors.bytes("dss-cades/" + item.file)
            let policy = policy(trusting: roots(in: file, at: Self.time), at: Self.time)
            let record = FileValidation(name: item.file, bytes: file, policy: policy).record
            let (a, b) = (theirs(item.observed), ours(record))
            if a == b {
                same += 1
            } else {
                print(
                    item.file, "\n   dss ", a, "\n   ours", b, record.subIndication?.rawValue ?? "",
                    record.checks.map(\.code))
            }
        }
        print("dss-cades: \(suite.cases.count), \(same) same")
    }
}
