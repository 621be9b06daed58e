// Verification for anybody: a bundle comes in, the report goes out, and nothing stays. The code is that of `docket-verify`, the trust is
// what the caller pins, and the service's own archive has no part in it.

import DurableFiles
import EvidenceBundle
import EvidenceReport
import EvidenceValues
import Foundation
import HTTPTypes
package import Hummingbird
import ServiceInterface

/// `POST /v1/verifications`.
package struct VerificationRoutes: RouteGroup {
    /// Bytes of a bundle from whoever is not known: verifying one takes memory and time, and nobody answers for it.
    package static let anonymousLimit = 256 << 20
    /// Verifications at once: each may hold the kept members of its bundle in memory.
    package static let atOnce = 2
    /// Uploads at once: each may hold its bytes on the disk.
    package static let uploadsAtOnce = 16
    /// Bytes a second that an upload must come with after its first ten seconds, so that few slow ones do not keep all others out.
    package static let rate = 64 << 10
    /// Bytes that are gathered before they are written.
    private static let gathered = 1 << 20

    private let core: ServiceCore
    private let folder: String
    private let uploads = Places(VerificationRoutes.uploadsAtOnce, ofOne: 4)
    private let verifications = Places(VerificationRoutes.atOnce, ofOne: 1)

    /// Empties the folder of uploads, which a crash may have left something in.
    package init(core: ServiceCore) throws {
        self.core = core
        folder = core.config.state + "/uploads"
        try DurableFile.makeFolder(folder, mode: 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where name.hasSuffix(".upload") {
            try DurableFile.remove(folder + "/" + name)
        }
    }

    package func add(to router: Router<ServiceContext>) {
        router.post("/v1/verifications", use: verify)
    }

    @Sendable private func verify(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let wanted = try Wanted(request, clock: core.clock)
        try request.requireContentType([
            "application/vnd.etsi.asic-e+zip", "application/octet-stream",
        ])
        guard let size = request.headers[.contentLength].flatMap({ Int($0) }) else {
            throw Problem(.lengthRequired)
        }
        let limit =
            context.caller.principal == nil
            ? min(VerificationRoutes.anonymousLimit, core.config.limits.content)
            : core.config.limits.content
        guard size <= limit else {
            throw Problem(.contentTooLarge, members: ["limit": .integer(Int64(limit))])
        }
        try core.requireRoom(for: size)
        let holder = context.holder
        return try await uploads.holding(for: holder, waiting: .zero) {
            let upload = try await receive(request, size)
            return try await verifications.holding(for: holder, waiting: .seconds(60)) {
                try await core.longWork.patiently { try wanted.answer(upload) }
            }
        }
    }

    private func receive(_ request: Request, _ size: Int) async throws -> PassingFile {
        let (folder, random) = (folder, core.random)
        let upload = try await core.blocking.run { try PassingFile(in: folder, random: random) }
        var waiting: [UInt8] = []
        var received = 0
        let start = ContinuousClock.now
        for try await buffer in request.body {
            received += buffer.readableBytes
            guard received <= size else { throw Problem(.badRequest) }
            let late = Int((ContinuousClock.now - start) / .seconds(1)) - 10
            guard late <= 0 || received / VerificationRoutes.rate >= late else {
                throw Problem(.tooSlow)
            }
            waiting.append(contentsOf: buffer.readableBytesView)
            guard waiting.count >= VerificationRoutes.gathered else { continue }
            let bytes = waiting
            waiting = []
            try await core.blocking.patiently { try upload.append(bytes) }
        }
        guard received == size else { throw Problem(.truncated) }
        let rest = waiting
        try await core.blocking.patiently { try upload.append(rest) }
        return upload
    }
}

/// What is asked of a verification.
private struct Wanted: Sendable {
    let trust: ArbiterTrust
    let time: Instant
    let isPage: Bool
    let language: ReportLanguage

    init(_ request: Request, clock: () -> Instant) throws(Problem) {
        trust = ArbiterTrust(
            agreement: try request.query("agreement") { Digest(text: $0) }.map { .digest($0) },
            annex: try request.query("annex") { Digest(text: $0) }.map { .digest($0) })
        time = try request.query("at") { Instant(text: $0) } ?? clock()
        language = try request.query("language", ReportLanguage.init(rawValue:)) ?? .english
        isPage = try Wanted.isPage(request.headers[.accept])
    }

    /// Whether a page is wanted: where it is named and JSON is not named before it.
    private static func isPage(_ accept: String?) throws(Problem) -> Bool {
        guard let accept else { return false }
        for member in accept.split(separator: ",") {
            let type = member.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
            switch type {
            case "application/json", "application/*", "*/*": return false
            case "text/html", "text/*": return true
            default: continue
            }
        }
        throw Problem(.notAcceptable, detail: "The report is application/json or text/html.")
    }

    func answer(_ upload: PassingFile) throws -> Response {
        let found: BundleVerification
        do {
            found = try verifyBundle(
                file: upload.path, trust: trust, at: time, tool: ServiceVersion.tool)
        } catch { throw Problem(error) }
        // A report is for reading and nothing in it is to be run, whoever made the bundle.
        var headers: HTTPFields = [
            .contentSecurityPolicy:
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
            .xContentTypeOptions: "nosniff",
        ]
        headers[.vary] = "Accept"
        return isPage
            ? bytesResponse(
                renderHTML(found.record, found.findings, language: language),
                type: "text/html; charset=utf-8", headers: headers)
            : bytesResponse(
                renderJSON(found.record, found.findings), type: "application/json",
                headers: headers)
    }
}
