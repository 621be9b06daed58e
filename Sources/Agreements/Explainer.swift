// Why an atom stands as it does: the derivation that a finding shows. The evaluation only knows that it stands; the reasons are found
// afterwards by running the rules backwards from the atom. Of several, the one with the fewest uncertain conditions is shown, then
// the first by article and text, then by terms, so that no order of rules or facts shows through.

import EvidenceValues

final class Explainer {
    /// How deep reasons go; deeper ones are cut, and an agreement of articles does not come near it.
    static let maximumDepth = 40
    /// How deep the reasons go for which something is *not* so.
    private static let failureDepth = 5
    /// How many steps the reasons for one claim have: more than a reader follows, and a bound on memory. Where there are many claims
    /// they have fewer each, so that reasons never take more than half of what a matter may cost.
    private let maximumSteps: Int
    private static let stepsOfAll = EvaluationLimits.steps / 2 / EvaluationLimits.costOfReason
    /// Reasons with no more steps are given again where they are needed again; longer ones are referred to by their statement. So what
    /// is shared, written out as a tree, stays in proportion.
    private static let shortSteps = 50

    let evaluation: Evaluation
    let agreement: Agreement
    let names: Names
    private var inProgress: Set<[Int]> = []
    /// What the reasons for this statement have explained already: it is referred to, not explained again.
    private var explained: [[Int]: Told<Derivation>] = [:]
    private var failed: [[Int?]: Told<[Derivation]>] = [:]
    private var steps = 0
    /// Solutions found so far, by atom; they are the same for every claim.
    private var solutions: [[Int]: [Solution]] = [:]
    private var chosen: [[Int]: Solution] = [:]

    init(evaluation: Evaluation, agreement: Agreement, names: Names, claims: Int = 1) {
        maximumSteps = min(10_000, max(100, Explainer.stepsOfAll / max(1, claims)))
        self.evaluation = evaluation
        self.agreement = agreement
        self.names = names
    }

    /// Reasons as they were given before, at a depth: deeper ones are cut earlier.
    private struct Told<Reasons> {
        var depth: Int
        var reasons: Reasons
    }

    /// A way to satisfy a rule for an atom.
    struct Solution {
        var rule: CompiledRule
        var environment: [Int?]
        /// Whether it holds by what is certain alone: sums are then those of the first evaluation. Spec: rules-12
        var isCertain: Bool
    }

    /// Begins the reasons for another claim.
    func begin() { steps = 0 }

    /// Begins the reasons for another statement of a claim.
    func beginStatement() { (explained, failed) = ([:], [:]) }

    // MARK: words

    func predicate(_ number: Int) -> Predicate { evaluation.program.predicates[number] }

    /// `signed(MARKT, sha-256:…)`; what is not known is `_`.
    func statement(_ number: Int, _ pattern: [Int?]) -> String {
        let arguments = pattern.map { $0.map { evaluation.terms.terms[$0].text } ?? "_" }
        return predicate(number).statement(arguments)
    }

    func fill(_ template: String, _ number: Int, _ pattern: [Int?]) -> String {
        predicate(number).fill(
            template, pattern.map { $0.map { names.word(evaluation.terms.terms[$0]) } })
    }

    func sentence(_ number: Int, _ pattern: [Int?]) -> String {
        fill(predicate(number).sentence, number, pattern)
    }

    // MARK: atoms

    /// The reasons for an atom, whatever its standing.
    func explain(_ number: Int, _ row: [Int], depth: Int = 0) throws(JudgeError) -> Derivation {
        let standing = evaluation.standing(number, row)
        var derivation = Derivation(
            statement: statement(number, row), sentence: sentence(number, row), standing: standing,
            basis: .absent)
        if let told = explained[[number] + row], told.depth <= depth { return told.reasons }
        steps += 1
        guard depth < Explainer.maximumDepth, steps < maximumSteps,
            inProgress.insert([number] + row).inserted
        else { return derivation }
        defer {
            inProgress.remove([number] + row)
            var reference = derivation
            if !isShort(derivation.steps) { reference.steps = [] }
            explained[[number] + row] = Told(depth: depth, reasons: reference)
        }
        if let facts = evaluation.support[number][row] {
            show(facts, standing, in: &derivation)
            return derivation
        }
        switch standing {
        case .certain, .possible:
            if let solution = try best(number, row) {
                try show(solution, depth: depth, in: &derivation)
            } else if predicate(number).origin == nil {
                derivation.steps = try failures(number, row, .certain, depth: 0)
            }
        case .contrary:
            if let contrary = evaluation.program.contraries[number],
                evaluation.isCertain(contrary, row)
            {
                derivation.basis = .rule
                derivation.steps = [try explain(contrary, row, depth: depth + 1)]
            } else {
                derivation.steps = try failures(number, row, .filed, depth: 0)
            }
        }
        return derivation
    }

