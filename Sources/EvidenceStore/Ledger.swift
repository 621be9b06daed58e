// The rows of the database as values, within a transaction of the caller: what is read is parsed and compared with itself again, so
// that a damaged row is found where it is met.

package import EvidenceValues
import Foundation
import GRDB
package import TransparencyLog

/// An exhibit as the archive holds it.
package struct StoredExhibit: Sendable, Hashable {
    package let entry: Entry
    package let filing: Filing
    package let filingBytes: [UInt8]
    /// The CMS signature over `filingBytes`; nil if the operator filed it.
    package let filingSignature: [UInt8]?
    package let docketing: Docketing
    /// The digest of the exhibit's bytes.
    package var content: Digest { filing.content }
}

/// The same as raw rows, for who checks them: the audit.
package struct StoredRow: Sendable, Hashable {
    package let index: LeafIndex
    package let leafHash: [UInt8]
    package let entry: [UInt8]
    package let matter: String
    package let number: Int64
    package let content: [UInt8]
    package let filing: [UInt8]
    package let filingDigest: [UInt8]
    package let filingSignature: [UInt8]?
    package let docketing: [UInt8]
}

/// Reads and appends rows.
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

    /// The hash of a perfect subtree.
    func node(_ position: NodePosition) throws -> NodeHash {
        let statement = try database.cachedStatement(
            sql: "SELECT hash FROM node WHERE level = ? AND idx = ?")
        let bytes = try Data.fetchOne(
            statement, arguments: [position.level, Int64(clamping: position.index)])
        guard let digest = bytes.flatMap({ Digest(bytes: [UInt8]($0)) }) else {
            throw StoreError.damaged("node \(position.level)/\(position.index)")
        }
        return NodeHash(digest)
    }

    private static let columns = """
        SELECT entry.idx AS idx, leaf_hash, entry, matter, number, content, filing,
            filing_digest, filing_signature, docketing
        FROM entry JOIN exhibit ON exhibit.idx = entry.idx
        """

    /// Gives the rows of a matter, or of all, in the order of the log.
    func rows(
        matter: MatterID?, below size: TreeSize, _ take: (StoredRow) throws -> Void
    ) throws {
        let condition = matter == nil ? "" : "AND exhibit.matter = :matter "
        var arguments: StatementArguments = ["size": Int64(clamping: size.value)]
        if let matter { arguments += ["matter": matter.text] }
        let cursor = try Row.fetchCursor(
            database,
            sql: Ledger.columns + " WHERE entry.idx < :size \(condition) ORDER BY entry.idx",
            arguments: arguments)
        while let row = try cursor.next() { try take(try Ledger.raw(row)) }
    }

    /// At most `limit` rows from `index` on, in the order of the log.
    func rows(from index: LeafIndex, below size: TreeSize, limit: Int) throws -> [StoredRow] {
        let statement = try database.cachedStatement(
            sql: Ledger.columns
                + " WHERE entry.idx >= ? AND entry.idx < ? ORDER BY entry.idx LIMIT ?")
        let arguments: StatementArguments = [
            Int64(clamping: index.value), Int64(clamping: size.value), limit,
        ]
        return try Row.fetchAll(statement, arguments: arguments).map { try Ledger.raw($0) }
    }

    /// The exhibit at `index`.
    func exhibit(at index: LeafIndex) throws -> StoredExhibit {
        let statement = try database.cachedStatement(
            sql: Ledger.columns + " WHERE entry.idx = ?")
        let row = try Row.fetchOne(statement, arguments: [Int64(clamping: index.value)])
        guard let row else { throw StoreError.noSuchEntry(index) }
        return try Ledger.parse(try Ledger.raw(row))
    }

    /// What a row says, or `.damaged` if its texts do not fit together.
    static func parse(_ row: StoredRow) throws(StoreError) -> StoredExhibit {
        let damage = StoreError.damaged("entry \(row.index)")
        guard let entry = try? Entry(parsing: row.entry),
            let filing = try? Filing(parsing: row.filing),
            let docketing = try? Docketing(parsing: row.docketing), entry.index == row.index,
            entry.filing == filing.digest, entry.docketing == docketing.digest,
            docketing.signature == row.filingSignature.map({ Digest.sha256($0) })
        else { throw damage }
        return StoredExhibit(
            entry: entry, filing: filing, filingBytes: row.filing,
            filingSignature: row.filingSignature, docketing: docketing)
    }

    private static func raw(_ row: Row) throws(StoreError) -> StoredRow {
        StoredRow(
            index: LeafIndex(UInt64(clamping: try row.number("idx"))),
            leafHash: try row.bytes("leaf_hash"), entry: try row.bytes("entry"),
            matter: try row.text("matter"), number: try row.number("number"),
            content: try row.bytes("content"), filing: try row.bytes("filing"),
            filingDigest: try row.bytes("filing_digest"),
            filingSignature: row.hasNull("filing_signature")
                ? nil : try row.bytes("filing_signature"),
            docketing: try row.bytes("docketing"))
    }
}

// GRDB's own subscripts trap when a column has another type than the caller expects. In a damaged file it may.
extension Row {
    /// The whole number in a column.
    func number(_ column: String) throws(StoreError) -> Int64 { try value(column) }
    /// The text in a column.
    func text(_ column: String) throws(StoreError) -> String { try value(column) }
    /// The bytes in a column.
    func bytes(_ column: String) throws(StoreError) -> [UInt8] {
        [UInt8](try value(column) as Data)
    }
    /// The digest in a column.
    func digest(_ column: String) throws(StoreError) -> Digest {
        guard let digest = Digest(bytes: try bytes(column)) else {
            throw StoreError.damaged("column \(column)")
        }
        return digest
    }
    /// Whether there is nothing in a column.
    func hasNull(_ column: String) -> Bool { (self[column] as DatabaseValue).isNull }

