// The people of a scenario with their keys. Keys come from names, so every build of a scenario has the same ones, and anybody can
// compute them: they are for trying things out and prove nothing in the world.

import EvidenceValues
import TransparencyLog

/// Authorities, time-stamping authorities and keys, all with certificates.
struct ScenarioPeople {
    let authorities: [PartyID: CertificateAuthority]
    let timeStamping: [String: TimeStampingAuthority]
    /// By the name of the key; the root of CA1 is `CA1 root`.
    let identities: [String: TestIdentity]
    let archiveSigner: NoteSigner

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
        archiveSigner = try NoteSigner(
            name: scenario.origin.text,
            seed: Digest.sha256(Array("docket scenario/\(scenario.origin.text)".utf8)).bytes)
    }

    /// The annex of the scenario (docs/formats/annex.md): whom the arbiter is to trust, and for what.
    func annex(of scenario: Scenario, agreement: Digest) -> [UInt8] {
        var lines = [
            "archive \(scenario.archiveParty) \(scenario.origin) \(archiveSigner.verifierKey.text)"
        ]
        for (party, authority) in authorities {
            lines.append("anchor \(party) \(Base64.encode(authority.certificate))")
        }
        for (party, authority) in timeStamping {
            lines.append("tsa \(party) \(Base64.encode(authority.identity.certificate))")
        }
        for role in scenario.roles { lines.append("role \(role.role) \(role.party)") }
        for algorithm in ["ecdsa-p256", "sha-256"] {
            lines.append("algorithm \(algorithm) until 2035-01-01T00:00:00Z")
        }
        lines.append("algorithm sha-512 until open")
        let head = [
            "docket-annex/v1", "agreement \(agreement)", "version 1",
            "registry \(scenario.registry)",
        ]
        let text = (head + lines.sorted()).map { $0 + "\n" }.joined()
        return Array(text.utf8)
    }
}
