// One certification path in time: every certificate from the anchor's child down to the end entity, each with what is known of its
// revocation, its algorithms and its existence (EN 319 102-1 §5.2.6 and §5.6.2). The path itself, its signatures and constraints, are
// the path builder's.
//
// Basic validation and past certificate validation are one walk. As long as nothing befell a certificate, good news about it must
// speak for the moment asked about; where something did, the control time goes back and everything below must be proven to be older.
// Bad news counts whenever it was issued and a hold is bad news; so more proofs of existence never make the answer worse.

import Cryptography
import EvidenceValues

/// What is asked of a path.
struct CertificateQuestion {
    /// When that was made which the end entity's key signed.
    let bounds: Interval
    /// The moment for which good news is wanted: by when the signed thing is proven to exist.
    let moment: Instant
    /// When the signed thing, which names the end entity's certificate, provably existed; nil if it does not name it.
    let named: Instant?
    /// Whether nobody need answer for the end entity (RFC 6960 §4.2.2.2.1, id-pkix-ocsp-nocheck).
    let exemptsEndEntity: Bool
}

/// A path with what is known of its certificates.
struct PathValidation {
    let path: CertificationPath
    /// Algorithms, then what is known of each certificate, end entity first.
    private(set) var checks: [Check] = []
    /// The answers that count, end entity first.
    private(set) var answers: [RevocationRecord] = []
    /// Whether the end entity is known not to have been revoked until it expired.
    private(set) var isGoodToTheEnd = false
    private var control: ControlTime
    private let question: CertificateQuestion
    private let context: ValidationContext

    /// Walks `path`, but for what it shares with `upper`, on which validation went back as far as `control`.
    init(
        _ path: CertificationPath, _ question: CertificateQuestion, _ context: ValidationContext,
        below upper: CertificationPath? = nil, control: ControlTime? = nil
    ) {
        self.path = path
        self.question = question
        self.context = context
        self.control =
            control ?? ControlTime(validationTime: context.policy.validationTime)
        var algorithms: [Check] = []
        for depth in path.certificates.indices.dropLast().reversed()
        where !(upper?.certificates.contains(path.certificates[depth]) ?? false) {
            let proof = proofDoubt(at: depth)
            algorithms.append(self.algorithms(at: depth))
            checks = [proof].compactMap(\.self) + revocation(at: depth) + checks
        }
        let worst = algorithms.last { $0.outcome != .passed } ?? algorithms.last
        checks = [worst].compactMap(\.self) + checks
    }

    /// The control time, if validation had to go back.
    var controlTime: Instant? { control.hasGoneBack ? control.instant : nil }

    private func existence(at depth: Int) -> Instant {
        let own = context.material.existence(
            of: path.certificates[depth].digest, policy: context.policy)
        return depth == 0 ? min(own, question.named ?? own) : own
    }

    // Whether a certificate is older than what befell those above it, which could have been used to make it.
    private func proofDoubt(at depth: Int) -> Check? {
        let certificate = path.certificates[depth]
        let existence = existence(at: depth)
        let expired = path.certificates[(depth + 1)...].dropLast().first {
            existence.wholeSecond > $0.notAfter
        }
        if let expired {
            return Check(
                "CERT.NO_POE", .indeterminate, .outOfBoundsNoPOE,
                subject: certificate.digest.text,
                "The certificate of the authority \(expired.displayName) expired at "
                    + "\(expired.notAfter), and nothing proves that the certificate of "
                    + "\(certificate.displayName) existed before.")
        }
        guard existence > control.lastProof else { return nil }
        return Check(
            "CERT.NO_POE", .indeterminate,
            control.missingProof(question.bounds, context.policy), subject: certificate.digest.text,
            "Nothing proves that the certificate of \(certificate.displayName) existed before "
                + "\(control.instant), since when an authority above it cannot be relied on.")
    }

    // The algorithms of the issuer's signature, which must have been approved when the certificate and what it signed existed.
    private mutating func algorithms(at depth: Int) -> Check {
        let certificate = path.certificates[depth]
        let names = certificate.algorithmNames(issuer: path.certificates[depth + 1])
        let policy = context.policy
        let existence = max(existence(at: depth), policy.existence(question.bounds))
        let check = checkAlgorithms(
            names, bounds: Interval(lo: question.bounds.lo, hi: existence), policy: policy,
            subject: certificate.digest.text)
        for name in names {
            guard case .approved(let end?) = policy.algorithms.approval(of: name) else { continue }
            control.goBack(
                before: end, skew: TimeSpan(milliseconds: 0), reason: .cryptoConstraintsFailureNoPOE
            )
        }
        return check
    }

    private mutating func revocation(at depth: Int) -> [Check] {
        let (certificate, issuer) = (path.certificates[depth], path.certificates[depth + 1])
        let (material, policy) = (context.material, context.policy)
        let found = revocationAnswers(
            on: certificate, issuer: issuer, path: path, material: material, policy: policy)
        let weighed = WeighedAnswers(
            found.answers, at: PathPlace(path: path, depth: depth), control: control,
            question: question, context: context)
        let finding = RevocationFinding(
            weighed, refused: found.refused, of: certificate, depth: depth, question: question,
            context: context)
        if let record = finding.counts { answers.insert(record, at: 0) }
        let event = weighed.perhapsRevoked(question.bounds, policy)
        if let event {
            control.goBack(
                before: event.date, skew: policy.skew,
                reason: depth == 0 ? .revokedNoPOE : .revokedCANoPOE)
        } else if control.hasGoneBack, let last = weighed.goodUntil(policy) {
            control.goBack(to: last, reason: .tryLater)
        }
        if depth == 0, event == nil, let last = weighed.goodUntil(policy) {
            isGoodToTheEnd = last >= certificate.notAfter
        }
        let refused = found.refused.sorted {
            ($0.subject, $0.code, $0.sentence) < ($1.subject, $1.code, $1.sentence)
        }
        return [finding.check] + refused
    }
}

extension ParsedCertificate {
    /// The algorithms of its issuer's signature, as catalogues name them.
    func algorithmNames(issuer: ParsedCertificate) -> [String] {
        guard let signatureAlgorithm else { return ["unknown"] }
        return [
            signatureAlgorithm.digest.rawValue,
            issuer.keyAlgorithm.name(scheme: signatureAlgorithm.scheme),
        ]
    }
}
