// The part of signature validation that no clock touches: which certificate, and whether the signature over these bytes is its
// holder's. It is done once for each signer and content, because time bounds rest on it: only a signature that verifies over
// attributes which name its certificate commits to them. (Without that name, a key could be made to fit an old value.)

package import Cryptography
package import EvidenceValues

/// A signer with the certificate found for it and what the mathematics says.
package struct CheckedSignature: Sendable, Hashable {
    /// Certificates under which a signature is tried when it names none that is at hand. Whoever files evidence may file thousands
    /// with the same issuer and number, and keys that are slow to check with.
    private static let maximumCandidates = 16

    package let signer: CMSSigner
    /// The digest of the content it was checked over; nil if there was none.
    package let content: Digest?
    /// Nil when none was found.
    package let certificate: ParsedCertificate?
    /// What the mathematics says, by whatever algorithm: whether that was approved then is the catalogue's. Nil when there was no
    /// certificate to verify with.
    package let verification: CMSVerification?
    /// Whether it is made with an algorithm that is broken today, so that it commits its signer to nothing by itself.
    private let isWeak: Bool

    /// Checks `signer` over content, whose SHA-256 is `digest`, with the certificate that it names among those at hand.
    package init(
        _ signer: CMSSigner, content: SignedContent?, digest: Digest?, material: ValidationMaterial
    ) {
        self.signer = signer
        self.content = digest
        let certificates = CheckedSignature.candidates(of: signer, material)
        var best: (ParsedCertificate, CMSVerification)?
        for certificate in certificates {
            let verification =
                signer.signsPlainData || signer.isCountersignature
                ? signer.verify(
                    content: content, certificate: certificate, memory: material.memory)
                : .attributeInvalid(.contentType)
            if verification == .valid {
                best = (certificate, verification)
                break
            }
            if best == nil || best?.1 == .certificateMismatch || best?.1 == .badSignature {
                best = (certificate, verification)
            }
        }
        certificate = best?.0
        // Most signatures are not weak, so the second look costs nothing for them.
        if case (let certificate, .weakAlgorithm)? = best {
            isWeak = true
            verification = signer.verify(
                content: content, certificate: certificate, floor: .any, memory: material.memory)
        } else {
            isWeak = false
            verification = best?.1
        }
    }

    // What the signature names by digest is its certificate or none is; else the one that came with it is the first to be tried.
    private static func candidates(of signer: CMSSigner, _ material: ValidationMaterial)
        -> [ParsedCertificate]
    {
        var certificates = signer.certificate.map { [$0] } ?? []
        certificates += material.certificates.filter {
            signer.identifies($0) && $0 != signer.certificate
        }
        guard certificates.count > 1 else { return certificates }
        let named = certificates.filter(signer.namesBySignature)
        return Array((named.isEmpty ? certificates : named).prefix(maximumCandidates))
    }

    /// Whether the signature provably covers the content and names its certificate, today.
    package var isValid: Bool { verification == .valid && !isWeak }

    /// Whether it names its certificate by a digest that nobody can have found another certificate for: by an algorithm that was
    /// approved when the signature provably existed.
    func namesCertificate(bounds: Interval, policy: ValidationPolicy) -> Bool {
        guard verification == .valid, let algorithm = signer.signingCertificate?.algorithm else {
            return false
        }
        return policy.algorithms.approval(of: algorithm.rawValue)
            .holds(at: policy.existence(bounds))
    }

    /// The verification as a check, under a policy that may not ask for the certificate to be named.
    func check(_ policy: ValidationPolicy) -> Check {
        guard verification == .attributeMissing(.signingCertificate),
            !policy.requiresSigningCertificate
        else { return check }
        return Check(
            "SIG.ESS_MISSING", .warning, subject: check.subject,
            "The signature fits the signed bytes and the key of "
                + "\(certificate?.displayName ?? "the signer"), but does not say under which certificate "
                + "it was made.")
    }

    /// The verification as a check.
    package var check: Check {
        let subject = signer.signatureDigest.text
        guard let verification else {
            return Check(
                "SIG.NO_SIGNER_CERT", .indeterminate, .noSigningCertificateFound, subject: subject,
                "The signer's certificate is neither in the signature nor elsewhere in the evidence."
            )
        }
        let name = certificate?.displayName ?? "the signer"
        switch verification {
        case .valid:
            return Check(
                "SIG.VALUE", .passed, subject: subject,
                "The signature fits the signed bytes and the key of \(name), and names that "
                    + "certificate.")
        case .hashMismatch:
            return Check(
                "SIG.DIGEST", .failed, .hashFailure, subject: subject,
                "The document is not the one that was signed: its bytes differ.")
        case .badSignature:
            return Check(
                "SIG.VALUE", .failed, .sigCryptoFailure, subject: subject,
                "The signature was not made with the key of \(name), or was changed since.")
        default: return otherCheck(verification, subject: subject, name: name)
        }
    }

    private func otherCheck(_ verification: CMSVerification, subject: String, name: String) -> Check
    {
        switch verification {
        case .attributeMissing(.signingCertificate):
            return Check(
                "SIG.ESS_MISSING", .indeterminate, .sigConstraintsFailure, subject: subject,
                "The signature does not say under which certificate it was made, as the agreement's "
                    + "form of signature demands.")
        case .attributeMissing(let attribute):
            return Check(
                "SIG.FORMAT", .failed, .formatFailure, subject: subject,
                "The signature lacks the attribute \(attribute.rawValue) that its format demands.")
        case .attributeInvalid(let attribute):
            return Check(
                "SIG.FORMAT", .failed, .formatFailure, subject: subject,
                "The signature's attribute \(attribute.rawValue) is malformed or contradicts it.")
        case .certificateMismatch:
            return Check(
                "SIG.ESS_MISMATCH", .indeterminate, .noSigningCertificateFound, subject: subject,
                "The signature names another certificate than the one found for \(name).")
        case .unsupportedAlgorithm(let algorithm):
            return Check(
                "CRYPTO.UNKNOWN_ALG", .indeterminate, .cryptoConstraintsFailure, subject: subject,
                "The signature is made with \(algorithm), which cannot be checked.")
        case .weakAlgorithm(let algorithm):
            return Check(
                "CRYPTO.WEAK_NO_POE", .indeterminate, .cryptoConstraintsFailureNoPOE,
                subject: subject,
                "The signature is made with \(algorithm), which is broken.")
        default:
            return Check(
                "SIG.CONTENT_NEEDED", .indeterminate, .signedDataNotFound, subject: subject,
                "The signed document is not at hand, so the signature cannot be checked.")
        }
    }
}
