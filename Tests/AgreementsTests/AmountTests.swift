// Amounts that cannot be added or compared: no fact of one party may stop the judge for everybody.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Amounts of hostile facts` {
    static let largest = "EUR 92233720368547758.07"
    static let nearly = "EUR 92233720368547758.06"

    static let declarations = """
        evidence closed paid(party P, word R, money M) "{P} paid {M}, {R}".
        derived closed total(party P, money M) "{P} paid {M} in all" supremum.
        derived closed r(party P) "{P} is r".
        evidence closed c(party P) "{P} is c".
        """

    static func payment(
        _ reference: String, _ money: String, _ standing: Standing = .certain
    ) -> Fact {
        Fact(
            "paid", [.party(PartyID("A")!), .word(reference), .money(Money(text: money)!)],
            standing)
    }

    static func value(_ condition: String, _ m: String, _ n: String) throws -> FindingValue {
        let agreement = try MiniAgreement.parse(
            declarations, "r(P) if paid(P, m, M) and paid(P, n, N) and \(condition).",
            parameters: "T_skew = 1min\nL = EUR 1.00")
        let facts = [payment("m", m), payment("n", n)]
        return try MiniAgreement.judge(agreement, facts, "r(A)").findings[0].value
    }

    // Spec: rules-12, "Amounts that cannot be compared"
    @Test(
        arguments: [
            "M < N", "M <= N", "M > N", "M >= N", "not (M < N)", "not (M >= N)",
            "unproven M < N (burden P)", "X = M + N and X = X", "X = M - N and X = X",
            "X = min(M, N) and X = X", "X = max(M, N) and X = X", "M = N",
        ])
    func `a condition on two currencies has no result`(condition: String) throws {
        #expect(try Self.value(condition, "EUR 1.00", "USD 2.00") == .refuted)
    }

    @Test func `two currencies are never equal`() throws {
        #expect(try Self.value("M != N", "EUR 1.00", "USD 1.00") == .proven)
        #expect(try Self.value("not (M = N)", "EUR 1.00", "USD 1.00") == .proven)
    }

    // Spec: rules-17
    @Test(
        arguments: [
            // What is more than any amount is more than each; which of two such is more is not known.
            ("M > N", largest, nearly, .proven), ("M < N", largest, nearly, .refuted),
            ("M = N", largest, largest, .proven),
            ("M != N", largest, largest, .refuted),
            ("M >= N", largest, largest, .undetermined),
            ("not (M < N)", largest, largest, .undetermined),
            ("unproven M < N (burden P)", largest, largest, .proven),
            ("X = M + N and X > N", nearly, nearly, .proven),
            ("X = M - N and X > L", largest, "EUR 1.00", .undetermined),
            ("X = M - N and X > L", largest, largest, .undetermined),
            ("X = N - M and X > L", largest, "EUR 5.00", .refuted),
            ("X = min(M, N) and X = N", largest, "EUR 5.00", .proven),
            ("X = max(M, N) and X > N", largest, "EUR 5.00", .proven),
            ("M > 0 and N > 0", largest, "EUR 5.00", .proven),
        ] as [(String, String, String, FindingValue)])
    func `the largest amount stands for every larger one`(
        condition: String, m: String, n: String, expected: FindingValue
    ) throws {
        #expect(try Self.value(condition, m, n) == expected)
    }

    static func sum(_ facts: [Fact], _ claims: String...) throws -> [Finding] {
        let agreement = try MiniAgreement.parse(
            declarations, "total(P, M) if M = sum N of paid(P, _, N). r(P) if c(P).")
        let facts = facts + MiniAgreement.facts("c", .certain)
        var all: [Finding] = []
        for claim in claims {
            all += try MiniAgreement.judge(agreement, facts, claim).findings
        }
        return all
    }

    @Test func `a sum of possible payments without bound leaves other claims decided`() throws {
        let facts = [
            Self.payment("a", "EUR 1.00"), Self.payment("b", Self.largest, .possible),
            Self.payment("c", Self.largest, .possible), Self.payment("d", "USD 1.00"),
        ]
        let found = try Self.sum(
            facts, "total(A, EUR 1.00)", "total(A, \(Self.largest))", "total(A, USD 1.01)", "r(A)")
        #expect(found.map(\.value) == [.proven, .undetermined, .refuted, .proven])
        #expect(found[0].possibleSupremum == Money(text: Self.largest))
    }

    @Test func `a certain sum without bound is more than what is claimed, and says so`() throws {
        let facts = [Self.payment("a", Self.nearly), Self.payment("b", Self.nearly)]
        let found = try Self.sum(facts, "total(A, EUR 1.00)", "total(A, USD 1.00)", "r(A)")
        #expect(found.map(\.value) == [.proven, .refuted, .proven])
        #expect(found[0].provenSupremum == Money(text: Self.largest))
        #expect(Self.reasons(found[0].derivation).contains("ARITHMETIC.OVERFLOW"))
        #expect(!Self.reasons(found[1].derivation).contains("ARITHMETIC.OVERFLOW"))
    }

    static func reasons(_ derivation: Derivation) -> [String] {
        (derivation.reason.map { [$0] } ?? []) + derivation.steps.flatMap(reasons)
    }

    @Test func `a sum is exact before it is cut to 64 bits`() throws {
        let facts = [
            Self.payment("a", Self.nearly), Self.payment("b", Self.nearly),
            Self.payment("c", "EUR -92233720368547758.06"),
            Self.payment("d", "EUR -92233720368547757.06"),
        ]
        let found = try Self.sum(facts, "total(A, EUR 1.00)", "total(A, EUR 1.01)")
        #expect(found.map(\.value) == [.proven, .refuted])
        #expect(found[0].provenSupremum == Money(text: "EUR 1.00"))
    }

    @Test func `more than any amount less more than any amount is possibly anything`() throws {
        let facts = [
            Self.payment("a", Self.largest), Self.payment("b", "EUR -92233720368547758.08"),
        ]
        let found = try Self.sum(facts, "total(A, EUR 1.00)")
        #expect(found.map(\.value) == [.undetermined])
    }
}
