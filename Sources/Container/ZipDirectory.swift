// Reads the records of a ZIP file as strictly as one can: every byte of the file belongs to exactly one record or member, and what is
// said twice (central directory, local header) is said alike. So no second reader can see other members than we do, which is
// how signed archives have been forged (duplicate names, "Android master key", 2013; prefixed and appended data since ever).

/// One member as both of its records describe it.
struct ZipRecord: Sendable {
    var name: MemberName
    var flags: UInt16
    var method: UInt16
    var checksum: UInt32
    var compressedSize: Int
    var size: Int
    var offset: Int
    /// Where its bytes are, compressed or not.
    var data: Range<Int>
}

/// The directory of a ZIP file.
struct ZipDirectory {
    static let endSize = 22
    static let centralSize = 46
    static let localSize = 30
    /// The two bits that tell how hard deflate tried, and the one for UTF-8 names (APPNOTE §4.4.4).
    private static let allowedFlags: UInt16 = 0x0806

    /// In the order of the central directory.
    let records: [ZipRecord]
    let directory: Range<Int>

    init(_ source: ByteSource) throws(ContainerError) {
        guard source.count >= ZipDirectory.endSize,
            LittleEndian(try source.read(0..<4)).word32(0) == ZipLayout.localSignature
        else { throw ContainerError(.notZip) }
        let (count, directory) = try ZipDirectory.end(of: source)
        var records = try ZipDirectory.central(
            LittleEndian(try source.read(directory)), count: count)
        try NameSet.check(records.map(\.name.text))
        for position in records.indices {
            try ZipDirectory.locate(&records[position], before: directory.lowerBound, in: source)
        }
        try ZipDirectory.checkNothingBetween(records, end: directory.lowerBound)
        self.records = records
        self.directory = directory
    }

    private static func end(of source: ByteSource) throws(ContainerError) -> (Int, Range<Int>) {
        let start = source.count - endSize
        let end = LittleEndian(try source.read(start..<source.count))
        guard end.word32(0) == ZipLayout.endSignature else { throw ContainerError(.truncated) }
        guard end.word16(20) == 0 else { throw ContainerError(.comment) }
        let count = end.word16(10)
        let size = end.word32(12)
        let offset = end.word32(16)
        guard count != 0xFFFF, size != .max, offset != .max else { throw ContainerError(.zip64) }
        guard end.word16(4) == 0, end.word16(6) == 0, end.word16(8) == count else {
            throw ContainerError(.multiDisk)
        }
        guard count <= ContainerLimits.members else { throw ContainerError(.tooManyMembers) }
        guard count > 0, Int(offset) + Int(size) == start else {
            throw ContainerError(.strayBytes)
        }
        return (Int(count), Int(offset)..<start)
    }

    private static func central(_ bytes: LittleEndian, count: Int) throws(ContainerError)
        -> [ZipRecord]
    {
        var records: [ZipRecord] = []
        var position = 0
        for _ in 0..<count {
            guard position + centralSize <= bytes.count,
                bytes.word32(position) == ZipLayout.centralSignature
            else { throw ContainerError(.malformed) }
            let nameLength = Int(bytes.word16(position + 28))
            let nameStart = position + centralSize
            guard nameStart + nameLength <= bytes.count else { throw ContainerError(.malformed) }
            let text = bytes.text(nameStart..<nameStart + nameLength)
            try checkCentral(bytes, at: position, member: text)
            guard let name = MemberName(text) else {
                throw ContainerError(.unsafeName, member: text)
            }
            records.append(record(name, bytes, at: position))
            position = nameStart + nameLength
        }
        guard position == bytes.count else { throw ContainerError(.strayBytes) }
        return records
    }

    private static func record(_ name: MemberName, _ bytes: LittleEndian, at position: Int)
        -> ZipRecord
    {
        ZipRecord(
            name: name, flags: bytes.word16(position + 8), method: bytes.word16(position + 10),
            checksum: bytes.word32(position + 16),
            compressedSize: Int(bytes.word32(position + 20)),
            size: Int(bytes.word32(position + 24)), offset: Int(bytes.word32(position + 42)),
            data: 0..<0)
    }

