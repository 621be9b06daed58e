// Who may sign an award on a bundle: whoever the pinned annex lists as arbiter, by a certificate that leads to one of its anchors. The
// same trust as for the evidence, and nothing else, says so (docs/formats/award.md).

package import Cryptography
internal import EvidenceModules
package import EvidenceValues
internal import SignatureValidation
internal import TransparencyLog

/// Why there is no award.
package enum AwardRefusal: Error, Sendable, Hashable {
    /// award-5: agreement or annex were not pinned, or are not those of the bundle.
    case notPinned
    /// award-7: nothing was judged.
    case notJudged
    /// award-6: the certificate leads to no anchor of the annex, or names no party.
    case untrusted(SubIndication?)
    /// award-6: the certificate is not valid at the time of the award.
    case outsideValidity
    /// award-6: the annex does not list this party as arbiter.
    case notAnArbiter(PartyID)
    /// award-6: the finished signature does not validate.
    case unsound(SubIndication?)
}

extension VerifiedBundle {
    /// The role that the annex gives to arbiters.
    private static let role = "arbiter"

    /// The arbiter whom `certificate` names, `chain` being what leads from it to an anchor. Spec: award-5, award-6
    package func arbiter(
        _ certificate: ParsedCertificate, chain: [ParsedCertificate]
    ) throws(AwardRefusal) -> PartyID {
        guard verifier.texts.agreementIsPinned, verifier.texts.annexIsPinned else {
            throw .notPinned
        }
        guard verification.findings != nil else { throw .notJudged }
        guard certificate.isValid(at: verifier.time) else { throw .outsideValidity }
        let material = ValidationMaterial(certificates: [certificate] + chain)
        let validation = CertificateValidation(
            of: certificate, bounds: .unbounded, material: material, policy: policy)
        guard validation.path != nil, let party = validation.party else {
            throw .untrusted(validation.check.subIndication)
        }
        let isListed = verifier.texts.trust.roles.contains {
            $0.role == VerifiedBundle.role && $0.party == party
        }
        guard isListed else { throw .notAnArbiter(party) }
        return party
    }

    /// Reads the finished signature over the award back, and validates it with the revocation lists that are in the bundle: only what
    /// needs evidence from after the award may be open. Spec: award-6
    package func requireSound(
        _ signature: [UInt8], over award: [UInt8], by arbiter: PartyID
    ) throws(AwardRefusal) {
        guard let cms = try? CMSSignedData(der: signature), cms.signers.count == 1,
            cms.encapsulatedContent == nil
        else { throw .unsound(.formatFailure) }
        let material = SealVerification.material(cms, verifier.log.exhibits)
        let checked = CheckedSignature(
            cms.signers[0], content: .bytes(award), digest: .sha256(award), material: material)
        let validation = SignatureValidation(
            checked, bounds: .unbounded, material: material, policy: policy)
        let record = validation.record
        let isOpen = record.subIndication.map(SealVerification.tolerated.contains) ?? false
        guard record.signer == arbiter, checked.isValid,
            record.indication == .totalPassed || record.indication == .indeterminate && isOpen
        else { throw .unsound(record.subIndication) }
    }

    private var policy: ValidationPolicy {
        ValidationPolicy(
            trust: verifier.texts.trust, validationTime: verifier.time, skew: verifier.texts.skew)
    }
}
