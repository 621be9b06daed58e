// The rules of random programs: first what binds variables, then what asks of them. A variable that would stand only once becomes `_`
// or is asked about, so that most rules pass the checker.

import EvidenceValues

@testable import Agreements

/// A rule in the making.
private struct Draft {
    var conditions: [String] = []
    var rebuttals: [String] = []
    /// Variables with values, by type.
    var bound: [TermType: [String]] = [:]
    var uses: [String: Int] = [:]
    var next = 0
    var isCalculated = false

    mutating func fresh(_ type: TermType) -> String {
        next += 1
        let name = type.rawValue.prefix(1).uppercased() + "\(next)"
        bound[type, default: []].append(name)
        return name
    }
}

extension ProgramGenerator {
    mutating func addRule(_ predicate: Declared) {
        var draft = Draft()
        let isRecursive = predicate.level > 0 && chance(20)
        for _ in 0..<number(1...2) { bind(&draft, below: predicate) }
        if isRecursive, let own = predicates.first(where: { $0.name == predicate.name }) {
            draft.conditions.append(positive(own, &draft))
        }
        // What is calculated anew in each round would never end.
        if !isRecursive, predicate.isSupremum || (predicate.types.contains(.money) && chance(60)) {
            sum(&draft)
        }
        if !isRecursive, chance(25) { calculate(&draft) }
        if chance(45) { deny(&draft, below: predicate) }
        if chance(45) { compare(&draft) }
        let head = predicate.types.map { type -> String in value(type, &draft, mustBind: true) }
        if chance(22) {
            for _ in 0..<number(1...2) { rebut(&draft, below: predicate) }
        }
        // Of what is calculated somebody must speak.
        for condition in draft.conditions {
            let parts = words(condition)
            let all = draft.conditions + head + draft.rebuttals
            guard condition.hasPrefix(parts[0] + " = "),
                all.count(where: { words($0).contains(parts[0]) }) == 1
            else { continue }
            draft.conditions.append(parts[0] + " = " + parts[0])
        }
        draft.conditions.shuffle(using: &generator)
        program.rules.append(
            RandomProgram.Line(
                head: predicate.atom(head),
                conditions: draft.conditions.map { settle($0, head, draft) },
                rebuttals: draft.rebuttals))
    }

    // Variables that stand once do not matter: `_`.
    private func settle(_ condition: String, _ head: [String], _ draft: Draft) -> String {
        let all = draft.conditions + head + draft.rebuttals
        var text = condition
        for name in draft.bound.values.joined() {
            let count = all.reduce(0) { $0 + words($1).count { $0 == name } }
            if count == 1 && words(text).contains(name) { text = replaced(text, name) }
        }
        return text
    }

    private func words(_ text: String) -> [String] {
        text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    }

