// Where the finding that was handed in is not the one that judging gives, for page, terminal and JSON. What the bundle says is shown
// beside what was found, and never in its place.

import EvidenceValues

extension FindingDifference {
    /// `C1, proven_supremum`, or what differs of the whole.
    var place: String { claim.map { "\($0), \(member)" } ?? member }

    /// Spec: report-22
    var json: JSONValue {
        .object([
            "claim": .optional(claim), "member": .string(member), "stated": .optional(stated),
            "found": .optional(found),
        ])
    }
}

extension Page {
    /// What the bundle says of the claims and judging does not give; nothing where both agree.
    var differencesSection: HTML {
        let differences = record.findingDifferences
        guard !differences.isEmpty else { return .empty }
        let rows = differences.map { difference in
            """
            <tr><td><code>\(difference.place)</code></td><td>\(said(difference.stated ?? "–"))</td>\
            <td>\(said(difference.found ?? "–"))</td></tr>
            """ as HTML
        }
        let titles = [words("Where"), words("In the bundle"), words("Found here")]
        return """
            <section id="differences" aria-labelledby="differences-title">
            <h2 id="differences-title">\(words("The finding in the bundle is another"))</h2>
            <p>\(words("The bundle holds a finding that judging its evidence does not give. What was found here counts."))</p>
            \(table(words("Differences"), titles, rows))
            </section>
            """
    }
}

extension TerminalReport {
    /// The same as lines.
    var differences: [String] {
        record.findingDifferences.map { difference in
            "\(difference.place): the bundle says \(difference.stated ?? "nothing"), found is "
                + (difference.found ?? "nothing")
        }
    }
}
