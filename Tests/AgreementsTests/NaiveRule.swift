// One rule of the second evaluator: every value for every variable, each condition looked at as soon as its variables have values.
// A variable that only a calculation gives is calculated; one that only an open predicate gives ranges, in the second evaluation,
// over the terms of evidence, claims and agreement (rules-13); all others over every term there is.

import EvidenceValues

@testable import Agreements

struct NaiveRule {
    let world: NaiveEvaluator
    let rule: Rule
    let evaluation: NaiveEvaluator.Evaluations
    private var found: Set<[Term]> = []
    private let types: [String: TermType]
    /// For each condition the variables that need values before it can be looked at, and those that group an aggregate.
    private var needed: [[String]] = []
    private var groups: [[String]] = []
    private var hasCalculations = false

    typealias Values = [String: Term]

    init(world: NaiveEvaluator, rule: Rule, evaluation: NaiveEvaluator.Evaluations) {
        self.world = world
        self.rule = rule
        self.evaluation = evaluation
        var types: [String: TermType] = [:]
        for case .atom(let atom, _) in rule.conditions {
            let declared = world.predicates[atom.predicate]?.parameters.map(\.type)
            let kinds = declared ?? [TermType(rawValue: atom.predicate) ?? .word]
            for (operand, type) in zip(atom.arguments, kinds) {
                if case .variable(let name) = operand { types[name] = type }
            }
        }
        for case .aggregate(_, _, _, let atom, _, _) in rule.conditions {
            let kinds = world.predicates[atom.predicate]?.parameters.map(\.type) ?? []
            for (operand, type) in zip(atom.arguments, kinds) {
                if case .variable(let name) = operand { types[name] = type }
            }
        }
        self.types = types
        groups = rule.conditions.map(group)
        hasCalculations = rule.conditions.contains {
            switch $0 {
            case .aggregate, .comparison(_, .equal, _, .plain): true
            default: false
            }
        }
        needed = rule.conditions.indices.map { named(rule.conditions[$0], groups[$0]) }
    }

    /// Every row of the head that the rule gives.
    mutating func heads() -> Set<[Term]> {
        extend([:], unchecked: Array(rule.conditions.indices))
        return found
    }

    private mutating func extend(_ values: Values, unchecked: [Int]) {
        var values = values
        guard var branches = calculated(&values) else { return }
        if let (result, terms) = branches.popFirst() {
            for term in terms {
                var branch = values
                branch[result] = term
                extend(branch, unchecked: unchecked)
            }
            return
        }
        var rest: [Int] = []
        for index in unchecked {
            let condition = rule.conditions[index]
            guard needed[index].allSatisfy({ values[$0] != nil }) else {
                rest.append(index)
                continue
            }
            guard holds(condition, index, values) else { return }
        }
        guard let (name, range) = next(values) else {
            if rest.isEmpty { finish(values) }
            return
        }
        for term in range {
            values[name] = term
            extend(values, unchecked: rest)
        }
    }

    private mutating func finish(_ values: Values) {
        for rebuttal in rule.rebuttals {
            let pattern = self.pattern(rebuttal.atom, values)
            let isDefeated =
                rebuttal.possibly && evaluation == .certain
                ? anyPossible(rebuttal.atom.predicate, pattern)
                : anyCertain(rebuttal.atom.predicate, pattern)
            if isDefeated { return }
        }
        let row = pattern(rule.head, values).compactMap(\.self)
        if row.count == rule.head.arguments.count { found.insert(row) }
    }

    // MARK: values

    /// The next variable to try values for; nil if there is none that anything gives.
    private func next(_ values: Values) -> (String, Set<Term>)? {
        var last: String?
        for (index, condition) in rule.conditions.enumerated() {
            switch condition {
            case .atom(let atom, .plain):
                for case .variable(let name) in atom.arguments
                where values[name] == nil && !name.hasPrefix("_") {
                    let isOpen = evaluation == .possible && world.isOpen(atom.predicate)
                    if !isOpen { return (name, terms(name, world.universe)) }
                    if last == nil || calculates(last ?? "") { last = name }
                }
            case .aggregate(_, _, _, _, let like, _) where like == nil:
                for name in groups[index] where values[name] == nil {
                    return (name, terms(name, world.universe))
                }
            default: break
            }
        }
        guard let last else { return nil }
        // A certain atom counts, whatever made its terms.
        return (last, terms(last, world.domain).union(certainTerms(last)))
    }

