// What the nightly audit says of third parties: misconduct is filed once and alarms once, and what is not proven alarms nobody.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `Auditing third parties from the command line` {
    private static let pins = ["--annex", "m/annex.txt", "--agreement", "m/agreement.md"]
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardized.path

    /// A workbench with a story, SC-08 if no other is named, its text changed.
    private func bench(
        _ story: String = "late-revocation", mutant: String? = "published-late",
        _ changes: [(String, String)] = []
    ) throws -> CliWorkbench {
        let bench = try CliWorkbench()
        var text = try String(
            contentsOfFile: Self.root + "/Evidence/\(story).json", encoding: .utf8)
        for (old, new) in changes {
            try #require(text.contains(old), "\(old)")
            text = text.replacing(old, with: new)
        }
        for folder in ["Evidence", "Policies"] {
            try FileManager.default.createDirectory(
                atPath: bench.path(folder), withIntermediateDirectories: true)
        }
        for file in ["Evidence/cast.json", "Policies/seca-1.0.md"] {
            try FileManager.default.copyItem(
                atPath: Self.root + "/" + file, toPath: bench.path(file))
        }
        try bench.write("Evidence/story.json", text)
        let built = try bench.run(
            CommandResult.product("docket-scenario"),
            ["build", "Evidence/story.json", "-o", "m"]
                + (mutant.map { ["--mutant", $0] } ?? []))
        try #require(built.status == 0, "\(built.errors)")
        try FileManager.default.copyItem(
            atPath: bench.path("m/archive"), toPath: bench.path("archive"))
        return bench
    }

    private func audit(_ bench: CliWorkbench, _ more: String...) throws -> CliResult {
        try bench.docket(["audit"] + Self.pins + more)
    }

    private func filed(_ bench: CliWorkbench) throws -> [Substring] {
        let list = try bench.docket(["list", "--matter", "docket.archive"])
        return list.output.split(separator: "\n").filter { $0.contains("misconduct-") }
    }

    @Test func `files misconduct once, and alarms that night alone`() throws {
        let bench = try bench()
        let untold = try audit(bench, "--no-file")
        #expect(untold.status == 2 && !untold.output.contains("(new, filed)"))
        #expect(try filed(bench).isEmpty)
        let first = try audit(bench, "--metrics", "m.prom")
        #expect(first.status == 2, "\(first.output)\(first.errors)")
        #expect(first.output.contains("misconduct  REVOCATION.LATE  (IBM-2, entries "))
        #expect(first.output.contains("(new, filed)"))
        #expect(first.output.contains("archive.example/trade: clean (full)"))
        #expect(first.errors.contains("misconduct of third parties was found"))
        let metrics = String(decoding: try bench.folder.read("m.prom"), as: UTF8.self)
        #expect(metrics.contains(",kind=\"late-publication\"} 1\n"))
        #expect(
            metrics.contains("docket_audit_misconduct_new{archive=\"archive.example/trade\"} 1\n"))
        #expect(try filed(bench).count == 1)
        for more in [[], ["--incremental"], ["--slice", "1/3"]] {
            let again = try bench.docket(["audit", "--metrics", "m.prom"] + Self.pins + more)
            #expect(again.status == 0, "\(again.output)\(again.errors)")
            #expect(again.output.contains("misconduct  REVOCATION.LATE"), "\(more)")
            #expect(!again.output.contains("(new, filed)"))
        }
        #expect(
            String(decoding: try bench.folder.read("m.prom"), as: UTF8.self)
                .contains("docket_audit_misconduct_new{archive=\"archive.example/trade\"} 0\n"))
        // Whoever loses what audits keep files nothing again either.
        try FileManager.default.removeItem(atPath: bench.path("state"))
        #expect(try audit(bench).status == 0)
        #expect(try filed(bench).count == 1)
        let status = try bench.docket(["audit", "--status"])
        #expect(status.status == 0 && status.output.hasPrefix("clean"), "\(status.errors)")
    }

    @Test func `reads only matters with something new`() throws {
        let bench = try bench()
        #expect(try audit(bench).output.contains("examined 2 matters, kept the notes on 0"))
        let next = try audit(bench, "--incremental")
        #expect(next.output.contains("examined 1 matters, kept the notes on 1"), "\(next.output)")
        let json = try audit(bench, "--incremental", "--json").output
        #expect(json.contains("\"matters_kept\":1") && json.contains("\"is_new\":false"))
    }

    @Test func `finds nothing where the authority was in time`() throws {
        let bench = try bench(mutant: nil)
        let audit = try audit(bench)
        #expect(audit.status == 0)
        #expect(audit.output.contains("third parties: 0 findings of misconduct, 0 warnings"))
        #expect(try filed(bench).isEmpty)
    }

    @Test func `only warns by a time to which nobody agreed`() throws {
        let bench = try bench()
        let audit = try bench.docket(["audit", "--annex", "m/annex.txt"])
        #expect(audit.status == 0, "\(audit.errors)")
        #expect(audit.output.contains("warning  REVOCATION.LATE"))
        #expect(audit.output.contains("T_revPublish: the default, for no agreement was given"))
        #expect(try filed(bench).isEmpty)
    }

    @Test func `refuses an agreement that the annex does not name`() throws {
        let bench = try bench()
        let text = try bench.folder.read("m/agreement.md") + Array("\n".utf8)
        try bench.folder.write("other.md", text)
        let other = try bench.docket(
            ["audit", "--annex", "m/annex.txt", "--agreement", "other.md"])
        #expect(other.status == 64, "\(other.errors)")
        #expect(other.errors.contains("is not the annex of"))
        #expect(try bench.docket(["audit", "--agreement", "m/agreement.md"]).status == 64)
    }

    @Test(arguments: [
        (
            "another signed it",
            [
                (
                    #""sign": {"document": "REVOCATION", "by": "CA1"}"#,
                    #""sign": {"document": "REVOCATION", "by": "BROKR"}"#
                )
            ]
        ),
        (
            "one letter is another",
            [
                (
                    #"{"objects": ["REVOCATION", "REVOCATION-CA1"], "by": "CA1"}},"#,
                    #"{"objects": ["REVOCATION-CA1"], "by": "CA1"}}, "#
                        + #"{"at": "2026-03-04T10:01:00Z", "id": "ALTERED", "alter": {"document": "REVOCATION", "#
                        + #""file": "altered.md", "replace": "an authentic", "with": "an authentik"}}, "#
                        + #"{"at": "2026-03-04T10:02:00Z", "file": {"objects": ["ALTERED"], "by": "BROKR"}},"#
                )
            ]
        ),
        (
            "nobody signed it",
            [
                (
                    #"{"objects": ["REVOCATION", "REVOCATION-CA1"], "by": "CA1"}"#,
                    #"{"objects": ["REVOCATION"], "by": "BROKR"}"#
                )
            ]
        ),
    ])
    func `holds nothing against an authority that it did not sign`(
        _ why: String, _ changes: [(String, String)]
    ) throws {
        let bench = try bench(mutant: "published-late", changes)
        let audit = try audit(bench)
        #expect(audit.status == 0, "\(why): \(audit.output)")
        #expect(!audit.output.contains("misconduct  "), "\(why)")
        #expect(audit.output.contains("warning  REVOCATION.LATE"), "\(why): \(audit.output)")
        #expect(audit.output.contains("It is not proven that sha-256:"), "\(why)")
        #expect(try filed(bench).isEmpty)
    }

    @Test func `holds nothing against anybody by the log of another archive`() throws {
        let bench = try bench()
        let annex = String(decoding: try bench.folder.read("m/annex.txt"), as: UTF8.self)
        let kept = annex.split(separator: "\n").filter { !$0.hasPrefix("archive ") }
        try bench.write("m/annex.txt", kept.joined(separator: "\n") + "\n")
        let audit = try audit(bench)
        #expect(audit.status == 4, "\(audit.output)")
        #expect(audit.output.contains("failed  EVIDENCE.CHECKPOINT"))
        #expect(!audit.output.contains("misconduct  "))
    }

    @Test(
        arguments: [
            ("bananas-exchange", nil, []),
            ("double-decision", nil, ["TTP1 double-decision"]),
            ("late-revocation", "certificate-after-revocation", ["CS1 post-revocation"]),
            ("limit-exceeded", nil, ["CS1 over-issue"]),
            ("limit-exceeded", "two-entries", ["CS1 fork", "CS1 over-issue"]),
            ("limit-exceeded", "smaller-reservation", ["CS1 binding"]),
            ("non-delivery", "data-good-two-keys", ["TTP1 two-keys"]),
        ] as [(String, String?, [String])])
    func `finds the misconduct of third parties that the law finds`(
        _ story: String, _ mutant: String?, _ expected: [String]
    ) throws {
        let bench = try bench(story, mutant: mutant)
        let audit = try audit(bench, "--json")
        #expect(audit.status == (expected.isEmpty ? 0 : 2), "\(audit.errors)")
        let json = try JSONSerialization.jsonObject(with: Data(audit.output.utf8))
        let parties = (json as? [String: Any])?["parties"] as? [String: Any]
        let misconduct = try #require(parties?["misconduct"] as? [[String: Any]])
        let found = misconduct.map { "\($0["party"] ?? "") \($0["misconduct"] ?? "")" }
        #expect(found.sorted() == expected)
        #expect(try filed(bench).count == expected.count)
    }
}
