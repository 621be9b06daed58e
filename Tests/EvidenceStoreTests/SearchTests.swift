// Search: with the index it finds what a naive scan finds, whatever was erased and whatever of the index is missing.

import EvidenceStore
import EvidenceValues
import Foundation
import GRDB
import Testing
import TransparencyLog

private let warrant = required(Warrant(by: "J. Roe", ground: "GDPR Art. 17(1)(d)"))

/// SplitMix64: the same numbers for a seed in each run.
private struct Chance {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ (word >> 31)) % UInt64(bound))
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[next(values.count)] }
}

/// An archive of random exhibits, more than one segment of the index.
private final class Collection {
    static let names = [
        "contract.md", "Contract.md", "contract-2.md", "order.pdf", "a", "übergabe.txt",
    ]
    static let matters = ["BAN-1", "BAN-2", "BAN-2026-07", "BAN-2026-08", "COF-1", "X"]
    static let kinds: [ExhibitKind] = [.document, .signature, .claims]
    static let filers: [Filer] = [
        .operator, .certificate(.sha256("F".utf8)), .certificate(.sha256("G".utf8)),
    ]

    let workshop: Workshop
    let archive: Archive

    init(count: Int, chance: inout Chance) throws {
        workshop = try Workshop()
        archive = try workshop.create()
        var batch: [Submission] = []
        for number in 0..<count {
            batch.append(try submission(number, &chance))
            guard batch.count == 200 || number == count - 1 else { continue }
            _ = try archive.file(batch)
            batch = []
            workshop.wait(TimeSpan(seconds: Int64(chance.next(90))))
        }
    }

    private func submission(_ number: Int, _ chance: inout Chance) throws -> Submission {
        let content = Array("content \(chance.next(2000))".utf8)
        let filer = chance.pick(Self.filers)
        let filing = try Filing(
            archive: Workshop.origin, matter: required(MatterID(chance.pick(Self.matters))),
            kind: chance.pick(Self.kinds), mediaType: required(MediaType("text/plain")),
            name: required(FileName(chance.pick(Self.names))), content: .sha256(content),
            size: UInt64(content.count), filer: filer, nonce: workshop.random(32))
        return Submission(
            filing: filing, filingSignature: filer == .operator ? nil : [1],
            content: .bytes(content), again: true)
    }

    /// What a search must find, by reading everything.
    func scan(_ query: SearchQuery, _ all: [StoredExhibit]) -> [UInt64] {
        func hold(_ words: SearchQuery.Words?, _ text: String) -> Bool {
            switch words {
            case nil: true
            case .exactly(let words): Array(text.utf8) == Array(words.utf8)
            case .beginning(let words): text.utf8.starts(with: words.utf8)
            case .containing(let words):
                text.range(of: words, options: .caseInsensitive) != nil
            }
        }
        return all.filter { exhibit in
            let (entry, filing) = (exhibit.entry, exhibit.filing)
            if !hold(query.matter, filing.matter.text) || !hold(query.name, filing.name.text) {
                return false
            }
            if let number = query.number, number != exhibit.docketing.number { return false }
            if let filer = query.filer, filer != filing.filer { return false }
            if let kind = query.kind, kind != filing.kind { return false }
            if let digest = query.digest, digest != filing.content, digest != entry.filing,
                digest != entry.leafHash.digest
            {
                return false
            }
            if let since = query.since, entry.received < since { return false }
            if let until = query.until, entry.received >= until { return false }
            return true
        }.map(\.entry.index.value)
    }

    func query(_ chance: inout Chance, _ all: [StoredExhibit]) -> SearchQuery {
        var query = SearchQuery()
        let some = chance.pick(all)
        if chance.next(3) == 0 {
            query.matter = chance.pick([
                .exactly(chance.pick(Self.matters)), .beginning("BAN-2026"), .beginning("BAN"),
                .beginning("BAN-"), .exactly("NONE"), .beginning("BAN-2026-08-and-more"),
            ])
        }
        if chance.next(3) == 0 {
            query.name = chance.pick([
                .exactly(chance.pick(Self.names)), .beginning("contract"), .beginning("con"),
                .containing("CONTRACT"), .containing("ÜBER"), .containing("2"),
            ])
        }
        if chance.next(4) == 0 { query.kind = chance.pick(Self.kinds + [.erasure]) }
        if chance.next(4) == 0 { query.filer = chance.pick(Self.filers) }
        if chance.next(6) == 0 { query.number = some.docketing.number }
        if chance.next(4) == 0 {
            query.digest = chance.pick([
                some.filing.content, some.entry.filing, some.entry.leafHash.digest,
                .sha256("nothing".utf8),
            ])
        }
        if chance.next(4) == 0 { query.since = some.entry.received }
        if chance.next(4) == 0 { query.until = chance.pick(all).entry.received }
        return query
    }

    func found(_ query: SearchQuery, limit: Int = .max) throws -> ([UInt64], SearchOutcome) {
        var found: [UInt64] = []
        let outcome = try archive.search(query, limit: limit) { found.append($0.entry.index.value) }
        return (found, outcome)
    }
}

