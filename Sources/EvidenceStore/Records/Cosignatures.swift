// Cosignatures of the archive's own checkpoints, which witnesses gave and the caller has verified. Each belongs to one size; they are
// kept beside the notes, and each answer is filed as an exhibit too, so that later checkpoints protect it.

package import EvidenceValues
import GRDB
package import TransparencyLog

extension Archive {
    /// The note that the archive signed at `size`; nil if it never signed that size.
    package func note(at size: TreeSize) throws -> String? {
        let newest = try checkpoint()
        if newest.checkpoint.size == size { return newest.note }
        return try peek { try $0.note(at: size) }
    }

    /// The lines of the cosignatures that the archive has of its checkpoint at `size`.
    package func cosignatures(at size: TreeSize) throws -> [String] {
        try peek { ledger in
            try String.fetchAll(
                ledger.database, sql: "SELECT line FROM cosignature WHERE size = ? ORDER BY line",
                arguments: [Int64(clamping: size.value)])
        }
    }

    /// A checkpoint's note and behind it the lines of the cosignatures that the archive has of it.
    package func cosigned(_ checkpoint: SignedCheckpoint) throws -> String {
        checkpoint.note + (try cosignatures(at: checkpoint.checkpoint.size)).joined()
    }

    /// The newest size that is cosigned at all and whose tree has the entry at `index`, if one is named; nil if there is none.
    package func newestCosignedSize(containing index: LeafIndex? = nil) throws -> TreeSize? {
        let size = try peek { ledger in
            try Int64.fetchOne(ledger.database, sql: "SELECT max(size) FROM cosignature")
        }
        guard let size = size.flatMap({ UInt64(exactly: $0) }).map(TreeSize.init) else {
            return nil
        }
        return index.map(size.contains) == false ? nil : size
    }

    /// Stores cosignatures that were verified, and files `submission`, the record of them, in the same transaction.
    /// - Throws: `.noSuchSize` if the archive never signed this checkpoint.
    package func accept(
        _ cosigned: CosignedCheckpoint, recordedBy submission: Submission
    ) throws -> [FiledReceipt] {
        let size = cosigned.signed.checkpoint.size
        guard let note = try note(at: size), note.utf8.elementsEqual(cosigned.signed.note.utf8)
        else { throw StoreError.noSuchSize(size) }
        return try record([submission]) { ledger, _ in
            for line in cosigned.lines {
                try ledger.database.execute(
                    sql: "INSERT OR IGNORE INTO cosignature (size, line) VALUES (?, ?)",
                    arguments: [Int64(clamping: size.value), line])
            }
        }
    }
}
