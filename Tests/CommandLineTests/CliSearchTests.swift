// Searching and reindexing from the command line.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct SearchingFromTheCommandLine {
    /// Two matters, two filers, three names.
    static func bench() throws -> CliWorkbench {
        let bench = try CliWorkbench.withArchive()
        try bench.makeIdentity("FRUTA")
        try bench.write("order.txt", "An order.\n")
        try bench.write("Contract-2.md", "# Another\n")
        for (matter, name, identity) in [
            ("BAN-1", "contract.md", RefusedCommand.sign), ("BAN-1", "order.txt", []),
            ("COF-1", "Contract-2.md", []),
        ] {
            let filed = try bench.docket(["file", "--matter", matter, name] + identity)
            try #require(filed.status == 0, "\(filed.errors)")
        }
        return bench
    }

    @Test func `finds by each criterion, and by all together`() throws {
        let bench = try Self.bench()
        let digest = Digest.sha256("An order.\n".utf8)
        let table: [([String], [Int])] = [
            ([], [0, 1, 2]), (["--matter", "BAN-1"], [0, 1]), (["--matter-begins", "CO"], [2]),
            (["--number", "1"], [0, 2]), (["--matter", "BAN-1", "--number", "2"], [1]),
            (["--filer", "FRUTA.crt"], [0]), (["--filer", "operator"], [1, 2]),
            (["--kind", "document"], [0, 1, 2]), (["--kind", "erasure"], []),
            (["--digest", digest.text], [1]), (["--digest", digest.hex], [1]),
            (["--name", "contract.md"], [0]), (["--name-begins", "Contract"], [2]),
            (["--name-contains", "CONTRACT"], [0, 2]),
            (["--since", "2020-01-01T00:00:00Z"], [0, 1, 2]),
            (["--until", "2020-01-01T00:00:00Z"], []), (["--limit", "2"], [0, 1]),
            (["--name-contains", "o", "--filer", "operator", "--matter-begins", "BAN"], [1]),
        ]
        for (arguments, expected) in table {
            let result = try bench.docket(["search", "--json"] + arguments)
            #expect(result.status == 0, "\(arguments): \(result.errors)")
            let found = try result.output.split(separator: "\n").map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                let members = try #require(object as? [String: Any])
                #expect(members["message_type"] as? String == "exhibit")
                return try #require(members["index"] as? Int)
            }
            #expect(found == expected, "\(arguments)")
        }
    }

    @Test func `finds by the leaf hash and says what else there is`() throws {
        let bench = try Self.bench()
        let listed = try bench.docket(["search", "--name", "order.txt", "--json"]).output
        let object = try JSONSerialization.jsonObject(with: Data(listed.utf8)) as? [String: Any]
        let leaf = try #require(object?["leaf_hash"] as? String)
        let found = try bench.docket(["search", "--digest", leaf])
        #expect(found.output.contains("BAN-1"))
        #expect(found.output.contains("order.txt"))
        let cut = try bench.docket(["search", "--limit", "1"])
        #expect(cut.errors.contains("there is more"))
        let none = try bench.docket(["search", "--matter", "NONE"])
        #expect(none.status == 0)
        #expect(none.output.isEmpty)
        #expect(none.errors.contains("nothing was found"))
    }

    @Test(arguments: [
        ["--matter", "BAN/1"], ["--number", "0"], ["--kind", "poem"], ["--digest", "sha-256:"],
        ["--since", "yesterday"], ["--limit", "0"], ["--name", "a", "--name-begins", "b"],
        ["--matter", "BAN-1", "--matter-begins", "BAN"],
    ]) func `refuses what is no criterion`(arguments: [String]) throws {
        let bench = try CliWorkbench.withArchive()
        let result = try bench.docket(["search"] + arguments)
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test func `refuses a filer that is no certificate`() throws {
        let bench = try CliWorkbench.withArchive()
        let result = try bench.docket(["search", "--filer", "contract.md"])
        #expect(result.status == 1)
        #expect(result.errors.contains("is no certificate"))
    }

    @Test func `reindex says what it did and changes no answer`() throws {
        let bench = try Self.bench()
        let before = try bench.docket(["search", "--json"]).output
        let result = try bench.docket(["reindex"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("indexed 3 entries in 2 matters"))
        #expect(try bench.docket(["search", "--json"]).output == before)
        #expect(
            try bench.docket(["file", "--matter", "BAN-1", "order.txt"]).output.contains(
                "filed before"))
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
        let json = try bench.docket(["reindex", "--json"])
        #expect(json.output.contains("\"entries\":3"))
    }

    @Test(arguments: ["search", "reindex"]) func `has help that fits a screen`(
        command: String
    ) throws {
        let help = try CliWorkbench().docket([command, "--help"])
        #expect(help.output.contains("Example:"))
        #expect(help.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
    }
}
