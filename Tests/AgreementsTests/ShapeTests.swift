// Predicates that speak of time by, after and between: one name, four predicates, written alike everywhere.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Prepositions` {
    static let predicates = """
        evidence closed noted(party P, instant T) "{P} noted {T}".
        derived closed signed(party P) "{P} signed" contrary unsigned.
        derived closed signed(party P, by instant T) "{P} signed by {T}" contrary unsigned.
        derived closed signed(party P, after instant T) "{P} signed after {T}".
        derived closed signed(party P, between instant T and instant U)
            "{P} signed between {T} and {U}" contrary unsigned.
        derived closed unsigned(party P) "{P} did not sign".
        derived closed unsigned(party P, by instant T) "{P} did not sign by {T}".
        derived closed unsigned(party P, between instant T and instant U)
            "{P} did not sign between {T} and {U}".
        """
    static let rules = """
        signed(P) if noted(P, _).
        signed(P, by T) if noted(P, B) and instant(T) and B <= T.
        signed(P, after T) if noted(P, B) and instant(T) and T < B.
        signed(P, between T and U) if signed(P, after T) and signed(P, by U).
        unsigned(P, by T) if noted(P, B) and instant(T) and T < B.
        """
    static let times = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"]

    // Spec: rules-18.
    @Test(arguments: [
        ("signed(A)", FindingValue.proven, "A signed"),
        ("signed(A, by \(times[2]))", .proven, "A signed by \(times[2])"),
        ("signed(A, by \(times[0]))", .refuted, "A signed by \(times[0])"),
        ("signed(A, after \(times[0]))", .proven, "A signed after \(times[0])"),
        ("signed(A, after \(times[1]))", .refuted, "A signed after \(times[1])"),
        (
            "signed(A, between \(times[0]) and \(times[2]))", .proven,
            "A signed between \(times[0]) and \(times[2])"
        ),
        (
            "signed(A, between \(times[1]) and \(times[2]))", .refuted,
            "A signed between \(times[1]) and \(times[2])"
        ),
        ("unsigned(A, by \(times[0]))", .proven, "A did not sign by \(times[0])"),
    ])
    func `each shape has its rules, sentence and statement`(
        claim: String, value: FindingValue, sentence: String
    ) throws {
        let agreement = try MiniAgreement.parse(Self.predicates, Self.rules)
        let facts = [
            Fact("noted", [.party(PartyID("A")!), .instant(World.time(Self.times[1]))], .certain)
        ]
        let finding = try MiniAgreement.judge(agreement, facts, claim).findings[0]
        #expect(finding.value == value)
        #expect(finding.sentence == sentence)
        #expect(finding.derivation.statement == claim)
    }

    @Test func `a shape that is not declared is refused with those that are`() throws {
        let forms = [
            "signed(party P, by instant T)", "signed(party P, after instant T)",
            "signed(party P, between instant T and instant U)",
        ]
        let short = """
            evidence closed noted(party P, instant T) "{P} noted {T}".
            derived closed signed(party P, by instant T) "{P} signed by {T}".
            derived closed signed(party P, after instant T) "{P} signed after {T}".
            derived closed signed(party P, between instant T and instant U) "{P}, {T}, {U}".
            """
        #expect {
            try MiniAgreement.parse(short, "signed(P, T) if noted(P, T).")
        } throws: {
            ($0 as? AgreementError)?.reason == .otherShape(predicate: "signed", forms: forms)
        }
        let agreement = try MiniAgreement.parse(short, "signed(P, by T) if noted(P, T).")
        #expect(throws: JudgeError.self) { try MiniAgreement.judge(agreement, [], "signed(A)") }
    }

    @Test(arguments: [
        ("derived closed p(by party P) \"\".", "instant after a preposition"),
        ("derived closed p(by instant T, party P) \"\".", ")"),
        ("derived closed p(between instant T) \"\".", "and"),
        ("derived closed p(between instant T, instant U) \"\".", "and"),
        ("derived closed p(party P and instant U) \"\".", ")"),
        ("derived closed p(until instant U) \"\".", "a type"),
    ])
    func `a preposition where none belongs is refused`(line: String, expected: String) {
        #expect {
            try MiniAgreement.parse(line, "")
        } throws: {
            guard case .expected(let words, _)? = ($0 as? AgreementError)?.reason else {
                if case .unknown(let kind, _)? = ($0 as? AgreementError)?.reason {
                    return expected == "a " + kind
                }
                return false
            }
            return words == expected
        }
    }

    @Test(arguments: ["evidence open", "evidence closed", "stated", "annex"])
    func `facts have plain names`(kind: String) {
        #expect {
            try MiniAgreement.parse("\(kind) p(by instant T) \"at {T}\".", "")
        } throws: {
            ($0 as? AgreementError)?.reason == .notAllowed("a preposition", predicate: "p")
        }
    }

    @Test func `a contrary has the same shape`() {
        let line = """
            derived closed p(by instant T) "{T}" contrary q.
            derived closed q(after instant T) "{T}".
            """
        #expect {
            try MiniAgreement.parse(line, "")
        } throws: {
            ($0 as? AgreementError)?.reason == .unknown(kind: "predicate", name: "q by")
        }
    }

    @Test(arguments: [
        "p(by)", "p(by, after)", "p(between, and, by after)", "p(and, between and and and)",
        "p(12..14)", "p(A->B, \"by x\", after by)", "p(between 1..)", "p(1..2->3)", "p(by \"by\")",
    ])
    func `words like prepositions stay words`(atom: String) throws {
        let text = "claims M under mini-1 {\n  C1: A claims \(atom);\n}\n"
        guard atom != "p(between 1..)", !atom.contains("\"by\"") else {
            #expect(throws: AgreementError.self) { try Claims(parsing: text) }
            return
        }
        let claims = try Claims(parsing: text)
        #expect(claims.text == text)
        #expect(try Claims(parsing: claims.text) == claims)
    }
}
