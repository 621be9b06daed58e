// The report as JSON (docs/formats/audit.md): what `docket audit --json` prints, and, with fewer faults, what is filed.

package import EvidenceValues

extension AuditReport {
    /// Faults in the report that is filed, at most: it must be small enough to travel with its entry.
    package static let filedFaults = 100

    /// The report that is filed: canonical JSON, a function of the archive, the last audit's state and the time.
    package var filed: [UInt8] { CanonicalJSON.encode(.object(members(faults: Self.filedFaults))) }

    /// All of it, and what the evidence is worth, if that was asked for.
    package var json: [String: JSONValue] {
        var members = members(faults: faults.count)
        if let parties { members["parties"] = parties.json }
        guard !evidence.isEmpty else { return members }
        members["evidence"] = .array(
            evidence.map { check in
                .object([
                    "code": .string(check.code), "outcome": .string(check.outcome.rawValue),
                    "subject": .string(check.subject), "sentence": .string(check.sentence),
                ])
            })
        return members
    }

    // Spec: audit-2
    private func members(faults count: Int) -> [String: JSONValue] {
        var omitted = self.omitted
        for fault in faults.dropFirst(count) { omitted[fault.code, default: 0] += 1 }
        return [
            "format": .string("docket-audit/v1"),
            "archive": .string(origin.text),
            "reach": .string(reach.description),
            "time": .string(time.text),
            "is_clean": .bool(isClean),
            "is_complete": .bool(isComplete),
            "tree_size": .integer(Int64(clamping: size.value)),
            "root_hash": .string(root.description),
            "new_since": .integer(Int64(clamping: since.value)),
            "coverage": .object(coverage.json),
            "passed": .strings(passed.map(\.code.rawValue)),
            "faults": .array(faults.prefix(count).map(\.json)),
            "omitted": .object(
                Dictionary(
                    omitted.map { ($0.key.rawValue, .integer(Int64($0.value))) },
                    uniquingKeysWith: { first, _ in first })),
            "erased": .array(
                erasures.prefix(count).map { erasure in
                    .object([
                        "index": .integer(Int64(clamping: erasure.index.value)),
                        "record": .integer(Int64(clamping: erasure.record.value)),
                        "ground": .string(erasure.ground),
                    ])
                }),
        ]
    }
}

extension AuditCoverage {
    /// Numbers by name.
    package var numbers: [(name: String, value: UInt64)] {
        [
            ("entries", entries), ("filings", filings), ("tiles", tiles),
            ("checkpoints", checkpoints), ("notes", notes), ("receipts", receipts),
            ("contents", contents), ("blobs", blobs), ("bytes", bytes), ("erased", erased),
            ("matters", matters),
        ]
    }

    fileprivate var json: [String: JSONValue] {
        Dictionary(
            numbers.map { ($0.name, .integer(Int64(clamping: $0.value))) },
            uniquingKeysWith: { first, _ in first })
    }
}

extension Fault {
    // Spec: audit-4
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "code": .string(code.rawValue), "outcome": .string(outcome.rawValue),
            "subject": .string(place.subject), "sentence": .string(sentence),
        ]
        if let index = place.index { members["index"] = .integer(Int64(clamping: index.value)) }
        if let matter = place.matter { members["matter"] = .string(matter.text) }
        if let number = place.number {
            members["number"] = .integer(Int64(clamping: number.value))
        }
        if let file = place.file { members["file"] = .string(file) }
        if let bytes = place.bytes {
            members["bytes"] = .array([
                .integer(Int64(clamping: bytes.lowerBound)),
                .integer(Int64(clamping: bytes.upperBound)),
            ])
        }
        if let table = place.table { members["table"] = .string(table) }
        if let row = place.row { members["row"] = .integer(row) }
        if let repair { members["repair"] = .string(repair.rawValue) }
        return .object(members)
    }
}
