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
    while true {
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
    /// OpenSSL's object for it, which is static.
    var method: OpaquePointer? {
        switch self {
        case .md5: unsafe EVP_md5()
        case .sha1: unsafe EVP_sha1()
        case .sha224: unsafe EVP_sha224()
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        case .sha512: unsafe EVP_sha512()
        case .sha3x224: unsafe EVP_sha3_224()
        case .sha3x256: unsafe EVP_sha3_256()
        case .sha3x384: unsafe EVP_sha3_384()
        case .sha3x512: unsafe EVP_sha3_512()
        }
    }

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
        guard let digest = Digest(bytes: DigestAlgorithm.sha256.hash(bytes)) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        self = digest
    }
}
