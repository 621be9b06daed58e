// A private key with its certificate, as a party keeps them: in two files of PEM, in one of PKCS #12, or with the key in a token. The
// key is read once and stays with OpenSSL or in the token. A pair that does not belong together is refused, at the latest when the
// first signature is checked.
package import EvidenceValues

/// Why a key and certificate cannot sign, or a signature not be extended.
package enum SigningError: Error, Sendable, Hashable {
    /// Not a PKCS#8, SEC1 or PKCS#1 private key in PEM.
    case unreadableKey
    /// The key is under a passphrase, and none was given.
    case encryptedKey
    /// The passphrase is not the one, or the file is damaged.
    case wrongPassphrase
    /// A way to encrypt keys that Docket does not open; its name or object identifier.
    case unsupportedEncryption(String)
    /// Opening the key would cost more than `KeyDerivation` allows.
    case tooCostly
    /// Not a PKCS#12 file, or one without exactly one key.
    case unreadablePKCS12
    /// Not P-256, P-384 or RSA of 2048 bits and more; its name.
    case unsupportedKey(String)
    case certificate(CertificateError)
    /// The certificate is for another key.
    case keyMismatch
    /// The token refused, by PKCS #11's number.
    case token(UInt)
    /// OpenSSL failed, in its words.
    case failed(String)
    /// The SignedData to be extended cannot be read or has not exactly one signer.
    case notExtensible
    /// It holds an archive time-stamp, which anything added could break.
    case archived
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
    /// How an RSA key signs; others do not ask.
    package var padding = RSAPadding.pkcs1
    let key: any SigningKey

    /// A key wherever it is, with its certificate and those above it.
    package init(
        key: any SigningKey, certificate: ParsedCertificate, chain: [ParsedCertificate] = []
    ) throws(SigningError) {
        switch certificate.keyAlgorithm {
        case .ecdsa(bits: 256), .ecdsa(bits: 384): break
        case .rsa(let bits) where bits >= PublicKey.minimumRSABits: break
        default: throw .unsupportedKey(certificate.keyAlgorithm.name)
        }
        guard key.belongs(to: certificate) != false else { throw .keyMismatch }
        self.certificate = certificate
        self.chain = chain
        self.key = key
    }

    /// `keyPEM`: PKCS#8, SEC1 or PKCS#1, or PKCS#8 under `passphrase`. `certificate`: PEM, its chain behind it, or DER.
    package init(
        keyPEM: [UInt8], passphrase: Secret? = nil, certificate: [UInt8]
    ) throws(SigningError) {
        let key = try PrivateKeyFile.read(keyPEM, passphrase: passphrase)
        let certificates = try SigningIdentity.certificates(certificate)
        try self.init(
            key: key, certificate: certificates[0], chain: Array(certificates.dropFirst()))
    }

    /// A PKCS#12 file under `passphrase`, which may be empty. Its certificates are the key's and what else it holds.
    package init(pkcs12: [UInt8], passphrase: Secret) throws(SigningError) {
        let (key, bytes) = try PrivateKey.open(pkcs12: pkcs12, passphrase: passphrase)
        var certificates: [ParsedCertificate] = []
        for der in bytes {
            do throws(CertificateError) {
                certificates.append(try ParsedCertificate(der: der))
            } catch {
                throw .certificate(error)
            }
        }
        guard !certificates.isEmpty else { throw .certificate(.noCertificate) }
        guard let own = certificates.firstIndex(where: { key.belongs(to: $0) == true }) else {
            throw .keyMismatch
        }
        let certificate = certificates.remove(at: own)
        try self.init(key: key, certificate: certificate, chain: certificates)
    }

    /// The certificates of a file: PEM or DER.
    package static func certificates(_ file: [UInt8]) throws(SigningError) -> [ParsedCertificate] {
        do throws(CertificateError) {
            return try ParsedCertificate.readAll(pemOrDER: file)
        } catch {
            throw .certificate(error)
        }
    }

    /// SHA-256 for every key, so that a signature can be checked against content of which only that digest is known.
    var algorithm: SignatureAlgorithm {
        let digest = DigestAlgorithm.sha256
        guard case .rsa = certificate.keyAlgorithm else {
            return SignatureAlgorithm(scheme: .ecdsa, digest: digest)
        }
        return switch padding {
        case .pkcs1: SignatureAlgorithm(scheme: .rsaPKCS1, digest: digest)
        case .pss: SignatureAlgorithm(scheme: .rsaPSS(saltLength: digest.size), digest: digest)
        }
    }

    /// The signature over `message`, checked: a key that is not the certificate's, or a fault of what computed, gives none.
    func sign(_ message: [UInt8]) throws(SigningError) -> [UInt8] {
        let algorithm = algorithm
        let signature = try key.sign(digest: algorithm.digest.hash(message), by: algorithm)
        guard PublicKey(certificate).check(signature, over: message, by: algorithm) == .valid
        else { throw .keyMismatch }
        return signature
    }
}
