// A disk that fails or is full: at each call that changes a file it fails once, or from there on; writes are cut short or interrupted;
// files may grow by so many bytes and no more. The command may refuse or succeed, but what it acknowledged is there, and the next
// command goes on.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `Failing disks` {
    @Test func `lose nothing that was acknowledged`() throws {
        var tally = Tally("failing during")
        for scenario in Scenario.all {
            let template = try scenario.template()
            let world = try World(copying: template)
            let whole = try world.record(scenario.arguments)
            try #require(whole.isDone, "\(scenario): \(whole.words)")
            for (fault, kind) in faults(try world.trace().calls) {
                guard Extent.takes("\(scenario)/\(fault)", oneIn: 80, wholeIn: 4) else { continue }
                try fail(scenario, template, fault, kind, &tally)
            }
        }
        tally.print()
        #expect(tally.sum("faults") >= (Extent.isWhole ? 300 : 15) || Extent.only != nil)
    }

    /// Each call fails; each write is cut and interrupted; the disk is full at each page of what the command adds to files.
    private func faults(_ calls: [FileCall]) -> [(Fault, FileCall.Kind)] {
        var faults: [(Fault, FileCall.Kind)] = []
        var written = 0
        for (number, call) in calls.enumerated() where call.kind != .answer {
            faults.append((Fault(act: .eio, at: number + 1), call.kind))
            faults.append((Fault(act: .eioFrom, at: number + 1), call.kind))
            guard call.kind == .write else { continue }
            faults.append((Fault(act: .short, at: number + 1), call.kind))
            faults.append((Fault(act: .eintr, at: number + 1), call.kind))
            faults.append((Fault(act: .full, at: written), call.kind))
            faults.append((Fault(act: .full, at: written + call.data.count / 2), call.kind))
            written += call.data.count
        }
        return faults
    }

    private func fail(
        _ scenario: Scenario, _ template: World, _ fault: Fault, _ kind: FileCall.Kind,
        _ tally: inout Tally
    ) throws {
        let world = try World(copying: template)
        let run = try world.record(scenario.arguments, fault: fault)
        let name = "\(scenario)/\(fault) at \(kind)"
        // A refusal says why; a trap or a signal is none.
        #expect(
            run.isDone || (run.status == 1 && run.errors.contains("docket: error: "))
                || run.status == 4, "\(name): \(run.words)")
        // Less than asked for at once is no failure, and neither is an interruption.
        if fault.act == .short || fault.act == .eintr {
            #expect(run.isDone, "\(name): \(run.words)")
        }
        var past = try Past(of: world, template, run, scenario)
        past.isAnswered = past.isAnswered && run.isDone
        if run.isDone { #expect(Set(scenario.files).isSubset(of: past.receipts.keys), "\(name)") }
        let verdict = try Oracle.judge(world, after: scenario, past)
        tally.add(scenario.name, "faults")
        tally.add(scenario.name, fault.act.rawValue)
        tally.add(scenario.name, run.isDone ? "done all the same" : "refused")
        tally.add(scenario.name, "no archive", verdict.isRefused ? 1 : 0)
        tally.add(scenario.name, "receipts compared", verdict.receiptsCompared)
        #expect(
            verdict.troubles.isEmpty,
            "\(name), seed \(Extent.seed): \(run.words); \(verdict.troubles); \(verdict.keep(world))"
        )
    }
}
