// The rows of an evaluation, certain or merely possible, one at a time or all that fit a pattern.

import EvidenceValues

extension Evaluation {
    /// The rows that have the terms of `pattern` at the positions of `mask`.
    func cursor(_ predicate: Int, _ isPossible: Bool, _ mask: Int, _ pattern: [Int32])
        -> Relation.Cursor
    {
        isPossible
            ? possible[predicate].cursor(pattern, mask: mask)
            : certain[predicate].cursor(pattern, mask: mask)
    }

    func next(_ cursor: inout Relation.Cursor, _ predicate: Int, _ isPossible: Bool) -> Int? {
        isPossible ? possible[predicate].next(&cursor) : certain[predicate].next(&cursor)
    }

    func copy(_ predicate: Int, _ isPossible: Bool, _ place: Int, to row: inout [Int32]) {
        if isPossible {
            possible[predicate].copy(place, to: &row)
        } else {
            certain[predicate].copy(place, to: &row)
        }
    }

    func rank(_ predicate: Int, _ isPossible: Bool, _ place: Int) -> Int {
        isPossible ? possible[predicate].rank(at: place) : certain[predicate].rank(at: place)
    }

    /// The rows that are certain, or those that are possible and on file or derived, that have the terms of the pattern where it has any.
    func rows(_ predicate: Int, isPossible: Bool, matching pattern: [Int?]) -> [[Int]] {
        guard isPossible else { return certain[predicate].rows(matching: pattern) }
        return possible[predicate].rows(matching: pattern).filter {
            self.isPossible(predicate, $0)
        }
    }

    /// The same, with a step of the rule for each.
    func rows(
        _ predicate: Int, isPossible: Bool, matching pattern: [Int?], _ rule: CompiledRule
    ) throws(JudgeError) -> [[Int]] {
        let rows = rows(predicate, isPossible: isPossible, matching: pattern)
        try step(rule, count: 1 + rows.count)
        return rows
    }

    /// How many rows finding the predicate's atoms with these positions given may bring.
    func expected(_ predicate: Int, isPossible: Bool, given positions: [Int]) -> Int {
        var total = 0
        for possibly in isPossible ? [false, true] : [false] {
            var rows = possibly ? possible[predicate].count : certain[predicate].count
            for position in positions {
                let expected =
                    possibly
                    ? possible[predicate].expected(at: position)
                    : certain[predicate].expected(at: position)
                rows = min(rows, expected)
            }
            total += rows
        }
        return total
    }
}
