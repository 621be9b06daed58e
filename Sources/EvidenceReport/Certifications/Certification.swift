// Drafts of what a person may have to certify before a court or an authority, filled in from a verification (docs/certifications.md).
// A draft certifies nothing: it states what the program computed, and leaves blank what only a person can know. What the verification
// did not show stands in it as not shown; where something is provably wrong, there is no draft. Text of the evidence is escaped.

package import EvidenceValues

/// What is drafted.
package enum CertificationKind: String, Sendable, Hashable, CaseIterable {
    /// A certification under Federal Rules of Evidence 902(13) and 902(14), United States.
    case federalRules902
    /// A report on the integrity of archived data, as Article 45j of Regulation (EU) No 910/2014 wants one.
    case archiving45j
}

/// Why there is no draft.
package enum CertificationRefusal: Error, Sendable, Hashable {
    /// Something in the bundle is provably wrong.
    case failed
    /// Part of what was verified is only supposed to be on file.
    case hypothetical
}

/// The draft in Markdown: a function of the record, so that whoever repeats the verification repeats the draft.
package func renderCertification(
    _ kind: CertificationKind, _ record: VerificationRecord
) throws(CertificationRefusal) -> [UInt8] {
    guard record.status != .failed else { throw .failed }
    guard record.supposed.isEmpty else { throw .hypothetical }
    let lines =
        switch kind {
        case .federalRules902: FederalRules902(facts: CertifiedFacts(record)).lines
        case .archiving45j: Archiving45j(facts: CertifiedFacts(record)).lines
        }
    return Array(lines.map { $0 + "\n" }.joined().utf8)
}
