// The right edge of the log, in memory while somebody files: the peaks, from which the root follows, and of each level the tile that is
// not full yet, with its perfect subtrees. It is a function of the newest entries, the table `edge` and the row `head`, and
// whoever loads it hashes them again: so a damaged edge is found before anything is appended to it.
//
// Peaks and tiles are hashed apart, each entry twice, and compared before a batch is committed: a bit that flips in memory must not be
// signed.

import EvidenceValues
import TransparencyLog

/// The unfinished tiles and the peaks of a log.
struct LogEdge {
    /// Levels of tiles that a log can have: 256^8 is 2^64.
    static let maximumLevels = 8

    var peaks: RightEdge
    /// By level, the tile that is not full yet.
    var tiles: [TileSubtrees] = []

    /// The edge of the empty log.
    init() { peaks = RightEdge() }

    /// The edge of a log of `size` entries with these unfinished tiles.
    /// - Throws: `.damaged` if they are not as long as the size says.
    init(size: TreeSize, tails: [[NodeHash]]) throws(StoreError) {
        for level in 0..<LogEdge.maximumLevels {
            let count = level < tails.count ? tails[level].count : 0
            guard count == LogEdge.tailCount(size, level: level) else {
                throw StoreError.damaged("edge \(level)")
            }
        }
        let tiles = tails.map { TileSubtrees($0) }
        self.tiles = tiles
        peaks = try RightEdge(size: size) { position throws(StoreError) in
            let level = position.level / 8
            guard level < tiles.count, let hash = tiles[level].peak(at: position.level % 8) else {
                throw StoreError.damaged("edge \(level)")
            }
            return hash
        }
    }

    /// How many hashes the unfinished tile of a level has.
    static func tailCount(_ size: TreeSize, level: Int) -> Int {
        Int(size.value >> UInt64(8 * level) & 255)
    }

    var size: TreeSize { peaks.size }
    /// Hashes the peaks.
    var root: RootHash { peaks.root }

    /// The tree of an archive of this origin.
    func checkpoint(origin: ArchiveOrigin) -> Checkpoint {
        Checkpoint(origin: origin, size: size, root: root)
    }

    /// The hashes of the unfinished tile of a level.
    func tail(_ level: Int) -> [NodeHash] { level < tiles.count ? tiles[level].rows[0] : [] }

    /// Whether peaks and tiles, which were hashed apart, say the same.
    var isSound: Bool {
        var rest = peaks.peaks[...]
        for tile in tiles.reversed() {
            for height in (0..<8).reversed() {
                guard let peak = tile.peak(at: height) else { continue }
                guard rest.popFirst() == peak else { return false }
            }
        }
        return rest.isEmpty
    }

    /// Appends an entry; gives the tiles that are full since then, the lowest first.
    @discardableResult
    mutating func append(_ leaf: LeafHash) -> [FilledTile] {
        let index = size.value
        peaks.append(leaf)
        var full: [FilledTile] = []
        var hash = NodeHash(leaf)
        for level in 0..<LogEdge.maximumLevels {
            if level == tiles.count { tiles.append(TileSubtrees([])) }
            guard let root = tiles[level].append(hash) else { break }
            let number = index >> UInt64(8 * level + 8)
            guard let tile = Tile(level: level, index: number) else {
                preconditionFailure("bad index math: a tile beyond the last")
            }
            full.append(FilledTile(tile: tile, subtrees: tiles[level]))
            tiles[level] = TileSubtrees([])
            hash = root
        }
        return full
    }

    /// The hash of a perfect subtree, if it is a peak or within an unfinished tile.
    func hash(at position: NodePosition) -> NodeHash? {
        if let peak = peak(at: position) { return peak }
        let (level, height) = (position.level / 8, position.level % 8)
        guard level < tiles.count,
            position.index >> UInt64(8 - height) == size.value >> UInt64(8 * level + 8)
        else { return nil }
        let offset = Int(truncatingIfNeeded: position.index & (1 << UInt64(8 - height) - 1))
        let row = tiles[level].rows[height]
        return offset < row.count ? row[offset] : nil
    }

    /// The peak at `position`: there is one for each bit of the size, the highest first.
    private func peak(at position: NodePosition) -> NodeHash? {
        let level = UInt64(position.level)
        let above = level == 63 ? 0 : size.value >> (level + 1)
        guard size.value >> level & 1 == 1, position.index == above << 1 else { return nil }
        return peaks.peaks[above.nonzeroBitCount]
    }
}

/// The perfect subtrees within one tile, below its root.
struct TileSubtrees {
    /// By height from 0 to 7; in an unfinished tile those that are whole.
    var rows: [[NodeHash]]

    /// Hashes those over `hashes`, 256 at most.
    init(_ hashes: [NodeHash]) {
        rows = [hashes]
        while rows.count < 8 {
            let row = rows[rows.count - 1]
            rows.append(
                stride(from: 1, to: row.count, by: 2).map { .over(row[$0 - 1], row[$0]) })
        }
    }

    /// The subtree of a height that no other stands beside; nil if there is none.
    func peak(at height: Int) -> NodeHash? {
        rows[height].count & 1 == 1 ? rows[height].last : nil
    }

    /// Adds a hash; gives the root if the tile is full now.
    mutating func append(_ hash: NodeHash) -> NodeHash? {
        var hash = hash
        for height in 0..<8 {
            let left = rows[height].last
            rows[height].append(hash)
            guard rows[height].count & 1 == 0, let left else { return nil }
            hash = .over(left, hash)
        }
        return hash
    }
}

/// A tile that was just filled.
struct FilledTile {
    let tile: Tile
    let subtrees: TileSubtrees

    /// The hash of a perfect subtree of it; nil if it is elsewhere.
    func hash(at position: NodePosition) -> NodeHash? {
        let (level, height) = (position.level / 8, position.level % 8)
        guard level == tile.level, position.index >> UInt64(8 - height) == tile.index else {
            return nil
        }
        return subtrees.rows[height][Int(position.index & (1 << UInt64(8 - height) - 1))]
    }

    /// The key of its row.
    var key: Int64 { HashTile.key(level: tile.level, index: tile.index) }
    /// Its bytes.
    var bytes: [UInt8] { subtrees.rows[0].joinedBytes }
}

extension HashTile {
    /// The key of a tile's row: its level in the high byte, its number below.
    static func key(level: Int, index: UInt64) -> Int64 {
        Int64(truncatingIfNeeded: UInt64(level) << 56 | index)
    }
}

extension [NodeHash] {
    /// The hashes side by side, 32 bytes each.
    var joinedBytes: [UInt8] {
        [UInt8](textOf: count * Digest.size) { output in
            for hash in self { output.write(hash.digest.value) }
        }
    }

    /// The hashes that stand side by side in `bytes`; nil unless it is 32 bytes for each.
    init?(joinedBytes bytes: [UInt8]) {
        self.init(joinedBytes: bytes.span)
    }

    /// The hashes that stand side by side in `bytes`; nil unless it is 32 bytes for each.
    init?(joinedBytes bytes: Span<UInt8>) {
        guard bytes.count % Digest.size == 0 else { return nil }
        self = []
        reserveCapacity(bytes.count / Digest.size)
        for start in stride(from: 0, to: bytes.count, by: Digest.size) {
            guard let value = Bytes32(bytes.extracting(start..<(start + Digest.size))) else {
                return nil
            }
            append(NodeHash(Digest(value)))
        }
    }
}
