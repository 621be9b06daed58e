// Small files, read whole and written whole (`NewFile`). Nothing that exists is ever replaced: what a user has on his disk may be
// evidence. The store writes its own files, because it meets the faults that its tests put between the system calls.

internal import Foundation

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
    /// Writes `bytes` to `path`, durably; an existing file is refused. Nobody but its owner ever reads one that `isSecret`.
    package static func write(
        _ bytes: [UInt8], to path: String, isSecret: Bool = false
    ) throws {
        guard !exists(path) else { throw FileFailure.exists(path: path) }
        let file = try NewFile(for: path, isSecret: isSecret)
        try file.write { try $0(bytes) }
        try file.promote()
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

    /// Says why a file cannot be read, for who reads it later and elsewhere.
    package static func requireReadable(_ path: String) throws {
        do { try FileHandle(forReadingFrom: URL(filePath: path)).close() } catch {
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

    /// What the system says of an error, without Foundation's frame around it.
    private static func words(_ error: any Error) -> String {
        let code: Int32? =
            ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError).map {
                Int32(truncatingIfNeeded: $0.code)
            }
        guard let code else {
            switch (error as? CocoaError)?.code {
            case .fileReadNoSuchFile, .fileNoSuchFile: return "no such file or directory"
            case .fileReadNoPermission, .fileWriteNoPermission: return "permission denied"
            default: return "\(error)"
            }
        }
        return systemMessage(code)
    }
}

/// The system's words for an `errno`.
package func systemMessage(_ code: Int32) -> String {
    // The C string is the library's and is copied at once.
    unsafe String(cString: strerror(code)).lowercased()
}
