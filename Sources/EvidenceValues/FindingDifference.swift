// Where the finding that somebody hands in is not the one that judging gives: told claim by claim, so that a reader sees at once whether
// an amount was raised or a word put differently.

/// One place at which two findings differ.
package struct FindingDifference: Sendable, Hashable {
    /// The name of the claim, or the statement of a misconduct; nil where it is about the whole.
    package var claim: String?
    /// The member of `finding.json` (docs/formats/finding.md): `value`, `proven_supremum` …; `bytes` where no member differs.
    package var member: String
    /// What the bundle says, as JSON, cut where it is long; nil where it says nothing.
    package var stated: String?
    /// What judging again gives.
    package var found: String?

    package init(claim: String?, member: String, stated: String?, found: String?) {
        self.claim = claim
        self.member = member
        self.stated = stated
        self.found = found
    }
}
