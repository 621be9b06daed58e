// What the variables of an open atom range over in the second evaluation, and that no order of conditions shows through. Each of these
// was found by comparing the judge with the second evaluator.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `What open atoms range over` {
    static let declarations = """
        evidence closed paid(party P, money M) "{P} paid {M}".
        evidence closed c(party P) "{P} is c".
        evidence closed at(party P, instant T) "{P} at {T}".
        evidence open o(party P, money M) "{P} owes {M}".
        derived open kept(party P, by instant T) "{P} kept by {T}".
        derived closed n(party P, money M) "{P} has {M}".
        derived closed k(party P, instant T) "{P} is k at {T}".
        derived closed r(party P) "{P} is r".
        """
    static let a = Term.party(PartyID("A")!)
    static let paid = Fact("paid", [a, .money(Money(text: "EUR 2.00")!)])
    static let at = Fact("at", [a, .instant(World.time("2026-01-01T10:00:00Z"))])

    static func value(_ rules: String, _ facts: [Fact]) throws -> FindingValue {
        let agreement = try MiniAgreement.parse(
            declarations, rules, parameters: "T_skew = 1min\nL = EUR 2.00, USD 3.00")
        return try MiniAgreement.judge(agreement, facts, "r(A)").findings[0].value
    }

    // Spec: rules-2
    @Test(
        arguments: [
            "r(P) if paid(P, M) and M = L.", "r(P) if M = L and paid(P, M).",
            "r(P) if L = M and paid(P, M).",
        ])
    func `a parameter in several currencies equals the amount in one`(rule: String) throws {
        #expect(try Self.value(rule, [Self.paid]) == .proven)
    }

    @Test func `such a parameter alone gives no amount`() {
        #expect(throws: AgreementError.self) {
            try Self.value("r(P) if M = L and c(P) and M > 0.", [])
        }
    }

    // Spec: rules-13
    @Test(
        arguments: [
            "r(P) if o(_, M) and paid(P, N) and M = N + N.",
            "r(P) if paid(P, N) and M = N + N and o(_, M).",
            "r(P) if o(_, M) and o(P, K) and M = K + K.",
            "r(P) if o(P, K) and M = K + K and o(_, M).",
        ])
    func `an amount that is calculated does not range`(rule: String) throws {
        #expect(try Self.value(rule, [Self.paid]) == .undetermined)
    }

    @Test func `a certain atom is possible, whatever made its terms`() throws {
        let rules = """
            kept(P, by T) if at(P, S) and T = S + 14d.
            r(P) if kept(P, by _) and c(P).
            """
        let doubt = Fact("c", [Self.a], .possible)
        #expect(try Self.value(rules, [Self.at, doubt]) == .undetermined)
        let stays = "\nr(P) if kept(P, by T) and c(P) and T > 2026-01-10T00:00:00Z."
        #expect(
            try Self.value("kept(P, by T) if at(P, S) and T = S + 14d." + stays, [Self.at, doubt])
                == .undetermined)
    }

    // `n` ranges over a built-in, so it is evaluated where it is asked for.
    @Test(
        arguments: [
            ("n(P, M)", FindingValue.refuted), ("o(P, M)", .undetermined),
        ])
    func `what is asked for ranges no further than if nobody asked`(
        condition: String, value: FindingValue
    ) throws {
        let rules = """
            n(P, M) if party(P) and o(P, M).
            r(P) if paid(P, N) and M = N + N and \(condition).
            """
        #expect(try Self.value(rules, [Self.paid]) == value)
    }

    @Test func `what is asked for ranges over what stands in certain atoms`() throws {
        let rules = """
            kept(P, by T) if at(P, S) and T = S + 14d.
            k(P, T) if party(P) and kept(P, by T).
            r(P) if at(P, S) and T = S + 14d and k(P, T) and c(P).
            """
        let doubt = Fact("c", [Self.a], .possible)
        #expect(try Self.value(rules, [Self.at, doubt]) == .undetermined)
    }

    // Spec: rules-9
    @Test(
        arguments: [
            "r(P) if at(P, S) and T = S + 14d and instant(T).",
            "r(P) if instant(T) and at(P, S) and T = S + 14d.",
        ])
    func `a built-in ranges over what is spoken of, not over what is calculated`(rule: String)
        throws
    {
        #expect(try Self.value(rule, [Self.at]) == .refuted)
    }
}
