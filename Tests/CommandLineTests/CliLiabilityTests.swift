// `docket liability show` by the real program: what it tells of ledgers in files, matters and bundles, and how it refuses what is none.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@Suite struct LedgersFromTheCommandLine {
    private static func example() throws -> String {
        let document = String(
            decoding: try ScenarioCase.read("docs/formats/ledger.md"), as: UTF8.self)
        return String(document.split(separator: "```\n", maxSplits: 2)[1])
    }

    private static func show(
        _ text: String, _ more: [String] = []
    ) throws -> (result: CliResult, bench: CliWorkbench) {
        let bench = try CliWorkbench()
        try bench.write("ledger.txt", text)
        return (try bench.docket(["liability", "show", "ledger.txt"] + more), bench)
    }

    @Test func `tells what is open, released and remains, and that nothing is wrong`() throws {
        let (result, _) = try Self.show(Self.example())
        #expect(result.status == 0, "\(result.errors)")
        let words = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for line in [
            "ledger.txt: the limit lim-7 of INVST, kept by CS1", "maximum USD 6000000.00",
            "open USD 2500000.00", "reserved USD 2000000.00", "accepted USD 500000.00",
            "claimed USD 0.00", "remaining USD 3500000.00", "reserved USD 7000000.00",
            "released USD 4500000.00", "USD 500000.00, accepted, entry 1 of",
            "✓ It breaks no invariant",
        ] {
            #expect(words.contains(line), "\(line) in \(words)")
        }
        #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func `tells the same as one JSON document`() throws {
        let (result, _) = try Self.show(Self.example(), ["--json"])
        #expect(result.status == 0)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(object["message_type"] as? String == "liability")
        let ledger = try #require((object["ledgers"] as? [[String: Any]])?.first)
        #expect(ledger["remaining"] as? String == "USD 3500000.00")
        #expect(ledger["entries"] as? Int == 5)
        #expect((ledger["open"] as? [String: String])?["accepted"] == "USD 500000.00")
        #expect((ledger["ever"] as? [String: String])?["released"] == "USD 4500000.00")
        #expect((ledger["certificates"] as? [Any])?.count == 2)
        #expect(ledger["breach_count"] as? Int == 0)
    }

    @Test func `names each breach and exits 2`() throws {
        let text = try Self.example().replacing("3500000.00 2026", with: "3500000.01 2026")
        let (result, _) = try Self.show(text)
        #expect(result.status == 2)
        #expect(result.output.contains("✗ balance: Entry 4, reserve of"), "\(result.output)")
        let skewed = try Self.example().replacing("T11:45:00Z", with: "T11:29:30Z")
        #expect(try Self.show(skewed).result.status == 0)
        let (strict, _) = try Self.show(skewed, ["--skew", "1s"])
        #expect(strict.status == 2 && strict.output.contains("✗ time: Entry 4"))
    }

    @Test(arguments: [
        ("", "has no entries"), ("# A contract\n", "is not that of"),
        ("docket-ledger/v2\nlimit a\nissuer A\nb\nc\nd\ne\nf\n", "is not that of"),
    ])
    func `says why a file is no ledger`(_ text: String, _ words: String) throws {
        let (result, _) = try Self.show(text)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("ledger.txt is no ledger"), "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test func `says which line and field of a ledger is wrong`() throws {
        let text = try Self.example().replacing("-4500000.00", with: "-4500000.0")
        let (result, bench) = try Self.show(text)
        #expect(result.status == 1)
        #expect(result.errors.contains("no ledger: line 12, the delta"), "\(result.errors)")
        let missing = try bench.docket(["liability", "show", "nothing.txt"])
        #expect(missing.status == 1 && missing.errors.contains("nothing.txt"))
        let folder = try bench.docket(["liability", "show", "."])
        #expect(folder.status == 1)
        let usage = [
            ["liability", "show"], ["liability", "show", "ledger.txt", "--skew", "soon"],
            ["liability", "show", "a.asice", "b.txt"],
            ["liability", "show", "ledger.txt", "--matter", "IBM-7"],
        ]
        for words in usage { #expect(try bench.docket(words).status == 64, "\(words)") }
        try bench.write("note.md", "# A note\n")
        try bench.write("other.md", "# Another\n")
        let none = try bench.docket(["liability", "show", "note.md", "other.md"])
        #expect(none.status == 1 && none.errors.contains("no ledger of a limit"))
    }

    /// The matter of SC-07, as it is, and where the service signed two ledgers.
    @Test(arguments: [nil, "two-entries"])
    func `shows the ledgers of a matter and of its bundle, and what contradicts them`(
        _ mutant: String?
    ) throws {
        let bench = try CliWorkbench()
        let scenario = ScenarioCase(scenario: "limit-exceeded", mutant: mutant)
        let built = try scenario.build(in: bench.folder)
        let bundle = try built.exportedBundle(in: bench.folder)
        let trust = ["--annex", "built/annex.txt", "--at", "2026-03-20T09:00:00Z"]
        let matter = try bench.docket(
            ["liability", "show", "--matter", "IBM-7", "--archive", "built/archive"] + trust)
        #expect(matter.status == 2, "\(matter.errors)")
        let exported = try bench.docket(
            ["liability", "show", bundle, "--agreement", "built/agreement.md"] + trust)
        #expect(exported.status == 0, "\(exported.errors)")
        for output in [matter.output, exported.output] {
            #expect(output.contains("✗ over-issue: Entry 3, reserve of ic-b"), "\(output)")
            #expect(output.contains("USD -1000000.00"))
            #expect(output.contains("✗ fork: ") == (mutant != nil), "\(output)")
        }
    }
}
