// A receipt by itself, with and without the file of which it is (docs/formats/receipt.md).

import Agreements
import EvidenceTesting
import EvidenceValues
import Testing
import TransparencyLog

@testable import EvidenceBundle

/// A receipt of a log made by hand, and what its reader brings.
private struct Case {
    var trusted: TrustedLog
    let folder: TestFolder
    let now: Instant

    init() throws {
        trusted = try TrustedLog.sample()
        folder = try TestFolder()
        try folder.write("offer.md", Array("an offer".utf8))
        try folder.write("other.md", Array("another offer".utf8))
        now = try at("2026-06-01")
    }

    /// The receipt of the entry at `index` in the log as it is, or under another note.
    func receipt(_ index: Int = 0, note: String? = nil) throws -> Receipt {
        let stored = trusted.log.entries[index]
        let proof = try required(
            trusted.log.tree.inclusionProof(of: stored.entry.index, in: trusted.log.tree.size))
        return Receipt(
            entry: stored.entry, filing: stored.filing, docketing: stored.docketing,
            proof: TlogProof(
                index: stored.entry.index, hashes: proof.hashes,
                checkpoint: try note ?? trusted.log.checkpoint().note))
    }

    var key: ArchiveKey {
        get throws { try required(ArchiveKey(text: trusted.log.signer.verifierKey.text)) }
    }

    /// The annex, and the agreement unless it is left out.
    func arbiter(agreement: Bool = true) throws -> ArbiterTrust {
        ArbiterTrust(
            agreement: agreement ? .copy(try TrustedLog.agreement.get()) : nil,
            annex: .copy(Array(try trusted.annex.text.utf8)))
    }

    func verify(
        _ bytes: [UInt8], content: String? = "offer.md", trust: ArbiterTrust = ArbiterTrust(),
        keys: [ArchiveKey] = []
    ) throws -> ReceiptRecord {
        try verifyReceipt(
            bytes, content: content.map { folder.path + "/" + $0 }, trust: trust, keys: keys,
            at: now, tool: "docket test")
    }
}

private func told(_ receipt: ReceiptRecord) -> [String] {
    receipt.checks.filter { $0.outcome != .passed }.map { "\($0.outcome.rawValue) \($0.code)" }
}

@Suite struct BareReceipts {
    private let sample: Case
    init() throws { sample = try Case() }

    @Test func `with the annex and the file a receipt proves that this file was filed`() throws {
        let found = try sample.verify(try sample.receipt().bytes, trust: try sample.arbiter())
        #expect(found.status == .authentic, "\(told(found))")
        #expect(found.isPinned && found.isContentCompared && told(found) == [])
        #expect(found.treeSize == sample.trusted.log.tree.size)
    }

    @Test func `the archive's key does in place of the annex`() throws {
        let found = try sample.verify(try sample.receipt().bytes, keys: [try sample.key])
        #expect(found.status == .authentic)
    }

    @Test func `without the file it still proves that a file of this digest was`() throws {
        let found = try sample.verify(
            try sample.receipt().bytes, content: nil, keys: [try sample.key])
        #expect(found.status == .authentic && !found.isContentCompared)
        #expect(told(found) == ["warning FILING.WITHHELD"])
    }

    @Test func `another file fails`() throws {
        let found = try sample.verify(
            try sample.receipt().bytes, content: "other.md", keys: [try sample.key])
        #expect(found.status == .failed && told(found) == ["failed FILING.CONTENT"])
    }

    @Test func `who trusts nobody gets a conditional answer`() throws {
        let found = try sample.verify(try sample.receipt().bytes)
        #expect(found.status == .conditional && !found.isPinned)
        #expect(told(found) == ["warning ANNEX.NOT_PINNED"])
    }

    @Test func `a key of another archive, or another key of this, fails`() throws {
        for log in [try SmallLog(seed: 8), try SmallLog(origin: "archive.example/other")] {
            let key = try required(ArchiveKey(text: log.signer.verifierKey.text))
            let found = try sample.verify(try sample.receipt().bytes, keys: [key])
            #expect(found.status == .failed && !found.isPinned)
            #expect(told(found) == ["failed LOG.CHECKPOINT_SIG"])
        }
    }

    @Test func `an annex that does not list the archive fails it`() throws {
        var other = sample
        other.trusted.trust = try SmallLog(origin: "archive.example/other").trust
        let found = try sample.verify(try sample.receipt().bytes, trust: try other.arbiter())
        #expect(found.status == .failed && told(found) == ["failed LOG.ARCHIVE_NOT_LISTED"])
    }

