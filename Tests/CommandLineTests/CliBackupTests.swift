// `docket backup` and `docket restore --from` as an operator types them: the yearly drill, and what is refused with which words.

import EvidenceTesting
import Foundation
import Testing

@Suite struct BackingUpFromTheCommandLine {
    private static let declare = [
        "--declare", "--by", "Joe Bloggs", "--ground", "Disk failed on 2026-04-02",
    ]

    private static func file(_ bench: CliWorkbench, _ names: String...) throws {
        for name in names {
            try bench.write(name, name)
            let filed = try bench.docket(["file", "--matter", "BAN-1", name])
            try #require(filed.status == 0, "\(filed.errors)")
        }
    }

    private static func backUp(_ bench: CliWorkbench) throws -> CliResult {
        let result = try bench.docket(["backup", "backup"])
        try #require(result.status == 0, "\(result.errors)")
        return result
    }

    /// The archive's disk is lost; the key was kept elsewhere.
    private static func lose(_ bench: CliWorkbench) throws {
        try FileManager.default.moveItem(
            atPath: bench.path("archive/signing-key"), toPath: bench.path("safe"))
        try FileManager.default.removeItem(atPath: bench.path("archive"))
    }

    private static func bringKey(_ bench: CliWorkbench) throws {
        try FileManager.default.copyItem(
            atPath: bench.path("safe"), toPath: bench.path("archive/signing-key"))
    }

    @Test func `a drill: back up, lose the archive, restore it, audit it, file on`() throws {
        let bench = try CliWorkbench.withArchive()
        try Self.file(bench, "one", "two")
        let made = try Self.backUp(bench)
        #expect(made.output.contains("snapshot 1  "))
        #expect(made.output.contains("  2 entries  root sha-256:"))
        #expect(made.errors.contains("the signing key has no passphrase and is not in the backup"))
        try Self.lose(bench)
        let restored = try bench.docket(["restore", "--from", "backup"])
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(restored.errors.contains("signing-key, mode 0600"))
        #expect(restored.errors.contains("docket audit --full"))
        try Self.bringKey(bench)
        #expect(try bench.docket(["audit", "--full"]).status == 0)
        try Self.file(bench, "three")
        for name in ["one", "two", "three"] {
            let check = try bench.docket(["receipt", name + ".receipt", "--key", "key.txt"])
            #expect(check.status == 0, "\(check.errors)")
        }
        #expect(try Self.backUp(bench).output.contains("snapshot 2  "))
    }

    @Test func `a backup that is older than the mark is refused until it is declared`() throws {
        let bench = try CliWorkbench.withArchive()
        try Self.file(bench, "one")
        _ = try Self.backUp(bench)
        try Self.file(bench, "two", "three")
        try Self.lose(bench)
        let refused = try bench.docket(["restore", "--from", "backup"])
        #expect(refused.status == 4)
        #expect(refused.errors.contains("has 1 entries, but had 3 before"))
        #expect(!bench.exists("archive"))
        // Without its key the archive can be put in place, and no record made.
        let keyless = try bench.docket(["restore", "--from", "backup"] + Self.declare)
        #expect(keyless.status == 1)
        #expect(keyless.errors.contains("signing-key"))
        try bench.write("late", "late")
        #expect(try bench.docket(["file", "--matter", "BAN-1", "late"]).status != 0)
        try Self.bringKey(bench)
        let late = try bench.docket(["file", "--matter", "BAN-1", "late"])
        #expect(late.status == 4, "\(late.errors)")
        let declared = try bench.docket(["restore"] + Self.declare)
        #expect(declared.status == 0, "\(declared.errors)")
        #expect(declared.output.contains("restored: docket.archive no. 1  entry 1"))
        try Self.file(bench, "late")
        #expect(try bench.docket(["audit", "--full"]).status == 0)
        let again = try bench.docket(["backup", "backup"])
        #expect(again.status == 0 || again.status == 4)
        #expect(try bench.docket(["backup", "backup2"]).status == 0)
    }

