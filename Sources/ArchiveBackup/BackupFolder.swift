// The folder of backups of one archive. Nothing in it is replaced: pieces and contents have their digests as names, a snapshot its
// number, and each gets its name when it is whole and on the disk (`NewFile`). So whoever dies at any moment leaves every snapshot that
// was there as it was.

import DurableFiles
package import EvidenceValues
import Foundation
package import TransparencyLog

/// A folder with backups.
package struct BackupFolder: Sendable {
    /// The first line of `docket-backup`.
    package static let format = "docket-backup/v1"
    /// Snapshots at most. Spec: backup-7
    package static let maximumSnapshots = 4096
    /// Bytes of `docket-backup` at most; an origin and a key are far shorter.
    private static let maximumHeader = 4096

    /// Where things are that are named by their digest.
    package enum Area: String, Sendable, CaseIterable { case pieces, blobs }

    /// What became of bytes that were to be stored.
    enum Stored: Sendable { case new, known, healed }

    package let path: String
    /// The archive's name.
    package let archive: ArchiveOrigin
    /// Its first key. Spec: backup-1
    package let key: VerifierKey

    /// Opens the folder of backups at `path`.
    package init(_ path: String) throws {
        let header = path + "/docket-backup"
        guard DurableFile.exists(header) else { throw BackupError.notABackup(path: path) }
        let bytes = try DurableFile.read(header, limit: Self.maximumHeader)
        let lines = String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4, lines[1].hasPrefix("archive "), lines[2].hasPrefix("key "),
            let archive = ArchiveOrigin(String(lines[1].dropFirst(8))),
            let key = try? VerifierKey(text: String(lines[2].dropFirst(4))),
            bytes == Self.header(archive, key)
        else { throw BackupError.damaged(path: header) }
        self.path = path
        self.archive = archive
        self.key = key
    }

    /// Opens the folder at `path` for backups of this archive; it is made if there is none. Whoever calls it holds the folder's lock.
    /// - Throws: `.otherArchive` if it has backups of another; `.notABackup` if other things are in it.
    init(_ path: String, of archive: ArchiveOrigin, key: VerifierKey) throws {
        let header = path + "/docket-backup"
        if !DurableFile.exists(header) {
            // A process that died here left these, and no header.
            let ours = Set(Area.allCases.map(\.rawValue) + ["snapshots", "incoming"])
            guard Set(try Self.names(in: path)).isSubset(of: ours) else {
                throw BackupError.notABackup(path: path)
            }
            for name in ours.sorted() {
                try DurableFile.makeFolder("\(path)/\(name)", mode: 0o700)
            }
            try DurableFile.write(Self.header(archive, key), to: header, isSecret: true)
        }
        try self.init(path)
        guard self.key == key else {
            throw BackupError.otherArchive(found: self.key.text, expected: key.text)
        }
    }

    private static func header(_ archive: ArchiveOrigin, _ key: VerifierKey) -> [UInt8] {
        Array("\(format)\narchive \(archive.text)\nkey \(key.text)\n".utf8)
    }

    // Snapshots

    /// The numbers of the snapshots, ascending.
    package func numbers() throws -> [UInt64] {
        let numbers = try Self.names(in: path + "/snapshots").compactMap { name in
            UInt64(name).flatMap { "\($0)" == name && Snapshot.numbers.contains($0) ? $0 : nil }
        }
        guard numbers.count <= Self.maximumSnapshots else {
            throw BackupError.tooMany(limit: Self.maximumSnapshots)
        }
        return numbers.sorted()
    }

    /// A snapshot; the newest if no number is given.
    package func snapshot(_ number: UInt64? = nil) throws -> Snapshot {
        guard let number = try number ?? numbers().last, DurableFile.exists(path(of: number))
        else { throw BackupError.noSnapshot(number, path: path) }
        let bytes = try DurableFile.read(path(of: number), limit: Snapshot.maximumSize)
        guard let snapshot = try? Snapshot(parsing: bytes), snapshot.number == number,
            snapshot.key == key, snapshot.head.origin == archive
        else { throw BackupError.damaged(path: path(of: number)) }
        return snapshot
    }

    /// The newest snapshot whose text can be read; nil if there is none. `skipped` is told of each newer one, and why it cannot.
    func newestReadable(_ skipped: (UInt64, any Error) throws -> Void) throws -> Snapshot? {
        for number in try numbers().reversed() {
            do { return try snapshot(number) } catch { try skipped(number, error) }
        }
        return nil
    }

    /// Gives a snapshot its name. From then on it counts. Spec: backup-10
    func add(_ snapshot: Snapshot) throws {
        let bytes = snapshot.bytes
        guard bytes.count <= Snapshot.maximumSize, try numbers().count < Self.maximumSnapshots
        else { throw BackupError.tooMany(limit: Self.maximumSnapshots) }
        let target = path(of: snapshot.number)
        let file = try NewFile(for: target, isSecret: true)
        try file.write { try $0(bytes) }
        guard try DiskFile.read(file.path).digest == Digest.sha256(bytes) else {
            throw BackupError.damaged(path: target)
        }
        try file.promote()
    }

    /// Where a snapshot's text is.
    package func path(of number: UInt64) -> String { "\(path)/snapshots/\(number)" }

    // Bytes by digest

    /// Where bytes are.
    package func path(of digest: Digest, in area: Area) -> String {
        let hex = digest.hex
        return "\(path)/\(area.rawValue)/\(hex.prefix(2))/\(hex.dropFirst(2))"
    }

    /// Stores what `write` hands out under the name of `content`, unless it is there; nil if it hands out other bytes. What is there is
    /// read only if `readsAll`. Spec: backup-10, backup-11
    func put(
        _ content: Snapshot.Content, in area: Area, readsAll: Bool,
        _ write: (([UInt8]) throws -> Void) throws -> Void
    ) throws -> Stored? {
        let target = path(of: content.digest, in: area)
        let found = try DiskFile.size(of: target)
        if found == content.size, try !readsAll || DiskFile.read(target) == content {
            return .known
        }
        try DurableFile.makeFolder(DurableFile.folder(of: target), mode: 0o700)
        let file = try NewFile(for: target, isSecret: true)
        var hasher = Hasher256()
        var size: UInt64 = 0
        try file.fill { output in
            try write {
                hasher.update($0)
                size += UInt64($0.count)
                try output.append($0)
            }
        }
        guard hasher.finalize() == content.digest, size == content.size else { return nil }
        guard try DiskFile.read(file.path) == content else {
            throw BackupError.damaged(path: target)
        }
        // What is damaged goes only when its successor is whole.
        if found != nil { try DurableFile.remove(target) }
        try file.promote()
        return found == nil ? .new : .healed
    }

    /// Gives the bytes of `content` in pieces. What was given counts only when this returns. Spec: backup-19
    func read(
        _ content: Snapshot.Content, in area: Area, _ take: ([UInt8]) throws -> Void
    ) throws {
        let path = path(of: content.digest, in: area)
        guard DurableFile.exists(path), try DiskFile.read(path, take) == content else {
            throw BackupError.damaged(path: path)
        }
    }

    /// The names of all that is in an area, with the digests that they say.
    func digests(in area: Area) throws -> [Digest] {
        var digests: [Digest] = []
        let folder = "\(path)/\(area.rawValue)"
        for prefix in try Self.names(in: folder) {
            digests += try Self.names(in: "\(folder)/\(prefix)").compactMap {
                Digest(hex: prefix + $0)
            }
        }
        return digests
    }

    /// An empty folder for work that nobody needs afterwards.
    func clearedWorkplace() throws -> String {
        let place = path + "/incoming"
        try DurableFile.makeFolder(place, mode: 0o700)
        for name in try Self.names(in: place) {
            try FileManager.default.removeItem(atPath: "\(place)/\(name)")
        }
        return place
    }

    static func names(in path: String) throws -> [String] {
        guard DurableFile.exists(path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
}
