// 32 bytes as a value of four words: copied without allocation, compared in a few instructions, written as 44 characters of
// base64 without a loop over bytes. Digests and nonces are made of it.

/// 32 bytes.
package struct Bytes32: Sendable, Hashable, Comparable, BitwiseCopyable {
    /// How many bytes: 32.
    @inlinable package static var size: Int { 32 }
    /// Characters of the base64 text.
    @inlinable package static var base64Size: Int { 44 }

    /// The bytes in order, eight in each word, the first the highest; so words compare as the bytes do.
    package let words: (UInt64, UInt64, UInt64, UInt64)

    /// The bytes whose words, the first byte highest, are these.
    @inlinable
    package init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// These bytes, or nil unless there are exactly 32.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Bytes32.size else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for byte in bytes {
            words.0 = words.0 << 8 | words.1 >> 56
            words.1 = words.1 << 8 | words.2 >> 56
            words.2 = words.2 << 8 | words.3 >> 56
            words.3 = words.3 << 8 | UInt64(byte)
        }
        self.words = words
    }

    /// These bytes, or nil unless there are exactly 32.
    @inlinable
    package init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Bytes32.size else { return nil }
        self.init(
            words: (bytes.word(at: 0), bytes.word(at: 8), bytes.word(at: 16), bytes.word(at: 24)))
    }

    /// The bytes that 44 characters of canonical base64 from `offset` on write; nil if there are none such.
    @inline(always)
    package init?(base64 text: Span<UInt8>, at offset: Int) {
        guard let words = text.base64Words(at: offset) else { return nil }
        self.words = words
    }

    /// Whether 44 characters from `offset` on are the canonical base64 of any 32 bytes.
    package static func isWritten(inBase64 text: Span<UInt8>, at offset: Int) -> Bool {
        text.isBase64(at: offset)
    }

    /// The 32 bytes, first byte first.
    package var bytes: [UInt8] { [UInt8](textOf: Bytes32.size) { $0.write(self) } }

    @inlinable
    package static func == (left: Bytes32, right: Bytes32) -> Bool { left.words == right.words }
    package static func < (left: Bytes32, right: Bytes32) -> Bool { left.words < right.words }
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension OutputRawSpan {
    /// Writes the 32 bytes.
    package mutating func write(_ bytes: Bytes32) {
        write(word: bytes.words.0)
        write(word: bytes.words.1)
        write(word: bytes.words.2)
        write(word: bytes.words.3)
    }

    /// Writes the 44 characters of base64.
    package mutating func write(base64 bytes: Bytes32) {
        write(base64: bytes.words)
    }
}
