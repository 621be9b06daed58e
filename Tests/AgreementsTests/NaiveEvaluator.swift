// A second evaluator, written from docs/formats/rules.md alone and as plainly as that text: it reads the rules as they are parsed, tries
// every value for every variable, and repeats each stratum until nothing is new. It shares no code with the judge; where the two
// differ, one of them is wrong.
//
// It keeps two sets for each predicate: the atoms that are certain, and those of closed predicates that a rule gives from what is
// possible. Everything else is asked of these sets and of the facts on file.

import EvidenceValues

@testable import Agreements

/// A predicate with terms.
struct GroundAtom: Hashable {
    var predicate: String
    var arguments: [Term]

    var text: String { predicate + "(" + arguments.map(\.text).joined(separator: ", ") + ")" }
}

struct NaiveEvaluator {
    /// The first evaluation or the second.
    enum Evaluations: Hashable { case certain, possible }

    struct Node: Hashable {
        var predicate: String
        var evaluation: Evaluations
    }

    let predicates: [String: Predicate]
    let rules: [Rule]
    let parameters: [String: [Term]]
    let now: Instant
    let skew: Int128
    /// By predicate and arguments, how the facts that are heard say that it stands.
    private(set) var onFile: [String: [[Term]: Set<Standing>]] = [:]
    /// By type: the terms of evidence, claims and agreement.
    private(set) var domain: [TermType: Set<Term>] = [:]
    /// The same, and what calculations made.
    private(set) var universe: [TermType: Set<Term>] = [:]
    private(set) var certain: [String: Set<[Term]>] = [:]
    private(set) var given: [String: Set<[Term]>] = [:]
    /// What intervals are taken for: how more evidence would narrow them.
    var narrowed: [Interval: Interval] = [:]

    init(_ agreement: Agreement, now: Instant) {
        predicates = agreement.predicates
        rules = agreement.rules
        parameters = agreement.parameters
        self.now = now
        skew = Int128(agreement.skew.milliseconds)
        for term in parameters.values.flatMap(\.self) + [.instant(now)] { speak(term) }
        for rule in rules { for term in rule.constants { speak(term) } }
    }

    // MARK: what is on file

    /// Spec: rules-6
    mutating func hear(_ fact: Fact) {
        guard let predicate = predicates[fact.predicate], predicate.origin == fact.origin,
            predicate.parameters.map(\.type) == fact.arguments.map(\.type)
        else { return }
        suppose(GroundAtom(predicate: fact.predicate, arguments: fact.arguments), fact.standing)
        for term in fact.arguments { speak(term) }
    }

    /// Takes an atom as on file, whatever its predicate.
    mutating func suppose(_ atom: GroundAtom, _ standing: Standing) {
        onFile[atom.predicate, default: [:]][atom.arguments, default: []].insert(standing)
        if standing == .certain { certain[atom.predicate, default: []].insert(atom.arguments) }
        for term in atom.arguments { universe[term.type, default: []].insert(term) }
    }

    mutating func speak(_ term: Term) {
        domain[term.type, default: []].insert(term)
        universe[term.type, default: []].insert(term)
    }

    // MARK: the truth of atoms

    func isCertain(_ predicate: String, _ row: [Term]) -> Bool {
        certain[predicate]?.contains(row) ?? false
    }

    /// Spec: rules-16
    func isContrary(_ predicate: String, _ row: [Term]) -> Bool {
        if isCertain(predicate, row) { return false }
        if onFile[predicate]?[row]?.contains(.contrary) ?? false { return true }
        guard let contrary = predicates[predicate]?.contraryKey else { return false }
        return isCertain(contrary, row)
    }

    /// The table of "Two evaluations".
    func isPossible(_ predicate: String, _ row: [Term]) -> Bool {
        if isCertain(predicate, row) { return true }
        if isContrary(predicate, row) { return false }
        if predicates[predicate]?.isOpen ?? false { return true }
        if onFile[predicate]?[row]?.contains(.possible) ?? false { return true }
        return given[predicate]?.contains(row) ?? false
    }

