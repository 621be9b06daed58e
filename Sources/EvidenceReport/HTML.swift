// Markup that cannot forget to escape. Evidence is hostile: names, subjects and terms are written by people who would like the
// report to say something else. So HTML is a type of its own: what stands literally in our source is markup, and whatever is
// interpolated is text and is escaped, unless it is HTML already. Characters that a reader cannot see, or that reorder what
// he sees, are shown by their code point instead (see `Shown`).

import EvidenceValues

/// A piece of HTML. Literals are markup; interpolated strings are escaped.
struct HTML: Sendable, ExpressibleByStringInterpolation {
    /// The markup.
    var source: String

    init(stringLiteral value: String) { source = value }
    init(stringInterpolation: Interpolation) { source = stringInterpolation.source }
    private init(source: String) { self.source = source }

    /// Nothing.
    static let empty: HTML = ""

    /// The pieces one after the other, each on its own line.
    static func lines(_ pieces: [HTML]) -> HTML {
        HTML(source: pieces.map(\.source).filter { !$0.isEmpty }.joined(separator: "\n"))
    }

    /// The pieces one after the other with `separator`, which is text, between them.
    static func list(_ pieces: [HTML], separator: String = ", ") -> HTML {
        HTML(source: pieces.map(\.source).joined(separator: HTML.escape(separator)))
    }

    /// The pieces one after the other with markup between them.
    static func joined(_ pieces: [HTML], by markup: HTML) -> HTML {
        HTML(source: pieces.map(\.source).joined(separator: markup.source))
    }

    /// The beginning of a page, up to its body. The policy forbids everything but the style sheet of this page (CSP 3): a script that
    /// slipped in could not run.
    static func head(
        title: HTML, style: HTML, language: ReportLanguage = .english
    ) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <title>\(title)</title>
        <style>
        \(style)</style>
        </head>
        """
    }

    /// `text` with the five characters that mean something in HTML replaced, in elements and in quoted attributes alike.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in Shown.text(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Collects the segments of an interpolated literal.
    struct Interpolation: StringInterpolationProtocol {
        var source = ""
        init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity)
        }
        mutating func appendLiteral(_ literal: String) { source += literal }
        mutating func appendInterpolation(_ text: String) { source += HTML.escape(text) }
        mutating func appendInterpolation(_ html: HTML) { source += html.source }
        mutating func appendInterpolation(_ number: Int) { source += String(number) }
        mutating func appendInterpolation(_ number: UInt64) { source += String(number) }
    }
}

/// Text as people may safely see it, on paper or in a terminal.
enum Shown {
    /// `text` with each hidden character, line feeds included, written as `⟨U+202E⟩`. A terminal obeys control characters, and
    /// a reader believes what he sees.
    static func text(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: VisibleText.isHidden) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if VisibleText.isHidden(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
                shown += "⟨U+" + zeros + digits + "⟩"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
