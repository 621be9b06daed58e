// Judging by the catalogue what was signed or hashed at a known time: what has ended still proves what existed before its end
// (EN 319 102-1 §5.2.8, §5.6.2.4).

import Cryptography
import EvidenceValues

/// Checks that algorithms were approved when something with these bounds came into being. One check: the worst.
func checkAlgorithms(
    _ names: [String], bounds: Interval, policy: ValidationPolicy, subject: String
) -> Check {
    let existence = policy.existence(bounds)
    for name in names {
        switch policy.algorithms.approval(of: name) {
        case .unlisted:
            return Check(
                "CRYPTO.UNKNOWN_ALG", .indeterminate, .cryptoConstraintsFailure, subject: subject,
                "No catalogue in force lists the algorithm \(name), so nothing can rest on it.")
        case .approved(let until?) where existence >= until:
            if let lo = bounds.lo, lo >= until {
                return Check(
                    "CRYPTO.WEAK_AT_POE", .indeterminate, .cryptoConstraintsFailure,
                    subject: subject,
                    "It was made after \(until), when \(name) was no longer approved.")
            }
            return Check(
                "CRYPTO.WEAK_NO_POE", .indeterminate, .cryptoConstraintsFailureNoPOE,
                subject: subject,
                "\(name) is approved until \(until), and nothing proves that it existed before.")
        case .approved: continue
        }
    }
    return Check(
        "CRYPTO.APPROVED", .passed, subject: subject,
        "Its algorithms (\(names.joined(separator: ", "))) are approved for \(existence).")
}

/// Whether the digest by which a signer names its certificate was approved when the signature existed; nil if it was or there is none.
/// A warning: what it guards against takes a second preimage, and catalogues end digests for collisions. But then the name does not
/// prove that the certificate is as old as the signature.
func namingCheck(
    _ signer: CMSSigner, code: String, existence: Instant, _ policy: ValidationPolicy,
    subject: String
) -> Check? {
    guard let reference = signer.signingCertificate else { return nil }
    let name = reference.algorithm?.rawValue ?? "an unknown digest"
    guard !policy.algorithms.approval(of: name).holds(at: existence) else { return nil }
    return Check(
        code, .warning, subject: subject,
        "The signer's certificate is named by \(name), which was not approved any more at \(existence)."
    )
}
