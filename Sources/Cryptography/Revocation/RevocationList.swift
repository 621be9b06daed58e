// A certificate revocation list (RFC 5280 §5), strictly in DER. Reading it proves nothing; and what it says of a certificate depends
// on its scope: whether it is complete, a delta, a part, or has lines on certificates of others.
package import EvidenceValues

/// Why bytes are not a revocation list.
package enum RevocationListError: Error, Sendable, Hashable {
    /// Not a list in DER, or with bytes behind it.
    case malformed
    /// Larger than `RevocationList.maximumSize`.
    case tooLarge
}

/// A certificate revocation list as it reads (RFC 5280 §5). Nothing about it is verified.
package struct RevocationList: Sendable, Hashable {
    /// In bytes. A million lines with serial numbers of 20 bytes and a reason are 53 million; the largest lists of public CAs have been
    /// some 76 million.
    package static let maximumSize = 96 << 20

    package let derBytes: [UInt8]
    /// SHA-256 of `derBytes`.
    package let digest: Digest
    /// RFC 2253.
    package let issuer: String
    package let issuerDER: [UInt8]
    package let issuerName: ComparableName
    package let authorityKeyIdentifier: [UInt8]?
    package let thisUpdate: Instant
    package let nextUpdate: Instant?
    /// The content of the CRL number's INTEGER.
    package let number: [UInt8]?
    /// The number of the list that this one completes, if it is a delta (RFC 5280 §5.2.4).
    package let baseNumber: [UInt8]?
    /// Certificates stay on the list if they expired at this time or later (X.509 §8.5.2.12); nil if that is not said.
    package let expiredCertificatesFrom: Instant?
    package let signatureAlgorithm: SignatureAlgorithm?
    /// The lines as they stand; they are read when asked for.
    package let entries: RevocationEntries
    let scope: RevocationScope?
    let signed: Range<Int>
    let signature: [UInt8]
    let unsupportedExtension: String?
    private let index: LazyRevocationIndex

    /// Reads one list, DER or PEM; no byte may follow. Cost: one digest and one walk over the lines.
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
        let extensions = ListExtensions(fields.extensions)
        let entries = try fields.lines.map { (lines) throws(DERError) in
            try RevocationEntries(der, range: lines.contents.indices)
        }
        self.entries = entries ?? RevocationEntries()
        derBytes = der
        digest = Digest(sha256Of: der)
        signed = list.encoded.indices
        issuer = try DistinguishedName(fields.issuer).text
        issuerDER = Array(fields.issuer.encoded)
        issuerName = try ComparableName(fields.issuer)
        (thisUpdate, nextUpdate) = (fields.thisUpdate, fields.nextUpdate)
        signatureAlgorithm = try AlgorithmIdentifier(algorithm).signatureAlgorithm(digest: nil)
        authorityKeyIdentifier = try extensions.value("2.5.29.35") { (value) throws(DERError) in
            try CertificateExtensions.keyIdentifier(value)
        }
        number = try extensions.integer("2.5.29.20")
        baseNumber = try extensions.integer("2.5.29.27")
        scope = try extensions.value("2.5.29.28") { (value) throws(DERError) in
            try RevocationScope(value)
        }
        expiredCertificatesFrom = try extensions.value("2.5.29.60") { (value) throws(DERError) in
            try DERElement(value, tag: Tag.generalizedTime).time()
        }
        var unsupported = extensions.unsupported ?? self.entries.unsupportedExtension
        // Only an indirect list has lines on certificates of others (RFC 5280 §5.3.3).
        if scope?.isIndirect != true, !self.entries.issuers.isEmpty {
            unsupported = unsupported ?? "2.5.29.29"
        }
        unsupportedExtension = unsupported
        index = LazyRevocationIndex()
    }

    /// Whether it only tells what changed since another list.
    package var isDelta: Bool { baseNumber != nil }

    /// Whether it is on attribute certificates alone, which have serial numbers of their own.
    package var isForAttributes: Bool { scope?.holders == .attributes }

    /// Whether it may have lines on certificates of other issuers.
    package var isIndirect: Bool { scope?.isIndirect ?? false }

    /// The line on a certificate of the list's issuer with this serial number; where there are several, the earliest revocation.
    package func entry(for serial: [UInt8]) -> RevocationEntry? {
        entry(for: serial, issuer: issuerName)
    }

    /// The line on a certificate of `issuer`. Cost: the first look-up in a list indexes it.
    package func entry(for serial: [UInt8], issuer: ComparableName) -> RevocationEntry? {
        var found: RevocationEntry?
        guard entries.count > 0 else { return nil }
        let isOwn = issuer == issuerName
        for place in index.get(entries).places(of: serial) {
            let start = entries.range.lowerBound + Int(place)
            var position = start
            guard
                let line = try? RevocationLine(
                    derBytes, at: &position, end: entries.range.upperBound),
                derBytes[line.serial].elementsEqual(serial), let entry = entries.entry(line),
                entries.issuerNames(at: start).map({
                    $0.contains(.directoryName(issuer))
                }) ?? isOwn
            else { continue }
            if found.map({ entry.revocationDate < $0.revocationDate }) ?? true { found = entry }
        }
        return found
    }

    package static func == (left: RevocationList, right: RevocationList) -> Bool {
        left.digest == right.digest
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

/// The extensions of a list by their identifiers.
private struct ListExtensions {
    // Issuer alternative name, number, delta indicator, distribution point, key, freshest list, kept expired certificates, and where
    // to find the issuer.
    private static let known: Set<String> = [
        "2.5.29.18", "2.5.29.20", "2.5.29.27", "2.5.29.28", "2.5.29.35", "2.5.29.46", "2.5.29.60",
        "1.3.6.1.5.5.7.1.1",
    ]

    private let extensions: [CertificateExtension]

    init(_ extensions: [CertificateExtension]) { self.extensions = extensions }

    /// A critical one that Docket does not know.
    var unsupported: String? {
        extensions.first { $0.isCritical && !ListExtensions.known.contains($0.identifier) }?
            .identifier
    }

    func value<Value>(_ identifier: String, _ read: ([UInt8]) throws(DERError) -> Value?)
        throws(DERError) -> Value?
    {
        guard let found = extensions.first(where: { $0.identifier == identifier }) else {
            return nil
        }
        return try read(found.value)
    }

    func integer(_ identifier: String) throws(DERError) -> [UInt8]? {
        try value(identifier) { (value) throws(DERError) in
            try DERElement(value, tag: Tag.integer).integerBytes()
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
            extensions = try CertificateExtension.readAll(try wrapped.only(Tag.sequence))
        } else {
            extensions = []
        }
        try reader.end()
    }
}
