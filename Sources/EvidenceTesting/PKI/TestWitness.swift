// Witnesses and recovery keys of tests: their keys are made from names, so they prove nothing in the world.

package import EvidenceValues
package import TransparencyLog

/// A witness that cosigns whatever it is given, at whatever time: what a lying one could do.
package struct TestWitness: Sendable {
    package let party: PartyID
    /// What groups and quorums call it.
    package let name: String
    package let cosigner: Cosigner

    /// The witness `name`, whose key is made from `seed`.
    package init(_ party: PartyID, _ name: String, seed: String? = nil) throws {
        self.party = party
        self.name = name
        cosigner = try Cosigner(
            name: "witness.example/\(name)",
            seed: Digest.sha256(Array("docket witness/\(seed ?? name)".utf8)).bytes)
    }

    /// Its line of an annex.
    package var trusted: TrustedWitness {
        TrustedWitness(party: party, name: name, verifierKey: cosigner.verifierKey.text)
    }

    /// The line of its cosignature on a note.
    package func line(on note: String, at time: Instant) throws -> String {
        try cosigner.cosign(UnopenedNote(parsing: note).text, at: time)
    }

    /// The note with its cosignature behind all other signatures.
    package func cosign(_ note: String, at time: Instant) throws -> String {
        try note + line(on: note, at: time)
    }
}

extension NoteSigner {
    /// The recovery key that tests keep for an archive.
    package static func testRecovery(of origin: ArchiveOrigin, seed: String = "") throws
        -> NoteSigner
    {
        try NoteSigner(
            name: Rotation.recoveryKeyName(of: origin),
            seed: Digest.sha256(Array("docket recovery/\(origin)\(seed)".utf8)).bytes)
    }

    /// A key that tests give an archive.
    package static func testKey(of origin: ArchiveOrigin, _ seed: String) throws -> NoteSigner {
        try NoteSigner(
            name: origin.text, seed: Digest.sha256(Array("docket key/\(origin)/\(seed)".utf8)).bytes
        )
    }
}
