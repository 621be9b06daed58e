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
        #expect(try bench.docket(["audit"]).status == 0)
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
        _ = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        #expect(try bench.docket(["audit"]).status == 0)
        let blobs = bench.path("archive/blobs")
        let name = try #require(
            FileManager.default.enumerator(atPath: blobs)?.compactMap { $0 as? String }
                .first { $0.utf8.count > 60 })
        let path = blobs + "/" + name
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        bytes[3] ^= 0x20
        try Data(bytes).write(to: URL(filePath: path))
        let audit = try bench.docket(["audit"])
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
    @Test(arguments: [
        ["list", "--json"], ["show", "0", "--json"], ["checkpoint", "--json"], ["audit", "--json"],
        ["receipt", "contract.md.receipt", "--key", "key.txt", "--json"],
        ["file", "--matter", "BAN-1", "contract.md", "--json"],
        ["sign", "contract.md", "-o", "s.p7s", "--json"] + RefusedCommand.sign,
        ["timestamp", "request", "contract.md", "-o", "q.tsq", "--json"],
    ])
    func `is JSON with a type and a version`(arguments: [String]) throws {
        let bench = try CliWorkbench.withArchive()
        try bench.makeIdentity("FRUTA")
        _ = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        let result = try bench.docket(arguments)
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(!lines.isEmpty)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["message_type"] is String)
            #expect(object?["schema_version"] as? Int == 1)
        }
    }

    @Test(arguments: [
        "init", "sign", "timestamp request", "timestamp accept", "file", "list", "show",
        "checkpoint",
        "receipt", "audit", "bundle", "verify",
    ])
    func `the help of each command fits a screen and shows an example`(command: String) throws {
        let bench = try CliWorkbench()
        let help = try bench.docket(command.split(separator: " ").map(String.init) + ["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("Example:"))
        #expect(help.output.contains("--json"))
        #expect(help.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
    }
}
