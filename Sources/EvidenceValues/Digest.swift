// A SHA-256 digest as a value. Nothing here hashes; that needs a library, and values have none.

/// A SHA-256 digest, written `sha-256:` and base64 of its 32 bytes.
package struct Digest: Sendable, Hashable, Comparable, BitwiseCopyable, CustomStringConvertible {
    /// What every digest's text begins with.
    package static let prefix = "sha-256:"
    /// The size of a digest in bytes.
    @inlinable package static var size: Int { Bytes32.size }

    /// Characters of the text.
    @inlinable package static var textSize: Int { 8 + Bytes32.base64Size }

    /// The 32 bytes as a value.
    package let value: Bytes32

    /// The digest that is `value`.
    @inlinable package init(_ value: Bytes32) { self.value = value }

    /// The digest with these bytes, or nil unless there are exactly 32.
    package init?(bytes: some Collection<UInt8>) {
        guard let value = Bytes32(bytes) else { return nil }
        self.value = value
    }

    /// The digest with these bytes, or nil unless there are exactly 32.
    package init?(bytes: [UInt8]) {
        guard let value = Bytes32(bytes.span) else { return nil }
        self.value = value
    }

    /// The digest that `text` writes, or nil unless it is `sha-256:` and canonical base64 of 32 bytes.
    package init?(text: some StringProtocol) {
        let characters = Array(text.utf8)
        guard characters.count == Digest.textSize else { return nil }
        self.init(text: characters.span, at: 0)
    }

    /// The digest that the characters from `offset` on write: `sha-256:` and 44 of base64; nil if there are none such.
    package init?(text: Span<UInt8>, at offset: Int) {
        guard let words = text.digestWords(at: offset) else { return nil }
        value = Bytes32(words: words)
    }

    /// Whether the characters from `offset` on write a digest, whichever it is.
    package static func isWritten(in text: Span<UInt8>, at offset: Int) -> Bool {
        offset >= 0 && offset <= text.count - textSize && text.word(at: offset) == prefixWord
            && text.isBase64(at: offset + 8)
    }

    /// The digest that 64 lower-case hexadecimal digits write, as `sha256sum` prints it, or nil.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 32 bytes, first byte first.
    package var bytes: [UInt8] { value.bytes }

    /// `sha-256:` and base64: the only spelling in Docket's formats.
    package var text: String {
        let text = [UInt8](textOf: Digest.textSize) { $0.write(self) }
        return String(decoding: text, as: UTF8.self)
    }

    /// 64 lower-case hexadecimal digits, as `sha256sum` prints it; for file names and people.
    package var hex: String { Hexadecimal.encode(bytes) }

    package var description: String { text }

    @inlinable
    package static func == (left: Digest, right: Digest) -> Bool { left.value == right.value }
    package static func < (left: Digest, right: Digest) -> Bool { left.value < right.value }

    /// `sha-256:` as eight bytes.
    static let prefixWord: UInt64 = 0x7368_612D_3235_363A
}

extension OutputRawSpan {
    /// Writes the digest's text.
    package mutating func write(_ digest: Digest) {
        write(word: Digest.prefixWord)
        write(base64: digest.value)
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
