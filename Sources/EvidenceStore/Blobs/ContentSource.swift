// Bytes on their way into the archive: from memory, from a file, or staged before, so that they are read and hashed once.

package import EvidenceValues
import TransparencyLog

/// Bytes to be filed.
package enum ContentSource: Sendable, Hashable {
    case bytes([UInt8])
    /// The path of a file of any size; it is read once, in pieces.
    case file(String)
    /// Bytes that an archive or an `Intake` took in and hashed.
    case staged(StagedContent)

    /// Bytes of a piece: large enough that system calls do not matter, small enough for bounded memory.
    static let pieceSize = 1_048_576
    /// Bytes of a content that is stored beside its filing at most; a larger one is stored as a blob.
    package static let inlineLimit = 65_536
}

/// Bytes that an archive has taken in, with their digest; not filed yet.
package struct StagedContent: Sendable, Hashable {
    enum Place: Sendable, Hashable {
        case memory([UInt8])
        /// A name that the blob store gave them until they have their own.
        case blob(String)
    }

    package let digest: Digest
    package let size: UInt64
    let place: Place

    init(digest: Digest, size: UInt64, place: Place) {
        self.digest = digest
        self.size = size
        self.place = place
    }

    /// Bytes that stay in memory.
    init(_ bytes: [UInt8]) {
        self.init(digest: .sha256(bytes), size: UInt64(bytes.count), place: .memory(bytes))
    }

    /// Refuses them unless they are what a filing says.
    func check(_ digest: Digest, size: UInt64) throws(StoreError) {
        guard self.size == size else {
            throw StoreError.wrongSize(found: self.size, expected: size)
        }
        guard self.digest == digest else {
            throw StoreError.wrongContent(found: self.digest, expected: digest)
        }
    }
}

/// Digest and size of bytes that come in pieces.
package struct ContentMeasure: Sendable {
    private var hasher = Hasher256()
    package private(set) var size: UInt64 = 0

    package init() {}

    /// Takes the next piece.
    package mutating func add(_ bytes: [UInt8]) {
        hasher.update(bytes)
        size += UInt64(bytes.count)
    }

    /// The digest of what was taken so far.
    package var digest: Digest { hasher.finalize() }
}

extension BlobStore {
    /// Takes in the bytes of `source` for the archive in `folder`, small ones in memory. `observe` is shown the pieces as they pass.
    func takeIn(
        _ source: ContentSource, of folder: String, observe: ([UInt8]) -> Void
    ) throws -> StagedContent {
        do {
            return try stage(source, inMemory: ContentSource.inlineLimit, observe: observe)
        } catch {
            throw StoreError.explaining(error, folder: folder)
        }
    }

    /// Takes in the bytes of `source`, reading them once: up to `limit` of them stay in memory, more go into the store.
    func stage(
        _ source: ContentSource, inMemory limit: Int, observe: ([UInt8]) -> Void = { _ in }
    ) throws -> StagedContent {
        switch source {
        case .staged(let staged):
            return staged
        case .bytes(let bytes):
            observe(bytes)
            return bytes.count <= limit ? StagedContent(bytes) : try stage { try $0(bytes) }
        case .file(let path):
            let file = try PosixFile(reading: path)
            let head = try file.readFully(upTo: limit + 1)
            observe(head)
            if head.count <= limit { return StagedContent(head) }
            return try stage { take in
                try take(head)
                while true {
                    let piece = try file.read(upTo: ContentSource.pieceSize)
                    if piece.isEmpty { return }
                    observe(piece)
                    try take(piece)
                }
            }
        }
    }
}
