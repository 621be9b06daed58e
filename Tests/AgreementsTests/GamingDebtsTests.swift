// Attempts to end a debt, or to revive one, with evidence that should not count: notices, admissions and records of the wrong hand or
// time, and claims on parties that nobody knows.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Gaming debts` {
    private static func delivered() -> World {
        var world = World.negotiated()
        world.deliver()
        return world
    }

    private func values(_ world: World, _ claims: [String]) throws -> [FindingValue] {
        try world.values(claims, documents: ["DB1"])
    }

    // what ends a debt, and what does not.
    @Test
    func `a claim that nobody notified for years is barred, and a notice of the debtor helps not`()
        throws
    {
        var world = Self.delivered()
        world.now = World.time("2029-05-04T00:00:00Z")
        let claim = ["FRUTA claims liable(MARKT->FRUTA, EUR 8400.00)"]
        #expect(try values(world, claim) == [.refuted])
        world.note(
            "NOTICE", by: ["MARKT"], proven: "2026-06-01T00:00:00Z", "notifies",
            [.party("FRUTA"), .party("MARKT")])
        #expect(try values(world, claim) == [.refuted])
        world.note(
            "OWN NOTICE", by: ["FRUTA"], proven: "2026-06-01T00:00:00Z", "notifies",
            [.party("FRUTA"), .party("MARKT")])
        #expect(try values(world, claim) == [.proven])
    }

    @Test(arguments: [("MARKT", FindingValue.proven), ("FRUTA", .refuted)])
    func `only the debtor's own admission defeats the record of its payment`(
        signer: String, value: FindingValue
    ) throws {
        var world = Self.delivered()
        world.credit()
        world.note(
            "ANSWER", by: [signer], "admits",
            [.party("MARKT"), .word("pay"), .document(World.digest("DB1"))])
        #expect(try values(world, ["FRUTA claims breach(MARKT, pay)"]) == [value])
    }

    //
    @Test func `a record of a payment made before the payment proves nothing`() throws {
        var world = Self.delivered()
        world.note(
            "CREDIT", by: ["BANKF"], proven: "2026-03-01T00:00:00Z", "credit",
            World.money("EUR 8400.00", "BAN-1", at: "2026-03-27T10:00:00Z"))
        #expect(try values(world, ["FRUTA claims breach(MARKT, pay)"]) == [.proven])
    }

    // a contract that nobody doubts does not end by a claim on an unknown party.
    @Test func `claims on parties that nobody knows are never proven`() throws {
        let claims = [
            "GHOST claims contract(GHOST, MARKT, DB1)", "GHOST claims breach(GHOST, pay)",
            "GHOST claims holds(GHOST, DB1)", "GHOST claims received(GHOST, DB1)",
            "GHOST claims delivered(GHOST, MARKT, deliver)",
        ]
        #expect(
            try values(Self.delivered(), claims)
                == [.undetermined, .undetermined, .refuted, .undetermined, .undetermined])
    }
}
