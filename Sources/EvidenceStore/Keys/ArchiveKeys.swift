// Which keys an archive signs with, and since when. The archive's row names the first; each rotation in the log brings in another, and
// `archive_key` says where to find it. What an arbiter computes from an annex and these rotations (`KeyHistory`), the archive
// computes from its own first key; the recovery keys are those that the rotations name, since whether they may speak is for the
// annex to say.

package import EvidenceValues
import Foundation
import GRDB
package import TransparencyLog

extension Ledger {
    /// The keys of the archive whose first key is `first`.
    func keyHistory(first: VerifierKey) throws -> KeyHistory {
        let rows = try Row.fetchAll(
            database, sql: "SELECT size, verifier_key, rotation_idx FROM archive_key ORDER BY size")
        var rotations: [FiledRotation] = []
        for row in rows {
            let index = try row.index("rotation_idx")
            guard
                let bytes = try Data.fetchOne(
                    database, sql: "SELECT bytes FROM content WHERE idx = ?",
                    arguments: [Int64(clamping: index.value)]),
                let note = String(validating: bytes, as: UTF8.self)
            else { throw StoreError.damaged("rotation \(index)") }
            rotations.append(FiledRotation(note: note, index: index))
        }
        let history = KeyHistory.ofArchive(origin, first: first, rotations: rotations)
        guard history.refused.isEmpty, history.periods.count == rows.count + 1 else {
            throw StoreError.damaged("archive_key")
        }
        for (row, period) in zip(rows, history.periods.dropFirst()) {
            guard try row.text("verifier_key") == period.key.text,
                try row.index("size").value == period.from.value
            else { throw StoreError.damaged("archive_key") }
        }
        return history
    }

    /// Notes that `key` signs from the tree behind the rotation at `index` on.
    func write(key: VerifierKey, rotation index: LeafIndex) throws {
        try database.execute(
            sql: "INSERT INTO archive_key (size, verifier_key, rotation_idx) VALUES (?, ?, ?)",
            arguments: [
                Int64(clamping: index.value) + 1, key.text, Int64(clamping: index.value),
            ])
    }
}

extension KeyHistory {
    /// The keys of an archive by its own log: whatever recovery key a rotation names has spoken.
    package static func ofArchive(
        _ origin: ArchiveOrigin, first: VerifierKey, rotations: [FiledRotation]
    ) -> KeyHistory {
        let recovery = rotations.compactMap {
            try? SignedRotation(parsing: $0.note).rotation.recovery
        }
        return KeyHistory(
            archive: origin, keys: [first], recovery: recovery, rotations: rotations)
    }
}

/// The keys that a process has unlocked, and what they may sign.
struct SigningKeys {
    /// The archive's keys by its log.
    var history: KeyHistory
    /// Those that this process can sign with.
    var signers: [NoteSigner]

    /// Whether the newest key is among them.
    var canSign: Bool { history.current.map { signer(of: $0.key) != nil } ?? false }

    /// The checkpoint with the signatures of all keys that sign its size; nil if none of them is here.
    /// - Throws: `.missingKey` if one of two is here: the key before was lost in the middle of a rotation.
    func sign(_ checkpoint: Checkpoint) throws -> SignedCheckpoint? {
        let wanted = history.keys(for: checkpoint.size).map(\.key)
        let found = wanted.compactMap(signer)
        guard let last = found.last else { return nil }
        if let missing = wanted.first(where: { signer(of: $0) == nil }) {
            throw StoreError.missingKey(missing)
        }
        guard found.count > 1 else { return try checkpoint.sign(with: last) }
        // Both keys of a rotation: each signature is the line behind text and blank line.
        let text = checkpoint.text
        var note = text + "\n"
        for signer in found {
            note += String(
                decoding: try signer.sign(text).utf8.dropFirst(text.utf8.count + 1), as: UTF8.self)
        }
        return try history.open(note: note).signed
    }

    private func signer(of key: VerifierKey) -> NoteSigner? {
        signers.first { $0.verifierKey == key }
    }
}
