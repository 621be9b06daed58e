// Conditions that calculate and compare.

import EvidenceValues

extension Solver {
    /// Goes on if the comparison holds; one that binds a variable gives it its value.
    func compare(
        _ left: CompiledExpression, _ comparator: Comparator, _ right: CompiledExpression,
        _ mode: CompiledMode, _ body: Body
    ) throws(JudgeError) -> Bool {
        if comparator == .equal, mode == .plain {
            for (target, source) in [(left, right), (right, left)] {
                guard case .argument(.slot(let slot)) = target, environment[slot] == nil else {
                    continue
                }
                guard let term = value(of: source) else { return true }
                let mark = trail.count
                defer { unbind(to: mark) }
                return bind(slot, to: term) ? try body() : true
            }
        }
        guard let standing = standing(left, comparator, right),
            Solver.holds(standing, mode, pass)
        else { return true }
        return try body()
    }

    // The calculator is gone before anything is bound, so that values are not copied.
    private func value(of expression: CompiledExpression) -> Int? {
        calculator.term(expression).map { evaluation.terms.number($0) }
    }

    private func standing(
        _ left: CompiledExpression, _ comparator: Comparator, _ right: CompiledExpression
    ) -> Standing? {
        calculator.compare(left, comparator, right)
    }

    var calculator: Calculator {
        Calculator(evaluation: evaluation, environment: environment, pass: pass)
    }

    /// Spec: rules-7: how a comparison of a certain standing counts.
    static func holds(_ standing: Standing, _ mode: CompiledMode, _ pass: Pass) -> Bool {
        switch mode {
        case .plain: pass == .certain ? standing == .certain : standing != .contrary
        case .not: pass == .certain ? standing == .contrary : standing != .certain
        case .unproven: standing != .certain
        }
    }
}
