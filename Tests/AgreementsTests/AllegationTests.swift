// Article R-27 on allegations, on facts fed by hand (SC-15): records that their filer could have made prove nothing against the other side.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Allegations` {
    private static let kinds = ["tls-transcript", "kerberos-ticket", "mac", "log"]

    /// SELLR filed a record of this kind of what BUYR is said to have ordered, and the text of the order.
    private static func world(_ kinds: [String], filer: String? = "SELLR") -> World {
        var world = World(Policy.agreement, members: ["SELLR", "BUYR"])
        world.state("ORDER", by: ["SELLR"], made: (nil, "2026-02-02T11:00:00Z"), order)
        for kind in kinds {
            let itself = Term.document(World.digest(kind))
            world.add("admitted", [itself])
            world.add("allegation", [itself, .word(kind)])
            if let filer { world.add("filed", [World.Written.party(filer).term, itself]) }
        }
        return world
    }

    private static let order: [(String, [World.Written])] = [
        ("agreement", [.document(World.agreement)]), ("seller", [.party("SELLR")]),
        ("buyer", [.party("BUYR")]), ("orders_payment", orders),
    ]

    private static let orders: [World.Written] = [
        .party("BUYR"), .party("SELLR"), .money("EUR 8400.00"), .word("BAN-1"),
    ]

    private static let claims = [
        "SELLR claims signed(BUYR, ORDER)", "SELLR claims contract(SELLR, BUYR, ORDER)",
        "SELLR claims authorised(BUYR, pay)",
    ]

    private func values(_ world: World, _ claims: [String]) throws -> [FindingValue] {
        try world.values(claims, documents: ["ORDER"])
    }

    @Test(arguments: kinds)
    func `no signature, contract or authority follows from one`(kind: String) throws {
        let world = Self.world([kind])
        #expect(try values(world, Self.claims) == [.undetermined, .undetermined, .undetermined])
        let own = ["SELLR claims signed(BUYR, RECORD)"]
        var text = world
        text.add("admitted", [.document(World.digest("RECORD"))])
        text.add("allegation", [.document(World.digest("RECORD")), .word(kind)])
        #expect(try text.values(own, documents: ["RECORD"]) == [.undetermined])
    }

    @Test func `the buyer's signature beside them proves all three`() throws {
        var world = Self.world(Self.kinds)
        world.sign("BUYR", "ORDER", made: (nil, "2026-02-02T11:00:00Z"), filedBy: "SELLR")
        #expect(try values(world, Self.claims) == [.proven, .proven, .proven])
    }

    @Test(arguments: [
        ("tls-transcript", "produce-log"), ("log", "produce-log"),
        ("kerberos-ticket", "produce-ticket"), ("mac", "produce-mac"),
    ])
    func `whoever filed one could produce it without the other`(
        kind: String, act: String
    ) throws {
        for other in ["produce-log", "produce-ticket", "produce-mac"] {
            #expect(
                try values(
                    Self.world([kind]),
                    [
                        "BUYR claims couldWithout(SELLR, \(other), BUYR)",
                        "BUYR claims couldWithout(BUYR, \(other), SELLR)",
                        "BUYR claims couldWithout(SELLR, \(other), SELLR)",
                    ]) == [other == act ? .proven : .undetermined, .undetermined, .undetermined])
        }
    }

    @Test func `what an operator filed accuses nobody`() throws {
        #expect(
            try values(
                Self.world(["log"], filer: nil),
                ["BUYR claims couldWithout(SELLR, produce-log, BUYR)"]) == [.undetermined])
    }

    @Test func `authority needs a statement of the party itself`() throws {
        for (signer, value): (String, FindingValue) in [
            ("BUYR", .proven), ("SELLR", .undetermined),
        ] {
            var world = Self.world([])
            world.state(
                "POWER", by: [signer], made: ("2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"),
                [("authorises", [.party("BUYR"), .word("ship")])])
            let claims = [
                "SELLR claims authorised(BUYR, ship)", "SELLR claims authorised(BUYR, sell)",
                "SELLR claims authorised(SELLR, ship)",
            ]
            #expect(try values(world, claims) == [value, .undetermined, .undetermined])
        }
    }

    // Gaming
    @Test func `a record does not weaken a signature on it, and a document cannot call itself one`()
        throws
    {
        var world = Self.world([])
        let interval: (String?, String?) = ("2026-02-01T11:00:00Z", "2026-02-02T11:00:00Z")
        world.sign("BUYR", "ORDER", made: interval, filedBy: "SELLR")
        world.sign("SELLR", "ORDER 2", made: interval)
        let before = try values(world, Self.claims)
        let order = Term.document(World.digest("ORDER"))
        world.add("allegation", [order, .word("log")], origin: .stated)
        #expect(try values(world, Self.claims) == before)
        world.add("allegation", [order, .word("log")])
        world.add("filed", [World.Written.party("BUYR").term, order])
        #expect(try values(world, Self.claims) == before)
        #expect(before[0] == .proven)
    }
}
