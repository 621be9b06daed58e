// SC-01 to SC-03 of background §6: ten tonnes of bananas, delivered and paid, or not.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    static let bananaClaims = [
        "FRUTA claims contract(FRUTA, MARKT, DB1)",
        "MARKT claims breach(FRUTA, deliver) against FRUTA",
        "FRUTA claims breach(MARKT, pay) against MARKT",
        "FRUTA claims liable(MARKT->FRUTA, EUR 8400.00) against MARKT demands EUR 8400.00",
    ]

    static func contractTerms(answers: String, prepaid: Bool = false) -> [(String, [Written])] {
        [
            ("agreement", [.document(agreement)]), ("deal", [.word("BAN-1")]),
            ("kind", [.word("contract")]), ("answers", [.document(digest(answers))]),
            ("seller", [.party("FRUTA")]), ("buyer", [.party("MARKT")]),
            ("obligation", [.word("deliver"), .party("FRUTA"), .party("MARKT")]),
            ("goods", [.word("deliver"), .word("10 t of bananas")]),
            ("due", [.word("deliver"), .time("2026-03-20T18:00:00Z")]),
            ("carrier", [.party("LINER")]),
            ("obligation", [.word("pay"), .party("MARKT"), .party("FRUTA")]),
            ("amount", [.word("pay"), .money("EUR 8400.00")]),
            prepaid
                ? ("due", [.word("pay"), .time("2026-03-06T00:00:00Z")])
                : ("due_after", [.word("pay"), .word("deliver"), .span("14d")]),
        ]
    }

    /// The negotiation and the contract, signed by `signers`.
    static func negotiated(signers: [String] = ["FRUTA", "MARKT"], prepaid: Bool = false) -> World {
        var world = World(Policy.agreement, members: ["FRUTA", "MARKT"])
        world.list("bank", "BANKF")
        world.list("bank", "BANKM")
        world.list("carrier", "LINER")
        let offer: [(String, [Written])] = [
            ("agreement", [.document(agreement)]), ("kind", [.word("offer")]),
            ("seller", [.party("FRUTA")]), ("buyer", [.party("MARKT")]),
        ]
        let day = "2026-02-02T"
        world.state("O1", by: ["FRUTA"], made: (day + "08:00:00Z", day + "09:00:00Z"), offer)
        world.state(
            "O2", by: ["MARKT"], made: (day + "09:00:00Z", day + "10:00:00Z"),
            offer + [("answers", [.document(digest("O1"))])])
        world.state(
            "DB1", by: signers, made: (day + "10:00:00Z", day + "11:00:00Z"),
            contractTerms(answers: "O2", prepaid: prepaid))
        return world
    }

    mutating func deliver(by signer: String = "MARKT", at time: String = "2026-03-18T15:10:00Z") {
        state(
            "RECEIPT-" + signer, by: [signer],
            made: ("2026-03-18T15:00:00Z", "2026-03-18T16:00:00Z"),
            [
                ("deal", [.word("BAN-1")]),
                ("performance", [.party("MARKT"), .party("FRUTA"), .word("deliver"), .time(time)]),
            ])
    }

    mutating func credit(
        _ money: String = "EUR 8400.00", by bank: String = "BANKF",
        at time: String = "2026-03-27T10:00:00Z",
        reference: String = "BAN-1"
    ) {
        state(
            "CREDIT-" + bank + money + time, by: [bank],
            made: (nil, max("2026-03-27T11:00:00Z", time)),
            [
                (
                    "credit",
                    [
                        .party("FRUTA"), .party("MARKT"), .money(money), .word(reference),
                        .time(time),
                    ]
                )
            ])
    }

    mutating func acknowledge(_ money: String, by signer: String = "FRUTA") {
        state(
            "ACK" + money, by: [signer], made: ("2026-03-28T10:00:00Z", "2026-03-28T11:00:00Z"),
            [
                (
                    "acknowledges",
                    [
                        .party("FRUTA"), .party("MARKT"), .money(money), .word("BAN-1"),
                        .time("2026-03-28T10:00:00Z"),
                    ]
                )
            ])
    }
}

@Suite struct `SC-01, a contract fulfilled` {
    static let fulfilled: World = {
        var world = World.negotiated()
        world.deliver()
        world.credit()
        return world
    }()

    @Test func `the contract is proven and both breaches are refuted`() throws {
        let findings = try Self.fulfilled.judge(World.bananaClaims, documents: ["DB1"])
        #expect(findings.findings.map(\.value) == [.proven, .refuted, .refuted, .refuted])
        #expect(findings.findings[0].articles.contains("R-21"))
        #expect(findings.findings[0].articles.contains("R-04"))
        #expect(findings.findings[1].articles.contains("R-24"))
        #expect(findings.findings[2].articles.contains("R-25"))
        #expect(!findings.findings[2].exhibits.isEmpty)
        #expect(findings.misconduct.isEmpty && findings.contradictions.isEmpty)
        #expect(findings.ignored.isEmpty)
    }

