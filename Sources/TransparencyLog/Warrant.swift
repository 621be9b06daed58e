// Who had something done to an archive, and on what ground (docs/formats/erasure.md). Both are free words of one visible line; what
// they say is the operator's statement, and whether the ground is a good one is for a court.

import EvidenceValues

/// By whom and on what ground an archive's record was made.
package struct Warrant: Sendable, Hashable {
    /// Bytes of a name at most: as of a file's name. Spec: erasure-6
    package static let maximumName = 200
    /// Bytes of a ground at most: a reference to a law or an order, not its text. Spec: erasure-6
    package static let maximumGround = 1000

    package let by: String
    package let ground: String

    /// Nil if one of them is empty, too long, or has characters that are not seen.
    package init?(by: String, ground: String) {
        guard let by = Warrant.words(by, limit: Warrant.maximumName),
            let ground = Warrant.words(ground, limit: Warrant.maximumGround)
        else { return nil }
        self.by = by
        self.ground = ground
    }

    /// Reads the last two lines of a record.
    init(_ reader: inout FieldReader) throws(FormatError) {
        by = try reader.field("by") { Warrant.words($0, limit: Warrant.maximumName) }
        ground = try reader.field("ground") { Warrant.words($0, limit: Warrant.maximumGround) }
    }

    /// The last two lines of a record.
    var lines: String { "by \(by)\nground \(ground)\n" }

    private static func words(_ text: String, limit: Int) -> String? {
        guard (1...limit).contains(text.utf8.count), !text.utf8.starts(with: [0x20]),
            text.utf8.last != 0x20, VisibleText.isOneVisibleLine(text),
            !text.unicodeScalars.contains("\u{FFFD}")
        else { return nil }
        return text
    }
}

// Words are the same if their bytes are; Swift's strings are already equal if they are canonically equivalent.
extension Warrant {
    package static func == (left: Warrant, right: Warrant) -> Bool {
        left.by.hasSameBytes(as: right.by) && left.ground.hasSameBytes(as: right.ground)
    }
}
