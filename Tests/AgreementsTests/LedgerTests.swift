// SC-07 of background §6, by hand-fed facts: certificates beyond the limit, and the ledger that shows it.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `SC-07, a limit exceeded` {
    /// Two certificates of 5 and 2 millions under a limit of 6; both brokers lost what is covered.
    static func issued(discharged: String? = nil, second: String = "USD 2000000.00") -> World {
        var world = World(Policy.agreement, members: ["INVST", "BROKR", "BRKR2"])
        world.matter = "IBM-1"
        world.list("recorder", "CLEAR")
        world.limit("LIM-7", "USD 6000000.00")
        for (order, broker, name, money) in [
            ("ORDER-A", "BROKR", "IC-A", "USD 5000000.00"), ("ORDER-B", "BRKR2", "IC-B", second),
        ] {
            world.state(
                order, by: ["INVST"], made: ("2026-03-03T09:05:00Z", "2026-03-03T09:12:00Z"),
                [
                    ("agreement", [.document(World.agreement)]),
                    ("obligation", [.word("settle"), .party("INVST"), .party(broker)]),
                ])
            world.cover(name, under: "LIM-7", for: broker, order, money)
            world.say(
                "accepts_cover", of: name, by: broker,
                made: ("2026-03-03T09:10:30Z", "2026-03-03T09:11:30Z"))
            world.state(
                "LOSS-" + name, by: ["CLEAR"], made: (nil, "2026-03-06T10:00:00Z"),
                [("loss", [.party(broker), .document(World.digest(order)), .money(money)])])
            world.state(
                "REPUDIATION-" + name, by: ["INVST"], made: (nil, "2026-03-06T11:15:00Z"),
                [("repudiates", [.party("INVST"), .document(World.digest(order))])])
        }
        world.enter("E1", "LIM-7", 1, "reserve", "IC-A", "USD 5000000.00", total: "USD 5000000.00")
        world.enter(
            "E2", "LIM-7", 2, "accept", "IC-A", "USD 5000000.00", total: "USD 5000000.00",
            after: "E1")
        if let discharged {
            world.release("USD 5000000.00", of: "IC-A", by: discharged)
            world.enter(
                "E3", "LIM-7", 3, "discharge", "RELEASE", "USD 5000000.00", total: "USD 0.00",
                after: "E2")
            world.enter("E4", "LIM-7", 4, "reserve", "IC-B", second, total: second, after: "E3")
        } else {
            world.enter(
                "E3", "LIM-7", 3, "reserve", "IC-B", second, total: "USD 7000000.00", after: "E2")
        }
        return world
    }

    static let claims = [
        "BROKR claims misconduct(CS1, over-issue)",
        "BROKR claims liable(INVST->BROKR, USD 5000000.00)",
        "BRKR2 claims liable(INVST->BRKR2, USD 1000000.00)",
        "BRKR2 claims liable(INVST->BRKR2, USD 2000000.00)",
        "BRKR2 claims liable(CS1->BRKR2, USD 1000000.00)",
    ]

    @Test func `the party owes what the limit left, and the service the rest`() throws {
        let findings = try Self.issued().judge(Self.claims)
        #expect(findings.findings.map(\.value) == [.proven, .proven, .proven, .refuted, .proven])
        #expect(findings.findings[3].provenSupremum == Money(text: "USD 1000000.00"))
        #expect(findings.findings[4].possibleSupremum == Money(text: "USD 1000000.00"))
        #expect(findings.misconduct.map(\.statement) == ["misconduct(CS1, over-issue)"])
    }

    @Test func `without the ledger the party's limit holds in the order of the certificates`()
        throws
    {
        var world = Self.issued()
        let entries = ["E1", "E2", "E3"].map { Term.document(World.digest($0)) }
        world.facts.removeAll { fact in
            fact.predicate == "entry" && entries.contains(fact.arguments[0])
        }
        let claims = [
            "BROKR claims liable(INVST->BROKR, USD 5000000.00)",
            "BRKR2 claims liable(INVST->BRKR2, USD 2000000.00)",
        ]
        let owed = try world.judge(claims).findings.compactMap(\.provenSupremum?.minorUnits)
        #expect(owed.reduce(0, +) == 600_000_000)
        let rest = try world.judge([
            "BROKR claims liable(CS1->BROKR, USD 0.01)",
            "BRKR2 claims liable(CS1->BRKR2, USD 0.01)",
        ]).findings.compactMap(\.provenSupremum?.minorUnits)
        #expect(rest.reduce(0, +) == 100_000_000)
    }

    @Test func `a discharge before makes room`() throws {
        let findings = try Self.issued(discharged: "BROKR").judge(Self.claims)
        #expect(findings.findings.map(\.value) == [.refuted, .refuted, .proven, .proven, .refuted])
        #expect(findings.misconduct.isEmpty)
    }

    @Test func `a discharge that the beneficiary did not sign makes none`() throws {
        #expect(
            try Self.issued(discharged: "INVST").values(Self.claims)
                == [.proven, .proven, .proven, .refuted, .proven])
    }

    @Test func `two entries of one number are a fork`() throws {
        var world = Self.issued()
        world.enter("E3-B", "LIM-7", 3, "accept", "IC-A", "USD 5000000.00")
        let claim = ["INVST claims misconduct(CS1, fork)"]
        #expect(try world.values(claim) == [.proven])
        #expect(try Self.issued().values(claim) == [.refuted])
        var forged = Self.issued()
        forged.enter("E3-B", "LIM-7", 3, "accept", "IC-A", "USD 5000000.00", by: "INVST")
        #expect(try forged.values(claim) == [.undetermined])
    }

    @Test func `an entry whose total does not follow is a wrong balance`() throws {
        var world = Self.issued()
        let claim = ["INVST claims misconduct(CS1, wrong-balance)"]
        #expect(try world.values(claim) == [.refuted])
        world.enter(
            "E4", "LIM-7", 4, "accept", "IC-B", "USD 2000000.00", total: "USD 6000000.00",
            after: "E3")
        #expect(try world.values(claim) == [.proven])
    }

    @Test func `one number for two beneficiaries makes the service liable alone`() throws {
        var world = Self.issued(discharged: "BROKR")
        world.cover(
            "IC-C", under: "LIM-7", for: "BROKR", "ORDER-A", "USD 10.00", number: "IC-B")
        let claims = [
            "BRKR2 claims liable(CS1->BRKR2, USD 2000000.00)",
            "BRKR2 claims liable(INVST->BRKR2, USD 2000000.00)",
            "BRKR2 claims misconduct(CS1, double-cover)",
        ]
        #expect(try world.values(claims) == [.proven, .refuted, .proven])
    }

    @Test func `a forged entry of the ledger moves nothing`() throws {
        var world = Self.issued(discharged: "BROKR")
        world.enter("E0", "LIM-7", 0, "reserve", "IC-9", "USD 6000000.00", by: "INVST")
        #expect(try world.values(Array(Self.claims[2...3])) == [.proven, .proven])
    }

    @Test func `terms longer than allowed are misconduct, and harm no beneficiary`() throws {
        var world = Self.issued()
        world.cover(
            "IC-L", under: "LIM-7", for: "BROKR", "ORDER-A", "USD 1.00",
            issued: "2026-03-02T09:10:00Z")
        #expect(try world.values(["INVST claims misconduct(CS1, wrong-term)"]) == [.proven])
        #expect(
            try Self.issued().values(["INVST claims misconduct(CS1, wrong-term)"]) == [.refuted])
    }
}
