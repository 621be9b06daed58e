// What is owed under a commitment certificate, by hand-fed facts: releases, payments, claims, what was agreed and
// revocations of the service's own.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `What a cover is worth` {
    private static let supremum = ["BROKR claims liable(INVST->BROKR, USD 1000.00)"]

    /// SC-06, with the largest amounts that INVST owes BROKR and that CS1 does.
    private func owed(_ world: World) throws -> [String?] {
        let findings = try world.judge([
            "BROKR claims liable(INVST->BROKR, USD 1000.00)",
            "BROKR claims liable(CS1->BROKR, USD 1000.00)",
        ]).findings
        #expect(findings[0].provenSupremum == findings[0].possibleSupremum)
        return findings.map { $0.provenSupremum?.text }
    }

    private static func covered() -> World {
        `SC-06, a stolen key with a commitment certificate`.covered()
    }

    private static func pay(
        _ world: inout World, _ money: String, reference: String, by signer: String,
        at time: String = "2026-04-01T10:00:00Z"
    ) {
        world.list("bank", "BANKF")
        world.state(
            "PAYMENT " + money + reference + signer + time, by: [signer],
            made: (time, "2026-04-05T10:00:00Z"),
            [
                (
                    signer == "BANKF" ? "credit" : "acknowledges",
                    [
                        .party("BROKR"), .party("INVST"), .money(money), .word(reference),
                        .time(time),
                    ]
                )
            ])
    }

    @Test func `what was paid on the certificate is not owed again`() throws {
        var world = Self.covered()
        #expect(try owed(world) == ["USD 500000.00", "USD 0.00"])
        Self.pay(&world, "USD 200000.00", reference: "IC-6", by: "BANKF")
        #expect(try owed(world)[0] == "USD 300000.00")
        // The beneficiary's receipt and discharge for the same payment do not count beside the bank's record.
        Self.pay(&world, "USD 200000.00", reference: "IC-6", by: "BROKR")
        world.release("USD 200000.00", of: "IC-6", by: "BROKR", because: "paid")
        #expect(try owed(world)[0] == "USD 300000.00")
        Self.pay(
            &world, "USD 300000.00", reference: "IC-6", by: "BANKF", at: "2026-04-02T10:00:00Z")
        #expect(try owed(world)[0] == "USD 0.00")
    }

    @Test(arguments: [("IC-7", "BANKF"), ("IC-6", "INVST"), ("IC-6", "CS1")])
    func `a payment with another reference, or by the payer's own word, pays nothing`(
        reference: String, signer: String
    ) throws {
        var world = Self.covered()
        Self.pay(&world, "USD 500000.00", reference: reference, by: signer)
        #expect(try owed(world)[0] == "USD 500000.00")
    }

    @Test func `a release of all leaves nothing, and one beyond all no debt of the beneficiary`()
        throws
    {
        for money in ["USD 5000000.00", "USD 92233720368547758.06"] {
            var world = Self.covered()
            world.release(money, of: "IC-6", by: "BROKR")
            #expect(try owed(world)[0] == "USD 500.00")
        }
    }

    @Test func `after the deadline no more is owed than was claimed, less what was paid`() throws {
        var world = Self.covered()
        world.now = World.time("2026-06-10T00:00:00Z")
        #expect(try owed(world)[0] == "USD 500.00")
        world.claim("USD 100000.00", of: "IC-6", by: "BROKR", made: (nil, "2026-06-03T09:00:00Z"))
        #expect(try owed(world)[0] == "USD 100000.00")
        world.claim("USD 400000.00", of: "IC-6", by: "INVST", made: (nil, "2026-06-03T09:00:00Z"))
        world.claim("USD 300000.00", of: "IC-6", by: "BROKR", made: (nil, "2026-06-05T09:00:00Z"))
        #expect(try owed(world)[0] == "USD 100000.00")
        Self.pay(&world, "USD 60000.00", reference: "IC-6", by: "BANKF")
        #expect(try owed(world)[0] == "USD 40000.00")
    }

    @Test func `a certificate that names a signature is for that one`() throws {
        for (name, value) in [
            ("signature INVST ORDER", FindingValue.proven), ("OTHER", .undetermined),
        ] {
            var world = Self.covered()
            world.add(
                "cover_signature",
                [.document(World.digest("IC-6")), .document(World.digest(name))], origin: .stated)
            let claim = ["BROKR claims commitment(INVST->BROKR, ORDER, USD 5000000.00)"]
            #expect(try world.values(claim, documents: ["ORDER"]) == [value])
        }
    }

    // R-15(a): the maximum for one certificate, and limits that are changed.
    @Test func `a certificate above the maximum for each binds the party up to that`() throws {
        var world = Self.covered()
        world.facts.removeAll { $0.predicate == "limit_each" }
        let agreement = Term.document(World.digest("LIMIT-LIM-6"))
        world.add(
            "limit_each", [agreement, World.Written.money("USD 400000.00").term], origin: .stated)
        #expect(try owed(world) == ["USD 400000.00", "USD 100000.00"])
        #expect(
            try world.values(["INVST claims misconduct(CS1, per-transaction)"]) == [.proven])
        #expect(
            try Self.covered().values(["INVST claims misconduct(CS1, per-transaction)"])
                == [.refuted])
    }

    private static func change(
        _ world: inout World, by signers: [String], from time: String, to money: String,
        proven: String = "2026-03-03T08:00:00Z"
    ) {
        world.state(
            "CHANGE " + money + time, by: signers, made: (nil, proven),
            [
                ("kind", [.word("limit-change")]),
                (
                    "changes_limit",
                    [
                        .word("LIM-6"), .party("INVST"), .party("CS1"), .money(money),
                        .time(time), .document(World.digest("LIMIT-LIM-6")),
                    ]
                ),
            ])
    }

    @Test(arguments: [
        (["INVST-2", "CS1"], "2026-03-03T09:00:00Z", "USD 300000.00"),
        (["INVST-2", "CS1"], "2026-03-03T09:10:01Z", "USD 500000.00"),
        (["INVST", "CS1"], "2026-03-03T09:00:00Z", "USD 500000.00"),
        (["INVST-2"], "2026-03-03T09:00:00Z", "USD 500000.00"),
        (["CS1"], "2026-03-03T09:00:00Z", "USD 500000.00"),
    ])
    func `a limit is changed by the service and the master key, for later certificates`(
        signers: [String], time: String, owes: String
    ) throws {
        var world = Self.covered()
        Self.change(&world, by: signers, from: time, to: "USD 300000.00")
        #expect(try owed(world)[0] == owes)
    }

    // As with a receipt: what the two write afterwards is not to leave the beneficiary with the service.
    @Test func `a change that did not provably exist at the issue changes nothing`() throws {
        var world = Self.covered()
        Self.change(
            &world, by: ["INVST-2", "CS1"], from: "2026-03-01T00:00:00Z", to: "USD 1.00",
            proven: "2026-03-03T09:10:01Z")
        #expect(try owed(world) == ["USD 500000.00", "USD 0.00"])
    }

    @Test func `the latest change counts, not the largest`() throws {
        var world = Self.covered()
        for (time, money) in [
            ("2026-02-01T00:00:00Z", "USD 400000.00"), ("2026-02-03T00:00:00Z", "USD 200000.00"),
            ("2026-02-02T00:00:00Z", "USD 300000.00"),
        ] { Self.change(&world, by: ["INVST-2", "CS1"], from: time, to: money) }
        #expect(try owed(world) == ["USD 200000.00", "USD 300000.00"])
    }

    // what nobody agreed on, the service promised alone.
    @Test(arguments: ["key", "time", "currency"])
    func `what no limit was agreed for is the service's own`(what: String) throws {
        var world = Self.covered()
        let agreement = Term.document(World.digest("LIMIT-LIM-6"))
        world.facts.removeAll { fact in
            fact.arguments[0] == agreement
                && ["limit_" + (what == "time" ? "term" : what)].contains(fact.predicate)
        }
        if what == "time" {
            let times = ["2026-01-10T09:00:00Z", "2026-03-03T09:09:59Z"]
            world.add(
                "limit_term", [agreement] + times.map { World.Written.time($0).term },
                origin: .stated)
        }
        if what == "currency" {
            world.facts.removeAll { $0.predicate == "limit" || $0.predicate == "limit_each" }
            world.add(
                "limit",
                [
                    agreement, .word("LIM-6"), World.Written.party("INVST").term,
                    World.Written.party("CS1").term, World.Written.money("EUR 6000000.00").term,
                ], origin: .stated)
        }
        #expect(try owed(world) == ["USD 500.00", "USD 500000.00"])
    }

    private static func revoked(
        _ world: inout World, limit: Bool = false, of subscriber: String = "INVST",
        by signer: String = "CS1",
        at time: String = "2026-03-03T09:00:00Z", made: (String?, String?)
    ) {
        world.state(
            "CS-RECEIPT", by: [signer], made: made,
            [
                limit
                    ? ("limit_revoked", [.word("LIM-6"), .party(subscriber), .time(time)])
                    : ("revocation_received", [.key("INVST"), .time(time)])
            ])
    }

    @Test(arguments: [false, true])
    func `a certificate issued after the service knew of the revocation is its own`(
        limit: Bool
    ) throws {
        var world = Self.covered()
        let early = ("2026-03-03T08:59:00Z", "2026-03-03T09:01:00Z")
        Self.revoked(&world, limit: limit, made: early)
        #expect(try owed(world) == ["USD 500.00", "USD 500000.00"])
        let claims = [
            "BROKR claims commitment(INVST->BROKR, ORDER, USD 5000000.00)",
            "INVST claims misconduct(CS1, post-revocation)",
        ]
        #expect(try world.values(claims, documents: ["ORDER"]) == [.proven, .proven])
        var later = Self.covered()
        Self.revoked(&later, limit: limit, at: "2026-03-03T09:10:01Z", made: (nil, nil))
        #expect(try owed(later) == ["USD 500000.00", "USD 0.00"])
    }

    // The party and a service that has nothing to lose write the receipt afterwards, so that the beneficiary is left with the service.
    @Test(arguments: [("CS1", "2026-03-03T09:12:00Z"), ("INVST", "2026-03-03T09:01:00Z")])
    func
        `a receipt that did not provably exist at the issue, or is not the service's, shifts nothing`(
            signer: String, existed: String
        ) throws
    {
        var world = Self.covered()
        Self.revoked(&world, by: signer, made: (nil, existed))
        #expect(try owed(world) == ["USD 500000.00", "USD 0.00"])
    }

    @Test func `by the ledger's own order, what follows a revocation is the service's own`() throws
    {
        for (number, key, owes) in [
            (0, "INVST", "USD 500.00"), (2, "INVST", "USD 500000.00"),
            (0, "OTHER", "USD 500000.00"),
        ] {
            var world = Self.covered()
            world.add(
                "revoked_in",
                [
                    .document(World.digest("G")), World.Written.key(key).term,
                    .count(Int64(number)), World.Written.time("2026-03-03T09:00:00Z").term,
                ])
            #expect(try owed(world)[0] == owes)
        }
    }
}
