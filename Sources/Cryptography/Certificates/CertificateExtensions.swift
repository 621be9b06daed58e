// The extensions of a certificate as they stand (RFC 5280 §4.2). Those that say what a key is for are read with the certificate;
// those that only paths need are read when a path is built (`PathExtensions`). Types are compared by their encoding, which is
// unique in DER, because to write each as text would cost more than to read the certificate.

/// The types of the extensions that Docket knows, by the encoding of their object identifiers.
enum ExtensionType {
    private static func certificateExtension(_ last: UInt8) -> [UInt8] { [0x55, 0x1D, last] }

    static let subjectKeyIdentifier = certificateExtension(14)
    static let keyUsage = certificateExtension(15)
    static let subjectAlternativeName = certificateExtension(17)
    static let issuerAlternativeName = certificateExtension(18)
    static let basicConstraints = certificateExtension(19)
    static let nameConstraints = certificateExtension(30)
    static let distributionPoints = certificateExtension(31)
    static let certificatePolicies = certificateExtension(32)
    static let policyMappings = certificateExtension(33)
    static let authorityKeyIdentifier = certificateExtension(35)
    static let policyConstraints = certificateExtension(36)
    static let extendedKeyUsage = certificateExtension(37)
    static let freshestList = certificateExtension(46)
    static let inhibitAnyPolicy = certificateExtension(54)
    /// id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1).
    static let noCheck: [UInt8] = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x05]

    /// Critical extensions that path validation and the look for revocation evaluate between them; any other that is critical makes
    /// a path fail (RFC 5280 §6.1.4 (o), §6.1.5 (f)).
    static let evaluated: Set<[UInt8]> = [
        subjectKeyIdentifier, keyUsage, subjectAlternativeName, issuerAlternativeName,
        basicConstraints, nameConstraints, distributionPoints, certificatePolicies, policyMappings,
        authorityKeyIdentifier, policyConstraints, extendedKeyUsage, freshestList,
        inhibitAnyPolicy, noCheck,
    ]
}

/// An extension as it stands in a certificate or revocation list.
struct CertificateExtension {
    /// More in one certificate are refused; real ones have about ten.
    static let maximumCount = 128

    /// The contents of the OBJECT IDENTIFIER.
    let type: ArraySlice<UInt8>
    let isCritical: Bool
    /// The contents of the OCTET STRING.
    let contents: ArraySlice<UInt8>

    /// The type in dotted decimal.
    var identifier: String { ObjectIdentifiers.text(of: type) ?? "" }
    var value: [UInt8] { Array(contents) }

    /// The one element that the value is.
    func element(_ tag: UInt8) throws(DERError) -> DERElement {
        var reader = DERReader(contents, rules: .der)
        let element = try reader.next(tag)
        try reader.end()
        return element
    }

    /// Reads `Extensions ::= SEQUENCE OF Extension`; one that stands twice is refused (RFC 5280 §4.2).
    static func readAll(_ element: DERElement) throws(DERError) -> [CertificateExtension] {
        var extensions: [CertificateExtension] = []
        var list = try element.reader()
        while !list.isAtEnd {
            guard extensions.count < maximumCount else { throw DERError() }
            var reader = try list.next(Tag.sequence).reader()
            let type = try reader.next(Tag.objectIdentifier).contents
            let isCritical = try reader.optional(Tag.boolean)?.boolean() ?? false
            let contents = try reader.next(Tag.octetString).contents
            try reader.end()
            guard isIdentifier(type), !extensions.contains(where: { $0.type == type }) else {
                throw DERError()
            }
            extensions.append(
                CertificateExtension(type: type, isCritical: isCritical, contents: contents))
        }
        return extensions
    }

    /// Whether these are the contents of an OBJECT IDENTIFIER that `ObjectIdentifiers` writes as text: every arc whole and as short as
    /// can be.
    static func isIdentifier(_ contents: ArraySlice<UInt8>) -> Bool {
        guard (1...ObjectIdentifiers.maximumSize).contains(contents.count),
            contents.last.map({ $0 < 0x80 }) == true,
            // The first subidentifier, of which the first two arcs are made, fits a machine word.
            contents.prefix(9).contains(where: { $0 < 0x80 })
        else { return false }
        var isStart = true
        for byte in contents {
            if isStart && byte == 0x80 { return false }
            isStart = byte < 0x80
        }
        return true
    }
}

