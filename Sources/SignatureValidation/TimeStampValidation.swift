// Validation of time-stamp tokens. The annex vouches for the authority: its very certificate, or one under the anchor it names,
// critically restricted to time-stamping, valid at the token's own time. Where a certificate of the path was revoked later or
// has expired since, or its algorithms have ended since, the token counts only if others prove that it existed before
// (`mustExistBefore`), for else whoever holds the key today could have made it (EN 319 102-1 §5.6.2). A certificate that the
// annex itself names does not expire while the annex counts: the arbiter who pins it vouches for it by name. No list on the authority
// at all is a warning too: the arbiter pinned the authority himself, and a list could only have added what he knows better.

package import Cryptography
package import EvidenceValues

/// A token with what was found about it, but for its own proof of existence.
package struct TimeStampValidation: Sendable {
    package let token: TimeStampToken
    /// The authority of the annex; nil if the token is of none.
    package let party: PartyID?
    /// The signer's certificate, if the token verifies.
    package let signer: ParsedCertificate?
    /// To the certificate that the arbiter trusts; nil if there is none.
    package let path: CertificationPath?
    /// The revocation answers that count.
    package let answers: [RevocationRecord]
    /// When the token was made by its own clock: `[genTime − accuracy, genTime + accuracy]`, the cautious reading both ways.
    package let interval: Interval
    /// The token is trusted only if it is proven to have existed before this instant; nil if no such condition.
    package let mustExistBefore: Instant?
    private let conditionReason: SubIndication?
    private let checks: [Check]

    /// Validates `token` over `content`.
    package init(
        _ token: TimeStampToken, content: SignedContent, material: ValidationMaterial,
        policy: ValidationPolicy, subject: String
    ) {
        self.token = token
        let back = TimeSpan(milliseconds: -max(0, token.accuracy.milliseconds))
        interval = Interval(lo: token.genTime.advanced(by: back), hi: token.latest)
        let verification = token.verify(
            content: content, candidates: material.certificates, at: policy.validationTime,
            skew: policy.skew, floor: .any)
        switch verification {
        case .failed(let failure):
            (party, signer, path, mustExistBefore, conditionReason) = (nil, nil, nil, nil, nil)
            answers = []
            checks = [TimeStampValidation.check(failure, subject: subject)]
        case .valid(let signer):
            self.signer = signer
            let traces = TimeStampTrace.all(
                signer, token, interval: interval, material: material, policy: policy)
            let best =
                traces.first { Conclusion($0.checks).indication == .totalPassed && $0.first == nil }
                ?? traces.max { $0.isWorse(than: $1) }
            path = best?.path
            party = best?.party
            answers = best?.answers ?? []
            (mustExistBefore, conditionReason) = (best?.first?.before, best?.first?.reason)
            let authority = TimeStampValidation.check(signer, token, party, subject: subject)
            let own = TimeStampValidation.algorithms(
                token, signer, interval: interval, policy, subject: subject)
            checks = [authority] + (best?.checks ?? []) + own
        }
    }

    /// Whether the token's time is proven, given the bounds that others prove for the token itself.
    package func isTrusted(existence: Interval, policy: ValidationPolicy) -> Bool {
        let conclusion = Conclusion(self.checks(existence: existence, policy: policy))
        return party != nil && conclusion.indication == .totalPassed
    }

    /// All checks, given the bounds that others prove for the token itself.
    package func checks(existence: Interval, policy: ValidationPolicy) -> [Check] {
        guard let mustExistBefore,
            existence.isBefore(mustExistBefore, skew: policy.skew) != .certain
        else { return checks }
        let condition = Check(
            "TST.NO_POE", .indeterminate, conditionReason, subject: checks.first?.subject ?? "",
            "Since \(mustExistBefore) the time-stamp could have been forged, and nothing else proves "
                + "that it existed before.")
        return checks + [condition]
    }

    private static func check(
        _ signer: ParsedCertificate, _ token: TimeStampToken, _ party: PartyID?, subject: String
    ) -> Check {
        guard let party else {
            return Check(
                "TST.UNTRUSTED", .indeterminate, .noCertificateChainFound, subject: subject,
                "The time-stamp is by \(signer.displayName), who is no time-stamping authority that "
                    + "the arbiter trusts; it proves no time.")
        }
        return Check(
            "TST.SIGNATURE", .passed, subject: subject,
            "The time-stamp of \(token.genTime) is signed by \(party), an authority that the arbiter "
                + "trusts.")
    }

    // The token's own: of its signature, its imprint, and the digest by which it names its certificate. For the last a second certificate
    // would have to be found that fits an honest authority's digest, which is far harder than a collision; so its end is a warning.
    private static func algorithms(
        _ token: TimeStampToken, _ signer: ParsedCertificate, interval: Interval,
        _ policy: ValidationPolicy, subject: String
    ) -> [Check] {
        let names = token.algorithmNames(signer)
        let own = checkAlgorithms(names, bounds: interval, policy: policy, subject: subject)
        return [own]
            + [
                namingCheck(
                    token.signer, code: "TST.ESS_WEAK", existence: token.genTime, policy,
                    subject: subject)
            ].compactMap(\.self)
    }

    private static func check(_ failure: TimeStampFailure, subject: String) -> Check {
        let (code, outcome, reason, words): (String, Check.Outcome, SubIndication, String) =
            switch failure {
            case .imprintMismatch:
                ("TST.IMPRINT", .failed, .hashFailure, "is over other bytes")
            case .contentNeeded:
                ("TST.IMPRINT", .indeterminate, .signedDataNotFound, "needs bytes not at hand")
            case .noCertificate:
                (
                    "TST.ESS", .indeterminate, .noSigningCertificateFound,
                    "does not come with its signer's certificate"
                )
            case .signature(.badSignature):
                ("TST.SIGNATURE", .failed, .sigCryptoFailure, "is not signed as it says")
            case .signature(.hashMismatch):
                ("TST.SIGNATURE", .failed, .hashFailure, "states something else than was signed")
            case .signature(.certificateMismatch):
                (
                    "TST.ESS", .indeterminate, .noSigningCertificateFound,
                    "names another certificate than the one that is here"
                )
            case .signature(.unsupportedAlgorithm), .signature(.weakAlgorithm):
                (
                    "CRYPTO.UNKNOWN_ALG", .indeterminate, .cryptoConstraintsFailure,
                    "is signed in a way that cannot be relied on"
                )
            case .signature:
                ("TST.ESS", .failed, .formatFailure, "lacks what a time-stamp must have")
            case .notTimeStampingCertificate:
                (
                    "TST.EKU", .indeterminate, .chainConstraintsFailure,
                    "is signed with a certificate that is not restricted to time-stamping"
                )
            case .outsideCertificateValidity:
                (
                    "TST.OUTSIDE_CERT_VALIDITY", .indeterminate, .outOfBoundsNoPOE,
                    "states a time outside the validity of its signer's certificate"
                )
            case .inTheFuture:
                ("TST.FUTURE", .failed, .notYetValid, "states a time after the validation")
            case .nonceMismatch:
                ("TST.MALFORMED", .failed, .formatFailure, "answers another query")
            }
        return Check(code, outcome, reason, subject: subject, "The time-stamp \(words).")
    }
}

extension TimeStampValidation {
    /// What was found, given the bounds that others prove for the token itself.
    package func record(
        use: TimeStampRecord.Use, existence: Interval, policy: ValidationPolicy
    ) -> TimeStampRecord {
        let checks = checks(existence: existence, policy: policy)
        let conclusion = Conclusion(checks)
        var record = TimeStampRecord(
            use: use, token: token.digest, time: token.genTime,
            accuracy: token.accuracy, indication: conclusion.indication,
            existence: policy.existence(existence))
        record.subIndication = conclusion.subIndication
        record.authority = party
        record.subject = signer?.subject ?? ""
        record.path = path?.certificates.map(\.displayName) ?? []
        record.pathCertificates = path?.certificates.map(\.digest) ?? []
        record.revocation = answers
        record.checks = checks
        return record
    }
}
