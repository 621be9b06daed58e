// The archives that a user has met, as ssh knows hosts (docs/remote.md): for each server the verifier keys of its archive. The first
// meeting is a matter of trust; from then on a server that shows another key is refused, because whoever has the server could else make
// receipts that prove nothing. Beside it, for each archive, the newest checkpoint that was seen: the log may only continue it.
//
// Invariants: files change by rename under a lock; a line that is not understood stops everything, for it may be a key.

import DurableFiles
package import EvidenceValues
package import TransparencyLog

/// The keys and checkpoints in a folder of the user's own.
package struct KnownArchives: Sendable {
    package let folder: String

    /// Bytes of the file at most: some thousand archives.
    private static let limit = 1_048_576

    /// - Parameter folder: made when something is remembered.
    package init(folder: String) { self.folder = folder }

    /// The file with the keys: lines `URL KEY`.
    package var path: String { folder + "/known-archives" }

    /// The keys of the archive at `address`; none if it was never met.
    package func keys(of address: ServerAddress) throws -> [VerifierKey] {
        try lines().filter { $0.address == address.text }.map(\.key)
    }

    /// Remembers these keys of an archive that was not known.
    package func remember(_ keys: [VerifierKey], of address: ServerAddress) throws {
        try DurableFile.makeFolder(folder, mode: 0o700)
        try FolderLock.holding(folder) {
            var known = try lines()
            for key in keys where !known.contains(where: { $0 == (address.text, key) }) {
                known.append((address.text, key))
            }
            let text = known.map { "\($0.address) \($0.key.text)\n" }.joined()
            try DurableFile.replace(Array(text.utf8), at: path)
        }
    }

    private func lines() throws -> [(address: String, key: VerifierKey)] {
        guard DurableFile.exists(path) else { return [] }
        let text = String(decoding: try DurableFile.read(path, limit: Self.limit), as: UTF8.self)
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, let key = try? VerifierKey(text: String(parts[1])) else {
                throw FileFailure.unreadable(path: path, reason: "a line is no URL with a key")
            }
            return (String(parts[0]), key)
        }
    }

    /// The newest checkpoint of the archive that was seen, if it opens with one of `keys`.
    package func checkpoint(of origin: ArchiveOrigin, keys: [VerifierKey]) throws
        -> SignedCheckpoint?
    {
        let path = path(of: origin)
        guard DurableFile.exists(path) else { return nil }
        let bytes = try DurableFile.read(path, limit: UnopenedNote.maximumSize)
        return try? keys.open(note: String(decoding: bytes, as: UTF8.self))
    }

    /// Remembers a checkpoint that continues the one before.
    package func remember(_ checkpoint: SignedCheckpoint) throws {
        try DurableFile.makeFolder(folder, mode: 0o700)
        try FolderLock.holding(folder) {
            let path = path(of: checkpoint.checkpoint.origin)
            try DurableFile.replace(Array(checkpoint.note.utf8), at: path)
        }
    }

    /// Origins have slashes; their digests have none.
    private func path(of origin: ArchiveOrigin) -> String {
        let digest = Digest.sha256(Array(origin.text.utf8))
        return "\(folder)/\(Hexadecimal.encode(digest.bytes)).checkpoint"
    }
}

extension [VerifierKey] {
    /// The checkpoint in `note`, signed with one of these keys.
    package func open(note: String) throws(RemoteError) -> SignedCheckpoint {
        var reason = NoteError.noKnownSignature
        for key in self {
            do throws(NoteError) { return try Checkpoint.open(note: note, with: key) } catch {
                // What a wrong signature says is more than that another key's is missing.
                if error != .noKnownSignature { reason = error }
            }
        }
        throw .checkpoint(reason)
    }

    /// The archive's name, which all its keys bear.
    package var origin: ArchiveOrigin? { first.flatMap { ArchiveOrigin($0.name) } }
}
