// Declarations of the target, before their bodies.
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

/// What a key usage extension permits (RFC 5280 §4.2.1.3); only what Docket asks for.
package struct KeyUsage: Sendable, Hashable {
    package let digitalSignature: Bool
    package let nonRepudiation: Bool
    package let keyCertSign: Bool
    package let cRLSign: Bool
    /// Whether any other use is permitted too.
    package let others: Bool
}

/// An X.509 certificate as it reads (RFC 5280 §4.1). Nothing about it is verified.
package struct ParsedCertificate: Sendable, Hashable {
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
    package init(der: [UInt8]) throws(CertificateError) { throw .malformed }

    /// Reads every certificate of a PEM text, or the one of a DER file.
    package static func readAll(pemOrDER bytes: [UInt8]) throws(CertificateError)
        -> [ParsedCertificate]
    { throw .malformed }
}

/// A path from an end entity to an anchor, every link of which was verified at a stated time, without revocation.
package struct CertificationPath: Sendable, Hashable {
    /// End entity first, anchor last; the same certificate when it is itself the anchor.
    package let certificates: [ParsedCertificate]
    package var endEntity: ParsedCertificate { certificates[0] }
    package var anchor: ParsedCertificate { certificates[certificates.count - 1] }
}

/// Why there is no path.
package enum PathFailure: Sendable, Hashable {
    /// No chain of issuers reaches an anchor.
    case noChain
    case expired
    case notYetValid
    /// A signature of the chain does not verify.
    case badSignature
    /// A key or digest of the chain is too weak (below 112 bits of security).
    case weakAlgorithm
    /// A constraint of RFC 5280 is broken: basic constraints, key usage, names, path length, extensions; the word says which.
    case constraint(String)
    /// Something else, as OpenSSL words it.
    case other(String)
}

/// What `buildPath` found.
package enum PathResult: Sendable, Hashable {
    case path(CertificationPath)
    /// `depth` counts from the end entity, 0.
    case failure(PathFailure, depth: Int)
}

/// What the end entity's key is to be used for.
package enum PathPurpose: Sendable, Hashable {
    /// Key usage, if present, has digitalSignature or nonRepudiation.
    case signing
    /// Extended key usage is critical and timeStamping alone (RFC 3161 §2.3).
    case timeStamping
    /// Key usage, if present, has cRLSign.
    case crlIssuing
}

/// Builds a path to one of `anchors` as of `instant`, without revocation.
package func buildPath(
    of certificate: ParsedCertificate, anchors: [TrustAnchor], candidates: [EvidenceCertificate],
    supplied: [SuppliedCertificate] = [], at instant: Instant, purpose: PathPurpose
) -> PathResult { .failure(.noChain, depth: 0) }

/// Builds a path to one of the time-stamping authorities of the annex, without revocation.
package func buildPath(
    of certificate: ParsedCertificate, authorities: [TrustedTSA],
    candidates: [EvidenceCertificate], supplied: [SuppliedCertificate] = [], at instant: Instant
) -> PathResult { .failure(.noChain, depth: 0) }

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
}

/// A signed attribute that CAdES demands.
package enum CMSAttribute: String, Sendable, Hashable {
    case contentType, messageDigest, signingCertificate
}

/// What the check of one signer found. Nothing is said of the certificate's standing.
package enum CMSVerification: Sendable, Hashable {
    /// Signature and digests hold, and the signed attributes name this very certificate (CAdES).
    case valid
    /// The content is not the content that was signed.
    case hashMismatch
    /// The signature value does not verify under the certificate's key.
    case badSignature
    /// `.signingCertificate`: all else holds, but the signature does not name its certificate (plain CMS). Others: RFC 5652
    /// demands the attribute and it is not there; nothing was proven.
    case attributeMissing(CMSAttribute)
    /// The attribute stands twice, has not exactly one value, or contradicts the rest of the SignedData.
    case attributeInvalid(CMSAttribute)
    /// The signed attributes name another certificate than the one given.
    case certificateMismatch
    /// Not known to Docket, or key and algorithm do not belong together; the object identifier or name.
    case unsupportedAlgorithm(String)
    /// Known and broken (MD5, SHA-1, RSA under 2048 bits); its name.
    case weakAlgorithm(String)
    /// The content's bytes are needed: it is absent, or only its SHA-256 was given and the signer used another digest.
    case contentNeeded
}

