// `AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }` and what Docket makes of it. An
// algorithm whose parameters are not exactly those that its specification permits is not supported: RFC 4055 (RSA), RFC 5754 and
// RFC 5758 (SHA-2, ECDSA), RFC 8410 (Ed25519).

/// An algorithm with its parameters.
struct AlgorithmIdentifier {
    let identifier: String
    let parameters: DERElement?

    init(_ element: DERElement) throws(DERError) {
        guard element.tag == Tag.sequence else { throw DERError() }
        var reader = try element.reader()
        identifier = try reader.next(Tag.objectIdentifier).objectIdentifier()
        parameters = reader.isAtEnd ? nil : try reader.next()
        try reader.end()
    }

    private var hasNoParameters: Bool {
        guard let parameters else { return true }
        return parameters.tag == Tag.null && parameters.contents.isEmpty
    }

    /// The digest algorithm that this is; nil if it is none of ours.
    var digestAlgorithm: DigestAlgorithm? {
        guard hasNoParameters else { return nil }
        return DigestAlgorithm.allCases.first { $0.identifier == identifier }
    }

    private static let signatures: [String: SignatureAlgorithm] = [
        "1.2.840.113549.1.1.4": SignatureAlgorithm(scheme: .rsaPKCS1, digest: .md5),
        "1.2.840.113549.1.1.5": SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha1),
        "1.2.840.113549.1.1.14": SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha224),
        "1.2.840.113549.1.1.11": SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha256),
        "1.2.840.113549.1.1.12": SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha384),
        "1.2.840.113549.1.1.13": SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha512),
        "1.2.840.10045.4.1": SignatureAlgorithm(scheme: .ecdsa, digest: .sha1),
        "1.2.840.10045.4.3.1": SignatureAlgorithm(scheme: .ecdsa, digest: .sha224),
        "1.2.840.10045.4.3.2": SignatureAlgorithm(scheme: .ecdsa, digest: .sha256),
        "1.2.840.10045.4.3.3": SignatureAlgorithm(scheme: .ecdsa, digest: .sha384),
        "1.2.840.10045.4.3.4": SignatureAlgorithm(scheme: .ecdsa, digest: .sha512),
        ObjectIdentifiers.ed25519: SignatureAlgorithm(scheme: .ed25519, digest: .sha512),
    ]

    /// The signature algorithm that this is. CMS may write the bare RSA key type; then `digest` completes it (RFC 3370 §3.2).
    func signatureAlgorithm(digest: DigestAlgorithm?) -> SignatureAlgorithm? {
        if identifier == ObjectIdentifiers.rsaPSS { return try? pssAlgorithm() }
        guard hasNoParameters else { return nil }
        if identifier == ObjectIdentifiers.rsa, let digest {
            return SignatureAlgorithm(scheme: .rsaPKCS1, digest: digest)
        }
        return AlgorithmIdentifier.signatures[identifier]
    }

    // RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] DEFAULT sha1, maskGenAlgorithm [1] DEFAULT mgf1SHA1,
    //     saltLength [2] INTEGER DEFAULT 20, trailerField [3] INTEGER DEFAULT 1 }
    private func pssAlgorithm() throws(DERError) -> SignatureAlgorithm? {
        guard let parameters, parameters.tag == Tag.sequence else { return nil }
        var reader = try parameters.reader()
        var digest: DigestAlgorithm? = .sha1
        var maskDigest: DigestAlgorithm? = .sha1
        var saltLength = 20
        if let wrapped = try reader.optional(Tag.context(0)) {
            digest = try AlgorithmIdentifier(try wrapped.only()).digestAlgorithm
        }
        if let wrapped = try reader.optional(Tag.context(1)) {
            let mask = try AlgorithmIdentifier(try wrapped.only())
            guard mask.identifier == ObjectIdentifiers.mgf1, let inner = mask.parameters else {
                return nil
            }
            maskDigest = try AlgorithmIdentifier(inner).digestAlgorithm
        }
        if let wrapped = try reader.optional(Tag.context(2)) {
            saltLength = try wrapped.only().smallInteger()
        }
        if let wrapped = try reader.optional(Tag.context(3)) {
            guard try wrapped.only().smallInteger() == 1 else { return nil }
        }
        try reader.end()
        // RFC 4055 §3.1 recommends one digest for both; a second one would only be a second way to be weak.
        guard let digest, digest == maskDigest, saltLength <= 512 else { return nil }
        return SignatureAlgorithm(scheme: .rsaPSS(saltLength: saltLength), digest: digest)
    }
}

extension DERElement {
    /// The one element inside.
    func only() throws(DERError) -> DERElement {
        var reader = try reader()
        let element = try reader.next()
        try reader.end()
        return element
    }
}

extension DigestAlgorithm {
    /// In dotted decimal.
    var identifier: String {
        switch self {
        case .md5: "1.2.840.113549.2.5"
        case .sha1: "1.3.14.3.2.26"
        case .sha224: "2.16.840.1.101.3.4.2.4"
        case .sha256: "2.16.840.1.101.3.4.2.1"
        case .sha384: "2.16.840.1.101.3.4.2.2"
        case .sha512: "2.16.840.1.101.3.4.2.3"
        }
    }

    /// The size of a digest in bytes.
    package var size: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha224: 28
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// Whether collisions can be made, so that a signature over the digest proves nothing (RFC 6151, RFC 6194).
    package var isBroken: Bool { self == .md5 || self == .sha1 }
}

extension KeyAlgorithm {
    private static let curves = [
        "1.2.840.10045.3.1.7": 256, "1.3.132.0.34": 384, "1.3.132.0.35": 521,
    ]

    /// Reads `SubjectPublicKeyInfo ::= SEQUENCE { algorithm, subjectPublicKey BIT STRING }`.
    init(_ element: DERElement) throws(DERError) {
        var reader = try element.reader()
        let algorithm = try AlgorithmIdentifier(try reader.next(Tag.sequence))
        let key = try reader.next(Tag.bitString).bitStringBytes()
        try reader.end()
        switch algorithm.identifier {
        case ObjectIdentifiers.ecPublicKey:
            guard let curve = algorithm.parameters, curve.tag == Tag.objectIdentifier,
                let bits = KeyAlgorithm.curves[try curve.objectIdentifier()]
            else {
                self = .other(algorithm.identifier)
                return
            }
            self = .ecdsa(bits: bits)
        case ObjectIdentifiers.rsa, ObjectIdentifiers.rsaPSS:
            self = .rsa(bits: try KeyAlgorithm.modulusBits(key))
        case ObjectIdentifiers.ed25519:
            self = .ed25519
        default:
            self = .other(algorithm.identifier)
        }
    }

    // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
    private static func modulusBits(_ key: [UInt8]) throws(DERError) -> Int {
        var reader = try DERElement(key, tag: Tag.sequence).reader()
        let modulus = try reader.next(Tag.integer).integerBytes().drop { $0 == 0 }
        guard let first = modulus.first else { throw DERError() }
        return modulus.count * 8 - first.leadingZeroBitCount
    }
}
