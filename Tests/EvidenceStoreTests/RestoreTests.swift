// The declared restore, and the moments at which it may die.

import EvidenceStore
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

private let warrant = required(Warrant(by: "Joe Bloggs", ground: "Disk failed"))

@Suite struct Restores {
    /// A workshop whose archive had `left` entries and is a copy with `kept`.
    private static func workshop(left: Int, kept: Int) throws -> Workshop {
        let workshop = try Workshop()
        var archive = try workshop.create()
        for number in 0..<left {
            if number == kept {
                try archive.close()
                try FileManager.default.copyItem(
                    atPath: workshop.folder, toPath: workshop.root + "/copy")
                archive = try workshop.open()
            }
            _ = try archive.file([workshop.submission("note \(number)")])
        }
        try archive.close()
        try FileManager.default.removeItem(atPath: workshop.folder)
        try FileManager.default.moveItem(
            atPath: workshop.root + "/copy", toPath: workshop.folder)
        return workshop
    }

    private static func declare(_ workshop: Workshop) throws -> FiledReceipt {
        try Archive.declareRestore(
            at: workshop.folder, warrant: warrant, surroundings: workshop.surroundings)
    }

    // Spec: erasure-16
    @Test(arguments: [(5, 1), (5, 4), (300, 2), (1, 0)])
    func `go on behind their record`(left: Int, kept: Int) throws {
        let workshop = try Self.workshop(left: left, kept: kept)
        #expect(throws: StoreError.self) { try workshop.open() }
        let filed = try Self.declare(workshop)
        #expect(filed.receipt.entry.index.value == UInt64(kept))
        let archive = try workshop.open()
        let restore = try Restore(
            parsing: archive.content(of: archive.exhibit(at: filed.receipt.entry.index)))
        #expect(restore.left.size.value == UInt64(left))
        #expect(restore.restored.size.value == UInt64(kept))
        #expect(try archive.rootHash(at: restore.restored.size) == restore.restored.root)
        #expect(try archive.mark.read()?.checkpoint.size.value == UInt64(kept + 1))
        #expect(try archive.file([workshop.submission("late")]).count == 1)
    }

    /// With 5 and 4 the record makes the copy as large as what was left: a fork, if nobody knew of the record.
    @Test(arguments: [(5, 1), (5, 4)], FaultPoint.allCases)
    func `that die are refused still, or done`(sizes: (Int, Int), point: FaultPoint) throws {
        let workshop = try Self.workshop(left: sizes.0, kept: sizes.1)
        workshop.copy(at: point)
        _ = try Self.declare(workshop)
        guard workshop.hasCopy else { return }
        do {
            let killed = try workshop.openKilled()
            #expect(try killed.head().size.value == UInt64(sizes.1 + 1))
            let last = try killed.exhibit(at: LeafIndex(UInt64(sizes.1)))
            #expect(last.filing.kind == .restore)
            #expect(try killed.file([workshop.submission("late")]).count == 1)
        } catch StoreError.olderThanMark(let size, _, _) {
            #expect(size.value == UInt64(sizes.1))
        }
    }

    @Test func `are not declared of what is not older`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        #expect(throws: StoreError.locked(path: workshop.folder)) { try Self.declare(workshop) }
        _ = try archive.file([workshop.submission("one")])
        try archive.close()
        #expect(throws: StoreError.notOlder(size: TreeSize(1))) { try Self.declare(workshop) }
        let reopened = try workshop.open()
        #expect(try reopened.head().size == TreeSize(1))
    }

    @Test func `of an archive without a mark are not declared`() throws {
        let workshop = try Self.workshop(left: 3, kept: 1)
        try FileManager.default.removeItem(atPath: workshop.root + "/state")
        #expect(throws: StoreError.notOlder(size: TreeSize(1))) { try Self.declare(workshop) }
    }

    @Test func `excuse nothing but the mark that they name`() throws {
        // The record of an earlier restore does not open a copy that was put back later.
        let workshop = try Self.workshop(left: 5, kept: 2)
        _ = try Self.declare(workshop)
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: workshop.root + "/copy")
        let archive = try workshop.open()
        for text in ["a", "b"] { _ = try archive.file([workshop.submission(text)]) }
        try archive.close()
        try FileManager.default.removeItem(atPath: workshop.folder)
        try FileManager.default.moveItem(
            atPath: workshop.root + "/copy", toPath: workshop.folder)
        let mark = workshop.surroundings
        #expect(throws: StoreError.self) {
            try Archive.open(at: workshop.folder, surroundings: mark)
        }
        #expect(try Self.declare(workshop).receipt.entry.index == LeafIndex(3))
    }
}
