// From events to records: all of them, in order, once, whatever dies in between.

import EvidenceValues
import Foundation
import ServiceAccess
import ServiceInterface
import Testing
import TransparencyLog

@Suite struct `Recording access` {
    /// Takes records as an archive does, until there are none.
    static func file(_ book: AccessBook, from index: UInt64 = 0) throws -> [AccessRecord] {
        var records: [AccessRecord] = []
        while let next = try book.nextRecord() {
            let record = try AccessRecord(parsing: next.text)
            #expect(next.filing.content == record.digest)
            #expect(next.filing.matter == .access)
            #expect(next.filing.filer == .operator)
            try book.markFiled(next.number, index: LeafIndex(index + UInt64(records.count)))
            records.append(record)
        }
        return records
    }

    @Test func `records every grant once, in a chain`() throws {
        let test = try `The book of access`.filled()
        let first = try Self.file(test.book)
        #expect(first.count == 1)
        #expect(first[0].number == 1)
        #expect(first[0].previous == nil)
        let changes = first[0].events.compactMap(\.change)
        #expect(changes.contains(.matterCreated(try matter("BAN-1"))))
        #expect(
            changes.contains(.memberAdded(try scope("BAN-1"), try principal("alice"), .party)))
        #expect(try Self.file(test.book, from: 1).isEmpty)

        try test.book.removeMember(try principal("alice"), from: try scope("BAN-1"), by: nil)
        let second = try Self.file(test.book, from: 1)
        #expect(second.map(\.number) == [2])
        #expect(second[0].previous == first[0].digest)
        #expect(second[0].events.count == 1)
        #expect(
            try test.book.filedRecords(after: 0, limit: 9).map(\.digest) == [
                first[0].digest, second[0].digest,
            ])
        #expect(try test.book.filedRecords(after: 1, limit: 9).map(\.number) == [2])
    }

    @Test func `the same record is filed after a crash, to the byte`() throws {
        let test = try `The book of access`.filled()
        let before = try #require(try test.book.nextRecord())
        try test.book.note(.content(try matter("BAN-1"), 1), by: try principal("alice"))
        try test.reopen()
        let after = try #require(try test.book.nextRecord())
        #expect(after == before)
        #expect(after.filing.nonce == before.filing.nonce)
        try test.book.markFiled(after.number, index: LeafIndex(0))
        let rest = try Self.file(test.book, from: 1)
        #expect(
            rest.flatMap(\.events).map(\.what) == [
                .reading(.content(try matter("BAN-1"), 1))
            ])
    }

    @Test func `readings survive the end of the process, and are recorded once`() throws {
        let test = try `The book of access`.filled()
        _ = try Self.file(test.book)
        for number in 1...3 {
            try test.book.note(
                .content(try matter("BAN-1"), UInt64(number)), by: try principal("bob"))
        }
        try test.book.note(.identity(try matter("BAN-1"), try #require(PartyID("PSN-7"))), by: nil)
        #expect(test.book.pendingEvents == 4)
        try test.reopen()
        #expect(test.book.pendingEvents == 4)
        let events = try Self.file(test.book, from: 1).flatMap(\.events)
        #expect(events.count == 4)
        #expect(events.prefix(3).allSatisfy { $0.actor?.text == "bob" })
        #expect(test.book.pendingEvents == 0)
        try test.reopen()
        #expect(try Self.file(test.book, from: 2).isEmpty)
    }

    @Test func `more than a record holds are several`() throws {
        let test = try `The book of access`.filled()
        _ = try Self.file(test.book)
        for number in 1...1_001 {
            try test.book.note(
                .content(try matter("BAN-1"), UInt64(number)), by: try principal("bob"))
        }
        let records = try Self.file(test.book, from: 1)
        #expect(records.map(\.events.count) == [1_000, 1])
    }

    @Test func `what is filed, folded, is who may what`() throws {
        let test = try `The book of access`.filled()
        var state = AccessState()
        for event in try Self.file(test.book).flatMap(\.events) {
            guard let change = event.change else { continue }
            // No record has a token's hash; any stands for it.
            let payload: [UInt8] =
                if case .tokenIssued(let number, _, _, _, _) = change {
                    Digest.sha256(Array("\(number)".utf8)).bytes
                } else { [] }
            try state.apply(change, at: event.time, payload: payload)
        }
        #expect(state.members == test.book.state.members)
        #expect(state.tokens == test.book.state.tokens)
    }
}
