// The signature of whoever hands the bundle in, over the manifest (docs/formats/bundle.md, bundle-8). It says who put this together, not
// what the evidence proves: so a doubt whether its certificate was revoked meanwhile is told and does not touch the evidence, while a
// signature that is missing, wrong or not by a party of the annex does.

internal import Cryptography
internal import EvidenceModules
internal import EvidenceValues
internal import SignatureValidation
internal import TransparencyLog

/// The validation of the handing-in signature.
struct SealVerification {
    private(set) var record: SignatureRecord?
    private(set) var checks = CheckList()
    private static let subject = "META-INF/signature001.p7s"
    /// Doubts about time and revocation: they would need evidence from after the bundle was made.
    static let tolerated: Set<SubIndication> = [
        .tryLater, .certificateChainGeneralFailure, .revocationOutOfBoundsNoPOE, .outOfBoundsNoPOE,
        .outOfBoundsNotRevoked, .cryptoConstraintsFailureNoPOE,
    ]

    /// Spec: bundle-8
    init(
        _ bundle: OpenedBundle, _ exhibits: [FiledExhibit], trust: PinnedTrust, skew: TimeSpan,
        at time: Instant
    ) {
        guard let signature = bundle.signature else {
            checks.doubt(
                "BUNDLE.UNSIGNED", SealVerification.subject,
                "Nobody signed the bundle, so nobody answers for what was put into it.")
            return
        }
        guard let cms = try? CMSSignedData(der: signature), cms.signers.count == 1,
            cms.encapsulatedContent == nil
        else {
            checks.fail(
                "BUNDLE.SIGNATURE", SealVerification.subject,
                "It is not a detached signature of one signer.", .formatFailure)
            return
        }
        let material = SealVerification.material(cms, exhibits)
        let manifest = bundle.manifest
        let checked = CheckedSignature(
            cms.signers[0], content: .bytes(manifest), digest: Digest.sha256(manifest),
            material: material)
        let policy = ValidationPolicy(trust: trust, validationTime: time, skew: skew)
        let validation = SignatureValidation(
            checked, bounds: .unbounded, material: material, policy: policy)
        record = validation.record
        conclude(validation)
        checkSurplus(signature, validation)
    }

    private mutating func conclude(_ validation: SignatureValidation) {
        let subject = SealVerification.subject
        let record = validation.record
        let who = record.signer?.text ?? record.subject
        let sub = record.subIndication
        switch record.indication {
        case .totalPassed:
            checks.pass("BUNDLE.SIGNATURE", subject, "\(who) signed the bundle.")
        case .totalFailed:
            checks.fail(
                "BUNDLE.SIGNATURE", subject, "The signature over the bundle is not valid.", sub)
        case .indeterminate:
            if let sub, SealVerification.tolerated.contains(sub), validation.standing == .certain,
                record.signer != nil
            {
                checks.warn(
                    "BUNDLE.SIGNATURE", subject,
                    "\(who) signed the bundle; whether the certificate was still good then is not "
                        + "proven (\(sub.rawValue)).")
            } else {
                checks.doubt(
                    "BUNDLE.SIGNATURE", subject,
                    "It is not proven who signed the bundle (\(sub?.rawValue ?? "")).", sub)
            }
        }
    }

    /// Nothing stands in the signature that could be changed without breaking it.
    private mutating func checkSurplus(
        _ bytes: [UInt8], _ validation: SignatureValidation
    ) {
        // Without a path nobody is known to have signed, and that is told already.
        guard let path = validation.certificate?.path else { return }
        let certificates = Array(path.certificates.prefix(max(1, path.certificates.count - 1)))
        guard
            CMSSignedData.isOneSpelling(bytes, signer: path.endEntity, certificates: certificates)
        else {
            return checks.doubt(
                "BUNDLE.SURPLUS", SealVerification.subject,
                "It holds something else than the signature and the certificates of its path, the "
                    + "anchor left out, or is not the one encoding of these.")
        }
    }

    /// What is at hand to validate a signature that is no exhibit: its own certificates, and those, lists and answers that were filed.
    static func material(_ cms: CMSSignedData, _ exhibits: [FiledExhibit])
        -> ValidationMaterial
    {
        var certificates = cms.certificates.compactMap { try? ParsedCertificate(der: $0.derBytes) }
        var lists: [RevocationList] = []
        var responses: [OCSPResponse] = []
        for exhibit in exhibits {
            guard let content = exhibit.content else { continue }
            switch exhibit.filing.kind {
            case .certificate:
                certificates += (try? ParsedCertificate.readAll(pemOrDER: content)) ?? []
            case .revocationList:
                if let list = try? RevocationList(pemOrDER: content) { lists.append(list) }
            case .ocspResponse:
                guard let response = try? OCSPResponse(der: content) else { continue }
                responses.append(response)
                certificates += response.certificates.compactMap {
                    try? ParsedCertificate(der: $0.derBytes)
                }
            default: break
            }
        }
        return ValidationMaterial(
            certificates: certificates, revocationLists: lists, responses: responses)
    }
}
