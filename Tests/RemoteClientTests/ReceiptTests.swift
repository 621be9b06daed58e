// A receipt is believed only if it proves, with the archive's key, that this was filed.

import EvidenceStore
import EvidenceValues
import Testing
import TransparencyLog

@testable import RemoteClient

@Suite struct `Receipts of a server` {
    private let archive: TestArchive
    private let party: TestParty
    private let filing: PreparedFiling
    private let receipt: Receipt
    private static let content = Array("ten tonnes".utf8)

    init() throws {
        archive = try TestArchive()
        party = try TestParty("FRUTA")
        filing = try party.filing(Self.content)
        receipt = try archive.file(filing, Self.content).receipt
    }

    @Test func `are taken when they are of this filing`() throws {
        #expect(
            try filing.receipt(receipt.bytes, keys: [archive.verifierKey], wasFiledBefore: false)
                == receipt)
    }

    @Test func `are taken when an equal filing was there before, and the server says so`() throws {
        let again = try party.filing(Self.content, name: "copy.md", nonce: 2)
        let first = try archive.file(again, Self.content)
        try #require(first.wasAlreadyFiled)
        #expect(
            try again.receipt(
                first.receipt.bytes, keys: [archive.verifierKey], wasFiledBefore: true) == receipt)
        #expect(throws: RemoteError.receipt(.otherFiling)) {
            try again.receipt(
                first.receipt.bytes, keys: [archive.verifierKey], wasFiledBefore: false)
        }
    }

    @Test func `of others are refused, whatever the server says`() throws {
        let other = try party.filing(Array("nine tonnes".utf8), nonce: 3)
        let theirs = try TestParty("BANANEX").filing(Self.content, nonce: 4)
        for wrong in [other, theirs] {
            #expect(throws: RemoteError.receipt(.otherFiling)) {
                try wrong.receipt(
                    receipt.bytes, keys: [archive.verifierKey], wasFiledBefore: true)
            }
        }
        let resigned = PreparedFiling(filing: filing.filing, signature: filing.signature + [0])
        #expect(throws: RemoteError.receipt(.otherSignature)) {
            try resigned.receipt(
                receipt.bytes, keys: [archive.verifierKey], wasFiledBefore: true)
        }
    }

    @Test func `of another key are refused`() throws {
        let other = try TestArchive(seed: 8).verifierKey
        #expect(throws: RemoteError.receipt(.unproven(.checkpoint(.noKnownSignature)))) {
            try filing.receipt(receipt.bytes, keys: [other], wasFiledBefore: false)
        }
        #expect(throws: RemoteError.self) {
            try filing.receipt(receipt.bytes, keys: [], wasFiledBefore: false)
        }
        #expect(
            try filing.receipt(
                receipt.bytes, keys: [other, archive.verifierKey], wasFiledBefore: false)
                == receipt)
    }

    @Test func `are refused with any byte changed, or missing, or more`() throws {
        let bytes = receipt.bytes
        let keys = [archive.verifierKey]
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 1
            #expect(throws: RemoteError.self, "byte \(position)") {
                try filing.receipt(changed, keys: keys, wasFiledBefore: true)
            }
        }
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: RemoteError.self, "\(count) bytes") {
                try filing.receipt(Array(bytes.prefix(count)), keys: keys, wasFiledBefore: true)
            }
        }
        #expect(throws: RemoteError.self) {
            try filing.receipt(bytes + [0x0A], keys: keys, wasFiledBefore: true)
        }
    }
}
