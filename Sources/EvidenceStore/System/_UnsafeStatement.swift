// Rows by the thousand, without GRDB's values in between: a prepared statement of GRDB's cache, bound and stepped through SQLite
// itself. Pointers stay in this file. Bytes are bound without a copy (`nil` is SQLITE_STATIC), so each insert binds, steps and
// resets within the scope in which its arrays are borrowed.

import EvidenceValues
import GRDB
import GRDBSQLite

/// A statement for use within one access to the database.
@safe struct RawStatement {
    // Keeps the pointer alive.
    private let statement: Statement
    private let pointer: OpaquePointer

    /// The statement of `sql`, from the connection's cache. Two uses of one text must not be nested.
    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        unsafe pointer = statement.sqliteStatement
        // Whoever used it last may have stopped before its last row. What reset tells was told then.
        _ = unsafe sqlite3_reset(pointer)
    }

    /// Runs it with whole numbers.
    func run(_ first: Int64, _ second: Int64, _ third: Int64? = nil) throws {
        try bind(1, first)
        try bind(2, second)
        if let third { try bind(3, third) }
        try finish()
    }

    /// Runs it with a number and bytes.
    func run(_ number: Int64, _ bytes: [UInt8]) throws {
        try bind(1, number)
        try bytes.withBound(to: self, at: 2) { try finish() }
    }

    /// Runs it with a number and twice bytes, the second of which may be none.
    func run(_ number: Int64, _ bytes: [UInt8], _ more: [UInt8]?) throws {
        try bind(1, number)
        try bytes.withBound(to: self, at: 2) {
            guard let more else {
                try check(unsafe sqlite3_bind_null(pointer, 3))
                return try finish()
            }
            try more.withBound(to: self, at: 3) { try finish() }
        }
    }

    /// Runs it with values of any kind, which are copied.
    func run(_ values: RawValue...) throws {
        try bind(values)
        try finish()
    }

    /// Gives each row for a text until `take` says false.
    func rows(_ text: String, take: (RawRow) throws -> Bool) throws {
        try bind([.text(text)])
        try step(take)
    }

    /// Gives each row for `numbers` until `take` says false.
    func rows(_ numbers: Int64..., take: (RawRow) throws -> Bool) throws {
        for (position, number) in numbers.enumerated() { try bind(Int32(position + 1), number) }
        try step(take)
    }

    private func step(_ take: (RawRow) throws -> Bool) throws {
        // What reset tells, the step told before.
        defer { _ = unsafe sqlite3_reset(pointer) }
        while true {
            let code = unsafe sqlite3_step(pointer)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw failure() }
            guard try take(unsafe RawRow(pointer)) else { return }
        }
    }

    private func bind(_ position: Int32, _ number: Int64) throws {
        try check(unsafe sqlite3_bind_int64(pointer, position, number))
    }

    private func bind(_ values: [RawValue]) throws {
        // SQLITE_TRANSIENT, which the importer cannot see: SQLite copies before it returns (sqlite.org/c3ref/c_static.html).
        let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (number, value) in values.enumerated() {
            let position = Int32(number + 1)
            switch value {
            case .number(let number):
                try bind(position, number)
            case .text(let text):
                let count = Int32(text.utf8.count)
                // The string lives through the call.
                try check(unsafe sqlite3_bind_text(pointer, position, text, count, copied))
            case .bytes(let bytes):
                let count = Int32(bytes.count)
                // The array lives through the call.
                try check(unsafe sqlite3_bind_blob(pointer, position, bytes, count, copied))
            }
        }
    }

    fileprivate func bind(_ position: Int32, _ bytes: UnsafeRawBufferPointer) throws {
        // An empty buffer may have no address, which would bind NULL.
        guard let start = bytes.baseAddress, unsafe !bytes.isEmpty else {
            return try check(unsafe sqlite3_bind_zeroblob(pointer, position, 0))
        }
        try check(
            unsafe sqlite3_bind_blob64(pointer, position, start, UInt64(bytes.count), nil))
    }

    private func finish() throws {
        let code = unsafe sqlite3_step(pointer)
        let error = code == SQLITE_DONE ? nil : failure()
        _ = unsafe sqlite3_reset(pointer)
        if let error { throw error }
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw failure() }
    }

    private func failure() -> DatabaseError {
        unsafe DatabaseError.last(of: sqlite3_db_handle(pointer))
    }
}

/// A value for a statement.
enum RawValue {
    case number(Int64)
    case text(String)
    case bytes([UInt8])
}

extension [UInt8] {
    /// Binds these bytes for the time of `body`.
    fileprivate func withBound(
        to statement: RawStatement, at position: Int32, _ body: () throws -> Void
    ) throws {
        // The array is borrowed until `body` has stepped and reset the statement.
        try unsafe withUnsafeBytes { buffer in
            try unsafe statement.bind(position, buffer)
            try body()
        }
    }
}

/// The row that a statement stands on; only within the closure that it is given to.
@safe struct RawRow {
    private let pointer: OpaquePointer

    fileprivate init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// The whole number in a column, counted from 0.
    func number(_ column: Int32) throws(StoreError) -> Int64 {
        guard unsafe sqlite3_column_type(pointer, column) == SQLITE_INTEGER else {
            throw damage(column)
        }
        return unsafe sqlite3_column_int64(pointer, column)
    }

    /// The index of an entry in a column.
    func index(_ column: Int32) throws(StoreError) -> LeafIndex {
        guard let value = UInt64(exactly: try number(column)) else { throw damage(column) }
        return LeafIndex(value)
    }

    /// The bytes in a column.
    func bytes(_ column: Int32) throws(StoreError) -> [UInt8] {
        guard unsafe sqlite3_column_type(pointer, column) == SQLITE_BLOB else {
            throw damage(column)
        }
        // SQLite's memory, until the statement moves; copied here. An empty blob has no address.
        guard let start = unsafe sqlite3_column_blob(pointer, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(pointer, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The text in a column.
    func text(_ column: Int32) throws(StoreError) -> String {
        guard unsafe sqlite3_column_type(pointer, column) == SQLITE_TEXT,
            let start = unsafe sqlite3_column_text(pointer, column)
        else { throw damage(column) }
        // SQLite's memory, until the statement moves; copied here.
        let count = Int(unsafe sqlite3_column_bytes(pointer, column))
        return unsafe String(
            decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Whether there is nothing in a column.
    func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(pointer, column) == SQLITE_NULL
    }

    /// The digest in a column.
    func digest(_ column: Int32) throws(StoreError) -> Digest {
        let bytes = try bytes(column)
        guard let value = Bytes32(bytes.span) else { throw damage(column) }
        return Digest(value)
    }

    private func damage(_ column: Int32) -> StoreError { .damaged("column \(column) of a row") }
}
