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
    private static let localSize = 30

    /// In the order of the central directory.
    let records: [ZipRecord]
    let directory: Range<Int>

    init(_ source: ByteSource) throws(ContainerError) {
        let end = try ZipEnd(source)
        guard end.directory.count <= end.count * CentralRecord.maximumSize else {
            throw ContainerError(.malformed)
        }
        let bytes = LittleEndian(try source.read(end.directory))
        var records: [ZipRecord] = []
        var position = 0
        for _ in 0..<end.count {
            let central = try CentralRecord(bytes, at: position)
            try records.append(central.record())
            position = central.end
        }
        guard position == bytes.count else { throw ContainerError(.strayBytes) }
        try NameSet.check(records.map(\.name.text))
        var window = try SourceWindow(source)
        for position in records.indices {
            try ZipDirectory.locate(
                &records[position], before: end.directory.lowerBound, in: &window)
        }
        try ZipDirectory.checkNothingBetween(records, end: end.directory.lowerBound)
        self.records = records
        directory = end.directory
    }

    /// Reads the local header, compares it and notes where the data is.
    private static func locate(
        _ record: inout ZipRecord, before end: Int, in window: inout SourceWindow
    ) throws(ContainerError) {
        let member = record.name.text
        let nameLength = member.utf8.count
        let extra = ZipLayout.sizes64(record.size)
        guard record.offset <= end, record.compressedSize <= end,
            record.offset + localSize + nameLength + extra.count + record.compressedSize <= end
        else { throw ContainerError(.strayBytes, member: member) }
        let nameEnd = localSize + nameLength
        let start = record.offset + nameEnd + extra.count
        let local = LittleEndian(try window.read(record.offset..<start))
        guard Int(local.word16(28)) == extra.count || Int(local.word16(26)) != nameLength else {
            throw ContainerError(extra.isEmpty ? .extraField : .zip64, member: member)
        }
        let size = UInt32(clamping: record.size)
        guard local.word32(0) == ZipLayout.localSignature,
            local.word16(4) <= (extra.isEmpty ? ZipLayout.version : ZipLayout.version64),
            local.word16(6) == record.flags, local.word16(8) == record.method,
            local.word32(14) == record.checksum,
            local.word32(18) == UInt32(clamping: record.compressedSize), local.word32(22) == size,
            Int(local.word16(26)) == nameLength, local.text(localSize..<nameEnd) == member,
            local.slice(nameEnd..<local.count) == extra
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
