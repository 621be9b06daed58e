// What a ledger says of the certificates that are on file (docs/formats/facts.md, "Ledgers"). A ledger may have a million entries, and a dispute is about a few
// of them: facts are given of those whose certificates are on file, and the sums before each hold all the others. Whose ledger it is, its signature
// shows, so nothing here asks who wrote it. Spec: facts-30 to facts-35

import EvidenceValues
import SignatureValidation
import TransparencyLog

/// The facts of one ledger, and what is wrong with it.
struct LedgerFacts {
    private let module: LedgerModule
    private let exhibit: FiledExhibit
    private let evidence: Evidence
    private let trail: LedgerTrail
    private let agreement: LimitAgreement?

    init(_ module: LedgerModule, _ exhibit: FiledExhibit, in evidence: Evidence) {
        self.module = module
        self.exhibit = exhibit
        self.evidence = evidence
        agreement = evidence.limitAgreement(module.head.agreement)
        // What was agreed counts, not what one of the two says of it.
        var trail = LedgerTrail(
            mode: agreement?.mode ?? module.head.mode, skew: evidence.policy.skew,
            covers: evidence.covers, isOnFile: { evidence.places[$0] != nil })
        module.read(into: &trail)
        self.trail = trail
    }

    /// Everything that the ledger gives.
    var all: [Fact] {
        commitments + reservations + releases + revocations + breaches
            + LedgerForks.facts(of: module, exhibit, in: evidence)
    }

    /// What is wrong, as warnings: of each invariant the first few, and how many more.
    var checks: [Check] {
        let own = trail.check.faults.map { ($0.invariant, $0.sentence(module.head.currency)) }
        let forks = LedgerForks.forks(of: module, exhibit, in: evidence).map {
            (LiabilityInvariant.fork, $0.sentence)
        }
        let all = own + contradictions.map { ($0.invariant, $0.sentence) } + forks
        return LiabilityInvariant.allCases.flatMap { invariant in
            let sentences = all.filter { $0.0 == invariant }.map(\.1)
            let count = max(trail.check.counts[invariant, default: 0], sentences.count)
            var told = Array(sentences.prefix(LedgerFacts.told))
            if count > told.count {
                told.append("\(count - told.count) more entries break this invariant.")
            }
            return told.map {
                Check(invariant.code, .warning, subject: exhibit.filing.content.text, $0)
            }
        }
    }

    // A ledger whose every line is wrong is told by a few sentences of each sort.
    private static let told = 5
    // What is left out speaks for the service, which alone can make so many.
    private static let releaseLimit = 10_000

    private func fact(_ predicate: String, _ arguments: [Term], on others: [Digest] = []) -> Fact {
        let places = others.compactMap { evidence.places[$0]?.first }
        return Fact(
            predicate, [.document(exhibit.filing.content)] + arguments,
            exhibits: Set([exhibit.entry.index] + places).sorted())
    }

    private func money(_ sum: Int128) -> Term {
        .money(Money(minorUnits: Int64(clamping: sum), currency: module.head.currency))
    }

    private var commitments: [Fact] {
        trail.references.sorted().map { fact("commits", [.document($0)]) }
    }

    // Spec: facts-31
    private var reservations: [Fact] {
        trail.reservations.map { reservation in
            fact(
                "reserved",
                [
                    .document(reservation.certificate), .word(module.head.limit),
                    .count(reservation.number), money(reservation.amount),
                    money(reservation.before),
                ], on: [reservation.certificate])
        }
    }

    // Spec: facts-32
    private var releases: [Fact] {
        guard case .revolving = trail.mode else { return [] }
        let itself = exhibit.filing.content
        var facts: [Fact] = []
        for reservation in trail.reservations {
            for release in trail.releases where release.line < reservation.line {
                guard release.certificate != reservation.certificate else { continue }
                guard facts.count < LedgerFacts.releaseLimit else { return facts }
                let document = release.document ?? itself
                facts.append(
                    fact(
                        "freed",
                        [
                            .document(reservation.certificate), .document(release.certificate),
                            .document(document), money(release.amount),
                        ], on: [reservation.certificate, release.certificate, document]))
            }
        }
        return facts
    }

    // Spec: facts-33
    private var revocations: [Fact] {
        trail.revocations.values.sorted { $0.number < $1.number }.compactMap { entry in
            let place = [Term.count(entry.number), .instant(entry.at)]
            guard let key = entry.key else {
                return fact("limit_revoked_in", [.word(module.head.limit)] + place)
            }
            return trail.keys.contains(key) ? fact("revoked_in", [.key(key)] + place) : nil
        }
    }

    // Spec: facts-34
    private var breaches: [Fact] {
        let found = Set(contradictions.map(\.invariant)).union(trail.check.counts.keys)
        return LiabilityInvariant.allCases.filter(found.contains).map { invariant in
            let others = contradictions.filter { $0.invariant == invariant }.map(\.other)
            return fact(
                "ledger_fault", [.word(invariant.rawValue)],
                on: trail.check.counts[invariant] == nil ? [others.min()].compactMap(\.self) : [])
        }
    }

    /// What the ledger and something else on file cannot both say: the certificates that it names, the agreement, clocks.
    private var contradictions: [(invariant: LiabilityInvariant, sentence: String, other: Digest)] {
        var found = trail.contradictions.map { ($0.invariant, $0.sentence, $0.certificate) }
        let head = module.head
        if let agreement, !head.fits(agreement) {
            found.append(
                (
                    .binding, "The head is not that of the limit agreement that it names.",
                    head.agreement
                ))
        }
        let content = exhibit.filing.content
        let bounds = evidence.reliableInterval(of: .content(content))
        if let latest = trail.check.latest,
            bounds.isBefore(latest, skew: evidence.policy.skew) == .certain
        {
            found.append(
                (
                    .time, "It speaks of \(latest), and existed before that as clocks prove.",
                    content
                ))
        }
        return found
    }
}

extension LedgerHead {
    /// Whether it says what was agreed.
    func fits(_ agreement: LimitAgreement) -> Bool {
        limit == agreement.limit && issuer == agreement.issuer
            && subscriber == agreement.subscriber && maximum == agreement.total
            && each == agreement.each && mode == agreement.mode
    }
}
