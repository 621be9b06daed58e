// The text of a snapshot (docs/formats/backup.md): one text for each snapshot, and every other refused.

import ArchiveBackup
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct SnapshotTexts {
    /// The example of the format's document.
    private static func example() throws -> String {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/formats/backup.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let blocks = text.components(separatedBy: "```\n")
        return try #require(blocks.first { $0.hasPrefix(Snapshot.format) })
    }

    /// The text with a right last line, whatever was changed above it.
    private static func sealed(_ text: String) -> [UInt8] {
        let body = text.components(separatedBy: "\nend ")[0] + "\n"
        return Array((body + "end \(Digest.sha256(body.utf8).text)\n").utf8)
    }

    @Test func `the document's example is a snapshot, to the byte`() throws {
        let text = try Self.example()
        let snapshot = try Snapshot(parsing: Array(text.utf8))
        #expect(snapshot.number == 3)
        #expect(snapshot.head.size == TreeSize(2))
        #expect(snapshot.files.map(\.name) == [.database, .key])
        #expect(snapshot.blobs.map(\.size) == [204_800])
        #expect(snapshot.bytes == Array(text.utf8))
        let note = try #require(snapshot.note)
        #expect(try Checkpoint.open(note: note, with: snapshot.key).checkpoint == snapshot.head)
    }

    @Test func `no flipped byte is accepted`() throws {
        let bytes = Array(try Self.example().utf8)
        for position in bytes.indices {
            for bit in [0, 5] {
                var changed = bytes
                changed[position] ^= 1 << bit
                #expect(throws: FormatError.self, "byte \(position)") {
                    try Snapshot(parsing: changed)
                }
            }
        }
    }

    @Test func `no prefix and nothing behind the end is accepted`() throws {
        let bytes = Array(try Self.example().utf8)
        for count in bytes.indices {
            #expect(throws: FormatError.self) { try Snapshot(parsing: Array(bytes.prefix(count))) }
        }
        #expect(throws: FormatError.self) { try Snapshot(parsing: bytes + [0x0A]) }
    }

    static let changes: [(String, String, String)] = [
        ("another version", "snapshot/v1", "snapshot/v2"),
        ("number 0", "number 3", "number 0"),
        ("a number with a zero before it", "number 3", "number 03"),
        ("a signed number", "number 3", "number +3"),
        ("a number that does not fit", "number 3", "number 18446744073709551616"),
        ("a number behind the largest", "number 3", "number 9223372036854775808"),
        ("milliseconds", "02:00:04Z", "02:00:04.250Z"),
        ("no such day", "2026-11-23", "2026-11-31"),
        ("an origin that is none", "archive archive.example/trade\n", "archive \n"),
        ("a path", "file docket.sqlite", "file ../docket.sqlite"),
        ("another file", "file docket.sqlite", "file lock"),
        ("a key before the database", "file docket.sqlite", "file signing-key"),
        ("a file twice", "file signing-key 421", "file docket.sqlite 421"),
        ("more bytes than pieces", "sqlite 126976", "sqlite 262145"),
        ("fewer bytes than pieces", "sqlite 126976", "sqlite 0"),
        ("the largest size", "sqlite 126976", "sqlite 18446744073709551615"),
        ("capital digits", "piece 0f343b", "piece 0F343B"),
        ("half a digest", "piece 0f343b", "piece "),
        ("two spaces", "blob 9f", "blob  9f"),
        ("a blob without a size", " 204800", ""),
        ("a note that is no base64", "checkpoint YXJ", "checkpoint !XJ"),
        ("no checkpoint", "checkpoint ", "check "),
        ("a line more", "blob 9f", "note x\nblob 9f"),
        ("an empty line", "blob 9f", "\nblob 9f"),
        ("a carriage return", "204800\n", "204800\r\n"),
    ]

    @Test(arguments: changes)
    func `another spelling is refused though its digest is right`(
        _ change: (name: String, from: String, to: String)
    ) throws {
        let text = try Self.example()
        try #require(text.contains(change.from), "\(change.name)")
        let changed = text.replacingOccurrences(of: change.from, with: change.to)
        #expect(throws: FormatError.self, "\(change.name)") {
            try Snapshot(parsing: Self.sealed(changed))
        }
        // The instrument works: without the change it is accepted.
        #expect(try Snapshot(parsing: Self.sealed(text)).bytes == Array(text.utf8))
    }

    @Test func `the largest number is accepted`() throws {
        let text = try Self.example().replacingOccurrences(
            of: "number 3", with: "number \(Snapshot.numbers.upperBound)")
        #expect(try Snapshot(parsing: Self.sealed(text)).number == UInt64(Int64.max))
    }

    @Test func `contents stand in order, each once`() throws {
        let text = try Self.example()
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("blob ") })
        let second = "blob " + String(repeating: "f", count: 64) + " 1"
        let sorted = text.replacingOccurrences(of: line, with: "\(line)\n\(second)")
        #expect(try Snapshot(parsing: Self.sealed(sorted)).blobs.count == 2)
        for wrong in ["\(second)\n\(line)", "\(line)\n\(line)", "\(line)\n\(line)0"] {
            let changed = text.replacingOccurrences(of: line, with: wrong)
            #expect(throws: FormatError.self) { try Snapshot(parsing: Self.sealed(changed)) }
        }
        let missing = second.replacingOccurrences(of: "blob", with: "missing")
        let before = text.replacingOccurrences(of: line, with: "\(missing)\n\(line)")
        #expect(throws: FormatError.self) { try Snapshot(parsing: Self.sealed(before)) }
    }
}