/// What a key usage extension permits (RFC 5280 §4.2.1.3); only what Docket asks for.
package struct KeyUsage: Sendable, Hashable {
    package let digitalSignature: Bool
    package let nonRepudiation: Bool
    package let keyEncipherment: Bool
    package let keyAgreement: Bool
    package let keyCertSign: Bool
    package let cRLSign: Bool
    /// Whether any use is permitted that does not sign certificates, lists, or data.
    package let others: Bool

    init(_ element: DERElement) throws(DERError) {
        let bytes = try element.bits().bytes
        let first = bytes.first ?? 0
        digitalSignature = first & 0x80 != 0
        nonRepudiation = first & 0x40 != 0
        keyEncipherment = first & 0x20 != 0
        keyAgreement = first & 0x08 != 0
        keyCertSign = first & 0x04 != 0
        cRLSign = first & 0x02 != 0
        others = first & 0x39 != 0 || bytes.dropFirst().contains { $0 != 0 }
    }
}

/// `BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }`
package struct BasicConstraints: Sendable, Hashable {
    package let isCA: Bool
    /// How many intermediate certificates that are not self-issued may follow; nil for any number.
    package let pathLength: Int?

    init(_ element: DERElement) throws(DERError) {
        var reader = try element.reader()
        isCA = try reader.optional(Tag.boolean)?.boolean() ?? false
        pathLength = try reader.optional(Tag.integer)?.cappedInteger()
        try reader.end()
    }
}

extension DERElement {
    /// A number from 0 on, for a limit; any that exceeds every path is as good as 2³¹ − 1.
    func cappedInteger() throws(DERError) -> Int {
        let bytes = try integerBytes()
        guard bytes[0] < 0x80 else { throw DERError() }
        return bytes.count <= 4 ? bytes.reduce(0) { $0 << 8 | Int($1) } : Int(Int32.max)
    }
}

/// What the extensions of one certificate say of its key.
struct CertificateExtensions {
    var all: [CertificateExtension]
    var basicConstraints: BasicConstraints?
    var keyUsage: KeyUsage?
    /// The contents of the object identifiers.
    var extendedKeyUsages: [ArraySlice<UInt8>] = []
    var extendedKeyUsageIsCritical = false
    var subjectKeyIdentifier: [UInt8]?
    var authorityKeyIdentifier: [UInt8]?

    init(_ extensions: [CertificateExtension]) throws(DERError) {
        all = extensions
        for item in extensions where item.type.count == 3 && item.type.starts(with: [0x55, 0x1D]) {
            switch item.type.last {
            case 14: subjectKeyIdentifier = try item.element(Tag.octetString).octets()
            case 15: keyUsage = try KeyUsage(try item.element(Tag.bitString))
            case 19: basicConstraints = try BasicConstraints(try item.element(Tag.sequence))
            case 35: authorityKeyIdentifier = try CertificateExtensions.keyIdentifier(item.value)
            case 37:
                extendedKeyUsages = try CertificateExtensions.usages(item)
                extendedKeyUsageIsCritical = item.isCritical
            default: break
            }
        }
    }

    // ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId
    private static func usages(_ item: CertificateExtension) throws(DERError)
        -> [ArraySlice<UInt8>]
    {
        let usages = try item.element(Tag.sequence).elements(limit: 64)
        guard !usages.isEmpty,
            usages.allSatisfy({
                $0.tag == Tag.objectIdentifier && CertificateExtension.isIdentifier($0.contents)
            })
        else { throw DERError() }
        return usages.map(\.contents)
    }

    /// `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] OCTET STRING OPTIONAL, … }`
    static func keyIdentifier(_ value: [UInt8]) throws(DERError) -> [UInt8]? {
        var reader = try DERElement(value, tag: Tag.sequence).reader()
        return try reader.optional(Tag.contextPrimitive(0)).map { Array($0.contents) }
    }
}
