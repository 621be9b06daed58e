// Which records a repair lets act: erasures, holds and releases that an accepted entry names, and nothing that a copy claims beside.

import ArchiveAudit
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@testable import EvidenceStore

extension `What a copy has alone` {
    // Spec: audit-16
    @Test(arguments: Deed.allCases, [true, false])
    func `does not act, where the record of it is refused or none`(
        deed: Deed, isInside: Bool
    ) throws {
        try act(deed, on: copy)
        if isInside {
            try copy.forge(
                """
                UPDATE filing SET filing = (SELECT filing FROM filing WHERE idx = 600) WHERE idx = 10;
                UPDATE content SET bytes = (SELECT bytes FROM content WHERE idx = 600) WHERE idx = 10;
                """)
        }
        try copy.forge("DELETE FROM note WHERE size > 600")
        try archive.forge("DELETE FROM filing WHERE idx = 3")
        let report = try mend(from: copy)
        #expect(report.isClean, "\(report.missing) \(report.audit?.faults ?? [])")
        #expect(report.refused?.lowerBound == 600)
        let scan = try ArchiveScan(folder: archive.folder)
        #expect(try scan.number("SELECT count(*) FROM filing") == 600)
        #expect(try scan.number("SELECT count(*) FROM erased") == 0)
        #expect(try scan.number("SELECT count(*) FROM hold") == 0)
    }

    // Spec: audit-16
    @Test(arguments: Deed.allCases) func `acts where the record is signed`(deed: Deed) throws {
        try act(deed, on: copy)
        try copy.forge("DELETE FROM erased; DELETE FROM hold")
        let report = try mend(from: copy)
        #expect(report.isClean && report.refused == nil, "\(report.audit?.faults ?? [])")
        let scan = try ArchiveScan(folder: archive.folder)
        #expect(try scan.number("SELECT count(*) FROM erased") == (deed == .erasure ? 1 : 0))
        #expect(
            try scan.number("SELECT count(*) FROM filing WHERE idx = 2")
                == (deed == .erasure ? 0 : 1))
        let released = try scan.number("SELECT count(released_by) FROM hold")
        #expect(try scan.number("SELECT count(*) FROM hold") == (deed == .erasure ? 0 : 1))
        #expect(released == (deed == .release ? 1 : 0))
    }

    enum Deed: CaseIterable { case erasure, hold, release }

    private func act(_ deed: Deed, on archive: AuditedArchive) throws {
        let warrant = required(Warrant(by: "J. Roe", ground: "GDPR Art. 17(1)(d)"))
        let opened = try Archive.open(at: archive.folder, surroundings: elsewhere(archive))
        switch deed {
        case .erasure: _ = try opened.erase([LeafIndex(2)], warrant: warrant)
        case .hold: _ = try opened.hold(LeafIndex(2), warrant: warrant)
        case .release:
            _ = try opened.hold(LeafIndex(2), warrant: warrant)
            _ = try opened.release(hold: LeafIndex(600), warrant: warrant)
        }
        try opened.close()
    }

    @Test(arguments: [false, true]) func `does not come back once it was erased`(
        isTorn: Bool
    ) throws {
        let warrant = required(Warrant(by: "J. Roe", ground: "GDPR Art. 17(1)(d)"))
        let opened = try Archive.open(at: archive.folder, surroundings: elsewhere(archive))
        _ = try opened.erase([LeafIndex(0)], warrant: warrant)
        try opened.close()
        try archive.forge("DELETE FROM filing WHERE idx = 3")
        if isTorn {
            // An entry that nobody has stands between the exhibit and the record.
            for one in [archive, copy] { try one.forge("DELETE FROM entry WHERE idx = 300") }
        }
        let report = try mend(from: copy)
        #expect(report.isClean == !isTorn, "\(report.missing) \(report.audit?.faults ?? [])")
        #expect(!FileManager.default.fileExists(atPath: archive.folder + "/" + archive.blob))
        let scan = try ArchiveScan(folder: archive.folder)
        #expect(try scan.number("SELECT count(*) FROM filing WHERE idx = 0") == 0)
    }

    @Test(arguments: [
        "INSERT INTO checkpoint VALUES (77, zeroblob(32))",
        "INSERT INTO checkpoint VALUES (77, zeroblob(32)); INSERT INTO note VALUES (77, 'note')",
        "INSERT INTO cosignature (size, line) VALUES (600, 'line')",
        "INSERT INTO cosignature (size, line) VALUES (77, 'line')",
        "INSERT INTO hold VALUES (5, 'BAN-1', NULL, NULL)",
        "INSERT INTO erased VALUES (5, 6, NULL)",
    ]) func `keeps no repair from being sound by a row of nobody's`(sql: String) throws {
        try copy.forge(sql)
        try archive.forge("DELETE FROM filing WHERE idx = 3")
        let report = try mend(from: copy)
        #expect(report.isClean, "\(report.missing) \(report.audit?.faults ?? [])")
    }
}
