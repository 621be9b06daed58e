// RFC 5280 §6.1 for one path, in place of OpenSSL's X509_verify_cert: that gives one path only and not all, compares every date with one
// instant so that validity cannot be left to a later judgement, refuses what it cannot decode (a DSA key that inherits its parameters),
// and mixes strictness of its own into it. Here a path is worked out once, without time: signatures are checked where paths are sought
// (`TrustedAuthorities`), and validity where a search is answered (`CertificatePool.paths`).
//
// The anchor is a certificate that somebody pinned, and what it says binds (RFC 5937): an anchor whose certificate is no authority's
// issues nothing, and its path length and name constraints hold below it. Its policies are not asked, as RFC 5280 has it.
import EvidenceValues

/// A link or certificate that breaks a path, whatever the time.
struct PathObjection: Error, Hashable {
    let failure: PathFailure
    /// From the end entity, 0.
    let depth: Int

    static func constraint(_ word: String, at depth: Int) -> PathObjection {
        PathObjection(failure: .constraint(word), depth: depth)
    }
}

/// The state of RFC 5280 §6.1.2, from an anchor down.
struct PathValidation {
    private var policies = PolicyGraph()
    private var explicitPolicy: Int
    private var policyMapping: Int
    private var inhibitAnyPolicy: Int
    private var names = NameConstraintState()
    /// How many more certificates that are not self-issued may stand before the end entity.
    private var maximumLength: Int
    private let initialPolicies: Set<PolicyIdentifier>?

    /// Judges a path, end entity first, whose links' signatures have been checked; nil if nothing stands against it.
    static func objection(
        to certificates: [ParsedCertificate], purpose: PathPurpose, inputs: PathInputs,
        floor: AlgorithmFloor
    ) -> PathObjection? {
        do {
            for (depth, certificate) in certificates.enumerated() {
                try checkBySelf(
                    certificate, depth: depth, isAnchor: depth == certificates.count - 1,
                    floor: floor)
            }
            var state = PathValidation(length: certificates.count - 1, inputs: inputs)
            for depth in certificates.indices.reversed() {
                try state.process(
                    certificates[depth], depth: depth, isAnchor: depth == certificates.count - 1)
            }
        } catch {
            return error
        }
        if let word = purpose.objection(to: certificates[0]) { return .constraint(word, at: 0) }
        // Who may tell the time could undo every other limit: an authority that is restricted to other uses certifies nobody for it.
        guard purpose == .timeStamping else { return nil }
        return certificates.indices.dropFirst().dropLast()
            .first { !certificates[$0].permitsTimeStamping }
            .map { .constraint("extended key usage", at: $0) }
    }

    private init(length: Int, inputs: PathInputs) {
        explicitPolicy = inputs.requireExplicitPolicy ? 0 : length + 1
        policyMapping = inputs.inhibitPolicyMapping ? 0 : length + 1
        inhibitAnyPolicy = inputs.inhibitAnyPolicy ? 0 : length + 1
        maximumLength = .max
        initialPolicies = inputs.initialPolicies.map {
            Set($0.compactMap { ObjectIdentifiers.contents(of: $0) })
        }
    }

    /// What concerns a certificate alone: extensions (§6.1.4 (o), §6.1.5 (f)) and the strength of key and signature.
    private static func checkBySelf(
        _ certificate: ParsedCertificate, depth: Int, isAnchor: Bool, floor: AlgorithmFloor
    ) throws(PathObjection) {
        guard let extensions = certificate.pathExtensions else {
            throw .constraint("malformed extension", at: depth)
        }
        if let unknown = extensions.unknownCritical {
            throw .constraint("unknown critical extension \(unknown)", at: depth)
        }
        guard floor == .sound else { return }
        let digest = isAnchor ? nil : certificate.signatureAlgorithm?.digest
        if digest?.isBroken == true || certificate.publicKey.weakness != nil {
            throw PathObjection(failure: .weakAlgorithm, depth: depth)
        }
    }

    private mutating func process(
        _ certificate: ParsedCertificate, depth: Int, isAnchor: Bool
    ) throws(PathObjection) {
        guard let extensions = certificate.pathExtensions else { return }
        if !isAnchor {
            try checkNames(certificate, extensions, depth: depth)
            try checkPolicies(
                extensions, isSelfIssued: certificate.isSelfIssued, depth: depth)
        }
        guard depth > 0 else {
            if !isAnchor { try finish(extensions) }
            return
        }
        try checkAuthority(certificate, depth: depth, isAnchor: isAnchor)
        if let constraints = extensions.nameConstraints { names.add(constraints) }
        if !isAnchor { try prepare(certificate, extensions, depth: depth) }
    }