    private func show(_ facts: [Fact], _ standing: Standing, in derivation: inout Derivation) {
        let shown = facts.filter { $0.standing == standing }.sorted()
        let facts = shown.isEmpty ? facts.sorted() : shown
        derivation.exhibits = Array(Set(facts.flatMap(\.exhibits))).sorted()
        derivation.reason = facts.compactMap(\.reason).min()
        switch facts[0].origin {
        case .evidence: derivation.basis = .evidence
        case .stated: derivation.basis = .stated
        case .annex: derivation.basis = .annex
        }
    }

    private func show(
        _ solution: Solution, depth: Int, in derivation: inout Derivation
    ) throws(JudgeError) {
        try evaluation.step(solution.rule, count: EvaluationLimits.costOfReason)
        derivation.basis = solution.rule.isPresumption ? .presumption : .rule
        derivation.article = solution.rule.article
        derivation.articleTitle = agreement.title(of: solution.rule.article)
        if let burden = solution.rule.burden {
            derivation.burden = bearer(burden, solution.environment)
        }
        for condition in solution.rule.conditions {
            derivation.steps += try step(condition, solution, depth: depth + 1)
        }
    }

    // MARK: solutions

    /// The solution to show, among those that rest on what was known before; nil if no rule gives the atom from what is on file.
    /// Of several with equally many doubts it is the one for which least is missing. Spec: rules-14
    func best(_ number: Int, _ row: [Int]) throws(JudgeError) -> Solution? {
        if let known = chosen[[number] + row] { return known }
        let candidates = try candidates(number, row)
        guard candidates.count > 1, candidates[0].isCertain == false else {
            return candidates.first
        }
        var best = (solution: candidates[0], gaps: Int.max)
        for candidate in candidates {
            let gaps = try countOfGaps(candidate)
            if gaps < best.gaps { best = (candidate, gaps) }
        }
        chosen[[number] + row] = best.solution
        return best.solution
    }

    /// Of each rule that gives the atom the first solution with the fewest doubts, where no other rule has one with fewer.
    func candidates(_ number: Int, _ row: [Int]) throws(JudgeError) -> [Solution] {
        if let known = solutions[[number] + row] { return known }
        let found = try search(number, row)
        solutions[[number] + row] = found
        return found
    }

    private func search(_ number: Int, _ row: [Int]) throws(JudgeError) -> [Solution] {
        var found: [(solution: Solution, doubts: Int)] = []
        let certainRank = evaluation.certain[number].rank(row)
        let pass: Pass = certainRank == nil ? .filed : .certain
        let before = certainRank ?? evaluation.possible[number].rank(row) ?? .max
        for index in evaluation.program.rulesOf[number] {
            let rule = evaluation.program.rules[index]
            guard let environment = unify(rule, row) else { continue }
            var best: (solution: Solution, doubts: Int)?
            let plan = try self.plan(rule, environment, isOpenLast: pass == .filed)
            let solver = Solver(
                evaluation: evaluation, rule: rule, pass: pass, order: plan, before: before)
            try solver.solve(environment) { environment throws(JudgeError) in
                let doubts = pass == .certain ? 0 : try self.doubts(rule, environment)
                let better =
                    best.map {
                        doubts < $0.doubts
                            || (doubts == $0.doubts
                                && self.evaluation.precedes(environment, $0.solution.environment))
                    } ?? true
                guard better else { return true }
                let solution = Solution(
                    rule: rule, environment: environment, isCertain: pass == .certain)
                best = (solution, doubts)
                return true
            }
            if let best { found.append(best) }
        }
        let least = found.map(\.doubts).min()
        return found.filter { $0.doubts == least }.map(\.solution)
    }

    func unify(_ rule: CompiledRule, _ row: [Int?]) -> [Int?]? {
        var environment = [Int?](repeating: nil, count: rule.slotNames.count)
        for (argument, term) in zip(rule.head.arguments, row) {
            guard let term else { continue }
            if let known = evaluation.value(argument, environment) {
                guard known == term else { return nil }
            } else if let slot = argument.slot {
                environment[slot] = term
            }
        }
        return environment
    }

