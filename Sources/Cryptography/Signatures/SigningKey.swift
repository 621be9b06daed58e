// What makes signature values: a key that was read from a file, or one that never leaves its token. A signer knows the digest and the
// algorithm, and checks what it gets; where the key lives is nobody else's affair.

/// The private half of a certificate's key.
package protocol SigningKey: Sendable {
    /// Whether it belongs to this certificate; nil if only a signature can tell.
    func belongs(to certificate: ParsedCertificate) -> Bool?

    /// The signature value over `digest`, which is one by the algorithm's digest: for ECDSA the DER sequence of two integers.
    func sign(digest: [UInt8], by algorithm: SignatureAlgorithm) throws(SigningError) -> [UInt8]
}

/// How an RSA key signs.
package enum RSAPadding: String, Sendable, Hashable, CaseIterable {
    /// RSASSA-PSS, its salt as long as the digest (RFC 4056): what ETSI TS 119 312 keeps.
    case pss
    /// RSASSA-PKCS1-v1_5, which TS 119 312 ends in 2028: for formats in which a signature has one spelling, and for old readers.
    case pkcs1
}

/// Forms in which other makers of signatures take and give what they compute.
package enum SignatureForms {
    /// The DER sequence of two integers from the two of equal size that PKCS #11 gives (v2.40 §2.3.1); nil for an odd or empty one.
    package static func ecdsa(fromPair bytes: [UInt8]) -> [UInt8]? {
        guard !bytes.isEmpty, bytes.count.isMultiple(of: 2) else { return nil }
        let half = bytes.count / 2
        return DERWriter.sequence(
            DERWriter.integer(magnitude: Array(bytes[..<half])),
            DERWriter.integer(magnitude: Array(bytes[half...])))
    }

    // DigestInfo ::= SEQUENCE { digestAlgorithm, digest OCTET STRING }
    /// What RSASSA-PKCS1-v1_5 pads (RFC 8017 §9.2).
    package static func digestInfo(_ digest: [UInt8], by algorithm: DigestAlgorithm) -> [UInt8] {
        DERWriter.sequence(
            DERWriter.sequence(
                DERWriter.objectIdentifier(algorithm.identifier), DERWriter.null),
            DERWriter.octetString(digest))
    }
}
