// The mathematics of signatures, by OpenSSL's EVP. A key checks only with a scheme that belongs to it and with the digest that the
// algorithm names; broken digests and short keys are refused before anything is computed.
internal import COpenSSL

/// What the mathematics says of a signature value.
enum SignatureCheck: Hashable {
    case valid
    case invalid
    /// The algorithm or key is known and broken; its name.
    case weak(String)
    /// Key and scheme do not belong together, or the key is of no kind that Docket knows; the key's name.
    case unsupported(String)
}

/// A public key: `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7).
struct PublicKey: Hashable {
    /// RSA keys with fewer bits can be factored within reach (NIST SP 800-131A: 112 bits of security).
    static let minimumRSABits = 2048

    let derBytes: [UInt8]
    let algorithm: KeyAlgorithm

    init(_ certificate: ParsedCertificate) {
        derBytes = certificate.publicKeyDER
        algorithm = certificate.keyAlgorithm
    }

    init(der: [UInt8]) throws(DERError) {
        derBytes = der
        algorithm = try KeyAlgorithm(try DERElement(der, tag: Tag.sequence))
    }

    /// Checks a signature over a message.
    func check(_ signature: [UInt8], over message: [UInt8], by algorithm: SignatureAlgorithm)
        -> SignatureCheck
    {
        if let refusal = refusal(of: algorithm) { return refusal }
        guard let key = openSSLKey() else { return .unsupported(self.algorithm.name) }
        if algorithm.scheme == .ed25519 { return checkEdwards(signature, message, key) }
        return checkDigest(signature, algorithm.digest.hash(message), algorithm, key)
    }

    private func refusal(of signature: SignatureAlgorithm) -> SignatureCheck? {
        switch (algorithm, signature.scheme) {
        case (.ecdsa, .ecdsa), (.ed25519, .ed25519), (.rsa, .rsaPKCS1), (.rsa, .rsaPSS): break
        default: return .unsupported(algorithm.name)
        }
        if signature.digest.isBroken { return .weak(signature.digest.rawValue) }
        if case .rsa(let bits) = algorithm, bits < PublicKey.minimumRSABits {
            return .weak(algorithm.name)
        }
        return nil
    }

    /// Parses the key; nil if OpenSSL refuses it or leaves bytes over.
    func openSSLKey() -> Handle? {
        defer { _ = drainErrors() }
        return unsafe derBytes.withUnsafeBufferPointer { buffer in
            // The input outlives the call; OpenSSL moves its own copy of the pointer and makes an object of its own.
            var position = buffer.baseAddress
            let key = unsafe d2i_PUBKEY(nil, &position, buffer.count)
            guard let handle = unsafe Handle(key, freedBy: EVP_PKEY_free) else { return nil }
            let end = unsafe buffer.baseAddress.map { unsafe $0 + buffer.count }
            return unsafe position == end ? handle : nil
        }
    }

    private func checkDigest(
        _ signature: [UInt8], _ digest: [UInt8], _ algorithm: SignatureAlgorithm, _ key: Handle
    ) -> SignatureCheck {
        defer { _ = drainErrors() }
        // The context takes a reference to the key; both live until the closures return.
        let context = unsafe key.use { key in
            unsafe Handle(EVP_PKEY_CTX_new(key, nil), freedBy: EVP_PKEY_CTX_free)
        }
        guard let context else { return .unsupported(self.algorithm.name) }
        return unsafe context.use { context in
            guard unsafe EVP_PKEY_verify_init(context) == 1,
                unsafe setParameters(of: algorithm, in: context)
            else { return .unsupported(self.algorithm.name) }
            // Both inputs are Swift's and passed with their own lengths.
            let result = unsafe EVP_PKEY_verify(
                context, signature, signature.count, digest, digest.count)
            return result == 1 ? .valid : .invalid
        }
    }

    private func checkEdwards(_ signature: [UInt8], _ message: [UInt8], _ key: Handle)
        -> SignatureCheck
    {
        defer { _ = drainErrors() }
        guard let context = unsafe Handle(EVP_MD_CTX_new(), freedBy: EVP_MD_CTX_free) else {
            return .unsupported(algorithm.name)
        }
        return unsafe context.use { context in
            unsafe key.use { key in
                guard unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else {
                    return .unsupported(algorithm.name)
                }
                // Both inputs are Swift's and passed with their own lengths.
                let result = unsafe EVP_DigestVerify(
                    context, signature, signature.count, message, message.count)
                return result == 1 ? .valid : .invalid
            }
        }
    }
}

/// Tells a context its padding and digests. The context is borrowed; the digests are static.
func setParameters(of algorithm: SignatureAlgorithm, in context: OpaquePointer) -> Bool {
    let method = unsafe algorithm.digest.method
    switch algorithm.scheme {
    case .ecdsa, .ed25519:
        break
    case .rsaPKCS1:
        guard unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 else {
            return false
        }
    case .rsaPSS(let saltLength):
        guard unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, method) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(saltLength)) == 1
        else { return false }
    }
    return unsafe EVP_PKEY_CTX_set_signature_md(context, method) == 1
}
