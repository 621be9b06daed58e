// Numbers that must not be confused: an index in the log, the size of a tree, a number within a matter; the hash of a leaf, of
// a node, a root. Each is a type of its own, because to swap two of them is the classic bug of transparency logs.

/// The zero-based position of an entry in the log (RFC 9162 "leaf index").
package struct LeafIndex: Sendable, BitwiseCopyable, Hashable, Comparable, CustomStringConvertible {
    package let value: UInt64
    @inlinable package init(_ value: UInt64) { self.value = value }
    package var description: String { String(value) }
    package static func < (left: LeafIndex, right: LeafIndex) -> Bool { left.value < right.value }
}

/// How many entries a tree has.
package struct TreeSize: Sendable, BitwiseCopyable, Hashable, Comparable, CustomStringConvertible {
    package let value: UInt64
    @inlinable package init(_ value: UInt64) { self.value = value }
    package var description: String { String(value) }
    package static func < (left: TreeSize, right: TreeSize) -> Bool { left.value < right.value }
    /// Whether the tree holds the entry at `index`.
    package func contains(_ index: LeafIndex) -> Bool { index.value < value }
}

/// The number of an exhibit within its matter: 1, 2, 3 …
package struct DocketNumber: Sendable, BitwiseCopyable, Hashable, Comparable,
    CustomStringConvertible
{
    package let value: UInt64
    /// The number, or nil for 0.
    @inlinable package init?(_ value: UInt64) {
        guard value > 0 else { return nil }
        self.value = value
    }
    package var description: String { String(value) }
    package static func < (left: DocketNumber, right: DocketNumber) -> Bool {
        left.value < right.value
    }
}

/// SHA-256(0x00 ‖ entry): what the next entry names (RFC 9162 §2.1.1).
package struct LeafHash: Sendable, BitwiseCopyable, Hashable, Comparable, CustomStringConvertible {
    package let digest: Digest
    @inlinable package init(_ digest: Digest) { self.digest = digest }
    package var description: String { digest.text }
    package static func < (left: LeafHash, right: LeafHash) -> Bool { left.digest < right.digest }
}

/// SHA-256(0x01 ‖ left ‖ right), or a leaf hash seen as a node (RFC 9162 §2.1.1).
package struct NodeHash: Sendable, BitwiseCopyable, Hashable {
    package let digest: Digest
    @inlinable package init(_ digest: Digest) { self.digest = digest }
    @inlinable package init(_ leaf: LeafHash) { self.digest = leaf.digest }
}

/// The hash of a whole tree (RFC 9162 §2.1.1).
package struct RootHash: Sendable, BitwiseCopyable, Hashable, CustomStringConvertible {
    package let digest: Digest
    @inlinable package init(_ digest: Digest) { self.digest = digest }
    package var description: String { digest.text }
}
