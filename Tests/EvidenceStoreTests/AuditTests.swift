// The audit against each kind of damage, one by one: it is found, its place is named, and nothing else is called damaged. What
// a night's audit reads and what it leaves for the next stands in NightlyAuditTests.

import ArchiveAudit
import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

@testable import EvidenceStore

/// An archive with two full tiles and a part of a third, made once; each test has its own copy.
struct AuditedArchive {
    static let count = 600
    static let large = String(repeating: "large ", count: 20_000)
    private static let original: Result<Workshop, any Error> = Result { try make() }

    let workshop: Workshop
    let folder: String

    init() throws {
        workshop = try Self.original.get()
        folder = workshop.root + "/copy-" + UUID().uuidString
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: folder)
    }

    private static func make() throws -> Workshop {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let other = required(MatterID("ORG-2"))
        var requests: [[Submission]] = [[try workshop.submission(large)]]
        for number in 1..<count {
            let matter = number % 3 == 0 ? other : Workshop.matter
            requests.append([try workshop.submission("text \(number)", matter: matter)])
            if requests.count == 100 {
                for answer in archive.file(requests: requests) { _ = try answer.get() }
                requests = []
            }
        }
        try archive.close()
        return workshop
    }

    var database: String { folder + "/docket.sqlite" }

    /// The file of the large content.
    var blob: String {
        let hex = Digest.sha256(Self.large.utf8).hex
        return "blobs/\(hex.prefix(2))/\(hex.dropFirst(2))"
    }

    /// Runs SQL as someone who has the file in his hands.
    func forge(_ sql: String) throws {
        try EvidenceStoreTests.forge(sql, at: database)
    }

    /// Changes bytes of a file.
    func edit(_ path: String, _ change: (inout Data) -> Void) throws {
        let url = URL(filePath: folder + "/" + path)
        var bytes = try Data(contentsOf: url)
        change(&bytes)
        try FileManager.default.removeItem(at: url)
        try bytes.write(to: url)
    }

    var time: Instant { required(Instant(text: "2026-02-03T00:00:00Z")) }

    func audit(
        _ reach: AuditReach = .full, state: AuditState? = nil, workers: Int = 2,
        isOver: (@Sendable () -> Bool)? = nil
    ) -> AuditReport {
        ArchiveAudit.audit(
            folder: folder, surroundings: workshop.surroundings,
            AuditPlan(
                reach, state: state, time: time, workers: workers, chunkSize: 256, isOver: isOver))
    }
}

@Suite struct `An audit` {
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sql: String
        let codes: Set<FaultCode>
        /// A place that must be named.
        let subject: String
        let row: String?
        let repair: Repair?

