// The bytes of an entry bundle: the 256 entries beneath a tile of level 0, or the first of them, each behind its length in two bytes,
// big-endian (C2SP tlog-tiles, "Log entries"). What the entries say is their own matter.

package import EvidenceValues

/// Up to 256 entries of a log, as bytes.
package struct EntryBundle: Sendable, Hashable {
    /// Bytes of one entry at most: what two bytes can say.
    package static let maximumEntry = 65_535
    /// Bytes of a bundle at most.
    package static let maximumSize = Tile.fullWidth * (2 + maximumEntry)

    package let entries: [[UInt8]]

    /// - Throws: `.entryTooLarge`.
    /// - Precondition: there are 1 to 256 entries.
    package init(entries: [[UInt8]]) throws(TileError) {
        precondition((1...Tile.fullWidth).contains(entries.count), "a bundle of another width")
        for entry in entries where entry.count > EntryBundle.maximumEntry {
            throw TileError.entryTooLarge(size: entry.count)
        }
        self.entries = entries
    }

    /// The bundle of `width` entries that `bytes` are. Spec: tiles-4
    /// - Precondition: `width` is 1 to 256.
    package init(parsing bytes: [UInt8], width: Int) throws(TileError) {
        precondition((1...Tile.fullWidth).contains(width), "a bundle of another width")
        var entries: [[UInt8]] = []
        entries.reserveCapacity(width)
        var rest = bytes[...]
        while entries.count < width {
            guard let high = rest.popFirst(), let low = rest.popFirst() else {
                throw TileError.truncated
            }
            let size = Int(high) << 8 | Int(low)
            guard rest.count >= size else { throw TileError.truncated }
            entries.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        guard rest.isEmpty else { throw TileError.trailingBytes }
        self.entries = entries
    }

    /// The one sequence of bytes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(0) { $0 + 2 + $1.count })
        for entry in entries {
            bytes.append(UInt8(truncatingIfNeeded: entry.count >> 8))
            bytes.append(UInt8(truncatingIfNeeded: entry.count))
            bytes += entry
        }
        return bytes
    }

    /// What the tile of level 0 above these entries holds.
    package var leafHashes: [LeafHash] { entries.map { LeafHash.of(entryBytes: $0) } }
}
