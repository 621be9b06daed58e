// What every blob store and every checkpoint register must do, run over those of the archive and over plain ones in memory; the
// object store and PostgreSQL come to the same suites.

import EvidenceValues
import Foundation
import GRDB
import Synchronization
import Testing
import TransparencyLog

@testable import EvidenceStore

/// A blob store in memory: the contract in its shortest form.
final class MemoryBlobStore: BlobStore {
    private struct Held {
        var blobs: [Digest: [UInt8]] = [:]
        var staged: [String: [UInt8]] = [:]
        var next = 0
    }
    private let held = Mutex(Held())

    func stage(_ write: (([UInt8]) throws -> Void) throws -> Void) throws -> StagedContent {
        var bytes: [UInt8] = []
        try write { bytes += $0 }
        let (digest, size) = (Digest.sha256(bytes), UInt64(bytes.count))
        let name = held.withLock { held in
            held.next += 1
            held.staged["\(held.next)"] = bytes
            return "\(held.next)"
        }
        return StagedContent(digest: digest, size: size, place: .blob(name))
    }

    func put(_ staged: StagedContent) throws {
        held.withLock { held in
            switch staged.place {
            case .memory(let bytes): held.blobs[staged.digest] = bytes
            case .blob(let name): held.blobs[staged.digest] = held.staged.removeValue(forKey: name)
            }
        }
    }

    func discard(_ staged: StagedContent) throws {
        guard case .blob(let name) = staged.place else { return }
        held.withLock { _ = $0.staged.removeValue(forKey: name) }
    }

    func size(of digest: Digest) throws -> UInt64? {
        held.withLock { $0.blobs[digest].map { UInt64($0.count) } }
    }

    func range(_ digest: Digest, offset: UInt64, count: Int) throws -> [UInt8]? {
        held.withLock {
            $0.blobs[digest].map { Array($0.dropFirst(Int(offset)).prefix(max(0, count))) }
        }
    }

    func remove(_ digest: Digest) throws {
        held.withLock { _ = $0.blobs.removeValue(forKey: digest) }
    }

    func list() throws -> [Digest] { held.withLock { $0.blobs.keys.sorted() } }
    func strangers() throws -> [String] { held.withLock { $0.staged.keys.sorted() } }
    func clear() throws { held.withLock { $0.staged = [:] } }
    func path(of digest: Digest) -> String? { nil }
}

/// A register in memory.
final class MemoryCheckpointStore: CheckpointStore {
    private var held: Checkpoint?

    func read() throws -> Checkpoint? { held }

    func compareAndSwap(from expected: Checkpoint?, to new: Checkpoint) throws {
        guard held == expected, new.size >= held?.size ?? TreeSize(0) else {
            throw StoreError.conflict(known: held?.size ?? TreeSize(0))
        }
        held = new
    }
}

