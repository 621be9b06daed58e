// A small PKI around one certificate whose revocation is asked about, and all that a case adds to it.
import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

/// CA1 with a party FRUTA, another CA2 under the same root, and all that a case adds.
struct RevocationScene {
    let root: CertificateAuthority
    let ca: CertificateAuthority
    let other: CertificateAuthority
    let party: TestIdentity
    var certificates: [[UInt8]] = []
    var lists: [[UInt8]] = []
    var responses: [[UInt8]] = []
    var validationTime = at("2026-06-01")

    static let validity = Validity(from: at("2026-01-01"), to: at("2027-01-01"))
    static let long = Validity(from: at("2025-01-01"), to: at("2035-01-01"))

    init(_ change: (inout CertificateOptions) -> Void = { _ in }) throws {
        root = try CertificateAuthority.root("ROOT", seed: "ROOT", validity: Self.long)
        ca = try root.intermediate("CA1", validity: Self.long)
        other = try root.intermediate("CA2", validity: Self.long)
        var options = CertificateOptions()
        change(&options)
        party = try ca.issue("FRUTA", validity: Self.validity, options: options)
    }

    /// A list by `authority`, by default CA1, of a day of 2026.
    func list(
        _ day: String = "2026-03-01", by authority: CertificateAuthority? = nil,
        revoking: Bool = false, number: UInt64 = 1, reason: UInt8? = nil,
        line: [DERTree] = [], with extensions: [DERTree] = []
    ) throws -> [UInt8] {
        try (authority ?? ca).revocationList(
            number: number, thisUpdate: at(day),
            nextUpdate: at(day).advanced(by: TimeSpan(seconds: 7 * 86_400)),
            revoked: revoking
                ? [
                    Revocation(
                        serial: party.serial, revocationDate: at("2026-02-20"), reason: reason,
                        extensions: line)
                ] : [], extensions: extensions)
    }

    func responder(
        _ options: CertificateOptions = .responding, under authority: CertificateAuthority? = nil
    ) throws -> TestIdentity {
        try (authority ?? ca).issue("OCSP", validity: Self.validity, options: options)
    }

    func response(
        by responder: TestIdentity, _ change: (inout OCSPOptions) -> Void = { _ in }
    ) throws -> [UInt8] {
        var options = OCSPOptions(thisUpdate: at("2026-03-01"), nextUpdate: at("2026-03-08"))
        change(&options)
        return try responder.response(on: party.serial, issuer: ca, options: options)
    }

    func material() throws -> ValidationMaterial {
        ValidationMaterial(
            certificates: try
                ([ca.certificate, other.certificate, party.certificate]
                + certificates).map { try ParsedCertificate(der: $0) },
            revocationLists: try lists.map { try RevocationList(pemOrDER: $0) },
            responses: try responses.map { try OCSPResponse(der: $0) })
    }

    func answers() throws -> RevocationAnswers {
        let chain = try [party.certificate, ca.certificate, root.certificate].map {
            try ParsedCertificate(der: $0)
        }
        let relying = RelyingParty(
            material: try material(), anchor: chain[2], moment: validationTime)
        return try #require(relying.answers(on: chain[0]))
    }

    /// What each answer says, in order.
    func statuses() throws -> [RevocationRecord.Status] {
        try answers().answers.map(\.record.status)
    }

    func with(_ change: (inout RevocationScene) throws -> Void) rethrows -> RevocationScene {
        var scene = self
        try change(&scene)
        return scene
    }
}

extension RevocationScene {
    /// A list or bare response up to the end of what is signed.
    func signedPart(of bytes: [UInt8]) throws -> [UInt8] {
        // SEQUENCE { SEQUENCE signed, SEQUENCE algorithm, BIT STRING }: the first with a length of one byte.
        let start = bytes[1] == 0x82 ? 4 : 3
        #expect(bytes[start + 1] == 0x81)
        return Array(bytes.prefix(start + 3 + Int(bytes[start + 2])))
    }
}
