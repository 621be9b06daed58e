// The rows of the log as values, within an access to the database of the caller: what is read is parsed and compared with itself
// again, so that a damaged row is found where it is met.

import EvidenceValues
import GRDB
import TransparencyLog

/// Reads rows, and writes those that are added.
struct Ledger {
    let database: Database
    let origin: ArchiveOrigin

    var register: SQLiteCheckpointStore {
        SQLiteCheckpointStore(database: database, origin: origin)
    }

    /// The newest tree.
    func head() throws -> Checkpoint {
        guard let head = try register.read() else { throw StoreError.damaged("head") }
        return head
    }

    /// The newest tree from its peaks, and the root that is stored beside them and that they give.
    func peaks() throws -> (edge: RightEdge, root: RootHash) {
        var stored: (size: TreeSize, root: Digest, peaks: [UInt8])?
        try RawStatement(database, "SELECT size, root, peaks FROM head WHERE id = 1").rows {
            stored = (TreeSize(try $0.index(0).value), try $0.digest(1), try $0.bytes(2))
            return false
        }
        guard let stored, let hashes = [NodeHash](joinedBytes: stored.peaks),
            hashes.count == stored.size.value.nonzeroBitCount
        else { throw StoreError.damaged("head") }
        var rest = hashes[...]
        let edge = try RightEdge(size: stored.size) { _ throws(StoreError) in
            guard let hash = rest.popFirst() else { throw StoreError.damaged("head") }
            return hash
        }
        let root = edge.root
        guard root.digest == stored.root else { throw StoreError.damaged("root \(stored.size)") }
        return (edge, root)
    }

    /// The right edge, hashed anew from the newest entries and compared with the peaks.
    func edge() throws -> LogEdge {
        let peaks = try peaks().edge
        var tails: [[NodeHash]] = []
        for level in 0..<LogEdge.maximumLevels
        where peaks.size.value >> UInt64(8 * level) > 0 {
            let count = LogEdge.tailCount(peaks.size, level: level)
            tails.append(try level == 0 ? leaves(count, below: peaks.size) : tail(level))
        }
        let edge = try LogEdge(size: peaks.size, tails: tails)
        guard edge.peaks == peaks else { throw StoreError.damaged("edge") }
        return edge
    }

    /// The hashes of a full tile.
    func tile(_ key: Int64) throws -> [UInt8]? {
        var hashes: [UInt8]?
        try RawStatement(database, "SELECT hashes FROM tile WHERE id = ?").rows(key) {
            hashes = try $0.bytes(0)
            return false
        }
        return hashes
    }

    private func leaves(_ count: Int, below size: TreeSize) throws -> [NodeHash] {
        var leaves: [NodeHash] = []
        let first = Int64(clamping: size.value) - Int64(count)
        try RawStatement(
            database, "SELECT entry FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx"
        )
        .rows(first, Int64(clamping: size.value)) {
            leaves.append(NodeHash(LeafHash.of(entryBytes: try $0.bytes(0))))
            return true
        }
        return leaves
    }

    private func tail(_ level: Int) throws -> [NodeHash] {
        var bytes: [UInt8] = []
        try RawStatement(database, "SELECT hashes FROM edge WHERE level = ?").rows(Int64(level)) {
            bytes = try $0.bytes(0)
            return false
        }
        guard let hashes = [NodeHash](joinedBytes: bytes) else {
            throw StoreError.damaged("edge \(level)")
        }
        return hashes
    }
}

// Exhibits.
extension Ledger {
    private static let columns = """
        SELECT entry.idx, entry, filing, signature, docketing FROM entry
        LEFT JOIN filing ON filing.idx = entry.idx LEFT JOIN docketing ON docketing.idx = entry.idx
        """

    /// The entry at `index`; nil if there is none.
    func entry(at index: LeafIndex) throws -> Entry? {
        var entry: Entry?
        try RawStatement(database, "SELECT entry FROM entry WHERE idx = ?")
            .rows(Int64(clamping: index.value)) {
                guard let parsed = try? Entry(parsing: $0.bytes(0)), parsed.index == index else {
                    throw StoreError.damaged("entry \(index)")
                }
                entry = parsed
                return false
            }
        return entry
    }

