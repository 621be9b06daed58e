// A file that is about to be filed: read once, from its beginning to its end, while the archive takes it in and hashes it. What is
// recognised, signed and filed is therefore what was read, whatever happens to the file meanwhile; memory stays bounded whatever
// its size.

import DurableFiles
package import EvidenceStore
import EvidenceValues
import Foundation
import VerifyCommand

/// A file that an archive has taken in and not filed yet.
package struct StagedFile {
    package let path: String
    package let content: StagedContent
    /// All bytes of a file in which a kind can be recognised; of a larger one, its first bytes.
    package let beginning: [UInt8]

    /// Takes the file in; `progress` is told how many bytes were read, and of how many.
    package init(
        _ path: String, into intake: Intake, progress: (UInt64, UInt64) -> Void = { _, _ in }
    ) throws {
        let size = MeasuredFile.size(of: path)
        var beginning = FileBeginning(of: size)
        var done: UInt64 = 0
        do {
            content = try intake.stage(.file(path)) { piece in
                beginning.add(piece)
                done += UInt64(piece.count)
                progress(done, size)
            }
        } catch StoreError.file(_, path, let code) {
            throw FileFailure.unreadable(path: path, reason: systemMessage(code))
        }
        self.path = path
        self.beginning = beginning.bytes
    }

    /// The last part of the path.
    package var name: String { URL(filePath: path).lastPathComponent }
}