    func plan(
        _ rule: CompiledRule, _ environment: [Int?], isOpenLast: Bool = false
    ) throws(JudgeError) -> [Int] {
        try evaluation.step(rule, count: EvaluationLimits.cost(ofPlanning: rule))
        var planner = Planner(
            rule: rule, predicates: evaluation.program.predicates, isPossible: false,
            bound: environment.map { $0 != nil }, isOpenLast: isOpenLast)
        planner.run()
        return planner.order
    }

    private func doubts(_ rule: CompiledRule, _ environment: [Int?]) throws(JudgeError) -> Int {
        var doubts = 0
        for condition in rule.conditions
        where try standing(condition, rule, environment) == .possible {
            doubts += 1
        }
        return doubts
    }

    /// How a condition stands with these values.
    func standing(
        _ condition: CompiledCondition, _ rule: CompiledRule, _ environment: [Int?]
    ) throws(JudgeError) -> Standing {
        switch condition {
        case .domain, .rebuttal, .atom(_, .unproven), .comparison(_, _, _, .unproven):
            return .certain
        case .aggregate(let aggregate):
            if aggregate.isProven { return .certain }
            let rows = try rows(aggregate, rule, environment)
            let hasDoubt = rows.contains {
                evaluation.standing(aggregate.atom.predicate, $0) == .possible
            }
            return hasDoubt ? .possible : .certain
        case .atom(let atom, let mode):
            let pattern = pattern(atom, environment)
            let whole = pattern.compactMap(\.self)
            if whole.count == pattern.count {
                let standing = evaluation.standing(atom.predicate, whole)
                return mode == .not ? standing.negated : standing
            }
            // Of `_` one that is certain will do; under a denial none may be possible.
            let rows = try evaluation.rows(
                atom.predicate, isPossible: mode == .not, matching: pattern, rule)
            return rows.isEmpty == (mode == .not) ? .certain : .possible
        case .comparison(let left, let comparator, let right, let mode):
            let calculator = Calculator(
                evaluation: evaluation, environment: environment, pass: .filed)
            let standing = calculator.compare(left, comparator, right) ?? .certain
            return mode == .not ? standing.negated : standing
        }
    }

    func pattern(_ atom: CompiledAtom, _ environment: [Int?]) -> [Int?] {
        atom.arguments.map { evaluation.value($0, environment) }
    }

    /// The rows of an aggregate's group, in order of terms.
    func rows(
        _ aggregate: CompiledAggregate, _ rule: CompiledRule, _ environment: [Int?]
    ) throws(JudgeError) -> [[Int]] {
        let atom = aggregate.atom
        var outside = [Int?](repeating: nil, count: environment.count)
        for slot in aggregate.group { outside[slot] = environment[slot] }
        let pattern = self.pattern(atom, outside)
        var rows = try evaluation.rows(
            atom.predicate, isPossible: false, matching: pattern, rule)
        if !aggregate.isProven {
            rows += try evaluation.rows(
                atom.predicate, isPossible: true, matching: pattern, rule)
        }
        return rows.sorted { evaluation.precedes($0, $1) }
    }

    private func isShort(_ steps: [Derivation]) -> Bool {
        var count = 0
        var open = steps
        while let next = open.popLast() {
            count += 1
            guard count <= Explainer.shortSteps else { return false }
            open += next.steps
        }
        return true
    }

    // MARK: failures

    /// For each rule that could give the atom, the condition that fails, in the attempt that comes furthest.
    func failures(
        _ number: Int, _ pattern: [Int?], _ pass: Pass, depth: Int
    ) throws(JudgeError) -> [Derivation] {
        let key = [number, pass == .certain ? 0 : 1] + pattern
        if let told = failed[key], told.depth <= depth { return told.reasons }
        guard depth < Explainer.failureDepth, steps < maximumSteps else { return [] }
        steps += 1
        var failures: [Derivation] = []
        for index in evaluation.program.rulesOf[number] {
            let rule = evaluation.program.rules[index]
            guard let environment = unify(rule, pattern) else { continue }
            let plan = try self.plan(rule, environment)
            let solver = Solver(
                evaluation: evaluation, rule: rule, pass: pass, order: plan, isNoting: true)
            try solver.solve(environment) { _ throws(JudgeError) in true }
            guard solver.furthest < plan.count, solver.furthest >= 0 else { continue }
            let solution = Solution(
                rule: rule, environment: solver.furthestEnvironment, isCertain: false)
            let condition = rule.conditions[plan[solver.furthest]]
            if let failure = try failure(condition, solution, pass, depth: depth),
                !failures.contains(where: { $0.statement == failure.statement })
            {
                failures.append(failure)
            }
        }
        failed[key] = Told(depth: depth, reasons: isShort(failures) ? failures : [])
        return failures
    }
}
