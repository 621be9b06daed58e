// The log behind a server: it may only grow, and its tiles must lead to its checkpoint.

import EvidenceTesting
import EvidenceValues
import Synchronization
import Testing
import TransparencyLog

@testable import RemoteClient

@Suite struct `The log of a server` {
    /// A log in memory that answers as a server does, with one byte of a tile flipped where `flip` says.
    private struct Log {
        let signer: NoteSigner
        let entries: [[UInt8]]
        let tree: MerkleTree
        var spoilt: String?

        init(_ count: Int, fork: Int = .max, seed: UInt8 = 9) throws {
            signer = try NoteSigner(
                name: "log.example", seed: [UInt8](repeating: seed, count: 32))
            entries = (0..<count).map { Array("entry \($0)\($0 >= fork ? " forked" : "")".utf8) }
            tree = MerkleTree(entries.map { LeafHash.of(entryBytes: $0) })
        }

        func checkpoint(_ size: Int) throws -> SignedCheckpoint {
            let size = TreeSize(UInt64(size))
            return try Checkpoint(
                origin: try required(ArchiveOrigin("log.example")), size: size,
                root: try required(tree.root(at: size))
            ).sign(with: signer)
        }

        func answer(_ request: MockServer.Request) -> MockServer.Answer? {
            if request.path == "/checkpoint" {
                return (try? checkpoint(entries.count)).map { .init(200, Array($0.note.utf8)) }
            }
            guard let path = try? TilePath(parsing: String(request.path.dropFirst())) else {
                return .problem(404, "not-found")
            }
            var bytes: [UInt8] = []
            switch path {
            case .entries(let tile):
                let start = Int(tile.index) * Tile.fullWidth
                let own = Array(entries[start..<start + tile.width])
                bytes = (try? EntryBundle(entries: own).bytes) ?? []
            case .hashes(let tile):
                let span = 1 << (8 * tile.level)
                for offset in 0..<tile.width {
                    let start = (Int(tile.index) * Tile.fullWidth + offset) * span
                    let leaves = entries[start..<start + span].map {
                        NodeHash(LeafHash.of(entryBytes: $0).digest)
                    }
                    bytes += HashTile.root(of: leaves[...])?.digest.bytes ?? []
                }
            }
            if path.text == spoilt { bytes[bytes.count - 1] ^= 1 }
            return .init(200, bytes)
        }
    }

    private static let sizes = [0, 1, 2, 3, 255, 256, 257, 511, 512, 700]

