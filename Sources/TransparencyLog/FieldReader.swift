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
        let name = format.utf8Span.span
        let isNamed = text.has(name, at: 0) && name.count < text.count && text[name.count] == 0x0A
        try self.init(text, isNamed: isNamed, size: name.count + 1, format, limit)
    }

    /// Takes the first line of `text`, which must be `header`: the name `format` and a line feed.
    @inline(always)
    init(
        _ text: Span<UInt8>, header: StaticString, format: String, limit: Int
    ) throws(FormatError) {
        let size = header.utf8CodeUnitCount
        try self.init(text, isNamed: text.has(header, at: 0), size: size, format, limit)
    }

    @inline(always)
    private init(
        _ text: Span<UInt8>, isNamed: Bool, size: Int, _ format: String, _ limit: Int
    ) throws(FormatError) {
        self.format = format
        guard text.count <= limit else { throw failure(.tooLarge) }
        guard text.count > 0, text[text.count - 1] == 0x0A else { throw failure(.noFinalNewline) }
        guard isNamed else { throw failure(.wrongFormat) }
        position = size
        lines = 1
    }

    /// Whether the next line begins with `name` and a space.
    @inline(always)
    func hasField(_ name: StaticString, in text: Span<UInt8>) -> Bool {
        let end = position + name.utf8CodeUnitCount
        return text.has(name, at: position) && end < text.count && text[end] == 0x20
    }

    /// Where the value of the next line stands, which must be `name value`; the line counts as read.
    @inline(always)
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
    @inline(always)
    mutating func field<Value>(
        _ name: StaticString, in text: Span<UInt8>, _ parse: (Span<UInt8>) -> Value?
    ) throws(FormatError) -> Value {
        let place = try field(name, in: text)
        guard let value = parse(text.extracting(place)) else { throw refusal(of: place, in: text) }
        return value
    }

    /// Where the value of the next line stands, which must be `name value` and a value that `admits` holds for.
    @inline(always)
    mutating func place(
        _ name: StaticString, in text: Span<UInt8>, _ admits: (Span<UInt8>) -> Bool
    ) throws(FormatError) -> Range<Int> {
        let place = try field(name, in: text)
        guard admits(text.extracting(place)) else { throw refusal(of: place, in: text) }
        return place
    }

    /// The same for values of which most can be told from what follows by themselves, with no search for the end of the line: `end`
    /// gives where such a value that begins at a place ends.
    @inline(always)
    mutating func place(
        _ name: StaticString, in text: Span<UInt8>, end: (Span<UInt8>, Int) -> Int?,
        _ admits: (Span<UInt8>) -> Bool
    ) throws(FormatError) -> Range<Int> {
        let start = position + name.utf8CodeUnitCount + 1
        guard hasField(name, in: text), let end = end(text, start), end < text.count,
            text[end] == 0x0A
        else { return try place(name, in: text, admits) }
        position = end + 1
        lines += 1
        return start..<end
    }

    /// The number that the next line, `name number`, writes.
    @inline(always)
    mutating func number(
        _ name: StaticString, in text: Span<UInt8>
    ) throws(FormatError) -> UInt64 {
        let start = position + name.utf8CodeUnitCount + 1
        guard hasField(name, in: text), let (number, end) = FieldText.number(text, from: start),
            end < text.count, text[end] == 0x0A
        else { return try field(name, in: text) { FieldText.number($0) } }
        position = end + 1
        lines += 1
        return number
    }

    /// Where the base64 of 32 bytes stands that is the next line's value. Nobody who reads many texts wants the bytes.
    @inline(always)
    mutating func nonce(in text: Span<UInt8>) throws(FormatError) -> Int {
        let start = position + 6
        let end = start + Bytes32.base64Size
        guard hasField("nonce", in: text), end < text.count, text[end] == 0x0A,
            Bytes32.isWritten(inBase64: text, at: start)
        else { throw refusal(of: try field("nonce", in: text), in: text) }
        position = end + 1
        lines += 1
        return start
    }

    /// The whole second that the next line, `name instant`, writes.
    @inline(always)
    mutating func wholeSecond(
        _ name: StaticString, in text: Span<UInt8>
    ) throws(FormatError) -> Instant {
        let start = position + name.utf8CodeUnitCount + 1
        let end = start + Instant.wholeSecondSize
        guard hasField(name, in: text), end < text.count, text[end] == 0x0A,
            let instant = Instant(wholeSecond: text.extracting(start..<end))
        else { return try field(name, in: text) { Instant(wholeSecond: $0) } }
        position = end + 1
        lines += 1
        return instant
    }

    /// The digest that the next line, `name digest`, writes.
    @inline(always)
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
    @inline(always)
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

    /// The number below 10^18 whose digits begin at `start`, and where they end; nil if there are none, or more, or a leading zero.
    @inline(always)
    static func number(_ text: Span<UInt8>, from start: Int) -> (UInt64, end: Int)? {
        var number: UInt64 = 0
        var end = start
        let limit = min(text.count, start + 18)
        while end < limit {
            let digit = text[end] &- 0x30
            guard digit < 10 else { break }
            number = number &* 10 &+ UInt64(digit)
            end += 1
        }
        guard end > start, text[start] != 0x30 || end == start + 1 else { return nil }
        return (number, end)
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
