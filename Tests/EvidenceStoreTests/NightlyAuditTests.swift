// What a night's audit reads and what it leaves for the next: incremental, in slices, with a limit of time; and that whatever it left is
// found when its turn comes.

import ArchiveAudit
import EvidenceValues
import Foundation
import GRDB
import Synchronization
import Testing
import TransparencyLog

@testable import EvidenceStore

@Suite struct `Audits night by night` {
    private func damage(_ archive: AuditedArchive, _ index: Int) throws {
        try archive.forge(
            "UPDATE entry SET entry = CAST('x' AS BLOB) WHERE idx = \(index)")
    }

    /// Changes a word of an entry; the other way round mends it.
    private func rewrite(
        _ archive: AuditedArchive, _ index: Int, _ word: String, to other: String
    ) throws {
        let text = "replace(CAST(entry AS TEXT), '\(word)', '\(other)')"
        try archive.forge("UPDATE entry SET entry = CAST(\(text) AS BLOB) WHERE idx = \(index)")
    }

    private func indexes(_ report: AuditReport) -> [UInt64] {
        report.faults.filter { $0.code == .entry }.compactMap { $0.place.index?.value }
    }

    @Test func `the increment reads what is new, and only that`() throws {
        let archive = try AuditedArchive()
        let state = archive.audit(.incremental).state
        // Up to the last full tile: what is behind it has no stored hashes of its own.
        #expect(state?.size == TreeSize(512))
        try damage(archive, 5)
        #expect(archive.audit(.incremental, state: state).isClean)
        try damage(archive, 520)
        let report = archive.audit(.incremental, state: state)
        #expect(indexes(report) == [520])
        // What is damaged stays new until it is mended.
        #expect(report.state?.size == TreeSize(512))
        #expect(indexes(archive.audit(.incremental)) == [5, 520])
    }

    @Test func `slices together read every byte`() throws {
        let archive = try AuditedArchive()
        let state = archive.audit(.incremental).state
        for index in [0, 255, 256, 511] {
            let copy = try AuditedArchive()
            try damage(copy, index)
            let found = (1...3).map { night in
                indexes(copy.audit(.slice(number: UInt64(night), of: 3), state: state))
            }
            #expect(found.filter { $0 == [UInt64(index)] }.count == 1, "\(index): \(found)")
            #expect(found.filter(\.isEmpty).count == 2)
        }
        // The file of the large content, too.
        try archive.edit(archive.blob) { $0[7] ^= 4 }
        let nights = (1...5).map {
            archive.audit(.slice(number: UInt64($0), of: 5), state: state).faults.map(\.code)
        }
        #expect(nights.filter { $0 == [.blobDigest] }.count == 1, "\(nights)")
    }

    @Test func `slices take their turns`() throws {
        let origin = Workshop.origin
        var state: AuditState?
        var turns: [String] = []
        for _ in 0..<4 {
            let reach = required(AuditState.nextSlice(of: 3, after: state))
            turns.append(reach.description)
            state = AuditState(
                origin: origin, size: TreeSize(0), root: .empty, cursor: nil, slice: reach)
        }
        #expect(turns == ["slice 1/3", "slice 2/3", "slice 3/3", "slice 1/3"])
    }

    // Spec: audit-9
    @Test func `a slice is read again until what was found in it is mended`() throws {
        let archive = try AuditedArchive()
        var state = archive.audit(.incremental).state
        var turns: [String] = []
        var found: [[UInt64]] = []
        func night() {
            let reach = required(AuditState.nextSlice(of: 2, after: state))
            let report = archive.audit(reach, state: state)
            state = report.state
            turns.append(reach.description)
            found.append(indexes(report))
        }
        night()
        try rewrite(archive, 300, "entry/v1", to: "entry/v2")
        night()
        night()
        try rewrite(archive, 300, "entry/v2", to: "entry/v1")
        night()
        night()
        #expect(turns == ["slice 1/2", "slice 2/2", "slice 2/2", "slice 2/2", "slice 1/2"])
        #expect(found == [[], [300], [300], [], []])
    }

