// `docket award` by the real programs, in a matter whose annex lists an arbiter: what he signs, what he cannot sign, and what the next
// instance makes of it.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

/// The bananas matter with an arbiter, ARBIT: the built folder `m`, its archive `archive` and its bundle `b.asice`.
enum AwardMatter {
    static let arbiter = ["--key", "m/keys/ARBIT.pem", "--cert", "m/certificates/ARBIT.pem"]

    private static let made = Result { try make() }

    /// A copy to be changed.
    static func copy() throws -> CliWorkbench {
        let source = try made.get()
        let bench = try CliWorkbench()
        for name in ["archive", "state", "m", "claims.txt", "b.asice"] {
            try FileManager.default.copyItem(atPath: source.path(name), toPath: bench.path(name))
        }
        return bench
    }

    private static func make() throws -> CliWorkbench {
        let bench = try CliWorkbench()
        let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
        let story = try String(
            contentsOf: root.appending(path: "Evidence/bananas.json"), encoding: .utf8)
        let arbiter =
            "{\"name\": \"ARBIT\", \"authority\": \"CA1\", \"from\": \"2025-01-01T00:00:00Z\", "
            + "\"to\": \"2036-01-01T00:00:00Z\", \"roles\": [\"arbiter\"]},\n"
        let changed = story.replacing("\"parties\": [", with: "\"parties\": [\n" + arbiter)
            .replacing("../Policies/", with: "")
        try #require(changed.contains("ARBIT"))
        try bench.write("story.json", changed)
        try FileManager.default.copyItem(
            at: root.appending(path: "Policies/seca-1.0.md"),
            to: URL(filePath: bench.path("seca-1.0.md")))
        try succeed(
            bench, CommandResult.product("docket-scenario"),
            [
                "build", "story.json", "-o", "m",
            ])
        for name in ["archive", "claims.txt"] {
            try FileManager.default.copyItem(
                atPath: bench.path("m/" + name), toPath: bench.path(name))
        }
        try succeed(
            bench, CommandResult.product("docket"), CliMatter.bundle + ["-o", "b.asice"])
        return bench
    }

    static func succeed(
        _ bench: CliWorkbench, _ program: String, _ arguments: [String]
    ) throws {
        let result = try bench.run(program, arguments)
        try #require(result.status == 0, "\(arguments): \(result.errors)")
    }
}

@Suite struct AwardsFromTheCommandLine {
    private static let award = ["award", "b.asice", "-o", "award.md"] + CliMatter.pins

