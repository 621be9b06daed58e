// Data that were handed over before their key (docs/formats/exchange-protocols.md): whether a key opens them, to what, and whether that is what
// a label or a digest had promised. Only bytes can answer this, and only where the encrypted data are on file.

import Cryptography
import EvidenceValues
import TransparencyLog

/// What opening encrypted data with a key shows.
enum SealedItem: Sendable, Hashable {
    /// The data have this digest.
    case opened(Digest)
    /// The encrypted data are not on file, or withheld.
    case absent
    /// Not the base64 of 32 bytes.
    case noKey
    /// The data that come out are not those whose digest was promised.
    case otherItem
    /// The label is not the SHA-256 of the data that come out and the key.
    case otherLabel
    /// Too many keys were tried on the same data.
    case limit
}

/// Opens encrypted data, each pair of data and key once.
struct ItemOpener {
    private struct Pair: Hashable {
        let ciphertext: Digest
        let key: String
    }

    /// The digests of the data, and of the data with the key behind them.
    private struct Plain {
        let item: Digest
        let label: Digest
    }

    // A run has one key, and a few false ones where somebody cheats; large data must not be deciphered a thousand times.
    private static let keyLimit = 16

    private let content: (Digest) -> [UInt8]?
    private var opened: [Pair: Plain] = [:]
    private var tried: [Digest: Int] = [:]

    /// - Parameter content: the bytes of an exhibit's content by its digest, if they are at hand.
    init(content: @escaping (Digest) -> [UInt8]?) { self.content = content }

    /// Opens `ciphertext` with the key that `key` writes; what comes out must fit what was promised.
    mutating func open(
        _ ciphertext: Digest, with key: String, item: Digest?, label: Digest?
    ) -> SealedItem {
        guard let secret = Base64.decode(key), secret.count == DataCipher.keySize else {
            return .noKey
        }
        let pair = Pair(ciphertext: ciphertext, key: key)
        if opened[pair] == nil {
            guard let sealed = content(ciphertext) else { return .absent }
            guard tried[ciphertext, default: 0] < ItemOpener.keyLimit else { return .limit }
            tried[ciphertext, default: 0] += 1
            guard let plain = DataCipher.apply(to: sealed, key: secret) else { return .noKey }
            opened[pair] = Plain(item: .sha256(plain), label: .sha256(plain + secret))
        }
        guard let plain = opened[pair] else { return .absent }
        if let label, label != plain.label { return .otherLabel }
        if let item, item != plain.item { return .otherItem }
        return .opened(plain.item)
    }
}
