// What would make an atom certain, or exclude it: backwards through the rules, down to what somebody could produce. Each way is a set
// of suppositions. They are proposals: rules that deny can make a proposal fail, so each is tried by evaluating again (Settling.swift).

import EvidenceValues

struct Ways {
    /// More alternatives at one place make no list that anybody reads; what is cut is said.
    private static let alternatives = 12
    /// Rules nested deeper than this decide nothing that a reader would look for.
    private static let depth = 24

    typealias Way = Set<Supposition>

    let explainer: Explainer
    /// Larger sets are not looked for.
    let size: Int
    /// Whether what rules could give may be produced itself as well: a contract, where its signatures are what is missing.
    let isShallow: Bool
    private(set) var isCut = false
    private var known: [Goal: [Way]] = [:]
    private var inProgress: Set<Goal> = []

    private struct Goal: Hashable {
        var predicate: Int
        var row: [Int]
        var isCertain: Bool
    }

    private var evaluation: Evaluation { explainer.evaluation }

    init(explainer: Explainer, size: Int, isShallow: Bool) {
        self.explainer = explainer
        self.size = size
        self.isShallow = isShallow
    }

    // MARK: formulas

    /// The ways in which a formula would be certain, or excluded.
    mutating func ways(_ formula: Formula, isCertain: Bool) throws(JudgeError) -> [Way] {
        switch formula {
        case .atom(let atom): return try ways(atom, isCertain: isCertain)
        case .not(let inner): return try ways(inner, isCertain: !isCertain)
        case .and(let left, let right), .or(let left, let right):
            let parts = [
                try ways(left, isCertain: isCertain), try ways(right, isCertain: isCertain),
            ]
            if case .and = formula { return isCertain ? all(parts) : any(parts) }
            return isCertain ? any(parts) : all(parts)
        }
    }

    private mutating func ways(_ atom: ClaimedAtom, isCertain: Bool) throws(JudgeError) -> [Way] {
        guard let number = evaluation.program.numbers[atom.key] else { return [] }
        let row = atom.terms.map { evaluation.terms.number($0) }
        guard evaluation.program.predicates[number].isSupremum else {
            return try ways(number, row, isCertain: isCertain, depth: 0)
        }
        if !evaluation.amounts(number, row, isPossible: false).isEmpty {
            return isCertain ? [[]] : []
        }
        let rows = evaluation.amounts(number, row, isPossible: true)
        var parts: [[Way]] = []
        for row in rows { parts.append(try ways(number, row, isCertain: isCertain, depth: 0)) }
        return isCertain ? any(parts) : all(parts)
    }

    // MARK: atoms

    private mutating func ways(
        _ predicate: Int, _ row: [Int], isCertain: Bool, depth: Int
    ) throws(JudgeError) -> [Way] {
        let standing = evaluation.standing(predicate, row)
        if standing == (isCertain ? .certain : .contrary) { return [[]] }
        // What is decided is not taken away again.
        guard standing == .possible else { return [] }
        let goal = Goal(predicate: predicate, row: row, isCertain: isCertain)
        if let ways = known[goal] { return ways }
        guard depth < Ways.depth, inProgress.insert(goal).inserted else {
            isCut = isCut || depth >= Ways.depth
            return []
        }
        defer { inProgress.remove(goal) }
        let found =
            isCertain
            ? try proofs(predicate, row, depth: depth)
            : try refutations(predicate, row, depth: depth)
        known[goal] = found
        return found
    }

    private mutating func proofs(
        _ predicate: Int, _ row: [Int], depth: Int
    ) throws(JudgeError) -> [Way] {
        var parts: [[Way]] = []
        for solution in try solutions(predicate, row) {
            var conditions: [[Way]] = []
            for condition in solution.rule.conditions {
                let ways = try self.ways(condition, solution, isCertain: true, depth: depth + 1)
                conditions.append(ways)
                if ways.isEmpty { break }
            }
            parts.append(all(conditions))
        }
        let found = any(parts)
        guard found.isEmpty || isShallow, explainer.canBeProduced(predicate) else { return found }
        return any([found, [[explainer.supposition(predicate, row, isSo: true)]]])
    }

    private mutating func refutations(
        _ predicate: Int, _ row: [Int], depth: Int
    ) throws(JudgeError) -> [Way] {
        var parts: [[Way]] = []
        let declared = explainer.predicate(predicate)
        if declared.origin != nil {
            parts.append([[explainer.supposition(predicate, row, isSo: false)]])
        }
        if let contrary = evaluation.program.contraries[predicate] {
            parts.append(try certainOrProduced(contrary, row, depth: depth + 1))
        }
        if declared.origin == nil && !declared.isOpen {
            var solutionsFailing: [[Way]] = []
            for solution in try solutions(predicate, row) {
                var failures: [[Way]] = []
                for condition in solution.rule.conditions {
                    failures.append(
                        try ways(condition, solution, isCertain: false, depth: depth + 1))
                }
                solutionsFailing.append(any(failures))
            }
            if !solutionsFailing.isEmpty { parts.append(all(solutionsFailing)) }
        }
        return any(parts)
    }

    // The contrary of what is possible stands nowhere yet, so that it may be excluded and nevertheless come to be.
    private mutating func certainOrProduced(
        _ predicate: Int, _ row: [Int], depth: Int
    ) throws(JudgeError) -> [Way] {
        let ways = try ways(predicate, row, isCertain: true, depth: depth)
        guard ways.isEmpty, explainer.canBeProduced(predicate),
            evaluation.standing(predicate, row) == .possible
        else { return ways }
        return [[explainer.supposition(predicate, row, isSo: true)]]
    }

