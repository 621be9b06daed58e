// SHA-256 by OpenSSL's low-level functions: their state is a plain struct, so nothing is allocated and no algorithm is looked up
// for each of the many short texts of a log (docs/performance.md has the figures against swift-crypto and EVP).

import COpenSSL
package import EvidenceValues

/// SHA-256 over bytes that come in pieces.
package struct Hasher256: Sendable {
    private var context = SHA256_CTX()

    // SHA256_Init, _Update and _Final return 1 whatever they are given.
    package init() { _ = unsafe SHA256_Init(&context) }

    /// Appends `bytes` to what is hashed.
    package mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

    /// Appends `bytes` to what is hashed.
    package mutating func update(_ bytes: Span<UInt8>) {
        // The span's memory is valid during the call, and is only read.
        unsafe bytes.withUnsafeBufferPointer { memory in
            _ = unsafe SHA256_Update(&context, memory.baseAddress, memory.count)
        }
    }

    /// The digest of all bytes so far.
    package func finalize() -> Digest {
        var context = context
        return Digest(unsafe docket_sha256_final(&context))
    }
}

/// SHA-256 in one go.
enum SHA256 {
    /// The digest of `bytes`.
    static func digest(of bytes: Span<UInt8>) -> Digest {
        // The span's memory is valid during the call, and is only read.
        unsafe bytes.withUnsafeBufferPointer { memory in
            Digest(unsafe docket_sha256(memory.baseAddress, memory.count))
        }
    }

    /// The digest of `domain` and `bytes`.
    static func digest(of bytes: Span<UInt8>, behind domain: UInt8) -> Digest {
        // The span's memory is valid during the call, and is only read.
        unsafe bytes.withUnsafeBufferPointer { memory in
            Digest(unsafe docket_sha256_leaf(domain, memory.baseAddress, memory.count))
        }
    }

    /// The digest of `domain` and two digests.
    static func digest(of left: Digest, _ right: Digest, behind domain: UInt8) -> Digest {
        Digest(docket_sha256_node(domain, left.hash, right.hash))
    }
}

extension Digest {
    /// The digest that C has computed.
    fileprivate init(_ hash: docket_hash) { self.init(Bytes32(words: hash.words)) }

    /// The digest as C wants it.
    fileprivate var hash: docket_hash { docket_hash(words: value.words) }
}
