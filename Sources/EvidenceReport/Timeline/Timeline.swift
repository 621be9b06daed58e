// The timeline: what stands out, in words and drawn by itself with its times in full; then everything that has a time, from the first
// exhibit to the last deadline. The drawing proves nothing that the findings do not: it lets the reader see it.

import Agreements
import EvidenceValues

extension Page {
    /// The section with both drawings; nothing to draw where no time is known.
    var timelineSection: HTML {
        let found = questions.found
        let rows = TimelineRows(
            record, Array(mainExhibits.prefix(Timeline.mostRows)), found, names, words)
        let all =
            rows.exhibitRows + rows.keyRows + [rows.clockRow].compactMap(\.self) + rows.timeRows
        let timeline = Timeline(record, rows: all, words: words)
        let conspicuous = Lookout(record: record, found: found).all
        guard let drawing = timeline.drawing(pointingAt: Set(conspicuous.flatMap(\.exhibits)))
        else { return .empty }
        return """
            <section id="timeline" aria-labelledby="timeline-title">
            <h2 id="timeline-title">\(words("Timeline"))</h2>
            \(standingOut(conspicuous, timeline))
            <figure>
            \(drawing)
            <figcaption class="soft small">\(caption)</figcaption>
            </figure>
            \(deadlines(found))
            </section>
            """
    }

    private var caption: HTML {
        let rest = mainExhibits.count - Timeline.mostRows
        let table: HTML = "<a href=\"#exhibits\">\(words("table of exhibits"))</a>"
        let more =
            rest > 0
            ? " "
                + words(
                    "The first {0} exhibits are drawn; {1} more are in the table.",
                    String(Timeline.mostRows), String(rest)) : ""
        return """
            \(words("""
                Times in UTC. A full bar has both bounds proven; a dashed line is a side on which no bound is proven. ◇ somebody \
                states this time; ○ the archive says that it received the exhibit then; ◆ the findings say so; | a time-stamp or a \
                cosignature; ✘ revoked, or a clock that proves nothing; a flag is a list that says so; ▲ a list without the key; a \
                pennant is a deadline; ■ a claim names this time. Before a wall it cannot have been made; in the dark field behind one \
                the key was revoked. White strips leave time out; the dashed line down is the moment of verification.
                """)) \
            \(words.html("The bounds stand as text in the {0}.", table))\(more)
            """
    }

    private func standingOut(_ conspicuous: [Conspicuous], _ timeline: Timeline) -> HTML {
        guard !conspicuous.isEmpty else { return .empty }
        let items = conspicuous.map { $0.html(words, names) }
        return """
            <div class="outstanding">
            <h3>\(words("What stands out"))</h3>
            \(list(items, none: ""))
            <figure>
            \(timeline.focus(conspicuous))
            </figure>
            </div>
            """
    }

    /// What is due by when, in words.
    private func deadlines(_ found: FoundTimes) -> HTML {
        guard !found.deadlines.isEmpty else { return .empty }
        let items = found.deadlines.map { names.linked($0.sentence) }
        return "<h3>\(words("Deadlines"))</h3>\n\(list(items, none: ""))"
    }
}

/// The two drawings.
struct Timeline {
    /// More exhibits than a reader can take in; the table holds all.
    static let mostRows = 300
    /// Rows of the drawing of what stands out.
    private static let mostFocused = 14

    private let record: VerificationRecord
    private let rows: [TimelineRow]
    private let words: Words

    init(_ record: VerificationRecord, rows: [TimelineRow], words: Words) {
        self.record = record
        self.rows = rows
        self.words = words
    }

    /// Everything; nil if nothing has a time.
    func drawing(pointingAt pointed: Set<LeafIndex>) -> HTML? {
        let clocks = record.times.clocks.filter { $0.standing == .heard }.map(\.time)
        let instants = rows.flatMap(\.instants) + clocks.prefix(1) + clocks.suffix(1)
        guard !instants.isEmpty else { return nil }
        guard
            let drawing = drawing(
                of: instants + [record.validationTime], isLabelled: false, pointed)
        else { return nil }
        return drawing.svg(
            rows, id: "time", title: words("Timeline of the exhibits"),
            text: words(
                "One row for each exhibit and key; the table of exhibits gives the same in text."))
    }

    /// The rows that show what stands out, by themselves.
    func focus(_ conspicuous: [Conspicuous]) -> HTML {
        let exhibits = Set(conspicuous.flatMap(\.exhibits))
        let keys = Set(conspicuous.compactMap(\.key))
        let shown = rows.filter { row in
            row.exhibit.map(exhibits.contains) ?? false
                || row.kind == .key && row.key.map(keys.contains) ?? false
        }.prefix(Self.mostFocused)
        let bounds = shown.flatMap { row in
            [row.bounds?.lo, row.bounds?.hi, row.floor, row.revokedFrom, row.published]
                .compactMap(\.self)
        }
        guard
            var drawing = drawing(
                of: bounds + conspicuous.flatMap { [$0.earlier, $0.later] }, isLabelled: true, [])
        else { return .empty }
        drawing.spans = conspicuous
        let claims = rows.filter { row in
            row.kind == .times && row.marks.contains { $0.shape == .claimed }
        }.map { row in
            var row = row
            row.marks = row.marks.filter { drawing.scale.shows($0.time) }
            return row
        }.filter { !$0.marks.isEmpty }
        return drawing.svg(
            shown + claims, id: "focus", title: words("What stands out"),
            text: words("The rows that show it; the list above gives the same in text."))
    }

    private func drawing(
        of instants: [Instant], isLabelled: Bool, _ pointed: Set<LeafIndex>
    ) -> TimelineDrawing? {
        guard
            let scale = TimelineScale(
                instants, left: TimelineDrawing.left, right: TimelineDrawing.right)
        else { return nil }
        return TimelineDrawing(
            scale: scale, validationTime: record.validationTime, words: words,
            isLabelled: isLabelled, pointed: pointed)
    }
}