    @Test func `continues every older checkpoint of it, and the proof holds`() async throws {
        let log = try Log(700)
        try await MockServer.script({ log.answer($0) }).run { server in
            let (archive, transport) = try client(server)
            for (place, old) in Self.sizes.enumerated() {
                for new in Self.sizes[place...] {
                    let (older, newer) = (try log.checkpoint(old), try log.checkpoint(new))
                    let proof = try await archive.consistency(
                        from: older.checkpoint, to: newer.checkpoint)
                    #expect((proof == nil) == (old == 0 || old == new), "\(old) to \(new)")
                    try proof?.check(from: older.checkpoint.root, to: newer.checkpoint.root)
                    #expect(
                        try await archive.root(at: older.checkpoint.size, in: newer.checkpoint)
                            == older.checkpoint.root)
                }
            }
            await transport.close()
        }
    }

    @Test(arguments: [(3, 300, 1), (256, 300, 0), (256, 512, 255), (299, 300, 298), (300, 300, 7)])
    func `that was forked is seen`(_ old: Int, _ new: Int, _ fork: Int) async throws {
        let (seen, log) = (try Log(old), try Log(new, fork: fork))
        try await MockServer.script({ log.answer($0) }).run { server in
            let (archive, transport) = try client(server)
            let (known, shown) = (try seen.checkpoint(old), try log.checkpoint(new))
            await #expect(
                throws: RemoteError.forked(known: known.checkpoint, shown: shown.checkpoint)
            ) {
                _ = try await archive.consistency(from: known.checkpoint, to: shown.checkpoint)
            }
            await transport.close()
        }
    }

    @Test func `that was put back is seen, and what was seen stays remembered`() async throws {
        let folder = try TestFolder()
        let known = KnownArchives(folder: folder.path + "/remote")
        let logs = [try Log(300), try Log(200), try Log(300, fork: 5), try Log(400)]
        let shown = Mutex(0)
        try await MockServer.script({ request in logs[shown.withLock { $0 }].answer(request) }).run
        {
            server in
            let (archive, transport) = try client(server)
            let keys = [logs[0].signer.verifierKey]
            let origin = try required(keys.origin)
            _ = try await archive.newest(keys: keys, known: known)
            for wrong in [1, 2] {
                shown.withLock { $0 = wrong }
                await #expect(throws: RemoteError.self) {
                    _ = try await archive.newest(keys: keys, known: known)
                }
                #expect(try known.checkpoint(of: origin)?.size.value == 300)
            }
            shown.withLock { $0 = 3 }
            _ = try await archive.newest(keys: keys, known: known)
            #expect(try known.checkpoint(of: origin)?.size.value == 400)
            await transport.close()
        }
    }

    @Test func `that was put back under a new key is seen, too`() async throws {
        let folder = try TestFolder()
        let known = KnownArchives(folder: folder.path + "/remote")
        let (seen, log) = (try Log(300), try Log(200, seed: 10))
        let (old, shown) = (try seen.checkpoint(300), try log.checkpoint(200))
        try known.remember(old)
        try await MockServer.script({ log.answer($0) }).run { server in
            let (archive, transport) = try client(server)
            await #expect(
                throws: RemoteError.forked(known: old.checkpoint, shown: shown.checkpoint)
            ) {
                _ = try await archive.newest(keys: [log.signer.verifierKey], known: known)
            }
            #expect(try known.checkpoint(of: old.checkpoint.origin) == old.checkpoint)
            await transport.close()
        }
    }

    @Test(arguments: ["tile/0/001.p/44", "tile/1/000.p/1", "tile/0/000"])
    func `with a tile that is wrong proves nothing`(_ tile: String) async throws {
        var log = try Log(300)
        log.spoilt = tile
        let spoilt = log
        try await MockServer.script({ spoilt.answer($0) }).run { server in
            let (archive, transport) = try client(server)
            let (old, new) = (try spoilt.checkpoint(256 + 3), try spoilt.checkpoint(300))
            // A hash that the proof does not need may be wrong; one that it needs is never taken.
            let proof = try? await archive.consistency(from: old.checkpoint, to: new.checkpoint)
            try proof?.check(from: old.checkpoint.root, to: new.checkpoint.root)
            if tile != "tile/0/000" { #expect(proof == nil) }
            await transport.close()
        }
    }

    @Test func `gives its entries in order, whatever range is asked for`() async throws {
        let log = try Log(600)
        try await MockServer.script({ log.answer($0) }).run { server in
            let (archive, transport) = try client(server)
            for range in [0..<0, 0..<1, 0..<256, 250..<520, 599..<600, 512..<600] as [Range<UInt64>]
            {
                let found = try await archive.entries(range, of: TreeSize(600))
                #expect(found == Array(log.entries[Int(range.lowerBound)..<Int(range.upperBound)]))
            }
            await transport.close()
        }
    }

    @Test func `with another's signature is not taken`() async throws {
        let log = try Log(5)
        try await MockServer.script({ log.answer($0) }).run { server in
            let (archive, transport) = try client(server)
            let other = try NoteSigner(name: "log.example", seed: [UInt8](repeating: 1, count: 32))
            await #expect(throws: RemoteError.checkpoint(.noKnownSignature)) {
                try await archive.checkpoint(keys: [other.verifierKey])
            }
            await transport.close()
        }
    }
}
