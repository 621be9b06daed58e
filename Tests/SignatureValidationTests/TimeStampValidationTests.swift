import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

/// A token of TSA1 under CA1, and everything that a case may change.
private struct Stamp: Sendable {
    var genTime = at("2026-02-02")
    var imprinted: [UInt8] = [1, 2, 3]
    var options = TimeStampOptions()
    var certificate = CertificateOptions.timeStamping
    var validity = Validity(from: at("2026-01-01"), to: at("2027-01-01"))
    var pinsCA = false
    var isListed = true
    /// Puts an intermediate between, whose certificate is signed by SHA-384.
    var hasIntermediate = false
    var intermediateRevokedFrom: String?
    /// Names the certificate by SHA-1 (RFC 5035 §5, the first version).
    var namesBySHA1 = false
    var lists: [Bench.List] = []
    var algorithms = ["sha-256", "ecdsa-p256"].map { ApprovedAlgorithm(name: $0, until: nil) }
    var validationTime = at("2026-06-01")
    var existence = Interval.unbounded

    func validate() throws -> (token: TimeStampValidation, checks: [Check], isTrusted: Bool) {
        let ca = try CertificateAuthority.root(
            "CA1", seed: "CA1", validity: Validity(from: at("2025-01-01"), to: at("2035-01-01")))
        var authority = CertificateOptions.authority
        authority.digestAlgorithm = .sha384
        let above = try ca.intermediate(
            "CA1-SUB", validity: Validity(from: at("2025-01-01"), to: at("2034-01-01")),
            options: authority)
        let tsa = try TimeStampingAuthority(
            "TSA1", under: hasIntermediate ? above : ca, validity: validity, options: certificate)
        var options = options
        if namesBySHA1 {
            options.signature.signingCertificate = .absent
            options.signature.signedAttributes = [Self.firstVersion(tsa.identity.certificate)]
        }
        let token = try TimeStampToken(
            der: tsa.token(over: imprinted, at: genTime, options: options))
        let pinned = pinsCA ? ca.certificate : tsa.identity.certificate
        let policy = ValidationPolicy(
            trust: PinnedTrust(
                anchors: [TrustAnchor(party: PartyID("CA1")!, derBytes: ca.certificate)],
                authorities: isListed
                    ? [TrustedTSA(party: PartyID("TSA1")!, derBytes: pinned)] : [],
                algorithms: algorithms),
            validationTime: validationTime, skew: TimeSpan(seconds: 60))
        let material = ValidationMaterial(
            revocationLists: try lists.map {
                try RevocationList(
                    pemOrDER: $0.made(by: ca, revoking: tsa.identity.serial))
            }
                + (try intermediateRevokedFrom.map {
                    [
                        try RevocationList(
                            pemOrDER: Bench.List(
                                thisUpdate: "2026-05-01", nextUpdate: nil, revokedFrom: $0
                            ).made(by: ca, revoking: above.identity.serial))
                    ]
                } ?? []))
        let validation = TimeStampValidation(
            token, content: .bytes([1, 2, 3]), material: material, policy: policy, subject: "t")
        return (
            validation, validation.checks(existence: existence, policy: policy),
            validation.isTrusted(existence: existence, policy: policy)
        )
    }

    private static func firstVersion(_ certificate: [UInt8]) -> DERTree {
        let identifier = DERTree.sequence([
            .octets(TestDigestAlgorithm.sha1.digest(certificate))
        ])
        return .sequence([
            .object("1.2.840.113549.1.9.16.2.12"),
            .setOf([.sequence([.sequence([identifier])])]),
        ])
    }
}

private let ended = ["sha-256", "ecdsa-p256"].map { ApprovedAlgorithm(name: $0, until: nil) }

private struct StampCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let stamp: Stamp
    let code: String
    let subIndication: SubIndication?

    init(
        _ name: String, _ subIndication: SubIndication? = nil, code: String,
        _ change: (inout Stamp) -> Void
    ) {
        testDescription = name
        var stamp = Stamp()
        change(&stamp)
        self.stamp = stamp
        self.code = code
        self.subIndication = subIndication
    }
}

private let revokedLater = Bench.List(
    thisUpdate: "2026-03-01", nextUpdate: "2026-03-08", revokedFrom: "2026-02-20")

