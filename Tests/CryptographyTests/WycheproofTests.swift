// Google's Wycheproof vectors through the one function that does the mathematics of signatures.
import EvidenceValues
import Testing

@testable import Cryptography

private struct File: Decodable {
    let testGroups: [Group]

    struct Group: Decodable {
        let publicKeyDer: String
        let sha: String?
        let mgfSha: String?
        let sLen: Int?
        let tests: [Case]
    }

    struct Case: Decodable {
        let tcId: Int
        let comment: String
        let msg: String
        let sig: String
        let result: String
    }
}

@Suite(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
struct `Signature mathematics` {
    private static let digests: [String: DigestAlgorithm] = [
        "SHA-256": .sha256, "SHA-384": .sha384, "SHA-512": .sha512, "SHA-1": .sha1,
        "SHA-224": .sha224,
    ]

    static let files: [(name: String, minimum: Int)] = [
        ("ecdsa_secp256r1_sha256_test", 400), ("ecdsa_secp256r1_sha512_test", 400),
        ("ecdsa_secp384r1_sha384_test", 400), ("ecdsa_secp384r1_sha512_test", 400),
        ("ecdsa_secp521r1_sha512_test", 400), ("ecdsa_brainpoolP256r1_sha256_test", 400),
        ("ed25519_test", 100),
        ("rsa_pss_2048_sha256_mgf1_32_test", 50), ("rsa_pss_3072_sha256_mgf1_32_test", 50),
        ("rsa_pss_4096_sha512_mgf1_64_test", 50), ("rsa_signature_2048_sha256_test", 150),
        ("rsa_signature_3072_sha256_test", 150), ("rsa_signature_3072_sha384_test", 150),
        ("rsa_signature_4096_sha512_test", 150),
    ]

    @Test(arguments: files)
    func `Wycheproof signatures are accepted if and only if they are valid`(
        file: (name: String, minimum: Int)
    ) throws {
        let suite = try Vectors.json("wycheproof/\(file.name).json", as: File.self)
        var count = 0
        for group in suite.testGroups {
            let key = try PublicKey(der: try #require(Hexadecimal.decode(group.publicKeyDer)))
            let digest = group.sha.flatMap { Self.digests[$0] } ?? .sha512
            let scheme: SignatureScheme =
                file.name.hasPrefix("ecdsa")
                ? .ecdsa
                : file.name.hasPrefix("ed")
                    ? .ed25519 : group.sLen.map { .rsaPSS(saltLength: $0) } ?? .rsaPKCS1
            let algorithm = SignatureAlgorithm(scheme: scheme, digest: digest)
            for item in group.tests {
                let message = try #require(Hexadecimal.decode(item.msg))
                let signature = try #require(Hexadecimal.decode(item.sig))
                let check = key.check(signature, over: message, by: algorithm)
                count += 1
                // "acceptable" is for the verifier to decide (a missing NULL in PKCS #1); both answers are sound.
                if item.result == "acceptable" { continue }
                #expect(
                    (check == .valid) == (item.result == "valid"),
                    "\(file.name) \(item.tcId) \(item.comment): \(check)")
            }
        }
        print("wycheproof \(file.name): \(count) cases")
        #expect(count >= file.minimum)
    }

    @Test func `a key on a curve that Docket does not know checks nothing`() throws {
        let suite = try Vectors.json("wycheproof/ecdsa_secp256r1_sha256_test.json", as: File.self)
        let group = try #require(suite.testGroups.first)
        var der = try #require(Hexadecimal.decode(group.publicKeyDer))
        // The last byte of the curve's identifier: prime256v1 becomes one that nobody defined.
        let last = try #require(
            der.indices.first {
                der[$0...].starts(with: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07])
            }.map { $0 + 7 })
        der[last] = 0x7F
        let key = try PublicKey(der: der)
        let algorithm = SignatureAlgorithm(scheme: .ecdsa, digest: .sha256)
        #expect(key.check([], over: [], by: algorithm) == .unsupported("1.2.840.10045.2.1"))
    }

    @Test func `a key refuses another key's scheme, a broken digest`() throws {
        let suite = try Vectors.json("wycheproof/ecdsa_secp256r1_sha256_test.json", as: File.self)
        let group = try #require(suite.testGroups.first)
        let key = try PublicKey(der: try #require(Hexadecimal.decode(group.publicKeyDer)))
        for (scheme, digest, expected) in [
            (.rsaPKCS1, .sha256, .unsupported("ecdsa-p256")),
            (.ed25519, .sha512, .unsupported("ecdsa-p256")), (.ecdsa, .sha1, .weak("sha-1")),
            (.ecdsa, .md5, .weak("md5")),
        ] as [(SignatureScheme, DigestAlgorithm, SignatureCheck)] {
            let algorithm = SignatureAlgorithm(scheme: scheme, digest: digest)
            #expect(key.check([1], over: [2], by: algorithm) == expected)
        }
    }
}
