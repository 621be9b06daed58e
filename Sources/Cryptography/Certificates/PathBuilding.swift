// Certification paths (RFC 5280 §6): from a certificate over candidates to an anchor that the arbiter pinned, as of a given time.
// Revocation is not looked at here; that is SignatureValidation's.
//
// Anchors, certificates that were supplied and certificates of the evidence are three types, and only anchors are trusted.
package import EvidenceValues

/// A path from an end entity to an anchor, every link of which was verified, without revocation. A DSA key that takes its parameters
/// from its issuer has them in the certificates of a path.
package struct CertificationPath: Sendable, Hashable {
    /// End entity first, anchor last; one certificate when the end entity is itself the anchor.
    package let certificates: [ParsedCertificate]

    package var endEntity: ParsedCertificate { certificates[0] }
    package var anchor: ParsedCertificate { certificates[certificates.count - 1] }

    /// From the latest `notBefore` to the earliest `notAfter` of its certificates: when all are valid. A contradiction if they never are.
    package var validity: Interval {
        Interval(
            lo: certificates.map(\.notBefore).max(), hi: certificates.map(\.notAfter).min())
    }
}

/// Why there is no path.
package enum PathFailure: Sendable, Hashable {
    /// No chain of issuers reaches an anchor.
    case noChain
    case expired
    case notYetValid
    /// A signature of the chain does not verify.
    case badSignature
    /// A key or digest of the chain is too weak (below 112 bits of security).
    case weakAlgorithm
    /// A constraint of RFC 5280 is broken: basic constraints, key usage, names, path length, extensions; the word says which.
    case constraint(String)
    /// Something else; the word says what.
    case other(String)
}

/// What `buildPath` found.
package enum PathResult: Sendable, Hashable {
    case path(CertificationPath)
    /// `depth` counts from the end entity, 0.
    case failure(PathFailure, depth: Int)
}

/// What the end entity's key is to be used for.
package enum PathPurpose: Sendable, Hashable {
    /// Key usage, if present, has digitalSignature or nonRepudiation; extended key usage, if present and critical, permits signing
    /// documents or e-mail, or anything (RFC 5280 §4.2.1.12, RFC 9336).
    case signing
    /// Extended key usage is critical and timeStamping alone (RFC 3161 §2.3); key usage, if present, is for signatures alone. That of an
    /// authority between it and the anchor, if present, permits time-stamping.
    case timeStamping
    /// Key usage is present and has cRLSign (RFC 5280 §4.2.1.3).
    case crlIssuing
    /// Extended key usage has OCSPSigning (RFC 6960 §4.2.2.2); key usage, if present, is for signatures.
    case ocspSigning
    /// No use in particular.
    case any

    /// What stands against this use of a certificate; nil if nothing does.
    func objection(to certificate: ParsedCertificate) -> String? {
        let usage = certificate.keyUsage
        switch self {
        case .signing:
            if certificate.extendedKeyUsageIsCritical,
                ObjectIdentifiers.signingPurposes.isDisjoint(with: certificate.extendedKeyUsages)
            {
                return "extended key usage"
            }
            guard let usage else { return nil }
            return usage.digitalSignature || usage.nonRepudiation ? nil : "key usage"
        case .timeStamping:
            guard certificate.extendedKeyUsages == [ObjectIdentifiers.timeStamping],
                certificate.extendedKeyUsageIsCritical
            else { return "extended key usage" }
            guard let usage else { return nil }
            let signs = usage.digitalSignature || usage.nonRepudiation
            return signs && !usage.others && !usage.keyCertSign && !usage.cRLSign
                ? nil : "key usage"
        case .crlIssuing:
            return usage?.cRLSign == true ? nil : "key usage"
        case .ocspSigning:
            guard certificate.extendedKeyUsages.contains(ObjectIdentifiers.ocspSigning) else {
                return "extended key usage"
            }
            guard let usage else { return nil }
            return usage.digitalSignature || usage.nonRepudiation ? nil : "key usage"
        case .any:
            return nil
        }
    }
}

/// What a relying party demands of policies (RFC 5280 §6.1.1 (c)–(g)). As it stands: any policy, and nothing demanded.
package struct PathInputs: Sendable, Hashable {
    /// In dotted decimal; nil is any policy.
    package var initialPolicies: Set<String>?
    package var requireExplicitPolicy: Bool
    package var inhibitPolicyMapping: Bool
    package var inhibitAnyPolicy: Bool

    package init(
        initialPolicies: Set<String>? = nil, requireExplicitPolicy: Bool = false,
        inhibitPolicyMapping: Bool = false, inhibitAnyPolicy: Bool = false
    ) {
        self.initialPolicies = initialPolicies
        self.requireExplicitPolicy = requireExplicitPolicy
        self.inhibitPolicyMapping = inhibitPolicyMapping
        self.inhibitAnyPolicy = inhibitAnyPolicy
    }
}

/// The paths that hold, or why there is none. Revocation is not looked at.
package struct PathSearch: Sendable, Hashable {
    /// Best first: shorter ones, then those by the key that the certificate names, then those valid longer; no more than
    /// `CertificatePool.maximumPaths`.
    package let paths: [CertificationPath]
    /// Nil if there is a path.
    package let failure: PathFailure?
    /// Of the certificate that failed, from the end entity, 0.
    package let depth: Int
}

/// Builds a path to one of `anchors` as of `instant`, without revocation.
package func buildPath(
    of certificate: ParsedCertificate, anchors: [TrustAnchor], candidates: CertificatePool,
    at instant: Instant, purpose: PathPurpose
) -> PathResult {
    candidates.path(
        of: certificate, trusted: anchors.map(\.derBytes), at: instant, purpose: purpose)
}

/// The same with candidates that are used once.
package func buildPath(
    of certificate: ParsedCertificate, anchors: [TrustAnchor], candidates: [EvidenceCertificate],
    at instant: Instant, purpose: PathPurpose
) -> PathResult {
    buildPath(
        of: certificate, anchors: anchors, candidates: CertificatePool(candidates), at: instant,
        purpose: purpose)
}

/// Builds a path to one of the time-stamping authorities of the annex, without revocation.
package func buildPath(
    of certificate: ParsedCertificate, authorities: [TrustedTSA], candidates: CertificatePool,
    at instant: Instant
) -> PathResult {
    candidates.path(
        of: certificate, trusted: authorities.map(\.derBytes), at: instant,
        purpose: .timeStamping)
}

/// The same with candidates that are used once.
package func buildPath(
    of certificate: ParsedCertificate, authorities: [TrustedTSA],
    candidates: [EvidenceCertificate], at instant: Instant
) -> PathResult {
    buildPath(
        of: certificate, authorities: authorities, candidates: CertificatePool(candidates),
        at: instant)
}

extension CertificatePool {
    /// The best path to one of `trusted`, or why there is none.
    fileprivate func path(
        of certificate: ParsedCertificate, trusted: [[UInt8]], at instant: Instant,
        purpose: PathPurpose
    ) -> PathResult {
        let search = paths(of: certificate, anchors: trusted, at: instant, purpose: purpose)
        if let path = search.paths.first { return .path(path) }
        return .failure(search.failure ?? .noChain, depth: search.depth)
    }
}
