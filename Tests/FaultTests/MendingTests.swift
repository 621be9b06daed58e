// kill -9 at the calls of the two commands that set a broken archive right: `docket repair` and `docket restore --declare`. Until they
// are done the archive is as broken as it was, and says so; given again they are done, and nothing that was acknowledged is lost.
//
// The oracle of the other commands does not do here: it wants an archive that is clean before, and no second root, which is just what a
// declared restore is.

import EvidenceTesting
import Foundation
import Testing

/// A command that mends, and how the archive was broken.
struct Mending: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// A script for `sh` behind the filing of `a.md` and `b.md`; `$DOCKET` is the program.
    let breaking: String
    let command: [String]
    /// How the command ends when it is given again after it was done.
    let again: Int32

    static let all = [
        Mending(
            testDescription: "a repair",
            breaking: """
                cp -a archive copy
                LC_ALL=C sed -i 's/name b\\.md/name c.md/' archive/docket.sqlite
                """,
            command: ["repair", "--from", "copy"], again: 0),
        Mending(
            testDescription: "a declared restore",
            breaking: """
                cp -a archive copy
                echo late > late.md
                $DOCKET file --matter BAN-1 --quiet late.md
                rm -r archive late.md late.md.receipt
                mv copy archive
                """,
            command: ["restore", "--declare", "--by", "Roe", "--ground", "Disk"], again: 1),
    ]
}

@Suite struct `Kills of a command that mends` {
    @Test(arguments: Mending.all) func `leave it to be given again`(mending: Mending) throws {
        let template = try broken(mending)
        let whole = try World(copying: template)
        let run = try whole.record(mending.command)
        try #require(run.isDone, "\(run.words)")
        let count = try whole.trace().calls.count
        var kills = 0
        for number in 1...count {
            let fault = Fault(
                act: [.killBefore, .killWithin, .killAfter][number % 3], at: number)
            guard Extent.takes("\(mending.testDescription)/\(fault)", oneIn: count / 12 + 1) else {
                continue
            }
            let world = try World(copying: template)
            guard try world.record(mending.command, fault: fault).isKilled else { continue }
            kills += 1
            let troubles = try judge(world, template, mending)
            #expect(
                troubles.isEmpty,
                "\(mending.testDescription)/\(fault): \(troubles); kept in \(world.keep())")
        }
        print("\(mending.testDescription): \(kills) kills at \(count) calls")
        #expect(kills >= 4 || Extent.only != nil)
    }

    private func broken(_ mending: Mending) throws -> World {
        let world = try World()
        for name in ["a.md", "b.md"] { try world.write(name, Scenario.text(name, size: 100)) }
        try require(world.docket(["init", "--origin", World.origin]))
        try require(world.docket(Scenario.filing(["a.md", "b.md"])))
        try require(
            world.finish(
                world.prepared(
                    "/bin/sh", ["-e", "-c", mending.breaking],
                    ["DOCKET": try CommandResult.product("docket")])))
        let audit = try world.docket(["audit", "--no-file"])
        try #require(audit.status == 4, "\(audit.words)")
        return world
    }

    private func require(_ run: Run) throws { try #require(run.isDone, "\(run.words)") }

    private func judge(
        _ world: World, _ template: World, _ mending: Mending
    ) throws -> [String] {
        var troubles: [String] = []
        let left = try world.docket(["audit", "--no-file"])
        if left.status != 0, left.status != 4 { troubles.append("audit as left: \(left.words)") }
        let again = try world.docket(mending.command)
        // Where the archive is mended already, there may be nothing to do.
        if again.status != 0, left.status == 4 || again.status != mending.again {
            troubles.append("again: \(again.words)")
        }
        let audit = try world.docket(["audit", "--no-file"])
        if !audit.isDone { troubles.append("audit afterwards: \(audit.words)") }
        let given = try template.receipts()
        try world.removeReceipts()
        let filed = try world.docket(Scenario.filing(["a.md", "b.md"]))
        if !filed.isDone { troubles.append("filing again: \(filed.words)") }
        if try world.receipts() != given { troubles.append("other receipts than were given") }
        return troubles
    }
}
