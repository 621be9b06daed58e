// The report as canonical JSON (docs/formats/report.md): the truth of which page and text are renderings. Digests, times, amounts
// and positions in the log are strings or whole numbers; nothing is left out, so that JSON only grows.

package import Agreements
package import EvidenceValues

/// The report as canonical JSON (RFC 8785) with a final line feed.
package func renderJSON(_ record: VerificationRecord, _ findings: Findings?) -> [UInt8] {
    var members = ReportJSON.record(record)
    members.merge(SeenJSON.members(record, findings)) { first, _ in first }
    members["findings"] = findings?.json ?? .null
    members["documents"] = ReportJSON.documents(findings?.documents ?? [], ExhibitNames(record))
    return CanonicalJSON.encode(.object(members)) + [0x0A]
}

/// The records of a verification as JSON values.
enum ReportJSON {
    // Spec: report-3
    static func record(_ record: VerificationRecord) -> [String: JSONValue] {
        [
            "message_type": .string("verification_report"),
            "schema_version": .integer(1),
            "status": .string(record.status.rawValue),
            "exit_status": .integer(Int64(record.status.exitStatus)),
            "sentence": .string(record.sentence),
            "tool": .string(record.tool),
            "validation_time": time(record.validationTime),
            "matter": .string(record.matter.text),
            "bundle": .object([
                "digest": digest(record.bundleDigest), "size": .integer(Int64(record.bundleSize)),
            ]),
            "agreement": .object([
                "digest": digest(record.agreement), "title": .string(record.agreementTitle),
                "is_pinned": .bool(record.agreementIsPinned),
            ]),
            "annex": .object([
                "digest": digest(record.annex), "is_pinned": .bool(record.annexIsPinned),
            ]),
            "archive": .object([
                "origin": .string(record.archive.text),
                "tree_size": position(record.treeSize.value),
                "root_hash": digest(record.rootHash.digest),
            ]),
            "erased": .array(record.erased.map(erased)),
            "sealing": record.sealing.map(DisclosureJSON.sealing) ?? .null,
            "opening": record.opening.map(DisclosureJSON.opening) ?? .null,
            "witnesses": witnesses(record.witnessing),
            "exhibit_count": .integer(Int64(record.presentCount)),
            "highest_number": position(record.highestNumber),
            "handed_in_by": record.handedInBy.map(signature) ?? .null,
            "trusted": .strings(record.trusted),
            "exhibits": .array(record.exhibits.map(exhibit)),
            "checks": checks(record.checks),
            "revocation_status": .strings(record.revocationStatus),
            "contradictions": .strings(record.contradictions),
            "exchanges": .array(record.exchanges.map(ExchangeJSON.exchange)),
            "finding_differences": .array(record.findingDifferences.map(\.json)),
            "times": TimesJSON.times(record.times),
        ]
    }

    // Spec: report-13
    static func documents(_ documents: [Claims.DocumentName], _ names: ExhibitNames) -> JSONValue {
        .array(
            documents.map { document in
                .object([
                    "name": .string(document.name), "digest": digest(document.digest),
                    "exhibit": names.record(document.digest)
                        .map { position($0.index.value) } ?? .null,
                ])
            })
    }

    // Spec: report-14
    static func erased(_ erased: ErasedRecord) -> JSONValue {
        .object([
            "index": position(erased.index.value), "matter": .string(erased.matter.text),
            "number": position(erased.number.value), "by": .string(erased.by),
            "ground": .string(erased.ground), "record": position(erased.record.value),
        ])
    }

    // Spec: report-15
    static func witnesses(_ witnessing: WitnessingRecord) -> JSONValue {
        .object([
            "quorum": .optional(witnessing.quorum), "is_met": .bool(witnessing.isMet),
            "sentence": .string(witnessing.sentence),
            "cosigners": .array(
                witnessing.cosigners.map { cosigner in
                    .object([
                        "party": .string(cosigner.party.text), "name": .string(cosigner.name),
                        "time": time(cosigner.time),
                    ])
                }),
        ])
    }

