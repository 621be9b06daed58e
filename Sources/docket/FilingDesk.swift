// Where files become filings: who files what, in which matter, with the newest checkpoint inside, signed by the filer. All files of one
// command are filed together or not at all; each receipt is written when all are filed.

import CommandParts
import Cryptography
import EvidenceStore
import EvidenceValues
import TransparencyLog
import VerifyCommand

/// Makes filings for one archive.
struct FilingDesk {
    /// What is to be filed.
    struct Item {
        let exhibit: FilingItem
        let content: ContentSource
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
        let maker = FilingMaker(archive: archive.origin, matter: matter, identity: identity)
        return try archive.file(
            items.map { item in
                let (filing, signature) = try maker.make(item.exhibit, checkpoint: checkpoint)
                return Submission(
                    filing: filing, filingSignature: signature, content: item.content,
                    again: again)
            })
    }
}

extension FilingDesk.Item {
    /// A file as an item: its kind is recognised where none is given.
    init(_ file: StagedFile, kind: ExhibitKind?, links: [Link]) throws {
        self.init(
            exhibit: try FilingItem(file, kind: kind, links: links),
            content: .staged(file.content))
    }

    /// Bytes in memory as an item.
    init(
        _ bytes: [UInt8], name: FileName, kind: ExhibitKind, mediaType: MediaType,
        links: [Link] = []
    ) {
        self.init(
            exhibit: FilingItem(
                name: name, kind: kind, mediaType: mediaType, digest: .sha256(bytes),
                size: UInt64(bytes.count), links: links),
            content: .bytes(bytes))
    }
}
