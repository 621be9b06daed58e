// The newest entry of each matter, by the table `docket`, which the audit compares with the docketings.

import EvidenceStore
import EvidenceValues

/// Looks up newest entries.
struct NewestEntries {
    private let scan: ArchiveScan

    init(of archive: Archive) throws { scan = try ArchiveScan(folder: archive.folder) }

    /// The newest entry of a matter; nil if it cannot be told, so that the matter counts as new.
    func entry(of matter: MatterID) -> LeafIndex? {
        let cursor = try? scan.select(
            """
            SELECT docket.idx FROM docket JOIN matter ON matter.id = matter_id
            WHERE name = ?1 ORDER BY docket.number DESC LIMIT 1
            """, text: Array(matter.text.utf8))
        guard let cursor, (try? cursor.next()) ?? false else { return nil }
        return LeafIndex(UInt64(clamping: cursor.integer(0)))
    }
}
