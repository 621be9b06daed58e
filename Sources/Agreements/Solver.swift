// Finds every way to satisfy the conditions of one rule, in the planned order: each condition either tests what is known or binds
// more. The values are bound in place and unbound on the way back. The depth of recursion is the number of conditions and of the
// arguments that one of them enumerates, which the parser bounds.

import EvidenceValues

final class Solver {
    let evaluation: Evaluation
    let plan: Plan
    let pass: Pass
    /// New rows of the first condition's atom, which ranges over these only.
    private let delta: Range<Int>?
    /// Only atoms found before this round count: a derivation may not rest on itself.
    private let before: Int
    /// Whether to remember the attempt that came furthest.
    private let isNoting: Bool
    /// How far the longest attempt came, and its values, the first in order of terms: what failed is the condition there.
    private(set) var furthest = -1
    private(set) var furthestEnvironment: [Int?] = []

    /// By slot the value, if it has one.
    var environment: [Int?] = []
    /// The slots that have got values, the last one last.
    private(set) var trail: [Int] = []
    /// One row at a time.
    var row: [Int32]

    /// Visits solutions until `visit` says false.
    typealias Visit = ([Int?]) throws(JudgeError) -> Bool
    /// Goes on with the next condition.
    typealias Body = () throws(JudgeError) -> Bool

    var rule: CompiledRule { plan.rule }

    init(
        evaluation: Evaluation, plan: Plan, pass: Pass, delta: Range<Int>? = nil,
        before: Int = .max, isNoting: Bool = false
    ) {
        self.evaluation = evaluation
        self.plan = plan
        self.pass = pass
        self.delta = delta
        self.before = before
        self.isNoting = isNoting
        row = [Int32](repeating: 0, count: evaluation.largestArity)
    }

    /// For a rule in an order of its own.
    convenience init(
        evaluation: Evaluation, rule: CompiledRule, pass: Pass, order: [Int], before: Int = .max,
        isNoting: Bool = false
    ) {
        let plan = Plan(rule: rule, order: order, now: evaluation.now)
        self.init(
            evaluation: evaluation, plan: plan, pass: pass, before: before, isNoting: isNoting)
    }

    @discardableResult
    func solve(_ environment: [Int?], _ visit: Visit) throws(JudgeError) -> Bool {
        self.environment = environment
        return try solve(0, visit)
    }

    private func solve(_ depth: Int, _ visit: Visit) throws(JudgeError) -> Bool {
        try evaluation.step(plan.rule, count: plan.cost)
        if isNoting { note(depth) }
        guard depth < plan.order.count else { return try visit(environment) }
        func body() throws(JudgeError) -> Bool { try solve(depth + 1, visit) }
        switch plan.conditions[depth] {
        case .atom(let atom, .plain): return try match(atom, plan.codes[depth], depth, body)
        case .atom(let atom, let mode):
            return try holds(atom, plan.codes[depth], mode) ? body() : true
        case .rebuttal(let atom, let possibly):
            return try isRebutted(atom, plan.codes[depth], possibly) ? true : body()
        case .domain(let type, let argument):
            return try range(type, argument, body)
        case .comparison(let left, let comparator, let right, let mode):
            return try compare(left, comparator, right, mode, body)
        case .aggregate(let aggregate):
            for group in try groups(aggregate, plan.codes[depth]) {
                let mark = trail.count
                defer { unbind(to: mark) }
                let values = zip(aggregate.group, group.values) + [(aggregate.result, group.result)]
                guard values.allSatisfy({ bind($0, to: $1) }) else { continue }
                guard try body() else { return false }
            }
            return true
        }
    }

    private func note(_ depth: Int) {
        guard
            depth > furthest
                || (depth == furthest && evaluation.precedes(environment, furthestEnvironment))
        else { return }
        (furthest, furthestEnvironment) = (depth, environment)
    }

    // MARK: values

    /// Whether the slot has the value now.
    func bind(_ slot: Int, to value: Int) -> Bool {
        if let known = environment[slot] { return known == value }
        environment[slot] = value
        trail.append(slot)
        return true
    }

    func unbind(to mark: Int) {
        while trail.count > mark, let slot = trail.popLast() { environment[slot] = nil }
    }

    /// Writes what is known of the atom's arguments into `row`; the positions that are.
    func fill(_ codes: [Int32]) -> Int {
        var mask = 0
        for (position, code) in codes.enumerated() {
            if code >= 0 {
                row[position] = code
            } else if let value = environment[Int(-1 - code)] {
                row[position] = Int32(truncatingIfNeeded: value)
            } else {
                continue
            }
            mask |= 1 << position
        }
        return mask
    }

