// A new file as it is being written: from its beginning to its end, with single fields that are put in later. Small pieces are
// gathered, so that thousands of them cost few system calls. The disk begins with a large file while it is still being written, so that
// the sync at its end has little left to wait for.

private import Glibc

/// Where the bytes of a new file go.
package final class FileOutput {
    /// Bytes that are gathered before they are written.
    private static let gathered = 1 << 18
    /// Bytes after which the disk is told to begin with them.
    private static let begun = 1 << 23

    private let descriptor: Int32
    private let path: String
    private var waiting: [UInt8] = []
    /// Bytes that were written, without those that wait.
    private var written = 0
    /// Of these, the bytes that the disk was told to begin with.
    private var started = 0

    /// An empty file; `path` is for errors.
    init(_ descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// The number of bytes so far.
    package var count: Int { written + waiting.count }

    /// Appends `bytes`.
    package func append(_ bytes: [UInt8]) throws(FileFailure) {
        if waiting.isEmpty && bytes.count >= FileOutput.gathered { return try write(bytes) }
        waiting += bytes
        if waiting.count >= FileOutput.gathered { try flush() }
    }

    /// Puts `bytes` in the place of as many that were appended at `offset`.
    package func overwrite(_ bytes: [UInt8], at offset: Int) throws(FileFailure) {
        guard offset < written else {
            let start = offset - written
            waiting.replaceSubrange(start..<start + bytes.count, with: bytes)
            return
        }
        try flush()
        var done = 0
        while done < bytes.count {
            // The array owns the memory and does not move during the call; it is only read.
            let put = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress?.advanced(by: done), bytes.count - done,
                    off_t(offset + done))
            }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw DurableFile.failure(path) }
            done += put
        }
    }

    /// Writes what waits.
    func flush() throws(FileFailure) {
        guard !waiting.isEmpty else { return }
        try write(waiting)
        waiting.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: [UInt8]) throws(FileFailure) {
        try DurableFile.write(bytes, descriptor, path)
        written += bytes.count
        guard written - started >= FileOutput.begun else { return }
        // Linux begins to write what is dirty there, and could only forget what is written already. It promises nothing; what fails of
        // it fails again at the sync, which reports it.
        _ = posix_fadvise(
            descriptor, off_t(started), off_t(written - started), POSIX_FADV_DONTNEED)
        started = written
    }
}