    private func terms(_ name: String, _ ranges: [TermType: Set<Term>]) -> Set<Term> {
        types[name].flatMap { ranges[$0] } ?? []
    }

    private func certainTerms(_ name: String) -> Set<Term> {
        var found: Set<Term> = []
        for case .atom(let atom, .plain) in rule.conditions {
            for (position, operand) in atom.arguments.enumerated()
            where operand == .variable(name) {
                found.formUnion((world.certain[atom.predicate] ?? []).map { $0[position] })
            }
        }
        return found
    }

    private func calculates(_ name: String) -> Bool {
        rule.conditions.contains {
            if case .comparison(let left, .equal, let right, .plain) = $0 {
                [left, right].contains(.operand(.variable(name)))
            } else {
                false
            }
        }
    }

    /// Gives values to variables that an equation gives them; nil if one has none. The aggregates that give several are left.
    private func calculated(_ values: inout Values) -> [String: Set<Term>]? {
        guard hasCalculations else { return [:] }
        var isDone = false
        while !isDone {
            isDone = true
            for case .comparison(let left, .equal, let right, .plain) in rule.conditions {
                for (target, source) in [(left, right), (right, left)] {
                    guard case .operand(.variable(let name)) = target, values[name] == nil,
                        named(source).allSatisfy({ values[$0] != nil }), !isAmounts(source)
                    else { continue }
                    guard let term = arithmetic(values).term(source) else { return nil }
                    values[name] = term
                    isDone = false
                }
            }
        }
        for (index, condition) in rule.conditions.enumerated() {
            guard case .aggregate(let result, _, _, _, _, _) = condition, values[result] == nil,
                needed[index].allSatisfy({ $0 == result || values[$0] != nil })
            else { continue }
            return [result: Set(results(condition, index, values))]
        }
        return [:]
    }

    private func isAmounts(_ expression: Expression) -> Bool {
        guard case .operand(.parameter(let name)) = expression else { return false }
        return (world.parameters[name]?.count ?? 0) > 1
    }

    private func arithmetic(_ values: Values) -> NaiveArithmetic {
        NaiveArithmetic(world: world, values: values, evaluation: evaluation)
    }

    // MARK: conditions

    private func pattern(_ atom: Atom, _ values: Values) -> [Term?] {
        atom.arguments.map { arithmetic(values).term(.operand($0)) }
    }

    /// Spec: rules-7
    private func holds(_ condition: Condition, _ index: Int, _ values: Values) -> Bool {
        switch condition {
        case .atom(let atom, let mode):
            let pattern = self.pattern(atom, values)
            if world.predicates[atom.predicate] == nil {
                guard case let term?? = pattern.first else {
                    return !(TermType(rawValue: atom.predicate).flatMap { world.domain[$0] } ?? [])
                        .isEmpty
                }
                return world.domain[term.type]?.contains(term) ?? false
            }
            switch (mode, evaluation) {
            case (.plain, .certain): return anyCertain(atom.predicate, pattern)
            case (.plain, .possible): return anyPossible(atom.predicate, pattern)
            case (.not, .certain): return !anyPossible(atom.predicate, pattern)
            case (.not, .possible), (.unproven, _): return !anyCertain(atom.predicate, pattern)
            }
        case .comparison(let left, let comparator, let right, let mode):
            guard let standing = arithmetic(values).compare(left, comparator, right) else {
                return false
            }
            switch (mode, evaluation) {
            case (.plain, .certain): return standing == .certain
            case (.plain, .possible): return standing != .contrary
            case (.not, .certain): return standing == .contrary
            case (.not, .possible), (.unproven, _): return standing != .certain
            }
        case .aggregate(let result, _, _, _, _, _):
            return values[result].map { results(condition, index, values).contains($0) } ?? false
        }
    }

    private func anyCertain(_ predicate: String, _ pattern: [Term?]) -> Bool {
        let whole = pattern.compactMap(\.self)
        if whole.count == pattern.count { return world.isCertain(predicate, whole) }
        return (world.certain[predicate] ?? []).contains { fits($0, pattern) }
    }

