// Files that may be replaced, because they are a program's own state and nobody's evidence: the new one is written beside the old,
// synced, and takes its name in one step; then the folder is synced. Whoever dies at any moment leaves the old file or the new one.
// Files that count only together are written plainly, and their folders synced when all are there.

private import Glibc

extension DurableFile {
    /// Puts `bytes` in the place of whatever is at `path`, durably and in one step. `mode` is of the new file, whatever the umask.
    package static func replace(
        _ bytes: [UInt8], at path: String, mode: UInt32 = 0o644
    ) throws(FileFailure) {
        let temporary = "\(path).part"
        // A leftover of a crash; its writer held the lock that we hold now. The strings live for the calls.
        _ = unsafe unlink(temporary)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe open(temporary, flags, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        try write(bytes, descriptor, path)
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else { throw failure(path) }
        // Both strings live for the call.
        guard unsafe rename(temporary, path) == 0 else { throw failure(path) }
        try synchronizeFolder(of: path)
    }

    /// Writes `bytes` to `path`, over what is there, and syncs them. If the file is new, its name is durable when its folder is synced.
    package static func overwrite(_ bytes: [UInt8], at path: String) throws(FileFailure) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        // The string lives for the call.
        let descriptor = unsafe open(path, flags, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        try write(bytes, descriptor, path)
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    /// Makes the names in a folder durable.
    package static func synchronize(folder: String) throws(FileFailure) {
        let descriptor = try openFolder(folder)
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(folder) }
    }

    /// Makes a folder, and those above it; one that is there is left as it is. Its name is durable then, also if another made it, who
    /// may have died before that.
    package static func makeFolder(_ path: String, mode: UInt32 = 0o755) throws(FileFailure) {
        // The string lives for the call.
        if unsafe mkdir(path, mode) == 0 { return try synchronizeFolder(of: path) }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]), mode: mode)
            guard unsafe mkdir(path, mode) == 0 else { throw failure(path) }
            return try synchronizeFolder(of: path)
        }
        guard errno == EEXIST else { throw failure(path) }
        try synchronizeFolder(of: path)
    }

    /// Makes a file or an empty folder go; nothing happens if it is not there.
    package static func remove(_ path: String) throws(FileFailure) {
        // The strings live for the calls.
        if unsafe unlink(path) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM, unsafe rmdir(path) == 0 || errno == ENOENT else {
            throw failure(path)
        }
    }

    /// Writes all of `bytes` to an open file; `path` is for the error.
    static func write(
        _ bytes: [UInt8], _ descriptor: Int32, _ path: String
    ) throws(FileFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The pointer is to `rest.count` bytes of the array, which lives through the call.
            let written = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw failure(path) }
            rest = rest.dropFirst(written)
        }
    }

    /// The folder that holds `path`.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func synchronizeFolder(of path: String) throws(FileFailure) {
        try synchronize(folder: folder(of: path))
    }

    fileprivate static func openFolder(_ folder: String) throws(FileFailure) -> Int32 {
        // The string lives for the call.
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(folder) }
        return descriptor
    }

    /// What `errno` says.
    static func failure(_ path: String) -> FileFailure {
        .unwritable(path: path, reason: systemMessage(errno))
    }
}

/// A lock on a folder. Only who asks for it is kept out; it goes with the process that holds it.
package enum FolderLock {
    /// Does `body` while nobody else holds the lock of `folder`; waits for whoever does.
    package static func holding<Value>(
        _ folder: String, _ body: () throws -> Value
    ) throws -> Value {
        let descriptor = try DurableFile.openFolder(folder)
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw DurableFile.failure(folder) }
        }
        return try body()
    }
}
