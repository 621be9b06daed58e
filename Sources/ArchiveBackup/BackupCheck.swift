// Reading a whole backup again: each snapshot's text, and each piece and content that one of them names, once. And forgetting old
// snapshots: their texts first, then what no text names any more.

import DurableFiles
import EvidenceValues

/// What a check found.
package struct BackupCheck: Sendable {
    /// The snapshots that are whole, ascending.
    package internal(set) var whole: [UInt64] = []
    /// The snapshots that lack something or cannot be read, ascending.
    package internal(set) var broken: [UInt64] = []
    /// What is damaged or not there, by its path.
    package internal(set) var damaged: [String] = []
    /// Pieces and contents that are named.
    package internal(set) var count = 0
    package internal(set) var bytes: UInt64 = 0

    package var isClean: Bool { damaged.isEmpty }
}

/// Reads all of the backup at `path`. `progress` is told how many bytes were read.
package func check(
    backup path: String, progress: (UInt64) -> Void = { _ in }
) throws -> BackupCheck {
    try FolderLock.holding(path) { try check(try BackupFolder(path), progress: progress) }
}

/// Whoever calls it holds the folder's lock. What is in `read` was read a moment ago.
func check(
    _ folder: BackupFolder, read: Set<Digest> = [], progress: (UInt64) -> Void = { _ in }
) throws -> BackupCheck {
    var report = BackupCheck()
    // Whether what has this name is sound, for what was looked at.
    var seen: [Digest: Bool] = [:]
    for digest in read { seen[digest] = true }
    for number in try folder.numbers() {
        guard let snapshot = try? folder.snapshot(number) else {
            report.broken.append(number)
            report.damaged.append(folder.path(of: number))
            continue
        }
        var isWhole = true
        for (content, area) in snapshot.needs {
            let isKnown = seen[content.digest]
            let isSound = isKnown ?? folder.isSound(content, in: area)
            if isKnown == nil {
                report.count += 1
                report.bytes &+= content.size
                progress(report.bytes)
                if !isSound { report.damaged.append(folder.path(of: content.digest, in: area)) }
            }
            seen[content.digest] = isSound
            isWhole = isWhole && isSound
        }
        if isWhole { report.whole.append(number) } else { report.broken.append(number) }
    }
    return report
}

/// Forgets all but the newest `count` snapshots, and what then nobody names; `new` counts as named, though it has no name yet. Whoever
/// calls it holds the folder's lock. Spec: backup-16
/// - Throws: `.damaged` if one that is kept cannot be read; then nothing was forgotten.
func forget(
    _ folder: BackupFolder, keeping count: Int, for new: Snapshot? = nil
) throws -> [UInt64] {
    let numbers = try folder.numbers()
    let kept = numbers.suffix(max(1, count))
    var named: [BackupFolder.Area: Set<Digest>] = [:]
    func keep(_ snapshot: Snapshot) {
        for (content, area) in snapshot.needs {
            named[area, default: []].insert(content.digest)
        }
    }
    if let new { keep(new) }
    for number in kept {
        // What is kept must be readable, or nobody knows what it names.
        guard let snapshot = try? folder.snapshot(number) else {
            throw BackupError.damaged(path: folder.path(of: number))
        }
        keep(snapshot)
    }
    let forgotten = Array(numbers.dropLast(kept.count))
    for number in forgotten { try DurableFile.remove(folder.path(of: number)) }
    try DurableFile.synchronize(folder: folder.path + "/snapshots")
    for area in BackupFolder.Area.allCases {
        for digest in try folder.digests(in: area) where named[area]?.contains(digest) != true {
            try DurableFile.remove(folder.path(of: digest, in: area))
        }
    }
    return forgotten
}

extension Snapshot {
    /// Everything that the snapshot consists of, and where it is.
    var needs: [(Content, BackupFolder.Area)] {
        files.flatMap { $0.parts.map { ($0, BackupFolder.Area.pieces) } }
            + blobs.map { ($0, BackupFolder.Area.blobs) }
    }
}

extension BackupFolder {
    /// Whether the bytes under this name are there and are those that it names.
    fileprivate func isSound(_ content: Snapshot.Content, in area: Area) -> Bool {
        let path = path(of: content.digest, in: area)
        return DurableFile.exists(path) && (try? DiskFile.read(path)) == content
    }
}
