// How the archive files what it does to itself: as the operator, in the matter that it is about, in one transaction with the doing. So
// there is no deed without its record, and no record without the deed.

import EvidenceValues
import TransparencyLog

extension Archive {
    /// Files a record of a reserved kind and does `deed` in the transaction that adds its entry.
    func record(
        _ kind: ExhibitKind, _ bytes: [UInt8], in matter: MatterID,
        _ deed: (Ledger, LeafIndex) throws -> Void
    ) throws -> FiledReceipt {
        let submission = try submission(of: kind, bytes, in: matter)
        let filed = try record([submission]) { ledger, places in
            for place in places { try deed(ledger, place.index) }
        }
        guard let receipt = filed.first else {
            preconditionFailure("one submission has one answer")
        }
        return receipt
    }

    /// A record of a reserved kind, to be filed.
    func submission(
        of kind: ExhibitKind, _ bytes: [UInt8], in matter: MatterID
    ) throws -> Submission {
        guard isWritable else { throw StoreError.readOnly }
        guard let name = FileName(kind.rawValue + ".txt"), let mediaType = MediaType("text/plain")
        else { preconditionFailure("kinds are small letters and hyphens") }
        // The newest checkpoint inside says that the record was not made before it.
        let newest = try checkpoint()
        let filing = try Filing(
            archive: origin, matter: matter, kind: kind, mediaType: mediaType, name: name,
            content: .sha256(bytes), size: UInt64(bytes.count), filer: .operator,
            nonce: surroundings.random(32),
            checkpoint: newest.checkpoint.size.value > 0 ? newest.note : nil)
        // A record of the same words is another record.
        return Submission(filing: filing, content: .bytes(bytes), again: true)
    }
}
