// Who could have produced a signature or a token: its holder alone while key and mathematics stand, anybody where they fell. A key
// that was revoked for compromise may have served somebody else for everything that is not proven to be older.

import Cryptography
import EvidenceValues

/// The makers of a signature.
enum SignatureMakers {
    /// Parties where a path names one, else words.
    static func of(_ record: SignatureRecord, _ signature: CheckedSignature) -> [String] {
        guard signature.isValid || signature.verification == .attributeMissing(.signingCertificate)
        else { return ["anyone"] }
        if record.subIndication == .cryptoConstraintsFailureNoPOE { return ["anyone"] }
        let holder = record.signer?.text ?? "the holder of the key of \(record.subject)"
        let bounds = record.bounds
        return [holder] + thieves(record.revocation, provenBefore: bounds.hi)
    }

    /// Whoever had the key since it was compromised, if nothing proves that it was used before.
    static func thieves(_ revocation: [RevocationRecord], provenBefore instant: Instant?)
        -> [String]
    {
        let dates = revocation.filter { $0.status == .revoked && isCompromise($0.reason) }
            .compactMap(\.revocationDate)
        guard let since = dates.min(), instant.map({ $0 >= since }) ?? true else { return [] }
        return ["whoever had the key since \(since)"]
    }

    // A revocation without a reason may be one for compromise (RFC 5280 §5.3.1 wants none rather than "unspecified").
    private static func isCompromise(_ reason: String?) -> Bool {
        switch reason {
        case nil, "unspecified", "keyCompromise", "cACompromise", "aACompromise": true
        default: false
        }
    }
}

/// The makers of a time-stamp.
enum TokenMakers {
    static func of(_ record: TimeStampRecord) -> [String] {
        guard record.indication != .totalFailed, !record.subject.isEmpty,
            record.subIndication != .cryptoConstraintsFailureNoPOE
        else { return ["anyone"] }
        let holder = record.authority?.text ?? "the holder of the key of \(record.subject)"
        return [holder]
            + SignatureMakers.thieves(record.revocation, provenBefore: record.existence)
    }
}
