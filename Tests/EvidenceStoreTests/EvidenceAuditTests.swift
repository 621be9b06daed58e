// The audit of evidence stays within its memory: a matter that is too large is told, and the others are validated.

import ArchiveAudit
import EvidenceStore
import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `The audit of evidence` {
    @Test func `tells a matter that is too large, and an archive that the annex does not know`()
        throws
    {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([
            workshop.submission("small", matter: required(MatterID("SMALL-1"))),
            workshop.submission(
                String(repeating: "large ", count: 5000), matter: required(MatterID("LARGE-1"))),
            workshop.large("a file of its own"),
        ])
        let checks = auditEvidence(
            of: archive, trust: PinnedTrust(), at: workshop.surroundings.clock(),
            skew: TimeSpan(seconds: 0), mostBytes: 20_000)
        #expect(
            checks.filter { $0.outcome == .warning && $0.code == "EVIDENCE.UNREADABLE" }
                .map(\.subject) == [Workshop.matter.text, "LARGE-1"])
        #expect(checks.filter { $0.outcome == .failed }.map(\.code) == ["EVIDENCE.CHECKPOINT"])
    }
}
