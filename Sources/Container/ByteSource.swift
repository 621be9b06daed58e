// Where bytes are read from: memory, or a file opened once and read by ranges, so that a bundle with a large exhibit needs no memory
// for it. Whoever digests bytes and then uses them must use the very bytes digested: a file may change between two reads.

/// Bytes in memory or in a file.
package enum ByteSource: Sendable {
    case bytes([UInt8])
    case file(OpenFile)
    /// A file that is opened anew for each read, so that thousands may stand side by side.
    case closedFile(path: String, count: Int)

    /// How much is read at once.
    package static let chunkSize = 1 << 18

    /// The number of bytes.
    package var count: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .file(let file): file.count
        case .closedFile(_, let count): count
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
        }
    }

    /// The bytes of `range` in order, in pieces of `chunkSize` at most.
    package func forEachChunk(in range: Range<Int>, _ body: ([UInt8]) -> Void)
        throws(ContainerError)
    {
        var position = range.lowerBound
        while position < range.upperBound {
            let next = min(position + ByteSource.chunkSize, range.upperBound)
            body(try read(position..<next))
            position = next
        }
    }
}
