// The report for a terminal: the status, each finding with its articles and exhibits, what is missing, and what did not pass. The
// whole derivation is in the page and in the JSON. Nothing that a terminal would obey passes (see `Shown`).

package import Agreements
package import EvidenceValues

/// The report as lines of text for a terminal, ending in a line feed.
package func renderText(_ record: VerificationRecord, _ findings: Findings?) -> String {
    TerminalReport(record: record, findings: findings).text
}

/// The report as lines. A judgement (`JudgementText`) is made of the same parts.
struct TerminalReport {
    let record: VerificationRecord
    let findings: Findings?
    let names: ExhibitNames
    /// Stands before each answer: `HYPOTHETICALLY `.
    var reservation = ""

    init(record: VerificationRecord, findings: Findings?) {
        self.record = record
        self.findings = findings
        names = ExhibitNames(record)
    }

    /// All of it.
    var text: String {
        TerminalReport.text(
            status + section("The finding in the bundle is another:", differences) + found
                + section("Did not pass:", failures) + section("What would settle it:", remedies))
    }

    /// The lines, made safe to show, each with a line feed.
    static func text(_ lines: [String]) -> String {
        lines.map { Shown.text($0) + "\n" }.joined()
    }

    /// What was judged.
    var found: [String] {
        var lines: [String] = []
        lines += (findings?.documents ?? []).map { document in
            document.name + String(repeating: " ", count: max(1, 11 - document.name.count))
                + "is " + names.exhibitLabel(document.digest)
        }
        lines += (findings?.findings ?? []).flatMap { [""] + finding($0) }
        if let misconduct = findings?.misconduct, !misconduct.isEmpty {
            lines += ["", reservation + "Misconduct that nobody claimed but the evidence shows:"]
            lines += misconduct.map { "  " + names.plain($0.sentence) + cited($0) }
        }
        let contradictions = record.contradictions + (findings?.contradictions ?? [])
        lines += section("Contradictions:", contradictions.map(names.plain))
        return lines + section("Not heard:", (findings?.ignored ?? []).map(names.plain))
    }

    /// What is said of the evidence.
    var status: [String] {
        let erased = ExhibitCount(record).erased
        return [
            "\(Answer(record.status).word.uppercased()): \(record.sentence)",
            "  \(Wording.advice(record.status))",
            "",
            "Matter     \(record.matter), \(record.presentCount) of \(record.highestNumber) exhibits"
                + (erased > 0 ? " (\(erased) erased), " : ", ")
                + "verified as of \(Wording.time(record.validationTime))",
            "Agreement  \(record.agreement) (\(pinned(record.agreementIsPinned)))",
            "Annex      \(record.annex) (\(pinned(record.annexIsPinned)))",
            "Archive    \(record.archive), \(record.treeSize) entries",
            "           \(record.witnessing.sentence)",
        ]
            + record.erased.map { "Erased     " + $0.sentence(names.number($0)) }
            + disclosures
    }

    /// What not everybody sees, and what the reader's key changes about it.
    private var disclosures: [String] {
        func labels(_ disclosure: Disclosure) -> String? {
            let found = record.exhibits.filter { $0.disclosure == disclosure }
            return found.isEmpty ? nil : found.map(names.label).joined(separator: ", ")
        }
        var lines = labels(.withheld).map { ["Withheld   \($0)"] } ?? []
        if let sealing = record.sealing {
            lines += labels(.sealed).map { ["Sealed     \($0)"] } ?? []
            lines.append("           sealed, as the bundle says, to \(sealing.words)")
        }
        guard let opening = record.opening else { return lines }
        lines.append(
            "Opened     \(labels(.opened) ?? "nothing") with the key of \(opening.subject)")
        lines.append("           without the key the evidence is \(opening.closedStatus.rawValue)")
        return lines
            + opening.changes.map {
                "           \($0.claim): \($0.closed.value) without the key, \($0.opened.value) with it"
            }
    }

    private func pinned(_ isPinned: Bool) -> String {
        isPinned ? "pinned by you" : "NOT pinned, taken from the bundle"
    }

    /// Columns of a line; a terminal has at least as many, or breaks lines by itself.
    private static let width = 100

    /// `label` and `text` as indented lines that break between words.
    private func wrapped(_ label: String, _ text: String) -> [String] {
        let indent = "    " + label + String(repeating: " ", count: max(1, 11 - label.count))
        var lines: [String] = []
        var line = indent
        var isEmpty = true
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !isEmpty, line.count + 1 + word.count > Self.width {
                lines.append(line)
                line = String(repeating: " ", count: indent.count)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }

    private func finding(_ finding: Finding) -> [String] {
        let answer = Answer(finding.value)
        var lines = [
            "\(answer.sign) \(finding.claim)  \(reservation)\(answer.word.uppercased())  "
                + names.plain(finding.sentence)
        ]
        lines += wrapped("why:", names.plain(finding.reason))
        lines += finding.burdens.flatMap { wrapped("burden:", names.plain($0)) }
        if let proven = finding.provenSupremum {
            lines += wrapped("proven:", "up to \(proven)")
        }
        if let possible = finding.possibleSupremum {
            lines += wrapped("possible:", "up to \(possible)")
        }
        let articles = ArticleTitles(finding.derivation).named(finding.articles)
        if !articles.isEmpty { lines += wrapped("articles:", articles.joined(separator: ", ")) }
        if !finding.exhibits.isEmpty {
            lines += wrapped(
                "exhibits:", finding.exhibits.map(names.label).joined(separator: ", "))
        }
        return lines + missing(finding)
    }

    private func missing(_ finding: Finding) -> [String] {
        var lines: [String] = []
        for (value, label) in [(FindingValue.proven, "to prove:"), (.refuted, "to refute:")] {
            let ways = finding.missing.filter { $0.settles == value }
            for (number, way) in ways.enumerated() {
                let text = way.evidence.map(evidence).joined(separator: ", together with ")
                lines += wrapped(number == 0 ? label : "", (number == 0 ? "" : "or ") + text)
            }
        }
        lines += finding.open.flatMap { wrapped("open:", evidence($0)) }
        if finding.isMissingCut { lines += wrapped("", Wording.moreWays) }
        return lines
    }

    private func evidence(_ missing: MissingEvidence) -> String {
        names.plain(missing.sentence)
            + " (could be produced by \(Wording.alternatives(missing.producers)))"
    }

    private func cited(_ step: Derivation) -> String {
        var parts = [step.article].compactMap(\.self)
        parts += step.exhibits.map(names.label)
        return parts.isEmpty ? "" : " (" + parts.joined(separator: ", ") + ")"
    }

    /// The checks that did not pass, a line each.
    var failures: [String] {
        record.allChecks.filter { $0.outcome != .passed }.map { check in
            let reason = check.subIndication.map { ", " + $0.rawValue } ?? ""
            return "\(Answer(check.outcome).word.lowercased()): \(names.plain(check.sentence)) "
                + "[\(check.code)\(reason); \(names.plain(check.subject))]"
        }
    }

    /// A title and what stands under it; nothing where there is nothing.
    func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines.map { "  " + $0 }
    }
}
