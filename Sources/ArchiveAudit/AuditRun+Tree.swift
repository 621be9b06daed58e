// The stored tree above the leaves, from level to level, and its right edge: read whole each time, since a tile of level 1 stands for
// 65,536 entries. And that no row of the tree is missing, or too many.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension AuditRun {
    mutating func checkTree() {
        let layout = TileLayout(size: ground.head.size)
        for level in 0..<layout.levels {
            checkCount(level, layout.fullTiles(level: level))
            guard level > 0 else { continue }
            for index in 0..<layout.fullTiles(level: level) { checkTile(level, index, layout) }
            if layout.partialWidth(level: level) > 0 {
                checkTile(level, layout.fullTiles(level: level), layout)
            }
        }
        checkStrayTiles()
        checkHead()
        passed(.tile, "\(report.coverage.tiles) tiles have the hashes that lie below them.")
        passed(.head, "The newest root and the right edge are what the tree gives.")
    }

    private func place(_ level: Int, _ index: UInt64, _ layout: TileLayout) -> Place {
        guard index < layout.fullTiles(level: level) else {
            return .row("edge", key: Int64(level), subject: "edge of level \(level)")
        }
        return .row(
            "tile", key: Int64(level) << 56 | Int64(clamping: index),
            subject: "tile \(level)/\(index)")
    }

    /// The hashes of a tile above the leaves against the tiles below; those of level 1 are compared where the leaves are read.
    private mutating func checkTile(_ level: Int, _ index: UInt64, _ layout: TileLayout) {
        report.coverage.tiles += 1
        guard let tile = tiles.tile(level: level, index) else {
            return add(
                .tile, place(level, index, layout), repair: .derived,
                "The tile is missing, or has another size.")
        }
        guard level > 1 else { return }
        for (offset, hash) in tile.hashes.enumerated() {
            let child = index << 8 | UInt64(offset)
            guard let below = tiles.tile(level: level - 1, child) else { continue }
            if HashTile.root(of: below.hashes[...]) != hash {
                add(
                    .tile, place(level, index, layout), repair: .derived,
                    "The stored hash over tile \(level - 1)/\(child) is not what it gives.")
            }
        }
    }

    private mutating func checkCount(_ level: Int, _ count: UInt64) {
        let first = Int64(level) << 56
        reading(Place("tiles of level \(level)")) { run in
            let found = try run.scan.number(
                "SELECT count(*) FROM tile WHERE id >= ?1 AND id < ?2", first,
                first + Int64(clamping: count))
            guard UInt64(clamping: found ?? 0) != count, level == 0 else { return }
            // Which tiles of level 0 are missing is said where their leaves are read; tonight that may be elsewhere.
            run.add(
                .tile, Place("tiles of level 0"), repair: .derived,
                "There are \(found ?? 0) of \(count) tiles.")
        }
    }

    /// Rows of tiles that the tree has not, as it is now: it may have grown since the audit began.
    private mutating func checkStrayTiles() {
        reading(Place("tiles")) { run in
            try run.scan.snapshot {
                let size = try run.scan.number("SELECT size FROM head") ?? 0
                let layout = TileLayout(size: TreeSize(UInt64(clamping: size)))
                for level in 0..<8 { try run.checkStrayTiles(level, layout) }
            }
        }
    }

    private mutating func checkStrayTiles(_ level: Int, _ layout: TileLayout) throws {
        let first = Int64(level) << 56
        let cursor = try scan.select(
            "SELECT id FROM tile WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT 10",
            first + Int64(clamping: layout.fullTiles(level: level)), first + 1 << 56)
        while try cursor.next() {
            let key = cursor.integer(0)
            add(
                .row, .row("tile", key: key, subject: "tile \(level)/\(key - first)"),
                repair: .derived, "The tile is of entries that the log does not have.")
        }
        let length = try scan.number(
            "SELECT length(hashes) FROM edge WHERE level = ?1", Int64(level))
        guard let length, length != Int64(layout.partialWidth(level: level) * Digest.size) else {
            return
        }
        add(
            .tile, .row("edge", key: Int64(level), subject: "edge of level \(level)"),
            repair: .derived, "The edge has another length than the tree's size gives.")
    }

    /// Root and peaks of the row `head`.
    private mutating func checkHead() {
        let place = Place.row("head", key: 1, subject: "head")
        guard let peaks = truePeaks ?? tiles.peaks(of: ground.head.size.value) else {
            return add(
                .head, place, repair: .derived, "The right edge of the tree cannot be computed.")
        }
        if truePeaks == nil, peaks.root != ground.head.root {
            add(
                .head, place, repair: .nothing,
                "The stored tree has another root than the newest of the log.")
        }
        report.root = peaks.root
        reading(place) { run in
            let cursor = try run.scan.select("SELECT peaks, size FROM head WHERE id = 1")
            // Whoever files meanwhile has moved it on.
            guard try cursor.next(),
                UInt64(clamping: cursor.integer(1)) == run.ground.head.size.value
            else { return }
            let stored = cursor.bytes(0)
            guard stored != peaks.hashes.flatMap(\.digest.bytes) else { return }
            run.add(
                .head, place, repair: .derived, "The stored right edge is not that of the tree.")
        }
    }
}
