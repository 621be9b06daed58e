// Reads texts of `field value` lines in a fixed order. It compares bytes, never `String`s: Swift holds canonically equivalent
// strings to be equal (the Kelvin sign and `K`), and a format may not. `LineReader` only knows how far it has read, and is handed
// the text at each call, so that a text is read where it lies, in a row of a database, say. Each value has one spelling because
// its own parser accepts only that; `FieldReader` formats what it read besides, and compares.

import EvidenceValues

/// How far a text of lines has been read.
struct LineReader {
    let format: String
    /// Where the next line begins.
    private(set) var position = 0
    /// Lines that have been read.
    private var lines = 0

    /// Takes the first line of `text`, which must name `format`.
    init(_ text: Span<UInt8>, format: String, limit: Int) throws(FormatError) {
        self.format = format
        guard text.count <= limit else { throw failure(.tooLarge) }
        guard text.count > 0, text[text.count - 1] == 0x0A else { throw failure(.noFinalNewline) }
        let name = format.utf8Span.span
        guard text.has(name, at: 0), text[name.count] == 0x0A else { throw failure(.wrongFormat) }
        position = name.count + 1
        lines = 1
    }

    /// Whether the next line begins with `name` and a space.
    @inline(__always)
    func hasField(_ name: StaticString, in text: Span<UInt8>) -> Bool {
        let end = position + name.utf8CodeUnitCount
        return text.has(name, at: position) && end < text.count && text[end] == 0x20
    }

    /// Where the value of the next line stands, which must be `name value`; the line counts as read.
    @inline(__always)
    mutating func field(
        _ name: StaticString, in text: Span<UInt8>
    ) throws(FormatError) -> Range<Int> {
        guard hasField(name, in: text) else {
            throw failure(position == text.count ? .truncated : .unexpectedField)
        }
        let start = position + name.utf8CodeUnitCount + 1
        let end = text.end(ofLineAt: start)
        position = end + 1
        lines += 1
        return start..<end
    }

    /// The value of the next line, which must be `name value`, as `parse` reads it.
    @inline(__always)
    mutating func field<Value>(
        _ name: StaticString, in text: Span<UInt8>, _ parse: (Span<UInt8>) -> Value?
    ) throws(FormatError) -> Value {
        let place = try field(name, in: text)
        guard let value = parse(text.extracting(place)) else { throw refusal(of: place, in: text) }
        return value
    }

    /// Where the value of the next line stands, which must be `name value` and a value that `admits` holds for.
    @inline(__always)
    mutating func place(
        _ name: StaticString, in text: Span<UInt8>, _ admits: (Span<UInt8>) -> Bool
    ) throws(FormatError) -> Range<Int> {
        let place = try field(name, in: text)
        guard admits(text.extracting(place)) else { throw refusal(of: place, in: text) }
        return place
    }

    /// The digest that the next line, `name digest`, writes.
    @inline(__always)
    mutating func digest(
        _ name: StaticString, in text: Span<UInt8>
    ) throws(FormatError) -> Digest {
        let start = position + name.utf8CodeUnitCount + 1
        let end = start + Digest.textSize
        // No need to look for the end of the line: a digest holds no line feed.
        if hasField(name, in: text), end < text.count, text[end] == 0x0A,
            let digest = Digest(text: text, at: start)
        {
            position = end + 1
            lines += 1
            return digest
        }
        throw refusal(of: try field(name, in: text), in: text)
    }

    /// The digest that the next line, `name digest`, writes, or nil if that is `name none`.
    @inline(__always)
    mutating func optionalDigest(
        _ name: StaticString, in text: Span<UInt8>
    ) throws(FormatError) -> Digest? {
        let start = position + name.utf8CodeUnitCount + 1
        guard hasField(name, in: text), text.has("none\n", at: start) else {
            return try digest(name, in: text)
        }
        position = start + 5
        lines += 1
        return nil
    }

