// Which keys more than one person holds. Two certificates under anchors that give one key to two people say that either could have
// made what it signed. Since trusted authorities say so, it counts; but a key that somebody got after the token existed made
// nothing of it, so a certificate counts only from its notBefore on: what its authority says of the time before, it says of nobody.
//
// One person may have many certificates for one key (renewals, cross-certificates) and more than one name (the annex names
// authorities as it likes): certificates with one subject, or with a party in common, are of one person.

import Cryptography
import EvidenceValues
import SignatureValidation

/// The keys that certificates under anchors give to more than one person.
struct KeyHolders: Sendable {
    private struct Holder {
        let certificate: ParsedCertificate
        let parties: Set<PartyID>
    }

    private let holders: [[UInt8]: [Holder]]

    /// Looks at keys that stand in more than one certificate of the evidence or the annex; the others cost nothing.
    init(_ material: ValidationMaterial, policy: ValidationPolicy) {
        var byKey: [[UInt8]: [Digest: ParsedCertificate]] = [:]
        let pinned =
            policy.trust.anchors.map(\.derBytes) + policy.trust.authorities.map(\.derBytes)
        for certificate in material.certificates
            + pinned.compactMap({ try? ParsedCertificate(der: $0) })
        {
            byKey[certificate.publicKeyDER, default: [:]][certificate.digest] = certificate
        }
        holders = byKey.filter { Set($0.value.values.map(\.subjectDER)).count > 1 }
            .mapValues { certificates in
                certificates.values.sorted { $0.digest < $1.digest }.compactMap {
                    let parties = KeyHolders.parties(of: $0, material, policy)
                    return parties.isEmpty ? nil : Holder(certificate: $0, parties: parties)
                }
            }
    }

    /// Who else held the key of `certificate`, as far as it is not proven that something with these bounds is older.
    func others(
        than certificate: ParsedCertificate, for bounds: Interval, skew: TimeSpan
    ) -> [PartyID] {
        guard let sharing = holders[certificate.publicKeyDER] else { return [] }
        let own = sharing.filter { $0.certificate.subjectDER == certificate.subjectDER }
            .reduce(into: Set<PartyID>()) { $0.formUnion($1.parties) }
        return sharing.filter { holder in
            holder.certificate.subjectDER != certificate.subjectDER
                && holder.parties.isDisjoint(with: own)
                && bounds.isBefore(holder.certificate.notBefore, skew: skew) != .certain
        }.compactMap { $0.parties.min() }
    }

    private static func parties(
        of certificate: ParsedCertificate, _ material: ValidationMaterial,
        _ policy: ValidationPolicy
    ) -> Set<PartyID> {
        let signer = CertificateValidation(
            of: certificate, bounds: .unbounded, purpose: .any, material: material, policy: policy
        ).party
        return Set([signer, authority(certificate, material, policy)].compactMap(\.self))
    }

    /// The authority of the annex whose certificate this is.
    static func authority(
        _ certificate: ParsedCertificate, _ material: ValidationMaterial,
        _ policy: ValidationPolicy
    ) -> PartyID? {
        let result = buildPath(
            of: certificate, authorities: policy.trust.authorities,
            candidates: material.candidates, at: certificate.notBefore)
        guard case .path(let path) = result else { return nil }
        return policy.trust.authorities.first { $0.derBytes == path.anchor.derBytes }?.party
    }
}
