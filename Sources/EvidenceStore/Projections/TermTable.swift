// The table of the search index: one row for each segment and kind, written when the segment is full. Nothing needs it; it can be
// dropped at any time, and `docket reindex` writes it again.

import EvidenceValues
import Foundation
import GRDB
import TransparencyLog

/// Rows of the search index.
enum TermTable {
    /// Kinds that a segment has room for.
    private static let kinds: Int64 = 8

    /// Segment and kind are the key, so that new rows stand at the end.
    private static func id(_ segment: UInt64, _ kind: TermKind) -> Int64 {
        Int64(clamping: segment) * kinds + Int64(kind.rawValue)
    }

    /// What the index knows of one kind in a full segment; nil if it is not there or damaged.
    static func postings(
        of kind: TermKind, in segment: UInt64, _ scan: ArchiveScan
    ) throws -> TermPostings? {
        guard
            let cursor = try? scan.select(
                "SELECT postings FROM term WHERE id = ?1", id(segment, kind)),
            try cursor.next()
        else { return nil }
        return TermPostings(row: cursor.bytes(0))
    }

    /// Whether there is a search index. Without it the archive works all the same.
    static func isThere(in database: Database) throws -> Bool { try database.tableExists("term") }

    /// Writes a full segment, over what is there.
    static func write(_ segment: TermSegment, to database: Database) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO term (id, postings) VALUES (?, ?)")
        for kind in TermKind.allCases {
            let row = segment.postings(of: kind).row
            try insert.execute(arguments: [id(segment.number, kind), Data(row)])
        }
    }

    /// Forgets an exhibit, if its segment is written; a row that does not add up is deleted.
    static func remove(_ index: LeafIndex, from database: Database) throws {
        guard try isThere(in: database) else { return }
        let segment = TermSegment.number(of: index)
        for kind in TermKind.allCases {
            let id = id(segment, kind)
            let row = try Data.fetchOne(
                database, sql: "SELECT postings FROM term WHERE id = ?", arguments: [id])
            guard let row else { continue }
            if var postings = TermPostings(row: [UInt8](row)) {
                postings.remove(TermSegment.position(of: index))
                try database.execute(
                    sql: "UPDATE term SET postings = ? WHERE id = ?",
                    arguments: [Data(postings.row), id])
            } else {
                try database.execute(sql: "DELETE FROM term WHERE id = ?", arguments: [id])
            }
        }
    }
}
