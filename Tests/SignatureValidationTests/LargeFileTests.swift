// Enveloping signatures that are read by pieces come out as those that are read whole.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

/// A file that counts how much of it was asked for at once.
private final class Pieces: RangedBytes, @unchecked Sendable {
    private let bytes: [UInt8]
    private(set) var largest = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func read(_ range: Range<Int>) throws -> [UInt8] {
        largest = max(largest, range.count)
        return Array(bytes[range])
    }
}

@Suite struct `Large files` {
    static let content = [UInt8](repeating: 7, count: 5 << 18)

    private func file(_ pki: FilePKI) throws -> [UInt8] {
        var writer = LongTermWriter(content: Self.content, isAttached: true)
        try writer.sign(by: pki.fruta)
        try writer.addSignatureTimeStamp(by: pki.clock, at: at("2026-02-02"))
        writer.add(lists: [try pki.list("2026-02-03")])
        try writer.addArchiveTimeStamp(by: pki.laterClock, at: at("2026-06-01"))
        return writer.bytes
    }

    private func validate(_ source: Pieces, _ pki: FilePKI) throws -> FileRecord {
        try FileValidation(
            name: "large.p7m", source: source,
            policy: policy(trusting: [pki.root.certificate], at: at("2029-01-01"))
        ).record
    }

    @Test func `are read by pieces and judged alike`() throws {
        let pki = try FilePKI()
        let bytes = try file(pki)
        let source = Pieces(bytes)
        let streamed = try validate(source, pki)
        var whole = FileValidation(
            name: "large.p7m", bytes: bytes,
            policy: policy(trusting: [pki.root.certificate], at: at("2029-01-01"))
        ).record
        // Content that was not kept is no object to be pointed at.
        whole.objects.removeAll { $0.kind == "content" }
        #expect(streamed == whole)
        #expect(streamed.indication == .totalPassed, "\(streamed.sentence)")
        #expect(source.largest <= 1 << 20)
    }

    @Test func `fail when the content was changed`() throws {
        let pki = try FilePKI()
        var bytes = try file(pki)
        bytes[1 << 20] ^= 1
        let record = try validate(Pieces(bytes), pki)
        #expect(record.indication == .totalFailed && record.subIndication == .hashFailure)
    }

    @Test func `that are nothing known are told by their digest`() throws {
        let pki = try FilePKI()
        let bytes = [UInt8](repeating: 0x30, count: 2 << 20)
        let record = try validate(Pieces(bytes), pki)
        #expect(record.kind == "unknown" && record.digest == .sha256(of: bytes))
        let cut = try validate(Pieces(Array(try file(pki).dropLast(9))), pki)
        #expect(cut.kind == "signature" && cut.subIndication == .formatFailure)
    }
}
