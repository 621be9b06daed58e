// An archive out of a backup. It grows beside the place where it will stand, each byte compared with the snapshot; it is opened and its
// head compared; it is held against what is known of the log on this machine, in the backup and to the operator. Only then it gets its
// name. An older state is refused unless the operator says that it is put back on purpose, and a fork always.

import DurableFiles
package import EvidenceStore
import EvidenceValues
import Foundation
package import TransparencyLog

/// What is to be restored, and where.
package struct RestorePlan: Sendable {
    /// The archive's folder, which is not there, or empty.
    package var archive: String
    /// Which snapshot; nil for the newest.
    package var snapshot: UInt64?
    /// Where the service's database of who may what goes; nil to leave it in the backup.
    package var access: String?
    /// The key that the archive must have begun with; nil if whatever is in the backup will do.
    package var key: VerifierKey?
    /// The newest checkpoint that the operator knows of from elsewhere: a witness, a receipt. Spec: backup-18
    package var checkpoint: String?
    /// Whether the operator declares that an older state is put back on purpose.
    package var isDeclared = false

    package init(archive: String) { self.archive = archive }
}

/// What was restored.
package struct Restored: Sendable {
    package let snapshot: Snapshot
    /// Whether it is behind its mark, so that the restore must be declared before anything is filed.
    package let isBehind: Bool
}

/// Restores an archive from the backup at `path`. If it is behind its mark, nothing is filed there until the restore is declared
/// (`Archive.declareRestore`).
/// - Throws: `StoreError.olderThanMark` unless declared, `.forked` whatever is declared; then nothing was put in place.
package func restore(
    _ plan: RestorePlan, from path: String, surroundings: Surroundings,
    progress: (UInt64, UInt64) -> Void = { _, _ in }
) throws -> Restored {
    try FolderLock.holding(path) {
        let folder = try BackupFolder(path)
        if let key = plan.key, key != folder.key {
            throw BackupError.otherArchive(found: folder.key.text, expected: key.text)
        }
        let restoration = try Restoration(plan, folder, surroundings: surroundings)
        return try restoration.run(progress)
    }
}

/// A restore under way.
private struct Restoration {
    private let plan: RestorePlan
    private let folder: BackupFolder
    private let surroundings: Surroundings
    private let snapshot: Snapshot
    /// The checkpoints that the backup and the operator name, with their notes; the largest last.
    private let known: [(checkpoint: Checkpoint, note: String)]
    private let target: String

    init(_ plan: RestorePlan, _ folder: BackupFolder, surroundings: Surroundings) throws {
        self.plan = plan
        self.folder = folder
        self.surroundings = surroundings
        snapshot = try folder.snapshot(plan.snapshot)
        target = URL(fileURLWithPath: plan.archive).standardizedFileURL.path
        // A newer one that cannot be read may have had more entries: to go back behind it is the operator's word. Spec: backup-18
        let newest = try folder.newestReadable { _, error in
            guard plan.isDeclared else { throw error }
        }
        known = try Restoration.known([newest?.note, plan.checkpoint], folder.archive)
    }

    /// Spec: backup-18
    private static func known(
        _ notes: [String?], _ archive: ArchiveOrigin
    ) throws -> [(Checkpoint, String)] {
        try notes.compactMap { $0 }.map { note in
            let checkpoint = try Checkpoint(noteText: UnopenedNote(parsing: note).text)
            guard checkpoint.origin == archive else {
                throw NoteError.wrongOrigin(
                    found: checkpoint.origin.text, expected: archive.text)
            }
            return (checkpoint, note)
        }.sorted { $0.0.size < $1.0.size }
    }

    func run(_ progress: (UInt64, UInt64) -> Void) throws -> Restored {
        guard try BackupFolder.names(in: target).isEmpty else {
            throw StoreError.alreadyExists(path: target)
        }
        try refuseJournals()
        try refuseOlder()
        let parent = DurableFile.folder(of: target)
        try DurableFile.makeFolder(parent)
        // A name that no other restore has: this one is renamed, and nothing else must be in it.
        let suffix = Hexadecimal.encode(surroundings.random(8))
        let place = "\(parent)/.docket-restore-\(suffix)"
        do {
            try fill(place, progress)
            let isBehind = try compare(place)
            try placeAccess()
            try raiseMark()
            try DurableFile.synchronize(folder: place)
            // Fails if something is in the target by now.
            try DiskFile.rename(place, to: target)
            return Restored(snapshot: snapshot, isBehind: isBehind)
        } catch {
            try? FileManager.default.removeItem(atPath: place)
            throw error
        }
    }

    /// Refuses a place for the service's database with another's journal beside it: SQLite would play it into what is restored.
    private func refuseJournals() throws {
        guard let path = plan.access else { return }
        for end in ["-wal", "-shm", "-journal"] where DurableFile.exists(path + end) {
            throw FileFailure.exists(path: path + end)
        }
    }

    /// Refuses an older state before hours are spent on it; `compare` asks again when the archive's keys are known.
    private func refuseOlder() throws {
        guard !plan.isDeclared else { return }
        let mark = HighWaterMark(key: folder.key, surroundings: surroundings)
        let marked = (try? mark.read())?.checkpoint.size ?? TreeSize(0)
        let largest = max(marked, known.last?.checkpoint.size ?? TreeSize(0))
        guard snapshot.head.size >= largest else {
            throw StoreError.olderThanMark(
                archive: snapshot.head.size, mark: largest, path: mark.path)
        }
    }