    /// Refuses whatever follows the last field.
    func finish(_ text: Span<UInt8>) throws(FormatError) {
        guard position == text.count else { throw failure(.trailingText) }
    }

    /// The error that the value at `place` is: a bad value, or no text at all.
    func refusal(of place: Range<Int>, in text: Span<UInt8>) -> FormatError {
        let isText = (try? UTF8Span(validating: text.extracting(place))) != nil
        return failureBehind(isText ? .badValue : .badCharacter)
    }

    /// The error that `reason` is at the next line.
    func failure(_ reason: FormatError.Reason) -> FormatError {
        FormatError(format: format, line: lines + 1, reason: reason)
    }

    /// The error that `reason` is at the line just read.
    func failureBehind(_ reason: FormatError.Reason) -> FormatError {
        FormatError(format: format, line: lines, reason: reason)
    }
}

/// Walks through the lines of one text; for texts of which there are few.
struct FieldReader {
    private let bytes: [UInt8]
    private var reader: LineReader

    /// Takes the first line of `bytes`, which must name `format`.
    init(_ bytes: [UInt8], format: String, limit: Int) throws(FormatError) {
        self.bytes = bytes
        reader = try LineReader(bytes.span, format: format, limit: limit)
    }

    /// Whether the next line begins with `name` and a space.
    func hasField(_ name: StaticString) -> Bool { reader.hasField(name, in: bytes.span) }

    /// The value of the next line, which must be `name value`, as `parse` reads it.
    mutating func field<Value>(
        _ name: StaticString, _ parse: (String) -> Value?
    ) throws(FormatError) -> Value {
        let bytes = bytes
        return try reader.field(name, in: bytes.span) { String(validatingUTF8: $0).flatMap(parse) }
    }

    /// Refuses whatever follows the last field, and a value whose own text `formatted` is not what was read.
    func finish(_ bytes: [UInt8], formatted: [UInt8]) throws(FormatError) {
        try reader.finish(bytes.span)
        guard bytes == formatted else {
            let same = zip(bytes, formatted).prefix { $0 == $1 }
            let line = same.count { $0.0 == 0x0A } + 1
            throw FormatError(format: reader.format, line: line, reason: .badValue)
        }
    }

    /// The error that `reason` is at the current line.
    func failure(_ reason: FormatError.Reason) -> FormatError { reader.failure(reason) }

    /// The error that `reason` is at the line just read.
    func failureBehind(_ reason: FormatError.Reason) -> FormatError {
        reader.failureBehind(reason)
    }
}

/// How the texts write single values.
enum FieldText {
    /// What stands where there is no digest.
    static let none = "none"

    /// A decimal number without sign or leading zero that fits into 64 bits.
    static func number(_ text: String) -> UInt64? { number(text.utf8Span.span) }

    /// A decimal number without sign or leading zero that fits into 64 bits.
    static func number(_ text: Span<UInt8>) -> UInt64? {
        guard (1...20).contains(text.count), text[0] != 0x30 || text.count == 1 else { return nil }
        var number: UInt64 = 0
        for position in text.indices {
            let digit = text[position] &- 0x30
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            guard digit < 10, !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }

    /// A nonce: base64 of 32 bytes.
    static func nonce(_ text: Span<UInt8>) -> Bytes32? {
        text.count == Bytes32.base64Size ? Bytes32(base64: text, at: 0) : nil
    }

    /// A digest, or `none`: nil within a value.
    static func optionalDigest(_ text: String) -> Digest?? {
        if text.utf8.elementsEqual(none.utf8) { return .some(nil) }
        guard let digest = Digest(text: text) else { return nil }
        return .some(digest)
    }
}

extension OutputRawSpan {
    /// Writes the digest, or `none`, and a line feed.
    mutating func writeLine(_ digest: Digest?) {
        if let digest { write(digest) } else { write("none" as StaticString) }
        write(byte: 0x0A)
    }
}
