// the forms of contract, aborts (SC-09 and SC-10 of background §6, by hand-fed facts), offers and counter-offers.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    /// FRUTA and MARKT exchange signatures on DB9, with TTP1 as third party: both messages, and what came of them.
    static func exchanging() -> World {
        var world = World(Policy.agreement, members: ["FRUTA", "MARKT"])
        world.list("ttp", "TTP1")
        world.list("ttp", "TTP2")
        world.list("court-officer", "COURT")
        let terms: [(String, [Written])] = [
            ("agreement", [.document(agreement)]), ("seller", [.party("FRUTA")]),
            ("buyer", [.party("MARKT")]), ("deal", [.word("BAN-1")]),
            ("obligation", [.word("deliver"), .party("FRUTA"), .party("MARKT")]),
        ]
        world.state("DB9", by: [], made: (nil, "2026-02-03T10:00:00Z"), terms)
        for (message, signer) in [("ME1", "FRUTA"), ("ME2", "MARKT")] {
            world.state(
                message, by: [signer], made: ("2026-02-03T10:00:00Z", "2026-02-03T11:00:00Z"),
                [("agreement", [.document(agreement)])])
        }
        let me1 = Term.document(digest("ME1"))
        world.add(
            "exchange",
            [
                me1, .document(digest("DB9")), Written.party("FRUTA").term,
                Written.party("MARKT").term, Written.party("TTP1").term,
            ])
        world.add("exchange_answer", [.document(digest("ME2")), me1])
        return world
    }

    /// A decision of a third party on the exchange.
    mutating func decide(
        _ kind: String, by signer: String = "TTP1", number: Int64? = nil,
        made: (String?, String?) = (nil, "2026-02-03T12:00:00Z")
    ) {
        let token = Term.document(World.digest(kind))
        let me1 = Term.document(World.digest("ME1"))
        state(kind, by: [signer], made: made, [])
        if kind == "abort" {
            add("abort_token", [token, me1])
            state("MA1", by: ["FRUTA"], made: (nil, "2026-02-03T11:59:00Z"), [])
            add("abort_request", [.document(World.digest("MA1")), me1])
        }
        if kind == "replace" {
            add("replacement", [token, me1, .document(World.digest("ME2"))])
        }
        if let number { add("decision", [token, .count(number)]) }
    }

    mutating func complete(shownBy party: String = "MARKT") {
        let me1 = Term.document(World.digest("ME1"))
        add("secrets_open", [me1, .document(World.digest("ME2"))])
        add("secret_shown", [Written.party(party).term, me1])
    }

    /// The court officer serves the claims, long before the time of deliberation.
    mutating func serve(_ party: String) {
        state(
            "SERVICE-" + party, by: ["COURT"], made: (nil, "2026-03-10T12:00:00Z"),
            [
                ("deal", [.word("BAN-1")]),
                ("served", [.party(party), .time("2026-03-10T00:00:00Z")]),
            ])
    }
}

@Suite struct `SC-09 and SC-10, an exchange aborted` {
    private static let claims = [
        "FRUTA claims contract(FRUTA, MARKT, DB9)", "FRUTA claims contract(MARKT, FRUTA, DB9)",
        "MARKT claims misconduct(TTP1, double-decision)",
        "MARKT claims misconduct(FRUTA, abort-after-reveal)",
    ]

    private func values(_ world: World) throws -> [FindingValue] {
        try world.values(Self.claims, documents: ["DB9"])
    }

