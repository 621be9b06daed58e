// What Docket signs, checked by Docket and by the `openssl` command, whole and with every byte changed.
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

@Suite(.enabled(if: OpenSSLCommand.isPresent, "the openssl command is missing"))
struct `Signatures of ours` {
    private let pki: CommandLinePKI
    private let content = Array("Ten tonnes of bananas.\n".utf8)
    private let note = "archive.example/trade\n7\nAAAA\n\n— archive.example/trade AAAA\n"

    init() throws { pki = try CommandLinePKI.shared.get() }

    private func sign(_ name: String, detached: Bool = true) throws -> [UInt8] {
        try signCMS(
            .bytes(content), detached: detached, identity: try pki.identity(name),
            signingTime: pki.now, checkpointNote: note)
    }

    private func signer(_ cms: [UInt8]) throws -> CMSSigner {
        try #require(try CMSSignedData(der: cms).signers.first)
    }

    @Test(arguments: ["p256", "p384", "rsa"], [true, false])
    func `openssl accepts them as CMS and as CAdES`(name: String, detached: Bool) throws {
        let file = "\(name)-\(detached).p7s"
        try pki.write(try sign(name, detached: detached), as: file)
        try pki.write(content, as: file + ".content")
        for cades in [[], ["-cades"]] {
            var arguments = ["cms", "-verify", "-binary", "-inform", "DER", "-in", file]
            arguments += detached ? ["-content", file + ".content"] : []
            arguments += ["-CAfile", "ca.pem", "-purpose", "any", "-out", "out"] + cades
            let result = try OpenSSLCommand.run(arguments, in: pki.folder)
            #expect(result.status == 0, "\(result.text)")
        }
    }

    @Test func `openssl needs no flags but the ones that the README gives`() throws {
        try pki.write(try sign("p256"), as: "plain.p7s")
        try pki.write(content, as: "plain")
        let result = try pki.openssl(
            "cms", "-verify", "-binary", "-inform", "DER", "-in", "plain.p7s", "-content", "plain",
            "-CAfile", "ca.pem")
        #expect(result.status == 0, "\(result.text)")
        try pki.write(content + [0x20], as: "plain")
        let changed = try pki.openssl(
            "cms", "-verify", "-binary", "-inform", "DER", "-in", "plain.p7s", "-content", "plain",
            "-CAfile", "ca.pem")
        #expect(changed.status != 0)
    }

