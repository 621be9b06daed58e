// R-22 on third parties: what they are convicted of by what they signed, and what nobody can convict them of; and what a party might try with
// exchanges.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Third parties in law` {
    private func contract(_ world: World) throws -> FindingValue {
        try world.values(["FRUTA claims contract(FRUTA, MARKT, DB9)"], documents: ["DB9"])[0]
    }

    private func misconduct(
        _ kind: String, of party: String = "TTP1", _ world: World
    ) throws -> FindingValue {
        try world.values(["MARKT claims misconduct(\(party), \(kind))"], documents: ["DB9"])[0]
    }

    @Test func `two replacements by different answers convict who numbers its decisions`() throws {
        func resolved(_ answers: [String], numbered: Bool = true, by signer: String = "TTP1")
            -> World
        {
            var world = World.exchanging()
            for (index, answer) in answers.enumerated() {
                world.token(
                    "REPLACE \(index)", "replacement", by: index == 0 ? "TTP1" : signer,
                    number: numbered ? Int64(index) : nil, answer: answer)
            }
            return world
        }
        #expect(try misconduct("non-unique-resolve", resolved(["ME2", "ME2-B"])) == .proven)
        #expect(try contract(resolved(["ME2", "ME2-B"])) == .proven)
        #expect(try misconduct("non-unique-resolve", resolved(["ME2", "ME2"])) == .refuted)
        #expect(
            try misconduct("non-unique-resolve", resolved(["ME2", "ME2-B"], numbered: false))
                == .refuted)
        #expect(
            try misconduct("non-unique-resolve", resolved(["ME2", "ME2-B"], by: "MARKT"))
                != .proven)
    }

    @Test func `a replacement of what does not belong together convicts, and replaces nothing`()
        throws
    {
        var world = World.exchanging()
        world.token("REPLACE", "groundless")
        #expect(try misconduct("bad-resolve", world) == .proven)
        #expect(try contract(world) == .undetermined)
        var forged = World.exchanging()
        forged.token("REPLACE", "groundless", by: "MARKT")
        #expect(try misconduct("bad-resolve", forged) != .proven)
    }

    struct Log: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let first: Int64
        let second: Int64
        let after: (String, Int64)
        var signer = "TTP1"
        let value: FindingValue
    }

    static let logs = [
        Log(
            testDescription: "one after the other", first: 41, second: 42,
            after: ("ABORT", 41), value: .refuted),
        Log(
            testDescription: "others between", first: 41, second: 57, after: ("ELSE", 56),
            value: .refuted),
        Log(
            testDescription: "one number twice", first: 41, second: 41, after: ("ELSE", 40),
            value: .proven),
        Log(
            testDescription: "a gap after the one before", first: 41, second: 57,
            after: ("ABORT", 56), value: .proven),
        Log(
            testDescription: "another one before", first: 41, second: 42, after: ("ELSE", 41),
            value: .proven),
        Log(
            testDescription: "one number twice, of which one is forged", first: 41, second: 41,
            after: ("ELSE", 40), signer: "MARKT", value: .undetermined),
    ]

    @Test(arguments: logs) func `a broken sequence of decisions convicts`(_ log: Log) throws {
        var world = World.exchanging()
        world.request()
        world.token("ABORT", "abort_token", number: log.first)
        let other = Term.document(World.digest("OTHER-ME1"))
        world.add(
            "exchange",
            [
                other, .document(World.digest("DB8")), World.Written.party("BROKR").term,
                World.Written.party("MARKT").term, World.Written.party("TTP1").term,
            ])
        world.token(
            "REPLACE", "replacement", by: log.signer, number: log.second, after: log.after,
            answer: "OTHER-ME2", on: "OTHER-ME1")
        #expect(try misconduct("log-fork", world) == log.value)
    }

    @Test func `silence is found only of who was ordered to show its decision`() throws {
        var world = World.exchanging()
        world.submit()
        #expect(try misconduct("silence", world) == .refuted)
        var ordered = world
        ordered.order()
        #expect(try misconduct("silence", ordered) == .proven)
        #expect(try misconduct("refused-production", ordered) == .proven)
        var lost = world
        lost.order(handed: false)
        #expect(try misconduct("silence", lost) == .refuted)
        // The party that accuses it files the decision in another exhibit, or never had asked.
        ordered.token("REPLACE", "replacement", answer: "ME2")
        #expect(try misconduct("silence", ordered) == .refuted)
        var forged = World.exchanging()
        forged.submit(by: "MARKT")
        forged.order()
        #expect(try misconduct("silence", forged) != .proven)
    }

    // Attempts.

    @Test func `an abort of a sham exchange undoes no acceptance in another form`() throws {
        var world = World.exchanging()
        world.request()
        world.token("ABORT", "abort_token")
        world.serve("MARKT")
        #expect(try contract(world) == .refuted)
        world.sign("FRUTA", "DB9", made: (nil, "2026-02-03T11:00:00Z"))
        world.state(
            "YES", by: ["MARKT"], made: (nil, "2026-02-03T11:00:00Z"),
            [
                ("agreement", [.document(World.agreement)]),
                ("accepts", [.document(World.digest("DB9"))]),
            ])
        world.add("commits", [.document(World.digest("YES")), .document(World.digest("DB9"))])
        let claims = [
            "FRUTA claims contract(FRUTA, MARKT, DB9)",
            "MARKT claims not contract(FRUTA, MARKT, DB9)",
        ]
        #expect(try world.values(claims, documents: ["DB9"]) == [.proven, .refuted])
    }

    @Test func `a party that is its own third party aborts nothing`() throws {
        var world = World.exchanging()
        world.list("ttp", "FRUTA")
        world.facts.removeAll { $0.predicate == "exchange" }
        world.add(
            "exchange",
            [
                .document(World.digest("ME1")), .document(World.digest("DB9")),
                World.Written.party("FRUTA").term, World.Written.party("MARKT").term,
                World.Written.party("FRUTA").term,
            ])
        world.request()
        world.token("ABORT", "abort_token", by: "FRUTA")
        world.serve("MARKT")
        #expect(try contract(world) == .undetermined)
    }

    @Test func `who filed its own secret convicts nobody`() throws {
        var world = World.exchanging()
        world.request()
        world.token("ABORT", "abort_token")
        world.complete(shownBy: "FRUTA")
        #expect(try misconduct("abort-after-reveal", of: "FRUTA", world) == .refuted)
        var unasked = World.exchanging()
        unasked.token("ABORT", "abort_token")
        unasked.complete()
        #expect(try misconduct("abort-after-reveal", of: "FRUTA", unasked) == .refuted)
    }
}
