// The published tree: right to the byte at any size, grown run by run, and never written over what it does not continue.

import DurableFiles
import EvidenceTesting
import EvidenceValues
import Foundation
import LogFiles
import Testing
import TransparencyLog

/// A log that a test may publish up to any size.
struct SampleLog {
    let signer: NoteSigner
    let entries: [[UInt8]]
    let tree: MerkleTree

    static let origin = "archive.example/trade"

    init(_ count: Int, name: String = SampleLog.origin, seed: UInt8 = 7, word: String = "e") throws
    {
        signer = try NoteSigner(name: name, seed: [UInt8](repeating: seed, count: 32))
        entries = (0..<count).map { Array("\(word) \($0)".utf8) }
        tree = MerkleTree(entries.map { LeafHash.of(entryBytes: $0) })
    }

    func checkpoint(_ size: Int) throws -> SignedCheckpoint {
        let size = TreeSize(UInt64(size))
        let origin = try #require(ArchiveOrigin(signer.verifierKey.name))
        let root = try #require(tree.root(at: size))
        return try Checkpoint(origin: origin, size: size, root: root).sign(with: signer)
    }

    /// The log up to `size`; its entries fail from `failing` on, or are others if `isChanged`.
    func published(
        _ size: Int, failing: UInt64 = .max, isChanged: Bool = false
    ) throws -> PublishedLog {
        let checkpoint = try checkpoint(size)
        return PublishedLog(
            keys: [signer.verifierKey], checkpoint: checkpoint, note: checkpoint.note,
            root: { tree.root(at: $0) ?? .empty },
            entries: { range in
                guard range.upperBound <= failing else { throw Died() }
                let rows = Array(entries[Int(range.lowerBound)..<Int(range.upperBound)])
                return isChanged ? rows.map { $0 + [1] } : rows
            })
    }

    struct Died: Error {}
}

@Suite struct `Published trees` {
    /// Every file below a folder, with its bytes.
    static func files(_ folder: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for name in all {
            // A folder cannot be read as a file.
            files[name] = try? DurableFile.read(folder + "/" + name)
        }
        return files
    }

    /// The files that the specification names for a size, from the entries alone, level by level.
    static func expected(_ log: SampleLog, _ size: Int) throws -> [String: [UInt8]] {
        var files = ["checkpoint": Array(try log.checkpoint(size).note.utf8)]
        let entries = log.entries.prefix(size)
        var hashes = entries.map { NodeHash(LeafHash.of(entryBytes: $0)) }
        var level = 0
        while !hashes.isEmpty {
            var above: [NodeHash] = []
            for start in stride(from: 0, to: hashes.count, by: 256) {
                let part = hashes[start..<min(start + 256, hashes.count)]
                let tile = try #require(
                    Tile(level: level, index: UInt64(start / 256), width: part.count))
                files[TilePath.hashes(tile).text] = part.flatMap(\.digest.bytes)
                if level == 0 {
                    files[TilePath.entries(tile).text] = entries[start..<(start + part.count)]
                        .flatMap { [UInt8($0.count >> 8), UInt8($0.count & 255)] + $0 }
                }
                if part.count == 256 { above.append(try #require(HashTile.root(of: part))) }
            }
            hashes = above
            level += 1
        }
        return files
    }

    // Spec: tiles-3, tiles-4
    @Test(arguments: [0, 1, 255, 256, 257, 600]) func `have the files of their size`(
        size: Int
    ) throws {
        let log = try SampleLog(size)
        let folder = try TestFolder()
        let tree = TileTree(folder.path + "/a/b")
        let done = try tree.publish(log.published(size))
        #expect(done.before == TreeSize(0) && done.now == TreeSize(UInt64(size)))
        let files = try Self.files(tree.folder)
        #expect(files == (try Self.expected(log, size)))
        #expect(done.written == files.count)
    }

    @Test func `grow over three levels, and a second run writes only what is new`() throws {
        let log = try SampleLog(66_100)
        let folder = try TestFolder()
        let tree = TileTree(folder.path)
        _ = try tree.publish(log.published(300))
        let first = try tree.publish(log.published(65_900))
        #expect(try Self.files(folder.path) == (try Self.expected(log, 65_900)))
        #expect(first.removed == 3)
        // Two bundles and two tiles of level 0, of which one each is partial; the partial one of level 1; the checkpoint.
        let second = try tree.publish(log.published(66_100))
        #expect(second.written == 6 && second.removed == 2)
        var expected = try Self.expected(log, 66_100)
        // Still there for who has the older checkpoint: nothing has taken its place.
        for (name, bytes) in try Self.expected(log, 65_900) where name.contains("tile/1/001.p") {
            expected[name] = bytes
        }
        #expect(try Self.files(folder.path) == expected)
        let third = try tree.publish(log.published(66_100))
        #expect(third.written == 0 && third.removed == 0)
    }

    // Spec: tiles-5
    @Test func `a full tile that a checkpoint covers is not written again`() throws {
        let log = try SampleLog(700)
        let folder = try TestFolder()
        let tree = TileTree(folder.path)
        _ = try tree.publish(log.published(300))
        for name in ["tile/0/000", "tile/entries/000"] { try folder.write(name, [1, 2, 3]) }
        _ = try tree.publish(log.published(700))
        for name in ["tile/0/000", "tile/entries/000"] {
            #expect(try folder.read(name) == [1, 2, 3])
        }
    }

    // Spec: tiles-6
    @Test func `partial tiles of an older size stay until the full one is there`() throws {
        let log = try SampleLog(300)
        let folder = try TestFolder()
        let tree = TileTree(folder.path)
        for size in [3, 7, 255] { _ = try tree.publish(log.published(size)) }
        let names = try Self.files(folder.path).keys
        #expect(names.filter { $0.hasPrefix("tile/0/000.p/") }.count == 3)
        let done = try tree.publish(log.published(256))
        #expect(done.removed == 6)
        #expect(try Self.files(folder.path) == (try Self.expected(log, 256)))
    }

    @Test(arguments: [0, 300]) func `a run that died is finished by the next`(before: Int) throws {
        let log = try SampleLog(1000)
        let folder = try TestFolder()
        let tree = TileTree(folder.path)
        if before > 0 { _ = try tree.publish(log.published(before)) }
        #expect(throws: SampleLog.Died.self) {
            try tree.publish(log.published(1000, failing: 768))
        }
        // What it left, a power cut may have torn.
        try folder.write("tile/0/002", [0, 0, 0])
        let old = try? folder.read("checkpoint")
        #expect(old == (before == 0 ? nil : Array(try log.checkpoint(before).note.utf8)))
        _ = try tree.publish(log.published(1000))
        var expected = try Self.expected(log, 1000)
        if before > 0 { expected["tile/1/000.p/1"] = try Self.expected(log, 300)["tile/1/000.p/1"] }
        #expect(try Self.files(folder.path) == expected)
    }