    @Test func `two messages alone are no contract yet`() throws {
        #expect(
            try values(World.exchanging()) == [.undetermined, .undetermined, .refuted, .refuted])
    }

    @Test func `both secrets make a contract, and so does a replacement`() throws {
        var complete = World.exchanging()
        complete.complete()
        #expect(try values(complete) == [.proven, .proven, .refuted, .refuted])
        var replaced = World.exchanging()
        replaced.decide("replace")
        #expect(try values(replaced) == [.proven, .proven, .refuted, .refuted])
    }

    @Test func `a, decided before the abort by number: the replacement stands`() throws {
        var world = World.exchanging()
        world.decide("replace", number: 41)
        world.decide("abort", number: 57)
        #expect(try values(world) == [.proven, .proven, .proven, .refuted])
    }

    @Test func `b, in no provable order: whether there is a contract is open`() throws {
        var world = World.exchanging()
        world.decide("replace")
        world.decide("abort")
        world.serve("MARKT")
        #expect(try values(world) == [.undetermined, .undetermined, .proven, .refuted])
    }

    @Test func `c, a complete exchange is a contract whatever the third party did`() throws {
        var world = World.exchanging()
        world.decide("replace")
        world.decide("abort")
        world.complete()
        #expect(try values(world) == [.proven, .proven, .proven, .proven])
    }

    @Test func `d, aborted first by number: no contract, and the third party pays`() throws {
        var world = World.exchanging()
        world.decide("replace", number: 57)
        world.decide("abort", number: 41)
        world.serve("MARKT")
        world.list("recorder", "CLEAR")
        world.state(
            "LOSS", by: ["CLEAR"], made: (nil, "2026-04-01T00:00:00Z"),
            [("loss", [.party("MARKT"), .document(World.digest("DB9")), .money("EUR 700.00")])])
        #expect(try values(world) == [.refuted, .refuted, .proven, .refuted])
        let claims = [
            "MARKT claims liable(TTP1->MARKT, EUR 700.00)",
            "MARKT claims liable(TTP1->MARKT, EUR 700.01)",
        ]
        #expect(try world.values(claims) == [.proven, .refuted])
    }

    @Test func `aborted first by time: the replacement is void`() throws {
        var world = World.exchanging()
        world.decide("abort", made: (nil, "2026-02-03T12:00:00Z"))
        world.decide("replace", made: ("2026-02-03T13:00:00Z", "2026-02-03T14:00:00Z"))
        #expect(try values(world)[0] == .undetermined)
        world.serve("MARKT")
        #expect(try values(world) == [.refuted, .refuted, .proven, .refuted])
    }

    @Test func `an abort by another third party is void`() throws {
        var world = World.exchanging()
        world.decide("replace", number: 41)
        world.decide("abort", by: "TTP2", number: 7)
        #expect(try values(world) == [.proven, .proven, .undetermined, .refuted])
    }

    // SC-10
    @Test func `an abort after completion undoes no contract and convicts the originator`() throws {
        var world = World.exchanging()
        world.decide("abort")
        world.complete()
        world.serve("MARKT")
        #expect(try values(world) == [.proven, .proven, .refuted, .proven])
    }

    @Test func `who has no secret to show, and was served, has no contract`() throws {
        var world = World.exchanging()
        world.decide("abort")
        #expect(try values(world)[0] == .undetermined)
        world.serve("MARKT")
        #expect(try values(world) == [.refuted, .refuted, .refuted, .refuted])
    }

    // Attempts.
    @Test(arguments: ["FRUTA", "MARKT", "TTP2"])
    func `a replacement that the third party did not sign is none`(signer: String) throws {
        var world = World.exchanging()
        world.decide("replace", by: signer)
        #expect(try values(world)[0] == .undetermined)
        world.decide("abort")
        world.serve("MARKT")
        #expect(try values(world)[0] == .refuted)
    }

    @Test func `an abort that FRUTA forged shakes no contract`() throws {
        var world = World.exchanging()
        world.decide("replace")
        world.decide("abort", by: "FRUTA", made: (nil, "2026-02-03T11:30:00Z"))
        world.serve("MARKT")
        #expect(try values(world)[0] == .proven)
    }

    @Test func `a third party that is not listed, or is a party, replaces nothing`() throws {
        var world = World.exchanging()
        world.roles = world.roles.filter { $0.role != "ttp" }
        world.decide("replace")
        #expect(try values(world)[0] == .undetermined)
    }
}

@Suite struct `Offers and counter-offers` {
    /// An offer of FRUTA, valid until noon, and what MARKT did, each first proven at a minute of that day.
    private static func offered(
        accepted: String?, countered: String?, expires: Bool = true, reached: Bool = true
    ) -> World {
        var world = World(Policy.agreement, members: ["FRUTA", "MARKT"])
        let terms: [(String, [World.Written])] = [
            ("agreement", [.document(World.agreement)]), ("seller", [.party("FRUTA")]),
            ("buyer", [.party("MARKT")]),
        ]
        let expiry: [(String, [World.Written])] =
            expires ? [("expires", [.time("2026-02-02T12:00:00Z")])] : []
        world.state("OFFER", by: ["FRUTA"], made: (nil, "2026-02-02T08:00:00Z"), terms + expiry)
        if let accepted {
            world.sign("MARKT", "OFFER", made: (nil, accepted), filedBy: "MARKT")
        }
        if let countered {
            world.state(
                "COUNTER", by: ["MARKT"], made: (nil, countered),
                terms + [("answers", [.document(World.digest("OFFER"))])])
            if reached { world.present("FRUTA", "MARKT", "COUNTER") }
        }
        return world
    }

    private static let claims = [
        "FRUTA claims contract(FRUTA, MARKT, OFFER)",
        "FRUTA claims contract(FRUTA, MARKT, COUNTER)",
    ]

    private func value(_ world: World) throws -> FindingValue {
        try world.values(Self.claims, documents: ["OFFER", "COUNTER"])[0]
    }

    private static let (nine, ten) = ("2026-02-02T09:00:00Z", "2026-02-02T10:00:00Z")

