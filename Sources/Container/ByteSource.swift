// Where bytes are read from: memory, or a file opened once and read by ranges, so that a bundle with a large exhibit needs no memory
// for it. Whoever digests bytes and then uses them must use the very bytes digested: a file may change between two reads.

/// Bytes in memory or in a file.
package enum ByteSource: Sendable {
    case bytes([UInt8])
    case file(OpenFile)
    /// A file that is opened anew for each read, so that thousands may stand side by side.
    case closedFile(path: String, count: Int)
    /// A part of a file, such as a member that is stored in a container.
    case part(of: OpenFile, Range<Int>)

    /// How much is read at once.
    package static let chunkSize = 1 << 18

    /// The number of bytes.
    package var count: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .file(let file): file.count
        case .closedFile(_, let count): count
        case .part(_, let range): range.count
        }
    }

    /// The bytes of `range`; `.unreadable` if the source ends before or fails.
    package func read(_ range: Range<Int>) throws(ContainerError) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw ContainerError(.unreadable)
        }
        switch self {
        case .bytes(let bytes): return Array(bytes[range])
        case .file(let file): return try file.read(range)
        case .closedFile(let path, _): return try OpenFile(path: path).read(range)
        case .part(let file, let whole):
            return try file.read(
                whole.lowerBound + range.lowerBound..<whole.lowerBound + range.upperBound)
        }
    }

    /// The same bytes, from a file that is opened once.
    package func opened() throws(ContainerError) -> ByteSource {
        guard case .closedFile(let path, let count) = self else { return self }
        let file = try OpenFile(path: path)
        guard file.count == count else { throw ContainerError(.unreadable) }
        return .file(file)
    }

    /// The bytes of `range` in order, in pieces of `chunkSize` at most.
    package func forEachChunk(in range: Range<Int>, _ body: ([UInt8]) -> Void)
        throws(ContainerError)
    {
        let source = try opened()
        var position = range.lowerBound
        while position < range.upperBound {
            let next = min(position + ByteSource.chunkSize, range.upperBound)
            body(try source.read(position..<next))
            position = next
        }
    }
}

/// A source that is read from its beginning to its end in steps of any size: a file is asked for a chunk at a time.
package struct SourceWindow {
    private let source: ByteSource
    private var start = 0
    private var bytes: [UInt8] = []

    package init(_ source: ByteSource) throws(ContainerError) { self.source = try source.opened() }

    /// The bytes of `range`; `.unreadable` if the source ends before or fails.
    mutating func read(_ range: Range<Int>) throws(ContainerError) -> [UInt8] {
        guard case .file = source, range.count < ByteSource.chunkSize, range.lowerBound >= 0 else {
            return try source.read(range)
        }
        if range.lowerBound < start || range.upperBound > start + bytes.count {
            let end = max(
                range.upperBound, min(range.lowerBound + ByteSource.chunkSize, source.count))
            bytes = try source.read(range.lowerBound..<end)
            start = range.lowerBound
        }
        return Array(bytes[(range.lowerBound - start)..<(range.upperBound - start)])
    }
}
