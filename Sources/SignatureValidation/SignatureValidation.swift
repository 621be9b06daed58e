// Validation of one signature at its best-signature-time, in three values: EN 319 102-1 §5.3 and §5.5 with past validation (§5.6)
// flattened into one pass, since all proofs of existence are known beforehand as bounds. Policies of signatures are compared by their
// digest and never interpreted.

import Cryptography
package import EvidenceValues

/// A signature with everything that was found about it.
package struct SignatureValidation: Sendable {
    package let signature: CheckedSignature
    package let record: SignatureRecord
    /// Nil when there was no certificate.
    package let certificate: CertificateValidation?
    /// How *this key signed this content* stands: mathematics and algorithms, without certificate, revocation or expiry.
    package let standing: Standing
    /// Why it is not certain.
    package let standingReason: SubIndication?

    /// Validates a checked signature that came into being within `bounds`.
    package init(
        _ signature: CheckedSignature, bounds: Interval, material: ValidationMaterial,
        policy: ValidationPolicy
    ) {
        self.signature = signature
        let trusted = bounds.contradicts(beyond: policy.skew) ? .unbounded : bounds
        let subject = signature.signer.signatureDigest.text
        let own = signature.check(policy)
        var checks = [own]
        var algorithms: Check?
        if let found = signature.certificate {
            let validation = CertificateValidation(
                of: found, bounds: trusted, material: material, policy: policy,
                isNamed: signature.namesCertificate(bounds: trusted, policy: policy))
            certificate = validation
            let approval = checkAlgorithms(
                signature.signer.algorithmNames(certificate: found), bounds: trusted,
                policy: policy, subject: subject)
            algorithms = approval
            checks.append(approval)
            checks += SignatureValidation.attributeChecks(signature, trusted, policy)
            checks += validation.checks
        } else {
            certificate = nil
        }
        if bounds.contradicts(beyond: policy.skew) {
            checks.append(
                Check(
                    "TST.ORDER", .indeterminate, .timestampOrderFailure, subject: subject,
                    "Trusted clocks contradict each other on when the signature was made."))
        }
        let mathematics = [own, algorithms].compactMap(\.self)
        standing = mathematics.map(\.standing).min() ?? .possible
        standingReason =
            mathematics.min { $0.standing < $1.standing }?.subIndication
        record = SignatureValidation.record(signature, certificate, bounds, checks, policy)
    }

    // What the signed attributes say besides: the certificate's name, a signature policy.
    private static func attributeChecks(
        _ signature: CheckedSignature, _ bounds: Interval, _ policy: ValidationPolicy
    ) -> [Check] {
        let subject = signature.signer.signatureDigest.text
        let naming = namingCheck(
            signature.signer, code: "SIG.ESS_WEAK", existence: policy.existence(bounds), policy,
            subject: subject)
        return [naming, signaturePolicyCheck(signature.signer, policy, subject: subject)]
            .compactMap(\.self)
    }

    private static func record(
        _ signature: CheckedSignature, _ certificate: CertificateValidation?, _ bounds: Interval,
        _ checks: [Check], _ policy: ValidationPolicy
    ) -> SignatureRecord {
        let conclusion = Conclusion(checks)
        var record = SignatureRecord(
            signature: signature.signer.signatureDigest, indication: conclusion.indication)
        record.subIndication = conclusion.subIndication
        record.signer = certificate?.party
        record.subject = signature.certificate?.subject ?? ""
        record.certificate = signature.certificate?.digest
        record.content = signature.content
        record.claimedTime = signature.signer.claimedTime
        record.bounds = bounds
        record.bestSignatureTime = bounds.hi.map { min($0, policy.validationTime) }
        record.path = certificate?.path?.certificates.map(\.displayName) ?? []
        record.pathCertificates = certificate?.path?.certificates.map(\.digest) ?? []
        record.revocation = certificate?.answers ?? []
        record.controlTime = certificate?.controlTime
        record.checks = checks
        if signature.signer.signingCertificate != nil {
            record.level = signature.signer.timeStampTokens.isEmpty ? "B" : "T"
        }
        record.sentence = SignatureSentence.of(record, policy: policy)
        return record
    }
}

extension Check {
    /// What the check does to a statement that rests on it.
    fileprivate var standing: Standing {
        switch outcome {
        case .passed, .warning: .certain
        case .failed: .contrary
        case .indeterminate: .possible
        }
    }
}
