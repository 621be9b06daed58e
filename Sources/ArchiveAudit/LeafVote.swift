// Which leaf hash is the true one, where the entry's bytes, the stored tile and the `previous` of the next entry do not agree. Two of
// three decide. The next entry has a vote only if it is sound itself, so the block is gone through from its end; where it has none,
// the level above says whether the tile is what was once written.

import EvidenceValues
import TransparencyLog

/// What is damaged at one leaf.
enum LeafDamage: Sendable, Hashable {
    /// The entry is missing, does not read, or is another; the hash that it should have is known, or not.
    case entry(isHashKnown: Bool)
    /// The tile has another hash than the entry.
    case tile
    /// The entry names another hash than that of the entry before it, though both are as they were written.
    case chain
}

/// The leaf hashes of one block.
struct LeafVote {
    /// The true hash of each row; zeros where nobody knows it.
    private(set) var leaves: [LeafHash] = []
    /// Ascending by offset.
    private(set) var damage: [(offset: Int, what: LeafDamage)] = []

    /// - Parameters:
    ///   - rows: one for each index of the block.
    ///   - slots: the stored tile's hashes; nil if there is none.
    ///   - isTileKnown: whether the level above has the root of these very slots.
    ///   - before: the true hash of the entry before the block; nil for none.
    ///   - after: what the entry behind the block names, if it is there.
    init(
        rows: [RowFacts], slots: [NodeHash]?, isTileKnown: Bool, before: LeafHash?,
        after: LeafHash?
    ) {
        leaves = [LeafHash](repeating: LeafVote.unknown, count: rows.count)
        var named = after
        for offset in rows.indices.reversed() {
            let row = rows[offset]
            let slot = slots.map { LeafHash($0[offset].digest) }
            let isEntryTrue = decide(offset, row, slot, isTileKnown, named)
            named = isEntryTrue && row.isSound ? row.previous : nil
        }
        for offset in rows.indices where rows[offset].isSound {
            let expected = offset == 0 ? before : leaves[offset - 1]
            if rows[offset].previous != expected, rows[offset].leaf == leaves[offset],
                expected != LeafVote.unknown
            {
                damage.append((offset, .chain))
            }
        }
        damage.sort { $0.offset < $1.offset }
    }

    /// Where nothing is known.
    static let unknown = LeafHash(Digest(Bytes32(words: (0, 0, 0, 0))))

    /// Settles one leaf; true if its entry is the one that was written.
    private mutating func decide(
        _ offset: Int, _ row: RowFacts, _ slot: LeafHash?, _ isTileKnown: Bool,
        _ named: LeafHash?
    ) -> Bool {
        guard let own = row.leaf else {
            leaves[offset] = slot ?? named ?? LeafVote.unknown
            damage.append((offset, .entry(isHashKnown: slot != nil || named != nil)))
            return false
        }
        if let slot, slot != own {
            let isTileTrue = named.map { $0 == slot } ?? isTileKnown
            leaves[offset] = isTileTrue ? slot : own
            damage.append((offset, isTileTrue ? .entry(isHashKnown: true) : .tile))
            return !isTileTrue
        }
        if slot == nil, let named, named != own {
            leaves[offset] = named
            damage.append((offset, .entry(isHashKnown: true)))
            return false
        }
        leaves[offset] = own
        if !row.isSound { damage.append((offset, .entry(isHashKnown: slot != nil))) }
        return true
    }
}
