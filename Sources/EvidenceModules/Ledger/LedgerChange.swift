// Writes a ledger: what the next line is after all before it. A pure function of the state and of what happened; it does the sums and refuses nothing that
// can be written, so that whoever keeps a ledger asks `LedgerCheck` first whether he may, and a generator of evidence can write a false one.

package import EvidenceValues
import TransparencyLog

/// What happened, as it is to be entered. Amounts are in minor units of the ledger's currency.
package enum LedgerChange: Sendable, Hashable {
    case open
    case reserve(Serial, amount: Int64, certificate: Digest, key: Digest)
    case accept(Serial, Digest)
    case discharge(Serial, amount: Int64, Digest)
    /// All that is open of the certificate.
    case lapse(Serial)
    case claim(Serial, Digest)
    case paid(Serial, amount: Int64, Digest)
    /// All that is open of the certificate.
    case rejected(Serial, Digest)
    case limitChange(maximum: Int64, Digest)
    /// Of the limit itself, if there is no key.
    case revoke(key: Digest?, Digest)
}

/// A ledger that grows.
package struct LedgerBook: Sendable {
    /// The whole file.
    package private(set) var text: [UInt8]
    /// The state after the last line.
    package private(set) var state: LedgerCheck
    private let head: LedgerHead

    /// A ledger without entries.
    package init(_ head: LedgerHead, skew: TimeSpan = TimeSpan(seconds: 60)) {
        self.head = head
        text = Array(head.text.utf8)
        state = LedgerCheck(skew: skew)
        state.begin(head)
    }

    /// The number of the next entry.
    package var next: Int64 { state.last.map { $0.number &+ 1 } ?? 0 }

    /// What the next entry names as the one before it.
    package var previous: Digest { state.lastHash }

    /// Enters what happened. Nil, and nothing is entered, where an amount would not fit into 64 bits.
    package mutating func enter(_ change: LedgerChange, at: Instant) -> LedgerEntry? {
        guard let entry = state.entry(change, at: at) else { return nil }
        let line = entry.line(head.currency)
        text += line
        state.take(entry, hash: .sha256(line))
        return entry
    }
}

extension LedgerCheck {
    /// The entry that says what happened after all entries so far; nil where an amount would not fit into 64 bits. Spec: ledger-10
    package func entry(_ change: LedgerChange, at: Instant) -> LedgerEntry? {
        guard let head, let delta = delta(of: change) else { return nil }
        let (outstanding, overflow) = (last?.outstanding ?? 0).addingReportingOverflow(delta)
        guard !overflow, outstanding > .min, let remaining = remaining(change, outstanding, at),
            remaining > .min
        else { return nil }
        return LedgerEntry(
            number: last.map { $0.number &+ 1 } ?? 0, previous: lastHash, kind: change.kind,
            serial: change.serial, delta: delta, outstanding: outstanding, remaining: remaining,
            at: at, reference: change.reference(head), key: change.key)
    }

    private func delta(of change: LedgerChange) -> Int64? {
        switch change {
        case .reserve(_, let amount, _, _): amount > .min ? amount : nil
        case .discharge(_, let amount, _), .paid(_, let amount, _):
            amount > .min ? -amount : nil
        case .lapse(let serial), .rejected(let serial, _):
            Int64(exactly: -(certificates[serial]?.open ?? 0))
        case .open, .accept, .claim, .limitChange, .revoke: 0
        }
    }

    private func remaining(_ change: LedgerChange, _ outstanding: Int64, _ at: Instant) -> Int64? {
        let counts = counted(after: change, at) ?? Int128(outstanding)
        if case .limitChange(let maximum, _) = change {
            return Int64(exactly: Int128(maximum) - counts)
        }
        return Int64(exactly: maximum - counts)
    }
}

extension LedgerChange {
    fileprivate var kind: LedgerEntryKind {
        switch self {
        case .open: .open
        case .reserve: .reserve
        case .accept: .accept
        case .discharge: .discharge
        case .lapse: .lapse
        case .claim: .claim
        case .paid: .paid
        case .rejected: .rejected
        case .limitChange: .limitChange
        case .revoke: .revoke
        }
    }

    fileprivate var serial: Serial? {
        switch self {
        case .reserve(let serial, _, _, _), .accept(let serial, _), .discharge(let serial, _, _),
            .lapse(let serial), .claim(let serial, _), .paid(let serial, _, _),
            .rejected(let serial, _):
            serial
        case .open, .limitChange, .revoke: nil
        }
    }

    fileprivate func reference(_ head: LedgerHead) -> Digest? {
        switch self {
        case .open: head.agreement
        case .reserve(_, _, let document, _), .accept(_, let document),
            .discharge(_, _, let document), .claim(_, let document), .paid(_, _, let document),
            .rejected(_, let document), .limitChange(_, let document), .revoke(_, let document):
            document
        case .lapse: nil
        }
    }

    fileprivate var key: Digest? {
        switch self {
        case .reserve(_, _, _, let key): key
        case .revoke(let key, _): key
        default: nil
        }
    }
}
