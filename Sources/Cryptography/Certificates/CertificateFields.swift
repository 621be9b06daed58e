// The fields of a certificate that its issuer signs.
import EvidenceValues

/// The signed fields of a certificate as they stand.
///
/// ```
/// TBSCertificate ::= SEQUENCE { version [0] DEFAULT v1, serialNumber, signature, issuer, validity, subject,
///     subjectPublicKeyInfo, issuerUniqueID [1], subjectUniqueID [2], extensions [3] }
/// ```
struct CertificateFields {
    /// 1, 2 or 3.
    let version: Int
    let serial: [UInt8]
    let algorithm: ArraySlice<UInt8>
    let issuer: [UInt8]
    let notBefore: Instant
    let notAfter: Instant
    let subject: [UInt8]
    let publicKey: DERElement
    let extensions: [CertificateExtension]

    init(_ element: DERElement) throws(DERError) {
        var reader = try element.reader()
        let version = try reader.optional(Tag.context(0))?.only(Tag.integer).smallInteger() ?? 0
        guard version < 3 else { throw DERError() }
        self.version = version + 1
        serial = try reader.next(Tag.integer).integerBytes()
        algorithm = try reader.next(Tag.sequence).encoded
        issuer = try CertificateFields.name(try reader.next(Tag.sequence))
        var validity = try reader.next(Tag.sequence).reader()
        notBefore = try validity.next().time()
        notAfter = try validity.next().time()
        try validity.end()
        subject = try CertificateFields.name(try reader.next(Tag.sequence))
        publicKey = try reader.next(Tag.sequence)
        _ = try reader.optional(Tag.contextPrimitive(1))
        _ = try reader.optional(Tag.contextPrimitive(2))
        if let wrapped = try reader.optional(Tag.context(3)) {
            // Version 3 alone has them (RFC 5280 §4.1.2.1).
            guard version == 2 else { throw DERError() }
            extensions = try CertificateExtension.readAll(try wrapped.only())
        } else {
            extensions = []
        }
        try reader.end()
    }

    /// The encoding of a name that reads: its strings are looked at when somebody asks for them.
    private static func name(_ element: DERElement) throws(DERError) -> [UInt8] {
        var relatives = try element.reader()
        var count = 0
        while !relatives.isAtEnd {
            count += 1
            guard count <= ComparableName.maximumRelatives else { throw DERError() }
            var attributes = try relatives.next().reader()
            var size = 0
            while !attributes.isAtEnd {
                size += 1
                var attribute = try attributes.next().reader()
                let type = try attribute.next(Tag.objectIdentifier).contents
                _ = try attribute.next()
                try attribute.end()
                guard size <= ComparableName.maximumAttributes,
                    CertificateExtension.isIdentifier(type)
                else { throw DERError() }
            }
        }
        return Array(element.encoded)
    }
}
