// Where files become filings: who files what, in which matter, with the newest checkpoint inside, signed by the filer. All files of one
// command are filed together or not at all; each receipt is written when all are filed.

import Cryptography
import EvidenceModules
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Makes filings for one archive.
struct FilingDesk {
    /// What is to be filed.
    struct Item {
        let name: FileName
        let kind: ExhibitKind
        let mediaType: MediaType
        let digest: Digest
        let size: UInt64
        let content: ContentSource
        var links: [Link] = []
    }

    let archive: Archive
    let matter: MatterID
    /// Nil files as the operator.
    let identity: SigningIdentity?
    var again = false

    /// Files the items and gives their receipts in order. Nothing was filed if it throws.
    func file(_ items: [Item]) throws -> [FiledReceipt] {
        // Once a checkpoint covers anything it dates the filing; of an empty log there is nothing to date by.
        let newest = try archive.checkpoint()
        let checkpoint = newest.checkpoint.size.value > 0 ? newest.note : nil
        return try archive.file(items.map { try submission($0, checkpoint) })
    }

    private func submission(_ item: Item, _ checkpoint: String?) throws -> Submission {
        let filing = try Filing(
            archive: archive.origin, matter: matter, kind: item.kind, mediaType: item.mediaType,
            name: item.name, content: item.digest, size: item.size,
            filer: identity.map { .certificate($0.certificate.digest) } ?? .operator,
            links: item.links, nonce: secureRandom(32), checkpoint: checkpoint)
        let signature = try identity.map { try FilingDesk.sign(filing, $0) }
        return Submission(
            filing: filing, filingSignature: signature, content: item.content, again: again)
    }

    /// The filer's signature, read back and verified: the archive stores what it gets, and nothing stored is ever mended.
    private static func sign(_ filing: Filing, _ identity: SigningIdentity) throws -> [UInt8] {
        let signature = try signCMS(
            .bytes(filing.bytes), detached: true, identity: identity,
            extraCertificates: identity.chain, signingTime: Moment.now(), checkpointNote: nil)
        let signers = try CMSSignedData(der: signature).signers
        let found = signers.map {
            $0.verify(content: .bytes(filing.bytes), certificate: identity.certificate)
        }
        guard found == [.valid] else {
            let reason = found.first.map { "\($0)" } ?? "no signer"
            throw Failure(
                "the signature that was made over the filing does not verify: \(reason)",
                hint: "nothing was filed; use another key and certificate")
        }
        return signature
    }
}

extension FilingDesk.Item {
    /// A file as an item: its kind is recognised where none is given.
    init(_ file: StagedFile, kind: ExhibitKind?, links: [Link]) throws {
        guard let name = FileName(file.name) else {
            throw Failure(
                "\(file.name) cannot be an exhibit's name",
                hint: "rename the file: no hidden characters, 200 bytes at most")
        }
        let recognised = recognise(name: file.name, content: file.beginning)
        let kind = kind ?? recognised.kind
        try FilingDesk.Item.require(file, toBe: kind)
        self.init(
            name: name, kind: kind, mediaType: recognised.mediaType,
            digest: file.content.digest, size: file.content.size, content: .staged(file.content),
            links: links)
    }

    /// Refuses bytes that are not what they are filed as: years later that could no longer be mended.
    private static func require(_ file: StagedFile, toBe kind: ExhibitKind) throws {
        // Only documents are so large, and signatures around them, which are for the verifier to read.
        guard file.isWhole else { return }
        switch kind {
        case .agreement:
            _ = try SignedText.agreement(file.beginning, from: file.path)
        case .annex:
            _ = try SignedText.annex(file.beginning, from: file.path)
        case .claims:
            _ = try SignedText.claims(file.beginning, from: file.path)
        default:
            guard let reason = malformation(of: file.beginning, as: kind) else { return }
            throw Failure(
                "\(file.path) is not of the kind \(kind.rawValue): \(reason)",
                hint: "nothing was filed; --kind document files the bytes as they are")
        }
    }

    /// Bytes in memory as an item.
    init(
        _ bytes: [UInt8], name: FileName, kind: ExhibitKind, mediaType: MediaType,
        links: [Link] = []
    ) {
        self.init(
            name: name, kind: kind, mediaType: mediaType, digest: .sha256(bytes),
            size: UInt64(bytes.count), content: .bytes(bytes), links: links)
    }
}