/// The certificate that a signer names in its signed attributes (ESSCertID, RFC 2634 §5.4; ESSCertIDv2, RFC 5035).
package struct SigningCertificateReference: Sendable, Hashable {
    /// Nil for an algorithm that is not known.
    package let algorithm: DigestAlgorithm?
    package let bytes: [UInt8]
}

/// A CMS SignedData as it reads (RFC 5652 §5). Nothing about it is verified.
package struct CMSSignedData: Sendable, Hashable {
    /// SHA-256 of the whole file.
    package let digest: Digest
    /// Nil when the content is detached.
    package let encapsulatedContent: [UInt8]?
    /// The object identifier of the content's type.
    package let eContentType: String
    package let certificates: [EvidenceCertificate]
    /// Each a CertificateList in DER.
    package let crls: [[UInt8]]
    package let signers: [CMSSigner]

    /// Reads a ContentInfo; no byte may follow.
    package init(der: [UInt8]) throws(CMSError) { throw .malformed }
}

/// One SignerInfo (RFC 5652 §5.3) with what is needed to verify it.
package struct CMSSigner: Sendable, Hashable {
    /// Its position in the SignedData.
    package let index: Int
    package let signatureValue: [UInt8]
    /// SHA-256 of `signatureValue`: the name of this signature in facts.
    package let signatureDigest: Digest
    /// `sha-256` …, or the object identifier of an unknown algorithm.
    package let digestAlgorithm: String
    /// `ecdsa`, `rsa`, `rsa-pss`, `ed25519`, or the object identifier of an unknown algorithm.
    package let signatureAlgorithm: String
    /// The scheme with its parameters; nil if it is not supported.
    package let algorithm: SignatureAlgorithm?
    /// The message-digest attribute.
    package let messageDigest: [UInt8]?
    /// The content-type attribute.
    package let contentType: String?
    /// The signing-time attribute: the signer's statement.
    package let claimedTime: Instant?
    package let signingCertificate: SigningCertificateReference?
    /// The whole note of the checkpoint attribute, which is signed (docs/formats/checkpoint-attribute.md).
    package let checkpointNote: String?
    /// The signature-time-stamp tokens (CAdES-T), unsigned attributes over `signatureValue`.
    package let timeStampTokens: [[UInt8]]
    /// The certificate of the SignedData that the signer identifier names; nil if it is not there.
    package let certificate: ParsedCertificate?
    /// Whether signed attributes are present.
    package let hasSignedAttributes: Bool

    /// Whether the signer identifier (issuer and serial number, or key identifier) names this certificate.
    package func identifies(_ certificate: ParsedCertificate) -> Bool { false }

    /// Checks the signature over `content`, or over the encapsulated content when nil, with the certificate's key.
    package func verify(content: SignedContent?, certificate: ParsedCertificate) -> CMSVerification
    { .badSignature }

    /// `sha-256`, `ecdsa-p256` …: what must be approved at the time of the signature.
    package func algorithmNames(certificate: ParsedCertificate) -> [String] { [] }
}

/// Why bytes are not a time-stamp token.
package enum TimeStampError: Error, Sendable, Hashable {
    /// Not a token or response, or with bytes behind it.
    case malformed
    /// The response refuses: PKIStatus other than granted and grantedWithMods (RFC 3161 §2.4.2).
    case rejected(status: Int)
    /// The content is no TSTInfo, by its object identifier.
    case notTimeStamp(String)
    /// A token has exactly one signer (RFC 3161 §2.4.2).
    case signerCount(Int)
    /// TSTInfo is not version 1.
    case version
    /// genTime is not in the canonical form of RFC 3161 §2.4.2.
    case time
    /// The imprint's length is not that of its algorithm, or the algorithm is unknown.
    case imprint
}

