// What certificates and revocation lists say (docs/formats/facts.md): whose a key is, from when to when, who says so, and what
// that CA's lists hold on it. Given once for each certificate, wherever it was found.

import Cryptography
import EvidenceValues
import SignatureValidation

/// What is known of one certificate: the facts, and the same for people to see.
struct CertificateFacts {
    let facts: [Fact]
    let record: CertificateRecord

    /// What `exhibit` shows of the certificate.
    init(of certificate: ParsedCertificate, at exhibit: LeafIndex, in evidence: Evidence) {
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
            let doubt = CertificateFacts.doubt(validation, bounds: bounds, in: evidence)
            facts.append(
                Fact(
                    "certified", [key, .party(party)], doubt == nil ? .certain : .possible,
                    exhibits: exhibits, reason: doubt?.rawValue))
        }
        if let issuer = validation.issuer {
            facts.append(Fact("issued_by", [key, .party(issuer)], exhibits: exhibits))
        }
        let status = validation.links.first.map { link in
            RevocationStatus(
                of: link.certificate, issuer: link.issuer, material: evidence.material,
                policy: evidence.policy)
        }
        self.facts =
            facts
            + (status.map { CertificateFacts.status($0, key: key, at: exhibit, in: evidence) } ?? [])
        var record = CertificateRecord(
            digest: certificate.digest, subject: certificate.subject,
            validFrom: certificate.notBefore, validUntil: certificate.notAfter, exhibit: exhibit)
        record.party = validation.party
        record.issuer = validation.issuer
        record.answers = status?.answers ?? []
        self.record = record
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
        _ status: RevocationStatus, key: Term, at exhibit: LeafIndex, in evidence: Evidence
    ) -> [Fact] {
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

extension RevocationStatus {
    /// All answers by when they were given, earliest first.
    fileprivate var answers: [CertificateRecord.Answer] {
        let revoked = listings.map { listing in
            CertificateRecord.Answer(
                source: listing.list, status: .revoked, thisUpdate: listing.thisUpdate,
                revocationDate: listing.revocationDate, reason: listing.reason)
        }
        let good = good.map { good in
            CertificateRecord.Answer(
                source: good.list, status: .good, thisUpdate: good.thisUpdate)
        }
        return (revoked + good).sorted { ($0.thisUpdate, $0.source) < ($1.thisUpdate, $1.source) }
    }
}
