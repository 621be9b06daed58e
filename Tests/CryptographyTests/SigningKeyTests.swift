// The keys that sign: in PEM, plain and under passphrases, in PKCS#12, and any other that gives a value; and how RSA pads.
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

@Suite(.enabled(if: OpenSSLCommand.isPresent, "the openssl command is missing"))
struct `Keys that sign` {
    private let pki: CommandLinePKI
    private let content = Array("Ten tonnes of bananas.\n".utf8)
    private static let passphrase = Secret("correct horse".utf8)

    init() throws { pki = try CommandLinePKI.shared.get() }

    private func make(_ arguments: String...) throws {
        let made = try OpenSSLCommand.run(arguments, in: pki.folder)
        try #require(made.status == 0, "\(made.text)")
    }

    private func signer(_ identity: SigningIdentity, detached: Bool = true) throws -> CMSSigner {
        let cms = try signCMS(
            .bytes(content), detached: detached, identity: identity, signingTime: pki.now,
            checkpointNote: nil)
        let signer = try #require(try CMSSignedData(der: cms).signers.first)
        #expect(
            signer.verify(content: .bytes(content), certificate: identity.certificate) == .valid)
        return signer
    }

    @Test func `of RSA pad as they are told, and openssl agrees`() throws {
        var count = 0
        for padding in RSAPadding.allCases {
            for detached in [true, false] {
                var identity = try pki.identity("rsa")
                identity.padding = padding
                let cms = try signCMS(
                    .bytes(content), detached: detached, identity: identity, signingTime: pki.now,
                    checkpointNote: nil)
                let signer = try #require(try CMSSignedData(der: cms).signers.first)
                #expect(signer.signatureAlgorithm == (padding == .pss ? "rsa-pss" : "rsa"))
                #expect(
                    signer.algorithm?.scheme
                        == (padding == .pss ? .rsaPSS(saltLength: 32) : .rsaPKCS1))
                try pki.write(cms, as: "padding.p7s")
                try pki.write(content, as: "padding")
                let result = try pki.openssl(
                    "cms", "-verify", "-binary", "-inform", "DER", "-in", "padding.p7s", "-content",
                    "padding", "-CAfile", "ca.pem", "-purpose", "any", "-cades", "-out", "out")
                #expect(result.status == 0, "\(result.text)")
                count += 1
            }
        }
        #expect(count == 4)
        // Others do not ask.
        var identity = try pki.identity("p256")
        identity.padding = .pss
        #expect(try signer(identity).signatureAlgorithm == "ecdsa")
    }

    @Test func `under a passphrase open with it and no other`() throws {
        var count = 0
        for (name, extra) in [
            ("p256", ["-v2", "aes-256-cbc"]), ("p384", ["-scrypt"]),
            ("rsa", ["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"]),
        ] {
            let arguments =
                ["pkcs8", "-topk8", "-in", name + ".key", "-out", "sealed.key"] + extra
                + ["-passout", "pass:correct horse"]
            let made = try OpenSSLCommand.run(arguments, in: pki.folder)
            try #require(made.status == 0, "\(made.text)")
            let key = try pki.bytes("sealed.key")
            let certificate = try pki.bytes(name + ".pem")
            #expect(PrivateKeyFile.isSealed(key))
            #expect(!PrivateKeyFile.isSealed(try pki.bytes(name + ".key")))
            _ = try signer(
                try SigningIdentity(
                    keyPEM: key, passphrase: Self.passphrase, certificate: certificate))
            #expect(throws: SigningError.encryptedKey) {
                try SigningIdentity(keyPEM: key, certificate: certificate)
            }
            #expect(throws: SigningError.wrongPassphrase) {
                try SigningIdentity(
                    keyPEM: key, passphrase: Secret("correct horsf".utf8), certificate: certificate)
            }
            count += 1
        }
        #expect(count == 3)
        try make(
            "rsa", "-in", "rsa.key", "-traditional", "-aes128", "-out", "old.key", "-passout",
            "pass:correct horse")
        let old = try pki.bytes("old.key")
        #expect(PrivateKeyFile.isSealed(old))
        #expect(throws: SigningError.unsupportedEncryption("RFC 1421")) {
            try SigningIdentity(
                keyPEM: old, passphrase: Self.passphrase, certificate: try pki.bytes("rsa.pem"))
        }
    }

    @Test func `in PKCS 12 come with their certificates`() throws {
        for name in ["p256", "p384", "rsa"] {
            try make(
                "pkcs12", "-export", "-inkey", name + ".key", "-in", name + ".pem", "-certfile",
                "ca.pem", "-out", "one.p12", "-passout", "pass:correct horse")
            let file = try pki.bytes("one.p12")
            let identity = try SigningIdentity(pkcs12: file, passphrase: Self.passphrase)
            #expect(identity.certificate == (try pki.certificate(name)))
            #expect(identity.chain == [try pki.certificate("ca")])
            _ = try signer(identity)
            #expect(throws: SigningError.wrongPassphrase) {
                try SigningIdentity(pkcs12: file, passphrase: Secret("horse".utf8))
            }
            #expect(throws: SigningError.wrongPassphrase) {
                try SigningIdentity(pkcs12: file, passphrase: Secret([]))
            }
        }
        try make(
            "pkcs12", "-export", "-inkey", "p256.key", "-in", "p256.pem", "-out", "empty.p12",
            "-passout", "pass:")
        _ = try SigningIdentity(pkcs12: try pki.bytes("empty.p12"), passphrase: Secret([]))
    }

    @Test func `in PKCS 12 that is nothing for us are refused`() throws {
        try make(
            "pkcs12", "-export", "-inkey", "rsa1024.key", "-in", "rsa1024.pem", "-out", "weak.p12",
            "-passout", "pass:correct horse")
        #expect(throws: SigningError.unsupportedKey("rsa-1024")) {
            try SigningIdentity(
                pkcs12: try pki.bytes("weak.p12"), passphrase: Self.passphrase)
        }
        try make(
            "pkcs12", "-export", "-nokeys", "-in", "p256.pem", "-out", "keyless.p12", "-passout",
            "pass:correct horse")
        #expect(throws: SigningError.unreadablePKCS12) {
            try SigningIdentity(
                pkcs12: try pki.bytes("keyless.p12"), passphrase: Self.passphrase)
        }
        for bytes in [[], [0x30], [0x30, 0], content, try pki.bytes("p256.pem")] as [[UInt8]] {
            #expect(throws: SigningError.self) {
                try SigningIdentity(pkcs12: bytes, passphrase: Self.passphrase)
            }
        }
        try make(
            "pkcs12", "-export", "-inkey", "p256.key", "-in", "p256.pem", "-out", "cheap.p12",
            "-passout", "pass:correct horse", "-iter", "1")
        let good = try pki.bytes("cheap.p12")
        var refused = 0
        for position in good.indices {
            var changed = good
            changed[position] ^= 1
            guard
                let identity = try? SigningIdentity(
                    pkcs12: changed, passphrase: Self.passphrase)
            else {
                refused += 1
                continue
            }
            // What opens all the same is the same pair: the change was in a name or in the encoding around it.
            #expect(identity.certificate == (try pki.certificate("p256")))
        }
        print("PKCS#12: \(refused) of \(good.count) changed bytes refused")
        #expect(refused > good.count * 9 / 10)
    }

    /// A key that gives what it is told, whatever it is asked.
    private struct FixedKey: SigningKey {
        let value: [UInt8]
        func belongs(to certificate: ParsedCertificate) -> Bool? { nil }
        func sign(digest: [UInt8], by algorithm: SignatureAlgorithm) throws(SigningError)
            -> [UInt8]
        { value }
    }

    /// A key that signs as another does.
    private struct ForeignKey: SigningKey {
        let identity: SigningIdentity
        func belongs(to certificate: ParsedCertificate) -> Bool? { nil }
        func sign(digest: [UInt8], by algorithm: SignatureAlgorithm) throws(SigningError)
            -> [UInt8]
        { try identity.key.sign(digest: digest, by: identity.algorithm) }
    }

    @Test func `that give another's value sign nothing`() throws {
        let certificate = try pki.certificate("p256")
        let keys: [any SigningKey] = [
            FixedKey(value: []), FixedKey(value: [0x30, 0]),
            FixedKey(value: DERWriter.sequence(DERWriter.integer(1), DERWriter.integer(1))),
            ForeignKey(identity: try pki.identity("p384")),
            ForeignKey(identity: try pki.identity("rsa")),
        ]
        for key in keys {
            let identity = try SigningIdentity(key: key, certificate: certificate)
            #expect(throws: SigningError.keyMismatch) {
                try signCMS(
                    .bytes(content), detached: true, identity: identity, signingTime: nil,
                    checkpointNote: nil)
            }
        }
        _ = try signer(
            try SigningIdentity(
                key: ForeignKey(identity: try pki.identity("p256")), certificate: certificate))
    }

    @Test func `of tokens give pairs of numbers that become DER`() {
        #expect(
            SignatureForms.ecdsa(fromPair: [0, 1, 0x80, 0]) == [0x30, 8, 2, 1, 1, 2, 3, 0, 0x80, 0])
        #expect(SignatureForms.ecdsa(fromPair: [0, 0]) == [0x30, 6, 2, 1, 0, 2, 1, 0])
        #expect(SignatureForms.ecdsa(fromPair: []) == nil)
        #expect(SignatureForms.ecdsa(fromPair: [1, 2, 3]) == nil)
        #expect(
            Hexadecimal.encode(
                Array(
                    SignatureForms.digestInfo([UInt8](repeating: 7, count: 32), by: .sha256)[..<19])
            )
                == "3031300d060960864801650304020105000420")
    }
}
