// Repairs: what is damaged comes back from a copy if it fits its digest, what can be computed is computed, and nothing else changes.

import ArchiveAudit
import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

@testable import EvidenceStore

@Suite struct Repairs {
    private func mend(
        _ archive: AuditedArchive, from copy: AuditedArchive?, isRehearsal: Bool = false
    ) throws -> RepairReport {
        try repair(
            folder: archive.folder, from: copy?.folder, surroundings: archive.workshop.surroundings,
            at: archive.time, isRehearsal: isRehearsal)
    }

    private func rows(_ archive: AuditedArchive) throws -> [[String]] {
        let queue = try DatabaseQueue(path: archive.database)
        defer { try? queue.close() }
        return try queue.read { database in
            try [
                "archive", "entry", "filing", "docketing", "content", "tile", "head", "checkpoint",
                "note", "matter", "docket", "seen",
            ].map { table in
                try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY 1, 2").map {
                    "\($0)"
                }
            }
        }
    }

    static let losses = [
        "UPDATE entry SET entry = x'00' WHERE idx = 300", "DELETE FROM entry WHERE idx = 599",
        "DELETE FROM entry WHERE idx BETWEEN 200 AND 300",
        "DELETE FROM filing WHERE idx = 3", "UPDATE filing SET filing = x'00' WHERE idx = 4",
        "DELETE FROM docketing WHERE idx = 5", "UPDATE content SET bytes = x'01' WHERE idx = 6",
        "DELETE FROM content", "DELETE FROM note WHERE size = 100",
    ]

    @Test(arguments: losses) func `what was lost comes back from a copy`(sql: String) throws {
        let archive = try AuditedArchive()
        let copy = try AuditedArchive()
        let before = try rows(archive)
        try archive.forge(sql)
        #expect(!archive.audit().isClean)
        let report = try mend(archive, from: copy)
        #expect(report.isClean, "\(report.missing) \(report.audit?.faults ?? [])")
        #expect(report.restored.contains { $0.isFromCopy })
        #expect(report.missing.isEmpty)
        #expect(archive.audit().isClean)
        #expect(try rows(archive) == before)
        let kept = archive.database + required(report.oldSuffix)
        #expect(FileManager.default.fileExists(atPath: kept))
    }

    static let derivations = [
        "DELETE FROM tile", "UPDATE tile SET hashes = zeroblob(8192) WHERE id = 1",
        "DELETE FROM edge", "UPDATE head SET peaks = zeroblob(length(peaks))",
        "UPDATE checkpoint SET root = zeroblob(32) WHERE size = 100", "DELETE FROM docket",
        "INSERT INTO entry SELECT 600, entry FROM entry WHERE idx = 5",
        "UPDATE head SET size = 1 << 62",
    ]

    @Test(arguments: derivations) func `what can be computed needs no copy`(sql: String) throws {
        let archive = try AuditedArchive()
        let before = try rows(archive)
        try archive.forge(sql)
        let report = try mend(archive, from: nil)
        #expect(report.isClean, "\(report.missing) \(report.audit?.faults ?? [])")
        #expect(!report.restored.contains { $0.isFromCopy })
        #expect(archive.audit().isClean)
        #expect(try rows(archive) == before)
    }

    @Test(arguments: losses)
    func `without a copy the old database stays, and what is missing is said`(
        sql: String
    ) throws {
        let archive = try AuditedArchive()
        try archive.forge(sql)
        let bytes = try Data(contentsOf: URL(filePath: archive.database))
        let report = try mend(archive, from: nil)
        #expect(!report.isClean)
        #expect(report.oldSuffix == nil)
        #expect(!report.missing.isEmpty || report.audit?.isClean == false)
        #expect(try Data(contentsOf: URL(filePath: archive.database)) == bytes)
        #expect(!FileManager.default.fileExists(atPath: archive.database + ".repair"))
    }

    @Test func `a rehearsal changes nothing, and says the same`() throws {
        let archive = try AuditedArchive()
        let copy = try AuditedArchive()
        try archive.forge("DELETE FROM filing WHERE idx = 3")
        let bytes = try Data(contentsOf: URL(filePath: archive.database))
        let report = try mend(archive, from: copy, isRehearsal: true)
        #expect(report.isClean && report.oldSuffix == nil)
        #expect(report.restored.map(\.place.subject) == ["entry 3"])
        #expect(try Data(contentsOf: URL(filePath: archive.database)) == bytes)
    }

    @Test func `a copy's forgery is not taken`() throws {
        let archive = try AuditedArchive()
        let copy = try AuditedArchive()
        try archive.forge("DELETE FROM content WHERE idx = 7")
        try copy.forge("UPDATE content SET bytes = CAST('forged' AS BLOB) WHERE idx = 7")
        let report = try mend(archive, from: copy)
        #expect(!report.isClean)
        #expect(report.missing.map(\.subject) == ["entry 7"])
        #expect(report.oldSuffix == nil)
    }

    @Test func `damage in both is mended where it differs`() throws {
        let archive = try AuditedArchive()
        let copy = try AuditedArchive()
        try archive.forge("DELETE FROM filing WHERE idx % 2 = 0; DELETE FROM tile WHERE id = 0")
        try copy.forge("DELETE FROM filing WHERE idx % 2 = 1; DELETE FROM tile WHERE id = 1")
        let report = try mend(archive, from: copy)
        #expect(report.isClean, "\(report.missing) \(report.audit?.faults ?? [])")
        #expect(archive.audit().isClean)
    }

    @Test func `works on a database with torn pages`() throws {
        let archive = try AuditedArchive()
        let copy = try AuditedArchive()
        let bytes = try Data(contentsOf: URL(filePath: archive.database))
        for text in ["docket-entry/v1\nindex 300\n", "docket-docketing/v1\nmatter ORG-2"] {
            let place = try #require(bytes.range(of: Data(text.utf8))).lowerBound / 4096 * 4096
            try archive.edit("docket.sqlite") {
                $0.replaceSubrange(place..<place + 4096, with: Data(count: 4096))
            }
        }
        #expect(!archive.audit().isClean)
        let report = try mend(archive, from: copy)
        #expect(report.isClean, "\(report.missing) \(report.audit?.faults ?? [])")
        #expect(archive.audit().isClean)
    }

    @Test func `files of exhibits come back`() throws {
        for change in [{ (bytes: inout Data) in bytes[5] ^= 1 }, { $0.removeLast() }] {
            let archive = try AuditedArchive()
            let copy = try AuditedArchive()
            try archive.edit(archive.blob, change)
            let report = try mend(archive, from: copy)
            #expect(report.isClean)
            #expect(report.restored.map(\.place.file) == [archive.blob])
            #expect(archive.audit().isClean)
        }
        let archive = try AuditedArchive()
        try FileManager.default.removeItem(atPath: archive.folder + "/" + archive.blob)
        let missing = try mend(archive, from: nil)
        #expect(missing.missing.map(\.file) == [archive.blob])
        #expect(try mend(archive, from: AuditedArchive()).isClean)
    }

    @Test func `a copy of another archive is refused`() throws {
        let archive = try AuditedArchive()
        let other = try Workshop()
        let made = try Archive.create(
            at: other.folder, origin: Workshop.origin, signer: other.signer(seed: 8),
            surroundings: other.surroundings)
        try made.close()
        #expect(throws: RepairError.self) {
            try repair(
                folder: archive.folder, from: other.folder,
                surroundings: archive.workshop.surroundings, at: archive.time, isRehearsal: false)
        }
    }
}
