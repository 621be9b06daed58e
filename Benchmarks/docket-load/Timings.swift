// Times of many requests, and the line that says how they went.

import Foundation
import Synchronization

/// Times of requests, in milliseconds.
final class Timings: Sendable {
    private let times = Mutex<[Double]>([])
    private let failures = Mutex<[Int: Int]>([:])

    func add(_ time: Duration) { times.withLock { $0.append(time / .milliseconds(1)) } }
    func fail(_ status: Int) { failures.withLock { $0[status, default: 0] += 1 } }

    /// Prints what was measured as one line of JSON.
    func report(_ what: String, elapsed: Duration, more: [String: Any] = [:]) throws {
        let sorted = times.withLock { $0.sorted() }
        func part(_ share: Double) -> Double {
            guard !sorted.isEmpty else { return 0 }
            let place = min(sorted.count - 1, Int(Double(sorted.count) * share))
            return (sorted[place] * 100).rounded() / 100
        }
        let seconds = elapsed / .seconds(1)
        var line: [String: Any] = [
            "what": what, "count": sorted.count, "seconds": (seconds * 1_000).rounded() / 1_000,
            "rate": (Double(sorted.count) / seconds).rounded(), "p50_ms": part(0.5),
            "p99_ms": part(0.99), "max_ms": sorted.last.map { ($0 * 100).rounded() / 100 } ?? 0,
            "failed": failures.withLock { $0.values.reduce(0, +) },
            "statuses": Dictionary(
                uniqueKeysWithValues: failures.withLock { $0 }.map { ("\($0.key)", $0.value) }),
        ]
        line.merge(more) { $1 }
        let data = try JSONSerialization.data(withJSONObject: line, options: [.sortedKeys])
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
}

/// Numbers that many clients take, each once.
final class Tickets: Sendable {
    private let next = Atomic<Int>(0)

    /// The next number, from 0 on.
    func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }
}
