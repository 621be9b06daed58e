// Whether a ledger keeps account as it must: the invariants that its own entries show (background §3.4: 1 to 4, 9 to 13), entry by entry, with what is open
// in the end. It holds a record for each certificate, revoked key and reservation of the current period, and nothing of the text.
//
// What is stated is followed (`outstanding`, `maximum`), so that one wrong line is one fault; whether too much was reserved is judged by what was
// reserved and freed, so that no statement hides it. Spec: ledger-9 to ledger-18

package import EvidenceValues

/// The state of a ledger after its last entry, and what was wrong on the way.
package struct LedgerCheck: Sendable, LedgerVisitor {
    /// What is wrong, in the order of the lines; of each invariant at most `faultLimit`.
    package private(set) var faults: [LedgerFault] = []
    /// How many breaches of each invariant there are.
    package private(set) var counts: [LiabilityInvariant: Int] = [:]
    package private(set) var head: LedgerHead?
    /// How many entries there are.
    package private(set) var entries: Int64 = 0
    package private(set) var last: LedgerEntry?
    /// The digest that the next entry has to name.
    package private(set) var lastHash = Digest(Bytes32(words: (0, 0, 0, 0)))
    /// The maximum in force.
    package private(set) var maximum: Int128 = 0
    /// The time that the first entry states.
    package private(set) var opened: Instant?
    /// The latest time that an entry states.
    package private(set) var latest: Instant?
    private(set) var items = LedgerItems()
    private var revokedKeys: [Digest: Int64] = [:]
    /// The entry that revoked the limit itself.
    package private(set) var limitRevoked: Int64?
    private var window: GrantWindow?
    // While more is open than a lowered maximum allows.
    private var isLowered = false
    private let skew: TimeSpan

    /// A ledger whose every line is wrong needs no million sentences.
    package static let faultLimit = 100

    /// - Parameter skew: how much earlier than one before it an entry may be (`T_skew`).
    init(skew: TimeSpan) { self.skew = skew }

    /// The ledger with these bytes.
    package init(of content: Span<UInt8>, skew: TimeSpan) throws(LedgerError) {
        self.init(skew: skew)
        try LedgerReader.read(content, into: &self)
    }

    mutating func begin(_ head: LedgerHead) {
        self.head = head
        lastHash = head.digest
        maximum = Int128(head.maximum.minorUnits)
        if case .period(let span) = head.mode { window = GrantWindow(span) }
    }

    mutating func take(_ entry: LedgerEntry, hash: Digest) {
        checkChain(entry)
        checkTime(entry)
        switch entry.kind {
        case .reserve: reserve(entry)
        case .limitChange: window?.move(to: entry.at)
        default:
            window?.move(to: entry.at)
            if let serial = entry.serial, let fault = items.take(serial, entry) {
                note(fault, entry)
            }
        }
        checkBalance(entry)
        if entry.kind == .revoke { revoke(entry) }
        if isLowered, counted <= maximum { isLowered = false }
        last = entry
        lastHash = hash
        entries += 1
    }

    /// What counts against the maximum, by what was reserved and freed.
    package var counted: Int128 { window?.sum ?? items.sums.open }

    /// What would count, in the mode `period`, if this happened next; nil in the mode `revolving`.
    func counted(after change: LedgerChange, _ at: Instant) -> Int128? {
        guard var window else { return nil }
        window.move(to: at)
        if case .reserve(_, let amount, _, _) = change {
            return window.sum + Int128(max(0, amount))
        }
        return window.sum
    }

    /// What is open, by what was reserved and freed, and the sums of what became of the rest.
    package var sums: LedgerSums { items.sums }

    /// What every certificate became that the ledger is about.
    package var certificates: [Serial: LedgerItem] { items.all }

    /// By which entry `key` was revoked, or the limit itself.
    package func revocation(of key: Digest?) -> Int64? {
        [key.flatMap { revokedKeys[$0] }, limitRevoked].compactMap(\.self).min()
    }

    // Spec: ledger-9
    @inline(always)
    private mutating func checkChain(_ entry: LedgerEntry) {
        let expected = last.map { $0.number == .max ? .max : $0.number + 1 } ?? 0
        if entry.number != expected { note(.number(expected: expected), entry) }
        if entry.previous != lastHash { note(.previous, entry) }
        if (entry.kind == .open) != (last == nil) { note(.opening, entry) }
        if entry.kind == .open, let head, entry.reference != head.agreement {
            note(.agreement, entry)
        }
    }

    // Spec: ledger-17
    @inline(always)
    private mutating func checkTime(_ entry: LedgerEntry) {
        guard let latest else {
            (opened, latest) = (entry.at, entry.at)
            return
        }
        if entry.at.advanced(by: skew) < latest { note(.earlier(than: latest), entry) }
        self.latest = max(latest, entry.at)
    }

    private mutating func reserve(_ entry: LedgerEntry) {
        if entry.delta <= 0 { note(.notPositive, entry) }
        if let head, entry.delta > head.each.minorUnits { note(.aboveEach, entry) }
        if let serial = entry.serial, let fault = items.reserve(serial, entry) {
            note(fault, entry)
        }
        window?.move(to: entry.at)
        window?.add(Int128(max(0, entry.delta)), at: entry.at)
        if counted > maximum {
            let (counted, maximum) = (counted, maximum)
            note(
                isLowered
                    ? .aboveLowered(counted: counted, maximum: maximum)
                    : .aboveMaximum(counted: counted, maximum: maximum), entry)
        }
        if let revocation = revocation(of: entry.key) { note(.revoked(by: revocation), entry) }
    }

    // Spec: ledger-10, ledger-13
    @inline(always)
    private mutating func checkBalance(_ entry: LedgerEntry) {
        switch entry.kind {
        case .reserve, .discharge, .lapse, .paid, .rejected: break
        case .open, .accept, .claim, .limitChange, .revoke:
            if entry.delta != 0 { note(.delta, entry) }
        }
        let outstanding = Int128(last?.outstanding ?? 0) + Int128(entry.delta)
        if Int128(entry.outstanding) != outstanding {
            note(.outstanding(expected: outstanding), entry)
        }
        let counts = window?.sum ?? Int128(entry.outstanding)
        let remaining = Int128(entry.remaining)
        guard entry.kind != .limitChange else {
            changeLimit(to: remaining + counts, entry)
            return
        }
        if remaining != maximum - counts { note(.remaining(expected: maximum - counts), entry) }
    }

    private mutating func changeLimit(to maximum: Int128, _ entry: LedgerEntry) {
        guard maximum >= 0 else {
            note(.maximum(maximum), entry)
            return
        }
        if maximum < self.maximum, counted > maximum { isLowered = true }
        self.maximum = maximum
    }

    private mutating func revoke(_ entry: LedgerEntry) {
        if let key = entry.key {
            if revokedKeys[key] == nil { revokedKeys[key] = entry.number }
        } else if limitRevoked == nil {
            limitRevoked = entry.number
        }
    }

    // Never on the way of a sound entry.
    @inline(never)
    private mutating func note(_ reason: LedgerFault.Reason, _ entry: LedgerEntry) {
        let fault = LedgerFault(
            entry: entry, line: Int64(LedgerHead.lines) + entries, reason: reason)
        let count = counts[fault.invariant, default: 0]
        counts[fault.invariant] = count + 1
        if count < LedgerCheck.faultLimit { faults.append(fault) }
    }
}
