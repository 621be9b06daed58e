// The bytes of a tile of hashes: 32 bytes for each, nothing else. Whoever has the tiles has all hashes of the tree: those between two
// levels of tiles are hashed from the tile below.

package import EvidenceValues

/// The hashes of one tile.
package struct HashTile: Sendable, Hashable {
    package let tile: Tile
    /// As many as the tile is wide, from left to right.
    package let hashes: [NodeHash]

    /// - Precondition: there are as many hashes as the tile is wide.
    package init(_ tile: Tile, hashes: [NodeHash]) {
        precondition(hashes.count == tile.width, "a tile of another width")
        self.tile = tile
        self.hashes = hashes
    }

    /// The tile that `bytes` are. Spec: tiles-3
    package init(_ tile: Tile, parsing bytes: [UInt8]) throws(TileError) {
        guard bytes.count == tile.width * Digest.size else {
            throw TileError.wrongSize(expected: tile.width * Digest.size, found: bytes.count)
        }
        self.tile = tile
        var hashes: [NodeHash] = []
        hashes.reserveCapacity(tile.width)
        for start in stride(from: 0, to: bytes.count, by: Digest.size) {
            let place = bytes.span.extracting(start..<(start + Digest.size))
            guard let value = Bytes32(place) else { preconditionFailure("a digest is 32 bytes") }
            hashes.append(NodeHash(Digest(value)))
        }
        self.hashes = hashes
    }

    /// The one sequence of bytes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * Digest.size)
        for hash in hashes { bytes += hash.digest.bytes }
        return bytes
    }

    /// The root of the perfect subtree at `position`, hashed from at most 256 hashes; nil if this tile does not hold all of it.
    package func hash(at position: NodePosition) -> NodeHash? {
        let height = position.level - 8 * tile.level
        guard (0...8).contains(height), position.index <= UInt64.max >> UInt64(height) else {
            return nil
        }
        let first = position.index << UInt64(height)
        let count = 1 << height
        guard first >> 8 == tile.index else { return nil }
        let offset = Int(first & 0xFF)
        guard offset + count <= hashes.count else { return nil }
        return HashTile.root(of: hashes[offset..<(offset + count)])
    }

    /// The root of a perfect subtree from its leaves, a power of two of them.
    package static func root(of leaves: ArraySlice<NodeHash>) -> NodeHash? {
        guard leaves.count > 0, leaves.count & (leaves.count - 1) == 0 else { return nil }
        var row = Array(leaves)
        while row.count > 1 {
            row = stride(from: 0, to: row.count, by: 2).map { .over(row[$0], row[$0 + 1]) }
        }
        return row[0]
    }
}
