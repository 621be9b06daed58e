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
    /// What hangs over to the right of the perfect subtrees of a size, by level.
    private var overhang: (size: TreeSize, edge: RightEdge, hashes: [NodeHash?])?
    /// Tiles read from the database so far.
    private(set) var tileReads = 0

    /// The hash of the perfect subtree at `position` in the log whose edge is `edge`.
    func hash(
        at position: NodePosition, edge: LogEdge, ledger: Ledger
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

    /// The inclusion proof of the entry at `index` in the tree of `size` (RFC 9162 §2.1.3.1); nil if the tree has none.
    func inclusionProof(
        of index: LeafIndex, in size: TreeSize, edge: LogEdge, ledger: Ledger
    ) throws -> InclusionProof? {
        guard size.contains(index) else { return nil }
        let overhang = try overhang(of: size, edge: edge, ledger: ledger)
        var hashes: [NodeHash] = []
        hashes.reserveCapacity(overhang.count)
        try overhang.indices.addSiblings(of: index.value, in: size, overhang, to: &hashes) {
            try hash(at: $0, edge: edge, ledger: ledger)
        }
        return InclusionProof(index: index, size: size, hashes: hashes)
    }

    /// What the inclusion proofs of the newest entries are made of, from `first` on, in the tree of `edge`; `filled` are the tiles that
    /// they have filled.
    func newestProofs(
        from first: LeafIndex, filled: [FilledTile], edge: LogEdge, ledger: Ledger
    ) throws -> NewestProofs {
        let overhang = try overhang(of: edge.size, edge: edge, ledger: ledger)
        var proofs = NewestProofs(size: edge.size, overhang: overhang)
        var index = first.value
        while index < edge.size.value {
            let number = index >> 8
            let own = filled.first { $0.tile.level == 0 && $0.tile.index == number }?.subtrees
            guard let subtrees = own ?? edge.tiles.first else { throw StoreError.damaged("edge 0") }
            var above: [NodeHash] = []
            try (min(8, overhang.count)..<overhang.count)
                .addSiblings(of: index, in: edge.size, overhang, to: &above) { node in
                    let new = filled.lazy.compactMap { $0.hash(at: node) }.first
                    return try new ?? hash(at: node, edge: edge, ledger: ledger)
                }
            let end = min(edge.size.value, (number + 1) << 8)
            proofs.add(index..<end, in: subtrees, above: above)
            index = end
        }
        return proofs
    }

    /// For each level below the root, the hash over the entries behind the last perfect subtree of that level; nil if there are none.
    private func overhang(
        of size: TreeSize, edge: LogEdge, ledger: Ledger
    ) throws -> [NodeHash?] {
        if let overhang, overhang.size == size, overhang.edge == edge.peaks {
            return overhang.hashes
        }
        var hashes: [NodeHash?] = []
        var behind: NodeHash?
        let height = 64 - (max(size.value, 1) - 1).leadingZeroBitCount
        for level in 0..<height {
            hashes.append(behind)
            let whole = size.value >> UInt64(level)
            guard whole & 1 == 1 else { continue }
            let node = NodePosition(level: level, index: whole - 1)
            let peak = try hash(at: node, edge: edge, ledger: ledger)
            behind = behind.map { .over(peak, $0) } ?? peak
        }
        overhang = (size, edge.peaks, hashes)
        return hashes
    }

    private func upper(_ key: Int64, _ ledger: Ledger) throws -> Upper {
        if let upper = uppers[key] { return upper }
        guard let hashes = [NodeHash](joinedBytes: try tile(key, ledger)) else {
            throw StoreError.damaged("tile \(key)")
        }
        let upper = Array(TileSubtrees(hashes).rows[4...])
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

/// The inclusion proofs of the newest entries, still to be put together: what lies above a tile is the same for all its entries.
struct NewestProofs: Sendable {
    private struct Part {
        let entries: Range<UInt64>
        let subtrees: TileSubtrees
        let above: [NodeHash]
    }

    private let size: TreeSize
    private let overhang: [NodeHash?]
    private var parts: [Part] = []

    fileprivate init(size: TreeSize, overhang: [NodeHash?]) {
        self.size = size
        self.overhang = overhang
    }

    fileprivate mutating func add(
        _ entries: Range<UInt64>, in subtrees: TileSubtrees, above: [NodeHash]
    ) {
        parts.append(Part(entries: entries, subtrees: subtrees, above: above))
    }

    /// The hashes of each proof, in the order of the entries.
    func made() -> [[NodeHash]] {
        let inTile = 0..<min(8, overhang.count)
        return parts.flatMap { part in
            part.entries.map { index in
                var hashes: [NodeHash] = []
                hashes.reserveCapacity(overhang.count)
                inTile.addSiblings(of: index, in: size, overhang, to: &hashes) {
                    part.subtrees.rows[$0.level][Int($0.index & 255 >> UInt64($0.level))]
                }
                return hashes + part.above
            }
        }
    }
}

extension Range<Int> {
    /// Adds what a proof has of these levels: the sibling of the subtree that holds the entry at `index`, or what hangs over beside it.
    fileprivate func addSiblings<Failure: Error>(
        of index: UInt64, in size: TreeSize, _ overhang: [NodeHash?], to hashes: inout [NodeHash],
        _ read: (NodePosition) throws(Failure) -> NodeHash
    ) throws(Failure) {
        for level in self {
            let sibling = index >> UInt64(level) ^ 1
            let whole = size.value >> UInt64(level)
            if sibling < whole {
                hashes.append(try read(NodePosition(level: level, index: sibling)))
            } else if sibling == whole, let hash = overhang[level] {
                hashes.append(hash)
            }
        }
    }
}
