// Agreements made to mislead a reader, or to make the machine work: each is refused where it misleads, and soon.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Hostile agreements` {
    static let predicates = """
        evidence open o(party P) "{P} is o".
        evidence closed c(party P, money M) "{P} has {M}".
        derived closed r(party P) "{P} is r".
        """

    private func check(_ predicates: String, _ rules: String) -> AgreementCheck {
        AgreementCheck(MiniAgreement.text(Self.predicates + "\n" + predicates, rules))
    }

    // MARK: names

    // Spec: agreement-6. Declared otherwise, a built-in predicate would be silently empty.
    @Test(arguments: [
        "stated listed(word R, party P) \"{P} {R}\".",
        "evidence closed listed(word R, party P) \"{P} {R}\".",
        "derived closed listed(word R, party P) \"{P} {R}\".",
        "annex listed(party P, word R) \"{P} {R}\".",
        "stated this_agreement(document A) \"{A}\".",
        "annex this_agreement(document A, document B) \"{A} {B}\".",
        "stated amends(document A, document B) \"{A} {B}\".",
        "derived open misconduct(party P, word V) \"{P} {V}\".",
        "derived closed misconduct(party P) \"{P}\".",
        "evidence closed misconduct(party P, word V) \"{P} {V}\".",
        "derived closed misconduct(party P, word V, by instant T) \"{P} {V} {T}\".",
    ])
    func `a built-in predicate is declared as the judge knows it`(line: String) {
        guard case .builtIn? = check(line, "r(P) if o(P).").errors.first?.reason else {
            Issue.record("accepted: \(line)")
            return
        }
    }

    @Test(arguments: [
        "annex listed(word R, party P) \"{P} {R}\".", "annex this_agreement(document A) \"{A}\".",
        "annex amends(document A, document B) \"{A} {B}\".", "annex this_matter(word N) \"{N}\".",
        "derived closed misconduct(party P, word V) \"{P} {V}\".",
    ])
    func `as the judge knows it, it may be declared`(line: String) {
        #expect(check(line, "r(P) if o(P).").errors.isEmpty)
    }

    @Test(arguments: ReservedWords.all.sorted())
    func `a word of the language names no predicate`(word: String) {
        let errors = check("derived closed \(word)(party P) \"{P}\".", "r(P) if o(P).").errors
        #expect(errors.first?.reason == .reserved(word))
    }

    // What is no word of the language there stays a name: `between` is one, and `by`.
    @Test(arguments: [
        "by", "after", "between", "burden", "sum", "in", "of", "within", "claims", "demands",
    ])
    func `other words are names, in rules and in claims`(word: String) throws {
        let agreement = try MiniAgreement.parse(
            Self.predicates + "\nderived closed \(word)(party P) \"{P}\".",
            "\(word)(P) if o(P) and not r(P).\nr(P) if c(P, _) and unproven o(P) (burden P).")
        let findings = try MiniAgreement.judge(
            agreement, MiniAgreement.facts("o", .certain), "\(word)(A)", "not \(word)(A)")
        #expect(findings.findings.map(\.value) == [.proven, .refuted])
    }

    @Test(arguments: ["EUR 1.00", "7", "\"a b\"", "deliver", "2026-01-01T00:00:00Z"])
    func `the tolerance of clocks is a span`(value: String) {
        let text = MiniAgreement.text(
            Self.predicates, "r(P) if o(P).", parameters: "T_skew = \(value)")
        guard
            case .wrongType(of: "T_skew", expected: "span", _)? = AgreementCheck(text).errors.first?
                .reason
        else {
            Issue.record("accepted: \(value)")
            return
        }
    }

    @Test func `names have a length that a reader can compare`() {
        let long = String(repeating: "a", count: SourceLimits.name + 1)
        let fits = String(long.dropLast())
        #expect(
            check("derived closed \(fits)(party P) \"{P}\".", "\(fits)(P) if o(P).").errors.isEmpty)
        for line in [
            "derived closed \(long)(party P) \"{P}\".", "derived closed x(party P\(long)) \"x\".",
        ] {
            guard case .tooLarge? = check(line, "").errors.first?.reason else {
                Issue.record("accepted: \(line)")
                continue
            }
        }
    }

    // MARK: Markdown that a reader sees otherwise

    // Spec: agreement-4.
    @Test(arguments: [
        " ## A-02 Another", "   # Another", "> ## A-02 Another", "A-02 Another\n---",
        "Another\n===",
        "[note]: # (nobody sees this)", " [note]: https://example.org", "<!-- note -->", "<a>",
        " ```", "~~~", "````", "> ```rules", "<?x?>", "</b>",
    ])
    func `what a renderer would show otherwise is refused at its line`(lines: String) throws {
        let text = MiniAgreement.text(Self.predicates, "r(P) if o(P).")
            .replacing("Words.", with: "Words.\n\n\(lines)\n\nMore words.")
        let last = 19 + lines.count { $0 == "\n" }
        let check = AgreementCheck(text)
        #expect(check.errors.first?.line == last)
        #expect(check.errors.first?.column == 1)
    }

    @Test(arguments: [
        "---", "- a list\n- of two", "1 < 2 and a <2>", "[a link](https://example.org)", "=",
        "# One",
    ])
    func `other prose is prose`(lines: String) {
        let text = MiniAgreement.text(Self.predicates, "r(P) if o(P).")
            .replacing("Words.", with: "Words.\n\n\(lines)\n\nMore words.")
        #expect(AgreementCheck(text).errors.isEmpty)
    }

    @Test func `title and version stand once, in the head`() {
        let text = MiniAgreement.text(Self.predicates, "r(P) if o(P).")
        let version = "Version: mini-1"
        for (changed, line) in [
            (text.replacing("# Mini", with: "Mini"), 1), (text.replacing(version, with: ""), 2),
            (text.replacing(version, with: version + "\n" + version), 4),
            (
                text.replacing(version, with: "").replacing("Words.", with: "Words.\n\n" + version),
                2
            ),
            (text.replacing(version, with: "Version: Mini 1"), 2),
            (text.replacing("## A-01", with: "## A-01 One\n\n## A-01"), 17),
        ] { #expect(AgreementCheck(changed).errors.first?.line == line, "\(changed.prefix(60))") }
    }

    @Test func `an unknown fence hides no error below it`() {
        let text = MiniAgreement.text(Self.predicates, "r(P) if x(P).")
            .replacing("Words.", with: "Words.\n\n```swift\nlet x = 1\n```")
        #expect(AgreementCheck(text).errors.map(\.line) == [19, 24])
    }

    // MARK: size

    static let huge: [(String, String)] = [
        ("conditions", "r(P) if o(P)" + String(repeating: " and o(P)", count: 20_000) + "."),
        ("parentheses", "r(P) if o(P) and " + String(repeating: "min(", count: 25_000)),
        ("sums", "r(P) if c(P, M) and M > M" + String(repeating: " + M", count: 25_000) + "."),
        ("rules", String(repeating: "r(P) if o(P).\n", count: 15_000)),
        ("junk", String(repeating: "x ", count: 125_000)),
        ("signs", String(repeating: ".", count: 250_000)),
        ("quotes", "r(P) if o(P) and \"" + String(repeating: "x", count: 1_000_000)),
        ("a name", "r(P) if " + String(repeating: "x", count: 1_000_000) + "(P)."),
        ("arguments", "r(P) if o(" + String(repeating: "P, ", count: 60_000) + "P)."),
        ("variables", "r(P) if o(P)" + (0..<9).map { " and o(P\($0))" }.joined() + "."),
        ("negations", "r(P) if " + String(repeating: "not ", count: 50_000) + "o(P)."),
    ]

    @Test(arguments: huge.indices)
    func `a huge rule is refused soon`(index: Int) {
        let text = MiniAgreement.text(Self.predicates, Self.huge[index].1)
        let time = ContinuousClock().measure {
            let check = AgreementCheck(text)
            #expect(!check.errors.isEmpty && check.errors.count <= SourceLimits.errors)
            #expect(check.errors.allSatisfy { $0.reason.words.utf8.count < 2000 })
        }
        #expect(time < .seconds(30))
    }

    static let hugeTexts: [(String, String)] = [
        ("articles", (0..<60_000).map { "## A-\($0) x\n" }.joined()),
        ("blocks", String(repeating: "```rules\n```\n", count: 15_000)),
        ("one line", String(repeating: "<", count: 1_000_000)),
        ("one heading", "## A-1 " + String(repeating: "x", count: 1_000_000)),
        (
            "declarations",
            "```predicates\n"
                + (0..<15_000).map { "stated p\($0)(party P) \"{P} \($0)\".\n" }.joined() + "```\n"
        ),
        ("parameters", "```parameters\n" + (0..<60_000).map { "P\($0) = 1d\n" }.joined() + "```\n"),
        ("too many bytes", String(repeating: "a", count: 1 << 20)),
    ]

    @Test(arguments: hugeTexts.indices)
    func `a huge text ends soon`(index: Int) {
        let text = "# T\n\nVersion: t-1\n\n" + Self.hugeTexts[index].1
        let time = ContinuousClock().measure {
            let check = AgreementCheck(text)
            #expect(check.errors.count <= SourceLimits.errors)
            #expect((check.agreement == nil) == !check.errors.isEmpty)
        }
        #expect(time < .seconds(30))
    }
}