    /// Whether the atom's arguments are those of `row`; what has no value yet gets it.
    func unify(_ codes: [Int32]) -> Bool {
        for (position, code) in codes.enumerated() {
            if code >= 0 {
                guard code == row[position] else { return false }
            } else if !bind(Int(-1 - code), to: Int(row[position])) {
                return false
            }
        }
        return true
    }

    private func isWhole(_ mask: Int, _ codes: [Int32]) -> Bool { mask == 1 << codes.count - 1 }

    // MARK: atoms

    private func match(
        _ atom: CompiledAtom, _ codes: [Int32], _ depth: Int, _ body: Body
    ) throws(JudgeError) -> Bool {
        let predicate = atom.predicate
        if depth == 0, let delta {
            for place in delta {
                guard try extend(predicate, pass == .possible, place, codes, body) else {
                    return false
                }
            }
            return true
        }
        let mask = fill(codes)
        if evaluation.isOnDemand[predicate] {
            try evaluation.demand(predicate, row, mask: mask, isPossible: pass != .certain)
        }
        if isWhole(mask, codes) { return counts(predicate) ? try body() : true }
        if pass == .possible && evaluation.program.predicates[predicate].isOpen {
            return try enumerate(atom, codes, body)
        }
        for isPossible in pass == .certain ? [false] : [false, true] {
            var cursor = evaluation.cursor(predicate, isPossible, fill(codes), row)
            while let place = evaluation.next(&cursor, predicate, isPossible) {
                guard try extend(predicate, isPossible, place, codes, body) else { return false }
            }
        }
        return true
    }

    // Each row looked at costs a step, whether or not it is then used.
    private func extend(
        _ predicate: Int, _ isPossible: Bool, _ place: Int, _ codes: [Int32], _ body: Body
    ) throws(JudgeError) -> Bool {
        try evaluation.step(plan.rule)
        evaluation.copy(predicate, isPossible, place, to: &row)
        guard countsThere(predicate, isPossible, place) else { return true }
        let mark = trail.count
        defer { unbind(to: mark) }
        return unify(codes) ? try body() : true
    }

    // What is certain as well is found among the certain rows.
    private func countsThere(_ predicate: Int, _ isPossible: Bool, _ place: Int) -> Bool {
        let isKnown = evaluation.rank(predicate, isPossible, place) < before
        guard isPossible else { return isKnown }
        return isKnown && evaluation.certain[predicate].place(of: row) == nil
            && !evaluation.isContrary(predicate, row)
    }

    /// Whether the atom in `row` counts in this pass.
    func counts(_ predicate: Int) -> Bool {
        if let place = evaluation.certain[predicate].place(of: row) {
            return evaluation.certain[predicate].rank(at: place) < before
        }
        guard pass != .certain, evaluation.isPossible(predicate, row) else { return false }
        return evaluation.possible[predicate].place(of: row)
            .map { evaluation.possible[predicate].rank(at: $0) < before } ?? true
    }

    // MARK: denials

    /// Whether any atom that fits is certain, or possible; free places are `_`.
    private func any(
        _ atom: CompiledAtom, _ codes: [Int32], certainOnly: Bool
    ) throws(JudgeError) -> Bool {
        let predicate = atom.predicate
        let mask = fill(codes)
        if evaluation.isOnDemand[predicate] {
            try evaluation.demand(predicate, row, mask: mask, isPossible: !certainOnly)
        }
        if isWhole(mask, codes) {
            return certainOnly
                ? evaluation.certain[predicate].place(of: row) != nil
                : evaluation.isPossible(predicate, row)
        }
        for isPossible in certainOnly ? [false] : [false, true] {
            var cursor = evaluation.cursor(predicate, isPossible, fill(codes), row)
            while let place = evaluation.next(&cursor, predicate, isPossible) {
                try evaluation.step(plan.rule)
                evaluation.copy(predicate, isPossible, place, to: &row)
                guard !isPossible || evaluation.isPossible(predicate, row) else { continue }
                let mark = trail.count
                defer { unbind(to: mark) }
                if unify(codes) { return true }
            }
        }
        return false
    }

    /// Spec: rules-7, the table of `not` and `unproven`.
    private func holds(
        _ atom: CompiledAtom, _ codes: [Int32], _ mode: CompiledMode
    ) throws(JudgeError) -> Bool {
        switch mode {
        case .plain, .unproven: break
        case .not where pass == .certain:
            // Open: its contrary is certain. Closed: it is not even possible. Both are "not possible".
            return try !any(atom, codes, certainOnly: false)
        case .not: break
        }
        return try !any(atom, codes, certainOnly: true)
    }

    /// Spec: rules-8, the table of presumptions.
    private func isRebutted(
        _ atom: CompiledAtom, _ codes: [Int32], _ possibly: Bool
    ) throws(JudgeError) -> Bool {
        try any(atom, codes, certainOnly: !(possibly && pass == .certain))
    }
}
