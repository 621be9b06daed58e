// SC-04, SC-05 and SC-08 of background §6: an order signed with a key that its holder disowns, or that was revoked.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    /// INVST's order to BROKR, signed within `made`, and BROKR's loss; `until` is the end of INVST's certificate.
    static func ordered(
        made: (String?, String?), until: String = "2027-01-01T00:00:00Z", relied: String?,
        status: String?
    ) -> World {
        var world = World(Policy.agreement, members: ["BROKR"])
        world.matter = "IBM-1"
        world.certify("INVST", key: "INVST", until: until)
        world.certify("INVST", key: "INVST-2")
        world.list("recorder", "CLEAR")
        world.certify("CA1")
        world.state(
            "ACC-INVST", by: ["INVST", "REG"],
            made: ("2025-10-31T08:00:00Z", "2025-10-31T09:00:00Z"),
            [("accedes", [.party("INVST"), .document(agreement), .time("2025-11-01T00:00:00Z")])])
        world.state(
            "ORDER", by: ["INVST"], made: made,
            [
                ("agreement", [.document(agreement)]), ("kind", [.word("order")]),
                ("obligation", [.word("settle"), .party("INVST"), .party("BROKR")]),
                ("amount", [.word("settle"), .money("USD 9500000.00")]),
            ])
        world.state(
            "LOSS", by: ["CLEAR"], made: (nil, "2026-03-06T10:00:00Z"),
            [("loss", [.party("BROKR"), .document(digest("ORDER")), .money("USD 500000.00")])])
        world.state(
            "REPUDIATION", by: ["INVST-2"], made: (nil, "2026-03-06T11:15:00Z"),
            [("repudiates", [.party("INVST"), .document(digest("ORDER"))])])
        if let relied, let status {
            let list = digest("STATUS")
            world.add(
                "status_good",
                [Written.key("INVST").term, Written.time(status).term, .document(list)])
            world.state(
                "RELIANCE", by: ["BROKR"], made: (status, relied),
                [
                    (
                        "relies",
                        [
                            .party("BROKR"), .document(digest("ORDER")), .time(relied),
                            .document(list),
                        ]
                    )
                ])
        }
        return world
    }

    mutating func revoke(_ key: String, received: String, listed: (at: String, hi: String)?) {
        state(
            "REQUEST", by: ["CA1"], made: (nil, "2026-03-04T12:00:00Z"),
            [("revocation_received", [.key(key), .time(received)])])
        guard let listed else { return }
        let list = Term.document(World.digest("CRL"))
        add("revocation_listed", [Written.key(key).term, Written.time(listed.at).term, list])
        add("made", [list, World.interval(nil, listed.hi)])
    }

    mutating func report(from: String, discovered: String) {
        list("expert", "EXPT")
        state(
            "REPORT", by: ["EXPT"], made: (nil, "2026-03-20T00:00:00Z"),
            [
                ("reports_compromise", [.key("INVST"), .time(from)]),
                ("reports_discovery", [.key("INVST"), .time(discovered)]),
            ])
    }
}

@Suite struct `SC-04 and SC-05, a repudiated signature` {
    static let key = World.Written.key("INVST").term.text
    static let claims = [
        "BROKR claims signed(INVST, ORDER)",
        "INVST claims compromised(\(key), by 2026-03-03T09:12:00Z)",
        "BROKR claims liable(INVST->BROKR, USD 500000.00)",
        "BROKR claims liable(INVST->BROKR, USD 500.00)",
    ]
    static let morning = ("2026-03-03T09:05:00Z", "2026-03-03T09:12:00Z")

    static func world(until: String = "2027-01-01T00:00:00Z") -> World {
        var world = World.ordered(
            made: morning, until: until, relied: "2026-03-03T09:13:00Z",
            status: "2026-03-03T09:08:00Z")
        world.revoke(
            "INVST", received: "2026-03-03T11:05:00Z",
            listed: ("2026-03-03T11:05:00Z", "2026-03-03T11:30:00Z"))
        return world
    }

    @Test func `the signature is proven and the liability limited`() throws {
        let findings = try Self.world().judge(Self.claims, documents: ["ORDER"]).findings
        #expect(findings.map(\.value) == [.proven, .undetermined, .refuted, .proven])
        #expect(findings[3].provenSupremum == Money(text: "USD 500.00"))
        #expect(findings[2].possibleSupremum == Money(text: "USD 500.00"))
        #expect(findings[3].articles.contains("R-13"))
        #expect(findings[1].missing.map { $0.evidence.map(\.producers) } == [[["expert"]]])
    }

    @Test func `a confirmation with another key lifts the limit`() throws {
        var world = Self.world()
        world.state(
            "CONFIRMATION", by: ["INVST-2"], made: (nil, "2026-03-03T10:00:00Z"),
            [("confirms", [.party("INVST"), .document(World.digest("ORDER"))])])
        let findings = try world.judge(Self.claims, documents: ["ORDER"]).findings
        #expect(findings.map(\.value) == [.proven, .undetermined, .proven, .proven])
        #expect(findings[2].provenSupremum == Money(text: "USD 500000.00"))
    }

    @Test func `a confirmation with the same key proves nothing new`() throws {
        var world = Self.world()
        world.state(
            "CONFIRMATION", by: ["INVST"], made: (nil, "2026-03-03T10:00:00Z"),
            [("confirms", [.party("INVST"), .document(World.digest("ORDER"))])])
        #expect(try world.values([Self.claims[2]], documents: ["ORDER"]) == [.refuted])
    }

