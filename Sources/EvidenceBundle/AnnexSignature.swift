// The registry's signature over the annex. It changes nothing: the annex counts because the arbiter pinned it, and a signature under an
// anchor that the annex itself names cannot vouch for it. It tells an arbiter who has yet to decide whether to pin.

internal import Agreements
internal import Cryptography
internal import EvidenceValues
internal import SignatureValidation
internal import TransparencyLog

extension PinnedTexts {
    /// What is to be said of `agreement/annex.txt.p7s`; nil if there is no annex to speak of.
    func annexSignatureCheck(_ bundle: OpenedBundle, at time: Instant) -> Check? {
        guard let annex, let content = bundle.bytes(BundleNames.annex) else { return nil }
        let subject = BundleNames.annexSignature
        guard let bytes = bundle.bytes(subject) else {
            return Check(
                "ANNEX.SIGNATURE", .warning, subject: subject,
                "The registry's signature over the annex is not in the bundle.")
        }
        guard let cms = try? CMSSignedData(der: bytes), cms.signers.count == 1 else {
            return Check(
                "ANNEX.SIGNATURE", .warning, .formatFailure, subject: subject,
                "It is not a signature of one signer.")
        }
        let material = ValidationMaterial(
            certificates: cms.certificates.compactMap { try? ParsedCertificate(der: $0.derBytes) })
        let checked = CheckedSignature(
            cms.signers[0], content: .bytes(content), digest: Digest.sha256(content),
            material: material)
        let validation = SignatureValidation(
            checked, bounds: .unbounded, material: material,
            policy: ValidationPolicy(trust: trust, validationTime: time, skew: skew))
        guard checked.isValid, validation.record.signer == annex.registry else {
            return Check(
                "ANNEX.SIGNATURE", .warning, validation.record.subIndication, subject: subject,
                "It is not a valid signature of the registry \(annex.registry).")
        }
        return Check(
            "ANNEX.SIGNATURE", .passed, subject: subject,
            "A key certified for the registry \(annex.registry) signed the annex.")
    }
}
