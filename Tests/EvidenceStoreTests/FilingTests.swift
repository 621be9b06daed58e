// Filing as a party sees it: receipts, numbers, repetition, refusals.

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
        #expect(try archive.content(.sha256("order".utf8)) == Array("order".utf8))
    }
}
