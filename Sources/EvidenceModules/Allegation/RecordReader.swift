// Reads bytes of a record from their beginning to their end: numbers in either order, pieces with a length before them, DER elements. Nothing
// is copied until a value is taken, and every length is checked against what is there.

/// The bytes are not the record that was expected.
struct RecordError: Error, Hashable {}

/// A position in bytes.
struct RecordReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private let isLittleEndian: Bool

    init(_ bytes: ArraySlice<UInt8>, littleEndian: Bool = false) {
        self.bytes = bytes
        position = bytes.startIndex
        isLittleEndian = littleEndian
    }

    var isAtEnd: Bool { position == bytes.endIndex }
    var remaining: Int { bytes.endIndex - position }
    /// The byte that comes next; nil at the end.
    var next: UInt8? { isAtEnd ? nil : bytes[position] }

    /// Refuses bytes that are left over.
    func end() throws(RecordError) {
        guard isAtEnd else { throw RecordError() }
    }

    /// The bytes from here to an index of theirs.
    func slice(to end: Int) -> ArraySlice<UInt8> { bytes[position..<max(position, end)] }

    /// The next so many bytes.
    mutating func take(_ count: Int) throws(RecordError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw RecordError() }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// An unsigned number of one to four bytes.
    mutating func number(_ size: Int) throws(RecordError) -> Int {
        let taken = try take(size)
        return (isLittleEndian ? Array(taken.reversed()) : Array(taken))
            .reduce(0) { $0 << 8 | Int($1) }
    }

    /// A piece behind its length, which has so many bytes.
    mutating func piece(_ size: Int) throws(RecordError) -> ArraySlice<UInt8> {
        try take(number(size))
    }

    /// The contents of the next DER element, whose tag must be this one (X.690 §10.1).
    mutating func element(_ tag: UInt8) throws(RecordError) -> ArraySlice<UInt8> {
        guard next == tag else { throw RecordError() }
        return try element().contents
    }

    /// The contents of the next element if it has this tag; nil, and nothing read, if it has another.
    mutating func optional(_ tag: UInt8) throws(RecordError) -> ArraySlice<UInt8>? {
        next == tag ? try element().contents : nil
    }

    /// The next element, whatever its tag, which has one byte.
    mutating func element() throws(RecordError) -> (tag: UInt8, contents: ArraySlice<UInt8>) {
        let tag = UInt8(try number(1))
        guard tag & 0x1F != 0x1F, tag != 0 else { throw RecordError() }
        let first = try number(1)
        guard first >= 0x80 else { return (tag, try take(first)) }
        let octets = try take(first & 0x7F)
        // Definite, in as few octets as can be, and far below what an Int holds.
        guard (1...4).contains(octets.count), octets.first != 0 else { throw RecordError() }
        let length = octets.reduce(0) { $0 << 8 | Int($1) }
        guard length >= 0x80 else { throw RecordError() }
        return (tag, try take(length))
    }
}

extension ArraySlice<UInt8> {
    /// A reader of these bytes.
    var reader: RecordReader { RecordReader(self) }

    /// The one element that these bytes are, which must have this tag.
    func element(_ tag: UInt8) throws(RecordError) -> ArraySlice<UInt8> {
        var reader = reader
        let contents = try reader.element(tag)
        try reader.end()
        return contents
    }
}
