// SC-13 of background §6, by hand-fed facts: a transferable record endorsed twice.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `SC-13, a record negotiated twice` {
    private static func issued() -> World {
        var world = World(Policy.agreement, members: ["FRUTA", "MARKT", "TRADX", "LINER"])
        world.matter = "BAN-1"
        world.list("bank", "BANKF")
        world.state(
            "EBL", by: ["LINER"], made: (nil, "2026-03-01T09:00:00Z"),
            [("issues_record", [.party("LINER"), .party("FRUTA")])])
        return world
    }

    private static func endorse(
        _ world: inout World, _ name: String, from: String, to: String, after: String = "EBL",
        proven time: String?, by signer: String? = nil
    ) {
        world.state(
            name, by: [signer ?? from], made: (nil, time),
            [
                ("deal", [.word("SALE " + name)]),
                (
                    "endorses",
                    [
                        .document(World.digest("EBL")), .document(World.digest(after)),
                        .party(from), .party(to),
                    ]
                ),
            ])
    }

    private static func negotiatedTwice() -> World {
        var world = issued()
        endorse(&world, "END-1", from: "FRUTA", to: "MARKT", proven: "2026-03-10T09:00:00Z")
        endorse(&world, "END-2", from: "FRUTA", to: "TRADX", proven: "2026-03-10T13:00:00Z")
        world.state(
            "CREDIT", by: ["BANKF"], made: (nil, "2026-03-11T09:00:00Z"),
            [
                (
                    "credit",
                    [
                        .party("FRUTA"), .party("TRADX"), .money("EUR 8000.00"),
                        .word("SALE END-2"), .time("2026-03-10T14:00:00Z"),
                    ]
                )
            ])
        return world
    }

    private static let claims = [
        "MARKT claims holds(MARKT, EBL)", "TRADX claims holds(TRADX, EBL)",
        "FRUTA claims holds(FRUTA, EBL)",
    ]

    private func values(_ world: World, _ more: [String] = []) throws -> [FindingValue] {
        try world.values(Self.claims + more, documents: ["EBL"])
    }

    @Test func `the endorsement first proven prevails, and the other is paid back`() throws {
        let claims = [
            "TRADX claims misconduct(FRUTA, double-negotiation)",
            "TRADX claims liable(FRUTA->TRADX, EUR 8000.00)",
            "TRADX claims liable(FRUTA->TRADX, EUR 8000.01)",
            "MARKT claims liable(FRUTA->MARKT, EUR 0.01)",
        ]
        #expect(
            try values(Self.negotiatedTwice(), claims)
                == [.proven, .refuted, .refuted, .proven, .proven, .refuted, .refuted])
    }

    @Test func `a second endorsement by the endorsee continues the chain`() throws {
        var world = Self.issued()
        Self.endorse(&world, "END-1", from: "FRUTA", to: "MARKT", proven: "2026-03-10T09:00:00Z")
        Self.endorse(
            &world, "END-2", from: "MARKT", to: "TRADX", after: "END-1",
            proven: "2026-03-10T13:00:00Z")
        let claim = ["MARKT claims misconduct(FRUTA, double-negotiation)"]
        #expect(try values(world, claim) == [.refuted, .proven, .refuted, .refuted])
    }

    @Test func `endorsements of one moment cancel each other`() throws {
        var world = Self.issued()
        for (name, to) in [("END-1", "MARKT"), ("END-2", "TRADX")] {
            Self.endorse(&world, name, from: "FRUTA", to: to, proven: "2026-03-10T09:00:00Z")
        }
        #expect(try values(world) == [.refuted, .refuted, .refuted])
    }

    // Attempts to get hold of the record, or to get it back.
    @Test(arguments: ["TRADX", "MARKT"])
    func `an endorsement that the holder did not sign passes nothing on`(signer: String) throws {
        var world = Self.issued()
        Self.endorse(
            &world, "END-1", from: "FRUTA", to: "TRADX", proven: "2026-03-10T09:00:00Z", by: signer)
        #expect(try values(world) == [.refuted, .undetermined, .proven])
    }

    @Test func `a forged earlier endorsement displaces nothing`() throws {
        var world = Self.negotiatedTwice()
        Self.endorse(
            &world, "END-0", from: "FRUTA", to: "TRADX", proven: "2026-03-01T09:00:00Z", by: "TRADX"
        )
        #expect(try values(world)[0] == .proven)
        #expect(try values(world)[1] != .proven)
    }

    @Test func `signing the later endorsement again does not make it first`() throws {
        var world = Self.negotiatedTwice()
        world.signAgain("FRUTA", "END-1", proven: "2026-03-20T09:00:00Z")
        world.signAgain("FRUTA", "END-2", proven: "2026-03-21T09:00:00Z")
        #expect(try values(world) == [.proven, .refuted, .refuted])
    }

    @Test func `who is not the holder endorses nothing`() throws {
        var world = Self.issued()
        Self.endorse(&world, "END-1", from: "MARKT", to: "TRADX", proven: "2026-03-10T09:00:00Z")
        #expect(try values(world) == [.refuted, .refuted, .proven])
    }

    @Test func `a record that its issuer did not sign has no holder`() throws {
        var world = World(Policy.agreement, members: ["FRUTA", "LINER"])
        world.state(
            "EBL", by: ["FRUTA"], made: (nil, "2026-03-01T09:00:00Z"),
            [("issues_record", [.party("LINER"), .party("FRUTA")])])
        #expect(try values(world) == [.refuted, .refuted, .undetermined])
    }
}
