// Judging by the catalogue what was signed or hashed at a known time: what has ended still proves what existed before its end
// (EN 319 102-1 §5.2.8, §5.6.2.4).

import Cryptography
import EvidenceValues

/// The first doubt about algorithms with which something was made.
enum AlgorithmDoubt {
    /// No catalogue in force lists it.
    case unlisted(String)
    /// It was made after the algorithm had ended.
    case madeAfter(String, Instant)
    /// It may have been.
    case notProvenBefore(String, Instant)

    /// Nil if all were approved when something with these bounds came into being.
    init?(_ names: [String], bounds: Interval, policy: ValidationPolicy) {
        let existence = policy.existence(bounds)
        for name in names {
            switch policy.algorithms.approval(of: name) {
            case .unlisted: self = .unlisted(name)
            case .approved(let until?) where existence >= until:
                let isCertain = bounds.lo.map { $0 >= until } ?? false
                self = isCertain ? .madeAfter(name, until) : .notProvenBefore(name, until)
            case .approved: continue
            }
            return
        }
        return nil
    }

    var subIndication: SubIndication {
        switch self {
        case .unlisted, .madeAfter: .cryptoConstraintsFailure
        case .notProvenBefore: .cryptoConstraintsFailureNoPOE
        }
    }

    func check(subject: String) -> Check {
        let (code, sentence) =
            switch self {
            case .unlisted(let name):
                (
                    "CRYPTO.UNKNOWN_ALG",
                    "No catalogue in force lists the algorithm \(name), so nothing can rest on it."
                )
            case .madeAfter(let name, let until):
                (
                    "CRYPTO.WEAK_AT_POE",
                    "It was made after \(until), when \(name) was no longer approved."
                )
            case .notProvenBefore(let name, let until):
                (
                    "CRYPTO.WEAK_NO_POE",
                    "\(name) is approved until \(until), and nothing proves that it existed before."
                )
            }
        return Check(code, .indeterminate, subIndication, subject: subject, sentence)
    }
}

/// Checks that algorithms were approved when something with these bounds came into being. One check: the worst.
func checkAlgorithms(
    _ names: [String], bounds: Interval, policy: ValidationPolicy, subject: String
) -> Check {
    if let doubt = AlgorithmDoubt(names, bounds: bounds, policy: policy) {
        return doubt.check(subject: subject)
    }
    return Check(
        "CRYPTO.APPROVED", .passed, subject: subject,
        "Its algorithms (\(names.joined(separator: ", "))) are approved for "
            + "\(policy.existence(bounds)).")
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
