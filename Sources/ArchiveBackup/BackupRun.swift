// A backup: one state of the database is copied, cut into pieces, and what is new of them stored; then contents in files of their own;
// then sealed keys; and last the snapshot that names all of it. Nothing before the snapshot counts, and nothing of it is lost: whoever
// dies leaves pieces that the next backup finds. The archive is only read, and somebody may be filing.

import DurableFiles
package import EvidenceStore
import EvidenceValues
import Foundation
import TransparencyLog

/// What is to be backed up, and how.
package struct BackupPlan: Sendable {
    /// The archive's folder.
    package var archive: String
    /// A service's database of who may what; nil if there is none.
    package var access: String?
    /// Whether what is there already is read again. Spec: backup-11
    package var readsAll = false
    /// How many snapshots to keep; nil for all. Spec: backup-16
    package var keeps: Int?

    package init(archive: String) { self.archive = archive }
}

/// What a backup did.
package struct BackupReport: Sendable {
    package let snapshot: Snapshot
    /// Pieces and contents that were written, and their bytes.
    package internal(set) var newCount = 0
    package internal(set) var newBytes: UInt64 = 0
    /// Pieces and contents that were damaged in the backup and were written anew.
    package internal(set) var healed = 0
    /// Pieces, contents and snapshots of the backup that are damaged, by their paths. Unless all was to be read, only the texts of the
    /// newest snapshots were looked at, and of those that are kept.
    package internal(set) var damaged: [String] = []
    /// The snapshots that were forgotten.
    package internal(set) var forgotten: [UInt64] = []
    /// Whether a key stayed out of the backup, because no passphrase is on it. Spec: backup-14
    package internal(set) var leavesKeyOut = false
}

/// Makes a backup in the folder at `path`. `progress` is told how many bytes are done, of how many.
package func backUp(
    _ plan: BackupPlan, into path: String, surroundings: Surroundings,
    progress: (UInt64, UInt64) -> Void = { _, _ in }
) throws -> BackupReport {
    // Before anything is made: is there an archive, and which?
    let archive = try Archive.openReadOnly(at: plan.archive, surroundings: surroundings)
    let (origin, key) = (archive.origin, archive.firstKey)
    try archive.close()
    try DurableFile.makeFolder(path, mode: 0o700)
    return try FolderLock.holding(path) {
        let folder = try BackupFolder(path, of: origin, key: key)
        var run = try BackupRun(plan, folder, surroundings: surroundings)
        var report = try run.run(progress)
        if plan.readsAll { report.damaged = try check(folder, read: run.read).damaged }
        if let count = plan.keeps { try forget(folder, keeping: count, &report) }
        return report
    }
}

/// Forgets old snapshots. While the text of one that is kept is damaged, nothing is forgotten, and the text is told. Spec: backup-16
private func forget(
    _ folder: BackupFolder, keeping count: Int, _ report: inout BackupReport
) throws {
    do {
        report.forgotten += try forget(folder, keeping: count)
    } catch BackupError.damaged(let path) {
        if !report.damaged.contains(path) { report.damaged.append(path) }
    }
}

/// A backup under way.
struct BackupRun {
    /// How often the database is copied because contents went away meanwhile. Spec: backup-9
    private static let attempts = 3

    private let plan: BackupPlan
    private let folder: BackupFolder
    private let surroundings: Surroundings
    private let place: String
    /// The new snapshot's number.
    private let number: UInt64
    /// The newest snapshot that can be read.
    private let newest: Snapshot?
    /// The texts of newer ones, by their paths.
    private let unreadable: [String]
    private var newCount = 0
    private var newBytes: UInt64 = 0
    private var healed = 0
    private var leavesKeyOut = false
    private var done: UInt64 = 0
    private var total: UInt64 = 0
    /// What was read from the disk or written to it in this run.
    private(set) var read: Set<Digest> = []

    init(_ plan: BackupPlan, _ folder: BackupFolder, surroundings: Surroundings) throws {
        self.plan = plan
        self.folder = folder
        self.surroundings = surroundings
        let numbers = try folder.numbers()
        guard numbers.count < BackupFolder.maximumSnapshots || plan.keeps != nil else {
            throw BackupError.tooMany(limit: BackupFolder.maximumSnapshots)
        }
        let last = numbers.last ?? 0
        // So many nobody makes: somebody gave a file this name.
        guard last < Snapshot.numbers.upperBound else {
            throw BackupError.damaged(path: folder.path(of: last))
        }
        number = last + 1
        var unreadable: [String] = []
        newest = try folder.newestReadable { skipped, _ in
            unreadable.append(folder.path(of: skipped))
        }
        self.unreadable = unreadable
        place = try folder.clearedWorkplace()
    }

    mutating func run(_ progress: (UInt64, UInt64) -> Void) throws -> BackupReport {
        var (state, blobs, missing) = try contents(progress)
        for _ in 1..<BackupRun.attempts where !missing.isEmpty {
            (state, blobs, missing) = try contents(progress)
        }
        var files = [try pieces(.database, of: "docket.sqlite", progress)]
        if plan.access != nil { files.append(try pieces(.access, of: "access.sqlite", progress)) }
        files += try keys()
        let snapshot = Snapshot(
            number: number, time: surroundings.clock(), key: state.key, head: state.head,
            note: state.signed?.note, files: files, blobs: blobs, missing: missing)
        let forgotten = try makeRoom(for: snapshot)
        try folder.add(snapshot)
        _ = try folder.clearedWorkplace()
        var report = BackupReport(snapshot: snapshot)
        report.newCount = newCount
        report.newBytes = newBytes
        report.healed = healed
        report.leavesKeyOut = leavesKeyOut
        report.damaged = unreadable
        report.forgotten = forgotten
        return report
    }

