// The truth tables of docs/formats/rules.md, row by row.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `The meaning of rules` {
    /// What is on file of a predicate: nothing, or a fact of that standing.
    static let onFile: [Standing?] = [nil, .contrary, .possible, .certain]

    static let declarations = """
        evidence open o(party P) "{P} is o".
        evidence closed c(party P) "{P} is c".
        evidence open b(party P) "{P} is b".
        derived closed r(party P) "{P} is r".
        """

    static func value(_ rule: String, _ facts: [Fact]) throws -> FindingValue {
        let agreement = try MiniAgreement.parse(declarations, rule)
        return try MiniAgreement.judge(agreement, facts, "r(A)").findings[0].value
    }

    static func table(
        _ rule: String, _ name: String, _ expected: [FindingValue]
    ) throws {
        for (standing, expected) in zip(onFile, expected) {
            let value = try Self.value(rule, MiniAgreement.facts(name, standing))
            #expect(value == expected, "\(rule) with \(name) \(standing?.rawValue ?? "nothing")")
        }
    }

    // Spec: rules-7
    @Test(
        arguments: [
            ("r(P) if o(P).", "o", [.undetermined, .refuted, .undetermined, .proven]),
            ("r(P) if c(P).", "c", [.refuted, .refuted, .undetermined, .proven]),
            (
                "r(P) if party(P) and not o(P).", "o",
                [.undetermined, .proven, .undetermined, .refuted]
            ),
            ("r(P) if party(P) and not c(P).", "c", [.proven, .proven, .undetermined, .refuted]),
            (
                "r(P) if party(P) and unproven o(P) (burden P).", "o",
                [.proven, .proven, .proven, .refuted]
            ),
            (
                "r(P) if party(P) and unproven c(P) (burden P).", "c",
                [.proven, .proven, .proven, .refuted]
            ),
        ] as [(String, String, [FindingValue])])
    func `conditions and their denials`(rule: String, name: String, expected: [FindingValue]) throws
    {
        try Self.table(rule, name, expected)
    }

    // Spec: rules-8
    @Test(
        arguments: [
            (
                "presume r(P) if party(P) unless o(P) (burden P).", "o",
                [.proven, .proven, .proven, .refuted]
            ),
            (
                "presume r(P) if party(P) unless c(P) (burden P).", "c",
                [.proven, .proven, .proven, .refuted]
            ),
            (
                "presume r(P) if party(P) unless possibly o(P) (burden P).", "o",
                [.undetermined, .proven, .undetermined, .refuted]
            ),
            (
                "presume r(P) if party(P) unless possibly c(P) (burden P).", "c",
                [.proven, .proven, .undetermined, .refuted]
            ),
            (
                "presume r(P) if b(P) unless o(P) (burden P).", "o",
                [.undetermined, .undetermined, .undetermined, .refuted]
            ),
        ] as [(String, String, [FindingValue])])
    func `presumptions`(rule: String, name: String, expected: [FindingValue]) throws {
        try Self.table(rule, name, expected)
    }

    static let times = """
        evidence closed made(document X, interval I) "{X} was made within {I}".
        derived closed r(document X) "{X} is r".
        """

    // Spec: rules-7; T is 12:00, the skew one minute.
    @Test(
        arguments: [
            ("10:00", "11:58", .proven, .refuted), ("10:00", "11:59", .undetermined, .undetermined),
            ("11:00", "13:00", .undetermined, .undetermined), ("12:00", "13:00", .refuted, .proven),
            (nil, "11:58", .proven, .refuted), ("13:00", nil, .refuted, .proven),
            (nil, nil, .undetermined, .undetermined),
            ("12:30", "11:00", .undetermined, .undetermined),
        ] as [(String?, String?, FindingValue, FindingValue)])
    func `before and not before`(
        lo: String?, hi: String?, before: FindingValue, denied: FindingValue
    ) throws {
        let interval = World.interval(
            lo.map { "2026-01-01T\($0):00Z" }, hi.map { "2026-01-01T\($0):00Z" })
        let facts = [Fact("made", [.document(World.agreement), interval])]
        for (rule, expected) in [("I before now", before), ("not (I before now)", denied)] {
            let agreement = try MiniAgreement.parse(Self.times, "r(X) if made(X, I) and \(rule).")
            let findings = try MiniAgreement.judge(
                agreement, facts, "r(\(World.agreement))", now: "2026-01-01T12:00:00Z")
            #expect(findings.findings[0].value == expected)
        }
        let agreement = try MiniAgreement.parse(
            Self.times, "r(X) if made(X, I) and unproven I before now (burden claimant).")
        let findings = try MiniAgreement.judge(
            agreement, facts, "r(\(World.agreement))", now: "2026-01-01T12:00:00Z")
        #expect(findings.findings[0].value == (before == .proven ? .refuted : .proven))
    }

    // Spec: rules-7; the freshness period is ten minutes.
    @Test(
        arguments: [
            ("10:00", "10:10", .proven, .proven), ("10:00", "10:11", .undetermined, .refuted),
            ("10:00", "10:00", .proven, .proven), (nil, "10:00", .undetermined, .refuted),
            ("10:00", nil, .undetermined, .refuted), (nil, nil, .undetermined, .refuted),
            ("10:05", "10:00", .undetermined, .refuted),
        ] as [(String?, String?, FindingValue, FindingValue)])
    func `a presumption for times that are known narrowly`(
        lo: String?, hi: String?, plain: FindingValue, proven: FindingValue
    ) throws {
        let interval = World.interval(
            lo.map { "2026-01-01T\($0):00Z" }, hi.map { "2026-01-01T\($0):00Z" })
        let facts = [Fact("made", [.document(World.agreement), interval])]
        let rules = [
            ("r(X) if made(X, I) and I within 10min.", plain),
            ("presume r(X) if made(X, I) and I within 10min unless o(X) (burden claimant).", plain),
            ("r(X) if made(X, I) and not (I within 10min).", plain == .proven ? .refuted : plain),
            (
                "r(X) if made(X, I) and unproven I within 10min (burden claimant).",
                proven == .proven ? .refuted : .proven
            ),
        ]
        for (rule, expected) in rules {
            let agreement = try MiniAgreement.parse(
                Self.times + "\nderived open o(document X) \"{X} is o\".", rule)
            let findings = try MiniAgreement.judge(
                agreement, facts, "r(\(World.agreement))", now: "2026-01-01T12:00:00Z")
            #expect(findings.findings[0].value == expected, "\(rule)")
        }
    }

    @Test func `a width is compared with a span and nothing else`() {
        for rule in ["I within X", "X within 10min", "I within 3"] {
            #expect(throws: AgreementError.self) {
                try MiniAgreement.parse(Self.times, "r(X) if made(X, I) and \(rule).")
            }
        }
    }

    @Test func `formulas follow Kleene`() throws {
        let agreement = try MiniAgreement.parse(Self.declarations, "r(P) if c(P).")
        let facts = MiniAgreement.facts("c", .certain)
        // o is undetermined, c proven, not c refuted.
        let findings = try MiniAgreement.judge(
            agreement, facts, "o(A) and c(A)", "o(A) or c(A)", "o(A) and not c(A)",
            "o(A) or not c(A)", "not o(A)", "not (o(A) and not c(A))")
        #expect(
            findings.findings.map(\.value)
                == [.undetermined, .proven, .refuted, .undetermined, .undetermined, .proven])
    }

    @Test func `a certain atom wins over its contrary, and the contradiction is reported`() throws {
        let agreement = try MiniAgreement.parse(
            """
            evidence closed c(party P) "{P} is c".
            evidence closed d(party P) "{P} is d".
            derived open s(party P) "{P} signed" contrary n.
            derived open n(party P) "{P} did not sign".
            derived closed r(party P) "{P} is r".
            """,
            "s(P) if c(P). n(P) if d(P). r(P) if c(P) and not s(P).")
        let both = MiniAgreement.facts("c", .certain) + MiniAgreement.facts("d", .certain)
        let findings = try MiniAgreement.judge(agreement, both, "s(A)", "r(A)")
        #expect(findings.findings.map(\.value) == [.proven, .refuted])
        #expect(findings.contradictions == ["A signed, but also: A did not sign"])
        let only = try MiniAgreement.judge(
            agreement, MiniAgreement.facts("d", .certain), "s(A)", "not s(A)")
        #expect(only.findings.map(\.value) == [.refuted, .proven])
    }

    @Test func `facts of the wrong origin, type or number are not heard`() throws {
        let agreement = try MiniAgreement.parse(
            "evidence closed c(party P) \"{P} is c\". derived closed r(party P) \"{P} is r\".",
            "r(P) if c(P).")
        let a = Term.party(PartyID("A")!)
        let findings = try MiniAgreement.judge(
            agreement,
            [
                Fact("c", [a], origin: .stated), Fact("c", [a], origin: .annex), Fact("c", [a, a]),
                Fact("c", [.word("a")]), Fact("r", [a]), Fact("unknown", [a]),
            ], "r(A)")
        #expect(findings.findings[0].value == .refuted)
        #expect(findings.ignored.count == 5)
    }

    static let money = """
        evidence closed paid(party P, word R, money M) "{P} paid {M}, {R}".
        derived closed total(party P, money M) "{P} paid {M} in all" supremum.
        """

    static func payment(_ reference: String, _ money: String, _ standing: Standing = .certain)
        -> Fact
    {
        Fact(
            "paid", [.party(PartyID("A")!), .word(reference), .money(Money(text: money)!)], standing
        )
    }

    // Spec: rules-12
    @Test func `sums have a proven and a possible amount`() throws {
        let agreement = try MiniAgreement.parse(
            Self.money, "total(P, M) if M = sum N of paid(P, _, N).")
        let facts = [
            Self.payment("a", "EUR 1.00"), Self.payment("b", "EUR 2.00"),
            Self.payment("c", "EUR 4.00", .possible), Self.payment("d", "USD 8.00"),
        ]
        let findings = try MiniAgreement.judge(
            agreement, facts, "total(A, EUR 3.00)", "total(A, EUR 7.00)", "total(A, EUR 7.01)",
            "total(A, USD 8.00)", "total(A, CHF 1.00)")
        #expect(
            findings.findings.map(\.value) == [.proven, .undetermined, .refuted, .proven, .refuted])
        #expect(findings.findings[0].provenSupremum == Money(text: "EUR 3.00"))
        #expect(findings.findings[0].possibleSupremum == Money(text: "EUR 7.00"))
    }

    @Test func `of proven facts there is one sum, at somebody's burden`() throws {
        let agreement = try MiniAgreement.parse(
            Self.money, "total(P, M) if M = sum N of proven paid(P, _, N) (burden P).")
        let facts = [Self.payment("a", "EUR 1.00"), Self.payment("c", "EUR 4.00", .possible)]
        let findings = try MiniAgreement.judge(agreement, facts, "total(A, EUR 1.01)")
        #expect(findings.findings[0].value == .refuted)
    }

    @Test func `recursion ends, and its derivation too`() throws {
        let agreement = try MiniAgreement.parse(
            """
            evidence closed edge(party P, party Q) "{P} leads to {Q}".
            derived closed path(party P, party Q) "{P} reaches {Q}".
            """,
            "path(P, Q) if edge(P, Q). path(P, Q) if edge(P, R) and path(R, Q).")
        let names = (0..<30).map { PartyID("P\($0)")! }
        let facts = (0..<30).map {
            Fact("edge", [.party(names[$0]), .party(names[($0 + 1) % 30])])
        }
        let findings = try MiniAgreement.judge(
            agreement, facts, "path(P0, P29)", "path(P3, P3)", "path(P0, X)")
        #expect(findings.findings.map(\.value) == [.proven, .proven, .refuted])
    }
}
