// A service on loopback with an archive of its own, a party with a certificate and a token, and a stranger: what the tests of filing, reading
// and bad HTTP speak to. It ends with the body of its test.

import ArchiveService
import Cryptography
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceAccess
import ServiceInterface
import Synchronization
import TransparencyLog

/// Authenticates by token, as the access layer does, without its limits.
struct TokenLayer: RouterMiddleware {
    typealias Context = ServiceContext
    let book: AccessBook

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let field = request.headers[.authorization], field.hasPrefix("Bearer "),
            let token = BearerToken(text: field.dropFirst("Bearer ".count)),
            let caller = book.caller(token: token)
        {
            context.caller = caller
        }
        return try await next(request, context)
    }
}

/// Somebody with a certificate and a token.
struct TestParty: Sendable {
    let principal: PrincipalID
    let identity: SigningIdentity
    let token: String

    /// A filing of `content` and its signature.
    func filing(
        _ content: [UInt8], matter: String = "BAN-1", kind: ExhibitKind = .document,
        name: String = "offer.txt", filer: Filer? = nil, origin: ArchiveOrigin
    ) throws -> (filing: Filing, signature: [UInt8]) {
        guard let matter = MatterID(matter), let name = FileName(name),
            let type = MediaType("text/plain")
        else { throw Problem(.badFiling) }
        let filing = try Filing(
            archive: origin, matter: matter, kind: kind, mediaType: type, name: name,
            content: .sha256(content), size: UInt64(content.count),
            filer: filer ?? .certificate(identity.certificate.digest), nonce: secureRandom(32))
        return (filing, try sign(filing.bytes))
    }

    func sign(_ bytes: [UInt8]) throws -> [UInt8] {
        try signCMS(
            .bytes(bytes), detached: true, identity: identity, signingTime: nil,
            checkpointNote: nil)
    }
}

final class RunningService: Sendable {
    let core: ServiceCore
    let port: Int
    let party: TestParty
    /// In another matter.
    let stranger: TestParty

    private init(_ core: ServiceCore, port: Int, party: TestParty, stranger: TestParty) {
        self.core = core
        self.port = port
        self.party = party
        self.stranger = stranger
    }

    /// Runs a service for `body`.
    static func run(
        _ adjust: (inout ServiceConfiguration) -> Void = { _ in },
        surroundings change: (inout Surroundings) -> Void = { _ in },
        _ body: @escaping @Sendable (RunningService) async throws -> Void
    ) async throws {
        let folder = try TestFolder()
        var surroundings = Surroundings(
            clock: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))! },
            random: { secureRandom($0) }, stateFolder: folder.path + "/marks", reserveSize: 0)
        change(&surroundings)
        var configuration = ServiceConfiguration()
        configuration.archive = folder.path + "/archive"
        configuration.state = folder.path + "/state"
        configuration.http.port = 0
        configuration.limits.stopTime = 5
        adjust(&configuration)
        try FileManager.default.createDirectory(
            atPath: configuration.state, withIntermediateDirectories: true)
        let origin = ArchiveOrigin("archive.example/test")!
        let signer = try NoteSigner.generate(name: origin.text) { secureRandom($0) }
        try Archive.create(
            at: configuration.archive, origin: origin, signer: signer, surroundings: surroundings
        ).close()
        let core = try ServiceCore(
            configuration, surroundings: surroundings, metrics: ServiceMetrics(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let party = try admit("FRUTA", to: "BAN-1", core)
        let stranger = try admit("LADEN", to: "BAN-2", core)
        var parts = ServiceParts()
        parts.layers = [TokenLayer(book: core.access)]
        parts.groups = [
            HealthRoutes(core: core), FilingRoutes(core: core), ExhibitRoutes(core: core),
        ]
        let (ports, source) = AsyncStream.makeStream(of: Int.self)
        let service = DocketService(core, parts: parts) { channel in
            source.yield(channel.localAddress?.port ?? 0)
            source.finish()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            group.addTask {
                for await port in ports {
                    try await body(
                        RunningService(core, port: port, party: party, stranger: stranger))
                }
                throw CancellationError()
            }
            do { for try await _ in group {} } catch is CancellationError {}
            group.cancelAll()
        }
        withExtendedLifetime(folder) {}
    }

    private static func admit(
        _ name: String, to matter: String, _ core: ServiceCore
    ) throws -> TestParty {
        let validity = Validity(
            from: Instant(text: "2020-01-01T00:00:00Z")!, to: Instant(text: "2099-01-01T00:00:00Z")!
        )
        let authority = try CertificateAuthority.root("ROOT", seed: "service", validity: validity)
        let own = try authority.issue(name, validity: validity)
        let identity = try SigningIdentity(
            keyPEM: Array(own.keyPEM.utf8), certificate: Array(own.certificatePEM.utf8))
        let principal = PrincipalID(name)!
        let book = core.access
        try book.addPrincipal(principal, certificates: [.init(der: own.certificate)], by: nil)
        try book.createMatter(MatterID(matter)!, by: nil)
        try book.addMember(principal, as: .party, in: .matter(MatterID(matter)!), by: nil)
        let issued = try book.issueToken(
            for: principal, role: .party, scope: .everywhere,
            expires: core.clock().advanced(by: TimeSpan(seconds: 86_400)).wholeSecond, by: nil)
        return TestParty(principal: principal, identity: identity, token: issued.token.text)
    }
}
