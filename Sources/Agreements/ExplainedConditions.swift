// How the conditions of a rule read in a derivation, where they hold and where they fail.

import EvidenceValues

extension Explainer {
    /// A condition that holds, as steps of a derivation.
    func step(
        _ condition: CompiledCondition, _ solution: Solution, depth: Int
    ) throws(JudgeError) -> [Derivation] {
        let environment = solution.environment
        switch condition {
        case .domain: return []
        case .atom(let atom, .plain):
            let row = pattern(atom, environment).compactMap(\.self)
            if row.count == atom.arguments.count {
                return [try explain(atom.predicate, row, depth: depth)]
            }
            return try witness(atom, solution, depth: depth)
        case .atom(let atom, .not): return [try denial(atom, solution, depth: depth)]
        case .atom(let atom, .unproven(let burden)):
            return [try unproven(atom, burden, solution)]
        case .rebuttal(let atom, _):
            return [try unproven(atom, solution.rule.burden ?? .now, solution)]
        case .comparison(let left, let comparator, let right, let mode):
            return [try calculation(left, comparator, right, mode, solution)]
        case .aggregate(let aggregate):
            return [try group(aggregate, solution, depth: depth)]
        }
    }

    // An atom with `_`: the first that fits.
    private func witness(
        _ atom: CompiledAtom, _ solution: Solution, depth: Int
    ) throws(JudgeError) -> [Derivation] {
        let pattern = pattern(atom, solution.environment)
        for isPossible in [false, true] {
            let rows = try evaluation.rows(
                atom.predicate, isPossible: isPossible, matching: pattern, solution.rule)
            guard let first = rows.first else { continue }
            return [try explain(atom.predicate, first, depth: depth)]
        }
        return []
    }

    private func denial(
        _ atom: CompiledAtom, _ solution: Solution, depth: Int
    ) throws(JudgeError) -> Derivation {
        let pattern = pattern(atom, solution.environment)
        let standing = try self.standing(.atom(atom, .not), solution.rule, solution.environment)
        var derivation = Derivation(
            statement: "not " + statement(atom.predicate, pattern),
            sentence: "it is not so that " + sentence(atom.predicate, pattern),
            standing: standing, basis: .absent)
        let row = pattern.compactMap(\.self)
        if standing == .certain, row.count == pattern.count,
            let contrary = evaluation.program.contraries[atom.predicate],
            evaluation.isCertain(contrary, row)
        {
            derivation.basis = .rule
            derivation.steps = [try explain(contrary, row, depth: depth)]
        }
        return derivation
    }

    private func unproven(
        _ atom: CompiledAtom, _ burden: Argument, _ solution: Solution
    ) throws(JudgeError) -> Derivation {
        let pattern = pattern(atom, solution.environment)
        var derivation = Derivation(
            statement: "unproven " + statement(atom.predicate, pattern),
            sentence: "it is not proven that " + sentence(atom.predicate, pattern),
            standing: .certain, basis: .burden, burden: bearer(burden, solution.environment))
        let row = pattern.compactMap(\.self)
        if row.count == pattern.count, evaluation.standing(atom.predicate, row) == .contrary {
            derivation.reason = "refuted"
        }
        return derivation
    }

    private func calculation(
        _ left: CompiledExpression, _ comparator: Comparator, _ right: CompiledExpression,
        _ mode: CompiledMode, _ solution: Solution
    ) throws(JudgeError) -> Derivation {
        let environment = solution.environment
        let statement =
            text(left, solution) + " " + comparator.rawValue + " " + text(right, solution)
        let words = self.words(left, comparator, right, solution)
        let condition = CompiledCondition.comparison(left, comparator, right, mode)
        switch mode {
        case .unproven(let burden):
            let calculator = Calculator(
                evaluation: evaluation, environment: environment, pass: .filed)
            let isContrary = calculator.compare(left, comparator, right) == .contrary
            return Derivation(
                statement: "unproven " + statement, sentence: "it is not proven that " + words,
                standing: .certain, basis: isContrary ? .calculation : .burden,
                burden: isContrary ? nil : bearer(burden, environment))
        case .not:
            return Derivation(
                statement: "not " + statement, sentence: "it is not so that " + words,
                standing: try standing(condition, solution.rule, environment), basis: .calculation)
        case .plain:
            return Derivation(
                statement: statement, sentence: words,
                standing: comparator == .equal
                    ? .certain : try standing(condition, solution.rule, environment),
                basis: .calculation)
        }
    }

