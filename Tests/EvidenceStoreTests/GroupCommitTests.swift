// Many callers at once: each gets its own answer, nobody's refusal is another's, the same request in parallel is filed once, and what
// was answered is there whatever happens then.

import ArchiveAudit
import Dispatch
import EvidenceValues
import Foundation
import Synchronization
import Testing
import TransparencyLog

@testable import EvidenceStore

@Suite struct `Filing by many at once` {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    /// A group over a new archive whose batches wait until `release` is called.
    private func held() throws -> (group: GroupCommit, release: @Sendable () -> Void) {
        let queue = DispatchQueue(label: "held")
        queue.suspend()
        let isHeld = Mutex(true)
        return (
            GroupCommit(try workshop.create(), queue: queue),
            {
                let wasHeld = isHeld.withLock { held in
                    defer { held = false }
                    return held
                }
                if wasHeld { queue.resume() }
            }
        )
    }

    private func size(_ group: GroupCommit) throws -> UInt64 {
        try group.use { try $0.head().size.value }
    }

    @Test func `a first receipt that was erased since is not the others' refusal`() throws {
        let archive = try workshop.create()
        let erased = try workshop.submission("erased", key: "k")
        _ = try archive.file([erased])
        let warrant = try #require(Warrant(by: "J. Roe", ground: "GDPR Art. 17(1)(d)"))
        _ = try archive.erase([LeafIndex(0)], warrant: warrant)
        let answers = archive.file(requests: [[erased], [try workshop.submission("other")]])
        #expect(throws: StoreError.erased(LeafIndex(0), by: LeafIndex(1))) {
            try answers[0].get()
        }
        #expect(try answers[1].get().first?.receipt.entry.index == LeafIndex(2))
    }

    @Test func `each of many gets a receipt of its own filing`() async throws {
        let group = GroupCommit(try workshop.create())
        let submissions = try (0..<500).map { try workshop.submission("\($0)") }
        let receipts = try await withThrowingTaskGroup(of: (Int, Receipt).self) { tasks in
            for (number, submission) in submissions.enumerated() {
                tasks.addTask { (number, try await group.file([submission])[0].receipt) }
            }
            return try await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let key = try group.use { $0.verifierKey }
        for (number, submission) in submissions.enumerated() {
            let receipt = try #require(receipts[number])
            #expect(receipt.filing == submission.filing)
            _ = try receipt.check(with: key)
        }
        #expect(Set(receipts.values.map(\.entry.index)).count == 500)
        #expect(try group.use { audit($0).isClean })
        // Far fewer batches than requests: they shared.
        let notes = try group.use { try $0.read { try $0.checkpointCount() } }
        #expect(notes < 400)
        try await group.close()
    }

    @Test func `those who wait share one batch of bounded size`() async throws {
        let (group, release) = try held()
        let text = String(repeating: "x", count: 60_000)
        let submissions = try (0..<40).map { try workshop.submission("\($0)" + text) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for submission in submissions {
                tasks.addTask { _ = try await group.file([submission]) }
            }
            while group.waitingCount < 40 { await Task.yield() }
            release()
            try await tasks.waitForAll()
        }
        #expect(try size(group) == 40)
        // 40 · 60 kB are 2.4 MB, and a batch takes one.
        #expect(try group.use { try $0.read { try $0.checkpointCount() } } == 3)
        try await group.close()
    }

    @Test func `one who is refused does not touch the others`() async throws {
        let (group, release) = try held()
        let first = try workshop.submission("first", key: "request")
        let conflict = try workshop.submission("other", key: "request")
        let foreign = Submission(
            filing: try workshop.filing(
                of: [1], archive: required(ArchiveOrigin("other.example"))), content: .bytes([1]))
        let many = try (0...Archive.maximumBatch).map { try workshop.submission("many \($0)") }
        let last = try workshop.submission("last")
        let requests = [[first], [conflict, last], [foreign], [last], many]
        async let answers = withTaskGroup(of: (Int, Result<Int, any Error>).self) { tasks in
            for (number, request) in requests.enumerated() {
                tasks.addTask {
                    do { return (number, .success(try await group.file(request).count)) } catch {
                        return (number, .failure(error))
                    }
                }
                while group.waitingCount <= number { await Task.yield() }
            }
            release()
            return await tasks.reduce(into: [Int: Result<Int, any Error>]()) { $0[$1.0] = $1.1 }
        }
        let found = await answers.mapValues { $0.mapError { $0 as? StoreError ?? .readOnly } }
        #expect(found[0] == .success(1))
        #expect(
            found[1] == .failure(.idempotencyConflict(key: "request", first: LeafIndex(0))))
        #expect(
            found[2]
                == .failure(
                    .wrongArchive(
                        found: required(ArchiveOrigin("other.example")), expected: Workshop.origin))
        )
        #expect(found[3] == .success(1))
        #expect(found[4] == .failure(.batchTooLarge(Archive.maximumBatch + 1)))
        #expect(try size(group) == 2)
        #expect(try group.use { audit($0).isClean })
        try await group.close()
    }

    @Test func `the same request by many is filed once, and answered alike`() async throws {
        let group = GroupCommit(try workshop.create())
        let same = try workshop.submission("same", key: "request-1")
        let content = Array("alike".utf8)
        let answers = try await withThrowingTaskGroup(of: FiledReceipt.self) { tasks in
            for number in 0..<60 {
                // Three ways to be the same: by key, by filing, by bytes with another nonce.
                let submission =
                    switch number % 3 {
                    case 0: same
                    case 1: Submission(filing: same.filing, content: .bytes(Array("same".utf8)))
                    default:
                        Submission(
                            filing: try workshop.filing(of: content), content: .bytes(content))
                    }
                tasks.addTask { try await group.file([submission])[0] }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(try size(group) == 2)
        #expect(Set(answers.map(\.receipt.bytes)).count == 2)
        #expect(answers.filter { !$0.wasAlreadyFiled }.count == 2)
        try await group.close()
    }

    @Test func `one who is cancelled before its batch is not filed`() async throws {
        let (group, release) = try held()
        let stays = try workshop.submission("stays")
        let goes = try workshop.large("goes")
        let staying = Task { try await group.file([stays]) }
        while group.waitingCount < 1 { await Task.yield() }
        let going = Task { try await group.file([goes]) }
        while group.waitingCount < 2 { await Task.yield() }
        going.cancel()
        await #expect(throws: CancellationError.self) { try await going.value }
        let early = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await group.file([goes])
        }
        early.cancel()
        await #expect(throws: CancellationError.self) { try await early.value }
        release()
        _ = try await staying.value
        #expect(try size(group) == 1)
        #expect(try group.use { try $0.blobs.strangers() } == [])
        #expect(try group.use { audit($0).isClean })
        try await group.close()
    }

    @Test func `closing files what waits, and refuses what comes later`() async throws {
        let (group, release) = try held()
        let submissions = try (0..<20).map { try workshop.submission("\($0)") }
        let filed = submissions.map { submission in
            Task { try await group.file([submission])[0].receipt }
        }
        while group.waitingCount < 20 { await Task.yield() }
        let closing = Task { try await group.close() }
        release()
        var receipts: [Receipt] = []
        for task in filed { receipts.append(try await task.value) }
        try await closing.value
        await #expect(throws: StoreError.readOnly) {
            try await group.file([workshop.submission("late")])
        }
        let opened = try workshop.open()
        #expect(try opened.head().size == TreeSize(20))
        for receipt in receipts { _ = try receipt.check(with: opened.verifierKey) }
    }

    // The disk fails in one of many batches: those in it are told, the others are not touched, and each may ask again.
    @Test(arguments: [FaultPoint.beforeCommit, .afterCommit, .beforeSign, .afterMark])
    func `a batch that fails is told to those in it, who ask again`(
        point: FaultPoint
    ) async throws {
        let group = GroupCommit(try workshop.create())
        let submissions = try (0..<60).map { try workshop.submission("\($0)", key: "\($0)") }
        workshop.fail(at: point, after: 1)
        let failures = try await withThrowingTaskGroup(of: Int.self) { tasks in
            for submission in submissions {
                tasks.addTask {
                    do {
                        _ = try await group.file([submission])
                        return 0
                    } catch is Workshop.Fault {
                        _ = try await group.file([submission])
                        return 1
                    }
                }
            }
            return try await tasks.reduce(0, +)
        }
        #expect(failures > 0 || workshop.seen.filter { $0 == point }.count < 2)
        #expect(try size(group) == 60)
        #expect(try group.use { audit($0).isClean })
        try await group.close()
    }

    @Test func `what was answered is there after a kill`() async throws {
        let group = GroupCommit(try workshop.create())
        let submissions = try (0..<80).map { try workshop.submission("\($0)") }
        let notebook = Notebook()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for (number, submission) in submissions.enumerated() {
                if number == 10 {
                    try await tasks.waitForAll()
                    workshop.copy(at: .afterEntry) { notebook.copy() }
                }
                tasks.addTask {
                    let receipt = try await group.file([submission])[0].receipt
                    notebook.add(receipt)
                }
            }
            try await tasks.waitForAll()
        }
        let opened = try workshop.openKilled()
        for receipt in notebook.copied {
            #expect(try opened.receipt(of: receipt.entry.index) == receipt)
        }
        #expect(notebook.copied.count >= 10)
        for submission in submissions { _ = try opened.file([submission]) }
        #expect(try opened.head().size == TreeSize(80))
        #expect(audit(opened).isClean)
        try await group.close()
    }
}

/// What callers were answered, and what of it when the disk was copied.
private final class Notebook: Sendable {
    private let receipts = Mutex<(answered: [Receipt], copied: [Receipt])>(([], []))

    func add(_ receipt: Receipt) { receipts.withLock { $0.answered.append(receipt) } }
    func copy() { receipts.withLock { $0.copied = $0.answered } }
    var copied: [Receipt] { receipts.withLock { $0.copied } }
}

extension Ledger {
    /// How many batches were committed.
    func checkpointCount() throws -> Int {
        var count = 0
        try RawStatement(database, "SELECT count(*) FROM checkpoint WHERE size > ?").rows(0) {
            count = Int(try $0.number(0))
            return false
        }
        return count
    }
}
