// How a claim stands in an evaluation: Kleene's logic over its atoms, and for money the largest amount.

import EvidenceValues

extension Evaluation {
    /// The standing of a formula. Its predicates are declared: `Claims.check` has refused others.
    func standing(of formula: Formula) -> Standing {
        switch formula {
        case .atom(let atom): standing(of: atom)
        case .not(let inner): standing(of: inner).negated
        case .and(let left, let right): min(standing(of: left), standing(of: right))
        case .or(let left, let right): max(standing(of: left), standing(of: right))
        }
    }

    private func standing(of atom: ClaimedAtom) -> Standing {
        guard let number = program.numbers[atom.key] else { return .contrary }
        let row = atom.terms.map { terms.number($0) }
        guard program.predicates[number].isSupremum, case .money(let claimed)? = atom.terms.last
        else { return standing(number, row) }
        if claimed.minorUnits <= 0 || !amounts(number, row, isPossible: false).isEmpty {
            return .certain
        }
        return amounts(number, row, isPossible: true).isEmpty ? .contrary : .possible
    }

    /// The rows of a supremum predicate with the same arguments as `row` and at least its amount, the smallest amount first.
    func amounts(_ number: Int, _ row: [Int], isPossible: Bool) -> [[Int]] {
        guard case .money(let claimed)? = row.last.map({ terms.terms[$0] }) else { return [] }
        if isOnDemand[number] {
            // What passes a limit says so at the next step.
            try? demand(
                number, row.map(Int32.init), mask: 1 << (row.count - 1) - 1, isPossible: true)
        }
        var found: [(row: [Int], amount: Money)] = []
        for other in rows(number, isPossible: isPossible, matching: row.dropLast() + [nil]) {
            guard case .money(let money)? = other.last.map({ terms.terms[$0] }),
                money.currency == claimed.currency, money >= claimed
            else { continue }
            found.append((other, money))
        }
        return found.sorted { $0.amount < $1.amount }.map(\.row)
    }
}
