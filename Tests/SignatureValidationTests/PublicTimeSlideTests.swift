// pyHanko's control-time sliding, freshness and many-layered cases over its published certificates, lists and OCSP answers: what its own
// tests expect of them. Objects are found by what they say, not by the names of their files.

import Cryptography
import EvidenceTesting
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

/// A folder of published objects.
private struct PublicPKI {
    var certificates: [ParsedCertificate] = []
    var lists: [RevocationList] = []
    var responses: [OCSPResponse] = []

    init?(_ name: String) throws {
        guard let folder = Vectors.folder("pyhanko-certvalidator/" + name) else { return nil }
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        for case let file as URL in files ?? .init() {
            guard let data = try? Data(contentsOf: file) else { continue }
            let bytes = Array(data)
            if let found = try? ParsedCertificate.readAll(pemOrDER: bytes) {
                certificates += found
            } else if let list = try? RevocationList(pemOrDER: bytes) {
                lists.append(list)
            } else if let response = try? OCSPResponse(der: bytes) {
                responses.append(response)
            }
        }
    }

    func certificate(_ name: String) throws -> ParsedCertificate {
        try #require(certificates.first { $0.commonName == name })
    }

    /// The list by an issuer of this name.
    func list(_ issuer: String, of day: String) throws -> RevocationList {
        try #require(lists.first { $0.issuer.contains("CN=\(issuer)") && $0.thisUpdate == at(day) })
    }

    func response(of day: String) throws -> OCSPResponse {
        try #require(responses.first { $0.producedAt == at(day) })
    }

    /// The intermediate that the root revoked, or the other one.
    func intermediate(isRevoked: Bool) throws -> ParsedCertificate {
        let revoking = try list("Root CA", of: "2020-12-01")
        return try #require(
            certificates.first {
                $0.commonName == "Intermediate CA"
                    && (revoking.entry(for: $0.serial) != nil) == isRevoked
            })
    }
}

/// What is asked of one of them.
private struct PublicCase {
    var now: String
    var signed: String?
    var freshness = RevocationFreshness.ownPeriod(atMost: nil)
    var lists: [RevocationList] = []
    var responses: [OCSPResponse] = []
    var existence: [Digest: Instant] = [:]
    var intermediateIsRevoked = false

    func validate(_ pki: PublicPKI) throws -> CertificateValidation {
        let root = try pki.certificate("Root CA")
        let others = pki.certificates.filter { $0.commonName != "Intermediate CA" }
        let material = ValidationMaterial(
            certificates: others + [try pki.intermediate(isRevoked: intermediateIsRevoked)],
            revocationLists: lists, responses: responses, existence: existence)
        var policy = ValidationPolicy(
            trust: PinnedTrust(anchors: [
                TrustAnchor(party: try #require(PartyID("ROOT")), derBytes: root.derBytes)
            ]), validationTime: at(now), skew: TimeSpan(seconds: 600), freshness: freshness)
        // The responder's certificate says neither how to ask about it nor that nobody need.
        policy.requiresRevocationOfAnswerers = false
        return CertificateValidation(
            of: try pki.certificate("Alice"), bounds: Interval(hi: signed.map(at)),
            material: material, policy: policy)
    }
}

private func days(_ count: Int64) -> TimeSpan { TimeSpan(seconds: count * 86_400) }

/// One line: a case, and what must come out.
private struct PublicLine {
    let name: String
    let input: PublicCase
    let subIndication: SubIndication?
    let controlTime: String?

    func check(_ pki: PublicPKI) throws {
        let found = try input.validate(pki)
        let conclusion = Conclusion(found.checks)
        let checks = found.checks.map { "\($0.code) \($0.sentence)" }
        #expect(found.path?.certificates.count == 3, "\(name)")
        #expect(conclusion.subIndication == subIndication, "\(name) \(checks)")
        #expect((conclusion.indication == .totalPassed) == (subIndication == nil), "\(name)")
        #expect(found.controlTime == controlTime.map(at), "\(name) \(checks)")
    }
}

@Suite struct `pyHanko's cases` {
    private static let isPresent = Vectors.folder("pyhanko-certvalidator") != nil

