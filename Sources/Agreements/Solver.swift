// Finds every way to satisfy the conditions of one rule, in the planned order: each condition either tests what is known or binds
// more. The depth of recursion is the number of conditions, which the parser bounds.

import EvidenceValues

struct Solver {
    let evaluation: Evaluation
    let rule: CompiledRule
    let pass: Pass
    let order: [Int]
    /// A condition that ranges over these rows only.
    let delta: (condition: Int, rows: [[Int]])?
    /// Only atoms found before this round count: a derivation may not rest on itself.
    var before = Int.max
    /// Whether to remember the attempt that came furthest.
    let isNoting: Bool
    /// How far the longest attempt came, and its values, the first in order of terms: what failed is the condition there.
    private(set) var furthest = -1
    private(set) var furthestEnvironment: [Int?] = []

    /// Visits solutions until `visit` says false.
    typealias Visit = ([Int?]) throws(JudgeError) -> Bool

    init(
        evaluation: Evaluation, rule: CompiledRule, pass: Pass, order: [Int],
        delta: (condition: Int, rows: [[Int]])? = nil, before: Int = .max, isNoting: Bool = false
    ) {
        self.evaluation = evaluation
        self.rule = rule
        self.pass = pass
        self.order = order
        self.delta = delta
        self.before = before
        self.isNoting = isNoting
    }

    @discardableResult
    mutating func solve(_ environment: [Int?], _ visit: Visit) throws(JudgeError) -> Bool {
        try solve(environment, 0, visit)
    }

    private mutating func solve(
        _ environment: [Int?], _ depth: Int, _ visit: Visit
    ) throws(JudgeError) -> Bool {
        // Larger rules copy more.
        try evaluation.step(rule, count: 1 + environment.count / 32)
        if isNoting { note(environment, depth) }
        guard depth < order.count else { return try visit(environment) }
        let index = order[depth]
        switch rule.conditions[index] {
        case .atom(let atom, .plain):
            let rows = delta?.condition == index ? delta?.rows : nil
            return try match(atom, rows, environment, depth, visit)
        case .atom(let atom, let mode):
            guard try holds(atom, mode, environment) else { return true }
            return try solve(environment, depth + 1, visit)
        case .rebuttal(let atom, let possibly):
            guard try !isRebutted(atom, possibly, environment) else { return true }
            return try solve(environment, depth + 1, visit)
        case .domain(let type, let argument):
            return try range(type, argument, environment, depth, visit)
        case .comparison(let left, let comparator, let right, let mode):
            return try compare(left, comparator, right, mode, environment, depth, visit)
        case .aggregate(let aggregate):
            for (extended, result) in try groups(aggregate, environment) {
                var extended = extended
                if let known = extended[aggregate.result], known != result { continue }
                extended[aggregate.result] = result
                guard try solve(extended, depth + 1, visit) else { return false }
            }
            return true
        }
    }

    private mutating func note(_ environment: [Int?], _ depth: Int) {
        guard
            depth > furthest
                || (depth == furthest && evaluation.precedes(environment, furthestEnvironment))
        else { return }
        (furthest, furthestEnvironment) = (depth, environment)
    }

    // MARK: atoms

    private mutating func match(
        _ atom: CompiledAtom, _ rows: [[Int]]?, _ environment: [Int?], _ depth: Int, _ visit: Visit
    ) throws(JudgeError) -> Bool {
        let pattern = atom.arguments.map { evaluation.value($0, environment) }
        let predicate = atom.predicate
        if let rows {
            return try extend(rows, atom, environment, depth, visit)
        }
        let whole = pattern.compactMap(\.self)
        if whole.count == pattern.count {
            guard counts(predicate, whole) else { return true }
            return try solve(environment, depth + 1, visit)
        }
        if pass == .possible && evaluation.program.predicates[predicate].isOpen {
            return try enumerate(atom, environment, depth, visit)
        }
        var found = try rowsMatching(pattern, &evaluation.certain[predicate])
        if pass != .certain { found += try rowsMatching(pattern, &evaluation.possible[predicate]) }
        return try extend(found.filter { counts(predicate, $0) }, atom, environment, depth, visit)
    }

