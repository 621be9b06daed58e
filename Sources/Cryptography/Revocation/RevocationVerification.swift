// Who signed a list or an answer, by the mathematics and by what the signer's certificate permits. The signer's own path is not looked
// at here.
//
// Known gap: a key that takes its DSA parameters from the certificate above (RFC 3279 §2.3.2) checks no list and no answer, so nothing is
// known of the revocation of what such an authority issued.

/// What the check of a signature over a list or an answer found.
package enum SourceVerification: Sendable, Hashable {
    case valid
    /// It says to be somebody else's.
    case otherIssuer
    case badSignature
    /// The signer's certificate does not permit to sign lists (RFC 5280 §6.3.3 (f)), or answers (RFC 6960 §4.2.2.2).
    case notPermitted
    case unsupportedAlgorithm
    /// A critical extension that Docket does not know, by its object identifier.
    case unsupportedExtension(String)
}

extension RevocationList {
    /// Checks issuer, permission and signature; not the issuer's own path.
    package func verify(issuer: ParsedCertificate) -> SourceVerification {
        if let refusal = refusal(of: issuer) { return refusal }
        guard let signatureAlgorithm else { return .unsupportedAlgorithm }
        return PublicKey(issuer).verification(
            signature, over: Array(derBytes[signed]), by: signatureAlgorithm)
    }

    /// What is against `issuer` as the signer before anything is computed.
    func refusal(of issuer: ParsedCertificate) -> SourceVerification? {
        guard issuer.subjectName == issuerName else { return .otherIssuer }
        if let unsupportedExtension { return .unsupportedExtension(unsupportedExtension) }
        return issuer.keyUsage.map(\.cRLSign) ?? true ? nil : .notPermitted
    }
}

extension RevocationList {
    /// Whether a certificate has the name that the list states, and the key that it hints at. A hint decides nothing, but spares looking
    /// at all certificates of a name.
    package func hints(at signer: ParsedCertificate) -> Bool {
        guard refusal(of: signer) == nil else { return false }
        guard let key = authorityKeyIdentifier, let own = signer.subjectKeyIdentifier else {
            return true
        }
        return key == own
    }
}

extension PublicKey {
    // Whether an algorithm was good enough in its day is for the catalogue to say.
    func verification(
        _ signature: [UInt8], over message: [UInt8], by algorithm: SignatureAlgorithm
    ) -> SourceVerification {
        switch check(signature, over: message, by: algorithm, floor: .any) {
        case .valid: .valid
        case .invalid: .badSignature
        case .weak, .unsupported: .unsupportedAlgorithm
        }
    }
}
