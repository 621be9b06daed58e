// What an audit is asked to do, and what all its threads share.

import EvidenceStore
package import EvidenceValues
import TransparencyLog

/// How an audit is to be made.
package struct AuditPlan: Sendable {
    /// Entries of a chunk: enough that its ends cost little, few enough that several threads end at the same time also in a small log.
    package static let chunkSize: UInt64 = 2_048

    package var reach: AuditReach
    /// What the last audit left; nil if none did, and everything is new.
    package var state: AuditState?
    /// The time of the audit.
    package var time: Instant
    /// How old the newest report in the log may be; nil if it is not asked.
    package var maximumAge: TimeSpan?
    /// Whether the time is limited, so that a run goes on where the last one ended.
    package var isBudgeted: Bool
    /// Whether the time is over; asked between units of work, and within long ones. What is new is read whatever it says.
    package var isOver: @Sendable () -> Bool
    /// Threads that read rows and blobs.
    package var workers: Int
    /// Whether what is derived from the log is compared with it.
    package var comparesIndexes: Bool
    /// Whether SQLite checks its pages, as far as the reach goes.
    package var checksPages: Bool
    /// Whether the signatures of the log's own notes are verified; a measurement of the structure alone leaves them out.
    package var opensNotes: Bool
    /// Entries that are read in one piece: a power of two, at least 256.
    package var chunkSize: UInt64

    package init(
        _ reach: AuditReach, state: AuditState? = nil, time: Instant,
        maximumAge: TimeSpan? = nil, workers: Int = 2, comparesIndexes: Bool = true,
        checksPages: Bool = true, opensNotes: Bool = true,
        chunkSize: UInt64 = AuditPlan.chunkSize,
        isOver: (@Sendable () -> Bool)? = nil
    ) {
        self.reach = reach
        self.state = state
        self.time = time
        self.maximumAge = maximumAge
        self.workers = workers
        self.comparesIndexes = comparesIndexes
        self.checksPages = checksPages
        self.opensNotes = opensNotes
        precondition(
            chunkSize >= Chunk.tile && chunkSize.nonzeroBitCount == 1, "bad size of a chunk")
        self.chunkSize = chunkSize
        isBudgeted = isOver != nil
        self.isOver = isOver ?? { false }
    }
}

/// What the file of the high-water mark says.
enum MarkReading: Sendable, Hashable {
    case missing
    case known(Checkpoint)
    /// It cannot be read, for this reason.
    case damaged(String)
}

/// What the threads of one audit know.
struct AuditGround: Sendable {
    let folder: String
    let database: String
    let origin: ArchiveOrigin
    /// The key that the archive was made with; nil if it cannot be read.
    let first: VerifierKey?
    /// Its keys in time.
    let history: KeyHistory
    /// Sizes that were never signed, because their key was lost or given up before.
    let unsigned: [ClosedRange<UInt64>]
    /// The high-water mark when the audit began.
    let mark: MarkReading
    /// The newest tree a moment later, so it is not behind the mark.
    let head: Checkpoint
    let blobs: FolderBlobStore
    let comparesIndexes: Bool
    let opensNotes: Bool

    /// The keys of which each must have signed the checkpoint of this size: one, or two where one signs for the other.
    func keys(at size: TreeSize) -> [VerifierKey] { history.keys(for: size).map(\.key) }

    /// Whether the checkpoint of this size may have no note.
    func isUnsigned(_ size: UInt64) -> Bool { unsigned.contains { $0.contains(size) } }
}

/// A range of entries that is read in one piece.
struct Chunk: Sendable, Hashable {
    /// Entries of a chunk of a slice: one tile.
    static let tile: UInt64 = 256

    /// The number of the chunk among those of its size.
    let number: UInt64
    let range: Range<UInt64>

    /// The chunk number `number` of `size` entries in a log of `total`.
    init(_ number: UInt64, of size: UInt64, total: UInt64) {
        self.number = number
        let start = number * size
        range = start..<Swift.min(start + size, Swift.max(total, start))
    }

    /// How many chunks of `size` entries a log of `total` has.
    static func count(of size: UInt64, total: UInt64) -> UInt64 {
        total / size + (total % size == 0 ? 0 : 1)
    }
}
