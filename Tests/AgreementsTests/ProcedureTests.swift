// of seca-1.0: the close of evidence, production, service and answers, and what parties may try with them.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `The close of evidence` {
    private static let delivered = [
        "FRUTA claims delivered(FRUTA->MARKT, deliver, by 2026-03-20T18:00:00Z)"
    ]

    private func value(_ world: World) throws -> FindingValue? {
        try world.values(Self.delivered, documents: ["DB1"]).first
    }

    /// A receipt that is proven to exist only later.
    private static func late(by time: String? = "2026-04-28T10:00:00Z") -> World {
        var world = World.disputed(delivered: false)
        world.paper("RECEIPT", by: ["MARKT"], made: (nil, time), [World.received])
        return world
    }

    private static let heard = "FRUTA claims heard(RECEIPT)"

    @Test(
        arguments: [
            ("2026-04-25T12:00:00Z", FindingValue.proven), ("2026-04-25T12:00:00.001Z", .refuted),
            (nil, .refuted),
        ] as [(String?, FindingValue)])
    func `hears what provably exists by then`(time: String?, expected: FindingValue) throws {
        var world = Self.late(by: time)
        #expect(try world.values([Self.heard], documents: ["RECEIPT"]) == [.proven])
        world.close()
        #expect(try world.values([Self.heard], documents: ["RECEIPT"]) == [expected])
    }

    @Test(arguments: ["MARKT", "FRUTA", "STRNG", "COURT", "REG"])
    func `is not for parties and other officers to order`(by: String) throws {
        var world = Self.late()
        world.close(by: by)
        #expect(try world.values([Self.heard], documents: ["RECEIPT"]) == [.proven])
    }

    @Test(arguments: ["OTHER-7", nil])
    func `of another matter closes nothing here`(deal: String?) throws {
        var world = Self.late()
        world.close(deal: deal)
        #expect(try world.values([Self.heard], documents: ["RECEIPT"]) == [.proven])
    }

    @Test(
        arguments: [
            ("2026-04-26T10:00:00Z", "2026-04-26T11:00:00Z"), (nil, nil),
            (nil, "2026-04-25T12:00:01Z"),
        ] as [(String?, String?)])
    func `does not work backwards`(made: (String?, String?)) throws {
        var world = Self.late()
        world.close(made: made)
        #expect(try world.values([Self.heard], documents: ["RECEIPT"]) == [.proven])
    }

    @Test(arguments: [
        ("2026-04-01T00:00:00Z", FindingValue.proven), ("2026-04-22T00:00:00Z", .refuted),
    ])
    func `needs a key that was not revoked before the order`(
        revoked: String, expected: FindingValue
    ) throws {
        var world = Self.late()
        world.close()
        world.add(
            "revocation_listed",
            [
                World.Written.key("ARBIT").term, World.Written.time(revoked).term,
                .document(World.digest("CRL")),
            ])
        #expect(try world.values([Self.heard], documents: ["RECEIPT"]) == [expected])
    }

    @Test func `is the earliest, whatever is ordered later, until the evidence is reopened`() throws
    {
        var world = Self.late()
        world.close()
        world.close(at: "2026-05-03T12:00:00Z")
        #expect(try world.values([Self.heard], documents: ["RECEIPT"]) == [.refuted])
        world.close(at: "2026-04-27T12:00:00Z", by: "FRUTA", as: "reopens")
        #expect(try world.values([Self.heard], documents: ["RECEIPT"]) == [.refuted])
        world.close(at: "2026-04-27T12:00:00Z", as: "reopens")
        #expect(try world.values([Self.heard], documents: ["RECEIPT"]) == [.proven])
    }

    @Test func `that contradicts itself is no trap`() throws {
        var world = Self.late(by: "2026-04-25T12:00:00Z")
        world.close()
        world.close(at: "2026-04-25T12:00:00Z", as: "reopens")
        #expect(try world.values([Self.heard], documents: ["RECEIPT"]) == [.proven])
    }

    @Test func `keeps a late receipt from proving a delivery, and a late signature from binding`()
        throws
    {
        var world = Self.late()
        #expect(try value(world) == .proven)
        world.close()
        #expect(try value(world) == .undetermined)
        var unsigned = World.negotiated(signers: ["FRUTA"])
        unsigned.list("arbiter", "ARBIT")
        unsigned.sign("MARKT", "DB1", made: (nil, "2026-04-28T10:00:00Z"))
        let contract = ["FRUTA claims contract(FRUTA, MARKT, DB1)"]
        #expect(try unsigned.values(contract, documents: ["DB1"]) == [.proven])
        unsigned.close()
        #expect(try unsigned.values(contract, documents: ["DB1"]) == [.undetermined])
    }
}

