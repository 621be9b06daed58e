// The first eight lines of a ledger: whose account of which limit it is, and what was agreed (docs/formats/ledger.md). Few are read, so they
// are parsed into values and compared with what these write. Spec: ledger-1 to ledger-4

package import EvidenceValues
import TransparencyLog

/// The head of a ledger.
package struct LedgerHead: Sendable, Hashable {
    /// The name of the limit.
    package let limit: String
    package let issuer: PartyID
    package let subscriber: PartyID
    /// The limit agreement.
    package let agreement: Digest
    /// The most that may be open, as agreed first.
    package let maximum: Money
    /// The most of one certificate.
    package let each: Money
    package let mode: LimitMode

    /// The name of the format, its first line.
    package static let format = "docket-ledger/v1"
    /// How many lines the head has.
    static let lines = 8
    // ledger-8: the fields are limited, and this is more than they can have.
    static let sizeLimit = 2048
    private static let limitSize = 64

    /// The head with these values, or nil unless they obey ledger-2 to ledger-4.
    package init?(
        limit: String, issuer: PartyID, subscriber: PartyID, agreement: Digest, maximum: Money,
        each: Money, mode: LimitMode = .revolving
    ) {
        guard Term.isPlainWord(limit), limit.utf8.count <= LedgerHead.limitSize,
            maximum.currency == each.currency, each.minorUnits > 0, each <= maximum
        else { return nil }
        if case .period(let span) = mode, span.milliseconds <= 0 { return nil }
        self.limit = limit
        self.issuer = issuer
        self.subscriber = subscriber
        self.agreement = agreement
        self.maximum = maximum
        self.each = each
        self.mode = mode
    }

    /// The head that these bytes write, its last line feed included; or the first line that is wrong.
    init(parsing bytes: Span<UInt8>) throws(LedgerError) {
        guard let text = String(validatingUTF8: bytes) else { throw LedgerError(0, .notText) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first.map({ $0.utf8.elementsEqual(LedgerHead.format.utf8) }) == true else {
            throw LedgerError(0, .format)
        }
        var fields = HeadFields(lines)
        let limit = try fields.next("limit") { $0 }
        let issuer = try fields.next("issuer") { PartyID($0) }
        let subscriber = try fields.next("subscriber") { PartyID($0) }
        let agreement = try fields.next("agreement") { Digest(text: $0) }
        let maximum = try fields.next("maximum") { Money(text: $0) }
        let each = try fields.next("each") { Money(text: $0) }
        let mode = try fields.next("mode") { LimitMode(ledgerText: $0) }
        let head = LedgerHead(
            limit: limit, issuer: issuer, subscriber: subscriber, agreement: agreement,
            maximum: maximum, each: each, mode: mode)
        guard let head else {
            let isLimit = Term.isPlainWord(limit) && limit.utf8.count <= LedgerHead.limitSize
            throw LedgerError(isLimit ? 5 : 1, .head(isLimit ? "maximum" : "limit"))
        }
        guard head.text.utf8.elementsEqual(text.utf8) else { throw LedgerError(0, .format) }
        self = head
    }

    /// The eight lines.
    package var text: String {
        """
        \(LedgerHead.format)
        limit \(limit)
        issuer \(issuer)
        subscriber \(subscriber)
        agreement \(agreement)
        maximum \(maximum)
        each \(each)
        mode \(mode.ledgerText)

        """
    }

    /// What the first entry names as the one before it. Spec: ledger-9
    package var digest: Digest { .sha256(text.utf8) }

    package var currency: Currency { maximum.currency }
}

extension LimitMode {
    /// `revolving` or `period 30d`.
    package var ledgerText: String {
        switch self {
        case .revolving: "revolving"
        case .period(let span): "period \(span)"
        }
    }

    fileprivate init?(ledgerText text: String) {
        guard text != "revolving" else {
            self = .revolving
            return
        }
        guard text.hasPrefix("period "), let span = TimeSpan(text: text.dropFirst(7)) else {
            return nil
        }
        self = .period(span)
    }
}

/// The lines of a head, taken one after the other.
private struct HeadFields {
    private let lines: [Substring]
    private var position = 0

    init(_ lines: [Substring]) { self.lines = lines }

    mutating func next<Value>(
        _ name: String, _ parse: (String) -> Value?
    ) throws(LedgerError) -> Value {
        position += 1
        guard position < lines.count, lines[position].hasPrefix(name + " "),
            let value = parse(String(lines[position].dropFirst(name.utf8.count + 1)))
        else { throw LedgerError(Int64(position), .head(name)) }
        return value
    }
}
