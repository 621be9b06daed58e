// What `docket validate` found of one file, as one canonical JSON document (docs/formats/validation.md): everything that the record
// has, and nothing else, so the text for people is a rendering of it. The same record gives the same bytes.

package import EvidenceValues

/// The validation of one file as JSON.
package enum ValidationJSON {
    /// `message_type` of a file that was validated.
    package static let report = "validation_report"
    /// `message_type` of a file that was not.
    package static let failure = "validation_error"

    // Spec: validation-3
    /// The members of the document on a file that was validated, but for its type and version.
    package static func members(_ record: FileRecord, tool: String) -> [String: JSONValue] {
        [
            "tool": .string(tool),
            "file": .object([
                "name": .string(record.name), "size": .integer(Int64(record.size)),
                "digest": ReportJSON.digest(record.digest),
            ]),
            "kind": .string(record.kind),
            "validation_time": ReportJSON.time(record.validationTime),
            "indication": .string(record.indication.rawValue),
            "sub_indication": .optional(record.subIndication?.rawValue),
            "sentence": .string(record.sentence),
            "signatures": .array(record.signatures.map(signature)),
            "time_stamps": .array(record.timeStamps.map(timeStamp)),
            "objects": .array(record.objects.map(object)),
            "checks": ReportJSON.checks(record.checks),
        ]
    }

    // Spec: validation-12
    /// The members of the document on a file that could not be read.
    package static func members(unreadable name: String, reason: String) -> [String: JSONValue] {
        ["file": .object(["name": .string(name)]), "error": .string(reason)]
    }

    // Spec: validation-5
    static func signature(_ signature: SignatureRecord) -> JSONValue {
        .object([
            "signer": .optional(signature.signer?.text),
            "subject": .string(signature.subject),
            "certificate": .optional(signature.certificate?.text),
            "signature": ReportJSON.digest(signature.signature),
            "content": .optional(signature.content?.text),
            "level": .string(signature.level),
            "indication": .string(signature.indication.rawValue),
            "sub_indication": .optional(signature.subIndication?.rawValue),
            "claimed_time": .optional(signature.claimedTime?.text),
            "best_signature_time": .optional(signature.bestSignatureTime?.text),
            "bounds": ReportJSON.bounds(signature.bounds),
            "control_time": .optional(signature.controlTime?.text),
            "path": path(signature.path, signature.pathCertificates),
            "revocation": .array(signature.revocation.map(revocation)),
            "time_stamps": .array(signature.timeStamps.map(timeStamp)),
            "countersignatures": .array(signature.countersignatures.map(Self.signature)),
            "makers": .strings(signature.makers),
            "sentence": .string(signature.sentence),
            "checks": ReportJSON.checks(signature.checks),
        ])
    }

    // Spec: validation-6
    private static func path(_ names: [String], _ certificates: [Digest]) -> JSONValue {
        .array(
            zip(names, certificates).map { name, certificate in
                .object(["name": .string(name), "certificate": ReportJSON.digest(certificate)])
            })
    }

    // Spec: validation-7
    private static func revocation(_ answer: RevocationRecord) -> JSONValue {
        .object([
            "form": .string(answer.form.rawValue), "source": ReportJSON.digest(answer.source),
            "certificate": ReportJSON.digest(answer.certificate),
            "status": .string(answer.status.rawValue),
            "this_update": ReportJSON.time(answer.thisUpdate),
            "next_update": .optional(answer.nextUpdate?.text),
            "revocation_date": .optional(answer.revocationDate?.text),
            "reason": .optional(answer.reason), "signer": .string(answer.signer),
        ])
    }

    // Spec: validation-8
    private static func timeStamp(_ stamp: TimeStampRecord) -> JSONValue {
        .object([
            "use": .string(stamp.use.rawValue), "token": ReportJSON.digest(stamp.token),
            "time": ReportJSON.time(stamp.time),
            "accuracy_ms": .integer(stamp.accuracy.milliseconds),
            "authority": .optional(stamp.authority?.text), "subject": .string(stamp.subject),
            "path": path(stamp.path, stamp.pathCertificates),
            "revocation": .array(stamp.revocation.map(revocation)),
            "indication": .string(stamp.indication.rawValue),
            "sub_indication": .optional(stamp.subIndication?.rawValue),
            "existence": ReportJSON.time(stamp.existence), "makers": .strings(stamp.makers),
            "checks": ReportJSON.checks(stamp.checks),
        ])
    }

    // Spec: validation-9
    private static func object(_ object: ObjectRecord) -> JSONValue {
        .object([
            "kind": .string(object.kind), "digest": ReportJSON.digest(object.digest),
            "file": .optional(object.file),
            "offset": object.offset.map { .integer(Int64($0)) } ?? .null,
            "size": .integer(Int64(object.size)), "name": .string(object.name),
        ])
    }
}
