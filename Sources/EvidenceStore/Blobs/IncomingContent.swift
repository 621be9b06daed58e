// Large contents that come piece by piece at somebody else's pace, as uploads do: between two pieces nobody waits and no thread is held.
// What becomes of them is as with `Intake`: a file in `incoming`, hashed on the way, that is filed or discarded; if the process dies,
// the next writer clears it. Only who holds the archive's lock may use it, so that nobody clears it meanwhile.

import EvidenceValues
import TransparencyLog

/// Bytes that an archive takes in by pieces.
package struct IncomingContent: ~Copyable, Sendable {
    private let file: PosixFile
    private let path: String
    private let name: String
    private let folder: String
    private var measure = ContentMeasure()

    /// Begins a file for `size` bytes, for the archive in `folder`.
    /// - Throws: `.spaceLow` if the disk has no room for them beside what must stay free.
    package init(size: UInt64, folder: String, surroundings: Surroundings) throws {
        let blobs = FolderBlobStore(folder: folder + "/blobs", surroundings: surroundings)
        let free = try PosixFile.freeSpace(of: folder)
        let (needed, overflow) = surroundings.minimumFree.addingReportingOverflow(size)
        guard !overflow, free >= needed else {
            throw StoreError.spaceLow(
                path: folder, free: free, needed: overflow ? .max : needed)
        }
        let name = Hexadecimal.encode(surroundings.random(16))
        let path = blobs.incoming + "/" + name
        let file = try IncomingContent.create(path, in: folder)
        self.init(file: file, path: path, name: name, folder: folder)
    }

    /// How many bytes came so far.
    package var size: UInt64 { measure.size }

    /// Takes the next piece. It blocks while the disk does.
    package mutating func add(_ piece: [UInt8]) throws {
        measure.add(piece)
        do { try file.write(piece) } catch {
            throw StoreError.explaining(error, folder: folder)
        }
    }

    /// Makes all of it durable, and gives it to be filed or discarded.
    package consuming func finish() throws -> StagedContent {
        do { try file.synchronize() } catch {
            try? PosixFile.remove(path)
            throw StoreError.explaining(error, folder: folder)
        }
        return StagedContent(digest: measure.digest, size: measure.size, place: .blob(name))
    }

    private init(file: consuming PosixFile, path: String, name: String, folder: String) {
        self.file = file
        self.path = path
        self.name = name
        self.folder = folder
    }

    private static func create(_ path: String, in folder: String) throws -> PosixFile {
        do { return try PosixFile(creating: path, mode: 0o400) } catch {
            throw StoreError.explaining(error, folder: folder)
        }
    }

    /// Forgets what came.
    package consuming func discard() {
        // What cannot be removed now is removed by a later writer.
        try? PosixFile.remove(path)
    }
}
