// What the verification of a receipt by itself found, as values. A receipt proves less than a bundle: that one filing is in a log, and with
// the file at hand that it is this file's. Who filed it, it only names.

/// What was found of one receipt.
package struct ReceiptRecord: Sendable, Hashable {
    package var status: VerificationStatus
    /// One sentence: what it proves, or why it proves nothing.
    package var sentence: String
    /// The version of the tool.
    package var tool: String
    /// The digest of the receipt as a file.
    package var digest: Digest
    package var validationTime: Instant
    package var archive: ArchiveOrigin
    package var index: LeafIndex
    package var matter: MatterID
    package var number: DocketNumber
    package var name: FileName
    package var kind: ExhibitKind
    package var mediaType: MediaType
    /// The digest and size of the content that was filed.
    package var content: Digest
    package var size: UInt64
    /// Whom the filing names as filer: the digest of a certificate, or `operator`. The receipt does not hold his signature.
    package var filer: String
    package var links: [Link]
    /// The operator's statement.
    package var received: Instant
    package var treeSize: TreeSize
    package var rootHash: RootHash?
    /// By when witnesses of the annex saw a log that holds the entry.
    package var bounds: Interval
    /// The annex that was pinned; nil where keys were, or nothing.
    package var annex: Digest?
    /// Whether the archive's key is one that the reader accepts.
    package var isPinned: Bool
    /// Whether a file was compared with the content that was filed.
    package var isContentCompared: Bool
    package var witnessing = WitnessingRecord()
    package var checks: [Check] = []

    package init(
        tool: String, digest: Digest, validationTime: Instant, archive: ArchiveOrigin,
        index: LeafIndex, matter: MatterID, number: DocketNumber, name: FileName,
        kind: ExhibitKind, mediaType: MediaType, content: Digest, size: UInt64, filer: String,
        links: [Link], received: Instant
    ) {
        status = .indeterminate
        sentence = ""
        self.tool = tool
        self.digest = digest
        self.validationTime = validationTime
        self.archive = archive
        self.index = index
        self.matter = matter
        self.number = number
        self.name = name
        self.kind = kind
        self.mediaType = mediaType
        self.content = content
        self.size = size
        self.filer = filer
        self.links = links
        self.received = received
        treeSize = TreeSize(0)
        bounds = .unbounded
        isPinned = false
        isContentCompared = false
    }
}
