// The mathematics of envelopes, by OpenSSL: AES over the content, AES key wrap, RSAES-OAEP, Diffie-Hellman on curves. Buffers are Swift arrays that
// live through the calls and are passed with their own lengths; every failure looks alike, so that nobody learns from one which
// part of what he sent was wrong.
internal import COpenSSL
import EvidenceValues

extension ContentCipher {
    // OpenSSL counts in 32 bits, and pieces keep what is copied small.
    private static let pieceSize = 1 << 20

    /// `plain` encrypted, padded; nil if OpenSSL fails.
    func encrypt(_ plain: [UInt8], key: Secret) -> [UInt8]? {
        run(plain, key: key, encrypting: true, authentication: nil)
    }

    /// The plaintext; nil if key, padding or tag are wrong, whichever it is.
    func decrypt(
        _ ciphertext: [UInt8], key: Secret, authentication: EnvelopedData.Authentication?
    ) -> [UInt8]? {
        switch mode {
        case .chaining:
            guard authentication == nil else { return nil }
        case .authenticated(_, let tagSize):
            guard authentication?.tag.count == tagSize else { return nil }
        }
        return run(ciphertext, key: key, encrypting: false, authentication: authentication)
    }

    private var method: OpaquePointer? {
        switch mode {
        case .chaining:
            switch keySize {
            case 16: unsafe EVP_aes_128_cbc()
            case 24: unsafe EVP_aes_192_cbc()
            default: unsafe EVP_aes_256_cbc()
            }
        case .authenticated:
            switch keySize {
            case 16: unsafe EVP_aes_128_gcm()
            case 24: unsafe EVP_aes_192_gcm()
            default: unsafe EVP_aes_256_gcm()
            }
        }
    }

    private var start: [UInt8] {
        switch mode {
        case .chaining(let vector): vector
        case .authenticated(let nonce, _): nonce
        }
    }

    private func run(
        _ input: [UInt8], key: Secret, encrypting: Bool,
        authentication: EnvelopedData.Authentication?
    ) -> [UInt8]? {
        defer { _ = drainErrors() }
        guard key.count == keySize else { return nil }
        // Freeing the context wipes what it holds of the key.
        let context = unsafe Handle(EVP_CIPHER_CTX_new(), freedBy: EVP_CIPHER_CTX_free)
        let output = unsafe context?.use { context -> [UInt8]? in
            // Key and vector have the sizes that the method demands; 12 bytes are GCM's own size of a nonce.
            let isReady = key.withBytes { key in
                unsafe EVP_CipherInit_ex(context, method, nil, key, start, encrypting ? 1 : 0)
            }
            guard isReady == 1 else { return nil }
            if let authentication {
                // OpenSSL copies the tag.
                var tag = authentication.tag
                guard
                    unsafe EVP_CIPHER_CTX_ctrl(
                        context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1,
                    unsafe addAttributes(authentication.attributes, to: context)
                else { return nil }
            }
            return unsafe converted(input, by: context)
        }
        return output ?? nil
    }

    private func addAttributes(_ attributes: [UInt8], to context: OpaquePointer) -> Bool {
        guard !attributes.isEmpty else { return true }
        var count: Int32 = 0
        return unsafe EVP_CipherUpdate(context, nil, &count, attributes, Int32(attributes.count))
            == 1
    }

    private func converted(_ input: [UInt8], by context: OpaquePointer) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(input.count + ContentCipher.blockSize)
        for start in stride(from: 0, to: input.count, by: ContentCipher.pieceSize) {
            let piece = Array(input[start..<min(start + ContentCipher.pieceSize, input.count)])
            // One block more than the input is the most that OpenSSL writes.
            var next = [UInt8](repeating: 0, count: piece.count + ContentCipher.blockSize)
            var written: Int32 = 0
            guard unsafe EVP_CipherUpdate(context, &next, &written, piece, Int32(piece.count)) == 1
            else { return nil }
            output += next.prefix(Int(written))
        }
        var last = [UInt8](repeating: 0, count: ContentCipher.blockSize)
        var written: Int32 = 0
        guard unsafe EVP_CipherFinal_ex(context, &last, &written) == 1 else { return nil }
        return output + last.prefix(Int(written))
    }
}

/// AES key wrap (RFC 3394).
enum KeyWrap {
    /// `key` wrapped under another; nil if OpenSSL fails.
    static func wrap(_ key: Secret, under other: Secret) -> [UInt8]? {
        key.withBytes { run($0, under: other, wrapping: true) }
    }

    /// The key that `wrapped` holds; nil if it holds none under this one.
    static func unwrap(_ wrapped: [UInt8], under key: Secret) -> Secret? {
        run(wrapped, under: key, wrapping: false).map { Secret($0) }
    }

    private static func run(_ input: [UInt8], under key: Secret, wrapping: Bool) -> [UInt8]? {
        defer { _ = drainErrors() }
        // A key of 128 to 256 bits, and eight bytes around it.
        guard (16...40).contains(input.count), input.count.isMultiple(of: 8) else { return nil }
        let context = unsafe Handle(EVP_CIPHER_CTX_new(), freedBy: EVP_CIPHER_CTX_free)
        let output = unsafe context?.use { context -> [UInt8]? in
            unsafe EVP_CIPHER_CTX_set_flags(context, Int32(EVP_CIPHER_CTX_FLAG_WRAP_ALLOW))
            let isReady = key.withBytes { key in
                unsafe EVP_CipherInit_ex(
                    context, method(key.count), nil, key, nil, wrapping ? 1 : 0)
            }
            guard isReady == 1 else { return nil }
            // Wrapping adds eight bytes.
            var output = [UInt8](repeating: 0, count: input.count + 16)
            var written: Int32 = 0
            guard
                unsafe EVP_CipherUpdate(context, &output, &written, input, Int32(input.count)) == 1
            else { return nil }
            return Array(output.prefix(Int(written)))
        }
        return output ?? nil
    }

