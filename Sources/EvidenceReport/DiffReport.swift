// What two bundles share, lack and contradict, for a terminal and as canonical JSON (docs/formats/diff.md). The bundles are called A and B,
// in the order in which they were given.

package import EvidenceValues

/// The comparison as canonical JSON (RFC 8785) with a final line feed.
package func renderJSON(_ comparison: ComparisonRecord) -> [UInt8] {
    CanonicalJSON.encode(comparison.json) + [0x0A]
}

/// The comparison as lines of text for a terminal, ending in a line feed.
package func renderText(_ comparison: ComparisonRecord) -> String {
    TerminalReport.text(comparison.lines)
}

extension ComparisonRecord {
    // Spec: diff-9
    fileprivate var json: JSONValue {
        .object([
            "message_type": .string("bundle_comparison"),
            "schema_version": .integer(1),
            "exit_status": .integer(Int64(exitStatus)),
            "tool": .string(tool),
            "validation_time": ReportJSON.time(validationTime),
            "first": first.json,
            "second": second.json,
            "logs": .string(logs.rawValue),
            "entries": .array(items.map(\.json)),
            "missing_numbers": .array(missing.map(ReportJSON.position)),
            "contradictions": .array(
                contradictions.map { contradiction in
                    .object([
                        "code": .string(contradiction.code),
                        "sentence": .string(contradiction.sentence),
                        "is_misconduct": .bool(contradiction.isMisconduct),
                        "remedy": .optional(ReasonCode(contradiction.code)?.remedy),
                    ])
                }),
            "answers": .array(
                answers.map { answer in
                    .object([
                        "claim": .string(answer.claim), "sentence": .string(answer.sentence),
                        "first": .string(answer.first), "second": .string(answer.second),
                    ])
                }),
        ])
    }
}

extension ComparisonRecord.Side {
    fileprivate var json: JSONValue {
        .object([
            "status": .string(status.rawValue),
            "sentence": .string(sentence),
            "bundle": ReportJSON.digest(digest),
            "matter": .string(matter.text),
            "archive": .string(archive.text),
            "agreement": ReportJSON.digest(agreement),
            "annex": ReportJSON.digest(annex),
            "claims": ReportJSON.digest(claims),
            "tree_size": ReportJSON.position(treeSize.value),
            "root_hash": .optional(rootHash?.digest.text),
            "handed_in_by": .optional(handedInBy?.text),
            "exhibit_count": .integer(Int64(presentCount)),
            "highest_number": ReportJSON.position(highestNumber),
        ])
    }

    fileprivate func lines(_ name: String) -> [String] {
        [
            "\(name)  \(Answer(status).word.uppercased()): \(sentence)",
            "   \(presentCount) of \(highestNumber) exhibits of \(matter), handed in by "
                + (handedInBy?.text ?? "nobody who is proven"),
            "   \(archive), \(treeSize) entries",
        ]
    }
}

extension ComparisonRecord.Item {
    fileprivate var json: JSONValue {
        .object([
            "matter": .string(matter.text), "number": ReportJSON.position(number.value),
            "index": ReportJSON.position(index.value), "name": .optional(name),
            "digest": .optional(digest?.text), "first": .optional(first?.rawValue),
            "second": .optional(second?.rawValue),
        ])
    }

    fileprivate var label: String {
        let place = matter.isReserved ? "\(matter) no. \(number)" : "no. \(number)"
        return place + (name.map { " “\($0)”" } ?? "")
    }

    fileprivate func line(_ content: ComparisonRecord.Content?) -> String {
        label + (content.map { $0 == .present ? "" : " (\($0.rawValue))" } ?? "")
    }
}

extension ComparisonRecord {
    /// Entries of a list that are shown; all of them are in the JSON.
    private static let maximumLines = 50

    fileprivate var lines: [String] {
        let unlike = shared.filter { $0.first != $0.second }.map { item in
            "\(item.label): \(item.first?.rawValue ?? "") in A, \(item.second?.rawValue ?? "") in B"
        }
        return first.lines("A") + second.lines("B") + ["", logsSentence]
            + ["In both: \(shared.count) entries."]
            + section("Only in A:", onlyFirst.map { $0.line($0.first) })
            + section("Only in B:", onlySecond.map { $0.line($0.second) })
            + section("Not alike in both:", unlike)
            + section(
                "In neither:", missing.isEmpty ? [] : ["numbers " + DocketRanges.text(missing)])
            + section("Contradictions:", contradictions.map(\.line))
            + section(
                "Answers that differ:",
                answers.map { "\($0.claim): \($0.first) in A, \($0.second) in B (\($0.sentence))" })
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        guard !lines.isEmpty else { return [] }
        let rest = lines.count - Self.maximumLines
        return ["", title] + lines.prefix(Self.maximumLines).map { "  " + $0 }
            + (rest > 0 ? ["  and \(rest) more"] : [])
    }

    private var logsSentence: String {
        switch logs {
        case .same: "Both show the archive's log in one state."
        case .continued:
            "It is proven that both show one log, of which one state continues the other."
        case .unproven:
            "Nothing here proves that both show one log. A proof of docket consistency "
                + "\(min(first.treeSize, second.treeSize)) \(max(first.treeSize, second.treeSize)), given "
                + "with --proof, would."
        case .forked: "The archive signed two different logs, one for each."
        case .apart: "Their logs cannot be compared: not both are of one archive that you accept."
        }
    }
}

extension ComparisonRecord.Contradiction {
    fileprivate var line: String {
        (isMisconduct ? "PROVEN MISCONDUCT of the archive: " : "") + "\(sentence) [\(code)]"
            + (ReasonCode(code)?.remedy.map { " " + $0 } ?? "")
    }
}

/// Numbers as ranges: `2, 5–7`.
enum DocketRanges {
    /// Ranges that are shown.
    private static let maximum = 20

    /// - Parameter numbers: ascending.
    static func text(_ numbers: [UInt64]) -> String {
        var ranges: [ClosedRange<UInt64>] = []
        for number in numbers {
            if let last = ranges.last, number > last.upperBound, number - last.upperBound == 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.prefix(maximum).map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
        }.joined(separator: ", ") + (ranges.count > maximum ? " …" : "")
    }
}
