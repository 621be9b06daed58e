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
        try forge(bench, "DELETE FROM note WHERE size = (SELECT max(size) FROM note)")
        try FileManager.default.removeItem(atPath: bench.path("state"))
        let audit = try bench.docket(["audit", "--no-file"])
        #expect(audit.status == 0, "\(audit.output)")
        #expect(audit.output.contains("warning  LOG.CHECKPOINT"))
        let json = try bench.docket(["audit", "--no-file", "--json"]).output
        #expect(json.contains("\"is_clean\":true"))
        // Who opens it to file signs it.
        #expect(try bench.docket(["checkpoint"]).status == 0)
        #expect(
            try !bench.docket(["audit", "--no-file"]).output.contains("warning  LOG.CHECKPOINT"))
    }

    @Test func `finds a signature that was taken away`() throws {
        let bench = try filed(2)
        try forge(bench, "DELETE FROM note WHERE size = 1")
        try expectDamage(bench, "LOG.CHECKPOINT", "note of this checkpoint is missing")
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
            ( flock 9; "$1" audit --no-file > audit.txt; echo $? > status.txt ) 9> archive/lock
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
        let good = try bench.docket(["audit", "--no-file", "--annex", "m/annex.txt"])
        #expect(good.status == 0)
        #expect(good.output.contains("passed  EVIDENCE.VALIDATED"), "\(good.output)")
        #expect(!good.output.contains("warning  EVIDENCE."), "\(good.output)")
        let other = String(decoding: try bench.folder.read("m/annex.txt"), as: UTF8.self)
            .split(separator: "\n").filter { !$0.hasPrefix("anchor ") }.joined(separator: "\n")
        try bench.write("other.txt", other + "\n")
        let bad = try bench.docket(["audit", "--no-file", "--annex", "other.txt"])
        #expect(bad.status == 0)
        #expect(bad.output.contains("warning  EVIDENCE.INDETERMINATE"), "\(bad.output)")
        #expect(bad.output.contains(": clean (full);"))
    }

    @Test func `is alarmed where no key of the annex has signed the newest checkpoint`() throws {
        let bench = try CliMatter.copy()
        let annex = String(decoding: try bench.folder.read("m/annex.txt"), as: UTF8.self)
        let archive = try #require(annex.split(separator: "\n").last { $0.hasPrefix("archive ") })
        for (name, text) in [
            ("none.txt", annex.replacing(archive + "\n", with: "")), ("old.txt", annex),
        ] {
            try bench.write(name, text)
            if name == "old.txt" {
                // Nobody who has this annex knows of the recovery key.
                _ = try bench.docket(["key", "recovery", "--party", "ARCH", "-o", "recovery.key"])
                let rotated = try bench.docket(["key", "rotate", "--recovery", "recovery.key"])
                #expect(rotated.status == 0, "\(rotated.errors)")
                // The tree with the rotation is signed by both.
                _ = try bench.docket(["file", "--matter", "BAN-1", "--again", "claims.txt"])
            }
            let audit = try bench.docket(["audit", "--no-file", "--annex", name])
            #expect(audit.status == 4, "\(name)")
            #expect(audit.output.contains("failed  EVIDENCE.CHECKPOINT"), "\(audit.output)")
            #expect(audit.output.contains(": clean (full);"))
            let json = try bench.docket(["audit", "--no-file", "--json", "--annex", name])
            #expect(json.status == 4 && json.output.contains("\"EVIDENCE.CHECKPOINT\""))
        }
    }

    @Test func `knows under an annex the keys that came by rotation`() throws {
        let bench = try CliMatter.copy()
        let annex = String(decoding: try bench.folder.read("m/annex.txt"), as: UTF8.self)
        let archive = try #require(annex.split(separator: "\n").last { $0.hasPrefix("archive ") })
        let party = String(archive.split(separator: " ")[1])
        let made = try bench.docket(["key", "recovery", "--party", party, "-o", "recovery.key"])
        let keyed = annex.replacing(archive, with: archive + "\n" + made.output.dropLast())
        try bench.write("keyed.txt", keyed)
        let rotated = try bench.docket(["key", "rotate", "--recovery", "recovery.key"])
        #expect(rotated.status == 0, "\(rotated.errors)")
        let audit = try bench.docket(["audit", "--no-file", "--annex", "keyed.txt"])
        #expect(audit.status == 0, "\(audit.errors)")
        #expect(!audit.output.contains("warning  EVIDENCE."), "\(audit.output)")
    }

    @Test func `changes nothing without leave to file`() throws {
        let bench = try filed(2)
        let before = try bench.archiveState()
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
        #expect(try bench.archiveState() == before)
    }

    @Test func `files its report, and says from the log alone whether it is fresh`() throws {
        let bench = try filed(2)
        let none = try bench.docket(["audit", "--status"])
        #expect(none.status == 4)
        #expect(none.errors.contains("no audit was ever filed"))
        #expect(try bench.docket(["audit"]).status == 0)
        let fresh = try bench.docket(["audit", "--status"])
        #expect(fresh.status == 0, "\(fresh.errors)")
        #expect(fresh.output.hasPrefix("clean at "))
        #expect(fresh.output.contains("entry 2"))
        #expect(
            try bench.docket(["audit", "--status", "--json"]).output.contains("\"is_fresh\":true"))
        let shown = try bench.docket(["show", "2", "-o", "report.json"])
        #expect(shown.status == 0, "\(shown.errors)")
        let report = String(decoding: try bench.folder.read("report.json"), as: UTF8.self)
        #expect(
            report.contains("\"format\":\"docket-audit/v1\"") && report.contains("\"tree_size\":2"))
        // The report is part of what the next audit reads.
        let next = try bench.docket(["audit", "--incremental"])
        #expect(next.status == 0)
        #expect(next.output.contains("(incremental); read 3 entries of 3"), "\(next.output)")
        try forge(bench, "DELETE FROM content WHERE idx = 0")
        #expect(try bench.docket(["audit"]).status == 4)
        let bad = try bench.docket(["audit", "--status"])
        #expect(bad.status == 4)
        #expect(bad.errors.contains("the last audit found damage"))
    }

    @Test func `takes slices in turn`() throws {
        let bench = try filed(2)
        for turn in ["1/3", "2/3", "3/3", "1/3"] {
            let audit = try bench.docket(["audit", "--slice", "next/3", "--no-file"])
            #expect(audit.output.contains("(slice \(turn))"), "\(audit.output)")
        }
        for wrong in ["0/3", "4/3", "3", "a/3", "next/0", "01/3"] {
            #expect(try bench.docket(["audit", "--slice", wrong]).status == 64, "\(wrong)")
        }
        #expect(try bench.docket(["audit", "--full", "--incremental"]).status == 64)
    }

    @Test func `writes figures that Prometheus reads`() throws {
        let bench = try filed(2)
        #expect(try bench.docket(["audit", "--metrics", "docket.prom"]).status == 0)
        let text = String(decoding: try bench.folder.read("docket.prom"), as: UTF8.self)
        let figures = try Self.figures(text)
        #expect(figures["docket_audit_clean{}"] == 1)
        #expect(figures["docket_audit_filed{}"] == 1)
        #expect(figures["docket_archive_entries{}"] == 2)
        #expect(figures["docket_audit_faults{LOG.ENTRY}"] == 0)
        #expect(figures["docket_audit_read{entries}"] == 2)
        #expect(figures["docket_audit_timestamp_seconds{}"] ?? 0 > 1_700_000_000)
        try forge(bench, "DELETE FROM content WHERE idx = 0")
        #expect(try bench.docket(["audit", "--metrics", "docket.prom"]).status == 4)
        let bad = try Self.figures(
            String(decoding: try bench.folder.read("docket.prom"), as: UTF8.self))
        #expect(bad["docket_audit_clean{}"] == 0)
        #expect(bad["docket_audit_faults{LOG.CONTENT}"] == 1)
    }

    /// The samples of an exposition (Prometheus text format 0.0.4), by name and second label; every family has its HELP and TYPE, once
    /// and before its samples.
    private static func figures(_ text: String) throws -> [String: Double] {
        var figures: [String: Double] = [:]
        var family = ""
        var families: Set<String> = []
        try #require(text.hasSuffix("\n"))
        for line in text.split(separator: "\n") {
            if let help = line.wholeMatch(of: /# HELP ([a-z_]+) [A-Z].*\./) {
                family = String(help.1)
                try #require(families.insert(family).inserted)
            } else if let type = line.wholeMatch(of: /# TYPE ([a-z_]+) gauge/) {
                try #require(String(type.1) == family)
            } else {
                let sample = try #require(
                    line.wholeMatch(
                        of: /([a-z_]+)\{archive="[^"\\]+"(?:,[a-z]+="([^"\\]+)")?\} ([0-9.e+-]+)/),
                    "\(line)")
                try #require(String(sample.1) == family)
                let name = "\(sample.1){\(sample.2 ?? "")}"
                try #require(figures[name] == nil)
                let figure: Double = try #require(Double(String(sample.3)))
                figures[name] = figure
            }
        }
        return figures
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

    /// Runs SQL without the triggers, and puts them back as they were.
    private func forge(_ bench: CliWorkbench, _ statement: String) throws {
        let script = """
            import sqlite3, sys
            database = sqlite3.connect("archive/docket.sqlite")
            triggers = database.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers: database.execute("DROP TRIGGER " + name)
            database.execute(sys.argv[1])
            for _, sql in triggers: database.execute(sql)
            database.commit()
            """
        let result = try bench.run("python3", ["-c", script, statement])
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
