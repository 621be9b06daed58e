// A SHA-256 digest as a value: 32 bytes in four words, so that it is copied without allocation and compared in a few
// instructions. Nothing here hashes; that needs a library, and values have none.

/// A SHA-256 digest, written `sha-256:` and base64 of its 32 bytes.
package struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// What every digest's text begins with.
    package static let prefix = "sha-256:"
    /// The size of a digest in bytes.
    package static let size = 32

    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest with these bytes, or nil unless there are exactly 32.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Digest.size else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (position, byte) in bytes.enumerated() {
            words[position / 8] = words[position / 8] << 8 | UInt64(byte)
        }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// The digest that `text` writes, or nil unless it is `sha-256:` and canonical base64 of 32 bytes.
    package init?(text: some StringProtocol) {
        guard text.hasPrefix(Digest.prefix),
            let bytes = Base64.decode(text.dropFirst(Digest.prefix.count))
        else { return nil }
        self.init(bytes: bytes)
    }

    /// The digest that 64 lower-case hexadecimal digits write, as `sha256sum` prints it, or nil.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 32 bytes, first byte first.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Digest.size)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }

    /// `sha-256:` and base64: the only spelling in Docket's formats.
    package var text: String { Digest.prefix + Base64.encode(bytes) }

    /// 64 lower-case hexadecimal digits, as `sha256sum` prints it; for file names and people.
    package var hex: String { Hexadecimal.encode(bytes) }

    package var description: String { text }

    package static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }
    package static func < (left: Digest, right: Digest) -> Bool { left.words < right.words }
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

/// Bytes as lower-case hexadecimal digits, and back.
package enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two digits a byte.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes, or nil unless `text` is an even number of lower-case digits.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for position in stride(from: 0, to: characters.count, by: 2) {
            guard let high = value(characters[position]), let low = value(characters[position + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
