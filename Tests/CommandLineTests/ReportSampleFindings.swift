// The findings of the sample: one proven by a rule, one undetermined with money and something missing, one refuted by the burden.

import Agreements
import EvidenceValues
import Testing

extension ReportSample {
    static func findings() throws -> Findings {
        let contract = try digest(0x11).text
        var proven = Finding(
            claim: "C1", claimant: try party("MARKT"),
            statement: "contract(FRUTA, MARKT, \(contract))",
            sentence: "FRUTA and MARKT concluded the contract \(contract)", value: .proven,
            reason: "both signed \(contract).", derivation: try contractDerivation(contract))
        proven.articles = ["R-21", "R-04"]
        proven.exhibits = [LeafIndex(3), LeafIndex(5)]
        var open = Finding(
            claim: "C2", claimant: try party("FRUTA"),
            statement: "paid(MARKT, FRUTA, EUR 8400.00, pay)",
            sentence: "MARKT paid EUR 8400.00 to FRUTA", value: .undetermined,
            reason: "a credit record of BANKF is named but its bytes were left out.",
            derivation: Derivation(
                statement: "paid(MARKT, FRUTA, EUR 8400.00, pay)",
                sentence: "MARKT paid EUR 8400.00 to FRUTA", standing: .possible, basis: .absent,
                article: "R-25", articleTitle: "Payment", burden: "MARKT", reason: "WITHHELD"))
        let euro = try #require(Currency(code: "EUR"))
        open.provenSupremum = Money(minorUnits: 0, currency: euro)
        open.possibleSupremum = Money(minorUnits: 840_000, currency: euro)
        open.articles = ["R-25"]
        open.missing = [
            Settlement(
                settles: .proven,
                evidence: [
                    MissingEvidence(
                        statement: "credited(FRUTA, MARKT, EUR 8400.00, \"BAN-1\", T)",
                        sentence: "a signed record of the bank that FRUTA was credited EUR 8400.00",
                        producers: ["BANKF", "FRUTA"])
                ])
        ]
        var refuted = Finding(
            claim: "C3", claimant: try party("MARKT"), statement: "breach(FRUTA, deliver)",
            sentence: "FRUTA did not perform deliver", value: .refuted,
            reason: "the delivery was received in time.",
            derivation: Derivation(
                statement: "performed(FRUTA, deliver)", sentence: "FRUTA performed deliver",
                standing: .certain, basis: .presumption, article: "R-24", articleTitle: "Delivery",
                exhibits: [LeafIndex(8)]))
        refuted.burdens = ["FRUTA had to prove the delivery, and did."]
        refuted.articles = ["R-24"]
        refuted.exhibits = [LeafIndex(8), LeafIndex(99)]
        var findings = Findings(
            matter: try #require(MatterID("BAN-1")), agreement: try digest(0xA6),
            annex: try digest(0xAE),
            claims: try digest(0xC1), time: try instant("2026-04-10T12:00:00Z"),
            findings: [proven, open, refuted],
            misconduct: [
                Derivation(
                    statement: "misconduct(TSA1, order)",
                    sentence: "TSA1 gave a time that cannot be true",
                    standing: .certain, basis: .rule, article: "R-11", articleTitle: "Time-stamps",
                    exhibits: [LeafIndex(20)])
            ])
        findings.documents = [
            Claims.DocumentName(name: "DB1", digest: try digest(0x11)),
            Claims.DocumentName(name: "DB2", digest: try digest(0x22)),
            Claims.DocumentName(name: "KONTO", digest: try digest(0x14)),
        ]
        return findings
    }

    private static func contractDerivation(_ contract: String) throws -> Derivation {
        let key = "key:" + (try digest(0x52).text)
        let verified = Derivation(
            statement: "signature(\(try digest(0x51).text), \(key), \(contract))",
            sentence: "\(try digest(0x51).text) verifies over \(contract) with \(key)",
            standing: .certain,
            basis: .evidence, exhibits: [LeafIndex(5)])
        let signed = Derivation(
            statement: "signed(FRUTA, \(contract))", sentence: "FRUTA signed \(contract)",
            standing: .certain, basis: .presumption, article: "R-04", articleTitle: "Attribution",
            steps: [verified])
        return Derivation(
            statement: "contract(FRUTA, MARKT, \(contract))",
            sentence: "FRUTA and MARKT concluded \(contract)", standing: .certain, basis: .rule,
            article: "R-21", articleTitle: "Contract forms", steps: [signed])
    }
}
