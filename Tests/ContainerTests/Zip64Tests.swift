// Containers beyond 4 GiB: the 64-bit extension has one spelling, is there where it is needed and nowhere else, and other readers and
// writers see in it what we see.

import Foundation
import Testing

@testable import Container

/// One change to `LargeContainer.sample`, and the reason it must be refused for.
struct LargeAttack: Sendable, CustomTestStringConvertible {
    let title: String
    let reason: ContainerError.Reason
    /// The piece that is changed.
    let piece: Int
    let change: @Sendable (inout [UInt8]) -> Void
    var testDescription: String { title }

    init(
        _ title: String, _ reason: ContainerError.Reason, _ piece: Int,
        _ change: @escaping @Sendable (inout [UInt8]) -> Void
    ) {
        self.title = title
        self.reason = reason
        self.piece = piece
        self.change = change
    }
}

/// Where things are in the pieces of `LargeContainer.sample`.
private enum At {
    static let (localA, localB, localC, directory, end) = (1, 2, 3, 4, 5)
    static let centralA = 46 + 8
    static let extraA = centralA + 46 + 5
    static let centralB = extraA + 20
    static let extraB = centralB + 46 + 5
    static let centralC = extraB + 12
    static let extraC = centralC + 46 + 5
    /// In the last piece: the 64-bit end record, its locator, the end record.
    static let (locator, last) = (56, 76)
}

private let attacks: [LargeAttack] = [
    LargeAttack("another size in the local extra field", .headersDisagree, At.localA) {
        $0[30 + 5 + 4] ^= 1
    },
    LargeAttack("another packed size in the local extra field", .headersDisagree, At.localA) {
        $0[30 + 5 + 12] ^= 1
    },
    LargeAttack("another kind of local extra field", .headersDisagree, At.localA) {
        $0[30 + 5] = 2
    },
    LargeAttack("a local extra field of another length", .zip64, At.localA) { $0[28] = 12 },
    LargeAttack("a local size beside the extra field", .headersDisagree, At.localA) {
        $0[22] = 0
    },
    LargeAttack("a local extra field that is not needed", .extraField, At.localB) { $0[28] = 20 },
    LargeAttack("another size in the directory", .headersDisagree, At.directory) {
        $0[At.extraA + 4] &+= 1
        $0[At.extraA + 12] &+= 1
    },
    LargeAttack("two sizes in the directory", .malformed, At.directory) {
        $0[At.extraA + 4] ^= 1
    },
    LargeAttack("a size that would fit its field", .zip64, At.directory) {
        $0[At.extraA + 8] = 0
        $0[At.extraA + 16] = 0
    },
    LargeAttack("a size beyond any file", .bombLimit, At.directory) {
        $0[At.extraA + 11] = 0x80
        $0[At.extraA + 19] = 0x80
    },
    LargeAttack("an offset that would fit its field", .zip64, At.directory) {
        $0[At.extraB + 8] = 0
    },
    LargeAttack("an offset beyond the directory", .strayBytes, At.directory) {
        $0[At.extraB + 8] = 9
    },
    LargeAttack("an offset beyond any file", .bombLimit, At.directory) {
        $0[At.extraB + 11] = 0xFF
    },
    LargeAttack("another kind of extra field", .zip64, At.directory) { $0[At.extraB] = 2 },
    LargeAttack("an extra field that says another length", .zip64, At.directory) {
        $0[At.extraB + 2] = 16
    },
    LargeAttack("a number too many", .zip64, At.directory) {
        $0[At.centralB + 30] = 20
        $0[At.extraB + 2] = 16
    },
    LargeAttack("a number too few", .zip64, At.directory) { $0[At.centralC + 30] = 20 },
    LargeAttack("no extra field", .zip64, At.directory) { $0[At.centralC + 30] = 0 },
    LargeAttack("a size in its field beside the extra field", .zip64, At.directory) {
        $0[At.centralA + 24] = 0
    },
    LargeAttack("deflated beyond 4 GiB", .bombLimit, At.directory) { $0[At.centralA + 10] = 8 },
    LargeAttack("a version that knows no 64 bits", .notCanonical, At.directory) {
        $0[At.centralA + 6] = 20
    },
    LargeAttack("a version nobody knows", .malformed, At.directory) { $0[At.centralA + 6] = 46 },
    LargeAttack("no locator", .zip64, At.end) { $0.removeSubrange(At.locator..<At.last) },
    LargeAttack("no 64-bit end record", .zip64, At.end) { $0.removeSubrange(0..<At.locator) },
    LargeAttack("neither", .zip64, At.end) { $0.removeSubrange(0..<At.last) },
    LargeAttack("a locator that points elsewhere", .zip64, At.end) {
        $0[At.locator + 8] ^= 1
    },
    LargeAttack("a locator that points far away", .zip64, At.end) { $0[At.locator + 15] = 1 },
    LargeAttack("a locator that tells of two disks", .multiDisk, At.end) {
        $0[At.locator + 16] = 2
    },
    LargeAttack("a locator that tells of another disk", .multiDisk, At.end) {
        $0[At.locator + 4] = 1
    },
    LargeAttack("a 64-bit end record of another size", .zip64, At.end) { $0[4] = 45 },
    LargeAttack("bytes behind the 64-bit end record", .zip64, At.end) {
        $0.insert(contentsOf: [0, 0, 0, 0], at: At.locator)
    },
    LargeAttack("a 64-bit end record of another version", .malformed, At.end) { $0[14] = 62 },
    LargeAttack("a disk number", .multiDisk, At.end) { $0[16] = 1 },
    LargeAttack("a disk number of the directory", .multiDisk, At.end) { $0[20] = 1 },
    LargeAttack("fewer members on this disk", .multiDisk, At.end) { $0[24] = 3 },
    LargeAttack("two counts", .zip64, At.end) {
        $0[32] = 3
        $0[24] = 3
    },
    LargeAttack("two sizes of the directory", .zip64, At.end) { $0[40] ^= 1 },
    LargeAttack("a directory that begins elsewhere", .strayBytes, At.end) { $0[48] ^= 1 },
    LargeAttack("a directory that begins beyond any number", .strayBytes, At.end) {
        $0[55] = 0xFF
    },
    LargeAttack("a directory that begins where its field could say", .zip64, At.end) {
        $0[52] = 0
    },
    LargeAttack("another count in the end record", .zip64, At.end) { $0[At.last + 10] = 3 },
    LargeAttack("a count that is all ones", .zip64, At.end) {
        for offset in 8..<12 { $0[At.last + offset] = 0xFF }
    },
    LargeAttack("a size of the directory that is all ones", .zip64, At.end) {
        for offset in 12..<16 { $0[At.last + offset] = 0xFF }
    },
    LargeAttack("an offset beside the 64-bit one", .strayBytes, At.end) {
        $0[At.last + 16] = 0
    },
]

