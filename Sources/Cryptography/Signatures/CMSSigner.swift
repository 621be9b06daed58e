// One signer of a SignedData (RFC 5652 §5.3): what it states, and what of it is signed. Verification is in CMSVerification.swift.
package import EvidenceValues

/// One SignerInfo with what is needed to verify it.
package struct CMSSigner: Sendable, Hashable {
    /// Its position in the SignedData.
    package let index: Int
    package let signatureValue: [UInt8]
    /// SHA-256 of `signatureValue`: the name of this signature in facts.
    package let signatureDigest: Digest
    /// `sha-256` …, or the object identifier of an unknown algorithm.
    package let digestAlgorithm: String
    /// `ecdsa`, `rsa`, `rsa-pss`, `ed25519`, or the object identifier of an unknown algorithm.
    package let signatureAlgorithm: String
    /// The scheme with its digest; nil if it is not supported or the two digests of the SignerInfo differ.
    package let algorithm: SignatureAlgorithm?
    /// The signature-time-stamp tokens (CAdES-T), unsigned attributes over `signatureValue`.
    package let timeStampTokens: [[UInt8]]
    /// The certificate of the SignedData that the signer identifier names; nil if it is not there.
    package let certificate: ParsedCertificate?
    let identifier: SignerIdentifier
    let signedAttributes: SignedAttributes?
    let encapsulatedContent: [UInt8]?
    let eContentType: String

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
    /// Whether the SignedData signs plain data (id-data), as a party does. A time-stamp token, a receipt or any other structure
    /// signed with the same key declares something else and must not pass for its holder's signature on a document.
    package var signsPlainData: Bool { eContentType == ObjectIdentifiers.data }
    /// Whether signed attributes are present.
    package var hasSignedAttributes: Bool { signedAttributes != nil }

    // SignerInfo ::= SEQUENCE { version, sid, digestAlgorithm, signedAttrs [0] IMPLICIT SET OPTIONAL, signatureAlgorithm,
    //     signature OCTET STRING, unsignedAttrs [1] IMPLICIT SET OPTIONAL }
    init(
        _ element: DERElement, index: Int, of file: SignedDataParts,
        certificates: [ParsedCertificate], content: [UInt8]?
    ) throws(DERError) {
        let parts = try SignerParts(element)
        // RFC 5652 §5.1: the set announces each signer's digest algorithm, and a verifier may refuse one that is not in it.
        guard file.digestAlgorithms.contains(parts.digestAlgorithm.identifier) else {
            throw DERError()
        }
        let digest = parts.digestAlgorithm.digestAlgorithm
        let scheme = parts.signatureAlgorithm.signatureAlgorithm(digest: digest)
        self.index = index
        eContentType = file.eContentType
        encapsulatedContent = content
        identifier = parts.identifier
        signedAttributes = try parts.signedAttributes.map { (element) throws(DERError) in
            try SignedAttributes(element)
        }
        signatureValue = parts.signature
        signatureDigest = Digest(sha256Of: parts.signature)
        digestAlgorithm = digest?.rawValue ?? parts.digestAlgorithm.identifier
        signatureAlgorithm = scheme?.scheme.name ?? parts.signatureAlgorithm.identifier
        algorithm = scheme?.digest == digest ? scheme : nil
        timeStampTokens = parts.unsignedAttributes
            .filter { $0.identifier == ObjectIdentifiers.signatureTimeStamp }.flatMap(\.values)
        // Several certificates may bear the same issuer and number; the one that the signer meant is the one it signed for.
        let named = certificates.filter { parts.identifier.names($0) }
        let references = signedAttributes?.references ?? []
        certificate =
            named.first { candidate in references.allSatisfy { $0.names(candidate) } }
            ?? named.first
    }

    /// Whether the signer identifier (issuer and serial number, or key identifier) names this certificate.
    package func identifies(_ certificate: ParsedCertificate) -> Bool {
        identifier.names(certificate)
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

/// `SignerIdentifier ::= CHOICE { issuerAndSerialNumber, subjectKeyIdentifier [0] }`
enum SignerIdentifier: Sendable, Hashable {
    case issuerAndSerial(issuerDER: [UInt8], serial: [UInt8])
    case keyIdentifier([UInt8])

    func names(_ certificate: ParsedCertificate) -> Bool {
        switch self {
        case .issuerAndSerial(let issuer, let serial):
            certificate.issuerDER == issuer && certificate.serial == serial
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
    let unsignedAttributes: [CMSAttributeField]
    /// Version to signature, each as encoded.
    let beforeUnsigned: [[UInt8]]
    let unsignedElements: [[UInt8]]

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
        let digest = try reader.next(Tag.sequence)
        digestAlgorithm = try AlgorithmIdentifier(digest)
        signedAttributes = try reader.optional(Tag.context(0))
        let algorithm = try reader.next(Tag.sequence)
        signatureAlgorithm = try AlgorithmIdentifier(algorithm)
        let value = try reader.next()
        guard value.tag & ~Tag.constructedBit == Tag.octetString else { throw DERError() }
        signature = try value.octets()
        let unsigned = try reader.optional(Tag.context(1))
        try reader.end()
        unsignedAttributes =
            try unsigned.map { (set) throws(DERError) in
                try CMSAttributeField.readAll(set)
            } ?? []
        unsignedElements =
            try unsigned.map { (set) throws(DERError) in
                try set.elements().map { Array($0.encoded) }
            } ?? []
        beforeUnsigned = [version, signer, digest, signedAttributes, algorithm, value]
            .compactMap { $0.map { Array($0.encoded) } }
    }

    private static func identifier(_ element: DERElement) throws(DERError) -> SignerIdentifier {
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
