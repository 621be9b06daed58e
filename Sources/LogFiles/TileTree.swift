// A log as a tree of static files (docs/formats/tiles.md): what a web server serves, and anybody's program reads. The tree's own
// checkpoint says how much of it is whole; what lies beyond was left by a run that died, and is written again.
//
// Invariants: the checkpoint is put in place last, when all that it covers is on the disk; a full tile that it covers is never
// written again; two runs at once wait for each other; memory is one bundle and the tiles of the right edge.

import DurableFiles
package import EvidenceValues
import Foundation
package import TransparencyLog

/// Why a tree was not written.
package enum TileTreeError: Error, Sendable, Hashable {
    /// The folder holds something else: it has no checkpoint, and more in it than tiles.
    case notATree(path: String)
    /// The checkpoint that is there is not of this log.
    case otherLog(NoteError)
    /// The checkpoint that is there is of a larger tree than the archive's.
    case newer(published: TreeSize, archive: TreeSize)
    /// The checkpoint that is there has another root than the archive at that size: one of the two is not the log that it was.
    case fork(TreeSize)
    /// A file of the tree is missing, or not what its checkpoint covers.
    case damaged(path: String)
    /// The entries that the archive gave do not lead to the root of its checkpoint.
    case wrongRoot(TreeSize)
}

/// The log that is published.
package struct PublishedLog {
    /// Which keys sign its checkpoints, the newest and older ones.
    package let keys: [VerifierKey]
    /// Up to where it is published.
    package let checkpoint: SignedCheckpoint
    /// The checkpoint's note with the cosignatures that there are.
    package let note: String
    /// The root that the log had at a size.
    package let root: (TreeSize) throws -> RootHash
    /// The bytes of the entries of a range, all of them, in order.
    package let entries: (Range<UInt64>) throws -> [[UInt8]]

    package init(
        keys: [VerifierKey], checkpoint: SignedCheckpoint, note: String,
        root: @escaping (TreeSize) throws -> RootHash,
        entries: @escaping (Range<UInt64>) throws -> [[UInt8]]
    ) {
        self.keys = keys
        self.checkpoint = checkpoint
        self.note = note
        self.root = root
        self.entries = entries
    }
}

/// What a run did.
package struct TilePublication: Sendable, Hashable {
    /// The size that was published before, and the one that is now.
    package let before: TreeSize
    package let now: TreeSize
    /// How many files were written, the checkpoint too, and how many partial ones went.
    package fileprivate(set) var written = 0
    package fileprivate(set) var removed = 0
    /// Folders with new names that are not durable yet.
    fileprivate var folders: Set<String> = []
}

