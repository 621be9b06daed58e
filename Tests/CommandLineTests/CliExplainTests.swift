// `docket explain` by the real programs.

import EvidenceTesting
import Foundation
import Testing

@Suite struct ExplainingFromTheCommandLine {
    @Test func `reads the same from the bundle, from the archive and by the arbiter's program`()
        throws
    {
        let bench = try CliMatter.shared()
        let time = ["--at", JudgingFromTheCommandLine.time]
        let bundle = try bench.docket(["explain", "b.asice", "C1"] + CliMatter.pins + time)
        #expect(bundle.status == 0, "\(bundle.errors)")
        #expect(bundle.output.hasPrefix("C1  FRUTA claims: "))
        #expect(bundle.output.contains("✔ PROVEN"))
        #expect(bundle.output.contains("R-21 (Contracts)"))
        #expect(bundle.output.contains("“contract.md”"))
        #expect(!bundle.output.contains("\u{1B}"))
        #expect(bundle.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        let matter = try bench.docket(
            ["explain", "C1", "--matter", "BAN-1", "--claims", "claims.txt"] + CliMatter.pins
                + time)
        #expect(matter.output == bundle.output, "\(matter.errors)")
        let verified = try bench.verify(["b.asice", "--explain", "C1"] + CliMatter.pins + time)
        #expect(verified.output == bundle.output, "\(verified.errors)")
        #expect(verified.status == 0)
    }

    @Test func `gives the derivation as JSON`() throws {
        let bench = try CliMatter.shared()
        let result = try bench.docket(["explain", "b.asice", "C2", "--json"] + CliMatter.pins)
        let json = try #require(try JudgingFromTheCommandLine.object(result))
        #expect(json["message_type"] as? String == "explanation")
        let finding = try #require(json["finding"] as? [String: Any])
        #expect(finding["claim"] as? String == "C2")
        #expect(finding["value"] as? String == "refuted")
        #expect(finding["derivation"] is [String: Any])
    }

    @Test func `names the claims that there are`() throws {
        let bench = try CliMatter.shared()
        for result in [
            try bench.docket(["explain", "b.asice", "c1"] + CliMatter.pins),
            try bench.verify(["b.asice", "--explain", "c1"] + CliMatter.pins),
        ] {
            #expect(result.status == 64)
            #expect(result.errors.contains("there is no claim c1"))
            #expect(result.errors.contains("C1, C2, C3"))
        }
    }

    @Test func `warns in its first line of a bundle without pins`() throws {
        let bench = try CliMatter.shared()
        let result = try bench.docket(["explain", "b.asice", "C1"])
        #expect(result.status == 3)
        #expect(result.output.hasPrefix("CONDITIONAL: "))
    }
}
