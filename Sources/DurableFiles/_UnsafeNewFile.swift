// A file that is there whole or not at all. It is made without a name in the folder where it will stand (O_TMPFILE), synced, and
// gets its name by `link`, which refuses a name that is taken; then the folder is synced. Whoever kills the command at any moment,
// with any signal, finds the file or none, and nothing else: a file without a name goes with its process.
//
// Where the file system knows no such files, it has a hidden name ending in `.part` until then. Only there a kill leaves one behind.

private import Glibc

/// A file that is being made for a path.
package struct NewFile: ~Copyable {
    private let target: String
    private let descriptor: Int32
    /// Its name until it is whole; nil where it needs none.
    private let temporary: String?

    /// Begins a file in the folder of `path`. Nothing is there yet under that name. `isNameless` is false only to try what happens
    /// where the file system knows no files without a name. Nobody but its owner ever reads one that `isSecret`.
    package init(
        for path: String, isNameless: Bool = true, isSecret: Bool = false
    ) throws(FileFailure) {
        let folder = DurableFile.folder(of: path)
        let mode: mode_t = isSecret ? 0o600 : 0o666
        target = path
        // Not imported, because the C macro is a sum; `O_TMPFILE` of fcntl.h, the same on all Linux that Swift runs on.
        let nameless = 0o20_000_000 | O_DIRECTORY
        // The string lives for the call.
        let unnamed = isNameless ? unsafe open(folder, nameless | O_RDWR | O_CLOEXEC, mode) : -1
        // Without /proc it could never get a name. The string lives for the call.
        if unnamed >= 0, unsafe access("/proc/self/fd/\(unnamed)", F_OK) == 0 {
            (descriptor, temporary) = (unnamed, nil)
            return
        }
        if unnamed >= 0 { close(unnamed) }
        let hidden = "\(folder)/.docket-\(UInt64.random(in: 0...UInt64.max)).part"
        // The string lives for the call.
        let named = unsafe open(hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard named >= 0 else { throw DurableFile.failure(path) }
        (descriptor, temporary) = (named, hidden)
    }

    deinit {
        close(descriptor)
        // The string lives for the call. A name that is gone already is as good.
        if let temporary { _ = unsafe unlink(temporary) }
    }

    /// Where this process reads what was written, until it gets its name.
    package var path: String { temporary ?? "/proc/self/fd/\(descriptor)" }

    /// Writes it anew with what `body` hands out, and syncs it.
    package borrowing func write(_ body: (([UInt8]) throws -> Void) throws -> Void) throws {
        try fill { output in try body { try output.append($0) } }
    }

    /// Writes it anew with what `body` puts out, and syncs it.
    package borrowing func fill(_ body: (FileOutput) throws -> Void) throws {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw DurableFile.failure(target)
        }
        let output = FileOutput(descriptor, path: target)
        try body(output)
        try output.flush()
        guard fsync(descriptor) == 0 else { throw DurableFile.failure(target) }
    }

    /// Gives it its name; `.exists` if something has it.
    package borrowing func promote() throws(FileFailure) {
        // Both strings live for the call.
        let linked = unsafe linkat(AT_FDCWD, path, AT_FDCWD, target, AT_SYMLINK_FOLLOW)
        guard linked == 0 else {
            throw errno == EEXIST ? .exists(path: target) : DurableFile.failure(target)
        }
        try DurableFile.synchronize(folder: DurableFile.folder(of: target))
    }
}
