// Why the store refused or failed. A *refusal* says that the request was wrong and nothing changed; after anything else the archive
// drops what it has in memory and reads again, because it no longer knows what is on the disk.

package import EvidenceValues
package import TransparencyLog

/// What went wrong, with the values that the message needs.
package enum StoreError: Error, Sendable, Hashable {
    // Refusals: nothing changed.

    /// No archive in this folder, or one of an unknown version.
    case notAnArchive(path: String)
    /// The folder exists and is not empty.
    case alreadyExists(path: String)
    /// Another process is writing to the archive.
    case locked(path: String)
    /// The archive was opened for reading.
    case readOnly
    /// The signer's name is not the origin, or the key file is not the archive's.
    case wrongKey(found: String, expected: String)
    /// A file with a secret that group or others may read or write.
    case exposed(path: String, mode: UInt32)
    /// A key file that is neither plain nor under a passphrase (docs/formats/key.md).
    case badKeyFile(path: String)
    /// The key is under a passphrase, and nobody gave one.
    case sealedKey(path: String)
    /// The archive was opened without this key, which signs now.
    case missingKey(VerifierKey)
    /// The rotation is none of this archive at this moment.
    case rotation(RotationError)
    /// The filing was made for another archive.
    case wrongArchive(found: ArchiveOrigin, expected: ArchiveOrigin)
    /// The filing's bytes are not those of the filing.
    case wrongFilingBytes
    /// The content has another digest than the filing says.
    case wrongContent(found: Digest, expected: Digest)
    /// The content has another size than the filing says.
    case wrongSize(found: UInt64, expected: UInt64)
    /// The filing names a filer, and no signature came with it.
    case signatureMissing
    /// The filing is the operator's, and a signature came with it.
    case signatureUnexpected
    /// More bytes of signature than `Submission.maximumSignatureSize`.
    case signatureTooLarge(Int)
    /// An idempotency key that is empty or too long.
    case badIdempotencyKey
    /// The idempotency key was used for another filing.
    case idempotencyConflict(key: String, first: LeafIndex)
    /// A kind that only the archive's own operations file, or in such an operation another.
    case reservedKind(ExhibitKind)
    /// More filings at once than `Archive.maximumBatch`.
    case batchTooLarge(Int)
    /// The clock is more than `Archive.clockTolerance` behind the last entry.
    case clockBehind(now: Instant, last: Instant)
    /// No entry at this index.
    case noSuchEntry(LeafIndex)
    /// No tree of this size, or no proof between these sizes.
    case noSuchSize(TreeSize)
    /// No content with this digest.
    case noSuchContent(Digest)
    /// The exhibit was erased; the entry `by` says by whom and why.
    case erased(LeafIndex, by: LeafIndex)
    /// A hold covers the exhibit; its record is the other entry.
    case held(LeafIndex, by: LeafIndex)
    /// A record of a reserved kind, which is never erased.
    case notErasable(LeafIndex, ExhibitKind)
    /// The entry is not the record of a hold.
    case notAHold(LeafIndex)
    /// The hold was released by the other entry.
    case alreadyReleased(LeafIndex, by: LeafIndex)
    /// No entry of this matter.
    case noSuchMatter(MatterID)
    /// The archive is not behind its mark, so there is no restore to declare.
    case notOlder(size: TreeSize)
    /// The tables that are derived from the log are missing or do not fit it; `Archive.reindex` makes them anew.
    case needsReindex
    /// Fewer bytes are free on the disk than the archive keeps free; it can be read only.
    case spaceLow(path: String, free: UInt64, needed: UInt64)

    // The archive may not be written to.

    /// The archive has fewer entries than it once had: a restored old copy.
    case olderThanMark(archive: TreeSize, mark: TreeSize, path: String)
    /// The archive has another root at a size that was signed before: it was forked.
    case forked(at: TreeSize, path: String)
    /// The file of the high-water mark cannot be read.
    case markDamaged(path: String)
    /// The tree moved while it should not have: two writers.
    case conflict(known: TreeSize)
    /// Something on the disk is not what was written.
    case damaged(String)

    // The machine failed.

    /// The disk is full; the reserve file at `reserve` may be deleted to recover.
    case diskFull(path: String, reserve: String)
    /// A system call on a file failed with this `errno`.
    case file(operation: String, path: String, errno: Int32)
    /// SQLite failed with this extended result code.
    case database(code: Int32, message: String)
    /// A text that the archive itself made was refused: a defect.
    case format(FormatError)
    /// A note or key was refused.
    case note(NoteError)

    /// Whether nothing changed and the archive is as good as before.
    package var isRefusal: Bool {
        switch self {
        case .notAnArchive, .alreadyExists, .locked, .readOnly, .wrongKey, .exposed, .badKeyFile,
            .sealedKey, .missingKey, .rotation, .wrongArchive,
            .wrongFilingBytes, .wrongContent, .wrongSize, .signatureMissing, .signatureUnexpected,
            .signatureTooLarge, .badIdempotencyKey, .idempotencyConflict, .reservedKind,
            .batchTooLarge, .clockBehind, .noSuchEntry, .noSuchSize, .noSuchContent, .erased,
            .spaceLow, .held, .notErasable, .notAHold, .alreadyReleased, .noSuchMatter, .notOlder,
            .needsReindex:
            true
        default:
            false
        }
    }
}
