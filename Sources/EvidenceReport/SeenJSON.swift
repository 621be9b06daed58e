// What the page draws and lists beyond the records, as JSON: what stands out in time, what the findings say of keys, the procedure, what
// is open, and the map of the evidence (docs/formats/report.md, report-32 to report-35).

import Agreements
import EvidenceValues

/// The drawings' content as JSON values.
enum SeenJSON {
    /// The members of the report.
    static func members(_ record: VerificationRecord, _ findings: Findings?) -> [String: JSONValue]
    {
        let open = OpenQuestions(findings)
        let found = open.found
        let names = ExhibitNames(record)
        return [
            "timeline": .object([
                "moments": .array(found.moments.map(moment)),
                "standing_out": .array(
                    Lookout(record: record, found: found).all.map { conspicuous($0, names) }),
            ]),
            "procedure": procedure(found),
            "open_questions": .array(openQuestions(open)),
            "evidence_map": .array(map(EvidenceMap(findings))),
        ]
    }

    // Spec: report-32
    private static func moment(_ moment: FoundTimes.Moment) -> JSONValue {
        .object([
            "time": ReportJSON.time(moment.time), "key": ReportJSON.digest(moment.key),
            "statement": .string(moment.statement), "sentence": .string(moment.sentence),
            "article": .optional(moment.article),
        ])
    }

    private static func conspicuous(_ item: Conspicuous, _ names: ExhibitNames) -> JSONValue {
        .object([
            "kind": .string(item.kind.rawValue), "sentence": .string(item.text(names)),
            "earlier": ReportJSON.time(item.earlier), "later": ReportJSON.time(item.later),
            "exhibits": positions(item.exhibits), "key": .optional(item.key?.text),
        ])
    }

    // Spec: report-33
    private static func procedure(_ found: FoundTimes) -> JSONValue {
        .object([
            "stages": .strings(found.stages),
            "closing": .optional(found.closing?.text),
            "deadlines": .array(found.deadlines.map(deadline)),
        ])
    }

    private static func deadline(_ deadline: FoundTimes.Deadline) -> JSONValue {
        .object([
            "party": .string(deadline.party), "act": .string(deadline.act),
            "time": ReportJSON.time(deadline.time), "sentence": .string(deadline.sentence),
        ])
    }

    // Spec: report-34
    private static func openQuestions(_ open: OpenQuestions) -> [JSONValue] {
        open.findings.map { finding in
            let ways = finding.missing.map { way in
                JSONValue.object([
                    "settles": .string(way.settles.rawValue),
                    "evidence": .array(way.evidence.map { evidence($0, open) }),
                ])
            }
            return .object([
                "claim": .string(finding.claim), "claimant": .string(finding.claimant.text),
                "ways": .array(ways), "open": .array(finding.open.map { evidence($0, open) }),
                "until": .optional(open.closing?.text), "is_closed": .bool(open.isClosed),
            ])
        }
    }

    private static func evidence(_ evidence: MissingEvidence, _ open: OpenQuestions) -> JSONValue {
        .object([
            "statement": .string(evidence.statement), "sentence": .string(evidence.sentence),
            "producers": .array(
                open.producers(of: evidence).map { producer in
                    .object([
                        "name": .string(producer.name),
                        "deadlines": .array(producer.deadlines.map(deadline)),
                    ])
                }),
        ])
    }

    // Spec: report-35
    private static func map(_ map: EvidenceMap) -> [JSONValue] {
        map.findings.map { finding in
            let cells = (map.cells[finding.claim] ?? [:]).sorted { $0.key < $1.key }
            return .object([
                "claim": .string(finding.claim), "value": .string(finding.value.rawValue),
                "exhibits": .array(
                    cells.map { index, cell in
                        .object([
                            "index": ReportJSON.position(index.value),
                            "roles": .strings(cell.roles.map(\.rawValue).sorted()),
                            "articles": .strings(cell.articles.sorted()),
                        ])
                    }),
            ])
        }
    }

    private static func positions(_ indexes: [LeafIndex]) -> JSONValue {
        .array(indexes.map { ReportJSON.position($0.value) })
    }
}