    // Spec: report-4
    static func exhibit(_ exhibit: ExhibitRecord) -> JSONValue {
        .object([
            "index": position(exhibit.index.value),
            "matter": .string(exhibit.matter.text),
            "number": position(exhibit.number.value),
            "name": .string(exhibit.name.text),
            "kind": .string(exhibit.kind.rawValue),
            "media_type": .string(exhibit.mediaType.text),
            "size": .integer(Int64(exhibit.size)),
            "digest": digest(exhibit.digest),
            "path": .optional(exhibit.path),
            "disclosure": .string(exhibit.disclosure.rawValue),
            "filer": .optional(exhibit.filer?.text),
            "received": time(exhibit.received),
            "bounds": bounds(exhibit.bounds),
            "indication": .optional(exhibit.indication?.rawValue),
            "sub_indication": .optional(exhibit.subIndication?.rawValue),
            "signatures": .array(exhibit.signatures.map(signature)),
            "makers": .strings(exhibit.makers),
            "links": .array(
                exhibit.links.map { link in
                    .object([
                        "relation": .string(link.relation.rawValue), "target": digest(link.target),
                    ])
                }),
            "summary": .string(exhibit.summary),
            "details": .strings(exhibit.details),
            "stated": TimesJSON.stated(exhibit.stated),
            "checks": checks(exhibit.checks),
        ])
    }

    // Spec: report-5
    static func signature(_ signature: SignatureRecord) -> JSONValue {
        .object([
            "signer": .optional(signature.signer?.text),
            "subject": .string(signature.subject),
            "certificate": .optional(signature.certificate?.text),
            "signature": digest(signature.signature),
            "content": .optional(signature.content?.text),
            "level": .string(signature.level),
            "indication": .string(signature.indication.rawValue),
            "sub_indication": .optional(signature.subIndication?.rawValue),
            "claimed_time": .optional(signature.claimedTime?.text),
            "best_signature_time": .optional(signature.bestSignatureTime?.text),
            "bounds": bounds(signature.bounds),
            "path": .strings(signature.path),
            "path_certificates": .array(signature.pathCertificates.map(digest)),
            "revocation": .array(signature.revocation.map(revocation)),
            "control_time": .optional(signature.controlTime?.text),
            "makers": .strings(signature.makers),
            "sentence": .string(signature.sentence),
            "checks": checks(signature.checks),
        ])
    }

    // Spec: report-16
    static func revocation(_ revocation: RevocationRecord) -> JSONValue {
        .object([
            "form": .string(revocation.form.rawValue),
            "source": digest(revocation.source),
            "certificate": digest(revocation.certificate),
            "status": .string(revocation.status.rawValue),
            "this_update": time(revocation.thisUpdate),
            "next_update": .optional(revocation.nextUpdate?.text),
            "revocation_date": .optional(revocation.revocationDate?.text),
            "reason": .optional(revocation.reason),
            "signer": .string(revocation.signer),
        ])
    }

    // Spec: report-6
    static func checks(_ checks: [Check]) -> JSONValue {
        .array(
            checks.map { check in
                .object([
                    "code": .string(check.code),
                    "outcome": .string(check.outcome.rawValue),
                    "sub_indication": .optional(check.subIndication?.rawValue),
                    "subject": .string(check.subject),
                    "sentence": .string(check.sentence),
                    "remedy": .optional(check.remedy),
                ])
            })
    }

    static func bounds(_ interval: Interval) -> JSONValue {
        .object(["lo": .optional(interval.lo?.text), "hi": .optional(interval.hi?.text)])
    }

    static func digest(_ digest: Digest) -> JSONValue { .string(digest.text) }
    static func time(_ instant: Instant) -> JSONValue { .string(instant.text) }

    /// A position in a log; logs stay far below 2^53, and a hostile number above is written as the largest.
    static func position(_ value: UInt64) -> JSONValue { .integer(Int64(clamping: value)) }
}
