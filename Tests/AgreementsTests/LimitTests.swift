// What hostile agreements, claims and facts cost: the judge ends, in bounded time and memory, with an answer or a clear refusal.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `The limits of the judge` {
    static let parties = (0..<30).map { Term.party(PartyID("P\($0)")!) }

    /// `p_i(P) if p_{i-1}a(P) and p_{i-1}b(P)`: as a tree its derivation doubles with each level.
    static func doubling(_ levels: Int) throws -> Agreement {
        var declared = "evidence closed c(party P) \"{P} is c\"."
        var rules = ""
        for level in 0..<levels {
            for side in ["a", "b"] {
                declared += "\nderived closed l\(level)\(side)(party P) \"{P} is \(level)\"."
                let conditions =
                    level == 0 ? "c(P)" : "l\(level - 1)a(P) and l\(level - 1)b(P)"
                rules += "l\(level)\(side)(P) if \(conditions).\n"
            }
        }
        return try MiniAgreement.parse(declared, rules)
    }

    private static func count(_ derivation: Derivation) -> Int {
        derivation.steps.reduce(1) { $0 + count($1) }
    }

    @Test(arguments: [Standing.certain, .possible, nil])
    func `a derivation of thirty doubled levels explains each statement once`(
        standing: Standing?
    ) throws {
        let facts = MiniAgreement.facts("c", standing)
        let clock = ContinuousClock()
        let agreement = try Self.doubling(30)
        var findings: [Finding] = []
        let time = try clock.measure {
            findings = try MiniAgreement.judge(agreement, facts, "l29a(A)", "l29b(A)").findings
        }
        #expect(Self.count(findings[0].derivation) <= 4 * 30)
        if standing != nil { #expect(Self.count(findings[0].derivation) > 2 * 30) }
        #expect(findings[0].articles == ["A-01"])
        #expect(time < .seconds(20))
    }

    // Spec: rules-13
    @Test func `blanks of an open atom need one witness`() throws {
        let documents = (0..<500).map { number in
            Fact("known", [.document(World.digest("document \(number)"))])
        }
        let blanks = Array(repeating: "_", count: 8).joined(separator: ", ")
        let types = (0..<8).map { "document A\($0)" }.joined(separator: ", ")
        let agreement = try MiniAgreement.parse(
            """
            evidence closed known(document D) "{D} is known".
            evidence open q(\(types)) "q".
            derived closed x(document D) "x".
            """, "x(D) if known(D) and q(\(blanks)).")
        let findings = try MiniAgreement.judge(
            agreement, documents, "x(\(World.digest("document 7")))")
        #expect(findings.findings[0].value == .undetermined)
    }

    @Test func `what is denied is no witness`() throws {
        let agreement = try MiniAgreement.parse(
            """
            evidence closed c(party P) "{P} is c".
            evidence open q(party P, party Q) "q".
            derived closed x(party P) "x".
            """, "x(P) if c(P) and q(_, _).")
        var facts = MiniAgreement.facts("c", .certain)
        let parties = ["A", "REG"].map { Term.party(PartyID($0)!) }
        for left in parties {
            for right in parties { facts.append(Fact("q", [left, right], .contrary)) }
        }
        #expect(try MiniAgreement.judge(agreement, facts, "x(A)").findings[0].value == .refuted)
        facts.removeLast()
        #expect(
            try MiniAgreement.judge(agreement, facts, "x(A)").findings[0].value == .undetermined)
    }

    // Spec: rules-13
    @Test(
        arguments: [
            "c(P) and q(Z, Z)", "c(P) and q(Z, Y) and Z = Y", "c(P) and q(P, P)",
            "c(P) and q(_, _)", "c(P) and q(Z, Z) and q(Z, P)",
        ])
    func `a variable twice in an open atom is one term`(conditions: String) throws {
        let agreement = try MiniAgreement.parse(
            """
            evidence closed c(party P) "{P} is c".
            derived open q(party P, party Q) "q".
            derived closed x(party P) "x".
            """, "x(P) if \(conditions).")
        let facts = MiniAgreement.facts("c", .certain)
        #expect(
            try MiniAgreement.judge(agreement, facts, "x(A)").findings[0].value == .undetermined)
    }

    /// Rules that cost more than anybody waits for; each must be refused, naming the article.
    static let hostile: [(name: String, rule: String)] = [
        (
            "a product of domains",
            "x(P) if party(P) and "
                + (0..<8).map { "party(V\($0)) and V\($0) != P" }.joined(separator: " and ")
                + "."
        ),
        (
            "open atoms that share variables",
            "x(P) if party(P) and o(A, B, P) and o(B, C, A) and o(C, D, B) and o(D, E, C)"
                + " and o(E, F, D) and o(F, A, E)."
        ),
        (
            "products of facts",
            "x(P) if party(P) and "
                + ["A, B", "B, A", "C, D", "D, C", "E, F", "F, E", "G, P", "P, G"]
                .map { "f(\($0))" }.joined(separator: " and ") + "."
        ),
        (
            "a head of every combination",
            "w(A, B, C, D, E) if party(A) and party(B) and party(C) and party(D) and party(E)."
        ),
        (
            "blanks of facts",
            "x(P) if party(P) and f(_, _) and f(_, _) and f(_, _) and f(_, _)."
        ),
    ]

    @Test(arguments: hostile.map(\.name))
    func `a rule that costs too much is refused in bounded time`(name: String) throws {
        let rule = try #require(Self.hostile.first { $0.name == name }).rule
        let agreement = try MiniAgreement.parse(
            """
            evidence closed c(party P, party Q, party R) "c".
            evidence closed f(party P, party Q) "f".
            evidence open o(party P, party Q, party R) "o".
            evidence open n(party P, party Q, party R) "n" contrary m.
            derived closed m(party P, party Q, party R) "m".
            derived closed x(party P) "x".
            derived closed w(party P, party Q, party R, party S, party T) "w".
            """, rule + "\nm(P, Q, R) if c(P, Q, R).")
        var facts: [Fact] = []
        for left in Self.parties {
            for right in Self.parties { facts.append(Fact("f", [left, right])) }
        }
        // A tenth of the real limit, so that the test is short; the cost of a step is the same.
        let limit = EvaluationLimits.steps / 10
        let evaluation = Evaluation(
            program: agreement.program, skew: agreement.skew,
            now: World.time("2026-01-01T00:00:00Z"), limit: limit)
        evaluation.load(facts, spoken: [])
        let time = ContinuousClock().measure {
            #expect(throws: JudgeError.tooLarge(article: "A-01")) { try evaluation.run() }
        }
        print("\(name): \(limit) steps in \(time)")
        #expect(time < .seconds(30))
    }

    /// A chain of payments and sums, as a matter has them: what it costs grows with the facts and no faster.
    static func matter(_ count: Int) throws -> (agreement: Agreement, facts: [Fact]) {
        let agreement = try MiniAgreement.parse(
            """
            evidence closed exhibit(document D, party P) "{D} is of {P}".
            stated pays(document D, word R, money M) "{D} pays {M}".
            evidence open signature(document D, party P) "{P} signed {D}".
            derived open disowned(document D) "{D} is disowned".
            derived closed paid(party P, document D, word R, money M) "{P} paid {M}".
            derived closed total(party P, money M) "{P} paid {M} in all" supremum.
            """,
            """
            presume paid(P, D, R, M) if exhibit(D, P) and pays(D, R, M) and signature(D, P)
                unless disowned(D) (burden P).
            total(P, M) if M = sum N of paid(P, _, _, N).
            """)
        var facts: [Fact] = []
        for number in 0..<(count / 3) {
            let document = Term.document(World.digest("document \(number)"))
            let party = parties[number % 30]
            facts.append(Fact("exhibit", [document, party]))
            facts.append(
                Fact(
                    "pays",
                    [document, .word("r\(number)"), .money(Money(text: "EUR 1.00")!)],
                    origin: .stated))
            facts.append(Fact("signature", [document, party]))
        }
        return (agreement, facts)
    }

    @Test func `ten times the facts take about ten times as long`() throws {
        var times: [Duration] = []
        for count in [999, 9_999] {
            let (agreement, facts) = try Self.matter(count)
            var value: FindingValue?
            times.append(
                try ContinuousClock().measure {
                    value = try MiniAgreement.judge(agreement, facts, "total(P1, EUR 2.00)")
                        .findings[0].value
                })
            #expect(value == .proven)
        }
        let (agreement, facts) = try Self.matter(9_999)
        let evaluation = Evaluation(
            program: agreement.program, skew: agreement.skew,
            now: World.time("2026-01-01T00:00:00Z"))
        evaluation.load(facts, spoken: [])
        try evaluation.run()
        #expect(evaluation.steps < 20 * 9_999)
        print("9999 facts: \(evaluation.steps) steps")
        print("judging 999 facts: \(times[0]), 9999 facts: \(times[1])")
        // Quadratic would be a hundred times; these machines are noisy.
        #expect(times[1] < times[0] * 40)
    }

    // Spec: rules-14
    @Test func `more than a hundred failing attempts read the same in any order`() throws {
        let agreement = try MiniAgreement.parse(
            """
            evidence closed paid(party P, word R, money M) "{P} paid {M}, {R}".
            evidence closed c(party P, word R, money M) "{M} of {P} counts".
            derived closed sums(party P, word R, money M) "{P} paid {M} for {R}".
            derived closed x(party P) "x".
            """,
            """
            sums(P, R, M) if M = sum N of paid(P, R, N).
            x(P) if M = sum N of paid(P, R, N) and c(P, R, M).
            x(P) if sums(P, R, M) and c(P, R, M).
            """)
        let a = Term.party(PartyID("A")!)
        var facts = (0..<300).map { number in
            Fact(
                "paid",
                [
                    a, .word("r\(number * 7919 % 1000)"),
                    .money(Money(minorUnits: Int64(number % 17), currency: Currency(code: "EUR")!)),
                ])
        }
        let first = try MiniAgreement.judge(agreement, facts, "x(A)")
        #expect(first.findings[0].value == .refuted)
        for seed in 1..<6 {
            facts = facts.indices.map { facts[($0 * 7 + seed) % facts.count] }
            #expect(try MiniAgreement.judge(agreement, facts, "x(A)") == first)
        }
    }

    @Test func `what is missing at the end of a long chain is told without a deep stack`() throws {
        let agreement = try MiniAgreement.parse(
            """
            evidence closed edge(party P, party Q) "{P} leads to {Q}".
            derived closed end(party P) "the end is {P}".
            """, "end(P) if edge(P, P). end(Q) if end(P) and edge(P, Q).")
        let chain = (0..<3000).map { Term.party(PartyID("N\($0)")!) }
        let facts =
            [Fact("edge", [chain[0], chain[0]], .possible)]
            + zip(chain, chain.dropFirst()).map { Fact("edge", [$0, $1], .possible) }
        let finding = try MiniAgreement.judge(agreement, facts, "end(N2999)").findings[0]
        #expect(finding.value == .undetermined)
        #expect(finding.isMissingCut)
        #expect((1...100).contains(finding.missing.count + finding.open.count))
    }
}
