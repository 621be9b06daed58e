// Why a backup could not be made, checked or restored, with the values that the message needs. Errors of files, of the store and of
// texts pass through as they are.

package import EvidenceValues

/// What is wrong with a backup.
package enum BackupError: Error, Sendable, Hashable {
    /// The folder holds no backups, and other things.
    case notABackup(path: String)
    /// The folder holds backups of the archive whose first key is this. Spec: backup-1
    case otherArchive(found: String, expected: String)
    /// No snapshot has this number; nil if there is none at all.
    case noSnapshot(UInt64?, path: String)
    /// A piece, a content or a text is not there, or its bytes are not those that its name says. Spec: backup-19
    case damaged(path: String)
    /// The archive has fewer entries than the newest snapshot. Spec: backup-12
    case behindNewest(archive: TreeSize, newest: TreeSize)
    /// The archive had another root when it had as many entries as the newest snapshot. Spec: backup-12
    case forked(at: TreeSize)
    /// More than a folder or a snapshot may hold. Spec: backup-7
    case tooMany(limit: Int)
    /// SQLite could not copy the database, with its extended result code.
    case notCopied(path: String, code: Int32, message: String)
}
