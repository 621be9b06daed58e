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
        var reason: UInt8?
    }

    /// An answer of a responder whom the issuer certified for it.
    struct Response: Sendable {
        var thisUpdate: String
        var nextUpdate: String?
        var revokedFrom: String?
        /// Whether the issuer says that nobody need ask about the responder.
        var isExempt = true
        var validity = Validity(from: at("2026-01-01"), to: at("2027-01-01"))
        /// Whether the issuer's list speaks of the responder, and since when it revoked him.
        var responderRevokedFrom: String?
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
    /// The intermediate's, if it is not the root's.
    var intermediateValidity: Validity?
    var responses: [Response] = []
    var adjust: @Sendable (inout ValidationPolicy) -> Void = { _ in }
    /// When the lists and answers provably existed, if that is proven.
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
            hasIntermediate
            ? try root.intermediate("CA1-SUB", validity: intermediateValidity ?? caValidity)
            : root
        let signer = try issuer.issue("FRUTA", validity: validity, options: certificate)
        let cms = try CMSSignedData(
            der: mutate(SignedDataWriter.sign(content, by: signer, options: options)))
        var found = try lists.map { try $0.made(by: issuer, revoking: signer.serial) }
        found += try caLists.map { try $0.made(by: root, revoking: issuer.identity.serial) }
        let answered = try responses.map { try $0.made(by: issuer, on: signer.serial) }
        found += answered.compactMap(\.list)
        let parsed = try found.map { try RevocationList(pemOrDER: $0) }
        let answers = try answered.map { try OCSPResponse(der: $0.response) }
        let existed =
            listsExisted.map { moment in
                (parsed.map(\.digest) + answers.map(\.digest)).map { ($0, moment) }
            } ?? []
        let material = ValidationMaterial(
            certificates: [try ParsedCertificate(der: issuer.certificate)],
            revocationLists: parsed, responses: answers,
            existence: Dictionary(existed, uniquingKeysWith: min))
        let anchors =
            anchorIsTrusted
            ? [PartyID("CA1")].compactMap(\.self).map {
                TrustAnchor(party: $0, derBytes: root.certificate)
            } : []
        var policy = ValidationPolicy(
            trust: PinnedTrust(anchors: anchors, algorithms: algorithms),
            validationTime: validationTime, skew: TimeSpan(seconds: 60))
        adjust(&policy)
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
            revoked: revokedFrom.map {
                [Revocation(serial: serial, revocationDate: at($0), reason: reason)]
            } ?? [],
            signatureIsBroken: isBroken)
    }
}

extension Bench.Response {
    /// The answer, and a list of the issuer's that knows the responder if need be.
    func made(by ca: CertificateAuthority, on serial: [UInt8]) throws -> (
        response: [UInt8], list: [UInt8]?
    ) {
        var options = CertificateOptions()
        options.extendedKeyUsages = ["1.3.6.1.5.5.7.3.9"]
        if isExempt {
            // id-pkix-ocsp-nocheck
            options.moreExtensions = [
                .sequence([.object("1.3.6.1.5.5.7.48.1.5"), .octets(DERTree.null.bytes)])
            ]
        }
        let responder = try ca.issue("OCSP1", validity: validity, options: options)
        var answer = OCSPOptions(thisUpdate: at(thisUpdate), nextUpdate: nextUpdate.map(at))
        if let revokedFrom { answer.status = .revoked(at: at(revokedFrom), reason: 1) }
        let list = try responderRevokedFrom.map {
            try Bench.List(
                thisUpdate: $0, nextUpdate: nil, revokedFrom: $0
            ).made(by: ca, revoking: responder.serial)
        }
        return (try responder.response(on: serial, issuer: ca, options: answer), list)
    }
}
