// Reads ASN.1 in DER, or in BER where CMS permits it (X.690 §8, §10), one element at a time and without building a tree: a
// revocation list of a million lines costs what is read of it. Every length is checked against the bytes that are there, nesting is
// bounded, and nothing is copied until a value is taken.
//
// Invariants: an element's `contents` lie within its `encoded`, which lies within the reader's bytes; a reader never moves back.
// Tags of more than one byte are refused: no format that Docket reads has them.

/// The bytes are not the ASN.1 that was expected.
struct DERError: Error, Hashable {}

/// Which encodings of one value are accepted.
enum EncodingRules {
    /// One encoding for each value (X.690 §10): lengths are definite and as short as can be, strings are primitive.
    case der
    /// Lengths may be long or indefinite, strings in pieces (X.690 §8).
    case ber
}

/// Tags of ASN.1 as their identifier octet.
enum Tag {
    static let boolean: UInt8 = 0x01
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let null: UInt8 = 0x05
    static let objectIdentifier: UInt8 = 0x06
    static let enumerated: UInt8 = 0x0A
    static let utcTime: UInt8 = 0x17
    static let generalizedTime: UInt8 = 0x18
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31
    static let constructedBit: UInt8 = 0x20

    /// `[number]` around a value or in place of a constructed one's tag.
    static func context(_ number: UInt8) -> UInt8 { 0xA0 | number }
    /// `[number]` in place of a primitive value's tag.
    static func contextPrimitive(_ number: UInt8) -> UInt8 { 0x80 | number }
}

/// One element: a tag, a length and contents.
struct DERElement {
    /// How deep elements may nest; X.509 and CMS need about twelve.
    static let maximumDepth = 40

    let tag: UInt8
    let rules: EncodingRules
    let depth: Int
    // One slice for both, since each costs a count of references wherever an element is passed on.
    private let bytes: ArraySlice<UInt8>
    private let inside: Range<Int>
    private let whole: Range<Int>

    var contents: ArraySlice<UInt8> { bytes[inside] }
    /// Tag, length and contents as they stand in the file.
    var encoded: ArraySlice<UInt8> { bytes[whole] }

    /// The only element of `bytes`; no byte may follow.
    init(_ bytes: [UInt8], rules: EncodingRules = .der, tag: UInt8) throws(DERError) {
        try self.init(bytes[...], rules: rules, tag: tag)
    }

    /// The only element of `bytes`; no byte may follow.
    init(_ bytes: ArraySlice<UInt8>, rules: EncodingRules = .der, tag: UInt8) throws(DERError) {
        var reader = DERReader(bytes, rules: rules)
        self = try reader.next(tag)
        try reader.end()
    }

    // Both ranges lie within `bytes`.
    fileprivate init(
        tag: UInt8, bytes: ArraySlice<UInt8>, inside: Range<Int>, whole: Range<Int>,
        rules: EncodingRules, depth: Int
    ) {
        self.tag = tag
        self.bytes = bytes
        self.inside = inside
        self.whole = whole
        self.rules = rules
        self.depth = depth
    }

    /// A reader of the elements inside.
    func reader() throws(DERError) -> DERReader {
        guard tag & Tag.constructedBit != 0, depth < DERElement.maximumDepth else {
            throw DERError()
        }
        return DERReader(contents, rules: rules, depth: depth + 1)
    }

    /// The elements inside, at most `limit`.
    func elements(limit: Int = .max) throws(DERError) -> [DERElement] {
        var reader = try reader()
        var elements: [DERElement] = []
        while !reader.isAtEnd {
            guard elements.count < limit else { throw DERError() }
            elements.append(try reader.next())
        }
        return elements
    }

    /// The first elements inside, no more than `count`; what follows is not looked at.
    func first(_ count: Int) throws(DERError) -> [DERElement] {
        var reader = try reader()
        var elements: [DERElement] = []
        while !reader.isAtEnd && elements.count < count { elements.append(try reader.next()) }
        return elements
    }
}

/// A position in a row of elements.
struct DERReader {
    private let bytes: ArraySlice<UInt8>
    /// Where in `bytes` the next element begins.
    private var position: Int
    private let rules: EncodingRules
    private let depth: Int

    init(_ bytes: ArraySlice<UInt8>, rules: EncodingRules, depth: Int = 0) {
        self.bytes = bytes
        position = bytes.startIndex
        self.rules = rules
        self.depth = depth
    }

    var isAtEnd: Bool { position == bytes.endIndex }
    /// The tag that comes next; nil at the end.
    var nextTag: UInt8? { isAtEnd ? nil : bytes[position] }

    /// Refuses bytes that are left over.
    func end() throws(DERError) {
        guard isAtEnd else { throw DERError() }
    }

    /// The next element, whatever its tag.
    mutating func next() throws(DERError) -> DERElement {
        let start = position
        guard bytes.endIndex - start >= 2 else { throw DERError() }
        let tag = bytes[start]
        let first = bytes[start + 1]
        guard tag & 0x1F != 0x1F, tag != 0 else { throw DERError() }
        position = start + 2
        if first == 0x80 { return try indefinite(tag: tag, start: start) }
        let length = first < 0x80 ? Int(first) : try longLength(first)
        guard length <= bytes.endIndex - position else { throw DERError() }
        let contents = position..<position + length
        position = contents.upperBound
        return element(tag, contents, from: start)
    }

    /// The next element, which must have this tag.
    mutating func next(_ tag: UInt8) throws(DERError) -> DERElement {
        let element = try next()
        guard element.tag == tag else { throw DERError() }
        return element
    }

    /// The next element if it has this tag, else nothing is read.
    mutating func optional(_ tag: UInt8) throws(DERError) -> DERElement? {
        nextTag == tag ? try next() : nil
    }

    private func element(_ tag: UInt8, _ contents: Range<Int>, from start: Int) -> DERElement {
        DERElement(
            tag: tag, bytes: bytes, inside: contents, whole: start..<position, rules: rules,
            depth: depth)
    }

    private mutating func longLength(_ first: UInt8) throws(DERError) -> Int {
        let count = Int(first & 0x7F)
        guard count <= bytes.endIndex - position, count <= 8 else { throw DERError() }
        var length = 0
        for index in position..<position + count {
            guard length < 1 << 40 else { throw DERError() }
            length = length << 8 | Int(bytes[index])
        }
        if rules == .der {
            guard length >= 0x80, bytes[position] != 0 else { throw DERError() }
        }
        position += count
        return length
    }

    /// Contents up to the two zero bytes that end them (X.690 §8.1.5).
    private mutating func indefinite(tag: UInt8, start: Int) throws(DERError) -> DERElement {
        guard rules == .ber, tag & Tag.constructedBit != 0, depth < DERElement.maximumDepth else {
            throw DERError()
        }
        var inside = DERReader(bytes[position...], rules: rules, depth: depth + 1)
        while inside.nextTag != 0 { _ = try inside.next() }
        let end = inside.position
        guard bytes.endIndex - end >= 2, bytes[end + 1] == 0 else { throw DERError() }
        let contents = position..<end
        position = end + 2
        return element(tag, contents, from: start)
    }
}