@Suite struct Zip64 {
    @Test func `a container beyond 4 GiB is read`() throws {
        let sample = LargeContainer.sample
        try sample.withFile { path in
            let container = try ZipContainer(.file(OpenFile(path: path)))
            try container.checkCanonical()
            #expect(container.members.map(\.name.text) == ["mimetype", "a.bin", "b.txt", "c.bin"])
            #expect(container.members.dropFirst().map(\.size) == sample.members.map(\.size))
            #expect(container.members[2].data.lowerBound > LargeContainer.fourGiB)
            // The content of zeros has another checksum than the records say.
            #expect(throws: ContainerError(.checksum, member: "b.txt")) {
                try container.read(name("b.txt"), limit: 100)
            }
        }
    }

    @Test(arguments: attacks)
    func `a manipulated container is refused for the right reason`(attack: LargeAttack) throws {
        var container = LargeContainer.sample
        container.change(attack.piece, attack.change)
        #expect(try container.refusal() == attack.reason)
    }

    @Test func `no byte of a record can be flipped unnoticed`() throws {
        let sample = LargeContainer.sample
        try sample.withFile { path in
            let handle = try FileHandle(forUpdating: URL(filePath: path))
            var accepted: [Int] = []
            for piece in sample.pieces {
                for (position, byte) in piece.bytes.enumerated() {
                    for bits: UInt8 in [0x01, 0x80, 0xFF] {
                        let offset = UInt64(piece.offset + position)
                        try handle.seek(toOffset: offset)
                        try handle.write(contentsOf: [byte ^ bits])
                        do {
                            let container = try ZipContainer(.file(OpenFile(path: path)))
                            try container.checkCanonical()
                            accepted.append(piece.offset + position)
                        } catch is ContainerError {}
                    }
                    try handle.seek(toOffset: UInt64(piece.offset + position))
                    try handle.write(contentsOf: [byte])
                }
            }
            #expect(accepted == [])
            _ = try ZipContainer(.file(OpenFile(path: path)))
        }
    }

    /// Python's `zipfile` has its own writer of records; with its limit at that of the fields it must write the very same.
    @Test(arguments: [
        [("a.bin", 5)], [("a.bin", Int(UInt32.max) - 1), ("b.txt", 7)],
        [("a.bin", Int(UInt32.max)), ("b.txt", 7)], [("a.bin", 1 << 33), ("b.bin", 1 << 34)],
        [("a.bin", Int(UInt32.max) - 200), ("b.txt", 7), ("c.bin", 1 << 32), ("d.txt", 0)],
    ])
    func `Python writes the same records`(members: [(String, Int)]) throws {
        let container = LargeContainer(members.map { ($0.0, $0.1) })
        let program = """
            import io, json, sys, zipfile
            zipfile.ZIP64_LIMIT = 0xFFFFFFFE
            class Gap(io.BytesIO):
                gap = 0
                def tell(self): return super().tell() + self.gap
                def seek(self, *where): return 0
            offset, heads, out = 0, [], Gap()
            z = zipfile.ZipFile(Gap(), "w")
            z.fp = out
            for name, size, crc in json.loads(sys.argv[1]):
                i = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                i.create_system, i.CRC, i.file_size, i.compress_size = 0, crc, size, size
                i.header_offset = offset
                head = i.FileHeader()
                heads.append(head)
                offset += len(head) + size
                z.filelist.append(i)
            out.gap, z.start_dir = offset, offset
            z._write_end_record()
            z.fp = None
            print(json.dumps([h.hex() for h in heads] + [out.getvalue().hex()]))
            """
        let mimetype = Array(ContainerWriter.mimetype.utf8)
        let given =
            [["mimetype", mimetype.count, Int(Checksum.of(mimetype))] as [Any]]
            + members.map { [$0.0, $0.1, Int(LargeContainer.checksum)] as [Any] }
        let json = String(
            decoding: try JSONSerialization.data(withJSONObject: given), as: UTF8.self)
        let result = try run(["python3", "-c", program, json])
        try #require(result.status == 0, "\(result.output)")
        let texts = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
        var ours = container.pieces.map(\.bytes)
        ours[0].removeLast(mimetype.count)
        let end = ours.removeLast()
        ours[ours.count - 1] += end
        #expect(texts == ours.map { $0.map { String(format: "%02x", $0) }.joined() })
    }

    @Test func `Python and unzip list a container beyond 4 GiB`() throws {
        try LargeContainer.sample.withFile { path in
            let program = """
                import sys, zipfile
                for i in zipfile.ZipFile(sys.argv[1]).infolist():
                    zipfile.ZipFile(sys.argv[1]).open(i).close()
                    print(i.filename, i.file_size)
                """
            let python = try run(["python3", "-c", program, path])
            #expect(python.status == 0, "\(python.output)")
            #expect(
                python.output
                    == "mimetype 31\na.bin 4294967301\nb.txt 7\nc.bin 4294967296\n")
            let unzip = try run(["unzip", "-l", path])
            #expect(unzip.status == 0, "\(unzip.output)")
            #expect(unzip.output.contains("4294967301"))
        }
    }

    @Test func `64-bit forms that nobody needs are refused`() throws {
        let program = """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1], "w")
            for name, text in [("mimetype", "application/vnd.etsi.asic-e+zip"), ("a.txt", "abc")]:
                with z.open(zipfile.ZipInfo(name), "w", force_zip64=True) as f: f.write(text.encode())
            z.close()
            """
        try withFile([]) { path in
            let python = try run(["python3", "-c", program, path])
            #expect(python.status == 0, "\(python.output)")
            #expect(throws: ContainerError(.malformed, member: "mimetype")) {
                try ZipContainer(.file(OpenFile(path: path)))
            }
        }
    }

    @Test func `a directory of zeros without end is not read`() throws {
        var end = ZipLayout.endRecords(count: 1, directorySize: 1 << 33, directoryOffset: 39)
        let start = Array(try written()[0..<39])
        end = start + end
        try withFile([]) { path in
            let handle = try FileHandle(forUpdating: URL(filePath: path))
            try handle.write(contentsOf: start)
            try handle.seek(toOffset: UInt64(39 + 1 << 33))
            try handle.write(contentsOf: end[39...])
            try handle.close()
            #expect(throws: ContainerError(.malformed)) {
                try ZipContainer(.file(OpenFile(path: path)))
            }
        }
    }

    @Test func `more than a container may hold is neither written nor read`() throws {
        let half = ByteSource.closedFile(path: "/nowhere", count: ContainerLimits.size / 2 + 1)
        #expect(throws: ContainerError(.bombLimit, member: "b")) {
            try ContainerWriter.bytes(
                of: [ContainerMember(name("a"), half), ContainerMember(name("b"), half)])
        }
        let huge = ByteSource.closedFile(path: "/nowhere", count: .max)
        #expect(throws: ContainerError(.bombLimit, member: "a")) {
            try ContainerWriter.bytes(of: [ContainerMember(name("a"), huge)])
        }
    }
}
