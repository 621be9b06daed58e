// a text that was changed after an exchange, presented with messages made anew and the signatures of then, which no longer fit.

import EvidenceValues
import Testing

@testable import Agreements

extension World {
    /// FRUTA and MARKT exchanged signatures on DB9. FRUTA made a second exchange, on another text: its own message signed, the answer not.
    fileprivate static func changed() -> World {
        var world = World.exchanging()
        world.complete()
        let terms: [(String, [Written])] = [
            ("agreement", [.document(agreement)]), ("seller", [.party("FRUTA")]),
            ("buyer", [.party("MARKT")]), ("deal", [.word("BAN-1")]),
            ("obligation", [.word("deliver"), .party("FRUTA"), .party("MARKT")]),
        ]
        world.state("OTHER", by: [], made: (nil, "2026-02-03T12:00:00Z"), terms)
        let other: [(String, [Written])] = [("agreement", [.document(agreement)])]
        world.state("ME3", by: ["FRUTA"], made: (nil, "2026-02-03T12:00:00Z"), other)
        world.state("ME4", by: [], made: (nil, "2026-02-03T12:00:00Z"), other)
        let me3 = Term.document(digest("ME3"))
        world.add(
            "exchange",
            [
                me3, .document(digest("OTHER")), Written.party("FRUTA").term,
                Written.party("MARKT").term, Written.party("TTP1").term,
            ])
        world.add("exchange_answer", [.document(digest("ME4")), me3])
        world.add("secrets_open", [me3, .document(digest("ME4"))])
        return world
    }

    /// `filer` files a signature of `party` that does not fit the message.
    fileprivate mutating func misfit(_ filer: String, _ party: String, _ message: String) {
        add(
            "broken",
            [
                Written.party(filer).term, Written.party(party).term,
                .document(World.digest(message)),
            ])
    }
}

@Suite struct `A text changed after an exchange` {
    private func values(_ world: World) throws -> [FindingValue] {
        try world.values(
            [
                "FRUTA claims contract(FRUTA, MARKT, OTHER)",
                "FRUTA claims contract(MARKT, FRUTA, OTHER)",
                "FRUTA claims contract(FRUTA, MARKT, DB9)",
            ], documents: ["OTHER", "DB9"])
    }

    @Test func `is no contract where the other's signature does not fit its message`() throws {
        #expect(try values(World.changed()) == [.undetermined, .undetermined, .proven])
        var world = World.changed()
        world.misfit("FRUTA", "MARKT", "ME4")
        #expect(try values(world) == [.refuted, .refuted, .proven])
    }

    // Attempts.
    @Test(arguments: [
        ("MARKT", "MARKT"), ("MARKT", "FRUTA"), ("FRUTA", "FRUTA"), ("LINER", "MARKT"),
    ])
    func `nobody refutes it by what he breaks of himself, or as a stranger, or of who signed`(
        filer: String, party: String
    ) throws {
        var world = World.changed()
        world.misfit(filer, party, party == "FRUTA" ? "ME3" : "ME4")
        #expect(try values(world) == [.undetermined, .undetermined, .proven])
    }

    @Test func `a copy that does not fit undoes no contract that is proven otherwise`() throws {
        var world = World.changed()
        world.misfit("FRUTA", "MARKT", "ME2")
        #expect(try values(world)[2] == .proven)
        world.misfit("FRUTA", "MARKT", "ME4")
        world.sign("MARKT", "OTHER", made: (nil, "2026-02-03T13:00:00Z"))
        #expect(try values(world)[0] == .undetermined)
        world.sign("FRUTA", "OTHER", made: (nil, "2026-02-03T13:00:00Z"))
        #expect(try values(world)[0] == .proven)
    }

    @Test func `a message that MARKT did sign on that text keeps it open`() throws {
        var world = World.changed()
        world.misfit("FRUTA", "MARKT", "ME4")
        world.state("ME5", by: ["MARKT"], made: (nil, "2026-02-03T12:00:00Z"), [])
        world.add(
            "exchange_answer",
            [.document(World.digest("ME5")), .document(World.digest("ME3"))])
        #expect(try values(world)[0] == .undetermined)
    }
}
