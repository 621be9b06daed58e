// What the verification of a receipt found, for a terminal and as canonical JSON (docs/formats/report.md, report-23).

package import EvidenceValues

/// The report as canonical JSON (RFC 8785) with a final line feed.
package func renderJSON(_ receipt: ReceiptRecord) -> [UInt8] {
    CanonicalJSON.encode(receipt.json) + [0x0A]
}

/// The report as lines of text for a terminal, ending in a line feed.
package func renderText(_ receipt: ReceiptRecord) -> String {
    TerminalReport.text(receipt.lines)
}

extension ReceiptRecord {
    // Spec: report-23
    fileprivate var json: JSONValue {
        .object([
            "message_type": .string("receipt_report"),
            "schema_version": .integer(1),
            "status": .string(status.rawValue),
            "exit_status": .integer(Int64(status.exitStatus)),
            "sentence": .string(sentence),
            "tool": .string(tool),
            "validation_time": ReportJSON.time(validationTime),
            "receipt": ReportJSON.digest(digest),
            "annex": .optional(annex?.text),
            "is_pinned": .bool(isPinned),
            "archive": .object([
                "origin": .string(archive.text),
                "tree_size": ReportJSON.position(treeSize.value),
                "root_hash": .optional(rootHash?.digest.text),
            ]),
            "index": ReportJSON.position(index.value),
            "matter": .string(matter.text),
            "number": ReportJSON.position(number.value),
            "name": .string(name.text),
            "kind": .string(kind.rawValue),
            "media_type": .string(mediaType.text),
            "digest": ReportJSON.digest(content),
            "size": ReportJSON.position(size),
            "content_was_compared": .bool(isContentCompared),
            "filer": .string(filer),
            "links": .array(
                links.map { link in
                    .object([
                        "relation": .string(link.relation.rawValue),
                        "target": ReportJSON.digest(link.target),
                    ])
                }),
            "received": ReportJSON.time(received),
            "bounds": ReportJSON.bounds(bounds),
            "witnesses": ReportJSON.witnesses(witnessing),
            "checks": ReportJSON.checks(checks),
        ])
    }

    fileprivate var lines: [String] {
        let proven =
            bounds.hi.map { ["Existed    by \(Wording.time($0)), as witnesses cosigned"] } ?? []
        let open = checks.filter { $0.outcome != .passed }
        return [
            "\(Answer(status).word.uppercased()): \(sentence)",
            "",
            "File       “\(name)”, \(size) bytes, \(content)",
            "           "
                + (isContentCompared ? "compared with the file" : "not compared with a file"),
            "Matter     \(matter) no. \(number), entry \(index) of \(treeSize) in \(archive)",
            "           \(witnessing.sentence)",
            "Received   \(Wording.time(received)), as the operator states",
        ] + proven + [
            "Filer      \(filer), as the filing names him; a receipt does not hold his signature"
        ]
            + open.map { check in
                "\(Answer(check.outcome).word.lowercased()): \(check.sentence) [\(check.code)]"
                    + (check.remedy.map { " " + $0 } ?? "")
            }
    }
}
