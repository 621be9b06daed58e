// The few system calls whose order decides whether bytes survive a crash: write, fsync, rename, fsync of the folder. Foundation
// hides them or swallows their errors. Pointers stay in this file: each lives only for the call that it is passed to, and its
// length is that of the array it comes from.

import Glibc

/// An open file; closed when the value goes.
struct PosixFile: ~Copyable {
    let path: String
    private let descriptor: Int32
    /// The `errno` of a name that nothing has.
    static let noSuchFile = ENOENT
    /// Bytes to ask for at once.
    private static let pieceSize = 1_048_576
    private static let cachedSize = 262_144

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { _ = Glibc.close(descriptor) }

    /// A file or folder to read. Without following nothing: symbolic links are the operator's affair.
    init(reading path: String) throws(StoreError) {
        try self.init(path: path, flags: O_RDONLY, mode: 0)
    }

    /// A new file to write; it must not exist.
    init(creating path: String, mode: mode_t) throws(StoreError) {
        try self.init(path: path, flags: O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    }

    /// A file to write parts of; it must exist.
    init(updating path: String) throws(StoreError) {
        try self.init(path: path, flags: O_WRONLY, mode: 0)
    }

    /// A file to lock, made when missing.
    init(locking path: String) throws(StoreError) {
        try self.init(path: path, flags: O_RDWR | O_CREAT, mode: 0o600)
    }

    private init(path: String, flags: Int32, mode: mode_t) throws(StoreError) {
        // The string's bytes live through the call and end with NUL. O_CLOEXEC: a child must not keep the lock.
        let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw PosixFile.failure("open", path) }
        self.init(path: path, descriptor: descriptor)
    }

