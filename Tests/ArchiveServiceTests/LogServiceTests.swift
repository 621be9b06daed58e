// The log over HTTP, and the service as a witness of other logs (C2SP tlog-tiles, tlog-witness).

import ArchiveDuties
import Cryptography
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceInterface
import Synchronization
import Testing
import TransparencyLog

@testable import ArchiveService

@Suite struct `The log over HTTP` {
    @Test func `gives checkpoint, tiles and entries that lead to each other`() async throws {
        let service = try DutyService()
        for number in 0..<260 { try await service.file("document \(number)") }
        let key = service.keys.archive.verifierKey
        try await service.use { client in
            let note = try await client.execute(uri: "/checkpoint", method: .get)
            #expect(note.headers[.contentType] == "text/plain; charset=utf-8")
            let checkpoint = try Checkpoint.open(note: note.text, with: key).checkpoint
            #expect(checkpoint.size == TreeSize(260))
            let full = try await client.execute(uri: "/tile/0/000", method: .get)
            #expect(full.bytes.count == 256 * 32)
            #expect(full.headers[.cacheControl]?.contains("immutable") == true)
            let rest = try await client.execute(uri: "/tile/0/001.p/4", method: .get)
            #expect(rest.headers[.cacheControl]?.contains("immutable") == false)
            let top = try await client.execute(uri: "/tile/1/000.p/1", method: .get)
            var tree = MerkleTree()
            for path in [("000", 256), ("001.p/4", 4)] {
                let bundle = try await client.execute(uri: "/tile/entries/" + path.0, method: .get)
                for leaf in try EntryBundle(parsing: bundle.bytes, width: path.1).leafHashes {
                    tree.append(leaf)
                }
            }
            #expect(tree.root == checkpoint.root)
            let leaves = try HashTile(
                #require(Tile(level: 0, index: 0)), parsing: full.bytes)
            let above = try HashTile(
                #require(Tile(level: 1, index: 0, width: 1)), parsing: top.bytes)
            #expect(HashTile.root(of: leaves.hashes[...]) == above.hashes.first)
            #expect(rest.bytes.count == 4 * 32)
        }
    }

    @Test func `tells who has it already so`() async throws {
        let service = try DutyService()
        try await service.file("document")
        try await service.use { client in
            for path in ["/checkpoint", "/tile/0/000.p/1", "/tile/entries/000.p/1"] {
                let first = try await client.execute(uri: path, method: .get)
                let tag = try #require(first.headers[.eTag])
                for value in [tag, "W/" + tag, "\"other\", " + tag, "*"] {
                    let again = try await client.execute(
                        uri: path, method: .get, headers: [.ifNoneMatch: value])
                    #expect(again.status == .notModified && again.bytes.isEmpty)
                }
                let other = try await client.execute(
                    uri: path, method: .get, headers: [.ifNoneMatch: "\"other\""])
                #expect(other.status == .ok)
            }
        }
    }

    @Test(arguments: [
        "/tile/0/001", "/tile/0/000.p/2", "/tile/0/000", "/tile/1/000.p/1", "/tile/9/000.p/1",
        "/tile/0/000.p/0", "/tile/0/000.p/256", "/tile/0/000.p/01", "/tile/00/000.p/1",
        "/tile/0/0", "/tile/0/x000/000.p/1", "/tile/entries/001", "/tile/entries/000.p/2",
        "/tile/64/000", "/tile/0/x999/x999/x999/x999/x999/999", "/tile/-1/000", "/tile/0/..%2f000",
        "/tile/0/../../checkpoint", "/tile/0/000.p/1/", "/tile/entries/000.p/%31",
        "/tile/8/x072/x057/x594/x037/x927/x935", "/tile/entries/", "/tile/0",
    ])
    func `has nothing where the log does not reach, and one name for each thing`(path: String)
        async throws
    {
        let service = try DutyService()
        try await service.file("document")
        try await service.use { client in
            let found = try await client.execute(uri: path, method: .get)
            #expect(found.status == .notFound, "\(found.status)")
        }
    }
}

@Suite struct `A witness over HTTP` {
    private struct Sequence: Decodable {
        struct Case: Decodable { let requestBody: String, expectStatus: Int, expectBody: String }
        let logVkey: String, logOrigin: String, cases: [Case], finalSize: UInt64
    }

    private static func sequence() throws -> Sequence? {
        guard let folder = PublicVectors.folder else { return nil }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(
            Sequence.self,
            from: Data(
                contentsOf: folder.appending(path: "logs/witness/add-checkpoint-sequence.json")))
    }

    @Test(.enabled(if: PublicVectors.arePresent)) func `answers the public sequence`() async throws
    {
        let vector = try #require(try Self.sequence())
        let service = try DutyService(configure: { config, _ in
            config.witnesses.name = "witness.example/test"
            config.witnesses.logs = [.init(origin: vector.logOrigin, key: vector.logVkey)]
        })
        try await service.use { client in
            for one in vector.cases {
                let answer = try await client.execute(
                    uri: "/witness/add-checkpoint", method: .post,
                    body: ByteBuffer(string: Self.canonical(one.requestBody)))
                // The vector's own note: the specification says 404 where its program said 403.
                let expected = one.expectBody == "unknown log" ? 404 : one.expectStatus
                #expect(answer.status.code == expected, "\(one.requestBody) \(answer.text)")
                if expected == 409 {
                    #expect(answer.text == one.expectBody)
                    #expect(answer.headers[.contentType] == "text/x.tlog.size")
                }
                if expected == 200 { #expect(answer.text.hasPrefix("— witness.example/test ")) }
            }
            let hash = Digest.sha256(Array(vector.logOrigin.utf8)).hex
            let last = try await client.execute(uri: "/witness/\(hash)/checkpoint", method: .get)
            #expect(last.text.split(separator: "\n")[1] == "\(vector.finalSize)")
            for other in ["0", hash.uppercased(), String(hash.dropLast()), "..", hash + "%00"] {
                let nothing = try await client.execute(
                    uri: "/witness/\(other)/checkpoint", method: .get)
                #expect(nothing.status == .notFound)
            }
        }
    }

    /// One body has base64 with bits behind its end that are not 0, which golang reads and we refuse.
    private static func canonical(_ body: String) -> String {
        let last = String(body.dropLast().split(separator: " ").last ?? "")
        guard let bytes = Data(base64Encoded: last) else { return body }
        return body.replacing(last, with: Base64.encode(Array(bytes)))
    }

    @Test func `cosigns another archive's log, and nothing where it is none`() async throws {
        let log = try SmallHostileLog()
        let request = AddCheckpointRequest(old: TreeSize(0), hashes: [], note: try log.note)
        let witness = try DutyService(configure: { config, _ in
            config.witnesses.name = "witness.example/test"
            config.witnesses.logs = [.init(origin: log.keys.origin.text, key: log.key)]
        })
        try await witness.use { client in
            let large = String(repeating: "x", count: AddCheckpointRequest.maximumSize + 1)
            let asked: [(String, HTTPResponse.Status)] = [
                (request.text, .ok), (request.text, .conflict), ("", .badRequest),
                ("old 1\n", .badRequest), (large, .contentTooLarge),
            ]
            for (body, status) in asked {
                let answer = try await client.execute(
                    uri: "/witness/add-checkpoint", method: .post, body: ByteBuffer(string: body))
                #expect(answer.status == status, "\(body.prefix(20))")
            }
        }
        let none = try DutyService()
        try await none.use { client in
            let answer = try await client.execute(
                uri: "/witness/add-checkpoint", method: .post,
                body: ByteBuffer(string: request.text))
            #expect(answer.status == .notFound)
        }
    }

    private struct SmallHostileLog {
        let keys: HostileKeys
        init() throws { keys = try HostileKeys.shared.get() }
        var key: String { keys.archive.verifierKey.text }
        var note: String {
            get throws {
                var tree = MerkleTree()
                tree.append(LeafHash.of(entryBytes: [1]))
                return try Checkpoint(origin: keys.origin, size: tree.size, root: tree.root)
                    .sign(with: keys.archive).note
            }
        }
    }
}
