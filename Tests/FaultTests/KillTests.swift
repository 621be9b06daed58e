// kill -9 at each call that a command makes to change files: before it, within it if it writes, behind it. What is then on disk is
// what a process that dies there leaves; the next process must find everything that was acknowledged.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `Kills at each call` {
    @Test func `leave an archive that has all that was acknowledged`() throws {
        var tally = Tally("killed during")
        for scenario in Scenario.all {
            let template = try scenario.template()
            let calls = try record(scenario, template)
            for (number, call) in calls.enumerated() {
                for act in [Fault.Act.killBefore, .killWithin, .killAfter] {
                    guard act != .killWithin || call.kind == .write else { continue }
                    let fault = Fault(act: act, at: number + 1)
                    guard Extent.takes("\(scenario)/\(fault)", oneIn: 50, wholeIn: 2) else {
                        continue
                    }
                    try kill(scenario, template, fault, call.kind, &tally)
                }
            }
        }
        tally.print()
        #expect(tally.sum("kills") >= (Extent.isWhole ? 500 : 25) || Extent.only != nil)
        #expect(tally.sum("receipts compared") > 0 || Extent.only != nil)
    }

    /// The calls of the command when nothing goes wrong.
    private func record(_ scenario: Scenario, _ template: World) throws -> [FileCall] {
        let world = try World(copying: template)
        let run = try world.record(scenario.arguments)
        try #require(run.isDone, "\(scenario): \(run.words)")
        return try world.trace().calls
    }

    private func kill(
        _ scenario: Scenario, _ template: World, _ fault: Fault, _ kind: FileCall.Kind,
        _ tally: inout Tally
    ) throws {
        let world = try World(copying: template)
        let run = try world.record(scenario.arguments, fault: fault)
        guard run.isKilled else {
            // SQLite may need a page more or less from one run to the next, as random bytes fall.
            tally.add(scenario.name, "too late")
            return
        }
        let verdict = try Oracle.judge(
            world, after: scenario, try Past(of: world, template, run, scenario))
        tally.add(scenario.name, "kills")
        tally.add(scenario.name, "at \(kind)")
        tally.add(scenario.name, "no archive", verdict.isRefused ? 1 : 0)
        tally.add(scenario.name, "receipts compared", verdict.receiptsCompared)
        tally.add(scenario.name, "roots", verdict.roots.count)
        #expect(
            verdict.troubles.isEmpty,
            "\(scenario)/\(fault) at \(kind), seed \(Extent.seed): \(verdict.troubles); \(verdict.keep(world))"
        )
    }
}

extension Verdict {
    /// Keeps the world of a verdict that found trouble, for whoever looks.
    func keep(_ world: World) -> String { troubles.isEmpty ? "" : "kept in \(world.keep())" }
}

extension Past {
    /// What was acknowledged in a world whose command has just ended or died: receipts that are there, and its answer.
    init(of world: World, _ template: World, _ run: Run, _ scenario: Scenario) throws {
        receipts = try template.receipts().merging(try world.receipts()) { old, _ in old }
        isAnswered = !run.output.isEmpty
        roots = template.signedRoots()
        for call in try world.trace().calls {
            roots.add(SignedRoots.checkpoints(of: World.origin, in: call.data))
        }
    }
}
