// The key that an arbiter brings for what is sealed to him. It opens; it gives no trust.

package import Cryptography
package import EvidenceValues
internal import TransparencyLog

/// Why a file is no key that opens.
package enum OpeningKeyError: Error, Sendable, Hashable {
    case unreadableKey
    /// The key is under a passphrase, and none was given.
    case passphraseNeeded
    case wrongPassphrase
    case unreadableCertificate
    /// The certificate is for another key.
    case keyMismatch
    /// A kind of key, or of encryption of the key's file, with which nothing is opened; its name.
    case unsupported(String)
}

/// A private key with its certificate.
package struct OpeningKey: Sendable {
    let identity: RecipientIdentity
    var certificate: Digest { identity.certificate.digest }
    var subject: String { identity.certificate.subject }

    /// - Parameters:
    ///   - key: PKCS#8, SEC1 or PKCS#1 in PEM, or PKCS#8 under `passphrase`.
    ///   - certificate: PEM or DER.
    package init(
        key: [UInt8], passphrase: Secret? = nil, certificate: [UInt8]
    ) throws(OpeningKeyError) {
        do throws(SigningError) {
            identity = try RecipientIdentity(
                keyPEM: key, passphrase: passphrase, certificate: certificate)
        } catch {
            switch error {
            case .encryptedKey: throw .passphraseNeeded
            case .wrongPassphrase: throw .wrongPassphrase
            case .certificate: throw .unreadableCertificate
            case .keyMismatch: throw .keyMismatch
            case .unsupportedEncryption(let name), .unsupportedKey(let name):
                throw .unsupported(name)
            default: throw .unreadableKey
            }
        }
    }

    /// What an envelope holds for this key, if that has the digest that it names, should it name one; else nil, whatever is the reason.
    package func open(_ envelope: EnvelopedData) -> [UInt8]? {
        if let digest = envelope.plaintextDigest { return open(envelope, to: digest) }
        return try? identity.open(envelope)
    }

    /// What an envelope holds for this key, if that has the digest; else nil, whatever is the reason.
    /// Spec: encrypted-9
    func open(_ envelope: EnvelopedData, to digest: Digest) -> [UInt8]? {
        guard let plain = try? identity.open(envelope), Digest.sha256(plain) == digest else {
            return nil
        }
        return plain
    }
}
