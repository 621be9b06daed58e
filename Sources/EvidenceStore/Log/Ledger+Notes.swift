// Which trees were signed: one row of `checkpoint` for each committed batch, and the note, which is a function of it and of the key,
// a transaction later.

import EvidenceValues
import GRDB
import TransparencyLog

extension Ledger {
    /// The note of the checkpoint at `size`.
    func note(at size: TreeSize) throws -> String? {
        var note: String?
        try RawStatement(database, "SELECT note FROM note WHERE size = ?")
            .rows(Int64(clamping: size.value)) {
                note = try $0.text(0)
                return false
            }
        return note
    }

    /// The smallest tree with the entry at `index` that was committed as a batch; nil if there is none.
    func firstSize(containing index: LeafIndex) throws -> TreeSize? {
        var size: TreeSize?
        try RawStatement(
            database, "SELECT size FROM checkpoint WHERE size > ? ORDER BY size LIMIT 1"
        ).rows(Int64(clamping: index.value)) {
            size = TreeSize(try $0.index(0).value)
            return false
        }
        return size
    }

    /// The smallest tree with the entry at `index` whose note is stored; nil if there is none.
    func firstNote(containing index: LeafIndex) throws -> (TreeSize, note: String)? {
        let row = try Row.fetchOne(
            database, sql: "SELECT size, note FROM note WHERE size > ? ORDER BY size LIMIT 1",
            arguments: [Int64(clamping: index.value)])
        return try row.map { (TreeSize(try $0.index("size").value), try $0.text("note")) }
    }

    /// The newest note; nil if there is none.
    func newestNote() throws -> (size: TreeSize, note: String)? {
        let row = try Row.fetchOne(
            database, sql: "SELECT size, note FROM note ORDER BY size DESC LIMIT 1")
        return try row.map { (TreeSize(try $0.index("size").value), try $0.text("note")) }
    }

    /// The committed trees whose notes are not stored. Only the newest can be missing, unless somebody took others away.
    func unsigned() throws -> [Checkpoint] {
        let newest = try newestNote().map { Int64(clamping: $0.size.value) } ?? -1
        return try Row.fetchAll(
            database, sql: "SELECT size, root FROM checkpoint WHERE size > ? ORDER BY size",
            arguments: [newest]
        ).map {
            Checkpoint(
                origin: origin, size: TreeSize(try $0.index("size").value),
                root: RootHash(try $0.digest("root")))
        }
    }

    /// Writes a note, unless it is there.
    func write(_ signed: SignedCheckpoint) throws {
        let size = signed.checkpoint.size
        guard try note(at: size) == nil else { return }
        try RawStatement(database, "INSERT INTO note (size, note) VALUES (?, ?)")
            .run(.number(Int64(clamping: size.value)), .text(signed.note))
    }
}
