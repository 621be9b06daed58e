// Where the bytes of large exhibits are: by digest, put once, never changed. This is one of the store's two seams (DESIGN.md §4): a
// folder now, object storage later. Whoever implements it must pass the conformance suite of the tests.

package import EvidenceValues
import TransparencyLog

/// A store of bytes by digest.
package protocol BlobStore: Sendable {
    /// Takes in the bytes that `write` hands out, hashing them on the way. They are under no digest yet; memory is bounded.
    func stage(_ write: (([UInt8]) throws -> Void) throws -> Void) throws -> StagedContent
    /// Stores staged bytes under their digest, unless the same are there. When it returns they are durable.
    /// - Throws: `StoreError.damaged` if other bytes are there.
    func put(_ staged: StagedContent) throws
    /// Forgets staged bytes that nobody will file.
    func discard(_ staged: StagedContent) throws
    /// The size of the bytes stored under `digest`; nil if there are none.
    func size(of digest: Digest) throws -> UInt64?
    /// At most `count` bytes from `offset` on; fewer at the end, none behind it; nil if nothing is stored under `digest`.
    func range(_ digest: Digest, offset: UInt64, count: Int) throws -> [UInt8]?
    /// Removes the bytes stored under `digest`, durably; nothing if there are none.
    func remove(_ digest: Digest) throws
    /// All digests under which something is stored, ascending.
    func list() throws -> [Digest]
    /// Names in the store that are no blob's: left by a crash, or not ours.
    func strangers() throws -> [String]
    /// Clears what a writer that died has left. Only who holds the archive's lock may.
    func clear() throws
    /// The file that holds the bytes of `digest`, for who reads and checks them himself; nil if the store has no files.
    func path(of digest: Digest) -> String?
}

extension BlobStore {
    /// Stores the bytes of `source` under `digest`.
    /// - Throws: `StoreError.wrongContent` or `.wrongSize`, and stores nothing, if they have another digest or size.
    package func put(_ digest: Digest, size: UInt64, from source: ContentSource) throws {
        let staged = try stage(source, inMemory: 0)
        do {
            try staged.check(digest, size: size)
            try put(staged)
        } catch {
            try? discard(staged)
            throw error
        }
    }

    /// Gives the bytes stored under `digest` in pieces; false if there are none. Nothing is checked.
    package func read(_ digest: Digest, _ take: ([UInt8]) throws -> Void) throws -> Bool {
        guard try size(of: digest) != nil else { return false }
        if let path = path(of: digest) {
            try PosixFile(reading: path).readPieces(take)
            return true
        }
        var offset: UInt64 = 0
        while let piece = try range(digest, offset: offset, count: ContentSource.pieceSize),
            !piece.isEmpty
        {
            try take(piece)
            offset += UInt64(piece.count)
        }
        return true
    }

    /// The digest and size of what is really stored under `digest`; nil if nothing is.
    package func measure(_ digest: Digest) throws -> (digest: Digest, size: UInt64)? {
        var measure = ContentMeasure()
        guard try read(digest, { measure.add($0) }) else { return nil }
        return (measure.digest, measure.size)
    }
}
