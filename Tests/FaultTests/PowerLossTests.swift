// The power goes at each call of a command: the disk holds what was synced, and any part of the rest. On each such disk the real
// `docket` goes on, and the oracle holds. So it does when the command before was killed with its journal unsynced, which the next
// process reads from memory as if it were durable; and when a sync failed, after which nobody knows what is.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `Power losses` {
    @Test func `lose nothing that was acknowledged`() throws {
        var tally = Tally("the power goes during")
        for scenario in Scenario.all {
            let session = try #require(try Session(scenario, scenario.template()))
            try lose(session, oneIn: 100, &tally)
        }
        tally.print()
        #expect(tally.sum("states") >= (Extent.isWhole ? 500 : 15) || Extent.only != nil)
    }

    @Test func `lose nothing that was acknowledged after a kill`() throws {
        var tally = Tally("the power goes after a kill in")
        for scenario in Scenario.all where scenario.killedBefore == nil {
            let template = try scenario.template()
            for fault in try faults(scenario, template, [.killBefore, .killWithin], oneIn: 120) {
                if let session = try Session(scenario, template, fault: fault) {
                    try lose(session, oneIn: 300, &tally)
                }
            }
        }
        tally.print()
        #expect(tally.sum("states") > 0 || Extent.only != nil)
    }

    @Test func `lose nothing that was acknowledged after a failed sync`() throws {
        var tally = Tally("the power goes after a failed sync in")
        for scenario in Scenario.all where scenario.hasArchive {
            let template = try scenario.template()
            for fault in try faults(scenario, template, [.eio], oneIn: 8) {
                if let session = try Session(scenario, template, fault: fault) {
                    try lose(session, oneIn: 300, &tally)
                }
            }
        }
        tally.print()
        #expect(tally.sum("states") > 0 || Extent.only != nil)
    }

    /// The faults of the first command: failing syncs, and kills after which something unsynced is left.
    private func faults(
        _ scenario: Scenario, _ template: World, _ acts: [Fault.Act], oneIn stride: Int
    ) throws -> [Fault] {
        let world = try World(copying: template)
        let run = try world.record(scenario.arguments)
        try #require(run.isDone, "\(scenario): \(run.words)")
        var faults: [Fault] = []
        for (number, call) in try world.trace().calls.enumerated() {
            for act in acts {
                let isMeant =
                    act == .eio ? call.kind == .sync : act == .killBefore || call.kind == .write
                let fault = Fault(act: act, at: number + 1)
                // In the soak one kill in sixteen: each is a session of a hundred moments.
                let isChosen =
                    act == .eio
                    ? Extent.takes("\(scenario)/\(fault)", oneIn: stride, wholeIn: 4)
                    : Extent.takes("\(scenario)/\(fault)", oneIn: stride, wholeIn: 16)
                if isMeant, isChosen || Extent.only?.hasPrefix("\(scenario)/\(fault)") ?? false {
                    faults.append(fault)
                }
            }
        }
        return faults
    }

    /// Tries the disks that the session may leave.
    private func lose(_ session: Session, oneIn stride: Int, _ tally: inout Tally) throws {
        var tried: Set<Int> = []
        let scenario = session.scenario
        let fault = session.fault.map { "/\($0)" } ?? ""
        for moment in try session.moments() {
            for (number, survival) in Survival.allCases.enumerated() {
                let name = "\(scenario)\(fault)/\(survival.rawValue)@\(moment.calls)"
                let isChosen = Extent.takes(
                    name, oneIn: stride, wholeIn: session.fault == nil ? 2 : 60)
                guard isChosen else { continue }
                var generator = SplitMix64(
                    seed: Extent.seed ^ UInt64(moment.calls << 8 | number))
                let state = CrashState(of: moment.disk, survival, using: &generator)
                var hasher = Hasher()
                hasher.combine(state)
                hasher.combine(moment.past.receipts.count)
                hasher.combine(moment.past.isAnswered)
                guard tried.insert(hasher.finalize()).inserted else { continue }
                try judge(state, moment, scenario, name, survival, &tally)
            }
        }
    }

    private func judge(
        _ state: CrashState, _ moment: Moment, _ scenario: Scenario, _ name: String,
        _ survival: Survival, _ tally: inout Tally
    ) throws {
        let world = try World(state)
        let verdict = try Oracle.judge(world, after: scenario, moment.past)
        tally.add(scenario.name, "states")
        tally.add(scenario.name, survival.rawValue)
        tally.add(scenario.name, "no archive", verdict.isRefused ? 1 : 0)
        tally.add(scenario.name, "receipts compared", verdict.receiptsCompared)
        tally.add(scenario.name, "roots", verdict.roots.count)
        guard !verdict.troubles.isEmpty else { return }
        let before = try World(state)
        Issue.record(
            "\(name), seed \(Extent.seed): \(verdict.troubles); before the next process in \(before.keep())"
        )
    }
}
