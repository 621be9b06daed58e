// What the report draws of time: a scale that never changes an order and keeps a week readable beside a decade, and what stands out.

import Agreements
import EvidenceValues
import Testing

@testable import EvidenceReport

@Suite struct `The scale of the timeline` {
    private static func instants(_ texts: [String]) throws -> [Instant] {
        try texts.map { try ReportSample.instant($0) }
    }

    private static func scale(_ texts: [String]) throws -> TimelineScale {
        try #require(TimelineScale(try instants(texts), left: 200, right: 940))
    }

    @Test func `a week stays readable beside ten years of certificate`() throws {
        let scale = try Self.scale([
            "2016-01-01T00:00:00Z", "2026-03-02T09:00:00Z", "2026-03-04T09:00:00Z",
            "2026-03-06T09:00:00Z", "2026-03-09T09:00:00Z", "2036-01-01T00:00:00Z",
        ])
        let week = try Self.instants(["2026-03-02T09:00:00Z", "2026-03-09T09:00:00Z"])
        #expect(scale.position(week[1]) - scale.position(week[0]) > 250)
        #expect(scale.panels.count == 3)
    }

    @Test(arguments: [
        ["2026-03-02T09:00:00Z"],
        ["2026-03-02T09:00:00Z", "2026-03-02T09:00:01Z"],
        ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"],
        ["0001-01-01T00:00:00Z", "2026-03-02T09:00:00Z", "2026-03-02T09:20:00Z"],
        [
            "2016-01-01T00:00:00Z", "2025-10-31T09:00:00Z", "2025-11-03T09:00:00Z",
            "2026-01-15T10:00:00Z", "2026-03-02T09:00:00Z", "2026-03-02T14:00:00Z",
            "2026-06-01T00:00:00Z", "2026-08-01T00:00:00Z", "2030-01-01T00:00:00Z",
        ],
    ])
    func `what is later never stands further left`(texts: [String]) throws {
        let scale = try Self.scale(texts)
        let edges = scale.panels.flatMap { [$0.first - 1, $0.first, $0.last, $0.last + 1] }
        let probes = try edges.compactMap { Instant(milliseconds: $0) } + Self.instants(texts)
        let places = probes.sorted().map(scale.position)
        #expect(places == places.sorted())
        #expect(places.allSatisfy { (200...940).contains($0) })
        #expect(scale.panels.count <= TimelineScale.mostPanels)
        for panel in scale.panels {
            #expect(scale.ticks(panel).count <= 20)
            #expect(scale.ticks(panel).allSatisfy { (panel.left...panel.right).contains($0.x) })
        }
    }

    @Test func `nothing is drawn of nothing`() {
        #expect(TimelineScale([], left: 200, right: 940) == nil)
    }

    @Test(arguments: [
        (
            "issued(key:sha-256:RiguHXvY+Mwk7HK0drHA8+I6gXSP1+ieXeT96XqQbTw=, 2026-01-15T10:00:00Z)",
            2
        ),
        ("due(deliver, 2026-04-20T18:00:00Z).", 2), ("dated(\"2025-12-30\").", 1),
        ("goods(deliver, \"10 t, of (ripe) bananas\").", 2),
        ("signed(FRUTA, by 2025-12-31T23:59:00Z)", 2),
    ])
    func `a statement is read as it was written`(text: String, count: Int) throws {
        #expect(try #require(FormalStatement(text)).arguments.count == count)
    }

    @Test(arguments: [
        "", "(", ")", "f", "f(", "f)(", "f(a", "f(<script>)", "a b(c)", "not f(X)", "f(\"a)",
        "made(sha-256:RiguHXvY+Mwk7HK0drHA8+I6gXSP1+ieXeT96XqQbTw=, [?, 2026-03-02T14:00:00Z])",
    ])
    func `what is no atom of literals is passed over`(text: String) {
        #expect(FormalStatement(text) == nil)
    }
}

@Suite struct `What stands out in time` {
    /// The kinds in a record, without findings.
    private static func kinds(_ record: VerificationRecord) -> [Conspicuous.Kind] {
        Lookout(record: record, found: FoundTimes(nil)).all.map(\.kind)
    }

    /// The sample with a certificate for the signature of FRUTA, which is proven to be of 2026-02-01T09:00 to 2026-02-02T11:00.
    private static func record(
        validUntil: String = "2027-01-01T00:00:00Z", revoked: String? = nil,
        published: String = "2026-02-03T09:00:00Z"
    ) throws -> VerificationRecord {
        var record = try ReportSample.record(.authentic)
        for place in record.exhibits.indices where record.exhibits[place].bounds.isContradiction {
            record.exhibits[place].bounds = .unbounded
        }
        var certificate = CertificateRecord(
            digest: try ReportSample.digest(0x52), subject: "CN=FRUTA",
            validFrom: try ReportSample.instant("2025-01-01T00:00:00Z"),
            validUntil: try ReportSample.instant(validUntil), exhibit: LeafIndex(5))
        certificate.party = try ReportSample.party("FRUTA")
        if let revoked {
            certificate.answers = [
                CertificateRecord.Answer(
                    source: try ReportSample.digest(0x60), status: .revoked,
                    thisUpdate: try ReportSample.instant(published),
                    revocationDate: try ReportSample.instant(revoked))
            ]
        }
        record.times.certificates = [certificate]
        return record
    }