    // The rows that can match; each costs a step, whether or not it is then used.
    func rowsMatching(
        _ pattern: [Int?], _ relation: inout Relation
    ) throws(JudgeError) -> [[Int]] {
        let places = relation.places(pattern)
        try evaluation.step(rule, count: places?.count ?? relation.rows.count)
        guard let places else { return relation.rows }
        return places.map { relation.rows[$0] }
    }

    /// Whether the atom counts in this pass.
    private func counts(_ predicate: Int, _ row: [Int]) -> Bool {
        if let rank = evaluation.certain[predicate].rank(row) { return rank < before }
        guard pass != .certain, evaluation.isPossible(predicate, row) else { return false }
        return evaluation.possible[predicate].rank(row).map { $0 < before } ?? true
    }

    private mutating func extend(
        _ rows: [[Int]], _ atom: CompiledAtom, _ environment: [Int?], _ depth: Int, _ visit: Visit
    ) throws(JudgeError) -> Bool {
        for row in rows {
            if delta != nil { try evaluation.step(rule) }
            guard let extended = unify(atom, row, environment) else { continue }
            guard try solve(extended, depth + 1, visit) else { return false }
        }
        return true
    }

    func unify(_ atom: CompiledAtom, _ row: [Int], _ environment: [Int?]) -> [Int?]? {
        var extended = environment
        for (argument, term) in zip(atom.arguments, row) {
            if let known = evaluation.value(argument, extended) {
                guard known == term else { return nil }
            } else if let slot = argument.slot {
                extended[slot] = term
            }
        }
        return extended
    }

    // Spec: rules-13. What is possible of an open predicate ranges over every term of the type that is spoken of. Slots that nothing
    // else speaks of need one witness only.
    private mutating func enumerate(
        _ atom: CompiledAtom, _ environment: [Int?], _ depth: Int, _ visit: Visit
    ) throws(JudgeError) -> Bool {
        let free = freeSlots(atom, environment)
        let ready = free.filter { !rule.calculated.contains($0.slot) }
        if !ready.isEmpty && ready.count < free.count {
            return try range(ready[...], environment) { solver, environment throws(JudgeError) in
                try solver.solve(environment, depth + 1, visit)
            }
        }
        let wanted = free.filter { !rule.locals.contains($0.slot) }
        let other = free.filter { rule.locals.contains($0.slot) }
        return try range(wanted[...], environment) { solver, environment throws(JudgeError) in
            var witness: [Int?]?
            _ = try solver.range(other[...], environment) { solver, environment in
                let row = atom.arguments.compactMap { solver.evaluation.value($0, environment) }
                if solver.counts(atom.predicate, row) { witness = environment }
                return witness == nil
            }
            guard let witness else { return true }
            return try solver.solve(witness, depth + 1, visit)
        }
    }

    // Each slot once, however often the atom has it.
    private func freeSlots(
        _ atom: CompiledAtom, _ environment: [Int?]
    ) -> [(slot: Int, type: TermType)] {
        var free: [(slot: Int, type: TermType)] = []
        let parameters = evaluation.program.predicates[atom.predicate].parameters
        for (argument, parameter) in zip(atom.arguments, parameters) {
            guard let slot = argument.slot, environment[slot] == nil,
                !free.contains(where: { $0.slot == slot })
            else { continue }
            free.append((slot, parameter.type))
        }
        return free
    }

    // Gives the slots every combination of terms, one at a time, until `body` says false.
    private mutating func range(
        _ slots: ArraySlice<(slot: Int, type: TermType)>, _ environment: [Int?],
        _ body: (inout Solver, [Int?]) throws(JudgeError) -> Bool
    ) throws(JudgeError) -> Bool {
        guard let first = slots.first else { return try body(&self, environment) }
        for term in (evaluation.domain[first.type] ?? []) + calculatedTerms(first.slot) {
            try evaluation.step(rule, count: 1 + environment.count / 32)
            var extended = environment
            extended[first.slot] = term
            guard try range(slots.dropFirst(), extended, body) else { return false }
        }
        return true
    }

