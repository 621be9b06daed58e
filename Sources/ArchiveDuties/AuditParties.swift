// The part of an audit that looks at third parties: the annex, the agreement that it belongs to, and how far ahead to look.

package import Agreements
package import ArchiveAudit
package import EvidenceStore
package import EvidenceValues
import TransparencyLog

/// The audit of what was filed under an annex.
package struct AuditParties: Sendable {
    private let trust: PinnedTrust
    private let annex: Digest
    private let roles: [ListedRole]
    private let terms: PartyTerms

    /// The annex with the digest of its bytes. `parameters` are those of the agreement that it names; nil without it.
    package init(_ annex: Annex, digest: Digest, parameters: [String: TimeSpan]?, days: Int) {
        trust = annex.trust
        roles = annex.roles
        self.annex = digest
        let ahead = TimeSpan(seconds: Int64(days) * 86_400)
        guard let parameters else {
            terms = PartyTerms(agreement: nil, ahead: ahead)
            return
        }
        terms = PartyTerms(agreement: annex.agreement, parameters: parameters, ahead: ahead)
    }

    /// The spans among an agreement's parameters.
    package static func spans(of agreement: Agreement) -> [String: TimeSpan] {
        agreement.parameters.compactMapValues { terms in
            if case .span(let span)? = terms.first { span } else { nil }
        }
    }

    /// Validates what was filed, and adds what was found to the report.
    package func audit(
        _ archive: Archive, _ register: PartyRegister?, into report: inout AuditReport
    ) throws {
        let head = try archive.head()
        var parties: PartyAudit? = PartyAudit(
            of: archive.origin, head: (head.size, head.root), annex: annex, roles: roles,
            terms: terms, time: report.time, reach: report.reach, known: register,
            rootAt: { try archive.rootHash(at: $0) })
        report.evidence = auditEvidence(
            of: archive, trust: trust, at: report.time, skew: terms.skew, parties: &parties)
        report.parties = parties?.report()
    }

    /// The same in the archive that `open` gives, which is closed again. Where it cannot be read, the report says so and is else as it was.
    package func audit(
        opening open: () throws -> Archive, _ register: PartyRegister?,
        into report: inout AuditReport
    ) {
        do {
            let archive = try open()
            defer { try? archive.close() }
            try audit(archive, register, into: &report)
        } catch {
            report.evidence = [
                Check(
                    "EVIDENCE.UNREADABLE", .warning, subject: report.origin.text,
                    "The exhibits could not be validated: \(error).")
            ]
        }
    }
}
