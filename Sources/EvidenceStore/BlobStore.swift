// Where the bytes of exhibits are: by digest, put once, never changed. This is one of the store's two seams (DESIGN.md §4): a
// folder now, object storage later. Whoever implements it must pass the conformance suite of the tests.

package import EvidenceValues
import TransparencyLog

/// Bytes to be filed.
package enum ContentSource: Sendable, Hashable {
    case bytes([UInt8])
    /// The path of a file of any size; it is read once, in pieces.
    case file(String)

    /// Bytes of a piece: large enough that system calls do not matter, small enough for bounded memory.
    static let pieceSize = 1_048_576

    /// Gives the bytes in pieces, in order.
    func read(_ take: ([UInt8]) throws -> Void) throws {
        switch self {
        case .bytes(let bytes):
            try take(bytes)
        case .file(let path):
            let file = try PosixFile(reading: path)
            while true {
                let piece = try file.read(upTo: ContentSource.pieceSize)
                if piece.isEmpty { return }
                try take(piece)
            }
        }
    }
}

/// A store of bytes by digest.
package protocol BlobStore {
    /// Stores the bytes of `source` if none are stored under `digest`. When it returns they are durable.
    /// - Throws: `StoreError.wrongContent` or `.wrongSize`, and stores nothing, if they have another digest or size.
    func put(_ digest: Digest, size: UInt64, from source: ContentSource) throws
    /// The size of the bytes stored under `digest`; nil if there are none.
    func size(of digest: Digest) throws -> UInt64?
    /// At most `count` bytes from `offset` on; fewer at the end, none behind it; nil if nothing is stored under `digest`.
    func range(_ digest: Digest, offset: UInt64, count: Int) throws -> [UInt8]?
    /// All digests under which something is stored, ascending.
    func list() throws -> [Digest]
}

extension BlobStore {
    /// Gives the bytes stored under `digest` in pieces; false if there are none. Nothing is checked.
    package func read(_ digest: Digest, _ take: ([UInt8]) throws -> Void) throws -> Bool {
        guard try size(of: digest) != nil else { return false }
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
        var hasher = Hasher256()
        var size: UInt64 = 0
        let isThere = try read(digest) {
            hasher.update($0)
            size += UInt64($0.count)
        }
        return isThere ? (hasher.finalize(), size) : nil
    }
}
