// What would settle an undetermined claim: the smallest sets of what is open that would prove it, and those that would refute it. Sets
// are proposed backwards through the rules (Ways.swift) and tried by evaluating again, the smaller first; a set that does not suffice
// is extended. So every set that is given does what is said of it, and none of its parts does.
//
// What could only come about by taking away what is decided (that a burden is met after all) is found where it stands in the way of
// the claim, and is not looked for elsewhere.

import EvidenceValues

/// Bounds of the search.
enum SettlingLimits {
    /// More pieces of evidence together are a new case, not something that is missing.
    static let size = 4
    /// Ways to prove a claim, and as many to refute it, that a reader is given.
    static let ways = 3
    /// Sets that are tried for one answer.
    static let trials = 60
    /// What the search may cost for one claim, and for all: less than judging does.
    static let stepsForClaim = 150_000
    static let steps = 600_000
}

/// Searches; one for all claims of a matter.
final class Settling {
    private let evaluation: Evaluation
    private let agreement: Agreement
    private let names: Names
    private let reach: Reach
    private var rest = SettlingLimits.steps

    /// The search for one claim.
    private struct Search {
        var formula: Formula
        var cone: Set<Int>
        var budget: Int
        var trials = 0
        var isShallow = false
        var isCut = false
        var known: [Set<Supposition>: Evaluation] = [:]
    }

    init(evaluation: Evaluation, agreement: Agreement, names: Names) {
        self.evaluation = evaluation
        self.agreement = agreement
        self.names = names
        reach = Reach(program: evaluation.program)
    }

    /// The ways to settle a claim, those that prove it first; whether there may be more.
    func settle(_ formula: Formula) -> (ways: [Settlement], isCut: Bool) {
        let (ways, isCut) = sets(formula)
        let explainer = explainer(evaluation)
        return (
            ways.map { way in
                Settlement(
                    settles: way.settles, evidence: way.set.sorted().map(explainer.evidence))
            }, isCut
        )
    }

    /// The same as suppositions.
    func sets(
        _ formula: Formula
    ) -> (ways: [(settles: FindingValue, set: Set<Supposition>)], isCut: Bool) {
        let predicates = Set(formula.atoms.compactMap { evaluation.program.numbers[$0.key] })
        var search = Search(
            formula: formula, cone: reach.cone(of: predicates),
            budget: min(rest, SettlingLimits.stepsForClaim))
        let before = search.budget
        search.known[[]] = evaluation
        var found: [(settles: FindingValue, set: Set<Supposition>)] = []
        for value in [FindingValue.proven, .refuted] {
            search.isShallow = false
            var sets = self.sets(&search, value)
            if sets.isEmpty {
                search.isShallow = true
                sets = self.sets(&search, value)
            }
            found += sets.map { (value, $0) }
        }
        rest -= before - search.budget
        return (found, search.isCut)
    }

    private func explainer(_ evaluation: Evaluation) -> Explainer {
        Explainer(evaluation: evaluation, agreement: agreement, names: names)
    }

    // Spec: finding-7
    private func sets(_ search: inout Search, _ value: FindingValue) -> [Set<Supposition>] {
        let wanted: Standing = value == .proven ? .certain : .contrary
        search.trials = 0
        var found: [Set<Supposition>] = []
        var open: [Set<Supposition>] = [[]]
        var seen: Set<Set<Supposition>> = [[]]
        while let position = open.indices.min(by: { Supposition.precedes(open[$0], open[$1]) }) {
            let set = open.remove(at: position)
            if found.contains(where: { $0.isSubset(of: set) }) { continue }
            guard found.count < SettlingLimits.ways, let state = trial(set, &search) else {
                search.isCut = true
                break
            }
            let standing = state.standing(of: search.formula)
            if standing == wanted {
                guard let parts = parts(of: set, wanted, &search) else { break }
                if parts.isEmpty { found.append(set) }
                open += parts.filter { seen.insert($0).inserted }
            } else if standing == .possible {
                open += extensions(of: set, state, value, &search).filter {
                    seen.insert($0).inserted
                }
            }
        }
        return found
    }

    /// The smaller sets that also do it; nil if that cannot be found out.
    private func parts(
        of set: Set<Supposition>, _ wanted: Standing, _ search: inout Search
    ) -> [Set<Supposition>]? {
        let members = set.sorted()
        var found: [Set<Supposition>] = []
        for mask in 1..<max(1, (1 << members.count) - 1) {
            let part = Set(members.indices.filter { mask & (1 << $0) != 0 }.map { members[$0] })
            guard let state = trial(part, &search) else {
                search.isCut = true
                return nil
            }
            if state.standing(of: search.formula) == wanted { found.append(part) }
        }
        return found
    }

    private func extensions(
        of set: Set<Supposition>, _ state: Evaluation, _ value: FindingValue,
        _ search: inout Search
    ) -> [Set<Supposition>] {
        let copy = state.copy(limit: search.budget)
        var ways = Ways(
            explainer: explainer(copy), size: SettlingLimits.size - set.count,
            isShallow: search.isShallow)
        defer {
            search.budget -= min(search.budget, copy.steps)
            search.isCut = search.isCut || ways.isCut
        }
        do {
            return try ways.ways(search.formula, isCertain: value == .proven)
                .filter { !$0.isEmpty }.map { $0.union(set) }.filter(Supposition.areConsistent)
        } catch {
            // The steps are used up: what was found stays.
            search.isCut = true
            return []
        }
    }

    /// The evaluation with a set supposed; nil if a limit is reached.
    private func trial(_ set: Set<Supposition>, _ search: inout Search) -> Evaluation? {
        if let known = search.known[set] { return known }
        guard search.trials < SettlingLimits.trials, search.budget > 0 else { return nil }
        search.trials += 1
        do {
            let state = try evaluation.supposing(
                set, reach: reach, cone: search.cone, limit: search.budget)
            // What only claims ask for is evaluated now, or cannot be.
            _ = state.standing(of: search.formula)
            search.budget -= min(search.budget, state.steps)
            guard state.exhausted == nil else { return nil }
            search.known[set] = state
            return state
        } catch {
            // The steps are used up.
            search.budget = 0
            return nil
        }
    }
}
