// The words for what is read from a CMS SignedData and for what its check finds.
package import EvidenceValues

/// Why bytes are not a SignedData that Docket reads.
package enum CMSError: Error, Sendable, Hashable {
    /// Not a ContentInfo with SignedData in BER, or with bytes behind it (RFC 5652 §3, §5.1).
    case malformed
    /// A ContentInfo of another type, by its object identifier.
    case notSignedData(String)
    /// More signers, certificates or bytes than the limits permit.
    case tooLarge
}

/// The content that a signature is said to cover.
package enum SignedContent: Sendable, Hashable {
    case bytes([UInt8])
    /// SHA-256 of the content, when its bytes are withheld or huge.
    case digest(Digest)
    /// Digests of content that was read once and not kept.
    case hashes([DigestAlgorithm: [UInt8]])

    /// The digest of the content by `algorithm`; nil if that cannot be known.
    package func hash(_ algorithm: DigestAlgorithm) -> [UInt8]? {
        switch self {
        case .bytes(let bytes): algorithm.hash(bytes)
        case .digest(let digest): algorithm == .sha256 ? digest.bytes : nil
        case .hashes(let hashes): hashes[algorithm]
        }
    }

    /// Whether both are the same content, as far as a sound digest common to both can tell; nil if there is none.
    func agrees(with other: SignedContent) -> Bool? {
        if case .bytes(let own) = self, case .bytes(let others) = other { return own == others }
        for algorithm in [
            DigestAlgorithm.sha256, .sha512, .sha384, .sha3x256, .sha3x512, .sha3x384,
        ] {
            if let own = hash(algorithm), let others = other.hash(algorithm) {
                return own == others
            }
        }
        return nil
    }
}

/// A signed attribute of which Docket reads the value.
package enum CMSAttribute: String, Sendable, Hashable, CaseIterable {
    case contentType, messageDigest, signingTime, signingCertificate, signingCertificateV2
    case algorithmProtection, checkpoint

    /// All of them, in the order in which they are looked at.
    static let inOrder = CMSAttribute.allCases
    /// By object identifier.
    static let known = Dictionary(uniqueKeysWithValues: inOrder.map { ($0.identifier, $0) })

    var identifier: String {
        switch self {
        case .contentType: ObjectIdentifiers.contentType
        case .messageDigest: ObjectIdentifiers.messageDigest
        case .signingTime: ObjectIdentifiers.signingTime
        case .signingCertificate: ObjectIdentifiers.signingCertificate
        case .signingCertificateV2: ObjectIdentifiers.signingCertificateV2
        case .algorithmProtection: "1.2.840.113549.1.9.52"
        case .checkpoint: CheckpointAttribute.oid
        }
    }
}

/// What the check of one signer found. Nothing is said of the certificate's standing.
package enum CMSVerification: Sendable, Hashable {
    /// Signature and digests hold, and the signed attributes name this very certificate (CAdES).
    case valid
    /// The content is not the content that was signed.
    case hashMismatch
    /// The signature value does not verify under the certificate's key.
    case badSignature
    /// `.signingCertificate`: all else holds, but the signature does not name its certificate (plain CMS, with or without signed
    /// attributes). `.contentType`, `.messageDigest`: RFC 5652 §5.3 demands it, it is not there, and nothing was proven.
    case attributeMissing(CMSAttribute)
    /// The attribute stands twice, has not exactly one value, or contradicts the rest of the SignedData.
    case attributeInvalid(CMSAttribute)
    /// The signer identifier or the signed attributes name another certificate than the one given.
    case certificateMismatch
    /// Not known to Docket, or key, algorithm and digest do not belong together; the object identifier or name.
    case unsupportedAlgorithm(String)
    /// Known and broken (MD5, SHA-1, RSA under 2048 bits); its name.
    case weakAlgorithm(String)
    /// The content's bytes are needed: it is absent, or only its SHA-256 was given and the signer used another digest or no signed
    /// attributes.
    case contentNeeded
}

/// Our signed attribute that holds a checkpoint: one OCTET STRING, the whole note in UTF-8 (docs/formats/checkpoint-attribute.md).
package enum CheckpointAttribute {
    /// Under 2.25, where every UUID is an identifier (ITU-T X.667). Spec: checkpoint-attribute-1
    package static let oid = "2.25.321900653967357900276042239902430414523"
    /// In bytes; a note has a few hundred.
    package static let maximumSize = 65_536
}
