// Reading: exhibits, their bytes, receipts, checkpoints and proofs. Rows are parsed and their digests compared on the way, and bytes
// are hashed again, so that nothing damaged leaves the archive as if it were sound.

package import EvidenceValues
import Foundation
import GRDB
package import TransparencyLog

extension Archive {
    /// The exhibits of a matter, or all, in the order of the log; all in memory.
    package func entries(matter: MatterID? = nil) throws -> [StoredExhibit] {
        try read { ledger in
            var exhibits: [StoredExhibit] = []
            let size = try ledger.head().size
            try ledger.rows(matter: matter, below: size) {
                exhibits.append(try Ledger.parse($0))
            }
            return exhibits
        }
    }

    /// The exhibit at `index`.
    package func exhibit(at index: LeafIndex) throws -> StoredExhibit {
        try read { try $0.exhibit(at: index) }
    }

    /// The bytes with this digest, in memory.
    package func content(_ digest: Digest) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try readContent(digest) { bytes += $0 }
        return bytes
    }

    /// Gives the bytes with this digest in pieces. What was given counts only when this returns: it throws at the end if the bytes
    /// are not those that were filed.
    package func readContent(_ digest: Digest, _ take: ([UInt8]) throws -> Void) throws {
        var measure = ContentMeasure()
        let isThere = try blobs.read(digest) {
            measure.add($0)
            try take($0)
        }
        guard isThere else { throw StoreError.noSuchContent(digest) }
        guard measure.digest == digest else { throw StoreError.damaged(blobs.path(of: digest)) }
    }

    /// The file that holds the bytes with this digest, for who reads and checks them himself.
    package func contentPath(_ digest: Digest) -> String { blobs.path(of: digest) }

    /// The newest checkpoint.
    package func checkpoint() throws -> SignedCheckpoint {
        let note = try read { ledger in
            let head = try ledger.head()
            guard let note = try ledger.note(at: head.size) else {
                throw StoreError.noSuchSize(head.size)
            }
            return note
        }
        return try guarding { try Checkpoint.open(note: note, with: verifierKey) }
    }

    /// The receipt of the entry at `index`: always the first, with the checkpoint that was signed when it was filed.
    package func receipt(of index: LeafIndex) throws -> Receipt {
        try read { ledger in
            let exhibit = try ledger.exhibit(at: index)
            guard let (size, note) = try ledger.firstNote(containing: index),
                let proof = try TreeReading.inclusionProof(
                    of: index, in: size, read: ledger.node)
            else { throw StoreError.noSuchEntry(index) }
            return Receipt(
                entry: exhibit.entry, filing: exhibit.filing, docketing: exhibit.docketing,
                proof: TlogProof(index: index, hashes: proof.hashes, checkpoint: note))
        }
    }

    /// The proof that the entry at `index` is in the tree of `size`.
    package func inclusionProof(
        of index: LeafIndex, in size: TreeSize
    ) throws -> InclusionProof {
        try read { ledger in
            guard try size <= ledger.head().size else { throw StoreError.noSuchSize(size) }
            let proof = try TreeReading.inclusionProof(of: index, in: size, read: ledger.node)
            guard let proof else { throw StoreError.noSuchEntry(index) }
            return proof
        }
    }

    /// The proof that the tree of size `to` begins with that of size `from`, which is not 0.
    package func consistencyProof(from: TreeSize, to: TreeSize) throws -> ConsistencyProof {
        try read { ledger in
            guard try to <= ledger.head().size else { throw StoreError.noSuchSize(to) }
            let proof = try TreeReading.consistencyProof(from: from, to: to, read: ledger.node)
            guard let proof else { throw StoreError.noSuchSize(from) }
            return proof
        }
    }

    /// The root when the log had `size` entries.
    package func rootHash(at size: TreeSize) throws -> RootHash {
        try read { ledger in
            guard try size <= ledger.head().size else { throw StoreError.noSuchSize(size) }
            return try TreeReading.root(of: size, read: ledger.node)
        }
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

    /// The stored hash of a perfect subtree; nil if there is none.
    package func storedNode(at position: NodePosition) throws -> NodeHash? {
        try read { ledger in
            do { return try ledger.node(position) } catch StoreError.damaged { return nil }
        }
    }

    /// All signed checkpoints, by size, as they are.
    package func storedNotes() throws -> [(size: TreeSize, note: String)] {
        try read { ledger in
            try Row.fetchAll(
                ledger.database, sql: "SELECT size, note FROM checkpoint ORDER BY size"
            )
            .map {
                let size = UInt64(clamping: try $0.number("size"))
                return (TreeSize(size), try $0.text("note"))
            }
        }
    }

    /// How many entries, exhibits and nodes are stored.
    package func storedCounts() throws -> (entries: Int, exhibits: Int, nodes: Int) {
        try read { ledger in
            func count(_ table: String) throws -> Int {
                try Int.fetchOne(ledger.database, sql: "SELECT count(*) FROM \(table)") ?? 0
            }
            return try (count("entry"), count("exhibit"), count("node"))
        }
    }

    /// What SQLite finds wrong with the database, in its words; empty if nothing.
    package func databaseProblems() throws -> [String] {
        try read { ledger in
            let lines = try String.fetchAll(ledger.database, sql: "PRAGMA integrity_check(20)")
            let orphans = try Row.fetchAll(ledger.database, sql: "PRAGMA foreign_key_check")
            let missing = Schema.immutableTables.flatMap { ["\($0)_keeps", "\($0)_stays"] }
            let triggers = try String.fetchSet(
                ledger.database, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
            return lines.filter { $0 != "ok" } + orphans.map { "foreign key: \($0)" }
                + missing.filter { !triggers.contains($0) }.map { "no trigger \($0)" }
        }
    }

    /// The permission bits of the signing key's file.
    package func signingKeyMode() throws -> UInt32 { try PosixFile.mode(of: signingKeyPath) }
}