    // Spec: audit-9
    @Test func `a run that is out of time goes on where it ended`() throws {
        let archive = try AuditedArchive()
        var state = archive.audit(.incremental).state
        try rewrite(archive, 300, "entry/v1", to: "entry/v2")
        func night() -> AuditReport {
            let time = Countdown(1)
            let report = archive.audit(.full, state: state, workers: 1) { time.isOver }
            state = report.state
            return report
        }
        let first = night()
        #expect(indexes(first) == [] && !first.isComplete)
        let cursor = try #require(first.state?.cursor)
        // What it finds there stays to be read.
        for _ in 0..<2 {
            let report = night()
            #expect(indexes(report) == [300])
            #expect(report.state?.cursor == cursor)
        }
        try rewrite(archive, 300, "entry/v2", to: "entry/v1")
        let last = night()
        #expect(last.isClean && last.state?.cursor == nil)
    }

    @Test func `a full run without a limit of time reads all, whatever the state says`() throws {
        let archive = try AuditedArchive()
        let known = try #require(archive.audit(.incremental).state)
        try damage(archive, 300)
        let forged = AuditState(
            origin: known.origin, size: known.size, root: known.root,
            cursor: AuditCursor(reach: .full, next: 9, size: known.size))
        #expect(indexes(archive.audit(.full, state: forged)) == [300])
    }

    // Spec: audit-9
    @Test func `a cursor of another log, or beyond this one, is not believed`() throws {
        let archive = try AuditedArchive()
        let known = try #require(archive.audit(.incremental).state)
        try damage(archive, 300)
        let reach = AuditReach.slice(number: 2, of: 2)
        for (origin, size, root, length) in [
            (known.origin, known.size, RootHash(.sha256([1])), known.size),
            (known.origin, TreeSize(5000), known.root, known.size),
            (known.origin, known.size, known.root, TreeSize(5000)),
            (required(ArchiveOrigin("other.example")), known.size, known.root, known.size),
        ] {
            let forged = AuditState(
                origin: origin, size: size, root: root,
                cursor: AuditCursor(reach: reach, next: 9, size: length))
            #expect(indexes(archive.audit(reach, state: forged)) == [300])
        }
        // What nothing here can tell from a true one is why the document says --full.
        let forged = AuditState(
            origin: known.origin, size: known.size, root: known.root,
            cursor: AuditCursor(reach: reach, next: 9, size: known.size))
        #expect(indexes(archive.audit(reach, state: forged)) == [])
        #expect(indexes(archive.audit(.full, state: forged)) == [300])
    }

    @Test func `what is new is read even when there is no time`() throws {
        let archive = try AuditedArchive()
        try damage(archive, 599)
        #expect(indexes(archive.audit(.full) { true }) == [599])
    }

    @Test func `a state of another history is an alarm`() throws {
        let archive = try AuditedArchive()
        let state = AuditState(
            origin: Workshop.origin, size: TreeSize(100), root: .empty, cursor: nil)
        let report = archive.audit(.incremental, state: state)
        #expect(report.faults.map(\.code) == [.history])
        #expect(report.coverage.entries == 600)
    }

    @Test func `the state has one text`() throws {
        let cursors = [
            nil, AuditCursor(reach: .full, next: 7, size: TreeSize(9)),
            AuditCursor(reach: .slice(number: 2, of: 30), next: 0, size: TreeSize(9)),
        ]
        for cursor in cursors {
            for slice in [nil, AuditReach.slice(number: 3, of: 30)] {
                let state = AuditState(
                    origin: Workshop.origin, size: TreeSize(9), root: .empty, cursor: cursor,
                    slice: slice)
                #expect(AuditState(parsing: state.bytes) == state)
                for position in state.bytes.indices {
                    var bytes = state.bytes
                    bytes[position] ^= 1
                    let other = AuditState(parsing: bytes)
                    #expect(other == nil || other?.bytes == bytes && other != state)
                    #expect(AuditState(parsing: Array(state.bytes.prefix(position))) == nil)
                }
            }
        }
    }
}

/// Time for so many questions.
private final class Countdown: Sendable {
    private let left: Mutex<Int>
    init(_ count: Int) { left = Mutex(count) }
    var isOver: Bool {
        left.withLock { left in
            left -= 1
            return left < 0
        }
    }
}
