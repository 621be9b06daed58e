// Writes an ASiC-E container: `mimetype` first, then the members sorted by their names' bytes, all stored. The same members give the
// same bytes, on every machine and in every year. Contents are read twice (checksum, then bytes) and never held whole.

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

    /// Hands the container's bytes to `sink`, piece by piece. `members` come in any order, without `mimetype`.
    package static func write(_ members: [ContainerMember], to sink: ([UInt8]) throws -> Void)
        throws
    {
        let ordered = try arranged(members)
        var directory: [UInt8] = []
        var offset = 0
        for member in ordered {
            let head = MemberHead(
                name: member.name.text, checksum: try Checksum.of(member.content),
                size: member.content.count)
            directory += ZipLayout.centralRecord(head, offset: offset)
            let header = ZipLayout.localHeader(head)
            offset += header.count + head.size
            guard offset + directory.count <= ContainerLimits.size else {
                throw ContainerError(.zip64, member: head.name)
            }
            try sink(header)
            try copy(member.content, to: sink)
        }
        try sink(directory)
        try sink(
            ZipLayout.endRecord(
                count: ordered.count, directorySize: directory.count, directoryOffset: offset))
    }

    /// The container's bytes, in memory.
    package static func bytes(of members: [ContainerMember]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try write(members) { bytes += $0 }
        return bytes
    }

    private static func arranged(_ members: [ContainerMember]) throws -> [ContainerMember] {
        guard members.count < ContainerLimits.members else { throw ContainerError(.tooManyMembers) }
        let first = ContainerMember(.mimetype, .bytes(Array(mimetype.utf8)))
        try NameSet.check(members.map(\.name.text) + [MemberName.mimetype.text])
        return [first] + members.sorted { $0.name < $1.name }
    }

    private static func copy(_ content: ByteSource, to sink: ([UInt8]) throws -> Void) throws {
        var position = 0
        while position < content.count {
            let next = min(position + ByteSource.chunkSize, content.count)
            try sink(try content.read(position..<next))
            position = next
        }
    }
}

/// Names that may stand together in one container.
enum NameSet {
    /// Refuses equal names, names that differ in case only, and names that are a folder of another.
    static func check(_ names: [String]) throws(ContainerError) {
        var seen: Set<String> = []
        for name in names {
            guard seen.insert(name.lowercased()).inserted else {
                throw ContainerError(.duplicate, member: name)
            }
        }
        for name in names {
            var folder = name.lowercased()
            while let slash = folder.lastIndex(of: "/") {
                folder = String(folder[..<slash])
                if seen.contains(folder) { throw ContainerError(.duplicate, member: folder) }
            }
        }
    }
}
