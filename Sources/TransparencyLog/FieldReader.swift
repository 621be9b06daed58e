// Reads texts of `field value` lines in a fixed order. It compares bytes, never `String`s: Swift holds canonically equivalent
// strings to be equal (the Kelvin sign and `K`), and a format may not. Each parser also formats what it read and compares, so
// that a second spelling that slips through a field's own parser is still refused.

import EvidenceValues

/// Walks through the lines of one text.
struct FieldReader {
    let format: String
    private let lines: [ArraySlice<UInt8>]
    private var next = 0

    /// Splits `bytes` into lines and takes the first, which must name `format`.
    init(_ bytes: [UInt8], format: String, limit: Int) throws(FormatError) {
        self.format = format
        guard bytes.count <= limit else {
            throw FormatError(format: format, line: 1, reason: .tooLarge)
        }
        guard bytes.last == 0x0A else {
            throw FormatError(format: format, line: 1, reason: .noFinalNewline)
        }
        lines = bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
        guard let first = lines.first, first.elementsEqual(format.utf8) else {
            throw FormatError(format: format, line: 1, reason: .wrongFormat)
        }
        next = 1
    }

    /// Whether the next line begins with `name` and a space.
    func hasField(_ name: String) -> Bool {
        next < lines.count && lines[next].starts(with: name.utf8 + [0x20])
    }

    /// The value of the next line, which must be `name value`, as `parse` reads it.
    mutating func field<Value>(
        _ name: String, _ parse: (String) -> Value?
    ) throws(FormatError) -> Value {
        guard next < lines.count else { throw failure(.truncated) }
        guard hasField(name) else { throw failure(.unexpectedField) }
        let raw = lines[next].dropFirst(name.utf8.count + 1)
        guard let text = String(validating: raw, as: UTF8.self) else {
            throw failure(.badCharacter)
        }
        guard let value = parse(text) else { throw failure(.badValue) }
        next += 1
        return value
    }

    /// Refuses whatever follows the last field, and a value whose own text `formatted` is not what was read.
    func finish(_ bytes: [UInt8], formatted: [UInt8]) throws(FormatError) {
        guard next == lines.count else { throw failure(.trailingText) }
        guard bytes == formatted else {
            let same = zip(bytes, formatted).prefix { $0 == $1 }
            let line = same.count { $0.0 == 0x0A } + 1
            throw FormatError(format: format, line: line, reason: .badValue)
        }
    }

    /// The error that `reason` is at the current line.
    func failure(_ reason: FormatError.Reason) -> FormatError {
        FormatError(format: format, line: next + 1, reason: reason)
    }

    /// The error that `reason` is at the line just read.
    func failureBehind(_ reason: FormatError.Reason) -> FormatError {
        FormatError(format: format, line: next, reason: reason)
    }
}

/// How the texts write single values.
enum FieldText {
    /// What stands where there is no digest.
    static let none = "none"

    /// A decimal number without sign or leading zero that fits into 64 bits.
    static func number(_ text: String) -> UInt64? {
        guard let number = UInt64(text), String(number).utf8.elementsEqual(text.utf8) else {
            return nil
        }
        return number
    }

    /// A nonce: base64 of 32 bytes.
    static func nonce(_ text: String) -> [UInt8]? {
        guard let bytes = Base64.decode(text), bytes.count == nonceSize else { return nil }
        return bytes
    }

    /// A digest, or `none`: nil within a value.
    static func optionalDigest(_ text: String) -> Digest?? {
        if text.utf8.elementsEqual(none.utf8) { return .some(nil) }
        guard let digest = Digest(text: text) else { return nil }
        return .some(digest)
    }

    /// Bytes of a nonce: as much as a digest, so that no digest of a text with it can be guessed.
    static let nonceSize = 32
}
