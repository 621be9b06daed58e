// The groups of an aggregate and what they come to. Results are in order of terms, because dictionaries have no order of their own and
// derivations must.

import EvidenceValues

extension Solver {
    /// A group: the values of the aggregate's group slots, and what the group comes to.
    struct Group {
        var values: [Int]
        var result: Int
    }

    /// Spec: rules-12.
    func groups(
        _ aggregate: CompiledAggregate, _ codes: [Int32]
    ) throws(JudgeError) -> [Group] {
        // Only what groups is bound from outside; the rest of the atom ranges freely.
        let inside = environment
        for slot in environment.indices where !aggregate.group.contains(slot) {
            environment[slot] = nil
        }
        let predicate = aggregate.atom.predicate
        let wantsPossible = pass != .certain && !aggregate.isProven
        let mask = fill(codes)
        if evaluation.isOnDemand[predicate] {
            try evaluation.demand(predicate, row, mask: mask, isPossible: wantsPossible)
        }
        var members = Members(aggregate, codes)
        if aggregate.like != nil { members.open(aggregate.group.map { environment[$0] ?? -1 }) }
        for isPossible in wantsPossible ? [false, true] : [false] {
            var cursor = evaluation.cursor(predicate, isPossible, fill(codes), row)
            while let place = evaluation.next(&cursor, predicate, isPossible) {
                try evaluation.step(plan.rule)
                evaluation.copy(predicate, isPossible, place, to: &row)
                guard !isPossible || evaluation.isPossible(predicate, row) else { continue }
                let mark = trail.count
                defer { unbind(to: mark) }
                if unify(codes) { members.add(row, evaluation) }
            }
        }
        environment = inside
        return results(members, aggregate)
    }

    private func results(_ members: Members, _ aggregate: CompiledAggregate) -> [Group] {
        var like: Currency?
        if let slot = aggregate.like, let number = environment[slot],
            case .money(let money) = evaluation.terms.terms[number]
        {
            like = money.currency
        }
        var results: [Group] = []
        for (values, amounts) in members.sorted(evaluation) {
            for term in calculator.fold(amounts, aggregate.function, like) {
                results.append(Group(values: values, result: evaluation.terms.number(term)))
            }
        }
        return results
    }
}

/// What an aggregate ranges over, by group.
private struct Members {
    private let isSum: Bool
    private let arity: Int
    private let summand: Int
    /// By group slot: its position in the atom.
    private let positions: [Int]
    /// By group and by the other arguments: the amount that counts.
    private var groups: [[Int]: [[Int32]: Term]] = [:]

    init(_ aggregate: CompiledAggregate, _ codes: [Int32]) {
        isSum = aggregate.function == .sum
        arity = codes.count
        summand = codes.firstIndex(of: Int32(-1 - aggregate.summand)) ?? 0
        positions = aggregate.group.map { codes.firstIndex(of: Int32(-1 - $0)) ?? 0 }
    }

    /// A group that is there without members.
    mutating func open(_ values: [Int]) { groups[values] = [:] }

    // A sum counts one amount for each set of the other arguments: the largest.
    mutating func add(_ row: [Int32], _ evaluation: Evaluation) {
        let term = evaluation.terms.terms[Int(row[summand])]
        var key = Array(row[..<arity])
        if isSum { key[summand] = currencyNumber(term, evaluation) }
        let group = positions.map { Int(row[$0]) }
        if let known = groups[group]?[key], known >= term { return }
        groups[group, default: [:]][key] = term
    }

    // Amounts of different currencies never displace each other.
    private func currencyNumber(_ term: Term, _ evaluation: Evaluation) -> Int32 {
        guard case .money(let money) = term else { return -1 }
        return Int32(truncatingIfNeeded: evaluation.terms.number(.word(money.currency.code)))
    }

    /// The groups in order, with their amounts in order.
    func sorted(_ evaluation: Evaluation) -> [([Int], [Term])] {
        groups.sorted { evaluation.precedes($0.key, $1.key) }
            .map { ($0.key, $0.value.values.sorted()) }
    }
}
