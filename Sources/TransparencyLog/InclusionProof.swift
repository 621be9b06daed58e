// That an entry is in a tree (RFC 9162 §2.1.3): the hashes beside the path from the leaf to the root.

package import EvidenceValues

/// Why a proof proves nothing.
package enum ProofError: Error, Sendable, Hashable {
    /// The tree has no such entry, or the proof starts from the empty tree or goes backwards.
    case outOfRange
    /// More or fewer hashes than this place in this tree needs.
    case wrongLength
    /// The hashes lead to another root.
    case wrongRoot
}

/// The limits of both kinds of proof.
package enum ProofLimits {
    /// Hashes of an inclusion proof at most: trees have at most 2⁶⁴ entries. A consistency proof has at most one more.
    package static let maximumHashes = 64
    /// Hashes in the text of a consistency proof at most (C2SP tlog-witness, "add-checkpoint").
    package static let maximumConsistencyLines = 63
}

/// A proof that the tree of `size` entries has a certain entry at `index`.
package struct InclusionProof: Sendable, Hashable {
    package let index: LeafIndex
    package let size: TreeSize
    /// From the leaf's sibling upwards.
    package let hashes: [NodeHash]

    package init(index: LeafIndex, size: TreeSize, hashes: [NodeHash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Checks that `leaf` is at `index` of the tree with `root` (RFC 9162 §2.1.3.2).
    package func check(_ leaf: LeafHash, in root: RootHash) throws(ProofError) {
        guard size.contains(index) else { throw ProofError.outOfRange }
        guard hashes.count <= ProofLimits.maximumHashes else { throw ProofError.wrongLength }
        var position = index.value
        var last = size.value - 1
        var hash = NodeHash(leaf)
        for sibling in hashes {
            guard last > 0 else { throw ProofError.wrongLength }
            if position & 1 == 1 || position == last {
                hash = .over(sibling, hash)
                // A right edge without sibling rises until it is a right child.
                while position & 1 == 0 && position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = .over(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0 else { throw ProofError.wrongLength }
        guard hash.digest == root.digest else { throw ProofError.wrongRoot }
    }

    /// The root that the tree with `root` had when it had `size` entries, a power of two above the index: it is one of the hashes
    /// over the leaf.
    package func root(
        ofFirst size: TreeSize, with leaf: LeafHash, in root: RootHash
    ) throws(ProofError) -> RootHash {
        try check(leaf, in: root)
        guard size.value & (size.value &- 1) == 0, size.contains(index), size < self.size else {
            throw ProofError.outOfRange
        }
        // Below the last entry nothing is an edge: the path goes up one level with each hash.
        var hash = NodeHash(leaf)
        for (level, sibling) in hashes.prefix(size.value.trailingZeroBitCount).enumerated() {
            hash =
                index.value >> UInt64(level) & 1 == 1 ? .over(sibling, hash) : .over(hash, sibling)
        }
        return RootHash(hash.digest)
    }
}