    @Test func `a signature after the certificate's end is refuted`() throws {
        let world = Self.world(until: "2026-03-01T00:00:00Z")
        #expect(
            try world.values(Self.claims, documents: ["ORDER"])
                == [.refuted, .undetermined, .refuted, .refuted])
    }

    @Test func `an unsigned repudiation decides nothing for certain`() throws {
        var world = Self.world()
        world.facts.removeAll {
            $0.predicate == "signature" && $0.arguments[2] == .document(World.digest("REPUDIATION"))
        }
        #expect(try world.values([Self.claims[2]], documents: ["ORDER"]) == [.undetermined])
    }

    @Test func `INVST's own word proves no compromise`() throws {
        var world = Self.world()
        world.state(
            "MALWARE", by: ["INVST-2"], made: (nil, "2026-03-10T00:00:00Z"),
            [("reports_compromise", [.key("INVST"), .time("2026-03-02T22:40:00Z")])])
        #expect(
            try world.values([Self.claims[0], Self.claims[1]], documents: ["ORDER"]) == [
                .proven, .undetermined,
            ])
    }

    @Test
    func
        `an expert's report of a compromise in time refutes the signature and leaves the keeper's liability`()
        throws
    {
        var world = Self.world()
        world.report(from: "2026-03-02T22:40:00Z", discovered: "2026-03-03T10:50:00Z")
        let findings = try world.judge(Self.claims, documents: ["ORDER"]).findings
        #expect(findings.map(\.value) == [.refuted, .proven, .refuted, .proven])
        #expect(findings[3].provenSupremum == Money(text: "USD 500.00"))
    }

    @Test func `a late notice forfeits the defence`() throws {
        var world = Self.world()
        world.report(from: "2026-03-01T08:00:00Z", discovered: "2026-03-01T20:00:00Z")
        #expect(
            try world.values(Self.claims, documents: ["ORDER"])
                == [.proven, .proven, .refuted, .proven])
    }
}

@Suite struct `SC-08, late revocation` {
    static let claims = [
        "BROKR claims signed(INVST, ORDER)", "BROKR claims liable(INVST->BROKR, USD 500.00)",
        "BROKR claims liable(CA1->BROKR, USD 100000.00)",
        "BROKR claims misconduct(CA1, late-publication)",
    ]

    static func world(
        made: (String?, String?) = ("2026-03-04T10:15:00Z", "2026-03-04T10:21:00Z"),
        published: String = "2026-03-04T10:45:00Z", status: String? = "2026-03-04T10:19:00Z"
    ) -> World {
        var world = World.ordered(made: made, relied: "2026-03-04T10:22:00Z", status: status)
        world.matter = "IBM-2"
        world.revoke(
            "INVST", received: "2026-03-04T10:00:00Z", listed: ("2026-03-04T10:00:00Z", published))
        return world
    }

    @Test func `the authority bears the gap, the holder nothing`() throws {
        let findings = try Self.world().judge(Self.claims, documents: ["ORDER"]).findings
        #expect(findings.map(\.value) == [.refuted, .refuted, .proven, .refuted])
        #expect(findings[1].possibleSupremum == Money(text: "USD 0.00"))
        #expect(findings[2].provenSupremum == Money(text: "USD 100000.00"))
        #expect(findings[0].articles.contains("R-08"))
    }

    @Test func `publication after more than an hour is misconduct`() throws {
        var world = Self.world(published: "2026-03-04T11:30:00Z")
        world.add(
            "status_good",
            [
                World.Written.key("INVST").term, World.Written.time("2026-03-04T11:10:00Z").term,
                .document(World.digest("CRL-2")),
            ])
        let findings = try world.judge(Self.claims, documents: ["ORDER"])
        #expect(findings.findings.map(\.value) == [.refuted, .refuted, .proven, .proven])
        #expect(findings.misconduct.map(\.statement) == ["misconduct(CA1, late-publication)"])
    }

    @Test func `without a status response the authority owes nothing`() throws {
        #expect(
            try Self.world(status: nil).values(Self.claims, documents: ["ORDER"])
                == [.refuted, .refuted, .refuted, .refuted])
    }

    @Test func `an undetermined order of signature and revocation leaves attribution undetermined`()
        throws
    {
        let findings = try Self.world(made: ("2026-03-04T09:55:00Z", "2026-03-04T10:21:00Z"))
            .judge(Self.claims, documents: ["ORDER"]).findings
        #expect(findings.map(\.value) == [.undetermined, .undetermined, .undetermined, .refuted])
        #expect(
            findings[0].missing.map(\.settles) == [.proven, .refuted])
        #expect(
            findings[0].missing.allSatisfy {
                $0.evidence.count == 1
                    && $0.evidence[0].statement.contains("before 2026-03-04T10:00:00Z")
            })
    }

    @Test func `a request that only the holder states revokes nothing`() throws {
        var world = World.ordered(
            made: ("2026-03-04T10:15:00Z", "2026-03-04T10:21:00Z"), relied: nil, status: nil)
        world.matter = "IBM-2"
        world.state(
            "REQUEST", by: ["INVST-2"], made: (nil, "2026-03-04T12:00:00Z"),
            [("revocation_received", [.key("INVST"), .time("2026-03-04T10:00:00Z")])])
        #expect(try world.values([Self.claims[0]], documents: ["ORDER"]) == [.proven])
    }
}
