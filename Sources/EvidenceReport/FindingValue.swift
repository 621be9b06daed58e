// Findings within the report's JSON (docs/formats/report.md, report-7).

import Agreements
import EvidenceValues

extension ReportJSON {
    // Spec: report-7
    static func findings(_ findings: Findings) -> JSONValue {
        .object([
            "matter": .string(findings.matter.text),
            "agreement": digest(findings.agreement),
            "annex": digest(findings.annex),
            "claims": digest(findings.claims),
            "time": time(findings.time),
            "findings": .array(findings.findings.map(finding)),
            "misconduct": .array(findings.misconduct.map(derivation)),
        ])
    }

    private static func finding(_ finding: Finding) -> JSONValue {
        .object([
            "claim": .string(finding.claim),
            "claimant": .string(finding.claimant.text),
            "statement": .string(finding.statement),
            "sentence": .string(finding.sentence),
            "value": .string(finding.value.rawValue),
            "reason": .string(finding.reason),
            "proven_supremum": .optional(finding.provenSupremum?.text),
            "possible_supremum": .optional(finding.possibleSupremum?.text),
            "burdens": .strings(finding.burdens),
            "articles": .strings(finding.articles),
            "exhibits": exhibits(finding.exhibits),
            "derivation": derivation(finding.derivation),
            "missing": .array(
                finding.missing.map { missing in
                    .object([
                        "statement": .string(missing.statement),
                        "sentence": .string(missing.sentence),
                        "producers": .strings(missing.producers),
                    ])
                }),
        ])
    }

    private static func derivation(_ step: Derivation) -> JSONValue {
        .object([
            "statement": .string(step.statement),
            "sentence": .string(step.sentence),
            "standing": .string(step.standing.rawValue),
            "basis": .string(step.basis.rawValue),
            "article": .optional(step.article),
            "article_title": .optional(step.articleTitle),
            "burden": .optional(step.burden),
            "exhibits": exhibits(step.exhibits),
            "reason": .optional(step.reason),
            "steps": .array(step.steps.map(derivation)),
        ])
    }

    private static func exhibits(_ indexes: [LeafIndex]) -> JSONValue {
        .array(indexes.map { position($0.value) })
    }
}
