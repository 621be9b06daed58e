// Names of algorithms as values, and which of them Docket can check. A signature is checked with the digest that it names and no
// other, so that a signature cannot be turned into one of a weaker kind (RFC 5652 §5.4, RFC 4056 §3).

/// A digest algorithm by its name in annexes (`docs/formats/annex.md`).
package enum DigestAlgorithm: String, Sendable, Hashable, CaseIterable {
    case md5 = "md5"
    case sha1 = "sha-1"
    case sha224 = "sha-224"
    case sha256 = "sha-256"
    case sha384 = "sha-384"
    case sha512 = "sha-512"
    case sha3x224 = "sha3-224"
    case sha3x256 = "sha3-256"
    case sha3x384 = "sha3-384"
    case sha3x512 = "sha3-512"
}

/// How a signature value is made from a digest and a key.
package enum SignatureScheme: Sendable, Hashable {
    /// FIPS 186 over a named curve; the value is a DER sequence of two integers.
    case ecdsa
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    case rsaPKCS1
    /// RSASSA-PSS (RFC 8017 §8.1) with MGF1 over the same digest.
    case rsaPSS(saltLength: Int)
    /// EdDSA over edwards25519 (RFC 8032), which takes the message and not its digest.
    case ed25519
    /// FIPS 186-4 §4; the value is a DER sequence of two integers.
    case dsa
}

/// A scheme with the digest that it signs.
package struct SignatureAlgorithm: Sendable, Hashable {
    package let scheme: SignatureScheme
    package let digest: DigestAlgorithm

    package init(scheme: SignatureScheme, digest: DigestAlgorithm) {
        self.scheme = scheme
        self.digest = digest
    }
}

/// The kind and size of a public key.
package enum KeyAlgorithm: Sendable, Hashable {
    /// A NIST curve of 256, 384 or 521 bits.
    case ecdsa(bits: Int)
    /// A curve of RFC 5639 with 256, 384 or 512 bits, of those that are not twisted.
    case brainpool(bits: Int)
    case rsa(bits: Int)
    case ed25519
    /// By the size of its prime; 0 where the parameters are the issuer's (RFC 5280 §6.1.4 (f)).
    case dsa(bits: Int)
    /// Any other, by its object identifier; nothing is checked with it.
    case other(String)

    /// `ecdsa-p256`, `ecdsa-brainpool-p256`, `rsa-2048` and `dsa-2048` (their very size), `ed25519`, or the object identifier.
    package var name: String {
        switch self {
        case .ecdsa(let bits): "ecdsa-p\(bits)"
        case .brainpool(let bits): "ecdsa-brainpool-p\(bits)"
        case .rsa(let bits): "rsa-\(bits)"
        case .dsa(let bits): "dsa-\(bits)"
        case .ed25519: "ed25519"
        case .other(let identifier): identifier
        }
    }

    /// The name of a signature made by such a key: as `name`, but `rsa-pss-3072` when the scheme is PSS.
    package func name(scheme: SignatureScheme) -> String {
        if case .rsa(let bits) = self, case .rsaPSS = scheme { return "rsa-pss-\(bits)" }
        return name
    }
}
