// What was sealed and what a key opened, as JSON (docs/formats/report.md, report-30, report-31).

internal import EvidenceValues

/// Sealing and opening.
enum DisclosureJSON {
    // Spec: report-30
    static func sealing(_ sealing: SealingRecord) -> JSONValue {
        .object([
            "recipients": .array(
                sealing.recipients.map {
                    .object([
                        "certificate": ReportJSON.digest($0.certificate),
                        "subject": .string($0.subject),
                    ])
                })
        ])
    }

    // Spec: report-31
    static func opening(_ opening: OpeningRecord) -> JSONValue {
        .object([
            "certificate": ReportJSON.digest(opening.certificate),
            "subject": .string(opening.subject),
            "exhibits": .array(opening.exhibits.map { ReportJSON.position($0.value) }),
            "plaintexts": .array(
                opening.plaintexts.map {
                    .object([
                        "index": ReportJSON.position($0.index.value),
                        "encrypted": ReportJSON.position($0.encrypted.value),
                    ])
                }),
            "closed_status": .string(opening.closedStatus.rawValue),
            "changes": .array(
                opening.changes.map {
                    .object([
                        "claim": .string($0.claim), "sentence": .string($0.sentence),
                        "closed": side($0.closed), "opened": side($0.opened),
                    ])
                }),
        ])
    }

    private static func side(_ side: OpeningRecord.Side) -> JSONValue {
        .object([
            "value": .string(side.value),
            "proven_supremum": .optional(side.provenSupremum?.text),
            "possible_supremum": .optional(side.possibleSupremum?.text),
        ])
    }
}
