// Reading: exhibits and their bytes. Rows are parsed and their digests compared on the way, and bytes are hashed again, so that
// nothing damaged leaves the archive as if it were sound.

package import EvidenceValues
import GRDB
package import TransparencyLog

extension Archive {
    /// The exhibits of a matter, or all, that are not erased, in the order of the log; all in memory.
    package func entries(matter: MatterID? = nil) throws -> [StoredExhibit] {
        try read { ledger in
            var exhibits: [StoredExhibit] = []
            try ledger.rows(matter: matter, below: ledger.head().size) { row in
                if row.filing == nil, try ledger.erasure(of: row.index) != nil { return }
                exhibits.append(try Ledger.parse(row))
            }
            return exhibits
        }
    }

    /// Gives the exhibits of a matter that are not erased, in the order of the log, one at a time; ends when `take` throws.
    package func eachExhibit(
        of matter: MatterID, _ take: (StoredExhibit) throws -> Void
    ) throws {
        try peek { ledger in
            try ledger.rows(matter: matter, below: ledger.head().size) { row in
                if row.filing == nil, try ledger.erasure(of: row.index) != nil { return }
                try take(try Ledger.parse(row))
            }
        }
    }

    /// The names of matters behind `name`, in the order of their bytes, `limit` at most.
    package func matters(behind name: String, limit: Int) throws -> [MatterID] {
        try peek { ledger in
            try String.fetchAll(
                ledger.database,
                sql: "SELECT name FROM matter WHERE name > ? ORDER BY name LIMIT ?",
                arguments: [name, limit]
            ).map { name in
                guard let matter = MatterID(name) else { throw StoreError.damaged("matter") }
                return matter
            }
        }
    }

    /// The exhibits of a matter, or all, that were erased, in the order of the log.
    package func erasures(matter: MatterID? = nil) throws -> [ErasedExhibit] {
        try read { ledger in
            let rows = try Row.fetchAll(
                ledger.database,
                sql: """
                    SELECT erased.idx AS idx, record_idx, entry, docketing FROM erased
                    JOIN entry ON entry.idx = erased.idx
                    JOIN docketing ON docketing.idx = erased.idx ORDER BY erased.idx
                    """)
            return try rows.compactMap { row in
                guard let entry = try? Entry(parsing: row.bytes("entry")),
                    let docketing = try? Docketing(parsing: row.bytes("docketing")),
                    entry.docketing == docketing.digest
                else { throw StoreError.damaged("entry \(try row.index("idx"))") }
                guard matter == nil || docketing.matter == matter else { return nil }
                return ErasedExhibit(
                    entry: entry, docketing: docketing, record: try row.index("record_idx"))
            }
        }
    }

    /// The exhibit at `index`.
    /// - Throws: `.erased` if it was erased.
    package func exhibit(at index: LeafIndex) throws -> StoredExhibit {
        try read { try $0.exhibit(at: index) }
    }

    /// The bytes of an exhibit, in memory.
    package func content(of exhibit: StoredExhibit) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try readContent(of: exhibit) { bytes += $0 }
        return bytes
    }

    /// Gives the bytes of an exhibit in pieces. What was given counts only when this returns: it throws at the end if the bytes are
    /// not those that were filed.
    package func readContent(
        of exhibit: StoredExhibit, _ take: ([UInt8]) throws -> Void
    ) throws {
        let index = exhibit.entry.index
        var measure = ContentMeasure()
        if let bytes = try peek({ try $0.content(at: index) }) {
            measure.add(bytes)
            try take(bytes)
        } else {
            let isThere = try blobs.read(exhibit.content) {
                measure.add($0)
                try take($0)
            }
            guard isThere else { throw StoreError.noSuchContent(exhibit.content) }
        }
        guard measure.digest == exhibit.content else {
            throw StoreError.damaged("content of entry \(index)")
        }
    }

    /// The file that holds the bytes of an exhibit, for who reads and checks them himself; nil if they are in no file of their own.
    package func contentPath(of exhibit: StoredExhibit) throws -> String? {
        try peek({ try $0.content(at: exhibit.entry.index) }) == nil
            ? blobs.path(of: exhibit.content) : nil
    }

    /// Takes in bytes of any size, reading and hashing them once: to be filed with `ContentSource.staged`. `observe` is shown the
    /// pieces as they pass.
    package func stage(
        _ source: ContentSource, observe: ([UInt8]) -> Void = { _ in }
    ) throws -> StagedContent {
        guard isWritable else { throw StoreError.readOnly }
        return try blobs.takeIn(source, of: folder, observe: observe)
    }
}

// What the audit reads: raw, because it trusts nothing.
extension Archive {
    /// The size and root that the archive holds to be the newest.
    package func head() throws -> Checkpoint { try read { try $0.head() } }

    /// At most `limit` rows of entries from `index` on and below `size`, in order, as they are.
    package func storedRows(
        from index: LeafIndex, below size: TreeSize, limit: Int
    ) throws -> [StoredRow] {
        try read { try $0.rows(from: index, below: size, limit: limit) }
    }

    /// The bytes that are stored beside the filing at `index`, as they are; nil if there are none.
    package func storedContent(at index: LeafIndex) throws -> [UInt8]? {
        try read { try $0.content(at: index) }
    }

    /// All signed checkpoints, by size, as they are.
    package func storedNotes() throws -> [(size: TreeSize, note: String)] {
        try read { ledger in
            try Row.fetchAll(ledger.database, sql: "SELECT size, note FROM note ORDER BY size")
                .map { (TreeSize(try $0.index("size").value), try $0.text("note")) }
        }
    }

    /// What SQLite finds wrong with the database, in its words; empty if nothing.
    package func databaseProblems() throws -> [String] {
        try read { ledger in
            let lines = try String.fetchAll(ledger.database, sql: "PRAGMA integrity_check(20)")
            let triggers = try String.fetchSet(
                ledger.database, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
            return lines.filter { $0 != "ok" }
                + Schema.triggers.map(\.name).filter { !triggers.contains($0) }
                .map { "no trigger \($0)" }
        }
    }

    /// The permission bits of the signing key's file.
    package func signingKeyMode() throws -> UInt32 { try PosixFile.mode(of: signingKeyPath) }
}
