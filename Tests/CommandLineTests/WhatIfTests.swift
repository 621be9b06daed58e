// What if: hypotheses on the command line. None is ever authentic, none is ever quiet about being one, and a file that nobody filed proves
// no more than its own signatures do.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct Hypotheses {
    @Test func `take an exhibit away by name, number or digest`() throws {
        let bench = try CliMatter.shared()
        let digest = Digest.sha256(try bench.folder.read("m/exhibits/contract.md.MARKT.p7s")).text
        let named = try judge(bench, ["--without", "contract.md.MARKT.p7s"])
        #expect(named.status == 3, "\(named.errors)")
        #expect(named.output.contains("HYPOTHETICAL: nothing below is a finding"))
        #expect(named.output.contains("  C1 proven → undetermined: "), "\(named.output)")
        #expect(named.output.contains("? C1  HYPOTHETICALLY UNDETERMINED"))
        #expect(!named.output.contains("✔ C1  PROVEN"))
        let number = try #require(named.output.firstMatch(of: #/  without no. ([0-9]+) /#)?.1)
        #expect(try judge(bench, ["--without", String(number)]).output == named.output)
        #expect(try judge(bench, ["--without", digest]).output == named.output)
    }

    @Test func `say in JSON what they change, and what was found`() throws {
        let bench = try CliMatter.shared()
        let result = try judge(bench, ["--json", "--without", "contract.md.MARKT.p7s"])
        #expect(result.status == 3)
        let json = try #require(try JudgingFromTheCommandLine.object(result))
        let hypothesis = try #require(json["hypothesis"] as? [String: Any])
        let changes = try #require(hypothesis["changes"] as? [[String: Any]])
        let first = try #require(changes.first { $0["claim"] as? String == "C1" })
        #expect((first["before"] as? [String: Any])?["value"] as? String == "proven")
        #expect((first["after"] as? [String: Any])?["value"] as? String == "undetermined")
        let actual = try #require(hypothesis["actual"] as? [String: Any])
        let plain = try #require(try JudgingFromTheCommandLine.object(judge(bench, ["--json"])))
        #expect(NSDictionary(dictionary: actual).isEqual(plain["findings"]))
        #expect(!NSDictionary(dictionary: actual).isEqual(json["findings"]))
    }

    @Test func `that take nothing of weight away change nothing`() throws {
        let bench = try CliMatter.shared()
        let result = try judge(bench, ["--without", "offer.md.FRUTA.p7s"])
        #expect(result.status == 3)
        #expect(result.output.contains("It changes the answer to no claim."), "\(result.output)")
    }

    @Test func `validate the signatures of a file that is added, and date them by nothing`() throws
    {
        let bench = try CliMatter.copy()
        let signature = "m/exhibits/contract.md.MARKT.p7s"
        let contract = Digest.sha256(try bench.folder.read("m/exhibits/contract.md")).text
        try bench.write(
            "mine.txt",
            "claims BAN-1 under seca-1.0 {\n  document DB1 = \(contract);\n"
                + "  C1: FRUTA claims signed(MARKT, DB1);\n"
                + "  C2: FRUTA claims contract(FRUTA, MARKT, DB1);\n}\n")
        let without = ["--claims", "mine.txt", "--without", "contract.md.MARKT.p7s"]
        let back = try judge(bench, without + ["--with", signature])
        #expect(back.status == 3)
        // The findings rest on it, but nothing tells when it was made: what the log proved of it went with it.
        #expect(count("supposed “contract.md.MARKT.p7s”", in: back) > 1, "\(back.output)")
        #expect(back.output.contains("  C2 proven → undetermined"), "\(back.output)")
        // One byte of the signature's value, which stands at the end.
        var bytes = try bench.folder.read(signature)
        bytes[bytes.count - 1] ^= 1
        try bench.folder.write("forged.p7s", bytes)
        let forged = try judge(bench, without + ["--with", "forged.p7s"])
        #expect(forged.output.contains("  C1 proven → undetermined"), "\(forged.output)")
        #expect(count("supposed “forged.p7s”", in: forged) == 1, "\(forged.output)")
    }

    private func count(_ words: String, in result: CliResult) -> Int {
        result.output.split { $0.isWhitespace }.joined(separator: " ").ranges(of: words).count
    }

    @Test func `believe no file that only says so`() throws {
        let bench = try CliMatter.copy()
        let agreement = Digest.sha256(try bench.folder.read("m/agreement.md")).text
        try bench.write(
            "accession-NEMO.md",
            """
            # Accession of NEMO

            ```terms
            agreement(\(agreement)).
            kind(accession).
            accedes(NEMO, \(agreement), 2025-11-01T00:00:00Z).
            ```

            """)
        try bench.write(
            "mine.txt",
            "claims BAN-1 under seca-1.0 {\n  C1: FRUTA claims member(NEMO, 2026-10-01T00:00:00Z);\n}\n"
        )
        let result = try judge(
            bench, ["--claims", "mine.txt", "--with", "accession-NEMO.md"])
        #expect(result.status == 3)
        #expect(result.output.contains("It changes the answer to no claim."), "\(result.output)")
        #expect(!result.output.contains("HYPOTHETICALLY PROVEN"))
    }

    @Test func `are explained as hypotheses`() throws {
        let bench = try CliMatter.shared()
        let result = try bench.docket(
            ["explain", "b.asice", "C1", "--without", "contract.md.MARKT.p7s"] + CliMatter.pins)
        #expect(result.status == 3)
        #expect(result.output.hasPrefix("HYPOTHETICAL: "))
        #expect(result.output.contains("? UNDETERMINED"))
    }

    @Test func `on evidence that failed are failed`() throws {
        let bench = try CliMatter.copy()
        let agreement = String(decoding: try bench.folder.read("m/agreement.md"), as: UTF8.self)
        try bench.write("other.md", agreement + "\n")
        let result = try bench.docket([
            "judge", "b.asice", "--with", "claims.txt", "--agreement", "other.md", "--annex",
            "m/annex.txt",
        ])
        #expect(result.status == 2, "\(result.output)\(result.errors)")
    }

    @Test func `are asked of an archive's matter, too`() throws {
        let bench = try CliMatter.shared()
        let result = try bench.docket(
            JudgingFromTheCommandLine.matter + ["--without", "contract.md.MARKT.p7s"])
        #expect(result.status == 3, "\(result.errors)")
        #expect(result.output.contains("  C1 proven → undetermined: "))
    }

    private func judge(_ bench: CliWorkbench, _ arguments: [String]) throws -> CliResult {
        try bench.docket(
            ["judge", "b.asice", "--at", "2026-11-01T12:00:00Z"] + arguments
                + CliMatter.pins)
    }
}