@Suite struct `Evidence that contradicts itself` {
    private static let inTime = [
        "FRUTA claims delivered(FRUTA->MARKT, deliver, by 2026-03-20T18:00:00Z)"
    ]

    @Test func `the party's own later time counts against the carrier's record`() throws {
        var world = World.disputed(delivered: false)
        world.deliver(by: "LINER")
        #expect(try world.values(Self.inTime) == [.proven])
        world.deliver(by: "FRUTA", at: "2026-03-22T10:00:00Z")
        #expect(try world.values(Self.inTime) == [.undetermined])
        #expect(try world.values(["MARKT claims breach(FRUTA, deliver)"]) == [.proven])
        #expect(
            try world.values([
                "FRUTA claims delivered(FRUTA->MARKT, deliver, by 2026-03-22T10:00:00Z)"
            ]) == [.proven])
    }

    @Test(arguments: ["MARKT", "STRNG"])
    func `nobody else's later time does`(by: String) throws {
        var world = World.disputed(delivered: false)
        world.deliver(by: "LINER")
        world.deliver(by: by, at: "2026-03-22T10:00:00Z")
        #expect(try world.values(Self.inTime) == [.proven])
    }

    @Test func `the own record alone, early or late, proves nothing`() throws {
        var world = World.disputed(delivered: false)
        world.deliver(by: "FRUTA")
        #expect(try world.values(Self.inTime) == [.undetermined])
    }

    @Test func `a record of service that existed before the service is worth nothing`() throws {
        var world = World.disputed()
        world.serve(provenBy: "2026-04-01T00:00:00Z")
        let claim = ["FRUTA claims default(MARKT, DB1)"]
        #expect(try world.values(claim, documents: ["DB1"]) == [.refuted])
        world.serve(at: "2026-04-11T10:00:00Z")
        #expect(try world.values(claim, documents: ["DB1"]) == [.proven])
    }
}

@Suite struct `An order to produce` {
    private static let delivered =
        "FRUTA claims delivered(FRUTA->MARKT, deliver, by 2026-03-20T18:00:00Z)"
    private static let adverse = "FRUTA claims adverse(MARKT, receiving-record, DB1)"

    private static func ordered() -> World {
        var world = World.disputed(delivered: false)
        world.orderProduction()
        world.hand("ORDER", to: "MARKT", at: "2026-04-12T16:00:00Z")
        return world
    }

    private func values(_ world: World) throws -> [FindingValue] {
        try world.values([Self.delivered, Self.adverse], documents: ["DB1"])
    }

    @Test func `that is ignored is held against who had to obey`() throws {
        #expect(try values(Self.ordered()) == [.proven, .proven])
    }

    @Test func `that is obeyed leaves what the record shows`() throws {
        var world = Self.ordered()
        world.produce()
        #expect(try values(world) == [.undetermined, .refuted])
        var showing = Self.ordered()
        showing.produce(stating: [World.received])
        #expect(try values(showing) == [.proven, .refuted])
    }

