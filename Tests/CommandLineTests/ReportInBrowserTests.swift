// The report as a browser sees and prints it: headless Chromium, and poppler to read what it printed. What markup comes to is for a
// browser to say, not for us; so hostile words are counted in the tree that it builds.

import Agreements
import EvidenceValues
import Foundation
import Testing

@testable import EvidenceReport

/// Chromium, run on one page at a time, each time as if for the first.
private struct Browser {
    let folder: URL

    /// The programs that it takes; `make peers` installs them.
    static let isPresent = ["chromium", "pdftotext", "pdfinfo", "timeout"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
    }

    init(_ page: [UInt8]) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "docket-browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(page).write(to: folder.appending(path: "page.html"))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// What a program writes to its standard output; it is ended after two minutes.
    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let output = folder.appending(path: "output")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = ["120", "/usr/bin/" + program] + arguments
        process.currentDirectoryURL = folder
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program)")
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }

    private func browse(_ arguments: [String]) throws -> String {
        try run(
            "chromium",
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--user-data-dir=\(folder.appending(path: "profile").path)",
            ] + arguments + [folder.appending(path: "page.html").absoluteString])
    }

    /// The tree that the browser built, as HTML.
    func tree() throws -> String { try browse(["--dump-dom"]) }

    /// The picture of the first screen.
    func picture(isDark: Bool) throws -> Data {
        let scheme = isDark ? ["--blink-settings=preferredColorScheme=0"] : []
        _ = try browse(scheme + ["--window-size=1000,1400", "--screenshot=picture.png"])
        return try Data(contentsOf: folder.appending(path: "picture.png"))
    }

    /// The text of each printed page.
    func printed() throws -> [String] {
        _ = try browse(["--no-pdf-header-footer", "--print-to-pdf=page.pdf"])
        let text = try run("pdftotext", ["-layout", "page.pdf", "-"])
        return text.split(separator: "\u{C}").map(String.init).filter {
            $0.contains { !$0.isWhitespace }
        }
    }

    /// What pdfinfo says of the printed file.
    func information() throws -> String { try run("pdfinfo", ["page.pdf"]) }
}

@Suite(.enabled(if: Browser.isPresent, "no browser here: make peers"), .serialized)
struct `The report in a browser` {
    /// Every hostile word in every field that evidence fills, exchanges and names of files included.
    private static func filled(_ word: String) throws -> (VerificationRecord, Findings) {
        var (record, findings) = try HostileWords.filled(word)
        record.exchanges = [try `Exchanges in the report`.exchange(word)]
        findings.findings[1].sentence = "\(word) signed \(word) by \(word)"
        findings.contradictions = [word]
        return (record, findings)
    }

