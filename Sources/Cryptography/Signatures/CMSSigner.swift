// One signer of a SignedData (RFC 5652 §5.3): what it states, and what of it is signed. Verification is in CMSVerification.swift. A
// countersignature (§11.4) is a signer too, whose content is the signature value of another.
package import EvidenceValues

/// One SignerInfo with what is needed to verify it.
package struct CMSSigner: Sendable, Hashable {
    private let parts: Shared<SignerFields>

    /// Its position in the SignedData, or among the countersignatures of its signer.
    package var index: Int { parts.value.index }
    package var signatureValue: [UInt8] { parts.value.signatureValue }
    /// SHA-256 of `signatureValue`: the name of this signature in facts.
    package var signatureDigest: Digest { parts.value.signatureDigest }
    /// `sha-256` …, or the object identifier of an unknown algorithm.
    package var digestAlgorithm: String { parts.value.digestAlgorithm }
    /// `ecdsa`, `rsa`, `rsa-pss`, `ed25519`, or the object identifier of an unknown algorithm.
    package var signatureAlgorithm: String { parts.value.signatureAlgorithm }
    /// The scheme with its digest; nil if it is not supported or the two digests of the SignerInfo differ.
    package var algorithm: SignatureAlgorithm? { parts.value.algorithm }
    /// The certificate of the SignedData that the signer identifier names; nil if it is not there.
    package var certificate: ParsedCertificate? { parts.value.certificate }
    /// Signatures over this one's value, in the order of the file (RFC 5652 §11.4).
    package var countersignatures: [CMSSigner] { parts.value.countersignatures }
    var identifier: SignerIdentifier { parts.value.identifier }
    var signedAttributes: SignedAttributes? { parts.value.signedAttributes }
    /// The first signed attribute that is not as it must be.
    var invalidAttribute: CMSAttribute? { parts.value.invalidAttribute }
    var unsignedAttributes: UnsignedAttributes { parts.value.unsignedAttributes }
    /// Nil when the content is detached.
    var enclosedContent: SignedContent? { parts.value.enclosedContent }
    /// Nil for a countersignature, whose content has no type.
    var eContentType: String? { parts.value.eContentType }
    /// Version to signature as they stand in the file.
    var signedFields: ArraySlice<UInt8> { parts.value.signedFields }

    /// The message-digest attribute.
    package var messageDigest: [UInt8]? { signedAttributes?.messageDigest }
    /// The content-type attribute.
    package var contentType: String? { signedAttributes?.contentType }
    /// The signing-time attribute: the signer's statement.
    package var claimedTime: Instant? { signedAttributes?.claimedTime }
    /// The signing-certificate attribute, version 2 where both are there.
    package var signingCertificate: SigningCertificateReference? {
        signedAttributes?.references.first
    }
    /// The whole note of the checkpoint attribute, which is signed.
    package var checkpointNote: String? { signedAttributes?.checkpointNote }
    /// The policy under which the signer says that it signs (EN 319 122-1 §5.2.9).
    package var signaturePolicy: SignaturePolicy? { signedAttributes?.signaturePolicy }
    /// The object identifiers of the commitments that the signer states (EN 319 122-1 §5.2.3).
    package var commitmentTypes: [String] { signedAttributes?.commitmentTypes ?? [] }
    /// The content-time-stamp tokens, which are signed and over the content (EN 319 122-1 §5.2.8).
    package var contentTimeStampTokens: [[UInt8]] { signedAttributes?.contentTimeStamps ?? [] }
    /// The signature-time-stamp tokens (CAdES-T), unsigned attributes over `signatureValue`.
    package var timeStampTokens: [[UInt8]] {
        unsignedAttributes.values(of: .signatureTimeStamp)
    }
    /// The archive-time-stamps, in the order of the file, which says nothing about their order in time.
    package var archiveTimeStamps: [ArchiveTimeStamp] { unsignedAttributes.archiveTimeStamps }
    /// The CAdES-C time-stamps, in the order of the file.
    package var referenceTimeStamps: [ReferenceTimeStamp] {
        unsignedAttributes.referenceTimeStamps
    }
    /// The tokens of `referenceTimeStamps`.
    package var referenceTimeStampTokens: [[UInt8]] { referenceTimeStamps.map(\.token) }
    /// What the complete-certificate- and complete-revocation-references name, by digest.
    package var references: [ObjectReference] { unsignedAttributes.references }
    /// The certificates of the certificate-values attribute (EN 319 122-1 A.1.1.2).
    package var certificateValues: [EvidenceCertificate] {
        unsignedAttributes.certificateValues
    }
    /// The lists of the revocation-values attribute (EN 319 122-1 A.1.2.2), each in DER.
    package var revocationLists: [[UInt8]] { unsignedAttributes.revocationLists }
    /// The answers of the revocation-values attribute, each a BasicOCSPResponse in DER.
    package var ocspValues: [[UInt8]] { unsignedAttributes.ocspResponses }
    /// Unsigned attributes of which Docket makes nothing, by object identifier.
    package var otherUnsigned: [String] { unsignedAttributes.others }
    /// Whether there are any.
    package var hasOtherUnsigned: Bool { !otherUnsigned.isEmpty }
    /// Attributes that Docket knows and that are not of their type or beyond a limit, by object identifier. What they hold is not used.
    package var unreadableAttributes: [String] {
        (signedAttributes?.unreadable ?? []) + unsignedAttributes.unreadable
    }
    /// Whether the SignedData signs plain data (id-data), as a party does. A time-stamp token, a receipt or any other structure
    /// signed with the same key declares something else and must not pass for its holder's signature on a document.
    package var signsPlainData: Bool { eContentType == ObjectIdentifiers.data }
    /// Whether this signs another signature's value.
    package var isCountersignature: Bool { eContentType == nil }
    /// Whether signed attributes are present.
    package var hasSignedAttributes: Bool { signedAttributes != nil }

    /// Reads a SignerInfo.
    init(_ element: DERElement, index: Int, of context: SignerContext) throws(DERError) {
        parts = Shared(try SignerFields(element, index: index, of: context))
    }

    /// Whether the signer identifier (issuer and serial number, or key identifier) names this certificate.
    package func identifies(_ certificate: ParsedCertificate) -> Bool {
        identifier.names(certificate)
    }

    /// Whether the signed attributes name this certificate by its digest (RFC 5035), all of those that name one.
    package func namesBySignature(_ certificate: ParsedCertificate) -> Bool {
        guard let references = signedAttributes?.references, !references.isEmpty else {
            return false
        }
        return references.allSatisfy { $0.names(certificate) }
    }

    /// `sha-256`, `ecdsa-p256` …: what must be approved at the time of the signature.
    package func algorithmNames(certificate: ParsedCertificate) -> [String] {
        [
            digestAlgorithm,
            algorithm.map { certificate.keyAlgorithm.name(scheme: $0.scheme) }
                ?? signatureAlgorithm,
        ]
    }
}

