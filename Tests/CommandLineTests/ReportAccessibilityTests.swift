// Whether everybody can read the page: contrast computed from the style sheet in each of its schemes (WCAG 2.2 §1.4.3, §1.4.11), and the
// structure that screen readers and keyboards go by.

import EvidenceValues
import Foundation
import Testing

@testable import EvidenceReport

@Suite struct `Contrast of the report` {
    /// A foreground on a background, as the sheet puts them, with the least contrast: 4.5 for text, 3 for what a drawing or a border
    /// says without text.
    struct Pair: CustomTestStringConvertible, Sendable {
        let front: String
        let back: String
        let least: Double
        var testDescription: String { "\(front) on \(back)" }
    }

    static let pairs: [Pair] = {
        var pairs: [Pair] = []
        for back in ["page", "card", "open-back"] {
            for front in ["ink", "soft", "link"] {
                pairs.append(Pair(front: front, back: back, least: 4.5))
            }
        }
        for style in ["yes", "no", "open"] {
            pairs.append(Pair(front: style, back: style + "-back", least: 4.5))
            pairs.append(Pair(front: "ink", back: style + "-back", least: 4.5))
            // In findings, in drawings, and turned round in the ribbon.
            pairs.append(Pair(front: style, back: "page", least: 4.5))
            pairs.append(Pair(front: style, back: "card", least: 4.5))
        }
        pairs.append(Pair(front: "bar", back: "page", least: 3))
        return pairs
    }()

    /// The sheet's schemes in order: light, dark, print.
    static func schemes() -> [[String: String]] {
        let sheet = Stylesheet.css(.failed, drawsExchanges: true)
        return sheet.matches(of: /:root \{([^}]*)\}/).map { block in
            var colours: [String: String] = [:]
            for colour in block.output.1.matches(of: /--([a-z-]+): (#[0-9a-f]+);/) {
                colours[String(colour.output.1)] = String(colour.output.2)
            }
            return colours
        }
    }

