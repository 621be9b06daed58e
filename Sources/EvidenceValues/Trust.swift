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

/// A protocol of exchange that the annex names beside those that every verifier knows (docs/formats/protocol.md).
package struct PinnedProtocol: Sendable, Hashable {
    package let name: String
    /// The digest of its description, which is on file.
    package let digest: Digest
    package init(name: String, digest: Digest) {
        self.name = name
        self.digest = digest
    }

    /// Names of the protocols that need no annex: none may be named anew.
    package static let builtIn: Set<String> = [
        "asw-1", "asw-1-hash", "asw-2", "certified-mail", "inline", "iso-13888",
        "kremer-markowitch", "payment-for-good", "payment-for-receipt", "zhou-gollmann",
    ]
}

/// The key that may name an archive's next key (docs/formats/rotation.md); it is kept offline, and the archive does not have it.
package struct TrustedRecoveryKey: Sendable, Hashable {
    package let party: PartyID
    /// The archive whose keys it may replace.
    package let origin: ArchiveOrigin
    package let verifierKey: String
    package init(party: PartyID, origin: ArchiveOrigin, verifierKey: String) {
        self.party = party
        self.origin = origin
        self.verifierKey = verifierKey
    }
}

/// A key of an archive or a witness that somebody else may have had from an instant on.
package struct CompromisedKey: Sendable, Hashable {
    /// The key's name: of an archive's key its origin.
    package let name: String
    package let verifierKey: String
    /// What the key signed counts only if it is proven to be older.
    package let since: Instant
    package init(name: String, verifierKey: String, since: Instant) {
        self.name = name
        self.verifierKey = verifierKey
        self.since = since
    }
}

/// A witness of the annex: whoever holds the key cosigns only checkpoints that are consistent with those it cosigned before, and
/// states when (C2SP tlog-witness, tlog-cosignature).
package struct TrustedWitness: Sendable, Hashable {
    package let party: PartyID
    /// What groups and quorums call it.
    package let name: String
    /// A vkey of the algorithm 0x04.
    package let verifierKey: String
    package init(party: PartyID, name: String, verifierKey: String) {
        self.party = party
        self.name = name
        self.verifierKey = verifierKey
    }
}

/// A group of witnesses and groups, satisfied by some of them (C2SP tlog-policy).
package struct WitnessGroup: Sendable, Hashable {
    package let name: String
    /// How many members satisfy it; from 1 to their number.
    package let threshold: Int
    package let members: [String]
    package init(name: String, threshold: Int, members: [String]) {
        self.name = name
        self.threshold = threshold
        self.members = members
    }
}

/// The witness or group without which an archive's checkpoint is its operator's statement.
package struct WitnessQuorum: Sendable, Hashable {
    package let origin: ArchiveOrigin
    package let name: String
    package init(origin: ArchiveOrigin, name: String) {
        self.origin = origin
        self.name = name
    }
}

/// Everything the arbiter trusts, as one value that is passed to whoever verifies.
package struct PinnedTrust: Sendable, Hashable {
    package var anchors: [TrustAnchor]
    package var authorities: [TrustedTSA]
    package var archives: [TrustedArchive]
    package var algorithms: [ApprovedAlgorithm]
    package var roles: [ListedRole]
    package var recoveryKeys: [TrustedRecoveryKey]
    package var compromisedKeys: [CompromisedKey]
    package var witnesses: [TrustedWitness]
    package var witnessGroups: [WitnessGroup]
    package var quorums: [WitnessQuorum]
    package var protocols: [PinnedProtocol]

    package init(
        anchors: [TrustAnchor] = [], authorities: [TrustedTSA] = [],
        archives: [TrustedArchive] = [], algorithms: [ApprovedAlgorithm] = [],
        roles: [ListedRole] = [], recoveryKeys: [TrustedRecoveryKey] = [],
        compromisedKeys: [CompromisedKey] = [], witnesses: [TrustedWitness] = [],
        witnessGroups: [WitnessGroup] = [], quorums: [WitnessQuorum] = [],
        protocols: [PinnedProtocol] = []
    ) {
        self.anchors = anchors
        self.authorities = authorities
        self.archives = archives
        self.algorithms = algorithms
        self.roles = roles
        self.recoveryKeys = recoveryKeys
        self.compromisedKeys = compromisedKeys
        self.witnesses = witnesses
        self.witnessGroups = witnessGroups
        self.quorums = quorums
        self.protocols = protocols
    }

    /// The witnesses whose word counts for an archive: all but its operator's own.
    package func witnesses(of origin: ArchiveOrigin) -> [TrustedWitness] {
        let operators = Set(archives.filter { $0.origin == origin }.map(\.party))
        return witnesses.filter { !operators.contains($0.party) }
    }

    /// Since when somebody else may have had the key, by the annex; nil if it is not declared.
    package func compromise(of verifierKey: String) -> Instant? {
        compromisedKeys.filter { $0.verifierKey == verifierKey }.map(\.since).min()
    }
}
