import Cryptography
// Public vectors about revocation, and what the tests ask of them: whether a path is good at a moment by the newest information, as RFC
// 5280 §6.3 has a relying party of that moment ask.
import EvidenceTesting
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

/// Public test vectors about revocation.
enum RevocationVectors {
    static func certificate(_ path: String) throws -> ParsedCertificate {
        try #require(try ParsedCertificate.readAll(pemOrDER: try FileVectors.bytes(path)).first)
    }

    /// A response in DER, or in base64 without more, as OpenSSL's are.
    static func response(_ path: String) throws -> OCSPResponse {
        let bytes = try FileVectors.bytes(path)
        guard bytes.first != 0x30 else { return try OCSPResponse(der: bytes) }
        let text = String(decoding: bytes, as: UTF8.self)
        let der = Data(base64Encoded: text, options: .ignoreUnknownCharacters)
        return try OCSPResponse(der: [UInt8](try #require(der)))
    }
}

/// A relying party who trusts one anchor and asks about certificates at one moment.
struct RelyingParty {
    let material: ValidationMaterial
    let anchor: ParsedCertificate
    let moment: Instant
    /// Whether a certificate of which no source knows the serial number passes.
    var permitsSilence = false

    var policy: ValidationPolicy {
        ValidationPolicy(
            trust: PinnedTrust(
                anchors: [TrustAnchor(party: PartyID("A")!, derBytes: anchor.derBytes)]),
            validationTime: moment, skew: TimeSpan(seconds: 60))
    }

    /// What there is on a certificate by its best path at whatever time; nil if there is none.
    func answers(on certificate: ParsedCertificate) -> RevocationAnswers? {
        let search = material.candidates.paths(
            of: certificate, anchors: [anchor.derBytes], at: nil, purpose: .any, floor: .any)
        guard let path = search.paths.first, path.certificates.count > 1 else { return nil }
        return revocationAnswers(
            on: certificate, issuer: path.certificates[1], path: path, material: material,
            policy: policy)
    }

    /// Whether the newest information that has not run out says of every certificate of a path that it is good.
    func isGood(_ certificate: ParsedCertificate) -> Bool {
        let search = material.candidates.paths(
            of: certificate, anchors: [anchor.derBytes], at: moment, purpose: .any, floor: .any)
        return search.paths.contains { isGood($0, asked: []) }
    }

    private func isGood(_ path: CertificationPath, asked: Set<Digest>) -> Bool {
        zip(path.certificates, path.certificates.dropFirst()).allSatisfy { certificate, issuer in
            // Whoever is asked about already does not wait for himself.
            guard !asked.contains(certificate.digest) else { return true }
            if permitsSilence, material.responses(serial: certificate.serial).isEmpty {
                return true
            }
            let answers = revocationAnswers(
                on: certificate, issuer: issuer, path: path, material: material, policy: policy)
            let newest = answers.answers.last { answer in
                guard let next = answer.record.nextUpdate, next >= moment else { return false }
                return answer.signerIsIssuer || answer.signerPath.endEntity.hasNoCheck
                    || isGood(answer.signerPath, asked: asked.union([certificate.digest]))
            }
            return newest?.record.status == .good
        }
    }
}
