// The log behind a server, read as anybody reads it (C2SP tlog-tiles): checkpoint and tiles. What they say is believed only as far as a
// checkpoint signed by the archive leads to it, and a checkpoint only if it continues the one that was seen before.

package import EvidenceValues
package import TransparencyLog

extension RemoteArchive {
    /// The newest checkpoint, signed with one of `keys`.
    package func checkpoint(keys: [VerifierKey]) async throws -> SignedCheckpoint {
        var request = RemoteRequest("GET", "/checkpoint")
        request.limit = UnopenedNote.maximumSize
        let bytes = try await send(request).body
        return try keys.open(note: String(decoding: bytes, as: UTF8.self))
    }

    /// The newest checkpoint, proven to continue the one that was seen before, which it replaces.
    package func newest(keys: [VerifierKey], known: KnownArchives) async throws -> SignedCheckpoint
    {
        let shown = try await checkpoint(keys: keys)
        guard let old = try known.checkpoint(of: shown.checkpoint.origin) else {
            try known.remember(shown)
            return shown
        }
        _ = try await consistency(from: old, to: shown.checkpoint)
        if shown.checkpoint.size > old.size { try known.remember(shown) }
        return shown
    }

    /// The proof that `new` continues `old`, made from tiles and checked against both; nil where there is nothing to prove, because
    /// they are the same, or the old one is empty.
    package func consistency(
        from old: Checkpoint, to new: Checkpoint
    ) async throws -> ConsistencyProof? {
        let fork = RemoteError.forked(known: old, shown: new)
        guard old.origin == new.origin, old.size <= new.size else { throw fork }
        guard old.size < new.size else {
            guard old.root == new.root else { throw fork }
            return nil
        }
        guard old.size.value > 0 else { return nil }
        let (proof, root) = try await proof(of: old.size, in: new)
        guard root == old.root else { throw fork }
        return proof
    }

    /// The root that the log of `checkpoint` had at a size, proven.
    package func root(at size: TreeSize, in checkpoint: Checkpoint) async throws -> RootHash {
        guard size.value > 0 else { return .empty }
        guard size < checkpoint.size else {
            guard size == checkpoint.size else { throw RemoteError.wrongTiles }
            return checkpoint.root
        }
        return try await proof(of: size, in: checkpoint).root
    }

    /// The root that the log of `checkpoint` had at a smaller size, and the proof of it.
    private func proof(
        of size: TreeSize, in checkpoint: Checkpoint
    ) async throws -> (proof: ConsistencyProof, root: RootHash) {
        let tiles = try await tiles(in: checkpoint.size) { read throws(MissingTile) in
            _ = try TreeReading.consistencyProof(from: size, to: checkpoint.size, read: read)
            _ = try TreeReading.root(of: size, read: read)
        }
        let read = { (position) throws(MissingTile) in try tiles.hash(at: position) }
        guard
            let proof = try? TreeReading.consistencyProof(
                from: size, to: checkpoint.size, read: read),
            let root = try? TreeReading.root(of: size, read: read),
            // Tiles that do not lead to the new checkpoint say nothing of the old one.
            (try? proof.check(from: root, to: checkpoint.root)) != nil
        else { throw RemoteError.wrongTiles }
        return (proof, root)
    }

    /// The tiles that `reading` needs: it runs until it meets one that is missing, which is fetched, and again.
    private func tiles(
        in size: TreeSize,
        _ reading: ((NodePosition) throws(MissingTile) -> NodeHash) throws(MissingTile) -> Void
    ) async throws -> FetchedTiles {
        var tiles = FetchedTiles(size: size)
        while true {
            do throws(MissingTile) {
                try reading { (position) throws(MissingTile) in try tiles.hash(at: position) }
                return tiles
            } catch {
                guard let tile = error.tile else { throw RemoteError.wrongTiles }
                let bytes = try await bytes(of: .hashes(tile))
                guard let read = try? HashTile(tile, parsing: bytes) else {
                    throw RemoteError.wrongTiles
                }
                tiles.add(read)
            }
        }
    }

    /// The entries of a range of the log of `size`, in order; nobody has hashed them yet.
    package func entries(_ range: Range<UInt64>, of size: TreeSize) async throws -> [[UInt8]] {
        precondition(range.upperBound <= size.value, "entries behind the end")
        let width = UInt64(Tile.fullWidth)
        var entries: [[UInt8]] = []
        var next = range.lowerBound
        while next < range.upperBound {
            let start = next / width * width
            let end = min(start + width, size.value)
            guard let tile = Tile(level: 0, index: start / width, width: Int(end - start)),
                let bundle = try? EntryBundle(
                    parsing: try await bytes(of: .entries(tile)), width: tile.width)
            else { throw RemoteError.wrongTiles }
            let last = min(end, range.upperBound)
            entries += bundle.entries[Int(next - start)..<Int(last - start)]
            next = last
        }
        return entries
    }

    /// The bytes of a tile or an entry bundle.
    package func bytes(of path: TilePath) async throws -> [UInt8] {
        var request = RemoteRequest("GET", "/" + path.text)
        // A full bundle of entries of the largest size.
        request.limit = Tile.fullWidth * (2 + Int(UInt16.max))
        return try await send(request).body
    }
}

/// A tile that is needed and not there; nil if no tile of the tree holds what is needed.
private struct MissingTile: Error {
    let tile: Tile?
}

/// Tiles of a tree, as far as they were fetched.
private struct FetchedTiles {
    let size: TreeSize
    private var tiles: [Place: HashTile] = [:]

    private struct Place: Hashable {
        let level: Int
        let index: UInt64
    }

    init(size: TreeSize) { self.size = size }

    mutating func add(_ tile: HashTile) {
        tiles[Place(level: tile.tile.level, index: tile.tile.index)] = tile
    }

    /// The hash at a position, from the tile whose height holds it.
    func hash(at position: NodePosition) throws(MissingTile) -> NodeHash {
        // A root of 256 stands in its own tile as a peak, or as one hash in the tile above, which need not be there yet.
        let level = position.level / TileLayout.height
        let height = position.level - level * TileLayout.height
        let index = (position.index << UInt64(height)) >> UInt64(TileLayout.height)
        guard let tile = tiles[Place(level: level, index: index)] else {
            throw MissingTile(tile: tile(level: level, index: index))
        }
        guard let hash = tile.hash(at: position) else { throw MissingTile(tile: nil) }
        return hash
    }

    private func tile(level: Int, index: UInt64) -> Tile? {
        let layout = TileLayout(size: size)
        if index < layout.fullTiles(level: level) { return Tile(level: level, index: index) }
        guard index == layout.fullTiles(level: level) else { return nil }
        return Tile(level: level, index: index, width: layout.partialWidth(level: level))
    }
}
