// The right edge of a growing tree as tiles: at each level the hashes of the tile that is not full yet. From them follow the root, the
// partial tiles of this size, and, entry by entry, the full tiles; so a tree of any size is written with the memory of a few tiles.

package import EvidenceValues

/// The partial tiles of a tree, lowest level first.
package struct TileEdge: Sendable, Hashable {
    package private(set) var size: TreeSize
    /// For each level of tiles, fewer than 256 hashes.
    private var levels: [[NodeHash]]

    /// The edge of the empty tree.
    package init() {
        size = TreeSize(0)
        levels = []
    }

    /// The edge of a tree of `size` entries, from its partial tiles, which `read` knows.
    package init<Failure: Error>(
        size: TreeSize, read: (Tile) throws(Failure) -> HashTile
    ) throws(Failure) {
        self.size = size
        levels = []
        for level in 0..<TileLayout(size: size).levels {
            guard let tile = TileEdge.partial(level: level, of: size) else {
                levels.append([])
                continue
            }
            levels.append(try read(tile).hashes)
        }
    }

    /// The same tree without the entries of its last, partial tile of level 0.
    package var withoutPartialLeaves: TileEdge {
        var edge = self
        if !edge.levels.isEmpty { edge.levels[0] = [] }
        edge.size = TreeSize(size.value & ~0xFF)
        return edge
    }

    /// Appends an entry and gives the tiles that are full since then, lowest level first.
    /// - Precondition: there are fewer than 2⁶⁴ - 1 entries.
    package mutating func append(_ leaf: LeafHash) -> [HashTile] {
        var full: [HashTile] = []
        var hash: NodeHash? = NodeHash(leaf)
        var level = 0
        while let next = hash {
            if level == levels.count { levels.append([]) }
            levels[level].append(next)
            hash = nil
            let index = size.value >> UInt64(8 * (level + 1))
            if levels[level].count == Tile.fullWidth,
                let tile = Tile(level: level, index: index)
            {
                full.append(HashTile(tile, hashes: levels[level]))
                hash = HashTile.root(of: levels[level][...])
                levels[level] = []
            }
            level += 1
        }
        size = TreeSize(size.value + 1)
        return full
    }

    /// The partial tiles, lowest level first.
    package var partialTiles: [HashTile] {
        levels.enumerated().compactMap { level, hashes in
            TileEdge.partial(level: level, of: size).map { HashTile($0, hashes: hashes) }
        }
    }

    /// The root of the tree.
    package var root: RootHash {
        var edge = RightEdge()
        for (level, hashes) in levels.enumerated().reversed() {
            for hash in hashes { edge.append(subtree: hash, level: 8 * level) }
        }
        return edge.root
    }

    /// The partial tile of a level; nil if there is none.
    package static func partial(level: Int, of size: TreeSize) -> Tile? {
        let layout = TileLayout(size: size)
        let width = layout.partialWidth(level: level)
        return width == 0
            ? nil : Tile(level: level, index: layout.fullTiles(level: level), width: width)
    }
}
