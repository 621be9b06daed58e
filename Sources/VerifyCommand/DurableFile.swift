// Files that are there whole or not at all: written beside their place under a temporary name, synced, renamed, and the folder
// synced. Whoever kills the command at any moment finds the old file, or the new one, or none; never a piece of one.

import Foundation

/// Why a file could not be read or written.
package enum FileFailure: Error, Sendable, Hashable {
    /// Reading it failed, with the system's words.
    case unreadable(path: String, reason: String)
    /// Writing it failed, with the system's words.
    case unwritable(path: String, reason: String)
    /// It is there already, and nobody said that it may be replaced.
    case exists(path: String)
    /// More bytes than this sort of file may have.
    case tooLarge(path: String, limit: Int)
}

/// Reads small files and writes durable ones.
package enum DurableFile {
    /// Writes `bytes` to `path`. An existing file is refused unless it `mayReplace` it.
    package static func write(_ bytes: [UInt8], to path: String, mayReplace: Bool = false) throws {
        let target = URL(filePath: path)
        let folder = target.deletingLastPathComponent()
        guard mayReplace || !exists(path) else { throw FileFailure.exists(path: path) }
        let temporary = folder.appending(
            path: ".\(target.lastPathComponent).\(UInt64.random(in: 0...UInt64.max)).part")
        do {
            try Data().write(to: temporary, options: .withoutOverwriting)
            let handle = try FileHandle(forWritingTo: temporary)
            defer { try? handle.close() }
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            try place(temporary, at: target, mayReplace: mayReplace)
            try synchronize(folder)
        } catch {
            try? FileManager.default.removeItem(at: temporary)
            if let failure = error as? FileFailure { throw failure }
            throw FileFailure.unwritable(path: path, reason: words(error))
        }
    }

    /// The bytes of a file of at most `limit` bytes; `-` is standard input.
    package static func read(_ path: String, limit: Int = 64 * 1_048_576) throws -> [UInt8] {
        do {
            let handle =
                try path == "-"
                ? FileHandle.standardInput : FileHandle(forReadingFrom: URL(filePath: path))
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            guard data.count <= limit else { throw FileFailure.tooLarge(path: path, limit: limit) }
            return [UInt8](data)
        } catch let failure as FileFailure {
            throw failure
        } catch {
            throw unreadable(path, error)
        }
    }

    /// What reading `path` met, in the system's words.
    package static func unreadable(_ path: String, _ error: any Error) -> FileFailure {
        .unreadable(path: path, reason: words(error))
    }

    /// Whether something has this name.
    package static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    // `link` refuses a name that is taken, in one step; `rename` replaces it, in one step.
    private static func place(_ temporary: URL, at target: URL, mayReplace: Bool) throws {
        // The strings live for the calls.
        if mayReplace {
            guard unsafe rename(temporary.path, target.path) == 0 else { throw POSIXError.last }
            return
        }
        guard unsafe link(temporary.path, target.path) == 0 else {
            throw errno == EEXIST ? FileFailure.exists(path: target.path) : POSIXError.last
        }
        try FileManager.default.removeItem(at: temporary)
    }

    private static func synchronize(_ folder: URL) throws {
        // The string lives for the call.
        let descriptor = unsafe open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError.last }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw POSIXError.last }
    }

    /// What the system says of an error, without Foundation's frame around it.
    private static func words(_ error: any Error) -> String {
        let code: Int32? =
            (error as? POSIXError)?.code.rawValue
            ?? ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError).map {
                Int32(truncatingIfNeeded: $0.code)
            }
        guard let code else {
            switch (error as? CocoaError)?.code {
            case .fileReadNoSuchFile, .fileNoSuchFile: return "no such file or directory"
            case .fileReadNoPermission, .fileWriteNoPermission: return "permission denied"
            default: return "\(error)"
            }
        }
        // The C string is the library's and is copied at once.
        return unsafe String(cString: strerror(code)).lowercased()
    }
}

extension POSIXError {
    /// The error that `errno` holds.
    fileprivate static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
