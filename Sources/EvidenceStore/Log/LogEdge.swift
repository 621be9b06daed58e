// The right edge of the log, in memory while somebody files: the peaks, from which the root follows, and the hashes of the tile of
// each level that is not full yet. It is a function of the newest entries, the table `edge` and the row `head`, and whoever loads
// it hashes them again: so a damaged edge is found before anything is appended to it.

import EvidenceValues
import TransparencyLog

/// The unfinished tiles and the peaks of a log.
struct LogEdge {
    /// Levels of tiles that a log can have: 256^8 is 2^64.
    static let maximumLevels = 8

    private(set) var peaks: RightEdge
    /// By level, the hashes of the tile that is not full yet: fewer than 256.
    private(set) var tails: [[NodeHash]]
    /// The perfect subtrees of each tail, by height, made when first asked for.
    private var subtrees: [[[NodeHash]]?]

    /// The edge of the empty log.
    init() {
        peaks = RightEdge()
        tails = []
        subtrees = []
    }

    /// The edge of a log of `size` entries with these unfinished tiles.
    /// - Throws: `.damaged` if they are not as long as the size says.
    init(size: TreeSize, tails: [[NodeHash]]) throws(StoreError) {
        for level in 0..<LogEdge.maximumLevels {
            let count = level < tails.count ? tails[level].count : 0
            guard count == LogEdge.tailCount(size, level: level) else {
                throw StoreError.damaged("edge \(level)")
            }
        }
        self.tails = tails
        subtrees = tails.map { _ in nil }
        peaks = try RightEdge(size: size) { position throws(StoreError) in
            let level = position.level / 8
            let tail = level < tails.count ? tails[level][...] : []
            let offset = Int(truncatingIfNeeded: position.index << UInt64(position.level % 8) & 255)
            let count = 1 << (position.level % 8)
            guard offset + count <= tail.count,
                let hash = HashTile.root(of: tail[offset..<(offset + count)])
            else { throw StoreError.damaged("edge \(level)") }
            return hash
        }
    }

    /// How many hashes the unfinished tile of a level has.
    static func tailCount(_ size: TreeSize, level: Int) -> Int {
        Int(size.value >> UInt64(8 * level) & 255)
    }

    var size: TreeSize { peaks.size }
    var root: RootHash { peaks.root }

    /// Appends an entry; gives the tiles that are full since then, the lowest first.
    mutating func append(_ leaf: LeafHash) -> [HashTile] {
        var whole: [(NodePosition, NodeHash)] = []
        peaks.append(leaf) { if $0.level % 8 == 0 { whole.append(($0, $1)) } }
        var full: [HashTile] = []
        for (position, hash) in whole {
            let level = position.level / 8
            if level == tails.count {
                tails.append([])
                subtrees.append(nil)
            }
            tails[level].append(hash)
            subtrees[level] = nil
            if tails[level].count == Tile.fullWidth,
                let tile = Tile(level: level, index: position.index >> 8)
            {
                full.append(HashTile(tile, hashes: tails[level]))
                tails[level].removeAll(keepingCapacity: true)
            }
        }
        return full
    }

    /// The hash of a perfect subtree, if it is a peak or within an unfinished tile.
    mutating func hash(at position: NodePosition) -> NodeHash? {
        if let peak = peak(at: position) { return peak }
        let (level, height) = (position.level / 8, position.level % 8)
        guard level < tails.count,
            position.index >> UInt64(8 - height) == size.value >> UInt64(8 * level + 8)
        else { return nil }
        if subtrees[level] == nil { subtrees[level] = HashTile.subtrees(of: tails[level]) }
        let offset = Int(truncatingIfNeeded: position.index & (1 << UInt64(8 - height) - 1))
        guard let row = subtrees[level]?[height], offset < row.count else { return nil }
        return row[offset]
    }

    /// The peak at `position`: there is one for each bit of the size, the highest first.
    private func peak(at position: NodePosition) -> NodeHash? {
        let level = UInt64(position.level)
        let above = level == 63 ? 0 : size.value >> (level + 1)
        guard size.value >> level & 1 == 1, position.index == above << 1 else { return nil }
        return peaks.peaks[above.nonzeroBitCount]
    }
}

extension HashTile {
    /// The perfect subtrees of a tile's hashes below its root, by height from 0 to 7; of an unfinished one, those that are whole.
    static func subtrees(of hashes: [NodeHash]) -> [[NodeHash]] {
        var rows = [hashes]
        while rows.count < 8 {
            let row = rows[rows.count - 1]
            rows.append(
                stride(from: 1, to: row.count, by: 2).map { .over(row[$0 - 1], row[$0]) })
        }
        return rows
    }

    /// The key of a tile's row: its level in the high byte, its number below.
    static func key(level: Int, index: UInt64) -> Int64 {
        Int64(truncatingIfNeeded: UInt64(level) << 56 | index)
    }
}

extension [NodeHash] {
    /// The hashes side by side, 32 bytes each.
    var joinedBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * Digest.size)
        for hash in self { bytes += hash.digest.bytes }
        return bytes
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
