// The bytes of a container but for its members' own: one function for each record, used by the writer and by the reader that demands
// exactly these bytes. Everything that ZIP leaves open is fixed: stored, no flags, 1980-01-01 00:00, made by version 2.0 on FAT, no
// extra field, no comment, no attributes (APPNOTE 6.3.9 §4.3.7, §4.3.12, §4.3.16).

/// What the records say of one member.
struct MemberHead: Sendable, Hashable {
    let name: String
    let checksum: UInt32
    let size: Int
}

/// The records of a container whose members are all stored.
enum ZipLayout {
    static let localSignature: UInt32 = 0x0403_4B50
    static let centralSignature: UInt32 = 0x0201_4B50
    static let endSignature: UInt32 = 0x0605_4B50
    /// 1980-01-01 in MS-DOS form, the first day there is.
    static let date: UInt16 = 0x0021
    static let version: UInt16 = 20

    static func localHeader(_ head: MemberHead) -> [UInt8] {
        little(localSignature) + little(version) + shared(head) + Array(head.name.utf8)
    }

    static func centralRecord(_ head: MemberHead, offset: Int) -> [UInt8] {
        let rest =
            little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt32(0))
        return little(centralSignature) + little(version) + little(version) + shared(head) + rest
            + little(UInt32(truncatingIfNeeded: offset)) + Array(head.name.utf8)
    }

    static func endRecord(count: Int, directorySize: Int, directoryOffset: Int) -> [UInt8] {
        let number = little(UInt16(truncatingIfNeeded: count))
        return little(endSignature) + little(UInt32(0)) + number + number
            + little(UInt32(truncatingIfNeeded: directorySize))
            + little(UInt32(truncatingIfNeeded: directoryOffset)) + little(UInt16(0))
    }

    /// Flags to extra length: the fields that local header and central record share.
    private static func shared(_ head: MemberHead) -> [UInt8] {
        let size = little(UInt32(truncatingIfNeeded: head.size))
        return little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0)) + little(date)
            + little(head.checksum) + size + size
            + little(UInt16(truncatingIfNeeded: head.name.utf8.count)) + little(UInt16(0))
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
