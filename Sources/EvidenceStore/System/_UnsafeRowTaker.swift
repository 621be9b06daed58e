// Rows that SQLite hands over in the middle of a statement: a function of ours stands in its WHERE clause, is given the columns of each
// row, and is never true, so that one step goes through all rows. What is saved is leaving and entering SQLite's machine for each row
// and asking for each column: a sixth of what an audit spends in SQLite. The columns are SQLite's memory and live until the function returns:
// so they are lent as spans.

import GRDBSQLite

/// Which of the five texts of an entry are there.
package struct FiveColumns: Sendable {
    /// Whether there is anything in each.
    package var isThere = (false, false, false, false, false)
    /// Whether what is there is bytes, as Docket writes them.
    package var areBytes = true

    /// Nothing in any.
    package init() {}
}

/// Takes the texts of one entry: its index, what of them is there, that of the entry, its docketing, its filing, the filing's signature,
/// the exhibit's bytes. Each is empty where there is nothing.
package typealias TakeRow = (
    UInt64, FiveColumns, Span<UInt8>, Span<UInt8>, Span<UInt8>, Span<UInt8>, Span<UInt8>
) -> Void

/// Who takes the rows of the statement that runs.
struct RowTaker {
    var take: TakeRow?

    /// The SQL of the rows from `?1` to below `?2`. Behind the five texts stands what tells a content without bytes, which is damaged, from
    /// none.
    static let exhibits = """
        SELECT 1 FROM entry LEFT JOIN docketing ON docketing.idx = entry.idx
            LEFT JOIN filing ON filing.idx = entry.idx
            LEFT JOIN content ON content.idx = entry.idx
        WHERE entry.idx >= ?1 AND entry.idx < ?2 AND docket_take(
            entry.idx, entry, docketing, filing, signature, bytes, content.idx)
        ORDER BY entry.idx
        """

    /// Makes the function known on a connection. What is at `taker` must outlive it.
    static func register(
        on handle: OpaquePointer, _ taker: UnsafeMutablePointer<RowTaker>
    ) -> Int32 {
        // Only statements of ours may call it: SQLITE_DIRECTONLY keeps it from triggers and views of a database that we do not trust.
        unsafe sqlite3_create_function_v2(
            handle, "docket_take", 7, SQLITE_UTF8 | SQLITE_DIRECTONLY, taker,
            { context, count, values in
                guard let context = unsafe context, let values = unsafe values, count == 7,
                    let taker = unsafe sqlite3_user_data(context)
                else { return }
                if let take = unsafe taker.assumingMemoryBound(to: RowTaker.self).pointee.take {
                    unsafe RowTaker.hand(values, to: take)
                }
                unsafe sqlite3_result_int(context, 0)
            }, nil, nil, nil)
    }

    /// Hands seven columns over.
    @inline(always)
    private static func hand(_ values: UnsafeMutablePointer<OpaquePointer?>, to take: TakeRow) {
        var columns = FiveColumns()
        let index = UInt64(clamping: unsafe sqlite3_value_int64(values[0]))
        let a = unsafe memory(values[1], &columns.isThere.0, &columns.areBytes)
        let b = unsafe memory(values[2], &columns.isThere.1, &columns.areBytes)
        let c = unsafe memory(values[3], &columns.isThere.2, &columns.areBytes)
        let d = unsafe memory(values[4], &columns.isThere.3, &columns.areBytes)
        let e = unsafe memory(values[5], &columns.isThere.4, &columns.areBytes)
        if !columns.isThere.4, unsafe sqlite3_value_type(values[6]) != SQLITE_NULL {
            columns.isThere.4 = true
        }
        unsafe take(index, columns, a.span, b.span, c.span, d.span, e.span)
    }

    /// The memory of a value, until the function returns.
    @inline(always)
    private static func memory(
        _ value: OpaquePointer?, _ isThere: inout Bool, _ areBytes: inout Bool
    ) -> UnsafeBufferPointer<UInt8> {
        let type = unsafe sqlite3_value_type(value)
        guard type != SQLITE_NULL else { return unsafe UnsafeBufferPointer(start: nil, count: 0) }
        isThere = true
        if type != SQLITE_BLOB { areBytes = false }
        // The pointer first: asking for the count of a text may change its encoding, and a number has no bytes before.
        let start = unsafe sqlite3_value_blob(value)
        let count = Int(unsafe sqlite3_value_bytes(value))
        guard let start = unsafe start, count > 0 else {
            return unsafe UnsafeBufferPointer(start: nil, count: 0)
        }
        return unsafe UnsafeRawBufferPointer(start: start, count: count)
            .bindMemory(to: UInt8.self)
    }
}
