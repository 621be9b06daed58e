// A time-stamping authority's path to what the arbiter trusts, in time. What befell a certificate of the path after the token's time (a
// revocation, an expiry, the end of an algorithm) is a condition: the token counts if others prove that it existed before.

import Cryptography
import EvidenceValues

/// Before when a token must be proven to exist, and what it means if it is not.
struct TimeStampCondition {
    let before: Instant
    let reason: SubIndication
}

/// One path of a token's signer, with what is known of its certificates.
struct TimeStampTrace {
    let path: CertificationPath
    let party: PartyID
    private(set) var checks: [Check] = []
    private(set) var answers: [RevocationRecord] = []
    private var conditions: [TimeStampCondition] = []
    private let token: TimeStampToken
    private let interval: Interval
    private let policy: ValidationPolicy
    private var control: ControlTime

    /// One for each path to an authority of the annex, best first.
    static func all(
        _ signer: ParsedCertificate, _ token: TimeStampToken, interval: Interval,
        material: ValidationMaterial, policy: ValidationPolicy
    ) -> [TimeStampTrace] {
        let candidates = material.candidates.adding(token.cms.readableCertificates)
        let found = candidates.paths(
            of: signer, anchors: policy.trust.authorities.map(\.derBytes), at: token.genTime,
            purpose: .timeStamping, floor: .any)
        return found.paths.compactMap { path in
            let authority = policy.trust.authorities.first {
                $0.derBytes == path.anchor.derBytes
            }
            return authority.map { authority in
                TimeStampTrace(
                    path, authority.party, token, interval: interval,
                    TimeStampTrace.above(path, candidates, policy), material, policy)
            }
        }
    }

    // For an authority pinned by its own certificate, the path on to an anchor if there is one: its CA may have revoked it.
    private static func above(
        _ path: CertificationPath, _ candidates: CertificatePool, _ policy: ValidationPolicy
    ) -> CertificationPath? {
        let further = candidates.paths(
            of: path.anchor, anchors: policy.trust.anchors.map(\.derBytes),
            at: path.anchor.notBefore, purpose: .any, floor: .any
        ).paths.first
        return (further?.certificates.count ?? 0) > 1 ? further : nil
    }

    private init(
        _ path: CertificationPath, _ party: PartyID, _ token: TimeStampToken, interval: Interval,
        _ above: CertificationPath?, _ material: ValidationMaterial, _ policy: ValidationPolicy
    ) {
        self.path = path
        self.party = party
        self.token = token
        self.interval = interval
        self.policy = policy
        control = ControlTime(validationTime: policy.validationTime)
        // From above, for what a revoked authority says of those below counts only if it is older.
        if let above {
            goBack(above, material)
            revocation(of: above, at: 0, depth: path.certificates.count - 1, material)
        }
        for depth in path.certificates.indices.dropLast().reversed() {
            let found = (checks, answers)
            (checks, answers) = ([], [])
            revocation(of: path, at: depth, depth: depth, material)
            algorithms(at: depth, material)
            checks += found.0
            answers += found.1
        }
        expiry()
        let ends = token.algorithmNames(path.endEntity).compactMap { name -> Instant? in
            guard case .approved(let end) = policy.algorithms.approval(of: name) else { return nil }
            return end
        }
        if let end = ends.min() { require(end, .cryptoConstraintsFailureNoPOE) }
    }

    /// The first condition.
    var first: TimeStampCondition? {
        guard let first = conditions.map(\.before).min() else { return nil }
        return conditions.first { $0.before == first }
    }

    /// Whether the other proves more: a better conclusion, or a later condition.
    func isWorse(than other: TimeStampTrace) -> Bool {
        let order: [Indication] = [.totalFailed, .indeterminate, .totalPassed]
        let ranks = [self, other].map { trace in
            order.firstIndex(of: Conclusion(trace.checks).indication) ?? 0
        }
        if ranks[0] != ranks[1] { return ranks[0] < ranks[1] }
        guard let mine = first?.before else { return false }
        return other.first.map { mine < $0.before } ?? true
    }

    // Only what has come by the validation time is a condition.
    private mutating func require(_ before: Instant, _ reason: SubIndication) {
        guard before <= policy.validationTime else { return }
        conditions.append(TimeStampCondition(before: before, reason: reason))
    }

