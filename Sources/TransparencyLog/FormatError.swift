// Docket's texts are strict: one encoding for each value, and every other text refused with the line and the reason.

/// Why a text was refused, and where.
package struct FormatError: Error, Sendable, Hashable {
    /// What was wrong.
    package enum Reason: String, Sendable, Hashable {
        /// More bytes than the format allows.
        case tooLarge = "too-large"
        /// More lines of one sort (links, hashes, signatures) than the format allows.
        case tooMany = "too-many"
        /// Not UTF-8, or a character that the format does not allow.
        case badCharacter = "bad-character"
        /// The text does not end with a line feed.
        case noFinalNewline = "no-final-newline"
        /// The first line does not name the format.
        case wrongFormat = "wrong-format"
        /// Another field, or none, where this one must stand.
        case unexpectedField = "unexpected-field"
        /// The field's value has no meaning, or another spelling than the canonical one.
        case badValue = "bad-value"
        /// Fields of one sort are not in ascending order, or one is there twice.
        case notSorted = "not-sorted"
        /// Something stands after the end.
        case trailingText = "trailing-text"
        /// The text ends too early.
        case truncated
    }

    /// The format: the first line that the text should have.
    package let format: String
    /// The line, from 1; 0 where the fault is in values and not in a text.
    package let line: Int
    package let reason: Reason

    package init(format: String, line: Int, reason: Reason) {
        self.format = format
        self.line = line
        self.reason = reason
    }
}
