// A file read from the disk, not from the memory in which the system still has what was written a moment ago: only so does reading back
// show what a disk has kept. Pointers stay here: each lives for the one call that it is passed to.

internal import DurableFiles
import EvidenceValues
import Glibc
import TransparencyLog

/// Reads files of a backup.
enum DiskFile {
    /// Bytes read at once.
    private static let windowSize = 1 << 18

    /// Size in bytes; nil if there is no regular file of this name.
    static func size(of path: String) throws -> UInt64? {
        guard DurableFile.exists(path) else { return nil }
        return try RangedFile(path).map { UInt64($0.count) }
    }

    /// Gives the bytes of the file in pieces, in order, and says what they are together.
    static func read(
        _ path: String, _ take: ([UInt8]) throws -> Void = { _ in }
    ) throws -> Snapshot.Content {
        forget(path)
        guard let file = try RangedFile(path) else { throw BackupError.damaged(path: path) }
        var hasher = Hasher256()
        var position = 0
        while position < file.count {
            let end = min(file.count, position + windowSize)
            let bytes = try file.bytes(position..<end)
            hasher.update(bytes)
            try take(bytes)
            position = end
        }
        return Snapshot.Content(digest: hasher.finalize(), size: UInt64(position))
    }

    /// Gives a folder its name, durably.
    /// - Throws: `.exists` if something else has it that is no empty folder.
    static func rename(_ folder: String, to target: String) throws {
        // Both strings live for the call.
        guard unsafe Glibc.rename(folder, target) == 0 else {
            let code = errno
            if code == ENOTEMPTY || code == EEXIST || code == ENOTDIR {
                throw FileFailure.exists(path: target)
            }
            throw FileFailure.unwritable(path: target, reason: systemMessage(code))
        }
        try DurableFile.synchronize(folder: DurableFile.folder(of: target))
    }

    /// Asks the system to drop what it has of the file in memory; what was not written yet, it keeps.
    private static func forget(_ path: String) {
        // The string lives for the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return }
        // A length of 0 means up to the end. It is advice: a file system that knows none reads from memory.
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        close(descriptor)
    }
}
