// What an audit found: how much it read, what was wrong, and what it did not look at. The same archive, state and time give the same
// report, however many threads made it. Its JSON, which is filed, is docs/formats/audit.md.

package import EvidenceValues

/// How much an audit reads.
package enum AuditReach: Sendable, Hashable, CustomStringConvertible {
    /// What is new since the last audit, and the upper tree.
    case incremental
    /// That, and every `of`th tile, entry and blob: `number` is 1 to `of`.
    case slice(number: UInt64, of: UInt64)
    /// Everything.
    case full

    /// The slice that `3/30` names, or nil.
    package init?(slice text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = UInt64(parts[0]), let count = UInt64(parts[1]),
            (1...AuditReach.maximumSlices).contains(count), (1...count).contains(number),
            text == "\(number)/\(count)"
        else { return nil }
        self = .slice(number: number, of: count)
    }

    /// Slices at most: ten years of nights.
    package static let maximumSlices: UInt64 = 3653

    package var description: String {
        switch self {
        case .incremental: "incremental"
        case .slice(let number, let count): "slice \(number)/\(count)"
        case .full: "full"
        }
    }
}

/// How much was read and found in order or not.
package struct AuditCoverage: Sendable, Hashable {
    package var entries: UInt64 = 0
    package var filings: UInt64 = 0
    package var tiles: UInt64 = 0
    package var checkpoints: UInt64 = 0
    package var notes: UInt64 = 0
    package var receipts: UInt64 = 0
    /// Exhibits' bytes in the database.
    package var contents: UInt64 = 0
    /// Exhibits' bytes in files.
    package var blobs: UInt64 = 0
    /// Bytes of texts, contents and blobs that were hashed.
    package var bytes: UInt64 = 0
    /// Filings and contents that a record says are erased.
    package var erased: UInt64 = 0
    /// Matters that were met; in a full audit all.
    package var matters: UInt64 = 0

    mutating func add(_ other: AuditCoverage) {
        entries += other.entries
        filings += other.filings
        tiles += other.tiles
        checkpoints += other.checkpoints
        notes += other.notes
        receipts += other.receipts
        contents += other.contents
        blobs += other.blobs
        bytes += other.bytes
        erased += other.erased
    }
}

/// An exhibit that is gone because a record says so.
package struct ErasedPlace: Sendable, Hashable {
    package let index: LeafIndex
    /// The entry of the record.
    package let record: LeafIndex
    package let ground: String
}

/// Something that was looked at and found in order.
package struct Passed: Sendable, Hashable {
    package let code: FaultCode
    package let sentence: String
}

/// The result of an audit.
package struct AuditReport: Sendable, Hashable {
    package let origin: ArchiveOrigin
    package let reach: AuditReach
    /// When it began.
    package let time: Instant
    /// The tree that was audited; what was filed meanwhile is for the next audit.
    package let size: TreeSize
    /// The root that the tiles, and in a full audit all entries, give.
    package var root: RootHash
    /// The size up to which an earlier audit had read; everything from there on was read.
    package var since: TreeSize
    /// Whether everything that the reach names was read, or the time was over before.
    package var isComplete = true
    package var coverage = AuditCoverage()
    /// In the order of the codes, then of the log; the first thousand.
    package var faults: [Fault] = []
    /// How many faults more there are, by code.
    package var omitted: [FaultCode: Int] = [:]
    /// What was looked at and found in order, with one sentence each.
    package var passed: [Passed] = []
    /// What is gone by right, as far as it was met; the first thousand.
    package var erasures: [ErasedPlace] = []
    /// What the evidence itself is worth, if that was asked for: warnings, and one alarm (`EVIDENCE.CHECKPOINT`).
    package var evidence: [Check] = []
    /// What was found on third parties, if that was asked for.
    package var parties: PartyReport?
    /// What the next audit goes on from.
    package var state: AuditState?

    /// How many entries were read.
    package var entries: UInt64 { coverage.entries }

    /// The same as checks: what was in order, then what was not.
    package var checks: [Check] {
        passed.map { Check($0.code.rawValue, .passed, subject: origin.text, $0.sentence) }
            + faults.map {
                Check($0.code.rawValue, $0.outcome, subject: $0.place.subject, $0.sentence)
            }
    }

    /// Whether nothing is wrong; warnings change nothing.
    package var isClean: Bool {
        !faults.contains { $0.outcome == .failed } && omitted.isEmpty
    }
}
