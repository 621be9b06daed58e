// The records of access (docs/formats/access.md) are a chain of their own in a matter of their own: one that was not filed shows, and so does a
// service that went on from an older book of access. Whether the texts are those that were filed, the rest of the audit says.

import EvidenceStore
import EvidenceValues
import TransparencyLog

/// The beginning of a record: its number and the record before. Spec: access-1, access-2
private struct AccessLink {
    let number: UInt64
    /// Nil in the first.
    let previous: Digest?

    init?(_ text: [UInt8], of archive: ArchiveOrigin) {
        guard let text = String(validating: text, as: UTF8.self) else { return nil }
        var lines = NamedLines(text)
        guard lines.next() == "docket-access/v1", lines.field("archive") == archive.text,
            let word = lines.field("number"), let number = UInt64(word), String(number) == word,
            number > 0, let previous = lines.field("previous")
        else { return nil }
        let digest = Digest(text: previous)
        guard digest != nil || previous == "none" else { return nil }
        (self.number, self.previous) = (number, digest)
    }
}

extension AuditRun {
    /// Checks the records that are new, beginning with the one before them.
    mutating func checkAccess() {
        reading(Place("matter docket.access")) { run in
            // Where the tables of matters are gone, that is told elsewhere.
            let tables = "SELECT count(*) FROM sqlite_schema WHERE name IN ('matter', 'docket')"
            guard try run.scan.number(tables) == 2 else { return }
            let cursor = try run.scan.select(
                """
                WITH access AS (
                    SELECT number, idx FROM docket
                    WHERE matter_id = (SELECT id FROM matter WHERE name = 'docket.access'))
                SELECT number, idx FROM access
                WHERE number >= (SELECT coalesce(max(number), 0) FROM access WHERE idx < ?1)
                ORDER BY number
                """, Int64(clamping: run.since.value))
            var before: (link: AccessLink, digest: Digest)?
            var (count, isFirst) = (0, true)
            while try cursor.next() {
                let index = LeafIndex(UInt64(clamping: cursor.integer(1)))
                // The archive's first record is its matter's first exhibit.
                let begins = isFirst && cursor.integer(0) == 1
                isFirst = false
                guard let text = try run.accessText(at: index) else {
                    before = nil
                    continue
                }
                count += 1
                guard let link = AccessLink(text, of: run.ground.origin) else {
                    before = nil
                    run.warn(.access, .row("filing", index), "This is no record of access.")
                    continue
                }
                run.checkLink(link, behind: before, begins: begins, at: index)
                before = (link, Digest.sha256(text))
            }
            guard count > 0 else { return }
            run.passed(.access, "\(count) access records are looked at: each names the one before.")
        }
    }

    private mutating func checkLink(
        _ link: AccessLink, behind before: (link: AccessLink, digest: Digest)?, begins: Bool,
        at index: LeafIndex
    ) {
        let follows =
            if let before {
                // A number is above 0, but may be the largest there is.
                link.previous == before.digest && link.number - 1 == before.link.number
            } else {
                begins ? link.number == 1 && link.previous == nil : true
            }
        guard !follows else { return }
        let words = before.map { "record \($0.link.number), the one before it" } ?? "nothing"
        warn(
            .access, .row("filing", index),
            "Access record \(link.number) does not follow \(words): a record was not filed, or the service "
                + "went on from an older book of access.")
    }

    /// What the archive filed there of itself; nil if it was erased, or is damaged, which is told elsewhere.
    private func accessText(at index: LeafIndex) throws -> [UInt8]? {
        if let text = try scan.record(at: index, kind: .document) { return text }
        let cursor = try scan.select(
            "SELECT filing FROM filing WHERE idx = ?1", Int64(clamping: index.value))
        guard try cursor.next(), let filing = try? Filing(parsing: cursor.bytes(0)),
            filing.filer == .operator, filing.size <= UInt64(Self.largestAccessRecord)
        else { return nil }
        let text = try ground.blobs.range(filing.content, offset: 0, count: Int(filing.size))
        return text.flatMap { Digest.sha256($0) == filing.content ? $0 : nil }
    }

    /// Spec: access-1
    private static let largestAccessRecord = 524_288
}