/// What is read of a SignerInfo; `CMSSigner` says what each field is.
private struct SignerFields: Sendable, Hashable {
    let index: Int
    let signatureValue: [UInt8]
    let signatureDigest: Digest
    let digestAlgorithm: String
    let signatureAlgorithm: String
    let algorithm: SignatureAlgorithm?
    let certificate: ParsedCertificate?
    let countersignatures: [CMSSigner]
    let identifier: SignerIdentifier
    let signedAttributes: SignedAttributes?
    let invalidAttribute: CMSAttribute?
    let unsignedAttributes: UnsignedAttributes
    let enclosedContent: SignedContent?
    let eContentType: String?
    let signedFields: ArraySlice<UInt8>

    // SignerInfo ::= SEQUENCE { version, sid, digestAlgorithm, signedAttrs [0] IMPLICIT SET OPTIONAL, signatureAlgorithm,
    //     signature OCTET STRING, unsignedAttrs [1] IMPLICIT SET OPTIONAL }
    init(_ element: DERElement, index: Int, of context: SignerContext) throws(DERError) {
        let parts = try SignerParts(element)
        // RFC 5652 §5.1: the set announces each signer's digest algorithm, and a verifier may refuse one that is not in it.
        if let announced = context.announced {
            guard announced.contains(parts.digestAlgorithm.identifier) else { throw DERError() }
        }
        let digest = parts.digestAlgorithm.digestAlgorithm
        let scheme = parts.signatureAlgorithm.signatureAlgorithm(digest: digest)
        self.index = index
        eContentType = context.eContentType
        enclosedContent = context.content
        identifier = parts.identifier
        signedAttributes = try parts.signedAttributes.map { (element) throws(DERError) in
            try SignedAttributes(element)
        }
        invalidAttribute = signedAttributes?.invalid(
            with: parts.digestAlgorithm, parts.signatureAlgorithm)
        signatureValue = parts.signature
        signatureDigest = Digest(sha256Of: parts.signature)
        digestAlgorithm = digest?.rawValue ?? parts.digestAlgorithm.identifier
        signatureAlgorithm = scheme?.scheme.name ?? parts.signatureAlgorithm.identifier
        algorithm = scheme?.digest == digest ? scheme : nil
        signedFields = parts.signedFields
        var unsigned = UnsignedAttributes(parts.unsignedFields)
        countersignatures = unsigned.countersignatures(of: parts.signature, in: context)
        unsignedAttributes = unsigned
        // Several certificates may bear the same issuer and number; the one that the signer meant is the one it signed for.
        let named = context.certificates.filter { parts.identifier.names($0) }
        let references = signedAttributes?.references ?? []
        certificate =
            named.count < 2
            ? named.first
            : named.first { candidate in references.allSatisfy { $0.names(candidate) } }
                ?? named.first
    }
}

