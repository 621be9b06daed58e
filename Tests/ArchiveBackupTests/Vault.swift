// What the tests of backups stand on: an archive, its backups and a place to restore to, in a folder that goes with the test; a clock
// that the test sets, and bytes that look random and are the same in each run.

import ArchiveAudit
import ArchiveBackup
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Synchronization
import Testing
import TransparencyLog

/// A place for one archive and its backups.
final class Vault: Sendable {
    static let origin = required(ArchiveOrigin("archive.example/trade"))
    static let matter = required(MatterID("BAN-1"))

    let root = NSTemporaryDirectory() + "docket-" + UUID().uuidString
    private let random = Mutex<UInt64>(0)
    let now = Mutex(required(Instant(text: "2026-02-02T10:59:58.250Z")))

    init() throws {
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    var folder: String { root + "/archive" }
    var backup: String { root + "/backup" }
    var restored: String { root + "/restored" }

    /// The world; another state folder is another machine.
    func surroundings(machine: String = "state") -> Surroundings {
        Surroundings(
            clock: { [self] in now.withLock { $0 } }, random: { [self] in bytes($0) },
            stateFolder: "\(root)/\(machine)/docket", reserveSize: 0, minimumFree: 0)
    }

    private func bytes(_ count: Int) -> [UInt8] {
        let number = random.withLock { number in
            number += 1
            return number
        }
        var bytes: [UInt8] = []
        while bytes.count < count {
            bytes += Digest.sha256("\(number) \(bytes.count)".utf8).bytes
        }
        return Array(bytes.prefix(count))
    }

    func create() throws -> Archive {
        let signer = try NoteSigner(
            name: Vault.origin.text, seed: [UInt8](repeating: 7, count: 32))
        return try Archive.create(
            at: folder, origin: Vault.origin, signer: signer, surroundings: surroundings())
    }

    func open(_ folder: String? = nil, machine: String = "state") throws -> Archive {
        try Archive.open(
            at: folder ?? self.folder, surroundings: surroundings(machine: machine))
    }

    func submission(_ content: [UInt8]) throws -> Submission {
        let filing = try Filing(
            archive: Vault.origin, matter: Vault.matter, kind: .document,
            mediaType: required(MediaType("text/plain")), name: required(FileName("note.txt")),
            content: .sha256(content), size: UInt64(content.count), filer: .operator, links: [],
            nonce: bytes(32))
        return Submission(filing: filing, content: .bytes(content))
    }

    /// Files texts, and gives their receipts.
    @discardableResult
    func file(_ texts: String..., in archive: Archive) throws -> [Receipt] {
        try archive.file(texts.map { try submission(Array($0.utf8)) }).map(\.receipt)
    }

    /// A content that stands in a file of its own.
    static func large(_ text: String) -> String { String(repeating: text + "\n", count: 40_000) }

    /// An archive with two small exhibits and a large one; nobody has it open.
    static func filled() throws -> Vault {
        let vault = try Vault()
        let archive = try vault.create()
        try vault.file("one", "two", large("three"), in: archive)
        try archive.close()
        return vault
    }

    @discardableResult
    func backUp(
        machine: String = "state", _ change: (inout BackupPlan) -> Void = { _ in }
    ) throws -> BackupReport {
        var plan = BackupPlan(archive: folder)
        change(&plan)
        return try ArchiveBackup.backUp(
            plan, into: backup, surroundings: surroundings(machine: machine))
    }

    @discardableResult
    func restore(
        machine: String = "state", _ change: (inout RestorePlan) -> Void = { _ in }
    ) throws -> Restored {
        var plan = RestorePlan(archive: restored)
        change(&plan)
        return try ArchiveBackup.restore(
            plan, from: backup, surroundings: surroundings(machine: machine))
    }

    /// Puts the archive's key where a restored archive wants it: a plain one is in no backup.
    func bringKey() throws {
        try FileManager.default.copyItem(
            atPath: folder + "/signing-key", toPath: restored + "/signing-key")
    }

    /// What an audit of a folder finds wrong.
    func faults(of folder: String, machine: String = "state") -> [Fault] {
        let surroundings = surroundings(machine: machine)
        return audit(
            folder: folder, surroundings: surroundings,
            AuditPlan(.full, time: surroundings.clock())
        ).faults.filter { $0.outcome == .failed }
    }

    /// All files below a folder of this vault, by their path from there.
    func files(below folder: String) -> [String] {
        let paths =
            FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return paths.sorted().filter { path in
            var isFolder: ObjCBool = false
            _ = unsafe FileManager.default.fileExists(
                atPath: folder + "/" + path, isDirectory: &isFolder)
            return !isFolder.boolValue
        }
    }

    func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        try Data(bytes).write(to: URL(filePath: path))
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    /// What is in the way of nobody: no half archive, nothing hidden beside it.
    func leftovers() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root).filter {
            $0.hasPrefix(".docket-")
        }
    }
}

/// The value, which a test knows to be there.
func required<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a value that the test needs is missing") }
    return value
}
