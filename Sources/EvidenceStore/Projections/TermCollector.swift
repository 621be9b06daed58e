// Keeps the search index up as entries are added: the terms of the newest segment are in memory if this process has added all of it;
// otherwise they are read from the rows when the segment is full.

import EvidenceValues
import Foundation
import GRDB
import TransparencyLog

/// The terms of the newest entries.
struct TermCollector: Sendable {
    /// The segment that is being filled, if all of it is known.
    private var segment: TermSegment?
    /// Segments that are full and not written yet; of those that were here before this collector began, the number alone.
    private(set) var full: [(number: UInt64, segment: TermSegment?)] = []

    /// Takes the terms of the next entry.
    mutating func add(_ index: LeafIndex, leaf: LeafHash, filed: Digest, filing: Filing) {
        if TermSegment.position(of: index) == 0 {
            segment = TermSegment(TermSegment.number(of: index))
        }
        segment?.add(index, leaf: leaf, filed: filed, filing: filing)
        guard (index.value + 1) % TermPostings.segmentSize == 0 else { return }
        full.append((TermSegment.number(of: index), segment))
        segment = nil
    }

    /// Forgets the segment that is being filled, because an entry of it was erased.
    mutating func reset() { segment = nil }

    /// Writes the segments that are full, in the transaction that adds their last entries.
    mutating func write(to database: Database) throws {
        for (number, segment) in full {
            let end = LeafIndex((number + 1) * TermPostings.segmentSize)
            try TermTable.write(
                segment ?? TermCollector.read(number, below: end, from: database), to: database)
        }
        full = []
    }

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
