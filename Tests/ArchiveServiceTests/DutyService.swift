// A service with its duties in a folder of its own, for tests: its clock and the world outside are made by the test.

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

/// Everybody who asks is this caller.
struct ActingAs: RouterMiddleware {
    let caller: Caller

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.caller = caller
        return try await next(request, context)
    }
}

/// A service in a folder of its own, with a clock that the test sets and a world outside that the test makes.
struct DutyService {
    let folder: TestFolder
    let clock: ManualClock
    let keys: HostileKeys
    let core: ServiceCore
    let duties: Duties
    var caller = Caller.nobody

    init(
        fetch: Fetch? = nil,
        configure: (inout ServiceConfiguration, String) throws -> Void = { _, _ in }
    ) throws {
        let (folder, keys) = (try TestFolder(), try HostileKeys.shared.get())
        let start = try #require(Instant(text: "2026-03-05T12:00:00Z"))
        let clock = ManualClock(start)
        let random = RepeatableBytes(seed: 21)
        let surroundings = Surroundings(
            clock: { clock.now }, random: { random.next($0) }, stateFolder: folder.path + "/marks",
            reserveSize: 0)
        try Archive.create(
            at: folder.path + "/archive", origin: keys.origin, signer: keys.archive,
            surroundings: surroundings
        ).close()
        var config = ServiceConfiguration()
        config.archive = folder.path + "/archive"
        config.state = folder.path + "/state"
        try FileManager.default.createDirectory(
            atPath: config.state, withIntermediateDirectories: true)
        try configure(&config, folder.path)
        core = try ServiceCore(
            config, surroundings: surroundings, metrics: ServiceMetrics(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        duties = try Duties(core, fetch: fetch)
        (self.folder, self.clock, self.keys) = (folder, clock, keys)
    }

    /// An annex that trusts the cast of the tests, and `witness`; written beside the archive.
    static func annex(_ folder: String, _ keys: HostileKeys, witness: TrustedWitness) throws
        -> String
    {
        let end = try #require(Instant(text: "2036-01-01T00:00:00Z"))
        var world = try HostileWorld()
        world.trust = PinnedTrust(
            anchors: world.trust.anchors, authorities: world.trust.authorities,
            archives: world.trust.archives,
            algorithms: ["ecdsa-p256", "sha-256"].map { ApprovedAlgorithm(name: $0, until: end) },
            witnesses: [witness])
        let path = folder + "/annex.txt"
        try Data(try world.annex.utf8).write(to: URL(filePath: path))
        return path
    }

    @discardableResult func file(_ text: String) async throws -> Entry {
        let content = Array(text.utf8)
        let filing = try Filing(
            archive: keys.origin, matter: #require(MatterID("BAN-1")), kind: .document,
            mediaType: #require(MediaType("text/plain")), name: #require(FileName("a.txt")),
            content: .sha256(content), size: UInt64(content.count), filer: .operator,
            nonce: core.random(32))
        let filed = try await core.commit.file([
            Submission(filing: filing, content: .bytes(content))
        ])
        return try #require(filed.first).receipt.entry
    }

    func use(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws
    {
        var parts = ServiceParts()
        parts.layers = [ActingAs(caller: caller)]
        parts.groups = [
            LogRoutes(core: core), try WitnessRoutes(core: core),
            StatusRoutes(core: core, duties: duties),
        ]
        let application = Application(router: parts.router(core))
        try await application.test(.router) { client in try await body(client) }
        try await core.close()
    }
}
