// The people of a scenario with their keys. Keys come from names, so every build of a scenario has the same ones, and anybody can
// compute them: they are for trying things out and prove nothing in the world.

import Agreements
import EvidenceValues
import TransparencyLog

/// Authorities, time-stamping authorities and keys, all with certificates.
struct ScenarioPeople {
    let authorities: [PartyID: CertificateAuthority]
    let timeStamping: [String: TimeStampingAuthority]
    /// By the name of the key; the root of CA1 is `CA1 root`.
    let identities: [String: TestIdentity]
    let archiveSigner: NoteSigner
    let witnesses: [PartyID: TestWitness]

    init(_ scenario: Scenario) throws {
        var authorities: [PartyID: CertificateAuthority] = [:]
        var identities: [String: TestIdentity] = [:]
        for authority in scenario.authorities {
            let name = authority.name.text + " root"
            let root = try CertificateAuthority.root(
                name, seed: "docket scenario/\(name)", validity: authority.validity)
            authorities[authority.name] = root
            identities[name] = root.identity
        }
        for key in scenario.keys {
            guard let authority = authorities[key.authority] else { continue }
            identities[key.name] = try authority.issue(
                key.holder.text, seed: "docket scenario/\(key.name)", validity: key.validity)
        }
        var timeStamping: [String: TimeStampingAuthority] = [:]
        for key in scenario.timeStamping {
            guard let authority = authorities[key.authority] else { continue }
            let tsa = try TimeStampingAuthority(
                key.name, under: authority, seed: "docket scenario/\(key.name)",
                validity: key.validity)
            timeStamping[key.name] = tsa
            identities[key.name] = tsa.identity
        }
        self.authorities = authorities
        self.timeStamping = timeStamping
        self.identities = identities
        witnesses = Dictionary(
            try scenario.witnesses.map { ($0, try TestWitness($0, $0.text.lowercased())) },
            uniquingKeysWith: { first, _ in first })
        archiveSigner = try NoteSigner(
            name: scenario.origin.text,
            seed: Digest.sha256(Array("docket scenario/\(scenario.origin.text)".utf8)).bytes)
    }

    /// The annex of the scenario (docs/formats/annex.md): whom the arbiter is to trust, and for what.
    func annex(of scenario: Scenario, agreement: Digest) -> Annex {
        let archive = TrustedArchive(
            party: scenario.archiveParty, origin: scenario.origin,
            verifierKey: archiveSigner.verifierKey.text)
        // Ten years from the scenarios: as long as agencies for security look ahead for these today.
        let end = Instant(year: 2036, month: 1, day: 1)
        let trust = PinnedTrust(
            anchors: authorities.map { TrustAnchor(party: $0, derBytes: $1.certificate) },
            authorities: timeStamping.compactMap { name, authority in
                PartyID(name).map {
                    TrustedTSA(party: $0, derBytes: authority.identity.certificate)
                }
            },
            archives: [archive],
            algorithms: ["ecdsa-p256", "sha-256"].map { ApprovedAlgorithm(name: $0, until: end) },
            roles: scenario.roles, witnesses: witnesses.values.map(\.trusted),
            witnessGroups: quorum.map { [$0] } ?? [],
            quorums: quorum.map { [WitnessQuorum(origin: scenario.origin, name: $0.name)] } ?? [])
        return Annex(
            agreement: agreement, version: 1, registry: scenario.registry, trust: trust)
    }

    /// All witnesses; nil where there are none.
    private var quorum: WitnessGroup? {
        let names = witnesses.values.map(\.name).sorted()
        return names.isEmpty
            ? nil : WitnessGroup(name: "neutral", threshold: names.count, members: names)
    }
}
