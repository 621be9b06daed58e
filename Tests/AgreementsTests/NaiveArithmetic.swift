// Amounts and times of the second evaluator: the tables of docs/formats/rules.md, "Two evaluations" and "Amounts", as they stand there.

import EvidenceValues

@testable import Agreements

struct NaiveArithmetic {
    let world: NaiveEvaluator
    let values: [String: Term]
    let evaluation: NaiveEvaluator.Evaluations

    /// A term, or a parameter with an amount for each currency.
    private enum Value {
        case term(Term)
        case amounts([Money])
    }

    func term(_ expression: Expression) -> Term? {
        if case .term(let term)? = value(expression) { return term }
        return nil
    }

    private func value(_ expression: Expression) -> Value? {
        switch expression {
        case .operand(.variable(let name)): return values[name].map { .term($0) }
        case .operand(.constant(let term)): return .term(term)
        case .operand(.now): return .term(.instant(world.now))
        case .operand(.parameter(let name)):
            let terms = world.parameters[name] ?? []
            if terms.count == 1 { return .term(terms[0]) }
            return .amounts(
                terms.compactMap { if case .money(let money) = $0 { money } else { nil } })
        case .sum(let left, let right):
            return both(left, right).flatMap { plus($0, $1) }.map { .term($0) }
        case .difference(let left, let right):
            return both(left, right).flatMap { minus($0, $1) }.map { .term($0) }
        case .minimum(let left, let right):
            return both(left, right).flatMap { isOrdered($0, $1) ? .term(min($0, $1)) : nil }
        case .maximum(let left, let right):
            return both(left, right).flatMap { isOrdered($0, $1) ? .term(max($0, $1)) : nil }
        }
    }

    // Spec: rules-2
    private func both(_ left: Expression, _ right: Expression) -> (Term, Term)? {
        switch (value(left), value(right)) {
        case (.term(let left)?, .term(let right)?): return (left, right)
        case (.term(.money(let money))?, .amounts(let amounts)?):
            return amounts.first { $0.currency == money.currency }.map {
                (.money(money), .money($0))
            }
        case (.amounts(let amounts)?, .term(.money(let money))?):
            return amounts.first { $0.currency == money.currency }.map {
                (.money($0), .money(money))
            }
        default: return nil
        }
    }

    // Amounts of two currencies have no order.
    private func isOrdered(_ left: Term, _ right: Term) -> Bool {
        if case .money(let left) = left, case .money(let right) = right {
            return left.currency == right.currency
        }
        return true
    }

    // MARK: sums

    private func plus(_ left: Term, _ right: Term) -> Term? {
        switch (left, right) {
        case (.money(let left), .money(let right)):
            guard left.currency == right.currency else { return nil }
            return total([left.minorUnits, right.minorUnits], left.currency)
        case (.instant(let instant), .span(let span)):
            return .instant(instant.advanced(by: span))
        case (.interval(let interval), .span(let span)):
            return .interval(
                Interval(
                    lo: interval.lo.map { $0.advanced(by: span) },
                    hi: interval.hi.map { $0.advanced(by: span) }))
        case (.span(let left), .span(let right)):
            return .span(
                TimeSpan(milliseconds: cut(Int128(left.milliseconds) + Int128(right.milliseconds))))
        default: return nil
        }
    }

    private func minus(_ left: Term, _ right: Term) -> Term? {
        switch (left, right) {
        case (.money(let left), .money(let right)):
            guard left.currency == right.currency else { return nil }
            // Spec: rules-17. What is left of an unbounded amount is certainly nothing that is known.
            if left.minorUnits == .max {
                guard evaluation == .possible else { return nil }
                return .money(left)
            }
            let units =
                right.minorUnits == .max
                ? .min : right.minorUnits == .min ? .max : -right.minorUnits
            return total([left.minorUnits, units], left.currency)
        case (.instant, .span(let span)), (.interval, .span(let span)):
            return plus(left, .span(TimeSpan(milliseconds: cut(-Int128(span.milliseconds)))))
        case (.span(let left), .span(let right)):
            return .span(
                TimeSpan(milliseconds: cut(Int128(left.milliseconds) - Int128(right.milliseconds))))
        default: return nil
        }
    }

    private func cut(_ number: Int128) -> Int64 {
        number > Int128(Int64.max) ? .max : number < Int128(Int64.min) ? .min : Int64(number)
    }

    // Exact before it is cut; unbounded stays unbounded, and less than every amount its mirror.
    private func total(_ units: [Int64], _ currency: Currency) -> Term? {
        let (above, below) = (units.contains(.max), units.contains(.min))
        if above && below && evaluation == .certain { return nil }
        var sum = Int128(0)
        for number in units { sum += Int128(number) }
        let result = above ? .max : below ? .min : cut(sum)
        return .money(Money(minorUnits: result, currency: currency))
    }

