// Filing from the command line: receipts, repetition, what is told of the filer; and the archive that was damaged.

import EvidenceTesting
import Foundation
import Testing

@Suite struct FilingFromTheCommandLine {
    @Test func `gives a receipt that proves the file under the archive's key`() throws {
        let bench = try CliWorkbench.withArchive()
        let filed = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        #expect(filed.status == 0)
        #expect(filed.output.contains("BAN-1 no. 1  contract.md  entry 0"))
        #expect(filed.errors.contains("filed by the operator"))
        let check = try bench.docket([
            "receipt", "contract.md.receipt", "--content", "contract.md", "--key", "key.txt",
        ])
        #expect(check.status == 0)
    }

    @Test func `twice gives the first receipt`() throws {
        let bench = try CliWorkbench.withArchive()
        let file = ["file", "--matter", "BAN-1", "contract.md"]
        #expect(try bench.docket(file).status == 0)
        let first = try bench.folder.read("contract.md.receipt")
        let before = try bench.archiveState()
        let second = try bench.docket(file + ["--json"])
        #expect(second.status == 0)
        #expect(second.output.contains("\"was_already_filed\":true"))
        #expect(try bench.folder.read("contract.md.receipt") == first)
        #expect(try bench.archiveState() == before)
    }

    @Test func `with a key says who filed`() throws {
        let bench = try CliWorkbench.withArchive()
        try bench.makeIdentity("FRUTA")
        let file = ["file", "--matter", "BAN-1", "contract.md", "--json"] + RefusedCommand.sign
        let filed = try bench.docket(file)
        #expect(filed.status == 0, "\(filed.errors)")
        #expect(filed.output.contains("\"filer\":\"sha-256:"))
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
    }

    @Test func `a receipt without a pinned key is conditional, and says so`() throws {
        let bench = try CliWorkbench.withArchive()
        _ = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        let check = try bench.docket(["receipt", "contract.md.receipt"])
        #expect(check.status == 3)
        #expect(check.errors.contains("without --key nobody's signature was checked"))
    }

    @Test func `a receipt for another file fails`() throws {
        let bench = try CliWorkbench.withArchive()
        _ = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        try bench.write("contract.md", "# Contract\n\nTwenty tonnes of bananas.\n")
        let check = try bench.docket([
            "receipt", "contract.md.receipt", "--content", "contract.md", "--key", "key.txt",
        ])
        #expect(check.status == 2)
        #expect(check.errors.contains("is not the file that was filed"))
    }

    @Test func `a receipt fails with each of its bytes changed`() throws {
        let bench = try CliWorkbench.withArchive()
        _ = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        let receipt = try bench.folder.read("contract.md.receipt")
        // A process for each; every byte in turn is the business of the library's tests.
        for position in stride(from: 0, to: receipt.count, by: max(1, receipt.count / 40)) {
            var damaged = receipt
            damaged[position] ^= 0x01
            try bench.folder.write("damaged.receipt", damaged)
            let check = try bench.docket(["receipt", "damaged.receipt", "--key", "key.txt"])
            #expect(check.status == 2, "byte \(position)")
        }
    }

    @Test func `an archive with a changed byte is reported as damaged`() throws {
        let bench = try CliWorkbench.withArchive()
        // Small contents are in the database.
        try bench.write("large.md", String(repeating: "Evidence.\n", count: 10_000))
        _ = try bench.docket(["file", "--matter", "BAN-1", "large.md"])
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
        let blobs = bench.path("archive/blobs")
        let name = try #require(
            FileManager.default.enumerator(atPath: blobs)?.compactMap { $0 as? String }
                .first { $0.utf8.count > 60 })
        let path = blobs + "/" + name
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        bytes[3] ^= 0x20
        try Data(bytes).write(to: URL(filePath: path))
        let audit = try bench.docket(["audit", "--no-file"])
        #expect(audit.status == 4)
        #expect(audit.output.contains("BLOB.DIGEST"))
        #expect(audit.errors.contains("docket: error: the archive is damaged"))
    }

    @Test func `an old copy put in the archive's place is refused`() throws {
        let bench = try CliWorkbench.withArchive()
        _ = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        try FileManager.default.copyItem(atPath: bench.path("archive"), toPath: bench.path("copy"))
        try bench.write("order.md", "An order.\n")
        _ = try bench.docket(["file", "--matter", "BAN-1", "order.md"])
        try FileManager.default.removeItem(atPath: bench.path("archive"))
        try FileManager.default.moveItem(atPath: bench.path("copy"), toPath: bench.path("archive"))
        try bench.write("late.md", "Late.\n")
        let filed = try bench.docket(["file", "--matter", "BAN-1", "late.md"])
        #expect(filed.status == 4)
        #expect(filed.errors.contains("an old copy was put in its place"))
    }
}

@Suite struct OutputForPrograms {
    /// Every command, with the type of what it prints; in order, because some need the files of others.
    static let commands: [(arguments: [String], type: String)] = [
        (["init", "--origin", "archive.example/other", "--archive", "other"], "archive"),
        (["sign", "claims.txt", "-o", "new.p7s"] + CliMatter.identity, "signature"),
        (["timestamp", "request", "claims.txt", "-o", "new.tsq"], "time_stamp_request"),
        (["timestamp", "accept", "token", "stamped", "-o", "new.tst"], "time_stamp"),
        (["file", "--matter", "BAN-2", "claims.txt", "new.p7s"], "filed"),
        (["list"], "exhibit"), (["list", "--matter", "BAN-2"], "exhibit"),
        (["show", "0", "--receipt", "new.receipt"], "exhibit"),
        (["checkpoint"], "checkpoint"), (["checkpoint", "--file"], "checkpoint"),
        (["receipt", "new.receipt"], "receipt"), (["audit"], "audit"),
        (CliMatter.bundle + ["-o", "new.asice"], "bundle"),
        (["verify", "b.asice"] + CliMatter.pins, "verification_report"),
    ]