    private static func method(_ size: Int) -> OpaquePointer? {
        switch size {
        case 16: unsafe EVP_aes_128_wrap()
        case 24: unsafe EVP_aes_192_wrap()
        default: unsafe EVP_aes_256_wrap()
        }
    }
}

extension KeyTransport {
    /// `key` encrypted for the holder of `recipient`; nil if OpenSSL fails.
    func encrypt(_ key: Secret, for recipient: PublicKey) -> [UInt8]? {
        recipient.openSSLKey().flatMap { handle in
            key.withBytes { run($0, handle, encrypting: true) }
        }
    }

    /// The key that `wrapped` holds; nil if it holds none for this one.
    func decrypt(_ wrapped: [UInt8], with key: PrivateKey) -> Secret? {
        run(wrapped, key.handle, encrypting: false).map { Secret($0) }
    }

    private func run(_ input: [UInt8], _ key: Handle, encrypting: Bool) -> [UInt8]? {
        defer { _ = drainErrors() }
        // The context takes a reference to the key; both live until the closures return.
        let context = unsafe key.use { key in
            unsafe Handle(EVP_PKEY_CTX_new(key, nil), freedBy: EVP_PKEY_CTX_free)
        }
        let output = unsafe context?.use { context -> [UInt8]? in
            let begun =
                unsafe encrypting
                ? EVP_PKEY_encrypt_init(context) : EVP_PKEY_decrypt_init(context)
            let compute = unsafe encrypting ? EVP_PKEY_encrypt : EVP_PKEY_decrypt
            var size = 0
            guard begun == 1, let method = unsafe digest.method,
                unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_oaep_md(context, method) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, method) == 1,
                unsafe compute(context, nil, &size, input, input.count) == 1
            else { return nil }
            var output = [UInt8](repeating: 0, count: size)
            // OpenSSL writes at most the `size` bytes that it asked for, and sets `size` to what it wrote.
            guard unsafe compute(context, &output, &size, input, input.count) == 1 else {
                return nil
            }
            return Array(output.prefix(size))
        }
        return output ?? nil
    }
}

extension KeyAgreement {
    /// What the holder of `key` and the sender, whose public key is a point of the same curve, both compute; nil if it is none of it.
    static func secret(_ key: Handle, with peer: Handle) -> Secret? {
        defer { _ = drainErrors() }
        let context = unsafe key.use { key in
            unsafe Handle(EVP_PKEY_CTX_new(key, nil), freedBy: EVP_PKEY_CTX_free)
        }
        let output = unsafe context?.use { context -> [UInt8]? in
            var size = 0
            // With this function OpenSSL checks that the peer's key is a point of the curve (EVP_PKEY_derive_set_peer(3)).
            let isReady =
                unsafe EVP_PKEY_derive_init(context) == 1
                && peer.use { unsafe EVP_PKEY_derive_set_peer(context, $0) } == 1
            guard isReady, unsafe EVP_PKEY_derive(context, nil, &size) == 1 else { return nil }
            var output = [UInt8](repeating: 0, count: size)
            // OpenSSL writes at most the `size` bytes that it asked for, and sets `size` to what it wrote.
            guard unsafe EVP_PKEY_derive(context, &output, &size) == 1 else { return nil }
            return Array(output.prefix(size))
        }
        return (output ?? nil).map { Secret($0) }
    }

    /// A fresh key on the curve of `key`, and its SubjectPublicKeyInfo.
    static func ephemeral(like key: Handle) -> (key: Handle, publicKey: [UInt8])? {
        defer { _ = drainErrors() }
        let context = unsafe key.use { key in
            unsafe Handle(EVP_PKEY_CTX_new(key, nil), freedBy: EVP_PKEY_CTX_free)
        }
        let made = unsafe context?.use { context -> Handle? in
            var fresh: OpaquePointer?
            guard unsafe EVP_PKEY_keygen_init(context) == 1,
                unsafe EVP_PKEY_keygen(context, &fresh) == 1
            else { return nil }
            // What OpenSSL made is ours from here on.
            return unsafe Handle(fresh, freedBy: EVP_PKEY_free)
        }
        guard let fresh = made ?? nil, let publicKey = encoded(fresh) else { return nil }
        return (fresh, publicKey)
    }

    private static func encoded(_ key: Handle) -> [UInt8]? {
        unsafe key.use { key -> [UInt8]? in
            let size = unsafe i2d_PUBKEY(key, nil)
            guard size > 0 else { return nil }
            var bytes = [UInt8](repeating: 0, count: Int(size))
            // OpenSSL writes the `size` bytes that it said, and moves its own copy of the pointer.
            let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
                var position = buffer.baseAddress
                return unsafe i2d_PUBKEY(key, &position)
            }
            return written == size ? bytes : nil
        }
    }
}
