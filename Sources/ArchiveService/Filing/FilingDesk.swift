// Files what a request brings: body → archive → receipt. The answer follows the commit; whoever loses it asks again with the same key and
// gets the same receipt.

import Cryptography
import EvidenceModules
import EvidenceStore
import EvidenceValues
import Hummingbird
import NIOCore
import ServiceAccess
import ServiceInterface
import TransparencyLog

/// Files for callers over HTTP.
struct FilingDesk: Sendable {
    let core: ServiceCore
    /// Certificates that were read before.
    let memory = ObjectMemory(mostCertificates: FilingDesk.mostCertificates)
    let uploads = Places(Upload.maximumAtOnce, ofOne: Upload.maximumOfOne)

    /// Certificates that are remembered: anybody with a token brings what he likes.
    private static let mostCertificates = 1_024

    /// Files the body of a request, whose headers were read, and gives the receipt.
    func file(_ request: FilingRequest, body: RequestBody, caller: Caller) async throws
        -> FiledReceipt
    {
        guard let principal = caller.principal,
            caller.signs(with: request.certificate, in: request.filing.matter)
        else { throw Problem(.notYourCertificate) }
        guard core.commit.waitingCount < core.config.limits.filings else {
            throw Problem(.overloaded)
        }
        let known = core.access.certificate(request.certificate)
        try await core.blocking.run { [memory] in
            try request.checkSignature(memory, known: known)
        }
        let size = request.storedSize
        try core.access.charge(principal, bytes: size)
        do {
            let filed = try await file(request, body, of: principal)
            if filed.wasAlreadyFiled { core.access.refund(principal, bytes: size) }
            return filed
        } catch {
            core.access.refund(principal, bytes: size)
            throw error
        }
    }

    private func file(
        _ request: FilingRequest, _ body: RequestBody, of principal: PrincipalID
    ) async throws -> FiledReceipt {
        let content = try await content(request.filing, body, of: principal)
        let submission = Submission(
            filing: request.filing, filingBytes: request.filingBytes,
            filingSignature: request.signature, content: content,
            idempotencyKey: request.storedKey(of: principal))
        do {
            guard let filed = try await core.commit.file([submission]).first else {
                throw Problem(.internalError)
            }
            return filed
        } catch {
            await discard(content)
            throw error
        }
    }

    /// The bytes of the body: small ones in memory, large ones on the disk.
    private func content(
        _ filing: Filing, _ body: RequestBody, of principal: PrincipalID
    ) async throws -> ContentSource {
        guard filing.size > UInt64(ContentSource.inlineLimit) else {
            let bytes = try await small(filing, body)
            let reason = try await core.blocking.run { malformation(of: bytes, as: filing.kind) }
            if let reason { throw Problem(.malformedExhibit, detail: reason) }
            return .bytes(bytes)
        }
        let staged = try await uploads.holding(for: principal.text, waiting: .zero) {
            try await Upload.take(body, size: filing.size, core: core)
        }
        guard staged.digest == filing.content else {
            await discard(.staged(staged))
            throw Problem(.wrongDigest)
        }
        return .staged(staged)
    }

    private func small(_ filing: Filing, _ body: RequestBody) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await buffer in body {
            bytes.append(contentsOf: buffer.readableBytesView)
            guard bytes.count <= Int(clamping: filing.size) else { throw Problem(.wrongSize) }
        }
        guard UInt64(bytes.count) == filing.size else { throw Problem(.truncated) }
        guard Digest.sha256(bytes) == filing.content else { throw Problem(.wrongDigest) }
        return bytes
    }

    /// Removes what nobody will file. What was filed has another name by now, so this cannot harm it.
    private func discard(_ content: ContentSource) async {
        guard case .staged(let staged) = content else { return }
        let blobs = FolderBlobStore(
            folder: core.config.archive + "/blobs", surroundings: core.surroundings)
        try? await core.blocking.run { try blobs.discard(staged) }
    }
}
