// The three answers of signature validation and the reasons for the two that are not yes, in the words of
// ETSI EN 319 102-1 (§5.1.3, table 5 and 6).

/// What validation concludes (EN 319 102-1 §5.1.3).
package enum Indication: String, Sendable, Hashable {
    case totalPassed = "total-passed"
    case totalFailed = "total-failed"
    case indeterminate
}

/// Why it is not *total-passed* (EN 319 102-1 tables 5 and 6; names as there).
package enum SubIndication: String, Sendable, Hashable, CaseIterable {
    case formatFailure = "FORMAT_FAILURE"
    case hashFailure = "HASH_FAILURE"
    case sigCryptoFailure = "SIG_CRYPTO_FAILURE"
    case revoked = "REVOKED"
    case expired = "EXPIRED"
    case notYetValid = "NOT_YET_VALID"
    case sigConstraintsFailure = "SIG_CONSTRAINTS_FAILURE"
    case chainConstraintsFailure = "CHAIN_CONSTRAINTS_FAILURE"
    case certificateChainGeneralFailure = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    case noSigningCertificateFound = "NO_SIGNING_CERTIFICATE_FOUND"
    case noCertificateChainFound = "NO_CERTIFICATE_CHAIN_FOUND"
    case noCertificateChainFoundNoPOE = "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"
    case revokedNoPOE = "REVOKED_NO_POE"
    case revokedCANoPOE = "REVOKED_CA_NO_POE"
    case outOfBoundsNoPOE = "OUT_OF_BOUNDS_NO_POE"
    case outOfBoundsNotRevoked = "OUT_OF_BOUNDS_NOT_REVOKED"
    case revocationOutOfBoundsNoPOE = "REVOCATION_OUT_OF_BOUNDS_NO_POE"
    case cryptoConstraintsFailure = "CRYPTO_CONSTRAINTS_FAILURE"
    case cryptoConstraintsFailureNoPOE = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    case timestampOrderFailure = "TIMESTAMP_ORDER_FAILURE"
    case policyProcessingError = "POLICY_PROCESSING_ERROR"
    case signaturePolicyNotAvailable = "SIGNATURE_POLICY_NOT_AVAILABLE"
    case noPOE = "NO_POE"
    case signedDataNotFound = "SIGNED_DATA_NOT_FOUND"
    case tryLater = "TRY_LATER"
}

/// One thing that was looked at, and what was found: a stable code, its outcome, what it rests on, and a sentence.
package struct Check: Sendable, Hashable {
    /// What a check found.
    package enum Outcome: String, Sendable, Hashable {
        case passed, failed, indeterminate
        /// Worth knowing; changes nothing.
        case warning
    }

    /// A stable code in capitals, `AREA.REASON`, from the lists in docs/formats (background/evidence.md §7.4).
    package let code: String
    package let outcome: Outcome
    /// The sub-indication that a failed or indeterminate check leads to.
    package let subIndication: SubIndication?
    /// The file, exhibit or certificate that was checked; a path of the bundle or a digest.
    package let subject: String
    /// One sentence a lawyer understands.
    package let sentence: String

    package init(
        _ code: String, _ outcome: Outcome, _ subIndication: SubIndication? = nil, subject: String,
        _ sentence: String
    ) {
        self.code = code
        self.outcome = outcome
        self.subIndication = subIndication
        self.subject = subject
        self.sentence = sentence
    }
}
