// on exchanges whose messages carry secrets and whose third party numbers its decisions: each rule that convicts or voids, that it
// does not where it must not, and what a party or a third party might try.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    private static func document(_ name: String) -> Term { .document(digest(name)) }
    private static let me1 = document("ME1")
    private static let me2 = document("ME2")

    /// P's message with its secret, signed by `signer`.
    mutating func open(_ party: String, by signer: String? = nil, answer: String = "ME2") {
        let name = "OPEN \(party) \(answer)"
        state(name, by: [signer ?? party], made: (nil, "2026-02-03T11:30:00Z"), [])
        add(
            "opens",
            [
                World.document(name), World.me1, World.document(answer),
                Written.party(party).term,
            ])
    }

    /// A message of the third party that gives this fact.
    mutating func token(
        _ name: String, _ predicate: String, by signer: String = "TTP1", number: Int64? = nil,
        after: (String, Int64)? = nil, answer: String? = nil, on message: String = "ME1",
        made: (String?, String?) = (nil, "2026-02-03T12:00:00Z")
    ) {
        state(name, by: [signer], made: made, [])
        let itself = World.document(name)
        add(
            predicate,
            [itself, World.document(message)] + (answer.map { [World.document($0)] } ?? []))
        if let number { add("decision", [itself, .count(number)]) }
        if let after {
            add("decision_after", [itself, World.document(after.0), .count(after.1)])
        }
    }

    mutating func request(by signer: String = "FRUTA") {
        state("MA1", by: [signer], made: (nil, "2026-02-03T11:59:00Z"), [])
        add("abort_request", [World.document("MA1"), World.me1])
    }

    /// TTP1 confirmed that it received a request.
    mutating func submit(by signer: String = "TTP1") {
        state("RECV", by: [signer], made: (nil, "2026-02-03T12:00:00Z"), [])
        add(
            "submission",
            [
                World.document("RECV"), World.document("MR1"), World.me1,
                .instant(World.time("2026-02-03T12:00:00Z")),
            ])
    }

    /// An arbiter orders TTP1 to produce its decision, and the court's officer hands the order over.
    mutating func order(handed: Bool = true) {
        list("arbiter", "ARBIT")
        paper(
            "ORDER", by: ["ARBIT"], made: ("2026-03-12T08:00:00Z", "2026-03-12T09:00:00Z"),
            [
                (
                    "orders_production",
                    [.party("TTP1"), .word("decision-record"), .document(World.digest("DB9"))]
                )
            ])
        if handed { hand("ORDER", to: "TTP1", at: "2026-03-13T10:00:00Z") }
    }
}

@Suite struct `Exchanges in law` {
    private func contract(_ world: World) throws -> FindingValue {
        try world.values(["FRUTA claims contract(FRUTA, MARKT, DB9)"], documents: ["DB9"])[0]
    }

    private func misconduct(
        _ kind: String, of party: String = "TTP1", _ world: World
    ) throws -> FindingValue {
        try world.values(["MARKT claims misconduct(\(party), \(kind))"], documents: ["DB9"])[0]
    }

    // Standard contracts.

    @Test func `two signed openings make a contract`() throws {
        var world = World.exchanging()
        world.open("FRUTA")
        #expect(try contract(world) == .undetermined)
        world.open("MARKT")
        #expect(try contract(world) == .proven)
    }

    @Test(arguments: ["MARKT", "TTP1", "BROKR"])
    func `an opening that another signed is none`(signer: String) throws {
        var world = World.exchanging()
        world.open("FRUTA", by: signer)
        world.open("MARKT")
        #expect(try contract(world) == .undetermined)
    }

    @Test func `openings for two answers do not add up`() throws {
        var world = World.exchanging()
        world.open("FRUTA")
        world.open("MARKT", answer: "ME2-B")
        #expect(try contract(world) == .undetermined)
    }

    @Test func `a message that names no agreement is governed as its text is`() throws {
        var world = World.exchanging()
        world.facts.removeAll { fact in
            fact.predicate == "agreement"
                && [World.digest("ME1"), World.digest("ME2")].map(Term.document)
                    .contains(fact.arguments[0])
        }
        world.complete()
        #expect(try contract(world) == .proven)
        world.facts.removeAll { $0.predicate == "agreement" }
        world.add(
            "agreement",
            [.document(World.digest("DB9")), .document(World.digest("another agreement"))],
            origin: .stated)
        #expect(try contract(world) == .undetermined)
    }

    // Requests to abort.

