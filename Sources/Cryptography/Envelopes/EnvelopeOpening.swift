// Opening an envelope with a recipient's key. What comes out is whatever the envelope holds for this key: whether it is what somebody filed is for
// whoever knows the digest to say, and until then it is nobody's words.
package import EvidenceValues

/// Why an envelope was not opened.
package enum OpeningError: Error, Sendable, Hashable {
    /// It names other certificates only.
    case otherRecipient
    /// An algorithm that Docket does not open; its object identifier or name.
    case unsupported(String)
    /// It holds nothing for this key, or was changed; nobody is told which. Spec: encrypted-9
    case failed
}

/// A private key with the certificate by which envelopes name it.
package struct RecipientIdentity: Sendable {
    package let certificate: ParsedCertificate
    private let key: PrivateKey

    /// `keyPEM`: PKCS#8, SEC1 or PKCS#1, or PKCS#8 under `passphrase`. `certificate`: PEM or DER; what follows the first is not looked at.
    package init(
        keyPEM: [UInt8], passphrase: Secret? = nil, certificate: [UInt8]
    ) throws(SigningError) {
        key = try PrivateKeyFile.read(keyPEM, passphrase: passphrase)
        self.certificate = try SigningIdentity.certificates(certificate)[0]
        guard Envelope.isSupported(self.certificate.keyAlgorithm) else {
            throw .unsupportedKey(self.certificate.keyAlgorithm.name)
        }
        guard key.belongs(to: self.certificate) == true else { throw .keyMismatch }
    }

    /// What the envelope holds for this key.
    package func open(_ envelope: EnvelopedData) throws(OpeningError) -> [UInt8] {
        let own = envelope.recipients.filter { $0.names(certificate) }
        guard !own.isEmpty else { throw .otherRecipient }
        guard envelope.contentType == ObjectIdentifiers.data else {
            throw .unsupported(envelope.contentType)
        }
        guard let cipher = envelope.cipher else { throw .unsupported(envelope.algorithm) }
        guard let recipient = own.first(where: { $0.unsupported == nil }) else {
            throw .unsupported(own.compactMap(\.unsupported).first ?? "")
        }
        guard let contentKey = contentKey(recipient),
            let plain = cipher.decrypt(
                envelope.ciphertext, key: contentKey, authentication: envelope.authentication)
        else { throw .failed }
        return plain
    }

    private func contentKey(_ recipient: EnvelopeRecipient) -> Secret? {
        switch recipient.delivery {
        case .transport(let transport, let wrapped):
            guard case .rsa = certificate.keyAlgorithm else { return nil }
            return transport.decrypt(wrapped, with: key)
        case .agreement(let agreement, let wrapped):
            guard let peer = Envelope.key(at: agreement.point, like: certificate),
                let secret = KeyAgreement.secret(key.handle, with: peer)
            else { return nil }
            return KeyWrap.unwrap(wrapped, under: agreement.wrappingKey(from: secret))
        case .other: return nil
        }
    }
}

/// Which keys envelopes are for.
enum Envelope {
    /// Whether a key of this kind can be a recipient's.
    static func isSupported(_ algorithm: KeyAlgorithm) -> Bool {
        switch algorithm {
        case .ecdsa, .brainpool: true
        case .rsa(let bits): bits >= PublicKey.minimumRSABits
        case .ed25519, .dsa, .other: false
        }
    }

    /// The public key that is this point of the curve on which `certificate` has its key; nil if it is none.
    static func key(at point: [UInt8], like certificate: ParsedCertificate) -> Handle? {
        guard
            let own = try? DERElement(certificate.publicKeyDER, tag: Tag.sequence).first(1).first,
            case let der = DERWriter.sequence(
                Array(own.encoded), DERWriter.element(Tag.bitString, [0] + point)),
            let key = try? PublicKey(der: der)
        else { return nil }
        return key.openSSLKey()
    }
}
