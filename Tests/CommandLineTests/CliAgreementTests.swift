// `docket agreement check` as its author meets it: every error at its place, warnings, a summary, lines of JSON. (Issue 5.)

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

/// An agreement of one page, sound but for one predicate that nothing uses.
enum SmallAgreement {
    static let text = """
        # Sale

        Version: sale-1

        ```parameters
        T_skew = 1min
        L = EUR 500.00
        ```

        ## S-01 Signing

        Whoever is seen to sign is bound, for no more than `L`.

        ```predicates
        evidence open seen(party P, document D) "{P} was seen to sign {D}".
        evidence closed noted(document D) "{D} was noted".
        stated price(document D, money M) "{D} costs {M}".
        derived open signed(party P, document D) "{P} signed {D}".
        derived closed owes(party P, money M) "{P} owes {M}" supremum.
        ```

        ```rules
        signed(P, D) if seen(P, D).
        owes(P, M) if signed(P, D) and price(D, N) and M = min(N, L).
        ```

        ## S-02 Reading

        Evidence is read by the verifier.

        Without rules: the verifier carries this article out when it reads the evidence.

        """

    /// `text` with the first of `old` made `new`.
    static func with(_ old: String, _ new: String) -> String {
        guard let range = text.range(of: old) else { return "" }
        return text.replacingCharacters(in: range, with: new)
    }
}

/// The members of each line of JSON.
private func members(_ output: String) throws -> [[String: Any]] {
    try output.split(separator: "\n").map { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(object as? [String: Any])
    }
}

@Suite struct CheckingAgreements {
    private func check(_ text: String, _ options: [String] = []) throws -> CliResult {
        let bench = try CliWorkbench()
        try bench.write("a.md", text)
        return try bench.docket(["agreement", "check", "a.md"] + options)
    }

