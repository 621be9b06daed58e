// Lines of an outline, broken between words at 100 columns, with hanging indents; colours only where the caller wants them, and always
// around text that is shown safe already.

import EvidenceValues

/// Lines for a terminal or a file.
struct OutlinePage {
    /// How a piece of text stands out.
    enum Emphasis: String {
        case plain = ""
        case strong = "\u{1B}[1m"
        case soft = "\u{1B}[2m"
        case yes = "\u{1B}[32m"
        case no = "\u{1B}[31m"
        case open = "\u{1B}[33m"

        fileprivate static let end = "\u{1B}[0m"
    }

    /// A terminal has at least as many columns.
    static let width = 100
    /// Deeper lines are not indented further, so that words have room.
    private static let deepestIndent = 14

    private let isColoured: Bool
    private var lines: [String] = []

    init(isColoured: Bool) { self.isColoured = isColoured }

    /// All lines, each with a line feed.
    var text: String { lines.map { $0 + "\n" }.joined() }

    mutating func blank() { lines.append("") }

    /// `label`, then `text` with its further lines below its first.
    mutating func add(_ label: String, _ text: String, emphasis: Emphasis = .plain) {
        add(label, [(text, emphasis)])
    }

    mutating func add(_ rows: [OutlineRow]) {
        let digits = rows.compactMap(\.number).max().map { String($0).count } ?? 1
        for row in rows {
            let mark = row.number.map(String.init) ?? "·"
            let room = String(repeating: " ", count: max(0, digits - mark.count))
            let indent = min(row.depth, Self.deepestIndent) * 3
            add(
                String(repeating: " ", count: indent) + room + mark + " ",
                [
                    (row.sentence, row.number == nil ? .plain : .strong),
                    ("— " + row.reason, Self.emphasis(row.standing)),
                ])
        }
    }

    private static func emphasis(_ standing: Standing) -> Emphasis {
        switch standing {
        case .certain: .soft
        case .contrary: .no
        case .possible: .open
        }
    }

    private mutating func add(_ label: String, _ pieces: [(text: String, emphasis: Emphasis)]) {
        let label = Shown.text(label)
        let indent = String(repeating: " ", count: label.count)
        var line = label
        var column = label.count
        var isEmpty = true
        for (text, emphasis) in pieces {
            for word in Shown.text(text).split(separator: " ").flatMap({ cut($0, indent.count) }) {
                if !isEmpty, column + 1 + word.count > Self.width {
                    lines.append(line)
                    (line, column, isEmpty) = (indent, indent.count, true)
                }
                line += (isEmpty ? "" : " ") + coloured(word, emphasis)
                column += word.count + (isEmpty ? 0 : 1)
                isEmpty = false
            }
        }
        lines.append(line)
    }

    /// A word that no line has room for, in pieces.
    private func cut(_ word: Substring, _ indent: Int) -> [Substring] {
        let room = max(10, Self.width - indent)
        var pieces: [Substring] = []
        var rest = word
        while rest.count > room {
            pieces.append(rest.prefix(room))
            rest = rest.dropFirst(room)
        }
        return pieces + [rest]
    }

    private func coloured(_ word: Substring, _ emphasis: Emphasis) -> String {
        isColoured && emphasis != .plain
            ? emphasis.rawValue + word + Emphasis.end : String(word)
    }
}

extension Answer {
    /// The colour of the answer.
    var emphasis: OutlinePage.Emphasis {
        switch style {
        case "yes": .yes
        case "no": .no
        default: .open
        }
    }
}