    /// At most `count` bytes; none at the end of the file.
    borrowing func read(upTo count: Int) throws(StoreError) -> [UInt8] {
        var failed = false
        // The buffer holds `count` bytes, and as many as `read` says are initialised.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let got = unsafe Glibc.read(descriptor, buffer.baseAddress, count)
            failed = got < 0
            filled = max(0, got)
        }
        guard !failed else { throw PosixFile.failure("read", path) }
        return bytes
    }

    /// Gives all bytes from here on in pieces that stay in the processor's cache; one array is used again and again, unless it is kept.
    borrowing func readPieces(_ take: ([UInt8]) throws -> Void) throws {
        var piece = [UInt8](repeating: 0, count: PosixFile.cachedSize)
        while true {
            // At most `count` bytes are written to memory of that many, which is initialised.
            let got = unsafe piece.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            }
            guard got >= 0 else { throw PosixFile.failure("read", path) }
            if got == 0 { return }
            try take(got == piece.count ? piece : Array(piece.prefix(got)))
        }
    }

    /// `count` bytes; fewer only at the end of the file.
    borrowing func readFully(upTo count: Int) throws(StoreError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let piece = try read(upTo: min(count - bytes.count, PosixFile.pieceSize))
            if piece.isEmpty { break }
            bytes += piece
        }
        return bytes
    }

    /// Moves the next read to `offset` bytes from the beginning.
    borrowing func seek(to offset: Int) throws(StoreError) {
        guard lseek(descriptor, offset, SEEK_SET) == offset else {
            throw PosixFile.failure("lseek", path)
        }
    }

    /// Writes all of `bytes`.
    borrowing func write(_ bytes: [UInt8]) throws(StoreError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The pointer is to `rest.count` bytes of the array, which lives through the call.
            let written = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw PosixFile.failure("write", path) }
            rest = rest.dropFirst(written)
        }
    }

    /// Writes all of `bytes` from `offset` on.
    borrowing func write(_ bytes: [UInt8], at offset: Int) throws(StoreError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The pointer is to `rest.count` bytes of the array, which lives through the call.
            let written = unsafe rest.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress, buffer.count, offset + rest.startIndex)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw PosixFile.failure("pwrite", path) }
            rest = rest.dropFirst(written)
        }
    }

    /// Whether it is a regular file, and its permission bits.
    borrowing func status() throws(StoreError) -> (isRegular: Bool, permissions: UInt32) {
        var status = stat()
        // `status` is one whole `stat`, and lives through the call.
        guard unsafe fstat(descriptor, &status) == 0 else { throw PosixFile.failure("fstat", path) }
        return (status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o777)
    }

    /// Reserves `size` bytes of the disk.
    borrowing func reserve(_ size: Int) throws(StoreError) {
        let code = posix_fallocate(descriptor, 0, size)
        guard code == 0 else { throw PosixFile.failure("posix_fallocate", path, code) }
    }

    /// Waits until what was written is durable. After a failure nobody knows what is (fsyncgate), so it is never tried again.
    borrowing func synchronize() throws(StoreError) {
        guard fsync(descriptor) == 0 else { throw PosixFile.failure("fsync", path) }
    }

    /// Locks the file for this process alone; false if another has it.
    borrowing func tryLock() throws(StoreError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw PosixFile.failure("flock", path) }
        return false
    }

    /// Locks the file or folder together with others; waits for who has it alone.
    borrowing func lockShared() throws(StoreError) {
        while flock(descriptor, LOCK_SH) != 0 {
            guard errno == EINTR else { throw PosixFile.failure("flock", path) }
        }
    }

    /// The size in bytes; nil if there is no such file.
    static func size(of path: String) throws(StoreError) -> Int? {
        var status = stat()
        // `status` is one whole `stat`, and lives through the call.
        if unsafe stat(path, &status) == 0 { return Int(status.st_size) }
        guard errno == ENOENT else { throw failure("stat", path) }
        return nil
    }

    /// Whether this process may make and remove files in the folder.
    static func mayWrite(_ path: String) -> Bool {
        // The string lives through the call and ends with NUL.
        unsafe access(path, W_OK) == 0
    }

    /// The permission bits.
    static func mode(of path: String) throws(StoreError) -> UInt32 {
        var status = stat()
        // `status` is one whole `stat`, and lives through the call.
        guard unsafe stat(path, &status) == 0 else { throw failure("stat", path) }
        return status.st_mode & 0o777
    }

    /// Bytes that this user may still write to the disk of `path`.
    static func freeSpace(of path: String) throws(StoreError) -> UInt64 {
        var status = statvfs()
        // `status` is one whole `statvfs`, and lives through the call.
        guard unsafe statvfs(path, &status) == 0 else { throw failure("statvfs", path) }
        let (space, overflow) = UInt64(status.f_bavail)
            .multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? UInt64.max : space
    }

    /// Takes the file's name away; nothing if it has none.
    static func remove(_ path: String) throws(StoreError) {
        // The string lives through the call and ends with NUL.
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw failure("unlink", path) }
    }

    /// Gives the file another name, replacing what had it.
    static func rename(_ path: String, to target: String) throws(StoreError) {
        // Both strings live through the call and end with NUL.
        guard unsafe Glibc.rename(path, target) == 0 else { throw failure("rename", target) }
    }

    /// Makes the names in the folder durable.
    static func synchronizeFolder(_ path: String) throws(StoreError) {
        try PosixFile(reading: path).synchronize()
    }

    /// Makes a folder if there is none, and its name durable: whoever made it may have died before that.
    static func makeFolder(_ path: String) throws(StoreError) {
        // The string lives through the call and ends with NUL.
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw failure("mkdir", path)
        }
        try synchronizeFolder(parent(of: path))
    }

    /// Makes a folder and those above it.
    static func makeFolders(_ path: String) throws(StoreError) {
        if try size(of: path) != nil { return }
        let above = parent(of: path)
        if above != path { try makeFolders(above) }
        try makeFolder(path)
    }

    /// The folder that holds `path`.
    static func parent(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true).dropLast()
        let joined = parts.joined(separator: "/")
        if path.hasPrefix("/") { return "/" + joined }
        return joined.isEmpty ? "." : joined
    }

    /// All bytes of a small file; nil if there is none. At most `limit` bytes, since it is held in memory.
    static func contents(of path: String, limit: Int) throws(StoreError) -> [UInt8]? {
        guard let size = try size(of: path) else { return nil }
        guard size <= limit else { throw StoreError.damaged(path) }
        let bytes = try PosixFile(reading: path).readFully(upTo: limit + 1)
        guard bytes.count <= limit else { throw StoreError.damaged(path) }
        return bytes
    }

    private static func failure(
        _ operation: String, _ path: String, _ code: Int32 = errno
    ) -> StoreError {
        if code == ENOSPC || code == EDQUOT { return .diskFull(path: path, reserve: "") }
        return .file(operation: operation, path: path, errno: code)
    }
}
