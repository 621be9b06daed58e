// A signature by FRUTA under CA1, with everything that a case may change: dates, lists, algorithms, bounds.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation

/// `2026-02-02` or a whole RFC 3339 text as an instant.
func at(_ text: String) -> Instant {
    (Instant(text: text) ?? Instant(text: text + "T00:00:00Z"))!
}

/// The case of a table: what is validated, and under which policy.
struct Bench: Sendable {
    /// A list of CA1.
    struct List: Sendable {
        var thisUpdate: String
        var nextUpdate: String?
        var revokedFrom: String?
        var isBroken = false
    }

    var content = Array("ten tonnes of bananas".utf8)
    var presented: [UInt8]?
    var options = SignedDataOptions()
    var certificate = CertificateOptions()
    var validity = Validity(from: at("2026-01-01"), to: at("2027-01-01"))
    var caValidity = Validity(from: at("2025-01-01"), to: at("2035-01-01"))
    var anchorIsTrusted = true
    var isWithheld = false
    var lists = [List(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
    var caLists: [List] = []
    /// When the lists provably existed, if that is proven.
    var listsExisted: Instant?
    var bounds = Interval(hi: at("2026-02-02"))
    var validationTime = at("2026-06-01")
    var algorithms = [
        ApprovedAlgorithm(name: "sha-256", until: nil),
        ApprovedAlgorithm(name: "ecdsa-p256", until: at("2035-01-01")),
    ]
    var hasIntermediate = false
    /// The signed bytes are changed after signing.
    var mutate: @Sendable ([UInt8]) -> [UInt8] = { $0 }

    func validate() throws -> SignatureValidation {
        let root = try CertificateAuthority.root("CA1", seed: "CA1", validity: caValidity)
        let issuer =
            hasIntermediate ? try root.intermediate("CA1-SUB", validity: caValidity) : root
        let signer = try issuer.issue("FRUTA", validity: validity, options: certificate)
        let cms = try CMSSignedData(
            der: mutate(SignedDataWriter.sign(content, by: signer, options: options)))
        var found = try lists.map { try $0.made(by: issuer, revoking: signer.serial) }
        found += try caLists.map { try $0.made(by: root, revoking: issuer.identity.serial) }
        let parsed = try found.map { try RevocationList(pemOrDER: $0) }
        let existed = listsExisted.map { moment in parsed.map { ($0.digest, moment) } } ?? []
        let material = ValidationMaterial(
            certificates: [try ParsedCertificate(der: issuer.certificate)],
            revocationLists: parsed,
            existence: Dictionary(existed, uniquingKeysWith: min))
        let anchors =
            anchorIsTrusted
            ? [PartyID("CA1")].compactMap(\.self).map {
                TrustAnchor(party: $0, derBytes: root.certificate)
            } : []
        let policy = ValidationPolicy(
            trust: PinnedTrust(anchors: anchors, algorithms: algorithms),
            validationTime: validationTime, skew: TimeSpan(seconds: 60))
        let bytes = presented ?? content
        let signature = CheckedSignature(
            cms.signers[0], content: isWithheld ? nil : .bytes(bytes), digest: nil,
            material: material)
        return SignatureValidation(signature, bounds: bounds, material: material, policy: policy)
    }

    /// This bench, changed.
    func with(_ change: (inout Bench) -> Void) -> Bench {
        var bench = self
        change(&bench)
        return bench
    }
}

extension Bench.List {
    func made(by ca: CertificateAuthority, revoking serial: [UInt8]) throws -> [UInt8] {
        try ca.revocationList(
            number: 1, thisUpdate: at(thisUpdate), nextUpdate: nextUpdate.map(at),
            revoked: revokedFrom.map { [Revocation(serial: serial, revocationDate: at($0))] } ?? [],
            signatureIsBroken: isBroken)
    }
}
