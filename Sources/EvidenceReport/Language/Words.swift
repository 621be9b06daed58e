// The words of a report, in the reader's language. An English phrase is its own key, so that what a section says can be read where it says
// it, and a language is a table from phrases to phrases. What the evidence or the agreement says is never translated: those are
// somebody's words.

/// A language that reports are written in.
package enum ReportLanguage: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case german = "de"

    /// What a name stands between.
    var quotationMarks: (open: String, close: String) {
        switch self {
        case .english: ("“", "”")
        case .german: ("„", "“")
        }
    }

    /// What stands between groups of digits.
    var thousands: String {
        switch self {
        case .english: ","
        case .german: "."
        }
    }
}

/// Marks a phrase that is said elsewhere, such as the word of an answer: `words(answer.word)`. Each phrase that `words` is given
/// literally, or that is marked so, has its German one.
func phrase(_ english: String) -> String { english }

/// Phrases in one language. `{0}`, `{1}` … in a phrase stand for its parts, in whatever order the language wants them.
struct Words: Sendable {
    let language: ReportLanguage

    /// The words as they stand in the source.
    static let english = Words(language: .english)

    /// The phrase in this language; in English where the table has none.
    func callAsFunction(_ english: String, _ parts: String...) -> String {
        filled(english, parts.count) { parts[$0] }
    }

    /// The same with parts that are markup; the phrase itself is text and is escaped.
    func html(_ english: String, _ parts: HTML...) -> HTML {
        Words.pieces(translation(english)).reduce(into: HTML.empty) { html, piece in
            switch piece {
            case .text(let text): html.source += HTML.escape(text)
            case .part(let number):
                if parts.indices.contains(number) { html.source += parts[number].source }
            }
        }
    }

    /// What somebody else wrote in English, marked as that where the report is in another language.
    func original(_ text: HTML) -> HTML {
        language == .english ? text : "<span lang=\"en\">\(text)</span>"
    }

    /// A name in the language's quotation marks, which it cannot end itself.
    func quoted(_ name: String) -> String {
        let marks = language.quotationMarks
        var inside = ""
        for scalar in name.unicodeScalars {
            inside.unicodeScalars.append("“”„".unicodeScalars.contains(scalar) ? "'" : scalar)
        }
        return marks.open + inside + marks.close
    }

    /// A piece of a phrase.
    enum Piece {
        case text(String)
        case part(Int)
    }

    private func filled(_ english: String, _ count: Int, _ part: (Int) -> String) -> String {
        Words.pieces(translation(english)).reduce(into: "") { text, piece in
            switch piece {
            case .text(let words): text += words
            case .part(let number): if number < count { text += part(number) }
            }
        }
    }

    /// The phrase cut at its places; nothing that a part holds is read for places again.
    static func pieces(_ phrase: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(phrase)
        while let open = rest.firstIndex(of: "{") {
            let inside = rest[rest.index(after: open)...]
            guard let close = inside.firstIndex(of: "}"), let number = Int(inside[..<close]),
                (0..<10).contains(number)
            else {
                pieces.append(.text(String(rest[...open])))
                rest = inside
                continue
            }
            pieces.append(.text(String(rest[..<open])))
            pieces.append(.part(number))
            rest = rest[rest.index(after: close)...]
        }
        return pieces + [.text(String(rest))]
    }

    private func translation(_ english: String) -> String {
        switch language {
        case .english: english
        case .german: German.phrases[english] ?? english
        }
    }
}
