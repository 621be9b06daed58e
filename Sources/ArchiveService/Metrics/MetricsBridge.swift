// What libraries count by swift-metrics comes here too, under their own labels. A library that made a label of every request would be held
// by the limit on series.

package import CoreMetrics

/// Makes counters, gauges and timers that write into `ServiceMetrics`.
package struct MetricsBridge: MetricsFactory {
    private let metrics: ServiceMetrics

    package init(_ metrics: ServiceMetrics) { self.metrics = metrics }

    package func makeCounter(
        label: String, dimensions: [(String, String)]
    ) -> any CounterHandler {
        Handler(metrics, label, dimensions, suffix: "_total")
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        Handler(metrics, label, dimensions, suffix: "")
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        Handler(metrics, label, dimensions, suffix: aggregate ? "_seconds" : "")
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        Handler(metrics, label, dimensions, suffix: "_seconds")
    }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// One metric of a library.
    private final class Handler: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
        private let metrics: ServiceMetrics
        private let name: String
        private let labels: [String: String]

        init(
            _ metrics: ServiceMetrics, _ label: String, _ dimensions: [(String, String)],
            suffix: String
        ) {
            self.metrics = metrics
            name =
                label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
                + suffix
            labels = Dictionary(dimensions) { first, _ in first }
        }

        func increment(by amount: Int64) { metrics.count(name, labels, by: Double(amount)) }
        // Counters of Prometheus never go back but with the process.
        func reset() {}
        func set(_ value: Int64) { metrics.set(name, labels, to: Double(value)) }
        func set(_ value: Double) { metrics.set(name, labels, to: value) }
        func increment(by amount: Double) { metrics.add(name, labels, amount) }
        func decrement(by amount: Double) { metrics.add(name, labels, -amount) }
        func record(_ value: Int64) { metrics.observe(name, labels, seconds: Double(value)) }
        func record(_ value: Double) { metrics.observe(name, labels, seconds: value) }
        func recordNanoseconds(_ duration: Int64) {
            metrics.observe(name, labels, seconds: Double(duration) / 1e9)
        }
    }
}
