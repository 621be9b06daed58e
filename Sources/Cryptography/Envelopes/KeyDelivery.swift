// How the content encryption key of an envelope reaches a recipient: RSAES-OAEP (RFC 4055 §4.1), or a key agreed on by ephemeral-static
// Diffie-Hellman on a curve (RFC 5753), under which it is wrapped (RFC 3394). RSAES-PKCS1-v1_5 is not opened: whoever may ask again and
// again whether something opens can decrypt with it (RFC 3218), and nobody must use it today.
import EvidenceValues

/// RSAES-OAEP with one digest for label and mask, and an empty label.
struct KeyTransport: Sendable, Hashable {
    let digest: DigestAlgorithm

    /// What Docket writes.
    static let own = KeyTransport(digest: .sha256)

    private init(digest: DigestAlgorithm) { self.digest = digest }

    // RSAES-OAEP-params ::= SEQUENCE { hashFunc [0] DEFAULT sha1, maskGenFunc [1] DEFAULT mgf1SHA1,
    //     pSourceFunc [2] DEFAULT pSpecifiedEmpty }
    /// Nil for another algorithm.
    init?(_ algorithm: AlgorithmIdentifier) throws(DERError) {
        guard algorithm.identifier == ObjectIdentifiers.rsaOAEP,
            let parameters = algorithm.parameters, parameters.tag == Tag.sequence
        else { return nil }
        var reader = try parameters.reader()
        var (digest, mask): (DigestAlgorithm?, DigestAlgorithm?) = (.sha1, .sha1)
        if let wrapped = try reader.optional(Tag.context(0)) {
            digest = try AlgorithmIdentifier(try wrapped.only()).digestAlgorithm
        }
        if let wrapped = try reader.optional(Tag.context(1)) {
            let function = try AlgorithmIdentifier(try wrapped.only())
            guard function.identifier == ObjectIdentifiers.mgf1, let inner = function.parameters
            else { return nil }
            mask = try AlgorithmIdentifier(inner).digestAlgorithm
        }
        if let wrapped = try reader.optional(Tag.context(2)) {
            let label = try AlgorithmIdentifier(try wrapped.only())
            guard label.identifier == ObjectIdentifiers.labelSpecified,
                let text = label.parameters, text.tag == Tag.octetString, text.contents.isEmpty
            else { return nil }
        }
        try reader.end()
        guard let digest, digest == mask, digest != .md5 else { return nil }
        self.digest = digest
    }

    /// The AlgorithmIdentifier.
    var encoded: [UInt8] {
        let hash = DERWriter.sequence(DERWriter.objectIdentifier(digest.identifier), DERWriter.null)
        let mask = DERWriter.sequence(DERWriter.objectIdentifier(ObjectIdentifiers.mgf1), hash)
        return DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.rsaOAEP),
            DERWriter.sequence(
                DERWriter.element(Tag.context(0), hash), DERWriter.element(Tag.context(1), mask)))
    }
}

/// The standard one-pass Diffie-Hellman with an ephemeral key of the sender.
struct KeyAgreement: Sendable, Hashable {
    /// Digests of the key derivation, by scheme (RFC 5753 §7.1.4): dhSinglePass-stdDH-…kdf-scheme.
    private static let schemes: [String: DigestAlgorithm] = [
        "1.3.133.16.840.63.0.2": .sha1, "1.3.132.1.11.0": .sha224, "1.3.132.1.11.1": .sha256,
        "1.3.132.1.11.2": .sha384, "1.3.132.1.11.3": .sha512,
    ]
    /// Sizes of keys, by wrap (RFC 3565 §2.3.2).
    private static let wraps: [String: Int] = [
        "2.16.840.1.101.3.4.1.5": 16, "2.16.840.1.101.3.4.1.25": 24,
        "2.16.840.1.101.3.4.1.45": 32,
    ]
    private static let ownScheme = DERWriter.objectIdentifier("1.3.132.1.11.1")
    private static let ownWrap = DERWriter.sequence(
        DERWriter.objectIdentifier("2.16.840.1.101.3.4.1.45"))

    let digest: DigestAlgorithm
    /// Bytes of the key that wraps.
    let wrapSize: Int
    /// The wrap's AlgorithmIdentifier as encoded, which the key is derived from.
    let wrap: [UInt8]
    /// The point that is the sender's public key.
    let point: [UInt8]
    /// What sender and recipient put into the derivation besides; nil for nothing.
    let shared: [UInt8]?

    /// What Docket writes, with this ephemeral key.
    init(point: [UInt8]) {
        (digest, wrapSize, wrap) = (.sha256, 32, KeyAgreement.ownWrap)
        (self.point, shared) = (point, nil)
    }

    // OriginatorIdentifierOrKey ::= CHOICE { …, originatorKey [1] IMPLICIT SEQUENCE { algorithm, publicKey BIT STRING } }
    /// Nil for another algorithm, and for senders with keys that are not ephemeral.
    init?(
        _ algorithm: AlgorithmIdentifier, originator: DERElement, shared: [UInt8]?
    ) throws(DERError) {
        guard let digest = KeyAgreement.schemes[algorithm.identifier],
            let inner = algorithm.parameters, inner.tag == Tag.sequence,
            originator.tag == Tag.context(1)
        else { return nil }
        let wrap = try AlgorithmIdentifier(inner)
        guard let size = KeyAgreement.wraps[wrap.identifier], wrap.hasNoParameters else {
            return nil
        }
        var reader = try originator.reader()
        let key = try AlgorithmIdentifier(try reader.next(Tag.sequence))
        guard key.identifier == ObjectIdentifiers.ecPublicKey else { return nil }
        point = try reader.next(Tag.bitString).bitStringBytes()
        try reader.end()
        (self.digest, wrapSize, self.shared) = (digest, size, shared)
        self.wrap = try inner.normalized()
    }

    /// The key that wraps, from the secret that both sides compute (ANSI X9.63 §5.6.3; RFC 5753 §7.2).
    func wrappingKey(from secret: Secret) -> Secret {
        // ECC-CMS-SharedInfo ::= SEQUENCE { keyInfo, entityUInfo [0] EXPLICIT OCTET STRING OPTIONAL,
        //     suppPubInfo [2] EXPLICIT OCTET STRING -- bits of the key, in 32 bits -- }
        let bits = UInt32(wrapSize * 8)
        let supplement = (0..<4).reversed().map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
        let info = DERWriter.sequence(
            wrap, shared.map { DERWriter.element(Tag.context(0), DERWriter.octetString($0)) } ?? [],
            DERWriter.element(Tag.context(2), DERWriter.octetString(supplement)))
        var key: [UInt8] = []
        var counter: UInt8 = 1
        while key.count < wrapSize {
            key += secret.withBytes { digest.hash($0 + [0, 0, 0, counter] + info) }
            counter += 1
        }
        return Secret(Array(key.prefix(wrapSize)))
    }

    /// The AlgorithmIdentifier of what Docket writes.
    static var encoded: [UInt8] { DERWriter.sequence(ownScheme, ownWrap) }
}
