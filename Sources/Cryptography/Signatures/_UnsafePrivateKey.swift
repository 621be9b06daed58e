// A private key in OpenSSL's hands: read from DER or PKCS#12, compared with a public key, and used to sign. It never leaves as bytes.
internal import COpenSSL
import EvidenceValues

/// A private key.
struct PrivateKey: SigningKey {
    let handle: Handle

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

    private init(handle: Handle) { self.handle = handle }

    func belongs(to certificate: ParsedCertificate) -> Bool? {
        defer { _ = drainErrors() }
        guard let other = PublicKey(certificate).openSSLKey() else { return false }
        return unsafe handle.use { own in unsafe other.use { unsafe EVP_PKEY_eq(own, $0) == 1 } }
    }

    func sign(digest: [UInt8], by algorithm: SignatureAlgorithm) throws(SigningError) -> [UInt8] {
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

extension PrivateKey {
    /// Bytes of a PKCS#12 file at most; one with a chain has some thousands.
    static let maximumPKCS12Size = 1_048_576

    /// The key of a PKCS#12 file (RFC 7292) and every certificate in it, in DER.
    static func open(
        pkcs12: [UInt8], passphrase: Secret
    ) throws(SigningError) -> (key: PrivateKey, certificates: [[UInt8]]) {
        guard pkcs12.count <= maximumPKCS12Size else { throw .unreadablePKCS12 }
        _ = drainErrors()
        let file = unsafe pkcs12.withUnsafeBufferPointer { buffer -> Handle? in
            // The input outlives the call; OpenSSL makes an object of its own.
            var position = buffer.baseAddress
            return unsafe Handle(
                d2i_PKCS12(nil, &position, buffer.count), freedBy: PKCS12_free)
        }
        let reading = drainErrors()
        guard let file else { throw reading.isEmpty ? .failed("PKCS12") : .unreadablePKCS12 }
        try requireBounded(file)
        // OpenSSL takes the passphrase as text that ends with a zero.
        var text = passphrase.withBytes { $0.map(CChar.init(bitPattern:)) } + [0]
        defer { unsafe OPENSSL_cleanse(&text, text.count) }
        var (key, certificate, others) = unsafe (
            nil as OpaquePointer?, nil as OpaquePointer?, nil as OpaquePointer?
        )
        // What comes back is ours, and each of the handles below frees its part whatever happens.
        let result = unsafe file.use { file in
            unsafe PKCS12_parse(file, text, &key, &certificate, &others)
        }
        let reason = ERR_GET_REASON(ERR_peek_last_error())
        let errors = drainErrors()
        let keyHandle = unsafe Handle(key, freedBy: EVP_PKEY_free)
        let own = unsafe Handle(certificate, freedBy: X509_free)
        let rest = unsafe Handle(others, freedBy: { unsafe docket_certificates_free($0) })
        guard result == 1 else {
            if reason == PKCS12_R_MAC_VERIFY_FAILURE { throw .wrongPassphrase }
            // OpenSSL's word for RC2 and its like, which are in its provider of old algorithms.
            if errors.contains("unsupported") { throw .unsupportedEncryption("an old cipher") }
            throw .unreadablePKCS12
        }
        guard let keyHandle else { throw .unreadablePKCS12 }
        return (PrivateKey(handle: keyHandle), certificates(own) + certificates(inStack: rest))
    }

    /// Refuses a file whose check alone would take minutes.
    private static func requireBounded(_ file: Handle) throws(SigningError) {
        let isBounded = unsafe file.use { file -> Bool in
            guard unsafe PKCS12_mac_present(file) == 1 else { return true }
            var count: UnsafePointer<ASN1_INTEGER>?
            // Borrowed from the file, which lives.
            unsafe PKCS12_get0_mac(nil, nil, nil, &count, file)
            guard let count = unsafe count else { return true }
            let iterations = unsafe ASN1_INTEGER_get(count)
            return (1...KeyDerivation.maximumIterations).contains(iterations)
        }
        if !isBounded { throw .tooCostly }
    }

    private static func certificates(_ own: Handle?) -> [[UInt8]] {
        [unsafe own?.use { unsafe der($0) } ?? nil].compactMap(\.self)
    }

    private static func certificates(inStack stack: Handle?) -> [[UInt8]] {
        unsafe stack?.use { stack in
            // Each is borrowed from the stack, which lives until the closure returns.
            unsafe (0..<max(0, docket_certificates_count(stack))).compactMap { index in
                unsafe docket_certificates_at(stack, index).flatMap { unsafe der($0) }
            }
        } ?? []
    }

    private static func der(_ certificate: OpaquePointer) -> [UInt8]? {
        let size = unsafe i2d_X509(certificate, nil)
        guard size > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        // OpenSSL writes the `size` bytes that it said, and moves its own copy of the pointer.
        let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var position = buffer.baseAddress
            return unsafe i2d_X509(certificate, &position)
        }
        return written == size ? bytes : nil
    }
}
