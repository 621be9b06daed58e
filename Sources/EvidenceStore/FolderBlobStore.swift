// Blobs as files `blobs/ab/cdef…`, named by the hexadecimal digest of their bytes. A file has its name only when its bytes are
// durable: they go into `blobs/incoming/`, are hashed on the way, synced, renamed, and the folder is synced.
//
// If the process dies before the rename, a file in `incoming` is left, which the next writer deletes. If it dies behind it, a blob
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

    /// Deletes what a writer that died has left in `incoming`. Only who holds the archive's lock may.
    func cleanIncoming() throws {
        // Copies, and checkouts of git, may lack folders that were empty.
        try PosixFile.makeFolders(incoming)
        for name in try names(in: incoming) {
            try FileManager.default.removeItem(atPath: incoming + "/" + name)
        }
    }

    /// Where the bytes of `digest` are, or would be.
    package func path(of digest: Digest) -> String {
        folderPath(of: digest) + "/" + digest.hex.dropFirst(2)
    }

    package func put(_ digest: Digest, size: UInt64, from source: ContentSource) throws {
        if let stored = try measure(digest) {
            guard stored.digest == digest else { throw StoreError.damaged(path(of: digest)) }
            try check(try ContentMeasure.of(source), against: digest, size: size)
            // Whoever stored it may have died before the folder was synced.
            return try PosixFile.synchronizeFolder(folderPath(of: digest))
        }
        let temporary = incoming + "/" + Hexadecimal.encode(surroundings.random(16))
        do {
            let file = try PosixFile(creating: temporary, mode: 0o400)
            var measure = ContentMeasure()
            try source.read {
                measure.add($0)
                try file.write($0)
            }
            try check(measure, against: digest, size: size)
            try file.synchronize()
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
        try surroundings.faults(.beforeBlobRename)
        try PosixFile.makeFolder(folderPath(of: digest))
        try PosixFile.rename(temporary, to: path(of: digest))
        try surroundings.faults(.afterBlobRename)
        try PosixFile.synchronizeFolder(folderPath(of: digest))
    }

    package func size(of digest: Digest) throws -> UInt64? {
        try PosixFile.size(of: path(of: digest)).map { UInt64($0) }
    }

    package func range(_ digest: Digest, offset: UInt64, count: Int) throws -> [UInt8]? {
        guard try size(of: digest) != nil else { return nil }
        guard let offset = Int(exactly: offset), count > 0 else { return [] }
        let file = try PosixFile(reading: path(of: digest))
        try file.seek(to: offset)
        var bytes: [UInt8] = []
        while bytes.count < count {
            let piece = try file.read(upTo: count - bytes.count)
            if piece.isEmpty { break }
            bytes += piece
        }
        return bytes
    }

    package func list() throws -> [Digest] {
        try entries().compactMap { Digest(hex: $0) }.sorted()
    }

    /// Names in the folder that are no blob's: left by a crash, or not ours.
    package func strangers() throws -> [String] {
        try names(in: incoming).map { "incoming/" + $0 }
            + entries().filter { Digest(hex: $0) == nil }.sorted()
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

    private var incoming: String { folder + "/incoming" }

    private func folderPath(of digest: Digest) -> String { folder + "/" + digest.hex.prefix(2) }

    private func check(
        _ measure: ContentMeasure, against digest: Digest, size: UInt64
    ) throws(StoreError) {
        guard measure.size == size else {
            throw StoreError.wrongSize(found: measure.size, expected: size)
        }
        guard measure.digest == digest else {
            throw StoreError.wrongContent(found: measure.digest, expected: digest)
        }
    }
}

/// Digest and size of bytes that come in pieces.
package struct ContentMeasure: Sendable {
    private var hasher = Hasher256()
    package private(set) var size: UInt64 = 0

    package init() {}

    /// Takes the next piece.
    package mutating func add(_ bytes: [UInt8]) {
        hasher.update(bytes)
        size += UInt64(bytes.count)
    }

    /// The digest of what was taken so far.
    package var digest: Digest { hasher.finalize() }

    /// Digest and size of a file or of bytes; a file is read once, in pieces.
    package static func of(_ source: ContentSource) throws -> ContentMeasure {
        var measure = ContentMeasure()
        try source.read { measure.add($0) }
        return measure
    }
}