    // Intervals are compared in words; amounts and times read well as they stand.
    func words(
        _ left: CompiledExpression, _ comparator: Comparator, _ right: CompiledExpression,
        _ solution: Solution
    ) -> String {
        let right = text(right, solution)
        guard case .argument(let argument) = left,
            let number = evaluation.value(argument, solution.environment),
            case .interval(let interval) = evaluation.terms.terms[number]
        else { return text(left, solution) + " " + comparator.rawValue + " " + right }
        let time =
            switch (interval.lo, interval.hi) {
            case (let lo?, let hi?): "the time from \(lo) to \(hi)"
            case (let lo?, nil): "the time from \(lo) on"
            case (nil, let hi?): "the time until \(hi)"
            case (nil, nil): "the time, of which nothing is proven,"
            }
        return time + (comparator == .within ? " is known within " : " is \(comparator.rawValue) ")
            + right
    }

    private func group(
        _ aggregate: CompiledAggregate, _ solution: Solution, depth: Int
    ) throws(JudgeError) -> Derivation {
        let environment = solution.environment
        let result = text(.slot(aggregate.result), environment)
        var outside = [Int?](repeating: nil, count: environment.count)
        for slot in aggregate.group { outside[slot] = environment[slot] }
        let members = statement(aggregate.atom.predicate, pattern(aggregate.atom, outside))
        let verb = aggregate.isProven ? " of proven " : " of "
        let all = try self.rows(aggregate, solution.rule, environment)
        let rows =
            solution.isCertain
            ? all.filter { evaluation.isCertain(aggregate.atom.predicate, $0) } : all
        var steps: [Derivation] = []
        for row in rows.prefix(100) {
            steps.append(try explain(aggregate.atom.predicate, row, depth: depth))
        }
        let statement = result + " = " + aggregate.function.rawValue + verb + members
        let kind =
            switch aggregate.function {
            case .sum: "the sum"
            case .min: "the least"
            case .max: "the largest"
            }
        let isLess = aggregate.isProven || rows.count < all.count
        let rest = isLess ? " of what is proven here" : " of what is found here"
        return Derivation(
            statement: statement,
            sentence: result + " is " + kind + (rows.isEmpty ? " of nothing" : rest),
            standing: solution.isCertain
                ? .certain : try standing(.aggregate(aggregate), solution.rule, environment),
            basis: .calculation, burden: aggregate.burden.map { bearer($0, environment) },
            reason: isUnbounded(aggregate.result, environment) ? "ARITHMETIC.OVERFLOW" : nil,
            steps: steps)
    }

    // Spec: rules-17
    private func isUnbounded(_ slot: Int, _ environment: [Int?]) -> Bool {
        guard let number = environment[slot],
            case .money(let money) = evaluation.terms.terms[number]
        else { return false }
        return money.isUnbounded
    }

    // MARK: failures

