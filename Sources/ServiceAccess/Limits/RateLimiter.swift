// How often somebody may ask: one bucket of tokens each, refilled at a rate. Held in memory, and bounded: when there are too many buckets, the
// full ones go, which forgets nothing, and if none is, the oldest, which forgives somebody a burst.

package import EvidenceValues
import Synchronization

/// A rate, and what may come at once.
package struct Rate: Sendable, Hashable {
    /// Requests a minute in the long run; 0 for no limit.
    package let perMinute: Int64
    /// Requests at once.
    package let burst: Int64

    /// At most a million a second, and a thousand minutes' worth at once.
    package init(perMinute: Int64, burst: Int64? = nil) {
        self.perMinute = min(max(0, perMinute), 60_000_000)
        // Ten seconds' worth, so that a page with its files, or a client's batch, comes through.
        self.burst = min(max(1, burst ?? self.perMinute / 6), 60_000_000_000)
    }

    /// No limit.
    package static let unlimited = Rate(perMinute: 0)
}

/// Counts requests of many askers against one rate.
package final class RateLimiter<Asker: Hashable & Sendable>: Sendable {
    /// Buckets at most: a few megabytes.
    package static var maximumAskers: Int { 65_536 }

    /// Parts of a request: at one request a minute, a millisecond gives one.
    private static var unit: Int64 { 60_000 }

    private struct Bucket {
        /// What is left, in `unit`s of a request.
        var level: Int64
        var time: Instant
    }

    package let rate: Rate
    private let buckets = Mutex<[Asker: Bucket]>([:])

    package init(_ rate: Rate) { self.rate = rate }

    /// How many askers are remembered.
    package var count: Int { buckets.withLock { $0.count } }

    /// Takes one request of `asker` at `now`; nil if it may be, or the seconds after which it may.
    package func take(_ asker: Asker, at now: Instant) -> Int? {
        guard rate.perMinute > 0 else { return nil }
        return buckets.withLock { buckets in
            if buckets.count >= Self.maximumAskers, buckets[asker] == nil {
                makeRoom(&buckets, at: now)
            }
            var bucket = buckets[asker] ?? Bucket(level: rate.burst * Self.unit, time: now)
            bucket.level = level(bucket, at: now)
            // A clock that goes back gives nothing, and takes nothing.
            bucket.time = now
            defer { buckets[asker] = bucket }
            guard bucket.level >= Self.unit else {
                let missing = Self.unit - bucket.level
                let milliseconds = (missing + rate.perMinute - 1) / rate.perMinute
                return Int((milliseconds + 999) / 1000)
            }
            bucket.level -= Self.unit
            return nil
        }
    }

    private func level(_ bucket: Bucket, at now: Instant) -> Int64 {
        let elapsed = max(0, now.milliseconds - bucket.time.milliseconds)
        let (gained, overflow) = elapsed.multipliedReportingOverflow(by: rate.perMinute)
        let full = rate.burst * Self.unit
        guard !overflow, gained < full else { return full }
        return min(full, bucket.level + gained)
    }

    private func makeRoom(_ buckets: inout [Asker: Bucket], at now: Instant) {
        let full = rate.burst * Self.unit
        buckets = buckets.filter { level($0.value, at: now) < full }
        guard buckets.count >= Self.maximumAskers else { return }
        // Half of them, so that it is seldom done.
        let times = buckets.values.map(\.time).sorted()
        let middle = times[times.count / 2]
        buckets = buckets.filter { $0.value.time > middle }
    }
}
