// A certificate revocation list (RFC 5280 §5), strictly in DER. Only complete lists of one issuer are used: a delta, a list with an
// issuing distribution point (which covers but a part) and an indirect one are refused by `verify`, because "not listed" would not
// mean "not revoked".
package import EvidenceValues

/// Why bytes are not a revocation list.
package enum RevocationListError: Error, Sendable, Hashable {
    /// Not a list in DER, or with bytes behind it.
    case malformed
    /// Larger than `RevocationList.maximumSize`.
    case tooLarge
}

/// One line of a revocation list (RFC 5280 §5.3).
package struct RevocationEntry: Sendable, Hashable {
    /// The content of the INTEGER.
    package let serial: [UInt8]
    package let revocationDate: Instant
    /// `keyCompromise` …; nil when none is stated.
    package let reason: String?
    package let invalidityDate: Instant?
}

/// What the check of a list's signature found.
package enum RevocationListVerification: Sendable, Hashable {
    case valid
    /// The list is another issuer's.
    case otherIssuer
    case badSignature
    /// The issuer's key usage does not permit to sign lists (RFC 5280 §6.3.3 (f)).
    case notPermitted
    case unsupportedAlgorithm
    /// A critical extension that Docket does not evaluate, by its object identifier: a delta, a part, an indirect list.
    case unsupportedExtension(String)
}

/// A certificate revocation list as it reads (RFC 5280 §5). Nothing about it is verified.
package struct RevocationList: Sendable, Hashable {
    /// In bytes: some 400 000 lines.
    package static let maximumSize = 16 << 20

    package let derBytes: [UInt8]
    /// SHA-256 of `derBytes`.
    package let digest: Digest
    /// RFC 2253.
    package let issuer: String
    package let issuerDER: [UInt8]
    package let authorityKeyIdentifier: [UInt8]?
    package let thisUpdate: Instant
    package let nextUpdate: Instant?
    /// The content of the CRL number's INTEGER.
    package let number: [UInt8]?
    package let signatureAlgorithm: SignatureAlgorithm?
    package let entries: [RevocationEntry]
    let signed: [UInt8]
    let signature: [UInt8]
    let unsupportedExtension: String?

    /// Reads one list, DER or PEM; no byte may follow.
    package init(pemOrDER bytes: [UInt8]) throws(RevocationListError) {
        guard bytes.count <= RevocationList.maximumSize * 2 else { throw .tooLarge }
        var der = bytes
        if PEMBlock.isPEM(bytes) {
            guard let blocks = PEMBlock.blocks(of: bytes), blocks.count == 1,
                blocks[0].label == "X509 CRL"
            else { throw .malformed }
            der = blocks[0].bytes
        }
        guard der.count <= RevocationList.maximumSize else { throw .tooLarge }
        do {
            self = try RevocationList(reading: der)
        } catch {
            throw .malformed
        }
    }

    // CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING }
    private init(reading der: [UInt8]) throws(DERError) {
        var outer = try DERElement(der, tag: Tag.sequence).reader()
        let list = try outer.next(Tag.sequence)
        let algorithm = try outer.next(Tag.sequence)
        signature = try outer.next(Tag.bitString).bitStringBytes()
        try outer.end()
        let fields = try RevocationListFields(list)
        // RFC 5280 §5.1.1.2: both fields name the same algorithm.
        guard fields.algorithm.encoded.elementsEqual(algorithm.encoded) else { throw DERError() }
        var unsupported = RevocationList.unsupported(
            fields.extensions, known: ["2.5.29.20", "2.5.29.35"],
            always: ["2.5.29.27", "2.5.29.28"])
        var entries: [RevocationEntry] = []
        for line in try fields.lines?.elements() ?? [] {
            let (entry, fault) = try RevocationList.entry(line)
            entries.append(entry)
            unsupported = unsupported ?? fault
        }
        self.entries = entries
        unsupportedExtension = unsupported
        derBytes = der
        digest = Digest(sha256Of: der)
        signed = Array(list.encoded)
        issuer = try DistinguishedName(fields.issuer).text
        issuerDER = Array(fields.issuer.encoded)
        (thisUpdate, nextUpdate) = (fields.thisUpdate, fields.nextUpdate)
        signatureAlgorithm = try AlgorithmIdentifier(algorithm).signatureAlgorithm(digest: nil)
        authorityKeyIdentifier = try fields.value("2.5.29.35").flatMap { (value) throws(DERError) in
            try CertificateExtensions.keyIdentifier(value)
        }
        number = try fields.value("2.5.29.20").map { (value) throws(DERError) in
            try DERElement(value, tag: Tag.integer).integerBytes()
        }
    }

    // revokedCertificates: SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions OPTIONAL }
    private static func entry(_ line: DERElement) throws(DERError) -> (RevocationEntry, String?) {
        var reader = try line.reader()
        let serial = try reader.next(Tag.integer).integerBytes()
        let date = try reader.next().time()
        let extensions =
            try reader.optional(Tag.sequence).map { (element) throws(DERError) in
                try CertificateExtension.readAll(element)
            } ?? []
        try reader.end()
        var reason: String?
        var invalidityDate: Instant?
        for item in extensions {
            if item.identifier == "2.5.29.21" {
                let code = try DERElement(item.value, tag: Tag.enumerated).smallInteger()
                guard let name = reasons[code] else { throw DERError() }
                reason = name
            } else if item.identifier == "2.5.29.24" {
                invalidityDate = try DERElement(item.value, tag: Tag.generalizedTime).time()
            }
        }
        let entry = RevocationEntry(
            serial: serial, revocationDate: date, reason: reason, invalidityDate: invalidityDate)
        return (
            entry,
            unsupported(extensions, known: ["2.5.29.21", "2.5.29.24"], always: ["2.5.29.29"])
        )
    }

    // RFC 5280 §5.3.1.
    private static let reasons = [
        0: "unspecified", 1: "keyCompromise", 2: "cACompromise", 3: "affiliationChanged",
        4: "superseded", 5: "cessationOfOperation", 6: "certificateHold", 8: "removeFromCRL",
        9: "privilegeWithdrawn", 10: "aACompromise",
    ]

    private static func unsupported(
        _ extensions: [CertificateExtension], known: [String], always: [String]
    ) -> String? {
        extensions.first {
            always.contains($0.identifier) || ($0.isCritical && !known.contains($0.identifier))
        }?.identifier
    }

    /// The line on a certificate with this serial number; where there are several, the earliest revocation.
    package func entry(for serial: [UInt8]) -> RevocationEntry? {
        entries.filter { $0.serial == serial }.min { $0.revocationDate < $1.revocationDate }
    }

    /// Checks issuer, permission and signature; not the issuer's own path.
    package func verify(issuer: ParsedCertificate) -> RevocationListVerification {
        if issuer.subjectDER != issuerDER { return .otherIssuer }
        if let key = authorityKeyIdentifier, let own = issuer.subjectKeyIdentifier, key != own {
            return .otherIssuer
        }
        if let unsupportedExtension { return .unsupportedExtension(unsupportedExtension) }
        guard issuer.keyUsage?.cRLSign == true else { return .notPermitted }
        guard let signatureAlgorithm else { return .unsupportedAlgorithm }
        switch PublicKey(issuer).check(signature, over: signed, by: signatureAlgorithm) {
        case .valid: return .valid
        case .invalid: return .badSignature
        case .weak, .unsupported: return .unsupportedAlgorithm
        }
    }
}