    /// What an aggregate comes to: for money one result for each currency.
    func fold(
        _ rows: Set<[Term]>, at place: Int, _ function: AggregateFunction, in currency: Currency?,
        orZero: Bool
    ) -> [Term] {
        var results: [Term] = []
        let terms = rows.map { $0[place] }
        let others = terms.filter { $0.type != .money }
        if let other = function == .min ? others.min() : others.max() { results.append(other) }
        var currencies: Set<Currency> = []
        for case .money(let money) in terms { currencies.insert(money.currency) }
        if let currency { currencies = [currency] }
        for currency in currencies {
            var counted: [[Term]: Int64] = [:]
            for row in rows {
                guard case .money(let money) = row[place], money.currency == currency else {
                    continue
                }
                var key = row
                key.remove(at: place)
                counted[key] = max(counted[key] ?? .min, money.minorUnits)
            }
            let all = terms.compactMap { term -> Int64? in
                if case .money(let money) = term, money.currency == currency {
                    money.minorUnits
                } else {
                    nil
                }
            }
            switch function {
            case .sum:
                guard orZero || !counted.isEmpty else { continue }
                if let term = total(Array(counted.values), currency) { results.append(term) }
            case .min, .max:
                guard let units = function == .min ? all.min() : all.max() else { continue }
                results.append(.money(Money(minorUnits: units, currency: currency)))
            }
        }
        return results
    }

    // MARK: comparisons

    /// How it stands; nil where it has no result.
    func compare(_ left: Expression, _ comparator: Comparator, _ right: Expression) -> Standing? {
        guard let (left, right) = both(left, right) else { return nil }
        switch comparator {
        case .before: return before(left, right)
        case .after: return after(left, right)
        case .within: return within(left, right)
        default: break
        }
        if case .money(let money) = left, right == .count(0) {
            return of(comparator, money.minorUnits < 0 ? -1 : money.minorUnits > 0 ? 1 : 0)
        }
        if comparator == .equal { return left == right ? .certain : .contrary }
        if comparator == .unequal { return left == right ? .contrary : .certain }
        if case .interval(let interval) = left, case .interval(let other) = right {
            // By the proofs of existence; none is later than all.
            let (first, second) = (interval.hi?.milliseconds, other.hi?.milliseconds)
            guard let first else { return of(comparator, second == nil ? 0 : 1) }
            guard let second else { return of(comparator, -1) }
            return of(comparator, first < second ? -1 : first == second ? 0 : 1)
        }
        if case .money(let money) = left, case .money(let other) = right {
            guard money.currency == other.currency else { return nil }
            if money == other, money.minorUnits == .max || money.minorUnits == .min {
                return .possible
            }
        }
        return of(comparator, left < right ? -1 : left == right ? 0 : 1)
    }

    private func of(_ comparator: Comparator, _ order: Int) -> Standing {
        let holds =
            switch comparator {
            case .equal: order == 0
            case .unequal: order != 0
            case .less: order < 0
            case .lessOrEqual: order <= 0
            case .greater: order > 0
            case .greaterOrEqual: order >= 0
            case .before, .after, .within: false
            }
        return holds ? .certain : .contrary
    }

    private typealias Bounds = (lo: Int128?, hi: Int128?)

    // An instant is an interval with one point, but for the tolerance of clocks. Nil for an interval that contradicts itself.
    private func bounds(_ term: Term) -> Bounds? {
        guard case .interval(let filed) = term else { return nil }
        let interval = world.narrowed[filed] ?? filed
        let bounds: Bounds = (
            interval.lo.map { Int128($0.milliseconds) }, interval.hi.map { Int128($0.milliseconds) }
        )
        if let lo = bounds.lo, let hi = bounds.hi, lo > hi { return nil }
        return bounds
    }

    private func before(_ left: Term, _ right: Term) -> Standing {
        guard let left = bounds(left) else { return .possible }
        if case .instant(let instant) = right {
            let instant = Int128(instant.milliseconds)
            if let hi = left.hi, hi + world.skew < instant { return .certain }
            if let lo = left.lo, lo >= instant { return .contrary }
            return .possible
        }
        guard let right = bounds(right) else { return .possible }
        if let hi = left.hi, let lo = right.lo, hi + world.skew < lo { return .certain }
        if let hi = right.hi, let lo = left.lo, hi + world.skew < lo { return .contrary }
        return .possible
    }

    private func after(_ left: Term, _ right: Term) -> Standing {
        guard case .instant(let instant) = right else { return before(right, left) }
        guard let left = bounds(left) else { return .possible }
        let moment = Int128(instant.milliseconds)
        if let lo = left.lo, moment + world.skew < lo { return .certain }
        if let hi = left.hi, hi <= moment { return .contrary }
        return .possible
    }

    private func within(_ left: Term, _ right: Term) -> Standing {
        guard let left = bounds(left), let lo = left.lo, let hi = left.hi,
            case .span(let span) = right, hi <= lo + Int128(span.milliseconds)
        else { return .possible }
        return .certain
    }
}
