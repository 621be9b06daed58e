// The text of an award (docs/formats/award.md): prose for people, and beneath it the terms that rules read. A function of what was found,
// so that the same decision is the same document to the byte. Whatever comes out of the evidence is escaped, because a renderer of Markdown
// obeys what it reads, and because a document with two blocks of terms, or with hidden characters, states nothing.

package import Agreements
package import EvidenceValues

/// What an arbiter decides.
package struct AwardDecision: Sendable {
    package let arbiter: PartyID
    package let record: VerificationRecord
    package let findings: Findings
    /// The digest of `finding.json`.
    package let finding: Digest
    /// Whether the claims are the bundle's own.
    package let areClaimsOwn: Bool

    package init(
        arbiter: PartyID, record: VerificationRecord, findings: Findings, finding: Digest,
        areClaimsOwn: Bool
    ) {
        self.arbiter = arbiter
        self.record = record
        self.findings = findings
        self.finding = finding
        self.areClaimsOwn = areClaimsOwn
    }

    /// Whether all evidence holds.
    var isAuthentic: Bool { record.status == .authentic }
}

/// What becomes of a claim. Spec: award-2
package enum Disposition: String, Sendable, Hashable {
    case granted, dismissed

    package init(_ value: FindingValue) { self = value == .proven ? .granted : .dismissed }
}

/// The award in Markdown, with its terms at the end. Spec: award-9, award-10
package func renderAward(_ decision: AwardDecision) -> String {
    let text = AwardText(decision: decision, names: ExhibitNames(decision.record))
    return (text.lines + ["## Terms", "", "```terms"] + awardTerms(decision) + ["```"])
        .map { $0 + "\n" }.joined()
}

/// The lines of the award's terms. Spec: award-1
package func awardTerms(_ decision: AwardDecision) -> [String] {
    let findings = decision.findings
    let claims = Term.document(findings.claims)
    let judged: [Term] = [
        .party(decision.arbiter), claims, .document(findings.annex),
        .document(decision.record.bundleDigest), .document(decision.finding),
        .instant(findings.time),
    ]
    var lines = [
        atom("agreement", [.document(findings.agreement)]), atom("kind", [.word("award")]),
        atom("deal", [.word(findings.matter.text)]),
        decision.isAuthentic
            ? atom("award", judged)
            : atom("award_despite", judged + [.word(decision.record.status.rawValue)]),
    ]
    lines += findings.findings.map { finding in
        atom(
            "awarded",
            [
                claims, .word(finding.claim), .word(finding.value.rawValue),
                .word(Disposition(finding.value).rawValue),
            ])
    }
    lines += findings.findings.compactMap { finding in
        finding.provenSupremum.map {
            atom("awarded_amount", [claims, .word(finding.claim), .money($0)])
        }
    }
    lines += findings.findings.filter { $0.value == .undetermined }.map { finding in
        atom("awarded_burden", [claims, .word(finding.claim), .party(finding.claimant)])
    }
    // A statement's arguments are spelt as terms are.
    return lines
        + findings.misconduct.map { "awarded_" + $0.statement + "." }
}

private func atom(_ predicate: String, _ arguments: [Term]) -> String {
    predicate + "(" + arguments.map(\.text).joined(separator: ", ") + ")."
}

private struct AwardText {
    let decision: AwardDecision
    let names: ExhibitNames
    private var record: VerificationRecord { decision.record }
    private var findings: Findings { decision.findings }

    /// The prose, each line with what Markdown could obey escaped.
    var lines: [String] {
        head + findings.findings.flatMap(claim)
            + section(
                "Misconduct", findings.misconduct.map { names.plain($0.sentence) })
            + section(
                "Contradictions", (record.contradictions + findings.contradictions).map(names.plain)
            )
            + section("Proceedings", findings.procedure.map { names.plain($0.sentence) })
    }