    func standing(_ predicate: String, _ row: [Term]) -> Standing {
        isCertain(predicate, row) ? .certain : isPossible(predicate, row) ? .possible : .contrary
    }

    /// Every atom that is written down anywhere.
    func rows(_ predicate: String) -> Set<[Term]> {
        var rows = certain[predicate] ?? []
        rows.formUnion(given[predicate] ?? [])
        rows.formUnion((onFile[predicate] ?? [:]).keys)
        return rows
    }

    // MARK: strata

    /// The numbers of the strata: dependencies lower, what is denied strictly lower. Nil if there are none. Spec: rules-11
    func strata() -> [Node: Int]? {
        var numbers: [Node: Int] = [:]
        for name in predicates.keys {
            numbers[Node(predicate: name, evaluation: .certain)] = 0
            numbers[Node(predicate: name, evaluation: .possible)] = 0
        }
        let all = dependencies()
        for _ in 0...numbers.count {
            var isDone = true
            for (node, other, isDenied) in all {
                let least = (numbers[other] ?? 0) + (isDenied ? 1 : 0)
                if numbers[node] ?? 0 < least {
                    numbers[node] = least
                    isDone = false
                }
            }
            if isDone { return numbers }
        }
        return nil
    }

    private func dependencies() -> [(Node, on: Node, isDenied: Bool)] {
        var all: [(Node, on: Node, isDenied: Bool)] = []
        for predicate in predicates.values {
            let possible = Node(predicate: predicate.key, evaluation: .possible)
            all.append((possible, Node(predicate: predicate.key, evaluation: .certain), false))
            if let contrary = predicate.contraryKey {
                all.append((possible, Node(predicate: contrary, evaluation: .certain), true))
            }
        }
        for rule in rules {
            for condition in rule.conditions {
                all += dependencies(of: rule.head.predicate, on: condition)
            }
            for rebuttal in rule.rebuttals {
                let head = rule.head.predicate
                let rebutted = rebuttal.atom.predicate
                let first: Evaluations = rebuttal.possibly ? .possible : .certain
                all.append((Node(head, .certain), Node(rebutted, first), true))
                if !isOpen(head) {
                    all.append((Node(head, .possible), Node(rebutted, .certain), true))
                }
            }
        }
        return all
    }

    func isOpen(_ predicate: String) -> Bool { predicates[predicate]?.isOpen ?? false }

    private func dependencies(
        of head: String, on condition: Condition
    ) -> [(Node, on: Node, isDenied: Bool)] {
        var all: [(Node, on: Node, isDenied: Bool)] = []
        let (first, second) = (Node(head, .certain), Node(head, .possible))
        switch condition {
        case .comparison: break
        case .atom(let atom, let mode):
            let name = atom.predicate
            guard predicates[name] != nil else { break }
            switch mode {
            case .plain:
                all = [
                    (first, Node(name, .certain), false), (second, Node(name, .possible), false),
                ]
            case .unproven:
                all = [(first, Node(name, .certain), true), (second, Node(name, .certain), true)]
            case .not:
                all = [(second, Node(name, .certain), true)]
                if isOpen(name) {
                    all.append((first, Node(name, .certain), true))
                    if let contrary = predicates[name]?.contraryKey {
                        all.append((first, Node(contrary, .certain), false))
                    }
                } else {
                    all.append((first, Node(name, .possible), true))
                }
            }
        case .aggregate(_, _, _, let atom, _, let burden):
            let other: Evaluations = burden == nil ? .possible : .certain
            all = [
                (first, Node(atom.predicate, .certain), true),
                (second, Node(atom.predicate, other), true),
            ]
        }
        // Rules of open predicates are run in the first evaluation only. Spec: rules-13
        return isOpen(head) ? all.filter { $0.0.evaluation == .certain } : all
    }

    // MARK: evaluation

    /// More atoms than this no small program has; beyond it both evaluators give up.
    private static let limit = 20_000

