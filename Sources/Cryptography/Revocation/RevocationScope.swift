// For which certificates and reasons a list speaks (RFC 5280 §5.2.5), and which lists a certificate names as speaking for it
// (§4.2.1.13). A list that covers other certificates, or not all reasons, says nothing by its silence.

/// Reasons for which a list is complete (RFC 5280 §4.2.1.13, ReasonFlags).
package struct ReasonMask: OptionSet, Sendable, Hashable {
    /// Bit *n* is the flag *n*, from keyCompromise (1) to aACompromise (8).
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Every reason there is.
    package static let all = ReasonMask(rawValue: 0x01FE)

    init(_ element: DERElement) throws(DERError) {
        let bytes = try element.bits().bytes
        guard bytes.count <= 2 else { throw DERError() }
        var mask: UInt16 = 0
        for flag in 1...8 where flag / 8 < bytes.count {
            if bytes[flag / 8] & (0x80 >> UInt8(flag % 8)) != 0 { mask |= 1 << UInt16(flag) }
        }
        rawValue = mask
    }
}

/// `DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }`
enum DistributionPointName: Sendable, Hashable {
    case full([GeneralName])
    /// The contents of the SET, to stand behind the issuer's name.
    case relative([UInt8])

    /// Reads the `[0]` around the choice.
    init(wrapped element: DERElement) throws(DERError) {
        let choice = try element.only()
        switch choice.tag {
        case Tag.context(0): self = .full(try GeneralName.readAll(choice))
        case Tag.context(1): self = .relative(Array(choice.contents))
        default: throw DERError()
        }
    }

    /// The names in full, where relative ones follow `issuer`; none if they are no names.
    func names(relativeTo issuer: ComparableName) -> [GeneralName] {
        switch self {
        case .full(let names): return names
        case .relative(let contents):
            let set = DERWriter.element(Tag.set, contents)
            guard let relative = try? DERElement(set, tag: Tag.set),
                let whole = try? issuer.appending(relative)
            else { return [] }
            return [.directoryName(whole)]
        }
    }
}

/// `DistributionPoint ::= SEQUENCE { distributionPoint [0] OPTIONAL, reasons [1] OPTIONAL, cRLIssuer [2] OPTIONAL }`
struct DistributionPoint: Sendable, Hashable {
    /// More in one certificate are refused; there is one for each way to fetch the lists, and one for each part.
    static let maximumCount = 64

    var name: DistributionPointName?
    var reasons: ReasonMask?
    /// The names of whoever issues the list, if that is not the certificate's issuer.
    var issuers: [GeneralName]?

    /// A point of which nothing is said but that the certificate's issuer keeps it (RFC 5280 §6.3.3, at the end).
    init(issuer: ComparableName) { name = .full([.directoryName(issuer)]) }

    init(_ element: DERElement) throws(DERError) {
        guard element.tag == Tag.sequence else { throw DERError() }
        var reader = try element.reader()
        name = try reader.optional(Tag.context(0)).map { (wrapped) throws(DERError) in
            try DistributionPointName(wrapped: wrapped)
        }
        reasons = try reader.optional(Tag.contextPrimitive(1)).map { (flags) throws(DERError) in
            try ReasonMask(flags)
        }
        issuers = try reader.optional(Tag.context(2)).map { (names) throws(DERError) in
            try GeneralName.readAll(names)
        }
        try reader.end()
    }

    /// Reads `CRLDistributionPoints ::= SEQUENCE OF DistributionPoint`, which is FreshestCRL too.
    static func readAll(_ value: [UInt8]) throws(DERError) -> [DistributionPoint] {
        let elements = try DERElement(value, tag: Tag.sequence)
            .elements(limit: maximumCount)
        var points: [DistributionPoint] = []
        for element in elements { points.append(try DistributionPoint(element)) }
        return points
    }
}

/// The issuing distribution point of a list (RFC 5280 §5.2.5).
struct RevocationScope: Sendable, Hashable {
    /// Of whom the certificates are on which the list is complete.
    enum Holders: Sendable, Hashable {
        case all, users, authorities, attributes
    }

    let name: DistributionPointName?
    let holders: Holders
    /// Nil if it covers all reasons.
    let reasons: ReasonMask?
    /// Whether it may have lines on certificates of other issuers.
    let isIndirect: Bool
    /// The extension's value: a delta has the very same (RFC 5280 §5.2.4).
    let encoded: [UInt8]

    init(_ value: [UInt8]) throws(DERError) {
        encoded = value
        var reader = try DERElement(value, tag: Tag.sequence).reader()
        name = try reader.optional(Tag.context(0)).map { (wrapped) throws(DERError) in
            try DistributionPointName(wrapped: wrapped)
        }
        let users = try RevocationScope.flag(1, &reader)
        let authorities = try RevocationScope.flag(2, &reader)
        reasons = try reader.optional(Tag.contextPrimitive(3)).map { (flags) throws(DERError) in
            try ReasonMask(flags)
        }
        isIndirect = try RevocationScope.flag(4, &reader)
        let attributes = try RevocationScope.flag(5, &reader)
        try reader.end()
        switch (users, authorities, attributes) {
        case (false, false, false): holders = .all
        case (true, false, false): holders = .users
        case (false, true, false): holders = .authorities
        case (false, false, true): holders = .attributes
        default: throw DERError()
        }
    }

    private static func flag(_ number: UInt8, _ reader: inout DERReader) throws(DERError) -> Bool {
        guard let element = try reader.optional(Tag.contextPrimitive(number)) else { return false }
        guard element.contents.count == 1, element.contents.first == 0xFF else { throw DERError() }
        return true
    }
}

extension ParsedCertificate {
    /// Where its issuer says that lists on it are; none if it does not say so or not legibly. Reads the extension: whoever asks keeps
    /// the answer.
    var distributionPoints: [DistributionPoint] {
        guard let value = extensionValue("2.5.29.31") else { return [] }
        return (try? DistributionPoint.readAll(value)) ?? []
    }

    /// The names of those who issue lists on it in its issuer's place, as its distribution points say (cRLIssuer).
    package var revocationIssuers: Set<ComparableName> {
        Set(distributionPoints.flatMap { $0.issuers ?? [] }.compactMap(\.directory))
    }
}

extension GeneralName {
    /// The name if it is a directoryName.
    var directory: ComparableName? {
        guard case .directoryName(let name) = self else { return nil }
        return name
    }
}
