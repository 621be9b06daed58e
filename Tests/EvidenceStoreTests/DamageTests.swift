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
        return Set(report.checks.filter { $0.outcome == .failed }.map(\.code))
    }

    /// Runs SQL as someone who has the file in his hands.
    func forge(_ sql: String) throws {
        let queue = try DatabaseQueue(path: workshop.database)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            let names = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
            let texts = try String.fetchAll(
                database, sql: "SELECT sql FROM sqlite_master WHERE type = 'trigger'")
            for name in names { try database.execute(sql: "DROP TRIGGER \(name)") }
            try database.execute(sql: sql)
            for text in texts { try database.execute(sql: text) }
        }
        try queue.close()
    }

    @Test func `it was sound before`() throws { #expect(try failures() == []) }

    @Test(arguments: Schema.immutableTables + ["head"]) func `a row cannot be changed or deleted`(
        table: String
    ) throws {
        let queue = try DatabaseQueue(path: workshop.database)
        let column = ["archive": "origin", "checkpoint": "note"][table] ?? "rowid"
        if table != "head" && table != "node" && table != "idempotency" {
            #expect(throws: DatabaseError.self) {
                try queue.write { try $0.execute(sql: "UPDATE \(table) SET \(column) = 1") }
            }
        }
        if table != "idempotency" {
            #expect(throws: DatabaseError.self) {
                try queue.write { try $0.execute(sql: "DELETE FROM \(table)") }
            }
        }
        if table == "head" {
            #expect(throws: DatabaseError.self) {
                try queue.write { try $0.execute(sql: "UPDATE head SET size = size - 1") }
            }
        }
    }

    struct Forgery: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let codes: Set<String>
        init(_ name: String, _ sql: String, _ codes: Set<String>) {
            testDescription = name
            self.sql = sql
            self.codes = codes
        }
    }

    private static func replaceInBlob(_ column: String, _ from: String, _ to: String) -> String {
        "\(column) = CAST(replace(CAST(\(column) AS TEXT), '\(from)', '\(to)') AS BLOB)"
    }

    static let forgeries = [
        Forgery(
            "a time set back",
            "UPDATE entry SET \(replaceInBlob("entry", "11:00:58", "10:59:57")) WHERE idx = 3",
            [
                "LOG.ENTRY", "LOG.TIME", "LOG.CHAIN", "LOG.NODE", "LOG.ROOT", "LOG.CHECKPOINT",
                "LOG.RECEIPT",
            ]),
        Forgery(
            "a filing's name changed",
            "UPDATE exhibit SET \(replaceInBlob("filing", "note.txt", "nota.txt")) WHERE idx = 1",
            ["LOG.FILING", "LOG.RECEIPT"]),
        Forgery(
            "a filing destroyed", "UPDATE exhibit SET filing = x'00' WHERE idx = 1",
            ["LOG.FILING", "LOG.RECEIPT"]),
        Forgery(
            "a matter's column changed", "UPDATE exhibit SET matter = 'X' WHERE idx = 4",
            ["LOG.FILING", "LOG.DOCKETING"]),
        Forgery(
            "a content's column changed",
            "UPDATE exhibit SET content = zeroblob(32) WHERE idx = 0", ["LOG.FILING"]),
        Forgery(
            "a docketing's number changed",
            "UPDATE exhibit SET \(replaceInBlob("docketing", "number 2", "number 7")) WHERE idx = 1",
            ["LOG.DOCKETING", "LOG.NUMBER", "LOG.RECEIPT"]),
        Forgery(
            "a signature changed", "UPDATE exhibit SET filing_signature = x'0103' WHERE idx = 2",
            ["LOG.SIGNATURE", "LOG.RECEIPT"]),
        Forgery(
            "a signature taken away", "UPDATE exhibit SET filing_signature = NULL WHERE idx = 2",
            ["LOG.SIGNATURE", "LOG.RECEIPT"]),
        Forgery(
            "a signature added", "UPDATE exhibit SET filing_signature = x'01' WHERE idx = 0",
            ["LOG.SIGNATURE", "LOG.RECEIPT"]),
        Forgery(
            "a node changed", "UPDATE node SET hash = zeroblob(32) WHERE level = 1 AND idx = 0",
            ["LOG.NODE", "LOG.RECEIPT"]),
        Forgery(
            "a node deleted", "DELETE FROM node WHERE level = 1 AND idx = 1",
            ["LOG.NODE", "LOG.COUNT"]),
        Forgery(
            "the last entries cut off",
            """
            DELETE FROM exhibit WHERE idx >= 3; DELETE FROM entry WHERE idx >= 3;
            DELETE FROM node WHERE (idx + 1) << level > 3; DELETE FROM checkpoint WHERE size > 3;
            UPDATE head SET size = 3, root = (SELECT hash FROM node WHERE level = 0 LIMIT 1)
            """, ["LOG.ROOT", "LOG.MARK"]),
        Forgery(
            "an exhibit in the middle deleted", "DELETE FROM exhibit WHERE idx = 1",
            [
                "LOG.COUNT", "LOG.ENTRY", "LOG.CHAIN", "LOG.NUMBER", "LOG.NODE", "LOG.ROOT",
                "LOG.CHECKPOINT", "LOG.RECEIPT", "LOG.MARK",
            ]),
        Forgery(
            "a checkpoint of another key",
            "UPDATE checkpoint SET note = replace(note, 'archive.example', 'brchive.example')",
            ["LOG.CHECKPOINT", "LOG.RECEIPT"]),
        Forgery(
            "the newest checkpoint deleted", "DELETE FROM checkpoint WHERE size = 5",
            ["LOG.CHECKPOINT"]),
        Forgery(
            "another root", "UPDATE head SET root = zeroblob(32)", ["LOG.ROOT"]),
        Forgery(
            "nothing", "CREATE TABLE x (a); DROP TABLE x", []),
    ]

    @Test(arguments: forgeries) func `the audit names what was forged`(forgery: Forgery) throws {
        try forge(forgery.sql)
        let found = try failures()
        #expect(found.isSuperset(of: forgery.codes), "\(found)")
        #expect(found.isEmpty == forgery.codes.isEmpty, "\(found)")
    }

    @Test func `a trigger that is gone is named`() throws {
        let queue = try DatabaseQueue(path: workshop.database)
        try queue.write { try $0.execute(sql: "DROP TRIGGER entry_keeps") }
        try queue.close()
        #expect(try failures() == ["LOG.DATABASE"])
    }

    @Test func `changed, longer, and missing bytes of exhibits are named`() throws {
        let store = FolderBlobStore(
            folder: workshop.folder + "/blobs", surroundings: workshop.surroundings)
        let path = store.path(of: .sha256("two".utf8))
        let cases: [([UInt8]?, Set<String>)] = [
            (Array("twO".utf8), ["BLOB.DIGEST"]),
            (Array("twoo".utf8), ["BLOB.DIGEST", "BLOB.SIZE"]),
            (nil, ["BLOB.MISSING"]),
        ]
        for (bytes, codes) in cases {
            try? FileManager.default.removeItem(atPath: path)
            if let bytes {
                #expect(FileManager.default.createFile(atPath: path, contents: Data(bytes)))
            }
            #expect(try failures() == codes)
            let archive = try Archive.openReadOnly(
                at: workshop.folder, surroundings: workshop.surroundings)
            #expect(throws: StoreError.self) { try archive.content(.sha256("two".utf8)) }
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
        for position in stride(from: 1, to: good.count, by: good.count / 150) {
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
        #expect(named > 10)
        print("damage: \(named) of 150 flipped bytes named")
    }

    @Test func `an open key file is a warning`() throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: workshop.folder + "/signing-key")
        let archive = try Archive.openReadOnly(
            at: workshop.folder, surroundings: workshop.surroundings)
        let report = audit(archive)
        #expect(report.isClean)
        #expect(report.checks.contains { $0.code == "KEY.MODE" && $0.outcome == .warning })
    }
}
