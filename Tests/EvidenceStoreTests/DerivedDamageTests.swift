// Damage to what is derived from the log, and to what answers a request: a docket number is given once and for ever, and a root is
// signed once, so whoever files refuses tables that do not add up, and `docket reindex` makes them right.

import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

@testable import EvidenceStore

@Suite struct `Damage to what is derived` {
    let workshop: Workshop
    let other: MatterID

    /// An archive whose first matter has entries 0, 1, 3 and the second 2.
    init() throws {
        workshop = try Workshop()
        other = required(MatterID("ORG-2"))
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one"), workshop.submission("two", key: "K")])
        _ = try archive.file([workshop.submission("other", matter: other)])
        _ = try archive.file([workshop.submission("three")])
        try archive.close()
    }

    private func forge(_ sql: String) throws {
        try EvidenceStoreTests.forge(sql, at: workshop.database)
    }

    static let damages: [(sql: String, matter: String, number: UInt64)] = [
        ("UPDATE docket SET idx = 1 WHERE matter_id = 1 AND number = 3", "first", 4),
        ("UPDATE docket SET matter_id = 7 WHERE matter_id = 1 AND number = 3", "first", 4),
        ("DELETE FROM docket WHERE matter_id = 2", "ORG-2", 2),
        ("UPDATE docket SET idx = 0 WHERE matter_id = 2", "ORG-2", 2),
        ("UPDATE docket SET number = 5 WHERE matter_id = 2", "ORG-2", 2),
        ("UPDATE docket SET idx = -3 WHERE matter_id = 2", "ORG-2", 2),
        ("DELETE FROM seen WHERE key >> 32 = 2", "ORG-2", 2),
        ("UPDATE seen SET idx = 9000 WHERE key >> 32 = 2", "ORG-2", 2),
        ("UPDATE seen SET idx = -3 WHERE key >> 32 = 2", "ORG-2", 2),
        ("UPDATE matter SET id = 9223372036854775807 WHERE id = 2", "ORG-3", 1),
        ("UPDATE matter SET id = 9223372036854775806 WHERE id = 2", "ORG-2", 2),
        ("UPDATE matter SET id = -1 WHERE id = 2", "ORG-2", 2),
        ("DELETE FROM matter WHERE id = 2", "ORG-3", 1),
    ]

    @Test(arguments: damages) func `gives no number that is not the next`(
        sql: String, matter: String, number: UInt64
    ) throws {
        let name = matter == "first" ? Workshop.matter : required(MatterID(matter))
        try forge(sql)
        let archive = try workshop.open()
        let (head, new) = (try archive.head(), try workshop.submission("new", matter: name))
        #expect(throws: (any Error).self) { try archive.file([new]) }
        #expect(try archive.head() == head)
        try archive.close()
        let mended = try workshop.open()
        _ = try mended.reindex()
        let filed = required(try mended.file([new]).first)
        #expect(filed.receipt.docketing.number.value == number)
        #expect(filed.receipt.entry.index.value == 4)
    }

    @Test(arguments: ["9000", "-1", "0", "2", "4"])
    func `answers no request with another's receipt`(index: String) throws {
        try forge("UPDATE idempotency SET idx = \(index) WHERE key = 'K'")
        let archive = try workshop.open()
        let keyed = try workshop.submission("two", key: "K")
        let answers = archive.file(requests: [[keyed], [try workshop.submission("new")]])
        #expect(throws: StoreError.self) { try answers[0].get() }
        #expect(throws: StoreError.self) { try archive.file([keyed]) }
        _ = try archive.file([workshop.submission("new")])
    }

    @Test func `signs no root that the log does not give`() throws {
        try forge(
            "DELETE FROM note WHERE size >= 3; UPDATE checkpoint SET root = zeroblob(32) WHERE size = 3"
        )
        #expect(throws: StoreError.damaged("checkpoint 3")) { try workshop.open() }
        let notes = try ArchiveScan(folder: workshop.folder).number("SELECT count(*) FROM note")
        #expect(notes == 2)
    }

    @Test func `signs again what somebody took away, the same`() throws {
        let before = try ArchiveScan(folder: workshop.folder).texts("SELECT note FROM note")
        try forge("DELETE FROM note WHERE size >= 3")
        try workshop.open().close()
        #expect(try ArchiveScan(folder: workshop.folder).texts("SELECT note FROM note") == before)
    }

    @Test func `lists a matter whose newest docketing is damaged up to there`() throws {
        try forge("UPDATE docketing SET docketing = x'00' WHERE idx = 3")
        let archive = try Archive.openReadOnly(
            at: workshop.folder, surroundings: workshop.surroundings)
        var indexes: [LeafIndex] = []
        try archive.peek { ledger in
            try ledger.rows(matter: Workshop.matter, below: TreeSize(4)) {
                indexes.append($0.index)
            }
        }
        #expect(indexes.map(\.value) == [0, 1, 3])
    }
}
