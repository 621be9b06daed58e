// A finding as bytes: canonical JSON, a function of the finding alone, so that two arbiters can compare theirs with `cmp`
// (docs/formats/finding.md).

package import EvidenceValues

/// The bytes of `finding.json`, with a final line feed.
package func findingJSON(_ findings: Findings) -> [UInt8] {
    CanonicalJSON.encode(findings.json) + [0x0A]
}

extension Findings {
    /// The findings as a JSON value.
    package var json: JSONValue {
        .object([
            "format": .string("docket-finding/v1"),
            "matter": .string(matter.text),
            "agreement": .string(agreement.text),
            "annex": .string(annex.text),
            "claims": .string(claims.text),
            "time": .string(time.text),
            "documents": .array(
                documents.map {
                    .object(["name": .string($0.name), "digest": .string($0.digest.text)])
                }),
            "findings": .array(findings.map(\.json)),
            "misconduct": .array(misconduct.map(\.json)),
            "contradictions": .strings(contradictions),
            "ignored": .strings(ignored),
        ])
    }
}

extension Finding {
    /// The finding as a JSON value; members that say nothing are left out.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "claim": .string(claim),
            "claimant": .string(claimant.text),
            "statement": .string(statement),
            "sentence": .string(sentence),
            "value": .string(value.rawValue),
            "reason": .string(reason),
            "burdens": .strings(burdens),
            "articles": .strings(articles),
            "exhibits": .indexes(exhibits),
            "derivation": derivation.json,
            "missing": .array(missing.map(\.json)),
        ]
        if isMissingCut { members["missing_cut"] = .bool(true) }
        if !open.isEmpty { members["open"] = .array(open.map(\.json)) }
        if let provenSupremum { members["proven_supremum"] = .string(provenSupremum.text) }
        if let possibleSupremum { members["possible_supremum"] = .string(possibleSupremum.text) }
        return .object(members)
    }
}

extension Derivation {
    /// The derivation as a JSON value; members that say nothing are left out. Its depth is bounded by the judge.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "statement": .string(statement),
            "sentence": .string(sentence),
            "standing": .string(standing.rawValue),
            "basis": .string(basis.rawValue),
        ]
        if let article { members["article"] = .string(article) }
        if let articleTitle { members["article_title"] = .string(articleTitle) }
        if let burden { members["burden"] = .string(burden) }
        if let reason { members["reason"] = .string(reason) }
        if !exhibits.isEmpty { members["exhibits"] = .indexes(exhibits) }
        if !steps.isEmpty { members["steps"] = .array(steps.map(\.json)) }
        return .object(members)
    }
}

extension Settlement {
    /// The way to settle a claim as a JSON value.
    package var json: JSONValue {
        .object([
            "settles": .string(settles.rawValue), "evidence": .array(evidence.map(\.json)),
        ])
    }
}

extension MissingEvidence {
    /// The missing evidence as a JSON value.
    package var json: JSONValue {
        .object([
            "statement": .string(statement),
            "sentence": .string(sentence),
            "producers": .strings(producers),
        ])
    }
}

extension JSONValue {
    // An index beyond 2^63 - 1 cannot come from a log; it is written as its largest neighbour rather than trapping.
    fileprivate static func indexes(_ indexes: [LeafIndex]) -> JSONValue {
        .array(indexes.map { .integer(Int64(clamping: $0.value)) })
    }
}
