// Certificates, clocks and states of the log as JSON (docs/formats/report.md, report-38), and what documents state (report-39).

import EvidenceValues

/// The records of time as JSON values.
enum TimesJSON {
    // Spec: report-38
    static func times(_ times: TimeRecord) -> JSONValue {
        .object([
            "certificates": .array(times.certificates.map(certificate)),
            "clocks": .array(times.clocks.map(clock)),
            "checkpoints": .array(times.checkpoints.map(checkpoint)),
        ])
    }

    private static func certificate(_ certificate: CertificateRecord) -> JSONValue {
        .object([
            "digest": ReportJSON.digest(certificate.digest),
            "subject": .string(certificate.subject),
            "party": .optional(certificate.party?.text),
            "issuer": .optional(certificate.issuer?.text),
            "valid_from": ReportJSON.time(certificate.validFrom),
            "valid_until": ReportJSON.time(certificate.validUntil),
            "exhibit": ReportJSON.position(certificate.exhibit.value),
            "answers": .array(certificate.answers.map(answer)),
        ])
    }

    private static func answer(_ answer: CertificateRecord.Answer) -> JSONValue {
        .object([
            "source": ReportJSON.digest(answer.source),
            "status": .string(answer.status.rawValue),
            "this_update": ReportJSON.time(answer.thisUpdate),
            "revocation_date": .optional(answer.revocationDate?.text),
            "reason": .optional(answer.reason),
        ])
    }

    private static func clock(_ clock: ClockRecord) -> JSONValue {
        .object([
            "form": .string(clock.form.rawValue),
            "source": ReportJSON.digest(clock.source),
            "party": .optional(clock.party?.text),
            "time": ReportJSON.time(clock.time),
            "standing": .string(clock.standing.rawValue),
            "covers": .array(clock.covers.map(ReportJSON.digest)),
            "exhibit": clock.exhibit.map { ReportJSON.position($0.value) } ?? .null,
        ])
    }

    private static func checkpoint(_ checkpoint: CheckpointRecord) -> JSONValue {
        .object([
            "note": ReportJSON.digest(checkpoint.note),
            "size": ReportJSON.position(checkpoint.size.value),
            "proven_by": .optional(checkpoint.provenBy?.text),
            "exhibit": checkpoint.exhibit.map { ReportJSON.position($0.value) } ?? .null,
        ])
    }

    // Spec: report-39
    static func stated(_ stated: StatementRecord?) -> JSONValue {
        guard let stated else { return .null }
        return .object([
            "document": ReportJSON.digest(stated.document),
            "terms": .strings(stated.terms),
            "speakers": .strings(stated.speakers.map(\.text)),
        ])
    }
}
