// Whose statement a document is, as R-04 of seca-1.0 has it (`attested`): a signature over it that verifies with a key that the annex
// lets somebody certify for the party, provably made within the certificate's time and before any revocation, by a list or by the
// authority's own receipt, and any compromise that a listed expert reports, and that declares a will. Each of these is a fact that validation concluded; what is not concluded is not held
// against anybody.
//
// Who signed it less than so is still told, as a warning, with who filed it: he may have been cheated, or may cheat.

import EvidenceValues

/// Who stands behind which document of a matter.
struct SignedStatements {
    private struct Signing {
        let party: PartyID
        /// By when it is proven to exist; nil where nothing proves it.
        let holds: Bool
        let isUndated: Bool
    }

    private let signings: [Digest: [Signing]]
    private let filers: [Digest: [PartyID]]
    private let made: [Digest: Interval]
    private let places: [Digest: LeafIndex]
    private let matters: [LeafIndex: MatterID]
    private let fallback: MatterID

    /// - Parameter matters: the matter of each entry that facts may rest on; `fallback` for all others.
    init(
        _ facts: FactTable, roles: Set<ListedRole>, skew: TimeSpan,
        matters: [LeafIndex: MatterID], fallback: MatterID
    ) {
        self.matters = matters
        self.fallback = fallback
        made = SignedStatements.times(facts)
        var places: [Digest: LeafIndex] = [:]
        for fact in facts.found("made") {
            guard let digest = fact.document(0), let place = fact.exhibits.first else { continue }
            places[digest] = min(places[digest] ?? place, place)
        }
        self.places = places
        var filers: [Digest: [PartyID]] = [:]
        for fact in facts.found("filed") {
            if let party = fact.party(0), let digest = fact.document(1) {
                filers[digest, default: []].append(party)
            }
        }
        self.filers = filers
        let keys = CertifiedKeys(facts, skew: skew)
        // Whose word ends a key's credit is asked of signatures as they are without such words: one step, so that nobody can go round.
        let plain = SignedStatements.signings(facts, keys, made, reports: [])
        let experts = Set(roles.filter { $0.role == "expert" }.map(\.party))
        let reports = facts.said("reports_compromise").filter { fact in
            guard let report = fact.document(0) else { return false }
            return plain[report]?.contains { $0.holds && experts.contains($0.party) } ?? false
        }
        let receipts = facts.said("revocation_received").filter { fact in
            guard let receipt = fact.document(0), let key = fact.key(1) else { return false }
            return plain[receipt]?.contains { $0.holds && keys.issuers(of: key).contains($0.party) }
                ?? false
        }
        signings = SignedStatements.signings(facts, keys, made, reports: reports + receipts)
    }

    /// Whether it is proven that the party signed the document, and meant it.
    func holds(_ document: Digest, by party: PartyID) -> Bool {
        signings[document]?.contains { $0.party == party && $0.holds } ?? false
    }

    /// Whether some signature over the document is the party's but for its time, which a later time-stamp can prove.
    func awaitsTime(_ document: Digest, by party: PartyID) -> Bool {
        signings[document]?.contains { $0.party == party && $0.isUndated } ?? false
    }

    /// Those of whom a signature over the document is, whether or not it counts.
    func signers(of document: Digest) -> [PartyID] {
        Set((signings[document] ?? []).map(\.party)).sorted()
    }

    /// Those who filed the document and signed the filing.
    func filers(of document: Digest) -> [PartyID] { Set(filers[document] ?? []).sorted() }

    /// When the document, signature, list or token came into being.
    func made(_ digest: Digest) -> Interval { made[digest] ?? .unbounded }

    /// The document with the first entry that holds it.
    func ground(_ document: Digest) -> PartyFinding.Ground {
        let place = places[document] ?? LeafIndex(0)
        return PartyFinding.Ground(
            document: document, place: place, matter: matters[place] ?? fallback)
    }

