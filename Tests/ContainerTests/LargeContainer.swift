// Containers of more than 4 GiB that need no space: their records stand where they belong, and their contents are holes.

import Foundation

@testable import Container

/// The records of a container whose contents are all zero, and are not there.
struct LargeContainer {
    /// Name and size of each member but `mimetype`, in their order.
    let members: [(name: String, size: Int)]
    /// What stands where.
    private(set) var pieces: [(offset: Int, bytes: [UInt8])] = []
    private(set) var count = 0

    /// The checksum that all of them are said to have: contents are not read here.
    static let checksum: UInt32 = 0x1234_5678
    static let fourGiB = 1 << 32

    /// Three members: one that is too large for 32 bits, one behind it that is not, one that is both.
    static let sample = LargeContainer([
        ("a.bin", fourGiB + 5), ("b.txt", 7), ("c.bin", fourGiB),
    ])

    init(_ members: [(name: String, size: Int)]) {
        self.members = members
        let mimetype = Array(ContainerWriter.mimetype.utf8)
        let first = MemberHead(
            name: "mimetype", checksum: Checksum.of(mimetype), size: mimetype.count)
        let heads =
            [first]
            + members.map {
                MemberHead(name: $0.name, checksum: LargeContainer.checksum, size: $0.size)
            }
        var directory: [UInt8] = []
        for head in heads {
            let header = ZipLayout.localHeader(head)
            pieces.append((count, header + (head.name == "mimetype" ? mimetype : [])))
            directory += ZipLayout.centralRecord(head, offset: count)
            count += header.count + head.size
        }
        let end = ZipLayout.endRecords(
            count: heads.count, directorySize: directory.count, directoryOffset: count)
        pieces.append((count, directory))
        pieces.append((count + directory.count, end))
        count += directory.count + end.count
    }

    /// Where the local header of each member begins, that of `mimetype` first; then the directory and the end records.
    var offsets: [Int] { pieces.map(\.offset) }

    /// Changes bytes of the piece of that number.
    mutating func change(_ piece: Int, _ body: (inout [UInt8]) -> Void) {
        let before = pieces[piece].bytes.count
        body(&pieces[piece].bytes)
        if piece == pieces.count - 1 { count += pieces[piece].bytes.count - before }
    }

    /// The file, removed afterwards.
    func withFile<Result>(_ body: (String) throws -> Result) throws -> Result {
        try ContainerTests.withFile([]) { path in
            let handle = try FileHandle(forUpdating: URL(filePath: path))
            try handle.truncate(atOffset: UInt64(count))
            for piece in pieces {
                try handle.seek(toOffset: UInt64(piece.offset))
                try handle.write(contentsOf: piece.bytes)
            }
            try handle.close()
            return try body(path)
        }
    }

    /// Why our reader refuses it; nil if it does not.
    func refusal() throws -> ContainerError.Reason? {
        try withFile { path -> ContainerError.Reason? in
            do {
                try ZipContainer(.file(OpenFile(path: path))).checkCanonical()
                return nil
            } catch let error as ContainerError { return error.reason }
        }
    }
}
