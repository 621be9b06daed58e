// What a hypothesis changes: two findings on the same claims, held against each other claim by claim. Whoever asks "what if" wants to
// know this and nothing else.

package import EvidenceValues

/// A claim, or a misconduct that nobody claimed, on which two findings differ.
package struct FindingChange: Sendable, Hashable {
    /// One side of it.
    package struct Side: Sendable, Hashable {
        package let value: FindingValue
        package let provenSupremum: Money?
        package let possibleSupremum: Money?

        package init(
            value: FindingValue, provenSupremum: Money? = nil, possibleSupremum: Money? = nil
        ) {
            self.value = value
            self.provenSupremum = provenSupremum
            self.possibleSupremum = possibleSupremum
        }

        init(_ finding: Finding) {
            self.init(
                value: finding.value, provenSupremum: finding.provenSupremum,
                possibleSupremum: finding.possibleSupremum)
        }
    }

    /// The claim's name, or the statement of the misconduct.
    package let claim: String
    /// The same in words.
    package let sentence: String
    package let before: Side
    package let after: Side

    package init(claim: String, sentence: String, before: Side, after: Side) {
        self.claim = claim
        self.sentence = sentence
        self.before = before
        self.after = after
    }
}

extension Findings {
    /// What is otherwise in `other`, findings on the same claims: in the order of the claims, then misconduct by its statement. That
    /// misconduct is not found only says that it is not proven.
    package func changes(in other: Findings) -> [FindingChange] {
        var changes: [FindingChange] = []
        for before in findings {
            guard let after = other.findings.first(where: { $0.claim == before.claim }) else {
                continue
            }
            let sides = (FindingChange.Side(before), FindingChange.Side(after))
            guard sides.0 != sides.1 else { continue }
            changes.append(
                FindingChange(
                    claim: before.claim, sentence: before.sentence, before: sides.0,
                    after: sides.1))
        }
        return changes + misconductChanges(in: other)
    }

    private func misconductChanges(in other: Findings) -> [FindingChange] {
        let proven = FindingChange.Side(value: .proven)
        let unproven = FindingChange.Side(value: .undetermined)
        let gone = Findings.misconduct(misconduct, notIn: other.misconduct).map {
            FindingChange(
                claim: $0.statement, sentence: $0.sentence, before: proven, after: unproven)
        }
        let new = Findings.misconduct(other.misconduct, notIn: misconduct).map {
            FindingChange(
                claim: $0.statement, sentence: $0.sentence, before: unproven, after: proven)
        }
        return (gone + new).sorted { $0.claim < $1.claim }
    }

    private static func misconduct(
        _ found: [Derivation], notIn other: [Derivation]
    ) -> [Derivation] {
        let known = Set(other.map(\.statement))
        return found.filter { !known.contains($0.statement) }
    }
}
