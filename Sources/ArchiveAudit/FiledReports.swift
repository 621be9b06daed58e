// The audit reports in the log, the newest first: what an auditor pages through.

package import EvidenceStore
import EvidenceValues
import TransparencyLog

/// Finds reports that were filed.
package enum FiledReports {
    /// A report, and its number in the archive's own matter.
    package struct Found: Sendable, Hashable {
        package let exhibit: StoredExhibit
        package let number: UInt64
    }

    /// Reports with a number below `number`, or the newest; `limit` at most. Misconduct that an audit found is no report.
    package static func page(
        below number: UInt64? = nil, limit: Int, in archive: Archive
    ) throws -> [Found] {
        let scan = try ArchiveScan(folder: archive.folder)
        let cursor = try scan.select(
            """
            SELECT docket.idx, docket.number, filing FROM docket
            JOIN matter ON matter.id = matter_id JOIN filing ON filing.idx = docket.idx
            WHERE name = ?1 ORDER BY docket.number DESC
            """, text: Array(MatterID.archive.text.utf8))
        var found: [Found] = []
        while found.count < limit, try cursor.next() {
            let own = UInt64(clamping: cursor.integer(1))
            guard number.map({ own < $0 }) ?? true,
                let filing = try? Filing(parsing: cursor.bytes(2)), filing.kind == .audit,
                filing.name.text.hasPrefix("audit-")
            else { continue }
            let index = LeafIndex(UInt64(clamping: cursor.integer(0)))
            found.append(Found(exhibit: try archive.exhibit(at: index), number: own))
        }
        return found
    }
}
