// Texts that people sign, with a fault in them, through the real programs: the file, the line, the column and the reason, for a party
// who takes out a bundle and for an arbiter who brings his own copies. (Issue 2, "Bad input".)

import EvidenceTesting
import Foundation
import Testing

/// A change of a text, and the place and reason that must be told.
struct FaultyText: CustomTestStringConvertible, Sendable {
    let what: String
    let fault: String
    /// Replaces the first of `old` by `new`.
    let old: String
    let new: String
    let words: String

    var testDescription: String { "\(what): \(fault)" }
    var file: String { what == "claims" ? "claims.txt" : what == "annex" ? "annex.txt" : "a.md" }

    static let cases: [FaultyText] = [
        .init(
            what: "agreement", fault: "a syntax error", old: "# Secure", new: "Secure",
            words: "a.md:1:1: the agreement cannot be read: "),
        .init(
            what: "agreement", fault: "a hidden character", old: "# Secure",
            new: "# S\u{200B}ecure",
            words: "a.md:1:4: the agreement cannot be read: a hidden character, U+200B"),
        .init(
            what: "agreement", fault: "a bidirectional control", old: "# Secure",
            new: "# \u{202E}Secure",
            words: "a.md:1:3: the agreement cannot be read: a hidden character, U+202E"),
        .init(
            what: "annex", fault: "a syntax error", old: "\nversion 1\n", new: "\nversion 01\n",
            words: "annex.txt:3:"),
        .init(
            what: "annex", fault: "a hidden character", old: "registry ", new: "registry \u{2066}",
            words: "annex.txt:4:10: the annex cannot be read: a hidden character, U+2066"),
        .init(
            what: "annex", fault: "a tab", old: "registry ", new: "registry\t",
            words: "annex.txt:4:9: the annex cannot be read: a hidden character, U+9"),
        .init(
            what: "claims", fault: "a syntax error", old: "C2: MARKT claims",
            new: "C2: MARKT claim",
            words: "claims.txt:4:"),
        .init(
            what: "claims", fault: "a hidden character", old: "C2: MARKT", new: "C2: MA\u{00AD}RKT",
            words: "claims.txt:4:9: the claims cannot be read: a hidden character, U+AD"),
        .init(
            what: "claims", fault: "a bidirectional control", old: "C2: MARKT",
            new: "C2: \u{202E}MARKT",
            words: "claims.txt:4:7: the claims cannot be read: a hidden character, U+202E"),
    ]
}

@Suite struct TextsWithFaults {
    @Test(arguments: FaultyText.cases)
    func `give no bundle, and are told with their place`(_ row: FaultyText) throws {
        let bench = try prepare(row)
        let result = try bench.docket(
            [
                "bundle", "--matter", "BAN-1", "--agreement", "a.md", "--annex", "annex.txt",
                "--claims", "claims.txt", "-o", "new.asice",
            ] + CliMatter.identity)
        try expect(result, row)
        #expect(!bench.exists("new.asice"))
    }

    @Test(arguments: FaultyText.cases.filter { $0.what != "claims" })
    func `pin nothing, and are told with their place`(_ row: FaultyText) throws {
        let bench = try prepare(row)
        try FileManager.default.createDirectory(
            atPath: bench.path("trust"), withIntermediateDirectories: false)
        try bench.folder.write("trust/agreement.md", try bench.folder.read("a.md"))
        try bench.folder.write("trust/annex.txt", try bench.folder.read("annex.txt"))
        for pins in [["--agreement", "a.md", "--annex", "annex.txt"], ["--trust", "trust"]] {
            let result = try bench.verify(["b.asice", "--report", "report.html"] + pins)
            try expect(result, row, isTrust: pins[0] == "--trust")
            #expect(!bench.exists("report.html"))
        }
    }

    @Test(arguments: FaultyText.cases)
    func `are not filed as what they are not`(_ row: FaultyText) throws {
        let bench = try prepare(row)
        let before = try bench.archiveState()
        let result = try bench.docket(
            ["file", "--matter", "BAN-1", "--kind", row.what, row.file])
        try expect(result, row)
        #expect(try bench.archiveState() == before)
    }

    private func expect(_ result: CliResult, _ row: FaultyText, isTrust: Bool = false) throws {
        #expect(result.status == 1)
        #expect(result.output == "")
        let words = isTrust ? row.words.replacing("a.md", with: "trust/agreement.md") : row.words
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.errors.contains("docket: hint: nothing was done; "), "\(result.errors)")
        #expect(!result.errors.contains("\u{202E}"))
    }

    private func prepare(_ row: FaultyText) throws -> CliWorkbench {
        let bench = try CliMatter.copy()
        try bench.folder.write("a.md", try bench.folder.read("m/agreement.md"))
        try bench.folder.write("annex.txt", try bench.folder.read("m/annex.txt"))
        let text = String(decoding: try bench.folder.read(row.file), as: UTF8.self)
        let place = try #require(text.firstRange(of: row.old))
        try bench.write(row.file, text.replacingCharacters(in: place, with: row.new))
        return bench
    }
}
