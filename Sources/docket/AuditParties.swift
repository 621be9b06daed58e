// What `docket audit --annex` is given to look at third parties: the annex, the agreement that it belongs to, and how far ahead to look.

import Agreements
import ArchiveAudit
import DurableFiles
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// The audit of what was filed under an annex.
struct AuditParties {
    private let trust: PinnedTrust
    private let annex: Digest
    private let roles: [ListedRole]
    private let terms: PartyTerms

    /// Reads the files. The agreement must be the one that the annex names.
    init(annex file: String, agreement: String?, days: Int) throws {
        let bytes = try DurableFile.read(file)
        let annex = try SignedText.annex(bytes, from: file)
        trust = annex.trust
        roles = annex.roles
        self.annex = .sha256(bytes)
        let ahead = TimeSpan(seconds: Int64(days) * 86_400)
        guard let agreement else {
            terms = PartyTerms(agreement: nil, ahead: ahead)
            return
        }
        let text = try DurableFile.read(agreement)
        guard .sha256(text) == annex.agreement else {
            throw Failure(
                "\(file) is not the annex of \(agreement)",
                hint: "it names the agreement \(annex.agreement)", status: ExitStatus.usage)
        }
        let parameters = try SignedText.agreement(text, from: agreement).parameters
        terms = PartyTerms(
            agreement: annex.agreement,
            parameters: parameters.compactMapValues { terms in
                if case .span(let span)? = terms.first { span } else { nil }
            },
            ahead: ahead)
    }

    /// Validates what was filed, and adds what was found to the report.
    func audit(_ archive: Archive, _ register: PartyRegister?, into report: inout AuditReport)
        throws
    {
        let head = try archive.head()
        var parties: PartyAudit? = PartyAudit(
            of: archive.origin, head: (head.size, head.root), annex: annex, roles: roles,
            terms: terms, time: report.time, reach: report.reach, known: register,
            rootAt: { try archive.rootHash(at: $0) })
        report.evidence = auditEvidence(
            of: archive, trust: trust, at: report.time, skew: terms.skew, parties: &parties)
        report.parties = parties?.report()
    }
}
