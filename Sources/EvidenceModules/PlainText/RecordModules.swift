// What an archive files of its own doings: erasures, holds, releases, restores, rotations of its key, cosignatures of its checkpoints.
// They are the operator's statements, and only the kind of the filing tells them: whoever files a copy files a document.

import EvidenceValues
import SignatureValidation

/// A text that the archive filed about itself.
protocol RecordModule: PlainTextModule {}

extension RecordModule {
    static func isLike(_ lines: [Substring]) -> Bool { false }
}

/// That an exhibit was erased (docs/formats/erasure.md).
struct ErasureModule: RecordModule {
    static let kind = ExhibitKind.erasure
    static let title = "Record of an erasure"
}

/// That something must not be erased (docs/formats/erasure.md).
struct HoldModule: RecordModule {
    static let kind = ExhibitKind.hold
    static let title = "Record of a hold"
}

/// That a hold has ended (docs/formats/erasure.md).
struct ReleaseModule: RecordModule {
    static let kind = ExhibitKind.release
    static let title = "Record of the release of a hold"
}

/// That an older copy of the archive was put back on purpose (docs/formats/erasure.md).
struct RestoreModule: RecordModule {
    static let kind = ExhibitKind.restore
    static let title = "Record of the restore of an older copy"
}
