// How a bundle that is put together becomes a file. Every byte is read once and goes out once; a content that was too large to be
// digested before is digested on its way, on the other core, and has to be what was filed. What stands in the file then is read back
// as far as the container goes: every record, by the reader that the arbiter has.

internal import Container
internal import DurableFiles
internal import EvidenceBundle
internal import EvidenceValues

extension AssembledBundle {
    /// Writes the container to `file`, synced. Returns its size.
    func write(to file: borrowing NewFile) throws -> Int {
        var size = 0
        var streamed = StreamedContents(parts)
        try file.fill { output in
            var output = DurableOutput(output)
            size = try ContainerWriter.write(members, to: &output) { streamed.add($1, to: $0) }
            try streamed.check()
        }
        try ZipContainer(.file(OpenFile(path: file.path))).checkCanonical()
        return size
    }

    /// Reads the contents that are not in memory and gives them the digests that they have, whatever was said of them.
    mutating func digestContents() throws {
        var streamed = StreamedContents(parts)
        var measured: [BundlePart] = []
        for part in parts {
            guard case .bytes = part.content else {
                try part.content.forEachChunk(in: 0..<part.content.count) {
                    streamed.add($0, to: part.name)
                }
                let digest = streamed.digest(of: part.name) ?? part.digest
                measured.append(
                    BundlePart(part.name, part.mediaType, part.content, digest: digest))
                continue
            }
        }
        replace(measured)
    }
}

/// The digests of contents that pass by.
private struct StreamedContents {
    private let parts: [MemberName: BundlePart]
    private var hashers: [MemberName: SideHasher] = [:]

    init(_ parts: [BundlePart]) {
        var streamed: [MemberName: BundlePart] = [:]
        for part in parts {
            if case .bytes = part.content { continue }
            streamed[part.name] = part
        }
        self.parts = streamed
    }

    /// Takes the next piece of a member.
    mutating func add(_ bytes: [UInt8], to name: MemberName) {
        guard let part = parts[name] else { return }
        if hashers[name] == nil { hashers[name] = SideHasher(expecting: part.content.count) }
        hashers[name]?.update(bytes)
    }

    /// The digest of what passed of a member.
    func digest(of name: MemberName) -> Digest? {
        (hashers[name] ?? SideHasher(expecting: 0)).finalize()
    }

    /// Refuses what is not what was filed.
    func check() throws {
        for (name, part) in parts where digest(of: name) != part.digest {
            throw ExportError.unsound(
                Check(
                    "FILING.CONTENT", .failed, .hashFailure, subject: name.text,
                    "These are not the bytes that were filed."))
        }
    }
}

/// A new file as a container's output.
struct DurableOutput: ContainerOutput {
    private let output: FileOutput
    init(_ output: FileOutput) { self.output = output }

    mutating func append(_ bytes: [UInt8]) throws { try output.append(bytes) }

    mutating func overwrite(_ bytes: [UInt8], at offset: Int) throws {
        try output.overwrite(bytes, at: offset)
    }
}

/// The digest of a file that was written.
func digest(of path: String) throws -> Digest {
    let file = try OpenFile(path: path)
    let hasher = SideHasher(expecting: file.count)
    try ByteSource.file(file).forEachChunk(in: 0..<file.count) { hasher.update($0) }
    return hasher.finalize()
}