    // What is restored

    /// Writes all files and contents. Spec: backup-19
    private func fill(_ place: String, _ progress: (UInt64, UInt64) -> Void) throws {
        let total = snapshot.needs.reduce(UInt64(0)) { $0 &+ $1.0.size }
        var done: UInt64 = 0
        func tell(_ bytes: UInt64) {
            done &+= bytes
            progress(done, total)
        }
        try DurableFile.makeFolder(place, mode: 0o700)
        for file in snapshot.files where file.name != .access {
            try write(file, to: "\(place)/\(file.name.rawValue)", tell)
        }
        let blobs = place + "/blobs"
        try DurableFile.makeFolder(blobs + "/incoming", mode: 0o700)
        for content in snapshot.blobs {
            let hex = content.digest.hex
            let prefix = "\(blobs)/\(hex.prefix(2))"
            try DurableFile.makeFolder(prefix, mode: 0o700)
            let file = try NewFile(for: "\(prefix)/\(hex.dropFirst(2))", isSecret: true)
            try file.write { try folder.read(content, in: .blobs, $0) }
            try file.promote()
            tell(content.size)
        }
    }

    private func write(
        _ file: Snapshot.File, to path: String, _ tell: (UInt64) -> Void
    ) throws {
        let new = try NewFile(for: path, isSecret: true)
        try new.write { take in
            for part in file.parts {
                try folder.read(part, in: .pieces, take)
                tell(part.size)
            }
        }
        try new.promote()
    }

    // What it is compared with

    /// Opens what was restored and holds it against the snapshot, the mark and what else is known; true if it is behind. Spec: backup-17,
    /// backup-18
    private func compare(_ place: String) throws -> Bool {
        let state = try CopiedState(folder: place, surroundings: surroundings)
        defer {
            try? state.close()
            // What a reader leaves beside the database is empty, and the archive's own is made when it is opened.
            for end in ["-wal", "-shm"] { try? DurableFile.remove("\(place)/docket.sqlite\(end)") }
        }
        guard state.key == snapshot.key, state.head == snapshot.head else {
            throw BackupError.damaged(path: folder.path(of: snapshot.number))
        }
        let path = HighWaterMark(key: folder.key, surroundings: surroundings).path
        var isBehind = false
        for checkpoint in known.map(\.checkpoint) {
            guard checkpoint.size <= state.head.size else {
                isBehind = try declared(
                    StoreError.olderThanMark(
                        archive: state.head.size, mark: checkpoint.size, path: path))
                continue
            }
            guard
                try checkpoint.size.value == 0
                    || state.root(at: checkpoint.size) == checkpoint.root
            else { throw StoreError.forked(at: checkpoint.size, path: path) }
        }
        do {
            try state.checkMark()
            return isBehind
        } catch let error as StoreError {
            guard case .olderThanMark = error else { throw error }
            return try declared(error)
        }
    }

    /// True if the operator declares the older state; else it is refused.
    private func declared(_ error: StoreError) throws -> Bool {
        guard plan.isDeclared else { throw error }
        return true
    }

    /// Makes what is known the mark, where it is beyond what is restored and the machine knows less: then nobody files into the older
    /// state before the restore is declared, whatever happens to this process. Spec: backup-18
    private func raiseMark() throws {
        guard let known = known.last, known.checkpoint.size > snapshot.head.size else { return }
        let mark = HighWaterMark(key: folder.key, surroundings: surroundings)
        // One that cannot be read with the first key may be a later key's; it is left, and the declaration reads it.
        if DurableFile.exists(mark.path) {
            guard let marked = try? mark.read()?.checkpoint, marked.size < known.checkpoint.size
            else { return }
        }
        try DurableFile.makeFolder(surroundings.stateFolder, mode: 0o700)
        let note = Array(known.note.utf8)
        guard note.count < Restoration.slotSize else {
            throw StoreError.markDamaged(path: mark.path)
        }
        let slot = note + [UInt8](repeating: 0, count: Restoration.slotSize - note.count)
        try DurableFile.replace(slot, at: mark.path, mode: 0o600)
    }

    /// Bytes of a slot of the mark. Spec: archive-7
    private static let slotSize = 4096

    /// Puts the service's database in its place; one that is there is left if it is the same to the byte.
    private func placeAccess() throws {
        guard let path = plan.access else { return }
        guard let file = snapshot.file(.access) else {
            throw BackupError.damaged(path: folder.path(of: snapshot.number))
        }
        // Hours have gone by.
        try refuseJournals()
        guard DurableFile.exists(path) else { return try write(file, to: path) { _ in } }
        guard let there = try RangedFile(path), UInt64(there.count) == file.size else {
            throw FileFailure.exists(path: path)
        }
        for (position, part) in file.parts.enumerated() {
            let start = position * Snapshot.pieceSize
            guard try Digest.sha256(there.bytes(start..<start + Int(part.size))) == part.digest
            else { throw FileFailure.exists(path: path) }
        }
    }
}
