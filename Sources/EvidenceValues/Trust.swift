// Whom the arbiter trusts, and for what. It comes from the annex that he pinned, never from the evidence; so anchors, certificates
// that somebody supplied and certificates found in evidence are three types, and no function turns one into another.

/// A certificate that the arbiter trusts as the end of certification paths (RFC 5280 §6.1.1 (d)).
package struct TrustAnchor: Sendable, Hashable {
    /// The party that the annex says holds it: a CA.
    package let party: PartyID
    package let derBytes: [UInt8]
    package init(party: PartyID, derBytes: [UInt8]) {
        self.party = party
        self.derBytes = derBytes
    }
}

/// A certificate from outside the evidence that may help to build a path but is not trusted by itself.
package struct SuppliedCertificate: Sendable, Hashable {
    package let derBytes: [UInt8]
    package init(derBytes: [UInt8]) { self.derBytes = derBytes }
}

/// A certificate found in evidence. It may help to build a path to an anchor and proves nothing by itself.
package struct EvidenceCertificate: Sendable, Hashable {
    package let derBytes: [UInt8]
    package init(derBytes: [UInt8]) { self.derBytes = derBytes }
}

/// A time-stamping authority of the annex: its tokens must be signed by this very certificate or under this anchor.
package struct TrustedTSA: Sendable, Hashable {
    package let party: PartyID
    /// The certificate: of the TSA itself, or of a CA that certifies its TSAs (EKU timeStamping is demanded either way).
    package let derBytes: [UInt8]
    package init(party: PartyID, derBytes: [UInt8]) {
        self.party = party
        self.derBytes = derBytes
    }
}

/// An archive of the annex: its origin and its verifier key as a C2SP vkey (`origin+hash+base64`).
package struct TrustedArchive: Sendable, Hashable {
    package let party: PartyID
    package let origin: ArchiveOrigin
    package let verifierKey: String
    package init(party: PartyID, origin: ArchiveOrigin, verifierKey: String) {
        self.party = party
        self.origin = origin
        self.verifierKey = verifierKey
    }
}

/// Until when the annex approves an algorithm; after that, signatures need a proof of existence from before.
package struct ApprovedAlgorithm: Sendable, Hashable {
    /// `sha-256`, `sha-384`, `sha-512`, `ecdsa-p256`, `ecdsa-p384`, `rsa-2048` (at least so many bits), `rsa-3072`, `rsa-pss-3072`.
    package let name: String
    /// The first instant at which it is no longer approved; nil while no end is known.
    package let until: Instant?
    package init(name: String, until: Instant?) {
        self.name = name
        self.until = until
    }
}

/// A role that the annex gives to a party: `listed(bank, BANKF)`.
package struct ListedRole: Sendable, Hashable, Comparable {
    /// `ca`, `tsa`, `archive`, `registry`, `bank`, `carrier`, `expert`, `arbiter`, `recorder` …
    package let role: String
    package let party: PartyID
    package init(role: String, party: PartyID) {
        self.role = role
        self.party = party
    }
    package static func < (left: ListedRole, right: ListedRole) -> Bool {
        (left.role, left.party) < (right.role, right.party)
    }
}

/// Everything the arbiter trusts, as one value that is passed to whoever verifies.
package struct PinnedTrust: Sendable, Hashable {
    package var anchors: [TrustAnchor]
    package var authorities: [TrustedTSA]
    package var archives: [TrustedArchive]
    package var algorithms: [ApprovedAlgorithm]
    package var roles: [ListedRole]

    package init(
        anchors: [TrustAnchor] = [], authorities: [TrustedTSA] = [],
        archives: [TrustedArchive] = [], algorithms: [ApprovedAlgorithm] = [],
        roles: [ListedRole] = []
    ) {
        self.anchors = anchors
        self.authorities = authorities
        self.archives = archives
        self.algorithms = algorithms
        self.roles = roles
    }
}