    private mutating func solutions(
        _ predicate: Int, _ row: [Int]
    ) throws(JudgeError) -> [Explainer.Solution] {
        var found: [Explainer.Solution] = []
        for index in evaluation.program.rulesOf[predicate] {
            let rule = evaluation.program.rules[index]
            guard let environment = explainer.unify(rule, row) else { continue }
            let plan = try explainer.plan(rule, environment)
            let solver = Solver(evaluation: evaluation, rule: rule, pass: .filed, order: plan)
            let isWhole = try solver.solve(environment) { environment in
                found.append(
                    Explainer.Solution(
                        rule: rule, environment: environment, isCertain: false))
                return found.count < Ways.alternatives
            }
            if !isWhole { isCut = true }
        }
        return found
    }

    // MARK: conditions

    private mutating func ways(
        _ condition: CompiledCondition, _ solution: Explainer.Solution, isCertain: Bool, depth: Int
    ) throws(JudgeError) -> [Way] {
        switch condition {
        case .domain: return isCertain ? [[]] : []
        case .atom(let atom, .plain):
            return try ways(atom, solution, isCertain: isCertain, depth: depth)
        case .atom(let atom, .not):
            return try ways(atom, solution, isCertain: !isCertain, depth: depth)
        case .atom(let atom, .unproven):
            return isCertain ? [[]] : try ways(atom, solution, isCertain: true, depth: depth)
        case .rebuttal(let atom, let possibly):
            if isCertain && !possibly { return [[]] }
            return try ways(atom, solution, isCertain: !isCertain, depth: depth)
        case .comparison(let left, let comparator, let right, let mode):
            return try ways(
                (left, comparator, right), mode, condition, solution, isCertain: isCertain)
        case .aggregate(let aggregate):
            if aggregate.isProven && isCertain { return [[]] }
            var parts: [[Way]] = []
            for row in try explainer.rows(aggregate, solution.rule, solution.environment)
            where evaluation.standing(aggregate.atom.predicate, row) == .possible {
                parts.append(
                    try ways(aggregate.atom.predicate, row, isCertain: isCertain, depth: depth))
            }
            // One more at a time, and all of them; the search adds further ones where one is not enough.
            return parts.isEmpty ? (isCertain ? [[]] : []) : any(parts + [all(parts)])
        }
    }

    private mutating func ways(
        _ atom: CompiledAtom, _ solution: Explainer.Solution, isCertain: Bool, depth: Int
    ) throws(JudgeError) -> [Way] {
        let pattern = explainer.pattern(atom, solution.environment)
        let whole = pattern.compactMap(\.self)
        if whole.count == pattern.count {
            return try ways(atom.predicate, whole, isCertain: isCertain, depth: depth)
        }
        var rows: [[Int]] = []
        for isPossible in [false, true] {
            rows += try evaluation.rows(
                atom.predicate, isPossible: isPossible, matching: pattern, solution.rule)
        }
        var parts: [[Way]] = []
        for row in rows.prefix(Ways.alternatives) {
            parts.append(try ways(atom.predicate, row, isCertain: isCertain, depth: depth))
        }
        isCut = isCut || rows.count > Ways.alternatives
        if rows.isEmpty { return isCertain ? [] : [[]] }
        return isCertain ? any(parts) : all(parts)
    }

    private typealias Compared = (CompiledExpression, Comparator, CompiledExpression)

    private mutating func ways(
        _ compared: Compared, _ mode: CompiledMode, _ condition: CompiledCondition,
        _ solution: Explainer.Solution, isCertain: Bool
    ) throws(JudgeError) -> [Way] {
        let (left, comparator, right) = compared
        let calculator = Calculator(
            evaluation: evaluation, environment: solution.environment, pass: .filed)
        let isDenied = mode != .plain
        let standing = calculator.compare(left, comparator, right) ?? .certain
        let wanted: Standing = isCertain != isDenied ? .certain : .contrary
        if case .unproven = mode, isCertain { return standing == .certain ? [] : [[]] }
        if standing == wanted { return [[]] }
        guard standing == .possible, let first = calculator.term(left),
            let second = calculator.term(right)
        else { return [] }
        let narrower = evaluation.narrower(first, comparator, second, isSo: wanted == .certain)
        guard let narrower else { return [] }
        let words = explainer.words(left, comparator, right, solution)
        let not = wanted == .certain ? "" : "not "
        return [
            [
                Supposition(
                    content: .narrower(narrower.of, to: narrower.interval),
                    statement: not + first.text + " \(comparator.rawValue) " + second.text,
                    sentence: "proof that " + (not.isEmpty ? "" : "it is not so that ") + words)
            ]
        ]
    }

    // MARK: sets

    /// One of each.
    private mutating func all(_ parts: [[Way]]) -> [Way] {
        var found: [Way] = [[]]
        for ways in parts {
            var next: [Way] = []
            for way in found {
                for other in ways { next.append(way.union(other)) }
            }
            found = best(next)
        }
        return found
    }

    /// Any one of any.
    private mutating func any(_ parts: [[Way]]) -> [Way] { best(parts.flatMap(\.self)) }

    private mutating func best(_ ways: [Way]) -> [Way] {
        let possible = Set(ways).filter { $0.count <= size && Supposition.areConsistent($0) }
        if possible.count < Set(ways).count { isCut = true }
        var least: [Way] = []
        for way in possible.sorted(by: Supposition.precedes)
        where !least.contains(where: { $0.isSubset(of: way) }) {
            least.append(way)
        }
        if least.count > Ways.alternatives { isCut = true }
        return Array(least.prefix(Ways.alternatives))
    }
}
