// The certain facts of a matter by predicate. What is only possible proves nothing against anybody, so it is not in here.

import EvidenceValues

/// Certain facts, to be looked up by predicate, and by predicate and a document or key among the first three arguments: a matter may have a
/// hundred thousand of each.
struct FactTable {
    private struct Place: Hashable {
        let origin: FactOrigin
        let predicate: String
        /// Which argument; nil for all facts of the predicate.
        let argument: Int?
        let digest: Digest?
    }

    private static let indexed = 3

    private var facts: [Place: [Fact]] = [:]

    init(_ facts: [Fact]) {
        for fact in facts where fact.standing == .certain {
            add(fact, nil, nil)
            for (argument, term) in fact.arguments.prefix(Self.indexed).enumerated() {
                switch term {
                case .document(let digest), .key(let digest): add(fact, argument, digest)
                default: continue
                }
            }
        }
    }

    private mutating func add(_ fact: Fact, _ argument: Int?, _ digest: Digest?) {
        let place = Place(
            origin: fact.origin, predicate: fact.predicate, argument: argument, digest: digest)
        facts[place, default: []].append(fact)
    }

    /// Facts that validation concluded, in the order given.
    func found(_ predicate: String) -> [Fact] { all(.evidence, predicate) }

    /// Those with this document or key as the argument at `place`.
    func found(_ predicate: String, _ digest: Digest, at place: Int = 0) -> [Fact] {
        all(.evidence, predicate, place, digest)
    }

    /// What documents state, the document first.
    func said(_ predicate: String) -> [Fact] { all(.stated, predicate) }

    /// What this document states, or what is stated of this document or key at `place`.
    func said(_ predicate: String, _ digest: Digest, at place: Int = 0) -> [Fact] {
        all(.stated, predicate, place, digest)
    }

    private func all(
        _ origin: FactOrigin, _ predicate: String, _ argument: Int? = nil, _ digest: Digest? = nil
    ) -> [Fact] {
        facts[
            Place(origin: origin, predicate: predicate, argument: argument, digest: digest)] ?? []
    }
}

// A fact of another shape than expected gives nil: a document may state anything.
extension Fact {
    private func argument(_ place: Int) -> Term? {
        arguments.indices.contains(place) ? arguments[place] : nil
    }

    func party(_ place: Int) -> PartyID? {
        if case .party(let party)? = argument(place) { party } else { nil }
    }

    func document(_ place: Int) -> Digest? {
        if case .document(let digest)? = argument(place) { digest } else { nil }
    }

    func key(_ place: Int) -> Digest? {
        if case .key(let digest)? = argument(place) { digest } else { nil }
    }

    func instant(_ place: Int) -> Instant? {
        if case .instant(let instant)? = argument(place) { instant } else { nil }
    }

    func interval(_ place: Int) -> Interval? {
        if case .interval(let interval)? = argument(place) { interval } else { nil }
    }

    func word(_ place: Int) -> String? {
        if case .word(let word)? = argument(place) { word } else { nil }
    }

    func count(_ place: Int) -> Int64? {
        if case .count(let count)? = argument(place) { count } else { nil }
    }

    func money(_ place: Int) -> Money? {
        if case .money(let money)? = argument(place) { money } else { nil }
    }
}
