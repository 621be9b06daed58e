// A batch from within: what is hashed beside the thread that writes is what is stored, what flips in memory on the way is found before it
// is committed, and the proofs that are put together for the answers are those of the tree.

import ArchiveAudit
import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

@testable import EvidenceStore

@Suite struct `A batch` {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    @Test(arguments: [1, 31, 32, 33, 64, 65, 200, 256])
    func `of any size is stored and answered whole`(count: Int) throws {
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("before")])
        let matters = ["M-1", "M-2", "M-3"].compactMap { MatterID($0) }
        let submissions = try (0..<count).map { number in
            let matter = matters[number % 3]
            return number == 7
                ? try workshop.large("large")
                : try workshop.submission(
                    "\(number)", matter: matter, key: number % 5 == 0 ? "key \(number)" : nil)
        }
        let answers = try archive.file(submissions)
        #expect(answers.map(\.receipt.entry.index.value) == Array(1...UInt64(count)))
        #expect(!answers.contains { $0.wasAlreadyFiled })
        for (answer, submission) in zip(answers, submissions) {
            _ = try answer.receipt.check(with: archive.verifierKey)
            let stored = try archive.exhibit(at: answer.receipt.entry.index)
            #expect(stored.filingBytes == submission.filingBytes)
            #expect(stored.entry == answer.receipt.entry)
            #expect(try Digest.sha256(archive.content(of: stored)) == submission.filing.content)
        }
        #expect(try archive.file(submissions).map(\.receipt) == answers.map(\.receipt))
        try archive.close()
        let opened = try workshop.open()
        #expect(audit(opened).isClean)
        #expect(try opened.file(submissions).map(\.receipt) == answers.map(\.receipt))
    }

    @Test func `of many requests answers each its own`() throws {
        let archive = try workshop.create()
        let one = try workshop.submission("one")
        var requests = try (0..<60).map { [try workshop.submission("\($0)"), one] }
        requests[30] = [one, try workshop.submission("wrong", key: "")]
        let answers = archive.file(requests: requests)
        var next: UInt64 = 0
        for (number, answer) in answers.enumerated() {
            if number == 30 {
                #expect(throws: StoreError.badIdempotencyKey) { try answer.get() }
                continue
            }
            let filed = try answer.get()
            #expect(filed.map(\.wasAlreadyFiled) == [false, number > 0])
            #expect(filed[0].receipt.entry.index.value == next)
            #expect(filed[1].receipt.entry.index.value == 1)
            for one in filed { _ = try one.receipt.check(with: archive.verifierKey) }
            next += number == 0 ? 2 : 1
        }
        #expect(try archive.head().size.value == next)
        #expect(audit(archive).isClean)
    }

    /// A block as the chain makes it.
    private func block() throws -> EntryBlock {
        let archive = try workshop.create()
        let submissions = try (0..<3).map { number in
            let submission = try workshop.submission("content \(number)")
            return try submission.staged(in: archive.blobs)
        }
        let state = try archive.writingState()
        return try archive.peek { ledger in
            var plan = try FilingPlan(ledger, first: LeafIndex(0), known: [:])
            _ = try plan.add(submissions)
            let received = workshop.surroundings.clock().wholeSecond
            var chain = LogChain(state, terms: nil, matters: plan.matters, received: received)
            return try chain.extend(
                by: plan.entries[...], [UInt8](repeating: 9, count: 3 * LogChain.nonceSize))
        }
    }

    enum Texts: CaseIterable {
        case entries, filings, docketings, contents

        var path: WritableKeyPath<EntryBlock, RowBlock> {
            switch self {
            case .entries: \.entries
            case .filings: \.filings
            case .docketings: \.docketings
            case .contents: \.contents
            }
        }
    }

    @Test(arguments: Texts.allCases) func `finds each bit that flips in its texts`(
        texts: Texts
    ) throws {
        let path = texts.path
        var block = try block()
        try block.checkHashes()
        for place in block[keyPath: path].bytes.indices {
            block[keyPath: path].bytes[place] ^= 1 << UInt8(place % 8)
            #expect(throws: StoreError.self) { try block.checkHashes() }
            block[keyPath: path].bytes[place] ^= 1 << UInt8(place % 8)
        }
        try block.checkHashes()
    }
}

@Suite struct `The edge in memory` {
    private static func leaf(_ number: Int) -> LeafHash {
        LeafHash(Digest.sha256(Array("leaf \(number)".utf8)))
    }

