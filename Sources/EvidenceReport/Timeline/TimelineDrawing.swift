// The timeline as SVG: rows on a broken scale. A full bar has both bounds proven, a dashed line is a side on which none is; before a
// wall the findings let nothing have been made; in the hatched field a key was revoked. Every mark has a title, and shape tells what
// colour tells. The same stands in the lists and tables of the page, which are the text alternative.

import EvidenceValues

/// Draws rows.
struct TimelineDrawing {
    let scale: TimelineScale
    let validationTime: Instant
    let words: Words
    /// Whether marks have labels beside them.
    let isLabelled: Bool
    /// The rows to point at.
    var pointed: Set<LeafIndex> = []
    /// What to measure on the rows.
    var spans: [Conspicuous] = []

    static let width = 960
    static let left = 232
    static let right = 948
    private static let top = 46
    private static let longestLabel = 33

    private func height(_ row: TimelineRow) -> Int {
        isLabelled ? 52 : row.kind == .document || row.kind == .key ? 24 : 18
    }

    /// The drawing under a title; `id` tells its elements from those of other drawings.
    func svg(_ rows: [TimelineRow], id: String, title: String, text: String) -> HTML {
        var y = Self.top
        var drawn: [HTML] = []
        var notes: [HTML] = []
        for row in rows {
            drawn.append(group(row, y))
            if isLabelled { notes += labels(row, y + height(row) / 2) }
            y += height(row)
        }
        let height = y + 10
        return """
            <svg class="timeline" viewBox="0 0 \(Self.width) \(height)" role="img" aria-labelledby="\(id)-title \(id)-text">
            <title id="\(id)-title">\(title)</title>
            <desc id="\(id)-text">\(text)</desc>
            \(HTML.lines(scale.panels.map { axis($0, height) }))
            \(HTML.lines(drawn))
            \(HTML.lines(scale.breaks.map { gap($0, height) }))
            \(HTML.lines(notes))
            \(now(height))
            </svg>
            """
    }

    // MARK: axis

    private func axis(_ panel: TimelineScale.Panel, _ height: Int) -> HTML {
        let ticks = scale.ticks(panel).map { tick in
            """
            <path class="grid" d="M\(tick.x) 40V\(height - 6)"/>\
            <text class="soft" x="\(tick.x)" y="34" text-anchor="middle">\(tick.label)</text>
            """ as HTML
        }
        return """
            <path class="axis" d="M\(panel.left) 40H\(panel.right)"/>\
            <text x="\(panel.left)" y="16">\(scale.heading(panel))</text>
            \(HTML.lines(ticks))
            """
    }

    private func gap(_ place: (left: Int, right: Int), _ height: Int) -> HTML {
        let (left, right) = (place.left + 2, place.right - 2)
        return """
            <path class="gap" d="M\(left) 36H\(right)V\(height - 4)H\(left)Z"/>\
            <path class="tear" d="M\(left) 36V\(height - 4)M\(right) 36V\(height - 4)"/>
            """
    }

    private func now(_ height: Int) -> HTML {
        guard scale.shows(validationTime) else { return .empty }
        let x = scale.position(validationTime)
        let title = words("Verified as of {0}", Wording.time(validationTime))
        return """
            <path class="moment" d="M\(x) 40V\(height - 6)"><title>\(title)</title></path>
            """
    }

    // MARK: rows

    private func group(_ row: TimelineRow, _ y: Int) -> HTML {
        let middle = y + height(row) / 2
        let isPointed = row.exhibit.map(pointed.contains) ?? false
        let x = row.kind == .signature ? 14 : 0
        let style: HTML =
            isPointed ? " class=\"alarm\"" : row.kind == .document ? "" : " class=\"soft\""
        let sign: HTML = isPointed ? "▶ " : ""
        let bounds = row.bounds.map { ": " + Wording.bounds($0, in: words) } ?? ""
        return """
            <g><title>\(row.label)\(bounds)</title>\
            <text x="\(x)" y="\(middle + 4)"\(style)>\(sign)\(shortened(row.label))</text>\
            \(fields(row, y))\(bar(row, middle))\(measure(row, middle))\(marks(row, middle))</g>
            """
    }

    private func shortened(_ label: String) -> String {
        label.count <= Self.longestLabel ? label : label.prefix(Self.longestLabel - 1) + "…"
    }

