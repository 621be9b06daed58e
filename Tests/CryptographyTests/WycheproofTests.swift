// Google's Wycheproof vectors through the one function that does the mathematics of signatures.
import EvidenceTesting
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

    @Test func `Wycheproof signatures are accepted if and only if they are valid`() throws {
        let rows = try Vectors.rows(of: "wycheproof")
        let tables = try Vectors.files(below: "wycheproof").filter { $0.hasSuffix("_test.json") }
        #expect(rows.count >= 14 && rows.allSatisfy { tables.contains("wycheproof/" + $0[0]) })
        for row in rows {
            let least = try #require(Int(row[2]))
            try check(table: row[0], kind: row[1], least: least)
        }
    }

    private func check(table: String, kind: String, least: Int) throws {
        let suite = try Vectors.json("wycheproof/" + table, as: File.self)
        var count = 0
        for group in suite.testGroups {
            let key = try PublicKey(der: try #require(Hexadecimal.decode(group.publicKeyDer)))
            let digest = group.sha.flatMap { Self.digests[$0] } ?? .sha512
            let scheme: SignatureScheme =
                switch kind {
                case "ecdsa": .ecdsa
                case "ed25519": .ed25519
                case "rsa-pss": .rsaPSS(saltLength: try #require(group.sLen))
                default: .rsaPKCS1
                }
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
                    "\(table) \(item.tcId) \(item.comment): \(check)")
            }
        }
        print("wycheproof \(table): \(count) cases")
        #expect(count >= least)
    }

    /// Of the first table, which is of P-256 with SHA-256.
    private func firstGroup() throws -> File.Group {
        let row = try #require(try Vectors.rows(of: "wycheproof").first)
        let suite = try Vectors.json("wycheproof/" + row[0], as: File.self)
        return try #require(suite.testGroups.first)
    }

    @Test func `a key on a curve that Docket does not know checks nothing`() throws {
        let group = try firstGroup()
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
        let group = try firstGroup()
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
