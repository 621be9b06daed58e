// A CMS SignedData as it reads (RFC 5652 §5): the digest of the file is over its bytes as given, and no byte may follow. BER is
// accepted where the standard permits it; signed attributes and certificates are DER. Reading proves nothing.
package import EvidenceValues

/// A CMS SignedData as it reads (RFC 5652 §5). Nothing about it is verified.
package struct CMSSignedData: Sendable, Hashable {
    /// In bytes, content aside; far above any real signature with its certificates and lists.
    package static let maximumSize = 16 << 20
    /// The same in PEM: a third more for base64, and lines.
    package static let maximumTextSize = maximumSize / 2 * 3
    package static let maximumSigners = 64
    package static let maximumCertificates = 64
    package static let maximumLists = 256

    /// SHA-256 of the whole ContentInfo.
    package let digest: Digest
    /// Nil when the content is detached, or was streamed and not kept.
    package let encapsulatedContent: [UInt8]?
    /// The content inside, as bytes or, if it was streamed, as digests; nil when it is detached.
    package let enclosedContent: SignedContent?
    /// The object identifier of the content's type.
    package let eContentType: String
    package let certificates: [EvidenceCertificate]
    /// Those of `certificates` that can be read, in the same order.
    package let readableCertificates: [ParsedCertificate]
    /// Each a CertificateList in DER.
    package let crls: [[UInt8]]
    /// Each a BasicOCSPResponse in DER, out of the other revocation information.
    package let ocspResponses: [[UInt8]]
    package let signers: [CMSSigner]
    let pieces: SignedDataPieces

    /// Whether the content is not inside.
    package var isDetached: Bool { enclosedContent == nil }

    /// Reads a ContentInfo; no byte may follow. With a memory, certificates known to it are not read again. `digest` is that of the
    /// bytes, if the caller knows it.
    package init(
        der: [UInt8], digest: Digest? = nil, memory: ObjectMemory? = nil
    ) throws(CMSError) {
        let parts = try SignedDataParts.read(der)
        let content: [UInt8]?
        do throws(DERError) {
            content = try parts.content()
        } catch {
            throw .malformed
        }
        guard der.count - (content?.count ?? 0) <= CMSSignedData.maximumSize else {
            throw .tooLarge
        }
        try self.init(
            parts, digest: digest ?? Digest(sha256Of: der), content: content.map { .bytes($0) },
            memory: memory)
    }

    /// Reads a ContentInfo in DER or BER, or in a PEM text of one block (RFC 7468 §9; `PKCS7` is the older label). The digest is that
    /// of the ContentInfo.
    package init(pemOrDER bytes: [UInt8], memory: ObjectMemory? = nil) throws(CMSError) {
        guard PEMBlock.isPEM(bytes) else {
            try self.init(der: bytes, memory: memory)
            return
        }
        guard bytes.count <= CMSSignedData.maximumTextSize else { throw .tooLarge }
        guard let blocks = PEMBlock.blocks(of: bytes), blocks.count == 1,
            ["CMS", "PKCS7"].contains(blocks[0].label)
        else { throw .malformed }
        try self.init(der: blocks[0].bytes, memory: memory)
    }

    init(_ parts: SignedDataParts, digest: Digest, content: SignedContent?, memory: ObjectMemory?)
        throws(CMSError)
    {
        guard parts.certificates.count <= CMSSignedData.maximumCertificates,
            parts.revocation.count <= CMSSignedData.maximumLists,
            parts.signers.count <= CMSSignedData.maximumSigners
        else { throw CMSError.tooLarge }
        self.digest = digest
        enclosedContent = content
        if case .bytes(let bytes) = content {
            encapsulatedContent = bytes
        } else {
            encapsulatedContent = nil
        }
        eContentType = parts.eContentType
        certificates = parts.certificates.map { EvidenceCertificate(derBytes: $0) }
        crls = parts.crls
        ocspResponses = parts.revocation.compactMap {
            if case .response(let bytes) = $0.kind { bytes } else { nil }
        }
        // A certificate that cannot be read is still evidence, but it is nobody's signing certificate.
        let readable = parts.certificates.compactMap { der in
            memory.map { $0.certificate(der) } ?? (try? ParsedCertificate(der: der))
        }
        readableCertificates = readable
        let context = SignerContext(
            announced: parts.digestAlgorithms, eContentType: parts.eContentType, content: content,
            certificates: readable)
        do throws(DERError) {
            var signers: [CMSSigner] = []
            for element in parts.signers {
                signers.append(try CMSSigner(element, index: signers.count, of: context))
            }
            self.signers = signers
        } catch {
            throw .malformed
        }
        pieces = parts.pieces
    }
}