    /// Forgets old snapshots of a full folder, where that is wanted: this late, because only now the new one is sure to go on from the
    /// newest. What it names stays. Spec: backup-7, backup-16
    private func makeRoom(for snapshot: Snapshot) throws -> [UInt64] {
        let limit = BackupFolder.maximumSnapshots
        guard let count = plan.keeps, try folder.numbers().count >= limit else { return [] }
        return try forget(folder, keeping: min(count, limit - 1), for: snapshot)
    }

    /// Copies the databases and then the contents that they name. Spec: backup-8, backup-9
    private mutating func contents(
        _ progress: (UInt64, UInt64) -> Void
    ) throws -> (CopiedState, blobs: [Snapshot.Content], missing: [Snapshot.Content]) {
        _ = try folder.clearedWorkplace()
        // Before the archive: what docketd believes to be filed is then in it, and what it has not filed yet it files again.
        if let access = plan.access {
            try AccessCopy.make(of: access, at: place + "/access.sqlite")
        }
        try DatabaseCopy.make(of: plan.archive + "/docket.sqlite", at: place + "/docket.sqlite")
        let state = try CopiedState(folder: place, surroundings: surroundings)
        defer { try? state.close() }
        guard state.key == folder.key else {
            throw BackupError.otherArchive(found: folder.key.text, expected: state.key.text)
        }
        try checkSuccession(state)
        done = 0
        total = try ["docket.sqlite", "access.sqlite"].reduce(0) {
            try $0 &+ (DiskFile.size(of: "\(place)/\($1)") ?? 0)
        }
        total = state.contents.reduce(total) { $0 &+ $1.size }
        let source = FolderBlobStore(
            folder: plan.archive + "/blobs", surroundings: surroundings)
        var (blobs, missing): ([Snapshot.Content], [Snapshot.Content]) = ([], [])
        for content in state.contents {
            let stored = try put(content, in: .blobs) { take in
                _ = try source.read(content.digest, take)
            }
            if stored { blobs.append(content) } else { missing.append(content) }
            tell(content.size, progress)
        }
        return (state, blobs, missing)
    }

    /// Refuses what does not go on from the newest snapshot that can be read. Spec: backup-12
    private func checkSuccession(_ state: CopiedState) throws {
        guard let newest else { return }
        let size = newest.head.size
        guard state.head.size >= size else {
            throw BackupError.behindNewest(archive: state.head.size, newest: size)
        }
        guard try size.value == 0 || state.root(at: size) == newest.head.root else {
            throw BackupError.forked(at: size)
        }
    }

    /// Stores a copied file in pieces.
    private mutating func pieces(
        _ name: Snapshot.FileName, of file: String, _ progress: (UInt64, UInt64) -> Void
    ) throws -> Snapshot.File {
        let path = "\(place)/\(file)"
        guard let copy = try RangedFile(path) else { throw BackupError.damaged(path: path) }
        var pieces: [Digest] = []
        for start in stride(from: 0, to: copy.count, by: Snapshot.pieceSize) {
            let bytes = try copy.bytes(start..<min(copy.count, start + Snapshot.pieceSize))
            pieces.append(try put(piece: bytes))
            tell(UInt64(bytes.count), progress)
        }
        guard let cut = Snapshot.File(name, size: UInt64(copy.count), pieces: pieces) else {
            throw BackupError.damaged(path: path)
        }
        return cut
    }

    /// The key files that are under a passphrase. Spec: backup-14
    private mutating func keys() throws -> [Snapshot.File] {
        var files: [Snapshot.File] = []
        for name in [Snapshot.FileName.key, .nextKey] {
            let path = "\(plan.archive)/\(name.rawValue)"
            // Bigger than a piece it cannot be. A file that others may read is refused here as everywhere.
            guard let bytes = try SecretFile.read(path, limit: SecretKeyFile.maximumSize) else {
                continue
            }
            guard case .sealed? = try? SecretKeyFile(parsing: bytes) else {
                leavesKeyOut = true
                continue
            }
            let piece = try put(piece: bytes)
            if let file = Snapshot.File(name, size: UInt64(bytes.count), pieces: [piece]) {
                files.append(file)
            }
        }
        return files
    }

    private mutating func put(piece bytes: [UInt8]) throws -> Digest {
        let content = Snapshot.Content(digest: .sha256(bytes), size: UInt64(bytes.count))
        guard try put(content, in: .pieces, { try $0(bytes) }) else {
            throw BackupError.damaged(path: folder.path(of: content.digest, in: .pieces))
        }
        return content.digest
    }

    /// Stores bytes under their name; false if `write` hands out others.
    private mutating func put(
        _ content: Snapshot.Content, in area: BackupFolder.Area,
        _ write: (([UInt8]) throws -> Void) throws -> Void
    ) throws -> Bool {
        let isRead = read.contains(content.digest)
        let stored = try folder.put(
            content, in: area, readsAll: plan.readsAll && !isRead, write)
        guard let stored else { return false }
        if stored != .known || plan.readsAll { read.insert(content.digest) }
        if stored == .healed { healed += 1 }
        if stored == .new {
            newCount += 1
            newBytes &+= content.size
        }
        return true
    }

    private mutating func tell(_ bytes: UInt64, _ progress: (UInt64, UInt64) -> Void) {
        done &+= bytes
        progress(done, total)
    }
}