    // A certain atom is possible, whatever made its terms.
    private func calculatedTerms(_ slot: Int) -> [Int] {
        var found: [Int] = []
        for case .atom(let atom, .plain) in rule.conditions
        where evaluation.program.predicates[atom.predicate].isOpen {
            for (position, argument) in atom.arguments.enumerated() where argument.slot == slot {
                found += evaluation.calculatedTerms(of: atom.predicate, at: position)
                    .filter { !found.contains($0) }
            }
        }
        return found
    }

    private mutating func range(
        _ type: TermType, _ argument: Argument, _ environment: [Int?], _ depth: Int, _ visit: Visit
    ) throws(JudgeError) -> Bool {
        if let term = evaluation.value(argument, environment) {
            // Spec: rules-9. What only a calculation made is no term of evidence, claims or agreement.
            guard term < evaluation.spokenCount else { return true }
            return try solve(environment, depth + 1, visit)
        }
        guard let slot = argument.slot else { return true }
        for term in evaluation.domain[type] ?? [] {
            var extended = environment
            extended[slot] = term
            guard try solve(extended, depth + 1, visit) else { return false }
        }
        return true
    }

    // MARK: denials

    /// Whether any atom that fits `pattern` satisfies `test`; free places are `_`.
    private func any(
        _ atom: CompiledAtom, _ environment: [Int?], certainOnly: Bool
    ) throws(JudgeError) -> Bool {
        let pattern = atom.arguments.map { evaluation.value($0, environment) }
        let predicate = atom.predicate
        let whole = pattern.compactMap(\.self)
        if whole.count == pattern.count {
            return certainOnly
                ? evaluation.isCertain(predicate, whole) : evaluation.isPossible(predicate, whole)
        }
        func fits(_ row: [Int]) -> Bool { unify(atom, row, environment) != nil }
        if try rowsMatching(pattern, &evaluation.certain[predicate]).contains(where: fits) {
            return true
        }
        if certainOnly { return false }
        return try rowsMatching(pattern, &evaluation.possible[predicate]).contains {
            fits($0) && evaluation.isPossible(predicate, $0)
        }
    }

    /// Spec: rules-7, the table of `not` and `unproven`.
    private func holds(
        _ atom: CompiledAtom, _ mode: CompiledMode, _ environment: [Int?]
    ) throws(JudgeError) -> Bool {
        switch mode {
        case .plain, .unproven: break
        case .not where pass == .certain:
            // Open: its contrary is certain. Closed: it is not even possible. Both are "not possible".
            return try !any(atom, environment, certainOnly: false)
        case .not: break
        }
        return try !any(atom, environment, certainOnly: true)
    }

    /// Spec: rules-8, the table of presumptions.
    private func isRebutted(
        _ atom: CompiledAtom, _ possibly: Bool, _ environment: [Int?]
    ) throws(JudgeError) -> Bool {
        try any(atom, environment, certainOnly: !(possibly && pass == .certain))
    }

    // MARK: comparisons

    private mutating func compare(
        _ left: CompiledExpression, _ comparator: Comparator, _ right: CompiledExpression,
        _ mode: CompiledMode, _ environment: [Int?], _ depth: Int, _ visit: Visit
    ) throws(JudgeError) -> Bool {
        let calculator = Calculator(
            evaluation: evaluation, rule: rule, environment: environment, pass: pass)
        if comparator == .equal, mode == .plain {
            for (target, source) in [(left, right), (right, left)] {
                guard case .argument(.slot(let slot)) = target, environment[slot] == nil else {
                    continue
                }
                guard let term = calculator.term(source) else { return true }
                var extended = environment
                extended[slot] = evaluation.terms.number(term)
                return try solve(extended, depth + 1, visit)
            }
        }
        guard let standing = calculator.compare(left, comparator, right),
            Solver.holds(standing, mode, pass)
        else { return true }
        return try solve(environment, depth + 1, visit)
    }

    /// Spec: rules-7: how a comparison of a certain standing counts.
    static func holds(_ standing: Standing, _ mode: CompiledMode, _ pass: Pass) -> Bool {
        switch mode {
        case .plain: pass == .certain ? standing == .certain : standing != .contrary
        case .not: pass == .certain ? standing == .contrary : standing != .certain
        case .unproven: standing != .certain
        }
    }
}
