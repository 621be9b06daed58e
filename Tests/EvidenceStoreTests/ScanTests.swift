// Bulk reading beside a writer: what it gives, and that it leaves no trace.

import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@testable import EvidenceStore

@Suite struct Scans {
    let workshop: Workshop
    let archive: Archive

    init() throws {
        workshop = try Workshop()
        archive = try workshop.create()
        _ = try archive.file((0..<5).map { try workshop.submission("text \($0)") })
    }

    private func indexes(_ scan: ArchiveScan, _ range: Range<UInt64>) throws -> [UInt64] {
        var indexes: [UInt64] = []
        try scan.entries(in: range) { index, text in
            let entry = try? Entry(parsing: text)
            indexes.append(entry?.index == index ? index.value : UInt64.max)
        }
        return indexes
    }

    @Test func `rows of a range come in order, with their bytes`() throws {
        let scan = try ArchiveScan(folder: workshop.folder)
        #expect(try indexes(scan, 0..<5) == [0, 1, 2, 3, 4])
        #expect(try indexes(scan, 1..<3) == [1, 2])
        #expect(try indexes(scan, 4..<UInt64.max) == [4])
        #expect(try indexes(scan, 7..<9) == [])
        var sizes: [Int] = []
        try scan.filings(in: 0..<5) { _, text in sizes.append(text.count) }
        #expect(sizes.count == 5 && sizes.allSatisfy { $0 > 100 })
        #expect(try scan.tile(level: 0, 0) == nil)
    }

    @Test func `a snapshot does not see what is filed meanwhile`() throws {
        let scan = try ArchiveScan(folder: workshop.folder)
        try scan.snapshot {
            #expect(try scan.number("SELECT count(*) FROM entry") == 5)
            _ = try archive.file([workshop.submission("late")])
            #expect(try scan.number("SELECT count(*) FROM entry") == 5)
        }
        #expect(try scan.number("SELECT count(*) FROM entry") == 6)
    }

    @Test func `it cannot write, and does not checkpoint the journal`() throws {
        let journal = URL(filePath: workshop.database + "-wal")
        let before = try Data(contentsOf: journal)
        do {
            let scan = try ArchiveScan(folder: workshop.folder)
            #expect(throws: StoreError.self) { try scan.number("DELETE FROM content") }
            #expect(throws: StoreError.self) { try scan.texts("PRAGMA wal_checkpoint(TRUNCATE)") }
            #expect(try scan.number("SELECT count(*) FROM content") == 5)
        }
        #expect(try Data(contentsOf: journal) == before)
    }

    @Test func `a statement that takes too long is ended`() throws {
        let scan = try ArchiveScan(folder: workshop.folder)
        let endless = """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n
            """
        scan.interrupt(when: { true })
        #expect(throws: StoreError.self) { try scan.number(endless) }
        scan.interrupt(when: nil)
        #expect(try scan.number("SELECT 1") == 1)
    }

    @Test func `columns give what they hold, or say that they hold something else`() throws {
        let scan = try ArchiveScan(folder: workshop.folder)
        let cursor = try scan.select("SELECT NULL, 7, x'0001', 'text', x'', ?1", text: [0x61])
        #expect(try cursor.next())
        #expect(cursor.isNull(0) && !cursor.isNull(4))
        #expect(cursor.integer(1) == 7)
        #expect(cursor.isBlob(2) && !cursor.isBlob(3) && cursor.isBlob(4))
        #expect(cursor.bytes(2) == [0, 1] && cursor.bytes(4) == [])
        #expect(cursor.text(3) == "text" && cursor.text(5) == "a")
        #expect(try !cursor.next())
    }
}
