// An archive of a test, and what of it a server answers: real filings, real receipts, real tiles.

import Cryptography
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import ServiceInterface
import Synchronization
import TransparencyLog

@testable import RemoteClient

/// Somebody who files.
struct TestParty {
    let identity: SigningIdentity
    let keyPEM: String
    let certificatePEM: String

    init(_ name: String) throws {
        let validity = Validity(
            from: try required(Instant(text: "2020-01-01T00:00:00Z")),
            to: try required(Instant(text: "2090-01-01T00:00:00Z")))
        let issued = try CertificateAuthority.root("CA", seed: "remote", validity: validity)
            .issue(name, validity: validity)
        keyPEM = issued.keyPEM
        certificatePEM = issued.certificatePEM
        identity = try SigningIdentity(
            keyPEM: Array(issued.keyPEM.utf8), certificate: Array(issued.certificatePEM.utf8))
    }

    /// A signed filing of `content`.
    func filing(
        _ content: [UInt8], name: String = "contract.md", matter: String = "BAN-1",
        archive: String = TestArchive.origin, nonce: UInt8 = 1
    ) throws -> PreparedFiling {
        let filing = try Filing(
            archive: try required(ArchiveOrigin(archive)),
            matter: try required(MatterID(matter)), kind: .document,
            mediaType: try required(MediaType("text/markdown")),
            name: try required(FileName(name)), content: .sha256(content),
            size: UInt64(content.count), filer: .certificate(identity.certificate.digest),
            nonce: [UInt8](repeating: nonce, count: 32))
        return PreparedFiling(
            filing: filing,
            signature: try signCMS(
                .bytes(filing.bytes), detached: true, identity: identity,
                signingTime: Instant(text: "2026-05-01T00:00:00Z"), checkpointNote: nil))
    }
}

/// The value, or an error that fails the test.
func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw CancellationError() }
    return value
}

/// An archive, and a server's answers from it.
final class TestArchive: Sendable {
    static let origin = "archive.example/remote"
    let folder: TestFolder
    private let archive: Mutex<Archive>
    let verifierKey: VerifierKey

    /// - Parameter seed: of its key: two with the same seed are one archive and its fork.
    init(seed: UInt8 = 7) throws {
        folder = try TestFolder()
        let origin = try required(ArchiveOrigin(TestArchive.origin))
        let signer = try NoteSigner(name: origin.text, seed: [UInt8](repeating: seed, count: 32))
        verifierKey = signer.verifierKey
        let now = try required(Instant(text: "2026-05-01T00:00:00Z"))
        let random = Mutex(SystemRandomNumberGenerator())
        archive = Mutex(
            try Archive.create(
                at: folder.path + "/archive", origin: origin, signer: signer,
                surroundings: Surroundings(
                    clock: { now },
                    random: { count in
                        random.withLock { generator in
                            (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
                        }
                    }, stateFolder: folder.path + "/state", reserveSize: 0)))
    }

    /// Files, as the service would.
    @discardableResult
    func file(_ prepared: PreparedFiling, _ content: [UInt8]) throws -> FiledReceipt {
        try archive.withLock { archive in
            let filed = try archive.file([
                Submission(
                    filing: prepared.filing, filingSignature: prepared.signature,
                    content: .bytes(content), idempotencyKey: prepared.idempotencyKey)
            ])
            return try required(filed.first)
        }
    }

    func checkpoint() throws -> SignedCheckpoint { try archive.withLock { try $0.checkpoint() } }

    /// What the log looks like to its readers.
    private func tile(_ path: String) throws -> [UInt8] {
        let tree = try archive.withLock { archive in
            try archive.entries().sorted { $0.entry.index < $1.entry.index }.map(\.entry)
        }
        switch try TilePath(parsing: path) {
        case .entries(let tile):
            let start = Int(tile.index) * Tile.fullWidth
            return try EntryBundle(entries: tree[start..<start + tile.width].map(\.bytes)).bytes
        case .hashes(let tile):
            let leaves = tree.map { NodeHash($0.leafHash.digest) }
            let span = 1 << (8 * tile.level)
            let hashes = (0..<tile.width).map { offset in
                let start = (Int(tile.index) * Tile.fullWidth + offset) * span
                return HashTile.root(of: leaves[start..<start + span])
            }
            return HashTile(tile, hashes: try hashes.map { try required($0) }).bytes
        }
    }

    /// What a docketd would answer, as far as these tests ask.
    func answer(_ request: MockServer.Request) -> MockServer.Answer? {
        do {
            if request.path == "/v1/status" {
                return .json(#"{"verifier_key":"\#(verifierKey.text)"}"#)
            }
            if request.path == "/checkpoint" {
                return .init(200, Array(try checkpoint().note.utf8))
            }
            if request.path.hasPrefix("/tile/") {
                return .init(200, try tile(String(request.path.dropFirst())))
            }
            if request.method == "POST", request.path == "/v1/matters/BAN-1/exhibits" {
                return try file(request)
            }
            return try fetch(request)
        } catch {
            return .problem(500, "internal")
        }
    }

    private func file(_ request: MockServer.Request) throws -> MockServer.Answer {
        let field = { (name: String) in
            request.header(name).flatMap { StructuredBytes.parse($0) }
        }
        let filing = try Filing(parsing: try required(field(HeaderName.filing)))
        let prepared = PreparedFiling(
            filing: filing, signature: try required(field(HeaderName.filingSignature)))
        guard request.header(HeaderName.idempotencyKey) == prepared.idempotencyKey,
            request.header(HeaderName.contentDigest).flatMap({ ContentDigestField.parse($0) })
                == filing.content, Digest.sha256(request.body) == filing.content
        else { return .problem(422, "wrong-digest") }
        let filed = try self.file(prepared, request.body)
        return .init(
            filed.wasAlreadyFiled ? 200 : 201, filed.receipt.bytes,
            headers: filed.wasAlreadyFiled ? [(HeaderName.alreadyFiled, "?1")] : [])
    }

    /// Receipt and content of an exhibit of BAN-1.
    private func fetch(_ request: MockServer.Request) throws -> MockServer.Answer {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count == 6, parts[0] == "v1", let number = UInt64(parts[4]) else {
            return .problem(404, "not-found")
        }
        return try archive.withLock { archive in
            let matter = try required(MatterID(parts[2]))
            guard
                let exhibit = try archive.entries(matter: matter).first(where: {
                    $0.docketing.number.value == number
                })
            else { return .problem(404, "not-found") }
            if parts[5] == "receipt" {
                return .init(200, try archive.receipt(of: exhibit.entry.index).bytes)
            }
            let bytes = try archive.content(of: exhibit)
            let range = try required(request.header("Range")).dropFirst("bytes=".count)
                .split(separator: "-").compactMap { Int($0) }
            let end = min(range[1] + 1, bytes.count)
            return .init(
                206, Array(bytes[range[0]..<end]),
                headers: [
                    ("Content-Range", "bytes \(range[0])-\(end - 1)/\(bytes.count)"),
                    ("ETag", "\"e\""),
                ])
        }
    }
}
