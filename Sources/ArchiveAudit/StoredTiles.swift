// The tree as the archive stores it: full tiles, the partial tiles above the leaves, and below them the newest entries themselves.
// Nothing of it is believed; it is what the entries are compared with, and where a run that begins in the middle gets its left part.

import EvidenceStore
import EvidenceValues
import TransparencyLog

/// Reads stored hashes on one thread's connection. Keeps one tile of each level.
final class StoredTiles {
    private let scan: ArchiveScan
    private let layout: TileLayout
    private var kept: [Int: (index: UInt64, tile: HashTile?)] = [:]
    private var learned: HashTile?

    init(_ scan: ArchiveScan, size: TreeSize) {
        self.scan = scan
        layout = TileLayout(size: size)
    }

    /// Forgets what was read.
    func forget() { kept = [:] }

    /// Takes `hashes` for those of the newest entries, as an audit of them found them to be.
    func learn(newest hashes: [NodeHash]) {
        let width = layout.partialWidth(level: 0)
        let index = layout.fullTiles(level: 0)
        guard width > 0, hashes.count == width,
            let tile = Tile(level: 0, index: index, width: width)
        else { return }
        learned = HashTile(tile, hashes: hashes)
        kept[0] = nil
    }

    /// The tile as it is stored, or computed where it is not stored: of the newest entries. Nil if it is missing or of another size.
    func tile(level: Int, _ index: UInt64) -> HashTile? {
        if let known = kept[level], known.index == index { return known.tile }
        let tile = read(level: level, index)
        kept[level] = (index, tile)
        return tile
    }

    /// The leaf hash that stands in a full tile of level 0.
    func leaf(_ index: LeafIndex) -> LeafHash? {
        let number = index.value >> 8
        guard number < layout.fullTiles(level: 0) else { return nil }
        let offset = Int(index.value & 255)
        return tile(level: 0, number).map { LeafHash($0.hashes[offset].digest) }
    }

    /// The hash that stands one level above for the full tile (level, index).
    func parent(level: Int, _ index: UInt64) -> NodeHash? {
        guard let tile = tile(level: level + 1, index >> 8) else { return nil }
        let offset = Int(index & 255)
        return offset < tile.hashes.count ? tile.hashes[offset] : nil
    }

    /// The hash of a perfect subtree; nil if its tile is missing.
    func node(_ position: NodePosition) -> NodeHash? {
        let level = position.level / 8
        let first = position.index << UInt64(position.level % 8)
        return tile(level: level, first >> 8)?.hash(at: position)
    }

    /// The peaks of the tree of the first `size` entries; nil if one is missing.
    func peaks(of size: UInt64) -> Peaks? {
        var hashes: [NodeHash] = []
        for position in TreeReading.peaks(of: TreeSize(size)) {
            guard let hash = node(position) else { return nil }
            hashes.append(hash)
        }
        return Peaks(count: size, hashes: hashes)
    }

    private func read(level: Int, _ index: UInt64) -> HashTile? {
        let full = layout.fullTiles(level: level)
        do {
            if index < full {
                guard let bytes = try scan.tile(level: level, index),
                    let tile = Tile(level: level, index: index)
                else { return nil }
                return try HashTile(tile, parsing: bytes)
            }
            let width = layout.partialWidth(level: level)
            guard index == full, width > 0,
                let tile = Tile(level: level, index: index, width: width)
            else { return nil }
            guard level > 0 else { return try newest(tile) }
            return try partial(tile)
        } catch {
            return nil
        }
    }

    /// A partial tile above the leaves. Whoever files meanwhile makes it longer, or full, and begins another.
    private func partial(_ tile: Tile) throws -> HashTile? {
        let size = tile.width * Digest.size
        if let full = try scan.tile(level: tile.level, tile.index) {
            return try HashTile(tile, parsing: Array(full.prefix(size)))
        }
        let cursor = try scan.select(
            "SELECT hashes FROM edge WHERE level = ?1", Int64(tile.level))
        guard try cursor.next() else { return nil }
        return try HashTile(tile, parsing: Array(cursor.bytes(0).prefix(size)))
    }

    /// The partial tile of leaf hashes, which no table has.
    private func newest(_ tile: Tile) throws -> HashTile? {
        if let learned { return learned }
        var hashes: [NodeHash] = []
        let start = tile.index << 8
        try scan.entries(in: start..<(start + UInt64(tile.width))) { _, text in
            hashes.append(NodeHash(LeafHash.of(entry: text)))
        }
        return hashes.count == tile.width ? HashTile(tile, hashes: hashes) : nil
    }
}
