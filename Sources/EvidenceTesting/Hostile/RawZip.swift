// ZIP records as fields that may all be set to anything (APPNOTE 6.3.9), written without the code under test. As it is made, it is the one
// container of its members (docs/formats/bundle.md, bundle-3).

/// A ZIP file in its parts.
package struct RawZip: Sendable {
    /// The fields that local headers and central records have in common.
    package struct Head: Sendable {
        package var version: UInt16 = 20
        package var flags: UInt16 = 0
        package var method: UInt16 = 0
        package var time: UInt16 = 0
        package var date: UInt16 = 0x0021
        package var checksum: UInt32
        package var compressedSize: UInt32
        package var size: UInt32
        package var name: [UInt8]
        package var extra: [UInt8] = []
        /// Another length than the name's.
        package var nameLength: UInt16?
        /// Another length than the extra field's.
        package var extraLength: UInt16?
    }

    /// A local header with its data.
    package struct Member: Sendable {
        package var signature: UInt32 = 0x0403_4B50
        package var head: Head
        package var data: [UInt8]
        package var before: [UInt8] = []
        package var behind: [UInt8] = []
    }

    /// A central record.
    package struct Central: Sendable {
        package var signature: UInt32 = 0x0201_4B50
        package var madeBy: UInt16 = 20
        package var head: Head
        package var comment: [UInt8] = []
        package var disk: UInt16 = 0
        package var internalAttributes: UInt16 = 0
        package var attributes: UInt32 = 0
        /// The position among the members whose offset it gives, unless it gives another.
        package var member: Int
        package var offset: UInt32?
    }

    /// The end record.
    package struct End: Sendable {
        package var signature: UInt32 = 0x0605_4B50
        package var disk: UInt16 = 0
        package var directoryDisk: UInt16 = 0
        package var countHere: UInt16?
        package var count: UInt16?
        package var size: UInt32?
        package var offset: UInt32?
        package var comment: [UInt8] = []
        package var commentLength: UInt16?
    }

    package var members: [Member]
    package var directory: [Central]
    package var beforeDirectory: [UInt8] = []
    package var behindDirectory: [UInt8] = []
    package var end = End()
    package var behind: [UInt8] = []

    /// The sound container of these members.
    package init(_ contents: [(String, [UInt8])]) {
        members = contents.map { name, data in
            let size = UInt32(truncatingIfNeeded: data.count)
            return Member(
                head: Head(
                    checksum: RawZip.checksum(of: data), compressedSize: size, size: size,
                    name: Array(name.utf8)),
                data: data)
        }
        directory = members.enumerated().map { Central(head: $1.head, member: $0) }
    }

    /// Where the member of this name is.
    package func position(_ name: String) throws -> Int {
        try present(members.firstIndex { $0.head.name.elementsEqual(name.utf8) })
    }

    /// Changes local header and central record of a member alike.
    package mutating func both(_ name: String, _ change: (inout Head) -> Void) throws {
        let place = try position(name)
        change(&members[place].head)
        change(&directory[place].head)
    }

    /// Changes the local header alone.
    package mutating func local(_ name: String, _ change: (inout Member) -> Void) throws {
        change(&members[try position(name)])
    }

    /// Changes the central record alone.
    package mutating func central(_ name: String, _ change: (inout Central) -> Void) throws {
        change(&directory[try position(name)])
    }

    /// Replaces the data, with size and checksum.
    package mutating func replace(_ name: String, with data: [UInt8]) throws {
        members[try position(name)].data = data
        try both(name) {
            $0.checksum = RawZip.checksum(of: data)
            $0.size = UInt32(truncatingIfNeeded: data.count)
            $0.compressedSize = $0.size
        }
    }

    /// Puts a member behind the others, or where it is told.
    package mutating func insert(_ name: [UInt8], _ data: [UInt8], at place: Int? = nil) {
        var other = RawZip([("x", data)])
        other.members[0].head.name = name
        other.directory[0].head.name = name
        let place = place ?? members.count
        members.insert(other.members[0], at: place)
        for position in directory.indices where directory[position].member >= place {
            directory[position].member += 1
        }
        other.directory[0].member = place
        directory.insert(other.directory[0], at: min(place, directory.count))
    }

    package mutating func remove(_ name: String) throws {
        let place = try position(name)
        members.remove(at: place)
        directory.removeAll { $0.member == place }
        for position in directory.indices where directory[position].member > place {
            directory[position].member -= 1
        }
    }

    /// The file.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        var offsets: [Int] = []
        for member in members {
            bytes += member.before
            offsets.append(bytes.count)
            bytes += little(member.signature) + little(member.head.version) + shared(member.head)
            bytes += member.head.name + member.head.extra + member.data + member.behind
        }
        bytes += beforeDirectory
        let start = bytes.count
        for record in directory {
            let offset = offsets.indices.contains(record.member) ? offsets[record.member] : 0
            bytes += little(record.signature) + little(record.madeBy)
            bytes += little(record.head.version) + shared(record.head)
            bytes += little(UInt16(truncatingIfNeeded: record.comment.count)) + little(record.disk)
            bytes += little(record.internalAttributes) + little(record.attributes)
            bytes += little(record.offset ?? UInt32(truncatingIfNeeded: offset))
            bytes += record.head.name + record.head.extra + record.comment
        }
        let size = bytes.count - start
        bytes += behindDirectory
        return bytes + endRecord(directory: start, size: size) + behind
    }

    private func endRecord(directory start: Int, size directorySize: Int) -> [UInt8] {
        let count = UInt16(truncatingIfNeeded: directory.count)
        let numbers = little(end.countHere ?? count) + little(end.count ?? count)
        let length = end.commentLength ?? UInt16(truncatingIfNeeded: end.comment.count)
        return little(end.signature) + little(end.disk) + little(end.directoryDisk) + numbers
            + little(end.size ?? UInt32(truncatingIfNeeded: directorySize))
            + little(end.offset ?? UInt32(truncatingIfNeeded: start)) + little(length)
            + end.comment
    }

    /// From flags to the length of the extra field.
    private func shared(_ head: Head) -> [UInt8] {
        little(head.flags) + little(head.method) + little(head.time) + little(head.date)
            + little(head.checksum) + little(head.compressedSize) + little(head.size)
            + little(head.nameLength ?? UInt16(truncatingIfNeeded: head.name.count))
            + little(head.extraLength ?? UInt16(truncatingIfNeeded: head.extra.count))
    }

    private func little(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { rest, _ in
            rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1
        }
    }

    /// CRC-32 (ISO 3309), a table of bytes.
    package static func checksum(of bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { rest, byte in
            table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] ^ rest >> 8
        }
    }
}
