// `docket file` killed at any moment: the archive opens and audits clean, and whoever has a receipt has it rightly.

import EvidenceTesting
import Foundation
import Testing

@Suite struct KillingDocketFile {
    /// Enough to hit the start, the transaction, the signature and the receipt; the store's own tests kill at each write.
    private static let kills = 20

    @Test func `leaves an archive that audits clean and receipts that verify`() throws {
        let bench = try CliWorkbench.withArchive()
        let docket = try CommandResult.product("docket")
        var generator = SplitMix64(seed: 7)
        let duration = try measure(bench, docket)
        var killed = 0
        for number in 0..<Self.kills {
            let name = "file-\(number).md"
            try bench.write(name, String(repeating: "Evidence \(number)\n", count: 2000))
            let process = try bench.prepared(docket, ["file", "--matter", "BAN-1", name])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            Thread.sleep(forTimeInterval: Double.random(in: 0...duration, using: &generator))
            if process.isRunning { killed += 1 }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        print("killed \(killed) of \(Self.kills), seed 7, within \(duration) s")
        #expect(killed > 0)
        let audit = try bench.docket(["audit"])
        #expect(audit.status == 0, "\(audit.output)")
        try expectReceipts(bench)
        // The same again completes what was broken off.
        for number in 0..<Self.kills {
            let filed = try bench.docket(["file", "--matter", "BAN-1", "file-\(number).md"])
            #expect(filed.status == 0, "\(filed.errors)")
        }
        let entries = try bench.docket(["list"]).output.split(separator: "\n").count
        #expect(entries == Self.kills + 1)
        #expect(try bench.docket(["audit"]).status == 0)
    }

    /// How long filing takes here; also the first entry.
    private func measure(_ bench: CliWorkbench, _ docket: String) throws -> Double {
        let start = ContinuousClock.now
        try #require(try bench.docket(["file", "--matter", "BAN-1", "contract.md"]).status == 0)
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    private func expectReceipts(_ bench: CliWorkbench) throws {
        for number in 0..<Self.kills where bench.exists("file-\(number).md.receipt") {
            let check = try bench.docket([
                "receipt", "file-\(number).md.receipt", "--content", "file-\(number).md", "--key",
                "key.txt",
            ])
            #expect(check.status == 0, "\(check.errors)")
        }
    }
}
