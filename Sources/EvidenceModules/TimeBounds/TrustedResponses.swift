// OCSP answers that count: somebody signed them whom an authority under an anchor entitled to speak of a certificate that is at hand.
// As evidence of time such an answer was not made before its producedAt; that it was made by then, it cannot show.

import Cryptography
import EvidenceValues
import SignatureValidation

/// An OCSP answer whose signer leads to an anchor.
struct TrustedResponse: Sendable {
    let response: OCSPResponse
    /// From its signer to the anchor.
    let path: CertificationPath
    let algorithmNames: [String]
    /// The CA, as the annex names the anchor.
    let party: PartyID

    var signer: ParsedCertificate { path.endEntity }

    /// The signer and those above it, each with its issuer.
    var links: [(certificate: ParsedCertificate, issuer: ParsedCertificate)] {
        zip(path.certificates, path.certificates.dropFirst()).map {
            (certificate: $0, issuer: $1)
        }
    }

    /// The answers that count for some certificate of the material, by digest.
    static func all(
        in material: ValidationMaterial, policy: ValidationPolicy
    ) -> [Digest: TrustedResponse] {
        guard !material.responses.isEmpty else { return [:] }
        let responses = Dictionary(
            material.responses.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
        let latest = policy.validationTime.advanced(by: policy.skew)
        var trusted: [Digest: TrustedResponse] = [:]
        for certificate in material.certificates
        where !material.responses(serial: certificate.serial).isEmpty {
            for answer in answers(on: certificate, material, policy)
            where trusted[answer.record.source] == nil {
                guard let response = responses[answer.record.source],
                    response.producedAt <= latest,
                    let party = policy.trust.anchors.first(where: {
                        $0.derBytes == answer.signerPath.anchor.derBytes
                    })?.party
                else { continue }
                trusted[response.digest] = TrustedResponse(
                    response: response, path: answer.signerPath,
                    algorithmNames: answer.algorithmNames, party: party)
            }
        }
        return trusted
    }

    // What responders answered on a certificate, whatever it is for, without those whose signer was himself revoked.
    private static func answers(
        on certificate: ParsedCertificate, _ material: ValidationMaterial,
        _ policy: ValidationPolicy
    ) -> [RevocationAnswer] {
        let validation = CertificateValidation(
            of: certificate, bounds: .unbounded, purpose: .any, material: material, policy: policy)
        guard let path = validation.path, let link = validation.links.first else { return [] }
        let found = revocationAnswers(
            on: link.certificate, issuer: link.issuer, path: path, material: material,
            policy: policy)
        return found.answers.filter { answer in
            guard answer.record.form == .response else { return false }
            let signer = answer.signerPath.certificates
            guard !answer.signerIsIssuer, signer.count > 1 else { return true }
            return RevocationStatus(
                of: signer[0], issuer: signer[1], path: answer.signerPath, material: material,
                policy: policy
            ).revokedFrom == nil
        }
    }
}
