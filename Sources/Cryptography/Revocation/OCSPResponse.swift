// An answer of an OCSP responder (RFC 6960 §4.2), strictly in DER. What counts is the BasicOCSPResponse, which is signed; the envelope
// around it is taken off, because evidence carries answers with and without it. Reading proves nothing.
package import EvidenceValues

/// Why bytes are no answer.
package enum OCSPResponseError: Error, Sendable, Hashable {
    /// Neither an OCSPResponse nor a BasicOCSPResponse in DER, or with bytes behind it.
    case malformed
    /// Larger than `OCSPResponse.maximumSize`.
    case tooLarge
    /// The responder answered with an error, by its responseStatus (RFC 6960 §4.2.1).
    case unsuccessful(status: Int)
    /// A type of answer other than id-pkix-ocsp-basic, by its object identifier.
    case otherType(String)
}

/// How an answer names its responder (RFC 6960 §4.2.1, ResponderID).
package enum ResponderID: Sendable, Hashable {
    /// By its Name, in DER.
    case name([UInt8])
    /// By the SHA-1 of its public key, which names and does not prove.
    case keyHash([UInt8])
}

/// A BasicOCSPResponse as it reads. Nothing about it is verified.
package struct OCSPResponse: Sendable, Hashable {
    /// In bytes; real ones have one or two thousand with a responder's certificate.
    package static let maximumSize = 1 << 20
    /// Answers on as many certificates are read, at most; RFC 5019 §2.2.1 knows one.
    package static let maximumAnswers = 1024
    /// As many certificates are read, at most; a responder needs one.
    package static let maximumCertificates = 32

    /// The BasicOCSPResponse.
    package let derBytes: [UInt8]
    /// SHA-256 of `derBytes`.
    package let digest: Digest
    package let responder: ResponderID
    package let producedAt: Instant
    package let answers: [OCSPAnswer]
    /// As they stand in it; none is trusted.
    package let certificates: [EvidenceCertificate]
    /// What the client gave to be repeated (RFC 6960 §4.4.1); nil if there is none.
    package let nonce: [UInt8]?
    package let signatureAlgorithm: SignatureAlgorithm?
    let signed: [UInt8]
    let signature: [UInt8]
    let unsupportedExtension: String?

    /// Reads an OCSPResponse, or a bare BasicOCSPResponse as signatures carry it; no byte may follow.
    package init(der: [UInt8]) throws(OCSPResponseError) {
        guard der.count <= OCSPResponse.maximumSize else { throw .tooLarge }
        let basic: [UInt8]
        switch OCSPResponse.unwrapped(der) {
        case .success(let bytes): basic = bytes
        case .failure(let error): throw error
        }
        do {
            self = try OCSPResponse(reading: basic)
        } catch {
            throw .malformed
        }
    }

    // OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED,
    //     responseBytes [0] SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING } OPTIONAL }
    private static func unwrapped(_ der: [UInt8]) -> Result<[UInt8], OCSPResponseError> {
        do {
            var reader = try DERElement(der, tag: Tag.sequence).reader()
            guard reader.nextTag == Tag.enumerated else { return .success(der) }
            let status = try reader.next().smallInteger()
            guard let wrapped = try reader.optional(Tag.context(0)), status == 0 else {
                return .failure(status == 0 ? .malformed : .unsuccessful(status: status))
            }
            try reader.end()
            var inner = try wrapped.only(Tag.sequence).reader()
            let type = try inner.next(Tag.objectIdentifier).objectIdentifier()
            let bytes = try inner.next(Tag.octetString).octets()
            try inner.end()
            return type == "1.3.6.1.5.5.7.48.1.1" ? .success(bytes) : .failure(.otherType(type))
        } catch {
            return .failure(.malformed)
        }
    }

    // BasicOCSPResponse ::= SEQUENCE { tbsResponseData, signatureAlgorithm, signature BIT STRING, certs [0] SEQUENCE OF OPTIONAL }
    private init(reading der: [UInt8]) throws(DERError) {
        var outer = try DERElement(der, tag: Tag.sequence).reader()
        let data = try outer.next(Tag.sequence)
        let algorithm = try outer.next(Tag.sequence)
        signature = try outer.next(Tag.bitString).bitStringBytes()
        let wrapped = try outer.optional(Tag.context(0))
        try outer.end()
        certificates =
            try wrapped?.only(Tag.sequence).elements(limit: OCSPResponse.maximumCertificates)
            .map { EvidenceCertificate(derBytes: Array($0.encoded)) } ?? []
        let fields = try OCSPResponseData(data)
        (responder, producedAt, answers) = (fields.responder, fields.producedAt, fields.answers)
        nonce = fields.extensions.first { $0.identifier == "1.3.6.1.5.5.7.48.1.2" }?.value
        unsupportedExtension =
            fields.extensions.first {
                $0.isCritical && !OCSPResponse.knownExtensions.contains($0.identifier)
            }?.identifier
        signatureAlgorithm = try AlgorithmIdentifier(algorithm).signatureAlgorithm(digest: nil)
        signed = Array(data.encoded)
        derBytes = der
        digest = Digest(sha256Of: der)
    }

    // Nonce and extended revocation (RFC 6960 §4.4.1, §4.4.8).
    private static let knownExtensions: Set<String> = [
        "1.3.6.1.5.5.7.48.1.2", "1.3.6.1.5.5.7.48.1.9",
    ]

    /// What it says of `certificate`, which `issuer` issued, in the order in which it stands.
    package func answers(
        on certificate: ParsedCertificate, issuer: ParsedCertificate
    ) -> [OCSPAnswer] {
        answers.filter { $0.names(certificate, issuer: issuer) }
    }

    package static func == (left: OCSPResponse, right: OCSPResponse) -> Bool {
        left.digest == right.digest
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

/// What the responder signs.
///
/// ```
/// ResponseData ::= SEQUENCE { version [0] DEFAULT v1, responderID, producedAt GeneralizedTime,
///     responses SEQUENCE OF SingleResponse, responseExtensions [1] Extensions OPTIONAL }
/// ResponderID ::= CHOICE { byName [1] Name, byKey [2] OCTET STRING }
/// ```
private struct OCSPResponseData {
    let responder: ResponderID
    let producedAt: Instant
    let answers: [OCSPAnswer]
    let extensions: [CertificateExtension]

    init(_ element: DERElement) throws(DERError) {
        var reader = try element.reader()
        // Version 1, which is written as 0 or left out.
        guard try reader.optional(Tag.context(0))?.only(Tag.integer).smallInteger() ?? 0 == 0 else {
            throw DERError()
        }
        let name = try reader.next()
        let inner = try name.only()
        switch (name.tag, inner.tag) {
        case (Tag.context(1), Tag.sequence): responder = .name(Array(inner.encoded))
        case (Tag.context(2), Tag.octetString): responder = .keyHash(try inner.octets())
        default: throw DERError()
        }
        producedAt = try reader.next().responderTime()
        var answers: [OCSPAnswer] = []
        for single in try reader.next(Tag.sequence).elements(limit: OCSPResponse.maximumAnswers) {
            answers.append(try OCSPAnswer(single))
        }
        self.answers = answers
        extensions =
            try reader.optional(Tag.context(1)).map { (wrapped) throws(DERError) in
                try CertificateExtension.readAll(try wrapped.only(Tag.sequence))
            } ?? []
        try reader.end()
    }
}
