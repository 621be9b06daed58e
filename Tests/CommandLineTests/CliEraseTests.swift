// Erasing, holding and releasing from the command line.

import EvidenceTesting
import Foundation
import Testing

@Suite struct ErasingFromTheCommandLine {
    static let warrant = ["--by", "J. Roe", "--ground", "GDPR Art. 17(1)(d)"]

    /// An archive with `contract.md` as no. 1 and `order.md` as no. 2 of BAN-1.
    static func bench() throws -> CliWorkbench {
        let bench = try CliWorkbench.withArchive()
        try bench.write("order.md", "A very secret order of 17 kumquats.\n")
        for name in ["contract.md", "order.md"] {
            let filed = try bench.docket(["file", "--matter", "BAN-1", name])
            try #require(filed.status == 0, "\(filed.errors)")
        }
        return bench
    }

    /// Whether a file of the archive holds `text`.
    private func holds(_ bench: CliWorkbench, _ text: String) throws -> Bool {
        let root = bench.path("archive")
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return try names.contains { name in
            let path = root + "/" + name
            let type = try FileManager.default.attributesOfItem(atPath: path)[.type]
            guard type as? FileAttributeType == .typeRegular else { return false }
            return try Data(contentsOf: URL(filePath: path)).range(of: Data(text.utf8)) != nil
        }
    }

    @Test func `leaves no byte, and every receipt proves what it proved`() throws {
        let bench = try Self.bench()
        #expect(try holds(bench, "17 kumquats"))
        let erased = try bench.docket(
            ["erase", "--matter", "BAN-1", "--number", "2"] + Self.warrant)
        #expect(erased.status == 0, "\(erased.errors)")
        #expect(erased.output == "erased entry 1; the record is BAN-1 no. 3  entry 2\n")
        #expect(try !holds(bench, "17 kumquats"))
        #expect(try !holds(bench, "order.md"))
        for name in ["contract.md", "order.md"] {
            let check = try bench.docket([
                "receipt", name + ".receipt", "--content", name, "--key", "key.txt",
            ])
            #expect(check.status == 0, "\(name): \(check.errors)")
        }
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
        let shown = try bench.docket(["show", "2", "-o", "-"])
        #expect(shown.output.contains("docket-erasure/v1\nentry 1\nleaf sha-256:"))
        #expect(shown.output.contains("\nby J. Roe\nground GDPR Art. 17(1)(d)\n"))
    }

    @Test(arguments: [
        ["--matter", "BAN-1", "--number", "1", "--number", "2", "--number", "2"],
        ["--entry", "0", "--entry", "1"],
    ]) func `takes several exhibits at once`(exhibits: [String]) throws {
        let bench = try Self.bench()
        let erased = try bench.docket(["erase"] + exhibits + Self.warrant)
        #expect(erased.status == 0, "\(erased.errors)")
        #expect(
            erased.output == """
                erased entry 0; the record is BAN-1 no. 3  entry 2
                erased entry 1; the record is BAN-1 no. 4  entry 3

                """)
        let json = try Self.bench().docket(["erase", "--json"] + exhibits + Self.warrant)
        #expect(json.output.split(separator: "\n").count == 2)
        let mixed = try bench.docket(
            ["erase", "--entry", "1", "--matter", "BAN-1"] + Self.warrant)
        #expect(mixed.status == 64)
    }

    @Test func `is told when the exhibit is asked for`() throws {
        let bench = try Self.bench()
        _ = try bench.docket(["erase", "--entry", "1"] + Self.warrant)
        let shown = try bench.docket(["show", "1"])
        #expect(shown.status == 1)
        #expect(shown.errors.contains("entry 1 was erased"))
        #expect(shown.errors.contains("docket show 2"))
        let listed = try bench.docket(["list", "--matter", "BAN-1"]).output
        #expect(listed.contains("no. 2"))
        #expect(listed.contains("erased under"))
        #expect(listed.contains("GDPR Art. 17(1)(d)"))
        #expect(
            try bench.docket(["list", "--json"]).output.contains(
                "\"message_type\":\"erased_exhibit\""))
    }

    @Test func `prints JSON`() throws {
        let bench = try Self.bench()
        let erased = try bench.docket(["erase", "--entry", "1", "--json"] + Self.warrant)
        #expect(erased.output.contains("\"message_type\":\"erased\""))
        #expect(erased.output.contains("\"erased_index\":1"))
        #expect(erased.output.contains("\"is_gone\":true"))
    }

    @Test func `is refused under a hold until it is released`() throws {
        let bench = try Self.bench()
        let held = try bench.docket(["hold", "--matter", "BAN-1"] + Self.warrant)
        #expect(held.output.contains("held: BAN-1 no. 3  entry 2"), "\(held.errors)")
        #expect(
            try bench.docket(["hold", "--list"]).output.contains(
                "BAN-1  the whole matter  by hold 2"))
        let refused = try bench.docket(["erase", "--entry", "1"] + Self.warrant)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("entry 1 is on hold by entry 2"))
        #expect(refused.errors.contains("docket release 2"))
        let released = try bench.docket(["release", "2"] + Self.warrant)
        #expect(released.status == 0, "\(released.errors)")
        #expect(try bench.docket(["hold", "--list"]).output.isEmpty)
        #expect(try bench.docket(["erase", "--entry", "1"] + Self.warrant).status == 0)
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
    }

    @Test(arguments: [
        (["erase", "--entry", "9"], 1, "has no entry 9"),
        (["erase", "--matter", "BAN-1", "--number", "9"], 1, "no exhibit no. 9"),
        (["erase", "--matter", "BAN-1"], 64, "a whole matter is not erased at once"),
        (["erase"], 64, "it is not clear what is meant"),
        (["erase", "--entry", "1", "--matter", "BAN-1"], 64, "it is not clear"),
        (["erase", "--matter", "BAN-1", "--number", "0"], 64, "it is not clear"),
        (["erase", "--entry", "01"], 64, "is no index"),
        (["hold", "--matter", "NONE"], 1, "has no matter NONE"),
        (["release", "0"], 1, "entry 0 is no hold"),
    ]) func `refuses what is not there`(
        arguments: [String], status: Int32, words: String
    ) throws {
        let bench = try Self.bench()
        let before = try bench.archiveState()
        let result = try bench.docket(arguments + Self.warrant)
        #expect(result.status == status, "\(arguments): \(result.errors)")
        #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
        #expect(try bench.archiveState() == before)
    }

    @Test func `refuses a second erasure, records, and words that are not seen`() throws {
        let bench = try Self.bench()
        _ = try bench.docket(["erase", "--entry", "1"] + Self.warrant)
        let twice = try bench.docket(["erase", "--entry", "1"] + Self.warrant)
        #expect(twice.status == 1)
        #expect(twice.errors.contains("entry 1 was erased"))
        let record = try bench.docket(["erase", "--entry", "2"] + Self.warrant)
        #expect(record.status == 1)
        #expect(record.errors.contains("is never erased"))
        let hidden = try bench.docket([
            "erase", "--entry", "0", "--by", "J.\u{200B}Roe", "--ground", "G",
        ])
        #expect(hidden.status == 64)
        let kind = try bench.docket(["file", "--matter", "BAN-1", "--kind", "erasure", "order.md"])
        #expect(kind.status == 64)
        #expect(kind.errors.contains("only the archive's own operations file"))
    }

    @Test(arguments: ["erase", "hold", "release"]) func `has help that fits a screen`(
        command: String
    ) throws {
        let help = try CliWorkbench().docket([command, "--help"])
        #expect(help.output.contains("Example:"))
        #expect(help.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
    }
}
