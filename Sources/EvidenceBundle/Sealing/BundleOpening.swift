// A bundle as it is for who has a key: each sealed content that the key opens to what was filed stands where it would stand if it were not sealed, and
// from there on everything is verified by the code that verifies every bundle. What does not open to the filed digest stays sealed,
// and is told: nothing is ever read that the archive did not log.

internal import Container
internal import Cryptography
internal import EvidenceModules
internal import EvidenceValues
package import TransparencyLog

/// What a key opened of a bundle.
struct BundleOpening {
    private(set) var bundle: OpenedBundle
    /// The exhibits whose sealed contents the key opened.
    private(set) var exhibits: [LeafIndex] = []
    private(set) var checks = CheckList()
    private let key: OpeningKey
    /// Bytes of what was opened; all of it is held in memory.
    private var size = 0

    /// Spec: bundle-26
    init(_ closed: OpenedBundle, _ sealed: SealedContents, with key: OpeningKey) {
        bundle = closed
        self.key = key
        guard let recipients = sealed.recipients else { return }
        guard recipients.certificates.contains(key.identity.certificate) else {
            checks.warn(
                "SEALED.OTHER_RECIPIENT", BundleNames.recipients,
                "Your certificate \(key.certificate) is not among those that the contents are sealed to."
            )
            return
        }
        for content in sealed.contents { open(content) }
        // Proofs for what stays sealed would be ones that nothing asks for.
        if let proofs = sealed.proofs, exhibits.count == sealed.count { open(proofs) }
        // Once nothing is sealed any more, nobody has to be named for it.
        if !bundle.members.keys.contains(where: BundleNames.isSealed) {
            bundle = bundle.replacing(BundleNames.recipients, with: [:])
        }
        if !exhibits.isEmpty && !checks.hasTrouble("SEALED") {
            checks.pass(
                "SEALED.OPENED", BundleNames.recipients,
                "Your key opens \(exhibits.count) contents to what was filed.")
        }
    }

    private mutating func open(_ content: SealedContents.Content) {
        let filing = content.exhibit.filing
        guard let plain = key.open(content.envelope, to: filing.content),
            UInt64(plain.count) == filing.size
        else {
            return checks.fail(
                "SEALED.CONTENT", content.path,
                "Your key does not open it to the bytes that were filed.", .hashFailure)
        }
        guard fits(plain, content.path) else { return }
        let member = OpenedBundle.Member(
            digest: filing.content, size: plain.count, bytes: plain, mediaType: filing.mediaType)
        let name = BundleNames.content(filing, content.exhibit.docketing)
        bundle = bundle.replacing(content.path, with: [name: member])
        exhibits.append(content.exhibit.entry.index)
    }

    private mutating func open(_ envelope: EnvelopedData) {
        guard let plain = try? key.identity.open(envelope),
            let proofs = SealedProofs.members(
                plain, checkpoint: bundle.bytes(BundleNames.checkpoint) ?? []),
            proofs.keys.allSatisfy({ bundle.members[$0] == nil })
        else {
            return checks.fail(
                "SEALED.CONTENT", BundleNames.sealedProofs,
                "Your key does not open it to proofs of consistency.", .formatFailure)
        }
        guard fits(plain, BundleNames.sealedProofs) else { return }
        bundle = bundle.replacing(BundleNames.sealedProofs, with: proofs)
    }

    // Spec: bundle-13b
    private mutating func fits(_ plain: [UInt8], _ path: String) -> Bool {
        size += plain.count
        guard size > BundleLimits.kept else { return true }
        checks.doubt(
            "SEALED.TOO_LARGE", path, "What your key opens is larger in all than is read.",
            .signedDataNotFound)
        return false
    }
}

/// Proofs of consistency that only sealed contents ask for, as they are sealed: one after the other, ascending, each as `log/consistency/SIZE` without the
/// checkpoint that it ends with. Spec: bundle-25
package enum SealedProofs {
    /// What is sealed.
    package static func bytes(_ proofs: [ConsistencyProof]) -> [UInt8] {
        Array(
            proofs.sorted { $0.from < $1.from }.map { $0.text(checkpoint: "") }.joined().utf8)
    }

    /// The members that the proofs would be; nil if they are not so, or two are for one size.
    static func members(
        _ bytes: [UInt8], checkpoint: [UInt8]
    ) -> [String: OpenedBundle.Member]? {
        guard let text = String(validating: bytes, as: UTF8.self), text.hasSuffix("\n\n"),
            let mediaType = MediaType("text/plain")
        else { return nil }
        var members: [String: OpenedBundle.Member] = [:]
        var last: TreeSize?
        for piece in text.dropLast(2).split(separator: "\n\n", omittingEmptySubsequences: false) {
            let whole = Array(piece.utf8) + [0x0A, 0x0A] + checkpoint
            guard let proof = try? ConsistencyProof.parse(whole).proof,
                last.map({ $0 < proof.from }) ?? true, whole.count <= BundleLimits.logText
            else { return nil }
            last = proof.from
            members[BundleNames.consistency(proof.from)] = OpenedBundle.Member(
                digest: Digest.sha256(whole), size: whole.count, bytes: whole,
                mediaType: mediaType)
        }
        return members
    }
}
