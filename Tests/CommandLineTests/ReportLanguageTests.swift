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

    @Test func `every code has its meaning and its remedy in German`() {
        let missing = ReasonCode.all.flatMap { [$0.sentence, $0.remedy].compactMap(\.self) }
            .filter { German.phrases[$0] == nil }
        #expect(missing.isEmpty, "\(Set(missing).sorted())")
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
        let text = Phrases.withoutOriginals(String(decoding: page, as: UTF8.self))
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

@Suite struct `Sentences read back by patterns` {
    private static let german = Words(language: .german)

    @Test(arguments: [
        ("FRUTA signed DB1", "FRUTA hat DB1 unterzeichnet"),
        (
            "FRUTA signed DB1 between 2026-01-01T00:00:00Z and 2026-02-01T00:00:00Z",
            "FRUTA hat DB1 zwischen 2026-01-01T00:00:00Z und 2026-02-01T00:00:00Z unterzeichnet"
        ),
        (
            "it is not so that DB1 is a contract between FRUTA and MARKT",
            "es trifft nicht zu: DB1 ist ein Vertrag zwischen FRUTA und MARKT"
        ),
        (
            "Order and completeness of the log are the operator's statement: the annex demands no witnesses.",
            "Reihenfolge und Vollständigkeit des Protokolls sind eine Angabe des Betreibers: der Anhang verlangt keine Zeugen."
        ),
    ])
    func `are said in German`(english: String, german: String) {
        #expect(Self.german.sentence(english) == german)
        #expect(Words.english.sentence(english) == nil)
    }

    @Test(arguments: [
        "", "FRUTA signed ", " signed DB1", "FRUTA signed A signed B",
        "A is a contract between B and C and D", "Nobody knows this sentence.",
    ])
    func `stay English where they could be cut in two ways, or not at all`(english: String) {
        #expect(Self.german.sentence(english) == nil)
    }

    @Test func `end, however often they nest and however long they are`() {
        let nested = String(repeating: "it is not so that ", count: 10_000) + "FRUTA signed DB1"
        #expect(Self.german.sentence(nested) == nil)
        let deep = String(repeating: "it is not so that ", count: 50) + "FRUTA signed DB1"
        #expect(Self.german.sentence(deep)?.hasSuffix("FRUTA signed DB1") == true)
    }

    @Test func `have the places of the English ones`() {
        for (english, german) in [German.claims, German.producers, German.verifier].joined() {
            #expect(Phrases.places(english) == Phrases.places(german), "\(english)")
        }
    }

    /// The sentences that the agreement gives to its predicates, by their names, as patterns.
    private static func declared() throws -> [(name: String, pattern: String)] {
        let text = try String(
            contentsOf: root.appending(path: "Policies/seca-1.0.md"), encoding: .utf8)
        let line =
            /(?m)^(?:evidence|derived|stated|annex)[a-z ]* ([A-Za-z_]+)\(([^)]*)\)\s+"([^"]*)"/
        return text.matches(of: line).map { match in
            let names = match.output.2.replacing(" and ", with: ",").split(separator: ",")
                .compactMap {
                    $0.split(separator: " ").last
                }
            var pattern = String(match.output.3)
            for (number, name) in names.enumerated() {
                pattern = pattern.replacing("{\(name)}", with: "{\(number)}")
            }
            return (String(match.output.1), Self.ordered(pattern))
        }
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The pattern with its places numbered in the order in which they stand.
    private static func ordered(_ pattern: String) -> String {
        var result = ""
        for (number, piece) in pattern.split(
            separator: /\{[0-9]\}/, omittingEmptySubsequences: false
        ).enumerated() {
            result += (number == 0 ? "" : "{\(number - 1)}") + piece
        }
        return result
    }

    @Test func `are those of the predicates that the scenarios' claims use`() throws {
        let declared = try Self.declared()
        #expect(declared.count > 150)
        let table = try String(
            contentsOf: Self.root.appending(path: "docs/scenarios.md"), encoding: .utf8)
        let claims = table.matches(of: /claims ([^|]*?);/).map(\.output.1)
        let used = Set(claims.flatMap { $0.matches(of: /([A-Za-z_]+)\(/).map(\.output.1) })
        #expect(used.count > 15)
        let known = Set(German.claims.map { Self.ordered($0.key) })
        for (name, pattern) in declared where used.contains(Substring(name)) {
            let isKnown = known.contains(pattern)
            #expect(isKnown, "\(name): \(pattern)")
        }
    }

    @Test func `are sentences of the verifier, none other`() throws {
        var sources = ""
        for target in [
            "EvidenceBundle", "EvidenceModules", "EvidenceValues", "SignatureValidation",
            "Agreements",
        ] {
            let folder = Self.root.appending(path: "Sources/\(target)")
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
                sources += try String(contentsOf: file, encoding: .utf8)
            }
        }
        // Long sentences are put together from pieces, each of which is written in one.
        for (english, _) in German.verifier {
            for piece in Phrases.literals(english) where piece.count > 5 {
                let isSaid = sources.contains(piece.prefix(9))
                #expect(isSaid, "\(piece)")
            }
        }
    }

    @Test func `are sentences of the agreement, none other`() throws {
        let patterns = Set(try Self.declared().map(\.pattern) + ["it is not so that {0}"])
        for (english, _) in German.claims {
            let isDeclared = patterns.contains(Self.ordered(english))
            #expect(isDeclared, "\(english)")
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
        for code in ReasonCode.all {
            phrases.formUnion([code.sentence, code.remedy].compactMap(\.self))
        }
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