    @Test func `an offer accepted in time is a contract, one accepted late is not`() throws {
        #expect(try value(Self.offered(accepted: Self.nine, countered: nil)) == .proven)
        #expect(
            try value(Self.offered(accepted: "2026-02-02T12:30:00Z", countered: nil))
                == .undetermined)
    }

    @Test func `what was countered is not revived by signing it`() throws {
        #expect(try value(Self.offered(accepted: nil, countered: Self.nine)) == .refuted)
        #expect(try value(Self.offered(accepted: Self.ten, countered: Self.nine)) == .refuted)
        var world = Self.offered(accepted: Self.ten, countered: Self.nine)
        world.signAgain("MARKT", "COUNTER", proven: "2026-02-02T11:00:00Z")
        #expect(try value(world) == .refuted)
    }

    @Test func `what was accepted is not undone by an answer`() throws {
        #expect(try value(Self.offered(accepted: Self.nine, countered: Self.ten)) == .proven)
        var world = Self.offered(accepted: Self.nine, countered: Self.ten)
        world.signAgain("MARKT", "OFFER", proven: "2026-02-02T11:00:00Z")
        #expect(try value(world) == .proven)
    }

    @Test func `a counter-offer kept in the drawer undoes no acceptance`() throws {
        let world = Self.offered(accepted: Self.ten, countered: Self.nine, reached: false)
        #expect(try value(world) == .proven)
    }

    @Test func `a counter-offer that nobody signed undoes nothing`() throws {
        var world = Self.offered(accepted: Self.ten, countered: nil)
        world.state(
            "COUNTER", by: [], made: (nil, Self.nine),
            [
                ("answers", [.document(World.digest("OFFER"))]), ("seller", [.party("FRUTA")]),
                ("buyer", [.party("MARKT")]),
            ])
        #expect(try value(world) == .proven)
    }

    /// An acceptance in a text of its own.
    private static func acceptance(
        at time: String, changed: Bool = false, signer: String = "MARKT"
    ) -> World {
        var world = offered(accepted: nil, countered: nil)
        world.state(
            "YES", by: [signer], made: (nil, time),
            [
                ("agreement", [.document(World.agreement)]),
                ("accepts", [.document(World.digest("OFFER"))]),
                ("seller", [.party("FRUTA")]), ("buyer", [.party("MARKT")]),
            ] + (changed ? [("amount", [.word("pay"), .money("EUR 1.00")])] : []))
        world.add(
            "commits", [.document(World.digest("YES")), .document(World.digest("OFFER"))])
        return world
    }

    @Test func `an acceptance that names the offer counts, in time and without changes`() throws {
        #expect(try value(Self.acceptance(at: Self.nine)) == .proven)
        #expect(try value(Self.acceptance(at: "2026-02-02T12:30:00Z")) == .undetermined)
        #expect(try value(Self.acceptance(at: Self.nine, changed: true)) == .refuted)
        #expect(try value(Self.acceptance(at: Self.nine, signer: "FRUTA")) == .undetermined)
    }

    @Test func `when a contract was made follows the later signature`() throws {
        let world = Self.offered(accepted: Self.nine, countered: nil)
        let claims = [
            "FRUTA claims contract(FRUTA, MARKT, OFFER, by 2026-02-02T09:00:00Z)",
            "FRUTA claims contract(FRUTA, MARKT, OFFER, by 2026-02-02T08:30:00Z)",
            "FRUTA claims contract(FRUTA, MARKT, OFFER, after 2026-02-02T09:00:00Z)",
        ]
        #expect(
            try world.values(claims, documents: ["OFFER"])
                == [.proven, .undetermined, .refuted])
    }

    @Test func `a contract is dated by what its signatures could only have known later`() throws {
        var world = World(Policy.agreement, members: ["FRUTA", "MARKT"])
        world.state(
            "DB12", by: ["FRUTA", "MARKT"],
            made: ("2026-01-15T10:00:00Z", "2026-03-02T14:00:00Z"),
            [
                ("agreement", [.document(World.agreement)]), ("seller", [.party("FRUTA")]),
                ("buyer", [.party("MARKT")]),
            ])
        let claims = [
            "FRUTA claims contract(FRUTA, MARKT, DB12)",
            "FRUTA claims contract(FRUTA, MARKT, DB12, by 2025-12-31T23:59:00Z)",
            "FRUTA claims contract(FRUTA, MARKT, DB12, after 2025-12-31T23:59:00Z)",
            "FRUTA claims contract(FRUTA, MARKT, DB12, between 2025-12-31T23:59:00Z and 2026-03-02T14:00:00Z)",
            "FRUTA claims contract(FRUTA, MARKT, DB12, between 2025-01-01T00:00:00Z and 2025-12-31T23:59:00Z)",
            "FRUTA claims contract(FRUTA, MARKT, DB12, by 2026-02-01T00:00:00Z)",
        ]
        #expect(
            try world.values(claims, documents: ["DB12"])
                == [.proven, .refuted, .proven, .proven, .refuted, .undetermined])
    }
}