        init(
            _ name: String, _ sql: String, _ codes: Set<FaultCode>, at subject: String,
            row: String? = nil, _ repair: Repair?
        ) {
            testDescription = name
            self.sql = sql
            self.codes = codes
            self.subject = subject
            self.row = row
            self.repair = repair
        }
    }

    private static func replace(_ column: String, _ from: String, _ to: String) -> String {
        "\(column) = CAST(replace(CAST(\(column) AS TEXT), '\(from)', '\(to)') AS BLOB)"
    }

    private static let flipped = "x'00' || substr(hashes, 2)"

    static let damages = [
        Damage(
            "a row of an entry edited",
            "UPDATE entry SET \(replace("entry", "entry/v1", "entry/v2")) WHERE idx = 300",
            [.entry], at: "entry 300", row: "entry 300", .copy),
        Damage(
            "a row of a new entry edited",
            "UPDATE entry SET \(replace("entry", "entry/v1", "entry/v2")) WHERE idx = 555",
            [.entry], at: "entry 555", row: "entry 555", .copy),
        Damage(
            "a row of an entry deleted", "DELETE FROM entry WHERE idx = 255", [.entry],
            at: "entry 255", row: "entry 255", .copy),
        Damage(
            "two entries swapped",
            """
            UPDATE entry SET idx = 5000 WHERE idx = 7; UPDATE entry SET idx = 7 WHERE idx = 8;
            UPDATE entry SET idx = 8 WHERE idx = 5000
            """, [.entry, .docketing, .filing], at: "entry 7", row: "entry 7", .copy),
        Damage(
            "an entry inserted", "INSERT INTO entry SELECT 600, entry FROM entry WHERE idx = 5",
            [.row], at: "table entry", .derived),
        Damage(
            "a filing edited",
            "UPDATE filing SET \(replace("filing", "note.txt", "nota.txt")) WHERE idx = 1",
            [.filing], at: "entry 1", row: "filing 1", .copy),
        Damage(
            "a filing deleted", "DELETE FROM filing WHERE idx = 2", [.filing], at: "entry 2",
            row: "filing 2", .copy),
        Damage(
            "a filing inserted", "INSERT INTO filing SELECT 700, filing, NULL FROM filing LIMIT 1",
            [.row], at: "filing 700", row: "filing 700", .derived),
        Damage(
            "a signature added", "UPDATE filing SET signature = x'01' WHERE idx = 4",
            [.signature], at: "entry 4", row: "filing 4", .copy),
        Damage(
            "a docketing edited",
            "UPDATE docketing SET \(replace("docketing", "number 2", "number 9")) WHERE idx = 1",
            [.docketing], at: "entry 1", row: "docketing 1", .copy),
        Damage(
            "a docketing deleted", "DELETE FROM docketing WHERE idx = 257", [.docketing],
            at: "entry 257", row: "docketing 257", .copy),
        Damage(
            "a content edited", "UPDATE content SET bytes = x'00' WHERE idx = 9", [.content],
            at: "entry 9", row: "content 9", .copy),
        Damage(
            "a content deleted", "DELETE FROM content WHERE idx = 9", [.content], at: "entry 9",
            row: "content 9", .copy),
        Damage(
            "a tile flipped", "UPDATE tile SET hashes = CAST(\(flipped) AS BLOB) WHERE id = 1",
            [.tile], at: "tile 0/1", row: "tile 1", .derived),
        Damage(
            "a tile deleted", "DELETE FROM tile WHERE id = 0", [.tile], at: "tile 0/0",
            row: "tile 0", .derived),
        Damage(
            "a tile too many", "INSERT INTO tile SELECT 2, hashes FROM tile WHERE id = 0", [.row],
            at: "tile 0/2", row: "tile 2", .derived),
        Damage(
            "the right edge flipped", "UPDATE edge SET hashes = CAST(\(flipped) AS BLOB)",
            [.tile], at: "edge of level 1", row: "edge 1", .derived),
        Damage(
            "another root", "UPDATE head SET root = zeroblob(32)", [.head], at: "head",
            row: "head 1", .nothing),
        Damage(
            "other peaks", "UPDATE head SET peaks = zeroblob(length(peaks))", [.head], at: "head",
            row: "head 1", .derived),
        Damage(
            "a size that no table can hold", "UPDATE head SET size = 1 << 62", [.head, .tile],
            at: "head", row: "head 1", .derived),
        Damage(
            "a size far beyond the last entry", "UPDATE head SET size = 600 + (1 << 16)", [.head],
            at: "head", row: "head 1", .derived),
        Damage(
            "an entry far away, and a size that reaches it",
            """
            INSERT INTO entry SELECT (1 << 62) - 1, entry FROM entry WHERE idx = 5;
            UPDATE head SET size = 1 << 62
            """, [.head, .entry, .tile], at: "head", row: "head 1", .derived),
        Damage(
            "a note replaced",
            "UPDATE note SET note = (SELECT note FROM note WHERE size = 200) WHERE size = 100",
            [.checkpoint], at: "checkpoint 100", row: "note 100", .copy),
        Damage(
            "a note deleted", "DELETE FROM note WHERE size = 200", [.checkpoint],
            at: "checkpoint 200", row: "note 200", .derived),
        Damage(
            "a signed root that the entries never had",
            "UPDATE checkpoint SET root = zeroblob(32) WHERE size = 300", [.checkpoint],
            at: "checkpoint 300", row: "checkpoint 300", .nothing),
        Damage(
            "an erasure without a record", "INSERT INTO erased VALUES (11, 12, NULL)", [.erasure],
            at: "entry 11", row: "erased 11", .nothing),
        Damage(
            "a hold without a record", "INSERT INTO hold VALUES (11, 'BAN-1', NULL, NULL)",
            [.hold], at: "entry 11", row: "hold 11", .derived),
        Damage(
            "another name of the archive", "UPDATE archive SET origin = 'other.example'",
            [.key, .filing, .checkpoint], at: "archive", row: "archive 1", .copy),
        Damage(
            "a column added", "ALTER TABLE entry ADD COLUMN more TEXT", [.schema],
            at: "table entry", .derived),
    ]

    @Test(arguments: damages) func `names damage and its place, and nothing else`(
        damage: Damage
    ) throws {
        let archive = try AuditedArchive()
        try archive.forge(damage.sql)
        let report = archive.audit()
        let failed = report.faults.filter { $0.outcome == .failed }
        let codes = Set(failed.map(\.code))
        #expect(codes.isSuperset(of: damage.codes), "\(failed)")
        #expect(codes.isSubset(of: damage.codes.union([.receipt])), "\(failed)")
        let row = failed.first { fault in
            let place = fault.place
            let found = place.table.flatMap { table in place.row.map { "\(table) \($0)" } }
            return place.subject == damage.subject && (damage.row == nil || found == damage.row)
        }
        #expect(row?.repair == damage.repair, "\(failed)")
    }

    @Test func `finds a sound archive clean, and says what it read`() throws {
        let archive = try AuditedArchive()
        let report = archive.audit()
        #expect(report.isClean && report.isComplete)
        #expect(report.faults.isEmpty, "\(report.faults)")
        #expect(report.coverage.entries == 600)
        #expect(report.coverage.contents == 599)
        #expect(report.coverage.blobs == 1)
        #expect(report.coverage.matters == 2)
        #expect(report.coverage.receipts == 16)
        #expect(report.state?.size == TreeSize(512))
        let passed = Set(report.passed.map(\.code))
        let rest = Set(FaultCode.allCases).subtracting(passed)
        #expect(rest == [.access, .history, .blobOrphan, .late, .unfinished])
    }

    @Test func `gives one report, however many threads read`() throws {
        let archive = try AuditedArchive()
        try archive.forge(
            "DELETE FROM filing WHERE idx % 50 = 3; UPDATE tile SET hashes = zeroblob(8192)")
        let report = archive.audit(workers: 1)
        #expect(report.faults.count > 500)
        #expect(archive.audit(workers: 2) == report)
        #expect(archive.audit(workers: 5) == report)
    }

    @Test func `changes nothing, not even the journal`() throws {
        let archive = try AuditedArchive()
        let names = try FileManager.default.subpathsOfDirectory(atPath: archive.folder).sorted()
        let bytes = try Data(contentsOf: URL(filePath: archive.database))
        _ = archive.audit()
        #expect(try Data(contentsOf: URL(filePath: archive.database)) == bytes)
        let after = try FileManager.default.subpathsOfDirectory(atPath: archive.folder).sorted()
        #expect(after.filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") } == names)
    }

    @Test(arguments: ["entry_keeps", "filing_stays", "head_grows"])
    func `names a trigger that is gone`(trigger: String) throws {
        let archive = try AuditedArchive()
        let queue = try DatabaseQueue(path: archive.database)
        try queue.write { try $0.execute(sql: "DROP TRIGGER \(trigger)") }
        try queue.close()
        let failed = archive.audit().faults
        #expect(failed.map(\.code) == [.schema])
        #expect(failed.first?.place.subject == "trigger \(trigger)")
    }

    @Test(
        arguments: [
            "UPDATE docket SET idx = 599 WHERE number = 2", "DELETE FROM docket WHERE number = 7",
            "UPDATE matter SET id = id + 1000", "DELETE FROM matter",
            "DROP TABLE docket",
        ])
    func `warns of what is derived and wrong`(sql: String) throws {
        let archive = try AuditedArchive()
        try archive.forge(sql)
        let report = archive.audit()
        #expect(report.isClean, "\(report.faults)")
        #expect(
            report.faults.contains { $0.code == .index && $0.repair == .reindex },
            "\(report.faults)")
    }

    @Test func `names pages that cannot be read, and goes on behind them`() throws {
        let archive = try AuditedArchive()
        let bytes = try Data(contentsOf: URL(filePath: archive.database))
        let text = try #require(bytes.range(of: Data("docket-entry/v1\nindex 300\n".utf8)))
        let number = text.lowerBound / 4096 + 1
        try archive.edit("docket.sqlite") {
            $0.replaceSubrange((number - 1) * 4096..<number * 4096, with: Data(count: 4096))
        }
        let report = archive.audit()
        let place = report.faults.first { $0.code == .database }?.place
        #expect(place?.file == "docket.sqlite")
        #expect(
            report.faults.contains {
                $0.place.bytes == UInt64(number - 1) * 4096..<UInt64(number) * 4096
            }, "\(report.faults.prefix(5))")
        #expect(report.faults.contains { $0.code == .row && $0.place.table == "entry" })
        // What lies on other pages was read.
        #expect(report.coverage.entries > 500)
    }

    @Test func `tells what is no bytes also in rows that are read one by one`() throws {
        let archive = try AuditedArchive()
        let bytes = try Data(contentsOf: URL(filePath: archive.database))
        let page = try #require(bytes.range(of: Data("docket-entry/v1\nindex 300\n".utf8)))
        // A record's header: three bytes, the row's number is the key, bytes of eight (sqlite.org/fileformat2.html, 2.1).
        let row = try #require(bytes.range(of: Data([3, 0, 28] + "text 400".utf8)))
        try archive.edit("docket.sqlite") {
            let start = page.lowerBound / 4096 * 4096
            $0.replaceSubrange(start..<start + 4096, with: Data(count: 4096))
            // The same as text.
            $0[row.lowerBound + 2] = 29
        }
        let faults = archive.audit().faults
        #expect(faults.contains { $0.code == .row && $0.place.index == LeafIndex(300) })
        #expect(
            faults.contains { $0.code == .row && $0.place.index == LeafIndex(400) }, "\(faults)")
    }

    @Test func `names a database that is none any more`() throws {
        let archive = try AuditedArchive()
        try archive.edit("docket.sqlite") { $0.replaceSubrange(0..<16, with: Data(count: 16)) }
        let report = archive.audit()
        #expect(report.faults.map(\.code) == [.database])
        #expect(report.faults.first?.place.bytes == 0..<100)
    }

    @Test func `names files of exhibits that were changed, cut or taken away`() throws {
        for (code, change) in [
            (FaultCode.blobDigest, { (bytes: inout Data) in bytes[5] ^= 1 }),
            (.blobSize, { $0.removeLast() }),
        ] as [(FaultCode, (inout Data) -> Void)] {
            let archive = try AuditedArchive()
            try archive.edit(archive.blob, change)
            let failed = archive.audit().faults
            let fault = failed.first { $0.code == code }
            #expect(fault?.place.file == archive.blob, "\(failed)")
            #expect(fault?.place.index == LeafIndex(0))
            #expect(fault?.place.matter == Workshop.matter)
            #expect(fault?.place.bytes?.lowerBound == 0)
        }
        let archive = try AuditedArchive()
        try FileManager.default.removeItem(atPath: archive.folder + "/" + archive.blob)
        #expect(archive.audit().faults.map(\.code) == [.blobMissing])
    }

    @Test func `warns of strange files, orphans and an open key`() throws {
        let archive = try AuditedArchive()
        let other = "blobs/ab/" + String(repeating: "0", count: 62)
        try FileManager.default.createDirectory(
            atPath: archive.folder + "/blobs/ab", withIntermediateDirectories: true)
        for name in ["notes.txt", "blobs/ab/x", other] {
            try Data("x".utf8).write(to: URL(filePath: archive.folder + "/" + name))
        }
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: archive.folder + "/signing-key")
        let report = archive.audit()
        let places = Dictionary(grouping: report.faults, by: \.code)
            .mapValues { $0.compactMap(\.place.file) }
        #expect(places[.stranger] == ["notes.txt", "blobs/ab/x"])
        #expect(places[.blobOrphan] == [other])
        #expect(places[.keyMode] == ["signing-key"])
    }
}

