// Keys under passphrases: what Docket writes `openssl pkey` opens, what openssl writes Docket opens, and nothing else.

import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

@Suite struct `Encrypted keys` {
    static let seed = Secret((0..<32).map { UInt8($0 * 7) })
    static let passphrase = Secret("correct horse".utf8)

    static func sealed() throws -> [UInt8] {
        try EncryptedKey.seal(seed: seed, passphrase: passphrase) { count in
            (0..<count).map { UInt8(truncatingIfNeeded: $0 * 5 + count) }
        }
    }

    /// A key under a derivation that costs nothing, for tests of everything else.
    static func cheap(_ plain: [UInt8]) throws -> [UInt8] {
        let derivation = KeyDerivation.scrypt(
            salt: [1, 2, 3], cost: 2, blockSize: 1, parallelization: 1)
        let cipher = BlockCipher.aes256(vector: [UInt8](repeating: 9, count: 16))
        let bytes = try cipher.encrypt(
            Secret(plain), key: derivation.key(passphrase, for: cipher))
        return envelope(derivation.encoded, cipher.encoded, bytes)
    }

    static func envelope(_ derivation: [UInt8], _ cipher: [UInt8], _ sealed: [UInt8]) -> [UInt8] {
        let scheme = DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifiers.pbes2),
            DERWriter.sequence(derivation, cipher))
        return PEMBlock.text(
            label: EncryptedKey.label, DERWriter.sequence(scheme, DERWriter.octetString(sealed)))
    }

    static func privateKey(_ algorithm: String, _ seed: [UInt8]) -> [UInt8] {
        DERWriter.sequence(
            DERWriter.integer(0), DERWriter.sequence(DERWriter.objectIdentifier(algorithm)),
            DERWriter.octetString(DERWriter.octetString(seed)))
    }

    /// The cheap key of `seed`.
    static func cheapKey() throws -> [UInt8] {
        try cheap(seed.withBytes { privateKey(ObjectIdentifiers.ed25519, $0) })
    }

    @Test func `a sealed key opens with its passphrase and no other`() throws {
        let file = try Self.sealed()
        #expect(EncryptedKey.isOne(file))
        #expect(try EncryptedKey.open(file, passphrase: Self.passphrase) == Self.seed)
        #expect(throws: EncryptedKeyError.wrongPassphrase) {
            try EncryptedKey.open(file, passphrase: Secret("correct horsf".utf8))
        }
        for wrong in 0..<600 {
            #expect(throws: EncryptedKeyError.wrongPassphrase) {
                try EncryptedKey.open(Self.cheapKey(), passphrase: Secret("\(wrong)".utf8))
            }
        }
    }

    @Test func `a key with any byte changed does not give the seed`() throws {
        let file = try Self.cheapKey()
        #expect(try EncryptedKey.open(file, passphrase: Self.passphrase) == Self.seed)
        for position in file.indices {
            for mask in [0x01, 0x20, 0x80] as [UInt8] {
                var changed = file
                changed[position] ^= mask
                // Without integrity of its own, AES-CBC may give another seed: the public half tells.
                let opened = try? EncryptedKey.open(changed, passphrase: Self.passphrase)
                #expect(opened != Self.seed, "byte \(position)")
            }
        }
        for count in 0..<(file.count - 1) {
            #expect(throws: EncryptedKeyError.self) {
                try EncryptedKey.open(Array(file[..<count]), passphrase: Self.passphrase)
            }
        }
        #expect(throws: EncryptedKeyError.malformed) {
            try EncryptedKey.open(file + file, passphrase: Self.passphrase)
        }
    }

    @Test func `what would cost too much is refused before it is begun`() throws {
        let salt = DERWriter.octetString([1, 2, 3])
        func scrypt(_ cost: [UInt8], _ block: UInt8, _ parallel: [UInt8]) -> [UInt8] {
            DERWriter.sequence(
                DERWriter.objectIdentifier(ObjectIdentifiers.scrypt),
                DERWriter.sequence(
                    salt, DERWriter.integer(magnitude: cost), DERWriter.integer(block),
                    DERWriter.integer(magnitude: parallel)))
        }
        func pbkdf2(_ iterations: [UInt8]) -> [UInt8] {
            DERWriter.sequence(
                DERWriter.objectIdentifier(ObjectIdentifiers.pbkdf2),
                DERWriter.sequence(salt, DERWriter.integer(magnitude: iterations)))
        }
        let cipher = BlockCipher.aes256(vector: [UInt8](repeating: 0, count: 16)).encoded
        let rows: [(String, [UInt8], EncryptedKeyError)] = [
            // RFC 7914 §13 demands N = 1048576, r = 8: 1 GiB.
            ("the RFC's", scrypt([0x10, 0, 0], 8, [1]), .tooCostly),
            ("N", scrypt([0x40, 0, 0, 0], 1, [1]), .tooCostly),
            ("p", scrypt([0x40, 0], 8, [0x7F, 0xFF, 0xFF, 0xFF]), .tooCostly),
            ("no power of 2", scrypt([0x40, 1], 8, [1]), .malformed),
            ("nothing", scrypt([0], 8, [1]), .malformed), ("r", scrypt([2], 0, [1]), .malformed),
            ("iterations", pbkdf2([0x7F, 0xFF, 0xFF, 0xFF]), .tooCostly),
            ("no iteration", pbkdf2([0]), .malformed),
            ("too large", pbkdf2([0xFF, 0xFF, 0xFF, 0xFF]), .malformed),
        ]
        for (name, derivation, error) in rows {
            let file = Self.envelope(derivation, cipher, [UInt8](repeating: 0, count: 16))
            #expect(throws: error, "\(name)") {
                try EncryptedKey.open(file, passphrase: Self.passphrase)
            }
        }
    }

    @Test func `keys of other kinds and sizes are refused`() throws {
        let ed448 = "1.3.101.113"
        let rows: [([UInt8], EncryptedKeyError)] = [
            (Self.privateKey(ed448, [UInt8](repeating: 1, count: 57)), .unsupported(ed448)),
            (Self.privateKey(ObjectIdentifiers.ed25519, [1, 2, 3]), .malformed),
            ([], .wrongPassphrase), (Array("no key".utf8), .wrongPassphrase),
        ]
        for (plain, error) in rows {
            let file = try Self.cheap(plain)
            #expect(throws: error) { try EncryptedKey.open(file, passphrase: Self.passphrase) }
        }
        for text in ["", "PRIVATE+KEY+a+00000000+AAAA\n", "-----BEGIN ENCRYPTED PRIVATE KEY-----"] {
            #expect(throws: EncryptedKeyError.malformed) {
                try EncryptedKey.open(Array(text.utf8), passphrase: Self.passphrase)
            }
        }
    }

    @Test func `a secret shows nothing`() {
        let secret = Secret("swordfish".utf8)
        var dumped = ""
        dump((secret, [secret], Optional(secret)), to: &dumped)
        let shown = "\(secret) \(String(reflecting: secret)) \([secret]) \(dumped)"
        #expect(!shown.contains("swordfish") && !shown.contains("115"))
        #expect(secret == Secret("swordfish".utf8) && secret != Secret("swordfisk".utf8))
        #expect(secret != Secret("swordfis".utf8))
    }
}

