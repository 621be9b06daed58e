// A private key made from a text, so that a scenario has the same keys each time. Whoever reads the text can sign: these keys are
// public, and good for tests only. Signatures are still randomised (FIPS 186-5 §6.3), so two builds differ in their bytes.

import Crypto
import Foundation

/// The elliptic curve of a test key.
package enum TestCurve: String, Sendable, Hashable {
    case p256 = "P-256"
    case p384 = "P-384"
}

/// A digest algorithm, for keys that sign, tokens and CMS.
package enum TestDigestAlgorithm: String, Sendable, Hashable, CaseIterable {
    /// Broken; for evidence that must be refused.
    case sha1, sha256, sha384, sha512

    package var objectIdentifier: String {
        switch self {
        case .sha1: "1.3.14.3.2.26"
        case .sha256: "2.16.840.1.101.3.4.2.1"
        case .sha384: "2.16.840.1.101.3.4.2.2"
        case .sha512: "2.16.840.1.101.3.4.2.3"
        }
    }

    /// ecdsa-with-SHA… (RFC 5758 §3.2; RFC 3279 §2.2.3 for SHA-1).
    package var ecdsaObjectIdentifier: String {
        switch self {
        case .sha1: "1.2.840.10045.4.1"
        case .sha256: "1.2.840.10045.4.3.2"
        case .sha384: "1.2.840.10045.4.3.3"
        case .sha512: "1.2.840.10045.4.3.4"
        }
    }

    package func digest(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha1: Array(Insecure.SHA1.hash(data: bytes))
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }
}

/// An ECDSA private key derived from a seed.
package struct TestKey: Sendable {
    private enum Curve {
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
    }

    private let key: Curve

    /// The key that `seed` stands for: the first of SHA-2(seed "/" 0, 1, …) that is a scalar of the curve.
    package init(seed: String, curve: TestCurve = .p256) {
        for attempt in 0... {
            let material = Array("\(seed)/\(attempt)".utf8)
            switch curve {
            case .p256:
                let scalar = SHA256.hash(data: material)
                guard let key = try? P256.Signing.PrivateKey(rawRepresentation: scalar) else {
                    continue
                }
                self.key = .p256(key)
            case .p384:
                let scalar = SHA384.hash(data: material)
                guard let key = try? P384.Signing.PrivateKey(rawRepresentation: scalar) else {
                    continue
                }
                self.key = .p384(key)
            }
            return
        }
        preconditionFailure("no scalar for the seed of a TestKey")
    }

    /// SubjectPublicKeyInfo in DER.
    package var subjectPublicKeyInfo: [UInt8] {
        switch key {
        case .p256(let key): Array(key.publicKey.derRepresentation)
        case .p384(let key): Array(key.publicKey.derRepresentation)
        }
    }

    /// SHA-1 of the public key's bits, the usual key identifier (RFC 5280 §4.2.1.2 (1)).
    package var keyIdentifier: [UInt8] {
        switch key {
        case .p256(let key):
            TestDigestAlgorithm.sha1.digest(Array(key.publicKey.x963Representation))
        case .p384(let key):
            TestDigestAlgorithm.sha1.digest(Array(key.publicKey.x963Representation))
        }
    }

    /// PKCS#8 in PEM, without encryption.
    package var pem: String {
        switch key {
        case .p256(let key): key.pemRepresentation + "\n"
        case .p384(let key): key.pemRepresentation + "\n"
        }
    }

    /// Ecdsa-Sig-Value in DER over `message`.
    package func sign(_ message: [UInt8], with algorithm: TestDigestAlgorithm = .sha256) throws
        -> [UInt8]
    {
        switch algorithm {
        case .sha1: try sign(Insecure.SHA1.hash(data: message))
        case .sha256: try sign(SHA256.hash(data: message))
        case .sha384: try sign(SHA384.hash(data: message))
        case .sha512: try sign(SHA512.hash(data: message))
        }
    }

    private func sign(_ digest: some Crypto.Digest) throws -> [UInt8] {
        switch key {
        case .p256(let key): Array(try key.signature(for: digest).derRepresentation)
        case .p384(let key): Array(try key.signature(for: digest).derRepresentation)
        }
    }
}
