// The two evaluations of docs/formats/rules.md: for every predicate the atoms that are certain and those that are possible, layer by
// layer, each layer to its least fixed point. Within a layer, rounds are synchronous, so that the round in which an atom is found
// does not depend on the order of rules or facts.
//
// What only claims ask for is evaluated when they do (`Demand.swift`).
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
    private(set) var support: [FiledFacts]
    /// By type, every term that is spoken of, in order.
    private(set) var domain: [TermType: [Int]] = [:]
    /// How many terms evidence, claims and agreement speak of: they have the first numbers. Further ones are calculated.
    private(set) var spokenCount = 0
    private var calculated: [[Int]: [Int]] = [:]
    /// What intervals are taken for, where more evidence is supposed.
    var narrowed: [Interval: Interval] = [:]
    private(set) var ignored: [Fact] = []
    /// By predicate: whether it is evaluated only where it is asked for.
    var isOnDemand: [Bool]
    /// What has been asked for.
    var demands: Set<Demand> = []
    /// By predicate, the positions that were given.
    var demandedMasks: [Layer.Node: Set<Int>] = [:]
    /// The most arguments that a predicate has.
    let largestArity: Int
    /// What the evaluation cost so far, and may cost.
    private(set) var steps = 0
    /// The article whose rule passed the limit.
    private(set) var exhausted: String?
    private let limit: Int
    private var atoms = 0
    private(set) var round = 1
    private var plans: [PlanUse: Plan] = [:]

    convenience init(
        program: Program, skew: TimeSpan, now: Instant, limit: Int = EvaluationLimits.steps
    ) {
        var terms = TermTable()
        // Constants have the numbers that rules know them by.
        for constant in program.constants { _ = terms.number(constant) }
        let instant = terms.number(.instant(now))
        self.init(program: program, skew: skew, instant: instant, limit: limit)
        self.terms = terms
    }

    private init(program: Program, skew: TimeSpan, instant: Int, limit: Int) {
        self.limit = limit
        self.program = program
        self.skew = skew
        now = instant
        let arities = program.predicates.map(\.parameters.count)
        largestArity = arities.max() ?? 0
        // Empty relations of one arity are one in memory.
        let empty = (0...largestArity).map { Relation(arity: $0) }
        let none = arities.map { empty[$0] }
        (certain, possible, denied) = (none, none, none)
        support = none.map { FiledFacts(relation: $0) }
        isOnDemand = Array(repeating: false, count: program.predicates.count)
    }

    private init(copying other: Evaluation, limit: Int) {
        self.limit = limit
        (program, skew, now, largestArity) = (
            other.program, other.skew, other.now, other.largestArity
        )
        terms = other.terms
        (certain, possible, denied) = (other.certain, other.possible, other.denied)
        (support, domain, spokenCount) = (other.support, other.domain, other.spokenCount)
        (isOnDemand, demands) = (other.isOnDemand, other.demands)
        demandedMasks = other.demandedMasks
        (narrowed, plans, round) = (other.narrowed, other.plans, other.round)
    }

    /// Takes the facts in. Those of unknown predicates, wrong types or wrong origin are left aside. Spec: rules-6.
    func load(_ facts: [Fact], spoken: [Term]) {
        var heard: [(fact: Int, predicate: Int)] = []
        var rows: [[Int32]] = []
        for (place, fact) in facts.enumerated() {
            guard let number = program.numbers[fact.predicate] else { continue }
            let predicate = program.predicates[number]
            guard predicate.origin == fact.origin, fits(fact, predicate) else {
                ignored.append(fact)
                continue
            }
            heard.append((place, number))
            rows.append(fact.arguments.map { Int32(truncatingIfNeeded: terms.number($0)) })
        }
        for term in spoken { _ = terms.number(term) }
        spokenCount = terms.terms.count
        for number in terms.sort() { domain[terms.terms[number].type, default: []].append(number) }
        // In order of terms, whatever order the facts come in.
        let order = heard.indices.sorted { left, right in
            heard[left].predicate == heard[right].predicate
                ? precedes(rows[left], rows[right]) : heard[left].predicate < heard[right].predicate
        }
        for place in order {
            let (fact, number) = (facts[heard[place].fact], heard[place].predicate)
            support[number].add(fact, row: rows[place])
            switch fact.standing {
            case .certain: certain[number].insert(rows[place], rank: 0)
            case .possible: possible[number].insert(rows[place], rank: 0)
            case .contrary: denied[number].insert(rows[place], rank: 0)
            }
        }
    }

    private func fits(_ fact: Fact, _ predicate: Predicate) -> Bool {
        fact.arguments.count == predicate.parameters.count
            && zip(fact.arguments, predicate.parameters).allSatisfy { $0.type == $1.type }
    }

    /// Evaluates every layer; with `onDemand` without the predicates that are evaluated where they are asked for.
    func run(onDemand: Bool = false) throws(JudgeError) {
        if onDemand { isOnDemand = Demand.predicates(of: program) }
        for layer in program.layers { try run(layer) }
    }

    /// Evaluates the layers of these predicates again.
    func run(again predicates: Set<Int>) throws(JudgeError) {
        for layer in program.layers
        where layer.nodes.contains(where: { predicates.contains($0.predicate) }) {
            try run(layer)
        }
    }

    /// The same facts and terms, with what has been found; it may cost `limit` steps more.
    func copy(limit: Int) -> Evaluation {
        Evaluation(copying: self, limit: limit)
    }

    // MARK: what stands

    func isCertain(_ predicate: Int, _ row: [Int]) -> Bool {
        isCertain(predicate, row.map(Int32.init))
    }

    func isContrary(_ predicate: Int, _ row: [Int]) -> Bool {
        isContrary(predicate, row.map(Int32.init))
    }

    func isPossible(_ predicate: Int, _ row: [Int]) -> Bool {
        isPossible(predicate, row.map(Int32.init))
    }

    func standing(_ predicate: Int, _ row: [Int]) -> Standing {
        if isCertain(predicate, row) { return .certain }
        return isPossible(predicate, row) ? .possible : .contrary
    }

    /// Rows may be longer than the predicate's arguments, which come first.
    func isCertain(_ predicate: Int, _ row: [Int32]) -> Bool {
        if isOnDemand[predicate] { ask(predicate, row, isPossible: false) }
        return certain[predicate].place(of: row) != nil
    }

    /// Whether it is certain that it is not so; a certain atom has no contrary that counts. Spec: rules-16.
    func isContrary(_ predicate: Int, _ row: [Int32]) -> Bool {
        if isCertain(predicate, row) { return false }
        if denied[predicate].place(of: row) != nil { return true }
        return program.contraries[predicate].map { isCertain($0, row) } ?? false
    }

    func isPossible(_ predicate: Int, _ row: [Int32]) -> Bool {
        if isCertain(predicate, row) { return true }
        if !program.predicates[predicate].isOpen {
            if isOnDemand[predicate] { ask(predicate, row, isPossible: true) }
            guard possible[predicate].place(of: row) != nil else { return false }
        }
        return !isContrary(predicate, row)
    }

    /// Terms that only calculations made, where certain atoms of a predicate have them: what else may stand there. All certain atoms
    /// of it must be known.
    func calculatedTerms(of predicate: Int, at position: Int) throws(JudgeError) -> [Int] {
        if let known = calculated[[predicate, position]] { return known }
        if isOnDemand[predicate] {
            let none = [Int32](repeating: -1, count: certain[predicate].arity)
            try demand(predicate, none, mask: 0, isPossible: false)
        }
        let found = certain[predicate].terms(at: position).filter { $0 >= spokenCount }
            .sorted { terms.precedes($0, $1) }
        calculated[[predicate, position]] = found
        return found
    }

    // MARK: deriving

    /// Adds derived rows to a predicate; the places of those that are new.
    func insert(_ rows: Relation, _ predicate: Int, isPossible: Bool) -> Range<Int> {
        let before = isPossible ? possible[predicate].count : certain[predicate].count
        var row = [Int32](repeating: 0, count: rows.arity)
        for place in 0..<rows.count {
            rows.copy(place, to: &row)
            if !isPossible {
                certain[predicate].insert(row, rank: round)
            } else if !isCertain(predicate, row) && !isContrary(predicate, row) {
                possible[predicate].insert(row, rank: round)
            }
        }
        return before..<(isPossible ? possible[predicate].count : certain[predicate].count)
    }

    func endRound() { round += 1 }

    /// The heads that a rule gives and that are not known yet, added to `found`. With `delta`, at least one atom of the condition is
    /// among these rows; with `given`, the head has these terms at the positions of the mask.
    func heads(
        of index: Int, isPossible: Bool, delta: (condition: Int, rows: Range<Int>)? = nil,
        given: (row: [Int32], mask: Int)? = nil, into found: inout Relation
    ) throws(JudgeError) {
        let plan = try plan(
            PlanUse(
                rule: index, isPossible: isPossible, first: delta?.condition,
                given: given?.mask ?? 0))
        var environment = [Int?](repeating: nil, count: plan.rule.slotNames.count)
        if let given, !Evaluation.bind(plan.head, to: given.row, given.mask, &environment) {
            return
        }
        let predicate = plan.rule.head.predicate
        let solver = Solver(
            evaluation: self, plan: plan, pass: isPossible ? .possible : .certain,
            delta: delta?.rows)
        var row = [Int32](repeating: 0, count: plan.head.count)
        try solver.solve(environment) { environment throws(JudgeError) in
            guard try solver.isInRange else { return true }
            for (position, code) in plan.head.enumerated() {
                let value = code >= 0 ? Int(code) : environment[Int(-1 - code)] ?? -1
                row[position] = Int32(truncatingIfNeeded: value)
            }
            let known =
                isPossible
                ? self.possible[predicate].place(of: row) : self.certain[predicate].place(of: row)
            guard known == nil, found.insert(row, rank: 0) else { return true }
            try self.countAtom(plan.rule)
            return true
        }
    }

    // What is given of the head, in the rule's slots; false if its constants are others.
    private static func bind(
        _ head: [Int32], to row: [Int32], _ mask: Int, _ environment: inout [Int?]
    ) -> Bool {
        for (position, code) in head.enumerated() where mask & 1 << position != 0 {
            if code >= 0 {
                guard code == row[position] else { return false }
            } else if let known = environment[Int(-1 - code)] {
                guard known == Int(row[position]) else { return false }
            } else {
                environment[Int(-1 - code)] = Int(row[position])
            }
        }
        return true
    }

    private func plan(_ use: PlanUse) throws(JudgeError) -> Plan {
        if let known = plans[use] { return known }
        let rule = program.rules[use.rule]
        try step(rule, count: EvaluationLimits.cost(ofPlanning: rule))
        var bound = [Bool](repeating: false, count: rule.slotNames.count)
        for (position, argument) in rule.head.arguments.enumerated()
        where use.given & 1 << position != 0 {
            if let slot = argument.slot { bound[slot] = true }
        }
        var planner = Planner(
            rule: rule, predicates: program.predicates, isPossible: use.isPossible, bound: bound,
            evaluation: self)
        planner.run(first: use.first)
        var ranging: [Int] = []
        if use.isPossible, use.given != 0 {
            var asked = Planner(
                rule: rule, predicates: program.predicates, isPossible: true, evaluation: self)
            asked.run()
            ranging = asked.ranging
        }
        let plan = Plan(rule: rule, order: planner.order, now: now, ranging: ranging)
        plans[use] = plan
        return plan
    }

    /// By terms: the order of what is shown. Slots without value do not count.
    func precedes(_ left: [Int?], _ right: [Int?]) -> Bool {
        precedes(left.compactMap(\.self), right.compactMap(\.self))
    }

    func precedes<Number: BinaryInteger>(_ left: [Number], _ right: [Number]) -> Bool {
        left.lexicographicallyPrecedes(right) { terms.precedes(Int($0), Int($1)) }
    }

    // MARK: limits

    /// Counts what is about to be done for a rule, before it is done.
    func step(_ rule: CompiledRule, count: Int = 1) throws(JudgeError) {
        steps += count
        guard steps <= limit, exhausted == nil else { throw refusal(rule) }
    }

    private func countAtom(_ rule: CompiledRule) throws(JudgeError) {
        atoms += 1
        guard atoms <= EvaluationLimits.atoms else { throw refusal(rule) }
    }

    // Once passed, a limit stays passed, whoever caught the error.
    private func refusal(_ rule: CompiledRule) -> JudgeError {
        let article = exhausted ?? rule.article
        exhausted = article
        return .tooLarge(article: article)
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
