// How a clock's word becomes an exhibit (docs/formats/bundle.md, bundle-29): of the operator, in the matter of its day, under a name that says
// whose clock it is and what it saw.

package import Cryptography
package import EvidenceStore
package import EvidenceValues
package import TransparencyLog

/// Makes filings of time records for one archive.
package struct TimeRecordFiling: Sendable {
    private let origin: ArchiveOrigin
    private let now: Instant
    private let nonce: [UInt8]

    /// - Parameters:
    ///   - now: the time; its day is the record's.
    ///   - nonce: 32 random bytes.
    package init(_ origin: ArchiveOrigin, at now: Instant, nonce: [UInt8]) {
        self.origin = origin
        self.now = now
        self.nonce = nonce
    }

    /// A token over a checkpoint. The filing names that checkpoint, so whoever has the filing knows what the token is over.
    package func token(
        _ token: TimeStampToken, by party: PartyID, over signed: SignedCheckpoint
    ) throws -> Submission {
        try submission(
            token.tokenBytes, .timeStamp, "application/timestamp-token", party, signed,
            links: [Link(.timeStamps, .sha256(Array(signed.note.utf8)))])
    }

    /// A checkpoint with the cosignatures of one party.
    package func cosigned(
        _ cosigned: CosignedCheckpoint, by party: PartyID
    ) throws -> Submission {
        try submission(
            Array(cosigned.note.utf8), .cosignature, "text/plain", party, cosigned.signed)
    }

    private func submission(
        _ bytes: [UInt8], _ kind: ExhibitKind, _ type: String, _ party: PartyID,
        _ signed: SignedCheckpoint, links: [Link] = []
    ) throws -> Submission {
        let record = TimeRecordName(kind, of: party, over: signed.checkpoint.size)
        guard let record, let name = FileName(record.text), let type = MediaType(type) else {
            preconditionFailure("a party and a number make a name")
        }
        let filing = try Filing(
            archive: origin, matter: .time(on: now), kind: kind, mediaType: type, name: name,
            content: .sha256(bytes), size: UInt64(bytes.count), filer: .operator, links: links,
            nonce: nonce, checkpoint: signed.note)
        return Submission(filing: filing, content: .bytes(bytes))
    }
}