    /// Relative luminance (WCAG 2.2, definition of contrast ratio).
    private static func luminance(_ colour: String) throws -> Double {
        var digits = Array(colour.dropFirst())
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        try #require(digits.count == 6)
        let parts = try (0..<3).map { part -> Double in
            let text = String(digits[(2 * part)..<(2 * part + 2)])
            let value = Double(try #require(UInt8(text, radix: 16))) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private static func contrast(_ one: String, _ other: String) throws -> Double {
        let (a, b) = (try luminance(one), try luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    @Test func `is computed as WCAG does`() throws {
        #expect(abs(try Self.contrast("#000", "#ffffff") - 21) < 0.001)
        #expect(abs(try Self.contrast("#777777", "#fff") - 4.48) < 0.01)
    }

    @Test(arguments: pairs) func `is enough in each scheme`(pair: Pair) throws {
        let schemes = Self.schemes()
        try #require(schemes.count == 3)
        for (scheme, name) in zip(schemes, ["light", "dark", "print"]) {
            let front = try #require(scheme[pair.front])
            let ratio = try Self.contrast(front, try #require(scheme[pair.back]))
            #expect(ratio >= pair.least, "\(name): \(ratio)")
        }
    }

    @Test func `is known for every colour of the sheet`() throws {
        // Lines between rows say nothing that their order does not say.
        let known = Set(Self.pairs.flatMap { [$0.front, $0.back] }).union(["rule"])
        for scheme in Self.schemes() { #expect(Set(scheme.keys) == known) }
        let sheet = Stylesheet.css(.failed, drawsExchanges: true)
        let used = sheet.matches(of: /var\(--([a-z-]+)\)/).map { String($0.output.1) }
        #expect(Set(used).subtracting(known).isEmpty)
        // A colour outside the schemes would not follow them; the margin of a printed page knows no variables.
        let outside = sheet.matches(of: /[ :](#[0-9a-f]{3,6})\b/).count
        let inside = Self.schemes().map(\.count).reduce(0, +)
        #expect(outside == inside + 1)
    }
}

@Suite struct `Structure of the report` {
    /// An element's start or end.
    struct Tag {
        let name: String
        let isEnd: Bool
        /// Drawn elements without content end where they begin: `<path d="…"/>`.
        let isEmpty: Bool
        let attributes: [String: String]
    }

    /// The tags of a page in order; attribute values hold no `>` that is not escaped.
    static func tags(_ page: String) -> [Tag] {
        page.matches(of: /<(\/?)([a-z][a-z0-9]*)([^>]*)>/).map { match in
            var attributes: [String: String] = [:]
            for pair in match.output.3.matches(of: /([a-z-]+)="([^"]*)"/) {
                attributes[String(pair.output.1)] = String(pair.output.2)
            }
            return Tag(
                name: String(match.output.2), isEnd: !match.output.1.isEmpty,
                isEmpty: match.output.3.hasSuffix("/"), attributes: attributes)
        }
    }

    static let pages: [ReportLanguage] = ReportLanguage.allCases

    /// A page with everything on it.
    static func page(_ language: ReportLanguage) throws -> String {
        var record = try ReportSample.record(.failed)
        record.exchanges = [try `Exchanges in the report`.exchange()]
        record.contradictions = ["Two roots."]
        let page = renderHTML(record, try ReportSample.findings(), language: language)
        return String(decoding: page, as: UTF8.self)
    }

    @Test(arguments: pages) func `elements are closed in the order in which they opened`(
        language: ReportLanguage
    ) throws {
        let void: Set = ["meta", "br"]
        var open: [String] = []
        for tag in Self.tags(try Self.page(language)) where !void.contains(tag.name) {
            if tag.isEnd {
                #expect(open.popLast() == tag.name)
            } else if !tag.isEmpty {
                open.append(tag.name)
            }
        }
        #expect(open.isEmpty)
    }

    @Test(arguments: pages) func `headings leave no level out`(language: ReportLanguage) throws {
        var level = 0
        let headings = Self.tags(try Self.page(language)).filter {
            !$0.isEnd && $0.name.wholeMatch(of: /h[1-6]/) != nil
        }
        #expect(headings.count { $0.name == "h1" } == 1)
        for heading in headings {
            let next = try #require(Int(heading.name.dropFirst()))
            #expect(next <= level + 1)
            level = next
        }
    }

    @Test(arguments: pages) func `every reference finds its place, and no place is there twice`(
        language: ReportLanguage
    ) throws {
        let tags = Self.tags(try Self.page(language)).filter { !$0.isEnd }
        let ids = tags.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        for tag in tags {
            if let link = tag.attributes["href"] {
                #expect(link.hasPrefix("#") && ids.contains(String(link.dropFirst())), "\(link)")
            }
            for id in (tag.attributes["aria-labelledby"] ?? "").split(separator: " ") {
                #expect(ids.contains(String(id)), "\(id)")
            }
        }
    }

    @Test(arguments: pages) func `tables have a caption, heads, and a frame that keys can scroll`(
        language: ReportLanguage
    ) throws {
        let tags = Self.tags(try Self.page(language)).filter { !$0.isEnd }
        let tables = tags.indices.filter { tags[$0].name == "table" }
        #expect(tables.count > 3)
        for table in tables {
            #expect(tags[table + 1].name == "caption")
            #expect(tags[table - 1].attributes["tabindex"] == "0")
            #expect(tags[table - 1].attributes["aria-label"]?.isEmpty == false)
        }
        for head in tags where head.name == "th" {
            #expect(["col", "row"].contains(head.attributes["scope"]))
        }
        #expect(!tags.contains { $0.name == "caption" && $0.attributes["hidden"] != nil })
    }

    @Test(arguments: pages) func `drawings have a title and a description`(
        language: ReportLanguage
    ) throws {
        let tags = Self.tags(try Self.page(language)).filter { !$0.isEnd }
        let drawings = tags.indices.filter { tags[$0].name == "svg" }
        #expect(drawings.count > 1)
        for drawing in drawings {
            #expect(tags[drawing].attributes["role"] == "img")
            #expect(tags[drawing + 1].name == "title" && tags[drawing + 2].name == "desc")
            let labels = [tags[drawing + 1], tags[drawing + 2]].compactMap { $0.attributes["id"] }
            #expect(tags[drawing].attributes["aria-labelledby"] == labels.joined(separator: " "))
        }
    }

    @Test(arguments: pages)
    func `sections, the way past the beginning, and the language have names`(
        language: ReportLanguage
    ) throws {
        let page = try Self.page(language)
        let tags = Self.tags(page).filter { !$0.isEnd }
        #expect(tags.first { $0.name == "html" }?.attributes["lang"] == language.rawValue)
        let body = try #require(tags.firstIndex { $0.name == "body" })
        #expect(tags[body + 1].attributes == ["class": "skip", "href": "#findings"])
        for section in tags where section.name == "section" && section.attributes["id"] != nil {
            #expect(section.attributes["aria-labelledby"] != nil)
        }
        #expect(tags.count { $0.name == "main" } == 1)
        // Only what scrolls is reached by keys beside links and what unfolds, in the order of the page.
        #expect(tags.allSatisfy { $0.attributes["tabindex"] ?? "0" == "0" })
        // A sign is not read aloud: its word is.
        #expect(!page.contains("<span class=\"sign\">"))
    }
}
