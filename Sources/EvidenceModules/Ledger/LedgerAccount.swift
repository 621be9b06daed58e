// A ledger as people read it: what is open, accepted, released, claimed, and what remains.

package import EvidenceValues

extension LedgerRecord {
    // More open certificates nobody looks through; their sums are told.
    private static let certificateLimit = 1000

    /// The account that a ledger is in the end; nil if nothing was read.
    package init?(_ check: LedgerCheck) {
        guard let head = check.head, let first = check.opened, let last = check.latest else {
            return nil
        }
        func money(_ sum: Int128) -> Money {
            Money(minorUnits: Int64(clamping: sum), currency: head.currency)
        }
        self.init(
            limit: head.limit, issuer: head.issuer, subscriber: head.subscriber,
            agreement: head.agreement, mode: head.mode.ledgerText, each: head.each,
            maximum: money(check.maximum), remaining: money(check.maximum - check.counted),
            entries: check.entries, first: first, last: last)
        let sums = check.sums
        let unsettled = check.certificates.filter { $0.value.state != .closed }
        var byState: [LedgerItem.State: Int128] = [:]
        for item in unsettled.values { byState[item.state, default: 0] += item.open }
        let states: [LedgerItem.State] = [.reserved, .accepted, .claimed]
        open =
            [Sum("open", money(sums.open))]
            + states.map { Sum($0.rawValue, money(byState[$0, default: 0])) }
        ever = [
            Sum("reserved", money(sums.reserved)), Sum("released", money(sums.released)),
            Sum("lapsed", money(sums.lapsed)), Sum("paid", money(sums.paid)),
            Sum("rejected", money(sums.rejected)),
        ]
        openCount = unsettled.count
        certificates = unsettled.sorted { ($0.value.entry, $0.key) < ($1.value.entry, $1.key) }
            .prefix(Self.certificateLimit).map { serial, item in
                OpenCertificate(
                    serial: serial.text, state: item.state.rawValue, open: money(item.open),
                    entry: item.entry, at: item.at)
            }
        revoked = check.limitRevoked
        breaches = check.faults.map {
            Breach(invariant: $0.invariant.rawValue, sentence: $0.sentence(head.currency))
        }
        breachCount = check.counts.values.reduce(0, +)
    }
}

/// A ledger that is read from a file in pieces, however large it is.
package struct LedgerFile {
    private var reader = LedgerReader()
    private var check: LedgerCheck

    /// - Parameter skew: how much earlier than one before it an entry may be.
    package init(skew: TimeSpan) { check = LedgerCheck(skew: skew) }

    /// Reads the next piece.
    package mutating func read(_ piece: Span<UInt8>) throws(LedgerError) {
        try reader.read(piece, into: &check)
    }

    /// The state after the last entry.
    package func finished() throws(LedgerError) -> LedgerCheck {
        try reader.finish()
        return check
    }
}