    private static func flipped(_ hash: NodeHash) -> NodeHash {
        var bytes = hash.digest.bytes
        bytes[31] ^= 1
        return NodeHash(Digest.sha256(bytes))
    }

    @Test func `is what its tails and its size give`() throws {
        var edge = LogEdge()
        for number in 0..<1000 {
            edge.append(Self.leaf(number))
            guard number % 37 == 0 else { continue }
            let again = try LogEdge(size: edge.size, tails: edge.tiles.map { $0.rows[0] })
            #expect(again.peaks == edge.peaks && again.root == edge.root)
            #expect(again.tiles.map(\.rows) == edge.tiles.map(\.rows))
            #expect(edge.isSound && again.isSound)
        }
    }

    @Test func `tells a peak that flipped, in either of its two ways`() {
        var edge = LogEdge()
        for number in 0..<(256 + 128 + 16 + 1) { edge.append(Self.leaf(number)) }
        #expect(edge.isSound)
        for height in [0, 4, 7] {
            var other = edge
            let last = other.tiles[0].rows[height].count - 1
            other.tiles[0].rows[height][last] = Self.flipped(other.tiles[0].rows[height][last])
            #expect(!other.isSound)
        }
        var other = edge
        other.peaks.append(Self.leaf(7))
        #expect(!other.isSound)
        // What flipped below spreads, and is told whenever it comes to the edge.
        other = edge
        other.tiles[0].rows[0][400 - 256] = Self.flipped(other.tiles[0].rows[0][400 - 256])
        other.append(Self.leaf(401))
        #expect(!other.isSound)
    }

    @Test(arguments: [(0, 300), (200, 256), (255, 257), (65_290, 65_536), (65_530, 65_800)])
    func `gives the newest entries the proofs of the tree`(first: Int, size: Int) throws {
        let queue = try DatabaseQueue()
        try queue.write { database in
            try Schema.create(in: database)
            let ledger = Ledger(database: database, origin: Workshop.origin)
            var edge = LogEdge()
            var nodes: [NodePosition: NodeHash] = [:]
            var whole = RightEdge()
            var filled: [FilledTile] = []
            for number in 0..<size {
                whole.append(Self.leaf(number)) { nodes[$0] = $1 }
                for tile in edge.append(Self.leaf(number)) {
                    if number >= first {
                        filled.append(tile)
                    } else {
                        try RawStatement(database, "INSERT INTO tile (id, hashes) VALUES (?, ?)")
                            .run(tile.key, tile.bytes)
                    }
                }
            }
            let proofs = try TreeReader().newestProofs(
                from: LeafIndex(UInt64(first)), filled: filled, edge: edge, ledger: ledger
            ).made()
            #expect(proofs.count == size - first)
            for (place, hashes) in proofs.enumerated() {
                let proof = TreeReading.inclusionProof(
                    of: LeafIndex(UInt64(first + place)), in: edge.size
                ) { required(nodes[$0]) }
                #expect(proof?.hashes == hashes)
            }
        }
    }
}

@Suite struct `Rows that are written many at a time` {
    @Test(arguments: [0, 1, 15, 16, 17, 32, 50]) func `are there as they were given`(
        count: Int
    ) throws {
        let queue = try DatabaseQueue()
        try queue.write { database in
            try database.execute(sql: "CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB, c BLOB)")
            var rows = RowBlock(RowBlock.Table("t", columns: 3))
            for number in 0..<count {
                rows.add(Int64(number))
                rows.add([UInt8](repeating: UInt8(number), count: number))
                rows.add(number % 3 == 0 ? nil : [UInt8(number)])
            }
            #expect(rows.rowCount == count)
            try rows.insert(into: database)
            let found = try Row.fetchAll(database, sql: "SELECT * FROM t ORDER BY a")
            #expect(found.count == count)
            for (number, row) in found.enumerated() {
                #expect(try row.number("a") == Int64(number))
                #expect(
                    try row.bytes("b") == [UInt8](repeating: UInt8(number), count: number))
                #expect(row.hasNull("c") == (number % 3 == 0))
            }
            // A row that is refused is told, and the statement can be used again.
            guard count > 0 else { return }
            #expect(throws: DatabaseError.self) { try rows.insert(into: database) }
            try database.execute(sql: "DELETE FROM t")
            try rows.insert(into: database)
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM t") == count)
        }
    }
}
