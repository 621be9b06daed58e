// A file opened for reading by ranges, so that a large one needs no memory. Pointers are kept here: each lives for the one system call
// that it is passed to.

internal import Glibc

/// An open file; closed when the last reference goes.
package final class RangedFile: Sendable {
    package let path: String
    /// The size in bytes when it was opened.
    package let count: Int
    private let descriptor: Int32

    /// Opens a regular file; nil if it is another sort of file, which cannot be read by ranges.
    package init?(_ path: String) throws(FileFailure) {
        var status = stat()
        // The string outlives each call and is not kept; `status` is a local of the right type. A pipe is not even opened, because its
        // writer would take us for its reader.
        guard unsafe stat(path, &status) == 0 else {
            throw .unreadable(path: path, reason: systemMessage(errno))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw .unreadable(path: path, reason: systemMessage(errno))
        }
        // The file may be another by now.
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        self.path = path
        self.descriptor = descriptor
        count = max(0, Int(status.st_size))
    }

    deinit { close(descriptor) }

    /// The bytes of `range`, all of them; the file may have become shorter, which is an error.
    package func bytes(_ range: Range<Int>) throws(FileFailure) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, done in
            // The buffer is the new array's and has room for `range.count` bytes, of which `done` are filled.
            while done < range.count {
                let got = unsafe pread(
                    descriptor, buffer.baseAddress?.advanced(by: done), range.count - done,
                    off_t(range.lowerBound + done))
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else {
                    failure = got < 0 ? errno : 0
                    return
                }
                done += got
            }
        }
        guard bytes.count == range.count else {
            let reason =
                failure == 0 ? "it became shorter while it was read" : systemMessage(failure)
            throw .unreadable(path: path, reason: reason)
        }
        return bytes
    }
}
