// What time-stamps and the clocks behind them say (docs/formats/facts.md): who stamped what, and whose clocks contradict each other. A token
// that its authority may not have made, because its key was revoked since or because the token does not verify, is still told, as
// possible: what it says of time is weighed elsewhere, here it is only whose it would be.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

enum TimeStampFacts {
    /// `stamped` and `stamps` for each token of an authority of the annex, `contradicted` for each pair of clocks that contradict each other.
    static func facts(in evidence: Evidence) -> [Fact] {
        var facts: [Fact] = []
        var places: [Digest: LeafIndex] = [:]
        for exhibit in evidence.exhibits {
            for held in exhibit.holdings.tokens where places[held.digest] == nil {
                places[held.digest] = exhibit.index
                facts += stamped(held, at: exhibit.index, in: evidence)
            }
        }
        for (list, names) in evidence.listNames {
            places[list] = names.compactMap(\.places.first).min()
        }
        return facts
            + evidence.clocks.contradictions.flatMap { contradicted($0, places: places) }
    }

    /// `forged(Q, X, A)`: Q, who signed the filing, filed as a time-stamp of A one that A's key did not sign as it stands.
    static func forged(
        _ token: TimeStampToken, _ exhibit: FiledExhibit, in evidence: Evidence
    ) -> [Fact] {
        guard let filer = evidence.filer(of: exhibit), filer.standing == .certain,
            let validation = evidence.clocks.tokens[token.digest],
            isForged(validation, evidence.policy),
            let authority = named(by: token, in: evidence)
        else { return [] }
        return [
            Fact(
                "forged",
                [.party(filer.party), .document(token.digest), .party(authority)],
                exhibits: [exhibit.entry.index])
        ]
    }

    private static func stamped(
        _ held: HeldToken, at index: LeafIndex, in evidence: Evidence
    ) -> [Fact] {
        guard let validation = evidence.clocks.tokens[held.digest] else { return [] }
        let party: PartyID
        let reason: SubIndication?
        if let authority = validation.party {
            let known = evidence.clocks.existence[held.digest] ?? .unbounded
            let conclusion = Conclusion(
                validation.checks(existence: known, policy: evidence.policy))
            party = authority
            reason =
                evidence.clocks.trusted.contains(held.digest)
                ? nil : conclusion.subIndication ?? .sigConstraintsFailure
        } else if isForged(validation, evidence.policy),
            let authority = named(by: held.token, in: evidence)
        {
            (party, reason) = (authority, .sigCryptoFailure)
        } else {
            return []
        }
        let covered = evidence.known.objects(
            with: held.token.imprint, by: held.token.imprintAlgorithm)
        return Set(covered.compactMap(\.name)).sorted().flatMap { name in
            let token = Term.document(held.digest)
            let stated = [Term.document(name), .interval(validation.interval)]
            return [
                Fact(
                    "stamped", [token, .party(party)] + stated,
                    reason == nil ? .certain : .possible, exhibits: [index],
                    reason: reason?.rawValue),
                Fact("stamps", [token] + stated, exhibits: [index]),
            ]
        }
    }

    // Its bytes name an authority, and were not signed as they stand.
    private static func isForged(
        _ validation: TimeStampValidation, _ policy: ValidationPolicy
    ) -> Bool {
        validation.signer == nil
            && validation.checks(existence: .unbounded, policy: policy).contains { check in
                check.code == "TST.SIGNATURE" && check.outcome == .failed
            }
    }

    // The authority of the annex whose certificate the token names as its signer's.
    private static func named(by token: TimeStampToken, in evidence: Evidence) -> PartyID? {
        let authorities = evidence.policy.trust.authorities
        let listed = authorities.compactMap { try? ParsedCertificate(der: $0.derBytes) }
        guard let certificate = token.certificate(among: listed) else { return nil }
        return authorities.first { $0.derBytes == certificate.derBytes }?.party
    }

    // Each of the two is contradicted by the other; which is false is for the agreement to say.
    private static func contradicted(
        _ told: TimeContradiction, places: [Digest: LeafIndex]
    ) -> [Fact] {
        let exhibits = Set([told.upper, told.lower].compactMap(\.object.name))
            .compactMap { places[$0] }.sorted()
        return [(told.upper, told.lower), (told.lower, told.upper)].compactMap { clock, other in
            clock.object.name.map {
                Fact(
                    "contradicted",
                    [.document($0), .party(clock.party), .party(other.party)], exhibits: exhibits)
            }
        }
    }
}

extension EvidenceObject {
    /// The digest by which facts name it; nil for what no fact speaks of.
    fileprivate var name: Digest? {
        switch self {
        case .content(let digest), .signature(let digest), .cosignature(let digest): digest
        case .entry, .entries: nil
        }
    }
}
