// An ASiC-E container, opened strictly. Our own reader finds where everything is and refuses whatever two readers could see
// differently; libarchive inflates, and must list the same names and sizes. A bundle of ours must be canonical on top: exactly the
// bytes that the writer gives for these members, so that no byte outside the members can be changed at all.

/// An opened container.
package struct ZipContainer: Sendable {
    /// One member.
    package struct Member: Sendable, Hashable {
        package let name: MemberName
        /// The number of its bytes, inflated.
        package let size: Int
        let checksum: UInt32
        let isStored: Bool
        let data: Range<Int>

        var head: MemberHead { MemberHead(name: name.text, checksum: checksum, size: size) }
    }

    /// In the order of the central directory; `mimetype` first.
    package let members: [Member]
    /// The whole container.
    package let source: ByteSource
    private let positions: [MemberName: Int]
    private let inflated: [MemberName: [UInt8]]
    private let directory: Range<Int>

    /// Opens a container and checks all of its structure; members' bytes are checked when they are read.
    package init(_ source: ByteSource) throws(ContainerError) {
        let source = try source.opened()
        let directory = try ZipDirectory(source)
        try ZipContainer.checkMimetype(directory, in: source)
        let inflating = Set(directory.records.filter { $0.method == 8 }.map(\.name))
        let total = directory.records.reduce(0) { $0 + (inflating.contains($1.name) ? $1.size : 0) }
        guard total <= ContainerLimits.inflatedTotal else { throw ContainerError(.bombLimit) }
        let second = try Libarchive.read(source, inflating: directory.records)
        guard second.list == directory.records.map({ Libarchive.Line($0.name.text, $0.size) })
        else { throw ContainerError(.readersDisagree) }
        self.source = source
        self.directory = directory.directory
        inflated = second.inflated
        members = directory.records.map {
            Member(
                name: $0.name, size: $0.size, checksum: $0.checksum, isStored: $0.method == 0,
                data: $0.data)
        }
        positions = Dictionary(
            uniqueKeysWithValues: members.enumerated().map { ($1.name, $0) })
    }

    /// The member of that name, or nil.
    package subscript(name: MemberName) -> Member? { positions[name].map { members[$0] } }

    /// The member's bytes, with the right checksum; `.missing` if there is none, `.bombLimit` if there are more than `limit`.
    package func read(_ name: MemberName, limit: Int) throws(ContainerError) -> [UInt8] {
        guard let member = self[name] else { throw ContainerError(.missing, member: name.text) }
        guard member.size <= limit else { throw ContainerError(.bombLimit, member: name.text) }
        let bytes: [UInt8]
        if member.isStored {
            bytes = try source.read(member.data)
        } else {
            bytes = inflated[name] ?? []
        }
        guard Checksum.of(bytes) == member.checksum else {
            throw ContainerError(.checksum, member: name.text)
        }
        return bytes
    }

    /// The member's bytes piece by piece; throws `.checksum` after the last piece if they are not the right ones.
    package func forEachChunk(of name: MemberName, _ body: ([UInt8]) -> Void)
        throws(ContainerError)
    {
        guard let member = self[name] else { throw ContainerError(.missing, member: name.text) }
        var window = try SourceWindow(source)
        try forEachChunk(of: member, in: &window, body)
    }

    /// The same for a reader of one member after the other, in their order.
    package func forEachChunk(
        of member: Member, in window: inout SourceWindow, _ body: ([UInt8]) -> Void
    ) throws(ContainerError) {
        var checksum = Checksum()
        if member.isStored {
            var position = member.data.lowerBound
            while position < member.data.upperBound {
                let next = min(position + ByteSource.chunkSize, member.data.upperBound)
                let bytes = try window.read(position..<next)
                checksum.update(bytes)
                body(bytes)
                position = next
            }
        } else {
            checksum.update(inflated[member.name] ?? [])
            body(inflated[member.name] ?? [])
        }
        guard checksum.value == member.checksum else {
            throw ContainerError(.checksum, member: member.name.text)
        }
    }

    /// The members as they are written, without `mimetype`, for a container that is canonical and in a file: the bytes stay there.
    /// `.unreadable` for others.
    package func writable() throws(ContainerError) -> [ContainerMember] {
        guard case .file(let file) = source, members.allSatisfy(\.isStored) else {
            throw ContainerError(.unreadable)
        }
        return members.filter { $0.name != .mimetype }.map {
            ContainerMember($0.name, .part(of: file, $0.data))
        }
    }

    /// What stands before a member in the canonical container of these members.
    package func header(of member: Member) -> [UInt8] { ZipLayout.localHeader(member.head) }

    /// What stands behind the members in the canonical container of these members: the directory and the end.
    package var trailer: [UInt8] {
        var trailer: [UInt8] = []
        var offset = 0
        for member in members {
            trailer += ZipLayout.centralRecord(member.head, offset: offset)
            offset += header(of: member).count + member.size
        }
        return trailer
            + ZipLayout.endRecords(
                count: members.count, directorySize: trailer.count, directoryOffset: offset)
    }

    /// Throws `.notCanonical` unless every byte outside the members is what the writer would give.
    package func checkCanonical() throws(ContainerError) {
        let names = members.map(\.name)
        guard names == [.mimetype] + names.dropFirst().sorted() else {
            throw ContainerError(.notCanonical)
        }
        var window = try SourceWindow(source)
        var offset = 0
        for member in members {
            let header = header(of: member)
            guard member.isStored, member.data.lowerBound == offset + header.count,
                try window.read(offset..<offset + header.count) == header
            else { throw ContainerError(.notCanonical, member: member.name.text) }
            offset = member.data.upperBound
        }
        guard directory.lowerBound == offset,
            try source.read(offset..<source.count) == trailer
        else { throw ContainerError(.notCanonical) }
    }

    private static func checkMimetype(_ directory: ZipDirectory, in source: ByteSource)
        throws(ContainerError)
    {
        guard let mimetype = directory.records.first(where: { $0.name == .mimetype }) else {
            throw ContainerError(.mimetypeMissing)
        }
        guard mimetype.offset == 0, mimetype.method == 0, directory.records[0].name == .mimetype
        else { throw ContainerError(.mimetypeNotFirst) }
        let text = Array(ContainerWriter.mimetype.utf8)
        guard mimetype.size == text.count, try source.read(mimetype.data) == text
        else { throw ContainerError(.mimetypeUnknown) }
        // Nobody asks for it again, so nobody else would see another checksum.
        guard Checksum.of(text) == mimetype.checksum else {
            throw ContainerError(.checksum, member: mimetype.name.text)
        }
    }
}
