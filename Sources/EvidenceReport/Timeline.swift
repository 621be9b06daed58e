// The timeline: for each exhibit the interval in which it came into being, drawn as SVG inside the page. A full bar has both
// bounds proven; a dashed line runs out to the edge where one is not. A hollow circle is the archive's own statement of
// receipt, which proves nothing. The same numbers stand in the table of exhibits, which is the text alternative.

import EvidenceValues

extension Page {
    /// The section with the drawing; nothing to draw where no time is known.
    var timelineSection: HTML {
        let drawn = Array(mainExhibits.prefix(Timeline.mostRows))
        guard let timeline = Timeline(drawn, record.validationTime) else { return .empty }
        let rows = drawn.map { (names.number($0) + " " + $0.name.text, $0) }
        let rest = mainExhibits.count - drawn.count
        return """
            <section id="timeline" aria-labelledby="timeline-title">
            <h2 id="timeline-title">Timeline</h2>
            <p>When each exhibit came into being, as far as it is proven. A full bar has both bounds; a dashed line is a side \
            on which no bound is proven; a circle is when the archive says it received it (a statement).</p>
            <figure>
            \(timeline.svg(rows))
            <figcaption class="soft small">Times in UTC. The same bounds stand as text in the \
            <a href="#exhibits">table of exhibits</a>.\
            \(rest > 0 ? " The first \(drawn.count) exhibits are drawn; \(rest) more are in the table." : "")</figcaption>
            </figure>
            </section>
            """
    }
}

/// Maps instants to the width of the drawing and draws one row for each exhibit.
struct Timeline {
    /// More rows than a reader can take in; the table holds all.
    static let mostRows = 300

    private static let width = 960
    private static let left = 250
    private static let right = 920
    private static let rowHeight = 26
    private static let top = 34

    private let first: Int64
    private let last: Int64
    private let validationTime: Instant

    /// The scale over all instants of the exhibits, with a margin; nil if there are none.
    init?(_ exhibits: [ExhibitRecord], _ validationTime: Instant) {
        let instants = exhibits.flatMap { exhibit in
            [exhibit.bounds.lo, exhibit.bounds.hi, exhibit.received].compactMap { $0?.milliseconds }
        }
        guard let earliest = instants.min(), let latest = instants.max() else { return nil }
        // Instants are within ± 2^48 ms, so none of these sums can overflow.
        let margin = max((latest - earliest) / 20, 60_000)
        first = earliest - margin
        last = latest + margin
        self.validationTime = validationTime
    }

    /// The drawing; `rows` gives each exhibit with its label.
    func svg(_ rows: [(label: String, exhibit: ExhibitRecord)]) -> HTML {
        let height = Timeline.top + rows.count * Timeline.rowHeight + 14
        let bars = rows.enumerated().map { row($0.offset, $0.element.label, $0.element.exhibit) }
        return """
            <svg viewBox="0 0 \(Timeline.width) \(height)" role="img" aria-labelledby="svg-title svg-text">
            <title id="svg-title">Timeline of the exhibits</title>
            <desc id="svg-text">One bar for each of \(rows.count) exhibits; the table of exhibits gives the same in text.</desc>
            \(axis(height))
            \(HTML.lines(bars))
            \(moment(height))
            </svg>
            """
    }

    private func axis(_ height: Int) -> HTML {
        .lines(
            ticks.map { tick in
                let x = position(tick.milliseconds)
                return """
                    <line class="grid" x1="\(x)" y1="24" x2="\(x)" y2="\(height - 8)"/>\
                    <text class="soft" x="\(x)" y="16" text-anchor="middle">\(label(tick))</text>
                    """
            })
    }

    private func row(_ number: Int, _ label: String, _ exhibit: ExhibitRecord) -> HTML {
        let y = Timeline.top + number * Timeline.rowHeight
        return """
            <g><title>\(label): \(Wording.bounds(exhibit.bounds))</title>
            <text x="0" y="\(y + 13)">\(shortened(label))</text>
            \(bar(exhibit.bounds, y))<circle class="received" cx="\(position(exhibit.received.milliseconds))" \
            cy="\(y + 9)" r="4"/></g>
            """
    }

    private func bar(_ bounds: Interval, _ y: Int) -> HTML {
        guard !(bounds.lo == nil && bounds.hi == nil) else {
            return reach(Timeline.left, Timeline.right, y)
        }
        let lo = bounds.lo.map { position($0.milliseconds) }
        let hi = bounds.hi.map { position($0.milliseconds) }
        let start = min(lo ?? hi ?? 0, hi ?? lo ?? 0)
        let end = max(lo ?? hi ?? 0, hi ?? lo ?? 0)
        let style: HTML = bounds.isContradiction ? "wrong" : "bar"
        let full: HTML = """
            <rect class="\(style)" x="\(start - 2)" y="\(y + 2)" width="\(end - start + 4)" height="14" rx="2"/>
            """
        if lo == nil { return .lines([reach(Timeline.left, start - 2, y), full]) }
        if hi == nil { return .lines([full, reach(end + 2, Timeline.right, y)]) }
        return full
    }

    private func reach(_ from: Int, _ to: Int, _ y: Int) -> HTML {
        "<line class=\"reach\" x1=\"\(from)\" y1=\"\(y + 9)\" x2=\"\(to)\" y2=\"\(y + 9)\"/>"
    }

    private func moment(_ height: Int) -> HTML {
        guard (first...last).contains(validationTime.milliseconds) else { return .empty }
        let x = position(validationTime.milliseconds)
        return """
            <line class="moment" x1="\(x)" y1="24" x2="\(x)" y2="\(height - 8)"><title>Validation time</title></line>
            """
    }

    /// Labels are cut to what fits beside the bars; the full name is in the row's title and in the table.
    private func shortened(_ label: String) -> String {
        label.count <= 34 ? label : label.prefix(33) + "…"
    }

    private func position(_ milliseconds: Int64) -> Int {
        let share = Double(milliseconds - first) / Double(last - first)
        return Timeline.left + Int(share * Double(Timeline.right - Timeline.left))
    }

    // Steps that read well, in milliseconds: minutes, hours, days, weeks, then years of 365 days.
    private static let steps: [Int64] = [
        60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000,
        172_800_000, 604_800_000, 1_209_600_000, 2_592_000_000, 7_776_000_000, 31_536_000_000,
        157_680_000_000, 315_360_000_000, 3_153_600_000_000, 31_536_000_000_000,
    ]

    private var step: Int64 {
        Timeline.steps.first { (last - first) / $0 <= 6 } ?? 315_360_000_000_000
    }

    private var ticks: [Instant] {
        let start = first - ((first % step) + step) % step + step
        return stride(from: start, to: last, by: Int(step)).compactMap { Instant(milliseconds: $0) }
    }

    private func label(_ tick: Instant) -> String {
        let text = tick.text
        return step >= 86_400_000
            ? String(text.prefix(10)) : String(text.prefix(16)).replacing("T", with: " ")
    }
}
