// Writes an ASiC-E container: `mimetype` first, then the members sorted by their names' bytes, all stored. The same members give the
// same bytes, on every machine and in every year. A content is read once and never held whole: its checksum is put into its header
// behind it.

/// A member to write.
package struct ContainerMember: Sendable {
    package let name: MemberName
    package let content: ByteSource
    package init(_ name: MemberName, _ content: ByteSource) {
        self.name = name
        self.content = content
    }
}

/// The writer of containers.
package enum ContainerWriter {
    /// The content of `mimetype` (EN 319 162-1 §A.1); no line feed.
    package static let mimetype = "application/vnd.etsi.asic-e+zip"

    /// Writes the container of `members`, which come in any order, without `mimetype`. `observe` sees each content as it goes out, piece
    /// by piece. Returns the container's size.
    @discardableResult
    package static func write(
        _ members: [ContainerMember], to output: inout some ContainerOutput,
        observe: (MemberName, [UInt8]) throws -> Void = { _, _ in }
    ) throws -> Int {
        let ordered = try arranged(members)
        var directory: [UInt8] = []
        var offset = 0
        for member in ordered {
            let head = try write(member, at: offset, to: &output, observe)
            directory += ZipLayout.centralRecord(head, offset: offset)
            offset += ZipLayout.localHeader(head).count + head.size
        }
        let end = ZipLayout.endRecords(
            count: ordered.count, directorySize: directory.count, directoryOffset: offset)
        try output.append(directory + end)
        return offset + directory.count + end.count
    }

    /// The container's bytes, in memory.
    package static func bytes(of members: [ContainerMember]) throws -> [UInt8] {
        var output = MemoryOutput()
        try write(members, to: &output)
        return output.bytes
    }

    /// The members in the order in which they are written; refuses what no reader takes.
    private static func arranged(_ members: [ContainerMember]) throws -> [ContainerMember] {
        guard members.count < ContainerLimits.members else { throw ContainerError(.tooManyMembers) }
        let first = ContainerMember(.mimetype, .bytes(Array(mimetype.utf8)))
        try NameSet.check(members.map(\.name.text) + [MemberName.mimetype.text])
        var rest = ContainerLimits.size
        for member in members {
            guard member.content.count <= rest else {
                throw ContainerError(.bombLimit, member: member.name.text)
            }
            rest -= member.content.count
        }
        return [first] + members.sorted { $0.name < $1.name }
    }

    /// Writes one member at `offset`, header and content.
    private static func write(
        _ member: ContainerMember, at offset: Int, to output: inout some ContainerOutput,
        _ observe: (MemberName, [UInt8]) throws -> Void
    ) throws -> MemberHead {
        let (name, size) = (member.name.text, member.content.count)
        if case .bytes(let bytes) = member.content {
            let head = MemberHead(name: name, checksum: Checksum.of(bytes), size: size)
            try output.append(ZipLayout.localHeader(head))
            try output.append(bytes)
            try observe(member.name, bytes)
            return head
        }
        try output.append(ZipLayout.localHeader(MemberHead(name: name, checksum: 0, size: size)))
        var checksum = Checksum()
        let source = try member.content.opened()
        var position = 0
        while position < size {
            let next = min(position + ByteSource.chunkSize, size)
            let bytes = try source.read(position..<next)
            try observe(member.name, bytes)
            checksum.update(bytes)
            try output.append(bytes)
            position = next
        }
        try output.overwrite(
            ZipLayout.little(checksum.value), at: offset + ZipLayout.checksumOffset)
        return MemberHead(name: name, checksum: checksum.value, size: size)
    }
}

/// Names that may stand together in one container.
enum NameSet {
    /// Refuses equal names, names that differ in case only, and names that are a folder of another.
    static func check(_ names: [String]) throws(ContainerError) {
        let lowered = names.map { $0.lowercased() }
        var seen: Set<String> = []
        for (name, low) in zip(names, lowered) {
            guard seen.insert(low).inserted else { throw ContainerError(.duplicate, member: name) }
        }
        var folders: Set<Substring> = []
        for low in lowered {
            var folder = low[...]
            while let slash = folder.utf8.lastIndex(of: 0x2F) {
                folder = folder[..<slash]
                // Whatever is above a folder that was seen was seen with it.
                guard folders.insert(folder).inserted else { break }
                if seen.contains(String(folder)) {
                    throw ContainerError(.duplicate, member: String(folder))
                }
            }
        }
    }
}
