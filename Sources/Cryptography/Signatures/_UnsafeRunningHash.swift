// A digest that takes its input piece by piece, for content that is larger than memory and for inputs that share a beginning.
internal import COpenSSL

/// A digest under way. One thread uses it.
final class RunningHash {
    let algorithm: DigestAlgorithm
    private let context: Handle
    private var isSound: Bool

    /// Nil if the machine's OpenSSL does not have the algorithm.
    init?(_ algorithm: DigestAlgorithm) {
        guard let context = unsafe Handle(EVP_MD_CTX_new(), freedBy: EVP_MD_CTX_free) else {
            return nil
        }
        // The context is this object's alone; the method is static.
        let result = unsafe context.use { unsafe EVP_DigestInit_ex($0, algorithm.method, nil) }
        guard result == 1 else {
            _ = drainErrors()
            return nil
        }
        (self.algorithm, self.context, isSound) = (algorithm, context, true)
    }

    private init?(copying other: RunningHash) {
        guard let context = unsafe Handle(EVP_MD_CTX_new(), freedBy: EVP_MD_CTX_free) else {
            return nil
        }
        // Both contexts live until the closures return; OpenSSL copies the state.
        let result = unsafe context.use { copy in
            unsafe other.context.use { unsafe EVP_MD_CTX_copy_ex(copy, $0) }
        }
        guard result == 1 else {
            _ = drainErrors()
            return nil
        }
        (algorithm, self.context, isSound) = (other.algorithm, context, other.isSound)
    }

    /// The same input so far, to be continued in another way.
    func copy() -> RunningHash? { RunningHash(copying: self) }

    func update(_ bytes: some Collection<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { unsafe update($0) }
        if done == nil { unsafe Array(bytes).withUnsafeBufferPointer { unsafe update($0) } }
    }

    private func update(_ buffer: UnsafeBufferPointer<UInt8>) {
        // The buffer is borrowed for the call and passed with its own length.
        let result = unsafe context.use { context in
            unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
        isSound = isSound && result == 1
    }

    /// The digest; empty, which equals no digest, if OpenSSL failed. No input may follow.
    func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: algorithm.size)
        var length: UInt32 = 0
        // The output holds `size` bytes, which is what the method writes.
        let result = unsafe context.use { unsafe EVP_DigestFinal_ex($0, &digest, &length) }
        guard isSound, result == 1, Int(length) == algorithm.size else {
            _ = drainErrors()
            return []
        }
        return digest
    }
}
