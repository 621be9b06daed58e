// One state of an archive as a text (docs/formats/backup.md): which files it consisted of, in which pieces, and which contents belong to
// it. Everything is named by its digest, so a snapshot costs its text and what is new.

package import EvidenceValues
package import TransparencyLog

/// A snapshot.
package struct Snapshot: Sendable, Hashable {
    /// Bytes of a piece: a filing changes a few dozen pages of 4 KiB, which lie in a few dozen places; smaller pieces would be more
    /// files than a file system likes, larger ones more bytes a night. Spec: backup-4
    package static let pieceSize = 262_144

    /// The numbers that a snapshot may have: whole numbers in JSON and in a database, too. Spec: backup-2
    package static let numbers: ClosedRange<UInt64> = 1...UInt64(Int64.max)

    /// The files that a snapshot may have. A name is never a path. Spec: backup-4
    package enum FileName: String, Sendable, Hashable, CaseIterable {
        case database = "docket.sqlite"
        /// Who may what in a service: docketd's own database.
        case access = "access.sqlite"
        case key = "signing-key"
        case nextKey = "signing-key.next"
    }

    /// A file in pieces.
    package struct File: Sendable, Hashable {
        package let name: FileName
        package let size: UInt64
        package let pieces: [Digest]

        /// Nil unless there are as many pieces as the size needs.
        package init?(_ name: FileName, size: UInt64, pieces: [Digest]) {
            let whole = size / UInt64(Snapshot.pieceSize)
            let rest: UInt64 = size % UInt64(Snapshot.pieceSize) == 0 ? 0 : 1
            guard UInt64(pieces.count) == whole + rest else { return nil }
            self.name = name
            self.size = size
            self.pieces = pieces
        }

        /// The pieces with their sizes, in the order of the file.
        package var parts: [Content] {
            let last = pieces.count - 1
            return pieces.enumerated().map { position, digest in
                let before = UInt64(position) * UInt64(Snapshot.pieceSize)
                return Content(
                    digest: digest,
                    size: position == last ? size - before : UInt64(Snapshot.pieceSize))
            }
        }
    }

    /// Bytes by their digest.
    package struct Content: Sendable, Hashable, Comparable {
        package let digest: Digest
        package let size: UInt64

        package init(digest: Digest, size: UInt64) {
            self.digest = digest
            self.size = size
        }

        package static func < (left: Content, right: Content) -> Bool {
            (left.digest, left.size) < (right.digest, right.size)
        }
    }

    package let number: UInt64
    /// When it was made, by the clock of the backup; whole seconds.
    package let time: Instant
    /// The first key of the archive, which names it. Spec: backup-1
    package let key: VerifierKey
    /// The head of the database.
    package let head: Checkpoint
    /// The newest signed checkpoint's note; nil if nothing was ever signed.
    package let note: String?
    /// The database first.
    package let files: [File]
    /// Contents in files of their own, ascending.
    package let blobs: [Content]
    /// Contents that filings name and that the archive did not have, ascending. Spec: backup-5
    package let missing: [Content]

    package init(
        number: UInt64, time: Instant, key: VerifierKey, head: Checkpoint, note: String?,
        files: [File], blobs: [Content], missing: [Content]
    ) {
        self.number = number
        self.time = time.wholeSecond
        self.key = key
        self.head = head
        self.note = note
        self.files = files
        self.blobs = blobs.sorted()
        self.missing = missing.sorted()
    }

    /// The file of this name; nil if the snapshot has none.
    package func file(_ name: FileName) -> File? { files.first { $0.name == name } }
}