@Suite(.enabled(if: OpenSSLCommand.isPresent)) struct `Encrypted keys and openssl` {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "docket-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("correct horse\n".utf8).write(to: folder.appending(path: "passphrase"))
    }

    func openssl(_ arguments: [String]) throws {
        let (status, text) = try OpenSSLCommand.run(arguments, in: folder)
        #expect(status == 0, "\(text)")
    }

    func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    @Test func `openssl opens what Docket writes`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(`Encrypted keys`.sealed()).write(to: folder.appending(path: "key"))
        try openssl([
            "pkey", "-in", "key", "-passin", "file:passphrase", "-outform", "DER", "-out", "plain",
        ])
        let plain = `Encrypted keys`.seed.withBytes {
            `Encrypted keys`.privateKey(ObjectIdentifiers.ed25519, $0)
        }
        #expect(try read("plain") == plain)
    }

    @Test(arguments: [
        ["-v2", "aes-256-cbc"], ["-v2", "aes-256-cbc", "-iter", "600000"],
        ["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"],
        ["-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA1"], ["-scrypt"],
        ["-scrypt", "-scrypt_N", "32768", "-scrypt_r", "4", "-scrypt_p", "2"],
    ]) func `Docket opens what openssl writes`(options: [String]) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try openssl(["genpkey", "-algorithm", "ed25519", "-outform", "DER", "-out", "plain"])
        try openssl(
            ["pkcs8", "-topk8", "-inform", "DER", "-in", "plain", "-out", "key"] + options
                + ["-passout", "file:passphrase"])
        let opened = try EncryptedKey.open(read("key"), passphrase: `Encrypted keys`.passphrase)
        #expect(opened.withBytes { $0 } == Array(try read("plain").suffix(32)))
    }

    @Test func `keys of other algorithms are named`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try openssl([
            "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes256",
            "-pass", "file:passphrase", "-out", "key",
        ])
        #expect(throws: EncryptedKeyError.unsupported(ObjectIdentifiers.ecPublicKey)) {
            try EncryptedKey.open(read("key"), passphrase: `Encrypted keys`.passphrase)
        }
    }
}
