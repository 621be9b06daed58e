import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

/// One line of the table: a bench and what must come out.
struct SignatureCase: Sendable, CustomTestStringConvertible {
    let name: String
    let bench: Bench
    let indication: Indication
    let subIndication: SubIndication?
    let code: String
    let standing: Standing

    init(
        _ name: String, _ indication: Indication, _ subIndication: SubIndication? = nil,
        code: String, standing: Standing = .certain, _ change: (inout Bench) -> Void
    ) {
        self.name = name
        self.bench = Bench().with(change)
        self.indication = indication
        self.subIndication = subIndication
        self.code = code
        self.standing = standing
    }

    var testDescription: String { name }
}

private let revoked = Bench.List(
    thisUpdate: "2026-04-01", nextUpdate: "2026-04-08", revokedFrom: "2026-03-04")

private let mathematics = [
    SignatureCase("sound", .totalPassed, code: "SIG.VALUE") { _ in },
    SignatureCase(
        "a byte of the document changed", .totalFailed, .hashFailure, code: "SIG.DIGEST",
        standing: .contrary
    ) { $0.presented = Array("ten tonnes of banana!".utf8) },
    SignatureCase(
        "a false signature value", .totalFailed, .sigCryptoFailure, code: "SIG.VALUE",
        standing: .contrary
    ) { $0.options.signatureIsBroken = true },
    SignatureCase(
        "no content-type attribute", .totalFailed, .formatFailure, code: "SIG.FORMAT",
        standing: .contrary
    ) { $0.options.hasContentTypeAttribute = false },
    SignatureCase(
        "no message-digest attribute", .totalFailed, .formatFailure, code: "SIG.FORMAT",
        standing: .contrary
    ) { $0.options.hasMessageDigestAttribute = false },
    SignatureCase(
        "the certificate not named", .indeterminate, .sigConstraintsFailure,
        code: "SIG.ESS_MISSING", standing: .possible
    ) { $0.options.signingCertificate = .absent },
    SignatureCase(
        "no certificate anywhere", .indeterminate, .noSigningCertificateFound,
        code: "SIG.NO_SIGNER_CERT", standing: .possible
    ) { $0.options.hasCertificates = false },
    SignatureCase(
        "the document withheld", .indeterminate, .signedDataNotFound, code: "SIG.CONTENT_NEEDED",
        standing: .possible
    ) { $0.isWithheld = true },
]

