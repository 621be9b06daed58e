// A private key in OpenSSL's hands: read from DER, compared with a public key, and used to sign. It never leaves as bytes.
internal import COpenSSL

/// A private key.
struct PrivateKey: Sendable {
    private let handle: Handle

    /// Reads PKCS#8, SEC1 or PKCS#1 in DER; nil if it is none of them.
    init?(der: [UInt8]) {
        defer { _ = drainErrors() }
        let handle = unsafe der.withUnsafeBufferPointer { buffer in
            // The input outlives the call; OpenSSL moves its own copy of the pointer and makes an object of its own.
            var position = buffer.baseAddress
            return unsafe Handle(
                d2i_AutoPrivateKey(nil, &position, buffer.count), freedBy: EVP_PKEY_free)
        }
        guard let handle else { return nil }
        self.handle = handle
    }

    /// Whether this is the key of which `key` is the public half.
    func matches(_ key: PublicKey) -> Bool {
        defer { _ = drainErrors() }
        guard let other = key.openSSLKey() else { return false }
        return unsafe handle.use { own in unsafe other.use { unsafe EVP_PKEY_eq(own, $0) == 1 } }
    }

    /// The signature of `message`; throws OpenSSL's words if it fails.
    func sign(_ message: [UInt8], by algorithm: SignatureAlgorithm) throws(SigningError)
        -> [UInt8]
    {
        let digest = algorithm.digest.hash(message)
        // The context takes a reference to the key; both live until the closures return.
        let context = unsafe handle.use { key in
            unsafe Handle(EVP_PKEY_CTX_new(key, nil), freedBy: EVP_PKEY_CTX_free)
        }
        let signature = unsafe context?.use { context -> [UInt8]? in
            var size = 0
            guard unsafe EVP_PKEY_sign_init(context) == 1,
                unsafe setParameters(of: algorithm, in: context),
                unsafe EVP_PKEY_sign(context, nil, &size, digest, digest.count) == 1
            else { return nil }
            var signature = [UInt8](repeating: 0, count: size)
            // OpenSSL writes at most the `size` bytes that it asked for, and sets `size` to what it wrote.
            guard unsafe EVP_PKEY_sign(context, &signature, &size, digest, digest.count) == 1
            else { return nil }
            return Array(signature.prefix(size))
        }
        let errors = drainErrors()
        guard let signature = signature ?? nil else { throw .failed(errors) }
        return signature
    }
}
