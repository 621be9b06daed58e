// The bytes of a container but for its members' own: one function for each record, used by the writer and by the reader that demands
// exactly these bytes. Everything that ZIP leaves open is fixed: stored, no flags, 1980-01-01 00:00, on FAT, no comment, no attributes
// (APPNOTE 6.3.9 §4.3.7, §4.3.12, §4.3.16). Of the 64-bit extension (§4.3.14, §4.3.15, §4.5.3) there is exactly what a container needs:
// a number has its 64-bit form if it does not fit its field, and only then; a version is 45 where such a form is, else 20.

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
    static let end64Signature: UInt32 = 0x0606_4B50
    static let locatorSignature: UInt32 = 0x0706_4B50
    /// The extra field of the 64-bit extension.
    static let extra64: UInt16 = 0x0001
    /// 1980-01-01 in MS-DOS form, the first day there is.
    static let date: UInt16 = 0x0021
    static let version: UInt16 = 20
    static let version64: UInt16 = 45
    /// Where the checksum stands in a local header.
    static let checksumOffset = 14

    /// All ones in a field say that the number stands in its 64-bit form.
    static func fits32(_ number: Int) -> Bool { number < Int(UInt32.max) }
    /// The same of a field of 16 bits.
    static func fits16(_ number: Int) -> Bool { number < Int(UInt16.max) }

    static func localHeader(_ head: MemberHead) -> [UInt8] {
        let extra = sizes64(head.size)
        return little(localSignature) + little(extra.isEmpty ? version : version64)
            + shared(head, extra) + Array(head.name.utf8) + extra
    }

    /// The extra field of a local header: both sizes, if they do not fit (§4.5.3).
    static func sizes64(_ size: Int) -> [UInt8] { extra(fits32(size) ? [] : [size, size]) }

    static func centralRecord(_ head: MemberHead, offset: Int) -> [UInt8] {
        let sizes = fits32(head.size) ? [] : [head.size, head.size]
        let extra = extra(sizes + (fits32(offset) ? [] : [offset]))
        let version = little(extra.isEmpty ? version : version64)
        let rest = little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt32(0))
        return little(centralSignature) + version + version + shared(head, extra) + rest
            + field32(offset) + Array(head.name.utf8) + extra
    }

    /// What stands behind the directory.
    static func endRecords(count: Int, directorySize: Int, directoryOffset: Int) -> [UInt8] {
        let number = field16(count)
        let end =
            little(endSignature) + little(UInt32(0)) + number + number + field32(directorySize)
            + field32(directoryOffset) + little(UInt16(0))
        guard !fits16(count) || !fits32(directorySize) || !fits32(directoryOffset) else {
            return end
        }
        let count = little(UInt64(count))
        let end64 =
            little(end64Signature) + little(UInt64(44)) + little(version64) + little(version64)
            + little(UInt32(0)) + little(UInt32(0)) + count + count + little(UInt64(directorySize))
            + little(UInt64(directoryOffset))
        let locator =
            little(locatorSignature) + little(UInt32(0))
            + little(UInt64(directoryOffset + directorySize)) + little(UInt32(1))
        return end64 + locator + end
    }

    static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    /// Flags to extra length: the fields that local header and central record share.
    private static func shared(_ head: MemberHead, _ extra: [UInt8]) -> [UInt8] {
        let size = field32(head.size)
        return little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0)) + little(date)
            + little(head.checksum) + size + size
            + little(UInt16(truncatingIfNeeded: head.name.utf8.count))
            + little(UInt16(truncatingIfNeeded: extra.count))
    }

    private static func extra(_ numbers: [Int]) -> [UInt8] {
        guard !numbers.isEmpty else { return [] }
        return little(extra64) + little(UInt16(truncatingIfNeeded: numbers.count * 8))
            + numbers.flatMap { little(UInt64($0)) }
    }

    private static func field32(_ number: Int) -> [UInt8] {
        little(fits32(number) ? UInt32(number) : .max)
    }

    private static func field16(_ number: Int) -> [UInt8] {
        little(fits16(number) ? UInt16(number) : .max)
    }
}
