// The second agreement: a shop, a customer, one order. Nothing of the first one's words is in it, so that the judge is shown to
// know no agreement.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    static let simpleSale = try! Agreement(parsing: PackageFiles.text("Policies/simple-sale.md"))

    /// An order that both signed, for EUR 120.00, to be delivered by 2026-03-20.
    static func shopOrder(
        signedBy signers: [String] = ["SHOP", "KIM"], under agreement: Digest = World.agreement
    ) -> World {
        var world = World(simpleSale, members: [])
        for party in ["SHOP", "KIM"] { world.certify(party) }
        world.list("bank", "BANK")
        world.list("carrier", "POST")
        world.matter = "ORDER-7"
        world.state(
            "ORDER", by: signers, made: ("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z"),
            [
                ("sold_under", [.document(agreement)]), ("shop", [.party("SHOP")]),
                ("customer", [.party("KIM")]), ("price", [.money("EUR 120.00")]),
                ("deliver_by", [.time("2026-03-20T18:00:00Z")]),
            ])
        return world
    }

    /// A paper about the order.
    mutating func paper(
        _ name: String, by signer: String, at time: String = "2026-03-10T10:00:00Z",
        _ terms: [(String, [Written])]
    ) {
        state(
            name, by: [signer], made: (time, time),
            [("for_order", [.document(World.digest("ORDER"))])] + terms)
    }

    mutating func handOver(by signer: String, at time: String = "2026-03-10T10:00:00Z") {
        paper("HANDOVER " + signer + time, by: signer, at: time, [("handed_over", [.time(time)])])
    }

    mutating func pay(_ money: String, by signer: String, _ reference: String = "r1") {
        paper(
            "PAID " + signer + money + reference, by: signer,
            [("money_received", [.money(money), .word(reference)])])
    }

    func sale(_ claims: String...) throws -> [FindingValue] {
        try values(claims.map { "KIM claims " + $0 }, documents: ["ORDER"])
    }
}

@Suite struct `The policy simple-sale` {
    @Test func `it is sound`() throws {
        let agreement = World.simpleSale
        #expect(agreement.version == "simple-sale-1")
        #expect(agreement.articles.map(\.id) == (1...7).map { "S-0\($0)" })
        let check = AgreementCheck(try PackageFiles.text("Policies/simple-sale.md"))
        #expect(check.isSound && check.remarks.isEmpty, "\(check.errors) \(check.remarks)")
    }

    @Test func `what both signed is a sale, what one signed may be`() throws {
        #expect(try World.shopOrder().sale("sale(SHOP, KIM, ORDER)") == [.proven])
        #expect(
            try World.shopOrder(signedBy: ["SHOP"]).sale("sale(SHOP, KIM, ORDER)") == [
                .undetermined
            ])
        let other = World.shopOrder(under: World.digest("another"))
        #expect(try other.sale("sale(SHOP, KIM, ORDER)") == [.refuted])
    }

    @Test func `goods that never came give the money back`() throws {
        var world = World.shopOrder()
        world.pay("EUR 120.00", by: "BANK")
        #expect(
            try world.sale("overdue(SHOP, ORDER)", "owes(SHOP->KIM, EUR 120.00)", "arrived(ORDER)")
                == [.proven, .proven, .undetermined])
        world.handOver(by: "POST")
        #expect(
            try world.sale(
                "overdue(SHOP, ORDER)", "owes(SHOP->KIM, EUR 120.00)",
                "delivered(ORDER, by 2026-03-10T10:00:00Z)",
                "delivered(ORDER, by 2026-03-09T10:00:00Z)")
                == [.refuted, .undetermined, .proven, .undetermined])
    }

    @Test func `one's own papers prove nothing`() throws {
        var world = World.shopOrder()
        world.handOver(by: "SHOP")
        world.pay("EUR 120.00", by: "KIM")
        #expect(
            try world.sale("overdue(SHOP, ORDER)", "settled(ORDER)") == [.proven, .undetermined])
        world.list("bank", "KIM")
        world.list("carrier", "SHOP")
        #expect(
            try world.sale("overdue(SHOP, ORDER)", "settled(ORDER)") == [.proven, .undetermined])
    }

    @Test func `the price is owed after delivery, less what was paid, each reference once`() throws
    {
        var world = World.shopOrder()
        world.handOver(by: "KIM")
        #expect(
            try world.sale("unpaid(KIM, ORDER)", "owes(KIM->SHOP, EUR 120.00)")
                == [.proven, .proven])
        world.pay("EUR 50.00", by: "SHOP")
        world.pay("EUR 50.00", by: "BANK")
        world.pay("USD 70.00", by: "BANK", "r2")
        #expect(
            try world.sale("owes(KIM->SHOP, EUR 70.00)", "owes(KIM->SHOP, EUR 70.01)")
                == [.proven, .refuted])
        world.pay("EUR 70.00", by: "BANK", "r3")
        #expect(
            try world.sale("unpaid(KIM, ORDER)", "owes(KIM->SHOP, EUR 0.01)", "settled(ORDER)")
                == [.refuted, .refuted, .proven])
    }

    @Test(arguments: [
        ("2026-03-20T10:00:00Z", "SHOP", FindingValue.proven),
        ("2026-03-25T10:00:00Z", "SHOP", .undetermined),
        ("2026-03-20T10:00:00Z", "KIM", .undetermined),
    ])
    func `who withdraws in time and gives the goods back gets the money back`(
        notice: String, giver: String, value: FindingValue
    ) throws {
        var world = World.shopOrder()
        world.pay("EUR 120.00", by: "BANK")
        world.handOver(by: "POST")
        world.paper("NOTICE", by: "KIM", at: notice, [("withdraws", [.party("KIM")])])
        world.paper(
            "BACK", by: giver, at: notice, [("goods_back", [.document(World.digest("ORDER"))])])
        #expect(try world.sale("undone(ORDER)", "owes(SHOP->KIM, EUR 120.00)").first == value)
        let money: FindingValue = value == .proven ? .proven : .undetermined
        #expect(try world.sale("owes(SHOP->KIM, EUR 120.00)") == [money])
    }

    @Test func `a signature that may be later than the revocation does not count`() throws {
        var world = World.shopOrder()
        let key = World.Written.key("KIM").term
        world.add(
            "revocation_listed",
            [key, World.Written.time("2026-03-01T09:30:00Z").term, .document(World.digest("list"))])
        #expect(try world.sale("sale(SHOP, KIM, ORDER)") == [.undetermined])
        world.add(
            "made",
            [
                .document(World.digest("signature KIM ORDER")),
                World.interval("2026-03-01T09:00:00Z", "2026-03-01T09:10:00Z"),
            ])
        #expect(try world.sale("sale(SHOP, KIM, ORDER)") == [.proven])
    }
}
