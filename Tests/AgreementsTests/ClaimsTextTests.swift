// Claims as people write them: read in any layout, written in one, and every mistake told where it is.

import EvidenceValues
import Testing

@testable import Agreements

/// An agreement of a few predicates, so that what these tests expect does not change with the law.
enum SmallLaw {
    static let text = MiniAgreement.text(
        """
        stated says(party P, party Q, document D, word O, money M, instant T) "{P} {Q} {D} {O} {M} {T}".
        derived closed member(party P) "{P} is a member".
        derived open signed(party P, document D) "{P} signed {D}".
        derived open signed(party P, document D, after instant T) "{P} signed {D} after {T}".
        derived closed contract(party P, party Q, document D) "{D} is a contract between {P} and {Q}".
        derived open breach(party P, word O) "{P} breached its obligation to {O}".
        derived open delivered(party P, party Q, word O, by instant T)
            "{P} performed for {Q} its obligation to {O}, by {T}".
        derived closed liable(party P, party Q, money M) "{P} owes {Q} {M}" supremum.
        """,
        """
        member(P) if says(P, _, _, _, _, _).
        signed(P, D) if says(P, _, D, _, _, _).
        signed(P, D, after T) if says(P, _, D, _, _, T).
        contract(P, Q, D) if signed(P, D) and signed(Q, D).
        breach(P, O) if says(P, _, _, O, _, _).
        delivered(P, Q, O, by T) if says(P, Q, _, O, _, T).
        liable(P, Q, M) if says(P, Q, _, _, M, _).
        """
    ).replacing("mini-1", with: "small-1")

    static let agreement: Agreement? = try? Agreement(parsing: text)
}

/// Claims at random, of every construction of the grammar.
struct RandomClaims {
    var generator: SeededGenerator
    private let digests = (0..<4).map { World.digest("document \($0)") }

    init(seed: UInt64) { generator = SeededGenerator(state: seed) }

    private mutating func below(_ count: Int) -> Int {
        Int.random(in: 0..<count, using: &generator)
    }

    mutating func text() -> String {
        var text = "claims M-\(below(9)).x under mini-1 {\n"
        for index in 0..<below(5) { text += "  document D\(index) = \(digests[index % 4]);\n" }
        for index in 0..<below(6) { text += "  C\(index): \(claim())\n" }
        return text + "}\n"
    }

    private mutating func claim() -> String {
        var text = "P\(below(3)) claims \(formula(0, 0))"
        if below(3) == 0 {
            text += " against " + (0...below(2)).map { "Q\($0)" }.joined(separator: ", ")
        }
        if below(3) == 0 { text += " demands EUR \(below(900)).\(10 + below(90))" }
        return text + ";"
    }

    // With the parentheses that are needed and no others; `binding` as in `Formula`.
    private mutating func formula(_ depth: Int, _ binding: Int) -> String {
        switch depth > 4 ? 0 : below(6) {
        case 1: return "not " + formula(depth + 1, 2)
        case 2, 3:
            let text = formula(depth + 1, 1) + " and " + formula(depth + 1, 2)
            return binding > 1 ? "(\(text))" : text
        case 4:
            let text = formula(depth + 1, 0) + " or " + formula(depth + 1, 1)
            return binding > 0 ? "(\(text))" : text
        default: return atom()
        }
    }

    private mutating func atom() -> String {
        let name = ["signed", "existedBy", "a_b", "late-x", "by", "and"][below(6)]
        var text = name + "("
        for index in 0..<below(4) {
            if index > 0 { text += [", ", "->", ".."][below(3)] }
            text += term()
        }
        if text.hasSuffix("(") { return text + when() + ")" }
        return text + (below(3) == 0 ? ", " + when() : "") + ")"
    }

    private mutating func when() -> String {
        switch below(4) {
        case 0: "by " + term()
        case 1: "after " + term()
        case 2: "between " + term() + " and " + term()
        default: term()
        }
    }

    private mutating func term() -> String {
        [
            "FRUTA", "D9", "deliver", "late-x", "by", "after", "between", "and", "not", "12", "14d",
            "EUR 8400.00", "2026-03-20T18:00:00Z", "\"10 t of bananas\"", "\"by EUR, (x)\"",
            digests[below(4)].text, "key:" + digests[below(4)].text, "C1", "claims", "document",
        ][below(20)]
    }