    /// The condition that fails, as a step; nil if it does not fail by itself.
    func failure(
        _ condition: CompiledCondition, _ solution: Solution, _ pass: Pass, depth: Int
    ) throws(JudgeError) -> Derivation? {
        let environment = solution.environment
        var derivation: Derivation
        switch condition {
        case .domain: return nil
        case .atom(let atom, .plain):
            derivation = try absence(atom, solution, pass, depth: depth)
        case .atom(let atom, _), .rebuttal(let atom, _):
            let row = pattern(atom, environment).compactMap(\.self)
            guard row.count == atom.arguments.count else { return nil }
            derivation = Derivation(
                statement: "not " + statement(atom.predicate, row),
                sentence: "it is not excluded that " + sentence(atom.predicate, row),
                standing: evaluation.standing(atom.predicate, row).negated, basis: .absent)
            if evaluation.isCertain(atom.predicate, row) {
                derivation.sentence = sentence(atom.predicate, row)
                derivation.steps = [try explain(atom.predicate, row)]
            }
        case .comparison(let left, let comparator, let right, let mode):
            derivation = try calculation(left, comparator, right, mode, solution)
        case .aggregate(let aggregate):
            var outside = [Int?](repeating: nil, count: environment.count)
            for slot in aggregate.group { outside[slot] = environment[slot] }
            let pattern = pattern(aggregate.atom, outside)
            derivation = Derivation(
                statement: statement(aggregate.atom.predicate, pattern),
                sentence: "nothing shows that " + sentence(aggregate.atom.predicate, pattern),
                standing: .contrary, basis: .absent)
            derivation.steps = try failures(
                aggregate.atom.predicate, pattern, pass, depth: depth + 1)
        }
        derivation.article = solution.rule.article
        derivation.articleTitle = agreement.title(of: solution.rule.article)
        return derivation
    }

    private func absence(
        _ atom: CompiledAtom, _ solution: Solution, _ pass: Pass, depth: Int
    ) throws(JudgeError) -> Derivation {
        let pattern = pattern(atom, solution.environment)
        let row = pattern.compactMap(\.self)
        let isWhole = row.count == pattern.count
        if isWhole,
            evaluation.standing(atom.predicate, row) != .contrary
                || evaluation.support[atom.predicate][row] != nil
        {
            return try explain(atom.predicate, row, depth: 20)
        }
        let isOpen = predicate(atom.predicate).isOpen
        var derivation = Derivation(
            statement: statement(atom.predicate, pattern),
            sentence: "nothing shows that " + sentence(atom.predicate, pattern),
            standing: isOpen && !isWhole ? .possible : .contrary, basis: .absent)
        if isWhole, let contrary = evaluation.program.contraries[atom.predicate],
            evaluation.isCertain(contrary, row)
        {
            derivation.steps = [try explain(contrary, row)]
        } else {
            derivation.steps = try failures(atom.predicate, pattern, pass, depth: depth + 1)
        }
        return derivation
    }

    // MARK: text

    /// Who bears a burden: a party by its name, a role as `the relying party`.
    func bearer(_ burden: Argument, _ environment: [Int?]) -> String {
        guard let number = evaluation.value(burden, environment) else { return "_" }
        guard case .word(let role) = evaluation.terms.terms[number] else {
            return Predicate.words(evaluation.terms.terms[number])
        }
        return "the " + role.replacing("-", with: " ")
    }

    func text(_ argument: Argument, _ environment: [Int?]) -> String {
        evaluation.value(argument, environment).map {
            Predicate.words(evaluation.terms.terms[$0])
        } ?? "_"
    }

    private func text(_ expression: CompiledExpression, _ solution: Solution) -> String {
        switch expression {
        case .argument(let argument):
            if let slot = argument.slot, solution.environment[slot] == nil {
                return solution.rule.slotNames[slot]
            }
            return text(argument, solution.environment)
        case .amounts(let amounts):
            return amounts.values.sorted().map(\.text).joined(separator: " or ")
        case .sum(let left, let right): return text(left, solution) + " + " + text(right, solution)
        case .difference(let left, let right):
            return text(left, solution) + " - " + text(right, solution)
        case .minimum(let left, let right):
            return "min(" + text(left, solution) + ", " + text(right, solution) + ")"
        case .maximum(let left, let right):
            return "max(" + text(left, solution) + ", " + text(right, solution) + ")"
        }
    }
}
