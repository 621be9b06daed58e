// A file's digest and size, read once in pieces: memory stays bounded whatever the size.

import DurableFiles
import EvidenceStore
package import EvidenceValues
import Foundation
import VerifyCommand

/// A file as it was when it was measured.
package struct MeasuredFile {
    package let digest: Digest
    package let size: UInt64
    /// Enough of it to recognise what it is.
    package let beginning: [UInt8]

    private static let piece = 1_048_576

    package init(_ path: String) throws {
        var measure = ContentMeasure()
        var beginning = FileBeginning(of: MeasuredFile.size(of: path))
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            while let piece = try handle.read(upToCount: Self.piece), !piece.isEmpty {
                let bytes = [UInt8](piece)
                measure.add(bytes)
                beginning.add(bytes)
            }
        } catch {
            throw DurableFile.unreadable(path, error)
        }
        size = measure.size
        digest = measure.digest
        self.beginning = beginning.bytes
    }

    /// What the folder says of the file's size; 0 where it says nothing.
    static func size(of path: String) -> UInt64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.uint64Value ?? 0
    }
}
