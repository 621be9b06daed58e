// Many rows of one table at once. Their bytes lie side by side, so that they are bound without copies and a statement of sixteen rows
// takes them: SQLite then opens the table once for sixteen rows. Measured, this is a fifth of what single inserts cost. Pointers stay
// in this file.

import EvidenceValues
import GRDB
import GRDBSQLite
import TransparencyLog

/// Rows that are to be added to a table, in the order of its columns.
@safe struct RowBlock: Sendable {
    /// A table's name and how many columns it has.
    struct Table: Sendable {
        fileprivate let columns: Int
        fileprivate let many: String
        fileprivate let one: String

        init(_ name: String, columns: Int) {
            self.columns = columns
            let row = "(" + Array(repeating: "?", count: columns).joined(separator: ", ") + ")"
            one = "INSERT INTO \(name) VALUES \(row)"
            let rows = Array(repeating: row, count: RowBlock.rowsAtOnce).joined(separator: ", ")
            many = "INSERT INTO \(name) VALUES \(rows)"
        }
    }

    private enum Cell {
        case number(Int64)
        /// Where in `bytes`.
        case bytes(Range<Int>)
        case null
    }

    private static let rowsAtOnce = 16

    private let table: Table
    private var cells: [Cell] = []
    /// The bytes of all rows, as they are bound.
    var bytes: [UInt8] = []

    init(_ table: Table) { self.table = table }

    var rowCount: Int { cells.count / table.columns }

    mutating func reserve(rows: Int, bytes size: Int = 0) {
        cells.reserveCapacity(rows * table.columns)
        bytes.reserveCapacity(size)
    }

    /// Adds the next cell.
    mutating func add(_ number: Int64) { cells.append(.number(number)) }

    /// Adds the next cell.
    mutating func add(_ value: [UInt8]?) {
        guard let value else { return cells.append(.null) }
        let start = bytes.count
        bytes += value
        cells.append(.bytes(start..<bytes.count))
    }

    /// The digest of a cell's bytes; nil for NULL.
    func digest(row: Int, column: Int) -> Digest? {
        place(row, column).map { Digest.sha256(bytes.span.extracting($0)) }
    }

    /// The leaf hash of a cell's bytes; nil for NULL.
    func leafHash(row: Int, column: Int) -> LeafHash? {
        place(row, column).map { LeafHash.of(entry: bytes.span.extracting($0)) }
    }

    private func place(_ row: Int, _ column: Int) -> Range<Int>? {
        guard case .bytes(let place) = cells[row * table.columns + column] else { return nil }
        return place
    }

    /// Inserts the rows.
    func insert(into database: Database) throws {
        // SQLite reads the bytes until the statement is reset, and both happen in here.
        try unsafe bytes.withUnsafeBytes { memory in
            var row = 0
            if rowCount >= RowBlock.rowsAtOnce {
                let many = try database.cachedStatement(sql: table.many)
                while row + RowBlock.rowsAtOnce <= rowCount {
                    try unsafe run(many.sqliteStatement, row, RowBlock.rowsAtOnce, memory)
                    row += RowBlock.rowsAtOnce
                }
            }
            guard row < rowCount else { return }
            let one = try database.cachedStatement(sql: table.one)
            while row < rowCount {
                try unsafe run(one.sqliteStatement, row, 1, memory)
                row += 1
            }
        }
    }

    private func run(
        _ statement: OpaquePointer, _ row: Int, _ count: Int, _ memory: UnsafeRawBufferPointer
    ) throws {
        var position: Int32 = 0
        for cell in cells[(row * table.columns)..<((row + count) * table.columns)] {
            position += 1
            let code =
                switch cell {
                case .number(let number):
                    unsafe sqlite3_bind_int64(statement, position, number)
                case .null: unsafe sqlite3_bind_null(statement, position)
                case .bytes(let place):
                    unsafe RowBlock.bind(statement, position, memory, place)
                }
            guard code == SQLITE_OK else { throw unsafe RowBlock.failure(statement) }
        }
        let code = unsafe sqlite3_step(statement)
        let error = code == SQLITE_DONE ? nil : unsafe RowBlock.failure(statement)
        _ = unsafe sqlite3_reset(statement)
        if let error { throw error }
    }

    private static func bind(
        _ statement: OpaquePointer, _ position: Int32, _ memory: UnsafeRawBufferPointer,
        _ place: Range<Int>
    ) -> Int32 {
        // An empty buffer may have no address, which would bind NULL.
        guard let start = memory.baseAddress, !place.isEmpty else {
            return unsafe sqlite3_bind_zeroblob(statement, position, 0)
        }
        return unsafe sqlite3_bind_blob64(
            statement, position, start + place.lowerBound, UInt64(place.count), nil)
    }

    private static func failure(_ statement: OpaquePointer) -> DatabaseError {
        unsafe DatabaseError.last(of: sqlite3_db_handle(statement))
    }
}

extension DatabaseError {
    /// What the connection says of its last failure.
    static func last(of handle: OpaquePointer?) -> DatabaseError {
        // The message is the handle's until its next use; it is copied here.
        let message = unsafe String(cString: sqlite3_errmsg(handle))
        let code = unsafe sqlite3_extended_errcode(handle)
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}
