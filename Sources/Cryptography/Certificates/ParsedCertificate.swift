// An X.509 certificate as it reads (RFC 5280 §4.1), strictly in DER. Reading proves nothing: paths, and with them signatures and
// constraints, are `CertificatePool.paths`'.
//
// The same few certificates stand in thousands of files, so reading does once what everybody asks for, and the rest (names as text,
// names for comparison, what only paths need, OpenSSL's form of the key) when it is first asked for; what was worked out is kept with
// the certificate and shared by all its copies.
package import EvidenceValues
internal import Synchronization

/// Why bytes are not a certificate.
package enum CertificateError: Error, Sendable, Hashable {
    /// Not a certificate in DER, or with bytes behind it (RFC 5280 §4.1).
    case malformed
    /// Larger than `ParsedCertificate.maximumSize`.
    case tooLarge
    /// PEM without a certificate block.
    case noCertificate
}

/// An X.509 certificate as it reads (RFC 5280 §4.1). Nothing about it is verified. Equal if and only if the bytes are.
package struct ParsedCertificate: Sendable, Hashable {
    /// In bytes; real ones have one or two thousand, those with post-quantum keys perhaps twenty.
    package static let maximumSize = 65_536

    /// SHA-256 of `derBytes`.
    package let digest: Digest
    private let contents: CertificateContents
    /// The key with the parameters that it takes from its issuer's, in a certificate that was taken from a path; else nil.
    private var completedKey: PublicKey?

    /// Reads one certificate; no byte may follow.
    package init(der: [UInt8]) throws(CertificateError) {
        guard der.count <= ParsedCertificate.maximumSize else { throw .tooLarge }
        do {
            contents = try CertificateContents(der)
        } catch {
            throw .malformed
        }
        digest = Digest(sha256Of: der)
    }

    /// Reads every certificate of a PEM text, or the one of a DER file.
    package static func readAll(pemOrDER bytes: [UInt8]) throws(CertificateError)
        -> [ParsedCertificate]
    {
        guard PEMBlock.isPEM(bytes) else { return [try ParsedCertificate(der: bytes)] }
        guard let blocks = PEMBlock.blocks(of: bytes) else { throw .malformed }
        var certificates: [ParsedCertificate] = []
        for block in blocks where block.label == "CERTIFICATE" {
            certificates.append(try ParsedCertificate(der: block.bytes))
        }
        guard !certificates.isEmpty else { throw .noCertificate }
        return certificates
    }

    /// A PEM text of one block for each.
    package static func pem(_ certificates: [ParsedCertificate]) -> [UInt8] {
        certificates.flatMap { PEMBlock.text(label: "CERTIFICATE", $0.derBytes) }
    }

    package static func == (left: ParsedCertificate, right: ParsedCertificate) -> Bool {
        left.digest == right.digest
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(digest) }

    /// This certificate as one below `issuer`: a DSA key without parameters has those of the issuer's (RFC 5280 §6.1.4 (f)).
    func below(_ issuer: ParsedCertificate) -> ParsedCertificate {
        guard case .dsa(bits: 0) = keyAlgorithm else { return self }
        var certificate = self
        certificate.completedKey = publicKey.inheriting(from: issuer.publicKey)
        return certificate
    }

    /// Whether `instant` lies within the certificate's validity, both ends included (RFC 5280 §4.1.2.5).
    package func isValid(at instant: Instant) -> Bool {
        notBefore <= instant && instant.wholeSecond <= notAfter
    }
}

// What it says.
extension ParsedCertificate {
    package var derBytes: [UInt8] { contents.derBytes }
    /// The content of the INTEGER, as encoded.
    package var serial: [UInt8] { contents.fields.serial }
    package var notBefore: Instant { contents.fields.notBefore }
    package var notAfter: Instant { contents.fields.notAfter }
    package var subjectDER: [UInt8] { contents.fields.subject }
    package var issuerDER: [UInt8] { contents.fields.issuer }
    /// SubjectPublicKeyInfo.
    package var publicKeyDER: [UInt8] { contents.publicKey.derBytes }
    package var keyAlgorithm: KeyAlgorithm { publicKey.algorithm }
    /// The algorithm of the issuer's signature; nil if it is not supported.
    package var signatureAlgorithm: SignatureAlgorithm? { contents.signatureAlgorithm }
    /// What the issuer signed: the encoding of TBSCertificate.
    package var signed: [UInt8] { Array(contents.signed) }
    /// The issuer's signature value.
    package var signature: [UInt8] { contents.signature }

    /// RFC 2253, last attribute first.
    package var subject: String { contents.names.subject.text }
    /// The one common name of the subject; nil if there is none or more than one.
    package var commonName: String? { contents.names.subject.commonName }
    /// Every common name and mail address of the subject that is text.
    var commonNames: [String] { contents.names.subject.commonNames }
    var emailAddresses: [String] { contents.names.subject.emailAddresses }
    /// RFC 2253, last attribute first.
    package var issuer: String { contents.names.issuer.text }
    /// The subject as names are compared.
    package var subjectName: ComparableName { contents.comparableNames.subject }
    /// The issuer as names are compared.
    package var issuerName: ComparableName { contents.comparableNames.issuer }
    /// Whether subject and issuer are one name (RFC 5280 §6.1), by whichever key.
    package var isSelfIssued: Bool { contents.comparableNames.areEqual }

