// Numbers for whoever watches the service (docs/operating.md): counters, gauges and times with fixed buckets, written as Prometheus
// text. Names are ours and few, labels have few values, and nothing of a matter or a person is in them.
//
// swift-metrics' factory protocol is met by `MetricsBridge`, so what libraries count is here too.

import Synchronization

/// All numbers of the service.
package final class ServiceMetrics: Sendable {
    /// Upper bounds of times in seconds: from a read in memory to the longest that anybody waits.
    package static let buckets: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
    ]
    /// Series at most: what is counted has a fixed set of labels, and this says so if it has not.
    static let maximumSeries = 4_096

    /// A metric with its labels.
    struct Series: Hashable {
        let name: String
        let labels: [String: String]
    }

    /// The times that were measured of one series.
    struct Histogram {
        var counts = [UInt64](repeating: 0, count: buckets.count)
        var sum = 0.0
        var count: UInt64 = 0

        mutating func add(_ seconds: Double) {
            sum += seconds
            count += 1
            // Counted in the first bucket that holds it; they are added up when they are written.
            if let place = buckets.firstIndex(where: { seconds <= $0 }) { counts[place] += 1 }
        }
    }

    struct State {
        var counters: [Series: Double] = [:]
        var gauges: [Series: Double] = [:]
        var histograms: [Series: Histogram] = [:]
        var help: [String: String] = [:]

        var size: Int { counters.count + gauges.count + histograms.count }
    }

    let state = Mutex(State())

    package init() {}

    /// Says what a metric means; the sentence stands beside it in the text.
    package func describe(_ name: String, _ help: String) {
        state.withLock { $0.help[name] = help }
    }

    /// Adds to a counter, whose name ends with `_total`.
    package func count(_ name: String, _ labels: [String: String] = [:], by amount: Double = 1) {
        let series = Series(name: name, labels: labels)
        state.withLock { state in
            guard state.counters[series] != nil || state.size < Self.maximumSeries else { return }
            state.counters[series, default: 0] += amount
        }
    }

    /// Sets a gauge.
    package func set(_ name: String, _ labels: [String: String] = [:], to value: Double) {
        let series = Series(name: name, labels: labels)
        state.withLock { state in
            guard state.gauges[series] != nil || state.size < Self.maximumSeries else { return }
            state.gauges[series] = value
        }
    }

    /// Adds to a gauge.
    package func add(_ name: String, _ labels: [String: String] = [:], _ amount: Double) {
        let series = Series(name: name, labels: labels)
        state.withLock { state in
            guard state.gauges[series] != nil || state.size < Self.maximumSeries else { return }
            state.gauges[series, default: 0] += amount
        }
    }

    /// Forgets the gauges of a name, before they are set anew with other labels.
    package func clear(_ name: String) {
        state.withLock { state in
            state.gauges = state.gauges.filter { $0.key.name != name }
        }
    }

    /// Adds a time in seconds, of a name that ends with `_seconds`.
    package func observe(_ name: String, _ labels: [String: String] = [:], seconds: Double) {
        let series = Series(name: name, labels: labels)
        state.withLock { state in
            guard state.histograms[series] != nil || state.size < Self.maximumSeries else { return }
            state.histograms[series, default: Histogram()].add(seconds)
        }
    }

    /// A request was answered.
    func answered(route: String, status: Int, after time: Duration) {
        count("docket_http_requests_total", ["route": route, "status": "\(status / 100)xx"])
        observe("docket_http_request_seconds", ["route": route], seconds: time / .seconds(1))
    }

    /// The value of a counter or a gauge; nil if there is none.
    package func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        let series = Series(name: name, labels: labels)
        return state.withLock { $0.counters[series] ?? $0.gauges[series] }
    }
}
