// `docket judge` by the real programs: it says of the evidence what `docket verify` says, of the claims what the judge says, and judges an
// archive's matter as it judges its bundle.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct JudgingFromTheCommandLine {
    @Test(arguments: VerifiedBundle.cases)
    func `has the status that verifying has`(_ row: VerifiedBundle) throws {
        let bench = try CliMatter.copy()
        let agreement = String(decoding: try bench.folder.read("m/agreement.md"), as: UTF8.self)
        try bench.write("other.md", agreement + "\n")
        let annex = String(decoding: try bench.folder.read("m/annex.txt"), as: UTF8.self)
        try bench.write("other.txt", annex.replacing("\nversion 1\n", with: "\nversion 2\n"))
        let result = try bench.docket(["judge", "b.asice"] + row.arguments)
        #expect(result.status == row.status, "\(result.output)\(result.errors)")
        #expect(result.output.contains(row.words), "\(result.output)")
    }

    @Test func `finds what verifying finds, in words and in JSON`() throws {
        let bench = try CliMatter.shared()
        let verified = try bench.docket(["verify", "b.asice", "--at", Self.time] + CliMatter.pins)
        let judged = try bench.docket(["judge", "b.asice", "--at", Self.time] + CliMatter.pins)
        #expect(judged.output.hasPrefix(verified.output.prefix(400)))
        #expect(judged.errors.hasPrefix("docket: judged in "))
        let report = try #require(
            try Self.object(
                bench.docket(
                    ["verify", "b.asice", "--json", "--at", Self.time] + CliMatter.pins)))
        let json = try bench.docket(
            ["judge", "b.asice", "--json", "--at", Self.time] + CliMatter.pins)
        #expect(json.status == 0)
        let judgement = try #require(try Self.object(json))
        #expect(judgement["message_type"] as? String == "judgement")
        #expect(judgement["hypothesis"] == nil)
        let findings = try #require(report["findings"] as? [String: Any])
        #expect(NSDictionary(dictionary: findings).isEqual(judgement["findings"]))
        let evidence = try #require(judgement["evidence"] as? [String: Any])
        #expect(evidence["status"] as? String == "authentic")
        #expect(evidence["exit_status"] as? Int == 0)
        #expect(evidence["claims_are_own"] as? Bool == true)
        #expect(evidence["claims"] as? String == findings["claims"] as? String)
    }

    @Test func `judges the archive's matter as its bundle`() throws {
        let bench = try CliMatter.shared()
        let bundle = try Self.object(
            bench.docket(["judge", "b.asice", "--json", "--at", Self.time] + CliMatter.pins))
        let before = try bench.archiveState()
        let result = try bench.docket(Self.matter + ["--json", "--at", Self.time])
        #expect(result.status == 0, "\(result.errors)")
        let matter = try #require(try Self.object(result))
        let findings = try #require(matter["findings"] as? [String: Any])
        #expect(NSDictionary(dictionary: findings).isEqual(bundle?["findings"]))
        let evidence = try #require(matter["evidence"] as? [String: Any])
        #expect(evidence["bundle"] is NSNull)
        #expect(try bench.archiveState() == before)
        #expect(try bench.names().allSatisfy { !$0.contains("docket-judge") })
    }

    @Test func `judges other claims and says that it compared nothing`() throws {
        let bench = try CliMatter.copy()
        try bench.write(
            "mine.txt",
            "claims BAN-1 under seca-1.0 {\n  C1: MARKT claims member(MARKT, 2026-10-01T00:00:00Z);\n}\n"
        )
        let result = try bench.docket(
            ["judge", "b.asice", "--claims", "mine.txt"] + CliMatter.pins)
        #expect(result.status == 0, "\(result.errors)\(result.output)")
        #expect(result.output.contains("✔ C1  PROVEN  MARKT "), "\(result.output)")
        #expect(result.output.contains("FINDING.NOT_COMPARED"))
        let json = try Self.object(
            bench.docket(
                ["judge", "b.asice", "--claims", "mine.txt", "--json"] + CliMatter.pins))
        let evidence = try #require(json?["evidence"] as? [String: Any])
        #expect(evidence["claims_are_own"] as? Bool == false)
    }

    @Test(arguments: [
        ("claims BAN-1 under seca-1.0 {\n  C1: MARKT claims nonsense(MARKT);\n}\n", Int32(2)),
        (
            "claims BAN-2 under seca-1.0 {\n  C1: MARKT claims member(MARKT, 2026-10-01T00:00:00Z);\n}\n",
            2
        ),
        (
            "claims BAN-1 under seca-0.9 {\n  C1: MARKT claims member(MARKT, 2026-10-01T00:00:00Z);\n}\n",
            2
        ),
        ("C1: MARKT claims member(MARKT, 2026-10-01T00:00:00Z);\n", 1), ("", 1),
    ])
    func `finds nothing on claims that cannot be judged`(text: String, status: Int32) throws {
        let bench = try CliMatter.copy()
        try bench.write("mine.txt", text)
        let result = try bench.docket(
            ["judge", "b.asice", "--claims", "mine.txt"] + CliMatter.pins)
        #expect(result.status == status, "\(result.output)\(result.errors)")
        #expect(!result.output.contains("PROVEN"))
    }

    @Test(arguments: [
        ["judge"], ["judge", "b.asice", "--matter", "BAN-1"],
        ["judge", "--matter", "BAN-1"] + CliMatter.pins,
        ["judge", "--matter", "BAN-1", "--claims", "claims.txt"],
        ["judge", "b.asice", "--without", "nothing.md"] + CliMatter.pins,
        ["explain", "b.asice"] + CliMatter.pins, ["explain", "b.asice", "C9"] + CliMatter.pins,
        ["explain", "b.asice", "C1", "--depth", "-1"] + CliMatter.pins,
        ["explain", "b.asice", "C1", "--matter", "BAN-1"] + CliMatter.pins,
        ["award", "b.asice", "-o", "x.md"] + CliMatter.identity,
        ["award", "b.asice", "-o", "x.md"] + CliMatter.pins,
    ])
    func `refuses what cannot be meant`(_ arguments: [String]) throws {
        let bench = try CliMatter.shared()
        let result = try bench.docket(arguments)
        #expect(result.status == 64, "\(result.output)\(result.errors)")
        #expect(result.output == "")
        #expect(result.errors.contains("docket: hint: "), "\(result.errors)")
    }

    @Test func `refuses a matter that is not there, and a bundle that is none`() throws {
        let bench = try CliMatter.copy()
        let missing = try bench.docket(
            ["judge", "--matter", "NO-1", "--claims", "claims.txt"] + CliMatter.pins)
        #expect(missing.status == 1)
        #expect(missing.errors.contains("no exhibit of NO-1"))
        #expect(try bench.docket(["judge", "claims.txt"] + CliMatter.pins).status == 2)
        #expect(try bench.docket(["judge", "nothing"] + CliMatter.pins).status == 1)
    }

    @Test(arguments: ["judge", "explain", "award"])
    func `explains itself on a screen`(command: String) throws {
        let help = try CliMatter.shared().docket([command, "--help"]).output
        #expect(help.split(separator: "\n", omittingEmptySubsequences: false).count <= 61)
        #expect(help.contains("Example:") && help.contains("Exit status"))
    }

    static let time = "2026-11-01T12:00:00Z"
    static let matter =
        ["judge", "--matter", "BAN-1", "--claims", "claims.txt"] + CliMatter.pins

    static func object(_ result: CliResult) throws -> [String: Any]? {
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    }
}
