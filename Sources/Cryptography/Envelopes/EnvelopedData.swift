// A CMS EnvelopedData (RFC 5652 §6) or AuthEnvelopedData (RFC 5083) as it reads: for whom it is, how it is encrypted, and which plaintext it says it
// holds (docs/formats/encrypted.md). DER or BER, since CMS permits both; no byte may follow. Reading opens nothing and proves nothing.
package import EvidenceValues

/// Why bytes are not an envelope that Docket reads.
package enum EnvelopeError: Error, Sendable, Hashable {
    /// No ContentInfo with EnvelopedData or AuthEnvelopedData, or with bytes behind it, or one that breaks a rule. Spec: encrypted-1, encrypted-2
    case malformed
    /// More bytes, recipients or attributes than the limits permit.
    case tooLarge
}

/// What only its recipients can read.
package struct EnvelopedData: Sendable, Hashable {
    /// In bytes: as much as a verifier reads of one exhibit for its meaning.
    package static let maximumPlaintext = 64 << 20
    /// In bytes: the plaintext, its recipients and attributes.
    package static let maximumSize = maximumPlaintext + (1 << 20)
    /// The same in PEM: a third more for base64, and lines.
    package static let maximumTextSize = maximumSize / 2 * 3
    /// A party seals to an arbiter and his experts, not to a town.
    package static let maximumRecipients = 64
    package static let maximumAttributes = 64

    /// For whom it is; never empty.
    package let recipients: [EnvelopeRecipient]
    /// The object identifier of the content's type.
    package let contentType: String
    /// The object identifier of the content encryption algorithm.
    package let algorithm: String
    /// SHA-256 of the plaintext, as whoever made it says; nil where he says nothing. Spec: encrypted-2
    package let plaintextDigest: Digest?
    /// How the content is encrypted; nil if Docket does not open it.
    let cipher: ContentCipher?
    let ciphertext: [UInt8]
    /// What AuthEnvelopedData protects besides the content.
    let authentication: Authentication?

    /// Whether a change of the ciphertext is noticed by whoever opens it.
    package var isAuthenticated: Bool { authentication != nil }

    /// Whether its content is data, by a cipher that Docket opens.
    package var isOpenable: Bool {
        guard contentType == ObjectIdentifiers.data, let cipher else { return false }
        return switch cipher.mode {
        case .chaining: !isAuthenticated
        case .authenticated: isAuthenticated
        }
    }

    /// The parts of an AuthEnvelopedData that are not encrypted.
    struct Authentication: Sendable, Hashable {
        /// The DER of the authenticated attributes as a SET (RFC 5083 §2.2); empty if there are none.
        let attributes: [UInt8]
        let tag: [UInt8]
    }

    /// Reads a ContentInfo in DER or BER, or in a PEM text of one block and nothing before it.
    package init(_ bytes: [UInt8]) throws(EnvelopeError) {
        var der = bytes
        if EnvelopedData.isText(bytes) {
            guard bytes.count <= EnvelopedData.maximumTextSize else { throw .tooLarge }
            guard let blocks = PEMBlock.blocks(of: bytes), blocks.count == 1 else {
                throw .malformed
            }
            der = blocks[0].bytes
        }
        guard der.count <= EnvelopedData.maximumSize else { throw .tooLarge }
        do throws(DERError) {
            try self.init(EnvelopeParts(der))
        } catch { throw .malformed }
    }

    private static func isText(_ bytes: [UInt8]) -> Bool {
        ["CMS", "PKCS7"].contains { bytes.starts(with: "-----BEGIN \($0)-----".utf8) }
    }

    private init(_ parts: EnvelopeParts) throws(DERError) {
        recipients = parts.recipients
        contentType = parts.contentType
        algorithm = parts.algorithm.identifier
        cipher = ContentCipher(parts.algorithm)
        ciphertext = parts.ciphertext
        authentication = parts.authentication
        plaintextDigest = try PlaintextDigest.read(parts.attributes)
    }
}

