// The pointers behind `ArchiveScan`: one connection, and the statements on it. A cursor keeps its connection, and gives its statement
// back when it goes, so that the same SQL is compiled once. What a cursor lends is SQLite's memory, and lives until the cursor moves: so it is lent as a span
// to a closure, from which it cannot escape.

import CReadAhead
import Foundation
import GRDBSQLite

/// A connection that only reads.
@safe final class ScanConnection {
    /// Instructions of SQLite's machine between two questions whether it is to stop.
    private static let patience: Int32 = 10_000

    private let handle: OpaquePointer
    private var isOver: (@Sendable () -> Bool)?
    /// Compiled statements that nobody uses, reset, by their SQL.
    private var idle: [String: OpaquePointer] = unsafe [:]
    /// Who takes the rows that a statement hands over. SQLite has the address, so it stays as long as the handle.
    private let taker: UnsafeMutablePointer<RowTaker>

    /// - Parameter isAtRest: whether nobody writes to the database, and SQLite can make no files beside it.
    init(path: String, isAtRest: Bool) throws(StoreError) {
        // sqlite.org/uri.html: in a name that is a URI everything but these is written with percent signs.
        let unreserved = CharacterSet(charactersIn: "/-._~").union(.alphanumerics)
        let name = path.addingPercentEncoding(withAllowedCharacters: unreserved) ?? path
        let uri = "file:\(name)" + (isAtRest ? "?immutable=1" : "")
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        // The string lives through the call; `opened` gets a handle even after most errors, and it is ours to close.
        let code = unsafe sqlite3_open_v2(uri, &opened, flags, docket_read_ahead())
        guard let opened = unsafe opened else {
            throw StoreError.database(code: code, message: path)
        }
        unsafe handle = opened
        unsafe taker = UnsafeMutablePointer<RowTaker>.allocate(capacity: 1)
        unsafe taker.initialize(to: RowTaker())
        guard code == SQLITE_OK else { throw unsafe ScanConnection.failure(code, opened) }
        // Extended result codes tell a malformed page from a malformed index.
        _ = unsafe sqlite3_extended_result_codes(opened, 1)
        let known = unsafe RowTaker.register(on: opened, taker)
        guard known == SQLITE_OK else { throw unsafe ScanConnection.failure(known, opened) }
    }

    // No cursor is left, or it would keep the connection: so all statements are idle.
    deinit {
        while let statement = unsafe idle.popFirst()?.value {
            _ = unsafe sqlite3_finalize(statement)
        }
        _ = unsafe sqlite3_close_v2(handle)
        unsafe taker.deinitialize(count: 1)
        unsafe taker.deallocate()
    }

    /// Hands the rows of `sql` to `take`; `sql` asks `docket_take` for each, and gives none itself.
    func handOver(
        _ sql: String, _ arguments: [Int64], to take: TakeRow
    ) throws(StoreError) {
        let cursor = try prepare(sql, arguments)
        try withoutActuallyEscaping(take) { take throws(StoreError) in
            // Only this thread uses the connection, and nobody takes rows while rows are taken.
            unsafe taker.pointee.take = take
            defer { unsafe taker.pointee.take = nil }
            while try cursor.next() {}
        }
    }

    func prepare(
        _ sql: String, _ arguments: [Int64], text: [UInt8]? = nil
    ) throws(StoreError) -> RowCursor {
        let cursor = unsafe RowCursor(try statement(sql), sql: sql, of: self)
        try cursor.bind(arguments, text: text)
        return cursor
    }

    private func statement(_ sql: String) throws(StoreError) -> OpaquePointer {
        if let statement = unsafe idle.removeValue(forKey: sql) { return unsafe statement }
        var statement: OpaquePointer?
        // The string lives through the call, and -1 means that it ends with NUL.
        let code = unsafe sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        guard code == SQLITE_OK, let statement = unsafe statement else {
            throw unsafe ScanConnection.failure(code, handle)
        }
        return unsafe statement
    }

    /// Takes a statement back.
    fileprivate func recycle(_ statement: OpaquePointer, sql: String) {
        _ = unsafe sqlite3_reset(statement)
        _ = unsafe sqlite3_clear_bindings(statement)
        if let other = unsafe idle.updateValue(statement, forKey: sql) {
            _ = unsafe sqlite3_finalize(other)
        }
    }

