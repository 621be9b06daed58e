// A private key with its certificate, as a party keeps them in two files. The key is read once and stays with OpenSSL.

/// Why a key and certificate cannot sign.
package enum SigningError: Error, Sendable, Hashable {
    /// Not a PKCS#8, SEC1 or PKCS#1 private key in PEM.
    case unreadableKey
    /// The key is encrypted; Docket does not ask for passphrases.
    case encryptedKey
    /// Not P-256, P-384 or RSA of 2048 bits and more; its name.
    case unsupportedKey(String)
    case certificate(CertificateError)
    /// The certificate is for another key.
    case keyMismatch
    /// OpenSSL failed, in its words.
    case failed(String)
    /// The SignedData to be extended cannot be read or has not exactly one signer.
    case notExtensible
    /// The token is not one over the signature value.
    case tokenMismatch
    /// Content to be enclosed was given as a digest only.
    case contentNeeded
}

/// A private key with its certificate.
package struct SigningIdentity: Sendable {
    package let certificate: ParsedCertificate
    /// Further certificates of the file: the issuers'.
    package var chain: [ParsedCertificate]
    let key: PrivateKey
    /// SHA-256 for every key, so that a signature can be checked against content of which only that digest is known.
    let algorithm: SignatureAlgorithm

    /// `keyPEM`: unencrypted PKCS#8, SEC1 or PKCS#1. `certificate`: PEM, its chain behind it, or DER.
    package init(keyPEM: [UInt8], certificate: [UInt8]) throws(SigningError) {
        key = try SigningIdentity.readKey(keyPEM)
        let certificates: [ParsedCertificate]
        do throws(CertificateError) {
            certificates = try ParsedCertificate.readAll(pemOrDER: certificate)
        } catch {
            throw .certificate(error)
        }
        self.certificate = certificates[0]
        chain = Array(certificates.dropFirst())
        let kind = certificates[0].keyAlgorithm
        switch kind {
        case .ecdsa(bits: 256), .ecdsa(bits: 384):
            algorithm = SignatureAlgorithm(scheme: .ecdsa, digest: .sha256)
        case .rsa(let bits) where bits >= PublicKey.minimumRSABits:
            algorithm = SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha256)
        default:
            throw .unsupportedKey(kind.name)
        }
        guard key.matches(PublicKey(certificates[0])) else { throw .keyMismatch }
    }

    private static func readKey(_ text: [UInt8]) throws(SigningError) -> PrivateKey {
        guard let blocks = PEMBlock.blocks(of: text) else { throw .unreadableKey }
        // `openssl ecparam -genkey` puts the curve in a block of its own before the key.
        let keys = blocks.filter { $0.label.hasSuffix("PRIVATE KEY") }
        guard keys.count == 1 else { throw .unreadableKey }
        if keys[0].isEncrypted || keys[0].label == "ENCRYPTED PRIVATE KEY" { throw .encryptedKey }
        guard let key = PrivateKey(der: keys[0].bytes) else { throw .unreadableKey }
        return key
    }
}