    @Test(arguments: ["p256", "p384", "rsa"])
    func `they state what was given and verify over bytes and over a digest`(name: String) throws {
        let cms = try CMSSignedData(der: try sign(name))
        let certificate = try pki.certificate(name)
        let signer = try #require(cms.signers.first)
        #expect(cms.encapsulatedContent == nil)
        #expect(cms.certificates == [EvidenceCertificate(derBytes: certificate.derBytes)])
        #expect(signer.certificate == certificate)
        #expect(signer.claimedTime == pki.now)
        #expect(signer.checkpointNote == note)
        #expect(signer.signingCertificate?.bytes == certificate.digest.bytes)
        #expect(signer.messageDigest == DigestAlgorithm.sha256.hash(content))
        let digest = Digest(sha256Of: content)
        #expect(signer.verify(content: .bytes(content), certificate: certificate) == .valid)
        #expect(signer.verify(content: .digest(digest), certificate: certificate) == .valid)
        #expect(signer.verify(content: nil, certificate: certificate) == .contentNeeded)
        #expect(
            signer.verify(content: .bytes(content + [0]), certificate: certificate)
                == .hashMismatch)
        let other = try pki.certificate(name == "rsa" ? "p256" : "rsa")
        #expect(
            signer.verify(content: .bytes(content), certificate: other) == .certificateMismatch)
    }

    @Test func `signing a digest is signing the content`() throws {
        let cms = try signCMS(
            .digest(Digest(sha256Of: content)), detached: true, identity: try pki.identity("rsa"),
            signingTime: pki.now, checkpointNote: note)
        #expect(cms == (try sign("rsa")))
        #expect(throws: SigningError.contentNeeded) {
            try signCMS(
                .digest(Digest(sha256Of: content)), detached: false,
                identity: try pki.identity("rsa"), signingTime: nil, checkpointNote: nil)
        }
    }

    @Test func `enclosed content is verified, and other content beside it refused`() throws {
        let signer = try signer(try sign("p256", detached: false))
        let certificate = try pki.certificate("p256")
        #expect(signer.verify(content: nil, certificate: certificate) == .valid)
        #expect(signer.verify(content: .bytes(content), certificate: certificate) == .valid)
        #expect(
            signer.verify(content: .bytes(content + [0]), certificate: certificate)
                == .hashMismatch)
    }

    @Test func `openssl reads the identifier of the checkpoint attribute as we write it`() throws {
        try pki.write(DERWriter.objectIdentifier(CheckpointAttribute.oid), as: "oid.der")
        let result = try pki.openssl("asn1parse", "-inform", "DER", "-in", "oid.der")
        #expect(result.text.contains(":" + CheckpointAttribute.oid))
        // Spec: checkpoint-attribute-1
        #expect(CheckpointAttribute.oid == "2.25.321900653967357900276042239902430414523")
        #expect(
            Hexadecimal.encode(DERWriter.objectIdentifier(CheckpointAttribute.oid))
                == "06146983e4abe7e58fa99ab9c395d9e18f9ed8998d3b")
    }

    @Test(arguments: [true, false])
    func `no byte can change but those outside what is signed`(detached: Bool) throws {
        let good = try sign("p256", detached: detached)
        let certificate = try pki.certificate("p256")
        let unprotected = unprotectedRanges(of: good, besides: certificate)
        var survivors: [Int] = []
        for position in good.indices {
            for bit in [0x01, 0x80] as [UInt8] {
                var changed = good
                changed[position] ^= bit
                guard let cms = try? CMSSignedData(der: changed) else { continue }
                // The verifier takes the certificate from the file, as it does in life.
                let holds = cms.signers.contains { signer in
                    guard let found = signer.certificate else { return false }
                    return signer.verify(content: .bytes(content), certificate: found) == .valid
                }
                if holds { survivors.append(position) }
            }
        }
        print("CMS: \(good.count) bytes, unprotected: \(survivors)")
        #expect(survivors.allSatisfy { position in unprotected.contains { $0.contains(position) } })
        #expect(survivors.isEmpty)
    }

    @Test func `a file cut, extended, doubled or wrapped does not read`() throws {
        let good = try sign("p256")
        for length in 0..<good.count {
            #expect(throws: CMSError.self) { try CMSSignedData(der: Array(good.prefix(length))) }
        }
        for bad in [good + [0], [0] + good, good + good, Array(good.dropFirst())] {
            #expect(throws: CMSError.self) { try CMSSignedData(der: bad) }
        }
    }

    @Test func `a time-stamp over the signature is added and changes nothing signed`() throws {
        let cms = try sign("p256")
        let before = try signer(cms)
        let query = TimeStampQuery(digest: before.signatureDigest, nonce: secureRandom(16))
        let response = try pki.response(to: query.derBytes)
        let token = try query.answer(in: response)
        let extended = try addTimeStamp(to: cms, token: response)
        let after = try signer(extended)
        let certificate = try pki.certificate("p256")
        #expect(after.timeStampTokens == [token.tokenBytes])
        #expect(after.signatureValue == before.signatureValue)
        #expect(after.signedAttributes == before.signedAttributes)
        #expect(after.verify(content: .bytes(content), certificate: certificate) == .valid)
        #expect(
            token.verify(
                content: .bytes(after.signatureValue), at: token.genTime,
                skew: TimeSpan(seconds: 0), nonce: token.nonce)
                == .valid(signer: try pki.certificate("tsa")))
        // A second one stands beside the first.
        let twice = try signer(try addTimeStamp(to: extended, token: token.tokenBytes))
        #expect(twice.timeStampTokens == [token.tokenBytes, token.tokenBytes])
        try pki.write(extended, as: "t.p7s")
        try pki.write(content, as: "t")
        let result = try pki.openssl(
            "cms", "-verify", "-binary", "-inform", "DER", "-in", "t.p7s", "-content", "t",
            "-CAfile", "ca.pem", "-cades")
        #expect(result.status == 0, "\(result.text)")
        #expect(throws: SigningError.tokenMismatch) {
            try addTimeStamp(to: try sign("p384"), token: response)
        }
        #expect(throws: SigningError.notExtensible) {
            try addTimeStamp(to: Array(cms.dropLast()), token: response)
        }
    }

    @Test func `what openssl signs without CAdES holds, but names no certificate`() throws {
        try pki.write(content, as: "o")
        for (extra, expected) in [
            ([], .attributeMissing(.signingCertificate)), (["-cades"], .valid),
            (["-noattr"], .attributeMissing(.signingCertificate)),
            (["-md", "sha512", "-cades"], .valid), (["-md", "sha1"], .weakAlgorithm("sha-1")),
            (["-keyid", "-cades"], .valid),
        ] as [([String], CMSVerification)] {
            let arguments =
                ["cms", "-sign", "-binary", "-outform", "DER", "-in", "o", "-signer", "p256.pem"]
                + ["-inkey", "p256.key", "-out", "o.p7s"] + extra
            let made = try OpenSSLCommand.run(arguments, in: pki.folder)
            try #require(made.status == 0, "\(made.text)")
            let signer = try signer(try pki.bytes("o.p7s"))
            let certificate = try #require(signer.certificate)
            #expect(
                signer.verify(content: .bytes(content), certificate: certificate) == expected,
                "\(extra)")
        }
    }

    @Test func `PSS and streamed BER of openssl verify`() throws {
        try pki.write(content, as: "b")
        for extra in [
            ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:32"],
            ["-stream", "-nodetach"],
        ] {
            let arguments =
                ["cms", "-sign", "-binary", "-outform", "DER", "-in", "b", "-signer", "rsa.pem"]
                + ["-inkey", "rsa.key", "-out", "b.p7s", "-cades"] + extra
            let made = try OpenSSLCommand.run(arguments, in: pki.folder)
            try #require(made.status == 0, "\(made.text)")
            let signer = try signer(try pki.bytes("b.p7s"))
            let certificate = try #require(signer.certificate)
            #expect(
                signer.verify(content: .bytes(content), certificate: certificate) == .valid,
                "\(extra)")
        }
    }

    @Test func `a key that cannot sign says why`() throws {
        let certificate = try pki.bytes("p256.pem")
        let result = try pki.openssl(
            "pkcs8", "-topk8", "-in", "p256.key", "-out", "locked.key", "-passout", "pass:x")
        try #require(result.status == 0)
        let old = try pki.openssl(
            "ec", "-in", "p256.key", "-out", "old.key", "-aes128", "-passout", "pass:x")
        try #require(old.status == 0, "\(old.text)")
        for (key, certificate, expected) in [
            (try pki.bytes("locked.key"), certificate, .encryptedKey),
            (try pki.bytes("old.key"), certificate, .encryptedKey),
            (try pki.bytes("p384.key"), certificate, .keyMismatch),
            (
                try pki.bytes("rsa1024.key"), try pki.bytes("rsa1024.pem"),
                .unsupportedKey("rsa-1024")
            ),
            (certificate, certificate, .unreadableKey), ([], certificate, .unreadableKey),
            (try pki.bytes("p256.key"), try pki.bytes("p256.key"), .certificate(.noCertificate)),
            (try pki.bytes("p256.key"), [0x30, 0], .certificate(.malformed)),
        ] as [([UInt8], [UInt8], SigningError)] {
            #expect(throws: expected) {
                try SigningIdentity(keyPEM: key, certificate: certificate)
            }
        }
    }

    @Test func `keys in the older forms and certificates in DER with a chain sign too`() throws {
        for (command, key) in [("ec", "p256"), ("rsa", "rsa")] {
            let extra = command == "rsa" ? ["-traditional"] : []
            let made = try OpenSSLCommand.run(
                [command, "-in", key + ".key", "-out", "form.key"] + extra, in: pki.folder)
            try #require(made.status == 0, "\(made.text)")
            _ = try SigningIdentity(
                keyPEM: try pki.bytes("form.key"),
                certificate: try pki.certificate(key).derBytes)
        }
        let identity = try SigningIdentity(
            keyPEM: try pki.bytes("p256.key"),
            certificate: try pki.bytes("p256.pem") + pki.bytes("ca.pem"))
        let cms = try CMSSignedData(
            der: try signCMS(
                .bytes(content), detached: true, identity: identity, signingTime: nil,
                checkpointNote: nil))
        #expect(cms.certificates.count == 2)
        #expect(cms.signers.first?.claimedTime == nil)
        #expect(cms.signers.first?.checkpointNote == nil)
    }
}