/// Why a token proves nothing.
package enum TimeStampFailure: Sendable, Hashable {
    /// The imprint is that of other content.
    case imprintMismatch
    /// Only SHA-256 of the content was given and the imprint uses another digest.
    case contentNeeded
    /// The signer's certificate is neither in the token nor among those given.
    case noCertificate
    /// The signature, or an attribute that the token must have.
    case signature(CMSVerification)
    /// The certificate is not critically restricted to time-stamping (RFC 3161 §2.3).
    case notTimeStampingCertificate
    /// genTime is before or after the validity of the certificate.
    case outsideCertificateValidity
    /// genTime is later than the instant of the check and the tolerance.
    case inTheFuture
    /// The token does not answer with the nonce of the query.
    case nonceMismatch
}

/// What the check of a token found, before its certificate's path.
package enum TimeStampVerification: Sendable, Hashable {
    /// All holds; the certificate is to be traced to a `TrustedTSA` by the caller.
    case valid(signer: ParsedCertificate)
    case failed(TimeStampFailure)
}

/// A time-stamp token as it reads (RFC 3161 §2.4.2). Nothing about it is verified.
package struct TimeStampToken: Sendable, Hashable {
    package let cms: CMSSignedData
    /// The ContentInfo, without a response around it.
    package let tokenBytes: [UInt8]
    package let imprintAlgorithm: DigestAlgorithm
    package let imprint: [UInt8]
    /// The content of the INTEGER.
    package let serial: [UInt8]
    /// The object identifier of the policy.
    package let policy: String
    package let nonce: [UInt8]?
    /// genTime, cut down to the millisecond.
    package let genTime: Instant
    /// genTime and accuracy, rounded up.
    package let latest: Instant
    /// Zero when the token states none.
    package let accuracy: TimeSpan
    package var signer: CMSSigner { cms.signers[0] }

    /// Reads a token or a response that holds one; no byte may follow.
    package init(der: [UInt8]) throws(TimeStampError) { throw .malformed }

    /// Whether the imprint is that of `content`; nil if only a digest is given and it is of another algorithm.
    package func covers(_ content: SignedContent) -> Bool? { nil }

    /// Every check of RFC 3161 and evidence §4.2 d but the certificate's path and revocation.
    package func verify(
        content: SignedContent, candidates: [ParsedCertificate] = [], at instant: Instant,
        skew: TimeSpan, nonce: [UInt8]? = nil
    ) -> TimeStampVerification { .failed(.noCertificate) }
}

/// Why bytes are not a revocation list.
package enum RevocationListError: Error, Sendable, Hashable {
    case malformed
    case tooLarge
}

/// One line of a revocation list (RFC 5280 §5.3).
package struct RevocationEntry: Sendable, Hashable {
    package let serial: [UInt8]
    package let revocationDate: Instant
    /// `keyCompromise` …; nil when none is stated.
    package let reason: String?
    package let invalidityDate: Instant?
}

/// What the check of a list's signature found.
package enum RevocationListVerification: Sendable, Hashable {
    case valid
    /// The names differ.
    case otherIssuer
    case badSignature
    /// The issuer is not permitted to sign lists (key usage without cRLSign, or no CA).
    case notPermitted
    case unsupportedAlgorithm
    /// A critical extension that Docket does not know, a delta or an indirect list, by its object identifier.
    case unsupportedExtension(String)
}

