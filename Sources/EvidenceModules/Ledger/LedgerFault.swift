// What a ledger shows against whoever signed it: which invariant an entry breaks, and by what. Values here, sentences at the edge.

package import EvidenceValues

/// An entry that breaks an invariant.
package struct LedgerFault: Sendable, Hashable {
    /// What is wrong with it. Sums may be larger than any amount can be, for they are made of many.
    package enum Reason: Sendable, Hashable {
        /// ledger-9: the number is not the next.
        case number(expected: Int64)
        /// ledger-9: it names another line than the one before it.
        case previous
        /// ledger-9: the first is not `open`, or a later one is.
        case opening
        /// ledger-9: it opens under another agreement than the head's.
        case agreement
        /// ledger-10: an entry of this kind adds nothing to what is open.
        case delta
        /// ledger-10: what follows from the line before.
        case outstanding(expected: Int128)
        /// ledger-10: what follows from maximum and outstanding.
        case remaining(expected: Int128)
        /// ledger-11: nothing, or less, is reserved.
        case notPositive
        /// ledger-11: more than the maximum of one certificate.
        case aboveEach
        /// ledger-12: so much is open then, above the maximum in force.
        case aboveMaximum(counted: Int128, maximum: Int128)
        /// ledger-13: reserved while more is open than the maximum after it was lowered.
        case aboveLowered(counted: Int128, maximum: Int128)
        /// ledger-13: a maximum below nothing.
        case maximum(Int128)
        /// ledger-14: the entry that reserved for the serial before.
        case reused(first: Int64)
        /// ledger-15: nothing was reserved for the serial.
        case unknown
        /// ledger-15: what the certificate had become, of which this does not follow.
        case state(LedgerItem.State)
        /// ledger-15: it takes more than this, which is open.
        case tooMuch(open: Int128)
        /// ledger-15: it closes, and does not take all that is open, or nothing at all.
        case notAll(open: Int128)
        /// ledger-16: the entry by which it was revoked.
        case revoked(by: Int64)
        /// ledger-17: a time before this one, which an earlier entry states.
        case earlier(than: Instant)
    }

    package let entry: LedgerEntry
    /// The line, counted from 0.
    package let line: Int64
    package let reason: Reason

    package var invariant: LiabilityInvariant {
        switch reason {
        case .number, .previous, .opening, .agreement: .chain
        case .delta, .outstanding, .remaining: .balance
        case .notPositive, .aboveEach: .perTransaction
        case .aboveMaximum: .overIssue
        case .aboveLowered, .maximum: .limitChange
        case .reused: .doubleUse
        case .unknown, .state, .tooMuch, .notAll: .authority
        case .revoked: .postRevocation
        case .earlier: .time
        }
    }

    /// A whole sentence.
    package func sentence(_ currency: Currency) -> String {
        "Entry \(entry.number), \(subject), " + predicate(currency) + "."
    }

    private var subject: String {
        let serial = entry.serial.map { " of \($0)" } ?? ""
        return entry.kind.rawValue + serial
    }

    private func predicate(_ currency: Currency) -> String {
        func text(_ sum: Int128) -> String { currency.text(sum: sum) }
        let delta = text(Int128(entry.delta))
        return switch reason {
        case .number(let expected): "has not the next number, which is \(expected)"
        case .previous: "does not name the line before it"
        case .opening: entry.kind == .open ? "opens the account again" : "does not open the account"
        case .agreement: "opens the account under another agreement than the head's"
        case .delta: "changes what is open by \(delta), which such an entry never does"
        case .outstanding(let expected):
            "states \(text(Int128(entry.outstanding))) as open where \(text(expected)) follow"
        case .remaining(let expected):
            "states \(text(Int128(entry.remaining))) as remaining where \(text(expected)) follow"
        case .notPositive: "reserves \(delta)"
        case .aboveEach: "reserves \(delta), which is above the maximum of one certificate"
        case .aboveMaximum(let counted, let maximum):
            "brings what counts to \(text(counted)), above the maximum of \(text(maximum))"
        case .aboveLowered(let counted, let maximum):
            "brings what counts to \(text(counted)) while the maximum, lowered, is \(text(maximum))"
        case .maximum(let maximum): "sets a maximum of \(text(maximum))"
        case .reused(let first): "uses a number that entry \(first) reserved for"
        case .unknown: "is about a certificate for which nothing was reserved"
        case .state(let state): "does not follow of a certificate that is \(state.rawValue)"
        case .tooMuch(let open): "takes \(delta) where \(text(open)) are open"
        case .notAll(let open): "takes \(delta) where it has to take \(text(open))"
        case .revoked(let entry): "reserves after entry \(entry) had revoked it"
        case .earlier(let instant): "states an earlier time than \(instant), which stands before it"
        }
    }

    /// The fault as the other checks on liability tell it.
    package func liabilityFault(_ currency: Currency) -> LiabilityFault {
        LiabilityFault(invariant, subject: String(entry.number), sentence: sentence(currency))
    }
}

extension Currency {
    /// `USD 7000000.00`, for sums that need not be amounts.
    package func text(sum: Int128) -> String {
        if let amount = Int64(exactly: sum) {
            return Money(minorUnits: amount, currency: self).text
        }
        var digits = String(sum.magnitude)
        if minorDigits > 0 {
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -minorDigits))
        }
        return code + (sum < 0 ? " -" : " ") + digits
    }
}
