// That a log only grew between two sizes (RFC 9162 §2.1.4): the hashes from which both roots follow. As a text it is the body that
// C2SP tlog-witness defines for `add-checkpoint`: `old N`, the hashes, a blank line, the newer checkpoint.

package import EvidenceValues

/// A proof that the tree of size `to` begins with the tree of size `from`.
package struct ConsistencyProof: Sendable, Hashable {
    package let from: TreeSize
    package let to: TreeSize
    package let hashes: [NodeHash]

    package init(from: TreeSize, to: TreeSize, hashes: [NodeHash]) {
        self.from = from
        self.to = to
        self.hashes = hashes
    }

    /// Checks that the tree with root `old` is the beginning of the tree with root `new` (RFC 9162 §2.1.4.2). The empty tree is the
    /// beginning of every tree, so nothing can be proven of it: size 0 is out of range.
    package func check(from old: RootHash, to new: RootHash) throws(ProofError) {
        try checkRange()
        if from == to {
            guard hashes.isEmpty else { throw ProofError.wrongLength }
            guard old == new else { throw ProofError.wrongRoot }
            return
        }
        var path = hashes[...]
        guard let start = isPerfect ? NodeHash(old.digest) : path.popFirst() else {
            throw ProofError.wrongLength
        }
        guard try roots(path, start: start) == (old, new) else { throw ProofError.wrongRoot }
    }

    /// The root that the tree with root `new` had at size `from`: the hashes alone lead to both. Of a tree of 2ⁿ entries they do not tell
    /// it, since there the proof starts from the root (RFC 9162 §2.1.4.2); then nil. `InclusionProof.root(ofFirst:…)` does.
    package func root(in new: RootHash) throws(ProofError) -> RootHash? {
        try checkRange()
        guard from < to, !isPerfect else { return nil }
        var path = hashes[...]
        guard let start = path.popFirst() else { throw ProofError.wrongLength }
        let found = try roots(path, start: start)
        guard found.new == new else { throw ProofError.wrongRoot }
        return found.old
    }

    private var isPerfect: Bool { from.value & (from.value - 1) == 0 }

    private func checkRange() throws(ProofError) {
        guard from.value > 0, from <= to else { throw ProofError.outOfRange }
        guard hashes.count <= ProofLimits.maximumHashes + 1 else { throw ProofError.wrongLength }
    }

    /// Climbs from the last whole subtree of the old tree to both roots.
    private func roots(
        _ path: ArraySlice<NodeHash>, start: NodeHash
    ) throws(ProofError) -> (old: RootHash, new: RootHash) {
        let shift = from.value.trailingZeroBitCount
        var position = (from.value - 1) >> shift
        var last = (to.value - 1) >> shift
        var oldHash = start
        var newHash = start
        for sibling in path {
            guard last > 0 else { throw ProofError.wrongLength }
            if position & 1 == 1 || position == last {
                oldHash = .over(sibling, oldHash)
                newHash = .over(sibling, newHash)
                while position & 1 == 0 && position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                newHash = .over(newHash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0 else { throw ProofError.wrongLength }
        return (RootHash(oldHash.digest), RootHash(newHash.digest))
    }
}

extension ConsistencyProof {
    /// The text: `old N`, one hash a line, a blank line, and `note`, the checkpoint of size `to`.
    package func text(checkpoint note: String) -> String {
        AddCheckpointRequest(old: from, hashes: hashes, note: note).text
    }

    /// The proof and the note of such a text. `to` is what the checkpoint states; nobody has opened it yet. Spec: checkpoint-6
    package static func parse(
        _ bytes: [UInt8]
    ) throws(FormatError) -> (proof: ConsistencyProof, note: String) {
        let request = try AddCheckpointRequest(parsing: bytes)
        guard let text = try? UnopenedNote(parsing: request.note).text,
            let checkpoint = try? Checkpoint(noteText: text)
        else {
            throw FormatError(
                format: AddCheckpointRequest.format, line: request.hashes.count + 3,
                reason: .badValue)
        }
        let proof = ConsistencyProof(
            from: request.old, to: checkpoint.size, hashes: request.hashes)
        return (proof, request.note)
    }
}