    /// Whether it came to an end.
    mutating func run() -> Bool {
        guard let strata = strata() else { return false }
        for stratum in 0...(strata.values.max() ?? 0) {
            var isNew = true
            while isNew {
                isNew = false
                for rule in rules {
                    for evaluation in [Evaluations.certain, .possible]
                    where strata[Node(rule.head.predicate, evaluation)] == stratum {
                        if evaluation == .possible && isOpen(rule.head.predicate) { continue }
                        if take(rule, evaluation) { isNew = true }
                    }
                }
                guard universe.values.allSatisfy({ $0.count < 200 }) else { return false }
            }
        }
        return true
    }

    /// Whether the rule gave something new.
    private mutating func take(_ rule: Rule, _ evaluation: Evaluations) -> Bool {
        var attempt = NaiveRule(world: self, rule: rule, evaluation: evaluation)
        let name = rule.head.predicate
        var isNew = false
        for row in attempt.heads() {
            let isInserted =
                evaluation == .certain
                ? certain[name, default: []].insert(row).inserted
                : given[name, default: []].insert(row).inserted
            guard isInserted else { continue }
            isNew = true
            for term in row { universe[term.type, default: []].insert(term) }
        }
        return isNew
    }

    // MARK: claims

    func standing(_ formula: Formula) -> Standing {
        switch formula {
        case .atom(let atom): return standing(atom)
        case .not(let inner): return standing(inner).negated
        case .and(let left, let right): return min(standing(left), standing(right))
        case .or(let left, let right): return max(standing(left), standing(right))
        }
    }

    func standing(_ atom: ClaimedAtom) -> Standing {
        guard let (proven, possible) = suprema(atom), case .money(let claimed)? = atom.terms.last
        else { return standing(atom.key, atom.terms) }
        return claimed <= proven ? .certain : claimed <= possible ? .possible : .contrary
    }

    /// The largest amounts that are certain and possible; none is zero. Spec: rules-17
    func suprema(_ atom: ClaimedAtom) -> (proven: Money, possible: Money)? {
        guard predicates[atom.key]?.isSupremum == true,
            case .money(let claimed)? = atom.terms.last
        else { return nil }
        var proven = Money(minorUnits: 0, currency: claimed.currency)
        var possible = proven
        for row in rows(atom.key) where row.dropLast() == atom.terms.dropLast() {
            guard case .money(let money)? = row.last, money.currency == claimed.currency else {
                continue
            }
            if isCertain(atom.key, row) { proven = max(proven, money) }
            if isPossible(atom.key, row) { possible = max(possible, money) }
        }
        return (proven, possible)
    }

    /// Certain atoms of this predicate.
    func certainAtoms(_ predicate: String) -> Set<String> {
        Set((certain[predicate] ?? []).map { GroundAtom(predicate: predicate, arguments: $0).text })
    }
}

extension NaiveEvaluator.Node {
    init(_ predicate: String, _ evaluation: NaiveEvaluator.Evaluations) {
        self.init(predicate: predicate, evaluation: evaluation)
    }
}

extension Rule {
    /// Every literal that stands in it.
    var constants: [Term] {
        var all: [Term] = []
        func visit(_ operand: Operand) {
            if case .constant(let term) = operand { all.append(term) }
        }
        func visit(_ expression: Expression) {
            switch expression {
            case .operand(let operand): visit(operand)
            case .sum(let left, let right), .difference(let left, let right),
                .minimum(let left, let right), .maximum(let left, let right):
                visit(left)
                visit(right)
            }
        }
        for atom in [head] + rebuttals.map(\.atom) { atom.arguments.forEach(visit) }
        for condition in conditions {
            switch condition {
            case .atom(let atom, let mode):
                atom.arguments.forEach(visit)
                if case .unproven(let burden) = mode { visit(burden) }
            case .comparison(let left, _, let right, let mode):
                visit(left)
                visit(right)
                if case .unproven(let burden) = mode { visit(burden) }
            case .aggregate(_, _, _, let atom, _, let burden):
                atom.arguments.forEach(visit)
                if let burden { visit(burden) }
            }
        }
        if let burden { visit(burden) }
        return all
    }
}
