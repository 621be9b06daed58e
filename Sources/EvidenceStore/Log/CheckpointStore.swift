// The one mutable value of an archive: which tree is the newest. It moves by compare-and-swap, so that two writers can be slow but
// never wrong. This is the other of the store's two seams (DESIGN.md §4): a row of SQLite now, PostgreSQL when scaled out.

import EvidenceValues
import GRDB
package import TransparencyLog

/// A register for one checkpoint, unsigned: the signature is made from what it holds.
package protocol CheckpointStore {
    /// What the register holds; nil before the first swap.
    func read() throws -> Checkpoint?
    /// Puts `new` in the place of `expected`, which must be what the register holds. `new` is never smaller.
    /// - Throws: `StoreError.conflict` with the size that the register holds, and changes nothing, if it holds something else
    ///   or `new` would go back.
    func compareAndSwap(from expected: Checkpoint?, to new: Checkpoint) throws
}

/// The register as a row of the archive's database, within a transaction of its caller.
struct SQLiteCheckpointStore: CheckpointStore {
    private let database: Database
    private let origin: ArchiveOrigin
    /// What stands beside the new root: the hashes that it follows from.
    var peaks: [NodeHash] = []

    init(database: Database, origin: ArchiveOrigin) {
        self.database = database
        self.origin = origin
    }

    func read() throws -> Checkpoint? {
        var held: Checkpoint?
        try RawStatement(database, "SELECT size, root FROM head WHERE id = 1").rows {
            held = Checkpoint(
                origin: origin, size: TreeSize(try $0.index(0).value),
                root: RootHash(try $0.digest(1)))
            return false
        }
        return held
    }

    func compareAndSwap(from expected: Checkpoint?, to new: Checkpoint) throws {
        let held = try read()
        guard held == expected, new.size >= held?.size ?? TreeSize(0) else {
            throw StoreError.conflict(known: held?.size ?? TreeSize(0))
        }
        guard let size = Int64(exactly: new.size.value) else { throw StoreError.damaged("head") }
        try RawStatement(
            database,
            """
            INSERT INTO head (id, size, root, peaks) VALUES (1, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE
            SET size = excluded.size, root = excluded.root, peaks = excluded.peaks
            """
        ).run(.number(size), .bytes(new.root.digest.bytes), .bytes(peaks.joinedBytes))
    }
}
