// What holds for all facts and all orders: determinism, what adding and leaving out may do, cost.

import EvidenceValues
import Testing

@testable import Agreements

/// A seeded generator (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite struct `Properties of findings` {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `no order of rules or facts changes a byte`(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        var world = `SC-04 and SC-05, a repudiated signature`.world()
        world.report(from: "2026-03-01T08:00:00Z", discovered: "2026-03-01T20:00:00Z")
        let claims = `SC-04 and SC-05, a repudiated signature`.claims
        let expected = findingJSON(try world.judge(claims, documents: ["ORDER"]))
        let original = world.agreement
        world.facts.shuffle(using: &generator)
        world.agreement = try Agreement(
            title: original.title, version: original.version, articles: original.articles,
            parameters: original.parameters, predicates: original.predicates,
            rules: original.rules.shuffled(using: &generator))
        #expect(findingJSON(try world.judge(claims, documents: ["ORDER"])) == expected)
    }

    @Test func `leaving out any one fact never refutes the contract`() throws {
        let world = `SC-01, a contract fulfilled`.fulfilled
        for index in world.facts.indices {
            var less = world
            less.facts.remove(at: index)
            let values = try less.values(World.bananaClaims, documents: ["DB1"])
            #expect(values[0] != .refuted, "without \(world.facts[index].text)")
            #expect(values[2] != .proven || less.facts.count < world.facts.count)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `without denials, one more certain fact never takes a proven claim away`(seed: UInt64)
        throws
    {
        let agreement = try MiniAgreement.parse(
            """
            evidence closed edge(party P, party Q) "{P} leads to {Q}".
            evidence open mark(party P) "{P} is marked".
            derived closed path(party P, party Q) "{P} reaches {Q}".
            """,
            """
            path(P, Q) if edge(P, Q) and mark(P).
            path(P, Q) if path(P, R) and path(R, Q).
            """)
        var generator = SeededGenerator(state: seed)
        let names = (0..<5).map { Term.party(PartyID("P\($0)")!) }
        var facts: [Fact] = []
        var proven: Set<String> = []
        let claims = (0..<5).map { "path(P0, P\($0))" }
        for _ in 0..<20 {
            let isEdge = Bool.random(using: &generator)
            let first = names.randomElement(using: &generator)!
            let second = names.randomElement(using: &generator)!
            facts.append(isEdge ? Fact("edge", [first, second]) : Fact("mark", [first]))
            let findings = try MiniAgreement.judge(
                agreement, facts, claims[0], claims[1], claims[2], claims[3], claims[4])
            let now = Set(findings.findings.filter { $0.value == .proven }.map(\.claim))
            #expect(proven.isSubset(of: now))
            proven = now
        }
    }

    /// A matter of `deals` deals, each a contract, a receipt and a payment.
    static func market(_ deals: Int) -> World {
        var world = World.negotiated()
        for deal in 0..<deals {
            let name = "BAN-X\(deal)"
            world.state(
                "DB" + name, by: ["FRUTA", "MARKT"],
                made: ("2026-02-02T10:00:00Z", "2026-02-02T11:00:00Z"),
                World.contractTerms(answers: "none" + name).map { term in
                    term.0 == "deal" ? ("deal", [.word(name)]) : term
                })
            world.state(
                "R" + name, by: ["MARKT"], made: (nil, "2026-03-18T16:00:00Z"),
                [
                    ("deal", [.word(name)]),
                    (
                        "performance",
                        [
                            .party("MARKT"), .party("FRUTA"), .word("deliver"),
                            .time("2026-03-18T15:10:00Z"),
                        ]
                    ),
                ])
        }
        return world
    }

    @Test func `the cost grows as the facts do`() throws {
        func steps(_ deals: Int) throws -> (facts: Int, steps: Int) {
            let world = Self.market(deals)
            let evaluation = Evaluation(
                program: world.agreement.program, skew: world.agreement.skew, now: world.now)
            evaluation.load(world.facts, spoken: [])
            try evaluation.run(onDemand: true)
            return (world.facts.count, evaluation.steps)
        }
        let (small, large) = (try steps(20), try steps(80))
        print(
            "evaluation: \(small.facts) facts in \(small.steps) steps, \(large.facts) in \(large.steps)"
        )
        #expect(
            Double(large.steps) / Double(small.steps) < 1.3 * Double(large.facts)
                / Double(small.facts))
    }
}
