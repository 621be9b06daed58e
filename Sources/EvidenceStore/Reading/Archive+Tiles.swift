// What the archive publishes of its log, tile by tile (C2SP tlog-tiles, docs/formats/tiles.md), for who serves it from the archive itself. Any
// width that the log has reached can be asked for: a cache may know a checkpoint that is older than the newest.

import EvidenceValues
package import TransparencyLog

extension Archive {
    /// The hashes of a tile; nil if the log has not as many.
    package func hashTile(_ tile: Tile) throws -> HashTile? {
        try peek { ledger in
            try reading(TreeSize(0), ledger) { edge in
                guard TileLayout(size: edge.size).reaches(tile) else { return nil }
                let hashes = try (0..<tile.width).map {
                    try tree.hash(at: tile.position(of: $0), edge: edge, ledger: ledger)
                }
                return HashTile(tile, hashes: hashes)
            }
        }
    }

    /// The entries beneath a tile of level 0; nil if the log has not as many.
    package func entryBundle(_ tile: Tile) throws -> EntryBundle? {
        let first = tile.index << 8
        let size = try head().size
        guard tile.level == 0, TileLayout(size: size).reaches(tile) else { return nil }
        let rows = try storedRows(
            from: LeafIndex(first), below: TreeSize(first + UInt64(tile.width)), limit: tile.width)
        guard rows.count == tile.width else { throw StoreError.noSuchEntry(LeafIndex(first)) }
        return try EntryBundle(entries: rows.map(\.entry))
    }
}

extension TileLayout {
    /// Whether the tree has all hashes of the tile.
    fileprivate func reaches(_ tile: Tile) -> Bool {
        let full = fullTiles(level: tile.level)
        if tile.index != full { return tile.index < full }
        return tile.width <= partialWidth(level: tile.level)
    }
}
