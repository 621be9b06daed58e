// A small file that always has one whole content, the old or the new: written under another name, synced, and renamed over the old.
// If the process dies before the rename, the old content stays, and the next write takes the other name away.

/// Reads and replaces small files.
package enum ReplacedFile {
    /// The bytes of the file at `path`; nil if there is none. At most `limit` bytes.
    package static func read(_ path: String, limit: Int) throws(StoreError) -> [UInt8]? {
        try PosixFile.contents(of: path, limit: limit)
    }

    /// Gives the file at `path` the content `bytes`; its folder is made if missing.
    package static func write(
        _ bytes: [UInt8], to path: String, isPublic: Bool = false
    ) throws(StoreError) {
        let folder = PosixFile.parent(of: path)
        try PosixFile.makeFolders(folder)
        let temporary = path + ".new"
        try PosixFile.remove(temporary)
        let file = try PosixFile(creating: temporary, mode: isPublic ? 0o644 : 0o600)
        try file.write(bytes)
        try file.synchronize()
        try PosixFile.rename(temporary, to: path)
        try PosixFile.synchronizeFolder(folder)
    }
}
