// Erasure and holds: what is erased is gone from every file, and everything else is as it was.

import ArchiveAudit
import EvidenceStore
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

private let warrant = required(Warrant(by: "J. Roe", ground: "GDPR Art. 17(1)(d)"))
private let other = required(MatterID("BAN-2"))

extension Workshop {
    /// A submission with a name and bytes of one's own.
    fileprivate func named(
        _ name: String, _ content: [UInt8], matter: MatterID = Workshop.matter,
        kind: ExhibitKind = .document
    ) throws -> Submission {
        let filing = try Filing(
            archive: Workshop.origin, matter: matter, kind: kind,
            mediaType: required(MediaType("text/plain")), name: required(FileName(name)),
            content: .sha256(content), size: UInt64(content.count), filer: .operator,
            nonce: random(32))
        return Submission(filing: filing, content: .bytes(content))
    }

    /// The files of the archive that hold `bytes` somewhere.
    fileprivate func files(with bytes: some Sequence<UInt8>) throws -> [String] {
        let wanted = Data(bytes)
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        return try (names ?? []).sorted().filter { name in
            let path = folder + "/" + name
            let type = try FileManager.default.attributesOfItem(atPath: path)[.type]
            guard type as? FileAttributeType == .typeRegular else { return false }
            return try Data(contentsOf: URL(filePath: path)).range(of: wanted) != nil
        }
    }

    /// What must be found nowhere of an exhibit: its name, its nonce, its digest, and a piece of its bytes.
    fileprivate static func traces(of submission: Submission, _ content: [UInt8]) -> [[UInt8]] {
        let filing = submission.filing
        return [
            Array(filing.name.text.utf8), Array(Base64.encode(filing.nonce).utf8),
            Array(filing.content.text.utf8), filing.content.bytes, Array(filing.content.hex.utf8),
            Array(content.prefix(40)), Array(content.suffix(40)),
        ]
    }
}

/// Bytes that occur nowhere else.
private func secret(_ seed: String, _ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += Digest.sha256("\(seed) \(bytes.count)".utf8).hex.utf8 }
    return Array(bytes.prefix(count))
}

@Suite struct Erasures {
    @Test(arguments: [40, 4000, 60_000, 200_000]) func `leave nothing in any file`(
        size: Int
    ) throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let content = secret("erased", size)
        let erased = try workshop.named("secret-name.txt", content)
        _ = try archive.file([workshop.submission("one"), erased, workshop.submission("three")])
        for bytes in Workshop.traces(of: erased, content) where bytes != erased.filing.content.bytes
        {
            let found = try workshop.files(with: bytes)
            // A name in hexadecimal stands only in a path, and a large content's digest there.
            if bytes != Array(erased.filing.content.hex.utf8) { #expect(!found.isEmpty) }
        }
        let outcome = try archive.erase([LeafIndex(1)], warrant: warrant)
        #expect(outcome.isGone)
        for bytes in Workshop.traces(of: erased, content) {
            #expect(try workshop.files(with: bytes) == [])
        }
        #expect(try archive.blobs.list().isEmpty || size > 65_536)
        #expect(try archive.blobs.size(of: erased.filing.content) == nil)
    }