    @Test func `are a document with a signature that openssl accepts`() throws {
        let bench = try AwardMatter.copy()
        let result = try bench.docket(Self.award + AwardMatter.arbiter)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "award.md\n")
        let text = String(decoding: try bench.folder.read("award.md"), as: UTF8.self)
        #expect(text.contains("# Award in the matter BAN-1"))
        #expect(text.contains("Disposition: **granted**."))
        #expect(text.contains("\nkind(award).\n"))
        let openssl = try bench.run(
            "openssl",
            [
                "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "award.md.p7s",
                "-content", "award.md", "-CAfile", "m/certificates/CA1-root.pem", "-purpose",
                "any", "-out", "/dev/null",
            ])
        #expect(openssl.status == 0, "\(openssl.errors)")
    }

    @Test func `are the same text for the same input`() throws {
        let bench = try AwardMatter.copy()
        let time = ["--at", JudgingFromTheCommandLine.time]
        _ = try bench.docket(Self.award + AwardMatter.arbiter + time)
        let again = ["award", "b.asice", "-o", "again.md"] + CliMatter.pins
        #expect(try bench.docket(again + AwardMatter.arbiter + time).status == 0)
        #expect(try bench.folder.read("award.md") == bench.folder.read("again.md"))
    }

    @Test(arguments: ["FRUTA", "MARKT", "stranger"])
    func `are signed by nobody whom the annex does not list`(name: String) throws {
        let bench = try AwardMatter.copy()
        var signer = ["--key", "m/keys/\(name).pem", "--cert", "m/certificates/\(name).pem"]
        if name == "stranger" {
            // Another authority's certificate, in the arbiter's name.
            try bench.makeIdentity("ARBIT")
            signer = ["--key", "ARBIT.pem", "--cert", "ARBIT.crt"]
        }
        let result = try bench.docket(Self.award + signer)
        #expect(result.status == 1, "\(result.output)")
        #expect(
            result.errors.contains(
                name == "stranger" ? "leads to no anchor" : "does not list \(name) as arbiter"),
            "\(result.errors)")
        #expect(!bench.exists("award.md") && !bench.exists("award.md.p7s"))
    }

    @Test func `are not made on evidence that does not hold, but despite it, saying so`() throws {
        let bench = try AwardMatter.copy()
        let unsigned = ["bundle", "--matter", "BAN-1", "--claims", "claims.txt", "-o", "u.asice"]
        try AwardMatter.succeed(bench, CommandResult.product("docket"), unsigned + CliMatter.pins)
        let arguments =
            ["award", "u.asice", "-o", "award.md"] + CliMatter.pins + AwardMatter.arbiter
        let refused = try bench.docket(arguments)
        #expect(refused.status == 3)
        #expect(refused.errors.contains("nothing is decided"))
        #expect(!bench.exists("award.md") && !bench.exists("award.md.p7s"))
        let despite = try bench.docket(arguments + ["--despite"])
        #expect(despite.status == 0, "\(despite.errors)")
        let text = String(decoding: try bench.folder.read("award.md"), as: UTF8.self)
        #expect(text.contains("THE EVIDENCE IS NOT AUTHENTIC"))
        #expect(text.contains("\naward_despite(ARBIT, ") && !text.contains("\naward("))
    }

    @Test(arguments: [false, true])
    func `are not made under texts that the arbiter did not pin`(despite: Bool) throws {
        let bench = try AwardMatter.copy()
        let agreement = String(decoding: try bench.folder.read("m/agreement.md"), as: UTF8.self)
        try bench.write("other.md", agreement + "\n")
        let result = try bench.docket(
            [
                "award", "b.asice", "-o", "award.md", "--agreement", "other.md", "--annex",
                "m/annex.txt",
            ] + AwardMatter.arbiter + (despite ? ["--despite"] : []))
        #expect(result.status == 2, "\(result.errors)")
        #expect(!bench.exists("award.md") && !bench.exists("award.md.p7s"))
    }

    @Test(arguments: ["award.md", "award.md.p7s"])
    func `replace nothing that is there`(name: String) throws {
        let bench = try AwardMatter.copy()
        try bench.write(name, "mine\n")
        let result = try bench.docket(Self.award + AwardMatter.arbiter)
        #expect(result.status == 1)
        #expect(result.errors.contains("\(name) exists already"))
        #expect(try bench.folder.read(name) == Array("mine\n".utf8))
        let other = name == "award.md" ? "award.md.p7s" : "award.md"
        #expect(!bench.exists(other))
    }

    /// Who signs the award that is filed, and whether a word of it is changed before filing. Without a time-stamp even the arbiter's is
    /// not proven to be of his certificate's time.
    @Test(arguments: [("ARBIT", false, true), ("FRUTA", false, false), ("ARBIT", true, false)])
    func `are what the next instance looks at if an arbiter signed them`(
        signer: String, isForged: Bool, isLookedAt: Bool
    ) throws {
        let bench = try AwardMatter.copy()
        let docket = try CommandResult.product("docket")
        try AwardMatter.succeed(bench, docket, Self.award + AwardMatter.arbiter)
        let identity = ["--key", "m/keys/\(signer).pem", "--cert", "m/certificates/\(signer).pem"]
        if signer != "ARBIT" {
            try FileManager.default.removeItem(atPath: bench.path("award.md.p7s"))
            try AwardMatter.succeed(
                bench, docket, ["sign", "award.md", "--yes", "-o", "award.md.p7s"] + identity)
        }
        if isForged {
            let text = String(decoding: try bench.folder.read("award.md"), as: UTF8.self)
            try bench.write("award.md", text.replacing("ARBIT, whom", with: "ARBIT, who"))
        }
        let file = ["file", "--matter", "BAN-1"] + identity
        try AwardMatter.succeed(bench, docket, file + ["award.md"])
        try AwardMatter.succeed(
            bench, docket, file + ["--regarding", "signs:award.md", "award.md.p7s"])
        let claims = Digest.sha256(try bench.folder.read("claims.txt")).text
        try bench.write(
            "next.txt",
            "claims BAN-1 under seca-1.0 {\n  document CLAIMS = \(claims);\n"
                + "  C1: FRUTA claims decided(CLAIMS, \"C1\", proven, granted);\n"
                + "  C2: MARKT claims decided(CLAIMS, \"C1\", refuted, dismissed);\n}\n")
        let result = try bench.docket(
            ["judge", "--matter", "BAN-1", "--claims", "next.txt"] + CliMatter.pins)
        #expect(!result.output.contains("✔ C1  PROVEN"), "\(result.output)\(result.errors)")
        if isLookedAt {
            #expect(result.output.contains("burden of proof is on ARBIT"), "\(result.output)")
        }
        #expect(result.output.contains("✘ C2  REFUTED"), "\(result.output)")
    }
}
