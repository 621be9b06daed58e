// A service over the archive of the bananas matter (Evidence/), asked without a network. Who asks is said by a header that a layer of the
// test believes; the layer that believes nobody has its own tests.

import ArchiveService
import Cryptography
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import ServiceInterface
import Testing
import TransparencyLog

/// The bananas matter, built once for all tests; each test has a copy of its archive.
private let bananas = Result {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
    let evidence = root.appending(path: "Evidence")
    let description = try Data(contentsOf: evidence.appending(path: "bananas.json"))
    let agreement = try Data(contentsOf: root.appending(path: "Policies/seca-1.0.md"))
    let scenario = try Scenario(parsing: Array(description)) { name in
        (try? Data(contentsOf: evidence.appending(path: name))).map(Array.init)
    }
    let folder = try TestFolder()
    let built = try scenario.build(in: folder.path + "/matter", agreement: Array(agreement))
    return (folder: folder, built: built)
}

/// Closes a core when its house is gone; nobody waits for that.
private final class Caretaker: Sendable {
    let core: ServiceCore
    init(_ core: ServiceCore) { self.core = core }
    deinit { Task { [core] in try? await core.close() } }
}

/// A service in a folder of its own.
struct ServiceHouse {
    let built: BuiltScenario
    let folder: TestFolder
    let core: ServiceCore
    private let caretaker: Caretaker
    /// Whom the test's layer knows.
    let callers: [String: Caller]

    var matter: String { built.matter.text }

    init(_ configure: (inout ServiceConfiguration) -> Void = { _ in }) throws {
        let built = try bananas.get().built
        let folder = try TestFolder()
        try FileManager.default.copyItem(
            atPath: built.archiveFolder, toPath: folder.path + "/archive")
        var config = ServiceConfiguration()
        config.archive = folder.path + "/archive"
        config.state = folder.path + "/state"
        config.agreements = [
            ServiceConfiguration.KnownAgreement(
                agreement: folder.path + "/seca.md", annex: folder.path + "/seca.annex.txt")
        ]
        try Data(built.agreement).write(to: URL(filePath: folder.path + "/seca.md"))
        try Data(built.annex).write(to: URL(filePath: folder.path + "/seca.annex.txt"))
        try Data(built.annexSignature).write(
            to: URL(filePath: folder.path + "/seca.annex.txt.p7s"))
        configure(&config)
        let now = built.now
        let random = RepeatableBytes(seed: 8)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        core = try ServiceCore(
            config,
            surroundings: Surroundings(
                clock: { now }, random: { random.next($0) }, stateFolder: folder.path + "/mark",
                reserveSize: 0), metrics: ServiceMetrics(), logger: logger)
        caretaker = Caretaker(core)
        callers = try ServiceHouse.callers(built)
        (self.built, self.folder) = (built, folder)
    }

    /// FRUTA and MARKT are parties of the matter, ARB its arbiter; OUT is a party elsewhere.
    private static func callers(_ built: BuiltScenario) throws -> [String: Caller] {
        let elsewhere = try #require(MatterID("OTHER-1"))
        let roles: [(String, [MatterID: Set<Role>], Set<Role>)] = [
            ("FRUTA", [built.matter: [.party]], []), ("MARKT", [built.matter: [.party]], []),
            ("ARB", [built.matter: [.arbiter]], []), ("OUT", [elsewhere: [.party]], []),
            ("AUD", [:], [.auditor]), ("OPS", [:], [.operator]),
        ]
        var callers: [String: Caller] = [:]
        for (name, matters, everywhere) in roles {
            let certificate = built.identities[name]?.certificate
            callers[name] = Caller(
                principal: try principal(name), everywhere: everywhere,
                matters: matters,
                certificates: certificate.map { [Digest.sha256($0)] } ?? [])
        }
        return callers
    }

    private static func principal(_ name: String) throws -> PrincipalID {
        let principal: PrincipalID? = PrincipalID(name)
        return try #require(principal)
    }

    /// The key of a party.
    func identity(_ name: String) throws -> SigningIdentity {
        let identity = try #require(built.identities[name])
        return try SigningIdentity(
            keyPEM: Array(identity.keyPEM.utf8),
            certificate: Array(PEM.certificates([identity.certificate]).utf8))
    }

    /// Asks all parts of the service; each call is a start of the service.
    func serve<Value: Sendable>(
        _ body: @escaping @Sendable (ConformingClient) async throws -> Value
    ) async throws -> Value {
        var parts = try ServiceParts.all(core)
        parts.layers = [TestCallers(callers: callers)]
        var application = Application(
            router: parts.router(core), logger: core.logger)
        application.addServices(parts.services)
        return try await application.test(.router) { try await body(ConformingClient($0)) }
    }
}

/// Believes the header.
private struct TestCallers: RouterMiddleware {
    typealias Context = ServiceContext
    typealias Input = Request
    typealias Output = Response
    let callers: [String: Caller]

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.caller = request.headers[.testCaller].flatMap { callers[$0] } ?? .nobody
        return try await next(request, context)
    }
}
