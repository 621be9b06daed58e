// SC-07 of background §6, by hand-fed facts: certificates beyond the limit, and the ledger that shows it.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `SC-07, a limit exceeded` {
    /// Two certificates of 5 and 2 millions under a limit of 6; both brokers lost what is covered.
    static func issued(
        discharged: String? = nil, second: String = "USD 2000000.00", ledger: Bool = true,
        certificates: [(String, [World.Written])] = []
    ) -> World {
        var world = World(Policy.agreement, members: ["INVST", "BROKR", "BRKR2"])
        world.matter = "IBM-1"
        world.list("recorder", "CLEAR")
        world.certify("INVST", key: "INVST-2")
        world.limit("LIM-7", "USD 6000000.00")
        for (order, broker, name, money) in [
            ("ORDER-A", "BROKR", "IC-A", "USD 5000000.00"), ("ORDER-B", "BRKR2", "IC-B", second),
        ] {
            world.lost(order, broker, money)
            world.cover(
                name, under: "LIM-7", for: broker, order, money, further: certificates)
            world.accept(
                name, by: broker, made: ("2026-03-03T09:10:30Z", "2026-03-03T09:11:30Z"))
        }
        if let discharged { world.release("USD 5000000.00", of: "IC-A", by: discharged) }
        if ledger {
            world.ledger(
                "G", of: "LIM-7",
                [
                    (1, "IC-A", "USD 5000000.00", "USD 0.00"),
                    (3, "IC-B", second, "USD 5000000.00"),
                ])
        }
        if ledger, discharged != nil {
            world.free("G", before: "IC-B", "IC-A", by: "RELEASE", "USD 5000000.00")
        }
        return world
    }

    static let claims = [
        "BROKR claims liable(INVST->BROKR, USD 5000000.00)",
        "BRKR2 claims liable(INVST->BRKR2, USD 1000000.00)",
        "BRKR2 claims liable(INVST->BRKR2, USD 2000000.00)",
        "BRKR2 claims liable(CS1->BRKR2, USD 1000000.00)",
    ]

    private static func fault(_ word: String) -> String { "INVST claims misconduct(CS1, \(word))" }

    @Test func `the party owes what the limit left, and the service the rest`() throws {
        let findings = try Self.issued().judge(Self.claims)
        #expect(findings.findings.map(\.value) == [.proven, .proven, .refuted, .proven])
        #expect(findings.findings[2].provenSupremum == Money(text: "USD 1000000.00"))
        #expect(findings.findings[3].possibleSupremum == Money(text: "USD 1000000.00"))
    }

    @Test func `a ledger that breaks an invariant convicts who signed it, and nobody else`() throws
    {
        var world = Self.issued()
        #expect(try world.values([Self.fault("over-issue")]) == [.refuted])
        world.add("ledger_fault", [.document(World.digest("G")), .word("over-issue")])
        let findings = try world.judge([Self.fault("over-issue")])
        #expect(findings.findings[0].value == .proven)
        #expect(findings.misconduct.map(\.statement) == ["misconduct(CS1, over-issue)"])
        var forged = Self.issued()
        forged.ledger("FALSE", of: "LIM-7", by: "INVST", [])
        forged.add("ledger_fault", [.document(World.digest("FALSE")), .word("balance")])
        #expect(try forged.values([Self.fault("balance")]) == [.undetermined])
        #expect(try forged.judge([Self.fault("balance")]).misconduct.isEmpty)
    }

    @Test func `without the ledger the party's limit holds in the order of the certificates`()
        throws
    {
        let world = Self.issued(ledger: false)
        let claims = [
            "BROKR claims liable(INVST->BROKR, USD 5000000.00)",
            "BRKR2 claims liable(INVST->BRKR2, USD 2000000.00)",
            "BROKR claims liable(CS1->BROKR, USD 0.01)",
            "BRKR2 claims liable(CS1->BRKR2, USD 0.01)",
        ]
        let owed = try world.judge(claims).findings.compactMap(\.provenSupremum?.minorUnits)
        #expect(owed[0] + owed[1] == 600_000_000)
        #expect(owed[2] + owed[3] == 100_000_000)
    }

    @Test func `a discharge before makes room`() throws {
        let findings = try Self.issued(discharged: "BROKR").judge(Self.claims)
        #expect(findings.findings.map(\.value) == [.refuted, .proven, .proven, .refuted])
        #expect(findings.misconduct.isEmpty)
    }

    @Test func `a discharge that the beneficiary did not sign makes none`() throws {
        #expect(
            try Self.issued(discharged: "INVST").values(Self.claims)
                == [.proven, .proven, .refuted, .proven])
    }

    @Test func `two contradicting ledgers are a fork, and leave the party the least`() throws {
        var world = Self.issued(discharged: "BROKR")
        #expect(try world.values([Self.fault("fork")]) == [.refuted])
        world.ledger("H", of: "LIM-7", [(3, "IC-B", "USD 2000000.00", "USD 5500000.00")])
        let fork = [
            Term.document(World.digest("G")), .document(World.digest("H")), .count(2),
        ]
        world.add("forked_ledger", fork)
        #expect(try world.values([Self.fault("fork")]) == [.proven])
        let findings = try world.judge([Self.claims[2]]).findings
        #expect(findings[0].provenSupremum == Money(text: "USD 500000.00"))
        var forged = Self.issued(discharged: "BROKR")
        forged.ledger(
            "H", of: "LIM-7", by: "INVST", [(3, "IC-B", "USD 2000000.00", "USD 5500000.00")])
        forged.add("forked_ledger", fork)
        #expect(
            try forged.values([Self.fault("fork"), Self.claims[2]]) == [.undetermined, .proven])
    }

    @Test func `a ledger that contradicts the certificate does not count for it`() throws {
        var world = Self.issued(discharged: "BROKR")
        world.ledger("H", of: "LIM-7", [(9, "IC-B", "USD 2000000.00", "USD 6000000.00")])
        #expect(try world.values([Self.claims[2]]) == [.refuted])
        world.add(
            "forked_ledger",
            [.document(World.digest("H")), .document(World.digest("IC-B")), .count(9)])
        #expect(try world.values([Self.claims[2], Self.fault("fork")]) == [.proven, .proven])
    }

    @Test func `two certificates that name one entry are a fork`() throws {
        let fork = [Self.fault("fork")]
        for (entry, limit, value) in [
            (1, "LIMIT-LIM-7", FindingValue.proven), (2, "LIMIT-LIM-7", .refuted),
            (1, "ANOTHER", .refuted),
        ] {
            var world = Self.issued()
            for (name, entry, limit) in [("IC-A", 1, "LIMIT-LIM-7"), ("IC-B", entry, limit)] {
                let itself = Term.document(World.digest(name))
                world.add(
                    "cover_issuer",
                    [
                        itself, World.Written.party("CS1").term,
                        .document(World.digest(limit)),
                    ], origin: .stated)
                world.add(
                    "cover_entry",
                    [
                        itself, .count(Int64(entry)), .document(World.digest("LINE")),
                        World.Written.money("USD 0.00").term,
                    ], origin: .stated)
            }
            #expect(try world.values(fork) == [value])
        }
    }

    @Test func `one number for two beneficiaries makes the service liable alone`() throws {
        var world = Self.issued(discharged: "BROKR")
        world.cover(
            "IC-C", under: "LIM-7", for: "BROKR", "ORDER-A", "USD 10.00", number: "IC-B")
        let claims = [
            "BRKR2 claims liable(CS1->BRKR2, USD 2000000.00)",
            "BRKR2 claims liable(INVST->BRKR2, USD 2000000.00)",
            "BRKR2 claims misconduct(CS1, double-use)",
        ]
        #expect(try world.values(claims) == [.proven, .refuted, .proven])
    }

    @Test func `a second certificate for one document, beneficiary and context is double use`()
        throws
    {
        let context: [(String, [World.Written])] = [
            ("cover_context", [.document(World.digest("CONTEXT"))])
        ]
        var world = Self.issued(certificates: context)
        #expect(try world.values([Self.fault("double-use")]) == [.refuted])
        world.cover(
            "IC-A2", under: "LIM-7", for: "BROKR", "ORDER-A", "USD 1.00", further: context)
        #expect(try world.values([Self.fault("double-use")]) == [.proven])
    }

    @Test func `a forged ledger moves nothing`() throws {
        var world = Self.issued(discharged: "BROKR")
        world.ledger(
            "H", of: "LIM-7", by: "INVST", [(1, "IC-B", "USD 2000000.00", "USD 6000000.00")])
        #expect(try world.values(Array(Self.claims[1...2])) == [.proven, .proven])
    }

    @Test func `a lapse makes room only after the time, and where nothing was claimed`() throws {
        func world(_ made: String, claimed: Bool, accepted: Bool = true) -> World {
            var world = Self.issued(ledger: false)
            if !accepted {
                world.facts.removeAll {
                    $0.predicate == "accepts_cover"
                        && $0.arguments[2] == .document(World.digest("IC-A"))
                }
            }
            if claimed {
                world.claim(
                    "USD 1.00", of: "IC-A", by: "BROKR", made: (nil, "2026-06-01T00:00:00Z"))
            }
            world.now = World.time("2026-07-01T00:00:00Z")
            let time = made + "T09:10:00Z"
            world.lost("ORDER-L", "BRKR2", "USD 3000000.00", made: (time, made + "T09:12:00Z"))
            world.cover(
                "IC-L", under: "LIM-7", for: "BRKR2", "ORDER-L", "USD 3000000.00", issued: time,
                until: made + "T19:10:00Z", claimed: "2026-09-01T00:00:00Z",
                made: (time, made + "T09:11:00Z"))
            world.accept("IC-L", by: "BRKR2", made: (nil, made + "T09:20:00Z"))
            world.ledger(
                "G", of: "LIM-7",
                [
                    (1, "IC-A", "USD 5000000.00", "USD 0.00"),
                    (3, "IC-L", "USD 3000000.00", "USD 5000000.00"),
                ])
            world.free("G", before: "IC-L", "IC-A", by: "G", "USD 5000000.00")
            world.facts.removeAll {
                $0.predicate == "cover"
                    && $0.arguments[0] == .document(World.digest("IC-B"))
            }
            return world
        }
        let claim = ["BRKR2 claims liable(INVST->BRKR2, USD 3000000.00)"]
        #expect(try world("2026-06-05", claimed: false).values(claim) == [.proven])
        #expect(try world("2026-06-05", claimed: true).values(claim) == [.refuted])
        #expect(try world("2026-06-03", claimed: false).values(claim) == [.refuted])
        #expect(try world("2026-03-07", claimed: false, accepted: false).values(claim) == [.proven])
        #expect(
            try world("2026-03-05", claimed: false, accepted: false).values(claim) == [.refuted])
    }

    @Test(arguments: [
        ("status", "2026-03-03T09:10:01Z", "2026-03-03T09:10:00Z"),
        ("status", "2026-03-03T08:59:59Z", "2026-03-03T09:10:00Z"),
        ("status", "2026-03-03T09:09:00Z", "2026-03-03T09:10:01Z"),
    ])
    func `a status of another time is misconduct, and harms no beneficiary`(
        kind: String, status: String, from: String
    ) throws {
        let good = [
            (
                "cover_status",
                [World.Written.time("2026-03-03T09:09:00Z"), .time("2026-03-03T09:10:00Z")]
            )
        ]
        #expect(try Self.issued(certificates: good).values([Self.fault("windows")]) == [.refuted])
        let bad = [("cover_status", [World.Written.time(status), .time(from)])]
        let values = try Self.issued(certificates: bad).values([
            Self.fault("windows"), Self.claims[0],
        ])
        #expect(values == [.proven, .proven])
    }

    @Test(arguments: [
        ("2026-03-06T09:10:01Z", "2026-05-01T00:00:00Z"),
        ("2026-03-06T09:10:00Z", "2026-06-04T09:10:01Z"),
        ("2026-03-03T09:09:59Z", "2026-05-01T00:00:00Z"),
        ("2026-03-06T09:10:00Z", "2026-03-06T09:09:59Z"),
    ])
    func `terms longer than allowed, or in disorder, are misconduct`(
        until: String, deadline: String
    ) throws {
        #expect(try Self.issued().values([Self.fault("windows")]) == [.refuted])
        var world = Self.issued()
        world.cover(
            "IC-W", under: "LIM-7", for: "BROKR", "ORDER-A", "USD 1.00", until: until,
            claimed: deadline)
        #expect(try world.values([Self.fault("windows")]) == [.proven])
        var forged = Self.issued()
        forged.cover(
            "IC-W", under: "LIM-7", for: "BROKR", "ORDER-A", "USD 1.00", until: until,
            claimed: deadline, by: "BROKR")
        #expect(try forged.values([Self.fault("windows")]) != [.proven])
    }
}

extension World {
    /// An order of INVST to `broker`, disowned, with a certified loss.
    mutating func lost(
        _ order: String, _ broker: String, _ money: String,
        made: (String, String) = ("2026-03-03T09:05:00Z", "2026-03-03T09:12:00Z")
    ) {
        state(
            order, by: ["INVST"], made: made,
            [
                ("agreement", [.document(World.agreement)]),
                ("obligation", [.word("settle"), .party("INVST"), .party(broker)]),
            ])
        state(
            "LOSS-" + order, by: ["CLEAR"], made: (nil, "2026-03-06T10:00:00Z"),
            [("loss", [.party(broker), .document(World.digest(order)), .money(money)])])
        state(
            "REPUDIATION-" + order, by: ["INVST"], made: (nil, "2026-03-06T11:15:00Z"),
            [("repudiates", [.party("INVST"), .document(World.digest(order))])])
    }
}
