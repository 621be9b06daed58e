// One recipient of an envelope (RFC 5652 §6.2): whose certificate it names, and the content encryption key, wrapped so that this
// certificate's key gives it back. Recipients by shared keys and passwords are read past and told; Docket opens none of them.
import EvidenceValues

/// Somebody who can open an envelope, as the envelope says.
package struct EnvelopeRecipient: Sendable, Hashable {
    /// In bytes; RSA of 16,384 bits, the largest that OpenSSL computes, gives as many.
    static let maximumWrappedKey = 2_048

    /// How the content encryption key reaches the recipient.
    enum Delivery: Sendable, Hashable {
        /// Encrypted with the key of the certificate (KeyTransRecipientInfo).
        case transport(KeyTransport, wrapped: [UInt8])
        /// Wrapped under a key agreed on with that of the certificate (KeyAgreeRecipientInfo).
        case agreement(KeyAgreement, wrapped: [UInt8])
        /// In a way that Docket does not open; its object identifier or name.
        case other(String)
    }

    /// Nil where no certificate is named.
    let identifier: SignerIdentifier?
    let delivery: Delivery

    /// Whether it names this certificate.
    package func names(_ certificate: ParsedCertificate) -> Bool {
        identifier?.names(certificate) ?? false
    }

    /// Why Docket does not open what it delivers: the algorithm; nil if it does.
    package var unsupported: String? {
        if case .other(let name) = delivery { name } else { nil }
    }

    /// For people: `serial 1a2b of CN=Court CA`.
    package var words: String {
        switch identifier {
        case .issuerAndSerial(let issuer, let serial):
            "serial \(Hexadecimal.encode(serial)) of \(DistinguishedName(wellFormed: issuer).text)"
        case .keyIdentifier(let identifier): "key \(Hexadecimal.encode(identifier))"
        case nil: "whoever has the password or shared key"
        }
    }

    private init(_ identifier: SignerIdentifier?, _ delivery: Delivery) {
        self.identifier = identifier
        self.delivery = delivery
    }

    /// Reads the recipients of an envelope, at least one.
    static func readAll(_ set: DERElement) throws(DERError) -> [EnvelopeRecipient] {
        var recipients: [EnvelopeRecipient] = []
        for element in try set.elements(limit: EnvelopedData.maximumRecipients) {
            switch element.tag {
            case Tag.sequence: recipients.append(try transport(element))
            case Tag.context(1): recipients += try agreement(element)
            case Tag.context(2): recipients.append(EnvelopeRecipient(nil, .other("kekri")))
            case Tag.context(3): recipients.append(EnvelopeRecipient(nil, .other("pwri")))
            case Tag.context(4): recipients.append(EnvelopeRecipient(nil, .other("ori")))
            default: throw DERError()
            }
        }
        guard (1...EnvelopedData.maximumRecipients).contains(recipients.count) else {
            throw DERError()
        }
        return recipients
    }

    // KeyTransRecipientInfo ::= SEQUENCE { version (0 | 2), rid, keyEncryptionAlgorithm, encryptedKey OCTET STRING }
    private static func transport(_ element: DERElement) throws(DERError) -> EnvelopeRecipient {
        var reader = try element.reader()
        let version = try reader.next(Tag.integer).smallInteger()
        let name = try reader.next()
        guard version == (name.tag == Tag.sequence ? 0 : 2) else { throw DERError() }
        let identifier = try SignerParts.identifier(name)
        let algorithm = try AlgorithmIdentifier(try reader.next(Tag.sequence))
        let wrapped = try wrappedKey(try reader.next())
        try reader.end()
        let known = try KeyTransport(algorithm)
        return EnvelopeRecipient(
            identifier,
            known.map { .transport($0, wrapped: wrapped) } ?? .other(algorithm.identifier))
    }

    // KeyAgreeRecipientInfo ::= SEQUENCE { version (3), originator [0] EXPLICIT, ukm [1] EXPLICIT OCTET STRING OPTIONAL,
    //     keyEncryptionAlgorithm, recipientEncryptedKeys SEQUENCE OF SEQUENCE { rid, encryptedKey OCTET STRING } }
    private static func agreement(_ element: DERElement) throws(DERError) -> [EnvelopeRecipient] {
        var reader = try element.reader()
        guard try reader.next(Tag.integer).smallInteger() == 3 else { throw DERError() }
        let originator = try reader.next(Tag.context(0)).only()
        let shared = try reader.optional(Tag.context(1)).map { (field) throws(DERError) in
            try field.only().octets()
        }
        let algorithm = try AlgorithmIdentifier(try reader.next(Tag.sequence))
        let keys = try reader.next(Tag.sequence)
            .elements(limit: EnvelopedData.maximumRecipients)
        try reader.end()
        let known = try KeyAgreement(algorithm, originator: originator, shared: shared)
        var recipients: [EnvelopeRecipient] = []
        for key in keys {
            guard key.tag == Tag.sequence else { throw DERError() }
            var reader = try key.reader()
            let identifier = try agreementIdentifier(try reader.next())
            let wrapped = try wrappedKey(try reader.next())
            try reader.end()
            recipients.append(
                EnvelopeRecipient(
                    identifier,
                    known.map { .agreement($0, wrapped: wrapped) } ?? .other(algorithm.identifier)
                ))
        }
        return recipients
    }

    // KeyAgreeRecipientIdentifier ::= CHOICE { issuerAndSerialNumber, rKeyId [0] IMPLICIT SEQUENCE { subjectKeyIdentifier
    //     OCTET STRING, date GeneralizedTime OPTIONAL, other OPTIONAL } }
    private static func agreementIdentifier(
        _ element: DERElement
    ) throws(DERError) -> SignerIdentifier {
        guard element.tag == Tag.context(0) else { return try SignerParts.identifier(element) }
        var reader = try element.reader()
        return .keyIdentifier(Array(try reader.next(Tag.octetString).contents))
    }

    private static func wrappedKey(_ element: DERElement) throws(DERError) -> [UInt8] {
        guard element.tag & ~Tag.constructedBit == Tag.octetString else { throw DERError() }
        let bytes = try element.octets()
        guard bytes.count <= maximumWrappedKey else { throw DERError() }
        return bytes
    }
}
