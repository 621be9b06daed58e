// The conclusion on a signature, a time-stamp or a file in sentences for people who know no cryptography. They say what is proven, by
// what, and what is missing; the checks have the rest.

import EvidenceValues

/// The conclusion on one signature.
enum SignatureSentence {
    static func of(_ record: SignatureRecord, policy: ValidationPolicy) -> String {
        let name = record.signer?.text ?? (record.path.first ?? subject(record))
        switch record.indication {
        case .totalPassed: return passed(record, name, policy)
        case .totalFailed:
            return "The signature in the name of \(name) does not stand: \(reason(record.checks))"
        case .indeterminate:
            return "It is not decided whether the signature in the name of \(name) stands: "
                + reason(record.checks) + helpless(record.timeStamps)
        }
    }

    // Why the time-stamps that are there did not help.
    private static func helpless(_ stamps: [TimeStampRecord]) -> String {
        guard let stamp = stamps.first(where: { $0.indication != .totalPassed }) else { return "" }
        return " Its time-stamp of \(stamp.time) does not help: \(reason(stamp.checks))"
    }

    private static func subject(_ record: SignatureRecord) -> String {
        record.subject.isEmpty ? "an unknown signer" : record.subject
    }

    private static func passed(
        _ record: SignatureRecord, _ name: String, _ policy: ValidationPolicy
    ) -> String {
        guard let time = record.bestSignatureTime else {
            return "The document was signed by \(name), whose certificate is valid on "
                + "\(policy.validationTime); nothing shows that it was revoked."
        }
        let sentence =
            "The document was signed by \(name), whose certificate was valid then; a time-stamp proves "
            + "that the signature existed on \(time); "
        if let revoked = record.revocation.compactMap(\.revocationDate).min() {
            let whose = record.revocation.contains {
                $0.revocationDate == revoked && $0.certificate == record.certificate
            }
            return sentence + (whose ? "the" : "an authority's")
                + " certificate was revoked on \(revoked), which is later."
        }
        return sentence + "nothing shows that the certificate was revoked before."
    }

    /// The sentence of the check that decided.
    static func reason(_ checks: [Check]) -> String {
        (checks.first { $0.outcome == .failed } ?? checks.first { $0.outcome == .indeterminate })?
            .sentence ?? "no reason is known."
    }
}

/// The conclusion on one time-stamp.
enum TimeStampSentence {
    static func of(_ record: TimeStampRecord) -> String {
        let name = record.authority?.text ?? record.path.first ?? record.subject
        switch record.indication {
        case .totalPassed:
            return "The bytes existed on \(record.time) by the time-stamp of \(name)."
        case .totalFailed:
            return "The time-stamp proves nothing: \(SignatureSentence.reason(record.checks))"
        case .indeterminate:
            return "It is not decided what the time-stamp proves: "
                + SignatureSentence.reason(record.checks)
        }
    }
}

/// The conclusion on a file with signatures.
enum FileSentence {
    static func of(_ signatures: [SignatureRecord]) -> String {
        guard signatures.count > 1 else { return signatures.first?.sentence ?? "" }
        let passed = signatures.filter { $0.indication == .totalPassed }.count
        return "The file has \(signatures.count) signatures, of which \(passed) stand. "
            + signatures.map(\.sentence).joined(separator: " ")
    }
}
