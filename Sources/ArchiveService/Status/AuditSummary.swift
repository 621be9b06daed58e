// What a list says of an audit: the first lines of its report (docs/formats/audit.md).

import EvidenceValues
import ServiceInterface

/// A report in a few values.
struct AuditSummary: Sendable {
    let json: JSONValue

    /// Nil if the bytes are no report.
    init?(_ report: [UInt8], index: LeafIndex) {
        guard case .object(let members)? = try? JSONValue(parsing: report),
            members["format"] == .string("docket-audit/v1"),
            case .array(let faults)? = members["faults"],
            case .object(let omitted)? = members["omitted"]
        else { return nil }
        let more = omitted.values.reduce(Int64(0)) { sum, value in
            if case .integer(let count) = value {
                sum.addingReportingOverflow(count).partialValue
            } else {
                sum
            }
        }
        var summary: [String: JSONValue] = [
            "index": .integer(Int64(clamping: index.value)),
            "fault_count": .integer(Int64(faults.count).addingReportingOverflow(more).partialValue),
        ]
        for key in ["time", "reach", "is_clean", "is_complete", "tree_size"] {
            guard let value = members[key] else { return nil }
            summary[key] = value
        }
        json = .object(summary)
    }
}
