// Another key for an archive: what was said under the old one stays, what is said from then on is under the new one, and a process that
// dies at any step leaves an archive that opens with the right key and finishes.

import ArchiveAudit
import EvidenceStore
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct `Key rotation` {
    struct Death: Error {}

    let workshop: Workshop
    let recovery: NoteSigner
    let next: NoteSigner

    init() throws {
        workshop = try Workshop()
        recovery = try NoteSigner(
            name: Rotation.recoveryKeyName(of: Workshop.origin),
            seed: [UInt8](repeating: 99, count: 32))
        next = try workshop.signer(seed: 8)
    }

    var main: String { workshop.folder + "/signing-key" }

    func rotation(
        _ archive: Archive, reason: RotationReason = .rotated, to next: NoteSigner? = nil
    ) throws -> SignedRotation {
        try archive.requestRotation(
            recovery: recovery.verifierKey, reason: reason, next: next ?? self.next
        ).sign(with: recovery)
    }

    /// An archive with one entry, and its receipt.
    func started() throws -> (Archive, Receipt) {
        let archive = try workshop.create()
        return (archive, try archive.file([workshop.submission("a")])[0].receipt)
    }

    func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `old receipts stay, and new ones are under the new key`() throws {
        let (archive, first) = try started()
        let old = archive.verifierKey
        try archive.keepNextKey(.plain(next))
        #expect(try mode(main + ".next") == 0o600)
        let signed = try rotation(archive)
        // What is filed between request and rotation is under the old key still.
        let between = try archive.file([workshop.submission("b")])[0].receipt
        let filed = try archive.rotate(signed, next: next).receipt
        #expect(filed.filing.kind == .rotation && filed.filing.matter == .archive)
        // Both keys sign the tree with the rotation.
        #expect(try filed.check(with: old).checkpoint.size == TreeSize(3))
        #expect(try filed.check(with: next.verifierKey).checkpoint.size == TreeSize(3))
        let after = try archive.file([workshop.submission("c")])[0].receipt
        #expect(throws: (any Error).self) { try after.check(with: old) }
        #expect(try after.check(with: next.verifierKey).checkpoint.size == TreeSize(4))
        try archive.close()
        #expect(!FileManager.default.fileExists(atPath: main + ".next"))
        #expect(try mode(main) == 0o600)
        let opened = try workshop.open()
        #expect(opened.verifierKey == next.verifierKey && opened.firstKey == old)
        for (index, receipt) in [first, between, filed, after].enumerated() {
            #expect(try opened.receipt(of: LeafIndex(UInt64(index))) == receipt)
        }
        #expect(
            opened.mark.path == HighWaterMark(key: old, surroundings: workshop.surroundings).path)
        #expect(try opened.mark.read()?.checkpoint.size == TreeSize(4))
        // What an arbiter computes from the annex's key and the note says the same.
        let history = KeyHistory(
            archive: Workshop.origin, keys: [old], recovery: [recovery.verifierKey],
            rotations: [FiledRotation(note: signed.note, index: LeafIndex(2))])
        #expect(history == opened.keyHistory)
        for (_, note) in try opened.storedNotes() { _ = try history.open(note: note) }
    }

    @Test(arguments: RotationStep.allCases)
    func `a process that dies at a step leaves an archive that finishes`(step: RotationStep) throws
    {
        try rotateAndDie { archive in
            let kill: (RotationStep) throws -> Void = { if $0 == step { throw Death() } }
            try archive.keepNextKey(.plain(next), faults: kill)
            _ = try archive.rotate(rotation(archive), next: next, faults: kill)
        } isCommitted: {
            [.noteStored, .keyPromoted].contains(step)
        }
    }

    @Test(arguments: [
        FaultPoint.beforeTransaction, .afterEntry, .beforeCommit, .afterCommit, .beforeSign,
        .afterSign, .beforeMark, .afterMark,
    ]) func `a process that dies while the rotation is filed leaves an archive that finishes`(
        point: FaultPoint
    ) throws {
        try rotateAndDie { archive in
            try archive.keepNextKey(.plain(next))
            let signed = try rotation(archive)
            workshop.fail(at: point)
            _ = try archive.rotate(signed, next: next)
        } isCommitted: {
            ![.beforeTransaction, .afterEntry, .beforeCommit].contains(point)
        }
    }

    /// Lets `body` die, opens the archive, and finishes.
    private func rotateAndDie(
        _ body: (Archive) throws -> Void, isCommitted: () -> Bool
    ) throws {
        var (archive, first): (Archive?, Receipt) = try started()
        let old = required(archive).verifierKey
        #expect(throws: (any Error).self) { try body(required(archive)) }
        archive = nil
        let opened = try workshop.open()
        let expected = isCommitted() ? next.verifierKey : old
        #expect(opened.verifierKey == expected)
        #expect(try opened.receipt(of: LeafIndex(0)) == first)
        if !isCommitted() {
            #expect(try opened.nextKeyFile()?.verifierKey == next.verifierKey)
            _ = try opened.rotate(rotation(opened), next: next)
        }
        let receipt = try opened.receipt(of: LeafIndex(1))
        #expect(try UnopenedNote(parsing: receipt.proof.checkpoint).signatures.count == 2)
        let after = try opened.file([workshop.submission("after")])[0].receipt
        #expect(try after.check(with: next.verifierKey).checkpoint.size == TreeSize(3))
        try opened.close()
        #expect(!FileManager.default.fileExists(atPath: main + ".next"))
        #expect(try workshop.open().verifierKey == next.verifierKey)
        for (_, note) in try workshop.openAgain().storedNotes() {
            _ = try workshop.openAgain().keyHistory.open(note: note)
        }
    }

    @Test(arguments: [true, false])
    func `an old key that is lost in the middle is asked for, or replaced`(isBack: Bool) throws {
        var archive: Archive? = try started().0
        let old = required(archive).verifierKey
        try archive?.keepNextKey(.plain(next))
        let signed = try rotation(required(archive))
        workshop.fail(at: .beforeSign)
        #expect(throws: (any Error).self) { try archive?.rotate(signed, next: next) }
        // Whatever closes the archive must not finish it.
        try FileManager.default.moveItem(atPath: main, toPath: workshop.root + "/old")
        workshop.fail(at: .beforeSign)
        archive = nil
        workshop.fail(at: nil)
        #expect(throws: StoreError.missingKey(old)) { try workshop.open() }
        if isBack {
            try FileManager.default.moveItem(atPath: workshop.root + "/old", toPath: main)
            let opened = try workshop.open()
            let note = try required(opened.note(at: TreeSize(2)))
            #expect(try UnopenedNote(parsing: note).signatures.count == 2)
            return
        }
        let keyless = try Archive.openWithoutKey(
            at: workshop.folder, surroundings: workshop.surroundings)
        let third = try workshop.signer(seed: 9)
        try keyless.keepNextKey(.plain(third))
        _ = try keyless.rotate(rotation(keyless, reason: .lost, to: third), next: third)
        try keyless.close()
        let opened = try workshop.open()
        #expect(opened.verifierKey == third.verifierKey)
        #expect(try opened.file([workshop.submission("b")]).count == 1)
        #expect(audit(opened).isClean)
    }

    @Test(arguments: [
        RotationReason.lost, .compromised(since: required(Instant(text: "2026-02-01T00:00:00Z"))),
    ])
    func `a key that is gone is replaced without its signature`(reason: RotationReason) throws {
        let (archive, first) = try started()
        let old = archive.verifierKey
        try archive.close()
        try FileManager.default.removeItem(atPath: main)
        #expect(throws: StoreError.wrongKey(found: main, expected: old.text)) {
            try workshop.open()
        }
        let keyless = try Archive.openWithoutKey(
            at: workshop.folder, surroundings: workshop.surroundings)
        #expect(throws: StoreError.missingKey(old)) {
            try keyless.file([workshop.submission("b")])
        }
        try keyless.keepNextKey(.plain(next))
        let filed = try keyless.rotate(rotation(keyless, reason: reason), next: next).receipt
        #expect(try UnopenedNote(parsing: filed.proof.checkpoint).signatures.count == 1)
        try keyless.close()
        let opened = try workshop.open()
        #expect(opened.verifierKey == next.verifierKey)
        #expect(try opened.receipt(of: LeafIndex(0)) == first)
        #expect(try opened.file([workshop.submission("b")]).count == 1)
    }

    @Test func `rotations that are none of this archive now are refused, and nothing changes`()
        throws
    {
        let (archive, _) = try started()
        let old = archive.verifierKey
        try archive.keepNextKey(.plain(next))
        let early = try rotation(archive)
        let third = try workshop.signer(seed: 9)
        // Another log's tree; a key that was not kept; a second replacement of one key.
        let other = try Rotation(
            archive: Workshop.origin, old: old, new: next.verifierKey,
            recovery: recovery.verifierKey, size: TreeSize(1),
            root: RootHash(.sha256("other".utf8)), reason: .lost)
        let strange = try RotationRequest(other, old: nil, new: next).sign(with: recovery)
        #expect(throws: StoreError.self) { try archive.rotate(strange, next: next) }
        #expect(throws: StoreError.self) {
            try archive.rotate(rotation(archive, to: third), next: third)
        }
        #expect(throws: StoreError.self) { try archive.rotate(early, next: third) }
        #expect(archive.verifierKey == old)
        #expect(try archive.head().size == TreeSize(1))
        _ = try archive.rotate(early, next: next)
        #expect(throws: StoreError.self) { try archive.rotate(early, next: next) }
        #expect(try archive.head().size == TreeSize(2))
        #expect(try archive.file([workshop.submission("b")]).count == 1)
    }

    @Test func `a copy from before a rotation is called an older copy`() throws {
        let (archive, _) = try started()
        try archive.close()
        let copy = workshop.folder + ".copy"
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: copy)
        let again = try workshop.open()
        try again.keepNextKey(.plain(next))
        _ = try again.rotate(try rotation(again), next: next)
        for text in ["b", "c"] { _ = try again.file([workshop.submission(text)]) }
        let path = again.mark.path
        try again.close()
        try FileManager.default.removeItem(atPath: workshop.folder)
        try FileManager.default.moveItem(atPath: copy, toPath: workshop.folder)
        #expect(
            throws: StoreError.olderThanMark(archive: TreeSize(1), mark: TreeSize(4), path: path)
        ) { try workshop.open() }
    }

    @Test func `a key that others can read is refused`() throws {
        try started().0.close()
        for mode in [0o640, 0o604, 0o660, 0o602] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: main)
            #expect(throws: StoreError.exposed(path: main, mode: UInt32(mode))) {
                try workshop.open()
            }
            // Reading needs no key.
            let reader = try Archive.openReadOnly(
                at: workshop.folder, surroundings: workshop.surroundings)
            #expect(try reader.checkpoint().checkpoint.size == TreeSize(1))
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: main)
        #expect(try workshop.open().isWritable)
    }

    @Test func `a sealed key is opened by who is asked, and replaced in its file`() throws {
        let signer = try workshop.signer()
        let envelope = Array("-----BEGIN ENCRYPTED PRIVATE KEY-----\nsealed\n".utf8)
        let sealed = SecretKeyFile.sealing(signer) { _ in envelope }
        var surroundings = workshop.surroundings
        surroundings.unlock = { file, path in
            #expect(file.isSealed && path.hasSuffix("/signing-key"))
            return signer
        }
        let archive = try Archive.create(
            at: workshop.folder, origin: Workshop.origin, signer: signer, keyFile: sealed,
            surroundings: surroundings)
        #expect(FileManager.default.contents(atPath: main).map(Array.init) == sealed.bytes)
        #expect(
            throws: StoreError.wrongKey(
                found: next.verifierKey.text, expected: signer.verifierKey.text)
        ) { try archive.replaceKeyFile(with: .plain(next)) }
        try archive.replaceKeyFile(with: .plain(signer))
        try archive.close()
        #expect(try workshop.open().verifierKey == signer.verifierKey)
        try Data(sealed.bytes).write(to: URL(filePath: main))
        #expect(throws: StoreError.sealedKey(path: main)) { try workshop.open() }
        surroundings.unlock = { _, _ in
            try NoteSigner(name: "b", seed: [UInt8](repeating: 1, count: 32))
        }
        #expect(throws: StoreError.badKeyFile(path: main)) {
            try Archive.open(at: workshop.folder, surroundings: surroundings)
        }
    }
}

extension Workshop {
    /// The archive to read.
    fileprivate func openAgain() throws -> Archive {
        try Archive.openReadOnly(at: folder, surroundings: surroundings)
    }
}