    @Test func `an abort that the originator did not ask for voids nothing`() throws {
        for signer in [nil, "MARKT", "TTP1"] {
            var world = World.exchanging()
            world.token("ABORT", "abort_token", number: 3)
            if let signer { world.request(by: signer) }
            world.token("REPLACE", "replacement", number: 41, answer: "ME2")
            world.serve("MARKT")
            #expect(try contract(world) == .proven)
            #expect(try misconduct("double-decision", world) == .proven)
        }
        var asked = World.exchanging()
        asked.token("ABORT", "abort_token", number: 3)
        asked.request()
        asked.token("REPLACE", "replacement", number: 41, answer: "ME2")
        asked.serve("MARKT")
        #expect(try contract(asked) == .refuted)
    }

    @Test func `an abort without request ends no negotiation`() throws {
        var world = World.exchanging()
        world.token("ABORT", "abort_token")
        world.serve("MARKT")
        #expect(try contract(world) == .undetermined)
        world.request()
        #expect(try contract(world) == .refuted)
    }

    @Test func `an abort on what is no request is void, and convicts whoever signed it`() throws {
        var world = World.exchanging()
        world.token("ABORT", "abort_token")
        world.request()
        world.add(
            "unsolicited", [.document(World.digest("ABORT")), .document(World.digest("ME1"))])
        world.serve("MARKT")
        #expect(try contract(world) == .undetermined)
        #expect(try misconduct("unsolicited-abort", world) == .proven)
        var forged = World.exchanging()
        forged.token("ABORT", "abort_token", by: "TTP2")
        forged.add(
            "unsolicited", [.document(World.digest("ABORT")), .document(World.digest("ME1"))])
        #expect(try misconduct("unsolicited-abort", forged) == .undetermined)
        #expect(try misconduct("unsolicited-abort", of: "TTP2", forged) == .refuted)
    }

    // The originator keeps its request back, so that nobody sees that the abort was asked for.
    @Test func `that a request is not on file convicts nobody`() throws {
        var world = World.exchanging()
        world.token("ABORT", "abort_token")
        #expect(try misconduct("unsolicited-abort", world) == .refuted)
    }

    // The order of decisions.

    private func both(
        abort: (number: Int64?, made: (String?, String?)),
        replacement: (number: Int64?, made: (String?, String?))
    ) -> World {
        var world = World.exchanging()
        world.request()
        world.token("ABORT", "abort_token", number: abort.number, made: abort.made)
        world.token(
            "REPLACE", "replacement", number: replacement.number, answer: "ME2",
            made: replacement.made)
        world.serve("MARKT")
        return world
    }

    private static let early = ("2026-02-03T11:00:00Z", "2026-02-03T11:10:00Z")
    private static let late = ("2026-02-03T13:00:00Z", "2026-02-03T13:10:00Z")
    private static let open: (String?, String?) = (nil, "2026-02-03T13:00:00Z")

    @Test func `numbers decide where times do not tell`() throws {
        let first = both(abort: (57, Self.open), replacement: (41, Self.open))
        #expect(try contract(first) == .proven)
        let second = both(abort: (41, Self.open), replacement: (57, Self.open))
        #expect(try contract(second) == .refuted)
    }

    // T helps one party afterwards, and gives the late token a number that was free.
    @Test func `numbers that proven times contradict decide nothing`() throws {
        let lateAbort = both(abort: (3, Self.late), replacement: (41, Self.early))
        #expect(try contract(lateAbort) == .proven)
        let lateReplacement = both(abort: (57, Self.early), replacement: (41, Self.late))
        #expect(try contract(lateReplacement) == .refuted)
    }

    @Test func `one number for both leaves the order to times`() throws {
        let unknown = both(abort: (41, Self.open), replacement: (41, Self.open))
        #expect(try contract(unknown) == .undetermined)
        #expect(try misconduct("log-fork", unknown) == .proven)
        let known = both(abort: (41, Self.late), replacement: (41, Self.early))
        #expect(try contract(known) == .proven)
    }

    @Test func `a second signature on an old replacement does not make it younger`() throws {
        var world = both(
            abort: (nil, ("2026-02-03T12:00:00Z", "2026-02-03T12:10:00Z")),
            replacement: (nil, Self.early))
        #expect(try contract(world) == .proven)
        world.certify("TTP1", key: "TTP1-2")
        world.sign("TTP1-2", "REPLACE", made: Self.late)
        #expect(try contract(world) == .proven)
    }

    @Test func `a text that lay ready for long is no early abort`() throws {
        var world = both(abort: (nil, Self.late), replacement: (nil, Self.early))
        let abort = Term.document(World.digest("ABORT"))
        world.facts.removeAll { $0.predicate == "made" && $0.arguments[0] == abort }
        world.add("made", [abort, World.interval(nil, "2026-02-01T00:00:00Z")])
        #expect(try contract(world) == .proven)
    }
}