    /// Nil when the extension is absent.
    package var basicConstraints: BasicConstraints? { contents.extensions.basicConstraints }
    package var isCA: Bool { basicConstraints?.isCA == true }
    /// Nil when the extension is absent, which permits everything.
    package var keyUsage: KeyUsage? { contents.extensions.keyUsage }
    /// Object identifiers as text; empty when the extension is absent.
    package var extendedKeyUsages: [String] {
        contents.extensions.extendedKeyUsages.map { ObjectIdentifiers.text(of: $0) ?? "" }
    }
    package var extendedKeyUsageIsCritical: Bool {
        contents.extensions.extendedKeyUsageIsCritical
    }
    package var subjectKeyIdentifier: [UInt8]? { contents.extensions.subjectKeyIdentifier }
    package var authorityKeyIdentifier: [UInt8]? { contents.extensions.authorityKeyIdentifier }
    /// Whether it is an OCSP responder's whose own revocation need not be asked (RFC 6960 §4.2.2.2.1).
    package var hasNoCheck: Bool { value(of: ExtensionType.noCheck) != nil }
    /// The alternative names of the subject (RFC 5280 §4.2.1.6); none if the extension is absent or malformed. A malformed one makes
    /// every path fail.
    package var subjectAlternativeNames: [GeneralName] {
        pathExtensions?.subjectAlternativeNames ?? []
    }

    /// The contents of the extension with this identifier in dotted decimal; nil if it is absent.
    package func extensionValue(_ identifier: String) -> [UInt8]? {
        ObjectIdentifiers.contents(of: identifier).flatMap { value(of: $0) }
    }

    /// 1, 2 or 3.
    var version: Int { contents.fields.version }
    var publicKey: PublicKey { completedKey ?? contents.publicKey }
    var extensions: [CertificateExtension] { contents.extensions.all }
    /// The same as `extendedKeyUsages`, encoded.
    var encodedKeyUsages: [ArraySlice<UInt8>] { contents.extensions.extendedKeyUsages }
    /// Nil if one of them is malformed.
    var pathExtensions: PathExtensions? { contents.pathExtensions }

    /// The value of the extension with this encoded type.
    func value(of type: [UInt8]) -> [UInt8]? {
        extensions.first { $0.type.elementsEqual(type) }?.value
    }
}

/// What was read, kept once however many copies there are.
private final class CertificateContents: Sendable {
    let derBytes: [UInt8]
    let fields: CertificateFields
    let extensions: CertificateExtensions
    let publicKey: PublicKey
    let signatureAlgorithm: SignatureAlgorithm?
    let signed: ArraySlice<UInt8>
    let signature: [UInt8]
    private let knownNames = AtomicLazyReference<CertificateNames>()
    private let knownComparableNames = AtomicLazyReference<ComparableNames>()
    private let knownPathExtensions = AtomicLazyReference<PathExtensionsBox>()

    // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }
    init(_ der: [UInt8]) throws(DERError) {
        var file = DERReader(der[...], rules: .der)
        var outer = try file.next(Tag.sequence).reader()
        try file.end()
        let body = try outer.next(Tag.sequence)
        let algorithm = try outer.next(Tag.sequence)
        signature = try outer.next(Tag.bitString).bitStringBytes()
        try outer.end()
        fields = try CertificateFields(body)
        // RFC 5280 §4.1.1.2: both fields name the same algorithm.
        guard fields.algorithm == algorithm.encoded else { throw DERError() }
        extensions = try CertificateExtensions(fields.extensions)
        publicKey = try PublicKey(fields.publicKey)
        signatureAlgorithm = try AlgorithmIdentifier(algorithm).signatureAlgorithm(digest: nil)
        signed = body.encoded
        derBytes = der
    }

    var names: CertificateNames {
        knownNames.load()
            ?? knownNames.storeIfNil(
                CertificateNames(subject: fields.subject, issuer: fields.issuer))
    }

    var comparableNames: ComparableNames {
        knownComparableNames.load()
            ?? knownComparableNames.storeIfNil(
                ComparableNames(subject: fields.subject, issuer: fields.issuer))
    }

    var pathExtensions: PathExtensions? {
        let known =
            knownPathExtensions.load()
            ?? knownPathExtensions.storeIfNil(
                PathExtensionsBox(value: try? PathExtensions(extensions.all)))
        return known.value
    }
}

private final class PathExtensionsBox: Sendable {
    let value: PathExtensions?
    init(value: PathExtensions?) { self.value = value }
}

// A certificate's names, for people and for comparison. `CertificateFields` saw to it that both are well formed.

private final class CertificateNames: Sendable {
    let subject: DistinguishedName
    let issuer: DistinguishedName

    init(subject: [UInt8], issuer: [UInt8]) {
        self.subject = DistinguishedName(wellFormed: subject)
        self.issuer = DistinguishedName(wellFormed: issuer)
    }
}

private final class ComparableNames: Sendable {
    let subject: ComparableName
    let issuer: ComparableName
    let areEqual: Bool

    init(subject: [UInt8], issuer: [UInt8]) {
        self.subject = ComparableName(wellFormed: subject)
        self.issuer = ComparableName(wellFormed: issuer)
        areEqual = self.subject == self.issuer
    }
}