    /// Another text of the same claims: other blanks, more parentheses, documents between the claims.
    mutating func loose(_ text: String) -> String {
        var lines = text.split(separator: "\n").map(String.init)
        let documents = lines.indices.filter { lines[$0].hasPrefix("  document") }
        for index in documents.reversed() where index == documents.last && below(2) == 0 {
            let line = lines.remove(at: index)
            lines.insert(line, at: Int.random(in: index..<lines.count, using: &generator))
        }
        return lines.map { line in
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            return parts.enumerated().map { index, part in
                index % 2 == 1 ? String(part) : spread(part)
            }.joined(separator: "\"")
        }.joined(separator: below(2) == 0 ? " " : "\n\n")
    }

    private mutating func spread(_ part: Substring) -> String {
        var text = ""
        for character in part {
            switch character {
            case "(", ")", ",", ";",
                ":" where text.hasSuffix("key") == false && !isInLiteral(text):
                text += [" \(character) ", "\n\(character)", "\(character)"][below(3)]
            case " " where !isMoney(text): text += ["  ", " ", "\n ", " \t"][below(4)]
            default: text.append(character)
            }
        }
        return text
    }

    // `2026-03-20T18`, `sha-256`: a colon that is part of a word.
    private func isInLiteral(_ text: String) -> Bool {
        text.hasSuffix("sha-256")
            || text.last?.isNumber == true && text.contains("T")
                && text.suffix(14).contains("-")
    }

    private func isMoney(_ text: String) -> Bool { text.hasSuffix("EUR") }
}