@Suite struct `Stores behind the seams` {
    static func checkBlobStore(_ store: some BlobStore) throws {
        let bytes = (0..<3000).map { UInt8(truncatingIfNeeded: $0) }
        let digest = Digest.sha256(bytes)
        #expect(try store.list() == [])
        #expect(try store.size(of: digest) == nil)
        #expect(try store.range(digest, offset: 0, count: 1) == nil)
        #expect(try store.measure(digest) == nil)
        #expect(throws: StoreError.wrongSize(found: 3000, expected: 1)) {
            try store.put(digest, size: 1, from: .bytes(bytes))
        }
        #expect(throws: StoreError.wrongContent(found: digest, expected: .sha256([1]))) {
            try store.put(.sha256([1]), size: 3000, from: .bytes(bytes))
        }
        #expect(try store.list() == [])
        try store.put(digest, size: 3000, from: .bytes(bytes))
        try store.put(digest, size: 3000, from: .bytes(bytes))
        #expect(throws: StoreError.wrongSize(found: 1, expected: 3000)) {
            try store.put(digest, size: 3000, from: .bytes([1]))
        }
        let empty = Digest.sha256([UInt8]())
        try store.put(empty, size: 0, from: .bytes([]))
        #expect(try store.list() == [digest, empty].sorted())
        #expect(try store.size(of: digest) == 3000)
        #expect(try store.range(digest, offset: 10, count: 3) == [10, 11, 12])
        #expect(try store.range(digest, offset: 2999, count: 9) == [bytes[2999]])
        #expect(try store.range(digest, offset: 3000, count: 9) == [])
        #expect(try store.range(digest, offset: 9000, count: 9) == [])
        #expect(try store.measure(digest)?.digest == digest)
        #expect(try store.measure(empty)?.size == 0)
    }

    /// What is staged is stored only when it is put; large bytes come in pieces and go out in ranges.
    static func checkStaging(_ store: some BlobStore) throws {
        let piece = (0..<1_048_577).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        let staged = try store.stage { take in for _ in 0..<3 { try take(piece) } }
        let whole = piece + piece + piece
        #expect(staged.digest == .sha256(whole) && staged.size == 3_145_731)
        #expect(try store.list() == [])
        try store.put(staged)
        #expect(try store.list() == [staged.digest])
        #expect(try store.measure(staged.digest)?.digest == staged.digest)
        let part = try store.range(staged.digest, offset: 1_048_576, count: 1_048_579)
        #expect(part.map { $0 == Array(whole[1_048_576..<2_097_155]) } == true)
        #expect(throws: StoreError.readOnly) {
            try store.stage { take in
                try take(piece)
                throw StoreError.readOnly
            }
        }
        let left = try store.stage { try $0([1]) }
        try store.discard(left)
        try store.discard(left)
        #expect(try store.strangers() == [])
        _ = try store.stage { try $0([2]) }
        #expect(try store.strangers().count == 1)
        try store.clear()
        #expect(try store.strangers() == [])
        try store.remove(staged.digest)
        try store.remove(staged.digest)
        #expect(try store.list() == [] && store.size(of: staged.digest) == nil)
    }

    /// Many put the same bytes at once, and others beside them.
    static func checkConcurrency(_ store: some BlobStore) async throws {
        let bytes = [UInt8](repeating: 7, count: 100_000)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<12 {
                tasks.addTask {
                    try store.put(.sha256(bytes), size: 100_000, from: .bytes(bytes))
                    let own = [UInt8(number)]
                    try store.put(.sha256(own), size: 1, from: .bytes(own))
                }
            }
            try await tasks.waitForAll()
        }
        #expect(try store.list().count == 13)
        #expect(try store.measure(.sha256(bytes))?.size == 100_000)
        #expect(try store.strangers() == [])
    }

    static func checkRegister(_ register: some CheckpointStore) throws {
        func checkpoint(_ size: UInt64, _ root: String) -> Checkpoint {
            Checkpoint(
                origin: Workshop.origin, size: TreeSize(size), root: RootHash(.sha256(root.utf8)))
        }
        let start = try register.read()
        let one = checkpoint(1, "one")
        try register.compareAndSwap(from: start, to: one)
        #expect(try register.read() == one)
        let two = checkpoint(2, "two")
        for wrong in [start, nil, two, checkpoint(1, "other")] {
            #expect(throws: StoreError.conflict(known: TreeSize(1))) {
                try register.compareAndSwap(from: wrong, to: two)
            }
        }
        try register.compareAndSwap(from: one, to: two)
        #expect(throws: StoreError.conflict(known: TreeSize(2))) {
            try register.compareAndSwap(from: two, to: one)
        }
        #expect(try register.read() == two)
    }

    /// A new store in a folder of its own.
    static func folder(_ workshop: Workshop) throws -> FolderBlobStore {
        let store = FolderBlobStore(
            folder: workshop.root + "/" + UUID().uuidString, surroundings: workshop.surroundings)
        try store.create()
        return store
    }

    @Test func `blobs in memory`() async throws {
        try Self.checkBlobStore(MemoryBlobStore())
        try Self.checkStaging(MemoryBlobStore())
        try await Self.checkConcurrency(MemoryBlobStore())
    }

    @Test func `blobs in a folder`() async throws {
        let workshop = try Workshop()
        let store = try Self.folder(workshop)
        try Self.checkBlobStore(store)
        #expect(try store.strangers() == [])
        try Self.checkStaging(Self.folder(workshop))
        try await Self.checkConcurrency(Self.folder(workshop))
    }

    @Test func `an archive keeps large contents in the store that it is given`() throws {
        let workshop = try Workshop()
        let store = MemoryBlobStore()
        let archive = try Archive.create(
            at: workshop.folder, origin: Workshop.origin, signer: workshop.signer(),
            surroundings: workshop.surroundings, blobs: store)
        let submission = try workshop.large("elsewhere")
        _ = try archive.file([submission])
        #expect(try store.list() == [submission.filing.content])
        let exhibit = try archive.exhibit(at: LeafIndex(0))
        #expect(try archive.content(of: exhibit).count == Int(submission.filing.size))
        #expect(try archive.contentPath(of: exhibit) == nil)
    }

    @Test func `a damaged blob is not taken for a sound one`() throws {
        let workshop = try Workshop()
        let store = FolderBlobStore(
            folder: workshop.root + "/blobs", surroundings: workshop.surroundings)
        try store.create()
        let digest = Digest.sha256([1, 2, 3])
        try store.put(digest, size: 3, from: .bytes([1, 2, 3]))
        let path = required(store.path(of: digest))
        try FileManager.default.removeItem(atPath: path)
        #expect(FileManager.default.createFile(atPath: path, contents: Data([1, 2, 4])))
        #expect(throws: StoreError.damaged(path)) {
            try store.put(digest, size: 3, from: .bytes([1, 2, 3]))
        }
    }

    @Test func `a register in memory`() throws { try Self.checkRegister(MemoryCheckpointStore()) }

    @Test func `a register in SQLite`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        try archive.write { ledger in
            // The head of an archive moves with its entries only; here there are none.
            try ledger.database.execute(sql: "DROP TRIGGER head_follows")
            try Self.checkRegister(ledger.register)
        }
    }

    @Test(arguments: ["1", "2, 3", "1, 3", "1, 2, 3"])
    func `the head of an archive moves only to the end of its entries`(places: String) throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("a")])
        let rows = places.split(separator: ", ").map { "(\($0), x'00')" }.joined(separator: ", ")
        #expect(throws: StoreError.database(code: 1811, message: "entries have no gaps")) {
            try archive.write { ledger in
                try ledger.database.execute(sql: "INSERT INTO entry VALUES \(rows)")
                try ledger.database.execute(sql: "UPDATE head SET size = 3")
            }
        }
    }

    @Test func `the head of an archive moves to the end of its entries`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("a")])
        try archive.write { ledger in
            try ledger.database.execute(
                sql: "INSERT INTO entry VALUES (1, x'00'), (2, x'00'); UPDATE head SET size = 3")
        }
    }
}
