// The draft for the European Union. Article 45j(1)(d) of Regulation (EU) No 910/2014, as amended by Regulation (EU) 2024/1183, wants
// of a qualified electronic archive a report that confirms the integrity of what is retrieved, from the beginning of the preservation
// period to the moment of retrieval, under the provider's qualified signature or seal; Implementing Regulation (EU) 2025/2532 names
// the standards. The program knows neither whether a provider is qualified nor how it keeps its data: it gives what it computed.

import EvidenceValues

/// The report on the integrity of retrieved data.
struct Archiving45j {
    let facts: CertifiedFacts
    private var record: VerificationRecord { facts.record }

    var lines: [String] {
        ["# DRAFT: Report on the integrity of archived data (eIDAS, Articles 45i and 45j)", ""]
            + facts.warnings(
                "It confirms nothing until the provider of the archive has checked it, completed every "
                    + "[ ] and put its qualified electronic signature or qualified electronic seal on "
                    + "it. Only a qualified provider's report carries the presumption of Article 45i(2)."
            )
            + provider + retrieved + integrity + origin + limits + signature
    }

    private var provider: [String] {
        [
            "## 1. The provider", "",
            "- Provider of the electronic archiving service: [ ]",
            "- Qualified: [ ] yes, in the trusted list of [ ] under [ ] / [ ] no",
            "- Standard that the service is assessed against: [ ] (CEN/TS 18170:2025, as Implementing "
                + "Regulation (EU) 2025/2532 refers to it) / [ ] none",
            "- Who asked for this report, and by what authority: [ ]", "",
        ]
    }

    private var retrieved: [String] {
        ["## 2. What was retrieved", "", "One file, by [ ] on [ ]:", ""] + facts.file
            + [
                "",
                "Its bytes were verified by \(facts.safe(record.tool)) as at "
                    + "\(Wording.time(record.validationTime)), which is taken here for the moment of "
                    + "retrieval.", "",
            ]
    }

    private var integrity: [String] {
        [
            "## 3. Integrity", "",
            "For each of these the SHA-256 of the retrieved bytes is the one that the archive's log has had "
                + "for it since its entry. The beginning of the preservation period is what the archive "
                + "states as the time of receipt; what is *proven* of the time, by time-stamps and "
                + "witnesses of the annex, stands beside it.", "",
        ]
            + facts.comparedTable([
                ("Preserved since, as the archive states", { Wording.time($0.received) }),
                ("Existence proven", facts.existence),
            ]) + ["", "Not retrieved with their bytes, and not covered:", ""] + facts.absentList
            + ["", "Checks that passed:", ""] + facts.passed + ["", facts.witnessing, ""]
    }

    private var origin: [String] {
        [
            "## 4. Origin", "",
            "Who filed what, as a signature over the filing shows, and whose signatures are on it. Where "
                + "nobody stands, the origin is the archive's own statement.", "",
        ]
            + facts.comparedTable([
                ("Filed by", facts.filer), ("Signatures", facts.signers),
            ]) + [""]
    }

    private var limits: [String] {
        [
            "## 5. What this does not show", "",
            "Checks that did not pass, or warn:", "",
        ] + facts.open + [
            "",
            "That the contents stayed legible, that they were safeguarded against loss, where and by whom "
                + "they were kept, and that no medium or format was changed, no program can see from a "
                + "file: the provider states it: [ ]", "",
        ]
    }

    private var signature: [String] {
        [
            "## 6. Signature or seal", "",
            "[ ] (qualified electronic signature or qualified electronic seal of the provider, over this text "
                + "as completed; date)",
        ]
    }
}
