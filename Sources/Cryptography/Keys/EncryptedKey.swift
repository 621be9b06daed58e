// An Ed25519 key under a passphrase, as every tool knows it: PKCS#8 `EncryptedPrivateKeyInfo` in PEM (RFC 5958 §3, RFC 7468 §11), PBES2
// (RFC 8018 §6.2) with AES-CBC. What Docket writes derives the AES key by scrypt (RFC 7914 §7) at the cost that OWASP's password
// storage cheat sheet names for 16 MiB, which is as much as OpenSSL's own commands will spend; it reads PBKDF2 as well.
//
// PBES2 has no integrity of its own: a wrong passphrase and a damaged file look alike, and whoever opens a key compares its public half
// with what he expects.

package import EvidenceValues

/// Why an encrypted key was refused.
package enum EncryptedKeyError: Error, Sendable, Hashable {
    /// No one PEM block `ENCRYPTED PRIVATE KEY`, or something else inside than RFC 8018 demands.
    case malformed
    /// A scheme, cipher, derivation or kind of key that Docket does not open; its object identifier.
    case unsupported(String)
    /// Deriving the key would cost more than `KeyDerivation` allows.
    case tooCostly
    /// The passphrase is not the one, or the file is damaged.
    case wrongPassphrase
    /// OpenSSL failed, in its words.
    case failed(String)
}

/// Encrypts and decrypts the seeds of Ed25519 keys.
package enum EncryptedKey {
    /// The label of the PEM block (RFC 7468 §11).
    static let label = "ENCRYPTED PRIVATE KEY"
    /// Bytes of a file at most; ours has 400.
    package static let maximumSize = 16_384
    /// Bytes of a seed (RFC 8032 §5.1.5).
    static let seedSize = 32

    /// Whether a file is an encrypted key rather than anything else.
    package static func isOne(_ file: [UInt8]) -> Bool {
        file.starts(with: "-----BEGIN \(label)-----".utf8)
    }

    /// The file, in PEM, that gives `seed` to whoever knows the passphrase.
    /// - Parameter random: gives as many unpredictable bytes as it is asked for.
    package static func seal(
        seed: Secret, passphrase: Secret, random: (Int) -> [UInt8]
    ) throws(EncryptedKeyError) -> [UInt8] {
        let derivation = KeyDerivation.strong(salt: random(16))
        let cipher = BlockCipher.aes256(vector: random(BlockCipher.blockSize))
        let plain = Secret(seed.withBytes(PrivateKeyInfo.encode))
        let sealed = try cipher.encrypt(plain, key: derivation.key(passphrase, for: cipher))
        let scheme = DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.pbes2),
            DERWriter.sequence(derivation.encoded, cipher.encoded))
        return PEMBlock.text(
            label: label, DERWriter.sequence(scheme, DERWriter.octetString(sealed)))
    }

    /// The seed in a file. Takes as long as the file says that deriving takes, within `KeyDerivation`'s bounds.
    package static func open(
        _ file: [UInt8], passphrase: Secret
    ) throws(EncryptedKeyError) -> Secret {
        guard file.count <= maximumSize, let blocks = PEMBlock.blocks(of: file),
            blocks.count == 1, blocks[0].label == label
        else { throw .malformed }
        return try decrypt(blocks[0].bytes, passphrase: passphrase)
            .withBytes(PrivateKeyInfo.seed)
    }

    /// What an `EncryptedPrivateKeyInfo` holds: a `PrivateKeyInfo` of any key, or noise where the passphrase is another.
    static func decrypt(
        _ der: [UInt8], passphrase: Secret
    ) throws(EncryptedKeyError) -> Secret {
        let (derivation, cipher, sealed) = try read(der)
        let key = try derivation.key(passphrase, for: cipher)
        guard let plain = cipher.decrypt(sealed, key: key) else { throw .wrongPassphrase }
        return plain
    }

    private static func read(
        _ der: [UInt8]
    ) throws(EncryptedKeyError) -> (KeyDerivation, BlockCipher, sealed: [UInt8]) {
        let (scheme, sealed) = try wellFormed { () throws(DERError) in
            let parts = try DERElement(der, tag: Tag.sequence).elements(limit: 2)
            guard parts.count == 2, parts[1].tag == Tag.octetString else { throw DERError() }
            return (try AlgorithmIdentifier(parts[0]), try parts[1].octets())
        }
        guard scheme.identifier == ObjectIdentifiers.pbes2 else {
            throw .unsupported(scheme.identifier)
        }
        let (derivation, cipher) = try wellFormed { () throws(DERError) in
            let parts = try scheme.parameters?.elements(limit: 2) ?? []
            guard parts.count == 2 else { throw DERError() }
            return (try AlgorithmIdentifier(parts[0]), try AlgorithmIdentifier(parts[1]))
        }
        return (try KeyDerivation(derivation), try BlockCipher(cipher), sealed)
    }
}

/// What is no DER, or not what must stand there, is malformed.
func wellFormed<Value>(
    _ body: () throws(DERError) -> Value
) throws(EncryptedKeyError) -> Value {
    do { return try body() } catch { throw .malformed }
}

/// `PrivateKeyInfo` of an Ed25519 key (RFC 8410 §7).
///
///     PrivateKeyInfo ::= SEQUENCE {
///         version INTEGER (0), privateKeyAlgorithm SEQUENCE { OBJECT IDENTIFIER id-Ed25519 },
///         privateKey OCTET STRING -- around OCTET STRING (SIZE (32)) -- }
private enum PrivateKeyInfo {
    static func encode(seed: [UInt8]) -> [UInt8] {
        DERWriter.sequence(
            DERWriter.integer(0),
            DERWriter.sequence(DERWriter.objectIdentifier(ObjectIdentifiers.ed25519)),
            DERWriter.octetString(DERWriter.octetString(seed)))
    }

    static func seed(_ der: [UInt8]) throws(EncryptedKeyError) -> Secret {
        let parts: (algorithm: String, key: [UInt8])
        do throws(DERError) { parts = try read(der) } catch {
            // A wrong passphrase leaves noise. One noise in 256 passes for padded; none passes for DER.
            throw .wrongPassphrase
        }
        guard parts.algorithm == ObjectIdentifiers.ed25519 else {
            throw .unsupported(parts.algorithm)
        }
        let seed = try wellFormed { () throws(DERError) in
            try DERElement(parts.key, tag: Tag.octetString).octets()
        }
        guard seed.count == EncryptedKey.seedSize else { throw .malformed }
        return Secret(seed)
    }

    private static func read(_ der: [UInt8]) throws(DERError) -> (algorithm: String, key: [UInt8]) {
        let parts = try DERElement(der, tag: Tag.sequence).elements(limit: 3)
        guard parts.count == 3, try parts[0].smallInteger() == 0, parts[2].tag == Tag.octetString
        else { throw DERError() }
        return (try AlgorithmIdentifier(parts[1]).identifier, try parts[2].octets())
    }
}