    /// Where the key may not sign: before it was issued, after it was revoked.
    private func fields(_ row: TimelineRow, _ y: Int) -> HTML {
        let bottom = y + height(row) - 1
        var fields: [HTML] = []
        if let floor = row.floor {
            let x = scale.position(floor)
            fields.append(
                """
                <path class="before" d="M\(Self.left) \(y + 1)H\(x)V\(bottom)H\(Self.left)Z"/>\
                <path class="wall" d="M\(x) \(y + 1)V\(bottom)"/>
                """)
        }
        if let from = row.revokedFrom {
            let x = scale.position(from)
            let end = row.published.map(scale.position) ?? Self.right
            fields.append(
                """
                <path class="revoked" d="M\(x) \(y + 1)H\(Self.right)V\(bottom)H\(x)Z"/>\
                <path class="unpublished" d="M\(x) \(y + 1)H\(max(x, end))V\(bottom)H\(x)Z"/>\
                <path class="wall" d="M\(x) \(y + 1)V\(bottom)"/>
                """)
        }
        return .lines(fields)
    }

    /// How far apart two times are that do not go together.
    private func measure(_ row: TimelineRow, _ middle: Int) -> HTML {
        .lines(
            spans.filter { measures($0, row) }.prefix(1).map { span in
                let (from, to) = (scale.position(span.earlier), scale.position(span.later))
                return """
                    <path class="span" d="M\(from) \(middle)H\(to)M\(to - 7) \(middle - 4)L\(to) \(middle)L\(to - 7) \(middle + 4)"/>
                    """
            })
    }

    /// A revocation that was published later is measured on the row of the key, all else on that of the exhibit it is about.
    private func measures(_ span: Conspicuous, _ row: TimelineRow) -> Bool {
        span.kind == .publishedLater
            ? row.kind == .key && row.key == span.key : row.exhibit == span.subject
    }

    private func bar(_ row: TimelineRow, _ middle: Int) -> HTML {
        if let validity = row.validity {
            let from = max(scale.position(validity.lowerBound), Self.left)
            let end = min(validity.upperBound, row.revokedFrom ?? validity.upperBound)
            let to = min(scale.position(end), Self.right)
            return "<path class=\"valid\" d=\"M\(from) \(middle)H\(max(to, from))\"/>"
        }
        guard let bounds = row.bounds else { return .empty }
        let lo = (bounds.lo ?? row.floor).map(scale.position)
        let hi = bounds.hi.map(scale.position)
        guard let first = lo ?? hi, let second = hi ?? lo else {
            return reach(Self.left, Self.right, middle)
        }
        let (start, end) = (min(first, second) - 2, max(first, second) + 2)
        let half = row.kind == .signature && !isLabelled ? 4 : 6
        let style: HTML = bounds.isContradiction ? "wrong" : bounds.lo == nil ? "half" : "bar"
        let full: HTML = """
            <path class="\(style)" d="M\(start) \(middle - half)H\(end)V\(middle + half)H\(start)Z"/>
            """
        if lo == nil { return .lines([reach(Self.left, start, middle), full]) }
        return hi == nil ? .lines([full, reach(end, Self.right, middle)]) : full
    }

    private func reach(_ from: Int, _ to: Int, _ y: Int) -> HTML {
        "<path class=\"reach\" d=\"M\(from) \(y)H\(to)\"/>"
    }

    // MARK: marks

    private func marks(_ row: TimelineRow, _ middle: Int) -> HTML {
        var drawn: [HTML] = []
        var seen: Set<[Int]> = []
        for mark in row.marks where !isLabelled && mark.shape != .good || scale.shows(mark.time) {
            let x = scale.position(mark.time)
            // Marks of one shape at one place are one to the eye.
            guard seen.insert([x, mark.shape.number]).inserted else { continue }
            drawn.append(
                """
                <path class="\(mark.shape.style)" d="\(mark.shape.path(x, middle))"><title>\(mark.title)</title></path>
                """)
        }
        return .lines(drawn)
    }