    // The certificate that the annex names is left out. A certificate is valid until the end of the second that it names.
    private mutating func expiry() {
        for certificate in path.certificates.dropLast() {
            require(
                certificate.notAfter.advanced(by: TimeSpan(seconds: 1)), .outOfBoundsNoPOE)
        }
    }

    // The answers on the certificate at `place` in `path`, as far as those above it can be relied on.
    private func weigh(
        _ path: CertificationPath, at place: Int, _ material: ValidationMaterial
    ) -> WeighedAnswers {
        let (certificate, issuer) = (path.certificates[place], path.certificates[place + 1])
        let found = revocationAnswers(
            on: certificate, issuer: issuer, path: path, material: material, policy: policy)
        return WeighedAnswers(
            found.answers, at: PathPlace(path: path, depth: place), control: control,
            question: CertificateQuestion(
                bounds: interval, moment: token.genTime, named: nil, exemptsEndEntity: false),
            context: ValidationContext(material: material, policy: policy))
    }

    // Goes back to before the authorities above the path's own were revoked.
    private mutating func goBack(_ above: CertificationPath, _ material: ValidationMaterial) {
        for place in above.certificates.indices.dropFirst().dropLast().reversed() {
            let weighed = weigh(above, at: place, material)
            guard let event = weighed.perhapsRevoked(interval, policy) else { continue }
            control.goBack(before: event.date, skew: policy.skew, reason: .revokedCANoPOE)
        }
    }

    // `place` in `path`, which is the authority's own or leads on from it; `depth` from the token's signer.
    private mutating func revocation(
        of path: CertificationPath, at place: Int, depth: Int, _ material: ValidationMaterial
    ) {
        let certificate = path.certificates[place]
        let weighed = weigh(path, at: place, material)
        let reason: SubIndication = depth == 0 ? .revokedNoPOE : .revokedCANoPOE
        guard let (perhaps, record) = weighed.perhapsRevoked(interval, policy) else {
            if let good = weighed.good.last { answers.append(good.record) }
            if weighed.good.isEmpty { checks.append(unknown(certificate)) }
            return
        }
        answers.append(record)
        control.goBack(before: perhaps, skew: policy.skew, reason: reason)
        if interval.isBefore(perhaps, skew: policy.skew) == .certain {
            require(perhaps, reason)
        } else if let sound = weighed.revoked(interval, policy),
            interval.isBefore(sound, skew: policy.skew) == .contrary
        {
            checks.append(
                Check(
                    "TST.AFTER_REVOCATION", .failed, .revoked, subject: certificate.digest.text,
                    "The authority's certificate was revoked at \(sound), before the time that the "
                        + "time-stamp states."))
        } else {
            checks.append(
                Check(
                    depth == 0 ? "REV.REVOKED_NO_POE" : "REV.CA_REVOKED_NO_POE", .indeterminate,
                    reason, subject: certificate.digest.text,
                    "The authority's certificate was revoked at \(perhaps), not provably after the "
                        + "time that the time-stamp states."))
        }
    }

    private func unknown(_ certificate: ParsedCertificate) -> Check {
        Check(
            "REV.NONE_FOUND", .warning, subject: certificate.digest.text,
            "No revocation list speaks of \(certificate.displayName); the arbiter vouches for the "
                + "authority.")
    }

    // The algorithms of the issuer's signature on a certificate below the one that the annex names. A certificate that the token holds or
    // names is as old as the token.
    private mutating func algorithms(at depth: Int, _ material: ValidationMaterial) {
        let certificate = path.certificates[depth]
        let isInside =
            depth == 0 || token.cms.certificates.contains { $0.derBytes == certificate.derBytes }
        let existence = material.existence(of: certificate.digest, policy: policy)
        let bounds = isInside ? interval : Interval(hi: max(existence, token.genTime))
        let names = certificate.algorithmNames(issuer: path.certificates[depth + 1])
        if let doubt = AlgorithmDoubt(names, bounds: bounds, policy: policy) {
            checks.append(doubt.check(subject: certificate.digest.text))
        }
        guard isInside else { return }
        for name in names {
            guard case .approved(let end?) = policy.algorithms.approval(of: name) else { continue }
            require(end, .cryptoConstraintsFailureNoPOE)
        }
    }
}

extension TimeStampToken {
    /// The algorithms of its signature and imprint, as catalogues name them.
    func algorithmNames(_ signer: ParsedCertificate) -> [String] {
        self.signer.algorithmNames(certificate: signer) + [imprintAlgorithm.rawValue]
    }
}
