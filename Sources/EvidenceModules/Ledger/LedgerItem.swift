// What became of each certificate of a ledger, and the sums: ∅ → reserved → covered → claimed → closed (background §3.4). What is open here follows
// from what was reserved and freed, entry by entry, whatever the entries state as outstanding. Spec: ledger-12, ledger-14, ledger-15

package import EvidenceValues

/// One certificate, as the ledger has it.
package struct LedgerItem: Sendable, Hashable, BitwiseCopyable {
    /// What it has become.
    package enum State: String, Sendable, Hashable, CaseIterable, BitwiseCopyable {
        case reserved
        case accepted
        case claimed
        /// All of it was released, paid, rejected or lapsed.
        case closed
    }

    package private(set) var state: State
    /// What is still open of it. A sum, for a number that is used twice is reserved for twice.
    package private(set) var open: Int128
    /// The entry that reserved for it.
    package let entry: Int64
    package let at: Instant

    fileprivate init(_ entry: LedgerEntry) {
        state = .reserved
        open = Int128(max(0, entry.delta))
        self.entry = entry.number
        at = entry.at
    }

    fileprivate mutating func reserve(_ entry: LedgerEntry) {
        state = .reserved
        open += Int128(max(0, entry.delta))
    }

    /// Takes an entry about it, and gives what is wrong with it and what it frees: at most what is open.
    fileprivate mutating func take(
        _ entry: LedgerEntry
    ) -> (fault: LedgerFault.Reason?, freed: Int128) {
        guard state.admits(entry.kind) else { return (.state(state), 0) }
        switch entry.kind {
        case .accept: state = .accepted
        case .claim: state = .claimed
        case .discharge, .paid, .lapse, .rejected: return free(entry)
        case .open, .reserve, .limitChange, .revoke: break
        }
        return (nil, 0)
    }

    private mutating func free(
        _ entry: LedgerEntry
    ) -> (fault: LedgerFault.Reason?, freed: Int128) {
        let taken = -Int128(entry.delta)
        let before = open
        let isAll = entry.kind == .lapse || entry.kind == .rejected
        let freed = min(max(taken, 0), before)
        open = before - freed
        if open == 0 || isAll { state = .closed }
        if taken > before { return (.tooMuch(open: before), freed) }
        let isWhole = isAll ? taken == before : taken > 0
        return (isWhole ? nil : .notAll(open: before), freed)
    }
}

extension LedgerItem.State {
    /// Whether such an entry may follow. Spec: ledger-15
    fileprivate func admits(_ kind: LedgerEntryKind) -> Bool {
        switch self {
        case .reserved: kind == .accept || kind == .discharge || kind == .lapse
        case .accepted: kind == .claim || kind == .discharge || kind == .lapse
        case .claimed: [.claim, .paid, .rejected, .discharge].contains(kind)
        case .closed: false
        }
    }
}

/// The sums of a ledger, each over all its entries.
package struct LedgerSums: Sendable, Hashable {
    /// What was ever reserved.
    package fileprivate(set) var reserved: Int128 = 0
    /// What was ever freed, by the kind of the entry.
    package fileprivate(set) var released: Int128 = 0
    package fileprivate(set) var lapsed: Int128 = 0
    package fileprivate(set) var paid: Int128 = 0
    package fileprivate(set) var rejected: Int128 = 0
    /// What is open now.
    package fileprivate(set) var open: Int128 = 0
}

/// All certificates of a ledger.
struct LedgerItems: Sendable {
    private(set) var all: [Serial: LedgerItem] = [:]
    private(set) var sums = LedgerSums()

    /// Takes a reservation, and gives the entry that reserved for the serial before, if one did.
    mutating func reserve(_ serial: Serial, _ entry: LedgerEntry) -> LedgerFault.Reason? {
        let amount = Int128(max(0, entry.delta))
        sums.reserved += amount
        sums.open += amount
        guard let index = all.index(forKey: serial) else {
            all[serial] = LedgerItem(entry)
            return nil
        }
        let first = all.values[index].entry
        all.values[index].reserve(entry)
        return .reused(first: first)
    }

    /// Takes any other entry about a serial, and gives what is wrong with it.
    mutating func take(_ serial: Serial, _ entry: LedgerEntry) -> LedgerFault.Reason? {
        guard let index = all.index(forKey: serial) else { return .unknown }
        let (fault, freed) = all.values[index].take(entry)
        sums.open -= freed
        switch entry.kind {
        case .discharge: sums.released += freed
        case .lapse: sums.lapsed += freed
        case .paid: sums.paid += freed
        case .rejected: sums.rejected += freed
        case .open, .reserve, .accept, .claim, .limitChange, .revoke: break
        }
        return fault
    }
}