    // Spec: tiles-7
    @Test func `what is there is not written over unless the log continues it`() throws {
        let log = try SampleLog(600)
        let folder = try TestFolder()
        let tree = TileTree(folder.path)
        _ = try tree.publish(log.published(600))
        let before = try Self.files(folder.path)
        func refused(_ error: TileTreeError, _ other: PublishedLog) {
            #expect(throws: error) { try tree.publish(other) }
        }
        refused(
            .newer(published: TreeSize(600), archive: TreeSize(599)), try log.published(599))
        refused(
            .fork(TreeSize(600)), try SampleLog(700, word: "other").published(700))
        refused(
            .otherLog(.noKnownSignature),
            try SampleLog(700, name: "other.example").published(700))
        refused(.otherLog(.noKnownSignature), try SampleLog(700, seed: 8).published(700))
        #expect(try Self.files(folder.path) == before)
    }

    @Test func `a folder of something else is refused`() throws {
        let folder = try TestFolder()
        try folder.write("holiday.jpg", [1])
        #expect(throws: TileTreeError.notATree(path: folder.path)) {
            try TileTree(folder.path).publish(SampleLog(1).published(1))
        }
        try folder.write("checkpoint", Array("no note\n".utf8))
        #expect(throws: TileTreeError.otherLog(.malformedNote)) {
            try TileTree(folder.path).publish(SampleLog(1).published(1))
        }
    }

    @Test(arguments: ["tile/0/001.p/44", "tile/1/000.p/1"])
    func `a partial tile that was changed or is gone is noticed`(name: String) throws {
        let log = try SampleLog(400)
        let folder = try TestFolder()
        let tree = TileTree(folder.path)
        _ = try tree.publish(log.published(300))
        let whole = try folder.read(name)
        for changed in [[], whole + [0], whole.dropLast(), [whole[0] ^ 1] + whole.dropFirst()] {
            try folder.write(name, Array(changed))
            #expect(throws: TileTreeError.self) { try tree.publish(log.published(400)) }
        }
        try FileManager.default.removeItem(atPath: folder.path + "/" + name)
        #expect(throws: TileTreeError.damaged(path: name)) {
            try tree.publish(log.published(400))
        }
    }

    // Spec: tiles-8
    @Test func `entries that are not the checkpoint's are not published`() throws {
        let log = try SampleLog(300)
        let folder = try TestFolder()
        #expect(throws: TileTreeError.wrongRoot(TreeSize(300))) {
            try TileTree(folder.path).publish(log.published(300, isChanged: true))
        }
        #expect(!DurableFile.exists(folder.path + "/checkpoint"))
    }

    @Test func `the edge of every size has the root and the tiles of the tree`() throws {
        let leaves = (0..<1500).map { LeafHash.of(entryBytes: Array("\($0)".utf8)) }
        var edge = TileEdge()
        var reference = RightEdge()
        for leaf in leaves {
            _ = edge.append(leaf)
            reference.append(leaf)
            #expect(edge.root == reference.root)
        }
        let tiles = Dictionary(
            uniqueKeysWithValues: edge.partialTiles.map { ($0.tile, $0) })
        let read = try TileEdge(size: edge.size) { try #require(tiles[$0]) }
        #expect(read == edge)
    }
}
