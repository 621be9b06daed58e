// `docket reindex`: everything that is derived from the log is dropped and made anew, in one transaction. If the process dies before
// the end, it is as if it had never begun; so there is no half index to be noticed.
//
// The table `hold` is none of them, though it follows from the log too: it decides what may be erased, and here nothing that is read is
// verified. The audit compares it with the records, and a repair makes it anew from those that it has verified. Spec: erasure-18
//
// Rows of `docket` and `seen` come in the order of the log and stand in another, so they are sorted outside (a temporary table and
// SQLite's sorter on the disk) and then written at the end of their tables: memory stays bounded and no page is written twice.

import EvidenceValues
import Foundation
import GRDB
import TransparencyLog

/// What a rebuilding of the indexes did.
package struct ReindexOutcome: Sendable, Hashable {
    package fileprivate(set) var entries: UInt64 = 0
    package fileprivate(set) var matters: UInt64 = 0
    /// Full segments of the search index.
    package fileprivate(set) var segments: UInt64 = 0
}

extension Archive {
    /// Makes all derived tables anew. `progress` is told how many entries are done, and of how many.
    package func reindex(_ progress: (UInt64, UInt64) -> Void = { _, _ in }) throws
        -> ReindexOutcome
    {
        let outcome = try write { ledger in
            let size = try ledger.head().size.value
            var rebuilding = try Rebuilding(ledger.database)
            try rebuilding.run(below: size) { progress($0, size) }
            return try rebuilding.finish()
        }
        // What is in memory follows from the old tables.
        state = nil
        _ = try emptyJournal()
        return outcome
    }
}

/// One rebuilding, within a transaction.
private struct Rebuilding {
    /// Entries between two reports of progress.
    private static let pace: UInt64 = 4096

    private let database: Database
    private var outcome = ReindexOutcome()
    private var segment = TermSegment(0)

    init(_ database: Database) throws {
        self.database = database
        for table in Schema.derivedNames {
            try database.execute(sql: "DROP TABLE IF EXISTS \(table)")
        }
        try database.execute(sql: Schema.derivedTables)
        try database.execute(
            sql: """
                DROP TABLE IF EXISTS temp.stage;
                CREATE TEMP TABLE stage (
                    idx INTEGER PRIMARY KEY, matter_id INTEGER, number INTEGER, key INTEGER);
                DROP TABLE IF EXISTS temp.standing;
                CREATE TEMP TABLE standing (
                    id INTEGER PRIMARY KEY, name TEXT UNIQUE, number INTEGER, last_leaf BLOB);
                """)
    }

    mutating func run(below size: UInt64, _ progress: (UInt64) -> Void) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT entry.idx AS idx, entry, filing, docketing FROM entry
                JOIN docketing ON docketing.idx = entry.idx
                LEFT JOIN filing ON filing.idx = entry.idx ORDER BY entry.idx
                """)
        while let row = try rows.next() {
            try add(row)
            if outcome.entries % Rebuilding.pace == 0 { progress(outcome.entries) }
        }
        guard outcome.entries == size else { throw StoreError.damaged("entry \(outcome.entries)") }
    }

    mutating func finish() throws -> ReindexOutcome {
        try database.execute(
            sql: """
                INSERT INTO matter (id, name) SELECT id, name FROM temp.standing ORDER BY id;
                INSERT INTO docket (matter_id, number, idx)
                    SELECT matter_id, number, idx FROM temp.stage ORDER BY matter_id, number;
                INSERT INTO seen (key, idx)
                    SELECT key, idx FROM temp.stage ORDER BY key, idx;
                DROP TABLE temp.stage;
                DROP TABLE temp.standing;
                """)
        return outcome
    }

    private mutating func add(_ row: Row) throws {
        let index = try row.index("idx")
        let entryBytes = try row.bytes("entry")
        guard index.value == outcome.entries,
            let docketing = try? Docketing(parsing: row.bytes("docketing"))
        else { throw StoreError.damaged("entry \(outcome.entries)") }
        let leaf = LeafHash.of(entryBytes: entryBytes)
        let matter = try advance(docketing, leaf, at: index)
        let key: Int64
        if row.hasNull("filing") {
            // Erased: what its entry still names. Spec: erasure-17
            guard let entry = try? Entry(parsing: entryBytes) else {
                throw StoreError.damaged("entry \(index)")
            }
            key = MatterState.seenKey(entry.filing, in: matter)
        } else {
            let bytes = try row.bytes("filing")
            guard let filing = try? Filing(parsing: bytes) else {
                throw StoreError.damaged("entry \(index)")
            }
            key = MatterState.seenKey(filing.sameness, in: matter)
            segment.add(index, leaf: leaf, filed: Digest.sha256(bytes), filing: filing)
        }
        try database.cachedStatement(
            sql: "INSERT INTO temp.stage (idx, matter_id, number, key) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [
            index.column, matter, Int64(clamping: docketing.number.value), key,
        ])
        outcome.entries += 1
        guard outcome.entries % TermPostings.segmentSize == 0 else { return }
        try TermTable.write(segment, to: database)
        outcome.segments += 1
        segment = TermSegment(outcome.segments)
    }

    /// Notes that the matter of `docketing` stands there now, and gives its number in the tables.
    private mutating func advance(
        _ docketing: Docketing, _ leaf: LeafHash, at index: LeafIndex
    ) throws -> Int64 {
        let name = docketing.matter.text
        let before = try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT id, number, last_leaf FROM temp.standing WHERE name = ?"),
            arguments: [name])
        guard
            try docketing.number.value == (before?.index("number").value ?? 0) + 1,
            try docketing.previous == before.map({ LeafHash(try $0.digest("last_leaf")) })
        else { throw StoreError.damaged("docketing of entry \(index)") }
        if before == nil { outcome.matters += 1 }
        let id = try before?.number("id") ?? Int64(clamping: outcome.matters)
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO temp.standing VALUES (?, ?, ?, ?)"
        ).execute(arguments: [
            id, name, Int64(clamping: docketing.number.value), Data(leaf.digest.bytes),
        ])
        return id
    }
}
