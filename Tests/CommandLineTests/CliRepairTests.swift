// `docket repair` as an operator uses it: from a copy, rehearsed first; and what it refuses of a copy.

import EvidenceTesting
import Foundation
import Testing

@Suite struct RepairsFromTheCommandLine {
    /// An archive with two exhibits and a copy of it, whose second filing is damaged.
    private func bench() throws -> CliWorkbench {
        let bench = try CliWorkbench.withArchive()
        try bench.write("order.md", "Seventeen kumquats.\n")
        for name in ["contract.md", "order.md"] {
            #expect(try bench.docket(["file", "--matter", "BAN-1", name]).status == 0)
        }
        try sh(bench, "cp -a archive copy")
        try sh(bench, "LC_ALL=C sed -i 's/name order\\.md/name older.md/' archive/docket.sqlite")
        return bench
    }

    private func sh(_ bench: CliWorkbench, _ script: String) throws {
        let result = try bench.run(
            "bash", ["-e", "-c", script, "-", CommandResult.product("docket")])
        try #require(result.status == 0, "\(result.errors)")
    }

    @Test func `mend from a copy, and keep what was there`() throws {
        let bench = try bench()
        #expect(try bench.docket(["audit", "--no-file"]).status == 4)
        let before = try bench.folder.read("archive/docket.sqlite")
        let alone = try bench.docket(["repair"])
        #expect(alone.status == 4 && alone.errors.contains("--from"), "\(alone.errors)")
        #expect(alone.output.contains("missing  filing of entry 1"), "\(alone.output)")
        let rehearsed = try bench.docket(["repair", "--from", "copy", "--dry-run"])
        #expect(rehearsed.status == 0, "\(rehearsed.errors)")
        #expect(rehearsed.output.contains("restored  filing of entry 1  from the copy"))
        #expect(rehearsed.output.contains("Nothing was changed"))
        #expect(try bench.folder.read("archive/docket.sqlite") == before)
        let mended = try bench.docket(["repair", "--from", "copy"])
        #expect(mended.status == 0, "\(mended.errors)")
        #expect(mended.output.contains("The old database is kept as docket.sqlite.damaged-"))
        #expect(try bench.docket(["audit"]).status == 0)
        let receipt = try bench.folder.read("order.md.receipt")
        try FileManager.default.removeItem(atPath: bench.path("order.md.receipt"))
        #expect(try bench.docket(["file", "--matter", "BAN-1", "order.md"]).status == 0)
        #expect(try bench.folder.read("order.md.receipt") == receipt)
    }

    // Spec: audit-12
    @Test func `refuse what only the copy says of itself`() throws {
        let bench = try bench()
        // Somebody with the key, on another machine, files into the copy; and takes the signed checkpoint away.
        try sh(
            bench,
            """
            echo forged > forged.md
            XDG_STATE_HOME=$PWD/other "$1" file --archive copy --matter BAN-1 --quiet forged.md
            sqlite3 copy/docket.sqlite 'DROP TRIGGER note_stays; DELETE FROM note WHERE size = 3'
            """)
        let mended = try bench.docket(["repair", "--from", "copy"])
        #expect(mended.status == 0, "\(mended.errors)")
        #expect(mended.output.contains("refused  entries 2 to 2 of the copy"), "\(mended.output)")
        let list = try bench.docket(["list", "--matter", "BAN-1"])
        #expect(!list.output.contains("forged.md"))
    }

    @Test func `refuse a copy of another archive`() throws {
        let (bench, other) = (try bench(), try CliWorkbench.withArchive())
        let result = try bench.docket(["repair", "--from", other.path("archive")])
        #expect(result.status == 1 && result.errors.contains("another archive"))
        #expect(result.errors.contains("nothing was changed"))
        // Nor where the archive itself cannot say any more which it is.
        try sh(bench, "dd if=/dev/zero of=archive/docket.sqlite bs=16 count=1 conv=notrunc 2>&1")
        let nameless = try bench.docket(["repair", "--from", other.path("archive")])
        #expect(nameless.status == 1, "\(nameless.output)")
        #expect(nameless.errors.contains("nothing that is left of it knows the copy's"))
        #expect(try bench.docket(["repair", "--from", "copy"]).status == 0)
    }
}
