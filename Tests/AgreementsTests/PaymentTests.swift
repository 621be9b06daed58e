// what proves payment, which payments are one, which obligation they settle, and amounts that no sum can hold.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Proof of payment` {
    private static let late = "2026-04-10T10:00:00Z"
    private static let intime = "2026-03-27T10:00:00Z"

    private static func delivered() -> World {
        var world = World.negotiated()
        world.deliver()
        return world
    }

    private func owed(_ world: World) throws -> Money? {
        let finding = try world.judge([World.bananaClaims[3]], documents: ["DB1"]).findings[0]
        #expect(finding.provenSupremum == finding.possibleSupremum)
        return finding.provenSupremum
    }

    private static func pay(
        _ world: inout World, _ name: String, by signer: String = "BANKF",
        _ predicate: String, _ money: String, _ reference: String,
        at time: String = intime, transfer: String? = nil
    ) {
        world.note(
            name, by: [signer], predicate, World.money(money, reference, at: time))
        guard let transfer else { return }
        world.add(
            "transfer",
            [.document(World.digest(name)), .word(reference), .word(transfer)], origin: .stated)
    }

    @Test(arguments: [("N-1", "EUR 4400.00"), ("N-2", "EUR 400.00")])
    func `a transfer under two references counts once where the records number it`(
        number: String, owed: String
    ) throws {
        var world = Self.delivered()
        Self.pay(&world, "CREDIT", "credit", "EUR 4000.00", "TRX-9", transfer: "N-1")
        Self.pay(
            &world, "ACK", by: "FRUTA", "acknowledges", "EUR 4000.00", "BAN-1", at: Self.late,
            transfer: number)
        #expect(try self.owed(world) == Money(text: owed))
    }

    @Test func `a receipt and a credit record of one amount and second are one payment`() throws {
        var world = Self.delivered()
        Self.pay(&world, "CREDIT", "credit", "EUR 4000.00", "TRX-9")
        Self.pay(&world, "ACK", by: "FRUTA", "acknowledges", "EUR 4000.00", "BAN-1")
        #expect(try owed(world) == Money(text: "EUR 4400.00"))
        Self.pay(
            &world, "ACK2", by: "FRUTA", "acknowledges", "EUR 4000.00", "BAN-1/2",
            at: "2026-03-27T11:00:00Z")
        #expect(try owed(world) == Money(text: "EUR 400.00"))
    }

    // What the payee signs itself takes no payment away.
    @Test(arguments: [nil, "N-1"])
    func `a receipt for another deal, or for a cent, hides no credit`(number: String?) throws {
        var world = Self.delivered()
        Self.pay(&world, "CREDIT", "credit", "EUR 4000.00", "TRX-9", transfer: number)
        world.note(
            "FAKE", by: ["FRUTA"], deal: "ANOTHER", "acknowledges",
            World.money("EUR 4000.00", "AAA", at: Self.intime))
        Self.pay(
            &world, "CENT", by: "FRUTA", "acknowledges", "EUR 0.01", "AAB", at: Self.intime,
            transfer: number)
        let left = number == nil ? "EUR 4399.99" : "EUR 4400.00"
        #expect(try owed(world) == Money(text: left))
    }

    @Test func `the payer's own number joins no payments, and a stranger's neither`() throws {
        var world = Self.delivered()
        Self.pay(&world, "CREDIT", "credit", "EUR 4000.00", "TRX-9", transfer: "N-1")
        Self.pay(&world, "CREDIT2", "credit", "EUR 4000.00", "TRX-8", at: Self.late)
        #expect(try owed(world) == Money(text: "EUR 400.00"))
        world.note(
            "JUNK", by: ["FRUTA"], "transfer", [.word("TRX-8"), .word("N-1")])
        #expect(try owed(world) == Money(text: "EUR 400.00"))
    }

    @Test func `an authorisation and the payee's acceptance together prove payment`() throws {
        let claim = ["MARKT claims paid(MARKT->FRUTA, EUR 8400.00, \"TID 771\")"]
        func world(acquirer: String?, payee: String?) -> World {
            var world = Self.delivered()
            world.list("acquirer", "ACQ")
            if let acquirer {
                world.note(
                    "AUTH", by: [acquirer], "authorises_payment",
                    [
                        .party("MARKT"), .party("FRUTA"), .money("EUR 8400.00"), .word("TID 771"),
                    ])
            }
            if let payee {
                world.note(
                    "V", by: [payee], "accepts_payment",
                    World.money("EUR 8400.00", "TID 771", at: Self.intime))
            }
            return world
        }
        let both = world(acquirer: "ACQ", payee: "FRUTA")
        #expect(try both.values(claim) == [.proven])
        #expect(try owed(both) == nil || owed(both) == Money(text: "EUR 0.00"))
        for (acquirer, payee) in [
            ("ACQ", nil), (nil, "FRUTA"), ("MARKT", "FRUTA"), ("ACQ", "MARKT"),
        ] {
            let world = world(acquirer: acquirer, payee: payee)
            #expect(try world.values(claim) == [.undetermined])
            #expect(try owed(world) == Money(text: "EUR 8400.00"))
        }
    }

    @Test func `credits and debits are proven by listed banks`() throws {
        var world = Self.delivered()
        Self.pay(&world, "CREDIT", "credit", "EUR 4000.00", "TRX-9")
        world.note(
            "DEBIT", by: ["BANKM"], "debit",
            [.party("MARKT"), .money("EUR 4000.00"), .word("TRX-9"), .time(Self.intime)])
        let claims = [
            "FRUTA claims credited(FRUTA, EUR 4000.00, \"TRX-9\")",
            "MARKT claims subtracted(MARKT, EUR 4000.00, \"TRX-9\")",
            "MARKT claims paid(MARKT->FRUTA, EUR 4000.00, \"TRX-9\")",
            "MARKT claims paid(MARKT->FRUTA, EUR 4000.01, \"TRX-9\")",
            "MARKT claims paid(MARKT->FRUTA, USD 4000.00, \"TRX-9\")",
            "GHOST claims credited(GHOST, EUR 4000.00, \"TRX-9\")",
        ]
        #expect(
            try world.values(claims)
                == [.proven, .proven, .proven, .undetermined, .undetermined, .undetermined])
    }

    @Test func `instalments have their own times, and part payments count`() throws {
        var world = Self.delivered()
        let db1 = Term.document(World.digest("DB1"))
        for (name, money, due) in [
            ("second", "EUR 1000.00", "2026-04-01T00:00:00Z"),
            ("third", "EUR 1000.00", "2026-06-01T00:00:00Z"),
        ] {
            world.add(
                "obligation",
                [
                    db1, .word(name), World.Written.party("MARKT").term,
                    World.Written.party("FRUTA").term,
                ], origin: .stated)
            world.add(
                "amount", [db1, .word(name), World.Written.money(money).term], origin: .stated)
            world.add("due", [db1, .word(name), World.Written.time(due).term], origin: .stated)
        }
        Self.pay(&world, "CREDIT", "credit", "EUR 8400.00", "pay")
        Self.pay(&world, "CREDIT2", "credit", "EUR 300.00", "second")
        let claims = ["pay", "second", "third"].map { "FRUTA claims breach(MARKT, \($0))" }
        #expect(try world.values(claims) == [.refuted, .proven, .refuted])
        #expect(try owed(world) == Money(text: "EUR 700.00"))
    }

    @Test func `a payment in another currency settles nothing, and mixes with nothing`() throws {
        var world = Self.delivered()
        Self.pay(&world, "CREDIT", "credit", "USD 8400.00", "BAN-1")
        Self.pay(&world, "CREDIT2", "credit", "EUR 400.00", "BAN-1", at: "2026-03-27T10:00:01Z")
        #expect(try owed(world) == Money(text: "EUR 8000.00"))
        #expect(try world.values(["FRUTA claims liable(MARKT->FRUTA, USD 0.01)"]) == [.refuted])
    }

    @Test func `payments beyond every amount settle, and owe nothing back`() throws {
        var world = Self.delivered()
        for number in 1...3 {
            Self.pay(
                &world, "CREDIT\(number)", "credit", "EUR 92233720368547758.06", "BAN-1",
                at: "2026-03-27T10:00:0\(number)Z")
        }
        let claims = [
            "FRUTA claims breach(MARKT, pay)", "FRUTA claims liable(MARKT->FRUTA, EUR 0.01)",
            "MARKT claims liable(FRUTA->MARKT, EUR 0.01)",
        ]
        #expect(try world.values(claims) == [.refuted, .refuted, .refuted])
    }

    @Test func `two due times of one payment: the later one is kept by paying before it`() throws {
        var world = Self.delivered()
        let db1 = Term.document(World.digest("DB1"))
        world.add(
            "due", [db1, .word("pay"), World.Written.time("2026-05-01T00:00:00Z").term],
            origin: .stated)
        Self.pay(&world, "CREDIT", "credit", "EUR 8400.00", "BAN-1", at: "2026-04-20T00:00:00Z")
        #expect(try world.values(["FRUTA claims breach(MARKT, pay)"]) == [.refuted])
    }
}
