// In which order the conditions of a rule are tried: tests as soon as they can be made, then what binds with the most already
// bound, and what must be enumerated last; where it is known how many rows there are, what brings the fewest. The order changes the
// cost, never the answer.

import EvidenceValues

struct Planner {
    let rule: CompiledRule
    let predicates: [Predicate]
    let isPossible: Bool
    /// Whether open atoms wait until others have bound what they can: where only whole open atoms, or those on file, are seen.
    private let isOpenLast: Bool
    /// What knows how many rows there are.
    private let evaluation: Evaluation?
    /// Which slots have values.
    private(set) var bound: [Bool]
    private(set) var order: [Int] = []
    /// The slots that open atoms must enumerate.
    private(set) var ranging: [Int] = []
    private var remaining: [Int]

    init(
        rule: CompiledRule, predicates: [Predicate], isPossible: Bool, bound: [Bool]? = nil,
        isOpenLast: Bool = false, evaluation: Evaluation? = nil
    ) {
        self.isOpenLast = isOpenLast
        self.evaluation = evaluation
        self.rule = rule
        self.predicates = predicates
        self.isPossible = isPossible
        self.bound = bound ?? [Bool](repeating: false, count: rule.slotNames.count)
        remaining = Array(rule.conditions.indices)
    }

    /// Plans as far as it can.
    mutating func run(first: Int? = nil) {
        if let first, let position = remaining.firstIndex(of: first) { take(at: position) }
        while let position = best() { take(at: position) }
    }

    /// A slot that nothing binds, if the plan is not complete.
    func unboundSlot(in rule: CompiledRule) -> Int? {
        let needed =
            rule.head.arguments.compactMap(\.slot)
            + remaining.flatMap { slots(rule.conditions[$0]) }
            + (rule.burden?.slot.map { [$0] } ?? []) + rule.conditions.flatMap(burdenSlots)
        return needed.first { !bound[$0] }
    }

    /// The slots that only one condition speaks of.
    static func locals(of rule: CompiledRule) -> Set<Int> {
        let planner = Planner(rule: rule, predicates: [], isPossible: false)
        let outside = rule.head.arguments + (rule.burden.map { [$0] } ?? [])
        var places = [Int](repeating: 0, count: rule.slotNames.count)
        // The condition that spoke of the slot last, so that each counts once.
        var last = [Int](repeating: -1, count: rule.slotNames.count)
        for (number, condition) in rule.conditions.enumerated() {
            for slot in planner.binds(condition) + planner.slots(condition)
            where last[slot] != number {
                last[slot] = number
                places[slot] += 1
            }
            for slot in planner.burdenSlots(condition) { places[slot] += 2 }
        }
        for slot in outside.compactMap(\.slot) { places[slot] += 2 }
        return Set(rule.slotNames.indices.filter { places[$0] <= 1 })
    }

    private func burdenSlots(_ condition: CompiledCondition) -> [Int] {
        switch condition {
        case .atom(_, .unproven(let burden)), .comparison(_, _, _, .unproven(let burden)):
            burden.slot.map { [$0] } ?? []
        case .aggregate(let aggregate): aggregate.burden?.slot.map { [$0] } ?? []
        default: []
        }
    }

    private mutating func take(at position: Int) {
        let index = remaining[position]
        order.append(index)
        let condition = rule.conditions[index]
        if isPossible, case .atom(let atom, .plain) = condition, predicates[atom.predicate].isOpen {
            let later = calculatedLater(atom)
            ranging += atom.arguments.compactMap(\.slot)
                .filter { !bound[$0] && !later.contains($0) }
            guard later.isEmpty else {
                // What a calculation will give does not range: the atom is looked at again when that has its value.
                for slot in binds(condition) where !later.contains(slot) { bound[slot] = true }
                return
            }
        }
        remaining.remove(at: position)
        bind(condition)
    }

    // What `binds` tells has values from here on; the atoms, which most conditions are, without a list of it.
    private mutating func bind(_ condition: CompiledCondition) {
        guard case .atom(let atom, let mode) = condition else {
            for slot in binds(condition) { bound[slot] = true }
            return
        }
        guard case .plain = mode else { return }
        for case .slot(let slot) in atom.arguments { bound[slot] = true }
    }

    // Spec: rules-13. Of an open atom that must be enumerated, the slots that only wait for a calculation, if there are others.
    private func calculatedLater(_ atom: CompiledAtom) -> Set<Int> {
        let free = Set(atom.arguments.compactMap(\.slot).filter { !bound[$0] })
        let later = free.intersection(rule.calculated)
        return later.count < free.count ? later : []
    }

    /// The slots to which an equation or an aggregate gives a value.
    static func calculated(in rule: CompiledRule) -> Set<Int> {
        let planner = Planner(rule: rule, predicates: [], isPossible: false)
        var slots: Set<Int> = []
        for condition in rule.conditions {
            switch condition {
            case .comparison(let left, .equal, let right, .plain):
                if !planner.isAmounts(right) { slots.formUnion(planner.bare(left)) }
                if !planner.isAmounts(left) { slots.formUnion(planner.bare(right)) }
            case .aggregate(let aggregate): slots.insert(aggregate.result)
            default: break
            }
        }
        return slots
    }

    private func bare(_ expression: CompiledExpression) -> [Int] {
        if case .argument(.slot(let slot)) = expression { [slot] } else { [] }
    }

    // The lowest cost, and among equals the first in the text.
    private func best() -> Int? {
        var found: (position: Int, cost: Int)?
        for (position, index) in remaining.enumerated() {
            guard let cost = cost(rule.conditions[index]) else { continue }
            if found.map({ cost < $0.cost }) ?? true { found = (position, cost) }
        }
        return found?.position
    }

