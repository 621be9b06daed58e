import Foundation
import Testing

@testable import Container

/// Small members of several sizes, in no order.
let sample: [(String, [UInt8])] = [
    ("exhibits/002-order.txt", Array("an order\n".utf8)),
    ("README.txt", []),
    ("exhibits/001-contract.md", (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }),
    ("META-INF/ASiCManifest001.xml", Array("<x/>".utf8)),
]

func name(_ text: String) throws -> MemberName { try #require(MemberName(text)) }

func written(_ members: [(String, [UInt8])] = sample) throws -> [UInt8] {
    try ContainerWriter.bytes(
        of: members.map { ContainerMember(try name($0.0), .bytes($0.1)) })
}

/// Runs a program; its exit status and what it printed.
func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

/// A file in a new folder, removed afterwards.
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("case.asice")
    try Data(bytes).write(to: path)
    return try body(path.path)
}

@Suite struct ContainerRoundTrip {
    @Test func `what is written is read again, in memory and from a file`() throws {
        let bytes = try written()
        try withFile(bytes) { path in
            for source in [ByteSource.bytes(bytes), .file(try OpenFile(path: path))] {
                let container = try ZipContainer(source)
                try container.checkCanonical()
                #expect(container.members.count == sample.count + 1)
                for (text, content) in sample {
                    #expect(try container.read(name(text), limit: 1 << 20) == content)
                    var pieces: [UInt8] = []
                    try container.forEachChunk(of: name(text)) { pieces += $0 }
                    #expect(pieces == content)
                }
            }
        }
    }

    @Test func `the order of members given does not matter`() throws {
        #expect(try written(sample.reversed()) == written())
    }

    @Test func `mimetype is where ASiC wants it`() throws {
        let bytes = try written()
        #expect(Array(bytes[30..<38]) == Array("mimetype".utf8))
        #expect(Array(bytes[38..<69]) == Array("application/vnd.etsi.asic-e+zip".utf8))
        #expect(Array(bytes[69..<73]) == [0x50, 0x4B, 3, 4])
    }

