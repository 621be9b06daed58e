// Facts, each once. The same thing shown by several exhibits is one fact that rests on all of them; where they differ in how it
// stands, the strongest showing wins, since a bad copy of a proof does not unmake the proof.

import EvidenceValues

/// Collects facts and merges the same ones.
struct FactCollection {
    private struct Key: Hashable {
        let predicate: String
        let arguments: [Term]
        let origin: FactOrigin
    }

    private var facts: [Key: [Fact]] = [:]

    mutating func add(_ new: [Fact]) {
        for fact in new {
            let key = Key(
                predicate: fact.predicate, arguments: fact.arguments, origin: fact.origin)
            facts[key, default: []].append(fact)
        }
    }

    /// All of them, sorted.
    var sorted: [Fact] {
        facts.values.compactMap { same -> Fact? in
            guard let standing = same.map(\.standing).max() else { return nil }
            let showing = same.filter { $0.standing == standing }.sorted()
            guard let first = showing.first else { return nil }
            return Fact(
                first.predicate, first.arguments, standing, origin: first.origin,
                exhibits: Set(showing.flatMap(\.exhibits)).sorted(),
                reason: standing == .certain
                    ? nil : showing.compactMap(\.reason).min())
        }.sorted()
    }
}
