// The extensions of a certificate that Docket reads (RFC 5280 §4.2). The others, and whether critical ones are understood, are the
// business of path building.

/// An extension as it stands in a certificate or revocation list.
struct CertificateExtension {
    let identifier: String
    let isCritical: Bool
    let value: [UInt8]

    /// Reads `Extensions ::= SEQUENCE OF Extension`; one that stands twice is refused (RFC 5280 §4.2).
    static func readAll(_ element: DERElement) throws(DERError) -> [CertificateExtension] {
        var extensions: [CertificateExtension] = []
        for element in try element.elements(limit: 128) {
            var reader = try element.reader()
            let identifier = try reader.next(Tag.objectIdentifier).objectIdentifier()
            let isCritical = try reader.optional(Tag.boolean)?.boolean() ?? false
            let value = try reader.next(Tag.octetString).octets()
            try reader.end()
            guard !extensions.contains(where: { $0.identifier == identifier }) else {
                throw DERError()
            }
            extensions.append(
                CertificateExtension(identifier: identifier, isCritical: isCritical, value: value))
        }
        return extensions
    }
}

/// What a key usage extension permits (RFC 5280 §4.2.1.3); only what Docket asks for.
package struct KeyUsage: Sendable, Hashable {
    package let digitalSignature: Bool
    package let nonRepudiation: Bool
    package let keyCertSign: Bool
    package let cRLSign: Bool
    /// Whether any other use is permitted too.
    package let others: Bool

    init(_ value: [UInt8]) throws(DERError) {
        let bytes = try DERElement(value, tag: Tag.bitString).bits().bytes
        let first = bytes.first ?? 0
        digitalSignature = first & 0x80 != 0
        nonRepudiation = first & 0x40 != 0
        keyCertSign = first & 0x04 != 0
        cRLSign = first & 0x02 != 0
        others = first & 0x39 != 0 || bytes.dropFirst().contains { $0 != 0 }
    }
}

/// What the extensions of one certificate say.
struct CertificateExtensions {
    var isCA = false
    var keyUsage: KeyUsage?
    var extendedKeyUsages: [String] = []
    var extendedKeyUsageIsCritical = false
    var subjectKeyIdentifier: [UInt8]?
    var authorityKeyIdentifier: [UInt8]?

    init(_ extensions: [CertificateExtension]) throws(DERError) {
        for item in extensions {
            switch item.identifier {
            case "2.5.29.14":
                subjectKeyIdentifier = try DERElement(item.value, tag: Tag.octetString).octets()
            case "2.5.29.15":
                keyUsage = try KeyUsage(item.value)
            case "2.5.29.19":
                isCA = try CertificateExtensions.isCA(item.value)
            case "2.5.29.35":
                authorityKeyIdentifier = try CertificateExtensions.keyIdentifier(item.value)
            case "2.5.29.37":
                let usages = try DERElement(item.value, tag: Tag.sequence).elements(limit: 64)
                for usage in usages { extendedKeyUsages.append(try usage.objectIdentifier()) }
                extendedKeyUsageIsCritical = item.isCritical
            default:
                break
            }
        }
    }

    /// `BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }`
    private static func isCA(_ value: [UInt8]) throws(DERError) -> Bool {
        var reader = try DERElement(value, tag: Tag.sequence).reader()
        return try reader.optional(Tag.boolean)?.boolean() ?? false
    }

    /// `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] OCTET STRING OPTIONAL, … }`
    static func keyIdentifier(_ value: [UInt8]) throws(DERError) -> [UInt8]? {
        var reader = try DERElement(value, tag: Tag.sequence).reader()
        return try reader.optional(Tag.contextPrimitive(0)).map { Array($0.contents) }
    }
}
