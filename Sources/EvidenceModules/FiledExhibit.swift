// What the assessment of evidence is given: exhibits with the texts of the log about them, and what the caller proved of the log.
// Hashes and proofs are the caller's work (bundle, audit); here they are taken as checked, and nothing else is.

package import EvidenceValues
package import TransparencyLog

/// An exhibit with its texts. The caller has checked that entry, filing, docketing and content fit together by their digests,
/// and that the entry is included in the log's checkpoint.
package struct FiledExhibit: Sendable {
    package let entry: Entry
    package let filing: Filing
    package let docketing: Docketing
    /// The filer's detached CMS over the filing; nil when the operator filed.
    package let filingSignature: [UInt8]?
    /// Its bytes; nil when they are withheld.
    package let content: [UInt8]?
    /// Where the bytes are in the bundle.
    package let path: String?
    /// The entry of the exhibit that names it as its plaintext, and in which it was filed therefore; nil if it was filed itself. Spec: encrypted-6
    package let enclosing: Entry?

    package init(
        entry: Entry, filing: Filing, docketing: Docketing, filingSignature: [UInt8]?,
        content: [UInt8]?, path: String? = nil, enclosing: Entry? = nil
    ) {
        self.entry = entry
        self.filing = filing
        self.docketing = docketing
        self.filingSignature = filingSignature
        self.content = content
        self.path = path
        self.enclosing = enclosing
    }
}

/// What the caller proved of the log.
package struct LogContext: Sendable {
    /// The archive of the annex whose key signed the checkpoint; nil if it is not one whom the arbiter trusts.
    package let archive: TrustedArchive?
    /// The checkpoint in which the exhibits are included; nil if there is none.
    package let checkpoint: SignedCheckpoint?
    /// The roots, by size, of embedded or filed checkpoints whose consistency with `checkpoint` was proven.
    package let consistent: [TreeSize: RootHash]
    /// Which key of the archive may sign which of its trees; nil if the arbiter trusts none.
    package let keys: KeyHistory?

    /// - Parameter keys: nil for the key of `archive` alone.
    package init(
        archive: TrustedArchive?, checkpoint: SignedCheckpoint?,
        consistent: [TreeSize: RootHash] = [:], keys: KeyHistory? = nil
    ) {
        self.keys =
            keys
            ?? archive.map { PinnedTrust(archives: [$0]).keyHistory(of: $0.origin, rotations: []) }
        self.archive = archive
        self.checkpoint = checkpoint
        self.consistent = consistent
    }
}

/// What was found in the exhibits.
package struct Assessment: Sendable {
    /// One record for each exhibit, in the order given.
    package var exhibits: [ExhibitRecord]
    /// What the judge may use, sorted, none twice (docs/formats/facts.md).
    package var facts: [Fact]
    /// Contradictions between trusted clocks, a sentence each.
    package var contradictions: [String]
    /// What was looked at beyond single exhibits.
    package var checks: [Check]
    /// By when a time-stamp or a witness proves that a note existed, by the note's digest; for those of which one does.
    package var provenNotes: [Digest: Instant]
    /// The newest revocation information of each issuer, a line each.
    package var revocationStatus: [String]
    /// The exchanges on file, with what their transcripts show.
    package var exchanges: [ExchangeRecord]
    /// Certificates, clocks and states of the log, for who wants to see when things were.
    package var times: TimeRecord
}
