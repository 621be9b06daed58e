// The tree over one block of up to 256 leaves, hashed level by level: all its perfect subtrees are there afterwards, so that the tree of any
// of its sizes can be folded, wherever in the block somebody signed a checkpoint.
//
//     level 8                     *
//     level 7         *                      *
//     …
//     level 0   * * * * * * * * …              256 leaves; of fewer, the nodes that are whole

import EvidenceValues
import TransparencyLog

/// The perfect subtrees over the leaves of one block.
struct BlockTree: Sendable {
    /// By level, from the leaves up.
    private var levels = [[NodeHash]](repeating: [], count: 9)

    init() {
        for level in levels.indices { levels[level].reserveCapacity(256 >> level) }
    }

    /// The leaves.
    var leaves: [NodeHash] { levels[0] }

    /// The root over 256 leaves; nil if there are fewer.
    var root: NodeHash? { levels[8].first }

    /// Hashes the tree over the leaf hashes of up to 256 rows.
    mutating func build(over rows: [RowFacts]) {
        precondition(rows.count <= Int(Chunk.tile), "bad block math: more rows than a tile")
        levels[0].removeAll(keepingCapacity: true)
        for row in rows { levels[0].append(NodeHash(row.leaf ?? LeafVote.unknown)) }
        for level in 1...8 {
            levels[level].removeAll(keepingCapacity: true)
            for position in 0..<(levels[level - 1].count / 2) {
                let left = levels[level - 1][2 * position]
                let right = levels[level - 1][2 * position + 1]
                levels[level].append(.over(left, right))
            }
        }
    }

    /// The peaks of the first `count` leaves.
    /// - Precondition: there are so many.
    func peaks(of count: Int) -> Peaks {
        var hashes: [NodeHash] = []
        for level in (0...8).reversed() where count >> level & 1 == 1 {
            // What is left of this subtree is a whole number of its size.
            hashes.append(levels[level][(count >> level) - 1])
        }
        return Peaks(count: UInt64(count), hashes: hashes)
    }
}
