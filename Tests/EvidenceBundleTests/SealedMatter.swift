// A small matter of which one content is sealed to an arbiter and an expert, and the ways in which whoever seals may lie about it.

import Agreements
import BundleExport
import Cryptography
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// People with keys that open.
struct Readers {
    let arbiter: TestIdentity
    let expert: TestIdentity
    let stranger: TestIdentity
    /// Another key under the name and number of the arbiter's certificate.
    let twin: TestIdentity

    static let shared = Result { try Readers() }

    private init() throws {
        let validity = Validity(from: try at("2025-01-01"), to: try at("2030-01-01"))
        let authority = try CertificateAuthority.root("COURT", seed: "court", validity: validity)
        var options = CertificateOptions()
        options.keyUsage = [4]
        func issue(_ name: String, _ serial: UInt8, _ seed: String) throws -> TestIdentity {
            options.serial = [serial]
            return try authority.issue(
                name, seed: seed, validity: validity, options: options)
        }
        arbiter = try issue("ARBITER", 1, "arbiter")
        expert = try issue("EXPERT", 2, "expert")
        stranger = try issue("STRANGER", 3, "stranger")
        twin = try issue("ARBITER", 1, "twin")
    }

    func key(_ identity: TestIdentity) throws -> OpeningKey {
        try OpeningKey(
            key: Array(identity.keyPEM.utf8), certificate: Array(identity.certificatePEM.utf8))
    }

    /// An envelope for these.
    func seal(
        _ content: [UInt8], to identities: [TestIdentity], namesPlaintext: Bool = false
    ) throws -> [UInt8] {
        try EnvelopedData.seal(
            content, to: try identities.map { try ParsedCertificate(der: $0.certificate) },
            namesPlaintext: namesPlaintext, random: secureRandom)
    }

    /// The text of `sealed/recipients.pem`.
    func recipients(_ identities: [TestIdentity]) throws -> [UInt8] {
        try SealRecipients(try identities.map { try ParsedCertificate(der: $0.certificate) }).bytes
    }
}

/// Three exhibits of BAN-1, of which the second holds a checkpoint, and may be sealed.
struct SealedMatter {
    let readers: Readers
    var trusted: TrustedLog
    let name = "sealed/002-state.txt.p7m"
    /// What is sealed.
    let secret: [UInt8]

    init() throws {
        readers = try Readers.shared.get()
        trusted = try TrustedLog.sample()
        try trusted.log.file("OTHER", "b.txt", "of another matter, too")
        let note = try trusted.log.checkpoint().note
        try trusted.log.file("BAN-1", "state.txt", note, kind: .checkpoint)
        try trusted.log.file("BAN-1", "bill.txt", "a bill")
        try trusted.log.file("docket.archive", "own.txt", "the archive's own")
        secret = Array(note.utf8)
    }

    /// The whole bundle, with nothing under seal.
    func open() throws -> BundleAssembly { try trusted.assembly() }

    /// The bundle without the second content and what only it asks for.
    func withheld() throws -> BundleAssembly {
        var assembly = try open()
        let position = try required(
            assembly.exhibits.firstIndex { $0.filing.name.text == "state.txt" })
        assembly.exhibits[position].content = nil
        assembly.consistency = []
        return assembly
    }

    /// The same with the content sealed to arbiter and expert.
    func sealed() throws -> BundleAssembly {
        var assembly = try withheld()
        let both = [readers.arbiter, readers.expert]
        assembly.sealed = [
            (name: BundleNames.recipients, bytes: try readers.recipients(both)),
            (name: name, bytes: try readers.seal(secret, to: both)),
            (
                name: BundleNames.sealedProofs,
                bytes: try readers.seal(SealedProofs.bytes(open().consistency), to: both)
            ),
        ]
        return assembly
    }

    /// Verifies parts of which nobody without a key sees the second content.
    func verify(
        _ assembly: BundleAssembly, by reader: TestIdentity? = nil
    ) throws -> BundleVerification {
        var assembly = assembly
        (assembly.time, assembly.finding) = (try at("2026-06-01"), try SealedMatter.finding.get())
        let trust = ArbiterTrust(
            agreement: .copy(assembly.agreement), annex: .copy(Array(try trusted.annex.text.utf8)))
        return try verifyBundle(
            try assembly.container, trust: trust, at: assembly.time, tool: "docket test",
            key: try reader.map(readers.key))
    }

    /// The finding of who has no key, found once.
    private static let finding = Result {
        let matter = try SealedMatter()
        let found = try matter.trusted.verify(try matter.withheld())
        return findingJSON(try required(found.findings))
    }
}

extension BundleAssembly {
    /// Replaces a sealed member; nil takes it away.
    mutating func replace(_ name: String, _ bytes: [UInt8]?) {
        sealed.removeAll { $0.name == name }
        if let bytes { sealed.append((name: name, bytes: bytes)) }
    }
}
