// What comes out of a backup, and what must not: an older state that nobody declared, a fork, another archive's.

import ArchiveBackup
import EvidenceStore
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct `An archive from a backup` {
    /// Two snapshots, of three and of four entries.
    private static func twice() throws -> Vault {
        let vault = try Vault.filled()
        try vault.backUp()
        let archive = try vault.open()
        try vault.file("four", in: archive)
        try archive.close()
        try vault.backUp()
        return vault
    }

    private static let warrant = required(Warrant(by: "Joe Bloggs", ground: "Disk failed"))

    @Test func `is the archive, and goes on`() throws {
        let vault = try Vault.filled()
        var archive = try vault.open()
        let receipts = try (0..<3).map { try archive.receipt(of: LeafIndex($0)) }
        try archive.close()
        try vault.backUp()
        #expect(try !vault.restore().isBehind)
        #expect(vault.faults(of: vault.restored).isEmpty)
        try vault.bringKey()
        archive = try vault.open(vault.restored)
        for (index, receipt) in receipts.enumerated() {
            #expect(try archive.receipt(of: LeafIndex(UInt64(index))) == receipt)
        }
        let large = try archive.exhibit(at: LeafIndex(2))
        #expect(try archive.content(of: large) == Array(Vault.large("three").utf8))
        let filed = try vault.file("four", in: archive)
        #expect(filed.first?.entry.index == LeafIndex(3))
        try archive.close()
        #expect(vault.faults(of: vault.restored).isEmpty)
    }

    @Test func `never takes the place of anything`() throws {
        let vault = try Vault.filled()
        try vault.backUp()
        #expect(throws: StoreError.alreadyExists(path: vault.folder)) {
            try vault.restore { $0.archive = vault.folder }
        }
        try FileManager.default.createDirectory(
            atPath: vault.restored, withIntermediateDirectories: true)
        try vault.restore()
        #expect(vault.faults(of: vault.restored).isEmpty)
        #expect(try vault.leftovers().isEmpty)
    }

    // Spec: backup-18
    @Test(arguments: ["state", "new-machine"])
    func `that is older than is known is refused, and leaves nothing`(machine: String) throws {
        let vault = try Self.twice()
        let refused = #expect(throws: StoreError.self) {
            try vault.restore(machine: machine) { $0.snapshot = 1 }
        }
        guard case .olderThanMark(TreeSize(3), TreeSize(4), _) = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(!vault.exists(vault.restored))
        #expect(try vault.leftovers().isEmpty)
        #expect(try !vault.restore(machine: machine).isBehind)
    }

    // Spec: backup-18, erasure-16
    @Test(arguments: ["state", "new-machine"])
    func `that is older goes on when that is declared, and not before`(machine: String) throws {
        let vault = try Self.twice()
        let restored = try vault.restore(machine: machine) {
            $0.snapshot = 1
            $0.isDeclared = true
        }
        #expect(restored.isBehind)
        try vault.bringKey()
        // If the process dies here, nobody files into it.
        #expect(throws: StoreError.self) { try vault.open(vault.restored, machine: machine) }
        _ = try Archive.declareRestore(
            at: vault.restored, warrant: Self.warrant,
            surroundings: vault.surroundings(machine: machine))
        let archive = try vault.open(vault.restored, machine: machine)
        let record = try Restore(
            parsing: archive.content(of: archive.exhibit(at: LeafIndex(3))))
        #expect(record.left.size == TreeSize(4))
        try vault.file("late", in: archive)
        try archive.close()
        #expect(vault.faults(of: vault.restored, machine: machine).isEmpty)
        // It is another log from there on: the old folder of backups is kept for what was left behind.
        #expect(throws: BackupError.self) {
            try vault.backUp(machine: machine) { $0.archive = vault.restored }
        }
    }

    @Test func `that is behind what was filed since is refused where the mark is`() throws {
        let vault = try Self.twice()
        let archive = try vault.open()
        try vault.file("five", in: archive)
        try archive.close()
        try vault.remove(vault.folder)
        #expect(throws: StoreError.self) { try vault.restore() }
        #expect(try vault.restore { $0.isDeclared = true }.isBehind)
    }

    @Test func `is held against a checkpoint that the operator has from elsewhere`() throws {
        let vault = try Self.twice()
        var archive = try vault.open()
        let receipt = try #require(try vault.file("five", in: archive).first)
        try archive.close()
        let note = receipt.proof.checkpoint
        #expect(throws: StoreError.self) {
            try vault.restore(machine: "new-machine") { $0.checkpoint = note }
        }
        let restored = try vault.restore(machine: "new-machine") {
            $0.checkpoint = note
            $0.isDeclared = true
        }
        #expect(restored.isBehind)
        try vault.bringKey()
        #expect(throws: StoreError.self) {
            try vault.open(vault.restored, machine: "new-machine")
        }
        try vault.remove(vault.restored)
        // An older one, of a tree that it goes on from, says nothing against it.
        archive = try vault.open()
        let old = try archive.receipt(of: LeafIndex(0)).proof.checkpoint
        try archive.close()
        #expect(try !vault.restore(machine: "third") { $0.checkpoint = old }.isBehind)
    }

    @Test(arguments: [true, false])
    func `of a fork is refused, whatever is declared`(isDeclared: Bool) throws {
        let vault = try Vault.filled()
        let copy = vault.root + "/copy"
        try FileManager.default.copyItem(atPath: vault.folder, toPath: copy)
        // The machine's archive goes one way, the copy on another machine another; the backup is of the copy.
        let archive = try vault.open()
        try vault.file("four", in: archive)
        try archive.close()
        let fork = try vault.open(copy, machine: "elsewhere")
        let receipt = try #require(try vault.file("another four", "five", in: fork).last)
        try fork.close()
        try vault.backUp(machine: "elsewhere") { $0.archive = copy }
        let refused = #expect(throws: StoreError.self) {
            try vault.restore { $0.isDeclared = isDeclared }
        }
        guard case .forked(TreeSize(4), _) = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(!vault.exists(vault.restored))
        // The other way round, told by a checkpoint alone.
        try vault.remove(vault.backup)
        let later = try vault.open()
        try vault.file("five of the first", in: later)
        try later.close()
        try vault.backUp()
        #expect(throws: StoreError.self) {
            try vault.restore(machine: "new-machine") {
                $0.checkpoint = receipt.proof.checkpoint
                $0.isDeclared = isDeclared
            }
        }
        #expect(!vault.exists(vault.restored))
    }

    @Test func `is of the key that was named`() throws {
        let vault = try Vault.filled()
        try vault.backUp()
        let other = try NoteSigner(
            name: Vault.origin.text, seed: [UInt8](repeating: 9, count: 32))
        #expect(throws: BackupError.self) { try vault.restore { $0.key = other.verifierKey } }
        #expect(!vault.exists(vault.restored))
        let key = try BackupFolder(vault.backup).key
        #expect(try vault.restore { $0.key = key }.snapshot.number == 1)
    }

    @Test func `must be one that is there`() throws {
        let vault = try Vault.filled()
        #expect(throws: (any Error).self) { try vault.restore() }
        try vault.backUp()
        #expect(throws: BackupError.noSnapshot(2, path: vault.backup)) {
            try vault.restore { $0.snapshot = 2 }
        }
    }
}