/// What a SignerInfo is read with: the SignedData around it, or the signature that it countersigns.
struct SignerContext {
    /// Countersignatures of countersignatures of …; nobody does more than one.
    static let maximumDepth = 4

    /// The digest algorithms announced; nil for a countersignature, for which none are.
    var announced: [String]?
    var eContentType: String?
    var content: SignedContent?
    let certificates: [ParsedCertificate]
    var depth = 0
}

/// `SignerIdentifier ::= CHOICE { issuerAndSerialNumber, subjectKeyIdentifier [0] }`
enum SignerIdentifier: Sendable, Hashable {
    case issuerAndSerial(issuerDER: [UInt8], serial: [UInt8])
    case keyIdentifier([UInt8])

    func names(_ certificate: ParsedCertificate) -> Bool {
        switch self {
        case .issuerAndSerial(let issuer, let serial):
            certificate.serial == serial && certificate.issuerDER == issuer
        case .keyIdentifier(let identifier):
            certificate.subjectKeyIdentifier == identifier
        }
    }
}

/// The pieces of a SignerInfo as they stand in the file.
struct SignerParts {
    let identifier: SignerIdentifier
    let digestAlgorithm: AlgorithmIdentifier
    let signedAttributes: DERElement?
    let signatureAlgorithm: AlgorithmIdentifier
    let signature: [UInt8]
    let unsignedFields: [CMSAttributeField]
    /// Version to signature.
    let signedFields: ArraySlice<UInt8>

    /// Version to signature as encoded, in order.
    var beforeUnsigned: [[UInt8]] {
        var reader = DERReader(signedFields, rules: .ber)
        var fields: [[UInt8]] = []
        while let field = try? reader.next() { fields.append(Array(field.encoded)) }
        return fields
    }
    var unsignedElements: [[UInt8]] { unsignedFields.map { Array($0.encoded) } }

    init(_ element: DERElement) throws(DERError) {
        guard element.tag == Tag.sequence else { throw DERError() }
        var reader = try element.reader()
        let version = try reader.next(Tag.integer)
        let signer = try reader.next()
        identifier = try SignerParts.identifier(signer)
        // RFC 5652 §5.3: version 1 with issuer and serial number, 3 with a key identifier.
        guard try version.smallInteger() == (signer.tag == Tag.sequence ? 1 : 3) else {
            throw DERError()
        }
        digestAlgorithm = try AlgorithmIdentifier(try reader.next(Tag.sequence))
        signedAttributes = try reader.optional(Tag.context(0))
        signatureAlgorithm = try AlgorithmIdentifier(try reader.next(Tag.sequence))
        let value = try reader.next()
        guard value.tag & ~Tag.constructedBit == Tag.octetString else { throw DERError() }
        signature = try value.octets()
        signedFields = element.contents[..<value.encoded.endIndex]
        let unsigned = try reader.optional(Tag.context(1))
        try reader.end()
        unsignedFields =
            try unsigned.map { (set) throws(DERError) in
                try CMSAttributeField.readAll(set)
            } ?? []
    }

    static func identifier(_ element: DERElement) throws(DERError) -> SignerIdentifier {
        if element.tag == Tag.contextPrimitive(0) {
            return .keyIdentifier(Array(element.contents))
        }
        guard element.tag == Tag.sequence else { throw DERError() }
        var reader = try element.reader()
        let issuer = try reader.next(Tag.sequence)
        let serial = try reader.next(Tag.integer).integerBytes()
        try reader.end()
        return .issuerAndSerial(issuerDER: Array(issuer.encoded), serial: serial)
    }
}

extension SignatureScheme {
    /// `ecdsa`, `rsa`, `rsa-pss`, `ed25519`, `dsa`.
    package var name: String {
        switch self {
        case .ecdsa: "ecdsa"
        case .rsaPKCS1: "rsa"
        case .rsaPSS: "rsa-pss"
        case .ed25519: "ed25519"
        case .dsa: "dsa"
        }
    }
}
