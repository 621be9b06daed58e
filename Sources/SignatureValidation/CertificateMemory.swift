// Certificate validation is the same for all signatures by one key that nothing dates: thousands of files by one signer ask one
// question. What is kept belongs to one `ValidationMaterial`, with its proofs of existence, and is a function of the question and the
// policy; so keeping it changes no answer. What does not fit is forgotten.

import Cryptography
import EvidenceValues
internal import Synchronization

/// What certificate validation is asked of one certificate.
struct CertificateInquiry: Hashable {
    let certificate: Digest
    let bounds: Interval
    let purpose: PathPurpose
    /// Whether what was signed names the certificate.
    let isNamed: Bool
}

/// Validations that were worked out with one material.
final class CertificateMemory: Sendable {
    /// Some kilobytes each, in each of some hundred materials. Those that are asked for again are few: signatures without a time-stamp,
    /// by the signers of one set of certificates.
    private static let maximumCount = 64

    private struct Known {
        var policy: ValidationPolicy
        var validations: [CertificateInquiry: CertificateValidation]
    }

    /// For the policy that was last asked with: nobody asks with two in turn.
    private let known = Mutex<Known?>(nil)

    /// The validation that `work` makes, worked out once.
    func validation(
        _ inquiry: CertificateInquiry, _ policy: ValidationPolicy,
        _ work: () -> CertificateValidation
    ) -> CertificateValidation {
        let found = known.withLock { known in
            known?.policy == policy ? known?.validations[inquiry] : nil
        }
        if let found { return found }
        let made = work()
        known.withLock { known in
            if known?.policy != policy { known = Known(policy: policy, validations: [:]) }
            if (known?.validations.count ?? 0) >= CertificateMemory.maximumCount {
                known?.validations.removeAll()
            }
            known?.validations[inquiry] = made
        }
        return made
    }
}
