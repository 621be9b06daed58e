// What a copied database says of itself: whose it is, how far the log is, what is signed, and which contents in files of their own
// belong to it. The very bytes that go into the backup are asked, not the archive, which has moved on.

import EvidenceStore
import EvidenceValues
import TransparencyLog

/// The state of an archive in a copy of its database.
struct CopiedState {
    let archive: ArchiveOrigin
    /// The first key.
    let key: VerifierKey
    let head: Checkpoint
    /// The newest signed checkpoint; nil if there is none.
    let signed: SignedCheckpoint?
    /// Contents that filings name and that are not beside them, ascending, each once.
    let contents: [Snapshot.Content]
    private let copy: Archive

    /// Reads the copy in `folder`.
    init(folder: String, surroundings: Surroundings) throws {
        copy = try Archive.openReadOnly(at: folder, surroundings: surroundings)
        archive = copy.origin
        key = copy.firstKey
        let scan = try ArchiveScan(folder: folder)
        head = try CopiedState.head(scan, archive)
        do { signed = try copy.checkpoint() } catch StoreError.noSuchSize { signed = nil }
        contents = try CopiedState.contents(scan)
    }

    /// Lets go of the database.
    func close() throws { try copy.close() }

    /// The root when the log had `size` entries.
    func root(at size: TreeSize) throws -> RootHash { try copy.rootHash(at: size) }

    /// Compares the copy with the high-water mark of this machine.
    /// - Throws: `StoreError.olderThanMark` or `.forked`.
    func checkMark() throws { try copy.mark.check(head) { try copy.rootHash(at: $0) } }

    private static func head(_ scan: ArchiveScan, _ archive: ArchiveOrigin) throws -> Checkpoint {
        let cursor = try scan.select("SELECT size, root FROM head WHERE id = 1")
        guard try cursor.next(), let size = UInt64(exactly: cursor.integer(0)),
            let root = Digest(bytes: cursor.bytes(1))
        else { throw StoreError.damaged("head") }
        return Checkpoint(origin: archive, size: TreeSize(size), root: RootHash(root))
    }

    private static func contents(_ scan: ArchiveScan) throws -> [Snapshot.Content] {
        let cursor = try scan.select(
            """
            SELECT idx, filing FROM filing
            WHERE NOT EXISTS (SELECT 1 FROM content WHERE content.idx = filing.idx)
            """)
        var sizes: [Digest: UInt64] = [:]
        while try cursor.next() {
            guard let filing = try? Filing(parsing: cursor.bytes(1)) else {
                throw StoreError.damaged("filing of entry \(cursor.integer(0))")
            }
            // Two filings that name one digest with two sizes cannot both be right; the file's own size decides then.
            sizes[filing.content] = filing.size
        }
        return sizes.map { Snapshot.Content(digest: $0.key, size: $0.value) }.sorted()
    }
}
