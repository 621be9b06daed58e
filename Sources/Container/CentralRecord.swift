// One record of a central directory, field by field (APPNOTE 6.3.9 §4.3.12). A number stands in the 64-bit extra field if and only if it
// does not fit its own field; there is no other extra field.

/// A record of a central directory.
struct CentralRecord {
    private static let headSize = 46
    /// With the longest name and all three numbers of the extra field.
    static let maximumSize = headSize + ContainerLimits.nameBytes + 4 + 3 * 8
    /// The two bits that tell how hard deflate tried, and the one for UTF-8 names (APPNOTE §4.4.4).
    private static let allowedFlags: UInt16 = 0x0806

    private let bytes: LittleEndian
    private let position: Int
    private let name: String
    private let size: Int
    private let compressedSize: Int
    private let offset: Int
    private let is64: Bool
    /// Where the next one begins.
    let end: Int

    /// The record at `position`, with all its fields checked but for the name.
    init(_ bytes: LittleEndian, at position: Int) throws(ContainerError) {
        guard position + CentralRecord.headSize <= bytes.count,
            bytes.word32(position) == ZipLayout.centralSignature
        else { throw ContainerError(.malformed) }
        let nameStart = position + CentralRecord.headSize
        let nameEnd = nameStart + Int(bytes.word16(position + 28))
        guard nameEnd <= bytes.count else { throw ContainerError(.malformed) }
        self.bytes = bytes
        self.position = position
        name = bytes.text(nameStart..<nameEnd)
        var extra = Extra64(
            bytes, at: nameEnd, length: Int(bytes.word16(position + 30)), member: name)
        // In this order (APPNOTE §4.5.3).
        size = try extra.number(bytes.word32(position + 24))
        compressedSize = try extra.number(bytes.word32(position + 20))
        offset = try extra.number(bytes.word32(position + 42))
        try extra.checkEnd()
        (is64, end) = (extra.isNeeded, extra.end)
        try checkFlags()
        try checkMethod()
        try checkAttributes()
    }

    /// What it says; `.unsafeName` if the name is not plain.
    func record() throws(ContainerError) -> ZipRecord {
        guard let name = MemberName(name) else { throw ContainerError(.unsafeName, member: name) }
        return ZipRecord(
            name: name, flags: bytes.word16(position + 8), method: bytes.word16(position + 10),
            checksum: bytes.word32(position + 16), compressedSize: compressedSize, size: size,
            offset: offset, data: 0..<0)
    }

    private func checkFlags() throws(ContainerError) {
        let flags = bytes.word16(position + 8)
        guard flags & 0x2041 == 0 else { throw ContainerError(.encrypted, member: name) }
        guard flags & 0x0008 == 0 else { throw ContainerError(.dataDescriptor, member: name) }
        guard flags & ~CentralRecord.allowedFlags == 0 else {
            throw ContainerError(.malformed, member: name)
        }
        guard bytes.word16(position + 32) == 0 else { throw ContainerError(.comment, member: name) }
        guard bytes.word16(position + 34) == 0 else {
            throw ContainerError(.multiDisk, member: name)
        }
    }

    private func checkMethod() throws(ContainerError) {
        switch bytes.word16(position + 10) {
        case 0:
            guard compressedSize == size else { throw ContainerError(.malformed, member: name) }
        case 8:
            guard ZipLayout.fits32(size), size <= compressedSize * ContainerLimits.ratio + 1024
            else { throw ContainerError(.bombLimit, member: name) }
        default: throw ContainerError(.method, member: name)
        }
    }

    /// Regular files only: made on FAT without the folder bit, or on Unix with the type of a regular file or none.
    private func checkAttributes() throws(ContainerError) {
        let host = bytes.word16(position + 4) >> 8
        let attributes = bytes.word32(position + 38)
        let type = attributes >> 28
        guard attributes & 0x18 == 0, host == 0 || host == 3, type == 0 || type == 8,
            host == 3 || attributes >> 16 == 0
        else { throw ContainerError(.notAFile, member: name) }
        guard bytes.word16(position + 36) <= 1,
            bytes.word16(position + 6) <= (is64 ? ZipLayout.version64 : ZipLayout.version)
        else { throw ContainerError(.malformed, member: name) }
    }
}

/// The numbers of a record that do not fit their fields, taken one after the other.
private struct Extra64 {
    private let bytes: LittleEndian
    private let start: Int
    private let member: String
    let end: Int
    private var taken = 0

    /// Whether a number stands in it.
    var isNeeded: Bool { taken > 0 }

    init(_ bytes: LittleEndian, at start: Int, length: Int, member: String) {
        self.bytes = bytes
        self.start = start
        self.member = member
        end = start + length
    }

    /// The number that a field says, or the next one here if the field says so.
    mutating func number(_ field: UInt32) throws(ContainerError) -> Int {
        guard field == .max else { return Int(field) }
        let place = start + 4 + taken * 8
        guard place + 8 <= end, end <= bytes.count else {
            throw ContainerError(.zip64, member: member)
        }
        taken += 1
        let number = bytes.word64(place)
        guard number >= UInt64(UInt32.max) else { throw ContainerError(.zip64, member: member) }
        guard number <= ContainerLimits.size else {
            throw ContainerError(.bombLimit, member: member)
        }
        return Int(number)
    }

    /// It holds exactly the numbers that were taken, and is not there if none was.
    func checkEnd() throws(ContainerError) {
        guard isNeeded else {
            guard end == start else { throw ContainerError(.extraField, member: member) }
            return
        }
        guard end == start + 4 + taken * 8, bytes.word16(start) == ZipLayout.extra64,
            Int(bytes.word16(start + 2)) == taken * 8
        else { throw ContainerError(.zip64, member: member) }
    }
}
