// Two trusted clocks contradict each other when one saw something whose bytes hold what the other says did not exist yet. One of them is
// false, and two alone cannot tell which. Where clocks of two or more others, which contradict nobody else, speak against one, that
// one is false (R-11, R-12: archive order beats a lone clock): what it said against them bears no witness, and the others decide. Where
// nobody is shown to be false, what the clocks touch stays undecided.
//
// Told are the pairs that matter: of what one clock says against many of one party the sharpest, and the other way round.

package import EvidenceValues

/// Two witnesses who cannot both be right.
package struct TimeContradiction: Sendable, Hashable {
    /// Who says that it could not exist before, and who says that it did.
    package let lower: TimeWitness
    package let upper: TimeWitness
    /// Whose clock is false: one party where the other witnesses show which, else both.
    package let suspects: [PartyID]
    /// Those who speak against the one suspect, each for itself; empty where there are two.
    package let accusers: [PartyID]

    /// Every pair that matters, in order of time.
    package static func all(
        among witnesses: [TimeWitness], in graph: CommitmentGraph, bounds: TimeBounds,
        beyond skew: TimeSpan
    ) -> [TimeContradiction] {
        weighed(among: witnesses, in: graph, bounds: bounds, beyond: skew).contradictions
    }

    /// The same, and every witness of a party shown to be false that speaks against others.
    static func weighed(
        among witnesses: [TimeWitness], in graph: CommitmentGraph, bounds: TimeBounds,
        beyond skew: TimeSpan
    ) -> (contradictions: [TimeContradiction], impeached: Set<TimeWitness>) {
        let scope = bounds.contradicted(beyond: skew)
        guard !scope.isEmpty else { return ([], []) }
        var pairs: [Pair] = []
        let lowers = witnesses.filter { $0.interval.lo != nil && scope.contains($0.object) }
        for upper in witnesses where upper.interval.hi != nil {
            let reached = graph.reach(from: upper.object, within: scope)
            guard !reached.isEmpty else { continue }
            pairs += lowers.filter { reached.contains($0.object) }
                .map { Pair(lower: $0, upper: upper) }
                .filter { $0.interval.contradicts(beyond: skew) }
        }
        let opponents = Pair.opponents(pairs)
        let impeached = pairs.map { $0.attributed(opponents) }.filter { !$0.accusers.isEmpty }
            .flatMap { told in [told.lower, told.upper].filter { $0.party == told.suspects[0] } }
        let sharpest = Pair.sharpest(among: pairs).map { $0.attributed(opponents) }
        return (sharpest.sorted { $0.key < $1.key }, Set(impeached))
    }

    private var key: (Interval, String, Interval, String) {
        (upper.interval, upper.name, lower.interval, lower.name)
    }
}

extension TimeWitness {
    fileprivate var key: (Interval, String) { (interval, name) }
}

/// A contradiction before anybody is blamed.
private struct Pair {
    let lower: TimeWitness
    let upper: TimeWitness

    var interval: Interval { Interval(lo: lower.interval.lo, hi: upper.interval.hi) }

    /// Against whom each party's clocks speak.
    static func opponents(_ pairs: [Pair]) -> [PartyID: Set<PartyID>] {
        var found: [PartyID: Set<PartyID>] = [:]
        for pair in pairs {
            found[pair.upper.party, default: []].insert(pair.lower.party)
            found[pair.lower.party, default: []].insert(pair.upper.party)
        }
        return found
    }

    /// Those than which no other clock of the same party says more against either witness.
    static func sharpest(among pairs: [Pair]) -> [Pair] {
        struct Side: Hashable {
            let witness: TimeWitness
            let against: PartyID
        }
        var latest: [Side: TimeWitness] = [:]
        var earliest: [Side: TimeWitness] = [:]
        for pair in pairs {
            let above = Side(witness: pair.upper, against: pair.lower.party)
            latest[above] = [latest[above], pair.lower].compactMap(\.self).max { $0.key < $1.key }
            let below = Side(witness: pair.lower, against: pair.upper.party)
            earliest[below] = [earliest[below], pair.upper].compactMap(\.self)
                .min { $0.key < $1.key }
        }
        return pairs.filter { pair in
            latest[Side(witness: pair.upper, against: pair.lower.party)] == pair.lower
                && earliest[Side(witness: pair.lower, against: pair.upper.party)] == pair.upper
        }
    }

    func attributed(_ opponents: [PartyID: Set<PartyID>]) -> TimeContradiction {
        let parties = Set([lower.party, upper.party]).sorted()
        let lone = parties.filter { party in
            let against = opponents[party] ?? []
            // Who contradicts nobody else is no party to another quarrel.
            return against.count > 1 && against.allSatisfy { opponents[$0] == [party] }
        }
        let suspects = lone.count == 1 ? lone : parties
        let accusers = lone.count == 1 ? (opponents[lone[0]] ?? []).sorted() : []
        return TimeContradiction(
            lower: lower, upper: upper, suspects: suspects, accusers: accusers)
    }
}
