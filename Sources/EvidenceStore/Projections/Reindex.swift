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
            var rebuilding = try Rebuilding(ledger.database, origin)
            try rebuilding.run(below: size) { progress($0, size) }
            return try rebuilding.finish()
        }
        // What is in memory follows from the old tables.
        state = nil
        terms.reset()
        _ = try emptyJournal()
        return outcome
    }
}

/// One rebuilding, within a transaction.
private struct Rebuilding {
    /// Entries between two reports of progress.
    private static let pace: UInt64 = 4096

    private let database: Database
    private let origin: ArchiveOrigin
    private var outcome = ReindexOutcome()
    private var segment = TermSegment(0)

    init(_ database: Database, _ origin: ArchiveOrigin) throws {
        self.database = database
        self.origin = origin
        for table in Schema.derivedNames {
            try database.execute(sql: "DROP TABLE IF EXISTS \(table)")
        }
        try database.execute(sql: Schema.derivedTables)
        try database.execute(
            sql: """
                DROP TABLE IF EXISTS temp.stage;
                CREATE TEMP TABLE stage (
                    idx INTEGER PRIMARY KEY, matter_id INTEGER, number INTEGER, key INTEGER);
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
                INSERT INTO docket (matter_id, number, idx)
                    SELECT matter_id, number, idx FROM temp.stage ORDER BY matter_id, number;
                INSERT INTO seen (key, idx)
                    SELECT key, idx FROM temp.stage ORDER BY key, idx;
                DROP TABLE temp.stage;
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
        let state = try advance(docketing, to: index, leaf)
        let key: Int64
        if row.hasNull("filing") {
            // Erased: what its entry still names. Spec: erasure-17
            guard let entry = try? Entry(parsing: entryBytes) else {
                throw StoreError.damaged("entry \(index)")
            }
            key = state.seenKey(entry.filing)
        } else {
            let bytes = try row.bytes("filing")
            guard let filing = try? Filing(parsing: bytes) else {
                throw StoreError.damaged("entry \(index)")
            }
            key = state.seenKey(filing.sameness)
            segment.add(index, leaf: leaf, filed: Digest.sha256(bytes), filing: filing)
        }
        try database.cachedStatement(
            sql: "INSERT INTO temp.stage (idx, matter_id, number, key) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [
            index.column, state.id, Int64(clamping: docketing.number.value), key,
        ])
        outcome.entries += 1
        guard outcome.entries % TermPostings.segmentSize == 0 else { return }
        try TermTable.write(segment, to: database)
        outcome.segments += 1
        segment = TermSegment(outcome.segments)
    }

    /// Writes that the matter of `docketing` stands there now.
    private mutating func advance(
        _ docketing: Docketing, to index: LeafIndex, _ leaf: LeafHash
    ) throws -> MatterState {
        let ledger = Ledger(database: database, origin: origin)
        let before = try ledger.matter(docketing.matter)
        guard docketing.number.value == (before?.number ?? 0) + 1,
            docketing.previous == before?.lastLeaf
        else { throw StoreError.damaged("docketing of entry \(index)") }
        if before == nil { outcome.matters += 1 }
        let state = MatterState(
            id: before?.id ?? Int64(clamping: outcome.matters), number: docketing.number.value,
            lastIndex: index, lastLeaf: leaf, isStored: before != nil)
        try ledger.write(state, of: docketing.matter)
        return state
    }
}
