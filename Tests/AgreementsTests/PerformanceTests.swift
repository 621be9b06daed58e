// what proves delivery and receipt, what is a breach under which contract, and attempts to change what others rely on.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    /// A statement on the deal BAN-1 in a document of its own.
    mutating func note(
        _ document: String, by signers: [String], proven time: String? = "2026-04-25T00:00:00Z",
        deal: String? = "BAN-1", _ predicate: String, _ arguments: [Written]
    ) {
        state(
            document, by: signers, made: (nil, time),
            (deal.map { [("deal", [.word($0)])] } ?? []) + [(predicate, arguments)])
    }

    /// `party` files the signature of `signer` over `document`.
    mutating func present(_ party: String, _ signer: String, _ document: String) {
        let signature = World.digest("signature " + signer + " " + document)
        add("presented", [Written.party(party).term, .document(signature)])
    }

    static func delivery(_ time: String) -> [Written] {
        [.party("MARKT"), .party("FRUTA"), .word("deliver"), .time(time)]
    }

    static func money(_ money: String, _ reference: String, at time: String) -> [Written] {
        [.party("FRUTA"), .party("MARKT"), .money(money), .word(reference), .time(time)]
    }
}

@Suite struct `Proof of delivery` {
    private static let paid = ["FRUTA claims breach(MARKT, pay)"]
    private static let delivered = ["MARKT claims breach(FRUTA, deliver)"]

    private static func delivered(at time: String = "2026-03-18T15:10:00Z") -> World {
        var world = World.negotiated()
        world.note(
            "RECEIPT", by: ["MARKT"], proven: "2026-03-22T00:00:00Z", "performance",
            World.delivery(time))
        world.present("FRUTA", "MARKT", "RECEIPT")
        return world
    }

    @Test func `a receipt kept in the drawer does not beat the one that was given`() throws {
        var world = World.negotiated()
        world.note(
            "DRAWER", by: ["MARKT"], proven: "2026-03-18T16:00:00Z", "performance",
            World.delivery("2026-03-21T00:00:00Z"))
        world.note(
            "RECEIPT", by: ["MARKT"], proven: "2026-03-22T00:00:00Z", "performance",
            World.delivery("2026-03-18T15:10:00Z"))
        #expect(try world.values(Self.delivered) == [.refuted])
    }

    @Test(arguments: ["2026-03-01T00:00:00Z", "2026-04-05T00:00:00Z"])
    func `a second receipt of the recipient moves no time on which others rely`(
        second: String
    ) throws {
        var world = Self.delivered()
        world.credit(at: "2026-03-31T10:00:00Z")
        #expect(try world.values(Self.paid + Self.delivered) == [.refuted, .refuted])
        world.note(
            "SECOND", by: ["MARKT"], proven: "2026-04-10T00:00:00Z", "performance",
            World.delivery(second))
        #expect(try world.values(Self.paid + Self.delivered) == [.refuted, .refuted])
        // Signing the first one again does not make it the second.
        world.signAgain("MARKT", "RECEIPT", proven: "2026-04-12T00:00:00Z")
        #expect(try world.values(Self.paid + Self.delivered) == [.refuted, .refuted])
    }

    @Test func `a late delivery does not become timely by a second receipt`() throws {
        var world = Self.delivered(at: "2026-03-21T15:10:00Z")
        #expect(try world.values(Self.delivered) == [.proven])
        world.note(
            "SECOND", by: ["MARKT"], proven: "2026-04-10T00:00:00Z", "performance",
            World.delivery("2026-03-19T00:00:00Z"))
        #expect(try world.values(Self.delivered) == [.proven])
    }

    private static func defect(
        _ world: inout World, notified: String?, by notifier: String = "MARKT",
        found finder: String? = "EXPT"
    ) {
        world.list("expert", "EXPT")
        if let notified {
            world.note(
                "NOTICE", by: [notifier], proven: notified, "notifies_defect",
                [.party("MARKT"), .party("FRUTA"), .word("deliver")])
        }
        if let finder {
            world.note(
                "FINDING", by: [finder], "finds_defect",
                [.document(World.digest("DB1")), .word("deliver")])
        }
    }

