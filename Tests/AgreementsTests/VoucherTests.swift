// Vouchers by hand-fed facts (background §3.6): a cover without the service being asked at the time, spent once.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `A voucher` {
    /// INVST has a voucher for 2 millions under LIM-8, of 4 March; the orders are disowned as in SC-07.
    private static func world() -> World {
        var world = World(Policy.agreement, members: ["INVST", "BROKR", "BRKR2"])
        world.matter = "IBM-1"
        world.list("recorder", "CLEAR")
        world.certify("INVST", key: "VOUCHER")
        world.limit("LIM-8", "USD 2000000.00")
        let number = World.Written.word("V-1")
        world.state(
            "VOUCHER", by: ["CS1"], made: ("2026-03-01T09:09:00Z", "2026-03-01T09:11:00Z"),
            [
                ("kind", [.word("voucher")]),
                ("voucher", [number, .party("INVST"), .money("USD 2000000.00")]),
                (
                    "cover_terms",
                    [
                        number, .word("LIM-8"), .key("VOUCHER"), .time("2026-03-01T09:10:00Z"),
                        .time("2026-03-04T09:10:00Z"), .time("2026-06-01T00:00:00Z"),
                    ]
                ),
            ])
        world.lost("ORDER-A", "BROKR", "USD 2000000.00")
        world.lost("ORDER-B", "BRKR2", "USD 1500000.00")
        return world
    }

    /// A spend, accepted by its beneficiary, and entered by the service if there is a number.
    private static func spend(
        _ world: inout World, _ name: String, for broker: String, _ order: String,
        by key: String = "VOUCHER", entry: Int64?, receipt: String = "CS1",
        accepted: String = "2026-03-03T10:00:00Z"
    ) {
        world.state(
            name, by: [key], made: ("2026-03-03T09:20:00Z", "2026-03-03T09:30:00Z"),
            [
                ("kind", [.word("voucher-spend")]),
                (
                    "spends",
                    [
                        .document(World.digest("VOUCHER")), .word("V-1"), .party(broker),
                        .document(World.digest(order)),
                    ]
                ),
            ])
        world.accept(name, by: broker, made: (nil, accepted))
        guard let entry else { return }
        let register = "REGISTER " + name
        world.state(
            register, by: [receipt], made: (nil, "2026-03-03T10:10:00Z"),
            [("kind", [.word("cover-receipt")])])
        world.add(
            "enters_acceptance",
            [
                .document(World.digest(register)),
                .document(World.digest("ACCEPTANCE " + name + broker)),
                .document(World.digest(name)), .count(entry),
                World.Written.time("2026-03-03T10:05:00Z").term,
            ], origin: .stated)
    }

    private func owed(_ world: World) throws -> [String?] {
        try world.judge([
            "BROKR claims liable(INVST->BROKR, USD 1000.00)",
            "BRKR2 claims liable(INVST->BRKR2, USD 1000.00)",
            "BROKR claims liable(CS1->BROKR, USD 1000.00)",
            "BRKR2 claims liable(CS1->BRKR2, USD 1000.00)",
        ]).findings.map { $0.provenSupremum?.text }
    }

    @Test func `it covers what its key names, once the service has entered the acceptance`() throws
    {
        var world = Self.world()
        Self.spend(&world, "SPEND", for: "BROKR", "ORDER-A", entry: 5)
        #expect(try owed(world) == ["USD 2000000.00", "USD 500.00", "USD 0.00", "USD 0.00"])
        let claims = [
            "BROKR claims commitment(INVST->BROKR, ORDER, USD 2000000.00)",
            "BROKR claims misconduct(INVST, double-spend)",
            "BROKR claims misconduct(CS1, double-use)",
        ]
        let text = claims.map { $0.replacing("ORDER", with: "ORDER-A") }
        #expect(
            try world.values(
                [text[0].replacing("ORDER-A", with: World.digest("ORDER-A").text)] + text[1...])
                == [.proven, .refuted, .refuted])
    }

    @Test func `without an entry, a fitting key or an acceptance in time it covers nothing`() throws
    {
        var unentered = Self.world()
        Self.spend(&unentered, "SPEND", for: "BROKR", "ORDER-A", entry: nil)
        var forged = Self.world()
        Self.spend(&forged, "SPEND", for: "BROKR", "ORDER-A", entry: 5, receipt: "BROKR")
        var stranger = Self.world()
        Self.spend(&stranger, "SPEND", for: "BROKR", "ORDER-A", by: "BROKR", entry: 5)
        var late = Self.world()
        Self.spend(
            &late, "SPEND", for: "BROKR", "ORDER-A", entry: 5, accepted: "2026-03-04T09:12:00Z")
        for world in [unentered, forged, stranger, late] {
            #expect(try owed(world) == ["USD 500.00", "USD 500.00", "USD 0.00", "USD 0.00"])
        }
    }

    @Test func `who spends it twice owes both, and the service stands for the first`() throws {
        var world = Self.world()
        Self.spend(&world, "SPEND-A", for: "BROKR", "ORDER-A", entry: 5)
        Self.spend(&world, "SPEND-B", for: "BRKR2", "ORDER-B", entry: nil)
        #expect(try owed(world) == ["USD 2000000.00", "USD 1500000.00", "USD 0.00", "USD 0.00"])
        let claims = [
            "BROKR claims misconduct(INVST, double-spend)",
            "BROKR claims misconduct(CS1, double-use)",
        ]
        #expect(try world.values(claims) == [.proven, .refuted])
        Self.spend(&world, "SPEND-C", for: "BRKR2", "ORDER-A", entry: 6)
        #expect(try world.values(claims) == [.proven, .proven])
        #expect(try owed(world)[0] == "USD 2000000.00")
    }

    @Test func `a second spend that the voucher's key did not sign costs nobody anything`() throws {
        var world = Self.world()
        Self.spend(&world, "SPEND-A", for: "BROKR", "ORDER-A", entry: 5)
        Self.spend(&world, "SPEND-B", for: "BRKR2", "ORDER-B", by: "BRKR2", entry: 4)
        #expect(try owed(world) == ["USD 2000000.00", "USD 500.00", "USD 0.00", "USD 0.00"])
        #expect(try world.values(["BROKR claims misconduct(INVST, double-spend)"]) != [.proven])
    }

    // The first of a thief's spends is the cover that the limit is for; the others are nobody's, or of a service that registered them.
    @Test func `who steals its key cannot spend it beyond the limit`() throws {
        var world = Self.world()
        Self.spend(&world, "SPEND-A", for: "BROKR", "ORDER-A", entry: 5)
        Self.spend(&world, "SPEND-B", for: "BRKR2", "ORDER-B", entry: nil)
        world.list("expert", "EXPT")
        world.state(
            "REPORT", by: ["EXPT"], made: (nil, "2026-04-20T00:00:00Z"),
            [("reports_compromise", [.key("VOUCHER"), .time("2026-03-02T00:00:00Z")])])
        #expect(try owed(world) == ["USD 2000000.00", "USD 500.00", "USD 0.00", "USD 0.00"])
        Self.spend(&world, "SPEND-C", for: "BRKR2", "ORDER-B", entry: 6)
        #expect(try owed(world) == ["USD 2000000.00", "USD 500.00", "USD 0.00", "USD 1500000.00"])
    }

    @Test func `its amount counts once against the limit, in the ledger as without it`() throws {
        for ledger in [false, true] {
            var world = Self.world()
            Self.spend(&world, "SPEND-A", for: "BROKR", "ORDER-A", entry: 5)
            world.cover(
                "IC-9", under: "LIM-8", for: "BRKR2", "ORDER-B", "USD 1500000.00")
            world.accept("IC-9", by: "BRKR2", made: (nil, "2026-03-03T09:20:00Z"))
            if ledger {
                world.ledger(
                    "G", of: "LIM-8",
                    [
                        (1, "VOUCHER", "USD 2000000.00", "USD 0.00"),
                        (2, "IC-9", "USD 1500000.00", "USD 2000000.00"),
                    ])
            }
            #expect(
                try owed(world) == ["USD 2000000.00", "USD 500.00", "USD 0.00", "USD 1500000.00"])
        }
    }
}
