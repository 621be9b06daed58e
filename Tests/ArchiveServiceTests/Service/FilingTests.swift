// Filing over HTTP: what is filed gets its receipt, and everything that is not wholly right files nothing.

import ArchiveService
import Cryptography
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import ServiceInterface
import Testing
import TransparencyLog

@Suite struct ServiceFilingTests {
    /// What is wrong with a request, and what is said of it.
    enum Fault: String, CaseIterable, Sendable {
        case flippedSignature, foreignSignature, foreignCertificate, operatorFiling
        case otherDigest, otherSize, otherBytes, otherMatter, otherArchive
        case reservedKind, noKey, shortKey, noDigest, noLength, noFiling, badFiling, noSignature
        case noToken, otherToken, bothHeaders, attachedContent, malformed

        var expected: (status: Int, code: String) {
            switch self {
            case .flippedSignature, .foreignSignature, .attachedContent: (422, "bad-signature")
            case .foreignCertificate: (403, "not-your-certificate")
            case .operatorFiling: (422, "operator-filing")
            case .otherDigest, .otherBytes: (400, "wrong-digest")
            case .otherSize: (400, "wrong-size")
            case .otherMatter: (422, "wrong-matter")
            case .otherArchive: (422, "wrong-archive")
            case .reservedKind: (422, "reserved-name")
            case .noKey: (400, "missing-idempotency-key")
            case .shortKey, .bothHeaders: (400, "bad-header")
            case .noDigest, .noFiling, .noSignature: (400, "missing-header")
            case .noLength: (411, "length-required")
            case .badFiling: (422, "bad-filing")
            case .malformed: (422, "malformed-exhibit")
            case .noToken: (401, "unauthenticated")
            case .otherToken: (404, "not-found")
            }
        }
    }