@Suite struct `An agreement that amends another` {
    static let digest = World.digest("the first agreement")

    private static func text(_ line: String) -> String {
        MiniAgreement.text(
            """
            annex this_agreement(document A) "{A} is this agreement".
            annex amends(document A, document B) "{A} amends {B}".
            derived closed succeeds(document A, document B) "{A} succeeds {B}".
            """, "succeeds(A, B) if this_agreement(A) and amends(A, B)."
        ).replacing("Version: mini-1", with: "Version: mini-1\n\(line)")
    }

    // Spec: agreement-7.
    @Test func `its rules know what it amends`() throws {
        let agreement = try Agreement(parsing: Self.text("Amends: \(Self.digest)"))
        #expect(agreement.amends == Self.digest)
        let findings = try MiniAgreement.judge(
            agreement, [], "succeeds(\(World.agreement), \(Self.digest))",
            "succeeds(\(World.agreement), \(World.digest("another")))",
            "amends(\(World.agreement), \(Self.digest))")
        #expect(findings.findings.map(\.value) == [.proven, .refuted, .proven])
    }

    @Test func `without the line it amends none, whatever evidence says`() throws {
        let agreement = try Agreement(parsing: Self.text(""))
        #expect(agreement.amends == nil)
        let claim = "succeeds(\(World.agreement), \(Self.digest))"
        for origin in [FactOrigin.annex, .stated, .evidence] {
            let fact = Fact(
                "amends", [.document(World.agreement), .document(Self.digest)], origin: origin)
            let findings = try MiniAgreement.judge(agreement, [fact], claim)
            #expect(findings.findings[0].value == .refuted)
            #expect(findings.ignored.count == 1)
        }
    }

    @Test(arguments: [
        "Amends: sha-256:abc", "Amends: seca-1.0", "Amends:  \(digest)", "Amends: \(digest) ",
        "Amends: \(digest)\nAmends: \(digest)",
    ])
    func `a line that names no digest, or two of them, are refused`(line: String) {
        let check = AgreementCheck(Self.text(line))
        #expect(check.errors.count == 1 && (4...5).contains(check.errors.first?.line ?? 0))
    }

    @Test func `it stands after the version and before the first article`() {
        let line = "Amends: \(Self.digest)"
        let before = Self.text("").replacing("Version:", with: line + "\nVersion:")
        #expect(AgreementCheck(before).errors.map(\.line) == [3])
        let within = Self.text("").replacing("Words.", with: "Words.\n\n" + line)
        #expect(AgreementCheck(within).agreement.map { $0.amends == nil } == true)
    }
}
