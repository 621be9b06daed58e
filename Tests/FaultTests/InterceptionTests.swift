// Whether the layer sees what it must. A fault suite whose faults never reach the program passes always; so the calls that SQLite is
// known to make are counted, and strace, which looks from below, must have seen the same calls in the same order.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `The layer under docket` {
    @Test func `sees SQLite write, sync, and checkpoint its journal`() throws {
        let scenario = Scenario(name: "layer", before: [["a.md"]], files: ["one.md"])
        let world = try World(copying: scenario.template())
        try #require(try world.record(scenario.arguments).isDone)
        let calls = try world.trace().calls
        func count(_ kind: FileCall.Kind, _ name: String) -> Int {
            calls.filter { $0.kind == kind && $0.path.hasSuffix("/archive/" + name) }.count
        }
        // A journal of some frames, synced at the commit; then the pages go into the database, which is synced.
        #expect(count(.write, "docket.sqlite-wal") >= 4)
        #expect(count(.sync, "docket.sqlite-wal") >= 1)
        #expect(count(.write, "docket.sqlite") >= 2)
        #expect(count(.sync, "docket.sqlite") >= 1)
        #expect(calls.filter { $0.kind == .answer || $0.kind == .link }.count >= 1)
        #expect(calls.map(\.number) == Array(1...calls.count))
        #expect(!calls.contains { $0.kind == .unseen })
    }

    @Test func `tells what is on the disk to the byte`() throws {
        for scenario in Scenario.all {
            let world = try World(copying: scenario.template())
            var disk = try Disk(reading: world.root)
            try #require(try world.record(scenario.arguments).isDone)
            for call in try world.trace().calls { try disk.take(call) }
            var generator = SplitMix64(seed: 1)
            let told = CrashState(of: disk, .everything, using: &generator)
            let found = CrashState(of: try Disk(reading: world.root), .nothing, using: &generator)
            #expect(Set(told.files.keys) == Set(found.files.keys), "\(scenario)")
            for (name, content) in found.files where content.size < 4 << 20 {
                #expect(told.files[name]?.bytes == content.bytes, "\(scenario): \(name)")
            }
        }
    }

    @Test(.enabled(if: Strace.isUsable)) func `sees what strace sees`() throws {
        var count = 0
        for scenario in Scenario.all.prefix(Extent.isWhole ? .max : 2) {
            let world = try World(copying: scenario.template())
            let environment = try FaultLayer.environment(
                root: world.root, trace: world.tracePath, fault: nil)
            let run = try Strace.run(world, scenario.arguments, environment)
            try #require(run.isDone, "\(scenario): \(run.words)")
            let seen = Strace.calls(world).filter { $0.isInWorld && $0.isDone }.map(\.kind)
            // Whether an open made its file, strace cannot tell; the test before this one can.
            let told = try world.trace().calls.filter {
                $0.isDone && $0.kind != .answer && $0.kind != .create
            }.map(\.kind)
            #expect(told == seen, "\(scenario)")
            count += told.count
        }
        // An export changes next to nothing; two filings alone make more.
        #expect(count > 40)
    }

    @Test(.enabled(if: Strace.isUsable)) func `is not needed: killed by strace, nothing is lost`()
        throws
    {
        var tally = Tally("killed by strace during")
        for scenario in Scenario.all {
            let template = try scenario.template()
            let whole = try World(copying: template)
            try #require(try Strace.run(whole, scenario.arguments).isDone)
            let counts = Strace.calls(whole).reduce(into: [:]) { $0[$1.name, default: 0] += 1 }
            for (call, count) in counts.sorted(by: { $0.key < $1.key }) {
                for number in 1...count {
                    let name = "\(scenario)/strace-\(call)@\(number)"
                    guard Extent.takes(name, oneIn: 100, wholeIn: 3) else { continue }
                    let world = try World(copying: template)
                    let run = try Strace.run(world, scenario.arguments, kill: (call, number))
                    guard run.isKilled else { continue }
                    let verdict = try Oracle.judge(
                        world, after: scenario, try Past(of: world, template, run, scenario))
                    tally.add(scenario.name, "kills")
                    tally.add(scenario.name, call)
                    tally.add(scenario.name, "receipts compared", verdict.receiptsCompared)
                    #expect(
                        verdict.troubles.isEmpty,
                        "\(name): \(verdict.troubles); \(verdict.keep(world))")
                }
            }
        }
        tally.print()
        #expect(tally.sum("kills") > 0 || Extent.only != nil)
    }
}
