// A judgement as JSON (docs/formats/judging.md): what verification says of the evidence, the finding in its own format, and beside both what
// was supposed. Canonical, and a function of its input: two who ask the same get the same bytes.

package import Agreements
package import EvidenceValues

/// What was asked.
package struct JudgedQuestion: Sendable {
    /// The digest of the bundle; nil where there is none.
    package let bundle: Digest?
    /// The digest of the claims, and whether they are the bundle's own.
    package let claims: Digest
    package let areClaimsOwn: Bool

    package init(bundle: Digest?, claims: Digest, areClaimsOwn: Bool) {
        self.bundle = bundle
        self.claims = claims
        self.areClaimsOwn = areClaimsOwn
    }
}

/// The members of the JSON document of `docket judge`, but for its type. Spec: judging-1, judging-2, judging-9
package func judgementMembers(
    _ record: VerificationRecord, _ findings: Findings?, of question: JudgedQuestion,
    supposing supposition: Supposition?
) -> [String: JSONValue] {
    let judged = supposition?.findings ?? (supposition == nil ? findings : nil)
    let shown = supposition?.record ?? record
    var members: [String: JSONValue] = [
        "evidence": JudgementJSON.evidence(record, question),
        "exhibits": JudgementJSON.exhibits(shown),
        "findings": judged?.json ?? .null,
        "procedure": JudgementJSON.procedure(judged),
        "strangers": .strings(judged?.strangers ?? []),
    ]
    if let supposition {
        members["hypothesis"] = JudgementJSON.hypothesis(supposition, actual: findings)
    }
    return members
}

/// The members of the JSON document of `docket explain`, but for its type; nil if no claim has this name.
package func explanationMembers(
    of claim: String, _ record: VerificationRecord, _ findings: Findings,
    of question: JudgedQuestion,
    supposing supposition: Supposition?
) -> [String: JSONValue]? {
    guard let finding = findings.findings.first(where: { $0.claim == claim }) else { return nil }
    var members: [String: JSONValue] = [
        "evidence": JudgementJSON.evidence(record, question),
        "exhibits": JudgementJSON.exhibits(supposition?.record ?? record),
        "finding": finding.json,
        "documents": ReportJSON.documents(
            findings.documents, ExhibitNames(supposition?.record ?? record)),
    ]
    if let supposition {
        members["hypothesis"] = JudgementJSON.hypothesis(supposition, actual: nil)
    }
    return members
}

private enum JudgementJSON {
    static func evidence(_ record: VerificationRecord, _ question: JudgedQuestion) -> JSONValue {
        .object([
            "status": .string(record.status.rawValue),
            "exit_status": .integer(Int64(record.status.exitStatus)),
            "sentence": .string(record.sentence),
            "matter": .string(record.matter.text),
            "time": ReportJSON.time(record.validationTime),
            "agreement": ReportJSON.digest(record.agreement),
            "agreement_is_pinned": .bool(record.agreementIsPinned),
            "annex": ReportJSON.digest(record.annex),
            "annex_is_pinned": .bool(record.annexIsPinned),
            "bundle": question.bundle.map(ReportJSON.digest) ?? .null,
            "claims": ReportJSON.digest(question.claims),
            "claims_are_own": .bool(question.areClaimsOwn),
        ])
    }

    /// What the indexes in a finding stand for.
    static func exhibits(_ record: VerificationRecord) -> JSONValue {
        .array(
            record.exhibits.map { exhibit in
                .object([
                    "index": ReportJSON.position(exhibit.index.value),
                    "matter": .string(exhibit.matter.text),
                    "number": ReportJSON.position(exhibit.number.value),
                    "name": .string(exhibit.name.text),
                    "digest": ReportJSON.digest(exhibit.digest),
                    "is_supposed": .bool(record.supposed.contains(exhibit.index)),
                ])
            })
    }

    static func procedure(_ findings: Findings?) -> JSONValue {
        .array(
            (findings?.procedure ?? []).map { step in
                .object([
                    "statement": .string(step.statement), "sentence": .string(step.sentence),
                ])
            })
    }

    // Spec: judging-9
    static func hypothesis(_ supposition: Supposition, actual: Findings?) -> JSONValue {
        var members: [String: JSONValue] = [
            "without": .array(
                supposition.without.sorted().map { ReportJSON.position($0.value) }),
            "with": .array(
                supposition.record.supposed.sorted().map { ReportJSON.position($0.value) }),
        ]
        if let actual {
            members["actual"] = actual.json
            members["changes"] = .array(
                supposition.findings.map { actual.changes(in: $0).map(change) } ?? [])
        }
        return .object(members)
    }

    private static func change(_ change: FindingChange) -> JSONValue {
        .object([
            "claim": .string(change.claim), "sentence": .string(change.sentence),
            "before": side(change.before), "after": side(change.after),
        ])
    }

    private static func side(_ side: FindingChange.Side) -> JSONValue {
        .object([
            "value": .string(side.value.rawValue),
            "proven_supremum": .optional(side.provenSupremum?.text),
            "possible_supremum": .optional(side.possibleSupremum?.text),
        ])
    }
}
