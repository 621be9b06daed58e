// Erasure (docs/formats/erasure.md). One transaction files the records and deletes filing, signature, small content, and what was
// derived from them; then the file of a large content goes, unless another filing names it, the database is written anew, and the
// WAL is emptied into it. The entry and the docketing stay, and with them every proof. Writing the database anew takes time in
// proportion to its size (docs/operating.md), whatever is erased; so several exhibits are erased at once.
//
// If the process dies before the commit, nothing happened. If it dies behind it, `erased.blob` still names the content, and the next
// who opens the archive to write goes on.

package import EvidenceValues
import Foundation
import GRDB
package import TransparencyLog

/// The answer to an erasure.
package struct ErasureOutcome: Sendable, Hashable {
    /// The receipts of the records, one for each exhibit, in their order.
    package let records: [Receipt]
    /// Whether no file of the archive holds a byte of them any more. If not, another process reads a state from before; the next
    /// writer after it finishes.
    package let isGone: Bool
}

extension Archive {
    /// Erases the exhibits at `indexes`, all or none; `Archive.maximumBatch` at most.
    package func erase(_ indexes: [LeafIndex], warrant: Warrant) throws -> ErasureOutcome {
        guard indexes.count <= Archive.maximumBatch else {
            throw StoreError.batchTooLarge(indexes.count)
        }
        let exhibits = try indexes.map { try erasable($0) }
        let records = try exhibits.map { exhibit in
            let erasure = Erasure(
                entry: exhibit.entry.index, leaf: exhibit.entry.leafHash,
                matter: exhibit.docketing.matter, number: exhibit.docketing.number,
                warrant: warrant)
            return try submission(of: .erasure, erasure.bytes, in: erasure.matter)
        }
        let filed = try record(records) { ledger, places in
            for (exhibit, place) in zip(exhibits, places) {
                try ledger.requireFree(exhibit.entry.index, in: exhibit.docketing.matter)
                if let record = try ledger.erasure(of: exhibit.entry.index) {
                    throw StoreError.erased(exhibit.entry.index, by: record)
                }
                try ledger.erase(exhibit, record: place.index)
            }
        }
        // In memory the terms of what was erased are still among those of the newest segment.
        state?.terms?.reset()
        return ErasureOutcome(records: filed.map(\.receipt), isGone: try finishErasures())
    }

    /// The exhibit at `index`, if it may be erased.
    private func erasable(_ index: LeafIndex) throws -> StoredExhibit {
        let exhibit = try exhibit(at: index)
        guard !exhibit.filing.kind.isReserved else {
            throw StoreError.notErasable(index, exhibit.filing.kind)
        }
        try read { try $0.requireFree(index, in: exhibit.docketing.matter) }
        return exhibit
    }

    /// Does what erasures have left to do behind their commit; true if nothing is left.
    func finishErasures() throws -> Bool {
        let unfinished = try read { try $0.unfinishedErasures() }
        guard !unfinished.isEmpty else { return try emptyJournal() }
        for (_, digest) in unfinished {
            // Where there is no file, nobody needs to read all filings.
            if try blobs.size(of: digest) != nil, try !read({ try $0.isNamed(digest) }) {
                try blobs.remove(digest)
            }
        }
        guard try scrub() else { return false }
        try write { ledger in
            for (index, _) in unfinished {
                try ledger.database.execute(
                    sql: "UPDATE erased SET blob = NULL WHERE idx = ?", arguments: [index.column])
            }
        }
        return try emptyJournal()
    }

    /// Writes the database anew. `secure_delete` puts zeros where a row was, but when an earlier deletion had made SQLite move that row
    /// to another page, the bytes that it left behind stay in the unused middle of the old page (3.40.1: seen in tests). False if the
    /// disk has no room for it.
    ///
    /// Known gap: it reads and writes every page, so nothing is filed meanwhile.
    private func scrub() throws -> Bool {
        do {
            try peek { try $0.database.execute(sql: "VACUUM") }
            return true
        } catch StoreError.diskFull { return false }
    }

    /// Moves what is in the WAL into the database and truncates it; false if a reader needs what is there.
    func emptyJournal() throws -> Bool {
        let row = try peek {
            try Row.fetchOne($0.database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        return try row?.number("busy") == 0
    }
}

extension Ledger {
    /// Refuses what a hold covers.
    fileprivate func requireFree(_ index: LeafIndex, in matter: MatterID) throws {
        if let record = try hold(on: index, in: matter) {
            throw StoreError.held(index, by: record)
        }
    }

    /// Deletes an exhibit.
    fileprivate func erase(_ exhibit: StoredExhibit, record: LeafIndex) throws {
        let index = exhibit.entry.index
        try database.execute(
            sql: "INSERT INTO erased (idx, record_idx, blob) VALUES (?, ?, ?)",
            arguments: [index.column, record.column, Data(exhibit.content.bytes)])
        try TermTable.remove(index, from: database)
        if let matter = try matterID(exhibit.docketing.matter) {
            try database.execute(
                sql: "DELETE FROM seen WHERE key = ? AND idx = ?",
                arguments: [MatterState.seenKey(exhibit.filing.sameness, in: matter), index.column])
            // What the entry still names is found by its digest, which its nonce keeps from being guessed.
            try database.execute(
                sql: "INSERT OR IGNORE INTO seen (key, idx) VALUES (?, ?)",
                arguments: [MatterState.seenKey(exhibit.entry.filing, in: matter), index.column])
        }
        for table in Schema.erasableTables {
            try database.execute(
                sql: "DELETE FROM \(table) WHERE idx = ?", arguments: [index.column])
        }
    }

    /// Whether anything was ever erased.
    func hasErasures() throws -> Bool {
        var isErased = false
        try RawStatement(database, "SELECT idx FROM erased LIMIT 1").rows {
            _ in
            isErased = true
            return false
        }
        return isErased
    }

    /// Erased exhibits of which something may still be there.
    fileprivate func unfinishedErasures() throws -> [(LeafIndex, Digest)] {
        try Row.fetchAll(database, sql: "SELECT idx, blob FROM erased WHERE blob IS NOT NULL")
            .map { (try $0.index("idx"), try $0.digest("blob")) }
    }

    /// Whether a filing names this content. All filings are read: an index may be damaged, and then somebody's evidence would go.
    fileprivate func isNamed(_ content: Digest) throws -> Bool {
        let line = "\ncontent \(content.text)\n"
        return try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM filing WHERE instr(filing, ?))",
            arguments: [Data(line.utf8)]) ?? false
    }
}
