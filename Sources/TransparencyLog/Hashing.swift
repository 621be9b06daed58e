// SHA-256, and the two domains of a Merkle tree: 0x00 before a leaf, 0x01 before two nodes, so that no entry can pose as a
// pair of hashes (RFC 9162 §2.1.1). `_UnsafeSHA256.swift` computes; everything that leaves it is a value.

package import EvidenceValues

extension Digest {
    /// The SHA-256 digest of `bytes`.
    package static func sha256(_ bytes: [UInt8]) -> Digest { sha256(bytes.span) }

    /// The SHA-256 digest of `bytes`.
    package static func sha256(_ bytes: some Sequence<UInt8>) -> Digest { sha256(Array(bytes)) }

    /// The SHA-256 digest of `bytes`.
    package static func sha256(_ bytes: Span<UInt8>) -> Digest { SHA256.digest(of: bytes) }
}

extension LeafHash {
    /// The leaf hash of an entry: SHA-256(0x00 ‖ entry).
    package static func of(entryBytes: [UInt8]) -> LeafHash { of(entry: entryBytes.span) }

    /// The leaf hash of the entry with this text: SHA-256(0x00 ‖ entry).
    package static func of(entry text: Span<UInt8>) -> LeafHash {
        LeafHash(SHA256.digest(of: text, behind: 0x00))
    }
}

extension NodeHash {
    /// The hash over two nodes: SHA-256(0x01 ‖ left ‖ right).
    package static func over(_ left: NodeHash, _ right: NodeHash) -> NodeHash {
        NodeHash(SHA256.digest(of: left.digest, right.digest, behind: 0x01))
    }
}

extension RootHash {
    /// The root of the tree without entries: SHA-256 of nothing.
    package static let empty = RootHash(Digest.sha256([UInt8]()))
}
