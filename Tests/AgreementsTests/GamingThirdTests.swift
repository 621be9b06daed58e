// Attempts to move times, to count money twice and to keep old texts alive: papers dated back, records of one transfer, novation,
// settlements, receipts with a poison in them. Each was once a wrong answer of an earlier text of seca-1.0.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Gaming times and amounts` {
    private static let price = ["FRUTA claims liable(MARKT->FRUTA, EUR 8400.00)"]

    private func values(_ world: World, _ claims: [String]) throws -> [FindingValue] {
        try world.values(claims, documents: ["DB1", "OLD", "ORDER"])
    }

    private static func delivered() -> World {
        var world = World.negotiated()
        world.deliver()
        return world
    }

    private static func carried(_ time: String = "2026-03-18T15:10:00Z") -> World {
        var world = World.negotiated()
        world.note(
            "CARRIAGE", by: ["LINER"], proven: max("2026-03-18T23:00:00Z", time), "performance",
            World.delivery(time))
        return world
    }

    // nobody's own new paper makes a claim old.
    @Test func `a receipt that the debtor dates back bars no claim`() throws {
        var world = Self.carried()
        #expect(try values(world, Self.price) == [.proven])
        world.note(
            "OLD RECEIPT", by: ["MARKT"], "performance", World.delivery("2016-01-01T00:00:00Z"))
        #expect(try values(world, Self.price) == [.proven])
    }

    @Test func `the creditor's own later time revives no barred claim`() throws {
        var world = Self.carried()
        world.now = World.time("2029-05-04T00:00:00Z")
        #expect(try values(world, Self.price) == [.refuted])
        world.note(
            "LATER", by: ["FRUTA"], proven: "2029-05-01T00:00:00Z", "performance",
            World.delivery("2028-01-01T00:00:00Z"))
        world.note(
            "NOTICE", by: ["FRUTA"], proven: "2029-05-02T00:00:00Z", "notifies",
            [.party("FRUTA"), .party("MARKT")])
        #expect(try values(world, Self.price) == [.refuted])
    }

    //
    @Test func `the recipient's own later receipt gives no more time to notify defects`() throws {
        var world = Self.carried()
        let claim = ["MARKT claims breach(FRUTA, deliver)"]
        world.list("expert", "EXPT")
        world.note(
            "NOTICE", by: ["MARKT"], proven: "2026-04-20T00:00:00Z", "notifies_defect",
            [.party("MARKT"), .party("FRUTA"), .word("deliver")])
        world.note(
            "FINDING", by: ["EXPT"], "finds_defect",
            [.document(World.digest("DB1")), .word("deliver")])
        #expect(try values(world, claim) == [.refuted])
        world.note(
            "RECEIPT", by: ["MARKT"], "performance", World.delivery("2026-04-19T00:00:00Z"))
        #expect(try values(world, claim) == [.refuted])
    }

    @Test func `a second statement of something to come spoils no receipt`() throws {
        var world = Self.delivered()
        let claim = ["MARKT claims breach(FRUTA, deliver)"]
        #expect(try values(world, claim) == [.refuted])
        world.add(
            "performance",
            [.document(World.digest("RECEIPT-MARKT"))]
                + World.delivery("2026-12-24T00:00:00Z").map(\.term), origin: .stated)
        #expect(try values(world, claim) == [.refuted])
    }

    @Test func `who was delivered late does not get back the whole price`() throws {
        var world = World.negotiated(prepaid: true)
        world.credit(at: "2026-03-05T10:00:00Z")
        let claim = ["MARKT claims liable(FRUTA->MARKT, EUR 8400.00)"]
        #expect(try values(world, claim) == [.proven])
        world.note(
            "RECEIPT", by: ["MARKT"], "performance", World.delivery("2026-03-21T00:00:00Z"))
        #expect(
            try values(world, claim + ["MARKT claims breach(FRUTA, deliver)"])
                == [.refuted, .proven])
    }

    //
    @Test func `two banks' records of one numbered transfer are one payment`() throws {
        var world = Self.delivered()
        for (bank, second) in [("BANKF", "00"), ("BANKM", "05")] {
            world.note(
                "CREDIT " + bank, by: [bank], "credit",
                World.money("EUR 4200.00", "BAN-1", at: "2026-03-27T10:00:\(second)Z"))
            world.add(
                "transfer",
                [.document(World.digest("CREDIT " + bank)), .word("BAN-1"), .word("N-1")],
                origin: .stated)
        }
        #expect(
            try values(world, ["FRUTA claims liable(MARKT->FRUTA, EUR 4200.00)"]) == [.proven])
    }

    @Test func `a second, smaller amount in the contract is not the one to pay`() throws {
        var world = Self.delivered()
        world.credit("EUR 0.01")
        world.add(
            "amount",
            [
                .document(World.digest("DB1")), .word("pay"),
                World.Written.money("EUR 0.01").term,
            ], origin: .stated)
        #expect(try values(world, ["FRUTA claims breach(MARKT, pay)"]) == [.proven])
    }

    // a contract that both replaced is not owed again.
    private static func renegotiated(signers: [String]) -> World {
        var world = delivered()
        world.state(
            "OLD", by: ["FRUTA", "MARKT"], made: (nil, "2026-02-01T12:00:00Z"),
            World.contractTerms(answers: "none").filter { !["answers", "deal"].contains($0.0) }
                + [
                    ("deal", [.word("OLD-1")]),
                    ("due", [.word("pay"), .time("2026-03-01T00:00:00Z")]),
                ]
        )
        world.add(
            "answers", [.document(World.digest("DB1")), .document(World.digest("OLD"))],
            origin: .stated)
        if signers.count < 2 {
            world.facts.removeAll {
                $0.predicate == "signature"
                    && $0.arguments[1] == World.Written.key("MARKT").term
                    && $0.arguments[2] == .document(World.digest("DB1"))
            }
        }
        return world
    }

    @Test func `the price of a contract that both replaced by another is owed once`() throws {
        let both = Self.renegotiated(signers: ["FRUTA", "MARKT"])
        let claims = [
            "FRUTA claims contract(FRUTA, MARKT, OLD)", "FRUTA claims contract(FRUTA, MARKT, DB1)",
            "FRUTA claims liable(MARKT->FRUTA, EUR 8400.00)",
            "FRUTA claims liable(MARKT->FRUTA, EUR 8400.01)",
        ]
        #expect(try values(both, claims) == [.refuted, .proven, .proven, .refuted])
        let one = Self.renegotiated(signers: ["FRUTA"])
        #expect(try Array(values(one, claims).prefix(2)) == [.proven, .undetermined])
    }

    @Test func `an acceptance with another time to pay, or other goods, accepts nothing`() throws {
        for change: (String, [World.Written]) in [
            ("due_after", [.word("pay"), .word("deliver"), .span("90d")]),
            ("goods", [.word("deliver"), .word("one banana")]),
        ] {
            var world = World.negotiated(signers: ["FRUTA"])
            world.state(
                "YES", by: ["MARKT"], made: (nil, "2026-02-02T12:00:00Z"),
                [
                    ("agreement", [.document(World.agreement)]),
                    ("accepts", [.document(World.digest("DB1"))]), change,
                ])
            world.add(
                "commits", [.document(World.digest("YES")), .document(World.digest("DB1"))])
            #expect(try values(world, ["FRUTA claims contract(FRUTA, MARKT, DB1)"]) != [.proven])
        }
    }

    // settlements.
    private static func settle(_ world: inout World, made: (String?, String?)) {
        world.state(
            "PEACE", by: ["FRUTA", "MARKT"], made: made,
            [("deal", [.word("BAN-1")]), ("settles", [.party("FRUTA"), .party("MARKT")])])
    }

    @Test func `a settlement of the deal holds although another contract of it turns up`() throws {
        var world = Self.delivered()
        Self.settle(&world, made: ("2026-04-20T00:00:00Z", "2026-04-21T00:00:00Z"))
        #expect(try values(world, Self.price) == [.refuted])
        world.state(
            "OLD", by: ["FRUTA", "MARKT"], made: (nil, "2026-02-01T00:00:00Z"),
            World.contractTerms(answers: "none").filter { $0.0 != "answers" })
        #expect(try values(world, Self.price) == [.refuted])
    }

    @Test func `a settlement from before the contract settles nothing of it`() throws {
        var world = Self.delivered()
        Self.settle(&world, made: (nil, "2025-12-01T00:00:00Z"))
        #expect(try values(world, Self.price) == [.proven])
    }

    //
    @Test func `a registry that dates a withdrawal back frees nobody of what it signed`() throws {
        var world = World.negotiated()
        let claim = ["FRUTA claims contract(FRUTA, MARKT, DB1)"]
        world.withdraw("MARKT", received: "2025-12-01T00:00:00Z")
        for paper in ["WITHDRAWAL", "WITHDRAWAL-RECEIVED"] {
            world.facts.removeAll { fact in
                fact.predicate == "made"
                    && ["", "signature MARKT ", "signature REG "].contains {
                        fact.arguments[0] == .document(World.digest($0 + paper))
                    }
            }
            for name in [paper, "signature MARKT " + paper, "signature REG " + paper] {
                world.add(
                    "made",
                    [
                        .document(World.digest(name)),
                        World.interval("2026-04-20T00:00:00Z", "2026-04-21T00:00:00Z"),
                    ])
            }
        }
        #expect(try values(world, claim) == [.proven])
    }
}
