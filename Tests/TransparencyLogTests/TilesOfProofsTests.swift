// How many tiles of 256 hashes a proof is read from, whoever keeps them: it grows with the height of the log, not with its size.

import EvidenceValues
import Testing

@testable import TransparencyLog

@Suite struct `The tiles of a proof` {
    /// The tiles of the perfect subtrees that the proof of an entry is made of.
    private static func count(_ index: UInt64, in size: UInt64) -> Int {
        var tiles: Set<[UInt64]> = []
        let hash = NodeHash(Digest.sha256([1]))
        _ = TreeReading.inclusionProof(of: LeafIndex(index), in: TreeSize(size)) { node in
            let (level, height) = (UInt64(node.level / 8), UInt64(node.level % 8))
            tiles.insert([level, node.index >> (8 - height)])
            return hash
        }
        return tiles.count
    }

    private static func most(in size: UInt64) -> Int {
        let step = max(1, size / 4001)
        let places = Array(stride(from: 0, to: size, by: Int(step))) + [size - 1]
        return places.map { count($0, in: size) }.max() ?? 0
    }

    @Test(arguments: [10_000_000, 9_999_999, 9_990_007, 16_777_216] as [UInt64])
    func `are at most three more in a log a thousand times as large`(size: UInt64) {
        let small = Self.most(in: 10_000)
        #expect(small <= 3)
        #expect(Self.most(in: size) <= small + 3)
    }
}
