// `docket file` killed while it writes: the archive opens and audits clean, whoever has a receipt has it rightly, and the same filing
// again gives it again. The store's own tests kill at each write by name; here a real process dies at moments that nobody chose,
// but after its first write and before its end. `DOCKET_KILLS` says how often; `make soak` kills 500 times.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct KillingDocketFile {
    private static let kills =
        ProcessInfo.processInfo.environment["DOCKET_KILLS"].flatMap(Int.init) ?? 20
    private static let seed: UInt64 = 7

    /// How a killed filing ended.
    private enum Ending: String {
        case beforeCommit = "before the commit"
        case afterCommit = "after the commit"
        case withReceipt = "with the receipt"
        case notKilled = "too late"
    }

    @Test func `leaves an archive that audits clean and receipts that verify`() throws {
        let bench = try CliWorkbench.withArchive()
        var generator = SplitMix64(seed: Self.seed)
        var window = try (0..<3).map { try measure(bench, "first-\($0).md") }.sorted()[1]
        var endings: [Ending: Int] = [:]
        for number in 0..<Self.kills {
            let delay = Double.random(in: 0...window * 1.1, using: &generator)
            let name = "file-\(number).md"
            let isKilled = try file(bench, name, killAfter: delay)
            let ending = try inspect(bench, name)
            // So that most of them hit, on a machine that is busier or less busy than when it was measured.
            window *= isKilled ? 1.03 : 0.85
            endings[isKilled ? ending : .notKilled, default: 0] += 1
            try fileAgain(bench, name)
        }
        let counts = endings.map { "\($0.value) \($0.key.rawValue)" }.sorted()
        print(
            "\(Self.kills) kills, seed \(Self.seed), within \(window) s of the first write:", counts
        )
        // Each was after the first write, but for those that came too late.
        #expect(Self.kills - endings[.notKilled, default: 0] >= Self.kills / 3)
        #expect(endings[.beforeCommit, default: 0] + endings[.afterCommit, default: 0] > 0)
        let listed = try bench.docket(["list"]).output.split(separator: "\n").count
        #expect(listed == Self.kills + 3)
    }

    /// How long filing takes from its first write to its end.
    private func measure(_ bench: CliWorkbench, _ name: String) throws -> Double {
        let process = try start(bench, name)
        try awaitFirstWrite(bench, name, process)
        let start = ContinuousClock.now
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return (ContinuousClock.now - start) / Duration.seconds(1)
    }

    /// Files and kills so long after the first write; whether there was somebody to kill.
    private func file(
        _ bench: CliWorkbench, _ name: String, killAfter delay: Double
    ) throws -> Bool {
        let process = try start(bench, name)
        try awaitFirstWrite(bench, name, process)
        Thread.sleep(forTimeInterval: delay)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    private func start(_ bench: CliWorkbench, _ name: String) throws -> Process {
        try bench.write(name, content(name))
        let process = try bench.prepared(
            try CommandResult.product("docket"), ["file", "--matter", "BAN-1", name])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func content(_ name: String) -> String {
        String(repeating: "Evidence \(name)\n", count: 6000)
    }

    /// The first thing that a filing writes is its exhibit, into `incoming` and from there to its place.
    private func awaitFirstWrite(
        _ bench: CliWorkbench, _ name: String, _ process: Process
    ) throws {
        let hex = Digest.sha256(Array(content(name).utf8)).hex
        let place = bench.path("archive/blobs/\(hex.prefix(2))/\(hex.dropFirst(2))")
        let incoming = bench.path("archive/blobs/incoming")
        // What an earlier kill has left there.
        let left = try FileManager.default.contentsOfDirectory(atPath: incoming)
        while process.isRunning, !FileManager.default.fileExists(atPath: place) {
            let names = try FileManager.default.contentsOfDirectory(atPath: incoming)
            if names.contains(where: { !left.contains($0) }) { return }
        }
    }

    /// What is there when a process has died, before anything has mended it.
    private func inspect(_ bench: CliWorkbench, _ name: String) throws -> Ending {
        let audit = try bench.docket(["audit", "--no-file"])
        #expect(audit.status == 0, "\(audit.output)\(audit.errors)")
        let listed = try bench.docket(["list"])
        #expect(listed.status == 0, "\(listed.errors)")
        let isCommitted = listed.output.contains("  \(name)\n")
        guard bench.exists(name + ".receipt") else {
            return isCommitted ? .afterCommit : .beforeCommit
        }
        #expect(isCommitted)
        try expectReceipt(bench, name)
        return .withReceipt
    }

    /// The same filing again completes what was broken off, and changes nothing that was not.
    private func fileAgain(_ bench: CliWorkbench, _ name: String) throws {
        let first = try? bench.folder.read(name + ".receipt")
        let wasListed = try bench.docket(["list"]).output.contains("  \(name)\n")
        let filed = try bench.docket(["file", "--matter", "BAN-1", name, "--json"])
        #expect(filed.status == 0, "\(filed.errors)")
        #expect(filed.output.contains("\"was_already_filed\":\(wasListed)"), "\(filed.output)")
        let receipt = try bench.folder.read(name + ".receipt")
        #expect(first == nil || first == receipt)
        try expectReceipt(bench, name)
        #expect(try bench.docket(["audit", "--no-file"]).status == 0)
        let parts = try bench.names().filter { $0.hasSuffix(".part") }
        #expect(parts.isEmpty, "\(parts)")
    }

    private func expectReceipt(_ bench: CliWorkbench, _ name: String) throws {
        let check = try bench.docket([
            "receipt", name + ".receipt", "--content", name, "--key", "key.txt",
        ])
        #expect(check.status == 0, "\(check.errors)")
    }
}