    /// The exhibit at `index`.
    func exhibit(at index: LeafIndex) throws -> StoredExhibit {
        guard let row = try rows(from: index, below: TreeSize(index.value &+ 1), limit: 1).first
        else { throw StoreError.noSuchEntry(index) }
        if row.filing == nil, let record = try erasure(of: index) {
            throw StoreError.erased(index, by: record)
        }
        return try Ledger.parse(row)
    }

    /// At most `limit` rows from `index` on, in the order of the log.
    func rows(from index: LeafIndex, below size: TreeSize, limit: Int) throws -> [StoredRow] {
        var rows: [StoredRow] = []
        let statement = try RawStatement(
            database,
            Ledger.columns
                + " WHERE entry.idx >= ? AND entry.idx < ? ORDER BY entry.idx LIMIT ?")
        try statement.rows(
            Int64(clamping: index.value), Int64(clamping: size.value), Int64(limit)
        ) {
            rows.append(try Ledger.raw($0))
            return true
        }
        return rows
    }

    /// Gives the rows of a matter below `size`, or of all, in the order of the log.
    func rows(
        matter: MatterID?, below size: TreeSize, _ take: (StoredRow) throws -> Void
    ) throws {
        guard let matter else {
            let statement = try RawStatement(
                database, Ledger.columns + " WHERE entry.idx < ? ORDER BY entry.idx")
            return try statement.rows(Int64(clamping: size.value)) {
                try take(try Ledger.raw($0))
                return true
            }
        }
        guard let id = try matterID(matter) else { return }
        let statement = try RawStatement(
            database,
            "SELECT entry.idx, entry, filing, signature, docketing FROM docket "
                + "JOIN entry ON entry.idx = docket.idx LEFT JOIN filing ON filing.idx = docket.idx "
                + "LEFT JOIN docketing ON docketing.idx = docket.idx "
                + "WHERE matter_id = ? AND docket.idx < ? ORDER BY number")
        try statement.rows(id, Int64(clamping: size.value)) {
            try take(try Ledger.raw($0))
            return true
        }
    }

    /// The entry that says that the exhibit at `index` was erased; nil if it was not.
    func erasure(of index: LeafIndex) throws -> LeafIndex? {
        var record: LeafIndex?
        try RawStatement(database, "SELECT record_idx FROM erased WHERE idx = ?")
            .rows(Int64(clamping: index.value)) {
                record = try $0.index(0)
                return false
            }
        return record
    }

    /// The bytes of a small content that was filed at `index`; nil if they are elsewhere, or erased.
    func content(at index: LeafIndex) throws -> [UInt8]? {
        var bytes: [UInt8]?
        try RawStatement(database, "SELECT bytes FROM content WHERE idx = ?")
            .rows(Int64(clamping: index.value)) {
                bytes = try $0.bytes(0)
                return false
            }
        return bytes
    }

    /// What a row says, or `.damaged` if its texts do not fit together.
    static func parse(_ row: StoredRow) throws(StoreError) -> StoredExhibit {
        let damage = StoreError.damaged("entry \(row.index)")
        guard let bytes = row.filing, let entry = try? Entry(parsing: row.entry),
            let filing = try? Filing(parsing: bytes),
            let docketing = try? Docketing(parsing: row.docketing), entry.index == row.index,
            entry.filing == filing.digest, entry.docketing == docketing.digest,
            docketing.signature == row.signature.map({ Digest.sha256($0) }),
            docketing.matter == filing.matter
        else { throw damage }
        return StoredExhibit(
            entry: entry, filing: filing, filingBytes: bytes, filingSignature: row.signature,
            docketing: docketing)
    }

    static func raw(_ row: RawRow) throws(StoreError) -> StoredRow {
        StoredRow(
            index: try row.index(0), entry: try row.bytes(1),
            filing: row.isNull(2) ? nil : try row.bytes(2),
            signature: row.isNull(3) ? nil : try row.bytes(3),
            docketing: row.isNull(4) ? [] : try row.bytes(4))
    }
}
