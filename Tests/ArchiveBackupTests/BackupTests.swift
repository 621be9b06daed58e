// What a backup takes, what it refuses to take, and what it costs.

import ArchiveBackup
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct Backups {
    @Test func `of an archive take all that it consists of`() throws {
        let vault = try Vault.filled()
        let report = try vault.backUp()
        #expect(report.snapshot.number == 1)
        #expect(report.snapshot.head.size == TreeSize(3))
        #expect(report.snapshot.blobs.count == 1)
        #expect(report.snapshot.missing.isEmpty)
        let checked = try check(backup: vault.backup)
        #expect(checked.isClean)
        #expect(checked.whole == [1])
        #expect(checked.count == report.newCount)
    }

    @Test func `write only what is new`() throws {
        let vault = try Vault.filled()
        let first = try vault.backUp()
        let same = try vault.backUp()
        #expect(same.newCount == 0)
        #expect(same.snapshot.blobs == first.snapshot.blobs)
        let archive = try vault.open()
        for number in 0..<200 {
            try vault.file("\(number) \(Vault.large("x").prefix(9000))", in: archive)
        }
        try archive.close()
        let third = try vault.backUp()
        let archive2 = try vault.open()
        try vault.file("four", in: archive2)
        try archive2.close()
        let fourth = try vault.backUp()
        #expect(third.newCount > fourth.newCount)
        #expect(fourth.newCount < fourth.snapshot.files[0].pieces.count)
        #expect(try check(backup: vault.backup).whole == [1, 2, 3, 4])
    }

    @Test func `leave the archive as it is`() throws {
        let vault = try Vault.filled()
        func state() throws -> [String: [UInt8]] {
            var state: [String: [UInt8]] = [:]
            for path in vault.files(below: vault.folder)
            where !path.hasSuffix("-shm") && !path.hasSuffix("-wal") {
                state[path] = try vault.read(vault.folder + "/" + path)
            }
            return state
        }
        let before = try state()
        try vault.backUp()
        #expect(try state() == before)
    }

    // Spec: backup-14
    @Test func `take a key under a passphrase, and no other`() throws {
        let vault = try Vault.filled()
        let plain = try vault.read(vault.folder + "/signing-key")
        let first = try vault.backUp()
        #expect(first.leavesKeyOut)
        #expect(first.snapshot.file(.key) == nil)
        let secret = try #require(String(validating: plain, as: UTF8.self)).dropLast()
        for path in vault.files(below: vault.backup) {
            let text = String(decoding: try vault.read(vault.backup + "/" + path), as: UTF8.self)
            #expect(!text.contains(secret), "\(path)")
        }
        let signer = try NoteSigner(secretKeyText: String(secret))
        let envelope =
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n"
        let sealed = SecretKeyFile.sealed(signer.verifierKey, envelope: Array(envelope.utf8))
        try vault.write(sealed.bytes, to: vault.folder + "/signing-key")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: vault.folder + "/signing-key")
        let second = try vault.backUp()
        #expect(!second.leavesKeyOut)
        #expect(second.snapshot.file(.key)?.size == UInt64(sealed.bytes.count))
        try vault.restore()
        #expect(try vault.read(vault.restored + "/signing-key") == sealed.bytes)
    }

    // Spec: backup-13
    @Test(arguments: [true, false])
    func `name a content that the archive lost, and go on`(isGone: Bool) throws {
        let vault = try Vault.filled()
        let blob = try #require(vault.files(below: vault.folder + "/blobs").first)
        let path = vault.folder + "/blobs/" + blob
        let bytes = try vault.read(path)
        var changed = bytes
        changed[77] ^= 1
        if isGone { try vault.remove(path) } else { try vault.write(changed, to: path) }
        let report = try vault.backUp()
        #expect(report.snapshot.missing.map(\.digest) == [.sha256(bytes)])
        #expect(report.snapshot.blobs.isEmpty)
        #expect(try check(backup: vault.backup).isClean)
        // Whole again, it is in the next.
        try vault.write(bytes, to: path)
        #expect(try vault.backUp().snapshot.blobs.map(\.digest) == [.sha256(bytes)])
    }

    @Test func `need no content from the archive that they have`() throws {
        let vault = try Vault.filled()
        let first = try vault.backUp()
        let blob = try #require(vault.files(below: vault.folder + "/blobs").first)
        try vault.remove(vault.folder + "/blobs/" + blob)
        #expect(try vault.backUp().snapshot.blobs == first.snapshot.blobs)
    }

    // Spec: backup-1
    @Test func `of two archives never go into one folder`() throws {
        let vault = try Vault.filled()
        try vault.backUp()
        let other = try Vault()
        let signer = try NoteSigner(
            name: Vault.origin.text, seed: [UInt8](repeating: 8, count: 32))
        try Archive.create(
            at: other.folder, origin: Vault.origin, signer: signer,
            surroundings: other.surroundings()
        ).close()
        let before = vault.files(below: vault.backup)
        let refused = #expect(throws: BackupError.self) {
            try vault.backUp { $0.archive = other.folder }
        }
        guard case .otherArchive = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(vault.files(below: vault.backup) == before)
    }

    @Test func `go into no folder with other things in it`() throws {
        let vault = try Vault.filled()
        try FileManager.default.createDirectory(
            atPath: vault.backup, withIntermediateDirectories: true)
        try vault.write([1], to: vault.backup + "/letter")
        #expect(throws: BackupError.notABackup(path: vault.backup)) { try vault.backUp() }
        #expect(vault.files(below: vault.backup) == ["letter"])
    }

    // Spec: backup-12
    @Test func `refuse an older copy, and a fork`() throws {
        let vault = try Vault.filled()
        let copy = vault.root + "/copy"
        try FileManager.default.copyItem(atPath: vault.folder, toPath: copy)
        let archive = try vault.open()
        try vault.file("four", in: archive)
        try archive.close()
        try vault.backUp { $0.keeps = 1 }
        #expect(throws: BackupError.behindNewest(archive: TreeSize(3), newest: TreeSize(4))) {
            try vault.backUp {
                $0.archive = copy
                $0.keeps = 1
            }
        }
        let fork = try vault.open(copy, machine: "elsewhere")
        try vault.file("another four", "five", in: fork)
        try fork.close()
        #expect(throws: BackupError.forked(at: TreeSize(4))) {
            try vault.backUp(machine: "elsewhere") {
                $0.archive = copy
                $0.keeps = 1
            }
        }
        #expect(try BackupFolder(vault.backup).snapshot().head.size == TreeSize(4))
        #expect(try check(backup: vault.backup).whole == [1])
    }

    // Spec: backup-16
    @Test func `that are forgotten leave the others whole, and no byte of what was erased`() throws
    {
        let vault = try Vault.filled()
        try vault.backUp()
        let archive = try vault.open()
        let warrant = required(Warrant(by: "Jane Roe", ground: "Art. 17 GDPR"))
        _ = try archive.erase([LeafIndex(1), LeafIndex(2)], warrant: warrant)
        try archive.close()
        try vault.backUp()
        func has(_ text: String) throws -> Bool {
            try vault.files(below: vault.backup).contains { path in
                try vault.read(vault.backup + "/" + path).contains(Array(text.utf8))
            }
        }
        let words = String(Vault.large("three").prefix(500))
        #expect(try has(words))
        let report = try vault.backUp { $0.keeps = 2 }
        #expect(report.forgotten == [1])
        #expect(try !has(words))
        #expect(try check(backup: vault.backup).whole == [2, 3])
        #expect(try vault.backUp { $0.keeps = 1 }.forgotten == [2, 3])
        #expect(try check(backup: vault.backup).whole == [4])
        try vault.restore()
        #expect(vault.faults(of: vault.restored).isEmpty)
    }

    // Spec: backup-7, backup-16
    @Test func `go into a full folder only where old ones may be forgotten`() throws {
        let vault = try Vault.filled()
        let first = try vault.backUp().snapshot
        let folder = try BackupFolder(vault.backup)
        let limit = UInt64(BackupFolder.maximumSnapshots)
        for number in 2...limit {
            let copy = Snapshot(
                number: number, time: first.time, key: first.key, head: first.head,
                note: first.note, files: first.files, blobs: first.blobs,
                missing: first.missing)
            try vault.write(copy.bytes, to: folder.path(of: number))
        }
        let archive = try vault.open()
        try vault.file("four", Vault.large("five"), in: archive)
        try archive.close()
        let full = BackupError.tooMany(limit: BackupFolder.maximumSnapshots)
        #expect(throws: full) { try vault.backUp() }
        #expect(try folder.numbers().count == BackupFolder.maximumSnapshots)
        let report = try vault.backUp { $0.keeps = 3 }
        #expect(report.snapshot.number == limit + 1)
        #expect(report.forgotten == Array(1...(limit - 2)))
        let checked = try check(backup: vault.backup)
        #expect(checked.whole == [limit - 1, limit, limit + 1])
        #expect(checked.isClean)
        try vault.restore()
        #expect(vault.faults(of: vault.restored).isEmpty)
    }

    // Spec: backup-2
    @Test func `trap at no number that somebody gave a file`() throws {
        let vault = try Vault.filled()
        try vault.backUp()
        let folder = try BackupFolder(vault.backup)
        // No number of a snapshot: the file counts for nothing.
        try vault.write([], to: folder.path(of: .max))
        #expect(try vault.backUp().snapshot.number == 2)
        let last = folder.path(of: Snapshot.numbers.upperBound)
        try vault.write([], to: last)
        #expect(throws: BackupError.damaged(path: last)) { try vault.backUp() }
    }

    @Test func `of an empty archive can be made`() throws {
        let vault = try Vault()
        try vault.create().close()
        #expect(try vault.backUp().snapshot.head.size == TreeSize(0))
        try vault.restore()
        try vault.bringKey()
        let archive = try vault.open(vault.restored)
        #expect(try vault.file("one", in: archive).count == 1)
    }

    /// docketd's database, in the hands of a process that lets nobody else in and has not moved its journal yet.
    private static let holder = """
        import sqlite3, sys
        d = sqlite3.connect(sys.argv[1], isolation_level=None)
        for s in ["locking_mode = EXCLUSIVE", "journal_mode = WAL", "application_id = 0x444B4131"]:
            d.execute("PRAGMA " + s).fetchall()
        d.execute("CREATE TABLE t(x)")
        d.execute("INSERT INTO t VALUES ('who may what')")
        print("held", flush=True)
        sys.stdin.read()
        """

    // Spec: backup-8
    @Test func `take the service's database with them, while the service holds it`() throws {
        let vault = try Vault.filled()
        let access = vault.root + "/access.sqlite"
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.holder, access]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.availableData
        let report = try vault.backUp { $0.access = access }
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(report.snapshot.files.map(\.name) == [.database, .access])
        let place = vault.root + "/new/access.sqlite"
        try FileManager.default.createDirectory(
            atPath: vault.root + "/new", withIntermediateDirectories: true)
        try vault.restore { $0.access = place }
        #expect(try vault.read(place).contains(Array("who may what".utf8)))
        try vault.remove(vault.restored)
        // The same bytes may be there, others not.
        try vault.restore { $0.access = place }
        try vault.remove(vault.restored)
        try vault.write([1, 2, 3], to: place)
        #expect(throws: (any Error).self) { try vault.restore { $0.access = place } }
        #expect(!vault.exists(vault.restored))
    }

    @Test(arguments: ["-wal", "-shm", "-journal"], [true, false])
    func `put no service's database beside another's journal`(
        _ end: String, isDeclared: Bool
    ) throws {
        let vault = try Vault.filled()
        try vault.backUp()
        let place = vault.root + "/access.sqlite"
        try vault.write([], to: place + end)
        let refused = #expect(throws: (any Error).self) {
            try vault.restore {
                $0.access = place
                $0.isDeclared = isDeclared
            }
        }
        #expect(String(describing: refused).contains("exists(path: \"\(place + end)\")"))
        #expect(!vault.exists(place))
        #expect(!vault.exists(vault.restored))
        #expect(try vault.leftovers().isEmpty)
    }

    @Test func `take no other database for the service's`() throws {
        let vault = try Vault.filled()
        #expect(throws: BackupError.self) {
            try vault.backUp { $0.access = vault.folder + "/docket.sqlite" }
        }
        #expect(try BackupFolder(vault.backup).numbers().isEmpty)
        #expect(throws: (any Error).self) {
            try vault.backUp { $0.access = vault.root + "/none.sqlite" }
        }
    }
}
