// A file's digest and size, read once in pieces: memory stays bounded whatever the size.

import DurableFiles
import EvidenceStore
import EvidenceValues
import Foundation
import VerifyCommand

/// A file as it was when it was measured.
struct MeasuredFile {
    let digest: Digest
    let size: UInt64

    private static let piece = 1_048_576

    init(_ path: String) throws {
        var measure = ContentMeasure()
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            while let piece = try handle.read(upToCount: Self.piece), !piece.isEmpty {
                measure.add([UInt8](piece))
            }
        } catch {
            throw DurableFile.unreadable(path, error)
        }
        size = measure.size
        digest = measure.digest
    }
}
