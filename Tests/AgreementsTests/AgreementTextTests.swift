// What agreements, annexes and claims may not say, and that every refusal names its place.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `The text of an agreement` {
    static let predicates = """
        evidence open o(party P) "{P} is o".
        evidence closed c(party P, money M) "{P} has {M}".
        derived closed r(party P) "{P} is r".
        """

    /// A row: a rule, the column of the word that is wrong, what is wrong with it.
    static let refusals: [(String, Int, AgreementError.Reason)] = [
        ("r(P) if x(P).", 9, .unknown(kind: "predicate", name: "x")),
        ("r(P) if o(P) and not x(P).", 22, .unknown(kind: "predicate", name: "x")),
        ("r(P) if o(P, P).", 9, .wrongCount(predicate: "o", expected: 1, found: 2)),
        ("r(P) if o(P) and c(Q, P).", 23, .wrongType(of: "P", expected: "party", found: "money")),
        ("r(P) if o(P) and c(P, 1d).", 23, .wrongType(of: "1d", expected: "money", found: "span")),
        ("r(P) if party(P) and c(P, M).", 27, .usedOnce(variable: "M")),
        ("r(P) if not o(P).", 3, .unbound(variable: "P")),
        ("r(_) if o(P) and o(P).", 3, .unbound(variable: "_")),
        ("r(P) if o(Q) and o(Q) and P = P.", 3, .unbound(variable: "P")),
        (
            "r(P) if o(P) and not r(P).", 22,
            .cycle(predicate: "r", steps: [.init("r", link: "not", article: "A-01")])
        ),
        (
            "r(P) if o(P) and c(P, M) and N = sum M of c(P, M) and M < N and r(P) and unproven r(P) (burden P).",
            83, .cycle(predicate: "r", steps: [.init("r", link: "unproven", article: "A-01")])
        ),
        ("o(P) if r(P).", 1, .notAllowed("rule for what is not derived", predicate: "o")),
        ("r(P) if o(P) and not o(_).", 24, .notAllowed("_ after not", predicate: "o")),
        (
            "r(FRUTA-2) if o(P).", 3,
            .expected("a variable; parties do not stand in rules", found: "FRUTA-2")
        ),
        (
            "r(P) if o(P) and 60s < 2min.", 18,
            .expected("a literal in its one spelling", found: "60s")
        ),
        ("presume r(P) if o(P).", 21, .expected("unless", found: ".")),
        ("r(P) if unproven o(P).", 22, .expected("(", found: ".")),
        ("r(P) if o(P)", 13, .expected(".", found: "the end")),
        ("r(P) if o(P) and M > M.", 18, .unbound(variable: "M")),
        (
            "r(P) if o(P) and c(P, M) and M before M.", 32,
            .wrongType(of: "before", expected: "interval", found: "money")
        ),
        (
            "r(P) if N = sum M of o(P) and M > N.", 17,
            .wrongType(of: "M", expected: "money", found: "not of the group")
        ),
        (
            "r(P) if o(P) and P.", 19,
            .expected("a condition, or a comparison such as = or before", found: ".")
        ),
        ("r(P) if o(P) & o(P).", 14, .expected("a name, a literal or a sign", found: "&")),
    ]

    @Test(arguments: refusals.indices)
    func `a rule that means nothing is refused at the word that is wrong`(index: Int) {
        let (rule, column, reason) = Self.refusals[index]
        // The first rule stands in line 20, the second below.
        #expect(throws: AgreementError(line: 21, column: column, reason)) {
            try MiniAgreement.parse(Self.predicates, "r(P) if o(P).\n" + rule)
        }
    }

    // Spec: rules-12.
    @Test(arguments: [
        ("M <= 0", "EUR 0.00", FindingValue.proven), ("M <= 0", "EUR 0.01", .refuted),
        ("M != 0", "EUR 0.00", .refuted),
        ("M != 0", "EUR 0.01", .proven), ("M > 0", "EUR 0.01", .proven),
    ])
    func `an amount may be compared with 0`(test: String, money: String, value: FindingValue) throws
    {
        let agreement = try MiniAgreement.parse(
            Self.predicates, "r(P) if c(P, M) and \(test).")
        let fact = Fact(
            "c", [.party(PartyID("A")!), .money(try #require(Money(text: money)))], .certain)
        #expect(try MiniAgreement.judge(agreement, [fact], "r(A)").findings[0].value == value)
    }

    @Test(arguments: ["\u{202E}", "\u{200B}", "\t", "\r", "\u{A0}", "\u{FEFF}"])
    func `hidden characters are refused with their place`(hidden: String) {
        let text = MiniAgreement.text(Self.predicates, "r(P) if o(P).").replacing(
            "Words.", with: "Wo\(hidden)rds.")
        #expect(throws: AgreementError.self) { try Agreement(parsing: text) }
        do {
            _ = try Agreement(parsing: text)
        } catch {
            #expect((error.line, error.column) == (17, 3))
        }
    }

    @Test(arguments: [
        "<!-- a comment -->", "<b>bold</b>", " ```rules", "````rules", "~~~rules", "> ```rules",
        "```swift", "```rules ",
    ])
    func `what a reader would see otherwise is refused`(line: String) {
        let text = MiniAgreement.text(Self.predicates, "r(P) if o(P).").replacing(
            "Words.", with: "Words.\n\(line)")
        #expect(throws: AgreementError.self) { try Agreement(parsing: text) }
    }

    @Test func `rules without prose are refused`() {
        let text = MiniAgreement.text(Self.predicates, "r(P) if o(P).").replacing(
            "Words.", with: "")
        #expect(throws: AgreementError.self) { try Agreement(parsing: text) }
    }

    @Test func `every cut of the policy is refused or read, and never traps`() throws {
        let text = Array(try PackageFiles.text("Policies/seca-1.0.md").utf8)
        for count in stride(from: 0, to: text.count, by: 4999) {
            _ = try? Agreement(parsing: String(decoding: text[..<count], as: UTF8.self))
        }
        for place in stride(from: 5, to: text.count, by: 7001) {
            var changed = text
            changed[place] = 0x28
            _ = try? Agreement(parsing: String(decoding: changed, as: UTF8.self))
        }
    }
}

@Suite struct `The text of claims` {
    static let text = """
        claims BAN-1 under seca-1.0 {
          document DB1 = sha-256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;
          C1: FRUTA claims contract(FRUTA, MARKT, DB1);
          C2: MARKT claims not (breach(FRUTA, deliver) or breach(MARKT, pay)) against FRUTA, LINER;
          C3: FRUTA claims liable(MARKT->FRUTA, EUR 8400.00) against MARKT demands EUR 8400.00;
          C4: FRUTA claims delivered(FRUTA->MARKT, deliver, by 2026-03-20T18:00:00Z) and not breach(FRUTA, deliver);
        }

        """

    @Test func `it is read and written to the byte`() throws {
        let claims = try Claims(parsing: Self.text)
        #expect(claims.text == Self.text)
        #expect(try Claims(parsing: claims.text) == claims)
        try claims.check(against: Policy.agreement)
    }

    @Test func `no change of a byte reads as the same claims`() throws {
        let claims = try Claims(parsing: Self.text)
        let bytes = Array(Self.text.utf8)
        var refused = 0
        for place in bytes.indices {
            for change in [UInt8(0x20), 0x41, bytes[place] ^ 1] where change != bytes[place] {
                var changed = bytes
                changed[place] = change
                do {
                    #expect(try Claims(parsing: String(decoding: changed, as: UTF8.self)) != claims)
                } catch { refused += 1 }
            }
        }
        #expect(refused > 500)
        for count in bytes.indices {
            #expect(throws: AgreementError.self) {
                try Claims(parsing: String(decoding: bytes[..<count], as: UTF8.self))
            }
        }
        #expect(throws: AgreementError.self) { try Claims(parsing: Self.text + "\n") }
    }

    @Test(arguments: [
        ("nonsense(FRUTA)", 20, AgreementError.Reason.unknown(kind: "predicate", name: "nonsense")),
        ("breach(FRUTA)", 20, .wrongCount(predicate: "breach", expected: 2, found: 1)),
        ("breach(FRUTA, FRUTA)", 34, .wrongType(of: "O", expected: "word", found: "FRUTA")),
        (
            "delivered(FRUTA, MARKT, deliver, 2026-03-20T18:00:00Z)", 20,
            .otherShape(
                predicate: "delivered",
                forms: ["delivered(party P, party Q, word O, by instant T)"])
        ),
    ])
    func `atoms that do not fit the agreement are refused with their place`(
        atom: String, column: Int, reason: AgreementError.Reason
    ) throws {
        let claims = try Claims(
            parsing: "claims M under small-1 {\n  C1: FRUTA claims \(atom);\n}\n")
        #expect(throws: AgreementError(line: 2, column: column, reason)) {
            try claims.check(against: try #require(SmallLaw.agreement))
        }
    }

    @Test func `another version is refused`() throws {
        let claims = try Claims(parsing: "claims M under seca-2.0 {\n}\n")
        #expect(throws: AgreementError.self) { try claims.check(against: Policy.agreement) }
    }
}

@Suite struct `The text of an annex` {
    static let text = """
        docket-annex/v1
        agreement sha-256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
        version 1
        registry REGIS
        algorithm ecdsa-p256 until 2031-01-01T00:00:00Z
        algorithm sha-256 until open
        anchor CA1 AQID
        archive ARCH archive.example/trade archive.example/trade+7c1d3b22+AUEx
        role bank BANKF
        tsa TSA1 AQIE

        """

    @Test func `it is read and written to the byte`() throws {
        let annex = try Annex(parsing: Self.text)
        #expect(annex.text == Self.text)
        #expect(annex.version == 1 && annex.registry.text == "REGIS")
        #expect(annex.trust.anchors.count == 1 && annex.trust.authorities.count == 1)
        #expect(annex.trust.archives.count == 1 && annex.trust.algorithms.count == 2)
        #expect(
            annex.roles.map { $0.role + " " + $0.party.text }
                == ["archive ARCH", "bank BANKF", "ca CA1", "registry REGIS", "tsa TSA1"])
    }

    @Test func `lines in another order, twice, cut or changed are refused or mean something else`()
        throws
    {
        let annex = try Annex(parsing: Self.text)
        let lines = Self.text.split(separator: "\n").map(String.init)
        for place in lines.indices {
            var doubled = lines
            doubled.insert(lines[place], at: place)
            #expect(throws: AgreementError.self) {
                try Annex(parsing: doubled.joined(separator: "\n") + "\n")
            }
            guard place > 0 else { continue }
            var swapped = lines
            swapped.swapAt(place, place - 1)
            #expect(throws: AgreementError.self) {
                try Annex(parsing: swapped.joined(separator: "\n") + "\n")
            }
        }
        let bytes = Array(Self.text.utf8)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            let other = try? Annex(parsing: String(decoding: changed, as: UTF8.self))
            #expect(other != annex)
        }
        #expect(throws: AgreementError.self) { try Annex(parsing: String(Self.text.dropLast())) }
    }
}
