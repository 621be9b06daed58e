// Where an argument may be a file or a folder with files, such as a collection of certificates. Only the folder's own files count, in the
// order of their names: what a hidden file or a folder below holds is trusted by nobody who did not see it.

import DurableFiles
import Foundation

/// Files that an argument stands for.
package enum GivenFiles {
    /// More files in one folder are a mistake: the certificates of all CAs of a system are a few hundred.
    package static let maximumFiles = 10_000

    /// The file, or the folder's regular files, symbolic links followed.
    package static func of(_ path: String) throws -> [String] {
        guard isFolder(path) else {
            try DurableFile.requireReadable(path)
            return [path]
        }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw DurableFile.unreadable(path, error)
        }
        guard names.count <= maximumFiles else {
            throw FileFailure.unreadable(path: path, reason: "more than \(maximumFiles) files")
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        return names.filter { !$0.hasPrefix(".") }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { folder + $0 }.filter(isRegularFile)
    }

    /// Whether there is a folder of this name.
    package static func isFolder(_ path: String) -> Bool {
        value(of: path, .isDirectoryKey)?.isDirectory ?? false
    }

    /// Whether there is a file of this name that can be read more than once.
    package static func isRegularFile(_ path: String) -> Bool {
        value(of: path, .isRegularFileKey)?.isRegularFile ?? false
    }

    private static func value(of path: String, _ key: URLResourceKey) -> URLResourceValues? {
        try? URL(filePath: path).resolvingSymlinksInPath().resourceValues(forKeys: [key])
    }
}
