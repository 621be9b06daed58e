// Checkpoints, receipts and proofs. All hashes come from full tiles and the right edge (`TreeReader`).

package import EvidenceValues
package import TransparencyLog

extension Archive {
    /// The newest checkpoint that was signed. For who only reads: the newest whose note is stored, or the mark's if that is newer.
    package func checkpoint() throws -> SignedCheckpoint {
        if isWritable, let signed = try writingState().signed { return signed }
        let (head, newest, history) = try read { ledger in
            // Whoever writes may have rotated the key since this was opened.
            (try ledger.head(), try ledger.newestNote(), try ledger.keyHistory(first: firstKey))
        }
        if newest?.size != head.size, let marked = markedCheckpoint(head) { return marked }
        guard let newest else { throw StoreError.noSuchSize(head.size) }
        return try guarding { try history.open(note: newest.note).signed }
    }

    /// The mark's checkpoint, if it is that of `head`: it has the note that is stored with the next batch only.
    private func markedCheckpoint(_ head: Checkpoint) -> SignedCheckpoint? {
        guard let marked = try? mark.read(), marked.checkpoint == head else { return nil }
        return marked
    }

    /// The receipt of the entry at `index`: always the first, with the checkpoint that was signed when it was filed.
    package func receipt(of index: LeafIndex) throws -> Receipt {
        try read { ledger in
            let exhibit = try ledger.exhibit(at: index)
            let (size, note) = try firstNote(containing: index, ledger)
            let proof = try inclusionProof(of: index, in: size, ledger)
            return Receipt(
                entry: exhibit.entry, filing: exhibit.filing, docketing: exhibit.docketing,
                proof: TlogProof(index: index, hashes: proof.hashes, checkpoint: note))
        }
    }

    /// The note of the smallest tree with the entry at `index`. Where the key was lost before that tree's note was stored, it is the next
    /// that was signed.
    private func firstNote(
        containing index: LeafIndex, _ ledger: Ledger
    ) throws -> (TreeSize, note: String) {
        guard let size = try ledger.firstSize(containing: index) else {
            throw StoreError.noSuchEntry(index)
        }
        if let note = try ledger.note(at: size) { return (size, note) }
        if let signed = state?.signed, signed.checkpoint.size == size { return (size, signed.note) }
        let head = try ledger.head()
        if head.size == size, let marked = markedCheckpoint(head) { return (size, marked.note) }
        guard let first = try ledger.firstNote(containing: index) else {
            throw StoreError.noSuchSize(size)
        }
        return first
    }

    /// The proof that the entry at `index` is in the tree of `size`.
    package func inclusionProof(
        of index: LeafIndex, in size: TreeSize
    ) throws -> InclusionProof {
        try peek { try inclusionProof(of: index, in: size, $0) }
    }

    /// The proof that the tree of size `to` begins with that of size `from`, which is not 0.
    package func consistencyProof(from: TreeSize, to: TreeSize) throws -> ConsistencyProof {
        try peek { ledger in
            try reading(to, ledger) { edge in
                let proof = try TreeReading.consistencyProof(from: from, to: to) {
                    try tree.hash(at: $0, edge: edge, ledger: ledger)
                }
                guard let proof else { throw StoreError.noSuchSize(from) }
                return proof
            }
        }
    }

    /// The root when the log had `size` entries.
    package func rootHash(at size: TreeSize) throws -> RootHash {
        try peek { try root(of: size, $0) }
    }

    /// Full tiles that proofs have been read from so far: what they cost where the disk is far.
    package var tileReads: Int { tree.tileReads }

    func inclusionProof(
        of index: LeafIndex, in size: TreeSize, _ ledger: Ledger
    ) throws -> InclusionProof {
        guard
            let proof = try reading(
                size, ledger,
                { try tree.inclusionProof(of: index, in: size, edge: $0, ledger: ledger) })
        else { throw StoreError.noSuchEntry(index) }
        return proof
    }

    func root(of size: TreeSize, _ ledger: Ledger) throws -> RootHash {
        try reading(size, ledger) { edge in
            try TreeReading.root(of: size) { try tree.hash(at: $0, edge: edge, ledger: ledger) }
        }
    }

    /// Gives `body` the right edge of the log, which must have reached `size`.
    func reading<Value>(
        _ size: TreeSize, _ ledger: Ledger, _ body: (LogEdge) throws -> Value
    ) throws -> Value {
        let edge = try currentEdge(ledger)
        guard size <= edge.size else { throw StoreError.noSuchSize(size) }
        return try body(edge)
    }

    /// The right edge: the writer's own, or what the database says now.
    private func currentEdge(_ ledger: Ledger) throws -> LogEdge {
        if let edge = state?.edge { return edge }
        if let edge, try ledger.head().size == edge.size { return edge }
        let new = try ledger.edge()
        edge = new
        return new
    }
}