    @Test
    func
        `without MARKT's signature the contract is undetermined, and MARKT's signature is missing`()
        throws
    {
        let world = World.negotiated(signers: ["FRUTA"])
        let findings = try world.judge(World.bananaClaims, documents: ["DB1"])
        let values = findings.findings.map(\.value)
        #expect(values == [.undetermined, .undetermined, .undetermined, .undetermined])
        let missing = findings.findings[0].missing.flatMap(\.evidence)
        #expect(missing.map(\.sentence) == ["a signature of MARKT on DB1"])
        #expect(missing.map(\.producers) == [["MARKT"]])
    }

    @Test func `a broken signature that the other party filed refutes the contract`() throws {
        var world = World.negotiated(signers: ["FRUTA"])
        world.add(
            "broken",
            [.party(PartyID("FRUTA")!), .party(PartyID("MARKT")!), .document(World.digest("DB1"))])
        #expect(try world.values([World.bananaClaims[0]], documents: ["DB1"]) == [.refuted])
    }

    @Test func `a party cannot refute its own signature with a copy that it broke itself`() throws {
        var world = World.negotiated(signers: ["FRUTA"])
        world.add(
            "broken",
            [.party(PartyID("MARKT")!), .party(PartyID("MARKT")!), .document(World.digest("DB1"))])
        #expect(try world.values([World.bananaClaims[0]], documents: ["DB1"]) == [.undetermined])
        #expect(try Self.fulfilled.values([World.bananaClaims[0]], documents: ["DB1"]) == [.proven])
    }

    @Test func `a superseded counter-offer is no contract`() throws {
        #expect(
            try Self.fulfilled.values(
                ["FRUTA claims contract(FRUTA, MARKT, O2)"], documents: ["O2"])
                == [.refuted])
    }

    @Test func `a contract that names another agreement is not presumed to be signed`() throws {
        var world = Self.fulfilled
        let db1 = Term.document(World.digest("DB1"))
        world.facts = world.facts.map { fact in
            guard fact.predicate == "agreement", fact.arguments[0] == db1 else { return fact }
            return Fact(
                "agreement", [db1, .document(World.digest("another"))], origin: .stated,
                exhibits: fact.exhibits)
        }
        #expect(try world.values([World.bananaClaims[0]], documents: ["DB1"]) == [.undetermined])
    }

    @Test func `nothing on file leaves everything undetermined but what is owed`() throws {
        let world = World(Policy.agreement, members: [])
        #expect(
            try world.values(World.bananaClaims, documents: ["DB1"])
                == [.undetermined, .undetermined, .undetermined, .refuted])
    }
}

@Suite struct `SC-02, no payment` {
    static let claims = [World.bananaClaims[2], World.bananaClaims[3]]
    static let unpaid: World = {
        var world = World.negotiated()
        world.deliver()
        return world
    }()

    @Test func `the breach is proven by the burden of proof, and the price is owed`() throws {
        let findings = try Self.unpaid.judge(Self.claims, documents: ["DB1"]).findings
        #expect(findings.map(\.value) == [.proven, .proven])
        #expect(findings[0].burdens.contains { $0.contains("MARKT kept in time") })
        #expect(findings[1].burdens.contains { $0.contains("MARKT kept in time") })
        #expect(findings[1].articles.contains("R-04") && !findings[1].exhibits.isEmpty)
        #expect(findings[1].provenSupremum == Money(text: "EUR 8400.00"))
        #expect(findings[1].possibleSupremum == Money(text: "EUR 8400.00"))
    }

    @Test func `the payer's own order proves no payment`() throws {
        var world = Self.unpaid
        world.state(
            "ORDER", by: ["MARKT"], made: (nil, "2026-03-27T11:00:00Z"),
            [
                (
                    "orders_payment",
                    [.party("MARKT"), .party("FRUTA"), .money("EUR 8400.00"), .word("BAN-1")]
                )
            ])
        world.acknowledge("EUR 8400.00", by: "MARKT")
        world.credit(by: "MARKT")
        #expect(try world.values(Self.claims, documents: ["DB1"]) == [.proven, .proven])
    }

