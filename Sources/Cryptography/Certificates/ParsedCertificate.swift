// An X.509 certificate as it reads (RFC 5280 §4.1), strictly in DER. Reading proves nothing: paths, and with them signatures and
// constraints, are `buildPath`'s, which gives the same bytes to OpenSSL.
package import EvidenceValues

/// Why bytes are not a certificate.
package enum CertificateError: Error, Sendable, Hashable {
    /// Not a certificate in DER, or with bytes behind it (RFC 5280 §4.1).
    case malformed
    /// Larger than `ParsedCertificate.maximumSize`.
    case tooLarge
    /// PEM without a certificate block.
    case noCertificate
}

/// An X.509 certificate as it reads (RFC 5280 §4.1). Nothing about it is verified.
package struct ParsedCertificate: Sendable, Hashable {
    /// In bytes; real ones have one or two thousand, those with post-quantum keys perhaps twenty.
    package static let maximumSize = 65_536

    package let derBytes: [UInt8]
    /// SHA-256 of `derBytes`.
    package let digest: Digest
    /// RFC 2253, last attribute first.
    package let subject: String
    /// The one common name of the subject; nil if there is none or more than one.
    package let commonName: String?
    package let issuer: String
    /// The content of the INTEGER, as encoded.
    package let serial: [UInt8]
    package let notBefore: Instant
    package let notAfter: Instant
    package let isCA: Bool
    /// Nil when the extension is absent, which permits everything.
    package let keyUsage: KeyUsage?
    /// Object identifiers as text; empty when the extension is absent.
    package let extendedKeyUsages: [String]
    package let extendedKeyUsageIsCritical: Bool
    package let subjectKeyIdentifier: [UInt8]?
    package let authorityKeyIdentifier: [UInt8]?
    package let keyAlgorithm: KeyAlgorithm
    /// The algorithm of the issuer's signature; nil if it is not supported.
    package let signatureAlgorithm: SignatureAlgorithm?
    package let subjectDER: [UInt8]
    package let issuerDER: [UInt8]
    /// SubjectPublicKeyInfo.
    package let publicKeyDER: [UInt8]

    /// Reads one certificate; no byte may follow.
    package init(der: [UInt8]) throws(CertificateError) {
        guard der.count <= ParsedCertificate.maximumSize else { throw .tooLarge }
        do {
            self = try ParsedCertificate(reading: der)
        } catch {
            throw .malformed
        }
    }

    /// Reads every certificate of a PEM text, or the one of a DER file.
    package static func readAll(pemOrDER bytes: [UInt8]) throws(CertificateError)
        -> [ParsedCertificate]
    {
        guard PEMBlock.isPEM(bytes) else { return [try ParsedCertificate(der: bytes)] }
        guard let blocks = PEMBlock.blocks(of: bytes) else { throw .malformed }
        var certificates: [ParsedCertificate] = []
        for block in blocks where block.label == "CERTIFICATE" {
            certificates.append(try ParsedCertificate(der: block.bytes))
        }
        guard !certificates.isEmpty else { throw .noCertificate }
        return certificates
    }

    // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }
    private init(reading der: [UInt8]) throws(DERError) {
        var outer = try DERElement(der, tag: Tag.sequence).reader()
        let fields = try CertificateFields(try outer.next(Tag.sequence))
        let algorithm = try outer.next(Tag.sequence)
        _ = try outer.next(Tag.bitString).bitStringBytes()
        try outer.end()
        // RFC 5280 §4.1.1.2: both fields name the same algorithm.
        guard fields.algorithm.encoded.elementsEqual(algorithm.encoded) else { throw DERError() }
        let issuerName = try DistinguishedName(fields.issuer)
        let subjectName = try DistinguishedName(fields.subject)
        let extensions = try CertificateExtensions(fields.extensions)
        derBytes = der
        digest = Digest(sha256Of: der)
        serial = fields.serial
        (notBefore, notAfter) = (fields.notBefore, fields.notAfter)
        (issuer, subject) = (issuerName.text, subjectName.text)
        commonName = subjectName.commonName
        (issuerDER, subjectDER) = (Array(fields.issuer.encoded), Array(fields.subject.encoded))
        publicKeyDER = Array(fields.publicKey.encoded)
        keyAlgorithm = try KeyAlgorithm(fields.publicKey)
        signatureAlgorithm = try AlgorithmIdentifier(algorithm).signatureAlgorithm(digest: nil)
        isCA = extensions.isCA
        keyUsage = extensions.keyUsage
        extendedKeyUsages = extensions.extendedKeyUsages
        extendedKeyUsageIsCritical = extensions.extendedKeyUsageIsCritical
        subjectKeyIdentifier = extensions.subjectKeyIdentifier
        authorityKeyIdentifier = extensions.authorityKeyIdentifier
    }

    /// Whether `instant` lies within the certificate's validity, both ends included (RFC 5280 §4.1.2.5).
    package func isValid(at instant: Instant) -> Bool {
        notBefore <= instant && instant.wholeSecond <= notAfter
    }
}

/// The fields of a certificate that its issuer signs.
///
/// ```
/// TBSCertificate ::= SEQUENCE { version [0] DEFAULT v1, serialNumber, signature, issuer, validity, subject,
///     subjectPublicKeyInfo, issuerUniqueID [1], subjectUniqueID [2], extensions [3] }
/// ```
private struct CertificateFields {
    let serial: [UInt8]
    let algorithm: DERElement
    let issuer: DERElement
    let notBefore: Instant
    let notAfter: Instant
    let subject: DERElement
    let publicKey: DERElement
    let extensions: [CertificateExtension]

    init(_ element: DERElement) throws(DERError) {
        var reader = try element.reader()
        let version = try reader.optional(Tag.context(0))?.only().smallInteger()
        serial = try reader.next(Tag.integer).integerBytes()
        algorithm = try reader.next(Tag.sequence)
        issuer = try reader.next(Tag.sequence)
        var validity = try reader.next(Tag.sequence).reader()
        notBefore = try validity.next().time()
        notAfter = try validity.next().time()
        try validity.end()
        subject = try reader.next(Tag.sequence)
        publicKey = try reader.next(Tag.sequence)
        _ = try reader.optional(Tag.contextPrimitive(1))
        _ = try reader.optional(Tag.contextPrimitive(2))
        if let wrapped = try reader.optional(Tag.context(3)) {
            // Version 3, which is written as 2 (RFC 5280 §4.1.2.1).
            guard version == 2 else { throw DERError() }
            extensions = try CertificateExtension.readAll(try wrapped.only())
        } else {
            extensions = []
        }
        try reader.end()
    }
}
