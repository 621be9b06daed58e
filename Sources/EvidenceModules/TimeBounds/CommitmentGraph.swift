// When things came into being, from one relation and one rule (DESIGN.md §6). The relation: x *commits to* y when x's bytes could
// not exist without y's, because they hold y's digest (or y itself). The rule: what commits to y is not older than y, so
// lower bounds rise from y to x, and upper bounds sink from x to y. Clocks enter at one place only: a *witness*, a time-stamp
// token (or list, or cosignature) of somebody whom the arbiter trusts, which was itself made within a known interval.
//
//     token over a checkpoint ──► checkpoint ──► entries below its size ──► filing ──► document        hi sinks →
//     cosignature ──► the text of a checkpoint ──► the same                                            hi sinks →
//     signature ──► checkpoint in its signed attributes ──► entries ──► filing ──► token               lo rises ←
//
// Since a signature commits to its document and not the other way round, a checkpoint inside the signature bounds the
// signature from below and says nothing of the document. More evidence can only tighten a bound: each is the extreme over
// what is there, so leaving an exhibit out never helps whoever leaves it out to a tighter one.
//
// Cycles cannot be made without breaking SHA-256, but nothing here relies on that: each object is settled once.

package import EvidenceValues

/// A thing that exists from some moment on.
package enum EvidenceObject: Sendable, Hashable {
    /// Bytes, by their digest: a document, a filing, a token, a list, a certificate, a checkpoint's note.
    case content(Digest)
    /// A signature, by the digest of its value.
    case signature(Digest)
    /// What a witness signed of a checkpoint and when, by the digest of key, time and text.
    case cosignature(Digest)
    /// An entry of the log, by its leaf hash.
    case entry(LeafHash)
    /// The first so many of the known entries of the log: what a checkpoint commits to.
    case entries(Int)
}

extension EvidenceObject {
    /// Whether it is what a log makes of what is filed.
    fileprivate var isOfLog: Bool {
        switch self {
        case .entry, .entries: true
        case .content, .signature, .cosignature: false
        }
    }
}

/// Somebody trusted who saw an object: it was made within `interval`.
package struct TimeWitness: Sendable, Hashable {
    package let object: EvidenceObject
    package let interval: Interval
    /// Whom the arbiter trusts for it: `TSA1`.
    package let party: PartyID
    /// What it is, for people: `time-stamp of TSA1, 2026-02-02T11:00:00Z`.
    package let name: String

    package init(object: EvidenceObject, interval: Interval, party: PartyID, name: String) {
        self.object = object
        self.interval = interval
        self.party = party
        self.name = name
    }
}

/// What commits to what.
package struct CommitmentGraph: Sendable {
    private var indices: [EvidenceObject: Int] = [:]
    private var objects: [EvidenceObject] = []
    /// For each object those that it commits to, and those that commit to it.
    private var inside: [[Int]] = []
    private var around: [[Int]] = []
    private var edges: Set<Edge> = []

    private struct Edge: Hashable {
        let outer: Int
        let inner: Int
    }

    package init() {}

    /// Records that `outer` could not exist without `inner`. Again, or of itself, changes nothing.
    package mutating func commit(_ outer: EvidenceObject, to inner: EvidenceObject) {
        let edge = Edge(outer: index(of: outer), inner: index(of: inner))
        guard edge.outer != edge.inner, edges.insert(edge).inserted else { return }
        inside[edge.outer].append(edge.inner)
        around[edge.inner].append(edge.outer)
    }

    /// The bounds of every object, given these witnesses.
    /// - Parameter apartFromLog: whether they count only on ways that lead through no entry of the log.
    package func bounds(_ witnesses: [TimeWitness], apartFromLog: Bool = false) -> TimeBounds {
        let upper = witnesses.filter { $0.interval.hi != nil }
            .sorted {
                ($0.interval.hi?.milliseconds ?? 0, $0.name) < (
                    $1.interval.hi?.milliseconds ?? 0, $1.name
                )
            }
        let lower = witnesses.filter { $0.interval.lo != nil }
            .sorted {
                ($0.interval.lo?.milliseconds ?? 0, $1.name) > (
                    $1.interval.lo?.milliseconds ?? 0, $0.name
                )
            }
        return TimeBounds(
            hi: settle(upper, along: inside, apartFromLog: apartFromLog),
            lo: settle(lower, along: around, apartFromLog: apartFromLog))
    }

    // From the best witness on, each object takes the first witness that reaches it: the best one that can. One visit each.
    private func settle(
        _ witnesses: [TimeWitness], along neighbours: [[Int]], apartFromLog: Bool
    ) -> [EvidenceObject: TimeWitness] {
        var settled: [EvidenceObject: TimeWitness] = [:]
        for witness in witnesses {
            guard settled[witness.object] == nil else { continue }
            settled[witness.object] = witness
            var waiting = indices[witness.object].map { [$0] } ?? []
            while let next = waiting.popLast() {
                for neighbour in neighbours[next] where settled[objects[neighbour]] == nil {
                    if apartFromLog, objects[neighbour].isOfLog { continue }
                    settled[objects[neighbour]] = witness
                    waiting.append(neighbour)
                }
            }
        }
        return settled
    }

    /// Everything that `object` commits to through others within `scope`, itself included; nothing if it is not within.
    func reach(from object: EvidenceObject, within scope: Set<EvidenceObject>) -> Set<
        EvidenceObject
    > {
        guard let start = indices[object], scope.contains(object) else { return [] }
        var reached: Set<EvidenceObject> = [object]
        var waiting = [start]
        while let next = waiting.popLast() {
            for neighbour in inside[next] where scope.contains(objects[neighbour]) {
                guard reached.insert(objects[neighbour]).inserted else { continue }
                waiting.append(neighbour)
            }
        }
        return reached
    }

    private mutating func index(of object: EvidenceObject) -> Int {
        if let index = indices[object] { return index }
        indices[object] = objects.count
        objects.append(object)
        inside.append([])
        around.append([])
        return objects.count - 1
    }
}

/// The proven bounds of objects, each with the witness that it rests on.
package struct TimeBounds: Sendable {
    private let hi: [EvidenceObject: TimeWitness]
    private let lo: [EvidenceObject: TimeWitness]

    fileprivate init(hi: [EvidenceObject: TimeWitness], lo: [EvidenceObject: TimeWitness]) {
        self.hi = hi
        self.lo = lo
    }

    /// `[lo, hi]` as proven; unbounded for what nobody witnessed.
    package func interval(of object: EvidenceObject) -> Interval {
        Interval(lo: lo[object]?.interval.lo, hi: hi[object]?.interval.hi)
    }

    /// The interval for conclusions: unbounded where witnesses contradict each other by more than `skew`, since then nobody
    /// can say which of them is false.
    package func reliableInterval(of object: EvidenceObject, skew: TimeSpan) -> Interval {
        let interval = interval(of: object)
        return interval.contradicts(beyond: skew) ? .unbounded : interval
    }

    /// The objects whose bounds contradict each other by more than `skew`.
    func contradicted(beyond skew: TimeSpan) -> Set<EvidenceObject> {
        Set(hi.keys.filter { interval(of: $0).contradicts(beyond: skew) })
    }

    /// The witnesses of the bounds of `object`.
    package func witnesses(of object: EvidenceObject) -> (lo: TimeWitness?, hi: TimeWitness?) {
        (lo[object], hi[object])
    }
}
