// The audit in figures, as a text file for Prometheus' node exporter (textfile collector; exposition format 0.0.4). An alarm needs
// two rules: `docket_audit_clean == 0 or docket_audit_filed == 0`, and `time() - docket_audit_timestamp_seconds` above a day and a half.

import EvidenceValues

extension AuditReport {
    /// The figures of this report.
    /// - Parameters:
    ///   - seconds: how long the audit took.
    ///   - isFiled: whether the report is in the log; nil if it was not to be filed.
    package func metrics(seconds: Double, isFiled: Bool?) -> [UInt8] {
        let label = "archive=\"\(origin.text)\""
        var text = ""
        func gauge(_ name: String, _ help: String, _ values: [(labels: String, value: String)]) {
            text += "# HELP docket_\(name) \(help)\n# TYPE docket_\(name) gauge\n"
            for (labels, value) in values {
                let more = labels.isEmpty ? "" : "," + labels
                text += "docket_\(name){\(label)\(more)} \(value)\n"
            }
        }
        gauge(
            "audit_clean", "Whether the last audit found nothing wrong.",
            [("", isClean ? "1" : "0")])
        gauge(
            "audit_complete", "Whether the last audit read all that it was to read.",
            [("", isComplete ? "1" : "0")])
        if let isFiled {
            gauge(
                "audit_filed", "Whether the last report is in the log.",
                [("", isFiled ? "1" : "0")])
        }
        gauge(
            "audit_timestamp_seconds", "When the last audit began, since 1970.",
            [("", String(time.milliseconds / 1000))])
        gauge(
            "audit_duration_seconds", "How long the last audit took.",
            [("", String((seconds * 1000).rounded() / 1000))])
        gauge(
            "audit_faults", "What the last audit found wrong, by code.",
            counts(.failed).map { ("code=\"\($0.code.rawValue)\"", String($0.count)) })
        gauge(
            "audit_warnings", "What the last audit warned of, by code.",
            counts(.warning).map { ("code=\"\($0.code.rawValue)\"", String($0.count)) })
        gauge(
            "audit_read", "What the last audit read, by kind.",
            coverage.numbers.map { ("kind=\"\($0.name)\"", String($0.value)) })
        if let parties {
            gauge(
                "audit_misconduct",
                "What signed statements prove against third parties, by the agreement's word.",
                parties.figures(of: parties.misconduct, by: "kind", \.kind))
            gauge(
                "audit_misconduct_new", "How much of it was found for the first time.",
                [("", String(parties.filed.count))])
            gauge(
                "audit_party_warnings", "What else is told of third parties, by code.",
                parties.figures(of: parties.warnings, by: "code", \.code))
        }
        gauge("archive_entries", "Entries in the log.", [("", String(size.value))])
        return Array(text.utf8)
    }

    /// One number for each code, also where it is 0, so that an alarm can be set before anything is wrong.
    private func counts(_ outcome: Check.Outcome) -> [(code: FaultCode, count: Int)] {
        FaultCode.allCases.map { code in
            let kept = faults.count { $0.code == code && $0.outcome == outcome }
            return (code, kept + (outcome == .failed ? omitted[code] ?? 0 : 0))
        }
    }
}

extension PartyReport {
    /// How many of the findings there are, by a word of them; one line with 0 where there are none.
    fileprivate func figures(
        of findings: [PartyFinding], by label: String, _ word: (PartyFinding) -> String
    ) -> [(labels: String, value: String)] {
        let counts = Dictionary(grouping: findings, by: word).mapValues(\.count)
        guard !counts.isEmpty else { return [("\(label)=\"none\"", "0")] }
        return counts.sorted { $0.key < $1.key }.map {
            ("\(label)=\"\($0.key)\"", String($0.value))
        }
    }
}
