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
        let signature = try identity.map { identity in
            try signCMS(
                .bytes(filing.bytes), detached: true, identity: identity,
                extraCertificates: identity.chain, signingTime: Moment.now(), checkpointNote: nil)
        }
        return Submission(
            filing: filing, filingSignature: signature, content: item.content, again: again)
    }
}

extension FilingDesk.Item {
    /// A file as an item: its kind is recognised where none is given.
    init(_ file: MeasuredFile, kind: ExhibitKind?, links: [Link]) throws {
        guard let name = FileName(file.name) else {
            throw Failure(
                "\(file.name) cannot be an exhibit's name",
                hint: "rename the file: no hidden characters, 200 bytes at most")
        }
        let recognised = recognise(name: file.name, content: file.beginning)
        self.init(
            name: name, kind: kind ?? recognised.kind, mediaType: recognised.mediaType,
            digest: file.digest, size: file.size, content: .file(file.path), links: links)
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
