// A file that is about to be filed: read once, from its beginning to its end, while the archive takes it in and hashes it. What is
// recognised, signed and filed is therefore what was read, whatever happens to the file meanwhile; memory stays bounded whatever
// its size.

import DurableFiles
import EvidenceStore
import EvidenceValues
import Foundation
import VerifyCommand

/// A file that an archive has taken in and not filed yet.
struct StagedFile {
    let path: String
    let content: StagedContent
    /// All bytes of a file in which a kind can be recognised; of a larger one, its first bytes.
    let beginning: [UInt8]

    /// Whether `beginning` is all of it.
    var isWhole: Bool { UInt64(beginning.count) == content.size }

    /// Kinds that are recognised by their bytes are smaller than this.
    private static let most = 16 * 1_048_576
    /// Enough to tell what a larger file is.
    private static let least = 65_536

    /// Takes the file in; `progress` is told how many bytes were read, and of how many.
    init(
        _ path: String, into intake: Intake, progress: (UInt64, UInt64) -> Void = { _, _ in }
    ) throws {
        let size = Self.size(of: path)
        // A pipe has no size; it gets as much room as it turns out to need.
        let wanted = size > Self.most ? Self.least : Self.most
        var beginning: [UInt8] = []
        beginning.reserveCapacity(min(Int(clamping: size), wanted))
        var done: UInt64 = 0
        do {
            content = try intake.stage(.file(path)) { piece in
                let room = wanted - beginning.count
                if room > 0 { beginning += piece.prefix(room) }
                done += UInt64(piece.count)
                progress(done, size)
            }
        } catch StoreError.file(_, path, let code) {
            throw FileFailure.unreadable(path: path, reason: systemMessage(code))
        }
        self.path = path
        self.beginning = beginning
    }

    /// The last part of the path.
    var name: String { URL(filePath: path).lastPathComponent }

    private static func size(of path: String) -> UInt64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.uint64Value ?? 0
    }
}
