// Calculations of rules: instants and spans, money in one currency, comparisons in three values. Nothing wraps, no currencies mix, and
// no fact stops the judge: what has no meaning has no result. The largest amount stands for every larger one as well ("unbounded"),
// so that a sum beyond 64 bits is still known to be more than any other amount. Spec: rules-12, rules-17.

import EvidenceValues

struct Calculator {
    let evaluation: Evaluation
    let environment: [Int?]
    let pass: Pass

    /// A value, or an amount for each currency.
    private enum Value {
        case term(Term)
        case amounts([Currency: Money])
    }

    /// The value of an expression; nil where it has none: currencies mix, a parameter has no amount in the currency, a slot is empty.
    func term(_ expression: CompiledExpression) -> Term? {
        if case .term(let term)? = value(expression) { return term }
        return nil
    }

    /// How the comparison stands; nil where a value is missing.
    func compare(
        _ left: CompiledExpression, _ comparator: Comparator, _ right: CompiledExpression
    ) -> Standing? {
        guard var (left, right) = pair(left, right) else { return nil }
        if case .interval(let interval) = left, case .interval(let other) = right,
            let holds = standing(of: comparator, interval, other)
        {
            return holds
        }
        // Evidence that contradicts itself puts nothing in order.
        let isTemporal = [.before, .after, .within].contains(comparator)
        if isTemporal { (left, right) = (narrowed(left), narrowed(right)) }
        for case .interval(let interval) in [left, right]
        where isTemporal && interval.isContradiction {
            return .possible
        }
        switch (left, comparator, right) {
        case (.interval(let interval), .before, .instant(let instant)):
            return interval.isBefore(instant, skew: evaluation.skew)
        case (.interval(let interval), .before, .interval(let other)):
            return interval.isBefore(other, skew: evaluation.skew)
        case (.interval(let interval), .after, .instant(let instant)):
            return interval.isAfter(instant, skew: evaluation.skew)
        case (.interval(let interval), .after, .interval(let other)):
            return other.isBefore(interval, skew: evaluation.skew)
        case (.interval(let interval), .within, .span(let span)):
            return interval.isWithin(span)
        case (.money(let money), _, .count(0)):
            return standing(of: comparator, money.minorUnits, 0)
        case (_, .equal, _): return left == right ? .certain : .contrary
        case (_, .unequal, _): return left == right ? .contrary : .certain
        case (.money(let money), _, .money(let other))
        where money == other && (money.isUnbounded || money.isBottomless): return .possible
        case (.money(let money), _, .money(let other)):
            guard money.currency == other.currency else { return nil }
            return standing(of: comparator, money, other)
        default: return standing(of: comparator, left, right)
        }
    }

    private func narrowed(_ term: Term) -> Term {
        guard case .interval(let interval) = term else { return term }
        return evaluation.narrowed[interval].map(Term.interval) ?? term
    }

    // Order of two intervals is that of the proofs of existence: of their upper bounds, no bound being later than every bound.
    private func standing(
        of comparator: Comparator, _ left: Interval, _ right: Interval
    ) -> Standing? {
        switch comparator {
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            standing(
                of: comparator, left.hi?.milliseconds ?? .max, right.hi?.milliseconds ?? .max)
        case .equal, .unequal, .before, .after, .within: nil
        }
    }

    private func standing<Value: Comparable>(
        of comparator: Comparator, _ left: Value, _ right: Value
    ) -> Standing {
        let holds =
            switch comparator {
            case .equal: left == right
            case .unequal: left != right
            case .less: left < right
            case .lessOrEqual: left <= right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            case .before, .after, .within: false
            }
        return holds ? .certain : .contrary
    }

    private func value(_ expression: CompiledExpression) -> Value? {
        switch expression {
        case .amounts(let amounts): return .amounts(amounts)
        case .argument(let argument):
            return evaluation.value(argument, environment).map { .term(evaluation.terms.terms[$0]) }
        case .sum(let left, let right):
            guard let (left, right) = pair(left, right) else { return nil }
            return sum(left, right)
        case .difference(let left, let right):
            guard let (left, right) = pair(left, right) else { return nil }
            return difference(left, right)
        case .minimum(let left, let right):
            guard let (left, right) = pair(left, right) else { return nil }
            return ordered(left, right).map { .term($0.0) }
        case .maximum(let left, let right):
            guard let (left, right) = pair(left, right) else { return nil }
            return ordered(left, right).map { .term($0.1) }
        }
    }

    // Both values; of a parameter the amount in the other's currency.
    private func pair(
        _ left: CompiledExpression, _ right: CompiledExpression
    ) -> (Term, Term)? {
        switch (value(left), value(right)) {
        case (.term(let left), .term(let right)): return (left, right)
        case (.term(.money(let money)), .amounts(let amounts)):
            return amounts[money.currency].map { (.money(money), .money($0)) }
        case (.amounts(let amounts), .term(.money(let money))):
            return amounts[money.currency].map { (.money($0), .money(money)) }
        default: return nil
        }
    }

