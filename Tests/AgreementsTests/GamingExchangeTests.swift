// What somebody might try with the messages of an exchange: an answer held back until the text has expired, promises that were never completed
// as the date of a contract, a forged message that he makes himself, a proof that rests on his own words or on nobody's, and a second record of a
// credit that the bank took back.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Gaming exchanges` {
    private static let document = Term.document(World.digest("DB9"))
    private static let contract = "FRUTA claims contract(FRUTA, MARKT, DB9)"

    private func values(_ world: World, _ claims: [String]) throws -> [FindingValue] {
        try world.values(claims, documents: ["DB9"])
    }

    // The promises are proven to be of 11:00 at the latest.
    @Test(arguments: [
        ("2026-02-03T11:00:00Z", FindingValue.proven),
        ("2026-02-03T10:30:00Z", .undetermined), ("2026-02-03T09:30:00Z", .undetermined),
    ])
    func `nobody takes an expired offer by an exchange`(
        expiry: String, value: FindingValue
    ) throws {
        for isReplaced in [false, true] {
            var world = World.exchanging()
            world.add(
                "expires", [Self.document, World.Written.time(expiry).term], origin: .stated)
            if isReplaced { world.decide("replace") } else { world.complete() }
            #expect(try values(world, [Self.contract]) == [value])
        }
    }

    private static let dates = [
        "FRUTA claims contract(FRUTA, MARKT, DB9, by 2026-02-10T00:00:00Z)",
        "FRUTA claims contract(FRUTA, MARKT, DB9, after 2026-02-10T00:00:00Z)",
    ]

    /// Both sign the text itself, a month after the promises.
    private static func signedLater() -> World {
        var world = World.exchanging()
        for party in ["FRUTA", "MARKT"] {
            world.sign(
                party, "DB9", made: ("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z"),
                filedBy: party)
        }
        return world
    }

    @Test func `promises that were never completed do not date a later contract`() throws {
        #expect(try values(Self.signedLater(), Self.dates) == [.refuted, .proven])
    }

    @Test func `a completed exchange dates a contract that was signed again`() throws {
        var world = Self.signedLater()
        world.complete()
        #expect(try values(world, Self.dates) == [.proven, .refuted])
    }

    @Test func `what was replaced before is not made later by signing again`() throws {
        var world = Self.signedLater()
        world.decide("replace")
        #expect(try values(world, Self.dates) == [.undetermined, .undetermined])
    }

    @Test func `an acceptance by another document stands against a forged message of who filed it`()
        throws
    {
        var world = World.exchanging()
        world.facts.removeAll { fact in
            fact.predicate == "signature" && fact.arguments.last == Self.me1
        }
        world.add("broken", [Self.party("MARKT"), Self.party("FRUTA"), Self.me1])
        #expect(try values(world, [Self.contract]) == [.refuted])
        world.state(
            "YES", by: ["FRUTA"], made: (nil, "2026-02-03T11:00:00Z"),
            [
                ("agreement", [.document(World.agreement)]),
                ("accepts", [.document(World.digest("DB9"))]),
            ])
        world.add("commits", [.document(World.digest("YES")), Self.document])
        #expect(try values(world, [Self.contract]) == [.undetermined])
    }

    private static let me1 = Term.document(World.digest("ME1"))

    private static func party(_ name: String) -> Term { World.Written.party(name).term }

    /// FRUTA aborted, and claims were served on FRUTA itself; `claimant` notified claims against `addressee`.
    @Test(arguments: [
        ("BROKR", "FRUTA", FindingValue.undetermined), ("FRUTA", "FRUTA", .undetermined),
        ("MARKT", "BROKR", .undetermined), ("MARKT", "FRUTA", .refuted),
    ])
    func `nobody refutes a contract by having others' claims served on himself`(
        claimant: String, addressee: String, value: FindingValue
    ) throws {
        var world = World.exchanging()
        world.certify("BROKR")
        world.decide("abort")
        world.serve("FRUTA")
        #expect(try values(world, [Self.contract]) == [.undetermined])
        world.state(
            "NOTICE", by: [claimant], made: (nil, "2026-03-09T12:00:00Z"),
            [
                ("deal", [.word("BAN-1")]),
                ("notifies", [.party(claimant), .party(addressee)]),
            ])
        #expect(try values(world, [Self.contract]) == [value])
    }

    /// FRUTA filed a signature of MARKT on DB9 that does not match it, and exchanges signatures on DB9 with `partner`.
    @Test(arguments: [("BROKR", FindingValue.refuted), ("MARKT", .proven)])
    func `an exchange with somebody else keeps no contract open`(
        partner: String, value: FindingValue
    ) throws {
        for isReplaced in [false, true] {
            var world = World.exchanging()
            world.add("broken", [Self.party("FRUTA"), Self.party("MARKT"), Self.document])
            #expect(try values(world, [Self.contract]) == [.refuted])
            Self.exchange(&world, with: partner, isReplaced: isReplaced)
            #expect(try values(world, [Self.contract]) == [value])
        }
    }

    private static func exchange(_ world: inout World, with partner: String, isReplaced: Bool) {
        world.certify(partner)
        world.state(
            "ACC-SHAM", by: [partner, "REG"], made: (nil, "2026-01-01T00:00:00Z"),
            [
                (
                    "accedes",
                    [
                        .party(partner), .document(World.agreement),
                        .time("2026-01-01T00:00:00Z"),
                    ]
                )
            ])
        for (name, signer) in [("SHAM1", "FRUTA"), ("SHAM2", partner)] {
            world.state(
                name, by: [signer], made: (nil, "2026-02-03T11:00:00Z"),
                [("agreement", [.document(World.agreement)])])
        }
        let (first, second) = (
            Term.document(World.digest("SHAM1")), Term.document(World.digest("SHAM2"))
        )
        world.add(
            "exchange", [first, document, party("FRUTA"), party(partner), party("TTP1")])
        world.add("exchange_answer", [second, first])
        if isReplaced {
            world.token(
                "SHAM3", "replacement", answer: "SHAM2", on: "SHAM1",
                made: (nil, "2026-02-03T12:00:00Z"))
        } else {
            world.add("secrets_open", [first, second])
        }
    }

    /// The text obliges FRUTA towards somebody else, too, and both sign or accept it; MARKT was served after an abort.
    @Test(arguments: ["BROKR", "MARKT"])
    func `what others agree in the same text keeps no aborted contract open`(
        partner: String
    ) throws {
        var world = World.exchanging()
        world.decide("abort")
        world.serve("MARKT")
        world.add(
            "obligation",
            [Self.document, .word("insure"), Self.party("FRUTA"), Self.party("BROKR")],
            origin: .stated)
        #expect(try values(world, [Self.contract]) == [.refuted])
        world.certify(partner)
        if partner != "MARKT" {
            world.state(
                "ACC-" + partner, by: [partner, "REG"], made: (nil, "2026-01-01T00:00:00Z"),
                [
                    (
                        "accedes",
                        [
                            .party(partner), .document(World.agreement),
                            .time("2026-01-01T00:00:00Z"),
                        ]
                    )
                ])
        }
        for signer in ["FRUTA", partner] {
            world.sign(signer, "DB9", made: (nil, "2026-02-03T11:00:00Z"))
        }
        #expect(
            try values(world, [Self.contract]) == [partner == "MARKT" ? .proven : .refuted])
    }

    @Test func `nobody proves a receipt by his own messages, or by none`() throws {
        let claim = ["FRUTA claims received(MARKT, DATA)"]
        for needs in [[("NRO", "FRUTA")], [("NRR", "MARKT")]] {
            var world = World.trusting()
            world.message("NRO", by: "FRUTA")
            world.message("NRR", by: "MARKT")
            world.proof(
                "PROOF", "receipt", of: "DATA", against: "MARKT", for: "FRUTA", needs: needs)
            let value = try world.values(claim, documents: ["DATA"])
            #expect(value == [needs[0].1 == "MARKT" ? .proven : .undetermined])
            world.facts.removeAll { $0.predicate == "needs" }
            #expect(try world.values(claim, documents: ["DATA"]) == [.undetermined])
        }
    }

    @Test func `what rests on no message convicts nobody`() throws {
        let claim = ["FRUTA claims misconduct(MARKT, false-deposit)"]
        var world = World.trusting()
        world.message("NRR", by: "MARKT")
        world.fault("FAULT", "false-deposit", of: "MARKT", needs: [("NRR", "MARKT")])
        #expect(try world.values(claim) == [.proven])
        world.facts.removeAll { $0.predicate == "needs" }
        #expect(try world.values(claim) == [.refuted])
    }

    /// The bank took a credit back upon an abort; another record tells of a credit, too.
    private static func credited(
        again bank: String?, at time: String = "2026-03-18T15:10:00Z"
    ) -> World {
        var world = World.negotiated()
        world.list("ttp", "TTP1")
        world.deliver()
        let amount = World.money("EUR 8400.00", "BAN-1", at: "2026-03-18T15:10:00Z")
        world.message("CREDIT", by: "BANKF", [("credit", amount)])
        if let bank {
            let again = World.money("EUR 8400.00", "BAN-1", at: time)
            world.message("ADVICE", by: bank, proven: "2026-03-19T16:00:00Z", [("credit", again)])
        }
        world.message("ABORT", by: "TTP1")
        world.message("REFUND", by: "BANKF", [("reverses", [.document(World.digest("CREDIT"))])])
        world.proof(
            "UNDONE", "abort", of: "DB1", against: "FRUTA", for: "MARKT",
            needs: [("CREDIT", "BANKF"), ("ABORT", "TTP1"), ("REFUND", "BANKF")])
        return world
    }

    @Test(arguments: [
        (String?.none, "2026-03-18T15:10:00Z", FindingValue.undetermined),
        ("BANKF", "2026-03-18T15:10:00Z", .undetermined),
        ("BANKM", "2026-03-18T15:10:00Z", .proven),
        ("BANKF", "2026-03-19T15:10:00Z", .proven),
    ])
    func `a credit that was taken back is none in another record of the same bank`(
        again: String?, time: String, value: FindingValue
    ) throws {
        let world = Self.credited(again: again, at: time)
        let claim = ["MARKT claims paid(MARKT->FRUTA, EUR 8400.00, \"BAN-1\")"]
        #expect(try world.values(claim) == [value])
    }
}
