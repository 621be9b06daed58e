// Third parties of exchanges that contradict themselves, in one matter or in two, and those that only seem to.

import ArchiveAudit
import EvidenceValues
import Testing
import TransparencyLog

/// What a third party decides in a test.
private struct Decision: Sendable, CustomTestStringConvertible {
    let name: String
    /// The answer whose signatures are replaced; nil for an abort.
    var answer: String?
    var number: Int64?
    /// The decision that it names as the one before, and that one's number.
    var previous: (String, Int64)?
    var exchange = "me1"

    var testDescription: String { "\(name) \(number ?? -1)" }

    /// A matter with these decisions.
    static func matter(
        _ name: String, _ decisions: [Decision], by party: String = "TTP1", signer: String? = nil,
        from place: UInt64 = 0
    ) -> PartyCase {
        var matter = PartyCase(name, from: place)
        for exchange in Set(decisions.map(\.exchange)).sorted() {
            matter.addExchange(exchange, by: party)
        }
        for decision in decisions {
            matter.add(decision.name, by: signer ?? party)
            let text = Term.document(PartyCase.document(decision.name))
            let root = Term.document(PartyCase.document(decision.exchange))
            if let answer = decision.answer {
                matter.add("replacement", [text, root, .document(PartyCase.document(answer))])
            } else {
                matter.add("abort_token", [text, root])
            }
            if let number = decision.number { matter.add("decision", [text, .count(number)]) }
            if let (before, number) = decision.previous {
                matter.add(
                    "decision_after",
                    [text, .document(PartyCase.document(before)), .count(number)])
            }
        }
        return matter
    }
}

extension PartyCase {
    fileprivate mutating func addExchange(_ root: String, by party: String) {
        add(
            "exchange",
            [
                .document(PartyCase.document(root)), .document(PartyCase.document("text")),
                .party(PartyCase.party("FRUTA")), .party(PartyCase.party("MARKT")),
                .party(PartyCase.party(party)),
            ])
    }
}

@Suite struct `The audit of third parties of exchanges` {
    @Test(arguments: [
        (
            "EXCHANGE.X09", "double-decision", Decision(name: "a"),
            Decision(name: "b", answer: "me2")
        ),
        (
            "EXCHANGE.X11", "non-unique-resolve", Decision(name: "a", answer: "me2", number: 1),
            Decision(name: "b", answer: "me2b", number: 2)
        ),
        (
            "EXCHANGE.X15", "log-fork", Decision(name: "a", number: 4),
            Decision(name: "b", number: 4, exchange: "other")
        ),
        (
            "EXCHANGE.X15", "log-fork", Decision(name: "a", number: 4),
            Decision(name: "b", number: 5, previous: ("c", 4), exchange: "other")
        ),
        (
            "EXCHANGE.X15", "log-fork", Decision(name: "a", number: 4),
            Decision(name: "b", number: 9, previous: ("a", 8), exchange: "other")
        ),
        (
            "EXCHANGE.X15", "log-fork", Decision(name: "a", number: 5, previous: ("c", 4)),
            Decision(name: "b", number: 5, previous: ("d", 4), exchange: "other")
        ),
    ])
    private func `finds two statements that exclude each other, in whatever matters`(
        _ code: String, _ kind: String, _ first: Decision, _ second: Decision
    ) throws {
        func report(by party: String = "TTP1", signer: String? = nil) throws -> PartyReport {
            try partyReport([
                Decision.matter("BAN-1", [first], by: party),
                Decision.matter("BAN-2", [second], by: party, signer: signer, from: 5),
            ])
        }
        let found = try report()
        #expect(Set(found.misconduct.map(\.code)) == [code])
        #expect(Set(found.misconduct.map(\.kind)) == [kind])
        #expect(found.misconduct.first?.matters.map(\.text) == ["BAN-1", "BAN-2"])
        let together = try partyReport([Decision.matter("BAN-1", [first, second])])
        #expect(Set(together.misconduct.map(\.code)) == [code])
        let forged = try report(signer: "FRUTA")
        #expect(forged.misconduct.isEmpty && Set(forged.warnings.map(\.code)) == [code])
        #expect(try report(by: "TTP9").findings.isEmpty, "not listed")
        #expect(try report(by: "FRUTA").findings.isEmpty, "a player")
    }

