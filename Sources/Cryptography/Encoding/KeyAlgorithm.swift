// What kind of key a SubjectPublicKeyInfo holds (RFC 3279 §2.3, RFC 4055 §1.2, RFC 5480 §2, RFC 8410 §4), and the one case in which
// it does not say so alone: a DSA key may leave its parameters out and take those of its issuer's key (RFC 5280 §6.1.4 (f)).

extension KeyAlgorithm {
    private enum Kind {
        case elliptic, rsa, dsa, ed25519
    }

    private static let kinds = IdentifierTable([
        (ObjectIdentifiers.ecPublicKey, Kind.elliptic), (ObjectIdentifiers.rsa, .rsa),
        (ObjectIdentifiers.rsaPSS, .rsa), ("1.2.840.10040.4.1", .dsa),
        (ObjectIdentifiers.ed25519, .ed25519),
    ])

    // RFC 5480 §2.1.1.1, RFC 5639 §4.1.
    private static let curves = IdentifierTable([
        ("1.2.840.10045.3.1.7", KeyAlgorithm.ecdsa(bits: 256)),
        ("1.3.132.0.34", .ecdsa(bits: 384)), ("1.3.132.0.35", .ecdsa(bits: 521)),
        ("1.3.36.3.3.2.8.1.1.7", .brainpool(bits: 256)),
        ("1.3.36.3.3.2.8.1.1.11", .brainpool(bits: 384)),
        ("1.3.36.3.3.2.8.1.1.13", .brainpool(bits: 512)),
    ])

    /// Reads `SubjectPublicKeyInfo ::= SEQUENCE { algorithm, subjectPublicKey BIT STRING }`.
    init(_ element: DERElement) throws(DERError) {
        var reader = try element.reader()
        let algorithm = try AlgorithmIdentifier(try reader.next(Tag.sequence))
        let key = try reader.next(Tag.bitString).bitStringBytes()
        try reader.end()
        switch KeyAlgorithm.kinds[algorithm.type] {
        case .elliptic:
            guard let curve = algorithm.parameters, curve.tag == Tag.objectIdentifier,
                let known = KeyAlgorithm.curves[curve.contents]
            else {
                self = .other(algorithm.identifier)
                return
            }
            self = known
        case .rsa: self = try KeyAlgorithm.rsa(key) ?? .other(algorithm.identifier)
        case .dsa: self = .dsa(bits: try KeyAlgorithm.primeBits(algorithm))
        case .ed25519: self = .ed25519
        case nil: self = .other(algorithm.identifier)
        }
    }

    /// FIPS 186-5 §5.4: exponents are less than 2²⁵⁶. With larger ones a check takes as long as a signature.
    private static let maximumExponentBits = 256

    // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
    // Nil if the key is none of RSA: with the exponent 1 anybody signs, with an even one or an even modulus nobody can.
    private static func rsa(_ key: [UInt8]) throws(DERError) -> KeyAlgorithm? {
        var reader = try DERElement(key, tag: Tag.sequence).reader()
        let (modulus, exponent) = (try reader.next(Tag.integer), try reader.next(Tag.integer))
        try reader.end()
        let exponentBits = try bits(exponent)
        guard (2...maximumExponentBits).contains(exponentBits), isOdd(exponent), isOdd(modulus)
        else { return nil }
        return .rsa(bits: try bits(modulus))
    }

    private static func isOdd(_ integer: DERElement) -> Bool {
        (integer.contents.last ?? 0) & 1 == 1
    }

    // Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }
    private static func primeBits(_ algorithm: AlgorithmIdentifier) throws(DERError) -> Int {
        guard !algorithm.hasNoParameters, let parameters = algorithm.parameters else { return 0 }
        var reader = try parameters.reader()
        return try bits(try reader.next(Tag.integer))
    }

    private static func bits(_ integer: DERElement) throws(DERError) -> Int {
        let bytes = try integer.integerBytes().drop { $0 == 0 }
        guard let first = bytes.first else { throw DERError() }
        return bytes.count * 8 - first.leadingZeroBitCount
    }
}

/// The SubjectPublicKeyInfo `key` with the parameters of `issuer`, if it is a DSA key that has none and the issuer's has; nil if it
/// is to be taken as it stands.
func inheritingParameters(_ key: [UInt8], of issuer: [UInt8]) -> [UInt8]? {
    guard let own = try? DERElement(key, tag: Tag.sequence).first(2), own.count == 2,
        let other = try? DERElement(issuer, tag: Tag.sequence).first(1).first,
        let algorithm = try? AlgorithmIdentifier(own[0]), algorithm.hasNoParameters,
        let source = try? AlgorithmIdentifier(other), source.type == algorithm.type,
        !source.hasNoParameters
    else { return nil }
    return DERWriter.sequence(Array(other.encoded), Array(own[1].encoded))
}
