// What only past certificate validation tells apart: authorities and responders that expired or were revoked, proofs of existence for
// lists and answers, anchors that are over; and signature policies.

import EvidenceTesting
import EvidenceValues
import SignatureValidation

private let late = Bench.List(thisUpdate: "2026-12-30", nextUpdate: "2027-01-06")
private let expiring = Validity(from: at("2025-01-01"), to: at("2026-04-01"))
// certificateHold, RFC 5280 §5.3.1.
private let held = Bench.List(
    thisUpdate: "2026-02-11", nextUpdate: "2026-02-18", revokedFrom: "2026-02-10", reason: 6)
private let fresh = Bench.Response(thisUpdate: "2026-02-01", nextUpdate: "2026-02-03")

/// SignaturePolicyId (EN 319 122-1 §5.2.9.1): `2.25.7` by the digest of a text.
private func policyAttribute(of text: [UInt8]) -> DERTree {
    let digest = DERTree.sequence([
        .sequence([.object(TestDigestAlgorithm.sha256.objectIdentifier)]),
        .octets(TestDigestAlgorithm.sha256.digest(text)),
    ])
    return .sequence([
        .object("1.2.840.113549.1.9.16.2.15"),
        .setOf([.sequence([.object("2.25.7"), digest])]),
    ])
}

