// What a bundle holds under seal, as everybody sees it: which exhibits, and to whom. For who has no key a sealed content is one that was left out: nothing is
// concluded from it but this, so that it changes no finding.

internal import Cryptography
internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

/// The sealed members of a bundle.
struct SealedContents {
    /// One sealed exhibit.
    struct Content {
        let exhibit: FiledExhibit
        let path: String
        let envelope: EnvelopedData
    }

    private(set) var recipients: SealRecipients?
    /// In the order of the log.
    private(set) var contents: [Content] = []
    private(set) var proofs: EnvelopedData?
    /// How many members say to be contents, well-formed or not.
    private(set) var count = 0
    private(set) var checks = CheckList()
    private(set) var accounted: Set<String> = []

    /// Spec: bundle-23, bundle-24, bundle-25
    /// - Parameter exhibits: what is proven to be in the log.
    init(_ bundle: OpenedBundle, _ exhibits: [FiledExhibit]) {
        let sealed = exhibits.filter { $0.path == nil && $0.filing.isSealable }.compactMap {
            exhibit -> (FiledExhibit, String)? in
            let path = BundleNames.sealed(exhibit.filing, exhibit.docketing)
            return bundle.members[path] == nil ? nil : (exhibit, path)
        }
        guard !sealed.isEmpty else { return }
        count = sealed.count
        accounted = Set(sealed.map(\.1) + [BundleNames.recipients, BundleNames.sealedProofs])
        recipients = bundle.bytes(BundleNames.recipients)
            .flatMap { SealRecipients(parsing: $0) }
        guard let recipients else {
            checks.fail(
                "SEALED.RECIPIENTS", BundleNames.recipients,
                "It does not tell to whose certificates the contents are sealed.", .formatFailure)
            return
        }
        for (exhibit, path) in sealed {
            guard let envelope = envelope(path, in: bundle, for: recipients) else { continue }
            contents.append(Content(exhibit: exhibit, path: path, envelope: envelope))
        }
        if bundle.members[BundleNames.sealedProofs] != nil {
            proofs = envelope(BundleNames.sealedProofs, in: bundle, for: recipients)
        }
        if !checks.hasTrouble("SEALED") {
            checks.pass(
                "SEALED.RECIPIENTS", BundleNames.recipients,
                "\(contents.count) contents are sealed to \(recipients.record.words), as the bundle says."
            )
        }
    }

    /// Where the content of an entry is sealed, if it is.
    func path(of index: LeafIndex) -> String? {
        contents.first { $0.exhibit.entry.index == index }?.path
    }

    private mutating func envelope(
        _ path: String, in bundle: OpenedBundle, for recipients: SealRecipients
    ) -> EnvelopedData? {
        guard let member = bundle.members[path], let bytes = member.bytes,
            let envelope = try? EnvelopedData(bytes), envelope.plaintextDigest == nil,
            envelope.isOpenable, member.mediaType.text == "application/pkcs7-mime"
        else {
            checks.fail(
                "SEALED.MALFORMED", path,
                "It is no content under seal in a form that its recipients can open.",
                .formatFailure)
            return nil
        }
        guard recipients.are(of: envelope) else {
            checks.fail(
                "SEALED.RECIPIENTS", path,
                "It is not sealed to those, and those only, whose certificates are in the bundle.")
            return nil
        }
        return envelope
    }
}
