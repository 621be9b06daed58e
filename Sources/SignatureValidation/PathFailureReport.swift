// Why no path carries a certificate, in words and in the standard's terms. A path that holds at another time than the one asked for is
// not carried by the certificate's own validity but broken by an authority's: then it matters whether it was the anchor's.

import Cryptography
import EvidenceValues

/// A search for paths that found none.
struct PathFailureReport {
    let certificate: ParsedCertificate
    let search: PathSearch
    /// The moment for which paths were sought.
    let instant: Instant
    let bounds: Interval

    init(
        certificate: ParsedCertificate, search: PathSearch, at instant: Instant, bounds: Interval
    ) {
        self.certificate = certificate
        self.search = search
        self.instant = instant
        self.bounds = bounds
    }

    func check(
        purpose: PathPurpose, material: ValidationMaterial, policy: ValidationPolicy
    ) -> Check {
        let failure = search.failure ?? .noChain
        if failure == .expired || failure == .notYetValid {
            let ever = material.candidates.paths(
                of: certificate, anchors: policy.trust.anchors.map(\.derBytes), at: nil,
                purpose: purpose, inputs: policy.pathInputs, floor: .any)
            let onlyAnchor = ever.paths.first { path in
                path.certificates.dropLast().allSatisfy { $0.isValid(at: instant) }
            }
            if let anchor = onlyAnchor?.anchor { return check(anchor: anchor) }
        }
        let (code, reason, words) = terms(failure)
        return Check(
            code, .indeterminate, reason, subject: certificate.digest.text,
            "The certificate of \(certificate.displayName) \(words).")
    }

    // The anchor's own validity is over; whether it still was when the signature was made is not proven, or disproven.
    private func check(anchor: ParsedCertificate) -> Check {
        let isTooLate = bounds.lo.map { $0 > anchor.notAfter } ?? false
        return Check(
            "CERT.ANCHOR_UNTRUSTED_AT_TIME", .indeterminate,
            isTooLate ? .noCertificateChainFound : .noCertificateChainFoundNoPOE,
            subject: certificate.digest.text,
            "The certificate of \(certificate.displayName) leads to \(anchor.displayName), which the "
                + "arbiter trusts, but whose own certificate was valid from \(anchor.notBefore) to "
                + "\(anchor.notAfter) only; "
                + (isTooLate
                    ? "it is proven that the signature was made later."
                    : "nothing proves that the signature was made then."))
    }

    private func terms(_ failure: PathFailure) -> (String, SubIndication, String) {
        switch failure {
        case .noChain:
            (
                "CERT.NO_PATH", .noCertificateChainFound,
                "leads to no authority that the arbiter trusts"
            )
        case .badSignature:
            (
                "CERT.NO_PATH", .noCertificateChainFound,
                "is not signed by the authority that it names"
            )
        case .expired, .notYetValid:
            (
                "CERT.EXPIRED_NO_POE", .outOfBoundsNoPOE,
                "rests on a certificate (step \(search.depth) of the path) that was not valid at the "
                    + "time"
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
    }
}
