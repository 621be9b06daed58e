// What must hold wherever a process died, a call failed or the power went:
//
//   1. `docket audit` finds the archive clean, as it was left, before anybody mends it;
//   2. every exhibit that was acknowledged, filed again, gives the receipt that was given, to the byte: it was not lost;
//   3. the command that was broken off, given again, is done, and the archive is clean behind it;
//   4. at no size were two roots ever signed: not before the fault, not after it, and not told in two ways.

import EvidenceTesting
import Foundation
import Testing

/// The acknowledged past of a world.
struct Past: Sendable {
    /// Receipts that were given, by their exhibit's name.
    var receipts: [String: [UInt8]] = [:]
    /// Whether the answer of the command itself was given.
    var isAnswered = false
    /// Roots that were signed.
    var roots = SignedRoots()
}

/// What the oracle saw.
struct Verdict: Sendable {
    /// Each rule that was broken, in words; empty if all is well.
    var troubles: [String] = []
    /// Whether the archive could not be used, and nothing was lost by it.
    var isRefused = false
    var receiptsCompared = 0
    var roots = SignedRoots()
}

enum Oracle {
    /// Exhibits that are filed again at most, of those that were acknowledged before.
    static let sample = 8

    /// Judges `world`, which is used up.
    static func judge(_ world: World, after scenario: Scenario, _ past: Past) throws -> Verdict {
        var verdict = Verdict()
        verdict.roots = past.roots
        verdict.roots.add(world.signedRoots())
        guard world.exists("archive/docket.sqlite") else {
            return try judgeNothing(world, scenario, past, verdict)
        }
        try audit(world, "as it was left", &verdict)
        try world.forgetTrace()
        try fileAgain(world, scenario, past, &verdict)
        if !scenario.command.isEmpty {
            let again = try world.record(scenario.arguments)
            let isHarmless =
                past.isAnswered ? scenario.againIfAnswered ?? scenario.again : scenario.again
            if !(again.status.map { isHarmless.contains($0) } ?? false) {
                verdict.troubles.append("the command again: \(again.words)")
            }
        }
        try audit(world, "afterwards", &verdict)
        for call in try world.trace().calls {
            verdict.roots.add(SignedRoots.checkpoints(of: World.origin, in: call.data))
        }
        verdict.roots.add(world.signedRoots())
        for size in verdict.roots.forks {
            let roots = verdict.roots.roots[size] ?? []
            verdict.troubles.append("two roots signed at size \(size): \(roots.sorted())")
        }
        return verdict
    }

    /// An archive that is not there is no loss if nobody was told that it is.
    private static func judgeNothing(
        _ world: World, _ scenario: Scenario, _ past: Past, _ verdict: Verdict
    ) throws -> Verdict {
        var verdict = verdict
        if !past.receipts.isEmpty || past.isAnswered || scenario.hasArchive {
            verdict.troubles.append("the archive is gone")
            return verdict
        }
        let again = try world.docket(scenario.arguments)
        if !again.isDone {
            verdict.troubles.append("the command again, of which nothing is left: \(again.words)")
        }
        verdict.isRefused = true
        return verdict
    }

    private static func audit(_ world: World, _ when: String, _ verdict: inout Verdict) throws {
        let audit = try world.docket(["audit", "--no-file"])
        if !audit.isDone { verdict.troubles.append("audit \(when): \(audit.words)") }
    }

    /// Files what was acknowledged, and what was broken off, in one command, and compares the receipts.
    private static func fileAgain(
        _ world: World, _ scenario: Scenario, _ past: Past, _ verdict: inout Verdict
    ) throws {
        let others = Set(past.receipts.keys).subtracting(scenario.files)
            .subtracting(scenario.erased)
        let names = Array(others.sorted().prefix(sample)) + scenario.files
        guard !names.isEmpty else { return }
        try world.removeReceipts()
        for name in names {
            let size = scenario.files.contains(name) ? scenario.size : 100
            try world.write(name, Scenario.text(name, size: size))
        }
        let filed = try world.record(Scenario.filing(names))
        guard filed.isDone else {
            verdict.troubles.append("filing again: \(filed.words)")
            return
        }
        for name in names {
            let receipt = world.read(name + ".receipt")
            if receipt == nil { verdict.troubles.append("\(name): no receipt") }
            guard let given = past.receipts[name] else { continue }
            verdict.receiptsCompared += 1
            if receipt != given {
                verdict.troubles.append("\(name): acknowledged, and now has another receipt")
            }
        }
    }
}
