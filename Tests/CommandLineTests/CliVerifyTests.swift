// Several files in one call, receipts, refusals as JSON, and two bundles held against each other, by the real programs.

import EvidenceTesting
import Foundation
import Testing

private func object(_ line: some StringProtocol) throws -> [String: Any] {
    try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
}

private let pins = CliMatter.pins + ["--at", "2026-05-04T12:00:00Z"]

@Suite struct VerifyCommandLine {
    private let bench: CliWorkbench
    init() throws { bench = try CliMatter.shared() }

    @Test func `one bad file among several stops nothing, and the worst counts`() throws {
        let files = ["b.asice", "claims.txt", "no-such-file", "b.asice"]
        let result = try bench.verify(files + pins + ["--json"])
        #expect(result.status == 2, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        try #require(lines.count == 4)
        #expect(lines[0] == lines[3])
        #expect(try object(lines[0])["message_type"] as? String == "verification_report")
        let refusal = try object(lines[1])
        #expect(refusal["message_type"] as? String == "verification_refusal")
        #expect(refusal["code"] as? String == "CONTAINER.NOT_ZIP")
        #expect(refusal["file"] as? String == "claims.txt")
        #expect(refusal["exit_status"] as? Int == 2)
        #expect((refusal["remedy"] as? String)?.isEmpty == false)
        #expect(try object(lines[2])["exit_status"] as? Int == 1)
        #expect(result.errors.contains("no-such-file: cannot read"))
    }

    @Test func `a batch says of each file what a call of its own says`() throws {
        let alone = try bench.verify(["b.asice"] + pins)
        let both = try bench.verify(["b.asice", "b.asice"] + pins)
        let part = "== b.asice\n" + alone.output + "\n"
        #expect(both.output == part + part && both.status == alone.status)
    }

    @Test(arguments: [
        (["b.asice", "b.asice", "--report", "r.html"], 64),
        (["b.asice", "b.asice", "--explain", "C1"], 64),
        (["b.asice", "--content", "claims.txt"], 64),
        (["b.asice", "--key", "rubbish"], 64),
        (["b.asice", "--language", "la"], 64),
        (["no-such-file", "b.asice"], 1),
        ([], 64),
    ])
    func `what cannot be done is refused`(arguments: [String], status: Int) throws {
        let result = try bench.verify(arguments + pins)
        #expect(Int(result.status) == status, "\(result.errors)")
        #expect(result.errors.contains("docket: error: ") && !bench.exists("r.html"))
    }

    @Test func `a refusal alone is one JSON line, too`() throws {
        let result = try bench.verify(["claims.txt", "--json"] + pins)
        #expect(result.status == 2)
        #expect(try object(result.output)["code"] as? String == "CONTAINER.NOT_ZIP")
    }

    @Test func `what stays open says what would settle it`() throws {
        let result = try bench.verify(["b.asice", "--at", "2026-05-04T12:00:00Z", "--json"])
        #expect(result.status == 3)
        let checks = try #require(try object(result.output)["checks"] as? [[String: Any]])
        let open = checks.filter { $0["outcome"] as? String != "passed" }
        #expect(!open.isEmpty && open.allSatisfy { $0["remedy"] is String })
        #expect(
            checks.allSatisfy { $0["outcome"] as? String != "passed" || $0["remedy"] is NSNull })
        let text = try bench.verify(["b.asice", "--at", "2026-05-04T12:00:00Z"]).output
        let settling = try #require(text.range(of: "\nWhat would settle it:\n"))
        #expect(text[settling.upperBound...].contains("  AGREEMENT.NOT_PINNED: Compare "))
    }
}

@Suite struct ReceiptCommandLine {
    private static func bench() throws -> CliWorkbench {
        let bench = try CliWorkbench.withArchive()
        let filed = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        try #require(filed.status == 0, "\(filed.errors)")
        try bench.write("other.md", "# Contract\n\nTwenty tonnes of bananas.\n")
        return bench
    }

    @Test func `a receipt and its file are verified with the archive's key`() throws {
        let bench = try Self.bench()
        func verify(_ arguments: [String]) throws -> CliResult {
            try bench.verify(["contract.md.receipt"] + arguments)
        }
        let found = try verify(["--content", "contract.md", "--key", "key.txt"])
        #expect(found.status == 0, "\(found.errors)")
        #expect(
            found.output.hasPrefix(
                "AUTHENTIC: The archive archive.example/trade received this very file"))
        let json = try object(
            try verify(["--content", "contract.md", "--key", "key.txt", "--json"]).output)
        #expect(json["message_type"] as? String == "receipt_report")
        #expect(json["content_was_compared"] as? Bool == true)
        #expect(try verify(["--content", "other.md", "--key", "key.txt"]).status == 2)
        #expect(try verify(["--content", "contract.md"]).status == 3)
        #expect(try verify(["--key", "key.txt", "--report", "r.html"]).status == 64)
        #expect(try verify(["--key", "key.txt", "--content", "no-such-file"]).status == 1)
        let digest = "sha-256:7iaw3Ur350mqGo7jwQrpkj9hiYB3Lkc/iBml1JQODbw="
        #expect(try verify(["--annex", digest]).status == 64)
    }
}

@Suite struct DiffCommandLine {
    @Test func `a bundle does not contradict itself, and a missing one is told`() throws {
        let bench = try CliMatter.shared()
        let found = try bench.docket(["diff", "b.asice", "b.asice"] + pins)
        #expect(found.status == 0, "\(found.output)\(found.errors)")
        #expect(found.output.contains("Both show the archive's log in one state."))
        let json = try object(
            try bench.docket(["diff", "b.asice", "b.asice", "--json"] + pins).output)
        #expect(json["message_type"] as? String == "bundle_comparison")
        #expect(json["logs"] as? String == "same" && json["exit_status"] as? Int == 0)
        #expect(try bench.docket(["diff", "b.asice", "b.asice"]).status == 3)
        let refused = try bench.docket(["diff", "b.asice", "claims.txt"] + pins)
        #expect(
            refused.status == 2 && refused.errors.contains("claims.txt: this is no sound bundle"))
        #expect(try bench.docket(["diff", "b.asice"] + pins).status == 64)
    }
}
