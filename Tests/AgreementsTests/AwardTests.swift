// R-31 of seca-1.0: awards, what sets them aside, and the stage that a matter has reached.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct Awards {
    private static let claims = [
        "FRUTA claims decided(CLAIMS, \"C1\", proven, granted)", "FRUTA claims final(AWARD)",
    ]

    private func values(_ world: World) throws -> [FindingValue] {
        try world.values(Self.claims, documents: ["CLAIMS", "AWARD"])
    }

    @Test(arguments: [
        ("2026-05-04T12:00:00Z", FindingValue.refuted), ("2026-06-02T12:00:00Z", .proven),
    ])
    func `decide, and are final after a month`(now: String, isFinal: FindingValue) throws {
        var world = World.disputed()
        world.award()
        world.now = World.time(now)
        #expect(try values(world) == [.proven, isFinal])
    }

    @Test(arguments: [
        ("STRNG", "STRNG", "BAN-1", "award"), ("FRUTA", "FRUTA", "BAN-1", "award"),
        ("ARBIT", "FRUTA", "BAN-1", "award"), ("ARBIT", "ARBIT", "OTHER-7", "award"),
        ("FRUTA", "ARBIT", "BAN-1", "award"), ("ARBIT", "ARBIT", "BAN-1", "award_despite"),
    ])
    func `of others, of other matters, or despite the evidence decide nothing`(
        by: String, signer: String, deal: String, predicate: String
    ) throws {
        var world = World.disputed()
        world.award(by: by, signer: signer, deal: deal, as: predicate)
        world.now = World.time("2026-06-12T12:00:00Z")
        #expect(try values(world).allSatisfy { $0 != .proven })
    }

    @Test func `are set aside when the evidence is reopened`() throws {
        var world = World.disputed()
        world.award()
        world.close(at: "2026-05-03T10:00:00Z", as: "reopens")
        world.now = World.time("2026-06-12T12:00:00Z")
        #expect(try values(world) == [.refuted, .refuted])
    }

    @Test(arguments: [
        ("ARBIT", "2026-05-20T10:00:00Z", FindingValue.refuted),
        ("ARBIT", "2026-06-02T10:00:00Z", .proven), ("FRUTA", "2026-05-20T10:00:00Z", .proven),
    ])
    func `are corrected by their arbiter within a month`(
        by: String, existed: String, expected: FindingValue
    ) throws {
        var world = World.disputed()
        world.award()
        world.award(
            "CORRECTION", by: by, value: "refuted", at: existed, made: (nil, existed),
            stating: [("corrects", [.document(World.digest("AWARD"))])])
        #expect(try values(world).first == expected)
    }

    @Test func `that correct each other decide nothing`() throws {
        var world = World.disputed()
        world.award(stating: [("corrects", [.document(World.digest("CORRECTION"))])])
        world.award("CORRECTION", stating: [("corrects", [.document(World.digest("AWARD"))])])
        #expect(try values(world) == [.refuted, .refuted])
    }

    @Test func `that find twice, and differently, are misconduct`() throws {
        var world = World.disputed()
        world.award()
        let claim = ["FRUTA claims misconduct(ARBIT, contradictory-awards)"]
        #expect(try world.values(claim) == [.refuted])
        // Later evidence, another time: no contradiction.
        world.award("LATER", value: "refuted", at: "2026-05-03T10:00:00Z")
        #expect(try world.values(claim) == [.refuted])
        world.award("SECOND", value: "undetermined")
        #expect(try world.values(claim) == [.proven])
    }
}

@Suite struct `The stage of a matter` {
    private static let stages = [
        "notified", "filed", "served", "default", "answered", "evidence", "deliberation", "award",
        "final", "reopened", "settled",
    ]

    private func stages(_ world: World) throws -> [String] {
        let values = try world.values(Self.stages.map { "FRUTA claims stage(\($0))" })
        return zip(Self.stages, values).filter { $1 == .proven }.map(\.0)
    }

    @Test func `is the furthest that was reached`() throws {
        var world = World.disputed()
        #expect(try stages(world) == [])
        world.paper(
            "NOTICE", by: ["FRUTA"], made: (nil, "2026-04-05T00:00:00Z"),
            [("notifies", [.party("FRUTA"), .party("MARKT")])])
        #expect(try stages(world) == ["notified"])
        world.paper(
            "FILED", by: ["FRUTA"], made: (nil, "2026-04-06T00:00:00Z"),
            [("files_claims", [.party("FRUTA"), .document(World.digest("CLAIMS"))])])
        #expect(try stages(world) == ["filed"])
        world.serve()
        #expect(try stages(world) == ["default"])
        world.now = World.time("2026-04-20T00:00:00Z")
        #expect(try stages(world) == ["served"])
        world.answer()
        #expect(try stages(world) == ["answered"])
        world.orderProduction()
        #expect(try stages(world) == ["evidence"])
        world.close()
        world.now = World.time("2026-04-26T00:00:00Z")
        #expect(try stages(world) == ["deliberation"])
        world.award()
        world.now = World.time("2026-05-03T00:00:00Z")
        #expect(try stages(world) == ["award"])
        world.now = World.time("2026-06-12T00:00:00Z")
        #expect(try stages(world) == ["final"])
        world.close(at: "2026-06-01T00:00:00Z", as: "reopens")
        #expect(try stages(world) == ["reopened"])
        world.close(at: "2026-06-05T00:00:00Z")
        #expect(try stages(world) == ["deliberation"])
        world.paper(
            "SETTLEMENT", by: ["FRUTA", "MARKT"], made: (nil, "2026-04-20T00:00:00Z"),
            [("settles", [.party("FRUTA"), .party("MARKT")])])
        #expect(try stages(world) == ["settled"])
    }

    @Test func `is not for strangers to move`() throws {
        var world = World.disputed()
        world.paper(
            "NOTICE", by: ["STRNG"], made: (nil, "2026-04-05T00:00:00Z"),
            [
                ("notifies", [.party("FRUTA"), .party("MARKT")]),
                ("settles", [.party("FRUTA"), .party("MARKT")]),
                ("withdraws_claims", [.party("FRUTA"), .party("MARKT")]),
                ("files_claims", [.party("FRUTA"), .document(World.digest("CLAIMS"))]),
            ])
        world.serve(by: "STRNG")
        world.close(by: "STRNG")
        world.award(by: "STRNG")
        #expect(try stages(world) == [])
    }

    @Test func `comes with what is due, and when`() throws {
        var world = World.disputed()
        world.paper(
            "NOTICE", by: ["FRUTA"], made: (nil, "2026-04-05T00:00:00Z"),
            [("notifies", [.party("FRUTA"), .party("MARKT")])])
        world.serve()
        world.answer()
        world.hand("ANSWER MARKT MARKT", to: "FRUTA", at: "2026-04-16T10:00:00Z")
        world.now = World.time("2026-04-17T00:00:00Z")
        world.close()
        let due = [
            ("FRUTA", "reply", "2026-04-23T10:00:00Z"), ("ARBIT", "close", "2026-04-25T12:00:00Z"),
            ("MARKT", "answer", "2026-04-24T10:00:00Z"),
        ].map { "FRUTA claims deadline(\($0), \($1), \($2))" }
        #expect(try world.values(due) == [.proven, .proven, .refuted])
    }
}
