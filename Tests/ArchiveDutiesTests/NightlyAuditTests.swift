// The audit of a night, in an archive that is in service.

import Agreements
import ArchiveAudit
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@testable import ArchiveDuties

@Suite struct `The audit of a night` {
    private func audit(_ bench: DutyBench, parties: [AuditParties] = []) -> NightlyAudit {
        let (clock, random) = (bench.clock, RepeatableBytes(seed: 3))
        return NightlyAudit(
            folder: bench.folder.path + "/archive",
            surroundings: Surroundings(
                clock: { clock.now }, random: { random.next($0) },
                stateFolder: bench.folder.path + "/state", reserveSize: 0),
            budget: .seconds(60), parties: parties)
    }

    private func last(_ bench: DutyBench) throws -> LastReport? {
        try LastReport.read(ArchiveScan(folder: bench.folder.path + "/archive"))
    }

    /// Changes the database as somebody who has the file in his hands: no trigger stands in his way, and all are there afterwards.
    private func forge(
        _ sql: String, of table: String = "content", _ bench: DutyBench
    ) throws {
        func sqlite(_ text: String) throws -> String {
            let result = try CommandResult.run(
                "sqlite3", [bench.folder.path + "/archive/docket.sqlite", text],
                in: bench.folder.path)
            try #require(result.status == 0, "\(result.output)")
            return result.output
        }
        let triggers = "FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '\(table)';"
        let drops = try sqlite("SELECT 'DROP TRIGGER ' || name || ';' " + triggers)
        let makes = try sqlite("SELECT sql || ';' " + triggers)
        _ = try sqlite("BEGIN; " + drops + sql + "; " + makes + "COMMIT;")
    }

    @Test func `is filed once, and the next takes another slice`() async throws {
        let bench = try DutyBench()
        try await bench.file("offer")
        let night = audit(bench)
        let report = try night.report()
        #expect(report.isClean && report.isComplete)
        let filed = try bench.commit.use { try night.file(report, in: $0) }
        #expect(filed.outcome == .filed(left: false))
        #expect(try last(bench)?.isClean == true && last(bench)?.index == LeafIndex(1))
        let next = try night.report()
        #expect(next.isClean && next.reach != report.reach)
    }

    @Test func `finds a planted flip, and says so in the log`() async throws {
        let bench = try DutyBench()
        try await bench.file("the offer that was made")
        try forge("UPDATE content SET bytes = CAST('the offer that was mad!' AS BLOB)", bench)
        let night = audit(bench)
        let report = try night.report()
        #expect(!report.isClean)
        let filed = try bench.commit.use { try night.file(report, in: $0) }
        #expect(filed.outcome == .filed(left: false), "\(report.faults.map(\.code))")
        #expect(try last(bench)?.isClean == false)
    }

    @Test func `keeps its report where nothing can be read for the parties`() async throws {
        let bench = try DutyBench()
        try await bench.file("offer")
        try forge("UPDATE archive SET verifier_key = 'none'", of: "archive", bench)
        let annex = Annex(
            agreement: .sha256([1]), version: 1, registry: required(PartyID("REGIS")),
            trust: bench.trust)
        let parties = AuditParties(annex, digest: .sha256([2]), parameters: nil, days: 7)
        let night = audit(bench, parties: [parties])
        let report = try night.report()
        #expect(report.faults.contains { $0.code == .key && $0.outcome == .failed })
        #expect(report.evidence.map(\.code) == ["EVIDENCE.UNREADABLE"])
        let filed = try bench.commit.use { try night.file(report, in: $0) }
        #expect(filed.outcome == .forbidden && filed.report.evidence == report.evidence)
    }

    @Test(arguments: [
        ("2026-03-05T02:30:00Z", nil, true),
        ("2026-03-05T02:29:59Z", "2026-03-04T02:30:00Z", false),
        ("2026-03-05T02:30:00Z", "2026-03-04T02:30:00Z", true),
        ("2026-03-05T02:31:00Z", "2026-03-05T02:30:00Z", false),
        ("2026-03-05T01:00:00Z", "2026-03-03T02:30:00Z", true),
        ("2026-03-05T12:00:00Z", "2026-03-05T02:31:00Z", false),
        ("2026-03-05T12:00:00Z", "2027-01-01T00:00:00Z", true),
        ("1969-12-31T12:00:00Z", "1969-12-31T02:30:00Z", false),
    ])
    func `is due once a night`(now: String, last: String?, isDue: Bool) throws {
        let clock = try #require(AuditClock("02:30"))
        #expect(clock.isDue(at: at(now), last: last.map(at)) == isDue)
    }

    @Test(arguments: ["", "2:30", "24:00", "02:60", "02-30", "02:30:00", "+1:30", "0\u{0664}:30"])
    func `is at a time of the day`(text: String) {
        #expect(AuditClock(text) == nil)
    }
}
