// A CMS SignedData as it reads (RFC 5652 §5): the digest of the file is over its bytes as given, and no byte may follow. BER is
// accepted where the standard permits it; signed attributes and certificates are DER. Reading proves nothing.
package import EvidenceValues

/// A CMS SignedData as it reads (RFC 5652 §5). Nothing about it is verified.
package struct CMSSignedData: Sendable, Hashable {
    /// In bytes, content aside; far above any real signature with its certificates and lists.
    package static let maximumSize = 16 << 20
    package static let maximumSigners = 64
    package static let maximumCertificates = 64
    package static let maximumLists = 256

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
    package init(der: [UInt8]) throws(CMSError) {
        let parts: SignedDataParts
        do throws(SignedDataParts.Failure) {
            parts = try SignedDataParts(der)
        } catch {
            switch error {
            case .structure: throw .malformed
            case .contentType(let identifier): throw .notSignedData(identifier)
            }
        }
        do {
            let content = try parts.content()
            guard der.count - (content?.count ?? 0) <= CMSSignedData.maximumSize,
                parts.certificates.count <= CMSSignedData.maximumCertificates,
                parts.crls.count <= CMSSignedData.maximumLists,
                parts.signers.count <= CMSSignedData.maximumSigners
            else { throw CMSError.tooLarge }
            digest = Digest(sha256Of: der)
            encapsulatedContent = content
            eContentType = parts.eContentType
            certificates = parts.certificates.map { EvidenceCertificate(derBytes: $0) }
            crls = parts.crls
            // A certificate that cannot be read is still evidence, but it is nobody's signing certificate.
            let readable = parts.certificates.compactMap { try? ParsedCertificate(der: $0) }
            var signers: [CMSSigner] = []
            for element in parts.signers {
                signers.append(
                    try CMSSigner(
                        element, index: signers.count, of: parts, certificates: readable,
                        content: content))
            }
            self.signers = signers
        } catch let error as CMSError {
            throw error
        } catch {
            throw .malformed
        }
    }
}

/// The pieces of a SignedData as they stand in the file, so that it can be put together again with one of them changed.
///
/// ```
/// ContentInfo ::= SEQUENCE { contentType, content [0] EXPLICIT SignedData }
/// SignedData ::= SEQUENCE { version, digestAlgorithms SET, encapContentInfo, certificates [0] IMPLICIT SET OPTIONAL,
///     crls [1] IMPLICIT SET OPTIONAL, signerInfos SET }
/// EncapsulatedContentInfo ::= SEQUENCE { eContentType, eContent [0] EXPLICIT OCTET STRING OPTIONAL }
/// ```
struct SignedDataParts {
    /// Why there are none.
    enum Failure: Error {
        case structure
        case contentType(String)
    }

    /// Version to the end of the lists, each as encoded.
    let beforeSigners: [[UInt8]]
    /// The algorithms announced for the content, by object identifier.
    let digestAlgorithms: [String]
    let eContentType: String
    let eContent: DERElement?
    let certificates: [[UInt8]]
    let crls: [[UInt8]]
    let signers: [DERElement]

    init(_ bytes: [UInt8]) throws(Failure) {
        do {
            let info = try SignedDataParts.open(bytes)
            guard info.type == ObjectIdentifiers.signedData else {
                throw Failure.contentType(info.type)
            }
            self = try SignedDataParts(signedData: info.content)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .structure
        }
    }

    private static func open(_ bytes: [UInt8]) throws(DERError) -> (
        type: String, content: DERElement
    ) {
        var info = try DERElement(bytes, rules: .ber, tag: Tag.sequence).reader()
        let type = try info.next(Tag.objectIdentifier).objectIdentifier()
        let content = try info.next(Tag.context(0))
        try info.end()
        return (type, content)
    }

    private init(signedData wrapped: DERElement) throws(DERError) {
        let element = try wrapped.only()
        guard element.tag == Tag.sequence else { throw DERError() }
        var reader = try element.reader()
        let version = try reader.next(Tag.integer)
        guard [1, 3, 4, 5].contains(try version.smallInteger()) else { throw DERError() }
        let algorithms = try reader.next(Tag.set)
        var announced: [String] = []
        for algorithm in try algorithms.elements(limit: CMSSignedData.maximumSigners) {
            let algorithm = try AlgorithmIdentifier(algorithm)
            let isOurs = DigestAlgorithm.allCases.contains { $0.identifier == algorithm.identifier }
            // One of ours with parameters that it does not have is not announced.
            if !isOurs || algorithm.digestAlgorithm != nil {
                announced.append(algorithm.identifier)
            }
        }
        digestAlgorithms = announced
        let encapsulated = try reader.next(Tag.sequence)
        var inner = try encapsulated.reader()
        eContentType = try inner.next(Tag.objectIdentifier).objectIdentifier()
        eContent = try inner.optional(Tag.context(0)).map { (element) throws(DERError) in
            try element.only()
        }
        try inner.end()
        let certificateSet = try reader.optional(Tag.context(0))
        let listSet = try reader.optional(Tag.context(1))
        signers = try reader.next(Tag.set).first(CMSSignedData.maximumSigners + 1)
        try reader.end()
        // Other choices (attribute certificates, other revocation information) are passed over: RFC 5652 §10.2.1, §10.2.2.
        certificates =
            try certificateSet.map { (set) throws(DERError) in
                try SignedDataParts.sequences(in: set, limit: CMSSignedData.maximumCertificates + 1)
            } ?? []
        crls =
            try listSet.map { (set) throws(DERError) in
                try SignedDataParts.sequences(in: set, limit: CMSSignedData.maximumLists + 1)
            } ?? []
        beforeSigners = [version, algorithms, encapsulated, certificateSet, listSet]
            .compactMap { $0.map { Array($0.encoded) } }
    }

    private static func sequences(in set: DERElement, limit: Int) throws(DERError) -> [[UInt8]] {
        try set.first(limit).filter { $0.tag == Tag.sequence }.map { Array($0.encoded) }
    }

    /// The encapsulated content; nil when it is detached.
    func content() throws(DERError) -> [UInt8]? {
        guard let eContent else { return nil }
        guard eContent.tag & ~Tag.constructedBit == Tag.octetString else { throw DERError() }
        return try eContent.octets()
    }
}
