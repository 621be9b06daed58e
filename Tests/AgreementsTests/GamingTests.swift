// Attempts to turn a finding in one's own favour with evidence that should not count: what a party signs again, answers again, files
// broken, or lets a friend file. Each was once a wrong answer of an earlier text of seca-1.0.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Gaming the articles` {
    private static let unpaid = [
        World.bananaClaims[0], World.bananaClaims[2], World.bananaClaims[3],
    ]

    private static func delivered() -> World {
        var world = World.negotiated()
        world.deliver()
        return world
    }

    private func values(_ world: World, _ claims: [String]? = nil) throws -> [FindingValue] {
        try world.values(claims ?? Self.unpaid, documents: ["DB1", "ORDER"])
    }

    // each signature counts by itself.
    @Test func `signing again with a lost key does not undo the first signature`() throws {
        var world = Self.delivered()
        world.list("expert", "EXPT")
        world.state(
            "REPORT", by: ["EXPT"], made: (nil, "2026-04-20T00:00:00Z"),
            [("reports_compromise", [.key("MARKT"), .time("2026-03-25T00:00:00Z")])])
        #expect(try values(world) == [.proven, .proven, .proven])
        let again = Term.document(World.digest("signed again"))
        world.add(
            "signature", [again, World.Written.key("MARKT").term, .document(World.digest("DB1"))])
        world.add("made", [again, World.interval("2026-04-15T00:00:00Z", "2026-04-15T01:00:00Z")])
        world.add("presented", [World.Written.party("MARKT").term, again])
        #expect(try values(world) == [.proven, .proven, .proven])
    }

    @Test func `a receipt signed with a lost key proves no delivery`() throws {
        var world = Self.delivered()
        let claim = ["FRUTA claims delivered(FRUTA->MARKT, deliver, by 2026-03-20T18:00:00Z)"]
        #expect(try values(world, claim) == [.proven])
        world.list("expert", "EXPT")
        world.state(
            "REPORT", by: ["EXPT"], made: (nil, "2026-04-20T00:00:00Z"),
            [("reports_compromise", [.key("MARKT"), .time("2026-03-10T00:00:00Z")])])
        #expect(try values(world, claim) != [.proven])
    }

    @Test func `one's own expert proves no compromise`() throws {
        var world = Self.delivered()
        world.list("expert", "MARKT")
        world.state(
            "REPORT", by: ["MARKT"], made: (nil, "2026-04-20T00:00:00Z"),
            [("reports_compromise", [.key("MARKT"), .time("2026-01-01T00:00:00Z")])])
        #expect(try values(world) == [.proven, .proven, .proven])
    }

    //
    @Test(arguments: [("STRNG", "STRNG"), ("FRUTA", "MARKT")])
    func `an answer by a stranger, or by who signed already, supersedes nothing`(
        seller: String, buyer: String
    ) throws {
        var world = World.negotiated(signers: ["MARKT"])
        world.certify("STRNG")
        #expect(try values(world, [Self.unpaid[0]]) == [.undetermined])
        world.state(
            "LATER", by: [seller == "STRNG" ? "STRNG" : "MARKT"],
            made: ("2026-05-01T00:00:00Z", "2026-05-01T01:00:00Z"),
            [
                ("answers", [.document(World.digest("DB1"))]), ("seller", [.party(seller)]),
                ("buyer", [.party(buyer)]),
            ])
        #expect(try values(world, [Self.unpaid[0]]) == [.undetermined])
    }

    //
    @Test(arguments: ["STRNG", "MARKT"])
    func `a broken copy by a stranger or by the signer refutes nothing`(filer: String) throws {
        var world = World.negotiated(signers: ["FRUTA"])
        world.add(
            "broken",
            [
                World.Written.party(filer).term, World.Written.party("MARKT").term,
                .document(World.digest("DB1")),
            ])
        #expect(try values(world, [Self.unpaid[0]]) == [.undetermined])
    }

    @Test func `a broken copy refutes nothing where a signature on file fits`() throws {
        var world = World.negotiated(signers: ["FRUTA"])
        world.sign("MARKT", "DB1", made: (nil, nil))
        world.add(
            "broken",
            [
                World.Written.party("FRUTA").term, World.Written.party("MARKT").term,
                .document(World.digest("DB1")),
            ])
        #expect(try values(world, [Self.unpaid[0]]) == [.undetermined])
    }

    //
    @Test func `without a delivery receipt the price is undetermined, not refuted`() throws {
        #expect(try values(World.negotiated()) == [.proven, .undetermined, .undetermined])
    }

    @Test func `a second, later receipt does not move the due date`() throws {
        var world = Self.delivered()
        world.credit(at: "2026-04-10T10:00:00Z")
        #expect(try values(world)[1] == .proven)
        world.state(
            "SECOND", by: ["MARKT"], made: ("2026-04-11T00:00:00Z", "2026-04-11T01:00:00Z"),
            [
                ("deal", [.word("BAN-1")]),
                (
                    "performance",
                    [
                        .party("MARKT"), .party("FRUTA"), .word("deliver"),
                        .time("2026-04-05T00:00:00Z"),
                    ]
                ),
            ])
        #expect(try values(world)[1] == .proven)
    }

    @Test func `a payment for another deal does not count`() throws {
        var world = Self.delivered()
        world.state(
            "OTHER", by: ["FRUTA"], made: (nil, "2026-02-01T00:00:00Z"),
            [("deal", [.word("BAN-2")])])
        world.state(
            "CREDIT", by: ["BANKF"], made: (nil, "2026-03-27T11:00:00Z"),
            ["EUR 0.01", "EUR 8399.99"].enumerated().map { number, money in
                (
                    "credit",
                    [
                        .party("FRUTA"), .party("MARKT"), .money(money),
                        .word("BAN-\(number + 1)"), .time("2026-03-27T10:00:00Z"),
                    ]
                )
            })
        let finding = try world.judge(Self.unpaid, documents: ["DB1", "ORDER"]).findings[2]
        #expect(finding.provenSupremum == Money(text: "EUR 8399.99"))
    }

    @Test func `one payment settles one of two obligations, the one it names`() throws {
        var world = Self.delivered()
        let db1 = Term.document(World.digest("DB1"))
        world.add(
            "obligation",
            [
                db1, .word("deposit"), World.Written.party("MARKT").term,
                World.Written.party("FRUTA").term,
            ], origin: .stated)
        world.add(
            "amount", [db1, .word("deposit"), World.Written.money("EUR 8400.00").term],
            origin: .stated)
        world.add(
            "due", [db1, .word("deposit"), World.Written.time("2026-03-30T00:00:00Z").term],
            origin: .stated)
        let claims = ["FRUTA claims breach(MARKT, pay)", "FRUTA claims breach(MARKT, deposit)"]
        world.state(
            "CREDIT", by: ["BANKF"], made: (nil, "2026-03-27T11:00:00Z"),
            [
                ("deal", [.word("BAN-1")]),
                (
                    "credit",
                    [
                        .party("FRUTA"), .party("MARKT"), .money("EUR 8400.00"), .word("pay"),
                        .time("2026-03-27T10:00:00Z"),
                    ]
                ),
            ])
        #expect(try values(world, claims) == [.refuted, .proven])
    }

    @Test func `an unsigned text with an earlier date unmakes no refutation`() throws {
        var world = Self.delivered()
        let claim = ["MARKT claims breach(FRUTA, deliver)"]
        #expect(try values(world, claim) == [.refuted])
        world.state(
            "JUNK", by: [], made: (nil, nil),
            [
                ("agreement", [.document(World.agreement)]),
                ("obligation", [.word("deliver"), .party("FRUTA"), .party("MARKT")]),
                ("due", [.word("deliver"), .time("2026-01-01T00:00:00Z")]),
            ])
        #expect(try values(world, claim) == [.refuted])
    }

    //
    @Test func `a loss without breach or repudiation is nobody's debt`() throws {
        var world = Self.delivered()
        world.credit()
        world.list("recorder", "CLEAR")
        world.state(
            "LOSS", by: ["CLEAR"], made: (nil, "2026-04-01T00:00:00Z"),
            [("loss", [.party("MARKT"), .document(World.digest("DB1")), .money("EUR 50000.00")])])
        #expect(
            try values(world, ["MARKT claims liable(FRUTA->MARKT, EUR 0.01)"]) == [.refuted])
    }

    private static let order = ("2026-03-03T09:05:00Z", "2026-03-03T09:12:00Z")
    private static let loss = ["BROKR claims liable(INVST->BROKR, USD 500000.00)"]

    @Test func `the creditor's own receipt does not lift the limit`() throws {
        var world = World.ordered(made: Self.order, relied: nil, status: nil)
        world.matter = "IBM-1"
        #expect(try values(world, Self.loss) == [.refuted])
        world.state(
            "ACK", by: ["BROKR"], made: (nil, "2026-03-05T00:00:00Z"),
            [
                ("deal", [.word("IBM-1")]),
                (
                    "acknowledges",
                    [
                        .party("BROKR"), .party("INVST"), .money("USD 9500000.00"), .word("IBM-1"),
                        .time("2026-03-04T00:00:00Z"),
                    ]
                ),
            ])
        world.add(
            "deal", [.document(World.digest("ORDER")), .word("IBM-1")], origin: .stated)
        #expect(try values(world, Self.loss) == [.refuted])
    }

    @Test func `a confirmation with a revoked key does not lift the limit`() throws {
        var world = World.ordered(made: Self.order, relied: nil, status: nil)
        world.certify("INVST", key: "INVST-3")
        world.revoke("INVST-3", received: "2026-01-01T00:00:00Z", listed: nil)
        world.state(
            "CONFIRMATION", by: ["INVST-3", "INVST"],
            made: ("2026-03-03T09:20:00Z", "2026-03-03T10:00:00Z"),
            [("confirms", [.party("INVST"), .document(World.digest("ORDER"))])])
        #expect(try values(world, Self.loss) == [.refuted])
    }

    //
    @Test func `the service of another dispute puts nobody in default`() throws {
        var world = World.ordered(made: Self.order, relied: nil, status: nil)
        world.list("carrier", "LINER")
        world.state(
            "SERVICE", by: ["LINER"], made: (nil, "2026-01-10T00:00:00Z"),
            [
                ("deal", [.word("OTHER-7")]),
                ("served", [.party("INVST"), .time("2026-01-10T00:00:00Z")]),
            ])
        #expect(try values(world, Self.loss) == [.refuted])
    }

    //
    @Test func `who relied before the request has no claim on the authority`() throws {
        var world = World.ordered(
            made: ("2026-03-04T10:15:00Z", "2026-03-04T10:21:00Z"), relied: "2026-03-04T09:45:00Z",
            status: "2026-03-04T09:40:00Z")
        world.revoke("INVST", received: "2026-03-04T10:00:00Z", listed: nil)
        #expect(
            try values(world, ["BROKR claims liable(CA1->BROKR, USD 100000.00)"]) == [.refuted])
    }

    @Test func `a list dated back behind a good one undoes no signature`() throws {
        var world = World.ordered(
            made: Self.order, relied: "2026-03-03T09:14:00Z", status: "2026-03-03T09:13:30Z")
        world.add(
            "revocation_listed",
            [
                World.Written.key("INVST").term, World.Written.time("2026-03-03T09:00:00Z").term,
                .document(World.digest("CRL")),
            ])
        #expect(try values(world, ["BROKR claims signed(INVST, ORDER)"]) == [.proven])
    }

    @Test func `a signer's own late copy refutes nothing`() throws {
        var world = World.ordered(made: (nil, "2026-03-04T10:21:00Z"), relied: nil, status: nil)
        world.revoke("INVST", received: "2026-03-04T10:00:00Z", listed: nil)
        let claim = ["BROKR claims signed(INVST, ORDER)"]
        #expect(try values(world, claim) == [.undetermined])
        let again = Term.document(World.digest("signed again"))
        world.add(
            "signature", [again, World.Written.key("INVST").term, .document(World.digest("ORDER"))])
        world.add("made", [again, World.interval("2026-03-05T00:00:00Z", "2026-03-05T01:00:00Z")])
        world.add("presented", [World.Written.party("INVST").term, again])
        #expect(try values(world, claim) == [.undetermined])
        world.add("presented", [World.Written.party("BROKR").term, again])
        #expect(try values(world, claim) == [.refuted])
    }

    // what one side signs or files alone undoes no proven performance.
    @Test func `an expired offer signed late makes no second contract of the deal`() throws {
        var world = Self.delivered()
        let offer = World.contractTerms(answers: "none").filter { $0.0 != "answers" }
        world.state(
            "OLD", by: ["FRUTA", "MARKT"], made: ("2026-04-20T00:00:00Z", "2026-04-20T01:00:00Z"),
            offer + [("expires", [.time("2026-01-29T12:00:00Z")])])
        #expect(try values(world, ["MARKT claims breach(FRUTA, deliver)"]) == [.refuted])
        #expect(try values(world) == [.proven, .proven, .proven])
    }

    @Test func `a text that names a reference as its deal cancels no payment`() throws {
        var world = Self.delivered()
        world.state(
            "CREDIT", by: ["BANKF"], made: (nil, "2026-03-27T11:00:00Z"),
            [
                ("deal", [.word("BAN-1")]),
                (
                    "credit",
                    [
                        .party("FRUTA"), .party("MARKT"), .money("EUR 8400.00"), .word("TRX-9"),
                        .time("2026-03-27T10:00:00Z"),
                    ]
                ),
            ])
        let claim = ["FRUTA claims breach(MARKT, pay)"]
        #expect(try values(world, claim) == [.refuted])
        world.state("JUNK", by: [], made: (nil, nil), [("deal", [.word("TRX-9")])])
        #expect(try values(world, claim) == [.refuted])
    }

    // what the thief or the relying party makes lifts no limit.
    @Test(arguments: ["receipt", "rebate"])
    func `a receipt with the same key, or the other's payment, does not lift the limit`(
        attempt: String
    ) throws {
        var world = World.ordered(made: Self.order, relied: nil, status: nil)
        world.list("bank", "BANKM")
        let order = Term.document(World.digest("ORDER"))
        let (broker, investor) = (World.Written.party("BROKR"), World.Written.party("INVST"))
        world.add("deal", [order, .word("IBM-1")], origin: .stated)
        world.add(
            "obligation", [order, .word(attempt), broker.term, investor.term], origin: .stated)
        if attempt == "rebate" {
            world.add(
                "amount", [order, .word("rebate"), World.Written.money("USD 0.01").term],
                origin: .stated)
            world.state(
                "CREDIT", by: ["BANKM"], made: (nil, "2026-03-05T00:00:00Z"),
                [
                    ("deal", [.word("IBM-1")]),
                    (
                        "credit",
                        [
                            investor, broker, .money("USD 0.01"), .word("rebate"),
                            .time("2026-03-04T00:00:00Z"),
                        ]
                    ),
                ])
        } else {
            world.state(
                "BENEFIT", by: ["INVST"], made: (nil, "2026-03-05T00:00:00Z"),
                [
                    ("deal", [.word("IBM-1")]),
                    (
                        "performance",
                        [investor, broker, .word("receipt"), .time("2026-03-04T00:00:00Z")]
                    ),
                ])
        }
        #expect(try values(world, Self.loss) == [.refuted])
    }
}
