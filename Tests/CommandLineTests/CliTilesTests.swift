// The published log: written by docket, read by a program that shares no code with it.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `Publishing the log` {
    static let reader = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Tools/read_tiles.py").path

    /// What the independent reader says of a folder.
    static func read(_ bench: CliWorkbench, _ folder: String = "log") throws -> CliResult {
        let key = String(decoding: try bench.folder.read("key.txt"), as: UTF8.self)
        return try bench.run(
            "python3", [reader, folder, key.trimmingCharacters(in: .whitespacesAndNewlines)])
    }

    /// Files this many files at once.
    static func file(_ bench: CliWorkbench, _ range: Range<Int>) throws {
        let names = range.map { "d\($0).md" }
        for name in names { try bench.write(name, "# Document \(name)\n") }
        for start in stride(from: 0, to: names.count, by: 200) {
            let some = names[start..<min(start + 200, names.count)]
            let filed = try bench.docket(["file", "--matter", "BAN-1"] + some)
            try #require(filed.status == 0, "\(filed.errors)")
        }
    }

    @Test func `can be read and checked by an independent program, run after run`() throws {
        let bench = try CliWorkbench.withArchive()
        #expect(try bench.docket(["export", "--tiles", "log"]).status == 0)
        #expect(try Self.read(bench).output.hasPrefix("0 entries, root 47DEQpj8HBSa+/TImW+5"))
        try Self.file(bench, 0..<3)
        let first = try bench.docket(["export", "--tiles", "log", "--json"])
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("\"tree_size\":3"))
        #expect(try Self.read(bench).output.hasPrefix("3 entries, root "))
        try Self.file(bench, 3..<260)
        let second = try bench.docket(["export", "--tiles", "log"])
        #expect(second.status == 0, "\(second.errors)")
        let read = try Self.read(bench)
        #expect(read.output.hasPrefix("260 entries, root "), "\(read.output)")
        // Nothing but entries, hashes and the checkpoint.
        let names = try #require(
            FileManager.default.enumerator(atPath: bench.path("log"))?.compactMap { $0 as? String })
        #expect(
            Set(names.filter { $0.split(separator: "/").count > 2 }.map { $0.prefix(12) })
                == ["tile/0/000", "tile/0/001.p", "tile/1/000.p", "tile/entries"])
        let again = try bench.docket(["export", "--tiles", "log", "--json"])
        #expect(again.output.contains("\"files_written\":0"))
    }

    @Test func `every changed file is noticed by the independent program`() throws {
        let bench = try CliWorkbench.withArchive()
        try Self.file(bench, 0..<3)
        #expect(try bench.docket(["export", "--tiles", "log"]).status == 0)
        let whole = try Self.read(bench)
        #expect(whole.status == 0, "\(whole.output)\(whole.errors)")
        for name in ["checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3"] {
            let bytes = try bench.folder.read("log/" + name)
            for position in stride(from: 0, to: bytes.count, by: bytes.count / 7 + 1) {
                var changed = bytes
                changed[position] ^= 1
                try bench.folder.write("log/" + name, changed)
                #expect(try Self.read(bench).status == 1, "\(name) \(position)")
            }
            for changed in [[], Array(bytes.dropLast()), bytes + [0x0A], bytes + bytes] {
                try bench.folder.write("log/" + name, changed)
                #expect(try Self.read(bench).status == 1, "\(name)")
            }
            try bench.folder.write("log/" + name, bytes)
        }
        #expect(try Self.read(bench).status == 0)
    }

    @Test func `does not write over another log, a newer one, or anything else`() throws {
        let bench = try CliWorkbench.withArchive()
        try Self.file(bench, 0..<2)
        #expect(try bench.docket(["export", "--tiles", "log"]).status == 0)
        let other = try CliWorkbench.withArchive()
        try Self.file(other, 0..<3)
        let refused = try other.docket(["export", "--tiles", bench.path("log")])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("holds another log"))
        try other.write("mine/holiday.jpg".replacing("mine/", with: ""), "x")
        let foreign = try other.docket(["export", "--tiles", "."])
        #expect(foreign.status == 1 && foreign.errors.contains("holds something else"))
        #expect(try Self.read(bench).output.hasPrefix("2 entries"))
    }
}
