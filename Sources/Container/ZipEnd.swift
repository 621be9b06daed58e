// Where the directory of a ZIP file is, from the records at the file's end. They stand at fixed places, because nothing may stand between or
// behind them, so nothing is searched for. A number has its 64-bit form if and only if it does not fit the end record's field, and
// whatever is said twice is said alike (APPNOTE 6.3.9 §4.3.14 to §4.3.16).

/// The end of a ZIP file.
struct ZipEnd {
    private static let size = 22
    private static let size64 = 56
    private static let locatorSize = 20

    /// The number of members.
    let count: Int
    let directory: Range<Int>

    init(_ source: ByteSource) throws(ContainerError) {
        guard source.count >= ZipEnd.size,
            LittleEndian(try source.read(0..<4)).word32(0) == ZipLayout.localSignature
        else { throw ContainerError(.notZip) }
        guard source.count <= ContainerLimits.size else { throw ContainerError(.bombLimit) }
        let start = source.count - ZipEnd.size
        let end = LittleEndian(try source.read(start..<source.count))
        guard end.word32(0) == ZipLayout.endSignature else { throw ContainerError(.truncated) }
        guard end.word16(20) == 0 else { throw ContainerError(.comment) }
        var numbers = Numbers(
            count: UInt64(end.word16(10)), size: UInt64(end.word32(12)),
            offset: UInt64(end.word32(16)))
        var behind = start
        if numbers.needs64 {
            behind = start - ZipEnd.locatorSize - ZipEnd.size64
            guard behind > 0 else { throw ContainerError(.zip64) }
            let records = LittleEndian(try source.read(behind..<start))
            numbers = try numbers.completed(by: try ZipEnd.numbers(records, at: behind))
        }
        guard end.word16(4) == 0, end.word16(6) == 0, end.word16(8) == end.word16(10) else {
            throw ContainerError(.multiDisk)
        }
        guard numbers.count <= ContainerLimits.members else {
            throw ContainerError(.tooManyMembers)
        }
        // Each is smaller than the file, so that their sum is a number.
        let limit = UInt64(behind)
        guard numbers.count > 0, numbers.offset <= limit, numbers.size <= limit,
            numbers.offset + numbers.size == limit
        else { throw ContainerError(.strayBytes) }
        count = Int(numbers.count)
        directory = Int(numbers.offset)..<behind
    }

    /// What the 64-bit end record and its locator say, which begin at `position`.
    private static func numbers(_ records: LittleEndian, at position: Int) throws(ContainerError)
        -> Numbers
    {
        let locator = size64
        guard records.word32(0) == ZipLayout.end64Signature, records.word64(4) == size64 - 12,
            records.word32(locator) == ZipLayout.locatorSignature,
            records.word64(locator + 8) == position
        else { throw ContainerError(.zip64) }
        guard records.word16(14) == ZipLayout.version64 else { throw ContainerError(.malformed) }
        guard records.word32(16) == 0, records.word32(20) == 0, records.word32(locator + 4) == 0,
            records.word32(locator + 16) == 1, records.word64(24) == records.word64(32)
        else { throw ContainerError(.multiDisk) }
        return Numbers(
            count: records.word64(32), size: records.word64(40), offset: records.word64(48))
    }

    /// How many members there are, and the size and the place of their directory.
    private struct Numbers {
        var count: UInt64
        var size: UInt64
        var offset: UInt64

        /// Whether a field of the end record says that its number stands in its 64-bit form.
        var needs64: Bool {
            count == UInt64(UInt16.max) || size == UInt64(UInt32.max)
                || offset == UInt64(UInt32.max)
        }

        /// These numbers with `long` in the place of what does not fit; the others are said twice.
        func completed(by long: Numbers) throws(ContainerError) -> Numbers {
            guard ZipLayout.isForm(UInt64(UInt16.max), count, of: long.count),
                ZipLayout.isForm(UInt64(UInt32.max), size, of: long.size),
                ZipLayout.isForm(UInt64(UInt32.max), offset, of: long.offset)
            else { throw ContainerError(.zip64) }
            return long
        }
    }
}

extension ZipLayout {
    /// Whether a field holds `number`, or all ones (`most`) because it cannot.
    static func isForm(_ most: UInt64, _ field: UInt64, of number: UInt64) -> Bool {
        field == min(number, most)
    }
}

/// Bytes read as little-endian numbers; whoever asks has checked the bounds.
struct LittleEndian {
    private let bytes: [UInt8]
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func word16(_ position: Int) -> UInt16 {
        UInt16(bytes[position]) | UInt16(bytes[position + 1]) << 8
    }

    func word32(_ position: Int) -> UInt32 {
        UInt32(word16(position)) | UInt32(word16(position + 2)) << 16
    }

    func word64(_ position: Int) -> UInt64 {
        UInt64(word32(position)) | UInt64(word32(position + 4)) << 32
    }

    /// For messages and comparison; what is not UTF-8 becomes U+FFFD and is then no plain name.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func slice(_ range: Range<Int>) -> [UInt8] { Array(bytes[range]) }
}