    @Test func `a sound agreement is summarised, warnings do not fail it`() throws {
        let result = try check(SmallAgreement.text)
        #expect(result.status == 0 && result.errors == "")
        let digest = Digest.sha256(SmallAgreement.text.utf8)
        #expect(
            result.output == """
                a.md:16:17: warning: no rule speaks of noted
                a.md: sale-1, 2 articles, 2 rules, 5 predicates, 2 parameters
                a.md: \(digest)

                """)
    }

    @Test(arguments: [
        (
            "signed(P, D) if seen(P, D).", "signed(P, D) if sene(P, D).",
            "a.md:23:17: error: nothing declares the predicate sene\n"
                + "  hint: did you mean seen(party P, document D)?\n"
        ),
        (
            "if seen(P, D)", "if seen(P, D) and price(D, M) and K > M",
            "a.md:23:48: error: no condition binds K\n"
        ),
        (
            "if seen(P, D)", "if seen(P, D) and not signed(P, D)",
            "a.md:23:36: error: signed rests on its own denial: signed → not signed (S-01)\n"
        ),
        ("min(N, L)", "N", "a.md:7:1: error: no rule uses the parameter L\n"),
        (
            "Without rules: ", "There are none: ",
            "a.md:27:4: error: S-02 has no rules and does not say why\n"
        ),
        (
            "Whoever", "Without rules: none.\n\nWhoever",
            "a.md:10:4: error: S-01 says that it has no rules, and has\n"
        ),
        (
            "document D) \"{D} was noted\"", "document D)",
            "a.md:16:34: error: expected the predicate's sentence in quotes, found .\n"
        ),
        ("\"{D} was noted\"", "\"\"", "a.md:16:35: error: noted has no sentence\n"),
        (
            "\"{D} was noted\"", "\"{E} was noted\"",
            "a.md:16:37: error: nothing declares the argument E\n"
        ),
        (
            "noted(document D)", "noted(document D, document E)",
            "a.md:16:47: warning: the sentence of noted does not name {E}\n"
        ),
        (
            "price(D, N) and", "price(D, N, N) and",
            "a.md:24:32: error: price has 2 arguments, not 3\n"
                + "  hint: it is declared as price(document D, money M)\n"
        ),
        (
            "T_skew = 1min", "T_skew = 60s",
            "a.md:6:10: error: expected a literal in its one spelling, found 60s\n"
        ),
        (
            "# Sale", "# S\u{200B}ale",
            "a.md:1:4: error: a hidden character, U+200B, that a reader does not see\n"
        ),
    ])
    func `what is wrong is told with file, line, column and a hint`(
        old: String, new: String, told: String
    ) throws {
        let result = try check(SmallAgreement.with(old, new))
        #expect(result.output.contains(told), "\(result.output)")
        #expect(result.status == (told.contains("error") ? 2 : 0))
        #expect(result.errors == "")
    }

    @Test func `what is wrong is told in the same words when a page is asked for`() throws {
        let bench = try CliWorkbench()
        try bench.write("a.md", SmallAgreement.with("seen(P, D).", "sene(P, D)."))
        let result = try bench.docket(["agreement", "show", "a.md", "-o", "a.html"])
        #expect(result.status == 1 && result.output == "")
        #expect(
            result.errors == """
                docket: error: a.md:23:17: the agreement cannot be read: nothing declares the predicate sene
                docket: hint: nothing was done; docs/formats/agreement.md says how it is written

                """)
        #expect(!bench.exists("a.html"))
    }

    @Test func `all errors are told at once, also as JSON`() throws {
        let text = SmallAgreement.with(
            "seen(P, D).\nowes", "x(P).\nsigned(P, D) if y(D) and z(P).\nowes")
        let plain = try check(text)
        #expect(plain.output.split(separator: "\n").filter { $0.contains("error: ") }.count == 3)
        let result = try check(text, ["--json"])
        #expect(result.status == 2)
        let lines = try members(result.output)
        #expect(
            lines.map { $0["message_type"] as? String }
                == Array(repeating: "agreement_error", count: 3))
        #expect(lines.map { $0["line"] as? Int } == [23, 24, 24])
        #expect(lines.map { $0["column"] as? Int } == [17, 17, 26])
        #expect(lines.allSatisfy { $0["schema_version"] as? Int == 1 && $0["hint"] is String })
        #expect(lines[0]["message"] as? String == "nothing declares the predicate x")
        #expect(lines[0]["file"] as? String == "a.md")
    }

    @Test func `a summary as JSON names what the agreement amends`() throws {
        let digest = Digest.sha256("another".utf8)
        let text = SmallAgreement.with("Version: sale-1", "Version: sale-2\nAmends: \(digest)")
        let lines = try members(try check(text, ["--json"]).output)
        #expect(
            lines.map { $0["message_type"] as? String } == [
                "agreement_warning", "agreement_summary",
            ])
        #expect(lines[1]["amends"] as? String == digest.text)
        #expect(lines[1]["version"] as? String == "sale-2")
        #expect(
            ["articles", "rules", "predicates", "parameters"].map { lines[1][$0] as? Int }
                == [2, 2, 5, 2])
        #expect(try check(text).output.contains("a.md: amends \(digest)\n"))
    }

    @Test func `what cannot be read is no agreement`() throws {
        let bench = try CliWorkbench()
        let missing = try bench.docket(["agreement", "check", "none.md"])
        #expect(missing.status == 1 && missing.errors.contains("cannot read none.md"))
        try bench.folder.write("latin.md", [0x23, 0x20, 0xE9])
        let latin = try bench.docket(["agreement", "check", "latin.md"])
        #expect(latin.status == 2 && latin.errors.contains("latin.md: the agreement is no UTF-8"))
        try bench.write("large.md", String(repeating: "a", count: (1 << 20) + 1))
        let large = try bench.docket(["agreement", "check", "large.md"])
        #expect(large.status == 2 && large.output == "large.md: error: more than 1048576 bytes\n")
        try bench.write("huge.md", String(repeating: "a", count: 3 << 20))
        #expect(try bench.docket(["agreement", "check", "huge.md"]).status == 1)
        #expect(try bench.docket(["agreement", "check"]).status == 64)
    }

    @Test(arguments: [["agreement"], ["agreement", "check"]])
    func `the help fits a screen and has an example`(command: [String]) throws {
        let help = try CliWorkbench().docket(command + ["--help"])
        #expect(help.status == 0 && help.output.contains("Example:"))
        #expect(help.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
    }

    @Test func `the agreements that come with Docket have nothing to mend`() throws {
        let policies = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Policies")
        let names = try FileManager.default.contentsOfDirectory(atPath: policies.path)
            .filter { $0.hasSuffix(".md") }
        #expect(names.contains("seca-1.0.md"))
        for name in names {
            let result = try CliWorkbench().docket(
                ["agreement", "check", policies.appending(path: name).path])
            #expect(result.status == 0, "\(result.output)")
            #expect(!result.output.contains("error: "))
        }
    }
}
