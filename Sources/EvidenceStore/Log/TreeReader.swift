// The hashes of all perfect subtrees, from the full tiles of the database and the edge in memory. A tile holds 256 hashes; what lies
// between two levels of tiles is hashed from the tile below. So that this is done once, the upper half of each tile's subtrees is
// kept: 31 hashes, and with them a proof takes at most eleven more hashes from each tile it passes.

import EvidenceValues
import TransparencyLog

/// Reads hashes of one log; what it keeps of full tiles never changes.
final class TreeReader {
    /// The 31 subtrees of 16 and more hashes of a tile.
    private typealias Upper = [[NodeHash]]

    /// Tiles whose upper subtrees are kept: 1 KiB each.
    private static let maximumUppers = 8192
    /// Tiles above the leaves that are kept whole: 8 KiB each, one for 65,536 entries.
    private static let maximumTiles = 256
    /// Tiles of leaves that are kept whole: those of the last batches.
    private static let maximumLeafTiles = 4

    private var uppers: [Int64: Upper] = [:]
    private var tiles: [Int64: [UInt8]] = [:]
    private var leafTiles: [Int64: [UInt8]] = [:]
    /// Tiles read from the database so far.
    private(set) var tileReads = 0

    /// The hash of the perfect subtree at `position` in the log whose edge is `edge`.
    func hash(
        at position: NodePosition, edge: inout LogEdge, ledger: Ledger
    ) throws -> NodeHash {
        if let hash = edge.hash(at: position) { return hash }
        let (level, height) = (position.level / 8, position.level % 8)
        let index = position.index >> UInt64(8 - height)
        let offset = Int(truncatingIfNeeded: position.index & (1 << UInt64(8 - height) - 1))
        guard index < edge.size.value >> UInt64(8 * level + 8) else {
            throw StoreError.damaged("node \(position.level)/\(position.index)")
        }
        let key = HashTile.key(level: level, index: index)
        if height >= 4 { return try upper(key, ledger)[height - 4][offset] }
        let start = offset << height * Digest.size
        let bytes = try tile(key, ledger)
        let slice = bytes.span.extracting(start..<(start + Digest.size << height))
        guard let hashes = [NodeHash](joinedBytes: slice),
            let root = hashes.count == 1 ? hashes[0] : HashTile.root(of: hashes[...])
        else { throw StoreError.damaged("tile \(level)/\(index)") }
        return root
    }

    private func upper(_ key: Int64, _ ledger: Ledger) throws -> Upper {
        if let upper = uppers[key] { return upper }
        guard let hashes = [NodeHash](joinedBytes: try tile(key, ledger)) else {
            throw StoreError.damaged("tile \(key)")
        }
        let upper = Array(HashTile.subtrees(of: hashes)[4...])
        if uppers.count == TreeReader.maximumUppers { uppers.removeAll(keepingCapacity: true) }
        uppers[key] = upper
        return upper
    }

    private func tile(_ key: Int64, _ ledger: Ledger) throws -> [UInt8] {
        let isLeaves = key >> 56 == 0
        if let bytes = isLeaves ? leafTiles[key] : tiles[key] { return bytes }
        guard let bytes = try ledger.tile(key), bytes.count == 256 * Digest.size else {
            throw StoreError.damaged("tile \(key >> 56)/\(key & (1 << 56 - 1))")
        }
        tileReads += 1
        if isLeaves {
            if leafTiles.count == TreeReader.maximumLeafTiles { leafTiles.removeAll() }
            leafTiles[key] = bytes
        } else {
            if tiles.count == TreeReader.maximumTiles { tiles.removeAll() }
            tiles[key] = bytes
        }
        return bytes
    }
}
