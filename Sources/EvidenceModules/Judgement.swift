// What a module finds when it validates an exhibit.

import EvidenceValues
import SignatureValidation

/// The outcome of validating one exhibit.
struct Judgement: Sendable {
    /// Nil where there is nothing to validate.
    var conclusion: Conclusion?
    var checks: [Check] = []
    var signatures: [SignatureValidation] = []

    /// Nothing to validate.
    init() {}

    /// The outcome that follows from checks.
    init(checks: [Check]) {
        self.checks = checks
        conclusion = Conclusion(checks)
    }

    /// The outcome that follows from the checks of signatures.
    init(signatures: [SignatureValidation]) {
        self.signatures = signatures
        conclusion = Conclusion(signatures.flatMap(\.record.checks))
    }
}
