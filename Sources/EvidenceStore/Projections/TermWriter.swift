// Keeps the search index up as entries are added: the terms of the newest segment are in memory, read again from the rows whenever they
// are not those of the entries before the one that comes, as after a start or a transaction that failed.

import EvidenceValues
import Foundation
import GRDB
import TransparencyLog

/// The segment that is being filled.
struct TermWriter {
    private var segment: TermSegment?
    /// The entry that `segment` goes on with.
    private var next: UInt64 = 0

    /// Takes an exhibit that was added to the log in this transaction, and writes its segment if it is the last of it.
    mutating func add(
        _ index: LeafIndex, leaf: LeafHash, filed: Digest, filing: Filing, to database: Database
    ) throws {
        let number = TermSegment.number(of: index)
        var current: TermSegment
        if let segment, segment.number == number, next == index.value {
            current = segment
        } else {
            current = try TermWriter.read(number, below: index, from: database)
        }
        // Only one owner of the arrays, so that they are not copied with each entry.
        segment = nil
        current.add(index, leaf: leaf, filed: filed, filing: filing)
        next = index.value + 1
        guard next % TermPostings.segmentSize == 0 else {
            segment = current
            return
        }
        // Without its table the archive works all the same.
        if try database.tableExists("term") { try TermTable.write(current, to: database) }
        segment = nil
    }

    /// Forgets what it has in memory.
    mutating func reset() { segment = nil }

    /// The terms of the entries of a segment that are before `index` and not erased.
    static func read(
        _ number: UInt64, below index: LeafIndex, from database: Database
    ) throws -> TermSegment {
        var segment = TermSegment(number)
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT filing.idx AS idx, entry, filing FROM filing
                JOIN entry ON entry.idx = filing.idx
                WHERE filing.idx >= ? AND filing.idx < ? ORDER BY filing.idx
                """, arguments: [Int64(clamping: number * TermPostings.segmentSize), index.column])
        while let row = try rows.next() {
            let index = try row.index("idx")
            let (entry, bytes) = (try row.bytes("entry"), try row.bytes("filing"))
            guard let filing = try? Filing(parsing: bytes) else {
                throw StoreError.damaged("entry \(index)")
            }
            segment.add(
                index, leaf: LeafHash.of(entryBytes: entry), filed: Digest.sha256(bytes),
                filing: filing)
        }
        return segment
    }
}
