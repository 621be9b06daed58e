// Takes a matter out of an archive as a bundle (docs/formats/bundle.md). Everything but the signature is a function of the archive's
// state and the request. What is written has been verified, by the code that the arbiter runs, before it gets its name.

package import Agreements
internal import Container
package import Cryptography
internal import DurableFiles
package import EvidenceBundle
internal import EvidenceModules
package import EvidenceStore
package import EvidenceValues
internal import TransparencyLog

/// What to put into a bundle.
package struct BundleRequest: Sendable {
    package var matter: MatterID
    package var agreement: [UInt8]
    package var annex: [UInt8]
    /// The registry's signature over the annex, if it is at hand.
    package var annexSignature: [UInt8]?
    package var claims: [UInt8]
    /// Who hands the bundle in; nil leaves it unsigned, and then it is never authentic.
    package var identity: SigningIdentity?
    /// The time of the finding and of the signature.
    package var time: Instant
    /// The name and version of the tool, for the report.
    package var tool: String
    /// What is left out or sealed.
    package var disclosure = DisclosureRequest()

    package init(
        matter: MatterID, agreement: [UInt8], annex: [UInt8], annexSignature: [UInt8]? = nil,
        claims: [UInt8], identity: SigningIdentity?, time: Instant, tool: String
    ) {
        self.matter = matter
        self.agreement = agreement
        self.annex = annex
        self.annexSignature = annexSignature
        self.claims = claims
        self.identity = identity
        self.time = time
        self.tool = tool
    }

    /// A party trusts the texts that it puts in.
    package var trust: ArbiterTrust {
        ArbiterTrust(agreement: .copy(agreement), annex: .copy(annex))
    }
}

/// Why there is no bundle.
package enum ExportError: Error, Sendable, Hashable {
    /// The archive has no exhibit of this matter.
    case noSuchMatter(MatterID)
    /// More exhibits than a bundle holds.
    case tooManyExhibits(count: Int, limit: Int)
    /// The archive, the agreement, the annex or the claims are not sound; what the verifier says of them.
    case unsound(Check)
    /// The verifier does not read what was put together.
    case refused(BundleError)
}

/// What an export does, in this order.
package enum ExportStep: String, Sendable, Hashable, CaseIterable {
    /// Puts together what the archive holds.
    case collecting
    /// Verifies and judges it as the arbiter will.
    case verifying
    /// Puts finding and report in, and verifies the whole.
    case concluding
    /// Writes the file and reads it back.
    case writing
}

/// Writes the bundle that `request` asks for to `path`, whole or not at all, where nothing is yet, and returns what verifying it gave. `report` makes the
/// courtesy page from the verification of the bundle before its signature. Where the file's digest is not wanted (`isDigested`), the
/// record stays that of a draft, and a large file is not read again. `begins` is told each step before it is taken, and ends the export by
/// throwing.
package func exportBundle(
    _ request: BundleRequest, from archive: Archive, to path: String, isDigested: Bool = true,
    begins: (ExportStep) throws -> Void = { _ in },
    report: (VerificationRecord, Findings?) -> [UInt8]
) throws -> BundleVerification {
    try begins(.collecting)
    var assembly = try BundleAssembly(request, from: archive)
    try assembly.load()
    var bundle = try assembly.assembled()
    let memory = VerificationMemory()
    try begins(.verifying)
    let draft = try verified(bundle, request, isFinished: false, memory)
    if let check = draft.record.checks.first(where: { $0.outcome == .failed && isOurs($0) }) {
        throw ExportError.unsound(check)
    }
    try begins(.concluding)
    assembly.finding = draft.findings.map(findingJSON) ?? []
    assembly.report = report(draft.record, draft.findings)
    bundle.replace(try assembly.conclusions())
    bundle.signature = try seal(bundle.manifest, request)
    var result = try verified(bundle, request, isFinished: true, memory)
    try begins(.writing)
    let file = try NewFile(for: path)
    result.record.bundleSize = try bundle.write(to: file)
    if isDigested {
        result.record.bundleDigest = try digest(of: file.path)
        result.record.isDraft = false
    }
    try file.promote()
    return result
}

/// The signature of whoever hands the bundle in, over its manifest.
private func seal(_ manifest: [UInt8], _ request: BundleRequest) throws -> [UInt8]? {
    guard var identity = request.identity else { return nil }
    // The arbiter has the anchors already, and a seal holds nothing that it can do without. Spec: bundle-8
    let annex = try? Annex(parsing: String(decoding: request.annex, as: UTF8.self))
    let anchors = annex?.trust.anchors.map(\.derBytes) ?? []
    identity.chain.removeAll { anchors.contains($0.derBytes) }
    return try signCMS(
        .bytes(manifest), detached: true, identity: identity, signingTime: request.time,
        checkpointNote: nil)
}

/// What the arbiter's verifier says of it.
private func verified(
    _ bundle: AssembledBundle, _ request: BundleRequest, isFinished: Bool,
    _ memory: VerificationMemory
) throws -> BundleVerification {
    do {
        return try verifyBundle(
            bundle, isFinished: isFinished, trust: request.trust, at: request.time,
            tool: request.tool, memory: memory)
    } catch { throw ExportError.refused(error) }
}

/// Whether a check is about what the exporter puts together, and not about what the evidence shows. That the archive signed two logs is
/// shown by what somebody filed, and whoever filed it must be able to take it to an arbiter.
private func isOurs(_ check: Check) -> Bool {
    check.code != "LOG.FORKED"
        && ["MANIFEST.", "BUNDLE.", "LOG.", "FILING.", "AGREEMENT.", "ANNEX.", "CLAIMS."]
            .contains { check.code.hasPrefix($0) }
}
