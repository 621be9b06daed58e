// A rule with its conditions in the order in which they are tried, made once and run many times.

import EvidenceValues

final class Plan {
    let rule: CompiledRule
    /// Places in the rule, in order.
    let order: [Int]
    let conditions: [CompiledCondition]
    /// For each condition the arguments of its atom: terms as they are, slots as `-1 - slot`; none for conditions without atom.
    let codes: [[Int32]]
    /// The arguments of the head, likewise.
    let head: [Int32]
    /// What trying a condition counts: larger rules copy more.
    let cost: Int
    /// The slots that would range if nothing of the head were given: what is given ranges no further than they.
    let ranging: [Int]

    init(rule: CompiledRule, order: [Int], now: Int, ranging: [Int] = []) {
        self.ranging = ranging
        self.rule = rule
        self.order = order
        conditions = order.map { rule.conditions[$0] }
        codes = conditions.map { condition in
            switch condition {
            case .atom(let atom, _), .rebuttal(let atom, _): Plan.codes(atom, now)
            case .aggregate(let aggregate): Plan.codes(aggregate.atom, now)
            case .domain, .comparison: []
            }
        }
        head = Plan.codes(rule.head, now)
        cost = 1 + rule.slotNames.count / 32
    }

    private static func codes(_ atom: CompiledAtom, _ now: Int) -> [Int32] {
        atom.arguments.map { argument in
            switch argument {
            case .slot(let slot): Int32(-1 - slot)
            case .constant(let number): Int32(number)
            case .now: Int32(now)
            }
        }
    }
}

/// What a plan is made for: plans with the same use are the same while relations do not grow much.
struct PlanUse: Hashable {
    /// By number in the program.
    var rule: Int
    var isPossible: Bool
    /// The condition that ranges over what is new.
    var first: Int?
    /// Positions of the head that are given.
    var given: Int
}
