// The text of an access record: one spelling, everything else refused.

import EvidenceValues
import Foundation
import ServiceAccess
import Testing

@Suite struct `An access record` {
    static let text = """
        docket-access/v1
        archive archive.example/trade
        number 2
        previous sha-256:QbOPAgeJ4p3ajdViJXovXxAXvx0Gz6HgqDLxdog6O+c=
        events 14
        event 2026-11-23T12:00:00Z op-1 principal-added alice
        event 2026-11-23T12:00:00Z op-1 matter-created BAN-1
        event 2026-11-23T12:00:00.500Z op-1 member-added BAN-1 alice party
        event 2026-11-23T12:00:00.500Z - member-added * op.site operator
        event 2026-11-23T12:00:07Z op-1 certificate-added alice BAN-1 sha-256:yKVmJYlU9tAnYtaaMpEaRRdiTU65jhAYbXaC5KJj5FI=
        event 2026-11-23T12:00:07Z op-1 pseudonym-given BAN-1 alice PSN-7 sha-256:yKVmJYlU9tAnYtaaMpEaRRdiTU65jhAYbXaC5KJj5FI= sha-256:QbOPAgeJ4p3ajdViJXovXxAXvx0Gz6HgqDLxdog6O+c=
        event 2026-11-23T12:00:08Z op-1 certificate-removed alice sha-256:yKVmJYlU9tAnYtaaMpEaRRdiTU65jhAYbXaC5KJj5FI=
        event 2026-11-23T12:00:09Z op-1 token-issued 7 alice party * 2026-12-23T12:00:09Z
        event 2026-11-23T12:00:31.020Z alice content-read BAN-1 3
        event 2026-11-23T12:00:31.020Z alice filing-read BAN-1 3
        event 2026-11-23T12:00:32Z alice bundle-read BAN-1 sha-256:yKVmJYlU9tAnYtaaMpEaRRdiTU65jhAYbXaC5KJj5FI=
        event 2026-11-23T12:00:33Z judge identity-read BAN-1 PSN-7
        event 2026-11-23T12:00:58Z op-1 token-revoked 7
        event 2026-11-23T12:00:59Z op-1 principal-removed alice

        """

    static func parse(_ text: String) throws -> AccessRecord {
        try AccessRecord(parsing: Array(text.utf8))
    }

    @Test func `is read and written to the byte`() throws {
        let record = try Self.parse(Self.text)
        #expect(record.events.count == 14)
        #expect(record.bytes == Array(Self.text.utf8))
    }

    @Test func `reads the example of its document`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(
            contentsOf: root.appendingPathComponent("docs/formats/access.md"), encoding: .utf8)
        let example = try #require(document.components(separatedBy: "```\n").dropFirst().first)
        #expect(try Self.parse(example).events.count == 6)
    }

    static let mutations: [(String, String)] = [
        ("docket-access/v1", "docket-access/v2"), ("number 2", "number 02"),
        ("number 2", "number 0"), ("number 2", "number 1"), ("number 2", "number +2"),
        ("previous sha-256:QbO", "previous none\nx sha-256:QbO"), ("events 14", "events 13"),
        ("events 14", "events 15"), ("events 14", "events 1001"), (" - member", "  member"),
        ("12:00:00Z op-1 m", "12:00:00.000Z op-1 m"), ("alice party", "alice  party"),
        ("alice party", "alice owner"), ("alice party", "alice"), ("alice party", "alice party x"),
        ("content-read BAN-1 3", "content-read BAN-1 0"),
        ("content-read BAN-1 3", "content-read BAN-1 03"),
        ("content-read BAN-1 3", "content-read BAN-1 99999999999999999999"),
        ("content-read BAN-1 3", "content-red BAN-1 3"), ("PSN-7 sha", "psn-7 sha"),
        ("token-issued 7", "token-issued -7"), ("matter-created BAN-1", "matter-created *"),
        ("5FI=\n", "5FJ=\n"), ("event 2026-11-23T12:00:58Z", "Event 2026-11-23T12:00:58Z"),
        ("alice party", "alice\u{00A0}party"),
        ("principal-removed alice\n", "principal-removed alice"),
        ("principal-removed alice\n", "principal-removed alice\n\n"),
        ("principal-removed alice\n", "principal-removed alice\r\n"),
    ]

    @Test(arguments: mutations)
    func `written otherwise is refused`(from: String, to: String) throws {
        let mutant = Self.text.replacingOccurrences(of: from, with: to)
        #expect(mutant != Self.text)
        #expect(throws: AccessError.self) { try Self.parse(mutant) }
    }

    @Test func `with any line left out or any two swapped is another or none`() throws {
        let lines = Self.text.split(separator: "\n").map { $0 + "\n" }
        for line in lines.indices {
            var fewer = lines
            fewer.remove(at: line)
            #expect(throws: AccessError.self, "line \(line)") { try Self.parse(fewer.joined()) }
        }
        for line in 0..<5 {
            var swapped = lines
            swapped.swapAt(line, line + 1)
            #expect(throws: AccessError.self, "line \(line)") {
                try Self.parse(swapped.joined())
            }
        }
    }

    @Test func `cut short anywhere is refused`() throws {
        let bytes = Array(Self.text.utf8)
        for size in 0..<bytes.count {
            #expect(throws: AccessError.self) { try AccessRecord(parsing: Array(bytes[..<size])) }
        }
    }

    @Test func `holds a thousand of the longest events and no more`() throws {
        let who = String(repeating: "p", count: 32)
        let name = String(repeating: "m", count: 64)
        let digest = "sha-256:yKVmJYlU9tAnYtaaMpEaRRdiTU65jhAYbXaC5KJj5FI="
        let line =
            "2026-11-23T12:00:07.123Z \(who) pseudonym-given \(name) \(who) "
            + "\(String(repeating: "P", count: 32)) \(digest) \(digest)"
        let event = try #require(AccessEvent(text: line))
        func record(_ count: Int) throws -> AccessRecord? {
            AccessRecord(
                archive: try TestBook.origin(), number: 1, previous: nil,
                events: Array(repeating: event, count: count))
        }
        let largest = try #require(try record(1_000))
        #expect(largest.bytes.count <= AccessRecord.maximumSize)
        #expect(try AccessRecord(parsing: largest.bytes) == largest)
        #expect(try record(1_001) == nil)
        #expect(try record(0) == nil)
    }
}