private let cases: [StampCase] = [
    StampCase("sound, without any list", code: "REV.NONE_FOUND") { _ in },
    StampCase("under a pinned CA", code: "TST.SIGNATURE") { $0.pinsCA = true },
    StampCase("under a pinned CA, with its list", code: "TST.SIGNATURE") {
        $0.pinsCA = true
        $0.lists = [.init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
    },
    StampCase("the authority's certificate expired since", code: "TST.SIGNATURE") {
        $0.validationTime = at("2029-01-01")
    },
    StampCase("expired since under a pinned CA, nobody else", .outOfBoundsNoPOE, code: "TST.NO_POE")
    {
        $0.pinsCA = true
        $0.validationTime = at("2029-01-01")
    },
    StampCase("expired since under a pinned CA, others show it is older", code: "TST.SIGNATURE") {
        $0.pinsCA = true
        $0.validationTime = at("2029-01-01")
        $0.existence = Interval(hi: at("2026-12-01"))
    },
    StampCase(
        "expired since under a pinned CA, others show it too late", .outOfBoundsNoPOE,
        code: "TST.NO_POE"
    ) {
        $0.pinsCA = true
        $0.validationTime = at("2029-01-01")
        $0.existence = Interval(hi: at("2027-02-01"))
    },
    StampCase("a party's certificate under a pinned CA", .chainConstraintsFailure, code: "TST.EKU")
    {
        $0.pinsCA = true
        $0.certificate = CertificateOptions()
    },
    StampCase("over other bytes", .hashFailure, code: "TST.IMPRINT") { $0.imprinted = [9] },
    StampCase("a false signature", .sigCryptoFailure, code: "TST.SIGNATURE") {
        $0.options.signature.signatureIsBroken = true
    },
    StampCase("not of the annex", .noCertificateChainFound, code: "TST.UNTRUSTED") {
        $0.isListed = false
    },
    StampCase("a certificate for signing", .chainConstraintsFailure, code: "TST.EKU") {
        $0.certificate = CertificateOptions()
    },
    StampCase("time-stamping not critical", .chainConstraintsFailure, code: "TST.EKU") {
        $0.certificate.extendedKeyUsageIsCritical = false
    },
    StampCase(
        "before its certificate", .outOfBoundsNoPOE, code: "TST.OUTSIDE_CERT_VALIDITY"
    ) { $0.genTime = at("2025-12-01") },
    StampCase("after the validation", .notYetValid, code: "TST.FUTURE") {
        $0.validationTime = at("2026-02-01")
    },
    StampCase("its certificate not named", .formatFailure, code: "TST.ESS") {
        $0.options.signature.signingCertificate = .absent
    },
    StampCase("after the authority's revocation", .revoked, code: "TST.AFTER_REVOCATION") {
        $0.genTime = at("2026-02-25")
        $0.lists = [revokedLater]
    },
    StampCase("about the authority's revocation", .revokedNoPOE, code: "REV.REVOKED_NO_POE") {
        $0.genTime = at("2026-02-19T23:59:30Z")
        $0.lists = [revokedLater]
    },
    StampCase("revoked since, nobody else", .revokedNoPOE, code: "TST.NO_POE") {
        $0.lists = [revokedLater]
    },
    StampCase("revoked since, others show it is older", code: "TST.SIGNATURE") {
        $0.lists = [revokedLater]
        $0.existence = Interval(hi: at("2026-02-10"))
    },
    StampCase("revoked since, others show it too late", .revokedNoPOE, code: "TST.NO_POE") {
        $0.lists = [revokedLater]
        $0.existence = Interval(hi: at("2026-02-21"))
    },
    StampCase(
        "an algorithm not of the annex", .cryptoConstraintsFailure, code: "CRYPTO.UNKNOWN_ALG"
    ) {
        $0.algorithms = [ApprovedAlgorithm(name: "sha-384", until: nil)]
    },
    StampCase(
        "an algorithm ended since", .cryptoConstraintsFailureNoPOE, code: "TST.NO_POE"
    ) {
        $0.algorithms = ["sha-256", "ecdsa-p256"].map {
            ApprovedAlgorithm(name: $0, until: at("2026-04-01"))
        }
    },
    StampCase(
        "an algorithm ended before", .cryptoConstraintsFailure, code: "CRYPTO.WEAK_AT_POE"
    ) {
        $0.algorithms = ["sha-256", "ecdsa-p256"].map {
            ApprovedAlgorithm(name: $0, until: at("2026-02-01"))
        }
        $0.existence = Interval(hi: at("2026-01-20"))
    },
]

/// Under a CA that the annex names, over an intermediate.
private let above: [StampCase] = [
    StampCase("its certificate named by SHA-1", code: "TST.ESS_WEAK") { $0.namesBySHA1 = true },
    StampCase("an intermediate by another algorithm", code: "TST.SIGNATURE") {
        ($0.pinsCA, $0.hasIntermediate) = (true, true)
        $0.algorithms = ended + [ApprovedAlgorithm(name: "sha-384", until: nil)]
    },
    StampCase(
        "an intermediate by an algorithm that is not listed", .cryptoConstraintsFailure,
        code: "CRYPTO.UNKNOWN_ALG"
    ) {
        ($0.pinsCA, $0.hasIntermediate) = (true, true)
    },
    StampCase(
        "an intermediate by an algorithm that ended since", .cryptoConstraintsFailureNoPOE,
        code: "TST.NO_POE"
    ) {
        ($0.pinsCA, $0.hasIntermediate) = (true, true)
        $0.algorithms = ended + [ApprovedAlgorithm(name: "sha-384", until: at("2026-04-01"))]
    },
    StampCase("the same, others show that the token is older", code: "TST.SIGNATURE") {
        ($0.pinsCA, $0.hasIntermediate) = (true, true)
        $0.algorithms = ended + [ApprovedAlgorithm(name: "sha-384", until: at("2026-04-01"))]
        $0.existence = Interval(hi: at("2026-03-01"))
    },
    StampCase(
        "an intermediate by an algorithm that ended before", .cryptoConstraintsFailure,
        code: "CRYPTO.WEAK_AT_POE"
    ) {
        ($0.pinsCA, $0.hasIntermediate) = (true, true)
        $0.algorithms = ended + [ApprovedAlgorithm(name: "sha-384", until: at("2026-01-15"))]
        $0.existence = Interval(hi: at("2026-01-10"))
    },
    StampCase("an intermediate revoked since", .revokedCANoPOE, code: "TST.NO_POE") {
        ($0.pinsCA, $0.hasIntermediate) = (true, true)
        $0.algorithms = ended + [ApprovedAlgorithm(name: "sha-384", until: nil)]
        $0.intermediateRevokedFrom = "2026-04-20"
    },
    StampCase("an intermediate revoked before", .revoked, code: "TST.AFTER_REVOCATION") {
        ($0.pinsCA, $0.hasIntermediate) = (true, true)
        $0.algorithms = ended + [ApprovedAlgorithm(name: "sha-384", until: nil)]
        $0.intermediateRevokedFrom = "2026-01-20"
    },
]

@Suite struct `Time-stamp validation` {
    @Test func `records path, authority, answers and the proof that it had`() throws {
        var stamp = Stamp()
        stamp.pinsCA = true
        stamp.lists = [.init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
        let token = try stamp.validate().token
        let policy = ValidationPolicy(
            trust: PinnedTrust(), validationTime: stamp.validationTime,
            skew: TimeSpan(seconds: 60))
        let record = token.record(
            use: .signature, existence: Interval(hi: at("2026-03-01")), policy: policy)
        #expect(record.indication == .totalPassed)
        #expect(record.authority == PartyID("TSA1"))
        #expect(record.path == ["TSA1", "CA1"])
        #expect(record.pathCertificates.count == 2)
        #expect(record.revocation.map(\.status) == [.good])
        #expect(record.existence == at("2026-03-01"))
        #expect(record.token == .sha256(of: token.token.tokenBytes))
    }

    @Test(arguments: cases + above)
    fileprivate func `gives trust or the reason of the table`(_ line: StampCase) throws {
        let (_, checks, isTrusted) = try line.stamp.validate()
        let conclusion = Conclusion(checks)
        let found = checks.map { "\($0.code) \($0.outcome) \($0.sentence)" }
        #expect(isTrusted == (line.subIndication == nil), "\(found)")
        #expect(conclusion.subIndication == line.subIndication, "\(found)")
        #expect(checks.contains { $0.code == line.code }, "\(found)")
    }

    @Test func `reads accuracy to the side of caution, both ways`() throws {
        var stamp = Stamp()
        stamp.options.accuracy = TimeSpan(seconds: 30)
        let interval = try stamp.validate().token.interval
        #expect(interval.lo == at("2026-02-01T23:59:30Z"))
        #expect(interval.hi == at("2026-02-02T00:00:30Z"))
    }
}

@Suite struct `Approval of algorithms` {
    private static let listed = [
        ApprovedAlgorithm(name: "sha-256", until: nil),
        ApprovedAlgorithm(name: "rsa-2048", until: at("2029-01-01")),
        ApprovedAlgorithm(name: "rsa-3072", until: at("2035-01-01")),
        ApprovedAlgorithm(name: "rsa-pss-3072", until: nil),
    ]

    @Test(arguments: [
        ("sha-256", AlgorithmApproval.approved(until: nil)), ("sha-1", .unlisted),
        ("rsa-1024", .unlisted), ("rsa-2048", .approved(until: at("2029-01-01"))),
        ("rsa-2560", .approved(until: at("2029-01-01"))),
        ("rsa-4096", .approved(until: at("2035-01-01"))), ("rsa-pss-2048", .unlisted),
        ("rsa-pss-4096", .approved(until: nil)), ("ecdsa-p256", .unlisted), ("rsa-", .unlisted),
        ("", .unlisted),
    ])
    func `is by name, and for RSA by the least size`(_ name: String, _ expected: AlgorithmApproval)
    {
        #expect(AlgorithmApproval.of(name, in: Self.listed) == expected)
    }
}
