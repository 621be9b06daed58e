// What comes out of verifying a bundle, and the reasons for which there is nothing to verify at all.

package import Agreements
package import EvidenceValues

/// Everything that the verification of a bundle found.
package struct BundleVerification: Sendable, Hashable {
    /// The status, the exhibits and all checks.
    package var record: VerificationRecord
    /// The findings on the claims at the validation time, under the bundle's agreement and annex; nil if they could not be judged.
    package var findings: Findings?

    package init(record: VerificationRecord, findings: Findings?) {
        self.record = record
        self.findings = findings
    }
}

/// The file cannot be verified because it is not, or not readably, a bundle. All else is a failed check of a record.
package enum BundleError: Error, Sendable, Hashable {
    /// It cannot be opened or read at all.
    case unreadable
    /// It is no bundle: the check's code (`CONTAINER.NOT_ZIP`, `BUNDLE.NO_TEXT` …) and the member that it is about.
    case refused(code: String, member: String?, line: Int?)

    /// The exit status that this speaks of: what is not readable could not be done (1), what is no sound bundle failed (2).
    package var exitStatus: Int32 {
        switch self {
        case .unreadable: 1
        case .refused: 2
        }
    }
}
