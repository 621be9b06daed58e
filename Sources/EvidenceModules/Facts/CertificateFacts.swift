// What certificates and revocation lists say (docs/formats/facts.md): whose a key is, from when to when, who says so, and what
// that CA's lists hold on it. Given once for each certificate, wherever it was found.

import Cryptography
import EvidenceValues
import SignatureValidation

enum CertificateFacts {
    /// The facts on one certificate, shown by this exhibit.
    static func facts(
        of certificate: ParsedCertificate, at exhibit: LeafIndex, in evidence: Evidence
    ) -> [Fact] {
        let exhibits = [exhibit]
        let bounds = evidence.reliableInterval(of: .content(certificate.digest))
        let validation = CertificateValidation(
            of: certificate, bounds: bounds, material: evidence.material, policy: evidence.policy)
        let key = Term.key(certificate.digest)
        var facts = [
            Fact("valid_from", [key, .instant(certificate.notBefore)], exhibits: exhibits),
            Fact("valid_until", [key, .instant(certificate.notAfter)], exhibits: exhibits),
        ]
        let party = validation.party ?? certificate.commonName.flatMap { PartyID($0) }
        if let party {
            let doubt = doubt(validation, bounds: bounds, in: evidence)
            facts.append(
                Fact(
                    "certified", [key, .party(party)], doubt == nil ? .certain : .possible,
                    exhibits: exhibits, reason: doubt?.rawValue))
        }
        if let issuer = validation.issuer {
            facts.append(Fact("issued_by", [key, .party(issuer)], exhibits: exhibits))
        }
        return facts + status(of: validation, key: key, at: exhibit, in: evidence)
    }

    // Why it is not certain that the certificate is the party's: no path, a CA of the path revoked, an algorithm past its date.
    private static func doubt(
        _ validation: CertificateValidation, bounds: Interval, in evidence: Evidence
    ) -> SubIndication? {
        guard validation.path != nil else { return validation.check.subIndication }
        for link in validation.links.dropFirst() {
            let status = RevocationStatus(
                of: link.certificate, issuer: link.issuer, material: evidence.material,
                policy: evidence.policy)
            guard let revokedFrom = status.revokedFrom else { continue }
            let proven = Interval(hi: evidence.policy.existence(bounds))
            if proven.isBefore(revokedFrom, skew: evidence.policy.skew) != .certain {
                return .revokedCANoPOE
            }
        }
        return validation.algorithmDoubt(bounds: bounds, policy: evidence.policy)
    }

    private static func status(
        of validation: CertificateValidation, key: Term, at exhibit: LeafIndex,
        in evidence: Evidence
    ) -> [Fact] {
        guard let link = validation.links.first else { return [] }
        let status = RevocationStatus(
            of: link.certificate, issuer: link.issuer, material: evidence.material,
            policy: evidence.policy)
        let listed = status.listings.flatMap { listing in
            (evidence.listNames[listing.list] ?? []).map { name, places in
                Fact(
                    "revocation_listed",
                    [key, .instant(listing.revocationDate), .document(name)],
                    exhibits: Set([exhibit] + places.prefix(1)).sorted())
            }
        }
        let good = status.good.flatMap { good in
            (evidence.listNames[good.list] ?? []).map { name, places in
                Fact(
                    "status_good", [key, .instant(good.thisUpdate), .document(name)],
                    exhibits: Set([exhibit] + places.prefix(1)).sorted())
            }
        }
        return listed + good
    }
}
