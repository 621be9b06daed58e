// Facts as rows of numbers: every term has one number, and every predicate a relation that finds its rows by any argument. So that a
// join costs what it finds, not what there is.

import EvidenceValues

/// Gives every term one number.
struct TermTable {
    private(set) var terms: [Term] = []
    private var numbers: [Term: Int] = [:]

    mutating func number(_ term: Term) -> Int {
        if let number = numbers[term] { return number }
        terms.append(term)
        numbers[term] = terms.count - 1
        return terms.count - 1
    }
}

/// Rows without repetition, each with the round in which it was found.
struct Relation {
    private(set) var rows: [[Int]] = []
    private var ranks: [[Int]: Int] = [:]
    /// By position, then by term: places in `rows`. Made when first asked for, kept up afterwards.
    private var indexes: [Int: [Int: [Int]]] = [:]

    func contains(_ row: [Int]) -> Bool { ranks[row] != nil }
    func rank(_ row: [Int]) -> Int? { ranks[row] }

    /// Whether it is new.
    @discardableResult
    mutating func insert(_ row: [Int], rank: Int) -> Bool {
        guard ranks[row] == nil else { return false }
        ranks[row] = rank
        for position in indexes.keys {
            indexes[position]?[row[position], default: []].append(rows.count)
        }
        rows.append(row)
        return true
    }

    /// The places of the rows that can match: those with the rarest of the given terms; nil if none is given: all.
    mutating func places(_ pattern: [Int?]) -> [Int]? {
        var best: [Int]?
        for (position, term) in pattern.enumerated() {
            guard let term else { continue }
            if indexes[position] == nil {
                var index: [Int: [Int]] = [:]
                for (place, row) in rows.enumerated() {
                    index[row[position], default: []].append(place)
                }
                indexes[position] = index
            }
            let found = indexes[position]?[term] ?? []
            if best.map({ found.count < $0.count }) ?? true { best = found }
            if found.isEmpty { break }
        }
        return best
    }
}
