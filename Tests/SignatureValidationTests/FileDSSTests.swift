// Signatures of the EU's DSS library, each with what DSS 6.4 says of it offline with every root in the file trusted. DSS's word is
// compared where it does not hang on its policy: which signatures and time-stamps are there, whether they fit what they are over, and
// the failures. What DSS leaves undecided for want of revocation data is compared as undecided or passed.

import Cryptography
import EvidenceTesting
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

/// What one report says, in words that both can say.
private struct Verdicts {
    /// Of each signature: intact, or the failure that hangs on no policy; of each time-stamp, whether it fits what it is over.
    var lines: [String] = []
    /// Of each signature, from `CMS`, 0, to `LTA`, 4.
    var levels: [Int] = []

    static let levelNames = ["CMS", "B", "T", "LT", "LTA"]
    /// Failures to which no list of revocations or anchors can contribute.
    private static let firm: Set<String> = [
        "SIGNED_DATA_NOT_FOUND", "NO_SIGNING_CERTIFICATE_FOUND",
    ]

    /// What DSS says.
    init(_ report: DSSReport?) {
        guard let report, !report.signatures.isEmpty || !report.timestamps.isEmpty else {
            lines = ["nothing"]
            return
        }
        for signature in report.signatures {
            let sub = signature.sub ?? ""
            let isFirm = signature.ind == "TOTAL_FAILED" || Verdicts.firm.contains(sub)
            lines.append("signature " + (isFirm ? sub : "intact"))
            levels.append(Verdicts.level(signature.level))
        }
        for stamp in report.timestamps {
            guard let use = Verdicts.uses[stamp.type] else { continue }
            let name = report.signatures.isEmpty ? "document" : use
            lines.append("\(name) \(stamp.imprint == true ? "fits" : "does not fit")")
        }
    }

    /// What we say.
    init(_ record: FileRecord) {
        guard record.kind == "signature" || record.kind == "time-stamp" else {
            lines = ["nothing"]
            return
        }
        let signatures = Verdicts.all(record.signatures)
        if signatures.isEmpty && record.timeStamps.isEmpty {
            lines = ["file \(record.subIndication?.rawValue ?? "")"]
        }
        for signature in signatures {
            let sub = signature.subIndication?.rawValue ?? ""
            let isIntact = signature.checks.contains {
                ($0.code == "SIG.VALUE" && $0.outcome == .passed) || $0.code == "SIG.ESS_MISSING"
            }
            let isFirm = signature.indication == .totalFailed || !isIntact
            lines.append("signature " + (isFirm ? sub : "intact"))
            levels.append(Verdicts.levelNames.firstIndex(of: signature.level) ?? 0)
        }
        for stamp in signatures.flatMap(\.timeStamps) + record.timeStamps {
            let codes: Set = ["TST.IMPRINT", "TST.CONTENT_NEEDED", "TST.MALFORMED"]
            let fits = !stamp.checks.contains { codes.contains($0.code) && $0.outcome != .passed }
            lines.append("\(stamp.use.rawValue) \(fits ? "fits" : "does not fit")")
        }
    }

    /// What is said by this and not by the other.
    func besides(_ other: Verdicts) -> String {
        var rest = other.lines
        var own: [String] = []
        for line in lines.sorted() {
            if let found = rest.firstIndex(of: line) {
                rest.remove(at: found)
            } else {
                own.append(line)
            }
        }
        return own.isEmpty ? "-" : own.joined(separator: ", ")
    }

    /// Whether no signature has a higher level than the other says: a level is what holds here, and what is there for DSS.
    func isWithin(_ other: Verdicts) -> Bool {
        zip(levels.sorted(by: >), other.levels.sorted(by: >)).allSatisfy { $0 <= $1 }
    }

    private static func all(_ signatures: [SignatureRecord]) -> [SignatureRecord] {
        signatures.flatMap { [$0] + all($0.countersignatures) }
    }

    private static let uses = [
        "CONTENT_TIMESTAMP": "content", "SIGNATURE_TIMESTAMP": "signature",
        "VALIDATION_DATA_TIMESTAMP": "references", "ARCHIVE_TIMESTAMP": "archive",
    ]

    private static func level(_ name: String) -> Int {
        switch name {
        case "CMS-NOT-ETSI": 0
        case "CAdES-BASELINE-B", "CAdES-BES", "CAdES-EPES": 1
        case "CAdES-BASELINE-LT", "CAdES-XL": 3
        case "CAdES-BASELINE-LTA", "CAdES-A": 4
        default: 2
        }
    }
}

@Suite(.enabled(if: FileVectors.arePresent, "no public vectors beside the package"))
struct `Files of DSS` {
    private static let time = at("2026-11-22T12:00:00Z")

    private func contents(_ suite: String, _ item: DSSCase) throws -> [[UInt8]] {
        try item.dssTests.flatMap { test in
            try test.detachedFiles.map { try FileVectors.bytes("\(suite)/files/" + $0) }
                + test.detachedText.map { Array($0.utf8) }
        }
    }

    /// Our verdict on a file: with the first content that it does not contradict.
    private func verdicts(_ item: DSSCase, _ bytes: [UInt8], _ contents: [[UInt8]]) -> Verdicts {
        let policy = policy(trusting: roots(in: bytes, at: Self.time), at: Self.time)
        func record(_ content: [UInt8]?) -> FileRecord {
            FileValidation(
                name: item.file, bytes: bytes, content: content.map { .bytes($0) }, policy: policy
            ).record
        }
        let records = contents.isEmpty ? [record(nil)] : contents.map { record($0) }
        return Verdicts(records.first { $0.indication != .totalFailed } ?? records[0])
    }

    @Test(arguments: ["dss-cades", "dss-cms"])
    func `are judged as by DSS but for the listed differences`(_ suite: String) throws {
        let cases = try FileVectors.json("\(suite)/expected.json", as: DSSSuite.self).cases
        let differences = try FileVectors.differences(of: suite)
        var stale = Set(differences.keys)
        var (runs, same, lines) = (0, 0, 0)
        for item in cases {
            let bytes = try FileVectors.bytes("\(suite)/" + item.file)
            var questions = [(item.file, item.observed, [[UInt8]]())]
            if let report = item.observedWithDetached {
                questions.append(
                    (item.file + " with content", report, try contents(suite, item)))
            }
            for (name, report, contents) in questions {
                let (theirs, ours) = (Verdicts(report), verdicts(item, bytes, contents))
                (runs, lines) = (runs + 1, lines + theirs.lines.count)
                let (left, right) = (theirs.besides(ours), ours.besides(theirs))
                if left == right && ours.isWithin(theirs) {
                    same += 1
                    continue
                }
                stale.remove(name)
                let listed = differences[name]
                #expect(
                    listed?.expected == left && listed?.ours == right,
                    "\(name) | \(left) | \(right) |")
            }
        }
        print(
            "\(suite): \(cases.count) files, \(runs) runs, \(lines) verdicts, \(same) runs as DSS")
        #expect(stale.isEmpty, "listed and not different: \(stale.sorted())")
        #expect(cases.count >= (suite == "dss-cades" ? 140 : 2))
    }
}
