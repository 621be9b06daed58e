// Lines `name value`, one after the other, each in its place.

/// Walks through lines `name value`: how the texts of access records and pseudonyms are read.
package struct NamedLines {
    private let lines: [Substring]
    private var position = 0

    /// The lines of a text without its last line feed.
    package init(_ text: String) {
        lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { Substring($0) }
    }

    package var isAtEnd: Bool { position == lines.count }
    /// The number of the line that was taken last, from 1.
    package var number: Int { max(position, 1) }

    package mutating func next() -> String? {
        defer { position += 1 }
        return position < lines.count ? String(lines[position]) : nil
    }

    /// The value of the next line, if it is called so.
    package mutating func field(_ name: String) -> String? {
        guard let line = next(), line.utf8.starts(with: "\(name) ".utf8) else { return nil }
        return String(line.utf8.dropFirst(name.utf8.count + 1))
    }
}
