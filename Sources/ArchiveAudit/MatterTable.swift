// The matters of the whole log, as far as a full audit has come: of each the number and leaf hash of its newest entry. Runs of ranges
// are put together in the order of the log.

import EvidenceValues
import TransparencyLog

/// Where each matter stands.
struct MatterTable {
    /// Matters that are kept at most, some 100 bytes each. An archive with more is checked by the table `docket` instead, as a slice is.
    static let limit = 200_000

    private struct Tail {
        var number: UInt64
        var leaf: LeafHash
    }

    private var tails: [[UInt8]: Tail] = [:]
    /// Entries whose matter nobody knows, which was told.
    private var loose: Set<LeafHash> = []
    /// Whether there were more than `limit`.
    private(set) var isFull = false

    var count: Int { tails.count }

    /// Appends the runs of the next range; gives those whose first entry does not follow.
    mutating func append(_ runs: [MatterRun], loose more: Set<LeafHash>) -> [MatterRun] {
        guard !isFull else { return [] }
        loose.formUnion(more)
        var broken: [MatterRun] = []
        for run in runs {
            let tail = tails[run.name]
            let follows =
                run.firstNumber == (tail?.number ?? 0) &+ 1 && run.firstPrevious == tail?.leaf
            if !follows, !(run.firstPrevious.map(loose.contains) ?? false) { broken.append(run) }
            guard let leaf = run.lastLeaf else { continue }
            tails[run.name] = Tail(number: run.lastNumber, leaf: leaf)
        }
        if tails.count > MatterTable.limit {
            tails = [:]
            isFull = true
        }
        return broken
    }
}
