// The two evaluations of docs/formats/rules.md: for every predicate the atoms that are certain and those that are possible, layer by
// layer, each layer to its least fixed point. Within a layer, rounds are synchronous, so that the round in which an atom is found
// does not depend on the order of rules or facts.
//
// Invariants: every certain atom is possible; a possible atom that is not certain has no certain contrary; of an open predicate every
// atom without a certain contrary is possible, and is not written down.

import EvidenceValues

/// Why claims could not be judged at all.
package enum JudgeError: Error, Sendable, Hashable {
    /// The claims do not fit the agreement.
    case claims(AgreementError)
    /// More steps or atoms than any honest matter needs; see `EvaluationLimits`.
    case tooLarge(article: String)
}

enum EvaluationLimits {
    /// A matter of 100 000 facts takes three and a half million steps; six million take some seconds, beyond which nobody waits.
    static let steps = 6_000_000
    /// Also a bound on memory: some hundred bytes each.
    static let atoms = 1_000_000
    /// What a derivation of a rule counts: it takes as much memory as many steps take time.
    static let costOfReason = 50

    /// Planning compares every condition with every other.
    static func cost(ofPlanning rule: CompiledRule) -> Int {
        rule.conditions.count * rule.conditions.count
    }
}

/// Which atoms are asked for.
enum Pass: Hashable {
    case certain, possible
    /// Possible, with open predicates only as far as something on file speaks for them, or all their arguments are known: what a
    /// derivation may show.
    case filed
}

final class Evaluation {
    let program: Program
    let skew: TimeSpan
    var terms = TermTable()
    let now: Int
    /// By predicate.
    var certain: [Relation]
    /// What is possible and not certain: facts on file, and derived atoms of closed predicates.
    var possible: [Relation]
    /// Facts that say that something is not so.
    var denied: [Relation]
    /// By predicate and row, what is on file.
    var support: [[[Int]: [Fact]]]
    /// By type, every term that is spoken of.
    var domain: [TermType: [Int]] = [:]
    /// How many terms evidence, claims and agreement speak of: they have the first numbers. Further ones are calculated.
    private(set) var spokenCount = 0
    private var calculated: [[Int]: [Int]] = [:]
    var ignored: [Fact] = []
    /// What the evaluation cost so far, and may cost.
    private(set) var steps = 0
    private let limit: Int
    private var atoms = 0
    private var round = 1

    init(program: Program, skew: TimeSpan, now: Instant, limit: Int = EvaluationLimits.steps) {
        self.limit = limit
        self.program = program
        self.skew = skew
        // Constants have the numbers that rules know them by.
        for constant in program.constants { _ = terms.number(constant) }
        self.now = terms.number(.instant(now))
        let none = [Relation](repeating: Relation(), count: program.predicates.count)
        (certain, possible, denied) = (none, none, none)
        support = Array(repeating: [:], count: program.predicates.count)
    }

    /// Takes the facts in. Those of unknown predicates, wrong types or wrong origin are left aside. Spec: rules-6.
    func load(_ facts: [Fact], spoken: [Term]) {
        for fact in facts {
            guard let number = program.numbers[fact.predicate] else { continue }
            let predicate = program.predicates[number]
            guard predicate.origin == fact.origin,
                fact.arguments.map(\.type) == predicate.parameters.map(\.type)
            else {
                ignored.append(fact)
                continue
            }
            let row = fact.arguments.map { terms.number($0) }
            support[number][row, default: []].append(fact)
            switch fact.standing {
            case .certain: certain[number].insert(row, rank: 0)
            case .possible: possible[number].insert(row, rank: 0)
            case .contrary: denied[number].insert(row, rank: 0)
            }
        }
        for term in spoken { _ = terms.number(term) }
        spokenCount = terms.terms.count
        for (number, term) in terms.terms.enumerated() {
            domain[term.type, default: []].append(number)
        }
        for type in domain.keys { domain[type]?.sort { terms.terms[$0] < terms.terms[$1] } }
    }

    /// Evaluates every layer.
    func run() throws(JudgeError) {
        for layer in program.layers { try run(layer) }
    }

    // MARK: what stands

    func isCertain(_ predicate: Int, _ row: [Int]) -> Bool { certain[predicate].contains(row) }

    /// Whether it is certain that it is not so; a certain atom has no contrary that counts. Spec: rules-16.
    func isContrary(_ predicate: Int, _ row: [Int]) -> Bool {
        if certain[predicate].contains(row) { return false }
        if denied[predicate].contains(row) { return true }
        return program.contraries[predicate].map { certain[$0].contains(row) } ?? false
    }

    func isPossible(_ predicate: Int, _ row: [Int]) -> Bool {
        if certain[predicate].contains(row) { return true }
        guard program.predicates[predicate].isOpen || possible[predicate].contains(row) else {
            return false
        }
        return !isContrary(predicate, row)
    }

    func standing(_ predicate: Int, _ row: [Int]) -> Standing {
        if isCertain(predicate, row) { return .certain }
        return isPossible(predicate, row) ? .possible : .contrary
    }

