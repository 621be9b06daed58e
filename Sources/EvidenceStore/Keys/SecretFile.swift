// Files for their owner alone: made with mode 0600 from the first moment, replaced whole, and refused when anybody else may read them,
// because then somebody may have.
//
// Known gap: overwriting a file before it goes does not reach copies that a journal, a snapshot or a flash disk keeps.

/// Reads, writes and destroys files that hold secrets.
package enum SecretFile {
    /// The bytes of a file; nil if there is none.
    /// - Throws: `.exposed` if it is a regular file that group or others may read or write; `.damaged` if it is larger than `limit`.
    package static func read(_ path: String, limit: Int) throws(StoreError) -> [UInt8]? {
        let file: PosixFile
        do { file = try PosixFile(reading: path) } catch {
            if case .file(_, _, let code) = error, code == PosixFile.noSuchFile { return nil }
            throw error
        }
        let status = try file.status()
        guard !status.isRegular || status.permissions & 0o077 == 0 else {
            throw .exposed(path: path, mode: status.permissions)
        }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let piece = try file.read(upTo: 4096)
            if piece.isEmpty { return bytes }
            bytes += piece
        }
        throw .damaged(path)
    }

    /// Puts `bytes` into a file, durably and at once: whoever reads finds the old bytes or the new ones. What was there before is
    /// overwritten when nobody can find it any more.
    static func put(_ bytes: [UInt8], at path: String) throws(StoreError) {
        let temporary = path + ".part"
        try PosixFile.remove(temporary)
        let file = try PosixFile(creating: temporary, mode: 0o600)
        try file.write(bytes)
        try file.synchronize()
        try replace(path, with: temporary)
    }

    /// Lets the file `source` take the name and the place of `path`.
    static func replace(_ path: String, with source: String) throws(StoreError) {
        let size = try PosixFile.size(of: path)
        guard let size else {
            try PosixFile.rename(source, to: path)
            return try PosixFile.synchronizeFolder(PosixFile.parent(of: path))
        }
        let old = try PosixFile(updating: path)
        try PosixFile.rename(source, to: path)
        try PosixFile.synchronizeFolder(PosixFile.parent(of: path))
        try old.write([UInt8](repeating: 0, count: size), at: 0)
        try old.synchronize()
    }
}
