// The arithmetic of passphrases, by OpenSSL: scrypt, PBKDF2, AES. Every buffer is a Swift array that lives through the call, passed with
// its own length; what OpenSSL fills has the size that it is told.
internal import COpenSSL
import EvidenceValues

extension KeyDerivation {
    /// The key of `cipher` from a passphrase. The parameters were bounded when they were read.
    func key(_ passphrase: Secret, for cipher: BlockCipher) throws(EncryptedKeyError) -> Secret {
        var key = [UInt8](repeating: 0, count: cipher.keySize)
        let result = passphrase.withBytes { secret -> Int32 in
            // OpenSSL takes the passphrase as signed characters.
            let characters = secret.map(CChar.init(bitPattern:))
            switch self {
            case .scrypt(let salt, let cost, let blockSize, let parallelization):
                // Twice the bound on the largest block, since OpenSSL counts its own tables too.
                return unsafe EVP_PBE_scrypt(
                    characters, characters.count, salt, salt.count, cost, blockSize,
                    parallelization, KeyDerivation.maximumMemory * 2, &key, key.count)
            case .pbkdf2(let salt, let iterations, let digest):
                return unsafe PKCS5_PBKDF2_HMAC(
                    characters, Int32(characters.count), salt, Int32(salt.count),
                    Int32(iterations), digest.method, Int32(key.count), &key)
            }
        }
        let errors = drainErrors()
        guard result == 1 else { throw .failed(errors) }
        return Secret(key)
    }
}

extension BlockCipher {
    /// `plain`, padded and encrypted.
    func encrypt(_ plain: Secret, key: Secret) throws(EncryptedKeyError) -> [UInt8] {
        let sealed = plain.withBytes { run($0, key: key, encrypting: true) }
        let errors = drainErrors()
        guard let sealed else { throw .failed(errors) }
        return sealed
    }

    /// What `sealed` holds; nil if no such padding is at its end, as after a wrong passphrase.
    func decrypt(_ sealed: [UInt8], key: Secret) -> Secret? {
        defer { _ = drainErrors() }
        return run(sealed, key: key, encrypting: false).map { Secret($0) }
    }

    private var method: OpaquePointer? {
        switch keySize {
        case 16: unsafe EVP_aes_128_cbc()
        case 24: unsafe EVP_aes_192_cbc()
        default: unsafe EVP_aes_256_cbc()
        }
    }

    private func run(_ input: [UInt8], key: Secret, encrypting: Bool) -> [UInt8]? {
        // Freeing the context wipes what it holds of the key.
        let context = unsafe Handle(EVP_CIPHER_CTX_new(), freedBy: EVP_CIPHER_CTX_free)
        let output = unsafe context?.use { context -> [UInt8]? in
            var output = [UInt8](repeating: 0, count: input.count + BlockCipher.blockSize)
            var (begun, ended) = (0 as Int32, 0 as Int32)
            // Key and vector have the sizes that the method demands.
            let isReady = key.withBytes { key in
                unsafe EVP_CipherInit_ex(context, method, nil, key, vector, encrypting ? 1 : 0)
            }
            guard isReady == 1 else { return nil }
            // The output is one block longer than the input, which is the most that OpenSSL writes.
            guard unsafe EVP_CipherUpdate(context, &output, &begun, input, Int32(input.count)) == 1
            else { return nil }
            var last = [UInt8](repeating: 0, count: BlockCipher.blockSize)
            guard unsafe EVP_CipherFinal_ex(context, &last, &ended) == 1 else { return nil }
            return Array(output[..<Int(begun)]) + last[..<Int(ended)]
        }
        return output ?? nil
    }
}
