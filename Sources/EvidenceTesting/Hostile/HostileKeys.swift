// Who takes part in the matter of the hostile bundles, with keys made from names: parties, authorities and witnesses whom the arbiter's
// annex lists, and their doubles, whom it does not. An attacker may have any of these keys; a trick says which.

package import EvidenceValues
package import TransparencyLog

/// The keys of the hostile matter and of everybody in it.
package struct HostileKeys: Sendable {
    package static let matter = "HOS-1"
    package static let originText = "archive.example/hostile"

    package let origin: ArchiveOrigin
    package let authority: CertificateAuthority
    /// A CA that nobody lists.
    package let stranger: CertificateAuthority
    /// By name: ALFA, BETA and REGIS under the annex's authority; MALLORY, and others under names that are not theirs.
    package let identities: [String: TestIdentity]
    package let timeStamping: TimeStampingAuthority
    package let strangeTimeStamping: TimeStampingAuthority
    package let archive: NoteSigner
    /// Another key under the name of the archive.
    package let double: NoteSigner
    package let successor: NoteSigner
    package let recovery: NoteSigner
    package let strangeRecovery: NoteSigner
    package let north: TestWitness
    package let south: TestWitness
    /// The authority's list: nobody is revoked.
    package let list: [UInt8]

    /// Made once: keys from seeds take a while in a debug build.
    package static let shared = Result { try HostileKeys() }

    private init() throws {
        let span = Validity(
            from: try instant("2025-01-01T00:00:00Z"), to: try instant("2036-01-01T00:00:00Z"))
        origin = try present(ArchiveOrigin(HostileKeys.originText))
        authority = try .root("CA1", seed: "hostile/CA1", validity: span)
        stranger = try .root("CA1", seed: "hostile/stranger", validity: span)
        identities = try HostileKeys.identities(authority, stranger, span)
        timeStamping = try TimeStampingAuthority("TSA1", under: authority, validity: span)
        strangeTimeStamping = try TimeStampingAuthority("TSA1", under: stranger, validity: span)
        archive = try .testKey(of: origin, "hostile")
        double = try .testKey(of: origin, "hostile double")
        successor = try .testKey(of: origin, "hostile successor")
        recovery = try .testRecovery(of: origin)
        strangeRecovery = try .testRecovery(of: origin, seed: "strange")
        north = try TestWitness(try present(PartyID("NORTHW")), "north")
        south = try TestWitness(try present(PartyID("SOUTHW")), "south")
        list = try authority.revocationList(
            number: 1, thisUpdate: try instant("2026-03-02T00:00:00Z"),
            nextUpdate: try instant("2026-07-01T00:00:00Z"))
    }

    private static func identities(
        _ authority: CertificateAuthority, _ stranger: CertificateAuthority, _ span: Validity
    ) throws -> [String: TestIdentity] {
        var identities: [String: TestIdentity] = [:]
        for name in ["ALFA", "BETA", "REGIS"] {
            identities[name] = try authority.issue(name, seed: "hostile/\(name)", validity: span)
        }
        for name in ["ALFA", "BETA"] {
            identities["false " + name] = try stranger.issue(
                name, seed: "hostile/false \(name)", validity: span)
        }
        let past = Validity(from: span.notBefore, to: try instant("2026-02-01T00:00:00Z"))
        let future = Validity(from: try instant("2026-09-01T00:00:00Z"), to: span.notAfter)
        identities["expired ALFA"] = try authority.issue(
            "ALFA", seed: "hostile/expired", validity: past)
        identities["future ALFA"] = try authority.issue(
            "ALFA", seed: "hostile/future", validity: future)
        var usage = CertificateOptions()
        usage.keyUsage = [2]
        identities["enciphering ALFA"] = try authority.issue(
            "ALFA", seed: "hostile/enciphering", validity: span, options: usage)
        var broken = CertificateOptions()
        broken.signatureIsBroken = true
        identities["unsigned ALFA"] = try authority.issue(
            "ALFA", seed: "hostile/unsigned", validity: span, options: broken)
        var unknown = CertificateOptions()
        unknown.hasUnknownCriticalExtension = true
        identities["strange ALFA"] = try authority.issue(
            "ALFA", seed: "hostile/strange", validity: span, options: unknown)
        identities["below ALFA"] = try CertificateAuthority(
            identity: try present(identities["ALFA"])
        ).issue("BETA", seed: "hostile/below", validity: span)
        return identities
    }

    /// The key of that name.
    package func identity(_ name: String) throws -> TestIdentity {
        try present(identities[name])
    }
}

/// A hostile bundle could not be made: a mistake in the trick.
package enum HostileError: Error {
    case absent
    case unchanged(String)
}

func present<Value>(_ value: Value?) throws(HostileError) -> Value {
    guard let value else { throw HostileError.absent }
    return value
}

func instant(_ text: String) throws -> Instant { try present(Instant(text: text)) }
