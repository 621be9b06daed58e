// What a module finds when it validates an exhibit.

import EvidenceValues
import SignatureValidation

/// The outcome of validating one exhibit.
struct Judgement: Sendable {
    /// Nil where there is nothing to validate.
    var conclusion: Conclusion?
    var checks: [Check] = []
    var signatures: [JudgedSignature] = []

    /// Nothing to validate.
    init() {}

    /// The outcome that follows from checks.
    init(checks: [Check]) {
        self.checks = checks
        conclusion = Conclusion(checks)
    }

    /// The outcome that follows from the checks of signatures.
    init(signatures: [JudgedSignature]) {
        self.signatures = signatures
        conclusion = Conclusion(signatures.flatMap(\.record.checks))
    }
}

/// A signature with what the rest of the evidence adds to its validation: who could have made it.
struct JudgedSignature: Sendable {
    let validation: SignatureValidation
    let makers: Makers
    let record: SignatureRecord
    /// How *the holder of this key signed this content* stands.
    let standing: Standing
    /// Why it is not certain.
    let reason: SubIndication?

    init(_ validation: SignatureValidation, makers: Makers) {
        self.validation = validation
        self.makers = makers
        var record = validation.record
        record.makers = makers.words
        let sharing = makers.all.filter { $0.means == .sharedKey }
        if validation.signature.isValid, !sharing.isEmpty {
            record.checks.append(
                JudgedSignature.sharedKey(sharing, subject: record.signature.text))
            let conclusion = Conclusion(record.checks)
            record.indication = conclusion.indication
            record.subIndication = conclusion.subIndication
            standing = min(validation.standing, .possible)
            reason = validation.standingReason ?? .sigConstraintsFailure
        } else {
            standing = validation.standing
            reason = validation.standingReason
        }
        self.record = record
    }

    private static func sharedKey(_ sharing: [Maker], subject: String) -> Check {
        let names = sharing.map(\.words).joined(separator: ", ")
        return Check(
            "SIG.KEY_SHARED", .indeterminate, .sigConstraintsFailure, subject: subject,
            "The signature could also have been made by \(names): it does not prove whose it is.")
    }
}
