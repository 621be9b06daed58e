// A byte that flips anywhere in a backup is found, nothing damaged is restored, and what the archive still has is written anew.

import ArchiveBackup
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct `A flipped byte of a backup` {
    /// Places in each file: its ends, and some between that differ from file to file.
    private static func places(_ count: Int, seed: String) -> Set<Int> {
        let random = Digest.sha256(seed.utf8).bytes
        let some = (0..<4).map { number in
            (Int(random[number * 2]) << 8 | Int(random[number * 2 + 1])) * 7919 % count
        }
        return Set([0, count - 1, count / 2] + some)
    }

    @Test func `is found in each file, and nothing is restored from it`() throws {
        let vault = try Vault.filled()
        try vault.backUp()
        let files = vault.files(below: vault.backup)
        #expect(files.count >= 4)
        for name in files {
            let path = vault.backup + "/" + name
            let bytes = try vault.read(path)
            for place in Self.places(bytes.count, seed: name) {
                var changed = bytes
                changed[place] ^= 0x10
                try vault.write(changed, to: path)
                let checked = try? check(backup: vault.backup)
                #expect(checked?.isClean != true, "\(name), byte \(place)")
                #expect(throws: (any Error).self, "\(name), byte \(place)") {
                    try vault.restore(machine: "other")
                }
                #expect(!vault.exists(vault.restored))
                #expect(try vault.leftovers().isEmpty)
            }
            // A file cut short, and one that is gone.
            try vault.write(Array(bytes.dropLast()), to: path)
            #expect((try? check(backup: vault.backup))?.isClean != true, "\(name)")
            #expect(throws: (any Error).self) { try vault.restore(machine: "other") }
            try vault.remove(path)
            #expect((try? check(backup: vault.backup))?.whole != [1], "\(name)")
            #expect(throws: (any Error).self) { try vault.restore(machine: "other") }
            #expect(!vault.exists(vault.restored))
            try vault.write(bytes, to: path)
        }
        try vault.restore(machine: "other")
        #expect(vault.faults(of: vault.restored, machine: "other").isEmpty)
    }

    // Spec: backup-11
    @Test func `is mended by a backup that reads all, and by no other`() throws {
        let vault = try Vault.filled()
        try vault.backUp()
        let areas = ["blobs", "pieces"]
        let damaged = areas.flatMap { area in
            vault.files(below: "\(vault.backup)/\(area)").map { "\(vault.backup)/\(area)/\($0)" }
        }
        for path in damaged {
            var bytes = try vault.read(path)
            bytes[bytes.count / 3] ^= 1
            try vault.write(bytes, to: path)
        }
        #expect(try vault.backUp().healed == 0)
        let report = try vault.backUp { $0.readsAll = true }
        #expect(report.healed >= 1)
        // The first snapshot's first page is in no state of the archive any more; what is left of it is told.
        #expect(try check(backup: vault.backup).whole.contains(3))
        #expect(Set(report.damaged).isSubset(of: damaged))
        try vault.restore()
        #expect(vault.faults(of: vault.restored).isEmpty)
    }

    /// Two snapshots, the text of the newer one damaged, and its path.
    private static func damagedNewest() throws -> (vault: Vault, path: String) {
        let vault = try Vault.filled()
        try vault.backUp()
        try vault.backUp()
        let path = try BackupFolder(vault.backup).path(of: 2)
        var bytes = try vault.read(path)
        bytes[bytes.count / 2] ^= 1
        try vault.write(bytes, to: path)
        return (vault, path)
    }

    // Spec: backup-18
    @Test func `of the newest text leaves the older snapshots to whoever declares them`() throws {
        let (vault, path) = try Self.damagedNewest()
        for (number, isDeclared) in [(nil, false), (nil, true), (1, false)] as [(UInt64?, Bool)] {
            #expect(throws: BackupError.damaged(path: path)) {
                try vault.restore(machine: "other") {
                    $0.snapshot = number
                    $0.isDeclared = isDeclared
                }
            }
            #expect(!vault.exists(vault.restored))
        }
        let restored = try vault.restore(machine: "other") {
            $0.snapshot = 1
            $0.isDeclared = true
        }
        #expect(restored.snapshot.number == 1)
        #expect(vault.faults(of: vault.restored, machine: "other").isEmpty)
    }

    // Spec: backup-18
    @Test func `of an older text is nothing to a newer snapshot that is named`() throws {
        let (vault, _) = try Self.damagedNewest()
        try vault.backUp()
        #expect(try vault.restore(machine: "other") { $0.snapshot = 1 }.snapshot.number == 1)
    }

    // Spec: backup-16
    @Test func `of the newest text stops no backup, is told, and nothing is forgotten`() throws {
        let (vault, path) = try Self.damagedNewest()
        let third = try vault.backUp { $0.keeps = 2 }
        #expect(third.snapshot.number == 3)
        #expect(third.damaged == [path])
        #expect(third.forgotten.isEmpty)
        #expect(try check(backup: vault.backup).whole == [1, 3])
        // When it is not kept any more, what it named may go.
        let fourth = try vault.backUp { $0.keeps = 2 }
        #expect(fourth.damaged.isEmpty)
        #expect(fourth.forgotten == [1, 2])
        #expect(try check(backup: vault.backup).isClean)
        try vault.restore()
        #expect(vault.faults(of: vault.restored).isEmpty)
    }

    @Test func `that somebody covers up with new digests shows in the log`() throws {
        let vault = try Vault.filled()
        try vault.backUp()
        let folder = try BackupFolder(vault.backup)
        let snapshot = try folder.snapshot()
        let file = try #require(snapshot.file(.database))
        // The text of a filing is changed in the database, and everything that names it made to fit.
        let words = Array("name note.txt".utf8)
        var pieces: [Digest] = []
        var changes = 0
        for piece in file.pieces {
            var bytes = try vault.read(folder.path(of: piece, in: .pieces))
            if changes == 0, let place = bytes.firstRange(of: words)?.lowerBound {
                bytes.replaceSubrange(place..<place + words.count, with: "name vote.txt".utf8)
                changes += 1
            }
            let digest = Digest.sha256(bytes)
            pieces.append(digest)
            let path = folder.path(of: digest, in: .pieces)
            try FileManager.default.createDirectory(
                at: URL(filePath: path).deletingLastPathComponent(),
                withIntermediateDirectories: true)
            try vault.write(bytes, to: path)
        }
        try #require(changes == 1)
        let forged = Snapshot(
            number: 1, time: snapshot.time, key: snapshot.key, head: snapshot.head,
            note: snapshot.note,
            files: [try #require(Snapshot.File(.database, size: file.size, pieces: pieces))],
            blobs: snapshot.blobs, missing: [])
        try vault.write(forged.bytes, to: folder.path(of: 1))
        #expect(try check(backup: vault.backup).isClean)
        try vault.restore()
        #expect(!vault.faults(of: vault.restored).isEmpty)
    }
}
