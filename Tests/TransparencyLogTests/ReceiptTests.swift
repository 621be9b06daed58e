// Receipts and offline proofs: what they prove, and that no change of them proves anything else.

import EvidenceValues
import Testing
import TransparencyLog

@Suite struct `Receipts` {
    /// A receipt of the sample filing as the third entry of five.
    static func receipt(
        origin: ArchiveOrigin = Samples.origin, number: UInt64 = 3
    ) throws -> Receipt {
        let filing = try Samples.filing()
        let docketing = try Samples.docketing(number: number)
        let entry = try Entry(
            index: LeafIndex(2), previous: LeafHash(Samples.digest("previous")),
            received: required(Instant(text: "2026-02-02T10:59:58Z")), filing: filing.digest,
            docketing: docketing.digest)
        let leaves = [0, 1, 2, 3, 4].map {
            $0 == 2 ? entry.leafHash : LeafHash(Samples.digest("leaf \($0)"))
        }
        let tree = MerkleTree(leaves)
        let signer = try NoteSigner(name: origin.text, seed: [UInt8](repeating: 7, count: 32))
        let signed = try Checkpoint(origin: origin, size: tree.size, root: tree.root)
            .sign(with: signer)
        let proof = required(tree.inclusionProof(of: entry.index, in: tree.size))
        return Receipt(
            entry: entry, filing: filing, docketing: docketing,
            proof: TlogProof(index: entry.index, hashes: proof.hashes, checkpoint: signed.note))
    }

    // Spec: receipt-1
    @Test func `a receipt comes back from its text`() throws {
        let receipt = try Self.receipt()
        let parsed = try Receipt(parsing: receipt.bytes)
        #expect(parsed == receipt)
        #expect(parsed.bytes == receipt.bytes)
        let signed = try parsed.check(with: Samples.signer().verifierKey)
        #expect(signed.checkpoint.size == TreeSize(5))
    }

    // Spec: receipt-5
    @Test func `no changed receipt proves anything`() throws {
        let receipt = try Self.receipt()
        let bytes = receipt.bytes
        let key = try Samples.signer().verifierKey
        var refused = 0
        for changed in Mutations.flips(bytes) + Mutations.cuts(bytes) + Mutations.lines(bytes) {
            guard let parsed = try? Receipt(parsing: changed) else {
                refused += 1
                continue
            }
            #expect(parsed.bytes == changed)
            guard (try? parsed.check(with: key)) != nil else {
                refused += 1
                continue
            }
            // Only the checkpoint's signature lines may differ: twice the same one.
            #expect(parsed.entry == receipt.entry && parsed.filing == receipt.filing)
            #expect(parsed.proof.hashes == receipt.proof.hashes)
            #expect(
                changed.count == bytes.count + required(bytes.split(separator: 0x0A).last).count + 1
            )
        }
        #expect(refused > 2 * bytes.count)
    }

    @Test func `parts of different receipts do not fit together`() throws {
        let receipt = try Self.receipt()
        let key = try Samples.signer().verifierKey
        func expect(_ error: ReceiptError, _ changed: Receipt) {
            #expect(throws: error) { try changed.check(with: key) }
        }
        expect(
            .wrongFiling,
            Receipt(
                entry: receipt.entry, filing: try Samples.filing(links: 1),
                docketing: receipt.docketing, proof: receipt.proof))
        expect(
            .wrongDocketing,
            Receipt(
                entry: receipt.entry, filing: receipt.filing,
                docketing: try Samples.docketing(number: 4), proof: receipt.proof))
        let moved = TlogProof(
            index: LeafIndex(1), hashes: receipt.proof.hashes, checkpoint: receipt.proof.checkpoint)
        expect(
            .wrongIndex,
            Receipt(
                entry: receipt.entry, filing: receipt.filing, docketing: receipt.docketing,
                proof: moved))
    }

    @Test func `a receipt of another archive, or for one, proves nothing`() throws {
        let other = required(ArchiveOrigin("other.example"))
        let receipt = try Self.receipt(origin: other)
        let key = try NoteSigner(name: other.text, seed: [UInt8](repeating: 7, count: 32))
        #expect(throws: ReceiptError.wrongArchive) { try receipt.check(with: key.verifierKey) }
        #expect(throws: ReceiptError.checkpoint(.noKnownSignature)) {
            try receipt.check(with: Samples.signer().verifierKey)
        }
    }

    // Spec: receipt-4
    @Test func `a receipt has no unsigned extra line`() throws {
        let receipt = try Self.receipt()
        let proof = TlogProof(
            index: receipt.proof.index, hashes: receipt.proof.hashes,
            checkpoint: receipt.proof.checkpoint, extra: [1, 2, 3])
        #expect(try TlogProof(parsing: Array(proof.text.utf8)) == proof)
        let changed = Receipt(
            entry: receipt.entry, filing: receipt.filing, docketing: receipt.docketing,
            proof: proof)
        #expect(throws: FormatError(format: TlogProof.format, line: 2, reason: .unexpectedField)) {
            try Receipt(parsing: changed.bytes)
        }
    }

    @Test func `a consistency proof comes back from its text`() throws {
        let tree = MerkleTree((0..<9).map { LeafHash(Samples.digest("leaf \($0)")) })
        let proof = required(tree.consistencyProof(from: TreeSize(6), to: TreeSize(9)))
        let note = try Checkpoint(origin: Samples.origin, size: TreeSize(9), root: tree.root)
            .sign(with: Samples.signer()).note
        let bytes = Array(proof.text(checkpoint: note).utf8)
        let parsed = try ConsistencyProof.parse(bytes)
        #expect(parsed.proof == proof)
        #expect(parsed.note == note)
        for changed in Mutations.flips(bytes) + Mutations.cuts(bytes) + Mutations.lines(bytes) {
            if let again = try? ConsistencyProof.parse(changed) {
                #expect(Array(again.proof.text(checkpoint: again.note).utf8) == changed)
            }
        }
    }
}