    @Test func `nothing, where times agree`() throws {
        #expect(try Self.kinds(Self.record()).isEmpty)
    }

    @Test(arguments: [
        ("2026-01-31T00:00:00Z", "2026-01-31T00:00:30Z", [Conspicuous.Kind.signedAfterRevocation]),
        ("2026-02-01T12:00:00Z", "2026-02-01T12:00:00Z", [.perhapsSignedAfterRevocation]),
        ("2026-02-02T11:00:00Z", "2026-02-02T11:00:00Z", []),
        ("2026-02-02T11:00:00Z", "2026-02-02T12:00:00Z", [.publishedLater]),
        (
            "2026-01-31T00:00:00Z", "2026-02-02T12:00:00Z",
            [.signedAfterRevocation, .publishedLater]
        ),
    ])
    func `a key that was revoked`(
        revoked: String, published: String, expected: [Conspicuous.Kind]
    ) throws {
        #expect(
            try Self.kinds(Self.record(revoked: revoked, published: published)) == expected)
    }

    @Test(arguments: [
        ("2026-01-31T00:00:00Z", [Conspicuous.Kind.outsideValidity]), ("2026-02-01T12:00:00Z", []),
    ])
    func `a certificate that had ended`(until: String, expected: [Conspicuous.Kind]) throws {
        #expect(try Self.kinds(Self.record(validUntil: until)) == expected)
    }

    // The signature of the sample was not made before 2026-02-01T09:00; that day began at UTC−12 twelve hours later.
    @Test(arguments: [
        ("dated(\"2026-01-30\").", [Conspicuous.Kind.predated]), ("dated(\"2026-02-01\").", []),
        ("dated(\"2026-01-31\").", []), ("dated(\"30 January 2026\").", []),
        ("dated(2026-01-30T00:00:00Z).", []), ("due(deliver, 2026-01-01T00:00:00Z).", []),
    ])
    func `a document dated before it can have been signed`(
        term: String, expected: [Conspicuous.Kind]
    ) throws {
        var record = try Self.record()
        record.exhibits[0].stated = StatementRecord(
            document: record.exhibits[0].digest, terms: [term], speakers: [])
        #expect(Self.kinds(record) == expected)
    }

    @Test func `who signs later, or files what is no signature, makes no contract look predated`()
        throws
    {
        var record = try Self.record()
        let document = record.exhibits[0]
        record.exhibits[0].bounds = Interval(hi: document.bounds.hi)
        record.exhibits[0].stated = StatementRecord(
            document: document.digest, terms: ["dated(\"2026-01-30\")."], speakers: [])
        #expect(Self.kinds(record) == [.predated])
        var second = record.exhibits[1]
        second.index = LeafIndex(6)
        second.digest = try ReportSample.digest(0x17)
        second.bounds = .unbounded
        second.signatures[0].bounds = .unbounded
        record.exhibits.append(second)
        #expect(Self.kinds(record).isEmpty)
        let place = record.exhibits.count - 1
        record.exhibits[place].signatures[0].indication = .totalFailed
        record.exhibits[place].signatures[0].subIndication = .sigCryptoFailure
        #expect(Self.kinds(record) == [.predated])
        record.exhibits.remove(at: place)
        record.exhibits[1].signatures[0].indication = .totalFailed
        record.exhibits[1].signatures[0].subIndication = .sigCryptoFailure
        #expect(Self.kinds(record).isEmpty)
    }

    @Test func `a token of a stranger does not stand out`() throws {
        var record = try Self.record()
        record.times.clocks = [
            ClockRecord(
                form: .token, source: try ReportSample.digest(0x70), party: nil,
                time: try ReportSample.instant("2020-01-01T00:00:00Z"), standing: .unproven,
                covers: [record.exhibits[1].digest], exhibit: LeafIndex(20))
        ]
        #expect(Self.kinds(record).isEmpty)
    }

    @Test func `a signing time before the signature can have been made`() throws {
        var record = try Self.record()
        record.exhibits[1].signatures[0].claimedTime = try ReportSample.instant(
            "2026-02-01T08:58:00Z")
        #expect(Self.kinds(record) == [.signingTimeTooEarly])
        record.exhibits[1].signatures[0].claimedTime = try ReportSample.instant(
            "2026-02-01T08:59:30Z")
        #expect(Self.kinds(record).isEmpty)
    }

    @Test(arguments: [
        (ClockRecord.Standing.contradicted, "2026-01-01T00:00:00Z", [Conspicuous.Kind.falseClock]),
        (.unproven, "2026-01-01T00:00:00Z", [.falseClock]), (.heard, "2026-01-01T00:00:00Z", []),
        (.contradicted, "2026-02-01T09:00:30Z", []),
    ])
    func `a clock that nobody believes`(
        standing: ClockRecord.Standing, time: String, expected: [Conspicuous.Kind]
    ) throws {
        var record = try Self.record()
        record.times.clocks = [
            ClockRecord(
                form: .token, source: try ReportSample.digest(0x70),
                party: try ReportSample.party("TSA1"), time: try ReportSample.instant(time),
                standing: standing, covers: [record.exhibits[1].digest], exhibit: LeafIndex(20))
        ]
        #expect(Self.kinds(record) == expected)
    }
}
