// An older copy put in the archive's place: refused, declared, and never silent.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct RestoringFromTheCommandLine {
    static let declare = [
        "restore", "--declare", "--by", "Joe Bloggs", "--ground", "Disk failed on 2026-04-02",
    ]

    private static func move(_ bench: CliWorkbench, _ from: String, _ to: String) throws {
        try? FileManager.default.removeItem(atPath: bench.path(to))
        try FileManager.default.moveItem(atPath: bench.path(from), toPath: bench.path(to))
    }

    private static func file(_ bench: CliWorkbench, _ names: String...) throws {
        for name in names {
            try bench.write(name, name)
            let filed = try bench.docket(["file", "--matter", "BAN-1", name])
            try #require(filed.status == 0, "\(filed.errors)")
        }
    }

    /// An archive that had three entries, and a copy with one in its place.
    static func bench() throws -> CliWorkbench {
        let bench = try CliWorkbench.withArchive()
        try file(bench, "one")
        try FileManager.default.copyItem(atPath: bench.path("archive"), toPath: bench.path("copy"))
        try file(bench, "two", "three")
        try move(bench, "copy", "archive")
        return bench
    }

    @Test func `is refused with words on how to declare it`() throws {
        let bench = try Self.bench()
        try bench.write("late", "late")
        let refused = try bench.docket(["file", "--matter", "BAN-1", "late"])
        #expect(refused.status == 4)
        #expect(refused.errors.contains("has 1 entries, but had 3 before"))
        #expect(refused.errors.contains("docket restore --declare"))
    }

    @Test func `that is declared becomes an entry, and the archive goes on`() throws {
        let bench = try Self.bench()
        let declared = try bench.docket(Self.declare)
        #expect(declared.status == 0, "\(declared.errors)")
        #expect(declared.output.contains("restored: docket.archive no. 1  entry 1"))
        let text = try bench.docket(["show", "1", "-o", "-"]).output
        let restore = try Restore(parsing: Array(text.utf8))
        #expect(restore.left.size == TreeSize(3))
        #expect(restore.restored.size == TreeSize(1))
        let left = try Receipt(parsing: bench.folder.read("three.receipt"))
        let note = try UnopenedNote(parsing: left.proof.checkpoint)
        #expect(try Checkpoint(noteText: note.text).root == restore.left.root)
        try Self.file(bench, "late")
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
        // What was left behind is still proven by its receipt.
        let check = try bench.docket(["receipt", "three.receipt", "--key", "key.txt"])
        #expect(check.status == 0)
    }

    @Test func `is declared once`() throws {
        let bench = try Self.bench()
        _ = try bench.docket(Self.declare)
        let again = try bench.docket(Self.declare)
        #expect(again.status == 1)
        #expect(again.errors.contains("is no older copy"))
        #expect(try bench.docket(["list"]).output.split(separator: "\n").count == 2)
    }

    @Test func `is not declared of an archive that was not restored`() throws {
        let bench = try CliWorkbench.withArchive()
        try Self.file(bench, "one")
        let result = try bench.docket(Self.declare)
        #expect(result.status == 1)
        #expect(result.errors.contains("is no older copy"))
    }

    @Test func `needs the word declare`() throws {
        let bench = try Self.bench()
        let result = try bench.docket(["restore"] + Self.declare.dropFirst(2))
        #expect(result.status == 64)
        #expect(try bench.docket(["list"]).output.split(separator: "\n").count == 1)
    }

    @Test func `never excuses a fork`() throws {
        let bench = try CliWorkbench.withArchive()
        try Self.file(bench, "one")
        try FileManager.default.copyItem(atPath: bench.path("archive"), toPath: bench.path("copy"))
        try FileManager.default.copyItem(
            atPath: bench.path("state"), toPath: bench.path("old-state"))
        try Self.file(bench, "two")
        // The copy grows apart, with the mark of its own time.
        try Self.move(bench, "state", "new-state")
        try Self.move(bench, "old-state", "state")
        try Self.move(bench, "copy", "archive")
        try Self.file(bench, "other", "another")
        try Self.move(bench, "new-state", "state")
        for command in [Self.declare, ["file", "--matter", "BAN-1", "one"]] {
            let result = try bench.docket(command)
            #expect(result.status == 4, "\(result.errors)")
            #expect(result.errors.contains("it was forked"))
        }
    }

    @Test func `has help that fits a screen`() throws {
        let help = try CliWorkbench().docket(["restore", "--help"])
        #expect(help.output.contains("Example:"))
        #expect(help.output.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
    }
}
