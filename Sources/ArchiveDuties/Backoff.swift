// When to try again: soon after the first failure, then less and less often, never less often than every ten minutes. A clock that comes
// back is asked within that time.

package import EvidenceValues

/// How long to wait after failures.
package enum Backoff {
    /// Of waits.
    private static let shortest: Int64 = 5_000
    private static let longest: Int64 = 600_000

    /// The wait after so many failures in a row; none after none.
    package static func wait(after failures: Int) -> TimeSpan {
        guard failures > 0 else { return TimeSpan(milliseconds: 0) }
        let doublings = min(failures - 1, 16)
        return TimeSpan(milliseconds: min(longest, shortest << Int64(doublings)))
    }
}
