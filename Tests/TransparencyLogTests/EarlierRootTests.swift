// The root that a log had at an earlier size, from proofs alone: what shows that a state with another root is not of that log.

import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `The earlier root of a log` {
    private static let sizes: [UInt64] = Array(2...40)

    private func tree(_ size: UInt64) -> MerkleTree {
        var tree = MerkleTree()
        for number in 0..<size { tree.append(LeafHash(.sha256([UInt8(number)]))) }
        return tree
    }

    @Test(arguments: sizes)
    func `follows from a proof of consistency, but of a power of two`(size: UInt64) throws {
        let tree = tree(size)
        for old in 1..<size {
            let proof = try #require(
                tree.consistencyProof(from: TreeSize(old), to: TreeSize(size)))
            let isPerfect = old & (old - 1) == 0
            #expect(
                try proof.root(in: tree.root) == (isPerfect ? nil : tree.root(at: TreeSize(old))))
            guard !isPerfect else { continue }
            #expect(throws: ProofError.wrongRoot) {
                try proof.root(in: RootHash(.sha256([])))
            }
        }
    }

    @Test(arguments: sizes)
    func `of a power of two stands on the way from each leaf below it`(size: UInt64) throws {
        let tree = tree(size)
        for index in 0..<size {
            let leaf = LeafHash(.sha256([UInt8(index)]))
            let proof = try #require(
                tree.inclusionProof(of: LeafIndex(index), in: TreeSize(size)))
            for first in 1...size {
                let isRoot = first & (first - 1) == 0 && first > index && first < size
                let found = try? proof.root(ofFirst: TreeSize(first), with: leaf, in: tree.root)
                #expect(found == (isRoot ? tree.root(at: TreeSize(first)) : nil))
            }
        }
    }
}