/// What archive time-stamps hash, as it stands in the file.
struct SignedDataPieces: Sendable, Hashable {
    /// With the content inside, unless it was streamed.
    let encapsulated: ArraySlice<UInt8>
    let eContentType: ArraySlice<UInt8>
    let certificates: ArraySlice<UInt8>?
    let lists: ArraySlice<UInt8>?
    let certificateMembers: [ArraySlice<UInt8>]
    let revocation: [RevocationChoice]
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
    let revocation: [RevocationChoice]
    let signers: [DERElement]
    let pieces: SignedDataPieces

    /// Each a CertificateList.
    var crls: [[UInt8]] {
        revocation.compactMap { if case .list(let bytes) = $0.kind { bytes } else { nil } }
    }

    static func read(_ bytes: [UInt8]) throws(CMSError) -> SignedDataParts {
        do throws(SignedDataParts.Failure) {
            return try SignedDataParts(bytes)
        } catch {
            switch error {
            case .structure: throw .malformed
            case .contentType(let identifier): throw .notSignedData(identifier)
            }
        }
    }

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
            // One of ours with parameters that it does not have is not announced.
            if !algorithm.isDigest || algorithm.digestAlgorithm != nil {
                announced.append(algorithm.identifier)
            }
        }
        digestAlgorithms = announced
        let encapsulated = try reader.next(Tag.sequence)
        var inner = try encapsulated.reader()
        let type = try inner.next(Tag.objectIdentifier)
        eContentType = try type.objectIdentifier()
        eContent = try inner.optional(Tag.context(0)).map { (element) throws(DERError) in
            try element.only()
        }
        try inner.end()
        let certificateSet = try reader.optional(Tag.context(0))
        let listSet = try reader.optional(Tag.context(1))
        signers = try reader.next(Tag.set).first(CMSSignedData.maximumSigners + 1)
        try reader.end()
        let members =
            try certificateSet.map { (set) throws(DERError) in
                try set.first(CMSSignedData.maximumCertificates + 1)
            } ?? []
        // Other choices (attribute certificates) are passed over: RFC 5652 §10.2.2.
        certificates = members.filter { $0.tag == Tag.sequence }.map { Array($0.encoded) }
        revocation =
            try listSet.map { (set) throws(DERError) in
                try set.first(CMSSignedData.maximumLists + 1).map { RevocationChoice($0) }
            } ?? []
        beforeSigners = [version, algorithms, encapsulated, certificateSet, listSet]
            .compactMap { $0.map { Array($0.encoded) } }
        pieces = SignedDataPieces(
            encapsulated: encapsulated.encoded, eContentType: type.encoded,
            certificates: certificateSet?.encoded, lists: listSet?.encoded,
            certificateMembers: members.map(\.encoded), revocation: revocation)
    }

    /// The encapsulated content; nil when it is detached.
    func content() throws(DERError) -> [UInt8]? {
        guard let eContent else { return nil }
        guard eContent.tag & ~Tag.constructedBit == Tag.octetString else { throw DERError() }
        return try eContent.octets()
    }
}
