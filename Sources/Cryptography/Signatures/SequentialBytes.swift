// Reads a source from some position on, once and in order, through a window of a fixed size, and takes BER apart on the way (X.690 §8):
// only headers and what is asked for stand in memory, whatever the lengths say.
//
// Invariant: `position` is the offset in the source of the first byte of `rest`.

/// What is read at once: large enough that reading costs little beside hashing, small enough to be reused by the allocator.
let streamWindowSize = 1 << 18

/// A place in a source, which only moves forward.
struct SequentialBytes<Source: RangedBytes> {
    private let windowSize: Int
    private let source: Source
    private(set) var position: Int
    private var rest: ArraySlice<UInt8> = []
    /// Sees every byte that is read; nil if nobody asks for it.
    private let hash: RunningHash?

    init(
        _ source: Source, from position: Int = 0, hash: RunningHash? = nil,
        windowSize: Int = streamWindowSize
    ) {
        self.source = source
        self.position = position
        self.hash = hash
        self.windowSize = windowSize
    }

    var isAtEnd: Bool { position == source.count }

    /// What stands in the window, and at least one byte unless the source is at its end.
    mutating func window() throws -> ArraySlice<UInt8> {
        if rest.isEmpty { try fill() }
        return rest
    }

    /// The next `count` bytes, or fewer at the end of the source; nothing is moved.
    mutating func peek(_ count: Int) throws -> ArraySlice<UInt8> {
        while rest.count < count, position + rest.count < source.count { try fill() }
        return rest.prefix(count)
    }

    /// Moves over bytes that are in the window.
    mutating func skip(_ count: Int) {
        rest = rest.dropFirst(count)
        position += count
    }

    /// The next `count` bytes.
    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        let bytes = try peek(count)
        guard bytes.count == count else { throw CMSError.malformed }
        skip(count)
        return bytes
    }

    /// Gives the next `count` bytes to `body`, in pieces.
    mutating func forEachPiece(_ count: Int, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
        var left = count
        while left > 0 {
            let piece = try window().prefix(left)
            guard !piece.isEmpty else { throw CMSError.malformed }
            try body(piece)
            skip(piece.count)
            left -= piece.count
        }
    }

    private mutating func fill() throws {
        let start = position + rest.count
        let end = min(start + windowSize, source.count)
        guard start < end else { return }
        let bytes = try source.read(start..<end)
        guard bytes.count == end - start else { throw CMSError.malformed }
        hash?.update(bytes)
        rest = rest.isEmpty ? bytes[...] : (rest + bytes)[...]
    }
}

/// Tag and length of an element.
struct BERHeader {
    let tag: UInt8
    /// Nil if it is indefinite.
    let length: Int?
}

extension SequentialBytes {
    /// The header that comes next, of an element that ends at `limit` at the latest; nothing is moved if the tag is not `tag`.
    mutating func header(_ tag: UInt8? = nil, within limit: Int) throws -> BERHeader? {
        let bytes = try peek(10)
        let start = bytes.startIndex
        guard let first = bytes.first else { throw CMSError.malformed }
        if let tag, first != tag { return nil }
        guard first & 0x1F != 0x1F, first != 0, bytes.count >= 2 else { throw CMSError.malformed }
        if bytes[start + 1] == 0x80 {
            guard first & Tag.constructedBit != 0, position + 2 <= limit else {
                throw CMSError.malformed
            }
            skip(2)
            return BERHeader(tag: first, length: nil)
        }
        var length = Int(bytes[start + 1])
        var size = 2
        if length & 0x80 != 0 {
            size = 2 + length & 0x7F
            guard size <= 10, size <= bytes.count else { throw CMSError.malformed }
            length = 0
            for byte in bytes[start + 2..<start + size] {
                guard length < 1 << 40 else { throw CMSError.malformed }
                length = length << 8 | Int(byte)
            }
        }
        guard limit - position >= size, length <= limit - position - size else {
            throw CMSError.malformed
        }
        skip(size)
        return BERHeader(tag: first, length: length)
    }

    /// Opens an element with this tag; where it ends, nil if its length is indefinite.
    mutating func open(_ tag: UInt8, within limit: Int) throws -> Int? {
        guard let header = try header(tag, within: limit) else { throw CMSError.malformed }
        return header.length.map { position + $0 }
    }

    /// Ends an element that was opened: nothing is left in it.
    mutating func close(_ end: Int?) throws {
        if let end {
            guard position == end else { throw CMSError.malformed }
        } else {
            guard try take(2).elementsEqual([0, 0]) else { throw CMSError.malformed }
        }
    }

    /// Whether an element that was opened holds nothing more.
    mutating func isFinished(_ end: Int?) throws -> Bool {
        if let end { return position >= end }
        return try peek(1).first == 0
    }

    /// A whole element with this tag, as encoded.
    mutating func small(_ tag: UInt8, within limit: Int, maximum: Int) throws -> ArraySlice<UInt8> {
        var reader = DERReader(try peek(min(maximum, limit - position)), rules: .ber)
        guard let element = try? reader.next(tag) else { throw CMSError.malformed }
        skip(element.encoded.count)
        return element.encoded
    }
}
