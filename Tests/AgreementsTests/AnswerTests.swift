// R-30 of seca-1.0: service, answers and default, time bars and settlements.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Service and answer` {
    private static let inDefault = "FRUTA claims default(MARKT, DB1)"

    private func value(_ world: World) throws -> FindingValue? {
        try world.values([Self.inDefault], documents: ["DB1"]).first
    }

    @Test func `silence for two weeks is default`() throws {
        var world = World.disputed()
        world.serve()
        #expect(try value(world) == .proven)
        world.now = World.time("2026-04-24T10:00:00Z")
        #expect(try value(world) == .refuted)
        let due = ["FRUTA claims deadline(MARKT, answer, 2026-04-24T10:00:00Z)"]
        #expect(try world.values(due) == [.proven])
    }

    @Test(arguments: ["LINER", "COURT"])
    func `an answer in time is none`(officer: String) throws {
        var world = World.disputed()
        world.serve(by: officer)
        world.answer()
        #expect(try value(world) == .refuted)
    }

    @Test(
        arguments: [
            ("2026-04-15T10:00:00Z", "2026-04-24T10:00:01Z"), (nil, nil),
            // Written before the claims were served.
            ("2026-04-01T10:00:00Z", "2026-04-01T11:00:00Z"),
        ] as [(String?, String?)])
    func `an answer too late, of unknown time, or to something else does not count`(
        made: (String?, String?)
    ) throws {
        var world = World.disputed()
        world.serve()
        world.answer(made: made)
        #expect(try value(world) == .proven)
    }

    @Test func `an answer by a stranger, or of the claimant in its place, does not count`() throws {
        for signer in ["STRNG", "FRUTA"] {
            var world = World.disputed()
            world.serve()
            world.answer(by: signer)
            #expect(try value(world) == .proven)
        }
    }

    @Test func `a draft in time that is signed too late does not count`() throws {
        var world = World.disputed()
        world.serve()
        world.paper(
            "DRAFT", by: [], made: (nil, "2026-04-15T11:00:00Z"),
            [("answered", [.party("MARKT"), .time("2026-04-15T10:00:00Z")])])
        world.sign("MARKT", "DRAFT", made: ("2026-04-29T10:00:00Z", "2026-04-29T11:00:00Z"))
        #expect(try value(world) == .proven)
    }

    @Test(arguments: ["FRUTA", "MARKT", "STRNG", "ARBIT", "BANKF"])
    func `claims are not served by parties, strangers or other roles`(officer: String) throws {
        var world = World.disputed()
        world.serve(by: officer)
        #expect(try value(world) == .refuted)
    }

    @Test func `a carrier that is a party of the contract serves no claims under it`() throws {
        var world = World.disputed()
        world.list("carrier", "FRUTA")
        world.serve(by: "FRUTA")
        #expect(try value(world) == .refuted)
    }

    @Test func `serving again restarts nothing`() throws {
        var world = World.disputed()
        world.serve()
        world.answer()
        world.serve(at: "2026-04-17T10:00:00Z", by: "LINER")
        #expect(try value(world) == .refuted)
    }

    @Test func `papers that answer each other put nobody in default, and stop nobody`() throws {
        var world = World.disputed()
        world.serve()
        world.answer()
        for (one, other) in [("ANSWER MARKT MARKT", "REPLY"), ("REPLY", "ANSWER MARKT MARKT")] {
            for predicate in ["answers", "commits"] {
                world.add(
                    predicate,
                    [.document(World.digest(one)), .document(World.digest(other))],
                    origin: predicate == "commits" ? .evidence : .stated)
            }
        }
        world.paper(
            "REPLY", by: ["FRUTA"], made: (nil, "2026-04-18T10:00:00Z"),
            [("replies", [.party("FRUTA"), .document(World.digest("ANSWER MARKT MARKT"))])])
        #expect(try value(world) == .refuted)
        #expect(
            try world.values(["FRUTA claims contract(FRUTA, MARKT, DB1)"], documents: ["DB1"])
                == [.proven])
    }

    @Test func `what is admitted counts, whatever is denied`() throws {
        var world = World.disputed()
        let pay: [World.Written] = [.party("MARKT"), .word("pay"), .document(World.digest("DB1"))]
        let claim = ["FRUTA claims admission(MARKT, pay, DB1)"]
        world.answer(stating: [("denies", pay)])
        #expect(try world.values(claim, documents: ["DB1"]) == [.refuted])
        world.paper("LATER", by: ["MARKT"], made: (nil, nil), [("admits", pay)])
        #expect(try world.values(claim, documents: ["DB1"]) != [.proven])
        world.paper(
            "EARLIER", by: ["FRUTA"], made: (nil, "2026-04-16T10:00:00Z"), [("admits", pay)])
        #expect(try world.values(claim, documents: ["DB1"]) != [.proven])
        world.paper("NOW", by: ["MARKT"], made: (nil, "2026-04-16T10:00:00Z"), [("admits", pay)])
        #expect(try world.values(claim, documents: ["DB1"]) == [.proven])
    }

    @Test(arguments: [("MARKT-2", FindingValue.proven), ("MARKT", .undetermined)])
    func `that it signed, a party admits only with another key`(
        key: String, expected: FindingValue
    ) throws {
        var world = World.disputed()
        world.certify("MARKT", key: "MARKT-2")
        world.answer(
            by: key,
            stating: [("admits_signature", [.party("MARKT"), .document(World.digest("DB1"))])])
        #expect(
            try world.values(["FRUTA claims owned(MARKT, DB1)"], documents: ["DB1"]) == [expected])
    }
}