    @Test func `is JSON with a type and a version, of every command`() throws {
        let bench = try CliMatter.copy()
        try prepareToken(bench)
        for (arguments, type) in Self.commands {
            let result = try bench.docket(arguments + ["--json"])
            #expect([0, 3].contains(result.status), "\(arguments): \(result.errors)")
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == (type == "filed" ? 2 : 1) || type == "exhibit")
            #expect(!lines.isEmpty, "\(arguments)")
            for line in lines {
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                let members = object as? [String: Any]
                #expect(members?["message_type"] as? String == type, "\(arguments)")
                #expect(members?["schema_version"] as? Int == 1, "\(arguments)")
            }
        }
    }

    /// A time-stamp of the matter and what it stamps, taken out of the archive.
    private func prepareToken(_ bench: CliWorkbench) throws {
        for (name, kind) in [("stamped", "  checkpoint "), ("token", "  time-stamp ")] {
            let listed = try bench.docket(["list", "--matter", "docket.archive"]).output
            let line = try #require(listed.split(separator: "\n").first { $0.contains(kind) })
            let index = try #require(
                line.split(separator: " ").drop { $0 != "entry" }.dropFirst().first)
            let shown = try bench.docket(["show", String(index), "-o", name])
            try #require(shown.status == 0, "\(shown.errors)")
        }
    }

    @Test(arguments: [
        "init", "sign", "timestamp request", "timestamp accept", "file", "list", "show",
        "checkpoint",
        "receipt", "audit", "repair", "bundle", "verify",
    ])
    func `the help of each command fits a screen and shows an example`(command: String) throws {
        let bench = try CliWorkbench()
        let help = try bench.docket(command.split(separator: " ").map(String.init) + ["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("Example:"))
        #expect(help.output.contains("--json"))
        #expect(help.output.contains("--quiet"))
        #expect(help.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
    }
}

@Suite struct ListsOfExhibits {
    @Test func `go matter by matter, the archive's own last`() throws {
        let bench = try CliWorkbench.withArchive()
        for (matter, name) in [("Z-1", "a"), ("A-1", "b"), ("Z-1", "c"), ("A-1", "d")] {
            try bench.write(name, name)
            _ = try bench.docket(["file", "--matter", matter, name])
            _ = try bench.docket(["checkpoint", "--file"])
        }
        let matters = try bench.docket(["list"]).output.split(separator: "\n")
            .compactMap { $0.split(separator: " ").first }
        let expected =
            ["Z-1", "Z-1", "A-1", "A-1"] + Array(repeating: "docket.archive", count: 4)
        #expect(matters.map(String.init) == expected)
        let one = try bench.docket(["list", "--matter", "A-1"]).output.split(separator: "\n")
        #expect(one.count == 2)
        #expect(one.allSatisfy { $0.hasPrefix("A-1 ") })
    }
}

@Suite struct FilingAsAKind {
    static let kinds = [
        "signature", "time-stamp", "certificate", "revocation-list", "receipt", "checkpoint",
        "agreement", "annex", "claims",
    ]

    @Test(arguments: kinds)
    func `is refused for bytes that are not of it`(kind: String) throws {
        let bench = try CliWorkbench.withArchive()
        let before = try bench.archiveState()
        let names = try bench.names()
        let result = try bench.docket([
            "file", "--matter", "BAN-1", "--kind", kind, "contract.md",
        ])
        #expect(result.status == 1)
        #expect(result.errors.contains("contract.md"), "\(result.errors)")
        #expect(result.errors.contains("docket: hint: nothing was "), "\(result.errors)")
        #expect(result.output == "")
        #expect(try bench.archiveState() == before)
        #expect(try bench.names() == names)
    }

    @Test(arguments: ["signature", "certificate", "revocation-list", "time-stamp"])
    func `is refused for one that was cut or prolonged, and not for the whole`(
        kind: String
    ) throws {
        let bench = try CliMatter.copy()
        let listed = try bench.docket(["list"]).output
        let line = try #require(listed.split(separator: "\n").first { $0.contains("  \(kind) ") })
        let index = try #require(
            line.split(separator: " ").drop { $0 != "entry" }.dropFirst().first)
        _ = try bench.docket(["show", String(index), "-o", "whole"])
        let bytes = try bench.folder.read("whole")
        try bench.folder.write("cut", bytes.dropLast())
        try bench.folder.write("prolonged", bytes + [0])
        let before = try bench.archiveState()
        for name in ["cut", "prolonged"] {
            let result = try bench.docket(["file", "--matter", "X-1", "--kind", kind, name])
            #expect(result.status == 1)
            #expect(
                result.errors.contains("\(name) is not of the kind \(kind): "),
                "\(result.errors)")
        }
        #expect(try bench.archiveState() == before)
        for name in ["whole", "cut"] {
            let kind = name == "whole" ? kind : "document"
            let result = try bench.docket(["file", "--matter", "X-1", "--kind", kind, name])
            #expect(result.status == 0, "\(result.errors)")
        }
    }
}
