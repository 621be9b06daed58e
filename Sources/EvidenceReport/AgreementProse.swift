// The words of an agreement as HTML: the little of Markdown that agreements use. Paragraphs, lists, headings below articles, `code`,
// *emphasis* and **strong emphasis**; everything else, links and images too, stands there as it was written.

/// Renders prose.
enum AgreementProse {
    /// The paragraphs and lists of these lines.
    static func html(_ lines: [Substring]) -> HTML {
        var pieces: [HTML] = []
        var open: [Substring] = []
        var isList = false
        func close() {
            guard !open.isEmpty else { return }
            if isList {
                pieces.append(.lines(["<ul>"] + open.map { "<li>\(inline($0))</li>" } + ["</ul>"]))
            } else {
                pieces.append("<p>\(inline(open.joined(separator: " ")[...]))</p>")
            }
            (open, isList) = ([], false)
        }
        for line in lines {
            let text = line.drop { $0 == " " }
            if text.isEmpty {
                close()
            } else if let heading = title(text) {
                close()
                pieces.append("<h4>\(inline(heading))</h4>")
            } else if text.hasPrefix("- ") {
                if !isList { close() }
                isList = true
                open.append(text.dropFirst(2))
            } else if isList, let last = open.popLast() {
                open.append((last + " " + text)[...])
            } else {
                open.append(text)
            }
        }
        close()
        return .lines(pieces)
    }

    private static func title(_ text: Substring) -> Substring? {
        let marks = text.prefix { $0 == "#" }
        guard (3...6).contains(marks.count), text.dropFirst(marks.count).first == " " else {
            return nil
        }
        return text.dropFirst(marks.count + 1)
    }

    /// Words in a line. What is not closed stands as it is.
    static func inline(_ text: Substring) -> HTML {
        var pieces: [HTML] = []
        var plain = ""
        var rest = text
        while let first = rest.first {
            if let (html, after) = marked(rest) {
                pieces.append("\(plain)")
                pieces.append(html)
                plain = ""
                rest = after
            } else {
                plain.append(first)
                rest = rest.dropFirst()
            }
        }
        pieces.append("\(plain)")
        return .list(pieces, separator: "")
    }

    // Nothing nests: the marks inside marks are shown.
    private static func marked(_ text: Substring) -> (HTML, Substring)? {
        for mark in ["`", "**", "*"] where text.hasPrefix(mark) {
            let inside = text.dropFirst(mark.count)
            guard let end = inside.firstRange(of: mark), end.lowerBound > inside.startIndex,
                inside.first != " "
            else { continue }
            let words = String(inside[..<end.lowerBound])
            let html: HTML =
                switch mark {
                case "`": "<code>\(words)</code>"
                case "**": "<strong>\(words)</strong>"
                default: "<em>\(words)</em>"
                }
            return (html, inside[end.upperBound...])
        }
        return nil
    }
}
