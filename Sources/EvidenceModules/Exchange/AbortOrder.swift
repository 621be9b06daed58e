// Which decision of a third party came first: by their numbers where both have one and these differ, else by the proven bounds of their
// making. Many aborts against many replacements are compared through the least of them, not in pairs.

import EvidenceValues

/// The aborts of one exchange.
struct AbortOrder {
    /// The least number among the aborts that have one.
    private let leastNumber: Int64?
    /// When the aborts with that number were made, those with any, and those without.
    private let least: AbortTimes
    private let numbered: AbortTimes
    private let unnumbered: AbortTimes
    private let skew: TimeSpan

    init(_ aborts: [ExchangeMessage], skew: TimeSpan) {
        self.skew = skew
        let leastNumber = aborts.compactMap { $0.decision?.number }.min()
        self.leastNumber = leastNumber
        least = AbortTimes(
            aborts.filter { $0.decision != nil && $0.decision?.number == leastNumber }.map(\.made))
        numbered = AbortTimes(aborts.filter { $0.decision != nil }.map(\.made))
        unnumbered = AbortTimes(aborts.filter { $0.decision == nil }.map(\.made))
    }

    /// Whether one of the aborts was decided before the replacement.
    func precede(_ replacement: ExchangeMessage) -> Standing {
        let byTime = unnumbered.precede(replacement.made, skew: skew)
        guard let number = replacement.decision?.number, let leastNumber else {
            return max(byTime, numbered.precede(replacement.made, skew: skew))
        }
        if leastNumber < number { return .certain }
        guard leastNumber == number else { return byTime }
        // One number for two decisions orders nothing.
        return max(byTime, least.precede(replacement.made, skew: skew))
    }
}

/// The bounds of several makings, as far as they tell whether one of them came before something.
private struct AbortTimes {
    private let isEmpty: Bool
    /// The earliest of the latest bounds: with it, one is provably earlier or none is.
    private let earliestEnd: Instant?
    /// The earliest of the earliest bounds; nil if one has none.
    private let earliestStart: Instant?

    init(_ intervals: [Interval]) {
        let intervals = intervals.map(\.withoutContradiction)
        isEmpty = intervals.isEmpty
        earliestEnd = intervals.compactMap(\.hi).min()
        let starts = intervals.map(\.lo)
        earliestStart = starts.contains(nil) ? nil : starts.compactMap(\.self).min()
    }

    func precede(_ other: Interval, skew: TimeSpan) -> Standing {
        guard !isEmpty else { return .contrary }
        return Interval(lo: earliestStart, hi: earliestEnd)
            .isBefore(other.withoutContradiction, skew: skew)
    }
}

extension Interval {
    /// Bounds that contradict each other prove nothing (rules-7).
    var withoutContradiction: Interval { isContradiction ? .unbounded : self }
}
