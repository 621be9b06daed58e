// The catalogue of the page's words against the sources: every phrase that a section says has its German one, and no entry is left over.

import Agreements
import EvidenceValues
import Foundation
import Testing

@testable import EvidenceReport

@Suite struct `The language of the report` {
    @Test func `every phrase has a German one`() throws {
        let missing = try Phrases.inSources().subtracting(German.phrases.keys)
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    @Test func `every German phrase is of a phrase that is said`() throws {
        let dead = Set(German.phrases.keys).subtracting(try Phrases.inSources())
        #expect(dead.isEmpty, "\(dead.sorted())")
    }

    @Test func `no phrase has two translations`() {
        var known: [String: String] = [:]
        for (english, german) in German.tables.flatMap({ Array($0) }) {
            #expect(known.updateValue(german, forKey: english) == nil, "\(english)")
        }
    }

    @Test func `a German phrase has the places of its English one, and no other`() {
        for (english, german) in German.phrases {
            #expect(Phrases.places(english) == Phrases.places(german), "\(english): \(german)")
        }
    }

    @Test func `the German page says nothing of its own in English`() throws {
        var record = try ReportSample.record(.conditional)
        record.exchanges = [try `Exchanges in the report`.exchange()]
        let page = renderHTML(record, try ReportSample.findings(), language: .german)
        let text = Phrases.withoutOriginals(
            String(decoding: page, as: UTF8.self).replacing(
                /<section id="timeline"(?s:.*?)<\/section>/, with: ""))
        let english = German.phrases.filter { $0.key != $0.value }.keys
        let said = Set(english.flatMap(Phrases.literals)).filter { phrase in
            phrase.count > 11 && text.contains(phrase)
        }
        #expect(said.isEmpty, "\(said.sorted())")
    }

    @Test func `the language changes no structure and no word of the evidence`() throws {
        let record = try ReportSample.record(.failed)
        let findings = try ReportSample.findings()
        let german = String(
            decoding: renderHTML(record, findings, language: .german), as: UTF8.self)
        let english = String(decoding: renderHTML(record, findings), as: UTF8.self)
        #expect(german.contains("<html lang=\"de\">") && english.contains("<html lang=\"en\">"))
        for tag in ["<section", "<h2", "<h3", "<h4", "<article", "<table", "<tr", "<dt", "<li"] {
            #expect(german.ranges(of: tag).count == english.ranges(of: tag).count, "\(tag)")
        }
        for exhibit in record.exhibits {
            #expect(german.contains(HTML.escape(exhibit.name.text)))
            #expect(german.contains(exhibit.digest.hex))
        }
        #expect(!english.contains("<span lang="))
        #expect(german.contains("<span lang=\"en\">"))
    }

    @Test(arguments: HostileWords.words)
    func `hostile words stay words in German`(word: String) throws {
        let (record, findings) = try HostileWords.filled(word)
        let (harmless, harmlessFindings) = try HostileWords.filled("harmless")
        let page = String(
            decoding: renderHTML(record, findings, language: .german), as: UTF8.self)
        let expected = String(
            decoding: renderHTML(harmless, harmlessFindings, language: .german), as: UTF8.self)
        #expect(page.ranges(of: "<").count == expected.ranges(of: "<").count)
        #expect(VisibleText.firstHidden(in: page) == nil)
    }

    @Test func `a part is never read for places`() {
        let words = Words(language: .english)
        #expect(words("{0} of {1} exhibits", "{1}", "{0}") == "{1} of {0} exhibits")
        #expect(words("a {x} {0", "b") == "a {x} {0")
        #expect(words.html("<{0}>", "<b>x</b>").source == "&lt;<b>x</b>&gt;")
    }

    @Test func `a name cannot end its own quotation`() {
        for language in ReportLanguage.allCases {
            let quoted = Words(language: language).quoted("a” „b“ \u{201C}\u{0308}")
            let marks = quoted.unicodeScalars.filter { "“”„".unicodeScalars.contains($0) }
            #expect(marks.count == 2)
        }
    }
}

/// The phrases in the sources of the report.
private enum Phrases {
    /// Every literal that `words`, `words.html` or `phrase` is given.
    static func inSources() throws -> Set<String> {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/EvidenceReport")
        var phrases: Set<String> = []
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
            let source = try String(contentsOf: file, encoding: .utf8)
            // Line by line this is not the grammar of Swift, but it is how the sources are formatted.
            for call in source.matches(of: /\b(?:words|words\.html|phrase)\(\s*(?="[^"]|""")/) {
                phrases.insert(literal(source[call.range.upperBound...]))
            }
        }
        #expect(phrases.count > 150, "the sources were not found")
        return phrases
    }

    /// The string literal with which `source` begins.
    private static func literal(_ source: Substring) -> String {
        guard source.hasPrefix("\"\"\"") else {
            let inside = source.dropFirst().prefix { $0 != "\"" }
            return String(inside)
        }
        let lines = source.dropFirst(4).split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.prefix { !$0.drop { $0 == " " }.hasPrefix("\"\"\"") }
        return body.map { line in
            let text = line.drop { $0 == " " }
            return text.hasSuffix("\\") ? String(text.dropLast()) : String(text)
        }.joined()
    }

    /// The numbers of the places of a phrase, sorted.
    static func places(_ phrase: String) -> [String] {
        phrase.matches(of: /\{[0-9]\}/).map { String($0.output) }.sorted()
    }

    /// What stands between the places.
    static func literals(_ phrase: String) -> [Substring] {
        phrase.split(separator: /\{[0-9]\}/)
    }

    /// The page without its style sheet and without what is marked as English.
    static func withoutOriginals(_ page: String) -> String {
        let body = page.split(separator: "</head>").last.map(String.init) ?? page
        var text = ""
        var rest = body[...]
        while let start = rest.firstRange(of: "<span lang=\"en\">") {
            text += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "</span>") else { break }
            rest = rest[end.upperBound...]
        }
        return text + rest
    }
}
