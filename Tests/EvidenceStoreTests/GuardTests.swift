// What keeps an archive from harm: the two slots of the mark, the space that stays free, and that nobody but the writer can write or
// checkpoint the WAL.

import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

@testable import EvidenceStore

@Suite struct `Guards of an archive` {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    private func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    @Test func `the mark is written to two slots in turn`() throws {
        let archive = try workshop.create()
        let path = archive.mark.path
        var sizes: [[UInt64]] = []
        for number in 1...4 {
            _ = try archive.file([workshop.submission("\(number)")])
            let held = try bytes(path)
            #expect(held.count == 8192)
            sizes.append(
                [held.prefix(4096), held.dropFirst(4096)].map { slot in
                    let lines = String(decoding: slot, as: UTF8.self).split(separator: "\n")
                    return UInt64(lines[1]) ?? 0
                })
            #expect(try archive.mark.read() == archive.checkpoint())
        }
        #expect(sizes == [[0, 1], [2, 1], [2, 3], [4, 3]])
    }

    @Test(arguments: [0, 200, 4095, 4096, 4300, 8191])
    func `a slot that is torn leaves the other`(position: Int) throws {
        let archive = try workshop.create()
        for number in 1...3 { _ = try archive.file([workshop.submission("\(number)")]) }
        let path = archive.mark.path
        try archive.close()
        var held = try bytes(path)
        held[position] ^= 0x40
        try write(held, to: path)
        let mark = try archive.mark.read()?.checkpoint.size
        #expect(mark == TreeSize(position < 4096 ? 3 : 2))
        // What is behind is raised again by whoever opens it.
        try workshop.open().close()
        #expect(try archive.mark.read()?.checkpoint.size == TreeSize(3))
        try write([UInt8](repeating: 0, count: 8192), to: path)
        #expect(throws: StoreError.markDamaged(path: path)) { try workshop.open() }
        try write([], to: path)
        #expect(throws: StoreError.markDamaged(path: path)) { try workshop.open() }
    }

    @Test func `too little free space refuses to file, and nothing else`() throws {
        let archive = try workshop.create()
        let filed = try archive.file([workshop.submission("before")])
        try archive.close()
        var surroundings = workshop.surroundings
        surroundings.minimumFree = UInt64.max
        let full = try Archive.open(at: workshop.folder, surroundings: surroundings)
        let error = #expect(throws: StoreError.self) {
            try full.file([workshop.submission("after")])
        }
        guard case .spaceLow(let path, _, UInt64.max) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == workshop.folder && error?.isRefusal == true)
        #expect(try full.receipt(of: LeafIndex(0)) == filed[0].receipt)
        #expect(try full.head().size == TreeSize(1))
    }

    @Test func `a reader can neither write nor checkpoint`() throws {
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("a")])
        let journal = try bytes(workshop.database + "-wal")
        let main = try bytes(workshop.database)
        let queue = try Schema.openForReading(workshop.database)
        for sql in ["DELETE FROM seen", "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM"] {
            #expect(throws: DatabaseError.self) {
                try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
            }
        }
        try queue.close()
        #expect(try bytes(workshop.database + "-wal") == journal)
        #expect(try bytes(workshop.database) == main)
    }

    @Test func `a reader that outlives the writer leaves its journal alone`() throws {
        let archive = try workshop.create()
        workshop.copy(at: .afterMark)
        _ = try archive.file([workshop.submission("a")])
        let folder = workshop.root + "/killed/archive"
        let journal = try bytes(folder + "/docket.sqlite-wal")
        #expect(!journal.isEmpty)
        let reader = try workshop.openKilled(readOnly: true)
        #expect(try reader.head().size == TreeSize(1))
        try reader.close()
        #expect(try bytes(folder + "/docket.sqlite-wal") == journal)
    }

    @Test func `a batch is synced once, and its note comes with the next`() throws {
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("a")])
        let first = try archive.checkpoint()
        #expect(try archive.storedNotes().map(\.size) == [TreeSize(0)])
        // Who only reads has the newest note from the mark.
        let reader = try Archive.openReadOnly(
            at: workshop.folder, surroundings: workshop.surroundings)
        #expect(try reader.checkpoint() == first)
        _ = try archive.file([workshop.submission("b")])
        #expect(try archive.storedNotes().map(\.note).last == first.note)
        let second = try archive.checkpoint()
        try archive.close()
        #expect(try reader.storedNotes().map(\.note).last == second.note)
    }
}
