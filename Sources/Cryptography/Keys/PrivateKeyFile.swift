// A party's private key in PEM: PKCS#8 (RFC 5958), SEC1 (RFC 5915) or PKCS#1 (RFC 8017), plain, or PKCS#8 under a passphrase. The older
// encryption of OpenSSL, by headers of the block (RFC 1421), derives its key by one round of MD5; it is not opened.
import EvidenceValues

/// Reads private keys.
package enum PrivateKeyFile {
    /// Whether the key in `text` is to be opened by a passphrase.
    package static func isSealed(_ text: [UInt8]) -> Bool {
        guard let block = try? block(of: text) else { return false }
        return block.isEncrypted || block.label == EncryptedKey.label
    }

    /// The key of a text.
    static func read(_ text: [UInt8], passphrase: Secret?) throws(SigningError) -> PrivateKey {
        let block = try block(of: text)
        if block.isEncrypted {
            throw passphrase == nil ? .encryptedKey : .unsupportedEncryption("RFC 1421")
        }
        guard block.label == EncryptedKey.label else {
            guard let key = PrivateKey(der: block.bytes) else { throw .unreadableKey }
            return key
        }
        guard let passphrase else { throw .encryptedKey }
        let plain: Secret
        do throws(EncryptedKeyError) {
            plain = try EncryptedKey.decrypt(block.bytes, passphrase: passphrase)
        } catch {
            switch error {
            case .malformed: throw .unreadableKey
            case .unsupported(let name): throw .unsupportedEncryption(name)
            case .tooCostly: throw .tooCostly
            case .wrongPassphrase: throw .wrongPassphrase
            case .failed(let words): throw .failed(words)
            }
        }
        // A wrong passphrase leaves noise; one noise in 256 passes for padded, none for a key.
        guard let key = plain.withBytes({ PrivateKey(der: $0) }) else { throw .wrongPassphrase }
        return key
    }

    private static func block(of text: [UInt8]) throws(SigningError) -> PEMBlock {
        guard let blocks = PEMBlock.blocks(of: text) else { throw .unreadableKey }
        // `openssl ecparam -genkey` puts the curve in a block of its own before the key.
        let keys = blocks.filter { $0.label.hasSuffix("PRIVATE KEY") }
        guard keys.count == 1 else { throw .unreadableKey }
        return keys[0]
    }
}
