// Calculations of rules: instants and spans, money in one currency, comparisons in three values. Nothing wraps and no currencies mix;
// an amount that cannot be right stops the judge, with the article that asked for it.

import EvidenceValues

struct Calculator {
    let evaluation: Evaluation
    let rule: CompiledRule
    let environment: [Int?]

    /// A value, or an amount for each currency.
    private enum Value {
        case term(Term)
        case amounts([Currency: Money])
    }

    /// The value of an expression; nil where a parameter has no amount in the currency, or a slot is empty.
    func term(_ expression: CompiledExpression) throws(JudgeError) -> Term? {
        if case .term(let term)? = try value(expression) { return term }
        return nil
    }

    /// How the comparison stands; nil where a value is missing.
    func compare(
        _ left: CompiledExpression, _ comparator: Comparator, _ right: CompiledExpression
    ) throws(JudgeError) -> Standing? {
        guard let (left, right) = try pair(left, right) else { return nil }
        // Evidence that contradicts itself decides nothing.
        for case .interval(let interval) in [left, right] where interval.isContradiction {
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
        case (.money(let money), _, .count(0)):
            return standing(of: comparator, money.minorUnits, 0)
        case (_, .equal, _): return left == right ? .certain : .contrary
        case (_, .unequal, _): return left == right ? .contrary : .certain
        case (.money(let money), _, .money(let other)):
            guard money.currency == other.currency else {
                throw .mixedCurrencies(article: rule.article, money.currency, other.currency)
            }
            return standing(of: comparator, money, other)
        default: return standing(of: comparator, left, right)
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
            case .before, .after: false
            }
        return holds ? .certain : .contrary
    }

    private func value(_ expression: CompiledExpression) throws(JudgeError) -> Value? {
        switch expression {
        case .amounts(let amounts): return .amounts(amounts)
        case .argument(let argument):
            return evaluation.value(argument, environment).map { .term(evaluation.terms.terms[$0]) }
        case .sum(let left, let right):
            guard let (left, right) = try pair(left, right) else { return nil }
            return try sum(left, right)
        case .difference(let left, let right):
            guard let (left, right) = try pair(left, right) else { return nil }
            return try difference(left, right)
        case .minimum(let left, let right):
            guard let (left, right) = try pair(left, right) else { return nil }
            return .term(try ordered(left, right).0)
        case .maximum(let left, let right):
            guard let (left, right) = try pair(left, right) else { return nil }
            return .term(try ordered(left, right).1)
        }
    }

    // Both values; of a parameter the amount in the other's currency.
    private func pair(
        _ left: CompiledExpression, _ right: CompiledExpression
    ) throws(JudgeError) -> (Term, Term)? {
        switch (try value(left), try value(right)) {
        case (.term(let left), .term(let right)): return (left, right)
        case (.term(.money(let money)), .amounts(let amounts)):
            return amounts[money.currency].map { (.money(money), .money($0)) }
        case (.amounts(let amounts), .term(.money(let money))):
            return amounts[money.currency].map { (.money($0), .money(money)) }
        default: return nil
        }
    }

    private func sum(_ left: Term, _ right: Term) throws(JudgeError) -> Value {
        switch (left, right) {
        case (.instant(let instant), .span(let span)):
            return .term(.instant(instant.advanced(by: span)))
        case (.span(let span), .span(let other)):
            let (sum, overflow) = span.milliseconds.addingReportingOverflow(other.milliseconds)
            guard !overflow else { throw .overflow(article: rule.article) }
            return .term(.span(TimeSpan(milliseconds: sum)))
        case (.money(let money), .money(let other)): return .term(.money(try add(money, other)))
        default: throw .overflow(article: rule.article)
        }
    }

    private func difference(_ left: Term, _ right: Term) throws(JudgeError) -> Value {
        switch (left, right) {
        case (.instant, .span(let span)), (.span, .span(let span)):
            return try sum(left, .span(TimeSpan(milliseconds: try negated(span.milliseconds))))
        case (.money(let money), .money(let other)):
            let negative = Money(
                minorUnits: try negated(other.minorUnits), currency: other.currency)
            return .term(.money(try add(money, negative)))
        default: throw .overflow(article: rule.article)
        }
    }

    private func negated(_ number: Int64) throws(JudgeError) -> Int64 {
        guard number != .min else { throw .overflow(article: rule.article) }
        return -number
    }

    private func add(_ money: Money, _ other: Money) throws(JudgeError) -> Money {
        do {
            return try money.adding(other)
        } catch {
            switch error {
            case .mixedCurrencies(let left, let right):
                throw .mixedCurrencies(article: rule.article, left, right)
            case .overflow: throw .overflow(article: rule.article)
            }
        }
    }

    private func ordered(_ left: Term, _ right: Term) throws(JudgeError) -> (Term, Term) {
        if case .money(let money) = left, case .money(let other) = right,
            money.currency != other.currency
        {
            throw .mixedCurrencies(article: rule.article, money.currency, other.currency)
        }
        return left < right ? (left, right) : (right, left)
    }

    /// The sum, smallest or largest of a group: for money one result for each currency, or in `like` alone, zero if there is none.
    func fold(
        _ terms: [Term], _ function: AggregateFunction, _ like: Currency?
    ) throws(JudgeError) -> [Term] {
        var byCurrency: [Currency: [Money]] = [:]
        for case .money(let money) in terms where like.map({ $0 == money.currency }) ?? true {
            byCurrency[money.currency, default: []].append(money)
        }
        if let like, function == .sum, byCurrency[like] == nil { byCurrency[like] = [] }
        var results: [Term] = []
        for (currency, amounts) in byCurrency.sorted(by: { $0.key < $1.key }) {
            if let result = try fold(amounts, currency, function) { results.append(.money(result)) }
        }
        let others = terms.filter { $0.type != .money }.sorted()
        if let other = function == .min ? others.first : others.last { results.append(other) }
        return results
    }

    private func fold(
        _ amounts: [Money], _ currency: Currency, _ function: AggregateFunction
    ) throws(JudgeError) -> Money? {
        switch function {
        case .min: return amounts.min()
        case .max: return amounts.max()
        case .sum:
            var total = Money(minorUnits: 0, currency: currency)
            for amount in amounts { total = try add(total, amount) }
            return total
        }
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
}
