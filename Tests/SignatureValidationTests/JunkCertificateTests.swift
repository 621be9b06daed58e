// Anybody can make any number of certificates under any name and file them. They must neither crowd out the true ones nor cost more
// than their number.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

@Suite struct `Junk certificates` {
    private static let validity = Validity(from: at("2025-01-01"), to: at("2035-01-01"))

    /// Authorities of the given name that nobody certified.
    private static func junk(_ name: String, count: Int) throws -> [ParsedCertificate] {
        try (0..<count).map {
            let authority = try CertificateAuthority.root(
                name, seed: "junk \($0)", validity: validity)
            return try ParsedCertificate(der: authority.certificate)
        }
    }

    private static func policy(_ root: CertificateAuthority) -> ValidationPolicy {
        ValidationPolicy(
            trust: PinnedTrust(anchors: [
                TrustAnchor(party: PartyID("CA1")!, derBytes: root.certificate)
            ]), validationTime: at("2026-06-01"), skew: TimeSpan(seconds: 60))
    }

    @Test func `of the issuer's name do not crowd the issuer out`() throws {
        let root = try CertificateAuthority.root("CA1", seed: "CA1", validity: Self.validity)
        let issuer = try root.intermediate("CA1-SUB", validity: Self.validity)
        let signer = try ParsedCertificate(
            der: try issuer.issue("FRUTA", validity: Self.validity).certificate)
        let junk = try Self.junk("CA1-SUB", count: 300)
        let real = try ParsedCertificate(der: issuer.certificate)
        for certificates in [junk + [real], [real] + junk] {
            let validation = CertificateValidation(
                of: signer, bounds: .unbounded,
                material: ValidationMaterial(certificates: certificates),
                policy: Self.policy(root))
            #expect(validation.party == PartyID("FRUTA"), "\(validation.check.sentence)")
        }
    }

    /// A thousand of them took minutes when each path went through all. The limit is far above what it takes now, for slow machines.
    @Test func `cost no more than their number`() throws {
        let root = try CertificateAuthority.root("CA1", seed: "CA1", validity: Self.validity)
        let junk = try Self.junk("CA9", count: 1000)
        let material = ValidationMaterial(certificates: junk)
        let policy = Self.policy(root)
        let time = ContinuousClock().measure {
            for certificate in junk {
                for purpose in [PathPurpose.signing, .crlIssuing] {
                    let validation = CertificateValidation(
                        of: certificate, bounds: .unbounded, purpose: purpose, material: material,
                        policy: policy)
                    #expect(validation.path == nil)
                }
            }
        }
        #expect(time < .seconds(10), "\(time)")
    }
}