    /// Terms that only calculations made, where certain atoms of a predicate have them: what else may stand there. All certain atoms
    /// of it must be known.
    func calculatedTerms(of predicate: Int, at position: Int) -> [Int] {
        if let known = calculated[[predicate, position]] { return known }
        let found = Set(certain[predicate].rows.map { $0[position] }.filter { $0 >= spokenCount })
            .sorted { terms.terms[$0] < terms.terms[$1] }
        calculated[[predicate, position]] = found
        return found
    }

    // MARK: layers

    private func run(_ layer: Layer) throws(JudgeError) {
        var fresh: [Layer.Node: [[Int]]] = [:]
        for node in layer.nodes where derives(node) {
            var found: [[Int]] = []
            for rule in program.rulesOf[node.predicate] {
                found += try heads(program.rules[rule], pass(node), delta: nil)
            }
            fresh[node] = found
        }
        var delta = insert(fresh, layer)
        guard layer.isRecursive else { return }
        while delta.values.contains(where: { !$0.isEmpty }) {
            var next: [Layer.Node: [[Int]]] = [:]
            for node in layer.nodes where derives(node) {
                next[node] = try again(node, delta)
            }
            delta = insert(next, layer)
        }
    }

    private func derives(_ node: Layer.Node) -> Bool {
        !(node.isPossible && program.predicates[node.predicate].isOpen)
    }

    private func pass(_ node: Layer.Node) -> Pass { node.isPossible ? .possible : .certain }

    // Semi-naive: a new atom needs a condition that was new in the last round.
    private func again(
        _ node: Layer.Node, _ delta: [Layer.Node: [[Int]]]
    ) throws(JudgeError) -> [[Int]] {
        var found: [[Int]] = []
        for index in program.rulesOf[node.predicate] {
            let rule = program.rules[index]
            try step(rule, count: rule.conditions.count)
            for (position, condition) in rule.conditions.enumerated() {
                guard case .atom(let atom, .plain) = condition,
                    let rows = delta[
                        Layer.Node(predicate: atom.predicate, isPossible: node.isPossible)],
                    !rows.isEmpty
                else { continue }
                found += try heads(rule, pass(node), delta: (position, rows))
            }
        }
        return found
    }

    private func insert(
        _ found: [Layer.Node: [[Int]]], _ layer: Layer
    ) -> [Layer.Node: [[Int]]] {
        var delta: [Layer.Node: [[Int]]] = [:]
        for node in layer.nodes {
            let predicate = node.predicate
            for row in found[node] ?? [] {
                let isNew: Bool
                if node.isPossible {
                    guard !certain[predicate].contains(row), !isContrary(predicate, row) else {
                        continue
                    }
                    isNew = possible[predicate].insert(row, rank: round)
                } else {
                    isNew = certain[predicate].insert(row, rank: round)
                }
                if isNew { delta[node, default: []].append(row) }
            }
        }
        round += 1
        return delta
    }

    private func heads(
        _ rule: CompiledRule, _ pass: Pass, delta: (Int, [[Int]])?
    ) throws(JudgeError) -> [[Int]] {
        var found: [[Int]] = []
        var heads: Set<[Int]> = []
        var planner = Planner(
            rule: rule, predicates: program.predicates, isPossible: pass == .possible)
        try step(rule, count: EvaluationLimits.cost(ofPlanning: rule))
        planner.run(first: delta?.0)
        let environment = [Int?](repeating: nil, count: rule.slotNames.count)
        var solver = Solver(
            evaluation: self, rule: rule, pass: pass, order: planner.order, delta: delta)
        try solver.solve(environment) { environment throws(JudgeError) in
            let row = rule.head.arguments.compactMap { self.value($0, environment) }
            let isKnown = self.relation(rule.head.predicate, pass).contains(row)
            guard !isKnown, heads.insert(row).inserted else { return true }
            found.append(row)
            try self.countAtom(rule)
            return true
        }
        return found
    }

    private func relation(_ predicate: Int, _ pass: Pass) -> Relation {
        pass == .certain ? certain[predicate] : possible[predicate]
    }

    /// By terms: the order of what is shown. Slots without value do not count.
    func precedes(_ left: [Int?], _ right: [Int?]) -> Bool {
        let (left, right) = (left.compactMap(\.self), right.compactMap(\.self))
        return left.lexicographicallyPrecedes(right) { terms.terms[$0] < terms.terms[$1] }
    }

    // MARK: limits

    /// Counts what is about to be done for a rule, before it is done.
    func step(_ rule: CompiledRule, count: Int = 1) throws(JudgeError) {
        steps += count
        guard steps <= limit else { throw .tooLarge(article: rule.article) }
    }

    private func countAtom(_ rule: CompiledRule) throws(JudgeError) {
        atoms += 1
        guard atoms <= EvaluationLimits.atoms else { throw .tooLarge(article: rule.article) }
    }

    /// The term of an argument; nil if its slot has none yet.
    func value(_ argument: Argument, _ environment: [Int?]) -> Int? {
        switch argument {
        case .slot(let slot): environment[slot]
        case .constant(let number): number
        case .now: now
        }
    }
}
