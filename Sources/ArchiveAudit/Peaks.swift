// The hashes of the perfect subtrees of a range of leaves, from the largest to the smallest: what a tree is while it grows. A range
// that begins where a large subtree may begin can be hashed for itself, by another thread, and set beside its neighbour later: its
// peaks are the right part of the whole tree's, so a root is folded from the range's peaks first, and from those to its left then.
//
//     left of the range: 2²⁰ 2¹⁷ | in the range: 2⁹ 2⁸ 2¹        root = (2²⁰ (2¹⁷ (2⁹ (2⁸ 2¹))))

package import EvidenceValues
import TransparencyLog

/// The peaks of a growing range of leaves.
package struct Peaks: Sendable, Hashable {
    /// How many leaves.
    package private(set) var count: UInt64 = 0
    /// One for each bit of `count`, the largest subtree first.
    package private(set) var hashes: [NodeHash] = []

    package init() { hashes.reserveCapacity(64) }

    /// The peaks of `count` leaves that somebody else has hashed.
    /// - Precondition: there is one for each bit of `count`.
    package init(count: UInt64, hashes: [NodeHash]) {
        precondition(hashes.count == count.nonzeroBitCount, "bad peak math")
        self.count = count
        self.hashes = hashes
    }

    /// Appends a perfect subtree of 2^`level` leaves.
    /// - Precondition: what is there is a multiple of its size.
    package mutating func append(_ subtree: NodeHash, level: Int = 0) {
        var hash = subtree
        var position = count >> UInt64(level)
        while position & 1 == 1, let left = hashes.popLast() {
            hash = .over(left, hash)
            position >>= 1
        }
        hashes.append(hash)
        count += 1 << UInt64(level)
    }

    /// Appends another range's peaks.
    /// - Precondition: this one ends where the largest subtree of the other may begin.
    package mutating func append(_ other: Peaks) {
        var rest = other.count
        for hash in other.hashes {
            let level = 63 - rest.leadingZeroBitCount
            append(hash, level: level)
            rest ^= 1 << UInt64(level)
        }
    }

    /// One hash over all peaks, with `right` beyond the last; nil if there is nothing.
    package func fold(_ right: NodeHash? = nil) -> NodeHash? {
        var hash = right
        for peak in hashes.reversed() { hash = hash.map { .over(peak, $0) } ?? peak }
        return hash
    }

    /// The root of the tree that these are all peaks of.
    package var root: RootHash { fold().map { RootHash($0.digest) } ?? .empty }

    /// Forgets everything, and keeps the memory.
    package mutating func clear() {
        count = 0
        hashes.removeAll(keepingCapacity: true)
    }
}
