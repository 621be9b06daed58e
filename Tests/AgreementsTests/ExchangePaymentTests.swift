// Payment exchanged for a receipt or a good: the third party's affidavit stands in for the payee's receipt, a reversal upon an abort undoes
// the credit, and neither counts twice.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Payment by affidavit` {
    private static let at = "2026-03-18T15:10:00Z"
    private static let claims = [
        "MARKT claims paid(MARKT->FRUTA, EUR 8400.00, \"BAN-1\")",
        "FRUTA claims breach(MARKT, pay)",
    ]

    private static func credit(_ amount: String = "EUR 8400.00", at time: String = at)
        -> (String, [World.Written])
    {
        ("credit", World.money(amount, "BAN-1", at: time))
    }

    private static func receipt(_ amount: String = "EUR 8400.00", at time: String = at)
        -> (String, [World.Written])
    {
        ("acknowledges", World.money(amount, "BAN-1", at: time))
    }

    /// MARKT pays FRUTA, the bank is BANKF; the credit alone is kept apart from the deal, so that only the affidavit can show it.
    private static func world(
        affidavit: String? = "TTP1", of amount: String = "EUR 8400.00", bank: String? = "BANKF",
        at time: String = at
    ) -> World {
        var world = World.negotiated()
        world.list("ttp", "TTP1")
        world.deliver()
        world.message("ANSWER", by: "FRUTA")
        world.message("CREDIT", by: bank, [credit()])
        world.message("AFFIDAVIT", by: affidavit, [receipt(amount, at: time)])
        world.proof(
            "PROOF", "payment", of: "DB1", against: "FRUTA", for: "MARKT",
            needs: [("ANSWER", "FRUTA"), ("CREDIT", "BANKF"), ("AFFIDAVIT", "TTP1")])
        return world
    }

    private func kinds(_ world: World, _ amount: String = "EUR 8400.00") throws -> [FindingValue] {
        try world.values([
            "MARKT claims paid(MARKT->FRUTA, \(amount), \"BAN-1\")",
            "FRUTA claims liable(MARKT->FRUTA, EUR 8400.00)",
        ])
    }

    @Test func `proves the payment with the credit that it names`() throws {
        #expect(try kinds(Self.world()) == [.proven, .refuted])
    }

    @Test func `is not counted besides the credit`() throws {
        var world = Self.world(of: "EUR 4200.00")
        #expect(try kinds(world, "EUR 4200.00") == [.undetermined, .refuted])
        world = World.negotiated()
        world.list("ttp", "TTP1")
        world.deliver()
        world.message("ANSWER", by: "FRUTA")
        for number in 1...3 {
            world.message(
                "CREDIT\(number)", by: "BANKF", [Self.credit("EUR 4200.00")])
            world.message("AFFIDAVIT\(number)", by: "TTP1", [Self.receipt("EUR 4200.00")])
            world.proof(
                "PROOF\(number)", "payment", of: "DB1", against: "FRUTA", for: "MARKT",
                needs: [
                    ("ANSWER", "FRUTA"), ("CREDIT\(number)", "BANKF"),
                    ("AFFIDAVIT\(number)", "TTP1"),
                ])
        }
        let findings = try world.judge(["FRUTA claims liable(MARKT->FRUTA, EUR 4200.00)"])
        #expect(findings.findings[0].provenSupremum == Money(text: "EUR 4200.00"))
    }

    @Test(arguments: [
        (String?.none, String?.some("BANKF")), ("MARKT", "BANKF"), ("FRUTA", nil),
        ("TTP1", nil), ("TTP1", "MARKT"),
    ])
    func `proves nothing without the third party and the bank`(
        affidavit: String?, bank: String?
    ) throws {
        var world = Self.world(affidavit: affidavit, bank: bank)
        if bank == "BANKF" {
            // The credit alone is a payment; what the affidavit adds is asked here.
            world.facts.removeAll { $0.predicate == "credit" }
        }
        if affidavit == "FRUTA" { world.facts.removeAll { $0.predicate == "acknowledges" } }
        #expect(try kinds(world) == [.undetermined, .proven])
    }

    @Test func `is of no effect for another time than the credit's`() throws {
        var world = Self.world(at: "2026-03-19T15:10:00Z")
        #expect(try world.values(Self.claims) == [.proven, .refuted])
        world.facts.removeAll { $0.predicate == "credit" }
        #expect(try world.values(Self.claims) == [.undetermined, .proven])
    }

    /// The bank took the credit back, on an abort signed by `abort`.
    private static func refunded(abort: String?, by bank: String? = "BANKF") -> World {
        var world = world()
        world.message("ABORT", by: abort)
        world.message("REFUND", by: bank, [("reverses", [.document(World.digest("CREDIT"))])])
        world.proof(
            "UNDONE", "abort", of: "DB1", against: "FRUTA", for: "MARKT",
            needs: [("CREDIT", "BANKF"), ("ABORT", "TTP1"), ("REFUND", "BANKF")])
        world.fault(
            "TWICE", "double-decision", of: "TTP1",
            needs: [("AFFIDAVIT", "TTP1"), ("ABORT", "TTP1")])
        return world
    }

    private static let twice = ["MARKT claims misconduct(TTP1, double-decision)"]

    @Test func `of a credit that was refunded upon the abort proves nothing, and is misconduct`()
        throws
    {
        let world = Self.refunded(abort: "TTP1")
        #expect(try kinds(world) == [.undetermined, .proven])
        #expect(try world.values(Self.twice) == [.proven])
    }

    @Test(arguments: [
        (String?.none, String?.some("BANKF")), ("FRUTA", "BANKF"), ("MARKT", "BANKF"),
        ("TTP1", nil), ("TTP1", "FRUTA"), ("TTP1", "TTP1"),
    ])
    func `is not undone without the third party's abort and the bank's refund`(
        abort: String?, bank: String?
    ) throws {
        let world = Self.refunded(abort: abort, by: bank)
        #expect(try kinds(world) == [.proven, .refuted])
        #expect(try world.values(Self.twice) == [abort == "TTP1" ? .proven : .undetermined])
    }

    @Test(arguments: [
        (String?.some("BANKF"), FindingValue.proven), (nil, .undetermined),
        ("FRUTA", .undetermined),
    ])
    func `that the bank reversed all the same is the bank's misconduct, and undoes nothing`(
        signer: String?, value: FindingValue
    ) throws {
        var world = Self.world()
        world.message("REVERSED", by: signer, [("reverses", [.document(World.digest("CREDIT"))])])
        world.fault(
            "BACK", "paid-and-reversed", of: "BANKF", in: "ANSWER",
            needs: [("AFFIDAVIT", "TTP1"), ("REVERSED", "BANKF")])
        #expect(try kinds(world) == [.proven, .refuted])
        let claim = ["MARKT claims misconduct(BANKF, paid-and-reversed)"]
        #expect(try world.values(claim) == [value])
    }
}
