// A judgement for a terminal: what verification says of the evidence, the findings, and where the proceedings stand. With a hypothesis: what
// it changes, and what would be found; every such line says that it is hypothetical, so that none can be quoted as a finding.

package import Agreements
package import EvidenceValues

/// What was supposed, with what would be found.
package struct Supposition: Sendable {
    /// The exhibits that were taken away.
    package let without: Set<LeafIndex>
    /// The record of the supposed evidence; `supposed` in it are the exhibits that were added.
    package let record: VerificationRecord
    /// Nil if nothing could be judged.
    package let findings: Findings?

    package init(without: Set<LeafIndex>, record: VerificationRecord, findings: Findings?) {
        self.without = without
        self.record = record
        self.findings = findings
    }
}

/// The judgement as lines of text; with what was supposed in place of the findings, if anything was.
package func renderJudgement(
    _ record: VerificationRecord, _ findings: Findings?, supposing supposition: Supposition?
) -> String {
    let actual = TerminalReport(record: record, findings: findings)
    guard let supposition else {
        return TerminalReport.text(
            actual.status + actual.found + actual.strangers(findings) + actual.procedure(findings)
                + actual.section("Did not pass:", actual.failures))
    }
    var supposed = TerminalReport(record: supposition.record, findings: supposition.findings)
    supposed.reservation = "HYPOTHETICALLY "
    return TerminalReport.text(
        actual.status + supposition.heading(actual.names, supposed.names)
            + supposition.changes(from: findings, supposed.names) + supposed.found
            + supposed.strangers(supposition.findings) + supposed.procedure(supposition.findings)
            + actual.section("Did not pass:", actual.failures))
}

extension TerminalReport {
    /// What the claims speak of that the evidence does not: a slip, or evidence that is not there.
    fileprivate func strangers(_ findings: Findings?) -> [String] {
        section("Warning:", (findings?.strangers ?? []).map(names.plain))
    }

    /// Where the proceedings stand, if the agreement derives it.
    fileprivate func procedure(_ findings: Findings?) -> [String] {
        section(
            reservation + "Proceedings:",
            (findings?.procedure ?? []).map { names.plain($0.sentence) })
    }
}

extension Supposition {
    fileprivate func heading(_ actual: ExhibitNames, _ supposed: ExhibitNames) -> [String] {
        ["", "HYPOTHETICAL: nothing below is a finding on the evidence. It is judged"]
            + without.sorted().map { "  without \(actual.label($0))" }
            + record.supposed.sorted().map {
                "  with \(supposed.label($0)), as if it had been filed and admitted, by nobody known"
            }
    }

    fileprivate func changes(from actual: Findings?, _ names: ExhibitNames) -> [String] {
        guard let actual, let findings else { return ["", "Nothing could be judged."] }
        let changes = actual.changes(in: findings)
        guard !changes.isEmpty else { return ["", "It changes the answer to no claim."] }
        return ["", "It changes"]
            + changes.map { change in
                // Of misconduct nobody asks by a name, only by what it says.
                let isClaim = actual.findings.contains { $0.claim == change.claim }
                return "  \(isClaim ? change.claim + " " : "")\(change.before.words) → "
                    + "\(change.after.words): \(names.plain(change.sentence))"
            }
    }
}

extension FindingChange.Side {
    fileprivate var words: String {
        value.rawValue + (provenSupremum.map { " (up to \($0))" } ?? "")
    }
}
