// The signed attributes of a SignerInfo (RFC 5652 §5.3, §11; RFC 5035). They must be in DER even where the rest is BER, because their
// encoding is what is signed; so the bytes that are verified are the very bytes that are read, with the tag of a SET in place of
// `[0]` (§5.4). Their order is that of the file: writers that do not sort sign what they write, and OpenSSL verifies that; a file in
// another order than the one signed is not in DER, though the same attributes could be read from it, and does not hold.
import EvidenceValues

/// The certificate that a signer names in its signed attributes.
package struct SigningCertificateReference: Sendable, Hashable {
    /// Nil for an algorithm that is not known.
    package let algorithm: DigestAlgorithm?
    /// The digest of the certificate.
    package let bytes: [UInt8]
    /// Issuer, as one directory name in DER, and serial number, if stated.
    let issuerDER: [UInt8]?
    let serial: [UInt8]?

    // SigningCertificateV2 ::= SEQUENCE { certs SEQUENCE OF ESSCertIDv2, policies OPTIONAL }; the first is the signer's.
    // ESSCertIDv2 ::= SEQUENCE { hashAlgorithm DEFAULT sha256, certHash OCTET STRING, issuerSerial OPTIONAL }
    // ESSCertID ::= SEQUENCE { certHash OCTET STRING (SHA-1), issuerSerial OPTIONAL }
    // IssuerSerial ::= SEQUENCE { issuer SEQUENCE OF GeneralName, serialNumber INTEGER }
    init(_ value: ArraySlice<UInt8>, isSecondVersion: Bool) throws(DERError) {
        var outer = try DERElement(value, tag: Tag.sequence).reader()
        var identifiers = try outer.next(Tag.sequence).reader()
        var reader = try identifiers.next(Tag.sequence).reader()
        var algorithm: DigestAlgorithm? = isSecondVersion ? .sha256 : .sha1
        if isSecondVersion, let stated = try reader.optional(Tag.sequence) {
            algorithm = try AlgorithmIdentifier(stated).digestAlgorithm
        }
        self.algorithm = algorithm
        bytes = try reader.next(Tag.octetString).octets()
        if let pair = try reader.optional(Tag.sequence) {
            var pair = try pair.reader()
            let names = try pair.next(Tag.sequence).elements(limit: 1)
            guard names.count == 1, names[0].tag == Tag.context(4) else { throw DERError() }
            issuerDER = Array(try names[0].only().encoded)
            serial = try pair.next(Tag.integer).integerBytes()
            try pair.end()
        } else {
            (issuerDER, serial) = (nil, nil)
        }
        try reader.end()
    }

    /// Whether this names the certificate.
    package func names(_ certificate: ParsedCertificate) -> Bool {
        guard let algorithm, algorithm != .md5, !bytes.isEmpty else { return false }
        let isSame =
            algorithm == .sha256
            ? Digest(bytes: bytes) == certificate.digest
            : algorithm.hash(certificate.derBytes) == bytes
        guard isSame else { return false }
        if let issuerDER, issuerDER != certificate.issuerDER { return false }
        if let serial, serial != certificate.serial { return false }
        return true
    }
}

/// The algorithms of the signature, stated where they are signed (RFC 6211).
struct AlgorithmProtection: Sendable, Hashable {
    private let digest: String
    private let signature: String
    private let scheme: SignatureAlgorithm?

    // CMSAlgorithmProtection ::= SEQUENCE { digestAlgorithm, signatureAlgorithm [1] IMPLICIT OPTIONAL, macAlgorithm [2] OPTIONAL },
    // with a signature algorithm in a SignerInfo.
    init(_ value: ArraySlice<UInt8>) throws(DERError) {
        var reader = try DERElement(value, tag: Tag.sequence).reader()
        let digest = try AlgorithmIdentifier(try reader.next(Tag.sequence))
        let stated = try reader.next(Tag.context(1))
        try reader.end()
        let signature = try AlgorithmIdentifier(
            try DERElement(
                DERWriter.element(Tag.sequence, stated.contents), tag: Tag.sequence))
        self.digest = digest.identifier
        self.signature = signature.identifier
        scheme = signature.signatureAlgorithm(digest: digest.digestAlgorithm)
    }

    /// Whether these are the algorithms of a SignerInfo. They are compared by what they say: parameters may be written in several
    /// ways (RFC 6211 §3).
    func states(_ digest: AlgorithmIdentifier, _ signature: AlgorithmIdentifier) -> Bool {
        self.digest == digest.identifier && self.signature == signature.identifier
            && scheme == signature.signatureAlgorithm(digest: digest.digestAlgorithm)
    }
}