    // §6.1.3 (b), (c).
    private mutating func checkNames(
        _ certificate: ParsedCertificate, _ extensions: PathExtensions, depth: Int
    ) throws(PathObjection) {
        guard !names.isEmpty, depth == 0 || !certificate.isSelfIssued else { return }
        let subject = certificate.constrainedNames(isEndEntity: depth == 0)
        guard names.permit(subject + extensions.subjectAlternativeNames) else {
            throw .constraint("name constraints", at: depth)
        }
    }

    // §6.1.3 (d)–(f).
    private mutating func checkPolicies(
        _ extensions: PathExtensions, isSelfIssued: Bool, depth: Int
    ) throws(PathObjection) {
        // (d)(2): anyPolicy also counts in a self-issued certificate that is not the last.
        let isAllowed = inhibitAnyPolicy > 0 || (depth > 0 && isSelfIssued)
        policies.narrow(to: extensions.policies, isAnyPolicyAllowed: isAllowed)
        guard explicitPolicy > 0 || !policies.isEmpty else {
            throw .constraint("policies", at: depth)
        }
    }

    // §6.1.4 (k)–(n), for every certificate that issues the next one.
    private mutating func checkAuthority(
        _ certificate: ParsedCertificate, depth: Int, isAnchor: Bool
    ) throws(PathObjection) {
        // Before version 3 a certificate cannot say whose it is; an anchor's the arbiter knows.
        let isOldAnchor = isAnchor && certificate.version < 3 && certificate.isSelfIssued
        guard certificate.isCA || isOldAnchor else {
            throw .constraint("basic constraints", at: depth)
        }
        guard certificate.keyUsage?.keyCertSign != false else {
            throw .constraint("key usage", at: depth)
        }
        if !isAnchor && !certificate.isSelfIssued {
            guard maximumLength > 0 else { throw .constraint("path length", at: depth) }
            maximumLength -= 1
        }
        if let length = certificate.basicConstraints?.pathLength {
            maximumLength = min(maximumLength, length)
        }
    }

    // §6.1.4 (a), (b), (h)–(j).
    private mutating func prepare(
        _ certificate: ParsedCertificate, _ extensions: PathExtensions, depth: Int
    ) throws(PathObjection) {
        for mapping in extensions.policyMappings
        where mapping.issuerDomainPolicy == PathExtensions.anyPolicy
            || mapping.subjectDomainPolicy == PathExtensions.anyPolicy
        {
            throw .constraint("policy mapping of anyPolicy", at: depth)
        }
        policies.descend(by: extensions.policyMappings, isMappingAllowed: policyMapping > 0)
        if !certificate.isSelfIssued {
            explicitPolicy = max(0, explicitPolicy - 1)
            policyMapping = max(0, policyMapping - 1)
            inhibitAnyPolicy = max(0, inhibitAnyPolicy - 1)
        }
        explicitPolicy = min(explicitPolicy, extensions.requireExplicitPolicy ?? .max)
        policyMapping = min(policyMapping, extensions.inhibitPolicyMapping ?? .max)
        inhibitAnyPolicy = min(inhibitAnyPolicy, extensions.inhibitAnyPolicy ?? .max)
    }

    // §6.1.5 (a), (b), (g).
    private mutating func finish(_ extensions: PathExtensions) throws(PathObjection) {
        explicitPolicy = max(0, explicitPolicy - 1)
        if extensions.requireExplicitPolicy == 0 { explicitPolicy = 0 }
        guard explicitPolicy > 0 || policies.isValid(for: initialPolicies) else {
            throw .constraint("policies", at: 0)
        }
    }
}

extension ParsedCertificate {
    /// Whether its extended key usage, if it has one, leaves time-stamping open.
    fileprivate var permitsTimeStamping: Bool {
        let usages = extendedKeyUsages
        return usages.isEmpty || usages.contains(ObjectIdentifiers.timeStamping)
            || usages.contains(ObjectIdentifiers.anyExtendedKeyUsage)
    }

    /// The names in the subject that constraints bind: itself, and the mail addresses in it (RFC 5280 §4.2.1.10). Of an end entity that
    /// names no host otherwise, a common name that is a host's: software that reads it as one exists, and OpenSSL constrains it.
    fileprivate func constrainedNames(isEndEntity: Bool) -> [GeneralName] {
        guard !subjectName.isEmpty else { return [] }
        var names = [GeneralName.directoryName(subjectName)]
        names += emailAddresses.map { .rfc822Name(Array($0.utf8)) }
        let namesHost = subjectAlternativeNames.contains { $0.form == 2 }
        guard isEndEntity, !namesHost else { return names }
        for name in commonNames {
            let bytes = Array(name.utf8)
            if bytes.contains(0x2E), hostName(bytes) != nil { names.append(.dNSName(bytes)) }
        }
        return names
    }
}
