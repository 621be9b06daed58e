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
        return unsafe SHA256.value { output in _ = unsafe SHA256_Final(output, &context) }
    }
}

/// SHA-256 in one go.
enum SHA256 {
    /// The digest of `bytes`.
    static func digest(of bytes: Span<UInt8>) -> Digest {
        // The span's memory is valid during the call, and is only read.
        unsafe bytes.withUnsafeBufferPointer { memory in
            unsafe value { unsafe docket_sha256(memory.baseAddress, memory.count, $0) }
        }
    }

    /// The digest of `domain` and `bytes`.
    static func digest(of bytes: Span<UInt8>, behind domain: UInt8) -> Digest {
        // The span's memory is valid during the call, and is only read.
        unsafe bytes.withUnsafeBufferPointer { memory in
            unsafe value { unsafe docket_sha256_leaf(domain, memory.baseAddress, memory.count, $0) }
        }
    }

    /// The digest of `domain` and two digests.
    static func digest(of left: Digest, _ right: Digest, behind domain: UInt8) -> Digest {
        // 65 bytes on the stack; written whole before they are read.
        unsafe withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { memory in
            var output = unsafe OutputRawSpan(buffer: memory, initializedCount: 0)
            output.write(byte: domain)
            output.write(left.value)
            output.write(right.value)
            let count = unsafe output.finalize(for: memory)
            return unsafe value { unsafe docket_sha256(memory.baseAddress, count, $0) }
        }
    }

    /// The digest that `fill` writes into the 32 bytes that it gets.
    fileprivate static func value(_ fill: (UnsafeMutablePointer<UInt8>) -> Void) -> Digest {
        // 32 bytes on the stack; `fill` writes them all.
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Bytes32.size) { memory in
            guard let start = memory.baseAddress else {
                preconditionFailure("bad memory math: 32 bytes have an address")
            }
            unsafe fill(start)
            guard let value = unsafe Bytes32(Span(_unsafeElements: memory)) else {
                preconditionFailure("bad memory math: 32 bytes are 32 bytes")
            }
            return Digest(value)
        }
    }
}
