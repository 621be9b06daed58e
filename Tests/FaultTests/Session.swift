// A recorded stretch of work on one disk: a command, perhaps one that a fault broke off and then the same again. At each call the
// power may go; what the disk then may hold is a `CrashState`, and what had been acknowledged by then is a `Past`.

import EvidenceTesting
import Foundation

/// A disk before its work, and the work.
struct Session {
    let scenario: Scenario
    /// What befell the first command; it was then given again. Nil if nothing did.
    let fault: Fault?
    private let disk: Disk
    private let calls: [FileCall]
    private let template: (receipts: [String: [UInt8]], roots: SignedRoots)

    /// Does the work and records it; nil if the fault came too late to be one.
    init?(_ scenario: Scenario, _ template: World, fault: Fault? = nil) throws {
        self.scenario = scenario
        self.fault = fault
        let world = try World(copying: template)
        disk = try Disk(reading: world.root)
        var run = try world.record(scenario.arguments, fault: fault)
        if fault != nil {
            if run.isDone { return nil }
            run = try world.record(scenario.arguments)
        }
        guard let status = run.status, scenario.again.contains(status) else {
            throw Scenario.NotReady(words: run.words)
        }
        calls = try world.trace().calls
        self.template = (try template.receipts(), template.signedRoots())
    }

    /// How many calls there are.
    var count: Int { calls.count }

    /// What was in hand when the power goes after each number of calls.
    func moments() throws -> [Moment] {
        var disk = disk
        var past = Past(receipts: template.receipts, roots: template.roots)
        var moments = [Moment(calls: 0, disk: disk, past: past)]
        for (number, call) in calls.enumerated() {
            try disk.take(call, losesOnFailure: fault?.act == .eio)
            past.roots.add(SignedRoots.checkpoints(of: World.origin, in: call.data))
            if call.isDone, call.kind == .answer { past.isAnswered = true }
            if call.isDone, call.kind == .link || call.kind == .rename {
                try note(call, disk, &past)
            }
            moments.append(Moment(calls: number + 1, disk: disk, past: past))
        }
        return moments
    }

    /// A receipt that has its name was given, whether or not the name will last.
    private func note(_ call: FileCall, _ disk: Disk, _ past: inout Past) throws {
        let name = URL(filePath: call.target).lastPathComponent
        guard name.hasSuffix(".receipt"), let content = try disk.content(of: call.target) else {
            return
        }
        past.receipts[String(name.dropLast(".receipt".count))] = content.bytes
    }
}

/// The moment at which the power goes.
struct Moment {
    /// How many calls were made.
    let calls: Int
    let disk: Disk
    let past: Past
}
