// When something came into being, as far as it is proven: not before `lo`, not after `hi` (DESIGN.md §6). A time-stamp gives
// `hi` only; `lo` comes from something unpredictable inside the signed bytes. Either may be missing, and then nothing is known
// on that side. The order of two things has three values, because the intervals may overlap.

/// `[lo, hi]`: the bounds, proven from trusted times, of the moment at which something came into being.
package struct Interval: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The latest trusted instant at which it provably did not exist yet; nil if none is proven.
    package let lo: Instant?
    /// The earliest trusted instant at which it provably existed; nil if none is proven.
    package let hi: Instant?

    /// The bounds as proven. `lo > hi` is possible: it is a contradiction in the evidence, and `isContradiction` says so.
    package init(lo: Instant? = nil, hi: Instant? = nil) {
        self.lo = lo
        self.hi = hi
    }

    /// Nothing is known.
    package static let unbounded = Interval()

    /// The evidence contradicts itself: it existed before it could have.
    package var isContradiction: Bool {
        guard let lo, let hi else { return false }
        return lo > hi
    }

    /// Whether `lo` is after `hi` by more than trusted clocks may differ.
    package func contradicts(beyond skew: TimeSpan) -> Bool {
        guard let lo, let hi else { return false }
        return lo > hi.advanced(by: skew)
    }

    /// Both bounds at least as tight as either's.
    package func intersection(_ other: Interval) -> Interval {
        Interval(
            lo: [lo, other.lo].compactMap(\.self).max(),
            hi: [hi, other.hi].compactMap(\.self).min()
        )
    }

    /// Whether it came into being before `instant`: proven if `hi + skew < instant`, refuted if `lo >= instant`
    /// (background R-08 (b)), else undetermined.
    package func isBefore(_ instant: Instant, skew: TimeSpan) -> Standing {
        if let hi, hi.advanced(by: skew) < instant { return .certain }
        if let lo, lo >= instant { return .contrary }
        return .possible
    }

    /// Whether it came into being before `other`: proven if `hi + skew < other.lo`, refuted if the mirror image is proven.
    package func isBefore(_ other: Interval, skew: TimeSpan) -> Standing {
        if let hi, let otherLo = other.lo, hi.advanced(by: skew) < otherLo { return .certain }
        if let lo, let otherHi = other.hi, otherHi.advanced(by: skew) < lo { return .contrary }
        return .possible
    }

    /// `[lo, hi]` in RFC 3339, `?` for a bound that is not proven.
    package var text: String { "[\(lo?.text ?? "?"), \(hi?.text ?? "?")]" }

    package var description: String { text }

    /// Any total order, so that output can be sorted; it has no meaning in time.
    package static func < (left: Interval, right: Interval) -> Bool {
        let earliest = Int64.min
        let leftKey = (left.lo?.milliseconds ?? earliest, left.hi?.milliseconds ?? earliest)
        return leftKey < (right.lo?.milliseconds ?? earliest, right.hi?.milliseconds ?? earliest)
    }
}

/// How a statement stands in the light of the evidence: the three values of Docket (DESIGN.md §1.2).
package enum Standing: String, Sendable, Hashable, Comparable {
    /// Its contrary is certain.
    case contrary
    /// Neither it nor its contrary is certain.
    case possible
    /// It is certain.
    case certain

    /// The standing of the contrary.
    package var negated: Standing {
        switch self {
        case .contrary: .certain
        case .possible: .possible
        case .certain: .contrary
        }
    }

    private var rank: Int { self == .contrary ? 0 : self == .possible ? 1 : 2 }

    /// contrary < possible < certain, so that `min` is *and* and `max` is *or* (Kleene).
    package static func < (left: Standing, right: Standing) -> Bool { left.rank < right.rank }
}
