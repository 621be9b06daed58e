// A whole service in a folder of its own, with two matters, a principal of each role, and a token for each.

import ArchiveService
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
import ServiceAccess
import ServiceInterface
import Synchronization
import Testing
import TransparencyLog

/// Ours: other libraries have one too.
typealias JSON = EvidenceValues.JSONValue

/// A service with all its parts, without a socket.
final class AccessService {
    let folder: String
    let core: ServiceCore
    let router: Router<ServiceContext>
    /// Tokens by the names of their holders.
    private(set) var tokens: [String: String] = [:]
    /// The newest numbers of tokens.
    private(set) var numbers: [String: Int64] = [:]

    static let own = "OWN-1"
    static let other = "OTHER-1"

    init(_ configure: (inout ServiceConfiguration) -> Void = { _ in }) throws {
        folder = NSTemporaryDirectory() + "docket-service-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let time = try #require(Instant(text: "2026-11-23T12:00:00Z"))
        let clock = Clock(time)
        self.clock = clock
        let surroundings = Surroundings(
            clock: { clock.now }, random: secureRandom, stateFolder: folder + "/marks",
            reserveSize: 4096, minimumFree: 4096)
        let origin = try #require(ArchiveOrigin("archive.example/trade"))
        let signer = try NoteSigner(name: origin.text, seed: [UInt8](repeating: 7, count: 32))
        try Archive.create(
            at: folder + "/archive", origin: origin, signer: signer, surroundings: surroundings
        ).close()
        var config = ServiceConfiguration()
        config.archive = folder + "/archive"
        config.state = folder + "/state"
        config.limits.requestsPerAddress = 0
        config.limits.requestsPerPrincipal = 0
        configure(&config)
        var logger = Logger(label: "docket.tests")
        logger.logLevel = .critical
        core = try ServiceCore(
            config, surroundings: surroundings, metrics: ServiceMetrics(), logger: logger)
        router = try ServiceParts.all(core).router(core)
        try fill()
    }

    let clock: Clock

    /// A clock that is set.
    final class Clock: Sendable {
        private let time: Mutex<Instant>
        init(_ time: Instant) { self.time = Mutex(time) }
        var now: Instant {
            get { time.withLock { $0 } }
            set { time.withLock { $0 = newValue } }
        }
    }

    /// Ends the service; nothing of it is left.
    func close() async throws {
        try await core.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    /// Principals: a party and an arbiter of the one matter, a party of the other, an auditor, an operator.
    private func fill() throws {
        let book = core.access
        _ = try book.bootstrap(try id("operator"), lifetime: TimeSpan(seconds: 3_600))
        for name in [Self.own, Self.other] {
            try book.createMatter(try #require(MatterID(name)), by: nil)
        }
        for (name, role, place) in [
            ("party", Role.party, Self.own), ("arbiter", .arbiter, Self.own),
            ("stranger", .party, Self.other), ("auditor", .auditor, "*"),
        ] {
            try book.addPrincipal(try id(name), by: nil)
            try book.addMember(
                try id(name), as: role, in: try #require(AccessScope(place)), by: nil)
            try issue(name, role)
        }
        try issue("operator", .operator)
    }

    /// Gives a principal a token for an hour.
    func issue(_ name: String, _ role: Role, in place: String = "*") throws {
        let issued = try core.access.issueToken(
            for: try id(name), role: role, scope: try #require(AccessScope(place)),
            expires: clock.now.advanced(by: TimeSpan(seconds: 3_600)), by: nil)
        tokens[name] = issued.token.text
        numbers[name] = issued.number
    }

    func id(_ name: String) throws -> PrincipalID { try #require(PrincipalID(name)) }

    /// The headers of somebody; of nobody without a name.
    func headers(_ name: String?, json: Bool = false) -> HTTPFields {
        var headers: HTTPFields = [:]
        if let name { headers[.authorization] = "Bearer \(tokens[name] ?? "")" }
        if json { headers[.contentType] = "application/json" }
        return headers
    }

    /// Files a text of the operator's into a matter, or of somebody with a certificate, whose signature nobody asks for here.
    @discardableResult
    func file(
        _ text: String, in matter: String, kind: ExhibitKind = .document,
        by filer: Filer = .operator
    ) async throws -> Receipt {
        let bytes = Array(text.utf8)
        let filing = try Filing(
            archive: core.origin, matter: try #require(MatterID(matter)), kind: kind,
            mediaType: try #require(MediaType("text/plain")),
            name: try #require(FileName("text.txt")), content: .sha256(bytes),
            size: UInt64(bytes.count), filer: filer, nonce: secureRandom(32))
        let filed = try await core.commit.file([
            Submission(
                filing: filing, filingSignature: filer == .operator ? nil : [0],
                content: .bytes(bytes), again: true)
        ])
        return try #require(filed.first).receipt
    }

    /// One answer of the service.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, as name: String? = nil,
        headers: HTTPFields? = nil, body: String? = nil
    ) async throws -> TestResponse {
        let headers = headers ?? self.headers(name, json: body != nil)
        return try await Application(router: router, logger: core.logger).test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: headers,
                body: body.map { ByteBuffer(string: $0) })
        }
    }
}

extension TestResponse {
    /// The body as text.
    var text: String { String(buffer: body) }

    /// The JSON object that the body is.
    var object: [String: JSON] {
        if case .object(let members)? = try? JSON(parsing: Array(buffer: body)) {
            members
        } else {
            [:]
        }
    }

    /// The body without the name of the request, which is another each time.
    var anonymous: [String: JSON] {
        var members = object
        members["instance"] = nil
        return members
    }
}

extension Array where Element == UInt8 {
    init(buffer: ByteBuffer) { self = Array(buffer.readableBytesView) }
}
