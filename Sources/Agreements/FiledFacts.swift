// What is on file for a predicate: by row the facts that speak of it. Facts are kept once, in one array; here are their places in it.

import EvidenceValues

/// The facts of one predicate, by row.
struct FiledFacts {
    private var relation: Relation
    /// By the place of a row: its first fact, and by fact the next of the same row; nil-terminated by -1.
    private var first: [Int32] = []
    private var following: [Int32] = []
    private var facts: [Fact] = []

    /// Facts of rows as `relation` has them, which is empty.
    init(relation: Relation) { self.relation = relation }

    mutating func add(_ fact: Fact, row: [Int32]) {
        let number = Int32(truncatingIfNeeded: facts.count)
        facts.append(fact)
        if let place = relation.place(of: row) {
            following.append(first[place])
            first[place] = number
        } else {
            relation.insert(row, rank: 0)
            following.append(-1)
            first.append(number)
        }
    }

    /// The facts of the row, in no order; nil if there are none.
    subscript(row: [Int]) -> [Fact]? {
        guard let place = relation.place(of: row.map(Int32.init)) else { return nil }
        var found: [Fact] = []
        var number = Int(first[place])
        while number >= 0 {
            found.append(facts[number])
            number = Int(following[number])
        }
        return found
    }
}