/// The policy under which a signer says that it signs.
package struct SignaturePolicy: Sendable, Hashable {
    /// The object identifier; nil when the policy is implied.
    package let identifier: String?
    /// Nil for an algorithm that is not known, or if the policy's digest is not given.
    package let algorithm: DigestAlgorithm?
    /// The digest of the policy's text; zero bytes stand for none (EN 319 122-1 §5.2.9.1).
    package let digest: [UInt8]?

    // SignaturePolicy ::= CHOICE { SignaturePolicyId, SignaturePolicyImplied NULL }
    // SignaturePolicyId ::= SEQUENCE { sigPolicyId OBJECT IDENTIFIER, sigPolicyHash OPTIONAL, sigPolicyQualifiers OPTIONAL }
    // OtherHashAlgAndValue ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, hashValue OCTET STRING }
    init(_ value: ArraySlice<UInt8>) throws(DERError) {
        if value.first == Tag.null {
            try DERElement(value, tag: Tag.null).null()
            (identifier, algorithm, digest) = (nil, nil, nil)
            return
        }
        var reader = try DERElement(value, tag: Tag.sequence).reader()
        identifier = try reader.next(Tag.objectIdentifier).objectIdentifier()
        if !reader.isAtEnd {
            var hash = try reader.next(Tag.sequence).reader()
            algorithm = try AlgorithmIdentifier(try hash.next(Tag.sequence)).digestAlgorithm
            digest = try hash.next(Tag.octetString).octets()
            try hash.end()
        } else {
            (algorithm, digest) = (nil, nil)
        }
        _ = try reader.optional(Tag.sequence)
        try reader.end()
    }
}

/// The signed attributes that Docket reads, and what is wrong with them.
struct SignedAttributes: Sendable, Hashable {
    /// `SET OF Attribute` as signed.
    let signedBytes: [UInt8]
    /// The first attribute that stands twice, has not exactly one value, or a value that is not of its type.
    private(set) var invalid: CMSAttribute?
    private(set) var messageDigest: [UInt8]?
    private(set) var contentType: String?
    private(set) var claimedTime: Instant?
    private(set) var references: [SigningCertificateReference] = []
    private(set) var checkpointNote: String?
    private(set) var algorithmProtection: AlgorithmProtection?
    private(set) var signaturePolicy: SignaturePolicy?
    private(set) var commitmentTypes: [String] = []
    private(set) var contentTimeStamps: [[UInt8]] = []
    /// Those of no weight for the signature that are not of their type, by object identifier.
    private(set) var unreadable: [String] = []

    /// What is wrong with them in a SignerInfo of these algorithms; nil if nothing is.
    func invalid(with digest: AlgorithmIdentifier, _ signature: AlgorithmIdentifier)
        -> CMSAttribute?
    {
        if let invalid { return invalid }
        guard let algorithmProtection else { return nil }
        return algorithmProtection.states(digest, signature) ? nil : .algorithmProtection
    }

    /// Reads `signedAttrs [0] IMPLICIT SET OF Attribute`.
    init(_ element: DERElement) throws(DERError) {
        let strict = try DERElement(element.encoded, rules: .der, tag: Tag.context(0))
        let fields = try CMSAttributeField.readAll(strict)
        guard !fields.isEmpty else { throw DERError() }
        signedBytes = [Tag.set] + element.encoded.dropFirst()
        let kinds = fields.map { CMSAttribute.known[$0.identifier] }
        for attribute in CMSAttribute.inOrder {
            let places = kinds.indices.filter { kinds[$0] == attribute }
            guard let place = places.first else { continue }
            // Spec: checkpoint-attribute-3
            guard places.count == 1, fields[place].values.count == 1 else {
                invalid = invalid ?? attribute
                continue
            }
            do {
                try read(attribute, fields[place].values[0])
            } catch {
                invalid = invalid ?? attribute
            }
        }
        for place in kinds.indices where kinds[place] == nil { readStatement(fields[place]) }
    }

    /// What the signer states besides: nothing of it decides whether the signature holds, so what is malformed is only named.
    private mutating func readStatement(_ field: CMSAttributeField) {
        do throws(DERError) {
            switch field.identifier {
            case ObjectIdentifiers.contentTimeStamp:
                contentTimeStamps += field.values.map { Array($0) }
            case ObjectIdentifiers.signaturePolicy:
                guard signaturePolicy == nil, let value = field.values.first,
                    field.values.count == 1
                else { throw DERError() }
                signaturePolicy = try SignaturePolicy(value)
            case ObjectIdentifiers.commitmentType:
                for value in field.values {
                    // CommitmentTypeIndication ::= SEQUENCE { commitmentTypeId OBJECT IDENTIFIER, qualifiers OPTIONAL }
                    var reader = try DERElement(value, tag: Tag.sequence).reader()
                    commitmentTypes.append(
                        try reader.next(Tag.objectIdentifier).objectIdentifier())
                    _ = try reader.optional(Tag.sequence)
                    try reader.end()
                }
            default: break
            }
        } catch {
            unreadable.append(field.identifier)
        }
    }

    private mutating func read(_ attribute: CMSAttribute, _ value: ArraySlice<UInt8>)
        throws(DERError)
    {
        switch attribute {
        case .contentType:
            contentType = try DERElement(value, tag: Tag.objectIdentifier).objectIdentifier()
        case .messageDigest:
            messageDigest = try DERElement(value, tag: Tag.octetString).octets()
        case .signingTime:
            let tag = value.first == Tag.utcTime ? Tag.utcTime : Tag.generalizedTime
            claimedTime = try DERElement(value, tag: tag).time()
        case .signingCertificate:
            references.append(try SigningCertificateReference(value, isSecondVersion: false))
        case .signingCertificateV2:
            references.insert(
                try SigningCertificateReference(value, isSecondVersion: true), at: 0)
        case .algorithmProtection:
            algorithmProtection = try AlgorithmProtection(value)
        case .checkpoint:
            // Spec: checkpoint-attribute-4
            let note = try DERElement(value, tag: Tag.octetString).octets()
            guard note.count <= CheckpointAttribute.maximumSize,
                let text = String(validating: note, as: UTF8.self)
            else { throw DERError() }
            checkpointNote = text
        }
    }
}
