// The check of one signer (RFC 5652 §5.4, §5.6; RFC 5035 §5). The order is: attributes, then digest of the content, then whether
// the signature names the certificate, then the value; so `.hashMismatch` is said of well-formed signatures only, and
// `.attributeMissing(.signingCertificate)` only of those that hold otherwise.

extension CMSSigner {
    /// Checks the signature over `content`, or over the enclosed content when nil, with the certificate's key. If both are there they
    /// must be the same. The certificate's own standing is not looked at. With the floor `.any` nothing is said to be weak. With a
    /// memory the mathematics is done once for each value, key and message.
    package func verify(
        content: SignedContent?, certificate: ParsedCertificate, floor: AlgorithmFloor = .sound,
        memory: ObjectMemory? = nil
    ) -> CMSVerification {
        guard identifies(certificate) else { return .certificateMismatch }
        guard let algorithm else {
            return .unsupportedAlgorithm("\(signatureAlgorithm) \(digestAlgorithm)")
        }
        if floor == .sound, algorithm.digest.isBroken {
            return .weakAlgorithm(algorithm.digest.rawValue)
        }
        if let misplaced = unsignedAttributes.misplaced { return .attributeInvalid(misplaced) }
        let key = SignerKey(
            certificate: certificate, algorithm: algorithm, floor: floor, memory: memory)
        if let attributes = signedAttributes {
            return verify(attributes, content: content, by: key)
        }
        return verifyWithoutAttributes(content: content, by: key)
    }

    private func verify(_ attributes: SignedAttributes, content: SignedContent?, by key: SignerKey)
        -> CMSVerification
    {
        if let invalidAttribute { return .attributeInvalid(invalidAttribute) }
        if let eContentType {
            guard let contentType = attributes.contentType else {
                return .attributeMissing(.contentType)
            }
            guard contentType == eContentType else { return .attributeInvalid(.contentType) }
        } else if attributes.contentType != nil {
            // RFC 5652 §11.4: a countersignature has no content type.
            return .attributeInvalid(.contentType)
        }
        guard let messageDigest = attributes.messageDigest else {
            return .attributeMissing(.messageDigest)
        }
        guard let digest = hash(of: content, by: key.algorithm.digest) else {
            return .contentNeeded
        }
        guard digest == .known(messageDigest) else { return .hashMismatch }
        let failure = key.failure(of: signatureValue, over: attributes.signedBytes)
        // With another certificate than the one that is named nothing is known of the value (EN 319 102-1 §5.2.3.4).
        let namesIt = attributes.references.allSatisfy { $0.names(key.certificate) }
        guard namesIt else { return .certificateMismatch }
        if let failure { return failure }
        return attributes.references.isEmpty ? .attributeMissing(.signingCertificate) : .valid
    }

    /// The signature is over the content itself. It never becomes `.valid`, since nothing names the certificate; and content that is
    /// itself a set of signed attributes is refused, because then the signature may have been made over a message with them
    /// (RFC 5652 §11 does not tell the two apart; draft-ietf-lamps-cms-euf-cma-signeddata).
    private func verifyWithoutAttributes(content: SignedContent?, by key: SignerKey)
        -> CMSVerification
    {
        // RFC 5652 §5.3: signed attributes must be there unless the content is plain data; a countersignature has no type.
        guard signsPlainData || isCountersignature else { return .attributeMissing(.contentType) }
        guard let digest = hash(of: content, by: key.algorithm.digest) else {
            return .contentNeeded
        }
        guard case .known = digest else { return .hashMismatch }
        guard let bytes = bytes(of: content) else { return .contentNeeded }
        if let set = try? DERElement(bytes, tag: Tag.set),
            let fields = try? CMSAttributeField.readAll(set), !fields.isEmpty
        {
            return .attributeMissing(.contentType)
        }
        return key.failure(of: signatureValue, over: bytes)
            ?? .attributeMissing(.signingCertificate)
    }

    /// The digest of what is to be verified, or that the content given is not the one enclosed.
    private enum ContentHash: Equatable {
        case known([UInt8])
        case contradiction
    }

    /// Nil if it cannot be known.
    private func hash(of content: SignedContent?, by algorithm: DigestAlgorithm) -> ContentHash? {
        guard let enclosedContent else {
            return content.flatMap { $0.hash(algorithm) }.map { .known($0) }
        }
        if let content {
            guard let agrees = enclosedContent.agrees(with: content) else { return nil }
            if !agrees { return .contradiction }
        }
        return enclosedContent.hash(algorithm).map { .known($0) }
    }

    private func bytes(of content: SignedContent?) -> [UInt8]? {
        guard case .bytes(let bytes) = enclosedContent ?? content else { return nil }
        return bytes
    }
}

/// What a signature value is checked with.
private struct SignerKey {
    let certificate: ParsedCertificate
    let algorithm: SignatureAlgorithm
    let floor: AlgorithmFloor
    let memory: ObjectMemory?

    /// What a failed check means; nil for one that holds.
    func failure(of signature: [UInt8], over message: [UInt8]) -> CMSVerification? {
        let key = PublicKey(certificate)
        let check =
            memory?.signature(signature, over: message, by: key, algorithm, floor: floor)
            ?? key.check(signature, over: message, by: algorithm, floor: floor)
        return switch check {
        case .valid: nil
        case .invalid: .badSignature
        case .weak(let name): .weakAlgorithm(name)
        case .unsupported(let name): .unsupportedAlgorithm(name)
        }
    }
}