    @Test func `a receipt for 4000 leaves 4400`() throws {
        var world = Self.unpaid
        world.acknowledge("EUR 4000.00")
        let finding = try world.judge(Self.claims, documents: ["DB1"]).findings[1]
        #expect(finding.value == .refuted)
        #expect(finding.provenSupremum == Money(text: "EUR 4400.00"))
        #expect(finding.possibleSupremum == Money(text: "EUR 4400.00"))
        #expect(try world.values(["FRUTA claims liable(MARKT->FRUTA, EUR 4400.00)"]) == [.proven])
    }

    @Test func `a receipt and a credit record with one reference are one payment`() throws {
        var world = Self.unpaid
        world.acknowledge("EUR 4000.00")
        world.credit("EUR 4000.00")
        let finding = try world.judge(Self.claims, documents: ["DB1"]).findings[1]
        #expect(finding.provenSupremum == Money(text: "EUR 4400.00"))
    }

    @Test func `payments in another currency and negative ones do not count`() throws {
        var world = Self.unpaid
        world.acknowledge("USD 8400.00")
        world.acknowledge("EUR -100.00")
        let finding = try world.judge(Self.claims, documents: ["DB1"]).findings[1]
        #expect(finding.provenSupremum == Money(text: "EUR 8400.00"))
    }

    @Test func `silence after service is default, an answer is not`() throws {
        var world = Self.unpaid
        world.list("court-officer", "COURT")
        world.state(
            "SERVICE", by: ["COURT"], made: (nil, "2026-04-10T12:00:00Z"),
            [
                ("deal", [.word("BAN-1")]),
                ("served", [.party("MARKT"), .time("2026-04-10T00:00:00Z")]),
            ])
        let claim = ["FRUTA claims default(MARKT, DB1)"]
        #expect(try world.values(claim, documents: ["DB1"]) == [.proven])
        var late = world
        late.state(
            "ANSWER", by: ["MARKT"], made: ("2026-04-25T00:00:00Z", "2026-04-26T12:00:00Z"),
            [
                ("deal", [.word("BAN-1")]),
                ("answered", [.party("MARKT"), .time("2026-04-12T00:00:00Z")]),
            ])
        #expect(try late.values(claim, documents: ["DB1"]) == [.proven])
        world.state(
            "ANSWER", by: ["MARKT"], made: ("2026-04-11T00:00:00Z", "2026-04-12T12:00:00Z"),
            [
                ("deal", [.word("BAN-1")]),
                ("answered", [.party("MARKT"), .time("2026-04-12T00:00:00Z")]),
            ])
        #expect(try world.values(claim, documents: ["DB1"]) == [.refuted])
    }

    @Test func `late payment is a breach, and nothing is owed`() throws {
        var world = Self.unpaid
        world.credit(at: "2026-04-20T10:00:00Z")
        #expect(try world.values(Self.claims, documents: ["DB1"]) == [.proven, .refuted])
    }

    @Test func `before the time is over there is no breach`() throws {
        var world = Self.unpaid
        world.now = World.time("2026-03-25T00:00:00Z")
        #expect(try world.values(Self.claims, documents: ["DB1"]) == [.refuted, .refuted])
    }
}

@Suite struct `SC-03, no delivery after prepayment` {
    static let claims = [
        "FRUTA claims delivered(FRUTA->MARKT, deliver, by 2026-03-20T18:00:00Z)",
        "MARKT claims breach(FRUTA, deliver) against FRUTA",
        "MARKT claims liable(FRUTA->MARKT, EUR 8400.00) against FRUTA",
    ]

    static func prepaid(deliveredBy signer: String?, at time: String = "2026-03-18T15:10:00Z")
        -> World
    {
        var world = World.negotiated(prepaid: true)
        world.credit(at: "2026-03-05T10:00:00Z")
        if let signer { world.deliver(by: signer, at: time) }
        return world
    }

    @Test func `own records are allegations`() throws {
        let findings = try Self.prepaid(deliveredBy: "FRUTA").judge(Self.claims).findings
        #expect(findings.map(\.value) == [.undetermined, .proven, .proven])
        let ways = findings[0].missing.filter { $0.settles == .proven }
        #expect(ways.map { $0.evidence.map(\.producers) } == [[["LINER"]], [["MARKT"]]])
        #expect(findings[2].provenSupremum == Money(text: "EUR 8400.00"))
    }

    @Test(arguments: ["LINER", "MARKT"])
    func `the record of the carrier named, or a receipt, proves delivery`(signer: String) throws {
        #expect(
            try Self.prepaid(deliveredBy: signer).values(Self.claims)
                == [.proven, .refuted, .refuted])
    }

    @Test func `another carrier's record proves nothing`() throws {
        var world = Self.prepaid(deliveredBy: nil)
        world.list("carrier", "OTHER")
        world.deliver(by: "OTHER")
        #expect(try world.values(Self.claims) == [.undetermined, .proven, .proven])
    }
}
