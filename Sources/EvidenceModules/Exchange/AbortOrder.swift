// Which decision of a third party came first: by their numbers where these differ, unless proven times say the contrary; else by the proven
// bounds of their making. Many aborts against many replacements are compared through the least of them, not in pairs.

import EvidenceValues

/// The aborts of one exchange.
struct AbortOrder {
    /// The numbers of aborts, ascending, and for each the bounds of those up to it.
    private var numbers: [Int64] = []
    private var upTo: [AbortTimes] = []
    /// The bounds of those of one number.
    private var ofNumber: [Int64: AbortTimes] = [:]
    /// The bounds of all, and of those without a number.
    private var all = AbortTimes()
    private var unnumbered = AbortTimes()
    private let skew: TimeSpan

    init(_ aborts: [ExchangeMessage], skew: TimeSpan) {
        self.skew = skew
        for abort in aborts {
            all.add(abort.made)
            if let number = abort.decision?.number {
                ofNumber[number, default: AbortTimes()].add(abort.made)
            } else {
                unnumbered.add(abort.made)
            }
        }
        var times = AbortTimes()
        for (number, own) in ofNumber.sorted(by: { $0.key < $1.key }) {
            times.add(own)
            numbers.append(number)
            upTo.append(times)
        }
    }

    /// Whether one of the aborts was decided before the replacement.
    func precede(_ replacement: ExchangeMessage) -> Standing {
        let made = replacement.made
        let byTime = all.precede(made, skew: skew)
        guard let number = replacement.decision?.number, byTime != .certain else { return byTime }
        if let lesser = below(number), lesser.precede(made, skew: skew) != .contrary {
            return .certain
        }
        // One number for two decisions orders nothing, and neither does a number that stands alone.
        let equal = ofNumber[number]?.precede(made, skew: skew) ?? .contrary
        return max(equal, unnumbered.precede(made, skew: skew))
    }

    /// The bounds of the aborts with lesser numbers; nil if there are none.
    private func below(_ number: Int64) -> AbortTimes? {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? upTo[low - 1] : nil
    }
}

/// The bounds of several makings, as far as they tell whether one of them came before something.
private struct AbortTimes {
    private var isEmpty = true
    /// The earliest of the latest bounds: with it, one is provably earlier or none is.
    private var earliestEnd: Instant?
    /// The earliest of the earliest bounds; nil if one has none.
    private var earliestStart: Instant?

    mutating func add(_ interval: Interval) {
        let interval = interval.withoutContradiction
        add(isEmpty: false, end: interval.hi, start: interval.lo)
    }

    mutating func add(_ other: AbortTimes) {
        add(isEmpty: other.isEmpty, end: other.earliestEnd, start: other.earliestStart)
    }

    private mutating func add(isEmpty isOtherEmpty: Bool, end: Instant?, start: Instant?) {
        guard !isOtherEmpty else { return }
        earliestEnd = [earliestEnd, end].compactMap(\.self).min()
        if isEmpty {
            earliestStart = start
        } else if let known = earliestStart {
            earliestStart = start.map { min($0, known) }
        }
        isEmpty = false
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