/// The fields of a list that its issuer signs.
///
/// ```
/// TBSCertList ::= SEQUENCE { version INTEGER OPTIONAL, signature, issuer, thisUpdate, nextUpdate OPTIONAL,
///     revokedCertificates SEQUENCE OF … OPTIONAL, crlExtensions [0] OPTIONAL }
/// ```
private struct RevocationListFields {
    let algorithm: DERElement
    let issuer: DERElement
    let thisUpdate: Instant
    let nextUpdate: Instant?
    let lines: DERElement?
    let extensions: [CertificateExtension]

    init(_ element: DERElement) throws(DERError) {
        var reader = try element.reader()
        // Version 2, which is written as 1, or none.
        guard try reader.optional(Tag.integer)?.smallInteger() ?? 1 == 1 else { throw DERError() }
        algorithm = try reader.next(Tag.sequence)
        issuer = try reader.next(Tag.sequence)
        thisUpdate = try reader.next().time()
        let hasNext = reader.nextTag == Tag.utcTime || reader.nextTag == Tag.generalizedTime
        nextUpdate = hasNext ? try reader.next().time() : nil
        lines = try reader.optional(Tag.sequence)
        if let wrapped = try reader.optional(Tag.context(0)) {
            extensions = try CertificateExtension.readAll(try wrapped.only())
        } else {
            extensions = []
        }
        try reader.end()
    }

    /// The value of an extension; nil if it is absent.
    func value(_ identifier: String) -> [UInt8]? {
        extensions.first { $0.identifier == identifier }?.value
    }
}
