// What `docket agreement check` finds in agreements that mean something else than they say, and that it finds all of it at once.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `The check of an agreement` {
    static let predicates = """
        evidence open o(party P) "{P} is o".
        evidence closed c(party P, money M) "{P} has {M}".
        derived closed r(party P) "{P} is r".
        """

    private func remarks(_ text: String) -> [AgreementRemark.Kind] {
        let check = AgreementCheck(text)
        #expect(check.errors.isEmpty, "\(check.errors)")
        return check.remarks.map(\.kind)
    }

    private func mini(
        _ predicates: String, _ rules: String, parameters: String = "T_skew = 1min"
    ) -> String {
        MiniAgreement.text(predicates, rules, parameters: parameters)
    }

    @Test func `a sound agreement has nothing to mend`() {
        let check = AgreementCheck(mini(Self.predicates, "r(P) if o(P) and c(P, M) and M > 0."))
        #expect(check.isSound && check.remarks.isEmpty)
        #expect(check.agreement?.rules.count == 1)
    }

    // Spec: agreement-5.
    @Test func `all errors of a text are told in its order`() {
        let rules = """
            r(P) if x(P) and o(P, P) and c(Q, P).
            r(P) if and o(P).
            r(P) if o(P) and not y(P).
            r(P) if o(P) and M > 0.
            """
        let check = AgreementCheck(
            mini(
                Self.predicates + "\nderived r(party Q) \"\".\nevidence closed z(thing T) \"{T}\".",
                rules, parameters: "T_skew = 60s\nT_b = 1d\nT_b = 2d"))
        #expect(!check.isSound && check.agreement == nil && check.remarks.isEmpty)
        #expect(
            check.errors.map { "\($0.line):\($0.column) \($0.reason.words)" } == [
                "6:10 expected a literal in its one spelling, found 60s",
                "8:1 the parameter T_b is there twice",
                "15:9 expected open or closed, found r",
                "16:19 nothing declares the type thing",
                "24:9 nothing declares the predicate x",
                "24:18 o has 1 argument, not 2",
                "24:35 P is money, not party",
                "25:13 expected a condition, or a comparison such as = or before, found o",
                "26:22 nothing declares the predicate y",
                "27:18 no condition binds M",
            ])
    }

    @Test func `what could not be declared is no second error where it is used`() {
        let check = AgreementCheck(
            mini(
                Self.predicates + "\nevidence x(party P) \"{P}\".", "r(P) if x(P).",
                parameters: "L = 60s, 7"))
        #expect(check.errors.map(\.line) == [6, 13])
    }

    @Test func `errors are counted up to a limit`() {
        let rules = (0..<500).map { "r(P) if x\($0)(P)." }.joined(separator: "\n")
        #expect(AgreementCheck(mini(Self.predicates, rules)).errors.count == SourceLimits.errors)
        let junk = AgreementCheck(mini(Self.predicates, String(repeating: "& . ", count: 5000)))
        #expect(junk.errors.count == SourceLimits.errors)
        let fences = AgreementCheck(String(repeating: " ```\n", count: 5000))
        #expect(fences.errors.count == SourceLimits.errors)
    }

    // Spec: rules-11.
    @Test func `a cycle is told step by step, with its articles, at the word that denies`() {
        let predicates = """
            evidence closed e(party P) "{P} is e".
            derived closed a(party P) "{P} is a".
            derived closed b(party P) "{P} is b".
            derived closed d(party P) "{P} is d".
            """
        let rules = """
            a(P) if e(P) and unproven b(P) (burden P).
            b(P) if d(P).
            ```

            ## A-02 Second article

            More words.

            ```rules
            d(P) if e(P) and a(P).
            """
        let check = AgreementCheck(mini(predicates, rules))
        #expect(
            check.errors.map { "\($0.line):\($0.column) \($0.reason.words)" } == [
                "21:27 a rests on its own denial: a → unproven b (A-01) → d (A-01) → a (A-02)"
            ])
    }

    @Test(arguments: [
        (
            "derived closed p(party P) \"{P}\" contrary q. derived closed q(party P) \"not {P}\".",
            "p(P) if o(P) and not q(P). q(P) if p(P).", "not q"
        ),
        (
            "derived closed p(party P) \"{P}\".", "presume p(P) if o(P) unless p(P) (burden P).",
            "unless p"
        ),
        (
            "derived closed p(party P, money M) \"{P} {M}\".",
            "p(P, M) if M = sum N of p(P, N) and o(P).", "sum of p"
        ),
        (
            "derived closed p(party P, money M) \"{P} {M}\".",
            "p(P, M) if M = max N of proven p(P, N) (burden P) and o(P).", "max of p"
        ),
    ])
    func `each way to rest on itself is named`(predicates: String, rules: String, link: String) {
        let check = AgreementCheck(mini(Self.predicates + "\n" + predicates, rules))
        #expect(check.errors.count == 1)
        #expect(check.errors.first?.reason.words.contains("→ " + link) == true)
    }

    // MARK: what runs but cannot be meant

    @Test func `a parameter that no rule uses is an error of the check alone`() throws {
        let text = mini(
            Self.predicates, "r(P) if o(P) and c(P, M) and M > L.",
            parameters: "T_skew = 1min\nL = EUR 1.00\nT_a = 1d")
        _ = try Agreement(parsing: text)
        let check = AgreementCheck(text)
        #expect(check.remarks == [.init(line: 8, column: 1, kind: .unusedParameter("T_a"))])
        #expect(!check.isSound)
    }

    @Test(arguments: [
        "r(P) if c(P, L).", "r(P) if o(P) and c(P, M) and M = min(M, L + L).",
        "r(P) if o(P) and unproven c(P, L) (burden P).",
    ])
    func `a parameter may be used anywhere in a rule`(rule: String) {
        let text = mini(Self.predicates, rule, parameters: "L = EUR 1.00")
        #expect(!remarks(text).contains(.unusedParameter("L")))
    }

    // Spec: agreement-8.
    @Test func `an article has rules or says why not`() {
        let text = mini(Self.predicates, "r(P) if o(P) and c(P, _).")
        #expect(
            remarks(text + "## A-02 Two\n\nWords.\n") == [.articleWithoutRules("A-02")])
        #expect(
            remarks(text + "## A-02 Two\n\nWords.\n\nWithout rules: the verifier\nreads it.\n")
                == [])
        #expect(
            remarks(text.replacing("Words.", with: "Words.\n\nWithout rules: none.")) == [
                .articleWithRules("A-01")
            ])
        let check = AgreementCheck(
            text + "## A-02 Two\n\nWithout rules: the verifier\nreads it.\n\nMore.\n")
        #expect(check.agreement?.articles[1].withoutRules == "the verifier reads it.")
        #expect(check.agreement?.articles[1].prose.contains("Without rules: the verifier") == true)
        #expect(check.agreement?.articles[0].withoutRules == nil)
    }

    @Test(
        arguments: [
            (
                "derived closed s(party P) \"  \".", "s(P) if r(P).",
                AgreementRemark.Kind.emptySentence("s")
            ),
            (
                "derived closed s(party P, money M) \"{P} has it\".",
                "s(P, M) if r(P) and c(P, M).",
                .omittedArgument(predicate: "s", argument: "M")
            ),
            (
                "derived closed s(party Q) \"{Q} is r\".", "s(P) if r(P).",
                .sameSentence("s", as: "r")
            ),
            ("evidence closed s(party Q) \"{Q} is s\".", "", .unusedPredicate("s")),
            ("derived closed s(party Q) \"{Q} is s\".", "", .unusedPredicate("s")),
            ("derived open s(party Q) \"{Q} is s\".", "r(P) if s(P).", .neverConcluded("s")),
            ("derived closed s_h(party Q) \"{Q} is s\".", "s_h(P) if o(P).", .unreachable("s_h")),
            (
                "derived closed s_h(party Q) \"{Q} is s\".\nderived closed s_i(party Q) \"{Q} is t\".",
                "s_h(P) if s_i(P).\ns_i(P) if o(P) and r(P). r(P) if s_i(P).", .unreachable("s_h")
            ),
            ("derived closed R-(party Q) \"{Q} is s\".", "", nil),
            (
                "evidence closed oO(party Q) \"{Q} is s\".\nevidence closed o-o(party Q) \"{Q} is 2\".",
                "r(P) if oO(P) and o-o(P).", .similarName("o-o", to: "oO")
            ),
            ("", "r(Q) if c(Q, _) and o(Q).\nr(Q) if c(Q, _) and o(Q).", .repeatedRule(of: "r")),
        ] as [(String, String, AgreementRemark.Kind?)])
    func `what will mislead a reader is remarked`(
        predicates: String, rules: String, kind: AgreementRemark.Kind?
    ) {
        let check = AgreementCheck(
            mini(Self.predicates + "\n" + predicates, "r(P) if o(P) and c(P, _).\n" + rules))
        guard let kind else { return #expect(!check.errors.isEmpty) }
        #expect(check.remarks.map(\.kind) == [kind])
        #expect(check.isSound != check.remarks.contains(where: \.isError))
    }

    // MARK: suggestions

    @Test(arguments: [
        ("r(P) if oo(P).", "did you mean o(party P)?"),
        ("r(P) if attributd_by(P).", "did you mean attributed_by(party P)?"),
        ("r(P) if atributed_yb(P).", "did you mean attributed_by(party P)?"),
        ("r(P) if entirely_other(P).", "declare it in a predicates block, with its sentence"),
        ("r(P) if c(P).", "it is declared as c(party P, money M)"),
        ("r(P) if o(P) and c(P, M) and M > L_maximun.", "did you mean the parameter L_maximum?"),
        ("r(P) if o(P)", "every rule and every declaration ends with a full stop"),
        ("r(P) if o(P) and c(P, Z).", "write _ if anything will do"),
    ])
    func `an error suggests what was meant`(rule: String, hint: String) throws {
        let check = AgreementCheck(
            mini(
                Self.predicates + "\nevidence open attributed_by(party P) \"{P}\".", rule,
                parameters: "L_maximum = EUR 1.00"))
        let error = try #require(check.errors.first)
        let found = try #require(check.hint(error), "\(error.reason)")
        #expect(found.hasPrefix(hint))
    }

    @Test func `the nearest name is near`() {
        let names = ["signed", "unsigned", "attributed", "attested", "existedBy", "paid"]
        #expect(NearestName.of("singed", in: names) == "signed")
        #expect(NearestName.of("existed_by", in: names) == "existedBy")
        #expect(NearestName.of("pad", in: names) == "paid")
        #expect(NearestName.of("attribute", in: names) == "attributed")
        #expect(NearestName.of("breach", in: names) == nil)
        #expect(NearestName.of("", in: names) == nil)
        #expect(NearestName.of("K", in: ["L", "KK"]) == nil)
        #expect(NearestName.of(String(repeating: "a", count: 1 << 20), in: names) == nil)
    }
}