    private func sum(_ left: Term, _ right: Term) -> Value? {
        switch (left, right) {
        case (.instant(let instant), .span(let span)):
            return .term(.instant(instant.advanced(by: span)))
        case (.interval(let interval), .span(let span)):
            return .term(.interval(interval.advanced(by: span)))
        case (.span(let span), .span(let other)):
            let sum = Int128(span.milliseconds) + Int128(other.milliseconds)
            return .term(.span(TimeSpan(milliseconds: Int64(clamping: sum))))
        case (.money(let money), .money(let other)) where money.currency == other.currency:
            return sum([money, other], money.currency).map { .term(.money($0)) }
        default: return nil
        }
    }

    private func difference(_ left: Term, _ right: Term) -> Value? {
        switch (left, right) {
        case (.instant, .span(let span)), (.span, .span(let span)), (.interval, .span(let span)):
            let negated = Int64(clamping: -Int128(span.milliseconds))
            return sum(left, .span(TimeSpan(milliseconds: negated)))
        case (.money(let money), .money(let other)):
            return sum(left, .money(other.negated)).flatMap { value in
                // How much less than an unbounded amount is left, nobody knows.
                money.isUnbounded && pass == .certain ? nil : value
            }
        default: return nil
        }
    }

    private func ordered(_ left: Term, _ right: Term) -> (Term, Term)? {
        if case .money(let money) = left, case .money(let other) = right,
            money.currency != other.currency
        {
            return nil
        }
        return left < right ? (left, right) : (right, left)
    }

    /// The sum, smallest or largest of a group: for money one result for each currency, or in `like` alone, zero if there is none.
    func fold(_ terms: [Term], _ function: AggregateFunction, _ like: Currency?) -> [Term] {
        var byCurrency: [Currency: [Money]] = [:]
        for case .money(let money) in terms where like.map({ $0 == money.currency }) ?? true {
            byCurrency[money.currency, default: []].append(money)
        }
        if let like, function == .sum, byCurrency[like] == nil { byCurrency[like] = [] }
        var results: [Term] = []
        for (currency, amounts) in byCurrency.sorted(by: { $0.key < $1.key }) {
            if let result = fold(amounts, currency, function) { results.append(.money(result)) }
        }
        let others = terms.filter { $0.type != .money }.sorted()
        if let other = function == .min ? others.first : others.last { results.append(other) }
        return results
    }

    private func fold(
        _ amounts: [Money], _ currency: Currency, _ function: AggregateFunction
    ) -> Money? {
        switch function {
        case .min: amounts.min()
        case .max: amounts.max()
        case .sum: sum(amounts, currency)
        }
    }

    /// The sum, which is exact until it is cut to 64 bits: the order of the amounts means nothing. More than every amount with less
    /// than every amount is anything: possibly unbounded, and certainly nothing.
    private func sum(_ amounts: [Money], _ currency: Currency) -> Money? {
        let units: Int64
        switch (amounts.contains(where: \.isUnbounded), amounts.contains(where: \.isBottomless)) {
        case (true, true):
            guard pass != .certain else { return nil }
            units = .max
        case (true, false): units = .max
        case (false, true): units = .min
        case (false, false):
            units = Int64(clamping: amounts.reduce(Int128(0)) { $0 + Int128($1.minorUnits) })
        }
        return Money(minorUnits: units, currency: currency)
    }
}

extension Money {
    /// Whether it stands for every larger amount too.
    var isUnbounded: Bool { minorUnits == .max }
    /// Whether it stands for every smaller amount too.
    fileprivate var isBottomless: Bool { minorUnits == .min }

    /// Its mirror; of the smallest the largest.
    fileprivate var negated: Money {
        let units = minorUnits == .min ? .max : minorUnits == .max ? .min : -minorUnits
        return Money(minorUnits: units, currency: currency)
    }
}

extension Interval {
    /// Whether it came into being after `instant`: the mirror of `isBefore`: proven if `instant + skew < lo`, refuted if
    /// `hi <= instant`, else undetermined.
    func isAfter(_ instant: Instant, skew: TimeSpan) -> Standing {
        if let lo, instant.advanced(by: skew) < lo { return .certain }
        if let hi, hi <= instant { return .contrary }
        return .possible
    }

    /// Both bounds later by `span`.
    func advanced(by span: TimeSpan) -> Interval {
        Interval(lo: lo?.advanced(by: span), hi: hi?.advanced(by: span))
    }

    /// Whether the bounds lie no further apart than `span`; if not, or if one is missing, that is open, for more evidence may
    /// bring them together.
    func isWithin(_ span: TimeSpan) -> Standing {
        guard let lo, let hi else { return .possible }
        return hi <= lo.advanced(by: span) ? .certain : .possible
    }
}
