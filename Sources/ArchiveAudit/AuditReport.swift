// What an audit found: how much it read, and one check for each thing that was in order or was not. The codes are stable:
//
//     LOG.DATABASE   SQLite's own check, foreign keys, the triggers that keep rows as they are
//     LOG.COUNT      as many entries, exhibits and nodes as the newest tree needs
//     LOG.ENTRY      an entry reads, stands at its index, hashes to its leaf hash
//     LOG.CHAIN      it names the entry before it
//     LOG.TIME       it was not received before it
//     LOG.FILING     the filing reads, is what the entry names, is of this archive, and its columns agree
//     LOG.DOCKETING  the docketing reads, is what the entry names, and its columns agree
//     LOG.NUMBER     numbers of a matter have no gaps, and name the one before
//     LOG.SIGNATURE  the filing's signature is what the docketing names, and there if and only if somebody signs
//     LOG.NODE       a stored hash of the tree is what its entries give
//     LOG.ROOT       the newest root is what all entries give
//     LOG.CHECKPOINT a signed checkpoint verifies, and its root is what its entries give
//     LOG.RECEIPT    the receipt of an entry proves it
//     LOG.MARK       the archive is not behind its high-water mark, nor beside it
//     LOG.UNREADABLE something could not be read at all
//     BLOB.MISSING, BLOB.DIGEST, BLOB.SIZE   the bytes are there, are those that were filed, and as many
//     BLOB.ORPHAN, BLOB.STRANGER   warnings: bytes that no filing names, files that are no blobs
//     KEY.MODE       warning: others than its owner may read the signing key

package import EvidenceValues

/// The result of an audit.
package struct AuditReport: Sendable, Hashable {
    package let origin: ArchiveOrigin
    /// The tree that was audited; what was filed meanwhile is for the next audit.
    package let size: TreeSize
    /// The root that all entries give.
    package var root: RootHash
    package var entries = 0
    package var matters = 0
    package var blobs = 0
    /// Bytes of blobs that were read.
    package var bytesRead: UInt64 = 0
    package var checkpoints = 0
    /// One for each fault and warning, and one `passed` for each code without fault.
    package var checks: [Check] = []

    /// Whether nothing is wrong; warnings change nothing.
    package var isClean: Bool { !checks.contains { $0.outcome == .failed } }
}
