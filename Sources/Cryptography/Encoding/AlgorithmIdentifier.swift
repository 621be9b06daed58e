// `AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }` and what Docket makes of it. An
// algorithm whose parameters are not exactly those that its specification permits is not supported: RFC 4055 (RSA), RFC 5754 and
// RFC 5758 (SHA-2, ECDSA, DSA), RFC 8410 (EdDSA), RFC 8702 and RFC 9688 (SHA-3; their identifiers are NIST's). Identifiers are compared encoded, which each certificate and signature asks for.

/// An algorithm with its parameters.
struct AlgorithmIdentifier {
    /// The contents of the OBJECT IDENTIFIER.
    let type: ArraySlice<UInt8>
    let parameters: DERElement?

    init(_ element: DERElement) throws(DERError) {
        guard element.tag == Tag.sequence else { throw DERError() }
        var reader = try element.reader()
        type = try reader.next(Tag.objectIdentifier).contents
        guard CertificateExtension.isIdentifier(type) else { throw DERError() }
        parameters = reader.isAtEnd ? nil : try reader.next()
        try reader.end()
    }

    /// In dotted decimal.
    var identifier: String { ObjectIdentifiers.text(of: type) ?? "" }

    var hasNoParameters: Bool {
        guard let parameters else { return true }
        return parameters.tag == Tag.null && parameters.contents.isEmpty
    }

    private static let digests = IdentifierTable(
        DigestAlgorithm.allCases.map { ($0.identifier, $0) })

    /// Whether it is one of the digests that Docket knows, with whatever parameters.
    var isDigest: Bool { AlgorithmIdentifier.digests[type] != nil }

    /// The digest algorithm that this is; nil if it is none of ours.
    var digestAlgorithm: DigestAlgorithm? {
        guard hasNoParameters else { return nil }
        return AlgorithmIdentifier.digests[type]
    }

    private static let rsaPSS = ObjectIdentifiers.contents(of: ObjectIdentifiers.rsaPSS) ?? []
    private static let rsa = ObjectIdentifiers.contents(of: ObjectIdentifiers.rsa) ?? []

    private static let signatures = IdentifierTable([
        ("1.2.840.113549.1.1.4", SignatureAlgorithm(scheme: .rsaPKCS1, digest: .md5)),
        ("1.2.840.113549.1.1.5", SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha1)),
        ("1.2.840.113549.1.1.14", SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha224)),
        ("1.2.840.113549.1.1.11", SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha256)),
        ("1.2.840.113549.1.1.12", SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha384)),
        ("1.2.840.113549.1.1.13", SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha512)),
        ("1.2.840.10045.4.1", SignatureAlgorithm(scheme: .ecdsa, digest: .sha1)),
        ("1.2.840.10045.4.3.1", SignatureAlgorithm(scheme: .ecdsa, digest: .sha224)),
        ("1.2.840.10045.4.3.2", SignatureAlgorithm(scheme: .ecdsa, digest: .sha256)),
        ("1.2.840.10045.4.3.3", SignatureAlgorithm(scheme: .ecdsa, digest: .sha384)),
        ("1.2.840.10045.4.3.4", SignatureAlgorithm(scheme: .ecdsa, digest: .sha512)),
        ("1.2.840.10040.4.3", SignatureAlgorithm(scheme: .dsa, digest: .sha1)),
        ("2.16.840.1.101.3.4.3.1", SignatureAlgorithm(scheme: .dsa, digest: .sha224)),
        ("2.16.840.1.101.3.4.3.2", SignatureAlgorithm(scheme: .dsa, digest: .sha256)),
        ("2.16.840.1.101.3.4.3.3", SignatureAlgorithm(scheme: .dsa, digest: .sha384)),
        ("2.16.840.1.101.3.4.3.4", SignatureAlgorithm(scheme: .dsa, digest: .sha512)),
        ("2.16.840.1.101.3.4.3.5", SignatureAlgorithm(scheme: .dsa, digest: .sha3x224)),
        ("2.16.840.1.101.3.4.3.6", SignatureAlgorithm(scheme: .dsa, digest: .sha3x256)),
        ("2.16.840.1.101.3.4.3.7", SignatureAlgorithm(scheme: .dsa, digest: .sha3x384)),
        ("2.16.840.1.101.3.4.3.8", SignatureAlgorithm(scheme: .dsa, digest: .sha3x512)),
        ("2.16.840.1.101.3.4.3.9", SignatureAlgorithm(scheme: .ecdsa, digest: .sha3x224)),
        ("2.16.840.1.101.3.4.3.10", SignatureAlgorithm(scheme: .ecdsa, digest: .sha3x256)),
        ("2.16.840.1.101.3.4.3.11", SignatureAlgorithm(scheme: .ecdsa, digest: .sha3x384)),
        ("2.16.840.1.101.3.4.3.12", SignatureAlgorithm(scheme: .ecdsa, digest: .sha3x512)),
        ("2.16.840.1.101.3.4.3.13", SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha3x224)),
        ("2.16.840.1.101.3.4.3.14", SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha3x256)),
        ("2.16.840.1.101.3.4.3.15", SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha3x384)),
        ("2.16.840.1.101.3.4.3.16", SignatureAlgorithm(scheme: .rsaPKCS1, digest: .sha3x512)),
        (ObjectIdentifiers.ed25519, SignatureAlgorithm(scheme: .ed25519, digest: .sha512)),
    ])

    /// The signature algorithm that this is. CMS may write the bare RSA key type; then `digest` completes it (RFC 3370 §3.2).
    func signatureAlgorithm(digest: DigestAlgorithm?) -> SignatureAlgorithm? {
        if let known = AlgorithmIdentifier.signatures[type] { return hasNoParameters ? known : nil }
        if type.elementsEqual(AlgorithmIdentifier.rsaPSS) { return try? pssAlgorithm() }
        if type.elementsEqual(AlgorithmIdentifier.rsa), hasNoParameters, let digest {
            return SignatureAlgorithm(scheme: .rsaPKCS1, digest: digest)
        }
        return nil
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
            saltLength = try wrapped.only(Tag.integer).smallInteger()
        }
        if let wrapped = try reader.optional(Tag.context(3)) {
            guard try wrapped.only(Tag.integer).smallInteger() == 1 else { return nil }
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
        case .sha3x224: "2.16.840.1.101.3.4.2.7"
        case .sha3x256: "2.16.840.1.101.3.4.2.8"
        case .sha3x384: "2.16.840.1.101.3.4.2.9"
        case .sha3x512: "2.16.840.1.101.3.4.2.10"
        }
    }

    /// The size of a digest in bytes.
    package var size: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha224, .sha3x224: 28
        case .sha256, .sha3x256: 32
        case .sha384, .sha3x384: 48
        case .sha512, .sha3x512: 64
        }
    }

    /// Whether collisions can be made, so that a signature over the digest proves nothing (RFC 6151, RFC 6194).
    package var isBroken: Bool { self == .md5 || self == .sha1 }
}
