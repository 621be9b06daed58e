// One block of up to 256 rows: their leaf hashes against the stored tile and each other, then the tree above them.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension ChunkAudit {
    /// Ends the block: all its rows are there, or known to be missing.
    func finishBlock() {
        guard let first = block.first else { return }
        let number = first.index.value >> 8
        if first.index.value == result.chunk.range.lowerBound, let previous = first.previous,
            neighbours.contains(previous)
        {
            lastLeaf = previous
        }
        let isFull = block.count == Int(Chunk.tile)
        let tile = isFull ? tiles.tile(level: 0, number) : nil
        if isFull {
            result.coverage.tiles += 1
            if tile == nil { missesTile(level: 0, number) }
        }
        grow(agrees(with: tile) ? nil : settle(tile, number))
        if isFull, let root = blockTree.root {
            checkParent(root, number)
            result.peaks.append(root, level: 8)
        } else {
            result.newest = blockTree.leaves
            result.peaks.append(blockTree.peaks(of: block.count))
        }
        block.removeAll(keepingCapacity: true)
    }

    func missesTile(level: Int, _ number: UInt64) {
        add(
            .tile, tilePlace(level, number), repair: .derived,
            "The tile is missing, or has not 8192 bytes.")
    }

    func tilePlace(_ level: Int, _ number: UInt64) -> Place {
        .row(
            "tile", key: Int64(level) << 56 | Int64(clamping: number),
            subject: "tile \(level)/\(number)")
    }

    /// Whether everything in the block is as it should be, as it nearly always is.
    private func agrees(with tile: HashTile?) -> Bool {
        var before = lastLeaf
        let start = block[0].index.value
        for (offset, row) in block.enumerated() {
            guard row.isSound, let leaf = row.leaf, row.previous == before else { return false }
            if let tile, tile.hashes[offset].digest != leaf.digest { return false }
            before = leaf
        }
        return start > 0 || block[0].previous == nil
    }

    /// Finds out what is damaged in the block; gives the leaf hashes that are true.
    private func settle(_ tile: HashTile?, _ number: UInt64) -> [LeafHash] {
        let isTileKnown =
            tile.map { HashTile.root(of: $0.hashes[...]) == tiles.parent(level: 0, number) }
            ?? false
        let end = (block.last?.index.value ?? 0) + 1
        let vote = LeafVote(
            rows: block, slots: tile?.hashes, isTileKnown: isTileKnown, before: lastLeaf,
            after: previous(namedBy: end))
        for (offset, what) in vote.damage { tell(what, block[offset], number) }
        return vote.leaves
    }

    private func tell(_ damage: LeafDamage, _ row: RowFacts, _ number: UInt64) {
        switch damage {
        case .entry(let isHashKnown):
            let known = isHashKnown ? "its leaf hash is known" : "nor is its leaf hash known"
            let what = row.leaf == nil ? "missing" : "not the one that was logged"
            add(
                .entry, place("entry", row), repair: .copy,
                "The entry is \(what); \(known).")
        case .tile:
            var place = tilePlace(0, number)
            place.index = row.index
            add(
                .tile, place, repair: .derived,
                "The tile has another hash for entry \(row.index) than the entry.")
        case .chain:
            add(
                .chain, place("entry", row), repair: .nothing,
                "The entry does not name the entry before it.")
        }
    }

    /// What the entry at `index` names before it.
    private func previous(namedBy index: UInt64) -> LeafHash? {
        guard index < ground.head.size.value else { return nil }
        var previous: LeafHash?
        try? scan.entries(in: index..<(index + 1)) { found, text in
            if let entry = try? Entry(parsing: text), entry.index == found {
                previous = entry.previous
            }
        }
        return previous
    }

    /// Makes the tree over the block, whose leaf hashes are `leaves`, or what was read if that is nil; appends its rows to their matters.
    private func grow(_ leaves: [LeafHash]?) {
        if let leaves {
            for (offset, leaf) in leaves.enumerated() { block[offset].leaf = leaf }
        }
        blockTree.build(over: block)
        lastLeaf = block.last?.leaf
        let start = block[0].index.value
        while let size = pending.nextSize, size > start, size - start <= UInt64(block.count) {
            takeCheckpoint(behind: Int(size - start))
        }
        for offset in matters.append(block) {
            add(
                .number, place("docketing", block[offset]), repair: .nothing,
                "It does not follow the entry before it in its matter.")
        }
    }

    /// The root of a full tile against the level above.
    private func checkParent(_ root: NodeHash, _ number: UInt64) {
        guard let parent = tiles.parent(level: 0, number) else {
            return missesParent(number)
        }
        guard parent != root else { return }
        var place = upperPlace(number)
        place.index = LeafIndex(number << 8)
        add(
            .tile, place, repair: .derived,
            "The stored hash over tile 0/\(number) is not what its entries give.")
    }

    private func missesParent(_ number: UInt64) {
        add(
            .tile, upperPlace(number), repair: .derived,
            "The stored hash over tile 0/\(number) is missing.")
    }

    private func upperPlace(_ number: UInt64) -> Place {
        let full = TileLayout(size: ground.head.size).fullTiles(level: 1)
        if number >> 8 < full { return tilePlace(1, number >> 8) }
        return .row("edge", key: 1, subject: "edge of level 1")
    }
}
