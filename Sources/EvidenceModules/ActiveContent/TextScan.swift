// Text as it may deceive: characters that turn the direction of writing, and characters that nobody sees (VisibleText). Blanks of other
// widths and the byte order mark at the start are ordinary in texts of the world and are not spoken of.

import EvidenceValues

/// Looks at texts.
enum TextScan {
    /// The text in these bytes: UTF-8, or UTF-16 with its mark; nil if it is none.
    static func text(of bytes: [UInt8], isWhole: Bool) -> String? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return utf16(bytes)
        }
        // A cut may go through a character, which has four bytes at most.
        for cut in 0...(isWhole ? 0 : min(3, bytes.count)) {
            guard let text = String(validating: bytes.dropLast(cut), as: UTF8.self) else {
                continue
            }
            return text.utf8.contains(0) ? nil : text
        }
        return nil
    }

    private static func utf16(_ bytes: [UInt8]) -> String? {
        let isLittle = bytes[0] == 0xFF
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let units = stride(from: 2, to: bytes.count, by: 2).map { position in
            let (first, second) = (UInt16(bytes[position]), UInt16(bytes[position + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        guard let text = String(validating: units, as: UTF16.self) else { return nil }
        return text.utf8.contains(0) ? nil : text
    }

    /// The first of each sort, and how many there are.
    static func warnings(_ text: String) -> [ActiveContent] {
        var found: [ActiveContent.Kind: (first: String, count: Int)] = [:]
        var (line, column, isFirst) = (1, 0, true)
        for scalar in text.unicodeScalars {
            defer { isFirst = false }
            if scalar == "\n" {
                (line, column) = (line + 1, 0)
                continue
            }
            column += 1
            guard !(isFirst && scalar == "\u{FEFF}"), let kind = kind(of: scalar) else { continue }
            let name = "U+" + String(scalar.value, radix: 16, uppercase: true)
            let first = found[kind]?.first ?? "\(name) at line \(line), column \(column)"
            found[kind] = (first, (found[kind]?.count ?? 0) + 1)
        }
        return found.map { kind, value in
            ActiveContent(
                kind, value.first + (value.count > 1 ? ", and \(value.count - 1) more" : ""))
        }
    }

    private static func kind(of scalar: Unicode.Scalar) -> ActiveContent.Kind? {
        switch scalar.value {
        case 0x09, 0x0C, 0x0D, 0x20...0x7E: return nil
        case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: return .bidirectional
        default:
            if scalar.properties.generalCategory == .spaceSeparator { return nil }
            return VisibleText.isHidden(scalar) ? .invisible : nil
        }
    }
}
