// Bulk reading of the database beside whoever writes: for audit, export and rebuilding of indexes. Each thread opens its own
// connection, reads rows in the order of their keys, and borrows their bytes where SQLite has them.
//
// Invariants: such a connection never writes and never checkpoints the WAL (that is for the one writer, background/logs.md §6); its
// memory is its page cache, whatever the number of rows; nothing that it gives is checked. Rows below a size that was read once
// never change, so two connections agree on them, but for filings and contents that are erased meanwhile.

package import EvidenceValues

/// A read-only connection to an archive's database, of one thread alone.
package final class ArchiveScan {
    /// Bytes of the page cache: a scan reads each page once, so it should not drive what is worked on out of the processor's cache.
    private static let cacheSize = 512 << 10
    /// Milliseconds to wait for a writer that recovers the WAL.
    private static let patience = 5_000

    private let connection: ScanConnection

    /// Opens `docket.sqlite` of the archive in `folder`.
    package convenience init(folder: String) throws(StoreError) {
        try self.init(database: folder + "/docket.sqlite")
    }

    /// Opens the database at `path`.
    package init(database path: String) throws(StoreError) {
        guard try PosixFile.size(of: path) != nil else {
            throw StoreError.notAnArchive(path: PosixFile.parent(of: path))
        }
        connection = try ScanConnection(path: path, isAtRest: try Self.isAtRest(path))
        try run("PRAGMA busy_timeout = \(Self.patience)")
        try run("PRAGMA query_only = ON")
        try run("PRAGMA trusted_schema = OFF")
        try run("PRAGMA cell_size_check = ON")
        try run("PRAGMA mmap_size = 0")
        try run("PRAGMA cache_size = -\(Self.cacheSize >> 10)")
    }

    /// Rows of `sql`, whose parameters `?1 …` are whole numbers. The statement is kept for the next time.
    package func select(_ sql: String, _ arguments: Int64...) throws(StoreError) -> RowCursor {
        try connection.prepare(sql, arguments)
    }

    /// Rows of `sql`, whose last parameter is a text in UTF-8.
    package func select(
        _ sql: String, _ arguments: Int64..., text: [UInt8]
    ) throws(StoreError) -> RowCursor {
        try connection.prepare(sql, arguments, text: text)
    }

    /// The whole number in the first column of the first row of `sql`; nil if there is no row, or nothing in it.
    package func number(_ sql: String, _ arguments: Int64...) throws(StoreError) -> Int64? {
        let cursor = try connection.prepare(sql, arguments)
        guard try cursor.next(), !cursor.isNull(0) else { return nil }
        return cursor.integer(0)
    }

    /// The text in the first column of each row of `sql`.
    package func texts(_ sql: String, _ arguments: Int64...) throws(StoreError) -> [String] {
        let cursor = try connection.prepare(sql, arguments)
        var texts: [String] = []
        while try cursor.next() { texts.append(cursor.text(0)) }
        return texts
    }

    /// Does `body` on one state of the database. A long one keeps the WAL from being reused, so it should be a chunk's, not a night's.
    package func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
        try run("BEGIN")
        do {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            // After some errors SQLite has ended the transaction itself.
            try? run("ROLLBACK")
            throw error
        }
    }

    /// Ends a statement that runs too long: `isOver` is asked every few thousand steps of SQLite's machine, until another is set.
    package func interrupt(when isOver: (@Sendable () -> Bool)?) {
        connection.interrupt(when: isOver)
    }

    private func run(_ sql: String) throws(StoreError) {
        let cursor = try connection.prepare(sql, [])
        while try cursor.next() {}
    }

    /// Whether nobody writes, and we may not: then SQLite cannot make the files beside the database that readers and writers share.
    private static func isAtRest(_ path: String) throws(StoreError) -> Bool {
        guard !PosixFile.mayWrite(PosixFile.parent(of: path)) else { return false }
        return try PosixFile.size(of: path + "-wal") == nil
    }
}

// The rows that most readers want.
extension ArchiveScan {
    /// Gives the bytes of each entry of `range` that is there, ascending. They live as long as the call of `take`.
    package func entries(
        in range: Range<UInt64>, _ take: (LeafIndex, Span<UInt8>) -> Void
    ) throws(StoreError) {
        let cursor = try select(
            "SELECT idx, entry FROM entry WHERE idx >= ?1 AND idx < ?2 ORDER BY idx",
            Int64(clamping: range.lowerBound), Int64(clamping: range.upperBound))
        while try cursor.next() {
            let index = LeafIndex(UInt64(clamping: cursor.integer(0)))
            cursor.withBytes(1) { take(index, $0) }
        }
    }

    /// Gives the bytes of each filing of `range` that was not erased, ascending. They live as long as the call of `take`.
    package func filings(
        in range: Range<UInt64>, _ take: (LeafIndex, Span<UInt8>) -> Void
    ) throws(StoreError) {
        let cursor = try select(
            "SELECT idx, filing FROM filing WHERE idx >= ?1 AND idx < ?2 ORDER BY idx",
            Int64(clamping: range.lowerBound), Int64(clamping: range.upperBound))
        while try cursor.next() {
            let index = LeafIndex(UInt64(clamping: cursor.integer(0)))
            cursor.withBytes(1) { take(index, $0) }
        }
    }

    /// Gives all texts of each entry of `range` that is there, ascending by index as long as the table is in order. They live as long as the
    /// call of `take`.
    package func exhibits(in range: Range<UInt64>, _ take: TakeRow) throws(StoreError) {
        try connection.handOver(
            RowTaker.exhibits,
            [Int64(clamping: range.lowerBound), Int64(clamping: range.upperBound)], to: take)
    }

    /// The hashes of a full tile, 256 times 32 bytes; nil if it is not there.
    package func tile(level: Int, _ number: UInt64) throws(StoreError) -> [UInt8]? {
        let key = Int64(level) << 56 | Int64(clamping: number)
        let cursor = try select("SELECT hashes FROM tile WHERE id = ?1", key)
        return try cursor.next() ? cursor.bytes(0) : nil
    }
}
