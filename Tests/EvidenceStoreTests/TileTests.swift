// The tree in tiles against the same tree in memory: roots and proofs of all sizes, across the ends of tiles, before and after opening
// anew, and how much is read for a proof.

import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

@testable import EvidenceStore

@Suite struct `The tree in tiles` {
    let workshop: Workshop
    /// The same leaves, in memory.
    let tree: MerkleTree

    /// An archive of 700 entries: two full tiles and some.
    init() throws {
        let workshop = try Workshop()
        self.workshop = workshop
        let archive = try workshop.create()
        var leaves: [LeafHash] = []
        for batch in [256, 100, 156, 187, 1] {
            let first = leaves.count
            let submissions = try (0..<batch).map { try workshop.submission("\(first + $0)") }
            leaves += try archive.file(submissions).map(\.receipt.entry.leafHash)
        }
        tree = MerkleTree(leaves)
        try archive.close()
    }

    private func reader() throws -> Archive {
        try Archive.openReadOnly(at: workshop.folder, surroundings: workshop.surroundings)
    }

    @Test(arguments: [true, false]) func `has the roots and proofs of the tree in memory`(
        isWriter: Bool
    ) throws {
        let archive = try isWriter ? workshop.open() : reader()
        #expect(try archive.head().root == tree.root)
        for size in [1, 2, 3, 255, 256, 257, 300, 511, 512, 513, 640, 699, 700] {
            let size = TreeSize(UInt64(size))
            #expect(try archive.rootHash(at: size) == tree.root(at: size))
            for index in stride(from: 0, to: size.value, by: 7) {
                let index = LeafIndex(index)
                let proof = try archive.inclusionProof(of: index, in: size)
                #expect(proof == tree.inclusionProof(of: index, in: size))
            }
            for from in stride(from: 1, through: size.value, by: 31) {
                let proof = try archive.consistencyProof(from: TreeSize(from), to: size)
                #expect(proof == tree.consistencyProof(from: TreeSize(from), to: size))
            }
        }
        for index in 0..<700 as Range<UInt64> {
            _ = try archive.receipt(of: LeafIndex(index)).check(with: archive.verifierKey)
        }
    }

    @Test func `goes on where it was when it is opened anew`() throws {
        var memory = tree
        for number in 0..<5 {
            let archive = try workshop.open()
            let filed = try archive.file(
                (0..<70).map { try workshop.submission("\(number) \($0)") })
            for answer in filed {
                _ = try answer.receipt.check(with: archive.verifierKey)
                memory.append(answer.receipt.entry.leafHash)
            }
            #expect(try archive.head().root == memory.root)
            try archive.close()
        }
    }

    @Test func `reads few tiles for a proof, and each once`() throws {
        let archive = try reader()
        _ = try archive.inclusionProof(of: LeafIndex(3), in: TreeSize(700))
        // 2 + log256 700 is 3.2; here the right edge is in memory, and one tile is on the path.
        #expect(archive.tree.tileReads <= 3)
        for index in 0..<700 as Range<UInt64> {
            _ = try archive.inclusionProof(of: LeafIndex(index), in: TreeSize(700))
        }
        #expect(archive.tree.tileReads == 2)
        let old = try reader()
        _ = try old.inclusionProof(of: LeafIndex(3), in: TreeSize(513))
        #expect(old.tree.tileReads <= 3)
    }

    static let damages = [
        "UPDATE edge SET hashes = zeroblob(64) WHERE level = 1",
        "UPDATE edge SET hashes = zeroblob(32) WHERE level = 1",
        "DELETE FROM edge",
        "UPDATE head SET peaks = zeroblob(length(peaks))",
        "UPDATE head SET peaks = x''",
        "UPDATE entry SET entry = CAST(replace(CAST(entry AS TEXT), '10:59', '10:58') AS BLOB) WHERE idx = 699",
    ]

    @Test(arguments: damages) func `a damaged edge is never appended to`(sql: String) throws {
        let queue = try DatabaseQueue(path: workshop.database)
        try queue.writeWithoutTransaction { database in
            let names = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in names { try database.execute(sql: "DROP TRIGGER \(name)") }
            try database.execute(sql: sql)
        }
        try queue.close()
        #expect(throws: StoreError.self) { try workshop.open() }
    }

    @Test func `a tile that is gone gives no proof`() throws {
        let queue = try DatabaseQueue(path: workshop.database)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "DROP TRIGGER tile_stays; DELETE FROM tile WHERE id = 0")
        }
        try queue.close()
        let archive = try reader()
        #expect(throws: StoreError.damaged("tile 0/0")) {
            try archive.inclusionProof(of: LeafIndex(3), in: TreeSize(700))
        }
    }
}
