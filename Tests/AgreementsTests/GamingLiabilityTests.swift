// Attempts to make money of covers by deceit: payments counted twice or for the wrong debtor, vouchers spent with a stolen key, papers
// that were drafted early and signed late, numbers given again. Each was once a wrong answer of an earlier text of seca-1.0.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Gaming covers` {
    /// SC-06: BROKR lost 500 000 by ORDER, which IC-6 covers up to 5 millions.
    private static func covered() -> World {
        `SC-06, a stolen key with a commitment certificate`.covered()
    }

    /// SC-07: IC-A for BROKR, 5 millions, and IC-B for BRKR2, 2 millions, of which the limit left one.
    private static func exceeded() -> World { `SC-07, a limit exceeded`.issued() }

    /// What INVST, and then what CS1, owes `creditor` at most.
    private func owed(_ world: World, _ creditor: String = "BROKR") throws -> [String?] {
        let findings = try world.judge(
            ["INVST", "CS1"].map { "\(creditor) claims liable(\($0)->\(creditor), USD 1000.00)" }
        ).findings
        return findings.map { $0.provenSupremum?.text }
    }

    /// A payment to `creditor`, recorded by `signer`: a credit by a bank, a receipt by the creditor.
    private static func pay(
        _ world: inout World, _ money: String, to creditor: String = "BROKR",
        reference: String = "IC-6", from payer: String = "INVST", by signer: String = "BANKF",
        deal: String? = nil
    ) {
        if signer != creditor { world.list("bank", signer) }
        let record: (String, [World.Written]) = (
            signer == creditor ? "acknowledges" : "credit",
            [
                .party(creditor), .party(payer), .money(money), .word(reference),
                .time("2026-04-01T10:00:00Z"),
            ]
        )
        world.state(
            "PAYMENT " + money + reference + payer + signer, by: [signer],
            made: ("2026-04-01T10:00:00Z", "2026-04-05T10:00:00Z"),
            [record] + (deal.map { [("deal", [.word($0)])] } ?? []))
    }

    // who has paid its part owes nothing more, and frees nobody else.
    @Test(arguments: [
        ("INVST", ["USD 0.00", "USD 1000000.00"]), ("CS1", ["USD 1000000.00", "USD 0.00"]),
    ])
    func `a payment counts for the part of whoever paid it`(
        payer: String, left: [String?]
    ) throws {
        var world = Self.exceeded()
        #expect(try owed(world, "BRKR2") == ["USD 1000000.00", "USD 1000000.00"])
        Self.pay(
            &world, "USD 1000000.00", to: "BRKR2", reference: "IC-B", from: payer)
        #expect(try owed(world, "BRKR2") == left)
    }

    // one loss is not paid by one certificate and asked for again by another article, or by another certificate.
    @Test func `what was paid on a certificate is not owed again as damages`() throws {
        var world = Self.covered()
        world.facts.removeAll {
            $0.predicate == "reports_compromise" || $0.predicate == "accepts_cover"
        }
        world.state(
            "CONFIRMATION", by: ["INVST-2"], made: (nil, "2026-03-03T10:00:00Z"),
            [("confirms", [.party("INVST"), .document(World.digest("ORDER"))])])
        #expect(try owed(world)[0] == "USD 500000.00")
        Self.pay(&world, "USD 500000.00")
        #expect(try owed(world)[0] == "USD 0.00")
    }

    @Test func `what was paid on one certificate is not owed again on a second`() throws {
        var world = Self.covered()
        world.limit("LIM-8", "USD 900000.00")
        world.cover("IC-8", under: "LIM-8", for: "BROKR", "ORDER", "USD 900000.00")
        world.accept("IC-8", by: "BROKR", made: ("2026-03-03T09:10:30Z", "2026-03-03T09:11:30Z"))
        Self.pay(&world, "USD 200000.00")
        #expect(try owed(world)[0] == "USD 300000.00")
        Self.pay(&world, "USD 300000.00", reference: "IC-8")
        #expect(try owed(world)[0] == "USD 0.00")
    }

    // the debtor, or the service, is also a bank.
    @Test(arguments: [("FRIEND", "INVST"), ("INVST", "CS1"), ("CS1", "INVST"), ("FRIEND", "CS1")])
    func `a payment that the party or the service records itself pays nothing`(
        payer: String, bank: String
    ) throws {
        var world = Self.covered()
        world.certify("FRIEND")
        Self.pay(&world, "USD 500000.00", from: payer, by: bank)
        #expect(try owed(world)[0] == "USD 500000.00")
    }

    // a number that several certificates bear.
    @Test func `one payment is not made on two certificates of one number`() throws {
        var world = Self.covered()
        world.lost("ORDER-2", "BROKR", "USD 400000.00")
        world.limit("LIM-8", "USD 900000.00")
        world.cover(
            "IC-8", under: "LIM-8", for: "BROKR", "ORDER-2", "USD 900000.00", number: "IC-6",
            made: ("2026-03-03T09:09:00Z", "2026-03-03T09:12:00Z"))
        world.accept("IC-8", by: "BROKR", made: ("2026-03-03T09:10:30Z", "2026-03-03T09:12:30Z"))
        #expect(try owed(world)[0] == "USD 900000.00")
        Self.pay(&world, "USD 400000.00")
        #expect(try owed(world)[0] == "USD 500000.00")
    }

    // the party and a service that has nothing to lose sign a second certificate afterwards.
    @Test(arguments: ["ORDER", "ORDER-9"])
    func `a later certificate of the same number takes no debtor away`(document: String) throws {
        var world = Self.covered()
        world.certify("BRKR2")
        world.cover(
            "IC-9", under: "LIM-6", for: "BRKR2", document, "USD 1.00", number: "IC-6",
            made: (nil, "2026-03-20T00:00:00Z"))
        #expect(try owed(world) == ["USD 500000.00", "USD 0.00"])
        #expect(
            try world.values(["BROKR claims misconduct(CS1, double-use)"]) == [.proven])
    }

    // a draft that was stamped early is no paper that was signed early.
    private static func signed(_ world: inout World, _ name: String, by keys: [String]) {
        for key in keys {
            let signature = Term.document(World.digest("signature " + key + " " + name))
            world.facts.removeAll {
                ["made", "commits"].contains($0.predicate) && $0.arguments[0] == signature
            }
            world.add(
                "made", [signature, World.interval("2026-06-20T00:00:00Z", "2026-06-21T00:00:00Z")])
            world.add("commits", [signature, .document(World.digest(name))])
        }
    }

    @Test(arguments: [false, true])
    func `a claim that was drafted in time and signed later is none`(late: Bool) throws {
        var world = Self.covered()
        world.now = World.time("2026-07-01T00:00:00Z")
        world.claim("USD 500000.00", of: "IC-6", by: "BROKR", made: (nil, "2026-06-01T00:00:00Z"))
        if late { Self.signed(&world, "CLAIM IC-6BROKRUSD 500000.00", by: ["BROKR"]) }
        #expect(try owed(world)[0] == (late ? "USD 500.00" : "USD 500000.00"))
    }

    @Test(arguments: [false, true])
    func `an acceptance that was drafted in time and signed later is none`(late: Bool) throws {
        var world = Self.covered()
        if late { Self.signed(&world, "ACCEPTANCE IC-6BROKR", by: ["BROKR"]) }
        #expect(try owed(world)[0] == (late ? "USD 500.00" : "USD 500000.00"))
    }

    @Test(arguments: [false, true])
    func `a receipt that was drafted early and signed later shifts nothing`(late: Bool) throws {
        var world = Self.covered()
        world.state(
            "CS-RECEIPT", by: ["CS1"], made: ("2026-03-03T08:59:00Z", "2026-03-03T09:01:00Z"),
            [("revocation_received", [.key("INVST"), .time("2026-03-03T09:00:00Z")])])
        if late { Self.signed(&world, "CS-RECEIPT", by: ["CS1"]) }
        #expect(
            try owed(world)
                == (late ? ["USD 500000.00", "USD 0.00"] : ["USD 500.00", "USD 500000.00"]))
    }

    @Test(arguments: [[], ["CS1"], ["INVST-2"]])
    func `a change that was drafted early and signed later changes nothing`(
        late: [String]
    ) throws {
        var world = Self.covered()
        world.state(
            "CHANGE", by: ["INVST-2", "CS1"], made: (nil, "2026-03-03T08:00:00Z"),
            [
                ("kind", [.word("limit-change")]),
                (
                    "changes_limit",
                    [
                        .word("LIM-6"), .party("INVST"), .party("CS1"), .money("USD 300000.00"),
                        .time("2026-03-01T00:00:00Z"), .document(World.digest("LIMIT-LIM-6")),
                    ]
                ),
            ])
        Self.signed(&world, "CHANGE", by: late)
        #expect(
            try owed(world)
                == (late.isEmpty
                    ? ["USD 300000.00", "USD 200000.00"] : ["USD 500000.00", "USD 0.00"]))
    }

    // the record of a payment names the deal and bears the number.
    @Test func `a payment that counts under the document as well counts once`() throws {
        var world = Self.covered()
        let order = Term.document(World.digest("ORDER"))
        world.facts.removeAll { ["amount", "loss"].contains($0.predicate) }
        world.add("deal", [order, .word("IBM-1")], origin: .stated)
        world.add(
            "amount", [order, .word("settle"), World.Written.money("USD 500000.00").term],
            origin: .stated)
        world.add(
            "due", [order, .word("settle"), World.Written.time("2026-03-10T00:00:00Z").term],
            origin: .stated)
        #expect(try owed(world)[0] == "USD 500000.00")
        Self.pay(&world, "USD 200000.00", deal: "IBM-1")
        #expect(try owed(world)[0] == "USD 300000.00")
    }

    // the service writes a ledger under an agreement of its own, for a period so short that nothing counts.
    @Test(arguments: ["", "ledger", "certificate"])
    func `a ledger under another agreement leaves the service no more than the order of proof`(
        how: String
    ) throws {
        var world = `SC-07, a limit exceeded`.issued(ledger: false)
        world.facts = world.facts.map { fact in
            guard
                ["signature CS1 IC-B", "IC-B"].map({ Term.document(World.digest($0)) })
                    .contains(fact.arguments[0]), fact.predicate == "made"
            else { return fact }
            return Fact(
                "made",
                [
                    fact.arguments[0],
                    World.interval("2026-03-03T09:09:00Z", "2026-03-03T09:12:00Z"),
                ])
        }
        world.ledger(
            "G", of: "LIM-7",
            [
                (1, "IC-A", "USD 5000000.00", "USD 0.00"),
                (3, "IC-B", "USD 2000000.00", "USD 0.00"),
            ])
        if how == "ledger" {
            world.add("ledger_fault", [.document(World.digest("G")), .word("binding")])
        }
        if how == "certificate" {
            world.add(
                "cover_issuer",
                [
                    .document(World.digest("IC-B")), World.Written.party("CS1").term,
                    .document(World.digest("OTHER AGREEMENT")),
                ], origin: .stated)
        }
        #expect(
            try owed(world, "BRKR2")
                == (how.isEmpty
                    ? ["USD 2000000.00", "USD 0.00"] : ["USD 1000000.00", "USD 1000000.00"]))
    }

    // what a ledger frees is what it says, and never makes room beyond the limit.
    @Test func `a release frees no more than the ledger says, and no more than there was`() throws {
        var world = `SC-07, a limit exceeded`.issued(discharged: "BROKR")
        world.facts.removeAll { $0.predicate == "freed" }
        world.free("G", before: "IC-B", "IC-A", by: "RELEASE", "USD 500000.00")
        #expect(try owed(world, "BRKR2") == ["USD 1500000.00", "USD 500000.00"])
    }
}
