// The one pass over a bundle's file: each member is read once, in the order of the file, and the same bytes give its checksum, its digest
// and the digest of the file. The records between the members are those that the canonical container has, so the digest is that of the
// very container whose members were verified, whatever becomes of the file meanwhile.

internal import Container
internal import EvidenceValues
internal import TransparencyLog

/// The members of a container, as read, and the digest of the whole.
struct MemberReading {
    /// One member, as read.
    struct Member {
        let digest: Digest
        let size: Int
        /// Nil if it was not to be kept.
        let bytes: [UInt8]?
    }

    private(set) var members: [MemberName: Member] = [:]
    let digest: Digest

    /// Reads all of `container`, which is canonical. `isKept` tells which members are held in memory.
    init(_ container: ZipContainer, isKept: (ZipContainer.Member) -> Bool) throws(ContainerError) {
        let whole = SideHasher(expecting: container.source.count)
        var window = try SourceWindow(container.source)
        for member in container.members {
            whole.update(container.header(of: member))
            members[member.name] = try MemberReading.read(
                member, of: container, in: &window, isKept: isKept(member), whole)
        }
        whole.update(container.trailer)
        digest = whole.finalize()
    }

    private static func read(
        _ member: ZipContainer.Member, of container: ZipContainer, in window: inout SourceWindow,
        isKept: Bool, _ whole: SideHasher
    ) throws(ContainerError) -> Member {
        var hasher = Hasher256()
        var kept: [UInt8] = []
        try container.forEachChunk(of: member, in: &window) { bytes in
            whole.update(bytes)
            hasher.update(bytes)
            // Most members are one chunk, and nothing is copied.
            if isKept && kept.isEmpty { kept = bytes } else if isKept { kept += bytes }
        }
        return Member(digest: hasher.finalize(), size: member.size, bytes: isKept ? kept : nil)
    }
}