    @Test func `bring nothing back when the same filing is sent again`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let content = secret("sent again", 200_000)
        let filed = try workshop.named("secret-name.txt", content)
        _ = try archive.file([filed])
        _ = try archive.erase([LeafIndex(0)], warrant: warrant)
        #expect(throws: (any Error).self) { try archive.file([filed]) }
        #expect(try archive.blobs.list() == [])
        for bytes in Workshop.traces(of: filed, content) {
            #expect(try workshop.files(with: bytes) == [])
        }
        // Another filing of the same bytes is another exhibit.
        _ = try archive.file([workshop.named("new-name.txt", content)])
        #expect(try archive.blobs.list() == [filed.filing.content])
    }

    @Test func `leave nothing of many exhibits of all sizes`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        var gone: [(Submission, [UInt8], LeafIndex)] = []
        var kept: [(Submission, [UInt8])] = []
        for number in 0..<60 {
            let content = secret("\(number)", 30 + number * number * 20)
            let submission = try workshop.named("name-\(number)-of-it.txt", content)
            let filed = try archive.file([submission])
            if number % 3 == 0 {
                gone.append((submission, content, required(filed.first).receipt.entry.index))
            } else {
                kept.append((submission, content))
            }
        }
        for (_, _, index) in gone { _ = try archive.erase([index], warrant: warrant) }
        for (submission, content, _) in gone {
            for bytes in Workshop.traces(of: submission, content) {
                #expect(try workshop.files(with: bytes) == [])
            }
        }
        for (submission, content) in kept {
            #expect(try !workshop.files(with: submission.filing.name.text.utf8).isEmpty)
            #expect(try !workshop.files(with: content.prefix(40)).isEmpty)
        }
    }

    @Test func `leave nothing where earlier ones have moved rows`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        var filed: [(submission: Submission, content: [UInt8])] = []
        for number in 0..<120 {
            let size = [10, 40, 200, 900, 3000, 9000][number * 53 % 97 % 6]
            let content = secret("\(number)", 40 + size)
            filed.append((try workshop.named("name-\(number)-of-it.txt", content), content))
        }
        for (submission, _) in filed { _ = try archive.file([submission]) }
        // Neighbours go one after the other, so pages get empty and rows are moved before they go too.
        for index in filed.indices.map({ $0 * 31 % 120 }) where index % 8 != 0 {
            _ = try archive.erase([LeafIndex(UInt64(index))], warrant: warrant)
            let bytes = try Data(contentsOf: URL(filePath: workshop.folder + "/docket.sqlite"))
            for trace in Workshop.traces(of: filed[index].submission, filed[index].content) {
                #expect(bytes.range(of: Data(trace)) == nil, "entry \(index)")
            }
        }
        #expect(audit(archive).isClean)
    }

    @Test func `of several exhibits are one, all or none`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file(
            (0..<6).map {
                try workshop.submission("note \($0)", matter: $0 < 3 ? Workshop.matter : other)
            })
        let held = try archive.hold(LeafIndex(4), warrant: warrant).receipt.entry.index
        let size = try archive.head().size
        for (indexes, error) in [
            ([0, 4], StoreError.held(LeafIndex(4), by: held)),
            ([0, 99], .noSuchEntry(LeafIndex(99))), ([1, 6], .notErasable(LeafIndex(6), .hold)),
        ] as [([UInt64], StoreError)] {
            #expect(throws: error) {
                try archive.erase(indexes.map { LeafIndex($0) }, warrant: warrant)
            }
        }
        #expect(throws: StoreError.self) {
            try archive.erase([LeafIndex(0), LeafIndex(0)], warrant: warrant)
        }
        #expect(try archive.head().size == size && archive.erasures().isEmpty)
        let outcome = try archive.erase([0, 3, 5].map { LeafIndex($0) }, warrant: warrant)
        #expect(outcome.isGone)
        #expect(outcome.records.map(\.docketing.matter) == [Workshop.matter, other, other])
        #expect(try archive.erasures().map(\.entry.index.value) == [0, 3, 5])
        #expect(
            try archive.erasures().map(\.record) == outcome.records.map(\.entry.index))
        // One batch, one checkpoint.
        #expect(try archive.checkpoint().checkpoint.size.value == size.value + 3)
        #expect(try archive.note(at: TreeSize(size.value + 1)) == nil)
        #expect(audit(archive).isClean)
    }

    @Test func `keep every proof and receipt, also of what is erased`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let receipts = try (0..<5).map { number in
            required(try archive.file([workshop.submission("note \(number)")]).first).receipt
        }
        let before = try archive.checkpoint().checkpoint
        let outcome = try archive.erase([LeafIndex(2)], warrant: warrant)
        for receipt in receipts {
            #expect(try receipt.check(with: archive.verifierKey).checkpoint.size.value > 0)
            guard receipt.entry.index != LeafIndex(2) else { continue }
            #expect(try archive.receipt(of: receipt.entry.index).bytes == receipt.bytes)
        }
        _ = try outcome.records[0].check(with: archive.verifierKey)
        let now = try archive.checkpoint().checkpoint
        #expect(now.size == TreeSize(6))
        let proof = try archive.consistencyProof(from: before.size, to: now.size)
        #expect(throws: Never.self) { try proof.check(from: before.root, to: now.root) }
        let erasure = try Erasure(
            parsing: archive.content(of: archive.exhibit(at: outcome.records[0].entry.index)))
        #expect(erasure.entry == LeafIndex(2))
        #expect(erasure.leaf == receipts[2].entry.leafHash)
        #expect(erasure.warrant == warrant)
        #expect(outcome.records[0].docketing.number.value == 6)
        #expect(outcome.records[0].docketing.matter == Workshop.matter)
    }

    @Test func `are told where the exhibit is asked for`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one"), workshop.submission("two")])
        let record = try archive.erase([LeafIndex(0)], warrant: warrant).records[0].entry.index
        let error = StoreError.erased(LeafIndex(0), by: record)
        #expect(throws: error) { try archive.exhibit(at: LeafIndex(0)) }
        #expect(throws: error) { try archive.receipt(of: LeafIndex(0)) }
        #expect(try archive.entries(matter: Workshop.matter).map(\.entry.index.value) == [1, 2])
        let erased = try archive.erasures(matter: Workshop.matter)
        #expect(erased.map(\.entry.index) == [LeafIndex(0)])
        #expect(erased.map(\.record) == [record])
        #expect(erased.map(\.docketing.number.value) == [1])
    }

    @Test func `keep the same bytes of another filing`() throws {
        for size in [100, 100_000] {
            let workshop = try Workshop()
            let archive = try workshop.create()
            let content = secret("shared", size)
            _ = try archive.file([
                workshop.named("a.txt", content), workshop.named("b.txt", content, matter: other),
            ])
            _ = try archive.erase([LeafIndex(0)], warrant: warrant)
            #expect(try archive.content(of: archive.exhibit(at: LeafIndex(1))) == content)
            #expect(try workshop.files(with: "a.txt".utf8) == [])
            _ = try archive.erase([LeafIndex(1)], warrant: warrant)
            #expect(try workshop.files(with: content.prefix(40)) == [])
        }
    }

    @Test func `let the same bytes be filed again`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one")])
        _ = try archive.erase([LeafIndex(0)], warrant: warrant)
        let again = required(try archive.file([workshop.submission("one")]).first)
        #expect(!again.wasAlreadyFiled)
        #expect(again.receipt.entry.index == LeafIndex(2))
        #expect(again.receipt.docketing.number.value == 3)
    }

    // Spec: erasure-17
    @Test(arguments: [false, true]) func `let the very filing not be filed again`(
        isReindexed: Bool
    ) throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let plain = try workshop.submission("one")
        let keyed = try workshop.submission("two", key: "request 2")
        _ = try archive.file([plain, keyed])
        let records = try [0, 1].map {
            try archive.erase([LeafIndex($0)], warrant: warrant).records[0].entry.index
        }
        if isReindexed { _ = try archive.reindex() }
        let size = try archive.head().size
        func again(_ submission: Submission) -> Submission {
            Submission(filing: submission.filing, content: submission.content, again: true)
        }
        for (index, submission) in [plain, again(plain), keyed, again(keyed)].enumerated() {
            let error = StoreError.erased(
                LeafIndex(UInt64(index / 2)), by: records[index / 2])
            #expect(throws: error) { try archive.file([submission]) }
        }
        #expect(try archive.head().size == size)
        // What was not erased is found as before.
        let kept = try workshop.submission("three")
        _ = try archive.file([kept])
        #expect(try archive.file([kept]).first?.wasAlreadyFiled == true)
    }

    // Spec: erasure-10
    @Test func `take the key of its request with them`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let secret = "invoice-of-jane-roe-4711"
        _ = try archive.file([workshop.submission("one", key: secret)])
        _ = try archive.file([workshop.submission("two", key: "another")])
        #expect(try !workshop.files(with: secret.utf8).isEmpty)
        _ = try archive.erase([LeafIndex(0)], warrant: warrant)
        #expect(try workshop.files(with: secret.utf8) == [])
        #expect(try !workshop.files(with: "another".utf8).isEmpty)
        #expect(audit(archive).isClean)
        // Nobody remembers what the key was for.
        let filed = try archive.file([workshop.submission("three", key: secret)])
        #expect(filed.first?.wasAlreadyFiled == false)
    }

    // Spec: erasure-13
    @Test func `of what was erased, and of records, are refused`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one"), workshop.submission("two")])
        let record = try archive.erase([LeafIndex(0)], warrant: warrant).records[0].entry.index
        let hold = try archive.hold(LeafIndex(1), warrant: warrant).receipt.entry.index
        let release = try archive.release(hold: hold, warrant: warrant).receipt.entry.index
        let audit = try archive.record([workshop.named("a.json", [1], kind: .audit)])
        let size = try archive.head().size
        let table: [(LeafIndex, StoreError)] = [
            (LeafIndex(0), .erased(LeafIndex(0), by: record)),
            (record, .notErasable(record, .erasure)), (hold, .notErasable(hold, .hold)),
            (release, .notErasable(release, .release)),
            (
                required(audit.first).receipt.entry.index,
                .notErasable(required(audit.first).receipt.entry.index, .audit)
            ),
            (LeafIndex(99), .noSuchEntry(LeafIndex(99))),
        ]
        for (index, error) in table {
            #expect(throws: error) { try archive.erase([index], warrant: warrant) }
        }
        #expect(try archive.head().size == size)
        #expect(try archive.content(of: archive.exhibit(at: LeafIndex(1))) == Array("two".utf8))
    }

    @Test func `need an archive that is open to file`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one")])
        try archive.close()
        let reader = try Archive.openReadOnly(
            at: workshop.folder, surroundings: workshop.surroundings)
        #expect(throws: StoreError.readOnly) { try reader.erase([LeafIndex(0)], warrant: warrant) }
    }

    @Test(arguments: [FaultPoint.beforeTransaction, .beforeCommit, .afterCommit])
    func `that die are whole or nothing`(point: FaultPoint) throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let content = secret("large", 100_000)
        let erased = try workshop.named("large.bin", content)
        _ = try archive.file([workshop.submission("one"), erased])
        workshop.copy(at: point)
        _ = try archive.erase([LeafIndex(1)], warrant: warrant)
        try archive.close()
        let killed = try workshop.openKilled()
        if point == .afterCommit {
            #expect(try killed.erasures(matter: Workshop.matter).count == 1)
            #expect(try killed.blobs.size(of: erased.filing.content) == nil)
        } else {
            #expect(try killed.content(of: killed.exhibit(at: LeafIndex(1))) == content)
            #expect(try killed.head().size == TreeSize(2))
        }
        try killed.close()
    }

    @Test func `are finished by the next writer if somebody still reads`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let content = secret("read", 3000)
        let erased = try workshop.named("secret-name.txt", content)
        _ = try archive.file([erased])
        let reader = try ArchiveScan(folder: workshop.folder)
        try reader.snapshot { () throws in
            // A read holds the state of before until the snapshot ends.
            #expect(try reader.number("SELECT count(*) FROM filing") == 1)
            #expect(try !archive.erase([LeafIndex(0)], warrant: warrant).isGone)
            #expect(try !workshop.files(with: content.prefix(40)).isEmpty)
        }
        try archive.close()
        let reopened = try workshop.open()
        for bytes in Workshop.traces(of: erased, content) {
            #expect(try workshop.files(with: bytes) == [])
        }
        try reopened.close()
    }

    @Test func `are not undone by a trigger that would refuse them`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one"), workshop.submission("two")])
        _ = try archive.erase([LeafIndex(0)], warrant: warrant)
        try archive.close()
        let reopened = try workshop.open()
        #expect(try reopened.databaseProblems() == [])
        #expect(try reopened.file([workshop.submission("three")]).count == 1)
    }
}

