// Who may have signed an answer: the issuer of the certificate, or somebody to whom that issuer gave a certificate for it (RFC 6960
// §4.2.2.2), and nobody else: a responder that the arbiter trusts by itself would be one more party to trust.

extension OCSPResponse {
    /// Checks that `signer` is whom the answer names and made its signature; not whether he was entitled to.
    package func verify(signer: ParsedCertificate) -> SourceVerification {
        guard isNamed(signer) else { return .otherIssuer }
        if let unsupportedExtension { return .unsupportedExtension(unsupportedExtension) }
        guard let signatureAlgorithm else { return .unsupportedAlgorithm }
        return PublicKey(signer).verification(signature, over: signed, by: signatureAlgorithm)
    }

    /// A critical extension of the whole that Docket does not know; nil if there is none.
    package var unknownExtension: String? { unsupportedExtension }

    /// Whether the responder's identifier fits a certificate.
    package func isNamed(_ certificate: ParsedCertificate) -> Bool {
        switch responder {
        case .name(let name): return ComparableName(der: name) == certificate.subjectName
        case .keyHash(let hash):
            guard hash.count == DigestAlgorithm.sha1.size, let key = certificate.publicKeyBits
            else {
                return false
            }
            return DigestAlgorithm.sha1.hash(key) == hash
        }
    }
}

extension OCSPAnswer {
    /// A critical extension of this answer that Docket does not know; nil if there is none.
    package var unknownExtension: String? { unsupportedExtension }
}

extension ParsedCertificate {
    /// Whether `issuer`, by the key that also signs certificates, made this one for signing OCSP answers. Its validity is another matter.
    package func isResponder(of issuer: ParsedCertificate) -> Bool {
        guard issuerName == issuer.subjectName, let signatureAlgorithm,
            PathPurpose.ocspSigning.objection(to: self) == nil
        else { return false }
        return PublicKey(issuer).verification(signature, over: signed, by: signatureAlgorithm)
            == .valid
    }

    /// Whether its extended key usage is for signing OCSP responses.
    package var isForResponses: Bool {
        PathPurpose.ocspSigning.objection(to: self) == nil
    }

    /// Whether both certificates are of the same name and key, so that what one signed the other did.
    package func hasSameKey(as other: ParsedCertificate) -> Bool {
        publicKeyDER == other.publicKeyDER && subjectName == other.subjectName
    }
}

extension CertificationPath {
    /// The part from `certificate` up to the anchor; nil if it is not on the path.
    package func part(from certificate: ParsedCertificate) -> CertificationPath? {
        certificates.firstIndex { $0.digest == certificate.digest }.map {
            CertificationPath(certificates: Array(certificates[$0...]))
        }
    }

    /// A certificate that is trusted by itself, or taken to be.
    package init(anchor: ParsedCertificate) { self.init(certificates: [anchor]) }
}
