// The mathematics of signatures, by OpenSSL's EVP. A key checks only with a scheme that belongs to it and with the digest that the
// algorithm names; broken digests and short keys are refused before anything is computed.
internal import COpenSSL
import EvidenceValues
internal import Synchronization

/// What the mathematics says of a signature value.
enum SignatureCheck: Hashable {
    case valid
    case invalid
    /// The algorithm or key is known and broken; its name.
    case weak(String)
    /// Key and scheme do not belong together, or the key is of no kind that Docket knows; the key's name.
    case unsupported(String)
}

/// Whether signatures by broken digests or short keys are refused.
package enum AlgorithmFloor: Sendable, Hashable {
    /// Nothing below 112 bits of security counts (NIST SP 800-131A).
    case sound
    /// Whatever computes counts; the caller asks his catalogue for the time in question.
    case any
}

/// A public key: `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7).
struct PublicKey: Sendable, Hashable {
    /// RSA and DSA keys with fewer bits can be broken within reach (NIST SP 800-131A: 112 bits of security).
    static let minimumRSABits = 2048

    let algorithm: KeyAlgorithm
    private let parsed: ParsedKey

    init(_ certificate: ParsedCertificate) { self = certificate.publicKey }

    init(der: [UInt8]) throws(DERError) {
        try self.init(try DERElement(der, tag: Tag.sequence))
    }

    init(_ element: DERElement) throws(DERError) {
        algorithm = try KeyAlgorithm(element)
        parsed = ParsedKey(Array(element.encoded))
    }

    var derBytes: [UInt8] { parsed.derBytes }
    /// SHA-256 of `derBytes`, computed once.
    var digest: Digest { parsed.digest }

    static func == (left: PublicKey, right: PublicKey) -> Bool {
        left.parsed === right.parsed || left.derBytes == right.derBytes
    }

    func hash(into hasher: inout Hasher) { hasher.combine(derBytes) }

    /// This key with the parameters of its issuer's, if it has none of its own (RFC 5280 §6.1.4 (d)–(f)).
    func inheriting(from issuer: PublicKey) -> PublicKey {
        guard case .dsa(bits: 0) = algorithm,
            let whole = inheritingParameters(derBytes, of: issuer.derBytes),
            let key = try? PublicKey(der: whole)
        else { return self }
        return key
    }

    /// Why the key is too weak by itself; nil if it is not, or of no kind that Docket knows.
    var weakness: String? {
        switch algorithm {
        case .rsa(let bits), .dsa(let bits):
            bits < PublicKey.minimumRSABits ? algorithm.name : nil
        case .ecdsa, .brainpool, .ed25519, .other: nil
        }
    }

    /// Checks a signature over a message.
    func check(
        _ signature: [UInt8], over message: [UInt8], by algorithm: SignatureAlgorithm,
        floor: AlgorithmFloor = .sound
    ) -> SignatureCheck {
        if let refusal = refusal(of: algorithm, floor: floor) { return refusal }
        guard let key = openSSLKey() else { return .unsupported(self.algorithm.name) }
        if algorithm.scheme == .ed25519 { return checkEdwards(signature, message, key) }
        return checkDigest(signature, algorithm.digest.hash(message), algorithm, key)
    }

    private func refusal(of signature: SignatureAlgorithm, floor: AlgorithmFloor)
        -> SignatureCheck?
    {
        switch (algorithm, signature.scheme) {
        case (.ecdsa, .ecdsa), (.brainpool, .ecdsa), (.ed25519, .ed25519), (.rsa, .rsaPKCS1),
            (.rsa, .rsaPSS), (.dsa, .dsa):
            break
        default: return .unsupported(algorithm.name)
        }
        guard floor == .sound else { return nil }
        if signature.digest.isBroken { return .weak(signature.digest.rawValue) }
        return weakness.map { .weak($0) }
    }

    /// The key as OpenSSL has it; nil if OpenSSL refuses it or leaves bytes over.
    func openSSLKey() -> Handle? { parsed.handle }

    private func checkDigest(
        _ signature: [UInt8], _ digest: [UInt8], _ algorithm: SignatureAlgorithm, _ key: Handle
    ) -> SignatureCheck {
        defer { _ = drainErrors() }
        guard let context = parsed.takeContext(for: algorithm) ?? newContext(algorithm, key) else {
            return .unsupported(self.algorithm.name)
        }
        // Both inputs are Swift's and passed with their own lengths.
        let result = unsafe context.use { context in
            unsafe EVP_PKEY_verify(context, signature, signature.count, digest, digest.count)
        }
        // What a failure leaves in it is not looked at.
        guard result == 1 else { return .invalid }
        parsed.keep(context, for: algorithm)
        return .valid
    }

    /// A context that is ready to verify; nil if key and algorithm do not fit.
    private func newContext(_ algorithm: SignatureAlgorithm, _ key: Handle) -> Handle? {
        // The context takes a reference to the key; both live until the closures return.
        let context = unsafe key.use { key in
            unsafe Handle(EVP_PKEY_CTX_new(key, nil), freedBy: EVP_PKEY_CTX_free)
        }
        let isReady = unsafe context?.use { context in
            unsafe EVP_PKEY_verify_init(context) == 1 && setParameters(of: algorithm, in: context)
        }
        return isReady == true ? context : nil
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
    // Without a method OpenSSL would take the digest for the message itself.
    guard let method = unsafe algorithm.digest.method else { return false }
    switch algorithm.scheme {
    case .ecdsa, .ed25519, .dsa:
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

/// A key's bytes and what OpenSSL makes of them, once: it reads a key in ten times the time that it takes to hash one.
private final class ParsedKey: Sendable {
    private final class Outcome: Sendable {
        let handle: Handle?
        init(_ handle: Handle?) { self.handle = handle }
    }

    private final class Hash: Sendable {
        let digest: Digest
        init(_ digest: Digest) { self.digest = digest }
    }

    let derBytes: [UInt8]
    private let outcome = AtomicLazyReference<Outcome>()
    private let hash = AtomicLazyReference<Hash>()
    /// The context with which the key last verified. To make one takes a third of the time that a check with RSA takes, and it
    /// may verify any number of signatures (EVP_PKEY_verify(3)), of one thread at a time: whoever uses it takes it out.
    private let spare = Mutex<(algorithm: SignatureAlgorithm, context: Handle)?>(nil)

    init(_ derBytes: [UInt8]) { self.derBytes = derBytes }

    /// The context that was kept, if it is for this algorithm.
    func takeContext(for algorithm: SignatureAlgorithm) -> Handle? {
        spare.withLock { spare in
            guard let kept = spare, kept.algorithm == algorithm else { return nil }
            spare = nil
            return kept.context
        }
    }

    /// Keeps a context for the next signature.
    func keep(_ context: Handle, for algorithm: SignatureAlgorithm) {
        spare.withLock { $0 = (algorithm, context) }
    }

    var digest: Digest {
        (hash.load() ?? hash.storeIfNil(Hash(Digest(sha256Of: derBytes)))).digest
    }

    var handle: Handle? {
        (outcome.load() ?? outcome.storeIfNil(Outcome(read()))).handle
    }

    private func read() -> Handle? {
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
}
