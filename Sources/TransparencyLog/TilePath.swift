// The names of tiles and entry bundles below a log's prefix (C2SP tlog-tiles): `tile/0/x001/x234/067`, `tile/entries/000.p/17`. Each
// thing has one name, so a cache and a file system hold it once; every other spelling is refused.

/// What a path below a log's prefix names.
package enum TilePath: Sendable, Hashable {
    /// A tile of hashes.
    case hashes(Tile)
    /// An entry bundle; its tile is that of its leaf hashes, of level 0.
    case entries(Tile)

    /// Bytes of a path at most: six groups of three digits for the index and a few words.
    package static let maximumSize = 64

    /// What `text` names. Spec: tiles-2
    package init(parsing text: String) throws(TileError) {
        guard text.utf8.count <= TilePath.maximumSize else { throw TileError.malformedPath }
        var parts = text.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
            .map { Array($0) }[...]
        guard let first = parts.popFirst(), first.elementsEqual("tile".utf8),
            let level = parts.popFirst()
        else { throw TileError.malformedPath }
        let isEntries = level.elementsEqual("entries".utf8)
        let number = isEntries ? 0 : TilePath.decimal(level)
        guard let number, let (index, width) = TilePath.place(parts),
            let tile = Tile(level: number, index: index, width: width)
        else { throw TileError.malformedPath }
        self = isEntries ? .entries(tile) : .hashes(tile)
        guard self.text.utf8.elementsEqual(text.utf8) else { throw TileError.malformedPath }
    }

    /// The one path.
    package var text: String {
        switch self {
        case .hashes(let tile): "tile/\(tile.level)/" + TilePath.place(of: tile)
        case .entries(let tile): "tile/entries/" + TilePath.place(of: tile)
        }
    }

    /// The path of the folder that holds all partial tiles in this place, whatever their width.
    package var partialFolder: String {
        let full: TilePath
        switch self {
        case .hashes(let tile): full = .hashes(tile.widened)
        case .entries(let tile): full = .entries(tile.widened)
        }
        return full.text + ".p"
    }

    /// Index and width from the last parts of a path; whether the spelling is the one, the caller sees by writing it again.
    private static func place(_ parts: ArraySlice<[UInt8]>) -> (index: UInt64, width: Int)? {
        var groups = parts
        var width = Tile.fullWidth
        if groups.count >= 2, let last = groups.dropLast().last, last.suffix(2) == [0x2E, 0x70] {
            guard let partial = decimal(groups.removeLast()), partial < Tile.fullWidth else {
                return nil
            }
            width = partial
            groups[groups.endIndex - 1] = Array(last.dropLast(2))
        }
        // Six groups hold all numbers below 10¹⁸, and more than `Tile.indexBound`.
        guard (1...6).contains(groups.count) else { return nil }
        var index: UInt64 = 0
        for group in groups {
            let digits = group.count == 4 && group.first == 0x78 ? group.dropFirst() : group[...]
            guard digits.count == 3, let value = decimal(padded: digits) else { return nil }
            index = index * 1000 + UInt64(value)
        }
        return (index, width)
    }

    private static func place(of tile: Tile) -> String {
        var groups: [String] = []
        var rest = tile.index
        repeat {
            let digits = String(rest % 1000)
            groups.append(String(repeating: "0", count: 3 - digits.count) + digits)
            rest /= 1000
        } while rest > 0
        let path = groups.enumerated().reversed().map { ($0 == 0 ? "" : "x") + $1 }
        return path.joined(separator: "/") + (tile.isFull ? "" : ".p/\(tile.width)")
    }

    /// A number of at most three digits.
    private static func decimal(_ digits: [UInt8]) -> Int? {
        (1...3).contains(digits.count) ? decimal(padded: digits[...]) : nil
    }

    private static func decimal(padded digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }
}

extension Tile {
    /// The full tile in the same place.
    package var widened: Tile {
        guard let tile = Tile(level: level, index: index) else {
            preconditionFailure("a full tile has the bounds of a partial one")
        }
        return tile
    }
}
