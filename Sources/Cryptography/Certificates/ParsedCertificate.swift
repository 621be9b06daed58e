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
    // TBSCertificate ::= SEQUENCE { version [0] DEFAULT v1, serialNumber, signature, issuer, validity, subject,
    //     subjectPublicKeyInfo, issuerUniqueID [1], subjectUniqueID [2], extensions [3] }
    private init(reading der: [UInt8]) throws(DERError) {
        var outer = try DERElement(der, tag: Tag.sequence).reader()
        var reader = try outer.next(Tag.sequence).reader()
        let algorithm = try outer.next(Tag.sequence)
        _ = try outer.next(Tag.bitString).bitStringBytes()
        try outer.end()

        let version = try reader.optional(Tag.context(0)).map { (wrapped) throws(DERError) in
            var reader = try wrapped.reader()
            return try reader.next(Tag.integer).smallInteger()
        }
        serial = try reader.next(Tag.integer).integerBytes()
        // RFC 5280 §4.1.1.2: both fields name the same algorithm.
        guard try reader.next(Tag.sequence).encoded.elementsEqual(algorithm.encoded) else {
            throw DERError()
        }
        let issuerName = try reader.next(Tag.sequence)
        var validity = try reader.next(Tag.sequence).reader()
        notBefore = try validity.next().time()
        notAfter = try validity.next().time()
        try validity.end()
        let subjectName = try reader.next(Tag.sequence)
        let publicKey = try reader.next(Tag.sequence)
        _ = try reader.optional(Tag.contextPrimitive(1))
        _ = try reader.optional(Tag.contextPrimitive(2))
        var extensions: [CertificateExtension] = []
        if let wrapped = try reader.optional(Tag.context(3)) {
            guard version == 2 else { throw DERError() }
            var inner = try wrapped.reader()
            extensions = try CertificateExtension.readAll(try inner.next(Tag.sequence))
            try inner.end()
        }
        try reader.end()

        let read = try CertificateExtensions(extensions)
        let names = (try DistinguishedName(issuerName), try DistinguishedName(subjectName))
        derBytes = der
        digest = Digest(sha256Of: der)
        (issuer, subject, commonName) = (names.0.text, names.1.text, names.1.commonName)
        (issuerDER, subjectDER) = (Array(issuerName.encoded), Array(subjectName.encoded))
        publicKeyDER = Array(publicKey.encoded)
        keyAlgorithm = try KeyAlgorithm(publicKey)
        signatureAlgorithm = try AlgorithmIdentifier(algorithm).signatureAlgorithm(digest: nil)
        isCA = read.isCA
        keyUsage = read.keyUsage
        extendedKeyUsages = read.extendedKeyUsages
        extendedKeyUsageIsCritical = read.extendedKeyUsageIsCritical
        subjectKeyIdentifier = read.subjectKeyIdentifier
        authorityKeyIdentifier = read.authorityKeyIdentifier
    }

    /// Whether `instant` lies within the certificate's validity, both ends included (RFC 5280 §4.1.2.5).
    package func isValid(at instant: Instant) -> Bool {
        notBefore <= instant && instant.wholeSecond <= notAfter
    }
}