    /// The fields of a central record that are not kept.
    private static func checkCentral(_ bytes: LittleEndian, at position: Int, member: String)
        throws(ContainerError)
    {
        let flags = bytes.word16(position + 8)
        guard flags & 0x2041 == 0 else { throw ContainerError(.encrypted, member: member) }
        guard flags & 0x0008 == 0 else { throw ContainerError(.dataDescriptor, member: member) }
        guard flags & ~allowedFlags == 0 else { throw ContainerError(.malformed, member: member) }
        let sizes = [position + 20, position + 24, position + 42].map(bytes.word32)
        guard !sizes.contains(.max) else { throw ContainerError(.zip64, member: member) }
        guard bytes.word16(position + 30) == 0 else {
            throw ContainerError(.extraField, member: member)
        }
        guard bytes.word16(position + 32) == 0 else {
            throw ContainerError(.comment, member: member)
        }
        guard bytes.word16(position + 34) == 0 else {
            throw ContainerError(.multiDisk, member: member)
        }
        try checkMethod(bytes, at: position, member: member)
        try checkAttributes(bytes, at: position, member: member)
    }

    private static func checkMethod(_ bytes: LittleEndian, at position: Int, member: String)
        throws(ContainerError)
    {
        let compressed = Int(bytes.word32(position + 20))
        let size = Int(bytes.word32(position + 24))
        switch bytes.word16(position + 10) {
        case 0:
            guard compressed == size else { throw ContainerError(.malformed, member: member) }
        case 8:
            guard size <= compressed * ContainerLimits.ratio + 1024 else {
                throw ContainerError(.bombLimit, member: member)
            }
        default: throw ContainerError(.method, member: member)
        }
    }

    /// Regular files only: made on FAT without the folder bit, or on Unix with the type of a regular file or none.
    private static func checkAttributes(_ bytes: LittleEndian, at position: Int, member: String)
        throws(ContainerError)
    {
        let host = bytes.word16(position + 4) >> 8
        let attributes = bytes.word32(position + 38)
        let type = attributes >> 28
        guard attributes & 0x18 == 0, host == 0 || host == 3, type == 0 || type == 8,
            host == 3 || attributes >> 16 == 0
        else { throw ContainerError(.notAFile, member: member) }
        guard bytes.word16(position + 36) <= 1, bytes.word16(position + 6) <= ZipLayout.version
        else { throw ContainerError(.malformed, member: member) }
    }

    /// Reads the local header, compares it and notes where the data is.
    private static func locate(_ record: inout ZipRecord, before end: Int, in source: ByteSource)
        throws(ContainerError)
    {
        let member = record.name.text
        let nameLength = member.utf8.count
        let start = record.offset + localSize + nameLength
        guard start + record.compressedSize <= end else {
            throw ContainerError(.strayBytes, member: member)
        }
        let local = LittleEndian(try source.read(record.offset..<start))
        guard local.word16(28) == 0 || local.word16(26) != nameLength else {
            throw ContainerError(.extraField, member: member)
        }
        guard local.word32(0) == ZipLayout.localSignature, local.word16(4) <= ZipLayout.version,
            local.word16(6) == record.flags, local.word16(8) == record.method,
            local.word32(14) == record.checksum, Int(local.word32(18)) == record.compressedSize,
            Int(local.word32(22)) == record.size, Int(local.word16(26)) == nameLength,
            local.text(localSize..<localSize + nameLength) == member
        else { throw ContainerError(.headersDisagree, member: member) }
        record.data = start..<start + record.compressedSize
    }

    private static func checkNothingBetween(_ records: [ZipRecord], end: Int)
        throws(ContainerError)
    {
        var position = 0
        for record in records.sorted(by: { $0.offset < $1.offset }) {
            guard record.offset == position else {
                throw ContainerError(.strayBytes, member: record.name.text)
            }
            position = record.data.upperBound
        }
        guard position == end else { throw ContainerError(.strayBytes) }
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

    /// For messages and comparison; what is not UTF-8 becomes U+FFFD and is then no plain name.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
