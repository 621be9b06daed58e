// kill -9 at the calls of `docket backup` and `docket restore --from`. A backup that dies leaves every snapshot that was there as it was,
// and given again it is done. A restore that dies leaves no archive or a whole one.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `Kills of a backup and a restore` {
    private static let drill = ["restore", "--from", "backup", "--archive", "restored"]

    /// Kills `command` at its calls, and hands each world that is left to `judge`.
    private func kill(
        _ name: String, _ command: [String], _ template: World, of parts: Int,
        _ judge: (World) throws -> [String]
    ) throws {
        let whole = try World(copying: template)
        let run = try whole.record(command)
        try #require(run.isDone, "\(run.words)")
        let calls = try whole.trace().calls
        let found = try judge(whole)
        #expect(found.isEmpty, "nothing went wrong: \(found)")
        var kills = 0
        for number in 1...calls.count {
            let acts = [Fault.Act.killBefore, .killWithin, .killAfter]
            let fault = Fault(act: acts[number % 3], at: number)
            // Where a name is given or a folder synced is where order matters; of the many writes of the database some will do.
            let isStep = [.link, .rename, .unlink, .mkdir].contains(calls[number - 1].kind)
            let share = isStep ? calls.count / (4 * parts) + 1 : calls.count / parts + 1
            guard Extent.takes("\(name)/\(fault)", oneIn: share) else { continue }
            let world = try World(copying: template)
            guard try world.record(command, fault: fault).isKilled else { continue }
            kills += 1
            let troubles = try judge(world)
            #expect(
                troubles.isEmpty, "\(name)/\(fault): \(troubles); kept in \(world.keep())")
        }
        print("\(name): \(kills) kills at \(calls.count) calls")
        #expect(kills >= 4 || Extent.only != nil)
    }

    /// An archive with small and large exhibits, a backup of it, and two exhibits since.
    private func backedUp() throws -> World {
        let world = try World()
        for name in ["a.md", "c.md"] { try world.write(name, Scenario.text(name, size: 100)) }
        for name in ["b.md", "d.md"] { try world.write(name, Scenario.text(name, size: 200_000)) }
        for command in [
            ["init", "--origin", World.origin], Scenario.filing(["a.md", "b.md"]),
            ["backup", "backup"], Scenario.filing(["c.md", "d.md"]),
        ] {
            let run = try world.docket(command)
            try #require(run.isDone, "\(run.words)")
        }
        return world
    }

    @Test func `leave the previous snapshot whole, and a backup to be made again`() throws {
        let template = try backedUp()
        try kill("a backup", ["backup", "backup"], template, of: 12) { world in
            var troubles: [String] = []
            let audit = try world.docket(["audit", "--no-file"])
            if !audit.isDone { troubles.append("audit: \(audit.words)") }
            let check = try world.docket(["backup", "backup", "--check"])
            if !check.isDone { troubles.append("check as left: \(check.words)") }
            troubles += try restores(world, snapshot: 1, ["a.md", "b.md"])
            let again = try world.docket(["backup", "backup"])
            if !again.isDone { troubles.append("again: \(again.words)") }
            let checked = try world.docket(["backup", "backup", "--check"])
            if !checked.isDone { troubles.append("check afterwards: \(checked.words)") }
            troubles += try restores(world, snapshot: nil, ["a.md", "b.md", "c.md", "d.md"])
            if world.exists("backup/incoming/docket.sqlite") {
                troubles.append("the copy of the database is still there")
            }
            return troubles
        }
    }

    /// Whether a snapshot gives an archive back in which each of these is filed already.
    private func restores(
        _ world: World, snapshot: Int?, _ names: [String]
    ) throws -> [String] {
        var troubles: [String] = []
        // An older one is put back on a machine that knows of nothing newer; its own snapshot is all that it is held against.
        let declare =
            snapshot == nil ? [] : ["--declare", "--by", "Roe", "--ground", "Drill"]
        let number = snapshot.map { ["--snapshot", "\($0)"] } ?? []
        try? FileManager.default.removeItem(atPath: world.root + "/restored")
        // The mark is not to be lowered for what follows.
        try World.copy(world.root + "/state", to: world.folder + "/state")
        defer {
            try? FileManager.default.removeItem(atPath: world.root + "/restored")
            try? FileManager.default.removeItem(atPath: world.root + "/state")
            try? FileManager.default.moveItem(
                atPath: world.folder + "/state", toPath: world.root + "/state")
        }
        let run = try world.docket(Self.drill + number + declare)
        // Without its key nothing can be declared; the archive is in place.
        guard run.isDone || snapshot != nil && run.status == 1 else {
            return ["restore \(snapshot ?? 0): \(run.words)"]
        }
        try FileManager.default.copyItem(
            atPath: world.root + "/archive/signing-key",
            toPath: world.root + "/restored/signing-key")
        if snapshot != nil {
            let declared = try world.docket(
                ["restore", "--archive", "restored"] + declare)
            if !declared.isDone { troubles.append("declare: \(declared.words)") }
        }
        let audit = try world.docket(["audit", "--no-file", "--archive", "restored"])
        if !audit.isDone { troubles.append("audit of \(snapshot ?? 0): \(audit.words)") }
        let given = try world.receipts()
        try world.removeReceipts()
        let filed = try world.docket(Scenario.filing(names) + ["--archive", "restored"])
        if !filed.isDone { troubles.append("filing again: \(filed.words)") }
        for name in names where world.read(name + ".receipt") != given[name] {
            troubles.append("\(name): another receipt than was given")
        }
        for (name, receipt) in given {
            try world.write(name + ".receipt", String(decoding: receipt, as: UTF8.self))
        }
        return troubles
    }

    @Test func `leave no archive or a whole one, and a restore to be made again`() throws {
        let template = try backedUp()
        let last = try template.docket(["backup", "backup"])
        try #require(last.isDone, "\(last.words)")
        try kill("a restore", Self.drill, template, of: 12) { world in
            var troubles: [String] = []
            if !world.exists("restored/docket.sqlite") {
                let again = try world.docket(Self.drill)
                if !again.isDone { troubles.append("again: \(again.words)") }
            }
            let audit = try world.docket(["audit", "--no-file", "--archive", "restored"])
            // No key is there yet, which the audit tells; nothing else may be wrong.
            if audit.status == nil { troubles.append("audit: \(audit.words)") }
            if !world.exists("restored/signing-key") {
                try FileManager.default.copyItem(
                    atPath: world.root + "/archive/signing-key",
                    toPath: world.root + "/restored/signing-key")
            }
            let sound = try world.docket(["audit", "--no-file", "--archive", "restored"])
            if !sound.isDone { troubles.append("audit with its key: \(sound.words)") }
            let given = try world.receipts()
            try world.removeReceipts()
            let names = ["a.md", "b.md", "c.md", "d.md"]
            let filed = try world.docket(Scenario.filing(names) + ["--archive", "restored"])
            if !filed.isDone { troubles.append("filing again: \(filed.words)") }
            if try world.receipts() != given { troubles.append("other receipts than were given") }
            return troubles
        }
    }
}
