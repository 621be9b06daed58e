// The audit of the records of access (docs/formats/access.md): they are a chain, and what breaks it is told.

import ArchiveAudit
import EvidenceStore
import EvidenceValues
import Testing
import TransparencyLog

/// Texts of records, each with the number and the predecessor that a test wants.
private struct RecordedAccess {
    let workshop: Workshop
    let archive: Archive
    private var last: Digest?
    private var number: UInt64 = 0

    init() throws {
        workshop = try Workshop()
        archive = try workshop.create()
    }

    private func file(_ text: String) throws -> LeafIndex {
        let content = Array(text.utf8)
        let filing = try workshop.filing(of: content, matter: .access)
        let filed = try archive.file([Submission(filing: filing, content: .bytes(content))])
        return required(filed.first).receipt.entry.index
    }

    /// Files the next record, or what a test puts in its place.
    @discardableResult mutating func record(
        number given: UInt64? = nil, previous: String? = nil, events: Int = 1,
        archive: String = Workshop.origin.text
    ) throws -> UInt64 {
        number = given ?? number + 1
        let event = "event 2026-02-01T00:00:00Z op-1 token-revoked 7\n"
        let text = """
            docket-access/v1
            archive \(archive)
            number \(number)
            previous \(previous ?? last?.text ?? "none")
            events \(events)
            \(String(repeating: event, count: events))
            """
        last = Digest.sha256(text.utf8)
        return try file(text).value
    }

    func text(_ text: String) throws -> UInt64 { try file(text).value }

    /// Files it, and does not tell the next record.
    mutating func lost() throws {
        let before = last
        try record(events: 2)
        last = before
    }

    func audit(state: AuditState? = nil) -> AuditReport {
        ArchiveAudit.audit(
            folder: workshop.folder, surroundings: workshop.surroundings,
            AuditPlan(
                state == nil ? .full : .incremental, state: state,
                time: required(Instant(text: "2026-02-03T00:00:00Z"))))
    }

    /// Where the chain is broken.
    func breaks(state: AuditState? = nil) -> [UInt64] {
        let report = audit(state: state)
        // A warning damages nothing.
        #expect(report.isClean)
        return report.faults.filter { $0.code == .access }.compactMap { $0.place.index?.value }
    }
}

@Suite struct `The audit of access` {
    @Test func `finds nothing in a chain, long records included`() throws {
        var access = try RecordedAccess()
        #expect(!access.audit().passed.contains { $0.code == .access })
        for events in [1, 1_000, 900, 2] {
            try access.record(events: events)
            _ = try access.archive.file([access.workshop.submission("beside \(events)")])
        }
        #expect(access.breaks() == [])
        #expect(access.audit().passed.contains { $0.code == .access })
    }

    @Test func `tells where a record was not filed`() throws {
        var access = try RecordedAccess()
        try access.record()
        let broken = try access.record(number: 3)
        try access.record()
        #expect(access.breaks() == [broken])
    }

    @Test func `reads the largest number, behind which there is none`() throws {
        var access = try RecordedAccess()
        try access.record()
        let gap = try access.record(number: UInt64.max - 1)
        try access.record(number: UInt64.max)
        let broken = try access.record(number: 1)
        #expect(access.breaks() == [gap, broken])
    }

    @Test func `tells where the first is not the first`() throws {
        var access = try RecordedAccess()
        let broken = try access.record(number: 2, previous: Digest.sha256([1]).text)
        try access.record()
        #expect(access.breaks() == [broken])
    }

    @Test func `tells where a service went on from an older book`() throws {
        var access = try RecordedAccess()
        try access.record()
        try access.lost()
        let broken = try access.record(number: 2)
        #expect(access.breaks() == [broken])
    }

    @Test(arguments: [
        "no record\n", "docket-access/v1\narchive other.example/a\nnumber 2\nprevious none\n",
        "docket-access/v1\narchive \(Workshop.origin.text)\nnumber 02\nprevious none\n", "",
    ])
    func `tells what is no record`(text: String) throws {
        var access = try RecordedAccess()
        try access.record()
        let strange = try access.text(text)
        #expect(access.breaks() == [strange])
    }

    @Test func `looks from one night's audit to the next`() throws {
        var access = try RecordedAccess()
        for _ in 0..<300 { try access.record() }
        let state = access.audit().state
        #expect(state?.size == TreeSize(256))
        #expect(access.breaks(state: state) == [])
        let broken = try access.record(previous: Digest.sha256([1]).text)
        #expect(access.breaks(state: state) == [broken])
    }
}
