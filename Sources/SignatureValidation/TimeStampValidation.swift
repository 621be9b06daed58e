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
            skew: policy.skew)
        switch verification {
        case .failed(let failure):
            (party, signer, mustExistBefore, conditionReason) = (nil, nil, nil, nil)
            checks = [TimeStampValidation.check(failure, subject: subject)]
        case .valid(let signer):
            self.signer = signer
            let trace = TimeStampValidation.trace(signer, token, material, policy, subject)
            party = trace.party
            let status = TimeStampValidation.revocation(
                trace.path, interval: interval, material, policy)
            let approval = TimeStampValidation.algorithms(
                token, signer, interval: interval, policy, subject: subject)
            let expiry = TimeStampValidation.expiry(of: trace.path, policy)
            let conditions: [(before: Instant?, reason: SubIndication)] = [
                (status.condition, .revokedNoPOE),
                (approval.condition, .cryptoConstraintsFailureNoPOE), (expiry, .outOfBoundsNoPOE),
            ]
            let first = conditions.compactMap(\.before).min()
            mustExistBefore = first
            conditionReason =
                first == nil ? nil : conditions.first { $0.before == first }?.reason
            checks = [trace.check] + status.checks + [approval.check]
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

    private static func trace(
        _ signer: ParsedCertificate, _ token: TimeStampToken, _ material: ValidationMaterial,
        _ policy: ValidationPolicy, _ subject: String
    ) -> (party: PartyID?, path: [ParsedCertificate], check: Check) {
        let candidates = material.candidates.adding(token.cms.certificates)
        let result = buildPath(
            of: signer, authorities: policy.trust.authorities, candidates: candidates,
            at: token.genTime)
        guard case .path(let path) = result,
            let authority = policy.trust.authorities.first(where: {
                $0.derBytes == path.anchor.derBytes
            })
        else {
            let check = Check(
                "TST.UNTRUSTED", .indeterminate, .noCertificateChainFound, subject: subject,
                "The time-stamp is by \(signer.displayName), who is no time-stamping authority of the "
                    + "annex; it proves no time.")
            return (nil, [signer], check)
        }
        let check = Check(
            "TST.SIGNATURE", .passed, subject: subject,
            "The time-stamp of \(token.genTime) is signed by \(authority.party), an authority of the "
                + "annex.")
        return (authority.party, path.certificates, check)
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
            case .signature(.badSignature), .signature(.hashMismatch):
                ("TST.SIGNATURE", .failed, .sigCryptoFailure, "is not signed as it says")
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
    // The first expiry on the path, the certificate that the annex names left out, if it has come. A certificate is valid until the
    // end of the second that it names.
    private static func expiry(
        of path: [ParsedCertificate], _ policy: ValidationPolicy
    ) -> Instant? {
        path.dropLast().map { $0.notAfter.advanced(by: TimeSpan(seconds: 1)) }.min()
            .flatMap { $0 <= policy.validationTime ? $0 : nil }
    }

    // Bad news counts from any list of the issuer; a revocation after the token's time becomes a condition.
    private static func revocation(
        _ path: [ParsedCertificate], interval: Interval, _ material: ValidationMaterial,
        _ policy: ValidationPolicy
    ) -> (checks: [Check], condition: Instant?) {
        var checks: [Check] = []
        var condition: Instant?
        for (certificate, issuer) in links(path, policy) {
            let status = RevocationStatus(
                of: certificate, issuer: issuer, material: material, policy: policy)
            let subject = certificate.digest.text
            guard let revokedFrom = status.revokedFrom else {
                if status.good.isEmpty {
                    checks.append(
                        Check(
                            "REV.NONE_FOUND", .warning, subject: subject,
                            "No revocation list speaks of \(certificate.displayName); the annex "
                                + "vouches for the authority."))
                }
                continue
            }
            switch interval.isBefore(revokedFrom, skew: policy.skew) {
            case .certain: condition = min(condition ?? revokedFrom, revokedFrom)
            case .contrary:
                checks.append(
                    Check(
                        "TST.AFTER_REVOCATION", .failed, .revoked, subject: subject,
                        "The authority's certificate was revoked at \(revokedFrom), before the time "
                            + "that the time-stamp states."))
            case .possible:
                checks.append(
                    Check(
                        "REV.REVOKED_NO_POE", .indeterminate, .revokedNoPOE, subject: subject,
                        "The authority's certificate was revoked at \(revokedFrom), about the time "
                            + "that the time-stamp states."))
            }
        }
        return (checks, condition)
    }

    // The path's links; for an authority pinned by its own certificate, its issuer if that is an anchor.
    private static func links(
        _ path: [ParsedCertificate], _ policy: ValidationPolicy
    ) -> [(ParsedCertificate, ParsedCertificate)] {
        guard let last = path.last else { return [] }
        var links = Array(zip(path, path.dropFirst()))
        for anchor in policy.trust.anchors {
            guard let issuer = try? ParsedCertificate(der: anchor.derBytes),
                issuer.subjectDER == last.issuerDER, issuer.digest != last.digest
            else { continue }
            links.append((last, issuer))
        }
        return links
    }

    private static func algorithms(
        _ token: TimeStampToken, _ signer: ParsedCertificate, interval: Interval,
        _ policy: ValidationPolicy, subject: String
    ) -> (check: Check, condition: Instant?) {
        let names =
            token.signer.algorithmNames(certificate: signer) + [token.imprintAlgorithm.rawValue]
        let check = checkAlgorithms(names, bounds: interval, policy: policy, subject: subject)
        let ends = names.compactMap { name -> Instant? in
            guard
                case .approved(let until) = policy.algorithms.approval(of: name)
            else { return nil }
            return until
        }
        let past = ends.filter { $0 <= policy.validationTime }
        return (check, past.min())
    }
}
