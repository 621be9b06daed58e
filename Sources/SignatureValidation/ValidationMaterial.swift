// What was found in evidence and may help: certificates to build paths with, lists to learn of revocation from. None of it is
// trusted; a list counts when the issuer whom a path to an anchor names has signed it.

package import Cryptography
package import EvidenceValues

/// Certificates and revocation lists found in evidence.
package struct ValidationMaterial: Sendable {
    /// Every certificate, once.
    package let certificates: [ParsedCertificate]
    /// The same for building paths.
    package let candidates: CertificatePool
    private let listsByIssuer: [[UInt8]: [RevocationList]]
    /// When a list provably existed, by its digest.
    private let existence: [Digest: Instant]
    /// The certificate under which a list's signature was verified before, by the list's digest: verifying is dear, and a
    /// matter asks again for each of its signatures.
    private let issuers: [Digest: Digest]

    package init(
        certificates: [ParsedCertificate] = [], revocationLists: [RevocationList] = [],
        existence: [Digest: Instant] = [:], issuers: [Digest: Digest] = [:]
    ) {
        var seen: Set<Digest> = []
        self.certificates = certificates.filter { seen.insert($0.digest).inserted }
        candidates = CertificatePool(self.certificates)
        self.existence = existence
        self.issuers = issuers
        var lists: [[UInt8]: [RevocationList]] = [:]
        for list in revocationLists where seen.insert(list.digest).inserted {
            lists[list.issuerDER, default: []].append(list)
        }
        listsByIssuer = lists
    }

    /// The same material, with what was found out about its lists; paths that were built are kept.
    package init(
        _ material: ValidationMaterial, existence: [Digest: Instant] = [:],
        issuers: [Digest: Digest] = [:]
    ) {
        certificates = material.certificates
        candidates = material.candidates
        listsByIssuer = material.listsByIssuer
        self.existence = existence
        self.issuers = issuers
    }

    /// What the check of a list's signature by `issuer` finds.
    func verification(
        of list: RevocationList, issuer: ParsedCertificate
    ) -> RevocationListVerification {
        issuers[list.digest] == issuer.digest ? .valid : list.verify(issuer: issuer)
    }

    /// The lists that say to be of the issuer with this name.
    package func revocationLists(issuerDER: [UInt8]) -> [RevocationList] {
        listsByIssuer[issuerDER] ?? []
    }

    /// The proof of existence of a list; the validation time if there is no better.
    package func existence(of list: RevocationList, policy: ValidationPolicy) -> Instant {
        policy.existence(Interval(hi: existence[list.digest]))
    }
}
