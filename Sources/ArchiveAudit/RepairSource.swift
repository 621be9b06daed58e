// One of the two databases that a repair reads. Any row may be unreadable: then it is not there.

import EvidenceStore
import EvidenceValues
import TransparencyLog

/// Reads what is left of a database.
final class RepairSource {
    /// Name and first key of an archive.
    struct Identity: Hashable {
        let origin: ArchiveOrigin
        let key: VerifierKey
    }

    let scan: ArchiveScan
    let size: TreeSize
    let tiles: StoredTiles
    let identity: Identity?

    init(folder: String) throws {
        scan = try ArchiveScan(folder: folder)
        let entries = (try? scan.number("SELECT max(idx) + 1 FROM entry")).flatMap { $0 } ?? 0
        let head = (try? scan.number("SELECT size FROM head")).flatMap { $0 } ?? 0
        let known = head > 0 && head <= entries ? head : entries
        size = TreeSize(UInt64(clamping: known))
        tiles = StoredTiles(scan, size: size)
        let texts = try? scan.texts(
            "SELECT origin FROM archive UNION ALL SELECT verifier_key FROM archive")
        if let texts, texts.count == 2, let origin = ArchiveOrigin(texts[0]),
            let key = try? VerifierKey(text: texts[1]), key.name == origin.text
        {
            identity = Identity(origin: origin, key: key)
        } else {
            identity = nil
        }
    }

    /// The bytes in a column of a row of an entry.
    func bytes(_ table: String, _ column: String, _ index: LeafIndex) -> [UInt8]? {
        guard
            let cursor = try? scan.select(
                "SELECT \(column) FROM \(table) WHERE idx = ?1", Int64(clamping: index.value)),
            (try? cursor.next()) == true, !cursor.isNull(0)
        else { return nil }
        return cursor.bytes(0)
    }

    /// The leaf hash of an entry as others of this database have it: in its tile, or named by the next entry.
    func witnesses(_ index: LeafIndex) -> [LeafHash] {
        var hashes: [LeafHash] = []
        if let slot = tiles.leaf(index) { hashes.append(slot) }
        let next = LeafIndex(index.value + 1)
        if let text = bytes("entry", "entry", next), let entry = try? Entry(parsing: text),
            entry.index == next, let previous = entry.previous
        {
            hashes.append(previous)
        }
        return hashes
    }

    /// Gives the rows of `sql` as long as they can be read.
    func rows(_ sql: String, _ take: (RowCursor) -> Void) {
        guard let cursor = try? scan.select(sql) else { return }
        while (try? cursor.next()) == true { take(cursor) }
    }

    /// Whether there is a checkpoint or a note of this size.
    func hasCheckpoint(_ size: TreeSize) -> Bool {
        ["checkpoint", "note"].contains { table in
            let sql = "SELECT count(*) FROM \(table) WHERE size = ?1"
            let count = (try? scan.number(sql, Int64(clamping: size.value))).flatMap { $0 }
            return (count ?? 0) > 0
        }
    }

    /// The text in a row of a table that is keyed by size.
    func note(_ size: TreeSize) -> String? {
        guard
            let cursor = try? scan.select(
                "SELECT note FROM note WHERE size = ?1", Int64(clamping: size.value)),
            (try? cursor.next()) == true
        else { return nil }
        return cursor.text(0)
    }
}
