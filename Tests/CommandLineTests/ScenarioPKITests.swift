// The test PKI against OpenSSL's command line: what it issues as good, another implementation must accept, and what it issues as bad,
// refuse. Otherwise the verifier's tests would rest on certificates that only we understand.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@Suite struct `The test PKI under openssl` {
    @Test func `certificates of root, intermediate and party make a path`() throws {
        let pki = try SamplePKI()
        let result = try pki.openssl([
            "verify", "-attime", pki.day(60), "-CAfile", "root.pem", "-untrusted", "middle.pem",
            "-x509_strict", "party.pem",
        ])
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func `an expired certificate is refused`() throws {
        let pki = try SamplePKI()
        let result = try pki.openssl([
            "verify", "-attime", pki.day(5000), "-CAfile", "root.pem", "-untrusted", "middle.pem",
            "party.pem",
        ])
        #expect(result.status != 0)
        #expect(result.output.contains("expired"))
    }

    @Test func `a key in PEM belongs to its certificate`() throws {
        let pki = try SamplePKI()
        let fromKey = try pki.openssl(["pkey", "-in", "party.key", "-pubout"])
        let fromCertificate = try pki.openssl(["x509", "-in", "party.pem", "-noout", "-pubkey"])
        #expect(fromKey.status == 0 && fromKey.output == fromCertificate.output)
    }

    @Test func `a revocation list verifies and revokes`() throws {
        let pki = try SamplePKI()
        let list = try pki.openssl(["crl", "-in", "revoked.crl", "-CAfile", "middle.pem", "-text"])
        #expect(list.output.contains("verify OK"), "\(list.output)")
        #expect(list.output.contains("Key Compromise"))
        let result = try pki.openssl([
            "verify", "-attime", pki.day(60), "-crl_check", "-CAfile", "root.pem", "-untrusted",
            "middle.pem", "-CRLfile", "revoked.crl", "party.pem",
        ])
        #expect(result.output.contains("certificate revoked"), "\(result.output)")
    }

    @Test(arguments: [TestDigestAlgorithm.sha256, .sha384, .sha512])
    func `a detached signature verifies`(algorithm: TestDigestAlgorithm) throws {
        let pki = try SamplePKI()
        var options = SignedDataOptions()
        options.digestAlgorithm = algorithm
        options.signingTime = pki.start
        options.checkpointNote = "archive.example/test\n"
        try pki.write(
            "text.p7s", try SignedDataWriter.sign(pki.text, by: pki.party, options: options))
        let result = try pki.openssl(SamplePKI.cmsVerify + ["-attime", pki.day(60)])
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func `a broken or mismatched signature is refused`() throws {
        let pki = try SamplePKI()
        var broken = SignedDataOptions()
        broken.signatureIsBroken = true
        var mismatched = SignedDataOptions()
        mismatched.messageDigestIsWrong = true
        var otherCertificate = SignedDataOptions()
        otherCertificate.signingCertificate = .other(pki.root.certificate)
        for options in [broken, mismatched, otherCertificate] {
            try pki.write(
                "text.p7s", try SignedDataWriter.sign(pki.text, by: pki.party, options: options))
            let arguments = SamplePKI.cmsVerify + ["-cades", "-attime", pki.day(60)]
            #expect(try pki.openssl(arguments).status != 0)
        }
    }

    @Test(arguments: [nil, TimeSpan(milliseconds: 250), TimeSpan(milliseconds: 60_999)])
    func `a time-stamp token verifies`(accuracy: TimeSpan?) throws {
        let pki = try SamplePKI()
        var options = TimeStampOptions()
        options.accuracy = accuracy
        let stamp = try #require(Instant(text: "2026-02-02T11:00:00.250Z"))
        let token = try pki.tsa.token(over: pki.text, at: stamp, options: options)
        try pki.write("text.tsr", pki.tsa.response(with: token))
        let arguments = [
            "ts", "-verify", "-attime", pki.day(60), "-data", "text", "-in", "text.tsr", "-CAfile",
            "root.pem", "-untrusted", "middle.pem",
        ]
        let result = try pki.openssl(arguments)
        #expect(result.output.contains("Verification: OK"), "\(result.output)")
        try pki.write("text", pki.text + [0])
        #expect(try pki.openssl(arguments).status != 0)
    }
}

/// A root, a CA under it, a party and a TSA under that, as files in a folder of their own.
private struct SamplePKI {
    static let cmsVerify = [
        "cms", "-verify", "-binary", "-inform", "DER", "-in", "text.p7s", "-content", "text",
        "-CAfile", "root.pem", "-purpose", "any", "-out", "/dev/null",
    ]

    let folder: TestFolder
    let root: CertificateAuthority
    let party: TestIdentity
    let tsa: TimeStampingAuthority
    let start: Instant
    let text = Array("ten tonnes of bananas\n".utf8)

    init() throws {
        folder = try TestFolder()
        start = try #require(Instant(text: "2026-01-01T00:00:00Z"))
        let validity = Validity(
            from: start, to: start.advanced(by: TimeSpan(seconds: 86_400 * 365)))
        root = try .root("ROOT", seed: "root", validity: validity, curve: .p384)
        let middle = try root.intermediate("CA1", validity: validity)
        party = try middle.issue("FRUTA", validity: validity)
        tsa = try TimeStampingAuthority("TSA1", under: middle, validity: validity)
        let list = try middle.revocationList(
            number: 300, thisUpdate: start, nextUpdate: validity.notAfter,
            revoked: [
                Revocation(
                    serial: party.serial, revocationDate: start, reason: 1, invalidityDate: start)
            ])
        try write("root.pem", Array(PEM.certificates([root.certificate]).utf8))
        try write("middle.pem", Array(PEM.certificates([middle.certificate]).utf8))
        try write("party.pem", Array(party.certificatePEM.utf8))
        try write("party.key", Array(party.keyPEM.utf8))
        try write("revoked.crl", list)
        try write("text", text)
    }

    func write(_ name: String, _ bytes: [UInt8]) throws { try folder.write(name, bytes) }

    /// The POSIX time so many days after the start, as `-attime` takes it.
    func day(_ days: Int64) -> String {
        String(start.advanced(by: TimeSpan(seconds: 86_400 * days)).milliseconds / 1000)
    }

    func openssl(_ arguments: [String]) throws -> CommandResult {
        try CommandResult.run("openssl", arguments, in: folder.path)
    }
}
