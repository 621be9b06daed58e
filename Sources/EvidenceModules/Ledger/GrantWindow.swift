// The mode `period`: what was reserved within the last span counts, whatever became of it (background §3.4, invariant 1).

import EvidenceValues

/// What was reserved within the last span, in the mode `period`. Spec: ledger-4
struct GrantWindow: Sendable {
    private let span: TimeSpan
    private var grants: [(at: Instant, amount: Int128)] = []
    private var first = 0
    private(set) var sum: Int128 = 0
    // The window never moves back, whatever times entries state.
    private var end: Instant?

    init(_ span: TimeSpan) { self.span = span }

    mutating func move(to instant: Instant) {
        let end = self.end.map { max($0, instant) } ?? instant
        self.end = end
        while first < grants.count, grants[first].at.advanced(by: span) <= end {
            sum -= grants[first].amount
            first += 1
        }
        // What has left is given back once it is more than what stays.
        if first > 1024, first * 2 > grants.count {
            grants.removeFirst(first)
            first = 0
        }
    }

    /// - Parameter instant: when it was reserved; counts as the end of the window where it states an earlier time.
    mutating func add(_ amount: Int128, at instant: Instant) {
        grants.append((at: max(instant, end ?? instant), amount: amount))
        sum += amount
    }
}
