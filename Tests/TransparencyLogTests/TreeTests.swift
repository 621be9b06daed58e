// Roots and proofs against a second implementation that follows the recursive definitions of RFC 9162 §2.1 word for word, over all
// trees of up to 64 entries; and the known answers of Certificate Transparency.

import EvidenceValues
import Testing
import TransparencyLog

/// RFC 9162 §2.1 as it is written.
struct NaiveTree {
    let leaves: [[UInt8]]

    func hash(_ range: Range<Int>) -> Digest {
        if range.isEmpty { return .sha256([UInt8]()) }
        if range.count == 1 { return .sha256([0] + leaves[range.lowerBound]) }
        let middle = split(range)
        let left = hash(range.lowerBound..<middle)
        return .sha256([1] + left.bytes + hash(middle..<range.upperBound).bytes)
    }

    /// PATH(m, D_n), §2.1.3.1.
    func path(_ index: Int, _ range: Range<Int>) -> [Digest] {
        if range.count == 1 { return [] }
        let middle = split(range)
        let left = range.lowerBound..<middle
        let right = middle..<range.upperBound
        return index < middle
            ? path(index, left) + [hash(right)] : path(index, right) + [hash(left)]
    }

    /// SUBPROOF(m, D_n, b), §2.1.4.1.
    func subproof(_ size: Int, _ range: Range<Int>, _ isKnown: Bool) -> [Digest] {
        if size == range.upperBound { return isKnown ? [] : [hash(range)] }
        let middle = split(range)
        if size <= middle {
            return subproof(size, range.lowerBound..<middle, isKnown)
                + [hash(middle..<range.upperBound)]
        }
        return subproof(size, middle..<range.upperBound, false)
            + [hash(range.lowerBound..<middle)]
    }

    private func split(_ range: Range<Int>) -> Int {
        var power = 1
        while power * 2 < range.count { power *= 2 }
        return range.lowerBound + power
    }
}

@Suite struct `Merkle trees` {
    static let leaves = (0..<64).map { Array("leaf \($0)".utf8) }
    static let naive = NaiveTree(leaves: leaves)
    static let tree = MerkleTree(leaves.map { LeafHash.of(entryBytes: $0) })

