// The extensions that only paths need (RFC 5280 §4.2.1.4–6, §4.2.1.10, §4.2.1.11, §4.2.1.14), read as a whole when a path is built: one
// that is malformed makes every path through the certificate fail.

/// A certificate policy: the contents of its OBJECT IDENTIFIER.
typealias PolicyIdentifier = [UInt8]

/// What the extensions of one certificate demand of paths.
struct PathExtensions: Sendable {
    /// 2.5.29.32.0.
    static let anyPolicy: PolicyIdentifier = [0x55, 0x1D, 0x20, 0x00]
    /// More policies or mappings in one certificate are refused; real ones have a handful.
    static let maximumPolicies = 256

    /// A row of PolicyMappings: the issuer takes its own policy and the subject's for equivalent.
    struct PolicyMapping: Sendable, Hashable {
        let issuerDomainPolicy: PolicyIdentifier
        let subjectDomainPolicy: PolicyIdentifier
    }

    /// None twice; nil if the extension is absent.
    private(set) var policies: [PolicyIdentifier]?
    private(set) var policyMappings: [PolicyMapping] = []
    private(set) var requireExplicitPolicy: Int?
    private(set) var inhibitPolicyMapping: Int?
    private(set) var inhibitAnyPolicy: Int?
    private(set) var nameConstraints: NameConstraints?
    private(set) var subjectAlternativeNames: [GeneralName] = []
    /// The first critical extension that nobody evaluates, in dotted decimal.
    private(set) var unknownCritical: String?

    init(_ extensions: [CertificateExtension]) throws(DERError) {
        for item in extensions {
            switch Array(item.type) {
            case ExtensionType.certificatePolicies:
                policies = try PathExtensions.policies(try item.element(Tag.sequence))
            case ExtensionType.policyMappings:
                policyMappings = try PathExtensions.mappings(try item.element(Tag.sequence))
            case ExtensionType.policyConstraints:
                try readPolicyConstraints(try item.element(Tag.sequence))
            case ExtensionType.inhibitAnyPolicy:
                inhibitAnyPolicy = try item.element(Tag.integer).cappedInteger()
            case ExtensionType.nameConstraints:
                nameConstraints = try NameConstraints(try item.element(Tag.sequence))
            case ExtensionType.subjectAlternativeName:
                subjectAlternativeNames = try GeneralName.readAll(try item.element(Tag.sequence))
            case let type where item.isCritical && !ExtensionType.evaluated.contains(type):
                unknownCritical = unknownCritical ?? item.identifier
            default: break
            }
        }
    }

    // CertificatePolicies ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { policyIdentifier, policyQualifiers SEQUENCE OPTIONAL }
    private static func policies(_ element: DERElement) throws(DERError) -> [PolicyIdentifier] {
        var policies: Set<PolicyIdentifier> = []
        for item in try element.elements(limit: maximumPolicies) {
            var reader = try item.reader()
            let policy = try identifier(try reader.next(Tag.objectIdentifier))
            _ = try reader.optional(Tag.sequence)
            try reader.end()
            guard policies.insert(policy).inserted else { throw DERError() }
        }
        guard !policies.isEmpty else { throw DERError() }
        return policies.sorted { $0.lexicographicallyPrecedes($1) }
    }

    // PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }
    private static func mappings(_ element: DERElement) throws(DERError) -> [PolicyMapping] {
        var mappings: [PolicyMapping] = []
        for item in try element.elements(limit: maximumPolicies) {
            var reader = try item.reader()
            let issuer = try identifier(try reader.next(Tag.objectIdentifier))
            let subject = try identifier(try reader.next(Tag.objectIdentifier))
            try reader.end()
            mappings.append(
                PolicyMapping(issuerDomainPolicy: issuer, subjectDomainPolicy: subject))
        }
        guard !mappings.isEmpty else { throw DERError() }
        return mappings
    }

    // PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] INTEGER OPTIONAL, inhibitPolicyMapping [1] INTEGER OPTIONAL }
    private mutating func readPolicyConstraints(_ element: DERElement) throws(DERError) {
        var reader = try element.reader()
        requireExplicitPolicy = try reader.optional(Tag.contextPrimitive(0))?.cappedInteger()
        inhibitPolicyMapping = try reader.optional(Tag.contextPrimitive(1))?.cappedInteger()
        try reader.end()
        // Both absent is forbidden (§4.2.1.11).
        guard requireExplicitPolicy != nil || inhibitPolicyMapping != nil else {
            throw DERError()
        }
    }

    private static func identifier(_ element: DERElement) throws(DERError) -> PolicyIdentifier {
        guard CertificateExtension.isIdentifier(element.contents) else { throw DERError() }
        return Array(element.contents)
    }
}

/// Which names an authority may certify (RFC 5280 §4.2.1.10).
///
/// ```
/// NameConstraints ::= SEQUENCE { permittedSubtrees [0] GeneralSubtrees OPTIONAL, excludedSubtrees [1] GeneralSubtrees OPTIONAL }
/// GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] INTEGER DEFAULT 0, maximum [1] INTEGER OPTIONAL }
/// ```
struct NameConstraints: Sendable, Hashable {
    let permitted: [GeneralName]
    let excluded: [GeneralName]

    init(_ element: DERElement) throws(DERError) {
        var reader = try element.reader()
        permitted = try NameConstraints.bases(try reader.optional(Tag.context(0)))
        excluded = try NameConstraints.bases(try reader.optional(Tag.context(1)))
        try reader.end()
        // An empty one is forbidden, and nobody can tell what was meant.
        guard !permitted.isEmpty || !excluded.isEmpty else { throw DERError() }
    }

    private static func bases(_ element: DERElement?) throws(DERError) -> [GeneralName] {
        var bases: [GeneralName] = []
        for item in try element?.elements(limit: GeneralName.maximumCount) ?? [] {
            var reader = try item.reader()
            bases.append(try GeneralName(try reader.next()))
            // `minimum` is 0 and `maximum` absent (§4.2.1.10); nobody knows what others would mean.
            if let minimum = try reader.optional(Tag.contextPrimitive(0)) {
                guard try minimum.cappedInteger() == 0 else { throw DERError() }
            }
            try reader.end()
        }
        return bases
    }
}
