// What the layer that reads ahead must not change: the bytes, the state that a transaction sees, and what is said of a file that is cut short. And
// the rows that SQLite hands over by a function.

import Foundation
import GRDB
import Testing
import TransparencyLog

@testable import EvidenceStore

/// A database of some megabytes, of which each row says which version it is of.
private final class Pages {
    let path: String
    let queue: DatabaseQueue
    static let count = 1200

    init(journal: String) throws {
        let folder = NSTemporaryDirectory() + "pages-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        path = folder + "/pages.sqlite"
        queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = \(journal)")
            try database.execute(
                sql: """
                    CREATE TABLE a (id INTEGER PRIMARY KEY, bytes BLOB);
                    CREATE TABLE b (id INTEGER PRIMARY KEY, bytes BLOB);
                    """)
        }
        try fill(version: 0)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }

    /// Writes all rows anew.
    func fill(version: Int, checkpoint: String? = "TRUNCATE") throws {
        try queue.writeWithoutTransaction { database in
            try database.inTransaction {
                for table in ["a", "b"] {
                    for id in 0..<Self.count {
                        try database.execute(
                            sql: "REPLACE INTO \(table) VALUES (?, ?)",
                            arguments: [id, Self.bytes(table, id, version)])
                    }
                }
                return .commit
            }
            if let checkpoint {
                try database.execute(sql: "PRAGMA wal_checkpoint(\(checkpoint))")
            }
        }
    }

    static func bytes(_ table: String, _ id: Int, _ version: Int) -> Data {
        Data(Array(repeating: "\(table) \(id) of \(version). ", count: 40 + id % 20).joined().utf8)
    }

    /// How many rows of the scan are of `version`, both tables gone through side by side.
    static func rows(_ scan: ArchiveScan, of version: Int) throws -> Int {
        var same = 0
        let cursors = try ["a", "b"].map {
            try scan.select("SELECT id, bytes FROM \($0) ORDER BY id")
        }
        for id in 0..<count {
            for (cursor, table) in zip(cursors, ["a", "b"]) {
                guard try cursor.next() else { return same }
                let isSame = Data(cursor.bytes(1)) == bytes(table, id, version)
                if isSame, cursor.integer(0) == Int64(id) { same += 1 }
            }
        }
        return same
    }
}

@Suite struct `A database read ahead` {
    @Test(arguments: ["WAL", "DELETE"])
    func `has the bytes that were written, and the next ones in the next transaction`(
        journal: String
    ) throws {
        let pages = try Pages(journal: journal)
        let scan = try ArchiveScan(database: pages.path)
        for version in 0..<3 {
            if version > 0 { try pages.fill(version: version) }
            let rows = try scan.snapshot { try Pages.rows(scan, of: version) }
            #expect(rows == 2 * Pages.count)
        }
    }

    @Test func `stays as it was while it is written and checkpointed`() throws {
        let pages = try Pages(journal: "WAL")
        let scan = try ArchiveScan(database: pages.path)
        try scan.snapshot {
            #expect(try Pages.rows(scan, of: 0) == 2 * Pages.count)
            try pages.fill(version: 1, checkpoint: "PASSIVE")
            #expect(try Pages.rows(scan, of: 0) == 2 * Pages.count)
        }
        #expect(try scan.snapshot { try Pages.rows(scan, of: 1) } == 2 * Pages.count)
    }

    @Test func `is refused where it is cut short`() throws {
        let pages = try Pages(journal: "DELETE")
        let size = try #require(
            FileManager.default.attributesOfItem(atPath: pages.path)[.size] as? Int)
        let file = try #require(FileHandle(forWritingAtPath: pages.path))
        for rest in [size / 2 + 100, 65_536 + 4096, 8192] {
            try file.truncate(atOffset: UInt64(rest))
            #expect(throws: StoreError.self) {
                let scan = try ArchiveScan(database: pages.path)
                try scan.snapshot { _ = try Pages.rows(scan, of: 0) }
            }
        }
    }
}

@Suite struct `Rows that are handed over` {
    /// Which of the five are there, whether they are bytes, and how many.
    struct Found: Equatable {
        let index: UInt64
        let isThere: [Bool]
        let areBytes: Bool
        let counts: [Int]
    }

    private func rows(_ sql: String, _ range: Range<UInt64>) throws -> [Found] {
        let path = NSTemporaryDirectory() + "rows-" + UUID().uuidString + ".sqlite"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE entry (idx INTEGER PRIMARY KEY, entry);
                    CREATE TABLE docketing (idx INTEGER PRIMARY KEY, docketing);
                    CREATE TABLE filing (idx INTEGER PRIMARY KEY, filing, signature);
                    CREATE TABLE content (idx INTEGER PRIMARY KEY, bytes);
                    """ + sql)
        }
        try queue.close()
        let scan = try ArchiveScan(database: path)
        var found: [Found] = []
        try scan.exhibits(in: range) {
            index, columns, entry, docketing, filing, signature, content in
            let (a, b, c, d, e) = columns.isThere
            let counts = [
                entry.count, docketing.count, filing.count, signature.count, content.count,
            ]
            found.append(
                Found(
                    index: index, isThere: [a, b, c, d, e], areBytes: columns.areBytes,
                    counts: counts))
        }
        return found
    }

    @Test func `say what is there, and what is no bytes`() throws {
        let found = try rows(
            """
            INSERT INTO entry VALUES (0, x'00'), (1, x'0102'), (2, 7), (3, 'text'), (5, x''), (9, x'');
            INSERT INTO docketing VALUES (0, x'000102'), (2, x''), (3, NULL);
            INSERT INTO filing VALUES (0, x'00', x'0001'), (1, x'00', NULL), (3, x'00', 1.5);
            INSERT INTO content VALUES (0, x'0000'), (1, x''), (2, NULL), (4, x'00');
            """, 0..<9)
        #expect(
            found == [
                Found(
                    index: 0, isThere: [true, true, true, true, true], areBytes: true,
                    counts: [1, 3, 1, 2, 2]),
                Found(
                    index: 1, isThere: [true, false, true, false, true], areBytes: true,
                    counts: [2, 0, 1, 0, 0]),
                // A content without bytes is there all the same.
                Found(
                    index: 2, isThere: [true, true, false, false, true], areBytes: false,
                    counts: [1, 0, 0, 0, 0]),
                Found(
                    index: 3, isThere: [true, false, true, true, false], areBytes: false,
                    counts: [4, 0, 1, 3, 0]),
                Found(
                    index: 5, isThere: [true, false, false, false, false], areBytes: true,
                    counts: [0, 0, 0, 0, 0]),
            ])
    }

    @Test func `come again, and within what is done with one of them`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file((0..<5).map { try workshop.submission("text \($0)") })
        try archive.close()
        let scan = try ArchiveScan(folder: workshop.folder)
        for _ in 0..<2 {
            var texts: [UInt64: Int64?] = [:]
            try scan.exhibits(in: 1..<4) { index, _, entry, _, _, _, _ in
                let size = try? scan.number(
                    "SELECT length(entry) FROM entry WHERE idx = ?1", Int64(index))
                texts[index] = size == Int64(entry.count) ? size : nil
            }
            #expect(texts.keys.sorted() == [1, 2, 3])
            #expect(texts.values.allSatisfy { $0 != nil })
        }
    }
}
