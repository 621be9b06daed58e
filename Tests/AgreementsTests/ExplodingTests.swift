// Agreements made to explode the judge: each ends within its steps, with a refusal that names the article or with the right answer, and
// what costs much for nobody is not done. Spec: rules-15

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Agreements made to explode` {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let rules: String
        /// Nil where it has to be refused.
        let value: FindingValue?
        var testDescription: String { name }
    }

    static let declared = """
        evidence closed f(party P, party Q) "f".
        evidence closed at(party P, instant T) "at".
        evidence closed has(party P, word W, money M) "has".
        derived closed x(party P) "x".
        derived closed far(party P, party Q) "far".
        derived closed triple(party P, party Q, party R) "triple".
        derived closed when(party P, instant T) "when".
        derived closed upto(party P, by instant T) "upto".
        derived closed during(party P, between instant T and instant U) "during".
        derived closed sums(party P, money M) "sums" supremum.
        derived closed pair(party P, money M, money N) "pair".
        """

    static let cases: [Case] = [
        Case(
            name: "forty conditions",
            rules: "x(P) if f(P, V0) and "
                + (0..<38).map { "f(V\($0), V\($0 + 1))" }.joined(separator: " and ")
                + " and f(V38, P).",
            value: nil),
        Case(
            name: "a recursion over every three",
            rules: "triple(P, Q, R) if f(P, Q) and f(Q, R). "
                + "triple(P, Q, R) if triple(P, Q, S) and triple(S, R, T) and f(T, P). "
                + "x(P) if triple(P, _, _) and triple(_, P, _) and triple(_, _, P).",
            value: nil),
        Case(
            name: "every later instant of another instant",
            rules: "when(P, T) if at(P, U) and instant(T) and U <= T. "
                + "x(P) if when(P, T) and when(Q, T) and f(P, Q).",
            value: nil),
        Case(
            name: "every instant that only claims ask for",
            rules: "upto(P, by T) if at(P, U) and instant(T) and U <= T. "
                + "during(P, between T and U) if upto(P, by U) and instant(T) and not upto(P, by T). "
                + "x(P) if f(P, P).",
            value: .proven),
        Case(
            name: "a sum for each pair of sums",
            rules: "sums(P, M) if M = sum N of has(P, _, N). "
                + "pair(P, M, N) if has(P, _, M) and has(Q, _, N) and f(P, Q). "
                + "x(P) if pair(P, M, N) and K = max L of pair(P, N, L) and K = M.",
            value: .refuted),
        Case(
            name: "what leads far and back",
            rules: "far(P, Q) if f(P, Q). far(P, Q) if far(P, R) and far(R, Q). x(P) if far(P, P).",
            value: nil),
    ]

    static let facts: [Fact] = {
        let parties = (0..<60).map { Term.party(PartyID("P\($0)")!) }
        let euro = Currency(code: "EUR")!
        var facts: [Fact] = []
        for (row, left) in parties.enumerated() {
            for right in parties { facts.append(Fact("f", [left, right])) }
            for column in 0..<20 {
                let number = row * 20 + column
                let time = World.time("2026-01-01T00:00:00Z")
                    .advanced(by: TimeSpan(seconds: Int64(number)))
                facts.append(Fact("at", [left, .instant(time)]))
                facts.append(
                    Fact(
                        "has",
                        [
                            left, .word("w\(column)"),
                            .money(Money(minorUnits: Int64(number), currency: euro)),
                        ]))
            }
        }
        return facts
    }()

    @Test(arguments: cases)
    func `are refused with the article, or answered`(exploding: Case) throws {
        let agreement = try MiniAgreement.parse(Self.declared, exploding.rules)
        // A tenth of the real limit, so that the test is short.
        let limit = EvaluationLimits.steps / 10
        let evaluation = Evaluation(
            program: agreement.program, skew: agreement.skew,
            now: World.time("2026-01-01T00:00:00Z"), limit: limit)
        evaluation.load(Self.facts, spoken: [])
        let number = try #require(agreement.program.numbers["x"])
        let row = [evaluation.terms.number(.party(PartyID("P7")!))]
        func ask() throws(JudgeError) -> Standing {
            try evaluation.run(onDemand: true)
            try evaluation.demand(number, row.map(Int32.init), mask: 1, isPossible: true)
            return evaluation.standing(number, row)
        }
        if let value = exploding.value {
            #expect(try ask() == (value == .proven ? .certain : .contrary))
        } else {
            #expect(throws: JudgeError.tooLarge(article: "A-01")) { try ask() }
            // Nothing that was caught on the way lets it go on.
            #expect(throws: JudgeError.tooLarge(article: "A-01")) {
                try evaluation.step(agreement.program.rules[0])
            }
        }
        #expect(evaluation.steps < limit + 100_000)
    }

    @Test func `four hundred rules are planned once each`() throws {
        let text = (0..<400).map { "far(P, Q) if f(P, Q) and has(P, w\($0), _)." }
        let agreement = try MiniAgreement.parse(Self.declared, text.joined(separator: "\n"))
        let evaluation = Evaluation(
            program: agreement.program, skew: agreement.skew,
            now: World.time("2026-01-01T00:00:00Z"))
        evaluation.load(Self.facts, spoken: [])
        try evaluation.run()
        #expect(evaluation.steps < 400_000)
    }
}
