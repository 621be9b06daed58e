// Damage and forgery: rows edited with the triggers dropped, bytes flipped in database and blobs, files taken away. The audit names
// what it finds, and nothing damaged is handed out as if it were sound.

import ArchiveAudit
import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

@testable import EvidenceStore

extension Archive {
    /// Journal mode and `synchronous` of the writing connection.
    func durability() throws -> String {
        try read { ledger in
            let mode = try String.fetchOne(ledger.database, sql: "PRAGMA journal_mode") ?? ""
            let level = try Int.fetchOne(ledger.database, sql: "PRAGMA synchronous") ?? -1
            return "\(mode) \(level)"
        }
    }

    /// Lets the database on this connection grow by a few pages only: as if the disk were full.
    func limitPages() throws {
        try write { ledger in
            let count = try Int.fetchOne(ledger.database, sql: "PRAGMA page_count") ?? 0
            try ledger.database.execute(sql: "PRAGMA max_page_count = \(count + 8)")
        }
    }
}

@Suite struct `Damage to an archive` {
    let workshop: Workshop
    init() throws {
        workshop = try Workshop()
        let archive = try workshop.create()
        let content = Array("signed".utf8)
        let signed = try workshop.filing(of: content, filer: .certificate(.sha256([1])))
        _ = try archive.file([workshop.submission("one"), workshop.submission("two")])
        _ = try archive.file([
            Submission(filing: signed, filingSignature: [1, 2], content: .bytes(content))
        ])
        workshop.wait(TimeSpan(seconds: 60))
        let other = required(MatterID("ORG-2"))
        _ = try archive.file([
            workshop.submission("three"), workshop.submission("four", matter: other),
        ])
        try archive.close()
    }

    /// The codes of what an audit finds failed.
    func failures() throws -> Set<String> {
        let archive = try Archive.openReadOnly(
            at: workshop.folder, surroundings: workshop.surroundings)
        let report = audit(archive)
        return Set(report.faults.filter { $0.outcome == .failed }.map(\.code.rawValue))
    }

    /// Runs SQL as someone who has the file in his hands.
    func forge(_ sql: String) throws {
        try EvidenceStoreTests.forge(sql, at: workshop.database)
    }

    @Test func `it was sound before`() throws { #expect(try failures() == []) }

    @Test(arguments: Schema.immutableTables + Schema.erasableTables + ["head"])
    func `a row cannot be changed, deleted or replaced`(table: String) throws {
        let queue = try DatabaseQueue(path: workshop.database)
        let rows = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
        // Those that this archive has no rows of are filled first; nothing checks what is in them.
        try queue.write { database in
            guard rows == 0 else { return }
            let columns = try database.columns(in: table)
            let values = columns.map {
                $0.type == "TEXT" ? "'1'" : $0.type == "BLOB" ? "zeroblob(8192)" : "1"
            }
            try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try database.execute(
                sql: "INSERT INTO \(table) VALUES (\(values.joined(separator: ",")))")
        }
        let column = try queue.read { try $0.columns(in: table)[0].name }
        for sql in [
            "UPDATE \(table) SET \(column) = \(column)", "DELETE FROM \(table)",
            "REPLACE INTO \(table) SELECT * FROM \(table)",
        ] {
            // The head may move, but not back.
            let sql =
                table == "head" && sql.hasPrefix("U") ? "UPDATE head SET size = size - 1" : sql
            if table == "head" && sql.hasPrefix("R") { continue }
            let error = #expect(throws: DatabaseError.self) {
                try queue.write { database in
                    try database.execute(sql: "PRAGMA recursive_triggers = ON")
                    try database.execute(sql: sql)
                }
            }
            #expect(error?.resultCode == .SQLITE_CONSTRAINT, "\(sql)")
        }
    }

    @Test func `entries cut off at the end are found by the mark`() throws {
        try forge(
            """
            DELETE FROM filing WHERE idx >= 3; DELETE FROM entry WHERE idx >= 3;
            DELETE FROM docketing WHERE idx >= 3; DELETE FROM content WHERE idx >= 3;
            DELETE FROM checkpoint WHERE size > 3; DELETE FROM note WHERE size > 3;
            UPDATE head SET size = 3, root = zeroblob(32)
            """)
        #expect(try failures().isSuperset(of: ["LOG.HEAD", "LOG.MARK"]))
    }

    @Test func `a time set back is found`() throws {
        let text = "replace(CAST(entry AS TEXT), '11:00:58', '10:59:57')"
        try forge("UPDATE entry SET entry = CAST(\(text) AS BLOB) WHERE idx = 3")
        #expect(try failures().isSuperset(of: ["LOG.TIME", "LOG.ENTRY"]))
    }

    @Test(
        arguments: [
            "UPDATE filing SET signature = x'0103' WHERE idx = 2",
            "UPDATE filing SET signature = NULL WHERE idx = 2",
        ])
    func `a signature changed or taken away is found`(sql: String) throws {
        try forge(sql)
        #expect(try failures().isSuperset(of: ["LOG.SIGNATURE"]))
    }

    @Test func `changed bytes beside a filing are named, and not given out`() throws {
        try forge("UPDATE content SET bytes = x'747746' WHERE idx = 1")
        #expect(try failures() == ["LOG.CONTENT"])
        let archive = try Archive.openReadOnly(
            at: workshop.folder, surroundings: workshop.surroundings)
        let exhibit = try archive.exhibit(at: LeafIndex(1))
        #expect(throws: StoreError.damaged("content of entry 1")) {
            try archive.content(of: exhibit)
        }
    }

    // A flipped bit may be in a free page or in padding; wherever it changes what is read, the audit says so.
    @Test func `flipped bytes of the database never give another archive`() throws {
        let url = URL(fileURLWithPath: workshop.database)
        let good = [UInt8](try Data(contentsOf: url))
        let sound = try Archive.openReadOnly(
            at: workshop.folder, surroundings: workshop.surroundings)
        let receipts = try (0..<5).map { try sound.receipt(of: LeafIndex($0)) }
        try sound.close()
        var named = 0
        for position in stride(from: 1, to: good.count, by: good.count / 40) {
            var bytes = good
            bytes[position] ^= 0x10
            try Data(bytes).write(to: url)
            guard
                let archive = try? Archive.openReadOnly(
                    at: workshop.folder, surroundings: workshop.surroundings)
            else {
                named += 1
                continue
            }
            let report = audit(archive)
            guard report.isClean else {
                named += 1
                continue
            }
            #expect(try (0..<5).map { try archive.receipt(of: LeafIndex($0)) } == receipts)
        }
        #expect(named > 3)
        print("damage: \(named) of 40 flipped bytes named")
    }
}
