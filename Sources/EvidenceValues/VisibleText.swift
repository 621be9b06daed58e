// Text that people sign must be the text that they see. Control characters, invisible ones and those that turn the direction
// of writing can make an agreement read otherwise than it runs ("Trojan Source", CVE-2021-42574), so Docket's texts refuse them.

/// Finds characters that a reader cannot see or that reorder what is seen.
package enum VisibleText {
    /// Where a hidden character stands, counted from 1 in lines and in characters.
    package struct Hidden: Sendable, Hashable {
        package let line: Int
        package let column: Int
        package let scalar: Unicode.Scalar
    }

    /// The first hidden character of `text`; line feeds are not hidden. Nil if all is visible.
    package static func firstHidden(in text: some StringProtocol) -> Hidden? {
        let bytes = Array(text.utf8)
        var line = 1
        var column = 1
        var position = 0
        while position < bytes.count {
            let start = position
            position += 1
            if bytes[start] == 0x0A {
                line += 1
                column = 1
                continue
            }
            // Nearly all of a text is visible ASCII, and nothing needs to be decoded.
            if !(0x20...0x7E).contains(bytes[start]) {
                while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
                let character = String(decoding: bytes[start..<position], as: UTF8.self)
                if let scalar = character.unicodeScalars.first, isHidden(scalar) {
                    return Hidden(line: line, column: column, scalar: scalar)
                }
            }
            column += 1
        }
        return nil
    }

    /// Whether `text` has no hidden character and no line feed.
    package static func isOneVisibleLine(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.allSatisfy { $0 != "\n" && !isHidden($0) }
    }

    /// Controls, format characters (zero width, bidirectional), separators of lines and paragraphs, private use,
    /// unassigned, variation selectors and blanks other than U+0020.
    package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        // ASCII but its controls: nearly all text, and the tables of Unicode are slow.
        if (0x20...0x7E).contains(scalar.value) { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
            .unassigned, .spaceSeparator:
            return true
        default:
            return scalar.properties.isDefaultIgnorableCodePoint || scalar == "\u{2800}"
        }
    }
}

extension String {
    /// What stands between its line feeds, empty lines too.
    package var lines: [Substring] {
        var lines: [Substring] = []
        var start = startIndex
        var first = 0
        for (position, byte) in Array(utf8).enumerated() where byte == 0x0A {
            let end = utf8.index(start, offsetBy: position - first)
            lines.append(self[start..<end])
            start = utf8.index(after: end)
            first = position + 1
        }
        lines.append(self[start...])
        return lines
    }
}

extension StringProtocol {
    /// Whether both are the same UTF-8. `==` of Swift holds for every canonically equivalent text: U+212A KELVIN SIGN `==` K.
    @inlinable package func hasSameBytes(as other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8)
    }

    /// Whether it begins with the bytes of `prefix`.
    @inlinable package func startsWithBytes(of prefix: some StringProtocol) -> Bool {
        utf8.starts(with: prefix.utf8)
    }
}
