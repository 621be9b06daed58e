// The steps of a repair that change files: nothing is overwritten, what was there gets another name. A process that dies between two
// steps leaves the old database or the new one under its name, both whole.

package import EvidenceValues
import Foundation

/// The files of an archive under repair. Nobody else writes while this is there.
package final class RepairFiles {
    /// The archive's folder.
    package let folder: String
    private let lock: PosixFile

    /// Takes the archive's lock.
    /// - Throws: `.locked` if another process writes.
    package init(folder: String) throws(StoreError) {
        self.folder = folder
        guard try PosixFile.size(of: folder) != nil else {
            throw StoreError.notAnArchive(path: folder)
        }
        let file = try PosixFile(locking: folder + "/lock")
        guard try file.tryLock() else { throw StoreError.locked(path: folder) }
        lock = file
        for end in ["", "-wal", "-shm", "-journal"] { try PosixFile.remove(rebuilt + end) }
    }

    /// Where the new database is made.
    package var rebuilt: String { folder + "/docket.sqlite.repair" }

    /// An end for the names of old files that none has yet.
    package func freshSuffix(_ suffix: String) throws(StoreError) -> String {
        var fresh = suffix
        var number = 2
        while try PosixFile.size(of: folder + "/docket.sqlite" + fresh) != nil {
            fresh = "\(suffix)-\(number)"
            number += 1
        }
        return fresh
    }

    /// Takes the new database away.
    package func discard() throws(StoreError) {
        for end in ["", "-wal", "-shm", "-journal"] { try PosixFile.remove(rebuilt + end) }
    }

    /// Gives the new database its name; the old one, with its journal, is kept with `suffix` at the end.
    package func replaceDatabase(keepingOldAs suffix: String) throws {
        let database = folder + "/docket.sqlite"
        let kept = database + suffix
        // The old file gets its second name first, so that there is a database under the first at each moment.
        if try PosixFile.size(of: database) != nil {
            try FileManager.default.linkItem(atPath: database, toPath: kept)
        }
        // The old journal must not be applied to the new database. If the process dies here, the mark or the next audit finds that
        // the old one lacks what only its journal had, and the repair is made again with both files at hand.
        if try PosixFile.size(of: database + "-wal") != nil {
            try PosixFile.rename(database + "-wal", to: kept + "-wal")
        }
        try PosixFile.remove(database + "-shm")
        try PosixFile.rename(rebuilt, to: database)
        try PosixFile.synchronizeFolder(folder)
    }

    /// Puts the exhibit that `write` gives in its place if it has this digest; what was there is kept with `suffix` at the end of
    /// its name, in the archive's folder. False, and nothing changed, if the bytes have another digest.
    package func replaceBlob(
        _ digest: Digest, in blobs: FolderBlobStore, keepingOldAs suffix: String,
        _ write: (([UInt8]) throws -> Void) throws -> Void
    ) throws -> Bool {
        try blobs.clear()
        let staged = try blobs.stage(write)
        guard staged.digest == digest else {
            try blobs.discard(staged)
            return false
        }
        if let path = blobs.path(of: digest), try PosixFile.size(of: path) != nil {
            try PosixFile.rename(path, to: folder + "/" + digest.hex + suffix)
        }
        try blobs.put(staged)
        return true
    }
}
