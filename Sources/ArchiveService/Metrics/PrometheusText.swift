// The text that Prometheus reads (exposition format 0.0.4): each metric with its meaning and type, its series sorted, so that two texts
// of the same numbers are the same.

import Synchronization

extension ServiceMetrics {
    /// The media type of `text`.
    package static let textType = "text/plain; version=0.0.4; charset=utf-8"

    /// All numbers as text.
    package var text: String {
        let state = state.withLock { $0 }
        var text = ""
        Self.write(state.counters, "counter", state.help, &text)
        Self.write(state.gauges, "gauge", state.help, &text)
        for (name, series) in Self.grouped(state.histograms) {
            Self.head(name, "histogram", state.help, &text)
            for (series, histogram) in series { Self.write(histogram, series, &text) }
        }
        return text
    }

    private static func write(
        _ values: [Series: Double], _ type: String, _ help: [String: String], _ text: inout String
    ) {
        for (name, series) in grouped(values) {
            head(name, type, help, &text)
            for (series, value) in series {
                text += "\(name)\(labels(series.labels)) \(number(value))\n"
            }
        }
    }

    private static func write(_ histogram: Histogram, _ series: Series, _ text: inout String) {
        var sum: UInt64 = 0
        for (bound, count) in zip(buckets, histogram.counts) {
            sum += count
            let labels = labels(series.labels.merging(["le": number(bound)]) { $1 })
            text += "\(series.name)_bucket\(labels) \(sum)\n"
        }
        let all = labels(series.labels.merging(["le": "+Inf"]) { $1 })
        text += "\(series.name)_bucket\(all) \(histogram.count)\n"
        text += "\(series.name)_sum\(labels(series.labels)) \(number(histogram.sum))\n"
        text += "\(series.name)_count\(labels(series.labels)) \(histogram.count)\n"
    }

    private static func head(
        _ name: String, _ type: String, _ help: [String: String], _ text: inout String
    ) {
        if let help = help[name] { text += "# HELP \(name) \(help)\n" }
        text += "# TYPE \(name) \(type)\n"
    }

    private static func grouped<Value>(
        _ values: [Series: Value]
    ) -> [(name: String, series: [(Series, Value)])] {
        Dictionary(grouping: values, by: \.key.name).sorted { $0.key < $1.key }
            .map { name, values in
                let sorted = values.map { ($0.key, $0.value) }
                    .sorted { labels($0.0.labels) < labels($1.0.labels) }
                return (name, sorted)
            }
    }

    private static func labels(_ labels: [String: String]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}
