// One entry of a bundle with its filing, docketing, proof and content, and the checks that tie them together by their digests.

internal import Container
internal import Cryptography
internal import EvidenceModules
internal import EvidenceValues
internal import TransparencyLog

/// An entry does not prove what it must; nothing is built on it.
struct EntryFailure: Error {
    let check: Check
    init(_ code: String, _ subject: String, _ sentence: String, _ sub: SubIndication? = nil) {
        check = Check(code, .failed, sub, subject: subject, sentence)
    }
}

/// The texts of one entry, parsed, not yet compared with anything.
struct EntryTexts {
    let bundle: OpenedBundle
    let index: LeafIndex
    let link: EntryLink
    let filing: Filing
    var entry: Entry { link.entry }
    var docketing: Docketing { link.docketing }
    /// Where the content must stand.
    let path: String
    /// Where it stands instead if it is sealed; nil where it is not.
    let sealedPath: String?

    init(_ index: LeafIndex, in bundle: OpenedBundle) throws(EntryFailure) {
        self.bundle = bundle
        self.index = index
        link = try EntryLink(index, in: bundle)
        let filingName = BundleNames.filing(index)
        do { filing = try Filing(parsing: try bundle.required(filingName)) } catch {
            throw EntryFailure(
                "FILING.MALFORMED", filingName, "It is no filing (\(error)).", .formatFailure)
        }
        path = BundleNames.content(filing, link.docketing)
        sealedPath =
            bundle.members[path] == nil
            ? EntryTexts.sealedPath(filing, link.docketing, in: bundle) : nil
    }

    private static func sealedPath(
        _ filing: Filing, _ docketing: Docketing, in bundle: OpenedBundle
    ) -> String? {
        let path = BundleNames.sealed(filing, docketing)
        return filing.isSealable && bundle.members[path] != nil ? path : nil
    }

    /// Entry, filing and docketing belong together, to this archive and to this matter. Spec: bundle-17, bundle-29
    func checkIdentity(_ text: BundleText) throws(EntryFailure) {
        try link.checkIdentity(index)
        guard entry.filing == filing.digest else {
            throw EntryFailure(
                "LOG.ENTRY_MISMATCH", BundleNames.entry(index),
                "The entry is for another filing, docketing or index than those beside it.",
                .hashFailure)
        }
        guard filing.archive == text.archive else {
            throw EntryFailure(
                "FILING.OTHER_ARCHIVE", BundleNames.filing(index),
                "This was filed with the archive \(filing.archive), not with \(text.archive).")
        }
        guard filing.matter == docketing.matter,
            filing.matter == text.matter || filing.matter == .archive || filing.isTimeRecord
        else {
            throw EntryFailure(
                "FILING.OTHER_MATTER", BundleNames.filing(index),
                "This was filed in the matter \(filing.matter), not in \(text.matter).")
        }
    }

    /// The filing's signature is the one docketed, and verifies under the certificate that the filing names.
    func checkFilingSignature(_ memory: ObjectMemory) throws(EntryFailure) {
        let name = BundleNames.filingSignature(index)
        let signature = bundle.bytes(name)
        guard signature.map({ Digest.sha256($0) }) == docketing.signature,
            (signature == nil) == (filing.filer == .operator),
            (signature == nil) == (bundle.members[name] == nil)
        else {
            throw EntryFailure(
                "FILING.SIGNATURE", name,
                "The signature of the filing is not the one that the archive docketed.",
                .hashFailure)
        }
        guard let signature, case .certificate(let filer) = filing.filer else { return }
        let verification: CMSVerification?
        do {
            let cms = try CMSSignedData(der: signature, memory: memory)
            let signer = cms.signers.count == 1 ? cms.signers[0] : nil
            let certificate = signer?.certificate
            verification =
                certificate?.digest == filer && cms.encapsulatedContent == nil
                ? certificate.flatMap {
                    signer?.verify(
                        content: .bytes(filing.bytes), certificate: $0, memory: memory)
                } : nil
        } catch { verification = nil }
        guard verification == .valid else {
            throw EntryFailure(
                "FILING.SIGNATURE", name,
                "The filing is not signed under the certificate that it names.", .sigCryptoFailure)
        }
    }

    /// The manifest gives the content the media type of the filing. Spec: bundle-12
    func checkContentType() throws(EntryFailure) {
        guard let member = bundle.members[path], member.mediaType != filing.mediaType else {
            return
        }
        throw EntryFailure(
            "MANIFEST.MEDIA_TYPE", path, "The manifest gives it another media type than the filing."
        )
    }

    /// The exhibit, with its content if that is here and the right one.
    func exhibit(_ checks: inout CheckList) -> FiledExhibit {
        var content: [UInt8]?
        var place: String?
        if let member = bundle.members[path] {
            if member.digest == filing.content, UInt64(member.size) == filing.size {
                content = member.bytes
                place = path
                if content == nil { tellUnread(&checks) }
            } else {
                checks.fail(
                    "FILING.CONTENT", path, "These are not the bytes that were filed.",
                    .hashFailure)
            }
        } else {
            tellWithheld(&checks)
        }
        return FiledExhibit(
            entry: entry, filing: filing, docketing: docketing,
            filingSignature: bundle.bytes(BundleNames.filingSignature(index)), content: content,
            path: place)
    }
}

extension EntryTexts {
    // Without a rotation the key that it took out of service would sign on, whoever has it. Spec: bundle-11
    private func tellWithheld(_ checks: inout CheckList) {
        if let sealedPath {
            return checks.warn(
                "FILING.SEALED", sealedPath,
                "The content is sealed: only those to whom it is can read it.")
        }
        guard filing.kind == .rotation, filing.filer == .operator else {
            return checks.warn("FILING.WITHHELD", path, "The content was left out of the bundle.")
        }
        checks.doubt(
            "FILING.WITHHELD", path,
            "A rotation was left out of the bundle, so nothing tells which key signs for the archive.",
            .signedDataNotFound)
    }

    // A document says less when nobody reads it. Anything else may hold what speaks against others: a revocation, a later token.
    private func tellUnread(_ checks: inout CheckList) {
        let sentence = "It is too large to be read; only its digest was verified."
        if filing.kind == .document {
            checks.warn("FILING.CONTENT", path, sentence)
        } else {
            checks.doubt("FILING.CONTENT", path, sentence, .signedDataNotFound)
        }
    }
}

extension OpenedBundle {
    /// The bytes of a member that has to be there; else an empty text, which every parser refuses.
    func required(_ name: String) throws(EntryFailure) -> [UInt8] {
        guard let bytes = bytes(name) else {
            throw EntryFailure(
                "BUNDLE.MEMBER_MISSING", name, "The file is not in the bundle.", .signedDataNotFound
            )
        }
        return bytes
    }
}
