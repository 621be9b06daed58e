// What the audit says of an archive that is not what it was, and under which circumstances it still works: it reports instead of
// refusing, and it never writes.

import EvidenceTesting
import Foundation
import Testing

@Suite struct AuditingFromTheCommandLine {
    @Test func `reports an old copy that was put back`() throws {
        let bench = try filed(2)
        try replace(bench) { _ = try $0.docket(["file", "--matter", "BAN-1", "late.md"]) }
        try expectDamage(bench, "LOG.MARK", "an old copy was restored")
    }

    @Test func `reports an archive that went on from an old copy`() throws {
        let bench = try filed(2)
        // The copy goes on by itself, where no mark is: with as many entries, and others.
        try bench.write("other.md", "Other.\n")
        try replace(bench) { _ = try $0.docket(["file", "--matter", "BAN-1", "late.md"]) }
        let other = try bench.run(
            "env",
            [
                "XDG_STATE_HOME=" + bench.path("elsewhere"), try CommandResult.product("docket"),
                "file", "--matter", "BAN-1", "other.md",
            ])
        try #require(other.status == 0, "\(other.errors)")
        try expectDamage(bench, "LOG.MARK", "it was forked")
    }

    @Test func `warns of a newest tree that nobody signed`() throws {
        let bench = try filed(1)
        // As a process leaves it that died between commit and signature.
        try sqlite(
            bench,
            """
            DROP TRIGGER checkpoint_stays;
            DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint);
            CREATE TRIGGER checkpoint_stays BEFORE DELETE ON checkpoint
                BEGIN SELECT RAISE(ABORT, 'checkpoint is immutable'); END;
            """)
        try FileManager.default.removeItem(atPath: bench.path("state"))
        let audit = try bench.docket(["audit"])
        #expect(audit.status == 0, "\(audit.output)")
        #expect(audit.output.contains("warning  LOG.CHECKPOINT"))
        #expect(try bench.docket(["audit", "--json"]).output.contains("\"is_clean\":true"))
        // Who opens it to file signs it.
        #expect(try bench.docket(["checkpoint"]).status == 0)
        #expect(try !bench.docket(["audit"]).output.contains("warning  LOG.CHECKPOINT"))
    }

    @Test func `finds a newest signature that was taken away`() throws {
        let bench = try filed(1)
        try sqlite(
            bench,
            """
            DROP TRIGGER checkpoint_stays;
            DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint);
            """)
        try expectDamage(bench, "LOG.CHECKPOINT", "the note is gone")
    }

    @Test func `calls a database damaged that is none any more`() throws {
        let bench = try filed(1)
        let path = "archive/docket.sqlite"
        var bytes = try bench.folder.read(path)
        bytes.replaceSubrange(0..<16, with: Array("no database here".utf8))
        try bench.folder.write(path, bytes)
        let audit = try bench.docket(["audit"])
        #expect(audit.status == 4, "\(audit.errors)")
        #expect(audit.errors.contains("docket: error: the archive is damaged"))
    }

    @Test func `works while another process files`() throws {
        let bench = try filed(1)
        try bench.write("lock.md", "While the lock is held.\n")
        // First under the lock that whoever files holds, then beside one that really files.
        let script = """
            set -eu
            ( flock 9; "$1" audit > audit.txt; echo $? > status.txt ) 9> archive/lock
            "$1" file --matter BAN-1 lock.md > filed.txt &
            "$1" audit > beside.txt; echo $? >> status.txt
            wait
            """
        let result = try bench.run("bash", ["-c", script, "-", CommandResult.product("docket")])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try bench.folder.read("status.txt") == Array("0\n0\n".utf8))
        #expect(try bench.docket(["audit"]).status == 0)
    }

    @Test func `says under an annex which evidence holds, and warns of the rest`() throws {
        let bench = try CliMatter.copy()
        let good = try bench.docket(["audit", "--annex", "m/annex.txt"])
        #expect(good.status == 0)
        #expect(good.output.contains("passed  EVIDENCE.VALIDATED"), "\(good.output)")
        #expect(!good.output.contains("warning  EVIDENCE."), "\(good.output)")
        let other = String(decoding: try bench.folder.read("m/annex.txt"), as: UTF8.self)
            .split(separator: "\n").filter { !$0.hasPrefix("anchor ") }.joined(separator: "\n")
        try bench.write("other.txt", other + "\n")
        let bad = try bench.docket(["audit", "--annex", "other.txt"])
        #expect(bad.status == 0)
        #expect(bad.output.contains("warning  EVIDENCE.INDETERMINATE"), "\(bad.output)")
        #expect(bad.output.contains("clean;"))
    }

    @Test func `changes nothing`() throws {
        let bench = try filed(2)
        let before = try bench.archiveState()
        let state = try bench.folder.names("state")
        #expect(try bench.docket(["audit"]).status == 0)
        #expect(try bench.archiveState() == before)
        #expect(try bench.folder.names("state") == state)
    }

    /// An archive with so many entries.
    private func filed(_ count: Int) throws -> CliWorkbench {
        let bench = try CliWorkbench.withArchive()
        for number in 0..<count {
            try bench.write("file-\(number).md", "Evidence \(number).\n")
            let filed = try bench.docket(["file", "--matter", "BAN-1", "file-\(number).md"])
            try #require(filed.status == 0, "\(filed.errors)")
        }
        try bench.write("late.md", "Late.\n")
        return bench
    }

    /// Puts the archive back as it is now after `change`.
    private func replace(_ bench: CliWorkbench, _ change: (CliWorkbench) throws -> Void) throws {
        let files = FileManager.default
        try files.copyItem(atPath: bench.path("archive"), toPath: bench.path("copy"))
        try change(bench)
        try files.removeItem(atPath: bench.path("archive"))
        try files.moveItem(atPath: bench.path("copy"), toPath: bench.path("archive"))
    }

    private func sqlite(_ bench: CliWorkbench, _ statements: String) throws {
        let script = """
            import sqlite3, sys
            sqlite3.connect("archive/docket.sqlite").executescript(sys.argv[1])
            """
        let result = try bench.run("python3", ["-c", script, statements])
        try #require(result.status == 0, "\(result.errors)")
    }

    private func expectDamage(_ bench: CliWorkbench, _ code: String, _ words: String) throws {
        let audit = try bench.docket(["audit"])
        #expect(audit.status == 4)
        #expect(audit.output.contains("failed  \(code)"), "\(audit.output)")
        #expect(audit.output.contains(words), "\(audit.output)")
        #expect(audit.errors.contains("docket: error: the archive is damaged"))
        #expect(try bench.docket(["audit", "--json"]).output.contains("\"is_clean\":false"))
    }
}

extension TestFolder {
    /// The names in a folder of this one, sorted.
    fileprivate func names(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path + "/" + folder).sorted()
    }
}
