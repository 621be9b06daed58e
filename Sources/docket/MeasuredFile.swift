// A file's digest and size, read once in pieces: memory stays bounded whatever the size.

import DurableFiles
import EvidenceValues
import Foundation
import TransparencyLog
import VerifyCommand

/// A file as it was when it was measured.
struct MeasuredFile {
    let path: String
    let digest: Digest
    let size: UInt64
    /// The first bytes, enough to recognise what it is; all of them when the file is small.
    let beginning: [UInt8]

    /// Whether `beginning` is all of it.
    var isWhole: Bool { UInt64(beginning.count) == size }

    private static let piece = 1_048_576
    /// Kinds that are recognised by their bytes are far smaller than this.
    private static let most = 16 * 1_048_576

    init(_ path: String) throws {
        var hasher = Hasher256()
        var size: UInt64 = 0
        var beginning: [UInt8] = []
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            while let piece = try handle.read(upToCount: Self.piece), !piece.isEmpty {
                hasher.update([UInt8](piece))
                size += UInt64(piece.count)
                if beginning.count < Self.most { beginning += piece }
            }
        } catch {
            throw DurableFile.unreadable(path, error)
        }
        self.path = path
        self.size = size
        self.beginning = beginning
        digest = hasher.finalize()
    }

    /// The last part of the path.
    var name: String { URL(filePath: path).lastPathComponent }
}
