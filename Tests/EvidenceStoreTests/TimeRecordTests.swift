// Which time records bound entries and states of the log (docs/formats/bundle.md, bundle-29a).

import EvidenceStore
import EvidenceValues
import Testing
import TransparencyLog

private final class Clockwork {
    let workshop: Workshop
    let archive: Archive

    init() throws {
        workshop = try Workshop()
        archive = try workshop.create()
    }

    /// Files a document of the matter, a minute later, and gives its entry.
    @discardableResult func document(_ text: String) throws -> Entry {
        workshop.wait(TimeSpan(seconds: 60))
        return required(try archive.file([workshop.submission(text)]).first).receipt.entry
    }

    /// Files a record, over the log as it is, and gives its index.
    @discardableResult func record(
        _ authority: String, _ kind: ExhibitKind = .timeStamp, name: String? = nil,
        day: MatterID? = nil
    ) throws -> UInt64 {
        let size = try archive.head().size
        let now = workshop.surroundings.clock()
        let content = Array("\(authority) saw \(size) \(now)".utf8)
        let record = required(
            TimeRecordName(kind, of: required(PartyID(authority)), over: size))
        let filing = try Filing(
            archive: archive.origin, matter: day ?? .time(on: now), kind: kind,
            mediaType: required(MediaType("text/plain")),
            name: required(FileName(name ?? record.text)), content: .sha256(content),
            size: UInt64(content.count), filer: .operator, nonce: workshop.random(32))
        let submission = Submission(filing: filing, content: .bytes(content))
        let filed =
            try kind.isReserved ? archive.record([submission]) : archive.file([submission])
        return required(filed.first).receipt.entry.index.value
    }

    func bounding(_ entries: [Entry], sizes: [UInt64] = [], below size: UInt64? = nil) throws
        -> [UInt64]
    {
        let limit = try size.map { TreeSize($0) } ?? archive.head().size
        var records = try TimeRecords(of: archive, below: limit)
        return try records.bounding(entries, sizes: Set(sizes.map { TreeSize($0) }))
            .map(\.entry.index.value)
    }

    func days(_ count: Int64) { workshop.wait(TimeSpan(seconds: count * 86_400)) }
}

@Suite struct `Time records of an archive` {
    @Test func `an entry is bounded by the first record of each clock that saw it`() throws {
        let clockwork = try Clockwork()
        try clockwork.record("TSA1")
        let first = try clockwork.document("first")
        let a = try clockwork.record("TSA1")
        let second = try clockwork.document("second")
        let b = try clockwork.record("TSA1")
        let c = try clockwork.record("TSA2")
        let d = try clockwork.record("TSA1", .cosignature)
        try clockwork.record("TSA1")
        try clockwork.record("TSA2")
        #expect(try clockwork.bounding([first]) == [a, c, d])
        #expect(try clockwork.bounding([second]) == [b, c, d])
        #expect(try clockwork.bounding([first, second]) == [a, b, c, d])
        #expect(try clockwork.bounding([first], below: c) == [a])
    }

    @Test func `a state is bounded by the last record of each clock below it`() throws {
        let clockwork = try Clockwork()
        try clockwork.document("first")
        try clockwork.record("TSA1")
        let a = try clockwork.record("TSA2")
        let b = try clockwork.record("TSA1")
        let later = try clockwork.document("later").index.value
        try clockwork.record("TSA1")
        #expect(try clockwork.bounding([], sizes: [later + 1]) == [a, b])
        #expect(try clockwork.bounding([], sizes: [b]) == [a, a - 1].sorted())
        #expect(try clockwork.bounding([], sizes: [0, 1, 999]) == [])
    }

    @Test func `bounds are found on other days, on the nearest on which a clock spoke`() throws {
        let clockwork = try Clockwork()
        let early = try clockwork.record("TSA1")
        clockwork.days(3)
        let entry = try clockwork.document("asked")
        clockwork.days(1)
        let next = try clockwork.record("TSA2")
        clockwork.days(1)
        let silent = try clockwork.record("TSA1")
        clockwork.days(1)
        try clockwork.record("TSA3")
        #expect(try clockwork.bounding([entry]) == [next, silent])
        #expect(try clockwork.bounding([], sizes: [entry.index.value + 1]) == [early])
    }

    @Test func `what is no time record is passed over`() throws {
        let clockwork = try Clockwork()
        let entry = try clockwork.document("asked")
        let now = clockwork.workshop.surroundings.clock()
        for name in [
            "TSA1.tst", "TSA1-2.txt", "tsa1-2.tst", "TSA1-02.tst", "-2.tst", "TSA1-.tst",
            "TSA1-18446744073709551616.tst",
        ] {
            try clockwork.record("TSA1", name: name)
        }
        try clockwork.record("TSA1", day: .archive)
        try clockwork.record("TSA1", day: required(MatterID("docket.time.2026-02-30")))
        try clockwork.record("TSA1", day: required(MatterID("docket.timely")))
        #expect(try clockwork.bounding([entry]) == [])
        let found = try clockwork.record("T-1", day: .time(on: now))
        #expect(try clockwork.bounding([entry]) == [found])
    }
}
