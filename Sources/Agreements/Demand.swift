// What is evaluated only where it is asked for: predicates that range over every instant, or every term of another type, that is spoken
// of, those that no other rule speaks of, and those that only such predicates use. `delivered(P, Q, O, by T)` would have an atom for every delivery and every later
// instant; claims and rules ask for few of them. Answers are the same: when somebody asks, all that the predicate rests on is complete,
// since it lies in a lower layer, and what was asked for is evaluated in full.
//
// Not so evaluated: what depends on itself, what is always reported (misconduct, the stage of the proceedings), and statements with a contrary unless they range over
// terms, since contradictions are reported whether or not somebody claims them.

import EvidenceValues

/// What was asked for: the atoms of a predicate with these terms at these positions.
struct Demand: Hashable {
    let node: Layer.Node
    private let mask: Int
    /// The terms at the positions of the mask, and -1 at the others.
    private let terms: [Int32]

    init(node: Layer.Node, row: [Int32], mask: Int) {
        self.node = node
        self.mask = mask
        terms = row.enumerated().map { mask & 1 << $0.offset != 0 ? $0.element : -1 }
    }

    /// By predicate, whether it is evaluated only where it is asked for.
    static func predicates(of program: Program) -> [Bool] {
        let all = program.predicates.indices
        // By predicate, the heads of the rules that use it.
        var users = [Set<Int>](repeating: [], count: all.count)
        var ranges = [Bool](repeating: false, count: all.count)
        for rule in program.rules {
            for condition in rule.conditions {
                switch condition {
                case .atom(let atom, _), .rebuttal(let atom, _):
                    users[atom.predicate].insert(rule.head.predicate)
                case .aggregate(let aggregate):
                    users[aggregate.atom.predicate].insert(rule.head.predicate)
                case .domain: ranges[rule.head.predicate] = true
                case .comparison: break
                }
            }
        }
        var isFixed = all.map { program.predicates[$0].origin != nil }
        for layer in program.layers where layer.isRecursive {
            for node in layer.nodes { isFixed[node.predicate] = true }
        }
        for (number, predicate) in program.predicates.enumerated()
        where predicate.name == "misconduct" || Bench.names.contains(predicate.name) {
            isFixed[number] = true
        }
        // A statement and its contrary belong together: both or neither.
        let groups = contraryGroups(program)
        var isGroupFixed = [Bool](repeating: false, count: all.count)
        var groupRanges = isGroupFixed
        for number in all {
            if isFixed[number] { isGroupFixed[groups[number]] = true }
            if ranges[number] { groupRanges[groups[number]] = true }
        }
        let sizes = groups.reduce(into: [Int](repeating: 0, count: all.count)) { $0[$1] += 1 }
        var answer = all.map { !isGroupFixed[groups[$0]] && groupRanges[groups[$0]] }
        // And what only these use, or nobody but claims.
        for _ in 0..<depth {
            answer = all.map { number in
                answer[number]
                    || !isGroupFixed[groups[number]] && sizes[groups[number]] == 1
                        && users[number].allSatisfy { answer[$0] }
            }
        }
        return answer
    }

    /// What is asked for asks for more; so deep at most, since each takes room on the stack.
    private static let depth = 8

    /// By predicate the least number of those that are joined to it by contraries.
    private static func contraryGroups(_ program: Program) -> [Int] {
        var groups = Array(program.predicates.indices)
        var isChanging = true
        while isChanging {
            isChanging = false
            for (number, contrary) in program.contraries.enumerated() {
                guard let contrary, groups[number] != groups[contrary] else { continue }
                let least = min(groups[number], groups[contrary])
                (groups[number], groups[contrary]) = (least, least)
                isChanging = true
            }
        }
        return groups
    }
}

extension Evaluation {
    /// Evaluates the atoms of a predicate that have the terms of `row` at the positions of `mask`: those that are certain, and those that
    /// are possible if they are wanted.
    func demand(
        _ predicate: Int, _ row: [Int32], mask: Int, isPossible: Bool
    ) throws(JudgeError) {
        try demand(predicate, row, mask, isPossible: false)
        guard isPossible else { return }
        if let contrary = program.contraries[predicate], isOnDemand[contrary] {
            try demand(contrary, row, mask, isPossible: false)
        }
        if !program.predicates[predicate].isOpen {
            try demand(predicate, row, mask, isPossible: true)
        }
    }

    private func demand(
        _ predicate: Int, _ row: [Int32], _ mask: Int, isPossible: Bool
    ) throws(JudgeError) {
        let node = Layer.Node(predicate: predicate, isPossible: isPossible)
        // Whoever asked with fewer terms given has asked for this too.
        for wider in demandedMasks[node] ?? [] where wider & mask == wider {
            guard !demands.contains(Demand(node: node, row: row, mask: wider)) else { return }
        }
        demands.insert(Demand(node: node, row: row, mask: mask))
        demandedMasks[node, default: []].insert(mask)
        var found = Relation(arity: certain[predicate].arity)
        for rule in program.rulesOf[predicate] {
            try heads(of: rule, isPossible: isPossible, given: (row, mask), into: &found)
        }
        _ = insert(found, predicate, isPossible: isPossible)
        endRound()
    }

    /// As if nobody had asked for these predicates.
    func forget(_ predicates: Set<Int>) {
        demands = demands.filter { !predicates.contains($0.node.predicate) }
        demandedMasks = demandedMasks.filter { !predicates.contains($0.key.predicate) }
    }

    /// The same for one atom, where nobody can be told that it took too long: then a limit is passed, and the next step says so.
    func ask(_ predicate: Int, _ row: [Int32], isPossible: Bool) {
        let mask = 1 << certain[predicate].arity - 1
        try? demand(predicate, row, mask: mask, isPossible: isPossible)
    }
}
