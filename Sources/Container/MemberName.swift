// The name of a member: a relative path of plain ASCII segments, so that it means one file on every system, needs no escaping in
// the manifest's URIs (EN 319 162-1 §A.4; validators disagree on escapes) and has no twin that looks alike.

/// A member's name: segments of letters, digits, `.`, `_`, `-` joined by `/`; no segment begins or ends with `.`; 255 bytes at most.
package struct MemberName: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let text: String

    /// The name, or nil if it is not plain.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard (1...ContainerLimits.nameBytes).contains(text.utf8.count),
            MemberName.isPlain(text.utf8Span.span)
        else { return nil }
        self.text = text
    }

    /// `mimetype`, the first member of every ASiC container.
    package static let mimetype = MemberName(plain: "mimetype")
    /// The manifest that lists and digests all others.
    package static let manifest = MemberName(plain: "META-INF/ASiCManifest001.xml")
    /// The signature over the manifest.
    package static let signature = MemberName(plain: "META-INF/signature001.p7s")

    /// `segment` with every character that is not plain replaced by `_`, and cut to `length` bytes with its extension kept.
    package static func plainSegment(_ segment: String, length: Int = 120) -> String {
        var plain = segment.unicodeScalars.map { scalar -> UInt8 in
            scalar.isASCII && isPlainByte(UInt8(scalar.value)) ? UInt8(scalar.value) : 0x5F
        }
        if plain.count > length {
            let dot = plain.lastIndex(of: 0x2E) ?? plain.count
            let ending = plain.count - dot <= 16 ? Array(plain[dot...]) : []
            plain = Array(plain.prefix(length - ending.count)) + ending
        }
        if plain.first == 0x2E { plain[0] = 0x5F }
        if plain.last == 0x2E { plain[plain.count - 1] = 0x5F }
        return String(decoding: plain, as: UTF8.self)
    }

    package var description: String { text }
    package static func < (left: MemberName, right: MemberName) -> Bool {
        // Both are ASCII, so this is the order of their bytes.
        left.text < right.text
    }

    private init(plain text: String) { self.text = text }

    private static func isPlainByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
            || byte == 0x2E || byte == 0x5F || byte == 0x2D
    }

    /// Whether every segment is plain: none is empty, begins or ends with a dot or holds another character.
    private static func isPlain(_ text: Span<UInt8>) -> Bool {
        // What stands before a segment, and before and behind the whole.
        var last: UInt8 = 0x2F
        for position in text.indices {
            let byte = text[position]
            let isEnd = byte == 0x2F
            guard isEnd || isPlainByte(byte), !(isEnd && (last == 0x2F || last == 0x2E)),
                !(byte == 0x2E && last == 0x2F)
            else { return false }
            last = byte
        }
        return last != 0x2F && last != 0x2E
    }
}
