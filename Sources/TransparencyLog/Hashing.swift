// SHA-256, and the two domains of a Merkle tree: 0x00 before a leaf, 0x01 before two nodes, so that no entry can pose as a
// pair of hashes (RFC 9162 §2.1.1). swift-crypto computes; everything that leaves this file is a value.

package import EvidenceValues

import struct Crypto.SHA256

/// SHA-256 over bytes that come in pieces.
package struct Hasher256: Sendable {
    private var state = SHA256()

    package init() {}

    /// Appends `bytes` to what is hashed.
    package mutating func update(_ bytes: [UInt8]) { state.update(data: bytes) }

    /// The digest of all bytes so far.
    package func finalize() -> Digest {
        guard let digest = Digest(bytes: Array(state.finalize())) else {
            preconditionFailure("SHA-256 has 32 bytes (FIPS 180-4 §1)")
        }
        return digest
    }
}

extension Digest {
    /// The SHA-256 digest of `bytes`.
    package static func sha256(_ bytes: [UInt8]) -> Digest {
        var hasher = Hasher256()
        hasher.update(bytes)
        return hasher.finalize()
    }

    /// The SHA-256 digest of `bytes`.
    package static func sha256(_ bytes: some Sequence<UInt8>) -> Digest { sha256(Array(bytes)) }
}

extension LeafHash {
    private static let domain: [UInt8] = [0x00]

    /// The leaf hash of an entry: SHA-256(0x00 ‖ entry).
    package static func of(entryBytes: [UInt8]) -> LeafHash {
        var hasher = Hasher256()
        hasher.update(domain)
        hasher.update(entryBytes)
        return LeafHash(hasher.finalize())
    }
}

extension NodeHash {
    private static let domain: [UInt8] = [0x01]

    /// The hash over two nodes: SHA-256(0x01 ‖ left ‖ right).
    package static func over(_ left: NodeHash, _ right: NodeHash) -> NodeHash {
        var hasher = Hasher256()
        hasher.update(domain)
        hasher.update(left.digest.bytes)
        hasher.update(right.digest.bytes)
        return NodeHash(hasher.finalize())
    }
}

extension RootHash {
    /// The root of the tree without entries: SHA-256 of nothing.
    package static let empty = RootHash(Digest.sha256([UInt8]()))
}
