// The witnesses of time: tokens of the annex's authorities and cosignatures of its witnesses, which were made when they say, and
// revocation lists and OCSP answers of trusted CAs, which were not made before they say. A token or cosignature that others must prove to be old
// enough is heard only after they did, so the bounds are found in rounds; each round can only tighten them. Where one party's clocks are
// shown to be false (TimeContradiction), the bounds are found anew without what those clocks said against others.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// A revocation list whose issuer leads to an anchor.
struct TrustedList: Sendable {
    let list: RevocationList
    let issuer: ParsedCertificate
    /// The CA, as the annex names the anchor.
    let party: PartyID
}

extension TrustedList {
    /// The algorithms of its signature.
    var algorithmNames: [String] {
        guard let algorithm = list.signatureAlgorithm else { return ["unknown"] }
        return [algorithm.digest.rawValue, issuer.keyAlgorithm.name(scheme: algorithm.scheme)]
    }

    /// The lists that a CA under an anchor signed, validated at their own time; by digest.
    static func all(
        among lists: [RevocationList], material: ValidationMaterial, policy: ValidationPolicy
    ) -> [Digest: TrustedList] {
        let anchors = policy.trust.anchors.compactMap { try? ParsedCertificate(der: $0.derBytes) }
        let certified = material.candidates.authorities(
            under: policy.trust.anchors.map(\.derBytes))
        var authorities: [[UInt8]: [ParsedCertificate]] = [:]
        for certificate in anchors + certified {
            authorities[certificate.subjectDER, default: []].append(certificate)
        }
        var trusted: [Digest: TrustedList] = [:]
        for list in lists where trusted[list.digest] == nil {
            for issuer in authorities[list.issuerDER] ?? [] {
                guard
                    RevocationStatus.refusal(
                        of: list, issuer: issuer, material: material, policy: policy) == nil,
                    let party = CertificateValidation(
                        of: issuer, bounds: Interval(hi: list.thisUpdate), purpose: .crlIssuing,
                        material: material, policy: policy
                    ).issuer
                else { continue }
                trusted[list.digest] = TrustedList(list: list, issuer: issuer, party: party)
                break
            }
        }
        return trusted
    }
}

/// Validated tokens, cosignatures and lists, and the bounds that follow from them.
struct TrustedClocks: Sendable {
    /// Every token, by its digest.
    private(set) var tokens: [Digest: TimeStampValidation] = [:]
    /// Tokens whose time is proven.
    private(set) var trusted: Set<Digest> = []
    /// What clocks said that are shown to be false; it bears no witness. Spec: facts-14
    private(set) var impeached: Set<TimeWitness> = []
    /// Cosignatures whose time is proven.
    private(set) var cosignatures: Set<Cosignature> = []
    /// What was proven of a token's existence when it was last weighed, its own word left out.
    private(set) var existence: [Digest: Interval] = [:]
    /// The lists that count, by digest.
    let lists: [Digest: TrustedList]
    /// The OCSP answers that count, by digest.
    let responses: [Digest: TrustedResponse]
    private(set) var bounds: TimeBounds
    /// Pairs of trusted clocks that cannot both be right.
    private(set) var contradictions: [TimeContradiction] = []
    private let keyHolders: KeyHolders
    /// All who bear witness of time.
    private var witnesses: [TimeWitness] = []

    // Clocks that wait for others: a chain longer than this would be made to waste time, and what waits stays unheard.
    private static let roundLimit = 32

    private enum Clock {
        case token(Digest)
        case cosignature(Cosignature)
    }

    init(
        tokens held: [HeldToken], cosignatures cosigned: [Cosignature],
        lists: [Digest: TrustedList], graph: CommitmentGraph,
        responses: [Digest: TrustedResponse],
        material: ValidationMaterial, keyHolders: KeyHolders, policy: ValidationPolicy
    ) {
        self.keyHolders = keyHolders
        for token in held where tokens[token.digest]?.party == nil {
            tokens[token.digest] = TimeStampValidation(
                token.token, content: token.verifiedContent, material: material, policy: policy,
                subject: token.digest.text)
        }
        self.lists = lists
        self.responses = responses
        bounds = graph.bounds([])
        witnesses = hear(cosigned, in: graph, without: [], policy)
        let found = TimeContradiction.weighed(
            among: witnesses, in: graph, bounds: bounds, beyond: policy.skew)
        contradictions = found.contradictions
        impeached = found.impeached
        guard !impeached.isEmpty else { return }
        (trusted, self.cosignatures, existence) = ([], [], [:])
        witnesses = hear(cosigned, in: graph, without: impeached, policy)
    }

