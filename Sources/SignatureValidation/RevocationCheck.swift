// From what lists say to what it means for something signed at a time that is known within bounds (EN 319 102-1 §5.2.5,
// §5.6.2.2): revoked before, after, or nobody can tell; and when not revoked, whether anybody asked late enough.

import Cryptography
import EvidenceValues

/// Judges the revocation of the certificate at `depth` of a path, for something with these bounds.
func checkRevocation(
    _ status: RevocationStatus, of certificate: ParsedCertificate, depth: Int, bounds: Interval,
    policy: ValidationPolicy
) -> Check {
    if let revokedFrom = status.revokedFrom {
        return checkRevoked(revokedFrom, of: certificate, depth: depth, bounds, policy)
    }
    return checkFreshness(status, of: certificate, bounds: bounds, policy: policy)
}

private func checkRevoked(
    _ revokedFrom: Instant, of certificate: ParsedCertificate, depth: Int, _ bounds: Interval,
    _ policy: ValidationPolicy
) -> Check {
    let subject = certificate.digest.text
    let name = certificate.displayName
    let proven = Interval(lo: bounds.lo, hi: policy.existence(bounds))
    switch (proven.isBefore(revokedFrom, skew: policy.skew), depth) {
    case (.certain, _):
        return Check(
            "SIG.PAST_VALIDATION", .passed, subject: subject,
            "The certificate of \(name) was revoked at \(revokedFrom), and it is proven that the "
                + "signature existed before.")
    case (.contrary, 0):
        return Check(
            "SIG.AFTER_REVOCATION", .failed, .revoked, subject: subject,
            "It is proven that the signature was made after \(revokedFrom), when the certificate of "
                + "\(name) was already revoked.")
    case (_, 0):
        return Check(
            "REV.REVOKED_NO_POE", .indeterminate, .revokedNoPOE, subject: subject,
            "The certificate of \(name) was revoked at \(revokedFrom), and nothing proves whether "
                + "the signature was made before or after.")
    default:
        return Check(
            "REV.CA_REVOKED_NO_POE", .indeterminate, .revokedCANoPOE, subject: subject,
            "The certificate of the authority \(name) was revoked at \(revokedFrom), and it is not "
                + "proven that the signature existed before.")
    }
}

private func checkFreshness(
    _ status: RevocationStatus, of certificate: ParsedCertificate, bounds: Interval,
    policy: ValidationPolicy
) -> Check {
    let subject = certificate.digest.text
    let name = certificate.displayName
    let existence = policy.existence(bounds)
    guard let newest = status.good.last else {
        return Check(
            "REV.NONE_FOUND", .indeterminate, .certificateChainGeneralFailure, subject: subject,
            "No revocation list in the evidence tells whether the certificate of \(name) was "
                + "revoked.")
    }
    if newest.thisUpdate >= existence {
        return Check(
            "REV.GOOD", .passed, subject: subject,
            "A revocation list of \(newest.thisUpdate), issued after the signature existed, does "
                + "not name the certificate of \(name).")
    }
    if newest.isFresh(at: existence, policy: policy) {
        return Check(
            "REV.ISSUED_BEFORE_POE", .warning, subject: subject,
            "The newest revocation list that does not name the certificate of \(name) is of "
                + "\(newest.thisUpdate), shortly before the signature is proven to exist.")
    }
    return Check(
        "REV.NOT_FRESH", .indeterminate, .tryLater, subject: subject,
        "The newest revocation list on the certificate of \(name) is of \(newest.thisUpdate), too "
            + "old to speak for \(existence); a later list would settle it.")
}

extension RevocationStatus.Good {
    /// EN 319 102-1 §5.2.5: not older than its own period, and never older than the policy permits.
    fileprivate func isFresh(at instant: Instant, policy: ValidationPolicy) -> Bool {
        instant
            <= policy.freshness.lastMoment(thisUpdate: thisUpdate, nextUpdate: nextUpdate)
    }
}
