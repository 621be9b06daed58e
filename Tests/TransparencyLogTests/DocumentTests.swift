// The examples of docs/formats are true: they read, fit together, and prove what the documents say.

import EvidenceValues
import Foundation
import Testing
import TransparencyLog

@Suite struct `Documents of the formats` {
    /// The first fenced block of a document whose first line is `first`.
    static func example(_ name: String, first: String) throws -> String {
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: package.appendingPathComponent("docs/formats/\(name).md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "\n```\n")
        return try #require(blocks.first { $0.hasPrefix(first + "\n") }) + "\n"
    }

    static func receipt() throws -> Receipt {
        try Receipt(parsing: Array(example("receipt", first: Receipt.format).utf8))
    }

    @Test func `the receipt proves its entry`() throws {
        let key = try VerifierKey(
            text: "archive.example/trade+013d3a68+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs")
        let receipt = try Self.receipt()
        #expect(try receipt.check(with: key).checkpoint.size == TreeSize(2))
        #expect(receipt.docketing.number.value == 2)
        #expect(
            receipt.entry.leafHash.digest.hex
                == "41b38f020789e29dda8dd562257a2f5f1017bf1d06cfa1e0a832f176883a3be7")
        let note = try #require(receipt.filing.checkpoint)
        #expect(try Checkpoint.open(note: note, with: key).checkpoint.size == TreeSize(1))
    }

    @Test func `the other documents show its parts`() throws {
        let receipt = try Self.receipt()
        #expect(try Array(Self.example("entry", first: Entry.format).utf8) == receipt.entry.bytes)
        #expect(
            try Array(Self.example("filing", first: Filing.format).utf8) == receipt.filing.bytes)
        #expect(
            try Array(Self.example("docketing", first: Docketing.format).utf8)
                == receipt.docketing.bytes)
        #expect(
            try Self.example("checkpoint", first: "archive.example/trade")
                == receipt.proof.checkpoint)
    }
}