    /// The elements of a tree in order, each with the names of its attributes. A browser writes values in quotes that end them.
    private static func elements(_ tree: String) -> [String] {
        tree.matches(of: /<([a-z][a-z0-9]*)((?: [A-Za-z:-]+(?:="[^"]*")?)*)>/).map { element in
            element.output.1
                + element.output.2.matches(of: /\ ([A-Za-z:-]+)(?:="[^"]*")?/).map {
                    " " + $0.output.1
                }.joined()
        }
    }

    /// All that is hostile, as one word.
    private static let hostile = HostileWords.words.joined(separator: " ")

    @Test(arguments: ReportLanguage.allCases)
    func `hostile words add no element and no attribute to the tree`(
        language: ReportLanguage
    ) throws {
        let (record, findings) = try Self.filled(Self.hostile)
        let (harmless, harmlessFindings) = try Self.filled("harmless")
        let browser = try Browser(renderHTML(record, findings, language: language))
        let other = try Browser(renderHTML(harmless, harmlessFindings, language: language))
        defer {
            browser.remove()
            other.remove()
        }
        let tree = try browser.tree()
        let elements = Self.elements(tree)
        #expect(elements.count > 300)
        #expect(elements == Self.elements(try other.tree()))
        for forbidden in ["script", "img", "iframe", "link", "object"] {
            #expect(!elements.contains { $0.hasPrefix(forbidden) })
        }
        #expect(!elements.contains { $0.contains(" on") })
        #expect(VisibleText.firstHidden(in: tree) == nil)
    }

    @Test func `hostile words are read on paper as they were written`() throws {
        let (record, findings) = try Self.filled(Self.hostile)
        let browser = try Browser(renderHTML(record, findings))
        defer { browser.remove() }
        // Lines are broken between any letters.
        let text = try browser.printed().joined().filter { !$0.isWhitespace }
        for word in [
            "<script>alert(1)</script>", "\"><imgsrc=xonerror=alert(1)>", "&lt;b&gt;",
            "</style><h1>AUTHENTIC</h1>", "⟨U+202E⟩txt.exe", "a⟨U+200B⟩b", "⟨U+001B⟩[2J",
            "⟨U+0000⟩",
        ] {
            #expect(text.contains(word), "\(word)")
        }
    }

    @Test(arguments: [ReportLanguage.english, .german])
    func `every printed page is A4, numbered, and carries the warning`(
        language: ReportLanguage
    ) throws {
        let findings = try ReportSample.findings()
        let record = try ReportSample.record(.failed)
        let browser = try Browser(renderHTML(record, findings, language: language))
        defer { browser.remove() }
        let pages = try browser.printed()
        #expect(pages.count > 1)
        #expect(try browser.information().contains("(A4)"))
        let warning = try #require(Wording.warning(.failed, in: Words(language: language)))
        for (number, page) in zip(1..., pages) {
            let lines = page.split(separator: "\n").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            // Above everything else, and nothing runs into it.
            #expect(lines.first == warning)
            #expect(lines.last?.filter { $0 != " " } == "\(number)/\(pages.count)")
        }
    }

    @Test func `what is folded on the screen is printed`() throws {
        var findings = try ReportSample.findings()
        findings.findings[0].derivation.steps = (1...3).map { number in
            Derivation(
                statement: "valid_from(\(number))", sentence: "folded condition \(number)",
                standing: .certain, basis: .evidence)
        }
        let browser = try Browser(
            renderHTML(try ReportSample.record(.authentic), findings))
        defer { browser.remove() }
        let text = try browser.printed().joined()
        #expect(text.contains("folded condition 3"))
        // What leads around the page has no use on paper.
        #expect(!text.contains("Skip to the findings"))
    }

    @Test func `no row of a table is cut between two pages`() throws {
        var record = try ReportSample.record(.authentic)
        let first = try #require(record.exhibits.first)
        record.exhibits = try (1...90).map { number in
            var exhibit = first
            exhibit.index = LeafIndex(UInt64(number))
            exhibit.number = try #require(DocketNumber(UInt64(number)))
            exhibit.name = try #require(
                FileName(
                    "a name of more than thirty letters first\(1000 + number) and two ends last\(1000 + number).md"
                ))
            exhibit.signatures = []
            exhibit.bounds = Interval(
                lo: try ReportSample.instant("2026-02-01T09:00:00Z"),
                hi: try ReportSample.instant("2026-02-02T11:00:00Z"))
            return exhibit
        }
        let browser = try Browser(renderHTML(record, nil))
        defer { browser.remove() }
        let pages = try browser.printed()
        // Both ends of each name are on one page, in every table.
        #expect(pages.count > 10)
        for page in pages {
            let first = page.matches(of: /first(1\d{3})/).map(\.output.1)
            let last = page.matches(of: /last(1\d{3})/).map(\.output.1)
            #expect(first.sorted() == last.sorted())
        }
    }

    @Test func `light and dark are two pictures of one page`() throws {
        let page = renderHTML(try ReportSample.record(.authentic), try ReportSample.findings())
        let browser = try Browser(page)
        defer { browser.remove() }
        let light = try browser.picture(isDark: false)
        let dark = try browser.picture(isDark: true)
        #expect(light != dark)
        #expect(light.count > 20_000 && dark.count > 20_000)
    }
}