@Suite struct `Claims and time` {
    private static let owed = ["FRUTA claims liable(MARKT->FRUTA, EUR 8400.00)"]

    /// Two years after the price was due.
    private static func old(_ now: String = "2028-04-02T15:10:00Z") -> World {
        var world = World.disputed()
        world.now = World.time(now)
        return world
    }

    @Test(arguments: [
        ("2028-03-31T15:10:00Z", FindingValue.proven), ("2028-03-31T15:10:00.001Z", .refuted),
    ])
    func `a claim of which nobody was notified is barred after two years`(
        now: String, expected: FindingValue
    ) throws {
        #expect(try Self.old(now).values(Self.owed) == [expected])
    }

    @Test(
        arguments: [
            ("FRUTA", "2026-06-01T00:00:00Z", "BAN-1", FindingValue.proven),
            ("FRUTA", "2028-04-01T00:00:00Z", "BAN-1", .refuted), ("FRUTA", nil, "BAN-1", .refuted),
            ("STRNG", "2026-06-01T00:00:00Z", "BAN-1", .refuted),
            ("MARKT", "2026-06-01T00:00:00Z", "BAN-1", .refuted),
            ("FRUTA", "2026-06-01T00:00:00Z", "OTHER-7", .refuted),
        ] as [(String, String?, String, FindingValue)])
    func `a notice keeps it, of the claimant, in time, on this deal`(
        by: String, existed: String?, deal: String, expected: FindingValue
    ) throws {
        var world = Self.old()
        world.paper(
            "NOTICE", by: [by], made: (nil, existed), deal: deal,
            [("notifies", [.party("FRUTA"), .party("MARKT")])])
        #expect(try world.values(Self.owed) == [expected])
    }

    @Test func `after ten years only claims that were served in that time are left`() throws {
        var world = Self.old("2036-04-01T15:10:00Z")
        world.paper(
            "NOTICE", by: ["FRUTA"], made: (nil, "2026-06-01T00:00:00Z"),
            [("notifies", [.party("FRUTA"), .party("MARKT")])])
        #expect(try world.values(Self.owed) == [.refuted])
        world.serve()
        #expect(try world.values(Self.owed) == [.proven])
    }

    @Test(arguments: [
        (["FRUTA", "MARKT"], "BAN-1", FindingValue.refuted), (["FRUTA"], "BAN-1", .proven),
        (["MARKT"], "BAN-1", .proven), (["MARKT", "STRNG"], "BAN-1", .proven),
        (["FRUTA", "MARKT"], "OTHER-7", .proven),
    ])
    func `what both settle is not owed any more`(
        signers: [String], deal: String, expected: FindingValue
    ) throws {
        var world = World.disputed()
        world.paper(
            "SETTLEMENT", by: signers, made: (nil, "2026-04-20T00:00:00Z"), deal: deal,
            [("settles", [.party("FRUTA"), .party("MARKT")])])
        #expect(try world.values(Self.owed) == [expected])
    }
}