/// A certificate revocation list as it reads (RFC 5280 §5). Nothing about it is verified.
package struct RevocationList: Sendable, Hashable {
    package let derBytes: [UInt8]
    package let digest: Digest
    package let issuer: String
    package let issuerDER: [UInt8]
    package let authorityKeyIdentifier: [UInt8]?
    package let thisUpdate: Instant
    package let nextUpdate: Instant?
    /// The content of the CRL number's INTEGER.
    package let number: [UInt8]?
    package let signatureAlgorithm: SignatureAlgorithm?
    package let entries: [RevocationEntry]

    package init(pemOrDER bytes: [UInt8]) throws(RevocationListError) { throw .malformed }

    /// The line on a certificate with this serial number.
    package func entry(for serial: [UInt8]) -> RevocationEntry? { nil }

    /// Checks issuer, permission and signature; not the issuer's own path.
    package func verify(issuer: ParsedCertificate) -> RevocationListVerification { .badSignature }
}

/// Why a request for a time-stamp was not answered by a response.
package enum TimeStampQueryError: Error, Sendable, Hashable {
    case token(TimeStampError)
    case imprintMismatch
    case nonceMismatch
    /// certReq was true and the signer's certificate is not there.
    case noCertificate
}

/// A request for a time-stamp over a SHA-256 digest (RFC 3161 §2.4.1), with its certificate.
package struct TimeStampQuery: Sendable, Hashable {
    package let digest: Digest
    package let nonce: [UInt8]

    /// `nonce`: 8 to 32 random bytes.
    package init(digest: Digest, nonce: [UInt8]) {
        self.digest = digest
        self.nonce = nonce
    }

    /// TimeStampReq in DER.
    package var derBytes: [UInt8] { [] }

    /// The token of a response that answers this query; nothing is verified but that it does.
    package func answer(in response: [UInt8]) throws(TimeStampQueryError) -> TimeStampToken {
        throw .imprintMismatch
    }
}

/// Why a key and certificate cannot sign.
package enum SigningError: Error, Sendable, Hashable {
    /// Neither a PKCS#8 nor a SEC1 or PKCS#1 private key in PEM.
    case unreadableKey
    /// The key is encrypted; Docket does not ask for passphrases.
    case encryptedKey
    /// Not P-256, P-384 or RSA of 2048 bits and more; its name.
    case unsupportedKey(String)
    case certificate(CertificateError)
    /// The certificate is for another key.
    case keyMismatch
    /// OpenSSL failed, in its words.
    case failed(String)
    /// The SignedData to be extended cannot be read or has not exactly one signer.
    case notExtensible
    /// The token is not one over the signature value.
    case tokenMismatch
    /// Content to be enclosed was given as a digest only.
    case contentNeeded
}

/// A private key with its certificate.
package struct SigningIdentity: Sendable {
    package let certificate: ParsedCertificate
    /// Further certificates of the file: the issuers'.
    package let chain: [ParsedCertificate]

    /// `keyPEM`: unencrypted PKCS#8, SEC1 or PKCS#1. `certificate`: PEM, its chain behind it, or DER.
    package init(keyPEM: [UInt8], certificate: [UInt8]) throws(SigningError) {
        throw .unreadableKey
    }
}

/// Signs content as CAdES-B (EN 319 122-1): content-type, message-digest, signing-time, signing-certificate-v2 and, if given, the
/// checkpoint are signed.
package func signCMS(
    _ content: SignedContent, detached: Bool, identity: SigningIdentity,
    extraCertificates: [ParsedCertificate] = [], signingTime: Instant?, checkpointNote: String?
) throws(SigningError) -> [UInt8] { throw .unreadableKey }

/// Adds a token over the signature value as unsigned attribute (CAdES-T); no signed byte changes. The first signer's.
package func addTimeStamp(to cms: [UInt8], token: [UInt8]) throws(SigningError) -> [UInt8] {
    throw .notExtensible
}

/// Our signed attribute that holds a checkpoint (docs/formats/checkpoint-attribute.md).
package enum CheckpointAttribute {
    package static let oid = "2.25.321900653967357900276042239902430414523"
}

/// So many random bytes from the operating system.
package func secureRandom(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
}
