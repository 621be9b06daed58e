// What two bundles share, lack and contradict, as values. The first and the second are told apart only by the order in which they were
// given: neither is held to be the right one.

/// What was found in holding two bundles against each other.
package struct ComparisonRecord: Sendable, Hashable {
    /// One of the two bundles.
    package struct Side: Sendable, Hashable {
        package var status: VerificationStatus
        package var sentence: String
        package var digest: Digest
        package var matter: MatterID
        package var archive: ArchiveOrigin
        package var agreement: Digest
        package var annex: Digest
        package var claims: Digest
        package var treeSize: TreeSize
        package var rootHash: RootHash?
        /// Who signed the bundle, as far as that is proven.
        package var handedInBy: PartyID?
        package var presentCount: Int
        package var highestNumber: UInt64

        package init(
            _ record: VerificationRecord, claims: Digest, rootHash: RootHash?
        ) {
            status = record.status
            sentence = record.sentence
            digest = record.bundleDigest
            matter = record.matter
            archive = record.archive
            agreement = record.agreement
            annex = record.annex
            self.claims = claims
            treeSize = record.treeSize
            self.rootHash = rootHash
            handedInBy = record.handedInBy.flatMap { seal in
                seal.indication == .totalPassed ? seal.signer : nil
            }
            presentCount = record.presentCount
            highestNumber = record.highestNumber
        }
    }

    /// What a bundle has of an exhibit.
    package enum Content: String, Sendable, Hashable {
        case present, withheld, sealed, erased
    }

    /// An entry that at least one of them has.
    package struct Item: Sendable, Hashable {
        package var matter: MatterID
        package var number: DocketNumber
        package var index: LeafIndex
        /// Nil where the filing was erased in both.
        package var name: String?
        /// The digest of the content.
        package var digest: Digest?
        /// What each has of it; nil where it has not even the entry.
        package var first: Content?
        package var second: Content?

        package init(
            matter: MatterID, number: DocketNumber, index: LeafIndex, name: String?,
            digest: Digest?, first: Content?, second: Content?
        ) {
            self.matter = matter
            self.number = number
            self.index = index
            self.name = name
            self.digest = digest
            self.first = first
            self.second = second
        }
    }

    /// What both say and cannot both be so.
    package struct Contradiction: Sendable, Hashable {
        /// `DIFF.` and a word (docs/formats/diff.md).
        package var code: String
        package var sentence: String
        /// Whether it is proven that the archive of both misbehaved.
        package var isMisconduct: Bool

        package init(_ code: String, _ sentence: String, isMisconduct: Bool = false) {
            self.code = code
            self.sentence = sentence
            self.isMisconduct = isMisconduct
        }
    }

    /// How the logs of both stand to each other.
    package enum Logs: String, Sendable, Hashable {
        /// One checkpoint.
        case same
        /// It is proven that the newer continues the older.
        case continued
        /// Nothing here proves or disproves that they are one.
        case unproven
        /// It is proven that the archive signed two different logs.
        case forked
        /// They are of different archives, or of one that is not trusted.
        case apart
    }

    /// A claim that was judged in both, and differently.
    package struct Answer: Sendable, Hashable {
        /// The claim's name, or the statement of a misconduct.
        package var claim: String
        package var sentence: String
        /// `proven, up to EUR 500.00`.
        package var first: String
        package var second: String

        package init(claim: String, sentence: String, first: String, second: String) {
            self.claim = claim
            self.sentence = sentence
            self.first = first
            self.second = second
        }
    }

    package var tool: String
    package var validationTime: Instant
    package var first: Side
    package var second: Side
    package var logs: Logs
    /// By matter and number.
    package var items: [Item]
    /// Numbers of the matter that neither has, below the highest that one of them has.
    package var missing: [UInt64]
    package var contradictions: [Contradiction]
    package var answers: [Answer]

    package init(
        tool: String, validationTime: Instant, first: Side, second: Side, logs: Logs,
        items: [Item], missing: [UInt64], contradictions: [Contradiction], answers: [Answer]
    ) {
        self.tool = tool
        self.validationTime = validationTime
        self.first = first
        self.second = second
        self.logs = logs
        self.items = items
        self.missing = missing
        self.contradictions = contradictions
        self.answers = answers
    }

    /// What is in both, by what each has of it.
    package var shared: [Item] { items.filter { $0.first != nil && $0.second != nil } }
    package var onlyFirst: [Item] { items.filter { $0.second == nil } }
    package var onlySecond: [Item] { items.filter { $0.first == nil } }

    /// The exit status of `docket diff`. Spec: diff-8
    package var exitStatus: Int32 {
        if first.status == .failed || second.status == .failed
            || contradictions.contains(where: \.isMisconduct)
        {
            return 2
        }
        let isOpen =
            first.status != .authentic || second.status != .authentic || !contradictions.isEmpty
            || logs == .unproven || logs == .apart
        return isOpen ? 3 : 0
    }
}