    @Test(arguments: [
        ("account-record", ["MARKT"], "MARKT", "2026-04-15T10:00:00Z"),
        ("receiving-record", [], "MARKT", "2026-04-15T10:00:00Z"),
        ("receiving-record", ["FRUTA"], "MARKT", "2026-04-15T10:00:00Z"),
        ("receiving-record", ["MARKT"], "STRNG", "2026-04-15T10:00:00Z"),
        ("receiving-record", ["MARKT"], "MARKT", "2026-04-19T16:00:01Z"),
    ])
    func `is not obeyed by something else, unsigned, late or of somebody else`(
        kind: String, recordBy: [String], by: String, at: String
    ) throws {
        var world = Self.ordered()
        world.produce(kind: kind, recordBy: recordBy, by: by, at: at)
        #expect(try values(world) == [.proven, .proven])
    }

    @Test(arguments: ["STRNG", "FRUTA", "COURT"])
    func `by somebody who is no listed arbiter is no order`(arbiter: String) throws {
        var world = World.disputed(delivered: false)
        world.orderProduction(by: arbiter)
        world.hand("ORDER", to: "MARKT", at: "2026-04-12T16:00:00Z")
        #expect(try values(world) == [.undetermined, .undetermined])
    }

    @Test(arguments: ["STRNG", "FRUTA", "ARBIT", "MARKT"])
    func `that no officer handed over binds nobody`(officer: String) throws {
        var world = World.disputed(delivered: false)
        world.orderProduction()
        world.hand("ORDER", to: "MARKT", at: "2026-04-12T16:00:00Z", by: officer)
        #expect(try values(world) == [.undetermined, .refuted])
    }

    @Test func `works only when its time is over, which is told`() throws {
        var world = Self.ordered()
        world.now = World.time("2026-04-19T16:00:00Z")
        #expect(try values(world) == [.undetermined, .refuted])
        #expect(
            try world.values([
                "ARBIT claims deadline(MARKT, production, 2026-04-19T16:00:00Z)"
            ]) == [.proven])
        world.now = World.time("2026-04-19T16:00:00.001Z")
        #expect(try values(world) == [.proven, .proven])
    }

    // It never creates more than the order says, and against nobody else.
    @Test func `to one says nothing against another, nor of what it must not hold`() throws {
        var other = World.disputed(delivered: false)
        other.orderProduction(from: "FRUTA")
        other.hand("ORDER", to: "FRUTA", at: "2026-04-12T16:00:00Z")
        #expect(try values(other) == [.undetermined, .refuted])
        var wrong = World.disputed(delivered: false)
        wrong.orderProduction(of: "account-record")
        wrong.hand("ORDER", to: "MARKT", at: "2026-04-12T16:00:00Z")
        #expect(try values(wrong) == [.undetermined, .refuted])
        var silent = World.disputed(delivered: false)
        silent.orderProduction(stating: [])
        silent.hand("ORDER", to: "MARKT", at: "2026-04-12T16:00:00Z")
        #expect(try values(silent) == [.undetermined, .proven])
    }

    @Test func `to the payee shows the payment, to a bank only misconduct`() throws {
        let paid = (
            "acknowledges",
            [
                World.Written.party("FRUTA"), .party("MARKT"), .money("EUR 8400.00"),
                .word("BAN-1"),
                .time("2026-03-27T10:00:00Z"),
            ]
        )
        let claims = [
            "FRUTA claims breach(MARKT, pay)", "MARKT claims misconduct(BANKF, refused-production)",
        ]
        var world = World.disputed()
        world.add(
            "payee_bank",
            [
                .document(World.digest("DB1")), World.Written.party("FRUTA").term,
                World.Written.party("BANKF").term,
            ], origin: .stated)
        var payee = world
        payee.orderProduction(of: "account-record", from: "FRUTA", stating: [paid])
        payee.hand("ORDER", to: "FRUTA", at: "2026-04-12T16:00:00Z")
        #expect(try payee.values(claims) == [.refuted, .refuted])
        world.orderProduction(of: "account-record", from: "BANKF", stating: [paid])
        world.hand("ORDER", to: "BANKF", at: "2026-04-12T16:00:00Z")
        #expect(try world.values(claims) == [.proven, .proven])
    }
}
