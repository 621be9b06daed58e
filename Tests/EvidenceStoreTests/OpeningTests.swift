// Making and opening archives: one writer, many readers, never an old copy.

import ArchiveAudit
import EvidenceStore
import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

@Suite struct `Opening an archive` {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    @Test func `a new archive has a signed empty tree, and its secrets are its owner's`() throws {
        let archive = try workshop.create()
        #expect(try archive.checkpoint().checkpoint.size == TreeSize(0))
        #expect(try archive.checkpoint().checkpoint.root == .empty)
        #expect(try archive.signingKeyMode() == 0o600)
        #expect(audit(archive).checks.allSatisfy { $0.outcome == .passed })
        let folder = try FileManager.default.attributesOfItem(atPath: workshop.folder)
        #expect(folder[.posixPermissions] as? Int == 0o700)
        #expect(FileManager.default.fileExists(atPath: workshop.folder + "/reserve"))
    }

    @Test func `a folder with anything in it is left alone`() throws {
        try FileManager.default.createDirectory(
            atPath: workshop.folder, withIntermediateDirectories: true)
        try workshop.create().close()
        #expect(throws: StoreError.alreadyExists(path: workshop.folder)) {
            try workshop.create()
        }
        #expect(throws: StoreError.notAnArchive(path: workshop.root)) {
            try Archive.open(at: workshop.root, surroundings: workshop.surroundings)
        }
        let signer = try NoteSigner(name: "other.example", seed: [UInt8](repeating: 1, count: 32))
        let error = StoreError.wrongKey(found: "other.example", expected: Workshop.origin.text)
        #expect(throws: error) {
            try Archive.create(
                at: workshop.root + "/new", origin: Workshop.origin, signer: signer,
                surroundings: workshop.surroundings)
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: workshop.root).sorted() == [
                "archive", "state",
            ])
    }

    @Test func `one process writes, others read`() throws {
        let archive = try workshop.create()
        #expect(throws: StoreError.locked(path: workshop.folder)) { try workshop.open() }
        let reader = try Archive.openReadOnly(
            at: workshop.folder, surroundings: workshop.surroundings)
        let filed = try archive.file([workshop.submission("offer")])
        #expect(try reader.receipt(of: LeafIndex(0)) == filed[0].receipt)
        #expect(try reader.checkpoint() == archive.checkpoint())
        #expect(throws: StoreError.readOnly) { try reader.file([workshop.submission("b")]) }
        #expect(audit(reader).isClean)
        try archive.close()
        #expect(throws: StoreError.readOnly) { try archive.file([workshop.submission("b")]) }
        let next = try workshop.open()
        #expect(try next.file([workshop.submission("b")])[0].receipt.entry.index == LeafIndex(1))
    }

    @Test func `commits are synced in full`() throws {
        let archive = try workshop.create()
        #expect(try archive.durability() == "wal 2")
    }

    @Test func `an old copy put back is refused, and can be read`() throws {
        var archive = try workshop.create()
        _ = try archive.file([workshop.submission("a")])
        try archive.close()
        let copy = workshop.root + "/copy"
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: copy)
        archive = try workshop.open()
        _ = try archive.file([workshop.submission("b")])
        let path = archive.mark.path
        try archive.close()
        try FileManager.default.removeItem(atPath: workshop.folder)
        try FileManager.default.copyItem(atPath: copy, toPath: workshop.folder)
        let error = StoreError.olderThanMark(
            archive: TreeSize(1), mark: TreeSize(2), path: path)
        #expect(throws: error) { try workshop.open() }
        let reader = try Archive.openReadOnly(
            at: workshop.folder, surroundings: workshop.surroundings)
        #expect(audit(reader).checks.filter { $0.outcome == .failed }.map(\.code) == ["LOG.MARK"])
    }

    @Test func `a fork of an old copy is refused`() throws {
        var archive = try workshop.create()
        _ = try archive.file([workshop.submission("a")])
        try archive.close()
        let copy = workshop.root + "/copy"
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: copy)
        archive = try workshop.open()
        _ = try archive.file([workshop.submission("b")])
        let path = archive.mark.path
        // On another machine, with its own state folder, the copy goes on in another way.
        var elsewhere = workshop.surroundings
        elsewhere.stateFolder = workshop.root + "/elsewhere"
        let fork = try Archive.open(at: copy, surroundings: elsewhere)
        _ = try fork.file([workshop.submission("c"), workshop.submission("d")])
        #expect(audit(fork).isClean)
        try fork.close()
        #expect(throws: StoreError.forked(at: TreeSize(2), path: path)) {
            try Archive.open(at: copy, surroundings: workshop.surroundings)
        }
    }

    @Test func `a damaged mark is refused`() throws {
        let archive = try workshop.create()
        let path = archive.mark.path
        try archive.close()
        try Data("no note\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.markDamaged(path: path)) { try workshop.open() }
    }

    @Test func `another key is refused`() throws {
        try workshop.create().close()
        let other = try workshop.signer(seed: 8)
        let path = workshop.folder + "/signing-key"
        try Data((other.secretKeyText + "\n").utf8).write(to: URL(fileURLWithPath: path))
        let error = StoreError.wrongKey(
            found: other.verifierKey.text, expected: try workshop.signer().verifierKey.text)
        #expect(throws: error) { try workshop.open() }
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: StoreError.self) { try workshop.open() }
    }

    @Test func `a disk without room for the reserve is said to be full`() throws {
        var surroundings = workshop.surroundings
        try workshop.create().close()
        try FileManager.default.removeItem(atPath: workshop.folder + "/reserve")
        surroundings.reserveSize = 1 << 60
        do {
            _ = try Archive.open(at: workshop.folder, surroundings: surroundings)
            Issue.record("it was opened")
        } catch StoreError.diskFull(_, let reserve) {
            #expect(reserve == workshop.folder + "/reserve")
        } catch StoreError.file(let operation, _, _) {
            // EFBIG where the file system has smaller files.
            #expect(operation == "posix_fallocate")
        }
        #expect(!FileManager.default.fileExists(atPath: workshop.folder + "/reserve"))
    }
}
