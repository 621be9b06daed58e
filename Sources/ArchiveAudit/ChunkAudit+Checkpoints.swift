// The signed checkpoints of sizes within the chunk: each note verifies under the key of its time and says what the checkpoint's row
// says; what its root should be is folded as far as the chunk knows.

import EvidenceStore
import EvidenceValues
import TransparencyLog

/// Checkpoints that wait for their size to be reached.
struct PendingCheckpoints {
    var rows: [(size: UInt64, root: RootHash)] = []
    var next = 0

    /// The next size at which there is one.
    var nextSize: UInt64? { next < rows.count ? rows[next].size : nil }
}

extension ChunkAudit {
    /// Reads checkpoints and notes of the sizes that end in the chunk.
    func readCheckpoints() throws {
        let range = result.chunk.range
        // The empty tree's, if there is one, belongs to the first chunk.
        let from = Int64(clamping: range.lowerBound) + (range.lowerBound == 0 ? 0 : 1)
        let to = Int64(clamping: range.upperBound)
        let cursor = try scan.select(
            "SELECT size, root FROM checkpoint WHERE size BETWEEN ?1 AND ?2 ORDER BY size", from, to
        )
        while try cursor.next() {
            let size = UInt64(clamping: cursor.integer(0))
            guard let digest = Digest(bytes: cursor.bytes(1)) else {
                add(
                    .checkpoint, checkpointPlace("checkpoint", size), repair: .derived,
                    "The checkpoint's root has not 32 bytes.")
                continue
            }
            pending.rows.append((size, RootHash(digest)))
        }
        if pending.nextSize == 0 { takeCheckpoint(behind: 0) }
        try readNotes(from, to)
    }

    private func readNotes(_ from: Int64, _ to: Int64) throws {
        let cursor = try scan.select(
            "SELECT size, note FROM note WHERE size BETWEEN ?1 AND ?2 ORDER BY size", from, to)
        var position = 0
        while try cursor.next() {
            let size = UInt64(clamping: cursor.integer(0))
            while position < pending.rows.count, pending.rows[position].size < size {
                missesNote(pending.rows[position].size)
                position += 1
            }
            let isKnown = position < pending.rows.count && pending.rows[position].size == size
            let root = isKnown ? pending.rows[position].root : nil
            if isKnown { position += 1 }
            checkNote(cursor.text(1), size, root)
        }
        for row in pending.rows[position...] { missesNote(row.size) }
    }

    func checkpointPlace(_ table: String, _ size: UInt64) -> Place {
        .row(table, key: Int64(clamping: size), subject: "checkpoint \(size)")
    }

    /// A note is written after the tree that it signs, so the newest may not be there yet; the run says so at its end.
    private func missesNote(_ size: UInt64) {
        guard size < ground.head.size.value else { return }
        if ground.isUnsigned(size) {
            return warn(
                .checkpoint, checkpointPlace("note", size),
                "It was never signed: its key was given up before.")
        }
        add(
            .checkpoint, checkpointPlace("note", size), repair: .derived,
            "The signed note of this checkpoint is missing; the same key signs the same again.")
    }

    private func checkNote(_ note: String, _ size: UInt64, _ root: RootHash?) {
        result.coverage.notes += 1
        let place = checkpointPlace("note", size)
        guard let root else {
            return add(
                .checkpoint, place, repair: .derived, "A note is there without its checkpoint.")
        }
        for key in ground.keys(at: TreeSize(size)) {
            do {
                let signed = try signed(note, with: key)
                if signed.size.value != size || signed.root != root
                    || signed.origin != ground.origin
                {
                    add(
                        .checkpoint, place, repair: .copy,
                        "The note signs another size or root than the checkpoint's row has.")
                }
            } catch {
                add(
                    .checkpoint, place, repair: .copy, "The signed note does not verify: \(error).")
            }
        }
    }

    /// What the note says, and as far as the plan goes, what `key` has signed.
    private func signed(_ note: String, with key: VerifierKey) throws -> Checkpoint {
        guard ground.opensNotes else {
            return try Checkpoint(noteText: UnopenedNote(parsing: note).text)
        }
        return try Checkpoint.open(note: note, with: key).checkpoint
    }

    /// Folds what the chunk has of the next checkpoint's tree: the blocks before, and `count` leaves of the one that is finished.
    func takeCheckpoint(behind count: Int) {
        let row = pending.rows[pending.next]
        pending.next += 1
        result.coverage.checkpoints += 1
        let right = result.peaks.fold(blockTree.peaks(of: count).fold())
        result.checkpoints.append(
            OpenCheckpoint(size: TreeSize(row.size), root: row.root, right: right))
    }

    /// Checkpoints at whose size no row was: only where rows are missing beyond what a tile tells.
    func finishCheckpoints() {
        while let size = pending.nextSize {
            add(
                .checkpoint, checkpointPlace("checkpoint", size), repair: .nothing,
                "There are no entries for this checkpoint.")
            pending.next += 1
        }
    }
}

extension ChunkResult {
    /// Compares the chunk's checkpoints, now that the tree to the left of it is known.
    func checkpointFaults(left: Peaks) -> FaultList {
        var faults = FaultList()
        for checkpoint in checkpoints {
            let root = left.fold(checkpoint.right).map { RootHash($0.digest) } ?? .empty
            guard root != checkpoint.root else { continue }
            let size = checkpoint.size.value
            faults.add(
                Fault(
                    .checkpoint,
                    .row(
                        "checkpoint", key: Int64(clamping: size), subject: "checkpoint \(size)"),
                    repair: .nothing,
                    "The log once signed another root than its entries give now."))
        }
        return faults
    }
}
