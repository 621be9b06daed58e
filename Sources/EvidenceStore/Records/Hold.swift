// Holds (docs/formats/erasure.md): while one is not released, what it covers is not erased. Hold and release are records in the log;
// the table `hold` says which of them count now, and is written in the transaction of the record.

package import EvidenceValues
import GRDB
package import TransparencyLog

/// A hold that was not released.
package struct ActiveHold: Sendable, Hashable {
    /// The entry of its record.
    package let record: LeafIndex
    package let hold: Hold
}

extension Archive {
    /// Puts an exhibit on hold.
    package func hold(_ index: LeafIndex, warrant: Warrant) throws -> FiledReceipt {
        let exhibit = try exhibit(at: index)
        return try hold(
            Hold(
                matter: exhibit.docketing.matter,
                entry: Hold.Held(index: index, leaf: exhibit.entry.leafHash), warrant: warrant))
    }

    /// Puts a matter on hold, with what will be filed in it.
    package func hold(_ matter: MatterID, warrant: Warrant) throws -> FiledReceipt {
        guard try read({ try $0.matterID(matter) }) != nil else {
            throw StoreError.noSuchMatter(matter)
        }
        return try hold(Hold(matter: matter, entry: nil, warrant: warrant))
    }

    /// Ends the hold whose record is the entry at `index`.
    package func release(hold index: LeafIndex, warrant: Warrant) throws -> FiledReceipt {
        let held = try exhibit(at: index)
        try read { try $0.requireActive(hold: index) }
        let release = Release(
            hold: index, leaf: held.entry.leafHash, matter: held.docketing.matter,
            warrant: warrant)
        return try record(.release, release.bytes, in: release.matter) { ledger, place in
            try ledger.requireActive(hold: index)
            try ledger.database.execute(
                sql: "UPDATE hold SET released_by = ? WHERE record_idx = ?",
                arguments: [place.column, index.column])
        }
    }

    /// The holds that count now, of a matter and its exhibits, or all.
    package func holds(matter: MatterID? = nil) throws -> [ActiveHold] {
        let records = try read { ledger in
            try Row.fetchAll(
                ledger.database,
                sql: "SELECT record_idx FROM hold WHERE released_by IS NULL ORDER BY record_idx"
            ).map { try $0.index("record_idx") }
        }
        return try records.compactMap { record in
            let text = try content(of: exhibit(at: record))
            guard let hold = try? Hold(parsing: text) else {
                throw StoreError.damaged("entry \(record)")
            }
            guard matter == nil || hold.matter == matter else { return nil }
            return ActiveHold(record: record, hold: hold)
        }
    }

    private func hold(_ hold: Hold) throws -> FiledReceipt {
        // Whoever is not sure that a hold was recorded says it again.
        if let same = try holds(matter: hold.matter).first(where: { $0.hold == hold }) {
            return FiledReceipt(receipt: try receipt(of: same.record), wasAlreadyFiled: true)
        }
        return try record(.hold, hold.bytes, in: hold.matter) { ledger, place in
            try ledger.database.execute(
                sql: "INSERT INTO hold (record_idx, matter, idx) VALUES (?, ?, ?)",
                arguments: [
                    place.column, hold.entry == nil ? hold.matter.text : nil,
                    hold.entry?.index.column,
                ])
        }
    }
}

extension Ledger {
    /// The record of a hold that covers the exhibit at `index` of `matter`; nil if there is none.
    func hold(on index: LeafIndex, in matter: MatterID) throws -> LeafIndex? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT record_idx FROM hold
                WHERE released_by IS NULL AND (idx = ? OR matter = ?)
                ORDER BY record_idx LIMIT 1
                """, arguments: [index.column, matter.text]
        ).map { try $0.index("record_idx") }
    }

    /// Refuses what is no hold, or was released.
    func requireActive(hold index: LeafIndex) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT released_by FROM hold WHERE record_idx = ?",
            arguments: [index.column])
        guard let row else { throw StoreError.notAHold(index) }
        guard row.hasNull("released_by") else {
            throw StoreError.alreadyReleased(index, by: try row.index("released_by"))
        }
    }
}
