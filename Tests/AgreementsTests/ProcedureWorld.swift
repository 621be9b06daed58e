// What happens in a proceeding, told in facts: orders, service, answers, production, awards. Times are those of the bananas.

import EvidenceValues

@testable import Agreements

extension World {
    /// The contract delivered on 18 March, the price due on 1 April and not paid; a court officer, an arbiter and a carrier are listed.
    static func disputed(delivered: Bool = true) -> World {
        var world = World.negotiated()
        world.list("court-officer", "COURT")
        world.list("arbiter", "ARBIT")
        world.certify("STRNG")
        if delivered { world.deliver() }
        return world
    }

    /// A paper of the proceeding, of the deal unless another is named.
    mutating func paper(
        _ name: String, by signers: [String], made: (String?, String?), deal: String? = "BAN-1",
        _ terms: [(String, [Written])]
    ) {
        state(name, by: signers, made: made, (deal.map { [("deal", [.word($0)])] } ?? []) + terms)
    }

    mutating func serve(
        _ party: String = "MARKT", at time: String = "2026-04-10T10:00:00Z",
        by officer: String = "COURT", deal: String? = "BAN-1", provenBy: String? = nil
    ) {
        paper(
            "SERVICE \(party) \(time) \(officer)", by: [officer],
            made: (nil, provenBy ?? String(time.prefix(11)) + "23:00:00Z"), deal: deal,
            [("served", [.party(party), .time(time)])])
    }

    mutating func answer(
        _ party: String = "MARKT", by signer: String = "MARKT",
        made: (String?, String?) = ("2026-04-15T10:00:00Z", "2026-04-15T11:00:00Z"),
        stating terms: [(String, [Written])] = []
    ) {
        paper(
            "ANSWER \(party) \(signer)", by: [signer], made: made,
            [("answered", [.party(party), .time("2026-04-15T10:00:00Z")])] + terms)
    }

    mutating func hand(
        _ paper: String, to party: String, at time: String, by officer: String = "COURT"
    ) {
        self.paper(
            "HANDED \(paper) \(officer)", by: [officer],
            made: (nil, String(time.prefix(11)) + "23:00:00Z"),
            [("handed", [.document(World.digest(paper)), .party(party), .time(time)])])
    }

    mutating func close(
        at time: String = "2026-04-25T12:00:00Z", by arbiter: String = "ARBIT",
        made: (String?, String?) = ("2026-04-20T10:00:00Z", "2026-04-20T11:00:00Z"),
        deal: String? = "BAN-1", as predicate: String = "closes"
    ) {
        paper(
            "\(predicate) \(time) \(arbiter)", by: [arbiter], made: made, deal: deal,
            [(predicate, [.time(time)])])
    }

    /// An order to produce a record, which states that MARKT received the bananas on 18 March.
    mutating func orderProduction(
        of kind: String = "receiving-record", from party: String = "MARKT",
        by arbiter: String = "ARBIT", stating: [(String, [Written])] = [received]
    ) {
        paper(
            "ORDER", by: [arbiter], made: ("2026-04-12T08:00:00Z", "2026-04-12T09:00:00Z"),
            [
                (
                    "orders_production",
                    [.party(party), .word(kind), .document(World.digest("DB1"))]
                )
            ] + stating)
    }

    static let received: (String, [Written]) = (
        "performance",
        [.party("MARKT"), .party("FRUTA"), .word("deliver"), .time("2026-03-18T15:10:00Z")]
    )

    /// A record and the paper by which it is produced.
    mutating func produce(
        kind: String = "receiving-record", recordBy: [String] = ["MARKT"], by: String = "MARKT",
        at time: String = "2026-04-15T10:00:00Z", stating: [(String, [Written])] = []
    ) {
        paper("RECORD", by: recordBy, made: (nil, time), [("kind", [.word(kind)])] + stating)
        paper(
            "PRODUCTION", by: [by], made: (nil, time),
            [
                (
                    "produces",
                    [
                        .document(World.digest("ORDER")), .party("MARKT"),
                        .document(World.digest("RECORD")),
                    ]
                )
            ])
    }

    mutating func award(
        _ name: String = "AWARD", by arbiter: String = "ARBIT", signer: String? = nil,
        value: String = "proven", at time: String = "2026-05-02T10:00:00Z",
        made: (String?, String?) = ("2026-05-02T10:00:00Z", "2026-05-02T11:00:00Z"),
        deal: String = "BAN-1", as predicate: String = "award",
        stating terms: [(String, [Written])] = []
    ) {
        let named = ["CLAIMS", "ANNEX", "BUNDLE", "FINDING " + value].map {
            Written.document(World.digest($0))
        }
        let state: [Written] = predicate == "award" ? [] : [.word("failed")]
        paper(
            name, by: [signer ?? arbiter], made: made, deal: deal,
            [
                (predicate, [.party(arbiter)] + named + [.time(time)] + state),
                ("awarded", [named[0], .word("C1"), .word(value), .word("granted")]),
            ] + terms)
    }
}
