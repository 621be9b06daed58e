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

/// Writes the bundle that `request` asks for to `path`, whole or not at all, where nothing is yet, and returns what verifying it gave. `report` makes the
/// courtesy page from the verification of the bundle before its signature.
package func exportBundle(
    _ request: BundleRequest, from archive: Archive, to path: String,
    report: (VerificationRecord, Findings?) -> [UInt8]
) throws -> BundleVerification {
    var assembly = try BundleAssembly(request, from: archive)
    let file = try NewFile(for: path)
    let draft = try assembly.members().members
    try file.write { try ContainerWriter.write(draft, to: $0) }
    let verified = try verifiedFile(file.path, request, isFinished: false)
    if let check = verified.record.checks.first(where: { $0.outcome == .failed && isOurs($0) }) {
        throw ExportError.unsound(check)
    }
    if let findings = verified.findings { assembly.finding = findingJSON(findings) }
    assembly.report = report(verified.record, verified.findings)
    var (members, manifest) = try assembly.members()
    if var identity = request.identity {
        // The arbiter has the anchors already, and a seal holds nothing that it can do without. Spec: bundle-8
        let annex = try? Annex(parsing: String(decoding: request.annex, as: UTF8.self))
        let anchors = annex?.trust.anchors.map(\.derBytes) ?? []
        identity.chain.removeAll { anchors.contains($0.derBytes) }
        let signature = try signCMS(
            .bytes(manifest), detached: true, identity: identity, signingTime: request.time,
            checkpointNote: nil)
        members.append(ContainerMember(.signature, .bytes(signature)))
    }
    try file.write { try ContainerWriter.write(members, to: $0) }
    let result = try verifiedFile(file.path, request, isFinished: true)
    try file.promote()
    return result
}

/// What the arbiter's verifier says of the file.
private func verifiedFile(_ path: String, _ request: BundleRequest, isFinished: Bool) throws
    -> BundleVerification
{
    do {
        guard isFinished else {
            return try verifyUnfinishedBundle(
                file: path, trust: request.trust, at: request.time, tool: request.tool)
        }
        return try verifyBundle(
            file: path, trust: request.trust, at: request.time, tool: request.tool)
    } catch { throw ExportError.refused(error) }
}

/// Whether a check is about what the exporter puts together, and not about what the evidence shows.
private func isOurs(_ check: Check) -> Bool {
    ["MANIFEST.", "BUNDLE.", "LOG.", "FILING.", "AGREEMENT.", "ANNEX.", "CLAIMS."]
        .contains { check.code.hasPrefix($0) }
}

extension BundleAssembly {
    /// Everything of the matter and of the archive's own, as of the newest checkpoint.
    package init(_ request: BundleRequest, from archive: Archive) throws {
        let main = try archive.checkpoint()
        let size = main.checkpoint.size
        let stored = try
            (archive.entries(matter: request.matter) + archive.entries(matter: .archive))
            .filter { size.contains($0.entry.index) }
            .sorted { $0.entry.index < $1.entry.index }
        guard stored.contains(where: { $0.filing.matter == request.matter }) else {
            throw ExportError.noSuchMatter(request.matter)
        }
        guard stored.count <= BundleLimits.entries else {
            throw ExportError.tooManyExhibits(count: stored.count, limit: BundleLimits.entries)
        }
        let exhibits = try stored.map { exhibit in
            let proof = try archive.inclusionProof(of: exhibit.entry.index, in: size)
            return AssembledExhibit(
                entry: exhibit.entry, filing: exhibit.filing, docketing: exhibit.docketing,
                filingSignature: exhibit.filingSignature,
                proof: TlogProof(
                    index: proof.index, hashes: proof.hashes, checkpoint: main.note),
                content: try BundleAssembly.content(of: exhibit, archive))
        }
        self.init(
            archive: archive.origin, matter: request.matter, exhibits: exhibits,
            checkpoint: main.note,
            consistency: try BundleAssembly.consistency(stored, archive, main),
            agreement: request.agreement, annex: request.annex, claims: request.claims,
            time: request.time)
        annexSignature = request.annexSignature
    }

    /// A large content as the file where it is; others in memory.
    private static func content(
        of exhibit: StoredExhibit, _ archive: Archive
    ) throws -> ByteSource {
        guard let path = try archive.contentPath(of: exhibit) else {
            return .bytes(try archive.content(of: exhibit))
        }
        return .closedFile(path: path, count: Int(clamping: exhibit.filing.size))
    }

    /// A proof for each earlier state of this log that stands in an exhibit, a filing or a signature. Spec: bundle-18
    private static func consistency(
        _ stored: [StoredExhibit], _ archive: Archive, _ main: SignedCheckpoint
    ) throws -> [ConsistencyProof] {
        let exhibits = try stored.map { exhibit in
            let isRead = exhibit.filing.size <= UInt64(BundleLimits.content)
            return FiledExhibit(
                entry: exhibit.entry, filing: exhibit.filing, docketing: exhibit.docketing,
                filingSignature: exhibit.filingSignature,
                content: isRead ? try archive.content(of: exhibit) : nil)
        }
        var sizes: Set<TreeSize> = []
        for note in embeddedCheckpoints(in: exhibits) {
            // Notes of other logs and of nobody need no proof: they prove nothing.
            guard let old = try? Checkpoint.open(note: note, with: archive.verifierKey).checkpoint,
                old.size.value > 0, old.size < main.checkpoint.size
            else { continue }
            sizes.insert(old.size)
        }
        return try sizes.sorted().map {
            try archive.consistencyProof(from: $0, to: main.checkpoint.size)
        }
    }
}