@Suite struct `The audit of keys and mark` {
    private func told(_ archive: AuditedArchive) -> [String] {
        archive.audit().faults.map {
            "\($0.outcome.rawValue) \($0.code.rawValue) \($0.place.file ?? "mark")"
        }
    }

    @Test func `knows the key of a rotation that is under way`() throws {
        let archive = try AuditedArchive()
        let key = archive.folder + "/signing-key"
        try FileManager.default.copyItem(atPath: key, toPath: key + ".next")
        #expect(told(archive) == [])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o640], ofItemAtPath: key + ".next")
        #expect(told(archive) == ["warning KEY.MODE signing-key.next"])
    }

    @Test func `tells a key file that is no key of the log`() throws {
        let other = try NoteSigner(
            name: Workshop.origin.text, seed: [UInt8](repeating: 50, count: 32))
        for text in ["", "PRIVATE+KEY+", SecretKeyFile.plain(other).text] {
            let archive = try AuditedArchive()
            try archive.edit("signing-key") { $0 = Data(text.utf8) }
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: archive.folder + "/signing-key")
            #expect(told(archive) == ["failed LOG.KEY signing-key"], "\(text)")
        }
        // A copy for reading has none.
        let archive = try AuditedArchive()
        try FileManager.default.removeItem(atPath: archive.folder + "/signing-key")
        #expect(told(archive) == [])
    }

    @Test(arguments: [0, 1]) func `warns of a slot that is damaged while the other verifies`(
        slot: Int
    ) throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        for text in ["a", "b", "c"] { _ = try archive.file([workshop.submission(text)]) }
        try archive.close()
        #expect(ArchiveAudit.audit(archive).faults == [])
        let path = archive.mark.path
        var bytes = try Data(contentsOf: URL(filePath: path))
        #expect(bytes.count == 8192)
        bytes[slot * 4096 + 30] ^= 1
        try bytes.write(to: URL(filePath: path))
        let faults = ArchiveAudit.audit(archive).faults
        #expect(faults.map(\.code) == [.mark] && faults.first?.outcome == .warning, "\(faults)")
        let start = UInt64(slot) * 4096
        #expect(faults.first?.place.bytes == start..<start + 4096)
    }
}

extension SecretKeyFile {
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