/// Our unprotected attribute that names the plaintext. Spec: encrypted-2
package enum PlaintextDigest {
    /// Under 2.25, where every UUID is an identifier (ITU-T X.667).
    package static let oid = "2.25.28946729234925462756266696066543003044"

    /// The digest that stands among the attributes; nil if none does.
    static func read(_ attributes: [CMSAttributeField]) throws(DERError) -> Digest? {
        let own = attributes.filter { $0.identifier == oid }
        guard let attribute = own.first else { return nil }
        guard own.count == 1, attribute.values.count == 1,
            let digest = Digest(
                bytes: Array(
                    try DERElement(attribute.values[0], tag: Tag.octetString).contents))
        else { throw DERError() }
        return digest
    }

    /// `Attribute ::= SEQUENCE { type, SET { OCTET STRING } }`
    static func attribute(_ digest: Digest) -> [UInt8] {
        DERWriter.sequence(
            DERWriter.objectIdentifier(oid), DERWriter.setOf([DERWriter.octetString(digest.bytes)])
        )
    }
}

/// The fields of an envelope as they stand in the file.
private struct EnvelopeParts {
    let recipients: [EnvelopeRecipient]
    let contentType: String
    let algorithm: AlgorithmIdentifier
    let ciphertext: [UInt8]
    let attributes: [CMSAttributeField]
    let authentication: EnvelopedData.Authentication?

    // ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
    // EnvelopedData ::= SEQUENCE { version, originatorInfo [0] OPTIONAL, recipientInfos SET OF, encryptedContentInfo,
    //     unprotectedAttrs [1] OPTIONAL }
    // AuthEnvelopedData ::= SEQUENCE { version, originatorInfo [0] OPTIONAL, recipientInfos SET OF, authEncryptedContentInfo,
    //     authAttrs [1] OPTIONAL, mac OCTET STRING, unauthAttrs [2] OPTIONAL }
    init(_ der: [UInt8]) throws(DERError) {
        var outer = try DERElement(der, rules: .ber, tag: Tag.sequence).reader()
        let type = try outer.next(Tag.objectIdentifier).objectIdentifier()
        guard [ObjectIdentifiers.envelopedData, ObjectIdentifiers.authEnvelopedData].contains(type)
        else { throw DERError() }
        let isAuthenticated = type == ObjectIdentifiers.authEnvelopedData
        let content = try outer.next(Tag.context(0)).only()
        try outer.end()
        guard content.tag == Tag.sequence else { throw DERError() }
        var reader = try content.reader()
        let version = try reader.next(Tag.integer).smallInteger()
        guard (isAuthenticated ? [0] : [0, 2, 3, 4]).contains(version) else { throw DERError() }
        _ = try reader.optional(Tag.context(0))
        recipients = try EnvelopeRecipient.readAll(try reader.next(Tag.set))
        let encrypted = try EnvelopeParts.encrypted(try reader.next(Tag.sequence))
        (contentType, algorithm, ciphertext) = encrypted
        if isAuthenticated {
            let protected = try reader.optional(Tag.context(1))
            let tag = try reader.next()
            guard tag.tag == Tag.octetString else { throw DERError() }
            // Only the tag of the SET differs from what stands in the file, if that is DER (RFC 5083 §2.2).
            let set = try protected.map { (set) throws(DERError) in try set.normalized() } ?? []
            authentication = EnvelopedData.Authentication(
                attributes: set.isEmpty ? [] : [Tag.set] + set.dropFirst(),
                tag: Array(tag.contents))
        } else {
            authentication = nil
        }
        let last = try reader.optional(Tag.context(isAuthenticated ? 2 : 1))
        try reader.end()
        attributes =
            try last.map { (set) throws(DERError) in try CMSAttributeField.readAll(set) } ?? []
        guard attributes.count <= EnvelopedData.maximumAttributes else { throw DERError() }
    }

    // EncryptedContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, contentEncryptionAlgorithm,
    //     encryptedContent [0] IMPLICIT OCTET STRING OPTIONAL }
    private static func encrypted(_ element: DERElement) throws(DERError)
        -> (String, AlgorithmIdentifier, [UInt8])
    {
        var reader = try element.reader()
        let type = try reader.next(Tag.objectIdentifier).objectIdentifier()
        let algorithm = try AlgorithmIdentifier(try reader.next(Tag.sequence))
        // Kept elsewhere, the ciphertext would be no part of the exhibit.
        let content = try reader.next()
        guard content.tag & ~Tag.constructedBit == Tag.contextPrimitive(0) else {
            throw DERError()
        }
        try reader.end()
        return (type, algorithm, try content.octets())
    }
}