    private func replaced(_ text: String, _ name: String) -> String {
        var result = ""
        var word = ""
        for character in text + " " {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
            } else {
                result += word == name ? "_" : word
                word = ""
                result.append(character)
            }
        }
        return String(result.dropLast())
    }

    // MARK: what binds

    private mutating func bind(_ draft: inout Draft, below predicate: Declared) {
        if chance(12) {
            let type = pick([TermType.party, .word, .instant, .document])
            draft.conditions.append(type.rawValue + "(" + draft.fresh(type) + ")")
            return
        }
        let lower = predicates.filter {
            $0.level < max(1, predicate.level) && $0.name != predicate.name
        }
        guard !lower.isEmpty else { return }
        // Levels that were derived last first, so that rules build on rules.
        let recent = lower.suffix(4)
        draft.conditions.append(positive(pick(chance(50) ? Array(recent) : lower), &draft))
    }

    private mutating func positive(_ predicate: Declared, _ draft: inout Draft) -> String {
        predicate.atom(
            predicate.types.map { type in
                if chance(8) { return "_" }
                if chance(12), type != .interval { return constant(type) }
                if chance(65), let known = draft.bound[type], !known.isEmpty { return pick(known) }
                return draft.fresh(type)
            })
    }

    private mutating func constant(_ type: TermType) -> String {
        if type == .instant, chance(40) { return pick(["now", "T_fix"]) }
        if type == .money, chance(40) { return "M_one" }
        if type == .span, chance(40) { return "S_ten" }
        // No party stands in a rule.
        if type == .party { return "_" }
        return term(type).text
    }

    /// A variable of this type, bound.
    private mutating func value(_ type: TermType, _ draft: inout Draft, mustBind: Bool = false)
        -> String
    {
        if let known = draft.bound[type], !known.isEmpty { return pick(known) }
        if chance(25), type != .interval, type != .party { return constant(type) }
        let name = draft.fresh(type)
        let givers = predicates.filter { $0.level == 0 && $0.types.contains(type) }
        if chance(50), !givers.isEmpty {
            let giver = pick(givers)
            let place = giver.types.firstIndex(of: type) ?? 0
            draft.conditions.append(
                giver.atom(giver.types.indices.map { $0 == place ? name : "_" }))
        } else {
            draft.conditions.append(type.rawValue + "(" + name + ")")
        }
        return name
    }

    // MARK: amounts and times

    private mutating func sum(_ draft: inout Draft) {
        let groups =
            predicates.filter { $0.types.contains(.money) && $0.level == 0 }
            + predicates.filter {
                $0.types.contains(.money) && !$0.isOpen && $0.level > 0 && $0.level < 9
            }.dropLast()
        guard !groups.isEmpty else { return }
        let group = pick(groups)
        let place = group.types.firstIndex(of: .money) ?? 0
        let summand = "N\(draft.next)"
        let arguments = group.types.enumerated().map { index, type -> String in
            if index == place { return summand }
            if chance(40) { return "_" }
            if let known = draft.bound[type], !known.isEmpty, chance(70) { return pick(known) }
            return draft.fresh(type)
        }
        let known = draft.bound[.money] ?? []
        let isProven = group.isOpen || chance(30)
        let result = draft.fresh(.money)
        var text =
            result + " = " + pick(["sum", "sum", "sum", "min", "max"]) + " " + summand + " of "
        text += (isProven ? "proven " : "") + group.atom(arguments)
        if !known.isEmpty, chance(40) { text += " in " + pick(known) }
        if isProven { text += " (burden claimant)" }
        draft.conditions.append(text)
    }

    private mutating func calculate(_ draft: inout Draft) {
        if let known = draft.bound[.money], !known.isEmpty, chance(60) {
            let (left, right) = (pick(known), pick(known + ["L", "M_one", "EUR 2.00"]))
            let text = pick([
                left + " + " + right, left + " - " + right, "min(\(left), \(right))",
                "max(\(left), \(right))", "min(\(left) + \(left), \(right))",
            ])
            draft.conditions.append(draft.fresh(.money) + " = " + text)
        } else if let known = draft.bound[.instant], !known.isEmpty {
            let left = pick(known)
            let span = pick((draft.bound[.span] ?? []) + ["S_ten", "5min"])
            draft.conditions.append(
                draft.fresh(.instant) + " = " + left + pick([" + ", " - "]) + span)
        } else if let known = draft.bound[.interval], !known.isEmpty, chance(70) {
            draft.conditions.append(
                draft.fresh(.interval) + " = " + pick(known) + pick([" + ", " - "]) + "S_ten")
        } else if let known = draft.bound[.span], !known.isEmpty {
            draft.conditions.append(draft.fresh(.span) + " = " + pick(known) + " + S_ten")
        }
    }

    private mutating func compare(_ draft: inout Draft) {
        var choices: [String] = []
        let moneys = draft.bound[.money] ?? []
        if let left = moneys.first {
            choices += [
                left + pick([" < ", " <= ", " > ", " >= ", " = ", " != "])
                    + pick(moneys + ["L", "M_one"]),
                left + pick([" > ", " <= ", " != "]) + "0",
            ]
        }
        for interval in draft.bound[.interval] ?? [] {
            let others =
                (draft.bound[.interval] ?? []) + (draft.bound[.instant] ?? []) + ["now", "T_fix"]
            choices += [
                interval + pick([" before ", " after "]) + pick(others), interval + " within S_ten",
                interval + pick([" = ", " != ", " < ", " <= ", " > ", " >= "])
                    + pick(draft.bound[.interval] ?? []),
                interval + pick([" before ", " after "]) + "T_fix",
            ]
        }
        if let left = draft.bound[.instant]?.first {
            choices.append(
                left + pick([" < ", " <= ", " > ", " != "])
                    + pick(["now", "T_fix", "T_fix + S_ten", "now - S_ten"]))
        }
        if let left = draft.bound[.party]?.first, let right = draft.bound[.party]?.last,
            left != right
        {
            choices.append(left + pick([" != ", " = "]) + right)
        }
        guard !choices.isEmpty else { return }
        let choice = pick(choices)
        switch number(0...5) {
        case 0, 1: draft.conditions.append("not (" + choice + ")")
        case 2: draft.conditions.append("unproven " + choice + " (burden claimant)")
        default: draft.conditions.append(choice)
        }
    }

    // MARK: what denies

    private mutating func denied(
        _ draft: inout Draft, below predicate: Declared, mayWildcard: Bool
    ) -> String? {
        let limit = max(1, predicate.level)
        let lower = predicates.filter { $0.level < limit }
        guard !lower.isEmpty else { return nil }
        let choice = pick(chance(60) ? Array(lower.suffix(4)) : lower)
        let arguments = choice.types.map { type -> String in
            if mayWildcard || !choice.isOpen, chance(20) { return "_" }
            return value(type, &draft)
        }
        return choice.atom(arguments)
    }

    private mutating func deny(_ draft: inout Draft, below predicate: Declared) {
        if chance(50) {
            if let atom = denied(&draft, below: predicate, mayWildcard: false) {
                draft.conditions.append("not " + atom)
            }
        } else if let atom = denied(&draft, below: predicate, mayWildcard: true) {
            let bearer = pick((draft.bound[.party] ?? []) + ["claimant"])
            draft.conditions.append("unproven " + atom + " (burden \(bearer))")
        }
    }

    private mutating func rebut(_ draft: inout Draft, below predicate: Declared) {
        let isPossibly = chance(40)
        guard let atom = denied(&draft, below: predicate, mayWildcard: !isPossibly) else { return }
        draft.rebuttals.append((isPossibly ? "possibly " : "") + atom)
    }
}
