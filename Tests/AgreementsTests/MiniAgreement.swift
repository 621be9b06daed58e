// Agreements of a few lines, to test one construction of the rule language at a time.

import EvidenceValues

@testable import Agreements

enum MiniAgreement {
    static func text(_ predicates: String, _ rules: String, parameters: String = "T_skew = 1min")
        -> String
    {
        """
        # Mini

        Version: mini-1

        ```parameters
        \(parameters)
        ```

        ```predicates
        \(predicates)
        ```

        ## A-01 Only article

        Words.

        ```rules
        \(rules)
        ```

        """
    }

    static func parse(_ predicates: String, _ rules: String, parameters: String = "T_skew = 1min")
        throws(AgreementError) -> Agreement
    {
        try Agreement(parsing: text(predicates, rules, parameters: parameters))
    }

    static func judge(
        _ agreement: Agreement, _ facts: [Fact], _ claims: String...,
        now: String = "2026-01-01T00:00:00Z"
    ) throws -> Findings {
        var text = "claims M under mini-1 {\n"
        for (number, claim) in claims.enumerated() {
            text += "  C\(number + 1): A claims \(claim);\n"
        }
        return try Agreements.judge(
            facts: facts, agreement: agreement, agreementDigest: World.agreement,
            annex: Annex(
                agreement: World.agreement, version: 1, registry: PartyID("REG")!,
                trust: PinnedTrust()),
            annexDigest: World.digest("annex"), claims: Claims(parsing: text + "}\n"),
            claimsDigest: World.digest("claims"), matter: MatterID("M")!, now: World.time(now))
    }

    /// `name(A)`, nil for nothing on file.
    static func facts(_ name: String, _ standing: Standing?) -> [Fact] {
        standing.map { [Fact(name, [.party(PartyID("A")!)], $0)] } ?? []
    }
}