    private func value<Value: DatabaseValueConvertible>(
        _ column: String
    ) throws(StoreError) -> Value {
        guard let value = Value.fromDatabaseValue(self[column] as DatabaseValue) else {
            throw StoreError.damaged("column \(column)")
        }
        return value
    }
}

extension Ledger {
    /// The newest entry of a matter, or of the log; nil if there is none.
    func last(of matter: MatterID?) throws -> StoredExhibit? {
        let index: Int64?
        if let matter {
            let statement = try database.cachedStatement(
                sql: "SELECT idx FROM exhibit WHERE matter = ? ORDER BY number DESC LIMIT 1")
            index = try Int64.fetchOne(statement, arguments: [matter.text])
        } else {
            index = try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT max(idx) FROM entry"))
        }
        guard let index else { return nil }
        return try exhibit(at: LeafIndex(UInt64(clamping: index)))
    }

    /// The first entry with this filing.
    func first(filing digest: Digest) throws -> LeafIndex? {
        try firstIndex("filing_digest", digest)
    }

    /// The first entry of the same bytes by the same filer into the same matter with the same kind and links.
    func first(sameAs filing: Filing) throws -> LeafIndex? {
        try firstIndex("sameness", Ledger.sameness(of: filing))
    }

    /// For which filing and entry an idempotency key was used.
    func use(ofKey key: String) throws -> (filing: Digest, index: LeafIndex)? {
        let row = try Row.fetchOne(
            database, sql: "SELECT filing_digest, idx FROM idempotency WHERE key = ?",
            arguments: [key])
        guard let row else { return nil }
        return (try row.digest("filing_digest"), LeafIndex(UInt64(clamping: try row.number("idx"))))
    }

    /// Notes that for `key` the archive answered with the entry at `index`.
    func note(key: String, filing: Digest, index: LeafIndex) throws {
        try database.execute(
            sql: "INSERT INTO idempotency (key, filing_digest, idx) VALUES (?, ?, ?)",
            arguments: [key, Data(filing.bytes), Int64(clamping: index.value)])
    }

    /// Writes the rows of one exhibit and the perfect subtrees that it makes whole.
    func append(_ exhibit: StoredExhibit, to edge: inout RightEdge) throws {
        let index = Int64(clamping: exhibit.entry.index.value)
        let leaf = exhibit.entry.leafHash
        try database.cachedStatement(
            sql: "INSERT INTO entry (idx, leaf_hash, entry) VALUES (?, ?, ?)"
        ).execute(arguments: [index, Data(leaf.digest.bytes), Data(exhibit.entry.bytes)])
        try database.cachedStatement(
            sql: """
                INSERT INTO exhibit (idx, matter, number, content, filing, filing_digest,
                    filing_signature, docketing, sameness)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            index, exhibit.filing.matter.text,
            Int64(clamping: exhibit.docketing.number.value), Data(exhibit.content.bytes),
            Data(exhibit.filingBytes), Data(exhibit.entry.filing.bytes),
            exhibit.filingSignature.map { Data($0) }, Data(exhibit.docketing.bytes),
            Data(Ledger.sameness(of: exhibit.filing).bytes),
        ])
        let insert = try database.cachedStatement(
            sql: "INSERT INTO node (level, idx, hash) VALUES (?, ?, ?)")
        var whole: [(position: NodePosition, hash: NodeHash)] = []
        edge.append(leaf) { whole.append(($0, $1)) }
        for (position, hash) in whole {
            try insert.execute(arguments: [
                position.level, Int64(clamping: position.index), Data(hash.digest.bytes),
            ])
        }
    }

    /// The note of the checkpoint at `size`.
    func note(at size: TreeSize) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT note FROM checkpoint WHERE size = ?",
            arguments: [Int64(clamping: size.value)])
    }

    /// The smallest tree that was signed and has the entry at `index`, and its note.
    func firstNote(containing index: LeafIndex) throws -> (size: TreeSize, note: String)? {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT size, note FROM checkpoint WHERE size > ? ORDER BY size LIMIT 1",
            arguments: [Int64(clamping: index.value)])
        guard let row else { return nil }
        return (TreeSize(UInt64(clamping: try row.number("size"))), try row.text("note"))
    }

    /// Writes the note of a checkpoint.
    func write(_ checkpoint: SignedCheckpoint) throws {
        try database.execute(
            sql: "INSERT INTO checkpoint (size, note) VALUES (?, ?)",
            arguments: [Int64(clamping: checkpoint.checkpoint.size.value), checkpoint.note])
    }

    /// What makes two filings the same in all but nonce, name and checkpoint, as a digest.
    private static func sameness(of filing: Filing) -> Digest {
        let links = filing.links.map { "\($0.relation.rawValue) \($0.target.text)\n" }.joined()
        let text = """
            \(filing.filer.text)
            \(filing.matter.text)
            \(filing.kind.rawValue)
            \(filing.content.text)
            \(links)
            """
        return Digest.sha256(text.utf8)
    }

    private func firstIndex(_ column: String, _ digest: Digest) throws -> LeafIndex? {
        let statement = try database.cachedStatement(
            sql: "SELECT idx FROM exhibit WHERE \(column) = ? ORDER BY idx LIMIT 1")
        let index = try Int64.fetchOne(statement, arguments: [Data(digest.bytes)])
        return index.map { LeafIndex(UInt64(clamping: $0)) }
    }
}