    @Test func `a limit refuses a larger member`() throws {
        let container = try ZipContainer(.bytes(try written()))
        #expect(throws: ContainerError(.bombLimit, member: "exhibits/001-contract.md")) {
            _ = try container.read(name("exhibits/001-contract.md"), limit: 69_999)
        }
        #expect(throws: ContainerError(.missing, member: "other.txt")) {
            _ = try container.read(name("other.txt"), limit: 1)
        }
    }

    @Test func `unzip and Python open it`() throws {
        try withFile(try written()) { path in
            let unzip = try run(["unzip", "-t", path])
            #expect(unzip.status == 0, "\(unzip.output)")
            let program = """
                import sys, zipfile
                z = zipfile.ZipFile(sys.argv[1])
                assert z.testzip() is None
                print("\\n".join(i.filename for i in z.infolist()))
                """
            let python = try run(["python3", "-c", program, path])
            #expect(python.status == 0, "\(python.output)")
            #expect(
                python.output == "mimetype\n" + sample.map(\.0).sorted().joined(separator: "\n")
                    + "\n")
        }
    }

    /// A content in a file has its checksum put in behind it.
    @Test(arguments: [0, 1, ByteSource.chunkSize, ByteSource.chunkSize + 1, 700_000])
    func `a content in a file gives the same container`(size: Int) throws {
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 >> 8) }
        let expected = try written([("a", [1]), ("exhibits/b.bin", content), ("z", [2, 3])])
        try withFile(content) { path in
            for source in [
                ByteSource.file(try OpenFile(path: path)), .closedFile(path: path, count: size),
            ] {
                var passed: [UInt8] = []
                var output = MemoryOutput()
                let count = try ContainerWriter.write(
                    [
                        ContainerMember(name("z"), .bytes([2, 3])),
                        ContainerMember(name("exhibits/b.bin"), source),
                        ContainerMember(name("a"), .bytes([1])),
                    ], to: &output
                ) { member, bytes in if member.text == "exhibits/b.bin" { passed += bytes } }
                #expect(output.bytes == expected && count == expected.count && passed == content)
            }
            #expect(throws: ContainerError(.unreadable)) {
                try ContainerWriter.bytes(
                    of: [ContainerMember(name("a"), .closedFile(path: path, count: size + 1))])
            }
        }
    }

    /// Header by header and content by content, and nothing else: so one pass can digest the whole.
    @Test func `headers, contents and trailer are the container`() throws {
        let bytes = try written()
        try withFile(bytes) { path in
            for source in [ByteSource.bytes(bytes), .closedFile(path: path, count: bytes.count)] {
                let container = try ZipContainer(source)
                var window = try SourceWindow(source)
                var passed: [UInt8] = []
                for member in container.members {
                    passed += container.header(of: member)
                    try container.forEachChunk(of: member, in: &window) { passed += $0 }
                }
                #expect(passed + container.trailer == bytes)
            }
        }
    }

    @Test func `Python reads every content of many containers`() throws {
        var state: UInt64 = 7
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: state >> 33) % limit
        }
        for _ in 0..<8 {
            let members = (0..<random(30)).map { number in
                ("f\(random(4))/\(number).x", (0..<random(3000)).map { _ in UInt8(random(256)) })
            }
            let program = """
                import sys, zipfile
                z = zipfile.ZipFile(sys.argv[1])
                for i in z.infolist(): print(i.filename, z.read(i).hex())
                """
            let lines =
                [("mimetype", Array(ContainerWriter.mimetype.utf8))]
                + members.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
            let expected = lines.map { line in
                line.0 + " " + line.1.map { String(format: "%02x", $0) }.joined() + "\n"
            }
            try withFile(try written(members)) { path in
                let python = try run(["python3", "-c", program, path])
                #expect(python.status == 0 && python.output == expected.joined())
            }
        }
    }

    @Test(arguments: ["ZIP_DEFLATED", "ZIP_STORED"])
    func `a container that Python wrote is read but is not canonical`(method: String) throws {
        let program = """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1], "w")
            z.writestr("mimetype", "application/vnd.etsi.asic-e+zip")
            z.writestr(zipfile.ZipInfo("a.txt"), "abc" * 50, zipfile.\(method))
            z.close()
            """
        try withFile([]) { path in
            let python = try run(["python3", "-c", program, path])
            #expect(python.status == 0, "\(python.output)")
            for source in [
                ByteSource.file(try OpenFile(path: path)),
                .bytes(Array(try Data(contentsOf: URL(fileURLWithPath: path)))),
            ] {
                let container = try ZipContainer(source)
                let content = try container.read(name("a.txt"), limit: 1000)
                #expect(content == Array(String(repeating: "abc", count: 50).utf8))
                #expect(throws: ContainerError(.notCanonical, member: "mimetype")) {
                    try container.checkCanonical()
                }
            }
        }
    }

    @Test func `a file that is not there or no file is refused`() {
        #expect(throws: ContainerError(.unreadable)) { try OpenFile(path: "/no/such/file") }
        #expect(throws: ContainerError(.unreadable)) { try OpenFile(path: "/tmp") }
    }
}

@Suite struct MemberNames {
    @Test(arguments: [
        "", "/a", "a/", "a//b", "../a", "a/../b", ".", "a/.", ".hidden", "a\\b", "a b", "a\0b",
        "ä", "a.", "C:a", "a\nb", String(repeating: "a", count: 256),
    ])
    func `a name that is not plain is refused`(text: String) {
        #expect(MemberName(text) == nil)
    }

    @Test(arguments: [
        ("contract.md", "contract.md"), ("Vertrag für März.pdf", "Vertrag_f_r_M_rz.pdf"),
        (".profile", "_profile"), ("end.", "end_"), ("a/b", "a_b"),
        (String(repeating: "x", count: 150) + ".pdf", String(repeating: "x", count: 116) + ".pdf"),
        (String(repeating: ".", count: 130), "_" + String(repeating: ".", count: 118) + "_"),
    ])
    func `any name becomes a plain segment`(text: String, plain: String) throws {
        #expect(MemberName.plainSegment(text) == plain)
        #expect(MemberName(plain)?.text == plain)
    }
}
