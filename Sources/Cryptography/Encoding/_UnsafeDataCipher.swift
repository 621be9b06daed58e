// The one cipher for data that are handed over before their key (docs/formats/exchange-protocols.md): AES-256 in counter mode, the first counter
// block zero. A key enciphers one thing only, so no nonce is needed; that nothing was changed is not the cipher's to show but the label's or the
// digest's, which both sides signed. `openssl enc -d -aes-256-ctr -K … -iv 0…` does the same.
internal import COpenSSL

/// AES-256-CTR from a counter of zero.
package enum DataCipher {
    /// Bytes of a key.
    package static let keySize = 32
    private static let counter = [UInt8](repeating: 0, count: 16)
    // OpenSSL counts in 32 bits, and pieces keep what is copied small.
    private static let pieceSize = 1 << 20

    /// Enciphers, or deciphers, which is the same; nil if the key has another size or OpenSSL fails.
    package static func apply(to input: [UInt8], key: [UInt8]) -> [UInt8]? {
        guard key.count == keySize else { return nil }
        let context = unsafe Handle(EVP_CIPHER_CTX_new(), freedBy: EVP_CIPHER_CTX_free)
        let output = unsafe context?.use { context -> [UInt8]? in
            // Key and counter block have the sizes that the method demands.
            guard
                unsafe EVP_CipherInit_ex(context, EVP_aes_256_ctr(), nil, key, counter, 1) == 1
            else { return nil }
            var output: [UInt8] = []
            output.reserveCapacity(input.count)
            for start in stride(from: 0, to: input.count, by: pieceSize) {
                let piece = Array(input[start..<min(start + pieceSize, input.count)])
                var next = [UInt8](repeating: 0, count: piece.count)
                var written: Int32 = 0
                // A stream cipher writes as many bytes as it reads, for which there is room.
                let result = unsafe EVP_CipherUpdate(
                    context, &next, &written, piece, Int32(piece.count))
                guard result == 1, Int(written) == piece.count else { return nil }
                output += next
            }
            return output
        }
        guard let output = output ?? nil else {
            _ = drainErrors()
            return nil
        }
        return output
    }
}
