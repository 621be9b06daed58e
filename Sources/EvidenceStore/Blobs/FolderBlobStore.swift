// Blobs as files `blobs/ab/cdef…`, named by the hexadecimal digest of their bytes. A file has its name only when its bytes are
// durable: they go into `blobs/incoming/`, are hashed on the way, synced, renamed, and the folder is synced.
//
// If the process dies before the rename, a file in `incoming` is left, which a later writer deletes when nobody takes bytes in (`Intake`). If it dies behind it, a blob
// is left that no filing names: harmless, and the audit lists it.

package import EvidenceValues
import Foundation
import TransparencyLog

/// Blobs in a folder of the local disk.
package struct FolderBlobStore: BlobStore {
    private let folder: String
    private let surroundings: Surroundings

    package init(folder: String, surroundings: Surroundings) {
        self.folder = folder
        self.surroundings = surroundings
    }

    /// Makes the folders.
    func create() throws {
        try PosixFile.makeFolder(folder)
        try PosixFile.makeFolder(incoming)
    }

    package func clear() throws {
        // Copies, and checkouts of git, may lack folders that were empty.
        try PosixFile.makeFolders(incoming)
        let folder = try PosixFile(reading: incoming)
        // What somebody is taking in for his own filing is left, with the rest, to a later writer.
        guard try folder.tryLock() else { return }
        for name in try names(in: incoming) {
            try FileManager.default.removeItem(atPath: incoming + "/" + name)
        }
    }

    package func path(of digest: Digest) -> String? { file(of: digest) }

    package func stage(
        _ write: (([UInt8]) throws -> Void) throws -> Void
    ) throws -> StagedContent {
        let name = Hexadecimal.encode(surroundings.random(16))
        do {
            let file = try PosixFile(creating: incoming + "/" + name, mode: 0o400)
            var measure = ContentMeasure()
            try write {
                measure.add($0)
                try file.write($0)
            }
            try file.synchronize()
            return StagedContent(digest: measure.digest, size: measure.size, place: .blob(name))
        } catch {
            try? FileManager.default.removeItem(atPath: incoming + "/" + name)
            throw error
        }
    }

    package func put(_ staged: StagedContent) throws {
        let staged = try inFolder(staged)
        guard case .blob(let name) = staged.place else { return }
        let digest = staged.digest
        if let stored = try measure(digest) {
            guard stored.digest == digest else { throw StoreError.damaged(file(of: digest)) }
            try discard(staged)
            // Whoever stored it may have died before the folders were synced.
            try PosixFile.makeFolder(folderPath(of: digest))
            return try PosixFile.synchronizeFolder(folderPath(of: digest))
        }
        try surroundings.faults(.beforeBlobRename)
        try PosixFile.makeFolder(folderPath(of: digest))
        try PosixFile.rename(incoming + "/" + name, to: file(of: digest))
        try surroundings.faults(.afterBlobRename)
        try PosixFile.synchronizeFolder(folderPath(of: digest))
    }

    package func discard(_ staged: StagedContent) throws {
        guard case .blob(let name) = staged.place else { return }
        try PosixFile.remove(incoming + "/" + name)
    }

    package func remove(_ digest: Digest) throws {
        guard try size(of: digest) != nil else { return }
        try PosixFile.remove(file(of: digest))
        try PosixFile.synchronizeFolder(folderPath(of: digest))
    }

    package func size(of digest: Digest) throws -> UInt64? {
        try PosixFile.size(of: file(of: digest)).map { UInt64($0) }
    }

    package func range(_ digest: Digest, offset: UInt64, count: Int) throws -> [UInt8]? {
        guard try size(of: digest) != nil else { return nil }
        guard let offset = Int(exactly: offset), count > 0 else { return [] }
        let file = try PosixFile(reading: file(of: digest))
        try file.seek(to: offset)
        return try file.readFully(upTo: count)
    }

    package func list() throws -> [Digest] {
        try entries().compactMap { Digest(hex: $0) }.sorted()
    }

    package func strangers() throws -> [String] {
        try names(in: incoming).map { "incoming/" + $0 }
            + entries().filter { Digest(hex: $0) == nil }.sorted()
    }

    /// Bytes that stayed in memory, as a file in `incoming`.
    private func inFolder(_ staged: StagedContent) throws -> StagedContent {
        guard case .memory(let bytes) = staged.place else { return staged }
        return try stage { try $0(bytes) }
    }

    /// `ab` and `cdef…` joined, for each file in a folder.
    private func entries() throws -> [String] {
        var entries: [String] = []
        for prefix in try names(in: folder) where prefix != "incoming" {
            entries += try names(in: folder + "/" + prefix).map { prefix + $0 }
        }
        return entries
    }

    /// The names in a folder, sorted; none if it is not there.
    private func names(in path: String) throws -> [String] {
        guard try PosixFile.size(of: path) != nil else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    /// Where bytes are until they have their name.
    var incoming: String { folder + "/incoming" }

    private func file(of digest: Digest) -> String {
        folderPath(of: digest) + "/" + digest.hex.dropFirst(2)
    }

    private func folderPath(of digest: Digest) -> String { folder + "/" + digest.hex.prefix(2) }
}