    @Test(arguments: [
        (
            "the same answer again",
            [
                Decision(name: "a", number: 1), Decision(name: "b", number: 2, previous: ("a", 1)),
                Decision(name: "c", number: 3, previous: ("b", 2)),
            ]
        ),
        (
            "one replacement twice",
            [Decision(name: "a", answer: "me2"), Decision(name: "b", answer: "me2")]
        ),
        (
            "two replacements where nothing is numbered",
            [Decision(name: "a", answer: "me2"), Decision(name: "b", answer: "me2b")]
        ),
        (
            "two exchanges",
            [Decision(name: "a"), Decision(name: "b", answer: "me2", exchange: "other")]
        ),
        (
            "numbers that are not on file",
            [
                Decision(name: "a", number: 1),
                Decision(name: "b", number: 9, previous: ("z", 8), exchange: "other"),
            ]
        ),
        (
            "a negative number",
            [Decision(name: "a", number: -1), Decision(name: "b", number: -1, exchange: "other")]
        ),
    ])
    private func `finds nothing in decisions that go together`(
        _ why: String, _ decisions: [Decision]
    ) throws {
        #expect(try partyReport([Decision.matter("BAN-1", decisions)]).findings.isEmpty, "\(why)")
    }

    @Test(arguments: [("unsolicited", "EXCHANGE.X08"), ("groundless", "EXCHANGE.X06")])
    func `finds decisions without a ground`(_ predicate: String, _ code: String) throws {
        for signer in ["TTP1", "FRUTA"] {
            var matter = PartyCase()
            matter.addExchange("me1", by: "TTP1")
            matter.add("a", by: signer)
            matter.add(
                predicate,
                [.document(PartyCase.document("a")), .document(PartyCase.document("me1"))])
            let report = try partyReport([matter])
            #expect(report.misconduct.map(\.code) == (signer == "TTP1" ? [code] : []))
            #expect(report.findings.map(\.code) == [code])
        }
    }

    @Test(arguments: [(59, "DEADLINE.DECISION"), (61, "EXCHANGE.X16")] as [(Int64, String)])
    func `tells of a third party that has to decide`(_ now: Int64, _ code: String) throws {
        for (signer, decides, expected) in [
            ("TTP1", false, [code]), ("TTP1", true, []), ("FRUTA", false, []),
        ] {
            var matter = Decision.matter("BAN-1", decides ? [Decision(name: "a")] : [])
            if !decides { matter.addExchange("me1", by: "TTP1") }
            matter.add("receipt", by: signer)
            matter.add(
                "submission",
                ["receipt", "request", "me1"].map { .document(PartyCase.document($0)) }
                    + [.instant(PartyCase.time(0))])
            let report = try partyReport([matter], at: now)
            #expect(report.findings.map(\.code) == expected, "\(signer) \(decides)")
            #expect(report.misconduct.isEmpty, "silence is for the law")
        }
    }

    @Test(arguments: [
        ("it is whole", "TTP1", "TTP1", "TTP1", false, true),
        ("it is not signed by the third party", "FRUTA", "TTP1", "TTP1", false, false),
        ("it rests on a player's word", "TTP1", "FRUTA", "FRUTA", false, false),
        ("another message is not signed", "TTP1", "TTP1", "FRUTA", false, false),
        ("a listed party defeats it", "TTP1", "TTP1", "TTP1", true, false),
    ])
    func `finds what a description of a protocol calls misconduct`(
        _ why: String, _ signer: String, _ other: String, _ otherSigner: String, _ isDefeated: Bool,
        _ isMisconduct: Bool
    ) throws {
        var matter = PartyCase()
        matter.add("own", by: signer)
        matter.add("further", by: otherSigner)
        matter.add("against", by: "TTP1")
        let set = Term.document(PartyCase.document("set"))
        matter.add(
            "exchange_fault",
            [
                set, .party(PartyCase.party("TTP1")), .word("false-transport"),
                .document(PartyCase.document("me1")),
            ])
        for (name, party) in [("own", "TTP1"), ("further", other)] {
            matter.add(
                "needs",
                [set, .document(PartyCase.document(name)), .party(PartyCase.party(party))])
        }
        if isDefeated {
            matter.add(
                "defeats",
                [set, .document(PartyCase.document("against")), .party(PartyCase.party("TTP1"))])
        }
        let report = try partyReport([matter])
        #expect(report.findings.map(\.code) == ["EXCHANGE.FAULT"], "\(why)")
        #expect(
            report.misconduct.map(\.kind) == (isMisconduct ? ["false-transport"] : []), "\(why)")
    }
}
