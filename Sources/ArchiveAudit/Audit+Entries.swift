// The audit of entries: each text against its digests, its neighbours and the columns that the database keeps beside it.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension Audit {
    /// Reads all rows in order, checks each, and grows the tree again.
    mutating func checkEntries(_ progress: (Int, Int) -> Void) {
        let total = Int(clamping: head.size.value)
        var next: UInt64 = 0
        while next < head.size.value {
            var rows: [StoredRow] = []
            reading("entry \(next)") { audit in
                rows = try audit.archive.storedRows(
                    from: LeafIndex(next), below: audit.head.size, limit: Audit.page)
            }
            guard !rows.isEmpty else { break }
            for row in rows {
                if row.index.value != next {
                    fail("LOG.ENTRY", "entry \(next)", "The entry or its exhibit is missing.")
                }
                next = row.index.value + 1
                checkRow(row)
                report.entries += 1
            }
            progress(report.entries, total)
        }
        if edge.root != head.root || edge.size != head.size {
            fail("LOG.ROOT", "head", "The entries give another root than the newest of the log.")
        }
        covered("LOG.ENTRY", "All \(report.entries) entries read and have their leaf hashes.")
        covered("LOG.CHAIN", "Each entry names the one before it.")
        covered("LOG.TIME", "No entry was received before the one before it.")
        covered("LOG.FILING", "Each filing is the one that its entry names.")
        covered("LOG.DOCKETING", "Each docketing is the one that its entry names.")
        covered("LOG.NUMBER", "The numbers of each matter have no gaps.")
        covered("LOG.SIGNATURE", "Each filing's signature is the one that its docketing names.")
        covered("LOG.ROOT", "All entries together give the newest root.")
    }

    private mutating func checkRow(_ row: StoredRow) {
        let subject = "entry \(row.index)"
        let hash = LeafHash.of(entryBytes: row.entry)
        guard let entry = try? Entry(parsing: row.entry) else {
            fail("LOG.ENTRY", subject, "The entry's text cannot be read.")
            return grow(hash, subject)
        }
        if entry.index != row.index {
            fail("LOG.ENTRY", subject, "The entry has another index than its row.")
        }
        if entry.previous != last?.hash {
            fail("LOG.CHAIN", subject, "The entry does not name the entry before it.")
        }
        if let last, entry.received < last.received {
            fail("LOG.TIME", subject, "The entry was received before the one before it.")
        }
        last = (entry.index, hash, entry.received)
        let filing = checkFiling(row, entry, subject)
        checkDocketing(row, entry, filing, hash, subject)
        grow(hash, subject)
    }

    private mutating func checkFiling(
        _ row: StoredRow, _ entry: Entry, _ subject: String
    ) -> Filing? {
        guard let bytes = row.filing else {
            fail("LOG.FILING", subject, "The filing is missing.")
            return nil
        }
        if Digest.sha256(bytes) != entry.filing {
            fail("LOG.FILING", subject, "The filing is not the one that the entry names.")
        }
        guard let filing = try? Filing(parsing: bytes) else {
            fail("LOG.FILING", subject, "The filing's text cannot be read.")
            return nil
        }
        if filing.archive != archive.origin {
            fail("LOG.FILING", subject, "The filing is of another archive.")
        }
        if contents[filing.content] == nil {
            contents[filing.content] = (filing.size, row.index)
        }
        return filing
    }

    private mutating func checkDocketing(
        _ row: StoredRow, _ entry: Entry, _ filing: Filing?, _ hash: LeafHash, _ subject: String
    ) {
        if Digest.sha256(row.docketing) != entry.docketing {
            fail("LOG.DOCKETING", subject, "The docketing is not the one that the entry names.")
        }
        guard let docketing = try? Docketing(parsing: row.docketing) else {
            return fail("LOG.DOCKETING", subject, "The docketing's text cannot be read.")
        }
        let matter = docketing.matter.text
        let before = matters[matter]
        if docketing.number.value != (before?.number ?? 0) + 1
            || docketing.previous != before?.hash
        {
            fail("LOG.NUMBER", subject, "It does not follow the entry before it in its matter.")
        }
        matters[matter] = (docketing.number.value, hash)
        let isOperator = filing.map { $0.filer == .operator }
        if docketing.signature != row.signature.map({ Digest.sha256($0) })
            || isOperator.map({ $0 != (row.signature == nil) }) ?? false
        {
            fail(
                "LOG.SIGNATURE", subject,
                "The filing's signature is missing, or another than the docketing names.")
        }
    }

    /// Appends to the tree.
    private mutating func grow(_ hash: LeafHash, _ subject: String) {
        edge.append(hash)
        if notes[edge.size] != nil || edge.size == markSize { roots[edge.size] = edge.root }
    }
}
