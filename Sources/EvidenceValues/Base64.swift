// Base64 (RFC 4648 §4, with padding): one text for each sequence of bytes, and every other text refused. Foundation's
// decoder accepts non-zero trailing bits, which would give one digest two spellings; formats of evidence may not have that.

/// Bytes as base64 with padding, and back.
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }()

    /// The one base64 text of `bytes`.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var group: UInt32 = 0
        var count = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            count += 1
            if count == 3 {
                for shift in [18, 12, 6, 0] as [UInt32] {
                    text.append(alphabet[Int(group >> shift & 63)])
                }
                group = 0
                count = 0
            }
        }
        if count == 1 {
            text += [alphabet[Int(group >> 2)], alphabet[Int(group << 4 & 63)], 0x3D, 0x3D]
        } else if count == 2 {
            text += [
                alphabet[Int(group >> 10)], alphabet[Int(group >> 4 & 63)],
                alphabet[Int(group << 2 & 63)], 0x3D,
            ]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that `text` encodes, or nil unless `encode` of them gives `text` again.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3)
        var position = 0
        while position < characters.count {
            let isLast = position + 4 == characters.count
            var padding = 0
            if isLast && characters[position + 3] == 0x3D {
                padding = characters[position + 2] == 0x3D ? 2 : 1
            }
            var group: UInt32 = 0
            for offset in 0..<(4 - padding) {
                let value = values[Int(characters[position + offset])]
                guard value != 0xFF else { return nil }
                group = group << 6 | UInt32(value)
            }
            switch padding {
            case 0:
                bytes += [UInt8(group >> 16), UInt8(group >> 8 & 255), UInt8(group & 255)]
            case 1:
                guard group & 3 == 0 else { return nil }
                bytes += [UInt8(group >> 10), UInt8(group >> 2 & 255)]
            default:
                guard group & 15 == 0 else { return nil }
                bytes.append(UInt8(group >> 4))
            }
            position += 4
        }
        return bytes
    }
}
