// What an OCSP responder says of one certificate (RFC 6960 §4.2.1, SingleResponse). It names the certificate by digests of its issuer's
// name and key, of whatever algorithm the client asked with: a digest here names and does not prove, so SHA-1 will do; but name, key and
// serial number must all fit.
package import EvidenceValues

/// A SingleResponse.
package struct OCSPAnswer: Sendable, Hashable {
    /// What the responder knows.
    package enum Status: Sendable, Hashable {
        case good
        case revoked(at: Instant, reason: String?)
        case unknown
    }

    package let status: Status
    package let thisUpdate: Instant
    package let nextUpdate: Instant?
    /// The responder answers on certificates that expired at this time or later (RFC 6960 §4.4.4); nil if it does not say.
    package let archiveCutoff: Instant?
    package let invalidityDate: Instant?
    /// The content of the INTEGER.
    package let serial: [UInt8]
    /// A critical extension that Docket does not know, in dotted decimal.
    let unsupportedExtension: String?
    // Nil if the algorithm is none of ours: then the answer is on no certificate.
    private let digestAlgorithm: DigestAlgorithm?
    private let issuerNameHash: [UInt8]
    private let issuerKeyHash: [UInt8]

    // SingleResponse ::= SEQUENCE { certID, certStatus, thisUpdate, nextUpdate [0] OPTIONAL, singleExtensions [1] OPTIONAL }
    // CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }
    init(_ element: DERElement) throws(DERError) {
        guard element.tag == Tag.sequence else { throw DERError() }
        var reader = try element.reader()
        var name = try reader.next(Tag.sequence).reader()
        digestAlgorithm = try AlgorithmIdentifier(name.next(Tag.sequence)).digestAlgorithm
        issuerNameHash = try name.next(Tag.octetString).octets()
        issuerKeyHash = try name.next(Tag.octetString).octets()
        serial = try name.next(Tag.integer).integerBytes()
        try name.end()
        status = try OCSPAnswer.status(try reader.next())
        thisUpdate = try reader.next().responderTime()
        nextUpdate = try reader.optional(Tag.context(0)).map { (wrapped) throws(DERError) in
            try wrapped.only().responderTime()
        }
        let extensions =
            try reader.optional(Tag.context(1)).map { (wrapped) throws(DERError) in
                try CertificateExtension.readAll(try wrapped.only(Tag.sequence))
            } ?? []
        try reader.end()
        archiveCutoff = try OCSPAnswer.time(OCSPAnswer.archiveCutoffIdentifier, extensions)
        invalidityDate = try OCSPAnswer.time("2.5.29.24", extensions)
        unsupportedExtension =
            extensions.first {
                $0.isCritical && !OCSPAnswer.knownExtensions.contains($0.identifier)
            }?.identifier
    }

    private static let archiveCutoffIdentifier = "1.3.6.1.5.5.7.48.1.6"
    // With reasonCode, which the status has already, and the reference to a list (RFC 6960 §4.4.2).
    private static let knownExtensions: Set<String> = [
        archiveCutoffIdentifier, "1.3.6.1.5.5.7.48.1.3", "2.5.29.21", "2.5.29.24",
    ]

    // CertStatus ::= CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL }
    // RevokedInfo ::= SEQUENCE { revocationTime GeneralizedTime, revocationReason [0] CRLReason OPTIONAL }
    private static func status(_ element: DERElement) throws(DERError) -> Status {
        switch element.tag {
        case Tag.contextPrimitive(0) where element.contents.isEmpty: return .good
        case Tag.contextPrimitive(2) where element.contents.isEmpty: return .unknown
        case Tag.context(1):
            var reader = try element.reader()
            let date = try reader.next().responderTime()
            let reason = try reader.optional(Tag.context(0)).map { (wrapped) throws(DERError) in
                try RevocationReasons.read(try wrapped.only())
            }
            try reader.end()
            return .revoked(at: date, reason: reason)
        default: throw DERError()
        }
    }

    private static func time(_ identifier: String, _ extensions: [CertificateExtension])
        throws(DERError) -> Instant?
    {
        guard let item = extensions.first(where: { $0.identifier == identifier }) else {
            return nil
        }
        return try DERElement(item.value, tag: Tag.generalizedTime).responderTime()
    }

    /// Whether it is on a certificate by this issuer's key.
    package func isOnCertificate(of issuer: ParsedCertificate) -> Bool {
        guard let digestAlgorithm, digestAlgorithm != .md5,
            issuerKeyHash.count == digestAlgorithm.size, let key = issuer.publicKeyBits
        else { return false }
        return digestAlgorithm.hash(key) == issuerKeyHash
    }

    /// Whether it is on `certificate`, which `issuer` issued.
    package func names(_ certificate: ParsedCertificate, issuer: ParsedCertificate) -> Bool {
        guard serial == certificate.serial, issuer.subjectName == certificate.issuerName,
            let digestAlgorithm, digestAlgorithm != .md5,
            // Where OpenSSL has SHA-1 forbidden, a digest is empty, and equals nothing.
            issuerNameHash.count == digestAlgorithm.size, let key = issuer.publicKeyBits
        else { return false }
        return digestAlgorithm.hash(certificate.issuerDER) == issuerNameHash
            && digestAlgorithm.hash(key) == issuerKeyHash
    }
}

extension DERElement {
    /// The one element inside, which must have this tag.
    func only(_ tag: UInt8) throws(DERError) -> DERElement {
        let element = try only()
        guard element.tag == tag else { throw DERError() }
        return element
    }

    /// A GeneralizedTime cut down to the millisecond. RFC 6960 §4.2.2.1 wants whole seconds, but DER has fractions, and so have
    /// responders.
    func responderTime() throws(DERError) -> Instant {
        guard tag == Tag.generalizedTime, let time = ASN1Time(contents, isGeneralized: true) else {
            throw DERError()
        }
        return time.floor
    }
}

extension ParsedCertificate {
    /// What the BIT STRING of the public key holds: what OCSP takes digests of.
    var publicKeyBits: [UInt8]? {
        guard var reader = try? DERElement(publicKeyDER, tag: Tag.sequence).reader(),
            (try? reader.next(Tag.sequence)) != nil
        else { return nil }
        return try? reader.next(Tag.bitString).bitStringBytes()
    }
}
