// Facts, each once. The same thing shown by several exhibits is one fact that rests on the first that shows it, since copies prove
// nothing more; where they differ in how it stands, the strongest showing wins, since a bad copy of a proof does not unmake the proof.

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
                exhibits: FactCollection.first(showing.map(\.exhibits)),
                reason: standing == .certain
                    ? nil : showing.compactMap(\.reason).min())
        }.sorted()
    }

    // Spec: facts-5
    private static func first(_ showings: [[LeafIndex]]) -> [LeafIndex] {
        showings.filter { !$0.isEmpty }.min { $0.lexicographicallyPrecedes($1) } ?? []
    }
}