private let expired = [
    SignatureCase(
        "expired, known not to have been revoked", .indeterminate, .outOfBoundsNotRevoked,
        code: "CERT.EXPIRED_NOT_REVOKED"
    ) {
        $0.validationTime = at("2027-01-05")
        $0.bounds = .unbounded
        $0.lists = [late]
    },
    SignatureCase(
        "an anchor that is over, no proof", .indeterminate, .noCertificateChainFoundNoPOE,
        code: "CERT.ANCHOR_UNTRUSTED_AT_TIME"
    ) {
        $0.caValidity = expiring
        $0.bounds = .unbounded
    },
    SignatureCase(
        "an anchor that is over, signed later", .indeterminate, .noCertificateChainFound,
        code: "CERT.ANCHOR_UNTRUSTED_AT_TIME"
    ) {
        $0.caValidity = expiring
        $0.bounds = Interval(lo: at("2026-05-01"), hi: at("2026-05-02"))
    },
    SignatureCase("an anchor that is over, proof from before", .totalPassed, code: "REV.GOOD") {
        $0.caValidity = expiring
    },
    SignatureCase(
        "an intermediate that expired, no proof for its list", .indeterminate,
        .revocationOutOfBoundsNoPOE, code: "REV.SIGNER_OUT_OF_BOUNDS"
    ) {
        $0.hasIntermediate = true
        $0.intermediateValidity = expiring
        $0.caLists = [.init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
    },
    SignatureCase(
        "an intermediate that expired, proof for its list", .totalPassed, code: "REV.GOOD"
    ) {
        $0.hasIntermediate = true
        $0.intermediateValidity = expiring
        $0.caLists = [.init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
        $0.listsExisted = at("2026-03-02")
    },
]

private let responders = [
    SignatureCase("an answer of a responder", .totalPassed, code: "REV.ISSUED_BEFORE_POE") {
        $0.lists = []
        $0.responses = [fresh]
    },
    SignatureCase("revoked by an answer", .totalFailed, .revoked, code: "SIG.AFTER_REVOCATION") {
        $0.responses = [
            .init(thisUpdate: "2026-03-02", nextUpdate: nil, revokedFrom: "2026-01-15")
        ]
        $0.bounds = Interval(lo: at("2026-02-01"), hi: at("2026-02-02"))
    },
    SignatureCase(
        "a responder of whom nobody says anything", .indeterminate,
        .certificateChainGeneralFailure, code: "REV.SIGNER_UNTRUSTED"
    ) {
        $0.lists = []
        $0.responses = [fresh]
        $0.responses[0].isExempt = false
    },
    SignatureCase("a responder of whom nobody need say anything", .totalPassed, code: "REV.GOOD") {
        $0.lists = []
        $0.responses = [.init(thisUpdate: "2026-03-02", nextUpdate: nil, isExempt: false)]
        $0.adjust = { $0.requiresRevocationOfAnswerers = false }
    },
    SignatureCase(
        "a responder who was revoked, and an old list", .indeterminate, .tryLater,
        code: "REV.NOT_FRESH"
    ) {
        $0.lists = []
        $0.responses = [fresh]
        $0.responses[0].isExempt = false
        $0.responses[0].responderRevokedFrom = "2026-01-20"
        $0.listsExisted = at("2026-02-02")
    },
    SignatureCase(
        "a revoked responder who says that it was revoked", .indeterminate, .revokedNoPOE,
        code: "REV.REVOKED_NO_POE"
    ) {
        $0.lists = []
        $0.responses = [fresh]
        $0.responses[0].revokedFrom = "2026-01-25"
        $0.responses[0].isExempt = false
        $0.responses[0].responderRevokedFrom = "2026-01-20"
        $0.bounds = Interval(lo: at("2026-02-01"), hi: at("2026-02-02"))
    },
    SignatureCase(
        "a responder who expired, no proof for his answer", .indeterminate,
        .revocationOutOfBoundsNoPOE, code: "REV.SIGNER_OUT_OF_BOUNDS"
    ) {
        $0.lists = []
        $0.responses = [fresh]
        $0.responses[0].validity = expiring
    },
    SignatureCase(
        "a responder who expired, proof for his answer", .totalPassed,
        code: "REV.ISSUED_BEFORE_POE"
    ) {
        $0.lists = []
        $0.responses = [fresh]
        $0.responses[0].validity = expiring
        $0.listsExisted = at("2026-02-02")
    },
]

private let policies = [
    SignatureCase("a policy at hand", .totalPassed, code: "SIG.POLICY") {
        $0.options.signedAttributes = [policyAttribute(of: [1, 2, 3])]
        $0.adjust = { $0.signaturePolicies = ["2.25.7": [1, 2, 3]] }
    },
    SignatureCase(
        "a policy with another text", .indeterminate, .policyProcessingError,
        code: "SIG.POLICY_HASH_MISMATCH"
    ) {
        $0.options.signedAttributes = [policyAttribute(of: [1, 2, 3])]
        $0.adjust = { $0.signaturePolicies = ["2.25.7": [1, 2, 4]] }
    },
    SignatureCase("a policy not at hand", .totalPassed, code: "SIG.POLICY_NOT_AVAILABLE") {
        $0.options.signedAttributes = [policyAttribute(of: [1, 2, 3])]
    },
    SignatureCase(
        "a policy that must be at hand", .indeterminate, .signaturePolicyNotAvailable,
        code: "SIG.POLICY_NOT_AVAILABLE"
    ) {
        $0.options.signedAttributes = [policyAttribute(of: [1, 2, 3])]
        $0.adjust = { $0.requiresSignaturePolicies = true }
    },
    SignatureCase(
        "a certificate that need not be named", .totalPassed, code: "SIG.ESS_MISSING"
    ) {
        $0.options.signingCertificate = .absent
        $0.adjust = { $0.requiresSigningCertificate = false }
    },
    SignatureCase("revocation that nobody need speak of", .totalPassed, code: "REV.NONE_FOUND") {
        $0.lists = []
        $0.adjust = { $0.requiresRevocation = false }
    },
]

private let holds = [
    SignatureCase(
        "on hold since, then released, signed at some time", .indeterminate, .revokedNoPOE,
        code: "REV.REVOKED_NO_POE"
    ) {
        $0.lists = [held, .init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
        $0.bounds = Interval(hi: at("2026-03-02"))
    },
    SignatureCase(
        "on hold, then released, then signed", .totalPassed, code: "REV.ISSUED_BEFORE_POE"
    ) {
        $0.lists = [held, .init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
        $0.bounds = Interval(lo: at("2026-03-02"), hi: at("2026-03-03"))
    },
    SignatureCase(
        "revoked, then left out, then signed", .totalFailed, .revoked, code: "SIG.AFTER_REVOCATION"
    ) {
        $0.lists = [held, .init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
        $0.lists[0].reason = 1
        $0.bounds = Interval(lo: at("2026-03-02"), hi: at("2026-03-03"))
    },
    SignatureCase("signed during a hold", .totalFailed, .revoked, code: "SIG.AFTER_REVOCATION") {
        $0.lists = [held, .init(thisUpdate: "2026-03-01", nextUpdate: "2026-03-08")]
        $0.bounds = Interval(lo: at("2026-02-11"), hi: at("2026-02-12"))
    },
]

private let weak = [
    SignatureCase(
        "SHA-1, long after its end", .indeterminate, .cryptoConstraintsFailureNoPOE,
        code: "CRYPTO.WEAK_NO_POE", standing: .possible
    ) {
        $0.options.digestAlgorithm = .sha1
        $0.algorithms = []
    },
    SignatureCase("SHA-1, proven to be from before its end", .totalPassed, code: "CRYPTO.APPROVED")
    {
        $0.options.digestAlgorithm = .sha1
        $0.algorithms = []
        $0.validity = Validity(from: at("2010-01-01"), to: at("2012-01-01"))
        $0.caValidity = Validity(from: at("2005-01-01"), to: at("2035-01-01"))
        $0.lists = [.init(thisUpdate: "2011-03-01", nextUpdate: "2011-03-08")]
        $0.bounds = Interval(hi: at("2011-02-01"))
    },
]

/// All of them.
let pastCases: [SignatureCase] = expired + responders + policies + holds + weak
