// The makers of whatever verifies with the key of a certificate: signatures of parties, time-stamp tokens, certificates, lists and answers of
// authorities. What speaks against the holder alone is asked of the whole path: who has the key of an authority has every key below it.

import Cryptography
import EvidenceValues
import SignatureValidation

/// A key in use: whose, certified how, when.
struct KeyUse {
    /// The certificate that the key was used under.
    let certificate: ParsedCertificate
    /// Whom its path says it is; nil if none does.
    let party: PartyID?
    /// The certificate and those above it, each with its issuer.
    let links: [(certificate: ParsedCertificate, issuer: ParsedCertificate)]
    /// The party of the anchor.
    let issuer: PartyID?
    /// The names of all algorithms that it rests on.
    let algorithms: [String]
    /// When the token came into being.
    let bounds: Interval
}

extension Evidence {
    /// Who could have made what verifies so.
    func makers(_ use: KeyUse) -> Makers {
        let holder = use.party.map(Maker.Person.party) ?? .calledItself(use.certificate.displayName)
        var makers = [Maker(holder, .key)]
        makers += keyHolders.others(than: use.certificate, for: use.bounds, skew: policy.skew)
            .map { Maker(.party($0), .sharedKey) }
        if let since = compromise(use) { makers.append(Maker(.anyone, .compromise(since: since))) }
        if let name = unapproved(use) { makers.append(Maker(.anyone, .algorithm(name))) }
        if let issuer = use.issuer, let party = use.party, issuer != party, !use.links.isEmpty,
            !isBound(use.certificate, besides: issuer)
        {
            makers.append(Maker(.party(issuer), .certification))
        }
        return Makers(makers)
    }

    /// The makers of a signature; anyone where it does not verify.
    func makers(_ validation: SignatureValidation) -> Makers {
        let signature = validation.signature
        guard signature.isValid, let certificate = validation.certificate else { return .anyone }
        return makers(
            KeyUse(
                certificate: certificate.certificate, party: certificate.party,
                links: certificate.links, issuer: certificate.issuer,
                algorithms: signature.signer.algorithmNames(certificate: certificate.certificate)
                    + certificate.algorithmNames,
                bounds: reliableInterval(of: .signature(signature.signer.signatureDigest))))
    }

    /// The makers of something that an authority signed: whoever holds the key of `issuer`, a certificate that leads to an anchor.
    func makers(signedBy issuer: ParsedCertificate, algorithms: [String], bounds: Interval)
        -> Makers
    {
        let validation = CertificateValidation(
            of: issuer, bounds: bounds, purpose: .crlIssuing, material: material, policy: policy)
        guard validation.path != nil else { return .anyone }
        return makers(
            KeyUse(
                certificate: issuer, party: validation.party ?? validation.issuer,
                links: validation.links, issuer: validation.issuer,
                algorithms: algorithms + validation.algorithmNames, bounds: bounds))
    }

    /// The makers of a time-stamp token; anyone where it does not verify.
    func makers(_ token: TimeStampValidation, known: Interval) -> Makers {
        guard let signer = token.signer else { return .anyone }
        let pinned = policy.trust.authorities.contains { $0.derBytes == signer.derBytes }
        var makers = makers(
            KeyUse(
                certificate: signer, party: token.party, links: [],
                issuer: pinned ? nil : token.party, algorithms: [], bounds: known)
        ).all
        // Its own validation knows until when the token is nobody else's, for whatever reason.
        if let until = token.mustExistBefore,
            known.isBefore(until, skew: policy.skew) != .certain
        {
            makers.append(Maker(.anyone, .compromise(since: until)))
        }
        return Makers(makers)
    }

    // Since when somebody else may have had a key of the path, if the token is not proven to be older: the earliest such time. That a
    // certificate was superseded, or its holder left, says nothing of its key; a revocation without a reason may be one for compromise.
    private func compromise(_ use: KeyUse) -> Instant? {
        let proven = Interval(lo: use.bounds.lo, hi: policy.existence(use.bounds))
        return use.links.flatMap { link in
            RevocationStatus(
                of: link.certificate, issuer: link.issuer, material: material, policy: policy
            ).listings.filter { Evidence.compromises.contains($0.reason ?? "unspecified") }
                .map(\.revocationDate)
        }.filter { proven.isBefore($0, skew: policy.skew) != .certain }.min()
    }

    // RFC 5280 §5.3.1, which wants no reason rather than "unspecified".
    private static let compromises: Set<String> = [
        "unspecified", "keyCompromise", "cACompromise", "aACompromise",
    ]

    private func unapproved(_ use: KeyUse) -> String? {
        let existence = policy.existence(use.bounds)
        return use.algorithms.first {
            !policy.algorithms.approval(of: $0).holds(at: existence)
        }
    }

    /// Whether a registry of the annex, which is not the authority, signed a document that names the certificate: as an accession does.
    private func isBound(_ certificate: ParsedCertificate, besides issuer: PartyID) -> Bool {
        registered[certificate.digest]?.contains { $0 != issuer } ?? false
    }

    /// By which registries of the annex certificates were named, by their digest.
    static func registered(
        _ exhibits: [ReadExhibit], _ checked: [CheckedSignature], _ material: ValidationMaterial,
        _ policy: ValidationPolicy
    ) -> [Digest: Set<PartyID>] {
        let registries = Set(policy.trust.roles.filter { $0.role == "registry" }.map(\.party))
        guard !registries.isEmpty else { return [:] }
        var signers: [Digest: Set<PartyID>] = [:]
        for signature in checked where signature.isValid {
            guard let content = signature.content, let certificate = signature.certificate,
                let party = CertificateValidation(
                    of: certificate, bounds: .unbounded, material: material, policy: policy
                ).party, registries.contains(party)
            else { continue }
            signers[content, default: []].insert(party)
        }
        var named: [Digest: Set<PartyID>] = [:]
        for exhibit in exhibits {
            guard let stated = exhibit.statement, let parties = signers[stated.document] else {
                continue
            }
            for case .key(let key) in stated.terms.atoms.flatMap(\.arguments) {
                named[key, default: []].formUnion(parties)
            }
        }
        return named
    }
}
