// The newest audit report in the log. The report of each audit is filed, so whoever reads the log sees when the archive was last
// audited; a report that is missing says as much as a bad one, and nobody can leave it out unseen.

package import EvidenceStore
package import EvidenceValues
import TransparencyLog

/// The newest report that was filed.
package struct LastReport: Sendable, Hashable {
    /// Its entry.
    package let index: LeafIndex
    /// When the archive received it.
    package let received: Instant
    package let isClean: Bool

    /// Entries that are searched backwards when the table `docket` does not help.
    private static let reach: UInt64 = 1_000_000
    /// Exhibits that are then looked at: more than one night files.
    private static let kept = 1000

    /// The newest report in the log; nil if there is none.
    package static func read(_ scan: ArchiveScan) throws -> LastReport? {
        if let report = try? byMatter(scan) { return report }
        let size = UInt64(clamping: (try scan.number("SELECT size FROM head") ?? 0))
        // Misconduct is filed under the same kind, before the report of its night.
        var newest: [LeafIndex] = []
        try scan.filings(in: (size > reach ? size - reach : 0)..<size) { index, text in
            guard (try? FilingFields(parsing: text))?.kind == .audit else { return }
            if newest.count == kept { newest.removeFirst(kept / 2) }
            newest.append(index)
        }
        for index in newest.reversed() {
            if let report = try report(scan, index) { return report }
        }
        return nil
    }

    /// The newest report, by the numbers of the archive's own matter.
    private static func byMatter(_ scan: ArchiveScan) throws -> LastReport? {
        let cursor = try scan.select(
            """
            SELECT docket.idx FROM docket JOIN matter ON matter.id = matter_id
            WHERE name = ?1 ORDER BY docket.number DESC
            """, text: Array(MatterID.archive.text.utf8))
        while try cursor.next() {
            let index = LeafIndex(UInt64(clamping: cursor.integer(0)))
            if let report = try report(scan, index) { return report }
        }
        return nil
    }

    /// The report at `index`; nil if it is something else.
    private static func report(_ scan: ArchiveScan, _ index: LeafIndex) throws -> LastReport? {
        let cursor = try scan.select(
            """
            SELECT entry, filing, bytes FROM entry JOIN filing ON filing.idx = entry.idx
                LEFT JOIN content ON content.idx = entry.idx WHERE entry.idx = ?1
            """, Int64(clamping: index.value))
        guard try cursor.next(), let filing = try? Filing(parsing: cursor.bytes(1)),
            filing.kind == .audit, let entry = try? Entry(parsing: cursor.bytes(0)),
            entry.filing == filing.digest
        else { return nil }
        // Spec: audit-2, audit-17
        guard cursor.bytes(2).holds(Array(#""format":"docket-audit/v1""#.utf8)) else { return nil }
        // Spec: audit-3
        let clean = Array(#""is_clean":true"#.utf8)
        return LastReport(
            index: index, received: entry.received, isClean: cursor.bytes(2).holds(clean))
    }
}

extension AuditRun {
    /// Whether the report before this one came in time.
    mutating func checkLastReport() {
        guard let maximumAge = plan.maximumAge else { return }
        reading(Place("audit reports")) { run in
            let last = try LastReport.read(run.scan)
            let since = try last?.received ?? run.firstReceived()
            // An archive without entries owes nothing.
            guard let since, since.advanced(by: maximumAge) < run.plan.time else {
                return run.passed(.late, "The last report is not older than it may be.")
            }
            let what = last.map { "The last report, entry \($0.index), is of \($0.received)" }
            run.warn(
                .late, Place("audit reports"),
                (what ?? "No report was filed since \(since)") + ": an audit is missing.")
        }
    }

    private func firstReceived() throws -> Instant? {
        var received: Instant?
        try scan.entries(in: 0..<1) { _, text in received = (try? Entry(parsing: text))?.received }
        return received
    }
}

extension [UInt8] {
    /// Whether `other` occurs in these bytes.
    fileprivate func holds(_ other: [UInt8]) -> Bool {
        guard let first = other.first, count >= other.count else { return false }
        return indices.dropLast(other.count - 1).contains {
            self[$0] == first && self[$0..<($0 + other.count)].elementsEqual(other)
        }
    }
}
