// The queue: what was put in comes out as it was, once, and whatever a crash leaves is no filing.

import DurableFiles
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@testable import RemoteClient

@Suite struct `The queue` {
    private let folder: TestFolder
    private let queue: FilingQueue
    private let party: TestParty
    private let server: ServerAddress
    private let now: Instant
    private static let content = Array("ten tonnes".utf8)

    init() throws {
        folder = try TestFolder()
        queue = FilingQueue(folder: folder.path + "/state/queue")
        party = try TestParty("FRUTA")
        server = try ServerAddress("https://archive.example")
        now = try required(Instant(text: "2026-05-01T00:00:00Z"))
    }

    private func add(_ content: [UInt8] = content, nonce: UInt8 = 1) throws -> QueuedFiling {
        try folder.write("contract.md", content)
        let file = try required(try RangedFile(folder.path + "/contract.md"))
        let filing = try party.filing(content, nonce: nonce)
        return try queue.add(
            file, for: server, receiptPath: folder.path + "/contract.md.receipt", at: now,
            prepare: { digest, size in
                #expect(digest == .sha256(content) && size == UInt64(content.count))
                return filing
            })
    }

    private func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: queue.folder))
    }

    @Test func `is empty where there is none`() throws {
        #expect(try queue.waiting().isEmpty)
    }

    @Test func `gives back what was put in, in order`() throws {
        let added = try [add(nonce: 1), add(Array("more".utf8), nonce: 2), add([], nonce: 3)]
        #expect(added.map(\.number) == [1, 2, 3])
        #expect(try queue.waiting() == added)
        let file = try queue.content(of: added[1])
        #expect(try file.bytes(0..<file.count) == Array("more".utf8))
        #expect(try queue.content(of: added[2]).count == 0)
    }

    @Test func `keeps a copy, whatever becomes of the file`() throws {
        let added = try add()
        try folder.write("contract.md", Array("nine tonnes".utf8))
        let file = try queue.content(of: added)
        #expect(try file.bytes(0..<file.count) == Self.content)
    }

    @Test func `is for nobody else's eyes`() throws {
        _ = try add()
        for name in try names() + [""] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: queue.folder + "/" + name)
            let mode = try required((attributes[.posixPermissions] as? NSNumber)?.intValue)
            #expect(mode & 0o077 == 0, "\(name)")
        }
    }

    @Test func `lets a filing go once, and no other in its place`() throws {
        let first = try add()
        try queue.remove(first)
        #expect(try names().isEmpty)
        let second = try add(Array("another".utf8), nonce: 2)
        #expect(second.number == first.number)
        #expect(throws: QueueError.notQueued(1)) { try queue.remove(first) }
        #expect(try queue.waiting() == [second])
    }

    @Test func `leaves nothing of what could not be prepared`() throws {
        try folder.write("contract.md", Self.content)
        let file = try required(try RangedFile(folder.path + "/contract.md"))
        #expect(throws: CancellationError.self) {
            try queue.add(
                file, for: server, receiptPath: "/x", at: now,
                prepare: { _, _ in throw CancellationError() })
        }
        #expect(try names().isEmpty)
    }

    @Test(arguments: ["relative", "", "/a\nreceipt /etc/passwd"])
    func `takes no path that is none`(_ path: String) throws {
        try folder.write("contract.md", Self.content)
        let file = try required(try RangedFile(folder.path + "/contract.md"))
        #expect(throws: QueueError.badReceiptPath(path)) {
            try queue.add(
                file, for: server, receiptPath: path, at: now,
                prepare: { _, _ in try party.filing(Self.content) })
        }
    }

    @Test func `cleans up after a crash, and touches no filing`() throws {
        let added = try add()
        try folder.write("state/queue/7.content", Array("half".utf8))
        try folder.write("state/queue/.docket-1.part", Array("half".utf8))
        try folder.write("state/queue/18446744073709551615.content", [])
        try folder.write("state/queue/18446744073709551615.queued", [])
        #expect(try queue.waiting() == [added])
        let next = try add(Array("more".utf8), nonce: 2)
        #expect(try queue.waiting() == [added, next])
        #expect(!(try names().contains("7.content")))
        #expect(!(try names().contains(".docket-1.part")))
    }

    @Test func `stops at a text that is not what was written`() throws {
        let added = try add()
        let text = try folder.read("state/queue/1.queued")
        #expect(QueuedFiling(number: 1, parsing: text) == added)
        for position in text.indices {
            var changed = text
            changed[position] ^= 1
            let read = QueuedFiling(number: 1, parsing: changed)
            #expect(read != added, "byte \(position)")
            if let read { #expect(read.bytes == changed) }
        }
        for count in 0..<text.count {
            #expect(QueuedFiling(number: 1, parsing: Array(text.prefix(count))) == nil)
        }
        #expect(QueuedFiling(number: 1, parsing: text + [0x0A]) == nil)
        try folder.write("state/queue/1.queued", Array(text.dropLast()))
        #expect(throws: QueueError.self) { try queue.waiting() }
    }

    @Test func `stops at a content of another size`() throws {
        let added = try add()
        try folder.write("state/queue/1.content", [1])
        #expect(throws: QueueError.self) { try queue.content(of: added) }
    }
}
