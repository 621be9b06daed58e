// Watching a job, signing what it made, taking it home. A job is its principal's, and only as long as his role in the matter lets him
// read it; to everybody else it does not exist.

import BundleExport
import DurableFiles
import EvidenceValues
import HTTPTypes
package import Hummingbird
import ServiceAccess
import ServiceInterface

/// `/v1/jobs`.
package struct JobRoutes: RouteGroup {
    /// Bytes of a signature over a manifest, and of one over an annex, at most: a CMS with a few certificates.
    package static let maximumSignature = 64 << 10

    private let core: ServiceCore
    private let desk: JobDesk

    package init(core: ServiceCore, desk: JobDesk) {
        self.core = core
        self.desk = desk
    }

    package func add(to router: Router<ServiceContext>) {
        router.get("/v1/jobs") { _, context in
            guard let principal = context.caller.principal else {
                throw Problem(.unauthenticated)
            }
            let jobs = desk.jobs(of: principal)
                .filter { context.caller.may(.readJob, in: $0.matter) }
            return jsonResponse(.object(["jobs": .array(jobs.map(\.json))]))
        }
        router.get("/v1/jobs/{job}") { _, context in jsonResponse(try job(context).json) }
        router.delete("/v1/jobs/{job}") { _, context in
            try await desk.remove(try job(context).id)
            return Response(status: .noContent)
        }
        router.get("/v1/jobs/{job}/events") { request, context in
            JobEvents.response(to: request, of: try job(context), desk)
        }
        router.get("/v1/jobs/{job}/manifest", use: manifest)
        router.put("/v1/jobs/{job}/signature", use: sign)
        router.get("/v1/jobs/{job}/bundle", use: bundle)
    }

    /// The job of the path, if it is the caller's.
    private func job(_ context: ServiceContext) throws(Problem) -> Job {
        guard let principal = context.caller.principal else { throw Problem(.unauthenticated) }
        guard let id = context.parameters.get("job").flatMap({ JobID($0) }),
            let job = desk.job(id), job.principal == principal,
            context.caller.may(.readJob, in: job.matter)
        else { throw Problem(.notFound) }
        return job
    }

    @Sendable private func manifest(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let job = try job(context)
        guard job.state == .awaitingSignature else { throw Problem(.wrongState) }
        let draft = desk.place(of: job.id).draft
        let manifest = try await core.blocking.run {
            try JobRoutes.unsigned(draft).manifest
        }
        return Representation(
            manifest, mediaType: "application/xml",
            headers: [.contentDisposition: "attachment; filename=\"ASiCManifest.xml\""]
        ).response(to: request)
    }

    @Sendable private func sign(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let job = try job(context)
        try request.requireContentType([
            "application/pkcs7-signature", "application/octet-stream",
        ])
        let bytes = try await request.body(limit: JobRoutes.maximumSignature)
        let (place, caller) = (desk.place(of: job.id), context.caller)
        let isNew = try await core.blocking.run {
            try JobRoutes.accept(bytes, place) { caller.signs(with: $0, in: job.matter) }
        }
        let now = isNew ? desk.resume(job.id) : desk.job(job.id)
        guard let now else { throw Problem(.notFound) }
        return jsonResponse(now.json)
    }

    /// Keeps the signature, if it is one by the caller over the manifest and there is no other. Says whether it is new.
    private static func accept(
        _ bytes: [UInt8], _ place: JobFolder, isRegistered: (Digest) -> Bool
    ) throws -> Bool {
        guard let order = try place.read()?.order, !order.isUnsigned,
            DurableFile.exists(place.draft)
        else { throw Problem(.wrongState) }
        let signature: [UInt8]
        do {
            signature = try unsigned(place.draft).accepted(
                bytes, annex: order.annex, isRegistered: isRegistered)
        } catch let refusal as SealRefusal {
            throw Problem(refusal)
        }
        if let other = try place.signature() {
            guard other == signature else {
                throw Problem(.conflict, detail: "Another signature is in already.")
            }
            return false
        }
        do { try place.sign(signature) } catch FileFailure.exists {
            throw Problem(.conflict, detail: "Another signature came at the same time.")
        }
        return true
    }

    private static func unsigned(_ path: String) throws -> UnsignedBundle {
        do { return try UnsignedBundle(file: path) } catch { throw Problem(.internalError) }
    }

    @Sendable private func bundle(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let job = try job(context)
        guard case .done(let made) = job.state else { throw Problem(.wrongState) }
        let place = desk.place(of: job.id)
        let (access, principal) = (core.access, context.caller.principal)
        let file = try await core.blocking.run {
            // Spec: access-6
            try access.note(.bundle(job.matter, made.digest), by: principal)
            return try RangedFile(
                DurableFile.exists(place.bundle) ? place.bundle : place.draft)
        }
        guard let file else { throw Problem(.notFound) }
        return try Representation(
            .file(file), digest: made.digest, mediaType: "application/vnd.etsi.asic-e+zip",
            headers: [
                .contentDisposition: "attachment; filename=\"\(job.fileName)\""
            ]
        ).download(request, on: core.blocking)
    }
}

extension Problem {
    /// What is said of a signature that is not put in.
    init(_ refusal: SealRefusal) {
        switch refusal {
        case .malformed:
            self.init(.badSignature, detail: "It is no CMS SignedData in DER.")
        case .notDetached:
            self.init(.badSignature, detail: "It is not detached, or not of one signer.")
        case .certificateMissing:
            self.init(.badSignature, detail: "The signer's certificate is not inside.")
        case .notRegistered: self.init(.notYourCertificate)
        case .invalid:
            self.init(
                .badSignature,
                detail: "It is not valid over this manifest, or is no CAdES signature.")
        case .unsuitable:
            self.init(.badSignature, detail: "Bundles are not signed with its algorithm.")
        }
    }
}