    func interrupt(when isOver: (@Sendable () -> Bool)?) {
        self.isOver = isOver
        guard isOver != nil else { return unsafe sqlite3_progress_handler(handle, 0, nil, nil) }
        // `self` owns the handle, so it lives at least as long as the handler is asked.
        unsafe sqlite3_progress_handler(
            handle, ScanConnection.patience,
            { context in
                guard let context = unsafe context else { return 0 }
                let connection = unsafe Unmanaged<ScanConnection>.fromOpaque(context)
                return unsafe connection.takeUnretainedValue().isOver?() == true ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    fileprivate func failure(_ code: Int32) -> StoreError {
        unsafe ScanConnection.failure(code, handle)
    }

    private static func failure(_ code: Int32, _ handle: OpaquePointer) -> StoreError {
        // The message is the handle's, until its next use; it is copied here.
        let message = unsafe String(cString: sqlite3_errmsg(handle))
        return .database(code: code, message: message)
    }
}

/// The rows of one statement, one after the other. Columns are counted from 0.
@safe package final class RowCursor {
    private let statement: OpaquePointer
    private let sql: String
    private let connection: ScanConnection

    /// Takes over `statement`.
    fileprivate init(_ statement: OpaquePointer, sql: String, of connection: ScanConnection) {
        unsafe self.statement = statement
        self.sql = sql
        self.connection = connection
    }

    deinit { unsafe connection.recycle(statement, sql: sql) }

    /// Begins anew with other parameters.
    package func restart(_ arguments: Int64...) throws(StoreError) {
        // `reset` repeats the error of the last step, which was told then.
        _ = unsafe sqlite3_reset(statement)
        try bind(arguments, text: nil)
    }

    fileprivate func bind(_ arguments: [Int64], text: [UInt8]?) throws(StoreError) {
        var code = SQLITE_OK
        for (position, argument) in arguments.enumerated() where code == SQLITE_OK {
            code = unsafe sqlite3_bind_int64(statement, Int32(position + 1), argument)
        }
        if let text, code == SQLITE_OK {
            // -1 is SQLITE_TRANSIENT: SQLite copies the bytes before the call returns, and the array lives that long.
            let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            code = unsafe text.withUnsafeBytes { bytes in
                let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                let position = Int32(arguments.count + 1)
                // No address stands for NULL, which no name is.
                return unsafe sqlite3_bind_text(
                    statement, position, start, Int32(clamping: bytes.count), copies)
            }
        }
        guard code == SQLITE_OK else { throw connection.failure(code) }
    }

    /// Moves to the next row; false behind the last.
    package func next() throws(StoreError) -> Bool {
        let code = unsafe sqlite3_step(statement)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else { throw connection.failure(code) }
        return false
    }

    /// Whether there is nothing in the column.
    package func isNull(_ column: Int) -> Bool {
        unsafe sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
    }

    /// Whether the column holds bytes. In a damaged row it may hold something else, of which `withBytes` gives SQLite's rendering.
    package func isBlob(_ column: Int) -> Bool {
        unsafe sqlite3_column_type(statement, Int32(column)) == SQLITE_BLOB
    }

    /// The whole number in the column; SQLite's rendering of anything else.
    package func integer(_ column: Int) -> Int64 {
        unsafe sqlite3_column_int64(statement, Int32(column))
    }

    /// Lends the bytes in the column; none if it is empty.
    package func withBytes(_ column: Int, _ body: (Span<UInt8>) -> Void) {
        // The pointer first: asking for the count of a text may change its encoding, and a number has no bytes before.
        let start = unsafe sqlite3_column_blob(statement, Int32(column))
        let count = Int(unsafe sqlite3_column_bytes(statement, Int32(column)))
        guard let start = unsafe start, count > 0 else { return body(Span()) }
        // The memory is the statement's and stays until it moves, which `body` cannot make it do with the span still in use.
        let buffer = unsafe UnsafeRawBufferPointer(start: start, count: count)
        body(unsafe buffer.bindMemory(to: UInt8.self).span)
    }

    /// The bytes in the column.
    package func bytes(_ column: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        withBytes(column) { span in
            unsafe span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// The text in the column; what is no UTF-8 is replaced.
    package func text(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }
}
