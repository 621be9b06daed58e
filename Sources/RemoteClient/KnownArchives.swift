// The archives that a user has met, as ssh knows hosts (docs/remote.md): for each server the verifier keys of its archive. The first
// meeting is a matter of trust; from then on a server that shows another key is refused, because whoever has the server could else make
// receipts that prove nothing. Beside it, for each archive, the newest checkpoint that was seen: the log may only continue it.
//
// Invariants: files change by rename under a lock; what stands in them stays; a line that is not understood stops everything, for it may
// be a key, and so does a checkpoint that cannot be read; the checkpoint that is remembered never becomes smaller.

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
        try lines(in: read()).filter { $0.address == address }.map(\.key)
    }

    /// Remembers these keys of an archive that was never met, and gives the keys that are known of it now: if somebody else met it a
    /// moment ago, his stay, and nothing is added.
    @discardableResult
    package func remember(
        _ keys: [VerifierKey], of address: ServerAddress
    ) throws -> [VerifierKey] {
        try DurableFile.makeFolder(folder, mode: 0o700)
        return try FolderLock.holding(folder) {
            var text = try read()
            let known = try lines(in: text).filter { $0.address == address }.map(\.key)
            guard known.isEmpty else { return known }
            // The rest is the user's, with his comments.
            if let last = text.last, last != 0x0A { text.append(0x0A) }
            for key in keys { text += Array("\(address.text) \(key.text)\n".utf8) }
            try DurableFile.replace(text, at: path)
            return keys
        }
    }

    /// The bytes of the file with the keys; none if there is no file.
    private func read() throws -> [UInt8] {
        guard DurableFile.exists(path) else { return [] }
        return try DurableFile.read(path, limit: Self.limit)
    }

    private func lines(
        in text: [UInt8]
    ) throws -> [(address: ServerAddress, key: VerifierKey)] {
        var lines: [(address: ServerAddress, key: VerifierKey)] = []
        for line in text.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
            let parts = String(decoding: line, as: UTF8.self)
                .split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let address = try? ServerAddress(parts[0]),
                let key = try? VerifierKey(text: parts[1])
            else {
                throw FileFailure.unreadable(path: path, reason: "a line is no URL with a key")
            }
            lines.append((address, key))
        }
        return lines
    }

    /// The newest checkpoint of the archive that was seen; nil if none was. It was opened when it was remembered, and the file is the
    /// user's own: it counts whatever keys are known since.
    package func checkpoint(of origin: ArchiveOrigin) throws -> Checkpoint? {
        try remembered(origin)?.checkpoint
    }

    /// The same with its signature, if it opens with one of `keys`; after a rotation it may not.
    package func signedCheckpoint(
        of origin: ArchiveOrigin, keys: [VerifierKey]
    ) throws -> SignedCheckpoint? {
        try remembered(origin).flatMap { try? keys.open(note: $0.note) }
    }

    /// Remembers a checkpoint that continues the one before. One that is as large or larger stays.
    package func remember(_ checkpoint: SignedCheckpoint) throws {
        let origin = checkpoint.checkpoint.origin
        try DurableFile.makeFolder(folder, mode: 0o700)
        try FolderLock.holding(folder) {
            // Somebody else may have seen a newer one a moment ago.
            let there = try remembered(origin)?.checkpoint.size
            if let there, there >= checkpoint.checkpoint.size { return }
            try DurableFile.replace(Array(checkpoint.note.utf8), at: path(of: origin))
        }
    }

    /// What is remembered of an archive's log, its signature not checked.
    private func remembered(
        _ origin: ArchiveOrigin
    ) throws -> (checkpoint: Checkpoint, note: String)? {
        let path = path(of: origin)
        guard DurableFile.exists(path) else { return nil }
        let bytes = try DurableFile.read(path, limit: UnopenedNote.maximumSize)
        guard let note = String(validating: bytes, as: UTF8.self),
            let checkpoint = try? Checkpoint(noteText: UnopenedNote(parsing: note).text),
            checkpoint.origin == origin
        else {
            throw FileFailure.unreadable(
                path: path, reason: "it is no checkpoint of \(origin.text)")
        }
        return (checkpoint, note)
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