    // All that bear witness, found in rounds; and the bounds that follow.
    private mutating func hear(
        _ cosigned: [Cosignature], in graph: CommitmentGraph, without impeached: Set<TimeWitness>,
        _ policy: ValidationPolicy
    ) -> [TimeWitness] {
        var witnesses =
            (lists.values.map(TimeWitness.init(list:))
            + responses.values.map(TimeWitness.init(response:)))
            .filter { !impeached.contains($0) }
        bounds = graph.bounds([])
        var waiting = tokens.keys.map(Clock.token) + cosigned.map(Clock.cosignature)
        for round in 0..<TrustedClocks.roundLimit {
            var silent: [Clock] = []
            for clock in waiting {
                switch hear(clock, isFirst: round == 0, policy) {
                case .heard(let witness):
                    if !impeached.contains(witness) { witnesses.append(witness) }
                case .waits: silent.append(clock)
                case .never: break
                }
            }
            if silent.count == waiting.count && round > 0 { break }
            waiting = silent
            bounds = graph.bounds(witnesses)
        }
        return witnesses
    }

    /// What they show but by way of the log's entries.
    func boundsApartFromLog(in graph: CommitmentGraph) -> TimeBounds {
        graph.bounds(witnesses, apartFromLog: true)
    }

    private enum Hearing {
        case heard(TimeWitness)
        /// Only if others prove that it is old enough.
        case waits
        case never
    }

    private mutating func hear(_ clock: Clock, isFirst: Bool, _ policy: ValidationPolicy) -> Hearing
    {
        switch clock {
        case .token(let digest):
            guard let token = tokens[digest] else { return .never }
            let known = isFirst ? .unbounded : bounds.interval(of: .content(digest))
            existence[digest] = known
            // A token that somebody else could have made is no word of the authority's.
            if let signer = token.signer,
                !keyHolders.others(than: signer, for: known, skew: policy.skew).isEmpty
            {
                return .waits
            }
            guard token.isTrusted(existence: known, policy: policy),
                let witness = TimeWitness(digest, token)
            else { return token.mustExistBefore == nil ? .never : .waits }
            trusted.insert(digest)
            return .heard(witness)
        case .cosignature(let cosignature):
            // A witness cannot have signed after the moment for which is asked: its clock is false.
            guard cosignature.time <= policy.validationTime.advanced(by: policy.skew) else {
                return .never
            }
            if let since = policy.trust.compromise(of: cosignature.witness.verifierKey) {
                let known = isFirst ? .unbounded : bounds.interval(of: cosignature.object)
                guard known.isBefore(since, skew: policy.skew) == .certain else { return .waits }
            }
            cosignatures.insert(cosignature)
            return .heard(TimeWitness(cosignature))
        }
    }
}

extension TimeWitness {
    /// A trusted list was not made before it says; that it was made by then, it cannot show.
    fileprivate init(list: TrustedList) {
        self.init(
            object: .content(list.list.digest), interval: Interval(lo: list.list.thisUpdate),
            party: list.party, name: "revocation list of \(list.party), \(list.list.thisUpdate)")
    }

    /// A trusted OCSP answer likewise.
    fileprivate init(response trusted: TrustedResponse) {
        let response = trusted.response
        self.init(
            object: .content(response.digest), interval: Interval(lo: response.producedAt),
            party: trusted.party, name: "OCSP answer of \(trusted.party), \(response.producedAt)")
    }

    /// A trusted token was made when it says.
    fileprivate init?(_ digest: Digest, _ token: TimeStampValidation) {
        guard let party = token.party else { return nil }
        self.init(
            object: .content(digest), interval: token.interval, party: party,
            name: "time-stamp of \(party), \(token.token.genTime)")
    }

    /// A trusted witness signed when it says.
    fileprivate init(_ cosignature: Cosignature) {
        self.init(
            object: cosignature.object,
            interval: Interval(lo: cosignature.time, hi: cosignature.time),
            party: cosignature.witness.party, name: cosignature.name)
    }
}
