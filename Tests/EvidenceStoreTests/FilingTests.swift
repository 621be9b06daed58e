// Filing as a party sees it: receipts, numbers, repetition, refusals.

import ArchiveAudit
import EvidenceStore
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct `Filing into an archive` {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    @Test func `the receipt proves the entry under the archive's key`() throws {
        let archive = try workshop.create()
        let filed = try archive.file([workshop.submission("offer"), workshop.submission("order")])
        for (position, answer) in filed.enumerated() {
            let signed = try answer.receipt.check(with: archive.verifierKey)
            #expect(signed.checkpoint.size == TreeSize(2))
            #expect(answer.receipt.entry.index == LeafIndex(UInt64(position)))
            #expect(answer.receipt.docketing.number.value == UInt64(position) + 1)
            #expect(!answer.wasAlreadyFiled)
            #expect(try Receipt(parsing: answer.receipt.bytes) == answer.receipt)
        }
        #expect(filed[1].receipt.entry.previous == filed[0].receipt.entry.leafHash)
        #expect(filed[1].receipt.docketing.previous == filed[0].receipt.entry.leafHash)
        #expect(filed[0].receipt.entry.received.text == "2026-02-02T10:59:58Z")
        let order = try archive.exhibit(at: LeafIndex(1))
        #expect(try archive.content(of: order) == Array("order".utf8))
        #expect(audit(archive).isClean)
    }

    @Test func `numbers run within each matter`() throws {
        let archive = try workshop.create()
        let other = required(MatterID("ORG-2"))
        let filed = try archive.file([
            workshop.submission("a"), workshop.submission("b", matter: other),
            workshop.submission("c"), workshop.submission("d", matter: other),
        ]).map(\.receipt)
        #expect(filed.map(\.docketing.number.value) == [1, 1, 2, 2])
        #expect(filed[3].docketing.previous == filed[1].entry.leafHash)
        #expect(try archive.entries(matter: other).map(\.entry.index.value) == [1, 3])
        #expect(try archive.entries().map(\.entry) == filed.map(\.entry))
    }

    @Test func `the same filing again gives the first receipt`() throws {
        let archive = try workshop.create()
        let submission = try workshop.submission("offer")
        let first = try archive.file([submission])
        _ = try archive.file([workshop.submission("more")])
        let second = try archive.file([submission])
        #expect(second[0].wasAlreadyFiled)
        #expect(second[0].receipt.bytes == first[0].receipt.bytes)
        #expect(try archive.head().size == TreeSize(2))
    }

    @Test func `the same bytes again give the first receipt, unless they are meant`() throws {
        let archive = try workshop.create()
        let filed = try archive.file([
            workshop.submission("offer"), workshop.submission("offer"),
        ])
        #expect(filed.map(\.wasAlreadyFiled) == [false, true])
        let again = try archive.file([workshop.submission("offer", again: true)])
        #expect(!again[0].wasAlreadyFiled)
        #expect(again[0].receipt.docketing.number.value == 2)
        let elsewhere = try archive.file([
            workshop.submission("offer", matter: required(MatterID("ORG-2"))),
            workshop.submission("offer", links: [Link(.supersedes, .sha256([1]))]),
        ])
        #expect(elsewhere.map(\.wasAlreadyFiled) == [false, false])
        #expect(audit(archive).isClean)
    }

    @Test func `an idempotency key gives the first answer, and only for its filing`() throws {
        let archive = try workshop.create()
        let submission = try workshop.submission("offer", key: "request-1")
        let first = try archive.file([submission])
        #expect(try archive.file([submission]).map(\.receipt) == first.map(\.receipt))
        let other = try workshop.submission("order", key: "request-1")
        let conflict = StoreError.idempotencyConflict(key: "request-1", first: LeafIndex(0))
        #expect(throws: conflict) { try archive.file([other]) }
        for key in ["", String(repeating: "k", count: 256)] {
            let wrong = try workshop.submission("order", key: key)
            #expect(throws: StoreError.badIdempotencyKey) { try archive.file([wrong]) }
        }
        #expect(try archive.head().size == TreeSize(1))
    }

    @Test func `a submission that is not what it says is refused and changes nothing`() throws {
        let archive = try workshop.create()
        let content = Array("offer".utf8)
        let filing = try workshop.filing(of: content)
        let signed = try workshop.filing(of: content, filer: .certificate(.sha256([1])))
        let foreign = required(ArchiveOrigin("other.example"))
        let elsewhere = try workshop.filing(of: content, archive: foreign)
        let large = [UInt8](repeating: 0, count: 1_048_577)
        let cases: [(StoreError, Submission)] = [
            (
                .wrongContent(found: .sha256("oFfer".utf8), expected: filing.content),
                Submission(filing: filing, content: .bytes(Array("oFfer".utf8)))
            ),
            (
                .wrongSize(found: 6, expected: 5),
                Submission(filing: filing, content: .bytes(content + [0]))
            ),
            (
                .wrongFilingBytes,
                Submission(
                    filing: filing, filingBytes: filing.bytes + [0x0A], content: .bytes(content))
            ),
            (
                .wrongArchive(found: foreign, expected: Workshop.origin),
                Submission(filing: elsewhere, content: .bytes(content))
            ),
            (
                .signatureUnexpected,
                Submission(filing: filing, filingSignature: [1], content: .bytes(content))
            ),
            (.signatureMissing, Submission(filing: signed, content: .bytes(content))),
            (
                .signatureTooLarge(large.count),
                Submission(filing: signed, filingSignature: large, content: .bytes(content))
            ),
        ]
        for (error, submission) in cases {
            #expect(throws: error) {
                try archive.file([workshop.submission("good"), submission])
            }
            #expect(error.isRefusal)
        }
        #expect(try archive.head().size == TreeSize(0))
        #expect(audit(archive).isClean)
    }

    @Test func `a signed filing keeps its signature`() throws {
        let archive = try workshop.create()
        let content = Array("offer".utf8)
        let filing = try workshop.filing(of: content, filer: .certificate(.sha256([1])))
        let answer = try archive.file([
            Submission(filing: filing, filingSignature: [1, 2, 3], content: .bytes(content))
        ])
        #expect(answer[0].receipt.docketing.signature == .sha256([1, 2, 3]))
        let exhibit = try archive.exhibit(at: LeafIndex(0))
        #expect(exhibit.filingSignature == [1, 2, 3])
        #expect(exhibit.filingBytes == filing.bytes)
        #expect(audit(archive).isClean)
    }

    @Test(arguments: [0, 1, 65_536, 65_537, 1_048_576, 3_145_733])
    func `a file of any size comes back`(
        size: Int
    ) throws {
        let archive = try workshop.create()
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        let path = workshop.root + "/file"
        #expect(FileManager.default.createFile(atPath: path, contents: Data(content)))
        let filing = try workshop.filing(of: content)
        _ = try archive.file([Submission(filing: filing, content: .file(path))])
        let exhibit = try archive.exhibit(at: LeafIndex(0))
        #expect(try archive.content(of: exhibit) == content)
        let blob = try archive.contentPath(of: exhibit)
        #expect((blob != nil) == (size > 65_536))
        #expect(blob?.hasPrefix(workshop.folder + "/blobs/") ?? true)
        #expect(throws: StoreError.file(operation: "open", path: path + "x", errno: 2)) {
            let other = try workshop.filing(of: [1])
            _ = try archive.file([Submission(filing: other, content: .file(path + "x"))])
        }
    }

    @Test func `a clock a little behind is held, one far behind is refused`() throws {
        let archive = try workshop.create()
        _ = try archive.file([workshop.submission("a")])
        workshop.wait(TimeSpan(seconds: -5))
        let held = try archive.file([workshop.submission("b")])
        #expect(held[0].receipt.entry.received.text == "2026-02-02T10:59:58Z")
        workshop.wait(TimeSpan(seconds: -1))
        let error = StoreError.clockBehind(
            now: required(Instant(text: "2026-02-02T10:59:52.250Z")),
            last: required(Instant(text: "2026-02-02T10:59:58Z")))
        #expect(throws: error) { try archive.file([workshop.submission("c")]) }
        workshop.wait(TimeSpan(seconds: 60))
        let later = try archive.file([workshop.submission("c")])
        #expect(later[0].receipt.entry.received.text == "2026-02-02T11:00:52Z")
    }

    @Test func `proofs hold between all sizes that were signed`() throws {
        let archive = try workshop.create()
        for number in 0..<9 { _ = try archive.file([workshop.submission("\(number)")]) }
        let signed = try archive.checkpoint()
        #expect(signed.checkpoint.size == TreeSize(9))
        for size in 1...9 {
            let from = TreeSize(UInt64(size))
            let proof = try archive.consistencyProof(from: from, to: TreeSize(9))
            try proof.check(from: archive.rootHash(at: from), to: signed.checkpoint.root)
            let index = LeafIndex(UInt64(size - 1))
            let leaf = try archive.exhibit(at: index).entry.leafHash
            try archive.inclusionProof(of: index, in: TreeSize(9))
                .check(leaf, in: signed.checkpoint.root)
        }
        #expect(throws: StoreError.noSuchSize(TreeSize(10))) {
            try archive.rootHash(at: TreeSize(10))
        }
        #expect(throws: StoreError.noSuchEntry(LeafIndex(9))) {
            try archive.exhibit(at: LeafIndex(9))
        }
    }

    @Test func `more than a batch at once is refused`() throws {
        let archive = try workshop.create()
        let many = try (0...256).map { try workshop.submission("\($0)") }
        #expect(throws: StoreError.batchTooLarge(257)) { try archive.file(many) }
        #expect(try archive.file(Array(many.dropLast())).count == 256)
        #expect(audit(archive).isClean)
    }
}

@Suite struct `Contents of refused filings` {
    @Test func `do not stay`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let content = String(repeating: "large ", count: 20_000)
        _ = try archive.file([workshop.submission("first", key: "key-1")])
        let refused = try workshop.submission(content, key: "key-1")
        #expect(throws: (any Error).self) { try archive.file([refused]) }
        #expect(try archive.blobs.list() == [])
    }

    @Test func `stay where another filing of the same batch names them`() throws {
        let workshop = try Workshop()
        let archive = try workshop.create()
        let content = String(repeating: "large ", count: 20_000)
        _ = try archive.file([workshop.submission("first", key: "key-1")])
        let refused = try workshop.submission(content, key: "key-1")
        let taken = try workshop.submission(content)
        let answers = archive.file(requests: [[refused], [taken]])
        #expect(throws: (any Error).self) { try answers[0].get() }
        let filed = try required(answers[1].get().first)
        #expect(try archive.blobs.list() == [taken.filing.content])
        let stored = try archive.exhibit(at: filed.receipt.entry.index)
        #expect(try archive.content(of: stored) == Array(content.utf8))
    }
}