    private static func times(_ facts: FactTable) -> [Digest: Interval] {
        var made: [Digest: Interval] = [:]
        for fact in facts.found("made") {
            guard let digest = fact.document(0), let interval = fact.interval(1) else { continue }
            made[digest] = made[digest]?.intersection(interval) ?? interval
        }
        return made
    }

    private static func signings(
        _ facts: FactTable, _ keys: CertifiedKeys, _ made: [Digest: Interval], reports: [Fact]
    ) -> [Digest: [Signing]] {
        let admitted = Set(facts.found("admitted").compactMap { $0.document(0) })
        var stolen: [Digest: Instant] = [:]
        for report in reports {
            guard let key = report.key(1), let since = report.instant(2) else { continue }
            stolen[key] = min(stolen[key] ?? since, since)
        }
        let lesser = lesserSignatures(facts)
        var signings: [Digest: [Signing]] = [:]
        for fact in facts.found("signature") {
            guard let signature = fact.document(0), let key = fact.key(1),
                let document = fact.document(2), !lesser.contains(signature)
            else { continue }
            let interval = made[signature] ?? .unbounded
            let holds =
                admitted.contains(document) && keys.isInTime(key, interval)
                && keys.isBefore(stolen[key], interval)
            for party in keys.holders(of: key) {
                signings[document, default: []].append(
                    Signing(party: party, holds: holds, isUndated: interval.hi == nil))
            }
        }
        return signings
    }

    /// Signatures that say that they are less than a declaration of will.
    private static func lesserSignatures(_ facts: FactTable) -> Set<Digest> {
        var stated: [Digest: Bool] = [:]
        for fact in facts.found("commitment_type") {
            guard let signature = fact.document(0), let type = fact.word(1) else { continue }
            let isWill = type == "proof-of-approval" || type == "proof-of-origin"
            stated[signature] = (stated[signature] ?? false) || isWill
        }
        return Set(stated.filter { !$0.value }.keys)
    }
}

/// What is known of the keys of a matter.
private struct CertifiedKeys {
    private var parties: [Digest: [PartyID]] = [:]
    private var issuers: [Digest: [PartyID]] = [:]
    private var validFrom: [Digest: Instant] = [:]
    private var validUntil: [Digest: Instant] = [:]
    /// The earliest time from which somebody says that the key was revoked.
    private var revoked: [Digest: Instant] = [:]
    private let skew: TimeSpan

    init(_ facts: FactTable, skew: TimeSpan) {
        self.skew = skew
        for fact in facts.found("certified") {
            if let key = fact.key(0), let party = fact.party(1) {
                parties[key, default: []].append(party)
            }
        }
        for fact in facts.found("issued_by") {
            if let key = fact.key(0), let party = fact.party(1) {
                issuers[key, default: []].append(party)
            }
        }
        for fact in facts.found("valid_from") {
            if let key = fact.key(0), let time = fact.instant(1) { validFrom[key] = time }
        }
        for fact in facts.found("valid_until") {
            if let key = fact.key(0), let time = fact.instant(1) { validUntil[key] = time }
        }
        for fact in facts.found("revocation_listed") {
            guard let key = fact.key(0), let time = fact.instant(1) else { continue }
            revoked[key] = min(revoked[key] ?? time, time)
        }
    }

    func holders(of key: Digest) -> [PartyID] { parties[key] ?? [] }

    func issuers(of key: Digest) -> [PartyID] { issuers[key] ?? [] }

    /// Whether what was made within `interval` was made within the certificate's time, and before its revocation.
    func isInTime(_ key: Digest, _ interval: Interval) -> Bool {
        guard let made = interval.hi, let end = validUntil[key], made <= end else { return false }
        if let start = validFrom[key], interval.isBefore(start, skew: skew) == .certain {
            return false
        }
        return isBefore(revoked[key], interval)
    }

    /// Whether what was made within `interval` was provably made before `end`; so is everything where there is no end.
    func isBefore(_ end: Instant?, _ interval: Interval) -> Bool {
        end.map { interval.isBefore($0, skew: skew) == .certain } ?? true
    }
}