    /// 0 for a test; nil if it cannot be tried yet.
    private func cost(_ condition: CompiledCondition) -> Int? {
        switch condition {
        case .atom(let atom, .plain):
            let free = atom.arguments.count { $0.slot.map { !bound[$0] } ?? false }
            if free == 0 { return 0 }
            let waits = atom.arguments.contains {
                $0.slot.map { !bound[$0] && rule.calculated.contains($0) } ?? false
            }
            if let evaluation { return cost(atom, waits, evaluation) }
            let enumerates =
                (isPossible || isOpenLast) && predicates[atom.predicate].isOpen
            let isUnguided = free == atom.arguments.count
            return free + (enumerates ? waits ? 20_000 : 10_000 : isUnguided ? 100 : 10)
        case .atom(let atom, _), .rebuttal(let atom, _):
            return atom.arguments.allSatisfy { isReady($0) } ? 0 : nil
        case .domain(let type, let argument):
            if isReady(argument) { return 0 }
            return evaluation.map { Planner.first + ($0.domain[type]?.count ?? 0) } ?? 1000
        case .comparison(let left, let comparator, let right, let mode):
            let (leftReady, rightReady) = (isReady(left), isReady(right))
            if leftReady && rightReady { return 0 }
            guard comparator == .equal, mode == .plain else { return nil }
            if rightReady, case .argument(.slot) = left, !isAmounts(right) { return 0 }
            if leftReady, case .argument(.slot) = right, !isAmounts(left) { return 0 }
            return nil
        case .aggregate(let aggregate):
            let isGrouped = aggregate.group.allSatisfy { bound[$0] }
            if let like = aggregate.like { return isGrouped && bound[like] ? 1 : nil }
            guard let evaluation else { return isGrouped ? 1 : 200 }
            let given = positions(of: aggregate.atom) { slot in
                bound[slot] && aggregate.group.contains(slot)
            }
            return Planner.first
                + evaluation.expected(
                    aggregate.atom.predicate, isPossible: isPossible, given: given)
        }
    }

    // A parameter in several currencies has an amount only beside another amount; alone it gives none. Spec: rules-2
    private func isAmounts(_ expression: CompiledExpression) -> Bool {
        if case .amounts = expression { true } else { false }
    }

    // What is no test costs so much more than any test.
    private static let first = 2
    /// More than any relation has rows: what a closed atom gives does not range. Spec: rules-13
    private static let enumeration = 1 << 40

    // An atom that ranges over what is spoken of brings every combination of terms.
    private func cost(_ atom: CompiledAtom, _ waits: Bool, _ evaluation: Evaluation) -> Int {
        let predicate = predicates[atom.predicate]
        guard isPossible && predicate.isOpen else {
            let given = positions(of: atom) { bound[$0] }
            let rows = evaluation.expected(atom.predicate, isPossible: isPossible, given: given)
            return Planner.first + rows + (evaluation.isOnDemand[atom.predicate] ? 1000 : 0)
        }
        // Spec: rules-13. What a calculation will give does not range.
        var combinations = waits ? Int(Int32.max) : 1
        for (argument, parameter) in zip(atom.arguments, predicate.parameters) {
            guard let slot = argument.slot, !bound[slot] else { continue }
            let terms = max(1, evaluation.domain[parameter.type]?.count ?? 0)
            combinations = min(combinations, Int(Int32.max)) * terms
        }
        return Planner.enumeration + min(combinations, Int(Int32.max))
    }

    private func positions(of atom: CompiledAtom, where isGiven: (Int) -> Bool) -> [Int] {
        atom.arguments.indices.filter { atom.arguments[$0].slot.map(isGiven) ?? true }
    }

    private func isReady(_ argument: Argument) -> Bool {
        argument.slot.map { bound[$0] || rule.isAnonymous($0) } ?? true
    }

    private func isReady(_ expression: CompiledExpression) -> Bool {
        switch expression {
        case .amounts: true
        case .argument(let argument): argument.slot.map { bound[$0] } ?? true
        case .sum(let left, let right), .difference(let left, let right),
            .minimum(let left, let right), .maximum(let left, let right):
            isReady(left) && isReady(right)
        }
    }

    private func binds(_ condition: CompiledCondition) -> [Int] {
        switch condition {
        case .atom(let atom, .plain): atom.arguments.compactMap(\.slot)
        case .domain(_, let argument): argument.slot.map { [$0] } ?? []
        case .comparison(let left, .equal, let right, .plain):
            [left, right].compactMap {
                if case .argument(let argument) = $0 { argument.slot } else { nil }
            }
        case .aggregate(let aggregate): aggregate.group + [aggregate.result]
        default: []
        }
    }

    private func slots(_ condition: CompiledCondition) -> [Int] {
        switch condition {
        case .atom(let atom, _), .rebuttal(let atom, _):
            atom.arguments.compactMap(\.slot).filter { !rule.isAnonymous($0) }
        case .domain(_, let argument): argument.slot.map { [$0] } ?? []
        case .comparison(let left, _, let right, _): slots(left) + slots(right)
        case .aggregate(let aggregate):
            aggregate.group + (aggregate.like.map { [$0] } ?? [])
        }
    }

    private func slots(_ expression: CompiledExpression) -> [Int] {
        switch expression {
        case .amounts: []
        case .argument(let argument): argument.slot.map { [$0] } ?? []
        case .sum(let left, let right), .difference(let left, let right),
            .minimum(let left, let right), .maximum(let left, let right):
            slots(left) + slots(right)
        }
    }
}
