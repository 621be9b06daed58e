// The scale of the timeline. A contract may turn on minutes and its certificates run for years, so the axis is broken where nothing
// happens: it consists of panels, each with a scale of its own, and of narrow breaks between them. The order of times is never
// changed: what is left of something else was earlier.

import EvidenceValues

/// Maps instants to the width of a drawing.
struct TimelineScale: Sendable {
    /// A stretch of time on one linear scale.
    struct Panel: Sendable, Hashable {
        let first: Int64
        let last: Int64
        let left: Int
        let right: Int
    }

    let panels: [Panel]

    static let mostPanels = 6
    private static let breakWidth = 22
    private static let narrowest = 84
    /// Times nearer than a minute are one for the eye.
    private static let minute: Int64 = 60_000
    /// No gap shorter than this is left out.
    private static let shortestGap: Int64 = 12 * 3_600_000

    /// The scale over these instants, between the two margins; nil if there are none.
    init?(_ instants: [Instant], left: Int, right: Int) {
        var groups: [[Int64]] = [[]]
        var previous: Int64?
        for time in instants.map(\.milliseconds).sorted() {
            if let previous, time - previous < Self.minute { continue }
            groups[0].append(time)
            previous = time
        }
        guard !groups[0].isEmpty, let last = instants.map(\.milliseconds).max() else { return nil }
        while groups.count < Self.mostPanels, let (group, place) = Self.widestGap(groups) {
            let whole = groups[group]
            groups.replaceSubrange(
                group...group, with: [Array(whole[..<place]), Array(whole[place...])])
        }
        panels = Self.panels(groups, last: last, left: left, right: right)
    }

    /// Where breaking the axis makes most room: behind the longest gap of a group, counted by how many times it crowds.
    private static func widestGap(_ groups: [[Int64]]) -> (group: Int, place: Int)? {
        var best: (gain: Double, group: Int, place: Int)?
        for (number, group) in groups.enumerated() where group.count > 2 {
            let gaps = zip(group, group.dropFirst()).map { $1 - $0 }
            guard let longest = gaps.max(), let place = gaps.firstIndex(of: longest),
                let first = group.first, let last = group.last, longest >= shortestGap
            else { continue }
            let share = Double(longest) / Double(last - first)
            let gain = share * Double(group.count)
            // Some weeks are seen as one, unless most of them is empty.
            let least = last - first <= 31 * day ? 0.5 : 0.25
            guard share >= least, gain > best?.gain ?? 0 else { continue }
            best = (gain, number, place + 1)
        }
        return best.map { ($0.group, $0.place) }
    }

    private static func panels(
        _ groups: [[Int64]], last: Int64, left: Int, right: Int
    ) -> [Panel] {
        let room = right - left - (groups.count - 1) * breakWidth - groups.count * narrowest
        let weights = groups.map { Double($0.count - 1) }
        let total = max(weights.reduce(0, +), 1)
        var x = left
        return zip(groups, weights).enumerated().map { number, pair in
            let (group, weight) = pair
            let width =
                groups.count == 1
                ? right - left : narrowest + Int(weight / total * Double(max(room, 0)))
            let first = group.first ?? 0
            let end = number == groups.count - 1 ? last : group.last ?? first
            // Instants are within ± 2^48 ms, so none of these sums can overflow.
            let margin = max((end - first) / 12, 10 * minute)
            let panel = Panel(
                first: first - margin, last: end + margin, left: x, right: x + width)
            x += width + breakWidth
            return panel
        }
    }

    /// Where an instant stands; what is before or behind everything stands at the edge.
    func position(_ instant: Instant) -> Int {
        let time = instant.milliseconds
        for (number, panel) in panels.enumerated() {
            if time < panel.first {
                guard number > 0 else { return panel.left }
                let before = panels[number - 1]
                return Self.share(
                    time, before.last, panel.first, from: before.right, to: panel.left)
            }
            if time <= panel.last {
                return Self.share(
                    time, panel.first, panel.last, from: panel.left, to: panel.right)
            }
        }
        return panels.last?.right ?? 0
    }

    /// Whether it lies where the scale tells times apart.
    func shows(_ instant: Instant) -> Bool {
        panels.contains { ($0.first...$0.last).contains(instant.milliseconds) }
    }

    /// The breaks of the axis, from and to.
    var breaks: [(left: Int, right: Int)] {
        zip(panels, panels.dropFirst()).map { ($0.right, $1.left) }
    }

    // Breaks can be entered from both sides where panels' margins overlap; then the middle is as good as any place.
    private static func share(_ time: Int64, _ lo: Int64, _ hi: Int64, from: Int, to: Int) -> Int {
        guard lo < hi else { return (from + to) / 2 }
        let share = Double(time - lo) / Double(hi - lo)
        return from + Int((min(max(share, 0), 1) * Double(to - from)).rounded())
    }

    // MARK: ticks

    /// A place on the axis with its label.
    struct Tick: Sendable, Hashable {
        let x: Int
        let label: String
    }

    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 24 * 3_600_000

    // Steps that read well: minutes, hours, days, weeks, months of 30 days, years of 365 days.
    private static let steps: [Int64] = [
        minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 3 * hour, 6 * hour,
        12 * hour, day, 2 * day, 7 * day, 14 * day, 30 * day, 91 * day, 182 * day, 365 * day,
        1826 * day, 3652 * day, 36_525 * day, 365_250 * day,
    ]

    /// What stands above a panel: the day of a panel of hours, the year of a panel of days.
    func heading(_ panel: Panel) -> String {
        let text = Instant(milliseconds: middle(panel))?.text ?? ""
        let span = panel.last - panel.first
        if span <= 2 * Self.day { return String(text.prefix(10)) }
        guard span <= 700 * Self.day else { return "" }
        let years = [panel.first, panel.last].compactMap {
            Instant(milliseconds: $0).map { String($0.text.prefix(4)) }
        }
        return Set(years).sorted().joined(separator: " – ")
    }

    private func middle(_ panel: Panel) -> Int64 { panel.first + (panel.last - panel.first) / 2 }

    /// The ticks of a panel, as many as have room.
    func ticks(_ panel: Panel) -> [Tick] {
        let room = max((panel.right - panel.left) / 52, 1)
        let span = panel.last - panel.first
        let step = Self.steps.first { span / $0 <= Int64(room) } ?? 3_652_500 * Self.day
        let start = panel.first - ((panel.first % step) + step) % step + step
        return stride(from: start, through: panel.last, by: Int(step)).compactMap { time in
            Instant(milliseconds: time).map {
                Tick(x: position($0), label: label($0, in: panel))
            }
        }.filter { (panel.left + 14...panel.right - 14).contains($0.x) }
    }

    /// An instant as a panel's ticks give it, as short as can be.
    func label(_ instant: Instant, in panel: Panel) -> String {
        let text = instant.text
        let span = panel.last - panel.first
        if span <= 2 * Self.day { return String(text.dropFirst(11).prefix(5)) }
        if span <= 20 * Self.day {
            return String(text.dropFirst(5).prefix(5))
        }
        return span <= 700 * Self.day ? String(text.dropFirst(5).prefix(5)) : String(text.prefix(4))
    }

    /// An instant in the drawing's rows: the time of day where the panel shows hours, the date elsewhere.
    func short(_ instant: Instant) -> String {
        let panel = panels.first {
            ($0.first...$0.last).contains(instant.milliseconds)
        }
        guard let panel, panel.last - panel.first <= 2 * Self.day else {
            return String(instant.text.prefix(10))
        }
        return String(instant.text.dropFirst(11).prefix(5))
    }
}