    @Test(arguments: 0...64) func `roots and inclusion proofs are those of the definition`(
        size: Int
    ) throws {
        let tree = Self.tree
        let treeSize = TreeSize(UInt64(size))
        let root = try #require(tree.root(at: treeSize))
        #expect(root.digest == Self.naive.hash(0..<size))
        #expect(MerkleTree(Self.leaves[..<size].map { .of(entryBytes: $0) }).root == root)
        for index in 0..<size {
            let proof = try #require(
                tree.inclusionProof(of: LeafIndex(UInt64(index)), in: treeSize))
            #expect(proof.hashes.map(\.digest) == Self.naive.path(index, 0..<size))
            try proof.check(.of(entryBytes: Self.leaves[index]), in: root)
        }
        #expect(tree.inclusionProof(of: LeafIndex(UInt64(size)), in: treeSize) == nil)
    }

    @Test(arguments: 1...64) func `consistency proofs are those of the definition`(to: Int) throws {
        let new = TreeSize(UInt64(to))
        let newRoot = required(Self.tree.root(at: new))
        for from in 1...to {
            let old = TreeSize(UInt64(from))
            let proof = try #require(Self.tree.consistencyProof(from: old, to: new))
            #expect(proof.hashes.map(\.digest) == Self.naive.subproof(from, 0..<to, true))
            try proof.check(from: required(Self.tree.root(at: old)), to: newRoot)
        }
        #expect(Self.tree.consistencyProof(from: TreeSize(0), to: new) == nil)
        #expect(Self.tree.consistencyProof(from: TreeSize(65), to: new) == nil)
    }

    @Test(arguments: 1...20) func `a changed inclusion proof proves nothing`(size: Int) throws {
        let treeSize = TreeSize(UInt64(size))
        let root = required(Self.tree.root(at: treeSize))
        for index in 0..<size {
            let leaf = LeafHash.of(entryBytes: Self.leaves[index])
            let good = required(
                Self.tree.inclusionProof(of: LeafIndex(UInt64(index)), in: treeSize))
            for hashes in Self.changes(of: good.hashes) {
                #expect(throws: ProofError.self) {
                    try InclusionProof(index: good.index, size: treeSize, hashes: hashes)
                        .check(leaf, in: root)
                }
            }
            for other in 0..<(size + 2) where other != index {
                #expect(throws: ProofError.self) {
                    try InclusionProof(
                        index: LeafIndex(UInt64(other)), size: treeSize, hashes: good.hashes
                    ).check(leaf, in: root)
                }
            }
            #expect(throws: ProofError.wrongRoot) {
                try good.check(LeafHash(.sha256([9])), in: root)
            }
            #expect(throws: ProofError.wrongRoot) {
                try good.check(leaf, in: RootHash(.sha256([9])))
            }
        }
    }

    @Test(arguments: 1...20) func `a changed consistency proof proves nothing`(to: Int) throws {
        let new = TreeSize(UInt64(to))
        let newRoot = required(Self.tree.root(at: new))
        for from in 1...to {
            let old = TreeSize(UInt64(from))
            let oldRoot = required(Self.tree.root(at: old))
            let good = required(Self.tree.consistencyProof(from: old, to: new))
            for hashes in Self.changes(of: good.hashes) {
                #expect(throws: ProofError.self) {
                    try ConsistencyProof(from: old, to: new, hashes: hashes)
                        .check(from: oldRoot, to: newRoot)
                }
            }
            let wrong = RootHash(.sha256([9]))
            #expect(throws: ProofError.self) { try good.check(from: wrong, to: newRoot) }
            #expect(throws: ProofError.self) { try good.check(from: oldRoot, to: wrong) }
        }
    }

    @Test func `proofs at the ends of the range are refused and do not trap`() {
        let node = NodeHash(.sha256([1]))
        let root = RootHash(.sha256([2]))
        let most = UInt64.max
        for (index, size) in [(0, 0), (most, most), (most, 1), (most - 1, most)] {
            for count in [0, 1, 64, 65, 1000] {
                #expect(throws: ProofError.self) {
                    try InclusionProof(
                        index: LeafIndex(index), size: TreeSize(size),
                        hashes: [NodeHash](repeating: node, count: count)
                    ).check(LeafHash(.sha256([3])), in: root)
                }
            }
        }
        for (from, to) in [(0, 0), (0, 1), (2, 1), (most, most), (1, most), (most - 1, most)] {
            for count in [1, 64, 65, 66, 1000] {
                #expect(throws: ProofError.self) {
                    try ConsistencyProof(
                        from: TreeSize(from), to: TreeSize(to),
                        hashes: [NodeHash](repeating: node, count: count)
                    ).check(from: root, to: root)
                }
            }
        }
    }

    @Test func `the roots of Certificate Transparency's own test are ours`() {
        let inputs = [
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ]
        let tree = MerkleTree(inputs.map { .of(entryBytes: required(Hexadecimal.decode($0))) })
        let roots = (0...8).map { required(tree.root(at: TreeSize($0))).digest.hex }
        #expect(roots[0] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(roots[1] == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(roots[3] == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")
        #expect(roots[7] == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")
        #expect(roots[8] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
    }

    /// One hash less at either end, one more, one bit changed, two exchanged.
    static func changes(of hashes: [NodeHash]) -> [[NodeHash]] {
        var changed = [hashes + [NodeHash(.sha256([7]))], [NodeHash(.sha256([7]))] + hashes]
        if let last = hashes.last { changed.append(hashes + [last]) }
        if !hashes.isEmpty { changed += [Array(hashes.dropFirst()), Array(hashes.dropLast())] }
        for position in hashes.indices {
            var bytes = hashes[position].digest.bytes
            bytes[position % 32] ^= 1
            var flipped = hashes
            flipped[position] = NodeHash(required(Digest(bytes: bytes)))
            changed.append(flipped)
            if position > 0 {
                var swapped = hashes
                swapped.swapAt(position, position - 1)
                changed.append(swapped)
            }
        }
        return changed
    }
}
