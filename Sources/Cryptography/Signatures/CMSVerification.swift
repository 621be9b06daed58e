// The check of one signer (RFC 5652 §5.4, §5.6; RFC 5035 §5). The order is: attributes, then digest of the content, then signature,
// then whether the signature names its certificate; so `.hashMismatch` is said of well-formed signatures only, and
// `.attributeMissing(.signingCertificate)` only of those that hold otherwise.

extension CMSSigner {
    /// Checks the signature over `content`, or over the encapsulated content when nil, with the certificate's key. If both are there
    /// they must be the same. The certificate's own standing is not looked at.
    package func verify(content: SignedContent?, certificate: ParsedCertificate) -> CMSVerification
    {
        guard identifies(certificate) else { return .certificateMismatch }
        guard let algorithm else {
            return .unsupportedAlgorithm("\(signatureAlgorithm) \(digestAlgorithm)")
        }
        if algorithm.digest.isBroken { return .weakAlgorithm(algorithm.digest.rawValue) }
        if let attributes = signedAttributes {
            return verify(attributes, content: content, algorithm: algorithm, certificate)
        }
        return verifyWithoutAttributes(content: content, algorithm: algorithm, certificate)
    }

    private func verify(
        _ attributes: SignedAttributes, content: SignedContent?, algorithm: SignatureAlgorithm,
        _ certificate: ParsedCertificate
    ) -> CMSVerification {
        if let invalid = attributes.invalid { return .attributeInvalid(invalid) }
        guard let contentType = attributes.contentType else {
            return .attributeMissing(.contentType)
        }
        guard contentType == eContentType else { return .attributeInvalid(.contentType) }
        guard let messageDigest = attributes.messageDigest else {
            return .attributeMissing(.messageDigest)
        }
        guard let digest = hash(of: content, by: algorithm.digest) else { return .contentNeeded }
        guard digest == .known(messageDigest) else { return .hashMismatch }
        let check = PublicKey(certificate)
            .check(signatureValue, over: attributes.signedBytes, by: algorithm)
        if let failure = verification(check) { return failure }
        if attributes.references.isEmpty { return .attributeMissing(.signingCertificate) }
        let namesIt = attributes.references.allSatisfy { $0.names(certificate) }
        return namesIt ? .valid : .certificateMismatch
    }

    /// The signature is over the content itself. It never becomes `.valid`, since nothing names the certificate; and content that is
    /// itself a set of signed attributes is refused, because then the signature may have been made over a message with them
    /// (RFC 5652 §11 does not tell the two apart; draft-ietf-lamps-cms-euf-cma-signeddata).
    private func verifyWithoutAttributes(
        content: SignedContent?, algorithm: SignatureAlgorithm, _ certificate: ParsedCertificate
    ) -> CMSVerification {
        // RFC 5652 §5.3: signed attributes must be there unless the content is plain data.
        guard eContentType == ObjectIdentifiers.data else { return .attributeMissing(.contentType) }
        guard let digest = hash(of: content, by: algorithm.digest) else { return .contentNeeded }
        guard case .known = digest else { return .hashMismatch }
        guard let bytes = bytes(of: content) else { return .contentNeeded }
        if let set = try? DERElement(bytes, tag: Tag.set),
            let fields = try? CMSAttributeField.readAll(set), !fields.isEmpty
        {
            return .attributeMissing(.contentType)
        }
        let check = PublicKey(certificate).check(signatureValue, over: bytes, by: algorithm)
        return verification(check) ?? .attributeMissing(.signingCertificate)
    }

    /// The digest of what is to be verified, or that the content given is not the one enclosed.
    private enum ContentHash: Equatable {
        case known([UInt8])
        case contradiction
    }

    /// Nil if it cannot be known.
    private func hash(of content: SignedContent?, by algorithm: DigestAlgorithm) -> ContentHash? {
        guard let encapsulatedContent else {
            return content.flatMap { $0.hash(algorithm) }.map { .known($0) }
        }
        let enclosed = SignedContent.bytes(encapsulatedContent)
        if let content, content.hash(.sha256) != enclosed.hash(.sha256) { return .contradiction }
        return enclosed.hash(algorithm).map { .known($0) }
    }

    private func bytes(of content: SignedContent?) -> [UInt8]? {
        if let encapsulatedContent { return encapsulatedContent }
        guard case .bytes(let bytes) = content else { return nil }
        return bytes
    }

    /// What a failed check means; nil for one that holds.
    private func verification(_ check: SignatureCheck) -> CMSVerification? {
        switch check {
        case .valid: nil
        case .invalid: .badSignature
        case .weak(let name): .weakAlgorithm(name)
        case .unsupported(let name): .unsupportedAlgorithm(name)
        }
    }
}