    @Test func `defects notified in time and found by an expert are a breach`() throws {
        var world = Self.delivered()
        Self.defect(&world, notified: "2026-03-25T00:00:00Z")
        #expect(try world.values(Self.delivered) == [.proven])
    }

    /// When and by whom notice was given, and who found the defects.
    private static let insufficient: [(String?, String, String?)] = [
        ("2026-03-25T00:00:00Z", "MARKT", nil), ("2026-03-25T00:00:00Z", "MARKT", "MARKT"),
        ("2026-04-05T00:00:00Z", "MARKT", "EXPT"), (nil, "MARKT", "EXPT"),
        ("2026-03-25T00:00:00Z", "FRUTA", "EXPT"),
    ]

    @Test(arguments: insufficient)
    func `the buyer's own word, and a late notice, are not`(
        notified: String?, notifier: String, finder: String?
    ) throws {
        var world = Self.delivered()
        Self.defect(&world, notified: notified, by: notifier, found: finder)
        #expect(try world.values(Self.delivered) == [.refuted])
    }

    @Test func `when something was delivered can be claimed from both sides`() throws {
        let claims = [
            "FRUTA claims delivered(FRUTA, MARKT, deliver)",
            "FRUTA claims delivered(FRUTA->MARKT, deliver, after 2026-03-18T00:00:00Z)",
            "FRUTA claims delivered(FRUTA->MARKT, deliver, between 2026-03-18T00:00:00Z and 2026-03-19T00:00:00Z)",
            "FRUTA claims delivered(FRUTA->MARKT, deliver, after 2026-03-19T00:00:00Z)",
        ]
        #expect(
            try Self.delivered().values(claims) == [.proven, .proven, .proven, .undetermined])
    }

    @Test(arguments: [
        ("MARKT", FindingValue.proven), ("LINER", .proven), ("FRUTA", .undetermined),
        ("BANKM", .undetermined),
    ])
    func `who received a document is proven by itself or by a carrier`(
        signer: String, value: FindingValue
    ) throws {
        var world = World.negotiated()
        world.note(
            "GOT", by: [signer], "got",
            [.party("MARKT"), .document(World.digest("O1")), .time("2026-02-02T09:00:00Z")])
        let claims = [
            "FRUTA claims received(MARKT, O1)",
            "FRUTA claims received(MARKT, O1, by 2026-02-02T10:00:00Z)",
        ]
        #expect(try world.values(claims, documents: ["O1"]) == [value, value])
    }
}

@Suite struct `Breach under one of two contracts` {
    /// The deal BAN-1 has a second contract, for which nothing was delivered.
    private static func twice() -> World {
        var world = World.negotiated()
        world.state(
            "DB2", by: ["FRUTA", "MARKT"],
            made: ("2026-02-02T10:00:00Z", "2026-02-02T11:00:00Z"),
            World.contractTerms(answers: "none").filter { $0.0 != "answers" })
        world.note(
            "RECEIPT", by: ["MARKT"], "performance", World.delivery("2026-03-18T15:10:00Z"))
        world.add(
            "commits", [.document(World.digest("RECEIPT")), .document(World.digest("DB1"))])
        return world
    }

    @Test func `a record counts for the contract that it names`() throws {
        let claims = [
            "MARKT claims breachUnder(FRUTA, deliver, DB1)",
            "MARKT claims breachUnder(FRUTA, deliver, DB2)", "MARKT claims breach(FRUTA, deliver)",
            "MARKT claims breachUnder(FRUTA, deliver, NOTHING)",
            "MARKT claims breachUnder(GHOST, deliver, DB1)",
        ]
        #expect(
            try Self.twice().values(claims, documents: ["DB1", "DB2", "NOTHING"])
                == [.refuted, .proven, .proven, .undetermined, .undetermined])
    }
}