    @Test func `one command restores and declares when the key is in the backup`() throws {
        let bench = try CliWorkbench()
        try bench.write("pass", "correct horse battery\n")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: bench.path("pass"))
        let made = try bench.docket([
            "init", "--origin", "archive.example/trade", "--encrypt", "--passphrase-file", "pass",
        ])
        try #require(made.status == 0, "\(made.errors)")
        let pass = ["--passphrase-file", "pass"]
        try bench.write("one", "one")
        try bench.write("two", "two")
        #expect(try bench.docket(["file", "--matter", "BAN-1", "one"] + pass).status == 0)
        #expect(try !Self.backUp(bench).errors.contains("signing key"))
        #expect(try bench.docket(["file", "--matter", "BAN-1", "two"] + pass).status == 0)
        try FileManager.default.removeItem(atPath: bench.path("archive"))
        // Asked with nobody to name, nothing is done.
        let nameless = try bench.docket(["restore", "--from", "backup", "--declare"] + pass)
        #expect(nameless.status == 64)
        #expect(!bench.exists("archive"))
        let restored = try bench.docket(["restore", "--from", "backup"] + Self.declare + pass)
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(restored.output.contains("restored: docket.archive no. 1  entry 1"))
        #expect(try bench.docket(["audit", "--full", "--no-file"]).status == 0)
    }

    @Test func `damage of a backup is told with status 4, and mended from the archive`() throws {
        let bench = try CliWorkbench.withArchive()
        try Self.file(bench, "one")
        _ = try Self.backUp(bench)
        let check = try bench.docket(["backup", "backup", "--check"])
        #expect(check.status == 0)
        #expect(check.output.contains("whole snapshots: 1 of 1"))
        let listed = try bench.docket(["backup", "backup", "--list"])
        #expect(listed.output.hasPrefix("1  20"))
        let pieces = bench.path("backup/pieces")
        let names = FileManager.default.enumerator(atPath: pieces)?.compactMap { $0 as? String }
        let piece = try #require(names?.first { $0.count > 60 })
        var bytes = try bench.folder.read("backup/pieces/" + piece)
        bytes[1000] ^= 1
        try bench.folder.write("backup/pieces/" + piece, bytes)
        let damaged = try bench.docket(["backup", "backup", "--check", "--json"])
        #expect(damaged.status == 4)
        #expect(damaged.output.contains("\"broken\":[1]"))
        #expect(damaged.output.contains("\"message_type\":\"backup_check\""))
        let refused = try bench.docket(["restore", "--from", "backup", "--archive", "new"])
        #expect(refused.status == 4)
        #expect(refused.errors.contains("is damaged or missing"))
        #expect(!bench.exists("new"))
        let names2 = try bench.names()
        #expect(!names2.contains { $0.hasPrefix(".docket-restore") })
        _ = try bench.docket(["backup", "backup", "--read-data"])
        #expect(try bench.docket(["restore", "--from", "backup", "--archive", "new"]).status == 0)
    }

    @Test func `an archive that lost a content is told, and backed up as far as it goes`() throws {
        let bench = try CliWorkbench.withArchive()
        try bench.write("large", String(repeating: "Ten tonnes of bananas.\n", count: 9_000))
        #expect(try bench.docket(["file", "--matter", "BAN-1", "large"]).status == 0)
        let blobs = bench.path("archive/blobs")
        let names = FileManager.default.enumerator(atPath: blobs)?.compactMap { $0 as? String }
        let blob = try #require(names?.first { $0.count > 60 })
        try FileManager.default.removeItem(atPath: blobs + "/" + blob)
        let made = try bench.docket(["backup", "backup"])
        #expect(made.status == 4)
        #expect(made.errors.contains("lacks 1 contents"))
        #expect(try bench.docket(["backup", "backup", "--list"]).output.hasPrefix("1  20"))
    }

    @Test(arguments: [
        ["backup"], ["backup", "backup", "--check", "--list"], ["backup", "backup", "--keep", "0"],
        ["backup", "backup", "--check", "--keep", "3"], ["restore"],
        ["restore", "--snapshot", "1"], ["restore", "--from", "backup", "--by", "Roe"],
    ])
    func `what makes no sense is wrong usage`(arguments: [String]) throws {
        let bench = try CliWorkbench.withArchive()
        let result = try bench.docket(arguments)
        #expect(result.status == 64, "\(arguments): \(result.errors)")
        #expect(!bench.exists("backup"))
    }

    @Test func `a folder that is none is refused in words`() throws {
        let bench = try CliWorkbench.withArchive()
        let result = try bench.docket(["restore", "--from", "state", "--archive", "new"])
        #expect(result.status == 1)
        #expect(result.errors.contains("there are no backups in state"))
        let list = try bench.docket(["backup", "nowhere", "--list"])
        #expect(list.status == 1)
    }

    @Test(arguments: ["backup", "restore"]) func `help fits a screen`(command: String) throws {
        let help = try CliWorkbench().docket([command, "--help"])
        #expect(help.output.contains("Example:"))
        #expect(help.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
    }
}