    @Test func `an annex of another agreement fails it`() throws {
        var trust = try sample.arbiter()
        trust.agreement = .digest(.sha256([1]))
        let found = try sample.verify(try sample.receipt().bytes, trust: trust)
        #expect(found.status == .failed && told(found) == ["failed ANNEX.OTHER_AGREEMENT"])
    }

    @Test func `parts of two receipts make none`() throws {
        let (one, other) = (try sample.receipt(0), try sample.receipt(1))
        for mixed in [
            Receipt(
                entry: other.entry, filing: one.filing, docketing: one.docketing, proof: one.proof),
            Receipt(
                entry: one.entry, filing: other.filing, docketing: one.docketing, proof: one.proof),
            Receipt(
                entry: one.entry, filing: one.filing, docketing: other.docketing, proof: one.proof),
            Receipt(
                entry: one.entry, filing: one.filing, docketing: one.docketing, proof: other.proof),
        ] {
            let found = try sample.verify(mixed.bytes, content: nil, keys: [try sample.key])
            #expect(found.status == .failed, "\(told(found))")
            #expect(try sample.verify(mixed.bytes, content: nil).status == .failed)
        }
    }

    @Test func `no receipt with a changed byte is authentic`() throws {
        let bytes = try sample.receipt().bytes
        let key = try sample.key
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 1
            let status = try? sample.verify(changed, keys: [key]).status
            #expect(status != .authentic && status != .conditional, "byte \(position)")
        }
    }

    @Test func `no beginning of a receipt is one`() throws {
        let bytes = try sample.receipt().bytes
        let key = try sample.key
        for count in 0..<bytes.count {
            let status = try? sample.verify(Array(bytes.prefix(count)), keys: [key]).status
            #expect(status != .authentic, "\(count) bytes")
        }
    }
}

@Suite struct ReceiptsOfDoubtfulKeys {
    private var sample: Case
    private let witness: TestWitness
    private let since: Instant

    init() throws {
        sample = try Case()
        witness = try TestWitness(try required(PartyID("NORTHW")), "north")
        since = try at("2026-03-01")
        sample.trusted.trust.witnesses = [witness.trusted]
        sample.trusted.trust.compromisedKeys = [
            CompromisedKey(
                name: sample.trusted.log.origin.text,
                verifierKey: sample.trusted.log.signer.verifierKey.text, since: since)
        ]
    }

    private func receipt(cosigned time: String? = nil) throws -> [UInt8] {
        let note = try sample.trusted.log.checkpoint().note
        let line = try time.map { try witness.line(on: note, at: try at($0)) } ?? ""
        return try sample.receipt(note: note + line).bytes
    }

    @Test func `a key that others may have had proves nothing`() throws {
        let found = try sample.verify(try receipt(), trust: try sample.arbiter())
        #expect(found.status == .indeterminate)
        #expect(told(found) == ["indeterminate LOG.COMPROMISED"])
    }

    @Test func `unless a witness saw it before, by the agreement's skew`() throws {
        let before = try sample.verify(
            try receipt(cosigned: "2026-02-20"), trust: try sample.arbiter())
        #expect(before.status == .authentic, "\(told(before))")
        let seen = try at("2026-02-20")
        #expect(before.bounds.hi == seen)
        let after = try sample.verify(
            try receipt(cosigned: "2026-03-02"), trust: try sample.arbiter())
        #expect(told(after) == ["indeterminate LOG.COMPROMISED"])
    }

    @Test func `and without the agreement nothing says what before is`() throws {
        let found = try sample.verify(
            try receipt(cosigned: "2026-02-20"), trust: try sample.arbiter(agreement: false))
        #expect(told(found) == ["indeterminate LOG.COMPROMISED"])
    }

    @Test func `where rotations are possible it is told that a receipt does not show them`() throws
    {
        var rotating = try Case()
        let recovery = try NoteSigner.testRecovery(of: rotating.trusted.log.origin)
        rotating.trusted.trust.recoveryKeys = [
            TrustedRecoveryKey(
                party: try required(PartyID("ARCHIVE")), origin: rotating.trusted.log.origin,
                verifierKey: recovery.verifierKey.text)
        ]
        let found = try rotating.verify(
            try rotating.receipt().bytes, trust: try rotating.arbiter())
        #expect(found.status == .authentic && told(found) == ["warning ROTATION.UNSEEN"])
        var other = rotating
        other.trusted.log.signer = try NoteSigner(
            name: rotating.trusted.log.origin.text, seed: [UInt8](repeating: 8, count: 32))
        let forged = try rotating.verify(
            try other.receipt().bytes, trust: try rotating.arbiter())
        #expect(forged.status == .indeterminate)
        #expect(told(forged) == ["indeterminate LOG.CHECKPOINT_SIG"])
    }
}
