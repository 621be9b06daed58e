// Attempts to make money of covers by papers beside them: discharges of what was paid anyway, losses that somebody certifies for
// whom it pays, receipts for somebody else's limit. Each was once a wrong answer of an earlier text of seca-1.0.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Gaming covers by other papers` {
    /// SC-06: BROKR lost 500 000 by ORDER, which IC-6 covers up to 5 millions.
    private static func covered() -> World {
        `SC-06, a stolen key with a commitment certificate`.covered()
    }

    /// The same, but that ORDER obliges INVST to pay 500 000, and nobody certifies a loss.
    private static func priced() -> World {
        var world = covered()
        let order = Term.document(World.digest("ORDER"))
        world.facts.removeAll { ["amount", "loss"].contains($0.predicate) }
        world.add("deal", [order, .word("IBM-1")], origin: .stated)
        let settle = World.Written.word("settle").term
        world.add(
            "amount", [order, settle, World.Written.money("USD 500000.00").term], origin: .stated)
        world.add(
            "due", [order, settle, World.Written.time("2026-03-10T00:00:00Z").term],
            origin: .stated)
        return world
    }

    /// What INVST, and then what CS1, owes BROKR at most.
    private func owed(_ world: World) throws -> [String?] {
        let findings = try world.judge(
            ["INVST", "CS1"].map { "BROKR claims liable(\($0)->BROKR, USD 1000.00)" }
        ).findings
        return findings.map { $0.provenSupremum?.text }
    }

    /// BANKF's record of a payment for the deal of ORDER, a day of April; `reference` names the deal, or the certificate.
    private static func pay(
        _ world: inout World, _ money: String, day: String, reference: String = "IBM-1"
    ) {
        world.list("bank", "BANKF")
        world.state(
            "PAYMENT " + money + day, by: ["BANKF"],
            made: ("2026-04-\(day)T10:00:00Z", "2026-04-\(day)T11:00:00Z"),
            [
                ("deal", [.word("IBM-1")]),
                (
                    "credit",
                    [
                        .party("BROKR"), .party("INVST"), .money(money), .word(reference),
                        .time("2026-04-\(day)T10:00:00Z"),
                    ]
                ),
            ])
    }

    /// BROKR discharges an amount of IC-6 as paid, on a day of April.
    private static func discharge(
        _ world: inout World, _ money: String, day: String, certificate: String = "IC-6",
        because reason: String = "paid", by signer: String = "BROKR"
    ) {
        let time = "2026-04-\(day)T12:"
        world.state(
            "DISCHARGE " + money + day, by: [signer], made: (time + "00:00Z", time + "10:00Z"),
            [
                ("kind", [.word("cover-discharge")]),
                (
                    "releases",
                    [.party("BROKR"), .document(World.digest(certificate)), .money(money)]
                ),
                ("release_reason", [.word(reason)]),
            ])
    }

    // one payment, told by the bank without the number, and by the beneficiary on the certificate.

    @Test(arguments: [
        // Discharged after the payment: the same money, of which the larger amount counts.
        (["USD 200000.00"], "02", "USD 300000.00"), (["USD 350000.00"], "02", "USD 150000.00"),
        (["USD 50000.00"], "02", "USD 300000.00"),
        (["USD 50000.00", "USD 100000.00"], "02", "USD 300000.00"),
        (["USD 300000.00", "USD 100000.00"], "02", "USD 100000.00"),
        // Discharged before it: other money.
        (["USD 200000.00"], "01", "USD 100000.00"), ([], "01", "USD 300000.00"),
    ])
    func `a discharge of what was paid without the number does not count beside it`(
        discharges: [String], day: String, owes: String
    ) throws {
        var world = Self.priced()
        Self.pay(&world, "USD 200000.00", day: day == "01" ? "02" : "01")
        for money in discharges { Self.discharge(&world, money, day: day) }
        #expect(try owed(world) == [owes, "USD 0.00"])
    }

    @Test func `what records show on the certificate is no money that a discharge may be about`()
        throws
    {
        var world = Self.priced()
        Self.pay(&world, "USD 100000.00", day: "01", reference: "IC-6")
        Self.pay(&world, "USD 150000.00", day: "02")
        #expect(try owed(world)[0] == "USD 250000.00")
        Self.discharge(&world, "USD 100000.00", day: "03")
        #expect(try owed(world)[0] == "USD 250000.00")
        Self.discharge(&world, "USD 150000.00", day: "04")
        #expect(try owed(world)[0] == "USD 250000.00")
        Self.discharge(&world, "USD 20000.00", day: "05")
        #expect(try owed(world)[0] == "USD 230000.00")
    }

    // The beneficiary signs its old discharge again, or gives another reason, to make of two payments one.
    @Test func `a discharge that is signed again does not become a later one`() throws {
        var world = Self.priced()
        Self.discharge(&world, "USD 200000.00", day: "01")
        Self.pay(&world, "USD 200000.00", day: "02")
        #expect(try owed(world)[0] == "USD 100000.00")
        world.certify("BROKR", key: "BROKR-2")
        let (discharge, again) = ("DISCHARGE USD 200000.0001", Term.document(World.digest("AGAIN")))
        let document = Term.document(World.digest(discharge))
        world.add("signature", [again, World.Written.key("BROKR-2").term, document])
        world.add("commits", [again, document])
        world.add("made", [again, World.interval("2026-04-20T00:00:00Z", "2026-04-20T01:00:00Z")])
        world.add("presented", [World.Written.party("BROKR").term, again])
        #expect(try owed(world)[0] == "USD 100000.00")
    }

    @Test func `a discharge between two payments is about the earlier one at most`() throws {
        var world = Self.priced()
        Self.pay(&world, "USD 50000.00", day: "01")
        Self.discharge(&world, "USD 100000.00", day: "02")
        Self.pay(&world, "USD 200000.00", day: "03")
        #expect(try owed(world)[0] == "USD 200000.00")
    }

    @Test(arguments: [
        ("paid", "INVST", "IC-6"), ("paid", "CS1", "IC-6"), ("paid", "BROKR", "IC-9"),
    ])
    func `a discharge of another hand, or of another certificate, moves nothing`(
        reason: String, signer: String, certificate: String
    ) throws {
        var world = Self.priced()
        Self.pay(&world, "USD 200000.00", day: "01")
        Self.discharge(
            &world, "USD 200000.00", day: "02", certificate: certificate, because: reason,
            by: signer)
        #expect(try owed(world)[0] == "USD 300000.00")
    }

    // whoever pays, or makes another pay, by a loss does not certify it.

    private static func lost(_ world: inout World, _ money: String, by recorder: String) {
        world.list("recorder", recorder)
        world.certify(recorder, key: recorder + "-2")
        world.state(
            "LOSS OF " + recorder, by: [recorder + "-2"], made: (nil, "2026-03-06T10:00:00Z"),
            [("loss", [.party("BROKR"), .document(World.digest("ORDER")), .money(money)])])
    }

    @Test(arguments: [
        ("CLEAR", "USD 500000.00"), ("REC", "USD 500000.00"), ("CS2", "USD 500000.00"),
        ("CS1", "USD 500.00"), ("INVST", "USD 500.00"), ("BROKR", "USD 0.00"),
    ])
    func `a loss counts on a certificate by the word of who has no part in it`(
        recorder: String, owes: String
    ) throws {
        var world = Self.covered()
        world.facts.removeAll { $0.predicate == "loss" }
        world.roles.removeAll { $0.role == "recorder" }
        world.list("commitment-service", "CS2")
        #expect(try owed(world) == ["USD 0.00", "USD 0.00"])
        Self.lost(&world, "USD 500000.00", by: recorder)
        #expect(try owed(world) == [owes, "USD 0.00"])
    }

    @Test(arguments: ["CS1", "INVST", "BROKR"])
    func `beside the loss that somebody else certifies, theirs adds nothing`(
        recorder: String
    ) throws {
        var world = Self.covered()
        Self.lost(&world, "USD 4000000.00", by: recorder)
        #expect(try owed(world) == ["USD 500000.00", "USD 0.00"])
    }

    // The recorder covers the document itself, afterwards, so that its own record should count no more.
    @Test func `a recorder that becomes a service takes nothing back`() throws {
        var world = Self.covered()
        world.list("commitment-service", "CLEAR")
        world.facts += Self.grant(by: "CLEAR")
        #expect(try owed(world) == ["USD 500000.00", "USD 0.00"])
    }

    /// What a limit and a certificate of another service give; made in March, long after.
    private static func grant(by service: String) -> [Fact] {
        var world = World(Policy.agreement, members: [])
        world.limit("LIM-9", "USD 9000000.00")
        world.cover("IC-X", under: "LIM-9", for: "BROKR", "ORDER", "USD 4000000.00", by: service)
        world.accept("IC-X", by: "BROKR", made: (nil, "2026-03-03T09:11:00Z"))
        let (old, new) = (PartyID("CS1")!, PartyID(service)!)
        return world.facts.filter { fact in
            !["accedes", "certified", "valid_from", "valid_until", "issued_by"]
                .contains(fact.predicate)
        }.map { fact in
            Fact(
                fact.predicate,
                fact.arguments.map { term in
                    if term == .party(old) { return .party(new) }
                    return term == World.Written.key("CS1").term
                        ? World.Written.key(service).term : term
                }, fact.standing, origin: fact.origin)
        }
    }

    // two parties have limits of one name with one service.

    @Test(arguments: [("INVST", ["USD 500.00", "USD 500000.00"]), ("BRKR2", nil)])
    func `a receipt for the limit of somebody else ends no cover`(
        subscriber: String, owes: [String?]?
    ) throws {
        var world = Self.covered()
        world.limit("LIM-6", of: "BRKR2", "USD 1000.00", keys: ["BRKR2"])
        world.state(
            "CS-RECEIPT", by: ["CS1"], made: ("2026-03-03T08:59:00Z", "2026-03-03T09:01:00Z"),
            [
                (
                    "limit_revoked",
                    [.word("LIM-6"), .party(subscriber), .time("2026-03-03T09:00:00Z")]
                )
            ])
        #expect(try owed(world) == owes ?? ["USD 500000.00", "USD 0.00"])
        #expect(
            try world.values(["INVST claims misconduct(CS1, post-revocation)"])
                == [owes == nil ? .refuted : .proven])
    }
}
