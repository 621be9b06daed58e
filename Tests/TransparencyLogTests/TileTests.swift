// Tiles, their names and their layout: every name both ways, every other spelling refused, and the hashes of tiles against the tree.

import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `Tiles` {
    /// Names of tiles and bundles, with what they name.
    static let names: [(path: String, level: Int, index: UInt64, width: Int)] = [
        ("tile/0/x001/x234/067", 0, 1_234_067, 256), ("tile/0/000", 0, 0, 256),
        ("tile/0/000.p/1", 0, 0, 1), ("tile/1/001.p/255", 1, 1, 255), ("tile/63/000", 63, 0, 256),
        ("tile/5/x123/x456/078", 5, 123_456_078, 256), ("tile/0/x001/000", 0, 1000, 256),
        ("tile/0/x072/x057/x594/x037/x927/935", 0, (1 << 56) - 1, 256),
        ("tile/entries/000", 0, 0, 256), ("tile/entries/x003/x057/500.p/17", 0, 3_057_500, 17),
    ]

    // Spec: tiles-2
    @Test(arguments: Self.names) func `a name is read and written back`(
        name: (path: String, level: Int, index: UInt64, width: Int)
    ) throws {
        let tile = try #require(Tile(level: name.level, index: name.index, width: name.width))
        let path: TilePath = name.path.contains("entries") ? .entries(tile) : .hashes(tile)
        #expect(try TilePath(parsing: name.path) == path)
        #expect(path.text == name.path)
    }

    @Test(arguments: [
        "", "tile", "tile/", "tile/0", "tile/0/", "tile/00/000", "tile/64/000", "tile/-1/000",
        "tile/+1/000", "tile/0/0", "tile/0/0000", "tile/0/x000", "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001/x002", "tile/0/x1/000", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0",
        "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/1/", "tile/0/000/1", "/tile/0/000",
        "tile/0/000.P/1", "tile/data/000", "tile/Entries/000", "tile/entries/0/000", "tile//000",
        "tile/0/x072/x057/x594/x037/x927/936", "tile/0/x999/x999/x999/x999/x999/999",
        "tile/0/x001/x000/x000/x000/x000/x000/000", "tile/0/../000", "tile/0/00\u{0660}",
        "tile/0/000 ", "tile/0/000\n", "tile/0/000\u{0}",
    ]) func `another spelling is refused`(path: String) {
        #expect(throws: TileError.malformedPath) { try TilePath(parsing: path) }
    }

    @Test func `a changed name never names the same`() throws {
        for name in Self.names {
            for changed in Mutations.flips(Array(name.path.utf8))
                + Mutations.cuts(Array(name.path.utf8))
            {
                guard let text = String(validating: changed, as: UTF8.self),
                    let path = try? TilePath(parsing: text)
                else { continue }
                #expect(path.text == text)
            }
        }
    }

    @Test func `partial tiles of one place share a folder`() throws {
        #expect(
            try TilePath(parsing: "tile/entries/x001/000.p/7").partialFolder
                == "tile/entries/x001/000.p")
    }

    @Test func `bounds are kept`() {
        #expect(Tile(level: 64, index: 0) == nil)
        #expect(Tile(level: -1, index: 0) == nil)
        #expect(Tile(level: 0, index: 1 << 56) == nil)
        #expect(Tile(level: 0, index: 0, width: 0) == nil)
        #expect(Tile(level: 0, index: 0, width: 257) == nil)
    }

    @Test(
        arguments: [
            (70_000, [(273, 112), (1, 17), (0, 1)]), (256, [(1, 0), (0, 1)]), (255, [(0, 255)]),
            (0, []), (65_536, [(256, 0), (1, 0), (0, 1)]), (1, [(0, 1)]),
        ] as [(UInt64, [(UInt64, Int)])]) func `a tree has the tiles of the specification`(
            size: UInt64, levels: [(UInt64, Int)]
        )
    {
        let layout = TileLayout(size: TreeSize(size))
        #expect(layout.levels == levels.count)
        for (level, expected) in levels.enumerated() {
            #expect(layout.fullTiles(level: level) == expected.0)
            #expect(layout.partialWidth(level: level) == expected.1)
        }
    }

    @Test func `the largest tree has a layout`() {
        let layout = TileLayout(size: TreeSize(.max))
        #expect(layout.levels == 8)
        #expect(layout.fullTiles(level: 0) == (1 << 56) - 1)
        #expect(layout.partialWidth(level: 7) == 255)
    }

    // Spec: tiles-3
    @Test func `the hashes of a tile are those of the tree`() throws {
        let tree = Self.tree
        for (level, width) in [(0, 256), (0, 44), (1, 2)] {
            let index: UInt64 = width == 44 ? 2 : 0
            let tile = try #require(Tile(level: level, index: index, width: width))
            let hashes = try (0..<width).map { offset in
                try #require(tree.hash(at: tile.position(of: offset)))
            }
            let made = HashTile(tile, hashes: hashes)
            let read = try HashTile(tile, parsing: made.bytes)
            #expect(read == made && read.bytes == made.bytes)
            for height in 0...8 {
                for place in 0..<(256 >> height) {
                    let position = NodePosition(
                        level: 8 * level + height,
                        index: index << UInt64(8 - height) | UInt64(place))
                    let isWhole = (place + 1) << height <= width
                    #expect((read.hash(at: position) != nil) == isWhole)
                    #expect(!isWhole || read.hash(at: position) == tree.hash(at: position))
                }
            }
            #expect(read.hash(at: NodePosition(level: 8 * level, index: 512)) == nil || index == 2)
            #expect(read.hash(at: NodePosition(level: 60, index: .max)) == nil)
        }
    }

    @Test func `a tile of another size is refused`() throws {
        let tile = try #require(Tile(level: 0, index: 0, width: 3))
        for count in [0, 95, 97, 64, 128] {
            #expect(throws: TileError.wrongSize(expected: 96, found: count)) {
                try HashTile(tile, parsing: [UInt8](repeating: 1, count: count))
            }
        }
    }

    // Spec: tiles-4
    @Test func `a bundle is read and written back, and every cut refused`() throws {
        let entries = [[], [1], [UInt8](repeating: 7, count: 300), Array("entry".utf8)]
        let bytes = try EntryBundle(entries: entries).bytes
        #expect(bytes.starts(with: [0, 0, 0, 1, 1, 1, 44]))
        let bundle = try EntryBundle(parsing: bytes, width: 4)
        #expect(bundle.entries == entries && bundle.bytes == bytes)
        #expect(bundle.leafHashes == entries.map { LeafHash.of(entryBytes: $0) })
        for count in bytes.indices {
            #expect(throws: TileError.truncated) {
                try EntryBundle(parsing: Array(bytes[..<count]), width: 4)
            }
        }
        #expect(throws: TileError.trailingBytes) {
            try EntryBundle(parsing: bytes + [0], width: 4)
        }
        #expect(throws: TileError.trailingBytes) { try EntryBundle(parsing: bytes, width: 3) }
        #expect(throws: TileError.truncated) { try EntryBundle(parsing: bytes, width: 5) }
    }

    @Test func `an entry that two bytes cannot measure is refused`() throws {
        let entry = [UInt8](repeating: 0, count: 65_536)
        #expect(throws: TileError.entryTooLarge(size: 65_536)) {
            try EntryBundle(entries: [entry])
        }
        let largest = try EntryBundle(entries: [Array(entry.dropLast())])
        #expect(try EntryBundle(parsing: largest.bytes, width: 1) == largest)
    }

    static let tree = MerkleTree((0..<600).map { LeafHash.of(entryBytes: Array("\($0)".utf8)) })
}

extension MerkleTree {
    /// The hash of a perfect subtree, by way of the root of a tree that ends with it.
    func hash(at position: NodePosition) -> NodeHash? {
        let level = UInt64(position.level)
        guard position.level < 60, (position.index + 1) << level <= size.value else { return nil }
        let first = position.index << level
        let leaves = (first..<(first + 1 << level)).map { index in
            NodeHash(LeafHash.of(entryBytes: Array("\(index)".utf8)))
        }
        return HashTile.root(of: leaves[...])
    }
}