private let certificates = [
    SignatureCase(
        "no anchor", .indeterminate, .noCertificateChainFound, code: "CERT.NO_PATH"
    ) { $0.anchorIsTrusted = false },
    SignatureCase(
        "a certificate that its CA did not sign", .indeterminate, .noCertificateChainFound,
        code: "CERT.NO_PATH"
    ) { $0.certificate.signatureIsBroken = true },
    SignatureCase(
        "a key not for signing", .indeterminate, .chainConstraintsFailure, code: "CERT.CONSTRAINT"
    ) { $0.certificate.keyUsage = [2] },
    SignatureCase(
        "an unknown critical extension", .indeterminate, .chainConstraintsFailure,
        code: "CERT.CONSTRAINT"
    ) { $0.certificate.hasUnknownCriticalExtension = true },
    SignatureCase(
        "an intermediate without its own list", .indeterminate, .certificateChainGeneralFailure,
        code: "REV.NONE_FOUND"
    ) { $0.hasIntermediate = true },
    SignatureCase("an intermediate with its list", .totalPassed, code: "REV.GOOD") {
        $0.hasIntermediate = true
        $0.caLists = [.init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
    },
    SignatureCase(
        "an intermediate that was revoked", .indeterminate, .revokedCANoPOE,
        code: "REV.CA_REVOKED_NO_POE"
    ) {
        $0.hasIntermediate = true
        $0.bounds = .unbounded
        $0.lists = [.init(thisUpdate: "2026-05-31", nextUpdate: "2026-06-07")]
        $0.caLists = [revoked]
    },
    SignatureCase(
        "an intermediate revoked after the proof of existence", .totalPassed,
        code: "SIG.PAST_VALIDATION"
    ) {
        $0.hasIntermediate = true
        $0.caLists = [revoked]
        $0.listsExisted = at("2026-03-02")
    },
    SignatureCase(
        "an intermediate revoked after the proof of existence, but not of its list",
        .indeterminate, .noPOE, code: "REV.NO_POE"
    ) {
        $0.hasIntermediate = true
        $0.caLists = [revoked]
    },
    SignatureCase(
        "a CA that expired without proof", .indeterminate, .outOfBoundsNoPOE,
        code: "CERT.EXPIRED_NO_POE"
    ) {
        $0.hasIntermediate = true
        $0.bounds = .unbounded
        $0.caValidity = Validity(from: at("2025-01-01"), to: at("2026-05-01"))
        $0.caLists = [.init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
    },
]

private let validity = [
    SignatureCase("expired, proof from before", .totalPassed, code: "CERT.VALIDITY") {
        $0.validationTime = at("2030-01-01")
    },
    SignatureCase(
        "expired, no proof", .indeterminate, .outOfBoundsNoPOE, code: "CERT.EXPIRED_NO_POE"
    ) {
        $0.validationTime = at("2030-01-01")
        $0.bounds = .unbounded
    },
    SignatureCase(
        "expired, proof straddles", .indeterminate, .outOfBoundsNoPOE, code: "CERT.EXPIRED_NO_POE"
    ) {
        $0.validationTime = at("2030-01-01")
        $0.bounds = Interval(lo: at("2026-02-02"), hi: at("2029-01-01"))
    },
    SignatureCase("expired, then signed", .totalFailed, .expired, code: "SIG.AFTER_EXPIRY") {
        $0.validationTime = at("2030-01-01")
        $0.bounds = Interval(lo: at("2028-01-01"), hi: at("2029-01-01"))
    },
    SignatureCase(
        "existed before the certificate", .totalFailed, .notYetValid, code: "SIG.BEFORE_NOTBEFORE"
    ) { $0.bounds = Interval(hi: at("2025-12-01")) },
    SignatureCase(
        "clocks contradict", .indeterminate, .timestampOrderFailure, code: "TST.ORDER"
    ) {
        $0.bounds = Interval(lo: at("2026-02-15"), hi: at("2026-02-01"))
        $0.lists = [.init(thisUpdate: "2026-05-31", nextUpdate: "2026-06-07")]
    },
]

private let revocation = [
    SignatureCase(
        "no list", .indeterminate, .certificateChainGeneralFailure, code: "REV.NONE_FOUND"
    ) { $0.lists = [] },
    SignatureCase(
        "only a list that the CA did not sign", .indeterminate, .certificateChainGeneralFailure,
        code: "REV.SIGNER_UNTRUSTED"
    ) { $0.lists = [.init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08", isBroken: true)] },
    SignatureCase("a fresh list from before", .totalPassed, code: "REV.ISSUED_BEFORE_POE") {
        $0.lists = [.init(thisUpdate: "2026-02-01", nextUpdate: "2026-02-08")]
    },
    SignatureCase("an old list from before", .indeterminate, .tryLater, code: "REV.NOT_FRESH") {
        $0.lists = [.init(thisUpdate: "2026-01-10", nextUpdate: "2026-01-17")]
    },
    SignatureCase(
        "a list for a year, older than permitted", .indeterminate, .tryLater, code: "REV.NOT_FRESH"
    ) { $0.lists = [.init(thisUpdate: "2026-01-10", nextUpdate: "2027-01-10")] },
    SignatureCase(
        "a list without nextUpdate", .indeterminate, .tryLater, code: "REV.NOT_FRESH"
    ) { $0.lists = [.init(thisUpdate: "2026-02-01", nextUpdate: nil)] },
    SignatureCase(
        "a list after the certificate expired", .indeterminate, .certificateChainGeneralFailure,
        code: "REV.NONE_FOUND"
    ) {
        $0.lists = [.init(thisUpdate: "2027-03-01", nextUpdate: "2027-03-08")]
        $0.validationTime = at("2030-01-01")
    },
    SignatureCase(
        "a list from after the validation", .indeterminate, .certificateChainGeneralFailure,
        code: "REV.FUTURE"
    ) { $0.lists = [.init(thisUpdate: "2026-07-01", nextUpdate: "2026-07-08")] },
    SignatureCase("revoked after the proof", .totalPassed, code: "SIG.PAST_VALIDATION") {
        $0.lists = [revoked]
    },
    SignatureCase(
        "revoked before it was made", .totalFailed, .revoked, code: "SIG.AFTER_REVOCATION"
    ) {
        $0.lists = [revoked]
        $0.bounds = Interval(lo: at("2026-03-05"), hi: at("2026-03-06"))
    },
    SignatureCase(
        "revoked, no proof either way", .indeterminate, .revokedNoPOE, code: "REV.REVOKED_NO_POE"
    ) {
        $0.lists = [revoked]
        $0.bounds = Interval(lo: at("2026-03-01"), hi: at("2026-03-06"))
    },
    SignatureCase(
        "revoked within the skew of the proof", .indeterminate, .revokedNoPOE,
        code: "REV.REVOKED_NO_POE"
    ) {
        $0.lists = [revoked]
        $0.bounds = Interval(hi: at("2026-03-03T23:59:30Z"))
    },
    SignatureCase(
        "a later list that forgot the revocation", .indeterminate, .revokedNoPOE,
        code: "REV.REVOKED_NO_POE"
    ) {
        $0.lists = [revoked, .init(thisUpdate: "2026-05-01", nextUpdate: "2026-05-08")]
        $0.bounds = .unbounded
    },
    SignatureCase("revocation announced for later", .totalPassed, code: "SIG.PAST_VALIDATION") {
        $0.lists = [
            .init(thisUpdate: "2026-05-01", nextUpdate: "2026-05-08", revokedFrom: "2026-09-01")
        ]
        $0.bounds = .unbounded
    },
]

private let ended = [
    ApprovedAlgorithm(name: "sha-256", until: nil),
    ApprovedAlgorithm(name: "ecdsa-p256", until: at("2026-05-01")),
]

private let algorithms = [
    SignatureCase("ended after the proof", .totalPassed, code: "CRYPTO.APPROVED") {
        $0.algorithms = ended
        $0.listsExisted = at("2026-03-02")
    },
    SignatureCase(
        "the list's algorithm ended, no proof for the list", .indeterminate,
        .cryptoConstraintsFailureNoPOE, code: "CRYPTO.WEAK_NO_POE"
    ) { $0.algorithms = ended },
    SignatureCase(
        "ended, no proof", .indeterminate, .cryptoConstraintsFailureNoPOE,
        code: "CRYPTO.WEAK_NO_POE", standing: .possible
    ) {
        $0.algorithms = ended
        $0.bounds = .unbounded
        $0.lists = [.init(thisUpdate: "2026-05-31", nextUpdate: "2026-06-07")]
        $0.validationTime = at("2026-05-31")
    },
    SignatureCase(
        "ended before it was made", .indeterminate, .cryptoConstraintsFailure,
        code: "CRYPTO.WEAK_AT_POE", standing: .possible
    ) {
        $0.algorithms = ended
        $0.bounds = Interval(lo: at("2026-05-02"), hi: at("2026-05-03"))
        $0.lists = [.init(thisUpdate: "2026-05-02", nextUpdate: "2026-05-09")]
    },
    SignatureCase(
        "not of the annex", .indeterminate, .cryptoConstraintsFailure,
        code: "CRYPTO.UNKNOWN_ALG", standing: .possible
    ) { $0.algorithms = [ApprovedAlgorithm(name: "sha-384", until: nil)] },
]

@Suite struct `Signature validation` {
    @Test(
        arguments:
            mathematics + certificates + validity + revocation + algorithms + pastCases)
    func `gives the indication, the reason and the fact of the table`(_ line: SignatureCase) throws
    {
        let validation = try line.bench.validate()
        let record = validation.record
        let found = record.checks.map { "\($0.code) \($0.outcome) \($0.sentence)" }
        #expect(record.indication == line.indication, "\(found)")
        #expect(record.checks.contains { $0.code == line.code }, "\(found)")
        #expect(validation.standing == line.standing)
        #expect(record.subIndication == line.subIndication, "\(found)")
    }

    @Test func `every sub-indication of the standard is in the table`() {
        let all =
            mathematics + certificates + validity + revocation + algorithms + pastCases
        print("signature cases:", all.count)
        #expect(Set(all.compactMap(\.subIndication)) == Set(SubIndication.allCases))
    }

    @Test func `a record has the path, the answers that count, and how far validation went back`()
        throws
    {
        let record = try Bench().with {
            $0.hasIntermediate = true
            $0.caLists = [revoked]
            $0.listsExisted = at("2026-03-02")
        }.validate().record
        #expect(record.path == ["FRUTA", "CA1-SUB", "CA1"])
        #expect(record.pathCertificates.count == 3)
        #expect(record.revocation.map(\.status) == [.good, .revoked])
        #expect(record.revocation.last?.revocationDate == at("2026-03-04"))
        #expect(record.controlTime == at("2026-03-04"))
        #expect(!record.sentence.isEmpty)
        #expect(try Bench().validate().record.controlTime == nil)
    }

    @Test func `the signer is the party of the certificate only where a path carries it`() throws {
        #expect(try Bench().validate().record.signer == PartyID("FRUTA"))
        let stray = try Bench().with { $0.anchorIsTrusted = false }.validate()
        #expect(stray.record.signer == nil)
        #expect(stray.record.path.isEmpty)
    }

    @Test func `a byte of the signature changed anywhere never passes as another's`() throws {
        let base = try Bench().validate()
        var passed = 0
        let length = try SignedDataWriter.sign(
            Bench().content,
            by: CertificateAuthority.root("CA1", seed: "CA1", validity: Bench().caValidity)
                .issue("FRUTA", validity: Bench().validity)
        ).count
        for position in stride(from: 0, to: length, by: 7) {
            let bench = Bench().with { bench in
                bench.mutate = { bytes in
                    var bytes = bytes
                    if position < bytes.count { bytes[position] ^= 0x01 }
                    return bytes
                }
            }
            guard let changed = try? bench.validate(),
                changed.record.indication == .totalPassed
            else { continue }
            passed += 1
            // What is not signed may change (an unused certificate's bytes, the version); the signer may not.
            #expect(changed.record.signer == base.record.signer)
        }
        #expect(passed * 7 < length / 4)
    }
}
