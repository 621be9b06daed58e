// The checks of a token: those of RFC 3161 §2.4.2 and §2.3 and RFC 5816, with the ones that OpenSSL leaves out (content type, time in
// the future or outside the certificate's validity). The path of the TSA's certificate is for `buildPath(of:authorities:…)`.
package import EvidenceValues

/// Why a token proves nothing.
package enum TimeStampFailure: Sendable, Hashable {
    /// The imprint is that of other content.
    case imprintMismatch
    /// Only SHA-256 of the content was given and the imprint uses another digest.
    case contentNeeded
    /// The signer's certificate is neither in the token nor among those given.
    case noCertificate
    /// The signature, or an attribute that the token must have.
    case signature(CMSVerification)
    /// The certificate is not critically restricted to time-stamping (RFC 3161 §2.3).
    case notTimeStampingCertificate
    /// genTime is before or after the validity of the certificate.
    case outsideCertificateValidity
    /// genTime is later than the instant of the check and the tolerance.
    case inTheFuture
    /// The token does not answer with the nonce of the query.
    case nonceMismatch
}

/// What the check of a token found, before its certificate's path.
package enum TimeStampVerification: Sendable, Hashable {
    /// All holds; the certificate is to be traced to a `TrustedTSA` by the caller.
    case valid(signer: ParsedCertificate)
    case failed(TimeStampFailure)
}

extension TimeStampToken {
    /// Every check but the certificate's path and revocation. `candidates` are asked for the signer's certificate when the token does
    /// not hold it. With the floor `.any` nothing is said to be weak.
    package func verify(
        content: SignedContent, candidates: [ParsedCertificate] = [], at instant: Instant,
        skew: TimeSpan, nonce: [UInt8]? = nil, floor: AlgorithmFloor = .sound
    ) -> TimeStampVerification {
        if floor == .sound, imprintAlgorithm.isBroken {
            return .failed(.signature(.weakAlgorithm(imprintAlgorithm.rawValue)))
        }
        guard let covered = covers(content, floor: floor) else { return .failed(.contentNeeded) }
        guard covered else { return .failed(.imprintMismatch) }
        guard let certificate = certificate(among: candidates) else {
            return .failed(.noCertificate)
        }
        let verification = signer.verify(content: nil, certificate: certificate, floor: floor)
        guard verification == .valid else { return .failed(.signature(verification)) }
        guard PathPurpose.timeStamping.objection(to: certificate) == nil else {
            return .failed(.notTimeStampingCertificate)
        }
        guard certificate.isValid(at: genTime) else { return .failed(.outsideCertificateValidity) }
        guard genTime <= instant.advanced(by: skew) else { return .failed(.inTheFuture) }
        if let nonce, nonce != self.nonce { return .failed(.nonceMismatch) }
        return .valid(signer: certificate)
    }

    /// The signer's certificate, in the token or among `candidates`; the one that the signed attributes name, if there is one.
    package func certificate(among candidates: [ParsedCertificate]) -> ParsedCertificate? {
        let named = [signer.certificate].compactMap(\.self) + candidates.filter(signer.identifies)
        return named.first { signer.signingCertificate?.names($0) == true } ?? named.first
    }
}
