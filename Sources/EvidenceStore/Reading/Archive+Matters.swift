// What is in one matter, by its numbers: pages of a list, one exhibit, ranges of a content. A page is read in one transaction; what it
// says of an erased exhibit is the log's, and the record that erased it.

package import EvidenceValues
package import TransparencyLog

/// One number of a matter.
package enum DocketedExhibit: Sendable, Hashable {
    case filed(StoredExhibit)
    case erased(ErasedExhibit)

    package var entry: Entry {
        switch self {
        case .filed(let exhibit): exhibit.entry
        case .erased(let exhibit): exhibit.entry
        }
    }

    package var docketing: Docketing {
        switch self {
        case .filed(let exhibit): exhibit.docketing
        case .erased(let exhibit): exhibit.docketing
        }
    }
}

extension Archive {
    /// The exhibits of a matter behind `number`, or from its first on, in the order of their numbers, `limit` at most.
    package func docketed(
        in matter: MatterID, behind number: DocketNumber? = nil, limit: Int
    ) throws -> [DocketedExhibit] {
        try read { ledger in
            try ledger.rows(in: matter, behind: number?.value ?? 0, limit: limit).map { row in
                try ledger.docketed(row, in: matter)
            }
        }
    }

    /// The exhibit with this number of a matter; nil if there is none.
    package func docketed(
        _ number: DocketNumber, in matter: MatterID
    ) throws -> DocketedExhibit? {
        let found = try read { ledger in
            try ledger.rows(in: matter, behind: number.value - 1, limit: 1).map {
                try ledger.docketed($0, in: matter)
            }
        }
        return found.first { $0.docketing.number == number }
    }

    /// How many numbers a matter has given.
    package func count(of matter: MatterID) throws -> UInt64 {
        try read { ledger in
            guard let id = try ledger.matterID(matter) else { return 0 }
            var count: UInt64 = 0
            try RawStatement(
                ledger.database,
                "SELECT number FROM docket WHERE matter_id = ? ORDER BY number DESC LIMIT 1"
            ).rows(id) {
                count = try $0.index(0).value
                return false
            }
            return count
        }
    }

    /// At most `count` bytes of a content from `offset` on. They are not hashed, but for small contents: whoever reads all of a large
    /// one compares its digest.
    package func range(
        of exhibit: StoredExhibit, offset: UInt64, count: Int
    ) throws -> [UInt8] {
        if let bytes = try peek({ try $0.content(at: exhibit.entry.index) }) {
            guard Digest.sha256(bytes) == exhibit.content else {
                throw StoreError.damaged("content of entry \(exhibit.entry.index)")
            }
            guard let start = Int(exactly: offset), start < bytes.count, count > 0 else {
                return []
            }
            return Array(bytes[start..<min(bytes.count, start + min(count, bytes.count))])
        }
        guard let bytes = try blobs.range(exhibit.content, offset: offset, count: count) else {
            throw StoreError.noSuchContent(exhibit.content)
        }
        return bytes
    }
}

extension Ledger {
    /// Rows of a matter with numbers above `number`, in their order.
    fileprivate func rows(
        in matter: MatterID, behind number: UInt64, limit: Int
    ) throws -> [StoredRow] {
        guard let id = try matterID(matter) else { return [] }
        var rows: [StoredRow] = []
        try RawStatement(
            database,
            "SELECT entry.idx, entry, filing, signature, docketing FROM docket "
                + "JOIN entry ON entry.idx = docket.idx LEFT JOIN filing ON filing.idx = docket.idx "
                + "LEFT JOIN docketing ON docketing.idx = docket.idx "
                + "WHERE matter_id = ? AND number > ? ORDER BY number LIMIT ?"
        ).rows(id, Int64(clamping: number), Int64(limit)) {
            rows.append(try Ledger.raw($0))
            return true
        }
        return rows
    }

    /// What a row says, erased or not. The table that led to it is derived, so the texts have the last word.
    fileprivate func docketed(_ row: StoredRow, in matter: MatterID) throws -> DocketedExhibit {
        if row.filing == nil, let record = try erasure(of: row.index) {
            guard let entry = try? Entry(parsing: row.entry),
                let docketing = try? Docketing(parsing: row.docketing),
                entry.docketing == docketing.digest, docketing.matter == matter
            else { throw StoreError.damaged("entry \(row.index)") }
            return .erased(ErasedExhibit(entry: entry, docketing: docketing, record: record))
        }
        let exhibit = try Ledger.parse(row)
        guard exhibit.filing.matter == matter else { throw StoreError.needsReindex }
        return .filed(exhibit)
    }
}
