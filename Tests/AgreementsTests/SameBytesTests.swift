// Texts that Swift calls equal and that are not the same bytes.

import EvidenceValues
import Testing

@testable import Agreements

@Suite struct `Canonically equivalent texts` {
    static let kelvin = "\u{212A}"

    @Test func `are not the same word`() throws {
        #expect(Self.kelvin == "K")
        let (sign, letter) = (Term.word("10 \(Self.kelvin)"), Term.word("10 K"))
        #expect(sign != letter)
        #expect(Set([sign, letter]).count == 2)
        #expect((sign < letter) != (letter < sign))
        #expect(Term(literal: "\"10 \(Self.kelvin)\"") == sign)
    }

    @Test func `are not the same argument of a claim`() throws {
        let agreement = try MiniAgreement.parse(
            "evidence closed c(word W) \"{W} is c\". derived closed r(word W) \"{W} is r\".",
            "r(W) if c(W).")
        let findings = try MiniAgreement.judge(
            agreement, [Fact("c", [.word("10 K")])], "r(\"10 K\")", "r(\"10 \(Self.kelvin)\")")
        #expect(findings.findings.map(\.value) == [.proven, .refuted])
    }

    // The Greek question mark is a semicolon to Swift, the Greek varia a grave accent.
    @Test(
        arguments: [
            ("claims M", "claims \(kelvin)"), ("C1: A", "C1: \(kelvin)"),
            ("K1 =", "\(kelvin)1 ="), (";", "\u{37E}"),
        ])
    func `are refused in the names and signs of claims`(old: String, new: String) throws {
        let text = """
            claims M under mini-1 {
              document K1 = \(World.digest("k"));
              C1: A claims r(A);
            }

            """
        _ = try Claims(parsing: text)
        #expect(throws: AgreementError.self) {
            try Claims(parsing: text.replacing(old, with: new))
        }
    }

    @Test func `are refused in an annex`() throws {
        let annex = Annex(
            agreement: World.agreement, version: 1, registry: PartyID("KREG")!,
            trust: {
                var trust = PinnedTrust()
                trust.roles = [ListedRole(role: "bank", party: PartyID("KBANK")!)]
                trust.anchors = [TrustAnchor(party: PartyID("CA1")!, derBytes: [0x28, 0xA2, 0x8A])]
                return trust
            }())
        #expect(try Annex(parsing: annex.text) == annex)
        for place in annex.text.indices where annex.text[place] == "K" {
            var text = annex.text
            text.replaceSubrange(place...place, with: Self.kelvin)
            #expect(text == annex.text)
            #expect(throws: AgreementError.self) { try Annex(parsing: text) }
        }
    }

    @Test(
        arguments: [
            ("K(P)", "\(kelvin)(P)"), ("party K", "party \(kelvin)"),
            ("```predicates", "\u{1FEF}``predicates"),
            ("Version: mini-1", "Version: mini-\(kelvin)"),
        ])
    func `are refused in an agreement`(old: String, new: String) throws {
        let text = MiniAgreement.text(
            "evidence closed c(party K) \"{K} is c\". derived closed r(party P) \"{P} is r\".",
            "r(K) if c(K).")
        _ = try Agreement(parsing: text)
        let changed = text.replacing(
            old == "K(P)" ? "c(K)." : old, with: old == "K(P)" ? "c(\(Self.kelvin))." : new)
        #expect(!changed.utf8.elementsEqual(text.utf8))
        #expect(throws: AgreementError.self) { try Agreement(parsing: changed) }
    }
}
