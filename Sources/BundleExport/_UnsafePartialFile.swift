// A file that gets its name when it is whole: written beside its place, synced, renamed, and the folder synced. If the process dies
// before the rename, the file that was there is still there, and a hidden one with the ending `.part` beside it.

internal import Foundation
private import Glibc

/// A file that is being made for `path`.
struct PartialFile {
    private let target: URL
    private var temporary: URL {
        target.deletingLastPathComponent()
            .appendingPathComponent(".\(target.lastPathComponent).part")
    }

    init(for path: String) { target = URL(fileURLWithPath: path) }

    /// Where it stands until it gets its name.
    var path: String { temporary.path }

    /// Writes it anew with what `body` hands out, and syncs it.
    func write(_ body: (([UInt8]) throws -> Void) throws -> Void) throws {
        try Data().write(to: temporary)
        let handle = try FileHandle(forWritingTo: temporary)
        defer { try? handle.close() }
        try body { try handle.write(contentsOf: Data($0)) }
        try handle.synchronize()
    }

    /// Gives it its name; whatever had that name is replaced.
    func promote() throws {
        // Both strings live for the call.
        guard unsafe rename(temporary.path, target.path) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
        let folder = target.deletingLastPathComponent().path
        // The string lives for the call.
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Removes it if it did not get its name.
    func remove() { try? FileManager.default.removeItem(at: temporary) }
}
