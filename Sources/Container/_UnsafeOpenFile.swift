// A file opened for reading. Pointers are kept here: each lives for the one system call that it is passed to.

private import Glibc

/// An open regular file, read by ranges; closed when the last reference goes.
package final class OpenFile: Sendable {
    let descriptor: Int32
    package let count: Int

    /// Opens `path`; `.unreadable` unless it is a regular file that can be read.
    package init(path: String) throws(ContainerError) {
        // The string outlives the call; open copies nothing out.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ContainerError(.unreadable) }
        var status = stat()
        // `status` is a local of the right type; fstat fills it.
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size >= 0
        else {
            close(descriptor)
            throw ContainerError(.unreadable)
        }
        self.descriptor = descriptor
        count = Int(status.st_size)
    }

    deinit { close(descriptor) }

    func read(_ range: Range<Int>) throws(ContainerError) -> [UInt8] {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, done in
            // The buffer is the new array's and has room for `range.count` bytes, of which `done` are filled.
            while done < range.count {
                let got = unsafe pread(
                    descriptor, buffer.baseAddress?.advanced(by: done), range.count - done,
                    range.lowerBound + done)
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else { return }
                done += got
            }
        }
        guard bytes.count == range.count else { throw ContainerError(.unreadable) }
        return bytes
    }
}
