// What an archive that is open to file keeps in memory: the right edge, the newest checkpoint and its note. All of it follows from
// what is committed; after an error that is no refusal it is dropped and made again.

import EvidenceValues
import GRDB
import TransparencyLog

/// The memory of a writer.
struct WritingState {
    /// Matters to remember at most.
    static let maximumMatters = 4096

    var edge: LogEdge
    var last: LastEntry?
    /// The newest checkpoint; nil only until it is signed.
    var signed: SignedCheckpoint?
    /// The newest checkpoint, if its note is not stored yet.
    var unwritten: SignedCheckpoint?
    /// Whether the derived tables fit the log; without them nothing can be filed.
    var isIndexed = true
    /// Whether a restore was declared and the mark is still that of the archive that was left behind.
    var lowersMark = false
    /// The search terms of the newest entries; nil if their table is not there.
    var terms: TermCollector?
    /// Where matters stand that were filed into lately.
    var matters: [MatterID: MatterState] = [:]
}

extension Archive {
    /// Compares the archive with its mark, signs what is committed and was never signed, and stores the notes.
    func recover() throws -> WritingState {
        try settleJournal()
        keys.history = try peek { try $0.keyHistory(first: firstKey) }
        var lowersMark = false
        let (edge, last, unsigned) = try peek { ledger in
            let edge = try ledger.edge()
            if !isRestoring { lowersMark = try isLowered(ledger.head(), ledger) }
            let last =
                try edge.size.value > 0 ? ledger.entry(at: LeafIndex(edge.size.value - 1)) : nil
            return (edge, last, try ledger.unsigned())
        }
        let head = Checkpoint(origin: origin, size: edge.size, root: edge.root)
        if let newest = unsigned.last, newest != head { throw StoreError.damaged("checkpoint") }
        // Rows are not believed: a root is signed that the log gives.
        for checkpoint in unsigned.dropLast() {
            guard try rootHash(at: checkpoint.size) == checkpoint.root else {
                throw StoreError.damaged("checkpoint \(checkpoint.size)")
            }
        }
        try surroundings.faults(.beforeSign)
        // Trees of a key that was lost before it signed them stay unsigned; the next key signs a larger one.
        let signed = try unsigned.compactMap { try keys.sign($0) }
        try surroundings.faults(.afterSign)
        if !signed.isEmpty { try write { ledger in for note in signed { try ledger.write(note) } } }
        let newest =
            try signed.last
            ?? peek { ledger in
                try ledger.note(at: head.size).map { try keys.history.open(note: $0).signed }
            }
        if let newest {
            guard newest.checkpoint == head else { throw StoreError.damaged("note \(head.size)") }
        } else if keys.canSign {
            throw StoreError.damaged("note \(head.size)")
        }
        return WritingState(
            edge: edge, last: last.map { LastEntry(leaf: $0.leafHash, received: $0.received) },
            signed: newest, unwritten: nil, isIndexed: try peek { try $0.isIndexed(last) },
            lowersMark: lowersMark,
            terms: try peek { try TermTable.isThere(in: $0.database) } ? TermCollector() : nil)
    }

    /// Makes durable what is in the WAL. A writer that was killed may have left a commit there, or a note, that the disk never got;
    /// nothing of it may be signed, answered or marked before.
    private func settleJournal() throws {
        try peek { try $0.database.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
        // What a reader keeps from being moved stays in the WAL, and the name of the WAL may be new.
        let journal = Archive.databasePath(folder) + "-wal"
        guard let size = try PosixFile.size(of: journal), size > 0 else { return }
        try PosixFile(reading: journal).synchronize()
        try PosixFile.synchronizeFolder(folder)
    }

    /// Signs what a batch has committed, and raises the mark; gives the answers to what is new.
    func seal(_ batch: FilingBatch) throws -> [FiledReceipt] {
        try surroundings.faults(.beforeSign)
        guard let signed = try keys.sign(batch.head) else {
            throw StoreError.missingKey(verifierKey)
        }
        try surroundings.faults(.afterSign)
        let known = state?.matters ?? [:]
        state?.matters = [:]
        state = batch.state(signed: signed, known: known)
        try raiseMark(to: signed)
        return try peek { try batch.answers(note: signed.note, tree: tree, in: $0) }
    }
}