@Suite struct Holds {
    // Spec: erasure-12
    @Test func `of an exhibit or its matter keep it from being erased`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([
            workshop.submission("one"), workshop.submission("two"),
            workshop.submission("three", matter: other),
        ])
        let first = try archive.hold(LeafIndex(0), warrant: warrant).receipt.entry.index
        #expect(throws: StoreError.held(LeafIndex(0), by: first)) {
            try archive.erase([LeafIndex(0)], warrant: warrant)
        }
        let whole = try archive.hold(Workshop.matter, warrant: warrant).receipt.entry.index
        #expect(throws: StoreError.held(LeafIndex(1), by: whole)) {
            try archive.erase([LeafIndex(1)], warrant: warrant)
        }
        #expect(try archive.holds().map(\.record) == [first, whole])
        #expect(try archive.holds(matter: other).isEmpty)
        // What is filed later is held too, and another matter is not.
        let late = required(try archive.file([workshop.submission("late")]).first)
        #expect(throws: StoreError.held(late.receipt.entry.index, by: whole)) {
            try archive.erase([late.receipt.entry.index], warrant: warrant)
        }
        #expect(try archive.erase([LeafIndex(2)], warrant: warrant).isGone)
    }

    @Test func `that are released let it be erased`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one")])
        let hold = try archive.hold(LeafIndex(0), warrant: warrant).receipt.entry.index
        let released = try archive.release(hold: hold, warrant: warrant).receipt
        let text = try Release(
            parsing: archive.content(of: archive.exhibit(at: released.entry.index)))
        #expect(text.hold == hold)
        #expect(try archive.holds().isEmpty)
        // Spec: erasure-14
        #expect(throws: StoreError.alreadyReleased(hold, by: released.entry.index)) {
            try archive.release(hold: hold, warrant: warrant)
        }
        #expect(try archive.erase([LeafIndex(0)], warrant: warrant).isGone)
    }

    @Test func `said twice are one, and said again after release another`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one")])
        let first = try archive.hold(Workshop.matter, warrant: warrant)
        let second = try archive.hold(Workshop.matter, warrant: warrant)
        #expect(second.wasAlreadyFiled)
        #expect(second.receipt == first.receipt)
        _ = try archive.release(hold: first.receipt.entry.index, warrant: warrant)
        let third = try archive.hold(Workshop.matter, warrant: warrant)
        #expect(!third.wasAlreadyFiled)
        #expect(try archive.holds().map(\.record) == [third.receipt.entry.index])
    }

    @Test func `of nothing are refused`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one")])
        #expect(throws: StoreError.noSuchMatter(other)) {
            try archive.hold(other, warrant: warrant)
        }
        #expect(throws: StoreError.notAHold(LeafIndex(0))) {
            try archive.release(hold: LeafIndex(0), warrant: warrant)
        }
        let record = try archive.erase([LeafIndex(0)], warrant: warrant).records[0].entry.index
        #expect(throws: StoreError.erased(LeafIndex(0), by: record)) {
            try archive.hold(LeafIndex(0), warrant: warrant)
        }
    }

    @Test func `outlive the process`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("one")])
        let hold = try archive.hold(LeafIndex(0), warrant: warrant).receipt.entry.index
        try archive.close()
        let reopened = try workshop.open()
        #expect(throws: StoreError.held(LeafIndex(0), by: hold)) {
            try reopened.erase([LeafIndex(0)], warrant: warrant)
        }
    }
}

@Suite struct ReservedKinds {
    @Test(arguments: ExhibitKind.allCases.filter(\.isReserved)) func `are filed only as records`(
        kind: ExhibitKind
    ) throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let submission = try workshop.named("a.txt", [1], kind: kind)
        #expect(throws: StoreError.reservedKind(kind)) { try archive.file([submission]) }
        #expect(try archive.record([submission]).count == 1)
    }

    @Test func `are the only ones that records have`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        #expect(throws: StoreError.reservedKind(.document)) {
            try archive.record([workshop.submission("one")])
        }
    }
}
