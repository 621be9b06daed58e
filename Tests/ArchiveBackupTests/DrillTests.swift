// The drill that an operator should hold once a year: backups are made while others file, the archive is lost, and what comes back is
// whole, knows what it does not have, and files on.

import ArchiveBackup
import Dispatch
import EvidenceStore
import EvidenceValues
import Foundation
import Synchronization
import Testing
import TransparencyLog

@Suite struct `A drill` {
    /// What is filed meanwhile, by a thread that stops when it is told.
    private final class Filer: Sendable {
        private let isOver = Mutex(false)
        private let filed = Mutex<[Receipt]>([])
        private let failure = Mutex<String?>(nil)
        private let group = DispatchGroup()

        init(_ vault: Vault) {
            DispatchQueue(label: "filer").async(group: group) { [self] in
                do {
                    let archive = try vault.open()
                    var number = 0
                    // Bounded, should nobody tell it to stop.
                    while !isOver.withLock({ $0 }), number < 20_000 {
                        let text =
                            number % 7 == 0 ? Vault.large("\(number)") : "exhibit \(number)"
                        let receipts = try vault.file(text, in: archive)
                        filed.withLock { $0 += receipts }
                        number += 1
                    }
                    try archive.close()
                } catch { failure.withLock { $0 = "\(error)" } }
            }
        }

        var count: Int { filed.withLock { $0.count } }

        func stop() throws -> [Receipt] {
            isOver.withLock { $0 = true }
            group.wait()
            #expect(failure.withLock { $0 } == nil)
            return filed.withLock { $0 }
        }
    }

    @Test func `gives back an archive that was backed up while others filed`() throws {
        let vault = try Vault.filled()
        let filer = Filer(vault)
        var reports: [BackupReport] = []
        for round in 0..<4 {
            while filer.count < round * 10 { Thread.sleep(forTimeInterval: 0.01) }
            reports.append(try vault.backUp())
        }
        let receipts = try filer.stop()
        #expect(receipts.count >= 30)
        let checked = try check(backup: vault.backup)
        #expect(checked.isClean)
        #expect(checked.whole == [1, 2, 3, 4])
        #expect(reports.allSatisfy { $0.snapshot.missing.isEmpty })
        try fire(vault)
        for report in reports { try comesBack(vault, report.snapshot, receipts) }
    }

    /// The archive is lost, the machine's state and the safe with the key are not.
    private func fire(_ vault: Vault) throws {
        try FileManager.default.moveItem(
            atPath: vault.folder + "/signing-key", toPath: vault.root + "/safe")
        try vault.remove(vault.folder)
    }

    /// Each snapshot is one state of the log, behind its mark; declared, it goes on.
    private func comesBack(
        _ vault: Vault, _ snapshot: Snapshot, _ receipts: [Receipt]
    ) throws {
        // Each is tried on a machine of its own, with the mark as it was.
        let machine = "machine-\(snapshot.number)"
        try FileManager.default.copyItem(
            atPath: vault.root + "/state", toPath: vault.root + "/" + machine)
        defer { try? vault.remove(vault.restored) }
        let size = snapshot.head.size
        let filed = UInt64(receipts.count) + 3
        if size.value < filed {
            #expect(throws: StoreError.self) {
                try vault.restore(machine: machine) { $0.snapshot = snapshot.number }
            }
        }
        let restored = try vault.restore(machine: machine) {
            $0.snapshot = snapshot.number
            $0.isDeclared = true
        }
        try FileManager.default.copyItem(
            atPath: vault.root + "/safe", toPath: vault.restored + "/signing-key")
        #expect(restored.isBehind == (size.value < filed))
        if restored.isBehind {
            let warrant = required(Warrant(by: "Joe Bloggs", ground: "Fire"))
            _ = try Archive.declareRestore(
                at: vault.restored, warrant: warrant,
                surroundings: vault.surroundings(machine: machine))
        }
        #expect(vault.faults(of: vault.restored, machine: machine).isEmpty)
        let archive = try vault.open(vault.restored, machine: machine)
        for receipt in receipts where size.contains(receipt.entry.index) {
            #expect(try archive.receipt(of: receipt.entry.index) == receipt)
        }
        try vault.file("and on", in: archive)
        try archive.close()
        #expect(vault.faults(of: vault.restored, machine: machine).isEmpty)
    }
}