    @Test(.enabled(if: isPresent)) func `slide the control time as it expects`() throws {
        let pki = try #require(try PublicPKI("ades/time-slide"))
        let root = try pki.list("Root CA", of: "2020-12-01")
        let alice = try pki.certificate("Alice").digest
        let early = try pki.list("Intermediate CA", of: "2020-11-21")
        let good = PublicCase(
            now: "2020-11-29T00:05:00Z", lists: [try pki.list("Root CA", of: "2020-11-21")],
            responses: [try pki.response(of: "2020-11-29")])
        let now = "2020-12-10T00:05:00Z"
        var byCA = PublicCase(
            now: now, signed: "2020-11-30", freshness: .maximumAge(days(100)),
            lists: [root, early],
            existence: [alice: at("2020-11-30"), early.digest: at("2020-11-30")],
            intermediateIsRevoked: true)
        var lines = [
            PublicLine(name: "not revoked", input: good, subIndication: nil, controlTime: nil),
            PublicLine(
                name: "revoked by an answer",
                input: PublicCase(
                    now: now, lists: [root], responses: [try pki.response(of: "2020-12-10")]),
                subIndication: .revokedNoPOE, controlTime: "2020-12-01"),
            PublicLine(
                name: "revoked by a list",
                input: PublicCase(
                    now: now, lists: [root, try pki.list("Intermediate CA", of: "2020-12-01")]),
                subIndication: .revokedNoPOE, controlTime: "2020-12-01"),
            PublicLine(
                name: "revoked authority", input: byCA, subIndication: nil,
                controlTime: "2020-12-01"),
        ]
        byCA.freshness = .ownPeriod(atMost: nil)
        lines.append(
            PublicLine(
                name: "revoked authority, its period", input: byCA, subIndication: nil,
                controlTime: "2020-12-01"))
        byCA.existence[alice] = nil
        lines.append(
            PublicLine(
                name: "no proof for the certificate", input: byCA, subIndication: .noPOE,
                controlTime: "2020-12-01"))
        byCA.existence = [alice: at("2020-11-30")]
        lines.append(
            PublicLine(
                name: "no proof for the list", input: byCA, subIndication: .noPOE,
                controlTime: "2020-12-01"))
        byCA.lists = [root]
        lines.append(
            PublicLine(
                name: "no list", input: byCA, subIndication: .certificateChainGeneralFailure,
                controlTime: "2020-12-01"))
        for line in lines { try line.check(pki) }
        print("pyHanko, time-slide:", lines.count)
        #expect(lines.count >= 8)
    }

    @Test(.enabled(if: isPresent)) func `are fresh as it expects`() throws {
        let pki = try #require(try PublicPKI("freshness"))
        let september = try pki.list("Root CA", of: "2020-09-22")
        let october = try pki.response(of: "2020-10-01")
        let older = try pki.response(of: "2020-11-29")
        let recent = try pki.response(of: "2020-12-10")
        let december = try pki.list("Root CA", of: "2020-12-01")
        func autumn(_ signed: String?, _ freshness: RevocationFreshness) -> PublicCase {
            PublicCase(
                now: "2020-10-01", signed: signed, freshness: freshness, lists: [september],
                responses: [october])
        }
        let most = RevocationFreshness.maximumAge(days(20))
        let lines: [(String, PublicCase, SubIndication?)] = [
            ("cooled down", autumn("2020-09-18", .after(days(3))), nil),
            ("not yet cooled down", autumn("2020-09-30", .after(days(3))), .tryLater),
            ("not too old", autumn(nil, .maximumAge(days(9))), nil),
            ("too old", autumn(nil, .maximumAge(TimeSpan(seconds: 3600))), .tryLater),
            (
                "the most recent",
                PublicCase(
                    now: "2020-12-10", freshness: most, lists: [december],
                    responses: [older, recent]), .revokedNoPOE
            ),
            (
                "without the most recent",
                PublicCase(
                    now: "2020-12-10", freshness: most, lists: [december], responses: [older]), nil
            ),
            (
                "from after the validation",
                PublicCase(
                    now: "2020-11-29", freshness: most,
                    lists: [try pki.list("Root CA", of: "2020-11-21")],
                    responses: [older, recent]), nil
            ),
        ]
        for (name, input, expected) in lines {
            let checks = try input.validate(pki).checks
            #expect(
                Conclusion(checks).subIndication == expected,
                "\(name) \(checks.map { "\($0.code) \($0.sentence)" })")
        }
        print("pyHanko, freshness:", lines.count)
        #expect(lines.count >= 7)
    }

    @Test(.enabled(if: isPresent)) func `climb many layers, and no gap`() throws {
        let pki = try #require(try PublicPKI("multilayer"))
        let root = try pki.certificate("Root CA")
        let between = pki.certificates.filter { $0.commonName?.hasPrefix("Intermediate") ?? false }
        var policy = ValidationPolicy(
            trust: PinnedTrust(anchors: [
                TrustAnchor(party: try #require(PartyID("ROOT")), derBytes: root.derBytes)
            ]), validationTime: at("2020-11-29"), skew: TimeSpan(seconds: 600))
        func validate(_ certificates: [ParsedCertificate]) throws -> CertificateValidation {
            CertificateValidation(
                of: try pki.certificate("Alice"), bounds: .unbounded,
                material: ValidationMaterial(certificates: certificates), policy: policy)
        }
        #expect(between.count == 2)
        let asked = Conclusion(try validate(between).checks)
        #expect(asked.subIndication == .certificateChainGeneralFailure)
        policy.requiresRevocation = false
        #expect(Conclusion(try validate(between.reversed()).checks).indication == .totalPassed)
        #expect(try validate(between).path?.certificates.count == 4)
        for one in between {
            #expect(try validate([one]).check.subIndication == .noCertificateChainFound)
        }
        print("pyHanko, many layers:", between.count + 2)
    }
}
