// That an older copy of the archive was put back on purpose (docs/formats/erasure.md): which tree was left behind, and which took its
// place. It hides nothing: whoever has a checkpoint beyond the copy still proves that there was more.

import EvidenceValues

/// The record of a restore.
package struct Restore: Sendable, Hashable {
    /// The first line.
    package static let format = "docket-restore/v1"
    /// Bytes at most; the longest possible is far below. Spec: erasure-9
    package static let maximumSize = 4096

    /// The newest tree that the archive is known to have signed.
    package let left: Checkpoint
    /// The tree of the copy, which is smaller.
    package let restored: Checkpoint
    package let warrant: Warrant

    /// Nil unless both are of one archive and without extension lines, and the restored one is smaller. Spec: erasure-8
    package init?(left: Checkpoint, restored: Checkpoint, warrant: Warrant) {
        guard left.origin == restored.origin, restored.size < left.size,
            left.extensions.isEmpty, restored.extensions.isEmpty
        else { return nil }
        self.left = left
        self.restored = restored
        self.warrant = warrant
    }

    /// The restore that `bytes` are.
    package init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = try FieldReader(bytes, format: Restore.format, limit: Restore.maximumSize)
        let origin = try reader.field("archive") { ArchiveOrigin($0) }
        left = Checkpoint(
            origin: origin,
            size: try reader.field("left-size") { FieldText.number($0).map(TreeSize.init) },
            root: try reader.field("left-root") { Digest(text: $0).map(RootHash.init) })
        restored = Checkpoint(
            origin: origin,
            size: try reader.field("size") { FieldText.number($0).map(TreeSize.init) },
            root: try reader.field("root") { Digest(text: $0).map(RootHash.init) })
        guard restored.size < left.size else { throw reader.failureBehind(.badValue) }
        warrant = try Warrant(&reader)
        try reader.finish(bytes, formatted: self.bytes)
    }

    /// The one text of this restore.
    package var bytes: [UInt8] {
        var text = Restore.format + "\narchive \(left.origin.text)\n"
        text += "left-size \(left.size.value)\nleft-root \(left.root.digest.text)\n"
        text += "size \(restored.size.value)\nroot \(restored.root.digest.text)\n"
        return Array((text + warrant.lines).utf8)
    }
}
