// `docket claims check` and `docket claims format` as a party meets them. (Issue 5.)

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct ChecksAndFormatsOfClaims {
    static let digest = Digest.sha256("DB1".utf8)
    static let text = """
        claims BAN-1 under sale-1 {
          document DB1 = \(digest);
          C1: FRUTA claims signed(MARKT, DB1) against MARKT;
          C2: FRUTA claims owes(MARKT, EUR 100.00) and not signed(FRUTA, DB1) demands EUR 100.00;
        }

        """

    private func bench(_ text: String) throws -> CliWorkbench {
        let bench = try CliWorkbench()
        try bench.write("a.md", SmallAgreement.text)
        try bench.write("c.txt", text)
        return bench
    }

    private func check(_ text: String, _ options: [String] = []) throws -> CliResult {
        try bench(text).docket(["claims", "check", "c.txt", "--agreement", "a.md"] + options)
    }

    @Test func `sound claims are said in words`() throws {
        let result = try check(Self.text)
        #expect(result.status == 0 && result.errors == "")
        #expect(
            result.output == """
                C1: FRUTA claims that MARKT signed DB1, against MARKT
                C2: FRUTA claims that MARKT owes EUR 100.00 and it is not so that FRUTA signed DB1, and demands EUR 100.00

                """)
    }

    @Test(arguments: [
        (
            "signed(MARKT, DB1)", "singed(MARKT, DB1)",
            "c.txt:3:20: error: nothing declares the predicate singed\n"
                + "  hint: did you mean signed(party P, document D)?\n"
        ),
        (
            "signed(MARKT, DB1)", "signed(DB1, DB1)",
            "c.txt:3:27: error: P is DB1, not party\n"
                + "  hint: it is declared as signed(party P, document D)\n"
        ),
        (
            "signed(MARKT, DB1)", "signed(MARKT, DB2)",
            "c.txt:3:34: error: D is DB2, not document\n"
                + "  hint: name the document first: document DB2 = sha-256:…;\n"
        ),
        (
            "EUR 100.00)", "EUR 100)",
            "c.txt:4:32: error: expected a literal in its one spelling, found EUR 100\n"
        ),
        ("under sale-1", "under sale-2", "c.txt:1:20: error: expected sale-1, found sale-2\n"),
        (
            "C1: FRUTA", "C1:  FRUTA",
            "c.txt:3:7: error: it is not the one spelling of what it says\n"
                + "  hint: docket claims format writes it as it must be\n"
        ),
        (
            "signed(MARKT, DB1) against", "signed(MARKT, DB1)) against",
            "c.txt:3:38: error: expected and, or, against, demands, or ; after the claim, found )\n"
        ),
        (
            "  C1", "  document DB2 = \(digest);\n  C1",
            "c.txt:3:12: warning: no claim speaks of the document DB2\n"
        ),
        (
            "FRUTA", "FR\u{200B}UTA",
            "c.txt:3:9: error: a hidden character, U+200B, that a reader does not see\n"
        ),
    ])
    func `what is wrong is told with file, line, column and a hint`(
        old: String, new: String, told: String
    ) throws {
        let range = try #require(Self.text.range(of: old))
        let result = try check(Self.text.replacingCharacters(in: range, with: new))
        #expect(result.output.contains(told), "\(result.output)")
        #expect(result.status == (told.contains("error") ? 2 : 0) && result.errors == "")
    }

    @Test func `errors and claims are lines of JSON`() throws {
        func lines(_ text: String) throws -> [[String: Any]] {
            try check(text, ["--json"]).output.split(separator: "\n").map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                return try #require(object as? [String: Any])
            }
        }
        let sound = try lines(Self.text)
        #expect(sound.map { $0["message_type"] as? String } == ["claim", "claim"])
        #expect(sound.map { $0["claim"] as? String } == ["C1", "C2"])
        #expect(
            sound[0]["sentence"] as? String == "FRUTA claims that MARKT signed DB1, against MARKT")
        let wrong = try lines(
            Self.text.replacing("signed(", with: "singed(").replacing("owes(", with: "ows("))
        #expect(
            wrong.map { $0["message_type"] as? String }
                == Array(repeating: "claims_error", count: 3))
        #expect(wrong.map { $0["line"] as? Int } == [3, 4, 4])
    }

    @Test func `an agreement with errors judges nothing`() throws {
        let bench = try bench(Self.text)
        try bench.write("b.md", SmallAgreement.with("seen(P, D).", "x(P)."))
        let result = try bench.docket(["claims", "check", "c.txt", "--agreement", "b.md"])
        #expect(result.status == 2 && result.output == "")
        #expect(result.errors.contains("docket agreement check b.md says what is wrong"))
    }

    // MARK: the formatter

    static let draft = """
        claims BAN-1
        under sale-1 { C1 : FRUTA claims ((signed( MARKT,DB1 ))) against MARKT ;
        C2:FRUTA claims\towes(MARKT,EUR 100.00) and (not (signed(FRUTA, DB1)))\r
            demands EUR 100.00;
        document DB1 =
          \(digest);}
        """

    @Test func `a draft is written as the one text, which stays`() throws {
        let bench = try bench(Self.draft)
        let written = try bench.docket(["claims", "format", "c.txt"])
        #expect(written.status == 0 && written.output == Self.text && written.errors == "")
        let result = try bench.docket(["claims", "format", "c.txt", "-o", "d.txt"])
        #expect(result.status == 0 && result.output == "")
        #expect(result.errors == "docket: d.txt: 2 claims\n")
        #expect(String(decoding: try bench.folder.read("d.txt"), as: UTF8.self) == Self.text)
        #expect(try bench.docket(["claims", "format", "d.txt"]).output == Self.text)
        let checked = try bench.docket(["claims", "check", "d.txt", "--agreement", "a.md"])
        #expect(checked.status == 0)
    }

    @Test func `nothing is overwritten, and nothing written of what cannot be read`() throws {
        let bench = try bench(Self.draft)
        let again = try bench.docket(["claims", "format", "c.txt", "-o", "c.txt"])
        #expect(again.status == 1 && again.errors.contains("c.txt exists already"))
        try bench.write("broken.txt", Self.draft.replacing("demands", with: "demand"))
        let broken = try bench.docket(["claims", "format", "broken.txt", "-o", "e.txt"])
        #expect(broken.status == 2 && !bench.exists("e.txt"))
        #expect(broken.errors.hasPrefix("docket: error: broken.txt:4:5: expected and, or, against"))
    }

    @Test(arguments: [["claims"], ["claims", "check"], ["claims", "format"]])
    func `the help fits a screen and has an example`(command: [String]) throws {
        let help = try CliWorkbench().docket(command + ["--help"])
        #expect(help.status == 0 && help.output.contains("Example:"))
        #expect(help.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
    }
}