    private var head: [String] {
        let time = Wording.time(findings.time)
        let count = findings.findings.count
        let opening =
            "\(decision.arbiter), whom the annex lists as arbiter, decides on \(count) "
            + "\(count == 1 ? "claim" : "claims") as at \(time). "
        return [
            "# Award in the matter " + safe(record.matter.text), "",
            safe(opening + evidence), "",
            "- Parties: " + safe(parties),
            "- Agreement: " + safe("\(record.agreementTitle), \(record.agreement)"),
            "- Annex: " + safe(record.annex.text),
            "- Bundle: "
                + safe(
                    "\(record.bundleDigest), \(record.presentCount) of \(record.highestNumber) exhibits"
                ),
            "- Claims: "
                + safe(
                    "\(findings.claims), "
                        + (decision.areClaimsOwn
                            ? "those of the bundle" : "other than those of the bundle")),
            "- Finding: " + safe(decision.finding.text),
            "- Archive: " + safe("\(record.archive), \(record.treeSize) entries"),
        ]
            + findings.documents.map {
                "- " + safe("\($0.name) is \(names.exhibitLabel($0.digest))")
            } + [""]
    }

    private var evidence: String {
        decision.isAuthentic
            ? "All evidence holds under the agreement and the annex that the arbiter accepts."
            : "THE EVIDENCE IS NOT AUTHENTIC, and the arbiter decides all the same: it is "
                + "\(record.status.rawValue). \(record.sentence)"
    }

    private var parties: String {
        let claimants = findings.findings.map(\.claimant)
        return Set(claimants).sorted().map { party in
            let own = findings.findings.filter { $0.claimant == party }.map(\.claim)
            return "\(party) (claims \(own.joined(separator: ", ")))"
        }.joined(separator: ", ")
    }

    private func claim(_ finding: Finding) -> [String] {
        var lines = [
            "## Claim \(safe(finding.claim)) of \(safe(finding.claimant.text))", "",
            safe(finding.statement), "",
            safe(names.plain(finding.sentence) + "."), "",
            "Finding: **\(finding.value.rawValue)**. " + safe(names.plain(finding.reason)), "",
        ]
        if let proven = finding.provenSupremum {
            let possible = finding.possibleSupremum.map { ", possible up to \($0)" } ?? ""
            lines += ["Proven up to \(safe(proven.text))\(safe(possible)).", ""]
        }
        for burden in finding.burdens {
            lines += ["Burden of proof: " + safe(names.plain(burden)) + ".", ""]
        }
        let articles = ArticleTitles(finding.derivation).named(finding.articles)
        if !articles.isEmpty {
            lines += ["Articles: " + safe(articles.joined(separator: ", ")) + ".", ""]
        }
        if !finding.exhibits.isEmpty {
            let exhibits = finding.exhibits.map(names.label).joined(separator: ", ")
            lines += ["Exhibits: " + safe(exhibits) + ".", ""]
        }
        return lines + ["Disposition: " + disposition(finding), ""]
    }

    // Spec: award-2
    private func disposition(_ finding: Finding) -> String {
        switch finding.value {
        case .proven: "**granted**."
        case .refuted: "**dismissed**."
        case .undetermined:
            "**dismissed** (burden \(safe(finding.claimant.text))). That is no finding that it is not so."
        }
    }

    private func section(_ title: String, _ items: [String]) -> [String] {
        items.isEmpty ? [] : ["## \(title)", ""] + items.map { "- " + safe($0) } + [""]
    }

    private func safe(_ text: String) -> String { Markdown.escape(text) }
}

/// Text of the evidence inside Markdown.
enum Markdown {
    private static let obeyed = Set("\\`*_[]<>&~|#!{}".unicodeScalars)

    /// `text` as one line, in which nothing is obeyed by Markdown or by the HTML in it, and nothing hidden.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in Shown.text(text).unicodeScalars {
            if obeyed.contains(scalar) { escaped += "\\" }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }
}
