// Files that are there whole or not at all, with and without a name until then.

import DurableFiles
import EvidenceTesting
import Foundation
import Testing

@Suite struct NewFiles {
    @Test(arguments: [true, false])
    func `have their name when they are whole, and nothing before`(isNameless: Bool) throws {
        let folder = try TestFolder()
        let file = try NewFile(for: folder.path + "/a", isNameless: isNameless)
        try file.write { try $0([1, 2, 3]) }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/a"))
        #expect(try names(folder).filter { !$0.hasSuffix(".part") } == [])
        #expect(try names(folder).isEmpty == isNameless)
        #expect(try Array(Data(contentsOf: URL(filePath: file.path))) == [1, 2, 3])
        try file.write {
            try $0([4])
            try $0([5])
        }
        try file.promote()
        #expect(try folder.read("a") == [4, 5])
    }

    @Test(arguments: [true, false])
    func `leave nothing when they are given up`(isNameless: Bool) throws {
        let folder = try TestFolder()
        do {
            let file = try NewFile(for: folder.path + "/a", isNameless: isNameless)
            try file.write { try $0([1, 2, 3]) }
        }
        #expect(try names(folder) == [])
    }

    @Test(arguments: [true, false])
    func `never take a name that is taken`(isNameless: Bool) throws {
        let folder = try TestFolder()
        let path = folder.path + "/a"
        do {
            let file = try NewFile(for: path, isNameless: isNameless)
            try file.write { try $0([1]) }
            try folder.write("a", [9])
            var failure: FileFailure?
            do throws(FileFailure) { try file.promote() } catch { failure = error }
            #expect(failure == .exists(path: path))
        }
        #expect(throws: FileFailure.exists(path: path)) { try DurableFile.write([1], to: path) }
        #expect(try folder.read("a") == [9])
        #expect(try names(folder) == ["a"])
    }

    /// Small pieces are gathered, large ones go through, the disk begins with what is many; a field is put in wherever it stands by then.
    @Test(arguments: [1, 100, 262_143, 262_144, 300_000, 1_300_000])
    func `take fields that are put in later`(size: Int) throws {
        let folder = try TestFolder()
        let file = try NewFile(for: folder.path + "/a")
        var expected: [UInt8] = []
        try file.fill { output in
            for round in 0..<7 {
                let piece = [UInt8](repeating: UInt8(round), count: size + 8)
                let start = output.count
                #expect(start == expected.count)
                try output.append(piece)
                expected += piece
                try output.append([0xEE])
                expected.append(0xEE)
                for place in [start, start / 2, expected.count - 3] {
                    let field: [UInt8] = [0xAA, UInt8(round), 0xBB]
                    try output.overwrite(field, at: place)
                    expected.replaceSubrange(place..<place + 3, with: field)
                }
            }
        }
        try file.promote()
        #expect(try folder.read("a") == expected)
    }

    @Test func `say why there can be none`() throws {
        #expect(
            throws: FileFailure.unwritable(path: "/proc/a", reason: "no such file or directory")
        ) { _ = try DurableFile.write([1], to: "/proc/a") }
        let path = "/nowhere/a"
        #expect(throws: FileFailure.unwritable(path: path, reason: "no such file or directory")) {
            try DurableFile.write([1], to: path)
        }
    }

    private func names(_ folder: TestFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
}
