// Makes an envelope (docs/formats/encrypted.md, encrypted-7): AES-256-CBC, and the key for each recipient by the way that his own key asks for. CBC and
// not GCM, because every tool opens it; that nothing was changed is shown by the digest, which is what evidence is known by anyway.
import EvidenceValues

/// Why nothing was sealed.
package enum SealingError: Error, Sendable, Hashable {
    /// Nobody is to open it, or more than `EnvelopedData.mostSealedTo`.
    case recipientCount
    /// The certificate's key is of a kind with which nothing is sealed; its name.
    case unsupportedKey(String)
    /// The certificate says that its key is for other things.
    case keyUsage
    /// Two of the certificates have one issuer and serial number, so that an envelope cannot tell them apart.
    case ambiguousRecipients
    /// The content is larger than `EnvelopedData.maximumPlaintext`.
    case tooLarge
    /// OpenSSL failed.
    case failed
}

extension EnvelopedData {
    /// Recipients of what Docket writes.
    package static let mostSealedTo = 16

    /// The ContentInfo, in DER, that gives `content` to the holders of these certificates' keys.
    /// - Parameters:
    ///   - namesPlaintext: whether it names the digest of the content, so that this has its age. Spec: encrypted-2
    ///   - random: gives as many unpredictable bytes as it is asked for.
    package static func seal(
        _ content: [UInt8], to recipients: [ParsedCertificate], namesPlaintext: Bool,
        random: (Int) -> [UInt8]
    ) throws(SealingError) -> [UInt8] {
        try requireSealable(to: recipients)
        guard content.count <= maximumPlaintext else { throw .tooLarge }
        let key = Secret(random(32))
        let cipher = ContentCipher(vector: random(ContentCipher.blockSize))
        guard let ciphertext = cipher.encrypt(content, key: key), let algorithm = cipher.encoded
        else { throw .failed }
        var infos: [[UInt8]] = []
        for recipient in recipients { infos.append(try info(key, for: recipient)) }
        let encrypted = DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.data), algorithm,
            DERWriter.element(Tag.contextPrimitive(0), ciphertext))
        let attributes =
            namesPlaintext
            ? DERWriter.setOf(
                [PlaintextDigest.attribute(Digest(sha256Of: content))], tag: Tag.context(1)) : []
        // RFC 5652 §6.1: 0 where all recipients are named by issuer and serial number for RSA, and nothing unprotected stands here.
        let isOldest = !namesPlaintext && infos.allSatisfy { $0.first == Tag.sequence }
        return DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.envelopedData),
            DERWriter.element(
                Tag.context(0),
                DERWriter.sequence(
                    DERWriter.integer(isOldest ? 0 : 2), DERWriter.setOf(infos), encrypted,
                    attributes)))
    }

    /// Says why nothing could be sealed to these certificates.
    package static func requireSealable(
        to recipients: [ParsedCertificate]
    ) throws(SealingError) {
        guard (1...mostSealedTo).contains(recipients.count) else { throw .recipientCount }
        for recipient in recipients {
            let algorithm = recipient.keyAlgorithm
            guard Envelope.isSupported(algorithm) else { throw .unsupportedKey(algorithm.name) }
            guard let usage = recipient.keyUsage else { continue }
            if case .rsa = algorithm {
                guard usage.keyEncipherment else { throw .keyUsage }
            } else {
                guard usage.keyAgreement else { throw .keyUsage }
            }
        }
        let names = recipients.map(name)
        guard Set(names).count == names.count else { throw .ambiguousRecipients }
    }

    /// IssuerAndSerialNumber ::= SEQUENCE { issuer Name, serialNumber INTEGER }
    private static func name(_ certificate: ParsedCertificate) -> [UInt8] {
        DERWriter.sequence(
            certificate.issuerDER, DERWriter.integer(contents: certificate.serial))
    }

    private static func info(
        _ key: Secret, for recipient: ParsedCertificate
    ) throws(SealingError) -> [UInt8] {
        let publicKey = PublicKey(recipient)
        guard case .rsa = recipient.keyAlgorithm else {
            return try agreement(key, for: recipient, publicKey)
        }
        guard let wrapped = KeyTransport.own.encrypt(key, for: publicKey) else { throw .failed }
        return DERWriter.sequence(
            DERWriter.integer(0), name(recipient), KeyTransport.own.encoded,
            DERWriter.octetString(wrapped))
    }

    private static func agreement(
        _ key: Secret, for recipient: ParsedCertificate, _ publicKey: PublicKey
    ) throws(SealingError) -> [UInt8] {
        guard let own = publicKey.openSSLKey(), let fresh = KeyAgreement.ephemeral(like: own),
            let point = point(fresh.publicKey),
            let secret = KeyAgreement.secret(fresh.key, with: own)
        else { throw .failed }
        let wrapping = KeyAgreement(point: point).wrappingKey(from: secret)
        guard let wrapped = KeyWrap.wrap(key, under: wrapping) else { throw .failed }
        // RFC 5753 §3.1.1: the curve is that of the recipient's key, and need not stand here.
        let originator = DERWriter.element(
            Tag.context(1),
            DERWriter.sequence(DERWriter.objectIdentifier(ObjectIdentifiers.ecPublicKey))
                + DERWriter.element(Tag.bitString, [0] + point))
        let keys = DERWriter.sequence(
            DERWriter.sequence(name(recipient), DERWriter.octetString(wrapped)))
        return DERWriter.element(
            Tag.context(1),
            DERWriter.integer(3) + DERWriter.element(Tag.context(0), originator)
                + KeyAgreement.encoded + keys)
    }

    /// The point of a SubjectPublicKeyInfo.
    private static func point(_ der: [UInt8]) -> [UInt8]? {
        guard let fields = try? DERElement(der, tag: Tag.sequence).elements(limit: 2),
            fields.count == 2
        else { return nil }
        return try? fields[1].bitStringBytes()
    }
}
