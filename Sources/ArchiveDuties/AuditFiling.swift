// What an audit leaves in the log: misconduct that was not filed before, then the report (docs/formats/audit.md).

package import ArchiveAudit
package import EvidenceStore
import EvidenceValues
import TransparencyLog

/// What came of filing a report.
package enum AuditFilingOutcome: Sendable, Hashable {
    /// It is in the log; `left` says that there was more misconduct than is filed at once.
    case filed(left: Bool)
    /// Nothing may be added to the archive as it is.
    case forbidden
}

/// Files reports.
package enum AuditFiling {
    /// Whether a report may be filed. Where SQLite's pages are damaged, every write may make it worse; and a log that is not the one that was
    /// signed must not go on.
    package static func isAllowed(_ report: AuditReport) -> Bool {
        let forbidding: Set<FaultCode> = [.database, .schema, .row, .head, .mark, .key, .history]
        return !report.faults.contains { $0.outcome == .failed && forbidding.contains($0.code) }
    }

    /// Files misconduct that was not filed before, then the report, and says in the report what is new.
    package static func file(
        _ report: inout AuditReport, in archive: Archive
    ) throws -> AuditFilingOutcome {
        guard isAllowed(report) else { return .forbidden }
        var left = false
        report.parties = try report.parties.map { try file($0, in: archive, left: &left) }
        // Spec: audit-17: last, so that the newest exhibit of its kind is the report.
        _ = try file(
            report.filed, named: "audit-\(report.time.text).json", again: true, in: archive)
        return .filed(left: left)
    }

    /// Files the misconduct that the archive does not have. Spec: audit-19
    private static func file(
        _ parties: PartyReport, in archive: Archive, left: inout Bool
    ) throws -> PartyReport {
        var parties = parties
        for (finding, bytes) in parties.documents() {
            guard parties.filed.count < PartyReport.mostFiled else {
                left = true
                break
            }
            let name = "misconduct-\(Digest.sha256(bytes).hex.prefix(16)).json"
            if try file(bytes, named: name, again: false, in: archive) {
                parties.filed.append(finding)
            }
        }
        return parties
    }

    /// Files an exhibit of the operator's; false if the archive has its bytes and they are not to be filed again.
    private static func file(
        _ bytes: [UInt8], named text: String, again: Bool, in archive: Archive
    ) throws -> Bool {
        guard let name = FileName(text), let type = MediaType("application/json") else {
            return false
        }
        let newest = try archive.checkpoint()
        let filing = try Filing(
            archive: archive.origin, matter: .archive, kind: .audit, mediaType: type, name: name,
            content: .sha256(bytes), size: UInt64(bytes.count), filer: .operator,
            nonce: archive.surroundings.random(32),
            checkpoint: newest.checkpoint.size.value > 0 ? newest.note : nil)
        let receipts = try archive.record([
            Submission(filing: filing, content: .bytes(bytes), again: again)
        ])
        return receipts.contains { !$0.wasAlreadyFiled }
    }
}
