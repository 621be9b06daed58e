// Roots and proofs of the RFC 9162 tree, made from hashes of its *perfect* subtrees. Those never change once they are whole: the
// node at (level, index) covers entries index·2^level ..< (index+1)·2^level. So a store keeps one row for each of them, writes
// each once, and any root or proof of any size is read from at most 2·log₂ n rows (golang/mod sumdb/tlog does the same).

package import EvidenceValues

/// A perfect subtree: 2^level entries from index·2^level on.
package struct NodePosition: Sendable, Hashable {
    /// 0 for a leaf; below 64.
    package let level: Int
    package let index: UInt64

    package init(level: Int, index: UInt64) {
        self.level = level
        self.index = index
    }
}

/// Which hashes a root or a proof is made of, whoever keeps them.
package enum TreeReading {
    /// The largest perfect subtrees, from left to right, that make up the entries `range`.
    /// - Precondition: `range` begins where a subtree of its size may begin.
    static func peaks(of range: Range<UInt64>) -> [NodePosition] {
        var peaks: [NodePosition] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let level = 63 - (range.upperBound - start).leadingZeroBitCount
            peaks.append(NodePosition(level: level, index: start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
        return peaks
    }

    /// The perfect subtrees whose hashes make up the right edge of a tree.
    package static func peaks(of size: TreeSize) -> [NodePosition] { peaks(of: 0..<size.value) }

    /// The root of the tree of `size` entries.
    package static func root<Failure: Error>(
        of size: TreeSize, read: (NodePosition) throws(Failure) -> NodeHash
    ) throws(Failure) -> RootHash {
        guard size.value > 0 else { return .empty }
        return RootHash(try hash(of: 0..<size.value, read: read).digest)
    }

    /// The inclusion proof of the entry at `index` (RFC 9162 §2.1.3.1); nil if the tree has none.
    package static func inclusionProof<Failure: Error>(
        of index: LeafIndex, in size: TreeSize, read: (NodePosition) throws(Failure) -> NodeHash
    ) throws(Failure) -> InclusionProof? {
        guard size.contains(index) else { return nil }
        var range = 0..<size.value
        var siblings: [Range<UInt64>] = []
        while range.upperBound - range.lowerBound > 1 {
            let middle = split(range)
            let isLeft = index.value < middle
            siblings.append(isLeft ? middle..<range.upperBound : range.lowerBound..<middle)
            range = isLeft ? range.lowerBound..<middle : middle..<range.upperBound
        }
        var hashes: [NodeHash] = []
        for sibling in siblings.reversed() { hashes.append(try hash(of: sibling, read: read)) }
        return InclusionProof(index: index, size: size, hashes: hashes)
    }

    /// The consistency proof between two sizes (RFC 9162 §2.1.4.1); nil unless 0 < `from` <= `to`.
    package static func consistencyProof<Failure: Error>(
        from: TreeSize, to: TreeSize, read: (NodePosition) throws(Failure) -> NodeHash
    ) throws(Failure) -> ConsistencyProof? {
        guard from.value > 0, from <= to else { return nil }
        var range = 0..<to.value
        var parts: [Range<UInt64>] = []
        // Down to the subtree that ends where the old tree ends; if that is the whole old tree, the checker has its hash.
        while range.upperBound != from.value {
            let middle = split(range)
            let isLeft = from.value <= middle
            parts.append(isLeft ? middle..<range.upperBound : range.lowerBound..<middle)
            range = isLeft ? range.lowerBound..<middle : middle..<range.upperBound
        }
        if range.lowerBound != 0 { parts.append(range) }
        var hashes: [NodeHash] = []
        for part in parts.reversed() { hashes.append(try hash(of: part, read: read)) }
        return ConsistencyProof(from: from, to: to, hashes: hashes)
    }

    /// Where RFC 9162 divides a tree: at the largest power of two below its size.
    private static func split(_ range: Range<UInt64>) -> UInt64 {
        let size = range.upperBound - range.lowerBound
        return range.lowerBound + 1 << UInt64(63 - (size - 1).leadingZeroBitCount)
    }

    private static func hash<Failure: Error>(
        of range: Range<UInt64>, read: (NodePosition) throws(Failure) -> NodeHash
    ) throws(Failure) -> NodeHash {
        let size = range.upperBound - range.lowerBound
        // Most parts of a proof are one perfect subtree; they need no list.
        if size.nonzeroBitCount == 1 {
            let level = size.trailingZeroBitCount
            return try read(NodePosition(level: level, index: range.lowerBound >> UInt64(level)))
        }
        var positions = peaks(of: range)
        guard let last = positions.popLast() else {
            preconditionFailure("bad index math: a subtree without entries")
        }
        var hash = try read(last)
        for position in positions.reversed() { hash = .over(try read(position), hash) }
        return hash
    }
}

/// The right edge of a growing tree: the hashes of its peaks, from which the root follows and onto which entries are appended.
package struct RightEdge: Sendable, Hashable {
    package private(set) var size: TreeSize
    /// The hashes at `TreeReading.peaks(of: size)`.
    package private(set) var peaks: [NodeHash]

    /// The edge of the empty tree.
    package init() {
        size = TreeSize(0)
        peaks = []
    }

    /// The edge of a tree of `size` entries whose hashes `read` knows.
    package init<Failure: Error>(
        size: TreeSize, read: (NodePosition) throws(Failure) -> NodeHash
    ) throws(Failure) {
        self.size = size
        var hashes: [NodeHash] = []
        for position in TreeReading.peaks(of: size) { hashes.append(try read(position)) }
        peaks = hashes
    }

    /// The root of the tree.
    package var root: RootHash {
        guard var hash = peaks.last else { return .empty }
        for peak in peaks.dropLast().reversed() { hash = .over(peak, hash) }
        return RootHash(hash.digest)
    }

    /// Appends an entry. Allocates nothing while the tree does not get higher.
    package mutating func append(_ leaf: LeafHash) {
        append(subtree: NodeHash(leaf), level: 0)
    }

    /// Appends an entry and hands `whole` the perfect subtrees that are whole since then, the leaf first.
    package mutating func append(_ leaf: LeafHash, whole: (NodePosition, NodeHash) -> Void) {
        append(subtree: NodeHash(leaf), level: 0, whole: whole)
    }

    /// Appends 2^`level` entries by the hash of the tree over them, and hands `whole` the perfect subtrees that are whole since then,
    /// the appended one first. So parts of a log that were hashed apart, on other cores, are put together.
    /// - Precondition: the tree's size is a multiple of 2^`level`.
    package mutating func append(
        subtree: NodeHash, level: Int, whole: (NodePosition, NodeHash) -> Void = { _, _ in }
    ) {
        precondition(size.value.trailingZeroBitCount >= level, "bad index math: subtree misplaced")
        var hash = subtree
        var position = NodePosition(level: level, index: size.value >> UInt64(level))
        whole(position, hash)
        while position.index & 1 == 1, let left = peaks.popLast() {
            hash = .over(left, hash)
            position = NodePosition(level: position.level + 1, index: position.index >> 1)
            whole(position, hash)
        }
        peaks.append(hash)
        size = TreeSize(size.value + 1 << UInt64(level))
    }
}

/// A tree in memory, from its leaf hashes.
package struct MerkleTree: Sendable {
    package private(set) var edge = RightEdge()
    private var levels: [[NodeHash]] = []

    package init(_ leaves: some Sequence<LeafHash> = []) {
        for leaf in leaves { append(leaf) }
    }

    package mutating func append(_ leaf: LeafHash) {
        edge.append(leaf) { position, hash in
            if position.level == levels.count { levels.append([]) }
            levels[position.level].append(hash)
        }
    }

    package var size: TreeSize { edge.size }
    package var root: RootHash { edge.root }

    /// The root when the tree had `size` entries; nil if it never had so many.
    package func root(at size: TreeSize) -> RootHash? {
        guard size <= self.size else { return nil }
        return TreeReading.root(of: size, read: hash)
    }

    /// The proof that the entry at `index` is in the tree of `size`; nil if there is no such entry or size.
    package func inclusionProof(of index: LeafIndex, in size: TreeSize) -> InclusionProof? {
        guard size <= self.size else { return nil }
        return TreeReading.inclusionProof(of: index, in: size, read: hash)
    }

    /// The proof that the tree of size `to` begins with that of size `from`; nil unless 0 < `from` <= `to` <= size.
    package func consistencyProof(from: TreeSize, to: TreeSize) -> ConsistencyProof? {
        guard to <= size else { return nil }
        return TreeReading.consistencyProof(from: from, to: to, read: hash)
    }

    private func hash(at position: NodePosition) -> NodeHash {
        levels[position.level][Int(position.index)]
    }
}