    @Test(arguments: [0, 1, 2_048, 65_536, 65_537, 3_000_000])
    func `an exhibit of any size is filed, and its receipt verifies`(size: Int) async throws {
        try await RunningService.run { service in
            let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let (filing, signature) = try service.party.filing(
                content, origin: service.core.origin)
            let head = service.head(
                filing.bytes, signature, digest: Base64.encode(Digest.sha256(content).bytes),
                size: size, key: "key-number-\(size)")
            let answer = try await RawConnection.ask(service.port, head, content)
            #expect(answer.status == 201)
            #expect(answer.headers["location"] == "/v1/matters/BAN-1/exhibits/1")
            let receipt = try Receipt(parsing: answer.body)
            #expect(receipt.filing == filing)
            let key = try service.core.commit.use { $0.verifierKey }
            _ = try receipt.check(with: key)
            let read = try await RawConnection.ask(
                service.port, service.get("/v1/matters/BAN-1/exhibits/1/content"))
            #expect(read.status == 200)
            #expect(read.body == content)
            #expect(
                read.headers["content-digest"]
                    == "sha-256=:\(Base64.encode(Digest.sha256(content).bytes)):")
        }
    }

    @Test func `the same request again gets the first receipt and files nothing`() async throws {
        try await RunningService.run { service in
            let content = Array("an offer".utf8)
            let (filing, signature) = try service.party.filing(
                content, origin: service.core.origin)
            let head = service.head(
                filing.bytes, signature, digest: Base64.encode(Digest.sha256(content).bytes),
                size: content.count, key: "the-same-key")
            let first = try await RawConnection.ask(service.port, head, content)
            let again = try await RawConnection.ask(service.port, head, content)
            #expect((first.status, again.status) == (201, 200))
            #expect(again.headers["docket-already-filed"] == "?1")
            #expect(first.body == again.body)
            #expect(try service.size() == 1)
            let (other, otherSignature) = try service.party.filing(
                Array("a change".utf8), origin: service.core.origin)
            let conflict = try await RawConnection.ask(
                service.port,
                service.head(
                    other.bytes, otherSignature, digest: Base64.encode(other.content.bytes),
                    size: 8, key: "the-same-key"), Array("a change".utf8))
            #expect((conflict.status, conflict.code) == (422, "idempotency-conflict"))
            #expect(try service.size() == 1)
        }
    }

    @Test func `a key is its caller's own`() async throws {
        try await RunningService.run { service in
            for (party, matter) in [(service.party, "BAN-1"), (service.stranger, "BAN-2")] {
                let content = Array("by \(party.principal)".utf8)
                let (filing, signature) = try party.filing(
                    content, matter: matter, origin: service.core.origin)
                let answer = try await RawConnection.ask(
                    service.port,
                    service.head(
                        filing.bytes, signature, digest: Base64.encode(filing.content.bytes),
                        size: content.count, key: "one-key-of-two", token: party.token,
                        matter: matter), content)
                #expect(answer.status == 201)
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `what is not wholly right files nothing`(fault: Fault) async throws {
        try await RunningService.run { service in
            let answer = try await service.send(fault)
            #expect(answer.status == fault.expected.status)
            #expect(answer.code == fault.expected.code)
            #expect(try service.size() == 0)
            #expect(try service.incoming() == [])
        }
    }

    @Test(arguments: [(2_000_000, 1_500_000), (2_000, 1_999), (2_000_000, 0)])
    func `a body that ends early leaves nothing`(size: Int, sent: Int) async throws {
        try await RunningService.run { service in
            let content = [UInt8](repeating: 7, count: size)
            let (filing, signature) = try service.party.filing(
                content, origin: service.core.origin)
            let head = service.head(
                filing.bytes, signature, digest: Base64.encode(filing.content.bytes),
                size: content.count, key: "truncated-upload")
            try await RawConnection.open(service.port) { connection in
                try await connection.send(head, Array(content.prefix(sent)))
            }
            for _ in 0..<200 where try !service.incoming().isEmpty {
                try await Task.sleep(for: .milliseconds(25))
            }
            #expect(try service.incoming() == [])
            #expect(try service.size() == 0)
        }
    }

    @Test func `a full disk refuses filings and still reads`() async throws {
        try await RunningService.run(
            surroundings: { $0.minimumFree = .max },
            { service in
                let answer = try await service.file("on a full disk")
                #expect((answer.status, answer.code) == (507, "insufficient-storage"))
                #expect(answer.headers["retry-after"] != nil)
                let list = try await RawConnection.ask(
                    service.port, service.get("/v1/matters/BAN-1/exhibits"))
                #expect(list.status == 200)
            })
    }
}

extension RunningService {
    /// How many entries the log has.
    func size() throws -> UInt64 { try core.commit.use { try $0.head().size.value } }

    /// What lies in the folder of incoming contents.
    func incoming() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: core.config.archive + "/blobs/incoming")
    }

    /// Files a text.
    func file(_ text: String, name: String = "offer.txt") async throws -> RawAnswer {
        let content = Array(text.utf8)
        let (filing, signature) = try party.filing(content, name: name, origin: core.origin)
        return try await RawConnection.ask(
            port,
            head(
                filing.bytes, signature, digest: Base64.encode(filing.content.bytes),
                size: content.count,
                key: "key of \(text)".map { $0 == " " ? "-" : "\($0)" }.joined()),
            content)
    }

    fileprivate func send(_ fault: ServiceFilingTests.Fault) async throws -> RawAnswer {
        let content = Array("the offer of a party".utf8)
        let origin = core.origin
        var (filing, signature) = try party.filing(content, origin: origin)
        var digest = Base64.encode(Digest.sha256(content).bytes)
        var (size, key, token, body) = (content.count, "a-good-key", party.token, content)
        switch fault {
        case .flippedSignature: signature[signature.count - 3] ^= 1
        case .foreignSignature: signature = try stranger.sign(filing.bytes)
        case .foreignCertificate: (filing, signature) = try stranger.filing(content, origin: origin)
        case .operatorFiling:
            (filing, signature) = try party.filing(content, filer: .operator, origin: origin)
        case .otherDigest: digest = Base64.encode(Digest.sha256([1]).bytes)
        case .otherSize: size += 1
        case .otherBytes: body[3] ^= 1
        case .otherMatter:
            (filing, signature) = try party.filing(content, matter: "BAN-2", origin: origin)
        case .otherArchive:
            (filing, signature) = try party.filing(
                content, origin: ArchiveOrigin("other.example/x")!)
        case .reservedKind:
            (filing, signature) = try party.filing(content, kind: .audit, origin: origin)
        case .malformed:
            (filing, signature) = try party.filing(content, kind: .certificate, origin: origin)
        case .shortKey: key = "seven77"
        case .attachedContent:
            signature = try signCMS(
                .bytes(filing.bytes), detached: false, identity: party.identity, signingTime: nil,
                checkpointNote: nil)
        case .noToken: token = "dkt_" + String(repeating: "A", count: 43)
        case .otherToken: token = stranger.token
        case .noKey, .noDigest, .noLength, .noFiling, .noSignature, .bothHeaders, .badFiling: break
        }
        let bytes = fault == .badFiling ? filing.bytes + [0x0A] : filing.bytes
        var lines = head(bytes, signature, digest: digest, size: size, key: key, token: token)
        let dropped: [ServiceFilingTests.Fault: String] = [
            .noKey: "Idempotency-Key", .noDigest: "Content-Digest", .noLength: "Content-Length",
            .noFiling: "Docket-Filing:", .noSignature: "Docket-Filing-Signature",
        ]
        if let name = dropped[fault] { lines.removeAll { $0.hasPrefix(name) } }
        if fault == .noLength { body = [] }
        if fault == .bothHeaders { lines.append("Content-Digest: sha-256=:\(digest):") }
        return try await RawConnection.ask(port, lines, body)
    }
}
