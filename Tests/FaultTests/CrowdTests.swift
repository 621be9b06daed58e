// Several processes file at once and one of them is killed: the others wait for the lock or go on, and nobody loses what he was told.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `A crowd of processes` {
    @Test func `files on when one of them is killed`() throws {
        let rounds = Extent.isWhole ? 60 : 4
        var generator = SplitMix64(seed: Extent.seed)
        let scenario = Scenario(name: "a crowd", before: [["a.md"]])
        let world = try World(copying: scenario.template())
        var tally = Tally("a crowd of four")
        var past = Past()
        for round in 0..<rounds {
            let names = (0..<4).map { "crowd-\(round)-\($0).md" }
            for name in names { try world.write(name, Scenario.text(name, size: 100)) }
            let victim = Int.random(in: 0..<4, using: &generator)
            let fault = Fault(act: .killBefore, at: Int.random(in: 1...59, using: &generator))
            let runs = try run(world, names, victim, fault)
            for (number, run) in runs.enumerated() where number != victim {
                #expect(run.isDone, "round \(round), \(fault), process \(number): \(run.words)")
            }
            tally.add("", "rounds")
            tally.add("", "kills", runs[victim].isKilled ? 1 : 0)
            tally.add("", "done beside it", runs.filter(\.isDone).count)
            past.receipts = try world.receipts()
            let audit = try world.docket(["audit", "--no-file"])
            #expect(audit.isDone, "round \(round), \(fault): \(audit.words)")
        }
        let everyone = Scenario(
            name: "a crowd", before: [["a.md"]],
            files: (0..<4).map { "crowd-\(rounds - 1)-\($0).md" })
        let verdict = try Oracle.judge(world, after: everyone, past)
        tally.add("", "receipts compared", verdict.receiptsCompared)
        tally.add("", "roots", verdict.roots.count)
        tally.print()
        #expect(
            verdict.troubles.isEmpty,
            "seed \(Extent.seed): \(verdict.troubles); \(verdict.keep(world))")
        #expect(tally.sum("kills") > 0)
    }

    /// Four processes that file a file each, started together; one meets a fault.
    private func run(
        _ world: World, _ names: [String], _ victim: Int, _ fault: Fault
    ) throws -> [Run] {
        let processes = try names.enumerated().map { number, name in
            let layer = try FaultLayer.environment(
                root: world.root, trace: world.tracePath, fault: number == victim ? fault : nil)
            return try world.prepared(
                try CommandResult.product("docket"), Scenario.filing([name]), layer,
                stream: "-\(number)")
        }
        for process in processes { try process.run() }
        return processes.enumerated().map { world.wait($0.element, stream: "-\($0.offset)") }
    }
}
