// Receipts. That each entry can be proven follows from what was checked: its leaf hash stands in a tile, the tiles give the root, a
// note signs the root, and filing and docketing are those that the entry names. So only a few receipts are put together here,
// chosen by the newest root, which nobody can choose: they prove that the parts fit as a stranger will put them together.

import EvidenceStore
import EvidenceValues
import TransparencyLog

extension AuditRun {
    /// Receipts that are put together.
    private static let sample = 16

    mutating func checkReceipts() {
        let size = ground.head.size.value
        guard size > 0 else { return }
        var seed = ground.head.root.digest
        let count = min(UInt64(Self.sample), size)
        for number in 0..<count {
            seed = Digest.sha256(seed.bytes)
            // A small log has all of its receipts checked.
            let index = size <= UInt64(Self.sample) ? number : seed.value.words.0 % size
            reading(Place("receipt \(index)")) { try $0.checkReceipt(LeafIndex(index)) }
        }
        passed(
            .receipt,
            "\(report.coverage.receipts) receipts, chosen by the root, prove their entries.")
    }

    private mutating func checkReceipt(_ index: LeafIndex) throws {
        // What is damaged was told.
        guard !faults.kept.contains(where: { $0.outcome == .failed && $0.place.index == index })
        else { return }
        let cursor = try scan.select(
            """
            SELECT entry, filing, docketing,
                (SELECT note FROM note WHERE size > ?1 ORDER BY size LIMIT 1)
            FROM entry JOIN filing ON filing.idx = entry.idx
                JOIN docketing ON docketing.idx = entry.idx WHERE entry.idx = ?1
            """, Int64(clamping: index.value))
        // Erased ones have none, and the newest may not be signed yet.
        guard try cursor.next(), !cursor.isNull(3) else { return }
        report.coverage.receipts += 1
        let note = cursor.text(3)
        do {
            let signed = try Checkpoint(noteText: UnopenedNote(parsing: note).text)
            guard let key = ground.keys(at: signed.size).last else { return }
            let proof = try TreeReading.inclusionProof(of: index, in: signed.size) {
                position in
                guard let hash = tiles.node(position) else {
                    throw StoreError.damaged("node \(position.level)/\(position.index)")
                }
                return hash
            }
            guard let proof else { throw StoreError.noSuchEntry(index) }
            let receipt = Receipt(
                entry: try Entry(parsing: cursor.bytes(0)),
                filing: try Filing(parsing: cursor.bytes(1)),
                docketing: try Docketing(parsing: cursor.bytes(2)),
                proof: TlogProof(index: index, hashes: proof.hashes, checkpoint: note))
            _ = try receipt.check(with: key)
        } catch {
            add(
                .receipt, .row("entry", index), repair: .derived,
                "Its receipt proves nothing: \(error).")
        }
    }
}