    private func anyPossible(_ predicate: String, _ pattern: [Term?]) -> Bool {
        let whole = pattern.compactMap(\.self)
        if whole.count == pattern.count { return world.isPossible(predicate, whole) }
        let isWritten = world.rows(predicate).contains {
            fits($0, pattern) && world.isPossible(predicate, $0)
        }
        guard !isWritten, world.isOpen(predicate) else { return isWritten }
        var rows: [[Term]] = [[]]
        for (position, term) in pattern.enumerated() {
            let type = world.predicates[predicate]?.parameters[position].type ?? .word
            let choices = term.map { [$0] } ?? (world.domain[type] ?? [])
            rows = rows.flatMap { row in choices.map { row + [$0] } }
        }
        return rows.contains { world.isPossible(predicate, $0) }
    }

    private func fits(_ row: [Term], _ pattern: [Term?]) -> Bool {
        zip(row, pattern).allSatisfy { $1 == nil || $0 == $1 }
    }

    // MARK: aggregates

    /// The variables of the aggregate's atom that stand elsewhere in the rule.
    private func group(_ condition: Condition) -> [String] {
        guard case .aggregate(let result, _, let summand, let atom, let like, _) = condition else {
            return []
        }
        let others =
            rule.conditions.filter { $0 != condition }.flatMap(everyVariable)
            + operands(rule.head) + rule.rebuttals.flatMap { operands($0.atom) }
            + bearer(rule.burden) + [result] + (like.map { [$0] } ?? []) + bearer(burden(condition))
        return operands(atom).filter {
            $0 != summand && !$0.hasPrefix("_") && others.contains($0)
        }
    }

    /// Spec: rules-12
    private func results(_ condition: Condition, _ index: Int, _ values: Values) -> [Term] {
        guard
            case .aggregate(_, let function, let summand, let atom, let like, let burden) =
                condition
        else { return [] }
        let group = groups[index]
        let known = values.filter { group.contains($0.key) }
        let pattern = self.pattern(atom, known)
        let place = atom.arguments.firstIndex(of: .variable(summand)) ?? 0
        let isProven = burden != nil || evaluation == .certain
        let members = world.rows(atom.predicate).filter { row in
            fits(row, pattern) && isRegular(row, atom)
                && (isProven
                    ? world.isCertain(atom.predicate, row) : world.isPossible(atom.predicate, row))
        }
        var currency: Currency?
        if let like, case .money(let money)? = values[like] { currency = money.currency }
        return arithmetic(values).fold(
            members, at: place, function, in: currency, orZero: like != nil)
    }

    // A variable that stands twice is one term.
    private func isRegular(_ row: [Term], _ atom: Atom) -> Bool {
        var seen: Values = [:]
        for case (.variable(let name), let term) in zip(atom.arguments, row) {
            if let other = seen[name], other != term { return false }
            seen[name] = term
        }
        return true
    }

    // MARK: variables

    private func operands(_ atom: Atom) -> [String] {
        atom.arguments.flatMap(bearer)
    }

    private func bearer(_ operand: Operand?) -> [String] {
        if case .variable(let name)? = operand { [name] } else { [] }
    }

    private func burden(_ condition: Condition) -> Operand? {
        switch condition {
        case .atom(_, .unproven(let burden)), .comparison(_, _, _, .unproven(let burden)): burden
        case .aggregate(_, _, _, _, _, let burden): burden
        default: nil
        }
    }

    private func named(_ expression: Expression) -> [String] {
        switch expression {
        case .operand(let operand): bearer(operand)
        case .sum(let left, let right), .difference(let left, let right),
            .minimum(let left, let right), .maximum(let left, let right):
            named(left) + named(right)
        }
    }

    private func everyVariable(_ condition: Condition) -> [String] {
        let own: [String] =
            switch condition {
            case .atom(let atom, _): operands(atom)
            case .comparison(let left, _, let right, _): named(left) + named(right)
            case .aggregate(let result, _, let summand, let atom, let like, _):
                [result, summand] + operands(atom) + (like.map { [$0] } ?? [])
            }
        return own + bearer(burden(condition))
    }

    /// The variables that need values before the condition can be looked at.
    private func named(_ condition: Condition, _ group: [String]) -> [String] {
        switch condition {
        case .atom(let atom, _): return operands(atom).filter { !$0.hasPrefix("_") }
        case .comparison(let left, _, let right, _): return named(left) + named(right)
        case .aggregate(let result, _, _, _, let like, _):
            return [result] + group + (like.map { [$0] } ?? [])
        }
    }
}
