// A file of evidence with everything that a case may change: dates, who signs, which time-stamps stand on it, what is revoked.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation

/// The parties of generated evidence.
struct FilePKI: Sendable {
    let root: CertificateAuthority
    let fruta: TestIdentity
    let gator: TestIdentity
    let clock: TimeStampingAuthority
    /// A younger authority, whose certificate is valid for long.
    let laterClock: TimeStampingAuthority
    private let memory = ObjectMemory()

    init() throws {
        let long = Validity(from: at("2020-01-01"), to: at("2050-01-01"))
        root = try CertificateAuthority.root("CA1", seed: "files", validity: long)
        let own = Validity(from: at("2026-01-01"), to: at("2027-01-01"))
        fruta = try root.issue("FRUTA", validity: own)
        gator = try root.issue("GATOR", validity: own)
        clock = try TimeStampingAuthority(
            "CLOCK", under: root, validity: Validity(from: at("2026-01-01"), to: at("2028-01-01")))
        laterClock = try TimeStampingAuthority("LATER-CLOCK", under: root, validity: long)
    }

    /// A list of CA1.
    func list(
        _ date: String, revoking identity: TestIdentity? = nil, from: String? = nil,
        reason: UInt8? = 1
    ) throws -> [UInt8] {
        let revocation = identity.flatMap { identity in
            from.map {
                Revocation(serial: identity.serial, revocationDate: at($0), reason: reason)
            }
        }
        return try root.revocationList(
            number: 1, thisUpdate: at(date),
            nextUpdate: at(date).advanced(by: TimeSpan(seconds: 7 * 86_400)),
            revoked: revocation.map { [$0] } ?? [])
    }

    /// An answer of CA1's responder on a certificate.
    func answer(
        on identity: TestIdentity, _ date: String, _ change: (inout OCSPOptions) -> Void = { _ in }
    ) throws -> [UInt8] {
        var certificate = CertificateOptions()
        certificate.keyUsage = [0]
        certificate.extendedKeyUsages = ["1.3.6.1.5.5.7.3.9"]
        certificate.moreExtensions = [
            TestExtension.make("1.3.6.1.5.5.7.48.1.5", critical: false, .null)
        ]
        let responder = try root.issue(
            "RESPONDER", validity: Validity(from: at("2026-01-01"), to: at("2040-01-01")),
            options: certificate)
        var options = OCSPOptions(
            thisUpdate: at(date), nextUpdate: at(date).advanced(by: TimeSpan(seconds: 86_400)))
        change(&options)
        return try responder.response(on: identity.serial, issuer: root, options: options)
    }

    static let content = Array("ten tonnes of bananas".utf8)

    /// Validates a file, with the content, at a date.
    func validate(
        _ bytes: [UInt8], at date: String, content: [UInt8]? = FilePKI.content,
        lists: [[UInt8]] = [], algorithms: [ApprovedAlgorithm] = []
    ) throws -> FileRecord {
        var policy = policy(trusting: [root.certificate], at: at(date))
        policy.trust.algorithms = algorithms
        var others = GivenMaterial()
        for list in lists { _ = others.add(list, memory: memory) }
        return FileValidation(
            name: "contract.p7s", bytes: bytes, content: content.map { .bytes($0) },
            others: others, policy: policy, memory: memory
        ).record
    }
}
