// Tiles (C2SP tlog-tiles): the tree cut into subtrees of height 8. The tile (level, index) holds, side by side, the roots of the
// perfect subtrees of 256^level entries from index·256 on, at most 256 of them. A full one never changes, so any web server can
// serve it and any cache keep it; the last one of a level is *partial*, and has another name at each width.

package import EvidenceValues

/// Why a tile, an entry bundle or its name was refused.
package enum TileError: Error, Sendable, Hashable {
    /// Not the path of a tile or an entry bundle in its one spelling (tlog-tiles, "Merkle Tree").
    case malformedPath
    /// Not as many bytes as its width demands.
    case wrongSize(expected: Int, found: Int)
    /// An entry bundle ends within an entry, or has fewer entries than its width.
    case truncated
    /// Something stands behind the last entry of a bundle.
    case trailingBytes
    /// An entry is longer than a bundle can say: 65,535 bytes.
    case entryTooLarge(size: Int)
}

/// Which tile: its level, its place in the level, and how many hashes it has.
package struct Tile: Sendable, Hashable {
    /// Hashes of a full tile.
    package static let fullWidth = 256
    /// The highest level that a path can name (tlog-tiles: 0 to 63). No tree of 2⁶⁴ entries has more than eight.
    package static let maximumLevel = 63
    /// Tiles of one level have indexes below this: 256 times as many hashes are all that a tree of 2⁶⁴ entries has.
    package static let indexBound: UInt64 = 1 << 56

    /// 0 for tiles of leaf hashes.
    package let level: Int
    /// The number of the tile within its level, from 0.
    package let index: UInt64
    /// 1 to 256; 256 is full.
    package let width: Int

    /// The tile, or nil unless level, index and width are within their bounds.
    package init?(level: Int, index: UInt64, width: Int = Tile.fullWidth) {
        guard (0...Tile.maximumLevel).contains(level), index < Tile.indexBound,
            (1...Tile.fullWidth).contains(width)
        else { return nil }
        self.level = level
        self.index = index
        self.width = width
    }

    /// Whether it has all the hashes that it can ever have.
    package var isFull: Bool { width == Tile.fullWidth }

    /// Where in the tree its hash number `offset` is.
    package func position(of offset: Int) -> NodePosition {
        NodePosition(level: 8 * level, index: index << 8 | UInt64(offset))
    }
}

/// Which tiles a tree of a certain size has.
package struct TileLayout: Sendable, Hashable {
    /// The height of C2SP's tiles. golang's sumdb, which had tiles first, lets each log choose.
    package static let height = 8

    package let size: TreeSize
    private let height: UInt64

    /// The layout of a tree.
    /// - Precondition: `height` is 1 to 32.
    package init(size: TreeSize, height: Int = TileLayout.height) {
        precondition((1...32).contains(height), "bad tile height")
        self.size = size
        self.height = UInt64(height)
    }

    /// How many levels of tiles there are; none in the empty tree.
    package var levels: Int {
        var count = 0
        while hashes(level: count) > 0 { count += 1 }
        return count
    }

    /// How many full tiles the level has.
    package func fullTiles(level: Int) -> UInt64 { hashes(level: level) >> height }

    /// How many hashes the level's last tile has if it is partial: floor(size / 256^level) mod 256; 0 means that there is none.
    package func partialWidth(level: Int) -> Int {
        Int(hashes(level: level) & (1 << height - 1))
    }

    /// How many tiles, partial ones too, this tree has that a tree of size `old` has not.
    /// - Precondition: `old` is at most this size.
    package func countOfNewTiles(since old: TreeSize) -> UInt64 {
        precondition(old <= size, "a log does not shrink")
        let before = TileLayout(size: old, height: Int(height))
        return (0..<levels).reduce(0) { count, level in
            guard hashes(level: level) > before.hashes(level: level) else { return count }
            let partial: UInt64 = partialWidth(level: level) > 0 ? 1 : 0
            return count + fullTiles(level: level) - before.fullTiles(level: level) + partial
        }
    }

    /// How many perfect subtrees of this level's size the tree has.
    private func hashes(level: Int) -> UInt64 {
        // A shift by 64 or more gives 0 here.
        size.value >> (height * UInt64(level))
    }
}
