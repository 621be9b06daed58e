// What every use of OpenSSL shares: the handle that owns an object, the error queue, digests. A handle's pointer is lent to a closure
// for the length of a call, so that it cannot be freed while C uses it. Objects are never changed after they are made and never
// shared between threads unless they are keys, whose reference count and caches OpenSSL locks itself.
internal import COpenSSL
import EvidenceValues

/// Owns one object of OpenSSL and frees it.
@safe final class Handle: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let release: (OpaquePointer?) -> Void

    /// Takes over what a function of OpenSSL made; nil if it made nothing.
    init?(_ pointer: OpaquePointer?, freedBy release: @escaping (OpaquePointer?) -> Void) {
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = pointer
        unsafe self.release = release
    }

    // The pointer was this object's alone from `init` on.
    deinit { unsafe release(pointer) }

    /// Lends the pointer; it is valid until `body` returns.
    func use<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        withExtendedLifetime(self) { unsafe body(pointer) }
    }
}

/// OpenSSL's error queue of this thread as text, newest last; the queue is empty afterwards.
func drainErrors() -> String {
    var errors: [String] = []
    // Nearly always there are none.
    while ERR_peek_error() != 0 {
        let code = ERR_get_error()
        guard code != 0 else { break }
        var buffer = [CChar](repeating: 0, count: 256)
        // OpenSSL writes at most `count` bytes with a final zero into memory that Swift owns.
        unsafe ERR_error_string_n(code, &buffer, buffer.count)
        errors.append(
            String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
    return errors.joined(separator: "; ")
}

extension DigestAlgorithm {
    /// OpenSSL's object for it, which lives as long as the program; nil if this OpenSSL has it forbidden.
    var method: OpaquePointer? {
        switch self {
        case .md5: unsafe DigestAlgorithm.md5Method.pointer
        case .sha1: unsafe DigestAlgorithm.sha1Method.pointer
        case .sha224: unsafe DigestAlgorithm.sha224Method.pointer
        case .sha256: unsafe DigestAlgorithm.sha256Method.pointer
        case .sha384: unsafe DigestAlgorithm.sha384Method.pointer
        case .sha512: unsafe DigestAlgorithm.sha512Method.pointer
        case .sha3x224: unsafe DigestAlgorithm.sha3x224Method.pointer
        case .sha3x256: unsafe DigestAlgorithm.sha3x256Method.pointer
        case .sha3x384: unsafe DigestAlgorithm.sha3x384Method.pointer
        case .sha3x512: unsafe DigestAlgorithm.sha3x512Method.pointer
        }
    }

    private static let md5Method = DigestMethod("MD5")
    private static let sha1Method = DigestMethod("SHA1")
    private static let sha224Method = DigestMethod("SHA2-224")
    private static let sha256Method = DigestMethod("SHA2-256")
    private static let sha384Method = DigestMethod("SHA2-384")
    private static let sha512Method = DigestMethod("SHA2-512")
    private static let sha3x224Method = DigestMethod("SHA3-224")
    private static let sha3x256Method = DigestMethod("SHA3-256")
    private static let sha3x384Method = DigestMethod("SHA3-384")
    private static let sha3x512Method = DigestMethod("SHA3-512")

    /// The digest of `bytes`. Never fails for the SHA-2 family; empty if the machine's OpenSSL has another one forbidden, which
    /// equals no digest.
    package func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: size)
        var length: UInt32 = 0
        // Input and output are Swift's; the output holds `size` bytes, which is what the method writes.
        let result = unsafe EVP_Digest(bytes, bytes.count, &digest, &length, method, nil)
        guard result == 1, Int(length) == size else {
            _ = drainErrors()
            precondition(![.sha256, .sha384, .sha512].contains(self), "OpenSSL without SHA-2")
            return []
        }
        return digest
    }
}

extension Digest {
    /// SHA-256 of `bytes`.
    init(sha256Of bytes: [UInt8]) {
        let size = Digest.size
        let value = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { output in
            var length: UInt32 = 0
            // The output holds `size` bytes, which is what the method writes; it is read before it goes.
            let result = unsafe EVP_Digest(
                bytes, bytes.count, output.baseAddress, &length, DigestAlgorithm.sha256.method, nil)
            return unsafe result == 1 && Int(length) == size ? Bytes32(output.span) : nil
        }
        guard let value else { preconditionFailure("OpenSSL without SHA-2") }
        self.init(value)
    }
}

/// A digest of OpenSSL's, fetched once, because to look it up takes as long as to hash a kilobyte. OpenSSL's objects for digests are
/// not changed once they are made.
@safe private final class DigestMethod: @unchecked Sendable {
    let pointer: OpaquePointer?

    // Never freed: made for static values alone.
    init(_ name: String) {
        unsafe pointer = EVP_MD_fetch(nil, name, nil)
        _ = drainErrors()
    }
}
