// Attempts of parties that are also bank, arbiter, officer, expert or recorder, and of a commitment service that keeps its ledger
// false: whoever judges his own cause. Each was once a wrong answer of an earlier text of seca-1.0.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Gaming roles` {
    private static let order = ("2026-03-03T09:05:00Z", "2026-03-03T09:12:00Z")
    private static let loss = ["BROKR claims liable(INVST->BROKR, USD 500000.00)"]

    private func values(_ world: World, _ claims: [String]) throws -> [FindingValue] {
        try world.values(claims, documents: ["DB1", "ORDER", "IC-6"])
    }

    //
    @Test func `a bank that relies on a signature lifts no limit by its own credit`() throws {
        var world = World.ordered(made: Self.order, relied: nil, status: nil)
        world.matter = "IBM-1"
        world.list("bank", "BROKR")
        world.add("deal", [.document(World.digest("ORDER")), .word("IBM-1")], origin: .stated)
        let credit: [World.Written] = [
            .party("BROKR"), .party("INVST"), .money("USD 0.01"), .word("IBM-1"),
            .time("2026-03-04T00:00:00Z"),
        ]
        world.note("OWN", by: ["BROKR"], deal: "IBM-1", "credit", credit)
        #expect(try values(world, Self.loss) == [.refuted])
        world.list("bank", "BANKM")
        world.note("CREDIT", by: ["BANKM"], deal: "IBM-1", "credit", credit)
        #expect(try values(world, Self.loss) == [.proven])
    }

    @Test func `acceptances with one key have one limit, too`() throws {
        var world = World.disowned()
        for number in 1...6 {
            let (offer, yes) = ("OFFER-\(number)", "YES-\(number)")
            world.state(
                offer, by: ["BROKR"], made: (nil, "2026-03-01T08:00:00Z"),
                [
                    ("agreement", [.document(World.agreement)]),
                    ("obligation", [.word("pay"), .party("INVST"), .party("BROKR")]),
                    ("amount", [.word("pay"), .money("USD 9000.00")]),
                    ("due", [.word("pay"), .time("2026-03-10T00:00:00Z")]),
                ])
            world.state(
                yes, by: ["INVST"], made: (nil, "2026-03-01T09:00:00Z"),
                [
                    ("agreement", [.document(World.agreement)]),
                    ("accepts", [.document(World.digest(offer))]),
                ])
            world.add("commits", [.document(World.digest(yes)), .document(World.digest(offer))])
            world.state(
                "DENIAL-\(number)", by: ["INVST-2"], made: (nil, "2026-04-07T10:00:00Z"),
                [("repudiates", [.party("INVST"), .document(World.digest(offer))])])
        }
        let claims = ["2000.00", "2000.01"].map { "BROKR claims liable(INVST->BROKR, USD \($0))" }
        #expect(try values(world, claims) == [.proven, .refuted])
    }

    //
    @Test func `nobody relies on its own signature, nor on one that binds anyhow`() throws {
        let claim = ["BROKR claims liable(CA1->BROKR, USD 100000.00)"]
        func world(holder: String?) -> World {
            var world = World.ordered(
                made: ("2026-03-04T10:15:00Z", "2026-03-04T10:21:00Z"),
                relied: "2026-03-04T10:22:00Z", status: "2026-03-04T10:19:00Z")
            world.revoke("INVST", received: "2026-03-04T10:00:00Z", listed: nil)
            if let holder {
                world.facts = world.facts.map { fact in
                    guard fact.predicate == "certified",
                        fact.arguments[0] == World.Written.key("INVST").term
                    else { return fact }
                    return Fact(
                        "certified", [fact.arguments[0], World.Written.party(holder).term],
                        .certain, origin: .evidence, exhibits: [])
                }
            }
            return world
        }
        #expect(try values(world(holder: nil), claim) == [.proven])
        #expect(try values(world(holder: "BROKR"), claim) == [.refuted])
        var bound = world(holder: nil)
        let early = Term.document(World.digest("early"))
        bound.add(
            "signature",
            [early, World.Written.key("INVST").term, .document(World.digest("ORDER"))])
        bound.add("made", [early, World.interval("2026-03-04T09:00:00Z", "2026-03-04T09:10:00Z")])
        #expect(try values(bound, claim) == [.refuted])
    }

    //
    @Test func `the other party's own expertise shakes no signature`() throws {
        var world = World.negotiated()
        world.list("expert", "FRUTA")
        world.state(
            "REPORT", by: ["FRUTA"], made: (nil, "2026-04-20T00:00:00Z"),
            [("reports_compromise", [.key("MARKT"), .time("2026-01-01T00:00:00Z")])])
        #expect(try values(world, ["MARKT claims contract(FRUTA, MARKT, DB1)"]) == [.proven])
    }

    //
    private static let delivered =
        "FRUTA claims delivered(FRUTA->MARKT, deliver, by 2026-03-20T18:00:00Z)"

    @Test func `a party that is an arbiter orders nothing in its own matter`() throws {
        var world = World.disputed(delivered: false)
        world.list("arbiter", "FRUTA")
        world.orderProduction(by: "FRUTA")
        world.hand("ORDER", to: "MARKT", at: "2026-04-12T16:00:00Z")
        #expect(try values(world, [Self.delivered]) == [.undetermined])
        var closed = World.disputed(delivered: false)
        closed.paper(
            "RECEIPT", by: ["MARKT"], made: (nil, "2026-04-28T00:00:00Z"), [World.received])
        closed.list("arbiter", "MARKT")
        closed.close(by: "MARKT")
        #expect(try values(closed, [Self.delivered]) == [.proven])
        // Somebody else's text that names the arbiter stops nothing.
        closed.close()
        closed.paper(
            "JUNK", by: ["STRNG"], made: (nil, nil),
            [("seller", [.party("ARBIT")]), ("buyer", [.party("STRNG")])])
        #expect(try values(closed, [Self.delivered]) == [.undetermined])
    }

    @Test func `a party that is an officer hands no order over`() throws {
        var world = World.disputed(delivered: false)
        world.list("carrier", "FRUTA")
        world.orderProduction()
        world.hand("ORDER", to: "MARKT", at: "2026-04-12T16:00:00Z", by: "FRUTA")
        #expect(try values(world, [Self.delivered]) == [.undetermined])
    }

    //
    @Test(arguments: ["withdraws_claims", "settles"])
    func `the respondent, and two strangers, end no matter`(word: String) throws {
        var world = World.disputed()
        world.paper(
            "NOTICE", by: ["FRUTA"], made: (nil, "2026-04-05T00:00:00Z"),
            [("notifies", [.party("FRUTA"), .party("MARKT")])])
        let (one, other) = word == "settles" ? ("STRNG", "EXTRA") : ("MARKT", "FRUTA")
        world.certify("EXTRA")
        world.paper(
            "END", by: word == "settles" ? [one, other] : [one],
            made: (nil, "2026-04-20T00:00:00Z"),
            [(word, [.party(one), .party(other)])])
        #expect(try values(world, ["FRUTA claims stage(settled)"]) == [.refuted])
        world.paper(
            "OWN END", by: ["FRUTA", "MARKT"], made: (nil, "2026-04-20T00:00:00Z"),
            [(word, [.party("FRUTA"), .party("MARKT")])])
        #expect(try values(world, ["FRUTA claims stage(settled)"]) == [.proven])
    }

    //
    private static let covered = ["BROKR claims commitment(INVST->BROKR, ORDER, USD 5000000.00)"]

    private static func performed(_ world: inout World, by recorder: String) {
        world.list("recorder", recorder)
        world.state(
            "TAPE", by: [recorder], made: (nil, "2026-03-03T10:00:00Z"),
            [
                (
                    "performed",
                    [
                        .party("BROKR"), .document(World.digest("ORDER")),
                        .time("2026-03-03T09:01:00Z"),
                    ]
                )
            ])
    }

    @Test(arguments: [("CLEAR", FindingValue.refuted), ("INVST", .proven), ("CS1", .proven)])
    func `the debtor's, or the service's, own record takes no cover away`(
        recorder: String, value: FindingValue
    ) throws {
        var world = `SC-06, a stolen key with a commitment certificate`.covered()
        #expect(try values(world, Self.covered) == [.proven])
        Self.performed(&world, by: recorder)
        #expect(try values(world, Self.covered) == [value])
    }

    @Test(arguments: [("EXPT", FindingValue.refuted), ("INVST", .proven), ("CS1", .proven)])
    func `the debtor's, or the service's, own expertise takes no cover away`(
        expert: String, value: FindingValue
    ) throws {
        var world = `SC-06, a stolen key with a commitment certificate`.covered()
        world.list("expert", expert)
        world.state(
            "BAD", by: [expert], made: (nil, "2026-03-20T00:00:00Z"),
            [("bad_faith", [.party("BROKR"), .document(World.digest("ORDER"))])])
        world.cover(
            "JUNK", under: "LIM-6", for: "BROKR", "ORDER", "USD 1.00", by: "INVST")
        world.state(
            "JUNK2", by: [], made: (nil, nil),
            [
                (
                    "cover",
                    [
                        .word("7"), .party("OTHER"), .party("BROKR"),
                        .document(World.digest("ORDER")), .money("USD 1.00"),
                    ]
                )
            ])
        #expect(try values(world, Self.covered) == [value])
    }

    @Test func `what was settled is not owed by a cover`() throws {
        var world = `SC-06, a stolen key with a commitment certificate`.covered()
        let owed = ["BROKR claims liable(INVST->BROKR, USD 500000.00)"]
        #expect(try values(world, owed) == [.proven])
        world.state(
            "PEACE", by: ["INVST-2", "BROKR"],
            made: ("2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z"),
            [("settles", [.party("INVST"), .party("BROKR")])])
        world.add("commits", [.document(World.digest("PEACE")), .document(World.digest("ORDER"))])
        #expect(try values(world, owed) == [.refuted])
    }

    // the service cannot make room below the party's limit by its own ledger.
    private static let second = [
        "BRKR2 claims liable(INVST->BRKR2, USD 1000000.00)",
        "BRKR2 claims liable(INVST->BRKR2, USD 1000000.01)",
    ]

    @Test(arguments: ["cent", "negative", "lapse"])
    func `a false ledger leaves no more of the limit than there was`(attempt: String) throws {
        var world = `SC-07, a limit exceeded`.issued(ledger: false)
        // The ledger's own amounts may be anything: what is reserved before counts with the certificates' amounts.
        let entry = attempt == "cent" ? "USD 0.01" : "USD -5000000.00"
        world.ledger(
            "G", of: "LIM-7",
            [
                (1, "IC-A", entry, "USD 0.00"),
                (5, "IC-B", "USD 2000000.00", "USD 5000000.00"),
            ])
        if attempt == "lapse" {
            world.cover(
                "IC-Z", under: "LIM-7", for: "BRKR3", "ORDER-Z", "USD 0.01",
                issued: "2026-03-01T00:00:00Z", until: "2026-03-01T00:00:00Z",
                claimed: "2026-03-01T00:00:00Z")
            world.free("G", before: "IC-B", "IC-Z", by: "G", "USD 5000000.00")
            world.free("G", before: "IC-B", "IC-A", by: "G", "USD 5000000.00")
        }
        #expect(
            try values(world, ["BRKR2 claims liable(INVST->BRKR2, USD 1000000.02)"]) == [.refuted])
    }

    @Test func `a release of another certificate, or by another ledger, makes no room`() throws {
        var world = `SC-07, a limit exceeded`.issued()
        world.release("USD 5000000.00", of: "IC-9", by: "BROKR")
        world.free("G", before: "IC-B", "IC-A", by: "RELEASE", "USD 5000000.00")
        #expect(try values(world, Self.second) == [.proven, .refuted])
        world.release("USD 5000000.00", of: "IC-A", by: "BROKR", name: "REAL")
        world.ledger("OWN", of: "LIM-7", by: "INVST", [])
        world.free("OWN", before: "IC-B", "IC-A", by: "REAL", "USD 5000000.00")
        #expect(try values(world, Self.second) == [.proven, .refuted])
        world.free("G", before: "IC-B", "IC-A", by: "REAL", "USD 5000000.00")
        #expect(try values(world, Self.second) == [.proven, .proven])
    }
}
