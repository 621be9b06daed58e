// The declared restore, and the moments at which it may die.

import ArchiveAudit
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

    /// With none filed behind the rotation, the old key has signed the mark too; with more, the copy knows no key that has.
    @Test(arguments: [0, 1, 2, 5]) func `of a copy from before a rotation go on under its key`(
        filed: Int
    ) throws {
        let workshop = try Workshop()
        let made = try workshop.create()
        let old = made.verifierKey
        _ = try made.file([workshop.submission("one")])
        try made.close()
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: workshop.root + "/copy")
        let rotated = try workshop.open()
        let (next, recovery) = (
            try workshop.signer(seed: 8),
            try NoteSigner(
                name: Rotation.recoveryKeyName(of: Workshop.origin),
                seed: [UInt8](repeating: 99, count: 32))
        )
        try rotated.keepNextKey(.plain(next))
        let request = try rotated.requestRotation(
            recovery: recovery.verifierKey, reason: .rotated, next: next)
        _ = try rotated.rotate(request.sign(with: recovery), next: next)
        for number in 0..<filed { _ = try rotated.file([workshop.submission("note \(number)")]) }
        let left = try rotated.head()
        try rotated.close()
        try FileManager.default.removeItem(atPath: workshop.folder)
        try FileManager.default.moveItem(atPath: workshop.root + "/copy", toPath: workshop.folder)
        #expect(throws: StoreError.self) { try workshop.open() }
        let record = try Self.declare(workshop).receipt
        let archive = try workshop.open()
        let restore = try Restore(
            parsing: archive.content(of: archive.exhibit(at: record.entry.index)))
        #expect(restore.left == left)
        #expect(archive.verifierKey == old)
        #expect(try archive.file([workshop.submission("late")]).count == 1)
        #expect(try archive.mark.read()?.checkpoint.size == TreeSize(3))
        // The same rotation does not follow any more; another one does.
        let again = try workshop.signer(seed: 9)
        try archive.keepNextKey(.plain(again))
        let asked = try archive.requestRotation(
            recovery: recovery.verifierKey, reason: .rotated, next: again)
        _ = try archive.rotate(asked.sign(with: recovery), next: again)
        #expect(archive.verifierKey == again.verifierKey)
        #expect(audit(archive).isClean, "\(audit(archive).faults)")
    }

    @Test
    func
        `that were recorded and not finished are told by the audit, and finished when declared again`()
        throws
    {
        for kept in [1, 4] {
            let workshop = try Self.workshop(left: 5, kept: kept)
            workshop.copy(at: .afterCommit)
            _ = try Self.declare(workshop)
            var surroundings = workshop.surroundings
            surroundings.stateFolder = workshop.root + "/killed/state/docket"
            let folder = workshop.root + "/killed/archive"
            let reader = try Archive.openReadOnly(at: folder, surroundings: surroundings)
            #expect(try reader.head().size.value == UInt64(kept + 1))
            #expect(audit(reader).isClean, "\(audit(reader).faults)")
            let again = try Archive.declareRestore(
                at: folder, warrant: warrant, surroundings: surroundings)
            #expect(again.wasAlreadyFiled)
            #expect(again.receipt.entry.index.value == UInt64(kept))
            let opened = try Archive.open(at: folder, surroundings: surroundings)
            #expect(try opened.file([workshop.submission("late")]).count == 1)
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
