// Base64 (RFC 4648 §4, with padding): one text for each sequence of bytes, and every other text refused. Foundation's
// decoder accepts non-zero trailing bits, which would give one digest two spellings; formats of evidence may not have that.
// Eight characters are computed at once within one word, without tables (`Base64Word`): most of a log's text is base64.

/// Bytes as base64 with padding, and back.
package enum Base64 {
    /// The one base64 text of `bytes`.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        let text = [UInt8](textOf: (bytes.count + 2) / 3 * 4) { $0.write(base64: bytes.span) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that `text` encodes, or nil unless `encode` of them gives `text` again.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        return decode(characters.span)
    }

    /// The bytes that the characters `text` encode, or nil unless `encode` of them gives `text` again.
    package static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var end = text.count
        for _ in 0..<2 where end > 0 && text[end - 1] == 0x3D { end -= 1 }
        var isValid = true
        let bytes = [UInt8](textOf: text.count / 4 * 3) { output in
            for start in stride(from: 0, to: end, by: 8) {
                let count = min(8, end - start)
                // Missing characters count as `A`, which is zero.
                var word = Base64Word.ones &* 0x41
                if count == 8 {
                    word = text.word(at: start)
                } else {
                    for position in 0..<count {
                        let shift = UInt64(56 - 8 * position)
                        word ^= UInt64(text[start + position] ^ 0x41) << shift
                    }
                }
                guard let bits = Base64Word.bits(of: word),
                    bits << UInt64(16 + count * 6 / 8 * 8) == 0
                else {
                    isValid = false
                    return
                }
                for position in 0..<(count * 6 / 8) {
                    output.write(byte: UInt8(truncatingIfNeeded: bits >> UInt64(40 - 8 * position)))
                }
            }
        }
        return isValid ? bytes : nil
    }
}

extension OutputRawSpan {
    /// Writes `bytes` as base64.
    package mutating func write(base64 bytes: Span<UInt8>) {
        var position = 0
        while position + 8 <= bytes.count {
            write(word: Base64Word.characters(of: bytes.word(at: position) >> 16))
            position += 6
        }
        while position < bytes.count {
            let count = min(3, bytes.count - position)
            var bits: UInt64 = 0
            for offset in 0..<count {
                bits |= UInt64(bytes[position + offset]) << UInt64(40 - 8 * offset)
            }
            let characters = UInt32(Base64Word.characters(of: bits) >> 32)
            // One byte has two characters, two have three; the rest is padding.
            let padding: UInt32 = count == 3 ? 0 : count == 2 ? 0x0000_00FF : 0x0000_FFFF
            write(word: characters & ~padding | 0x3D3D_3D3D & padding)
            position += count
        }
    }
}

/// Six bytes and their eight characters, each in one word, the first in the highest place. Every character is worked on in its own
/// byte of the word, and no sum below leaves its byte.
enum Base64Word {
    /// 1 in each byte.
    static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The characters of the low 48 bits of `bits`.
    static func characters(of bits: UInt64) -> UInt64 {
        var text = (bits & 0xFF_FFFF) | (bits & 0xFFFF_FF00_0000) << 8
        text = (text & 0x0000_0FFF_0000_0FFF) | (text & 0x00FF_F000_00FF_F000) << 4
        text = (text & 0x003F_003F_003F_003F) | (text & 0x0FC0_0FC0_0FC0_0FC0) << 2
        // Upwards from A = 65: a is 6 further than Z + 1, 0 is 75 below z + 1, + is 15 below 9 + 1, / is 3 above that.
        let values = text
        text &+= ones &* 65
        text &+= atLeast(26, values) &* 6
        text &-= atLeast(52, values) &* 75
        text &-= atLeast(62, values) &* 15
        text &+= atLeast(63, values) &* 3
        return text
    }

    /// The 48 bits that the characters of `text` stand for, or nil if one is not of the alphabet.
    static func bits(of text: UInt64) -> UInt64? {
        guard text & highBits == 0 else { return nil }
        let plus = atLeast(0x2B, text) ^ atLeast(0x2C, text)
        let slash = atLeast(0x2F, text) ^ atLeast(0x30, text)
        let digits = atLeast(0x30, text) ^ atLeast(0x3A, text)
        let capitals = atLeast(0x41, text) ^ atLeast(0x5B, text)
        let letters = atLeast(0x61, text) ^ atLeast(0x7B, text)
        guard plus | slash | digits | capitals | letters == ones else { return nil }
        var bits = text &+ plus &* 19 &+ slash &* 16 &+ digits &* 4
        bits &-= capitals &* 65 &+ letters &* 71
        bits = (bits & 0x003F_003F_003F_003F) | (bits & 0x3F00_3F00_3F00_3F00) >> 2
        bits = (bits & 0x0000_0FFF_0000_0FFF) | (bits & 0x0FFF_0000_0FFF_0000) >> 4
        return (bits & 0xFF_FFFF) | (bits & 0x00FF_FFFF_0000_0000) >> 8
    }

    /// 1 in each byte of `text` that is at least `limit`, else 0; all bytes are below 128.
    private static func atLeast(_ limit: UInt64, _ text: UInt64) -> UInt64 {
        (text &+ ones &* (128 - limit)) >> 7 & ones
    }
}
