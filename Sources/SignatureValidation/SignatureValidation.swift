// Validation of one signature at its best-signature-time, in three values: EN 319 102-1 §5.3 and §5.5 with past validation (§5.6)
// flattened into one pass, since all proofs of existence are known beforehand as bounds. Reduced in these points: one chain
// per signature, CRLs only, no signature policies, and no control-time sliding over CAs (a revoked CA is never argued away
// but by a proof of existence from before).

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
        var checks = [signature.check]
        var algorithms: Check?
        if let found = signature.certificate {
            let validation = CertificateValidation(
                of: found, bounds: trusted, material: material, policy: policy)
            certificate = validation
            let own = checkAlgorithms(
                signature.signer.algorithmNames(certificate: found), bounds: trusted,
                policy: policy, subject: subject)
            algorithms = own
            checks.append(own)
            checks += SignatureValidation.certificateChecks(validation, trusted, material, policy)
        } else {
            certificate = nil
        }
        if bounds.contradicts(beyond: policy.skew) {
            checks.append(
                Check(
                    "TST.ORDER", .indeterminate, .timestampOrderFailure, subject: subject,
                    "Trusted clocks contradict each other on when the signature was made."))
        }
        let worst = [signature.check, algorithms].compactMap(\.self).map(\.standing).min()
        standing = worst ?? .possible
        standingReason =
            [signature.check, algorithms].compactMap(\.self)
            .first { $0.standing == worst }?.subIndication
        record = SignatureValidation.record(signature, certificate, bounds, checks, policy)
    }

    // Validity, algorithms and revocation along the path.
    private static func certificateChecks(
        _ validation: CertificateValidation, _ bounds: Interval, _ material: ValidationMaterial,
        _ policy: ValidationPolicy
    ) -> [Check] {
        let found = validation.certificate
        var checks = [
            validation.check, checkValidity(of: found, bounds: bounds, policy: policy),
        ]
        if validation.path != nil, !validation.links.isEmpty {
            checks.append(
                checkAlgorithms(
                    validation.algorithmNames, bounds: bounds, policy: policy,
                    subject: found.digest.text))
        }
        for (depth, link) in validation.links.enumerated() {
            let status = RevocationStatus(
                of: link.certificate, issuer: link.issuer, material: material, policy: policy)
            checks.append(
                checkRevocation(
                    status, of: link.certificate, depth: depth, bounds: bounds, policy: policy))
            checks += status.refused
        }
        return checks
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
        record.checks = checks
        if signature.signer.signingCertificate != nil {
            record.level = signature.signer.timeStampTokens.isEmpty ? "B" : "T"
        }
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
