// Who filed an exhibit, which only the signature of its filing can prove: an operator's word is no proof, and neither is a
// signature by another certificate than the one that the filing names.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A filer whose signature of the filing was verified.
struct ProvenFiler: Sendable {
    let party: PartyID
    /// Possible where the certificate was, or may have been, revoked or expired by then.
    let standing: Standing
    let reason: String?
}

extension Evidence {
    /// The filer of an exhibit by the signature of its filing; nil when there is none that proves one.
    func provenFiler(of exhibit: ReadExhibit) -> ProvenFiler? {
        let filed = exhibit.filed
        guard case .certificate(let digest) = filed.filing.filer,
            let cms = exhibit.filingSignature, filed.docketing.signature == cms.digest
        else { return nil }
        for signer in cms.signers {
            let judged = judgement(
                of: signer, in: cms, presented: .detached(filed.filing.digest))
            let validation = judged.validation
            guard validation.signature.isValid, let certificate = validation.certificate,
                certificate.certificate.digest == digest, let party = certificate.party
            else { continue }
            let doubt = judged.record.checks.compactMap(\.subIndication)
                .first { Evidence.doubts.contains($0) }
            return ProvenFiler(
                party: party, standing: doubt == nil ? .certain : .possible,
                reason: doubt?.rawValue)
        }
        return nil
    }

    // What makes it doubtful that the holder of the certificate filed. That no list tells of revocation does not.
    private static let doubts: Set<SubIndication> = [
        .revoked, .revokedNoPOE, .revokedCANoPOE, .expired, .notYetValid, .outOfBoundsNoPOE,
        .cryptoConstraintsFailure, .cryptoConstraintsFailureNoPOE, .timestampOrderFailure,
        .sigConstraintsFailure,
    ]
}
