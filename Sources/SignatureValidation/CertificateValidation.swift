// Who a certificate says somebody is, as far as a path to an anchor of the arbiter's carries it. A path holds at the proof of
// existence, brought within the certificate's own validity: whether the certificate had expired is another question with another
// answer (EN 319 102-1 §5.6.2.1 separates them likewise), and revocation a third. Of all paths that hold the one that proves most is
// taken: passed before indeterminate before failed, and among equals the first, whatever the order of the material.

package import Cryptography
package import EvidenceValues

/// What became of tracing a certificate to an anchor.
package struct CertificateValidation: Sendable, Hashable {
    package let certificate: ParsedCertificate
    /// Nil when there is none that holds at that time.
    package let path: CertificationPath?
    /// The party whom the certificate names: its common name, or the anchor's party when it is itself an anchor. Only with a path.
    package let party: PartyID?
    /// The party of the anchor.
    package let issuer: PartyID?
    /// The path: passed, or why not.
    package let check: Check
    /// Everything that was looked at: the path, the validity, then algorithms and revocation along the path, end entity first.
    package let checks: [Check]
    /// How far past certificate validation had to go back (EN 319 102-1 §5.6.2.2); nil if it need not.
    package let controlTime: Instant?
    /// The revocation answers that count, end entity first.
    package let answers: [RevocationRecord]

    /// Traces `certificate` to an anchor for something that came into being within `bounds`. `isNamed` says that what was signed names
    /// the certificate by a digest, which is then as old as that.
    package init(
        of certificate: ParsedCertificate, bounds: Interval, purpose: PathPurpose = .signing,
        material: ValidationMaterial, policy: ValidationPolicy, isNamed: Bool = false
    ) {
        let inquiry = CertificateInquiry(
            certificate: certificate.digest, bounds: bounds, purpose: purpose, isNamed: isNamed)
        self = material.validations.validation(inquiry, policy) {
            CertificateValidation(
                tracing: certificate, bounds: bounds, purpose: purpose, material: material,
                policy: policy, isNamed: isNamed)
        }
    }

    private init(
        tracing certificate: ParsedCertificate, bounds: Interval, purpose: PathPurpose,
        material: ValidationMaterial, policy: ValidationPolicy, isNamed: Bool
    ) {
        self.certificate = certificate
        let existence = policy.existence(bounds)
        let question = CertificateQuestion(
            bounds: bounds, moment: existence, named: isNamed ? existence : nil,
            exemptsEndEntity: false)
        let anchors = policy.trust.anchors
        let instant = max(certificate.notBefore, min(existence, certificate.notAfter))
        let found = material.candidates.paths(
            of: certificate, anchors: anchors.map(\.derBytes), at: instant, purpose: purpose,
            inputs: policy.pathInputs, floor: .any)
        let context = ValidationContext(material: material, policy: policy)
        let walks = found.paths.map { PathValidation($0, question, context) }
        if let walk = CertificateValidation.best(walks) {
            path = walk.path
            let anchor = anchors.first { $0.derBytes == walk.path.anchor.derBytes }
            issuer = anchor?.party
            let isAnchor = walk.path.certificates.count == 1
            party = isAnchor ? anchor?.party : certificate.commonName.flatMap { PartyID($0) }
            (controlTime, answers) = (walk.controlTime, walk.answers)
            check = Check(
                "CERT.PATH", .passed, subject: certificate.digest.text,
                "The certificate of \(certificate.displayName) leads to "
                    + "\(walk.path.anchor.displayName), which the arbiter trusts.")
            let validity = checkValidity(
                of: certificate, bounds: bounds, policy: policy, isNotRevoked: walk.isGoodToTheEnd)
            checks = [check, validity] + walk.checks
        } else {
            (path, issuer, party, controlTime, answers) = (nil, nil, nil, nil, [])
            let failure = PathFailureReport(
                certificate: certificate, search: found, at: instant, bounds: bounds)
            check = failure.check(purpose: purpose, material: material, policy: policy)
            checks = [check, checkValidity(of: certificate, bounds: bounds, policy: policy)]
        }
    }

    // The first of those whose conclusion is best.
    private static func best(_ walks: [PathValidation]) -> PathValidation? {
        let order: [Indication] = [.totalPassed, .indeterminate, .totalFailed]
        let judged = walks.map { (walk: $0, indication: Conclusion($0.checks).indication) }
        for indication in order {
            if let best = judged.first(where: { $0.indication == indication }) { return best.walk }
        }
        return nil
    }

    /// Every certificate but the anchor, with its issuer.
    package var links: [(certificate: ParsedCertificate, issuer: ParsedCertificate)] {
        guard let path else { return [] }
        return zip(path.certificates, path.certificates.dropFirst()).map {
            (certificate: $0, issuer: $1)
        }
    }

    /// The algorithms of the signatures on the path, the anchor's own left out.
    package var algorithmNames: [String] {
        links.flatMap { $0.certificate.algorithmNames(issuer: $0.issuer) }
    }

    /// Why the algorithms of the path's signatures leave a doubt; nil if they are approved.
    package func algorithmDoubt(bounds: Interval, policy: ValidationPolicy) -> SubIndication? {
        let names = algorithmNames
        guard !names.isEmpty else { return nil }
        return AlgorithmDoubt(names, bounds: bounds, policy: policy)?.subIndication
    }

    /// Why it is not certain that the authorities vouch for the certificate: no path, or a doubt about a certificate above or an
    /// algorithm; nil if it is. What became of the certificate itself is not asked.
    package var authorityDoubt: SubIndication? {
        guard path != nil else { return check.subIndication }
        let own = certificate.digest.text
        return checks.first {
            ($0.outcome == .indeterminate || $0.outcome == .failed)
                && ($0.subject != own || $0.code.hasPrefix("CRYPTO."))
        }?.subIndication
    }
}

/// Judges whether a certificate was within its validity when something with these bounds was signed. `isNotRevoked`: it is known not to
/// have been revoked until it expired.
func checkValidity(
    of certificate: ParsedCertificate, bounds: Interval, policy: ValidationPolicy,
    isNotRevoked: Bool = false
) -> Check {
    let subject = certificate.digest.text
    let name = certificate.displayName
    let existence = policy.existence(bounds)
    if existence < certificate.notBefore {
        return Check(
            "SIG.BEFORE_NOTBEFORE", .failed, .notYetValid, subject: subject,
            "The signature existed before \(certificate.notBefore), when the certificate of \(name) "
                + "became valid.")
    }
    if existence <= certificate.notAfter {
        return Check(
            "CERT.VALIDITY", .passed, subject: subject,
            "The certificate of \(name) was valid (\(certificate.notBefore) to "
                + "\(certificate.notAfter)) when the signature is proven to exist.")
    }
    if let lo = bounds.lo, lo > certificate.notAfter {
        return Check(
            "SIG.AFTER_EXPIRY", .failed, .expired, subject: subject,
            "It is proven that the signature was made after \(certificate.notAfter), when the "
                + "certificate of \(name) had expired.")
    }
    if isNotRevoked {
        return Check(
            "CERT.EXPIRED_NOT_REVOKED", .indeterminate, .outOfBoundsNotRevoked, subject: subject,
            "The certificate of \(name) expired at \(certificate.notAfter) without having been "
                + "revoked, and nothing proves that the signature existed before.")
    }
    return Check(
        "CERT.EXPIRED_NO_POE", .indeterminate, .outOfBoundsNoPOE, subject: subject,
        "The certificate of \(name) expired at \(certificate.notAfter), and nothing proves that the "
            + "signature existed before.")
}
