// Certificates, paths and revocation lists of a small PKI that the `openssl` command makes.
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

@Suite(.enabled(if: OpenSSLCommand.isPresent, "the openssl command is missing"))
struct `Certificates and paths` {
    private let pki: CommandLinePKI

    init() throws { pki = try CommandLinePKI.shared.get() }

    private func path(
        _ name: String, at instant: Instant? = nil, purpose: PathPurpose = .signing,
        anchor: String = "ca", candidates: [String] = []
    ) throws -> PathResult {
        let party = try #require(PartyID("CA"))
        return buildPath(
            of: try pki.certificate(name),
            anchors: [
                TrustAnchor(party: party, derBytes: try pki.certificate(anchor).derBytes)
            ],
            candidates: try candidates.map {
                EvidenceCertificate(derBytes: try pki.certificate($0).derBytes)
            }, at: instant ?? pki.now, purpose: purpose)
    }

    @Test func `a certificate reads as openssl prints it`() throws {
        let certificate = try pki.certificate("p384")
        let printed = try pki.openssl(
            "x509", "-in", "p384.pem", "-noout", "-subject", "-issuer", "-serial", "-nameopt",
            "RFC2253")
        #expect(printed.text.contains("subject=" + certificate.subject))
        #expect(printed.text.contains("issuer=" + certificate.issuer))
        #expect(
            printed.text.uppercased().contains(
                "SERIAL="
                    + Hexadecimal.encode(certificate.serial.drop { $0 == 0 }).uppercased()))
        #expect(certificate.subject == "CN=P384,O=Docket")
        #expect(certificate.commonName == "P384")
        #expect(certificate.keyAlgorithm == .ecdsa(bits: 384))
        #expect(certificate.keyUsage?.digitalSignature == true)
        #expect(certificate.keyUsage?.nonRepudiation == true)
        #expect(certificate.keyUsage?.keyCertSign == false)
        #expect(!certificate.isCA)
        #expect(
            certificate.authorityKeyIdentifier == (try pki.certificate("ca")).subjectKeyIdentifier)
        #expect(try pki.certificate("ca").isCA)
        #expect(try pki.certificate("rsa").keyAlgorithm == .rsa(bits: 2048))
        #expect(try pki.certificate("tsa").extendedKeyUsages == ["1.3.6.1.5.5.7.3.8"])
        #expect(try pki.certificate("tsa").extendedKeyUsageIsCritical)
    }

    @Test func `a path leads to its anchor and no other`() throws {
        let leaf = try pki.certificate("p256")
        let ca = try pki.certificate("ca")
        #expect(try path("p256") == .path(CertificationPath(certificates: [leaf, ca])))
        #expect(try path("p256", anchor: "other-ca") == .failure(.noChain, depth: 0))
        // The right CA among the evidence is not trusted for being there.
        #expect(
            try path("p256", anchor: "other-ca", candidates: ["ca"])
                == .failure(.noChain, depth: 0))
        #expect(
            try path("p256", anchor: "p256") == .path(CertificationPath(certificates: [leaf])))
    }

    @Test func `time and use are checked`() throws {
        let leaf = try pki.certificate("p256")
        let second = TimeSpan(seconds: 1)
        for (instant, expected) in [
            (leaf.notBefore.advanced(by: TimeSpan(seconds: -60)), PathFailure.notYetValid),
            (leaf.notAfter.advanced(by: TimeSpan(seconds: 86_400)), .expired),
        ] {
            guard case .failure(let failure, _) = try path("p256", at: instant) else {
                Issue.record("\(instant) accepted")
                continue
            }
            #expect(failure == expected)
        }
        #expect(leaf.isValid(at: leaf.notBefore) && leaf.isValid(at: leaf.notAfter))
        #expect(!leaf.isValid(at: leaf.notAfter.advanced(by: second)))
        for (name, purpose, word) in [
            ("encipher", PathPurpose.signing, "key usage"),
            ("p256", .timeStamping, "extended key usage"), ("p256", .crlIssuing, "key usage"),
            ("tsa", .signing, "extended key usage"),
        ] {
            #expect(
                try path(name, purpose: purpose) == .failure(.constraint(word), depth: 0))
        }
        guard case .path = try path("tsa", purpose: .timeStamping),
            case .path = try path("ca", purpose: .crlIssuing)
        else {
            Issue.record("a certificate is refused for its own use")
            return
        }
        guard case .failure(.weakAlgorithm, _) = try path("rsa1024") else {
            Issue.record("a key of 1024 bits passes")
            return
        }
    }

    @Test func `no byte of a certificate can change under its path`() throws {
        let good = try pki.certificate("p256")
        for position in good.derBytes.indices {
            var changed = good.derBytes
            changed[position] ^= 0x01
            guard let certificate = try? ParsedCertificate(der: changed) else { continue }
            let result = buildPath(
                of: certificate, anchors: [try pki.anchor], candidates: [], at: pki.now,
                purpose: .signing)
            guard case .failure = result else {
                Issue.record("byte \(position) is not protected")
                continue
            }
        }
        for length in 0..<good.derBytes.count {
            #expect(throws: CertificateError.malformed) {
                try ParsedCertificate(der: Array(good.derBytes.prefix(length)))
            }
        }
        #expect(throws: CertificateError.malformed) {
            try ParsedCertificate(der: good.derBytes + [0])
        }
        #expect(throws: CertificateError.tooLarge) {
            try ParsedCertificate(der: [UInt8](repeating: 0x30, count: 70_000))
        }
    }

    private func list() throws -> RevocationList {
        let leaf = try pki.certificate("p256")
        let serial = Hexadecimal.encode(leaf.serial.drop { $0 == 0 }).uppercased()
        let line = "R\t300101000000Z\t260101120000Z,keyCompromise\t\(serial)\tunknown\t/CN=P256\n"
        try pki.write(Array(line.utf8), as: "list-index.txt")
        try pki.write(Array("01\n".utf8), as: "list-number")
        let made = try pki.openssl(
            "ca", "-gencrl", "-config", "c.cnf", "-name", "list_config", "-out", "list.pem")
        try #require(made.status == 0, "\(made.text)")
        return try RevocationList(pemOrDER: try pki.bytes("list.pem"))
    }

    @Test func `a list names what is revoked, and checks under its issuer only`() throws {
        let list = try list()
        let leaf = try pki.certificate("p256")
        let entry = try #require(list.entry(for: leaf.serial))
        #expect(entry.revocationDate == Instant(text: "2026-01-01T12:00:00Z"))
        #expect(entry.reason == "keyCompromise")
        #expect(list.entry(for: try pki.certificate("rsa").serial) == nil)
        #expect(list.number == [1])
        #expect(list.nextUpdate.map { $0 > list.thisUpdate } == true)
        #expect(list.verify(issuer: try pki.certificate("ca")) == .valid)
        #expect(list.verify(issuer: try pki.certificate("other-ca")) == .otherIssuer)
        let der = try RevocationList(pemOrDER: list.derBytes)
        #expect(der == list)
        for position in list.derBytes.indices {
            var changed = list.derBytes
            changed[position] ^= 0x01
            guard let other = try? RevocationList(pemOrDER: changed) else { continue }
            #expect(
                other.verify(issuer: try pki.certificate("ca")) != .valid, "byte \(position)")
        }
        for length in 0..<list.derBytes.count {
            #expect(throws: RevocationListError.self) {
                try RevocationList(pemOrDER: Array(list.derBytes.prefix(length)))
            }
        }
    }

    @Test func `openssl ts accepts our query, and its answer answers that query only`() throws {
        let digest = Digest(sha256Of: [1, 2, 3])
        for nonce in [secureRandom(8), [0, 0, 0, 0, 0, 0, 0, 0x80], [0xFF] + secureRandom(31)] {
            let query = TimeStampQuery(digest: digest, nonce: nonce)
            let response = try pki.response(to: query.derBytes)
            let token = try query.answer(in: response)
            #expect(token.accuracy == TimeSpan(milliseconds: 1500))
            #expect(token.latest == token.genTime.advanced(by: token.accuracy))
            #expect(throws: TimeStampQueryError.nonceMismatch) {
                try TimeStampQuery(digest: digest, nonce: secureRandom(8)).answer(in: response)
            }
            #expect(throws: TimeStampQueryError.imprintMismatch) {
                try TimeStampQuery(digest: Digest(sha256Of: []), nonce: nonce).answer(in: response)
            }
            let path = buildPath(
                of: try #require(token.signer.certificate), authorities: [try pki.authority],
                candidates: token.cms.certificates, at: token.genTime)
            guard case .path = path else {
                Issue.record("\(path)")
                continue
            }
        }
    }
}
