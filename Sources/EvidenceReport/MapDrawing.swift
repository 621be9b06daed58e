// The map of evidence as SVG: a column for each claim, a row for each exhibit or group of exhibits, in each field a sign and the articles.

import Agreements
import EvidenceValues

/// Draws some columns of the map.
struct MapDrawing {
    static let mostColumns = 6
    /// More rows than a reader can take in; the JSON has all.
    private static let mostRows = 60
    private static let mostMissing = 20

    private static let width = 960
    private static let left = 300
    private static let rowHeight = 26
    private static let top = 40
    private static let longestLabel = 44
    private static let gapHeight = 40

    private let map: EvidenceMap
    private let columns: Range<Int>
    private let names: ExhibitNames
    private let words: Words

    init(_ map: EvidenceMap, _ columns: Range<Int>, names: ExhibitNames, words: Words) {
        self.map = map
        self.columns = columns
        self.names = names
        self.words = words
    }

    private var columnWidth: Int { min((Self.width - Self.left) / max(columns.count, 1), 220) }
    private func x(_ column: Int) -> Int { Self.left + (column - columns.lowerBound) * columnWidth }

    /// The drawing.
    var svg: HTML {
        let rows = map.rows.filter { row in columns.contains { row.cells[$0] != nil } }
            .prefix(Self.mostRows)
        let claims = Set(columns.map { map.findings[$0].claim })
        let missing = map.missing.filter { !claims.isDisjoint(with: $0.settles.keys) }
            .prefix(Self.mostMissing)
        let line = Self.top + rows.count * Self.rowHeight + 6
        let height = line + missing.count * Self.gapHeight + 8
        let id = "map-\(columns.lowerBound)"
        return """
            <svg class="map" viewBox="0 0 \(Self.width) \(height)" role="img" aria-labelledby="\(id)-title \(id)-text">
            <title id="\(id)-title">\(words("Map of the evidence"))</title>
            <desc id="\(id)-text">\(words("A column for each claim, a row for each exhibit; the findings give the same in text."))</desc>
            \(HTML.lines(columns.map(heading)))
            \(HTML.lines(rows.enumerated().map { row($0.element, Self.top + $0.offset * Self.rowHeight) }))
            \(missing.isEmpty ? .empty : "<path class=\"axis\" d=\"M0 \(line - 3)H\(Self.width)\"/>" as HTML)
            \(HTML.lines(missing.enumerated().map { pair in
                gap(pair.element.evidence, pair.element.settles, line + pair.offset * Self.gapHeight)
            }))
            </svg>
            """
    }

    private func heading(_ column: Int) -> HTML {
        let finding = map.findings[column]
        let answer = Answer(finding.value)
        let middle = x(column) + columnWidth / 2
        return """
            <g><title>\(finding.claim): \(names.plain(finding.sentence))</title>\
            <text class="head" x="\(middle)" y="14" text-anchor="middle">\(shortened(finding.claim, 12))</text>\
            <text class="word \(answer.style)" x="\(middle)" y="31" text-anchor="middle">\(answer.sign) \(words(answer.word))</text></g>
            """
    }

    private func row(_ row: EvidenceMap.Row, _ y: Int) -> HTML {
        let label = label(row.exhibits)
        let all = row.exhibits.map(names.label).joined(separator: ", ")
        let cells = columns.compactMap { column in
            row.cells[column].map { cell($0, x(column), y) }
        }
        return """
            <g><title>\(all)</title>\
            <text x="0" y="\(y + 16)">\(shortened(label, Self.longestLabel))</text>\(HTML.lines(cells))</g>
            """
    }

    /// One exhibit by its name, several by their numbers.
    private func label(_ exhibits: [LeafIndex]) -> String {
        exhibits.count == 1
            ? names.label(exhibits[0])
            : exhibits.map { names.number(at: $0) }.joined(separator: ", ")
    }

    private func cell(_ cell: EvidenceMap.Cell, _ x: Int, _ y: Int) -> HTML {
        let roles = EvidenceMap.Role.allCases.filter(cell.roles.contains)
        let signs = roles.map(\.sign).joined(separator: " ")
        let articles = cell.articles.sorted()
        let room = max((columnWidth - 12 - 16 * roles.count) / 36, 1)
        let more = articles.count > room ? " +\(articles.count - room)" : ""
        let shown = articles.prefix(room).map { shortened($0, 8) }.joined(separator: " ") + more
        let style: HTML = roles.count == 1 ? roles[0].style : "mixed"
        return """
            <path class="\(style)" d="M\(x + 3) \(y + 2)h\(columnWidth - 6)v22h-\(columnWidth - 6)z"><title>\(articles.joined(separator: ", "))</title></path>\
            <text x="\(x + 9)" y="\(y + 17)">\(signs) <tspan class="soft">\(shown)</tspan></text>
            """
    }

    private func gap(
        _ evidence: MissingEvidence, _ settles: [String: Set<FindingValue>], _ y: Int
    ) -> HTML {
        let sentence = names.plain(evidence.sentence)
        let cells = columns.compactMap { column -> HTML? in
            guard let values = settles[map.findings[column].claim] else { return nil }
            let signs = [FindingValue.proven, .refuted].filter(values.contains)
                .map { "→ " + Answer($0).sign }.joined(separator: "  ")
            return """
                <path class="gap-cell" d="M\(x(column) + 3) \(y + 7)h\(columnWidth - 6)v22h-\(columnWidth - 6)z"/>\
                <text x="\(x(column) + 9)" y="\(y + 22)">\(signs)</text>
                """
        }
        let (first, second) = twoLines(sentence)
        return """
            <g><title>\(sentence)</title>\
            <text class="soft" x="0" y="\(y + 16)">\(first)</text><text class="soft" x="0" y="\(y + 31)">\(second)</text>\
            \(HTML.lines(cells))</g>
            """
    }

    /// A sentence in two lines, broken between words where that fits.
    private func twoLines(_ text: String) -> (String, String) {
        guard text.count > Self.longestLabel else { return (text, "") }
        let head = text.prefix(Self.longestLabel)
        let end = head.lastIndex(of: " ") ?? head.endIndex
        let rest = text[end...].drop { $0 == " " }
        return (String(text[..<end]), shortened(String(rest), Self.longestLabel))
    }

    private func shortened(_ text: String, _ length: Int) -> String {
        text.count <= length ? text : text.prefix(length - 1) + "…"
    }
}

extension EvidenceMap.Role {
    /// The sign of what it does.
    fileprivate var sign: String {
        switch self {
        case .supports: "✔"
        case .opposes: "✘"
        case .doubtful: "?"
        }
    }

    fileprivate var style: HTML {
        switch self {
        case .supports: "for"
        case .opposes: "against"
        case .doubtful: "doubt"
        }
    }
}