/// The tree in one folder.
package struct TileTree {
    package let folder: String

    package init(_ folder: String) { self.folder = folder }

    /// Brings the tree up to the log's checkpoint, and tells `progress` of each bundle how many entries are written.
    package func publish(
        _ log: PublishedLog, progress: (UInt64) -> Void = { _ in }
    ) throws -> TilePublication {
        try DurableFile.makeFolder(folder)
        return try FolderLock.holding(folder) { try update(log, progress) }
    }

    private func update(
        _ log: PublishedLog, _ progress: (UInt64) -> Void
    ) throws -> TilePublication {
        let old = try published(log)
        var edge = try edge(of: old)
        let new = log.checkpoint.checkpoint
        var publication = TilePublication(before: old?.size ?? TreeSize(0), now: new.size)
        if new.size > edge.size {
            edge = edge.withoutPartialLeaves
            while edge.size < new.size {
                try publishBundle(log, &edge, &publication)
                progress(edge.size.value)
            }
            for tile in edge.partialTiles
            where tile.tile != TileEdge.partial(level: tile.tile.level, of: publication.before) {
                try write(.hashes(tile.tile), tile.bytes, &publication)
            }
        }
        // Spec: tiles-8
        guard edge.root == new.root else { throw TileTreeError.wrongRoot(new.size) }
        try publishCheckpoint(log.note, &publication)
        try removeSuperseded(before: publication.before, now: new.size, &publication)
        return publication
    }

    /// The checkpoint that is there; nil in a new tree. Spec: tiles-7
    private func published(_ log: PublishedLog) throws -> Checkpoint? {
        let path = folder + "/checkpoint"
        guard DurableFile.exists(path) else {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            // A first run that died has left tiles only.
            guard Set(names).isSubset(of: ["tile", "checkpoint.part"]) else {
                throw TileTreeError.notATree(path: folder)
            }
            return nil
        }
        let bytes = try DurableFile.read(path, limit: UnopenedNote.maximumSize)
        guard let note = String(validating: bytes, as: UTF8.self) else {
            throw TileTreeError.otherLog(.malformedNote)
        }
        let old = try TileTree.open(note, with: log.keys)
        let new = log.checkpoint.checkpoint
        guard old.size <= new.size else {
            throw TileTreeError.newer(published: old.size, archive: new.size)
        }
        guard try log.root(old.size) == old.root else { throw TileTreeError.fork(old.size) }
        return old
    }

    private static func open(
        _ note: String, with keys: [VerifierKey]
    ) throws(TileTreeError) -> Checkpoint {
        var reason = NoteError.noKnownSignature
        for key in keys {
            do { return try Checkpoint.open(note: note, with: key).checkpoint } catch {
                reason = error
            }
        }
        throw .otherLog(reason)
    }

    /// The right edge of what is there, read from its partial tiles and compared with its root.
    private func edge(of old: Checkpoint?) throws -> TileEdge {
        guard let old else { return TileEdge() }
        let edge = try TileEdge(size: old.size) { tile in
            let path = TilePath.hashes(tile).text
            guard let bytes = try? DurableFile.read("\(folder)/\(path)", limit: 8192),
                let read = try? HashTile(tile, parsing: bytes)
            else { throw TileTreeError.damaged(path: path) }
            return read
        }
        guard edge.root == old.root else {
            throw TileTreeError.damaged(
                path: edge.partialTiles.map { TilePath.hashes($0.tile).text }
                    .joined(separator: ", "))
        }
        return edge
    }

    /// Writes the next bundle and the tiles that its entries fill.
    private func publishBundle(
        _ log: PublishedLog, _ edge: inout TileEdge, _ publication: inout TilePublication
    ) throws {
        let start = edge.size.value
        let end = min(start + UInt64(Tile.fullWidth), log.checkpoint.checkpoint.size.value)
        let bundle = try EntryBundle(entries: log.entries(start..<end))
        guard bundle.entries.count == Int(end - start),
            let tile = Tile(level: 0, index: start >> 8, width: Int(end - start))
        else { throw TileTreeError.wrongRoot(log.checkpoint.checkpoint.size) }
        try write(.entries(tile), bundle.bytes, &publication)
        for leaf in bundle.leafHashes {
            for full in edge.append(leaf) {
                try write(.hashes(full.tile), full.bytes, &publication)
            }
        }
    }

    private func write(
        _ path: TilePath, _ bytes: [UInt8], _ publication: inout TilePublication
    ) throws {
        let file = "\(folder)/\(path.text)"
        let parent = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
        if publication.folders.insert(parent).inserted { try DurableFile.makeFolder(parent) }
        try DurableFile.overwrite(bytes, at: file)
        publication.written += 1
    }

    /// Spec: tiles-5
    private func publishCheckpoint(
        _ note: String, _ publication: inout TilePublication
    ) throws {
        let path = folder + "/checkpoint"
        let there = try? DurableFile.read(path, limit: UnopenedNote.maximumSize)
        guard there != Array(note.utf8) else { return }
        for folder in publication.folders { try DurableFile.synchronize(folder: folder) }
        publication.folders = []
        try DurableFile.replace(Array(note.utf8), at: path)
        publication.written += 1
    }

    /// Takes away the partial tiles of the old size whose full ones are there now. Spec: tiles-6
    private func removeSuperseded(
        before: TreeSize, now: TreeSize, _ publication: inout TilePublication
    ) throws {
        let layout = TileLayout(size: now)
        for level in 0..<TileLayout(size: before).levels {
            guard let tile = TileEdge.partial(level: level, of: before),
                tile.index < layout.fullTiles(level: level)
            else { continue }
            for path in level == 0 ? [.entries(tile), .hashes(tile)] : [TilePath.hashes(tile)] {
                // Known gap: if the process dies here, these few files stay for good; they are true and harm nobody.
                publication.removed += try removeFolder("\(folder)/\(path.partialFolder)")
            }
        }
    }

    private func removeFolder(_ path: String) throws -> Int {
        guard DurableFile.exists(path) else { return 0 }
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        for name in names { try DurableFile.remove("\(path)/\(name)") }
        try DurableFile.remove(path)
        return names.count
    }
}
