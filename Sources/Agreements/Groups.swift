// The groups of an aggregate and what they come to. Results are in order of terms, because dictionaries have no order of their own and
// derivations must.

import EvidenceValues

extension Solver {
    /// For each group, the bound slots and the result. Spec: rules-12.
    func groups(
        _ aggregate: CompiledAggregate, _ environment: [Int?]
    ) throws(JudgeError) -> [([Int?], Int)] {
        let atom = aggregate.atom
        // Only what groups is bound from outside; the rest of the atom ranges freely.
        var outside = [Int?](repeating: nil, count: environment.count)
        for slot in aggregate.group { outside[slot] = environment[slot] }
        let pattern = atom.arguments.map { evaluation.value($0, outside) }
        var rows = try rowsMatching(pattern, &evaluation.certain[atom.predicate])
        if pass != .certain && !aggregate.isProven {
            rows += try rowsMatching(pattern, &evaluation.possible[atom.predicate]).filter {
                evaluation.isPossible(atom.predicate, $0)
            }
        }
        var groups: [[Int?]: [[Int]: Term]] = [:]
        if aggregate.like != nil { groups[outside] = [:] }
        let place = atom.arguments.firstIndex(of: .slot(aggregate.summand)) ?? 0
        for row in rows {
            guard let bound = unify(atom, row, outside) else { continue }
            var group = outside
            for slot in aggregate.group { group[slot] = bound[slot] }
            // A sum counts one amount for each set of the other arguments: the largest.
            var key = row
            let term = evaluation.terms.terms[row[place]]
            if aggregate.function == .sum { key[place] = currencyNumber(term) }
            groups[group, default: [:]][key] = largest(groups[group]?[key], term)
        }
        return results(groups, aggregate, environment)
    }

    // Amounts of different currencies never displace each other.
    private func currencyNumber(_ term: Term) -> Int {
        guard case .money(let money) = term else { return -1 }
        return evaluation.terms.number(.word(money.currency.code))
    }

    private func largest(_ known: Term?, _ term: Term) -> Term {
        known.map { max($0, term) } ?? term
    }

    private func results(
        _ groups: [[Int?]: [[Int]: Term]], _ aggregate: CompiledAggregate, _ environment: [Int?]
    ) -> [([Int?], Int)] {
        let calculator = Calculator(
            evaluation: evaluation, rule: rule, environment: environment, pass: pass)
        var results: [([Int?], Int)] = []
        // Sorted, because dictionaries have no order of their own and derivations must.
        for (group, amounts) in groups.sorted(by: { evaluation.precedes($0.key, $1.key) }) {
            var bound = environment
            for slot in aggregate.group { bound[slot] = group[slot] }
            var like: Currency?
            if let slot = aggregate.like, let number = environment[slot],
                case .money(let money) = evaluation.terms.terms[number]
            {
                like = money.currency
            }
            for term in calculator.fold(amounts.values.sorted(), aggregate.function, like) {
                results.append((bound, evaluation.terms.number(term)))
            }
        }
        return results
    }
}