@Suite struct `Claims written and read` {
    // Spec: claims-1, claims-7.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `a text and its claims are one for one`(seed: UInt64) throws {
        var random = RandomClaims(seed: seed)
        for _ in 0..<10 {
            let text = random.text()
            let claims = try Claims(parsing: text)
            #expect(claims.text == text)
            #expect(try Claims(parsing: claims.text) == claims)
            #expect(try Claims(loose: text) == claims)
        }
    }

    @Test(arguments: 100..<140 as Range<UInt64>)
    func `any layout is read as the claims that it writes`(seed: UInt64) throws {
        var random = RandomClaims(seed: seed)
        for _ in 0..<5 {
            let text = random.text()
            let loose = random.loose(text)
            let read = try Claims(loose: loose)
            // Documents keep their order among themselves but for the last, which may go anywhere below.
            #expect(read.text == text, "\(loose)")
            #expect(try Claims(loose: read.text).text == read.text)
        }
    }

    @Test(arguments: [
        ("(((p(A))))", "p(A)"), ("not (not ((p(A))))", "not not p(A)"),
        ("(p(A) and p(B)) and p(C)", "p(A) and p(B) and p(C)"),
        ("p(A) and (p(B) and p(C))", "p(A) and (p(B) and p(C))"),
        ("(p(A) and p(B)) or p(C)", "p(A) and p(B) or p(C)"),
        ("(p(A) or p(B)) and p(C)", "(p(A) or p(B)) and p(C)"),
        ("not(p(A) or p(B))", "not (p(A) or p(B))"),
        ("p ( A -> B , EUR 1.00 )", "p(A->B, EUR 1.00)"), ("p(12 .. 14)", "p(12..14)"),
        ("p(A,\tby\r\n2026-01-01T00:00:00Z)", "p(A, by 2026-01-01T00:00:00Z)"),
        (
            "p(between  2026-01-01T00:00:00Z\nand 2026-01-02T00:00:00Z)",
            "p(between 2026-01-01T00:00:00Z and 2026-01-02T00:00:00Z)"
        ),
    ])
    func `the formatter keeps what is meant and nothing else`(loose: String, written: String) throws
    {
        let claims = try Claims(loose: "claims M under v{C:A claims \(loose);}")
        #expect(claims.text == "claims M under v {\n  C: A claims \(written);\n}\n")
    }

    @Test func `names of documents may be given below`() throws {
        let digest = World.digest("x")
        let claims = try Claims(
            loose: "claims M under v { C1: A claims signed(A, DB1); document DB1 = \(digest); }")
        #expect(claims.claims[0].formula.atoms[0].terms[1] == .document(digest))
        #expect(claims.text.contains("{\n  document DB1 = \(digest);\n  C1:"))
        #expect(throws: AgreementError.self) {
            try Claims(
                loose: "claims M under v { document D = \(digest); document D = \(digest); }")
        }
    }

    // MARK: mistakes

    /// A row: what stands in a claim, and all that is wrong with it.
    @Test(arguments: [
        ("signed(FRUTA, DB1) and breach(FRUTA, DB1)", ["2:57 O is DB1, not word"]),
        ("singed(FRUTA, DB1)", ["2:20 nothing declares the predicate singed"]),
        ("signed(FRUTA, DB2)", ["2:34 D is DB2, not document"]),
        ("signed(FRUTA, DB1", ["2:37 expected , or ) after the argument, found ;"]),
        ("signed(FRUTA DB1)", ["2:33 expected , or ) after the argument, found DB1"]),
        ("signed FRUTA", ["2:27 expected (, found FRUTA"]),
        ("", ["2:20 expected a statement, such as signed(FRUTA, DB1), found ;"]),
        ("FRUTA", ["2:20 expected a statement, such as signed(FRUTA, DB1), found FRUTA"]),
        (
            "breach(FRUTA, deliver) breach(MARKT, pay)",
            ["2:43 expected and, or, against, demands, or ; after the claim, found breach"]
        ),
        (
            "breach(FRUTA, deliver) demands 100",
            ["2:51 expected an amount, such as EUR 8400.00, found 100"]
        ),
        (
            "breach(FRUTA, deliver) against markt",
            ["2:51 expected a party, such as FRUTA, found markt"]
        ),
        (
            "liable(MARKT->FRUTA, EUR 8400)",
            ["2:41 expected a literal in its one spelling, found EUR 8400"]
        ),
        ("liable(MARKT->FRUTA, USD 1.00, 2)", ["2:20 liable has 3 arguments, not 4"]),
        (
            "delivered(FRUTA->MARKT, deliver)",
            [
                "2:20 delivered is not declared so, but as delivered(party P, party Q, word O, by instant T)"
            ]
        ),
        ("delivered(FRUTA->MARKT, deliver, by tomorrow)", ["2:56 T is tomorrow, not instant"]),
        (
            "breach(FRUTA, doBetter)",
            ["2:34 expected a word in small letters, or quotes around it, found doBetter"]
        ),
        (
            "breach(FRUTA, \"deliver\")",
            ["2:34 expected a quoted word that needs its quotes, found \"deliver\""]
        ),
    ])
    func `a mistake is told at its place`(formula: String, words: [String]) throws {
        let text =
            "claims M under small-1 {\n  C1: FRUTA claims \(formula);\n  document DB1 = "
            + World.digest("DB1").text + ";\n}\n"
        let check = ClaimsCheck(text, agreement: try #require(SmallLaw.agreement))
        let told = check.errors.filter { $0.reason != .notCanonical }
            .map { "\($0.line):\($0.column) \($0.reason.words)" }
        #expect(told == words)
        #expect(check.sentences.isEmpty && check.remarks.isEmpty)
    }

    @Test func `all mistakes are told, and the place where the layout differs`() throws {
        let text = """
            claims M under small-2 {
              C1: FRUTA claims singed(FRUTA);
              C2: FRUTA claims ;
              C3: FRUTA claims breach(FRUTA);
              C4: FRUTA  claims breach(FRUTA, pay) or;
              document D1 = 7;
            }

            """
        let syntax = ClaimsCheck(text, agreement: try #require(SmallLaw.agreement))
        #expect(syntax.errors.map(\.line) == [3, 5, 6])
        let mended = text.replacing("claims ;", with: "claims breach(FRUTA, pay);")
            .replacing(" or;", with: ";").replacing("  document D1 = 7;\n", with: "")
        let meaning = ClaimsCheck(mended, agreement: try #require(SmallLaw.agreement))
        #expect(
            meaning.errors.map { "\($0.line):\($0.column)" } == ["1:16", "2:20", "4:20", "5:13"])
        #expect(meaning.errors.last?.reason == .notCanonical)
        #expect(meaning.errors.map(meaning.hint)[3]?.contains("format") == true)
    }

    @Test(arguments: [
        ("singed(FRUTA, DB1)", "did you mean signed(party P, document D)"),
        ("breach(FRUTA, FRUTA)", "it is declared as breach(party P, word O)"),
        ("breach(FRUTA)", "it is declared as breach(party P, word O)"),
        ("signed(FRUTA, DB2)", "name the document first: document DB2 = sha-256:…;"),
    ])
    func `a mistake comes with what was meant`(atom: String, hint: String) throws {
        let text = "claims M under small-1 {\n  C1: FRUTA claims \(atom);\n}\n"
        let check = ClaimsCheck(text, agreement: try #require(SmallLaw.agreement))
        let error = try #require(check.errors.first)
        #expect(try #require(check.hint(error)).hasPrefix(hint))
    }

    // MARK: what claims say

    @Test func `sound claims are said in words`() throws {
        let text = """
            claims M under small-1 {
              document DB1 = \(World.digest("DB1"));
              C1: FRUTA claims signed(MARKT, DB1);
              C2: MARKT claims not (breach(FRUTA, deliver) or breach(MARKT, pay)) and signed(FRUTA, DB1) against FRUTA, LINER;
              C3: FRUTA claims liable(MARKT->FRUTA, EUR 8400.00) against MARKT demands EUR 8400.00;
            }

            """
        let check = ClaimsCheck(text, agreement: try #require(SmallLaw.agreement))
        #expect(check.errors == [] && check.remarks == [])
        #expect(
            check.sentences.map { "\($0.claim): \($0.words)" } == [
                "C1: FRUTA claims that MARKT signed DB1",
                "C2: MARKT claims that it is not so that (FRUTA breached its obligation to deliver or MARKT "
                    + "breached its obligation to pay) and FRUTA signed DB1, against FRUTA and LINER",
                "C3: FRUTA claims that MARKT owes FRUTA EUR 8400.00, against MARKT, and demands EUR 8400.00",
            ])
    }

    @Test
    func `a document that no claim speaks of and a party named almost like another are remarked`()
        throws
    {
        let text = """
            claims M under small-1 {
              document DB1 = \(World.digest("DB1"));
              document DB2 = \(World.digest("DB2"));
              C1: FRUTA claims signed(MARKT, DB1);
              C2: FRUTA claims signed(FRUTTA, DB1) against MARKT;
            }

            """
        let check = ClaimsCheck(text, agreement: try #require(SmallLaw.agreement))
        #expect(
            check.remarks == [
                .init(line: 3, column: 12, kind: .unusedDocument("DB2")),
                .init(line: 5, column: 27, kind: .similarParty("FRUTTA", to: "FRUTA")),
            ])
        #expect(check.errors.isEmpty && check.sentences.count == 2)
    }

    // Spec: claims-8.
    @Test func `what nothing on file speaks of is named, and never proven`() throws {
        let world = `SC-01, a contract fulfilled`.fulfilled
        let claims = [
            "FRUTA claims contract(FRUTA, NOBODY, DB1)", "FRUTA claims signed(MARKT, GHOST)",
            "FRUTA claims not breach(NOBODY, deliver)",
            "FRUTA claims liable(NOBODY->FRUTA, EUR 1.00)",
        ]
        let findings = try world.judge(claims, documents: ["DB1", "GHOST"])
        #expect(!findings.findings.map(\.value).contains(.proven))
        #expect(
            findings.strangers == [
                "nothing on file speaks of the party NOBODY",
                "nothing on file speaks of the document GHOST",
            ])
        let parsed = try Claims(
            loose: "claims M under small-1 { document DB1 = \(World.digest("DB1")); "
                + "document GHOST = \(World.digest("GHOST"));"
                + claims.enumerated().map { "C\($0): \($1);" }.joined() + "}")
        let annex = Annex(
            agreement: World.agreement, version: 1, registry: PartyID("REG")!, trust: PinnedTrust())
        let strangers = parsed.strangers(facts: world.facts, annex: annex)
        #expect(
            strangers.map(parsed.words(ofStranger:)) == [
                "nothing on file speaks of the party NOBODY",
                "nothing on file speaks of the document GHOST",
            ])
    }

    // MARK: hostile texts

    @Test(arguments: [
        String(repeating: "(", count: 4_000), String(repeating: "not ", count: 4_000),
        "p(A)" + String(repeating: " and p(A)", count: 10_000),
        "p(" + String(repeating: "A, ", count: 4_000) + "A)",
        String(repeating: "p", count: 100_000) + "(A)",
        "p(\"" + String(repeating: "x", count: 100_000) + "\")",
        "p(" + String(repeating: "9", count: 100_000) + ")",
        String(repeating: "& ", count: 40_000),
        String(repeating: "; C: A claims p(A)", count: 4_000),
        String(repeating: "; document D = 7", count: 4_000),
    ])
    func `hostile claims are refused soon`(formula: String) throws {
        let agreement = try #require(SmallLaw.agreement)
        let text = "claims M under small-1 {\n  C1: A claims \(formula);\n}\n"
        let time = ContinuousClock().measure {
            let check = ClaimsCheck(text, agreement: agreement)
            #expect(!check.errors.isEmpty && check.errors.count <= SourceLimits.errors)
            #expect(check.errors.allSatisfy { $0.reason.words.utf8.count < 1000 })
            #expect(throws: AgreementError.self) {
                try Claims(loose: text).check(against: agreement)
            }
        }
        #expect(time < .seconds(20))
    }
}
