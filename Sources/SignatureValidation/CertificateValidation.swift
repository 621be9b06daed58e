// Who a certificate says somebody is, as far as a path to an anchor of the arbiter's carries it. The path is validated at the
// proof of existence, brought within the certificate's own validity: whether the certificate had expired is another question
// with another answer (EN 319 102-1 §5.6.2.1 separates them likewise), and revocation a third.

package import Cryptography
package import EvidenceValues

/// What became of tracing a certificate to an anchor.
package struct CertificateValidation: Sendable, Hashable {
    package let certificate: ParsedCertificate
    /// Nil when there is none.
    package let path: CertificationPath?
    /// The party whom the certificate names: its common name, or the anchor's party when it is itself an anchor. Only with a path.
    package let party: PartyID?
    /// The party of the anchor.
    package let issuer: PartyID?
    /// The path: passed, or why not.
    package let check: Check

    /// Traces `certificate` to an anchor for something that came into being within `bounds`.
    package init(
        of certificate: ParsedCertificate, bounds: Interval, purpose: PathPurpose = .signing,
        material: ValidationMaterial, policy: ValidationPolicy
    ) {
        self.certificate = certificate
        let existence = policy.existence(bounds)
        let instant = max(certificate.notBefore, min(existence, certificate.notAfter))
        let result = buildPath(
            of: certificate, anchors: policy.trust.anchors, candidates: material.candidates,
            at: instant, purpose: purpose)
        switch result {
        case .path(let path):
            self.path = path
            let anchor = policy.trust.anchors.first { $0.derBytes == path.anchor.derBytes }
            issuer = anchor?.party
            let isAnchor = path.certificates.count == 1
            party = isAnchor ? anchor?.party : certificate.commonName.flatMap { PartyID($0) }
            check = Check(
                "CERT.PATH", .passed, subject: certificate.digest.text,
                "The certificate of \(certificate.displayName) leads to \(path.anchor.displayName), "
                    + "which the annex trusts.")
        case .failure(let failure, let depth):
            path = nil
            issuer = nil
            party = nil
            check = CertificateValidation.check(failure, depth: depth, of: certificate)
        }
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
        links.flatMap { link in
            guard let algorithm = link.certificate.signatureAlgorithm else {
                return ["unknown"]
            }
            return [
                algorithm.digest.rawValue, link.issuer.keyAlgorithm.name(scheme: algorithm.scheme),
            ]
        }
    }

    private static func check(
        _ failure: PathFailure, depth: Int, of certificate: ParsedCertificate
    ) -> Check {
        let name = certificate.displayName
        let (code, reason, words): (String, SubIndication, String) =
            switch failure {
            case .noChain:
                (
                    "CERT.NO_PATH", .noCertificateChainFound,
                    "leads to no authority that the annex trusts"
                )
            case .badSignature:
                (
                    "CERT.NO_PATH", .noCertificateChainFound,
                    "is not signed by the authority that it names"
                )
            case .expired, .notYetValid:
                (
                    "CERT.EXPIRED_NO_POE", .outOfBoundsNoPOE,
                    "rests on a certificate (step \(depth) of the path) that was not valid at the time"
                )
            case .weakAlgorithm:
                (
                    "CRYPTO.WEAK_NO_POE", .cryptoConstraintsFailureNoPOE,
                    "rests on an algorithm that is too weak"
                )
            case .constraint(let word):
                (
                    "CERT.CONSTRAINT", .chainConstraintsFailure,
                    "is used against what it or its authority permits (\(word))"
                )
            case .other(let words):
                (
                    "CERT.NO_PATH", .certificateChainGeneralFailure,
                    "could not be traced to an authority (\(words))"
                )
            }
        return Check(
            code, .indeterminate, reason, subject: certificate.digest.text,
            "The certificate of \(name) \(words).")
    }
}

/// Judges whether a certificate was within its validity when something with these bounds was signed.
func checkValidity(
    of certificate: ParsedCertificate, bounds: Interval, policy: ValidationPolicy
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
    return Check(
        "CERT.EXPIRED_NO_POE", .indeterminate, .outOfBoundsNoPOE, subject: subject,
        "The certificate of \(name) expired at \(certificate.notAfter), and nothing proves that the "
            + "signature existed before.")
}

extension CertificateValidation {
    /// Why the algorithms of the path's signatures leave a doubt; nil if the annex approves them.
    package func algorithmDoubt(bounds: Interval, policy: ValidationPolicy) -> SubIndication? {
        let names = algorithmNames
        guard !names.isEmpty else { return nil }
        return checkAlgorithms(
            names, bounds: bounds, policy: policy, subject: certificate.digest.text
        ).subIndication
    }
}
