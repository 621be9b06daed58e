// What is left when a process dies, or a disk fails, at each point of filing: the archive opens, audits clean, has everything that
// was acknowledged, and the same submission gives the receipts that it would have given.

import ArchiveAudit
import EvidenceStore
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct `Dying at each point` {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    /// Which points a filing of new bytes passes, in their order.
    static let points: [FaultPoint] = [
        .beforeBlobRename, .afterBlobRename, .beforeTransaction, .afterEntry, .beforeCommit,
        .afterCommit, .beforeSign, .afterSign, .beforeMark, .afterMark,
    ]

    @Test func `every fault point is passed, in the order of work`() throws {
        let archive = try workshop.create()
        workshop.fail(at: nil)
        _ = try archive.file([workshop.large("a")])
        #expect(workshop.seen == Self.points)
        #expect(Set(Self.points) == Set(FaultPoint.allCases))
    }

    @Test func `what a killed writer left in the journal is durable before it is signed`() throws {
        let archive = try workshop.create()
        workshop.copy(at: .afterCommit)
        _ = try archive.file([workshop.submission("a")])
        let (killed, alone) = (workshop.root + "/killed", workshop.root + "/alone")
        var surroundings = workshop.surroundings
        surroundings.stateFolder = killed + "/state/docket"
        surroundings.faults = { point in
            guard point == .beforeSign else { return }
            // The database without its journal.
            try FileManager.default.createDirectory(
                atPath: alone, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: killed + "/archive/docket.sqlite", toPath: alone + "/docket.sqlite")
        }
        try Archive.open(at: killed + "/archive", surroundings: surroundings).close()
        #expect(try ArchiveScan(folder: alone).number("SELECT size FROM head") == 1)
    }

    // The process dies: everything in memory goes, and another opens the archive.
    @Test(arguments: points, [0, 1]) func `a process that dies loses nothing acknowledged`(
        point: FaultPoint, passes: Int
    ) throws {
        var archive: Archive? = try workshop.create()
        let before = try required(archive).file([workshop.submission("before")])
        let batch = [try workshop.large("one"), try workshop.large("two")]
        // Points that a batch of two passes once have no second time.
        let isTwice = [.beforeBlobRename, .afterBlobRename, .afterEntry].contains(point)
        guard passes == 0 || isTwice else { return }
        workshop.fail(at: point, after: passes)
        #expect(throws: Workshop.Fault(point: point)) { try required(archive).file(batch) }
        archive = nil
        let opened = try workshop.open()
        #expect(audit(opened).isClean)
        #expect(try opened.receipt(of: LeafIndex(0)) == before[0].receipt)
        let isCommitted = Self.points.firstIndex(of: point) ?? 0 >= 5
        #expect(try opened.head().size == TreeSize(isCommitted ? 3 : 1))
        let after = try opened.file(batch)
        #expect(after.map(\.wasAlreadyFiled) == [isCommitted, isCommitted])
        for answer in after { _ = try answer.receipt.check(with: opened.verifierKey) }
        let report = audit(opened)
        #expect(report.isClean && report.entries == 3)
        #expect(!report.checks.contains { $0.code.hasPrefix("BLOB.") && $0.outcome == .warning })
    }

    // The process is killed: nothing is rolled back or closed, and the journal is as it was at that moment.
    @Test(arguments: points, [false, true])
    func `a process that is killed loses nothing acknowledged`(
        point: FaultPoint, isReadFirst: Bool
    ) throws {
        let archive = try workshop.create()
        let before = try archive.file([workshop.submission("before")])
        let batch = [try workshop.large("one"), try workshop.large("two")]
        workshop.copy(at: point)
        let answered = try archive.file(batch)
        let isCommitted = Self.points.firstIndex(of: point) ?? 0 >= 5
        if isReadFirst {
            let reader = try workshop.openKilled(readOnly: true)
            #expect(try reader.head().size == TreeSize(isCommitted ? 3 : 1))
            #expect(try reader.receipt(of: LeafIndex(0)) == before[0].receipt)
            let report = audit(reader)
            #expect(report.isClean)
            // Committed and not signed: nobody was told, and whoever opens it next signs it.
            let isUnsigned = [.afterCommit, .beforeSign, .afterSign, .beforeMark].contains(point)
            let warnings = report.checks.filter { $0.outcome == .warning }.map(\.code)
            #expect(warnings.contains("LOG.CHECKPOINT") == isUnsigned)
        }
        let opened = try workshop.openKilled()
        #expect(audit(opened).isClean)
        #expect(try opened.receipt(of: LeafIndex(0)) == before[0].receipt)
        let after = try opened.file(batch)
        #expect(after.map(\.wasAlreadyFiled) == [isCommitted, isCommitted])
        // What was committed is signed again with the same bytes.
        if isCommitted { #expect(after.map(\.receipt) == answered.map(\.receipt)) }
        #expect(audit(opened).isClean)
    }

    // The disk fails once: the same process goes on.
    @Test(arguments: points) func `a process that meets a failure reads again and goes on`(
        point: FaultPoint
    ) throws {
        let archive = try workshop.create()
        let batch = [try workshop.large("one"), try workshop.large("two")]
        workshop.fail(at: point)
        #expect(throws: Workshop.Fault(point: point)) { try archive.file(batch) }
        let after = try archive.file(batch)
        for answer in after { _ = try answer.receipt.check(with: archive.verifierKey) }
        let report = audit(archive)
        #expect(report.isClean && report.entries == 2)
        let signed = try archive.checkpoint()
        #expect(try archive.mark.read() == signed)
    }

    @Test func `the same tree is signed with the same bytes after a crash`() throws {
        var archive: Archive? = try workshop.create()
        let batch = [try workshop.submission("one")]
        workshop.fail(at: .beforeSign)
        #expect(throws: Workshop.Fault.self) { try required(archive).file(batch) }
        archive = nil
        let opened = try workshop.open()
        let head = try opened.head()
        let signed = try head.sign(with: workshop.signer())
        #expect(try opened.checkpoint() == signed)
        #expect(try opened.file(batch)[0].receipt.proof.checkpoint == signed.note)
    }

    @Test func `what a dead writer left of a blob is cleared away`() throws {
        let archive = try workshop.create()
        let left = workshop.folder + "/blobs/incoming/left"
        #expect(FileManager.default.createFile(atPath: left, contents: Data([1])))
        #expect(audit(archive).checks.contains { $0.code == "FILE.STRANGER" })
        try archive.close()
        let opened = try workshop.open()
        #expect(!FileManager.default.fileExists(atPath: left))
        #expect(audit(opened).checks.allSatisfy { $0.outcome == .passed })
    }

    @Test func `bytes that no filing names are a warning`() throws {
        let archive = try workshop.create()
        workshop.fail(at: .beforeTransaction)
        #expect(throws: Workshop.Fault.self) { try archive.file([workshop.large("one")]) }
        let report = audit(archive)
        #expect(report.isClean)
        #expect(report.checks.filter { $0.outcome == .warning }.map(\.code) == ["BLOB.ORPHAN"])
    }

    @Test func `a full disk is said to be full, and nothing is lost`() throws {
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("before")])
        try archive.limitPages()
        let links = (0..<256).map { Link(.supersedes, .sha256("\($0)".utf8)) }
        let large = try (0..<40).map { try workshop.submission("large \($0)", links: links) }
        let full = StoreError.diskFull(
            path: workshop.folder, reserve: workshop.folder + "/reserve")
        #expect(throws: full) { try archive.file(large) }
        // The limit was the connection's, and that was dropped: there is room again.
        #expect(try archive.head().size == TreeSize(1))
        #expect(try archive.file(large).count == 40)
        #expect(audit(archive).isClean)
    }

    @Test func `a folder that git has emptied opens`() throws {
        let archive = try workshop.create()
        try archive.close()
        for name in ["blobs", "lock", "reserve"] {
            try FileManager.default.removeItem(atPath: workshop.folder + "/" + name)
        }
        let reader = try Archive.openReadOnly(
            at: workshop.folder, surroundings: workshop.surroundings)
        #expect(audit(reader).isClean)
        let opened = try workshop.open()
        _ = try opened.file([workshop.submission("one")])
        #expect(audit(opened).isClean)
    }
}