    /// Labels above and beneath the marks, wherever one fits that no other covers.
    private func labels(_ row: TimelineRow, _ middle: Int) -> [HTML] {
        var taken: [Bool: [ClosedRange<Int>]] = [:]
        var labels: [HTML] = []
        for text in texts(row) {
            let width = text.label.count * 6 + 4
            let start = min(max(text.x - width / 2, Self.left), Self.right - width)
            let place = start...(start + width)
            for isAbove in text.isAbove ? [true, false] : [false, true] {
                guard taken[isAbove, default: []].allSatisfy({ !$0.overlaps(place) }) else {
                    continue
                }
                taken[isAbove, default: []].append(place)
                let y = isAbove ? middle - 10 : middle + 19
                labels.append(
                    """
                    <text class="note" x="\(start + width / 2)" y="\(y)" text-anchor="middle">\(text.label)</text>
                    """)
                break
            }
        }
        return labels
    }

    private func texts(_ row: TimelineRow) -> [(x: Int, label: String, isAbove: Bool)] {
        var texts = row.marks.filter { !$0.label.isEmpty && scale.shows($0.time) }.map { mark in
            (x: scale.position(mark.time), label: labelled(mark), isAbove: true)
        }
        if let lo = row.bounds?.lo, let hi = row.bounds?.hi {
            let middle = (scale.position(lo) + scale.position(hi)) / 2
            texts.append((middle, scale.short(lo) + " – " + scale.short(hi), false))
        } else if let hi = row.bounds?.hi {
            texts.append(
                (scale.position(hi), words("not after {0}", scale.short(hi)), false))
        }
        if let span = spans.first(where: { measures($0, row) }) {
            let middle = (scale.position(span.earlier) + scale.position(span.later)) / 2
            texts.append((middle, Duration(span.earlier, span.later).words(words), false))
        }
        if let floor = row.floor, row.kind != .key {
            texts.append(
                (scale.position(floor), words("not before {0}", scale.short(floor)), true))
        }
        return texts
    }

    private func labelled(_ mark: TimelineRow.Mark) -> String {
        switch mark.shape {
        case .revoked, .claimed: mark.label
        case .stated where mark.label.contains(where: \.isNumber): mark.label
        default: mark.label + " " + scale.short(mark.time)
        }
    }
}

extension TimelineRow.Mark.Shape {
    /// Tells shapes apart where marks are counted.
    fileprivate var number: Int {
        switch self {
        case .stated: 0
        case .received: 1
        case .clock: 2
        case .falseClock: 3
        case .revoked: 4
        case .published: 5
        case .good: 6
        case .found: 7
        case .due: 8
        case .claimed: 9
        }
    }

    /// The class that colours it.
    fileprivate var style: HTML {
        switch self {
        case .stated, .received: "hollow"
        case .clock, .good, .found: "mark"
        case .falseClock, .revoked, .published: "alarm"
        case .due, .claimed: "due"
        }
    }

    /// Its outline around a place.
    func path(_ x: Int, _ y: Int) -> HTML {
        switch self {
        // A hollow diamond, a ring.
        case .stated: "M\(x - 6) \(y)l6 -6l6 6l-6 6z"
        case .received: "M\(x - 4) \(y)a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"
        // A stroke, a small triangle, a full diamond.
        case .clock: "M\(x - 1) \(y - 8)h2v16h-2z"
        case .good: "M\(x) \(y + 2)l4 7h-8z"
        case .found: "M\(x - 5) \(y)l5 -5l5 5l-5 5z"
        // A cross, a flag.
        case .falseClock, .revoked:
            "M\(x - 6) \(y - 4)l2 -2l4 4l4 -4l2 2l-4 4l4 4l-2 2l-4 -4l-4 4l-2 -2l4 -4z"
        case .published: "M\(x - 1) \(y + 9)v-18h10l-3 4l3 4h-8v10z"
        // A pennant, a square.
        case .due: "M\(x - 1) \(y + 8)v-16l9 4l-7 4v8z"
        case .claimed: "M\(x - 4) \(y - 4)h8v8h-8z"
        }
    }
}

/// A span of time in its two largest units.
struct Duration {
    private let minutes: Int64

    init(_ from: Instant, _ to: Instant) {
        // Instants are within ± 2^48 ms.
        minutes = abs(to.milliseconds - from.milliseconds) / 60_000
    }

    /// `16 d 10 h`.
    func words(_ words: Words) -> String {
        let (days, hours) = (minutes / 1440, minutes / 60 % 24)
        if days > 0 { return words("{0} d {1} h", String(days), String(hours)) }
        return hours > 0
            ? words("{0} h {1} min", String(hours), String(minutes % 60))
            : words("{0} min", String(minutes))
    }
}