@Suite struct Searches {
    @Test func `find what reading everything finds`() throws {
        var chance = Chance(state: 2026)
        let collection = try Collection(count: 4096 + 300, chance: &chance)
        let archive = collection.archive
        for _ in 0..<12 {
            let index = LeafIndex(UInt64(chance.next(4300)))
            guard (try? archive.exhibit(at: index)) != nil else { continue }
            _ = try archive.erase([index], warrant: warrant)
        }
        let all = try archive.entries()
        let queries = (0..<50).map { _ in collection.query(&chance, all) }
        for query in queries {
            let (found, outcome) = try collection.found(query)
            #expect(found == collection.scan(query, all), "\(query)")
            #expect(outcome.found == found.count)
            #expect(outcome.unindexedSegments == 0)
            let limit = chance.next(5) + 1
            let (first, cut) = try collection.found(query, limit: limit)
            #expect(first == Array(found.prefix(limit)))
            #expect(cut.hasMore == (found.count > limit))
        }
        // The index holds only what is narrowed by it: without it, and with a damaged one, the answers are the same.
        try archive.close()
        let damages = [
            "UPDATE term SET postings = zeroblob(length(postings)) WHERE id % 2 = 0",
            "DELETE FROM term WHERE id % 2 = 1", "DROP TABLE term",
        ]
        for damage in damages {
            try DatabaseQueue(path: collection.workshop.database).write {
                try $0.execute(sql: damage)
            }
            for query in queries.prefix(10) {
                #expect(try collection.found(query).0 == collection.scan(query, all), "\(query)")
            }
        }
    }

    @Test func `find nothing of an empty archive`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        var query = SearchQuery()
        query.since = Instant(text: "2026-01-01T00:00:00Z")
        #expect(try archive.search(query) { _ in }.found == 0)
        #expect(try archive.search(SearchQuery()) { _ in }.hasMore == false)
    }

    /// Erased behind the last entry of a segment, before it, and with it: 4094 exhibits and the record, and one more.
    @Test(arguments: [4096, 4095, 4094]) func `leave no term of what was erased`(
        count: Int
    ) throws {
        var chance = Chance(state: 7)
        let collection = try Collection(count: count, chance: &chance)
        let exhibit = try collection.archive.exhibit(at: LeafIndex(5))
        _ = try collection.archive.erase([LeafIndex(5)], warrant: warrant)
        if count == 4094 {
            _ = try collection.archive.file([collection.workshop.submission("last")])
        }
        var query = SearchQuery()
        query.digest = exhibit.entry.filing
        #expect(try collection.found(query).0.isEmpty)
        try collection.archive.close()
        let rows = try DatabaseQueue(path: collection.workshop.database).read {
            try Data.fetchAll($0, sql: "SELECT postings FROM term")
        }
        #expect(rows.count == 5)
        for row in rows {
            let keys = row.dropLast(8)
            let positions = stride(from: keys.startIndex, to: keys.endIndex, by: 6).map {
                Int(keys[$0 + 4]) << 8 | Int(keys[$0 + 5])
            }
            #expect(!positions.contains(5))
            #expect(positions.contains(6))
        }
    }
}

@Suite struct Reindexing {
    private static let derived = ["matter", "docket", "seen", "term"]

    private func contents(_ workshop: Workshop) throws -> [String] {
        try DatabaseQueue(path: workshop.database).read { database in
            try Self.derived.flatMap { table in
                try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
            }
        }
    }

    @Test func `makes what filing made`() throws {
        var chance = Chance(state: 11)
        let collection = try Collection(count: 4200, chance: &chance)
        _ = try collection.archive.erase([LeafIndex(9)], warrant: warrant)
        _ = try collection.archive.erase([LeafIndex(4150)], warrant: warrant)
        try collection.archive.close()
        let before = try contents(collection.workshop)
        for damage in Self.derived.map({ "DROP TABLE \($0)" }) {
            try DatabaseQueue(path: collection.workshop.database).write {
                try $0.execute(sql: damage)
            }
        }
        let archive = try collection.workshop.open()
        #expect(try archive.head().size == TreeSize(4202))
        let late = try collection.workshop.submission("late")
        #expect(throws: StoreError.needsReindex) { try archive.file([late]) }
        let outcome = try archive.reindex()
        #expect(outcome.entries == 4202)
        #expect(outcome.segments == 1)
        #expect(try contents(collection.workshop) == before)
        #expect(try archive.file([late]).count == 1)
        #expect(try archive.databaseProblems() == [])
    }

    @Test func `is not needed to file without a search index`() throws {
        var chance = Chance(state: 13)
        let collection = try Collection(count: 4000, chance: &chance)
        try collection.archive.close()
        try DatabaseQueue(path: collection.workshop.database).write {
            try $0.execute(sql: "DROP TABLE term")
        }
        let archive = try collection.workshop.open()
        for number in 0..<110 {
            #expect(try archive.file([collection.workshop.submission("\(number)")]).count == 1)
        }
        var query = SearchQuery()
        query.kind = .document
        let outcome = try archive.search(query) { _ in }
        #expect(outcome.found > 110)
        #expect(outcome.unindexedSegments == 1)
        _ = try archive.reindex()
        #expect(try archive.search(query) { _ in }.unindexedSegments == 0)
    }

    @Test func `of a log that does not add up changes nothing`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one"), workshop.submission("two")])
        try archive.close()
        let before = try contents(workshop)
        try DatabaseQueue(path: workshop.database).write {
            try $0.execute(
                sql: "DROP TRIGGER docketing_stays; DELETE FROM docketing WHERE idx = 1")
        }
        let reopened = try workshop.open()
        #expect(throws: StoreError.self) { try reopened.reindex() }
        try reopened.close()
        #expect(try contents(workshop) == before)
    }

    @Test func `fills the index as filing goes on`() throws {
        // Reopened at odd places, so that the newest segment is read again from its rows.
        let workshop = try Workshop()
        var archive = try workshop.create()
        for number in 0..<21 {
            let batch = try (0..<200).map {
                try workshop.submission("\(number) \($0)", again: true)
            }
            _ = try archive.file(batch)
            if number % 4 == 0 {
                try archive.close()
                archive = try workshop.open()
            }
        }
        try archive.close()
        let before = try contents(workshop)
        archive = try workshop.open()
        #expect(try archive.reindex().segments == 1)
        try archive.close()
        #expect(try contents(workshop) == before)
    }
}
