// One line of a ledger: what was entered for which certificate, and what is open and what remains after it (docs/formats/ledger.md). A value without
// references, so that a million of them cost no allocation. Spec: ledger-5 to ledger-7

package import EvidenceValues
import TransparencyLog

/// The number of a certificate: 128 bits, written as 32 lower-case hexadecimal digits.
package struct Serial: Sendable, Hashable, BitwiseCopyable, Comparable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    /// Characters of the text.
    static let textSize = 32

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The serial that `text` writes, or nil.
    package init?(_ text: some StringProtocol) {
        let characters = Array(text.utf8)
        guard characters.count == Serial.textSize else { return nil }
        self.init(text: characters.span, at: 0)
    }

    /// The serial that the 32 characters from `offset` on write; nil if there are none such.
    init?(text: Span<UInt8>, at offset: Int) {
        guard offset >= 0, offset <= text.count - Serial.textSize,
            let high = Serial.word(text, offset), let low = Serial.word(text, offset + 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    private static func word(_ text: Span<UInt8>, _ offset: Int) -> UInt64? {
        var word: UInt64 = 0
        for position in offset..<(offset + 16) {
            let character = text[position]
            let digit = character &- 0x30
            let letter = character &- 0x61
            guard digit < 10 || letter < 6 else { return nil }
            word = word << 4 | UInt64(digit < 10 ? digit : letter + 10)
        }
        return word
    }

    package var text: String {
        let text = [UInt8](textOf: Serial.textSize) { $0.write(self) }
        return String(decoding: text, as: UTF8.self)
    }

    package var description: String { text }
    package static func < (left: Serial, right: Serial) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

/// What an entry says that happened. Spec: ledger-7
package enum LedgerEntryKind: String, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    case open, reserve, accept, discharge, lapse, claim, paid, rejected
    case limitChange = "limit-change"
    case revoke

    /// Whether it is about one certificate.
    var hasSerial: Bool {
        switch self {
        case .open, .limitChange, .revoke: false
        case .reserve, .accept, .discharge, .lapse, .claim, .paid, .rejected: true
        }
    }

    /// Whether it refers to a document.
    var hasReference: Bool { self != .lapse }
}

/// An entry of a ledger. Amounts are in minor units of the head's currency.
package struct LedgerEntry: Sendable, Hashable, BitwiseCopyable {
    package let number: Int64
    /// The digest of the line before it, of the head for the first.
    package let previous: Digest
    package let kind: LedgerEntryKind
    package let serial: Serial?
    /// What it adds to what is open.
    package let delta: Int64
    /// What is open after it.
    package let outstanding: Int64
    /// What can still be reserved after it.
    package let remaining: Int64
    package let at: Instant
    /// The document that it is about.
    package let reference: Digest?
    /// The key that is reserved for or revoked.
    package let key: Digest?

    package init(
        number: Int64, previous: Digest, kind: LedgerEntryKind, serial: Serial?, delta: Int64,
        outstanding: Int64, remaining: Int64, at: Instant, reference: Digest?, key: Digest?
    ) {
        self.number = number
        self.previous = previous
        self.kind = kind
        self.serial = serial
        self.delta = delta
        self.outstanding = outstanding
        self.remaining = remaining
        self.at = at
        self.reference = reference
        self.key = key
    }

    /// The line, line feed included.
    package func line(_ currency: Currency) -> [UInt8] {
        [UInt8](textOf: LedgerEntry.sizeLimit) { $0.write(self, decimals: currency.minorDigits) }
    }

    // ledger-8: the longest line that ledger-5 to ledger-7 allow is shorter.
    static let sizeLimit = 512
}

extension OutputRawSpan {
    /// Writes the serial's text.
    fileprivate mutating func write(_ serial: Serial) {
        for word in [serial.high, serial.low] {
            for shift in stride(from: UInt64(60), through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: word >> shift & 15)
                write(byte: digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
    }

    /// Writes the line of an entry, line feed included.
    fileprivate mutating func write(_ entry: LedgerEntry, decimals: Int) {
        write(decimal: entry.number.magnitude)
        write(byte: 0x20)
        write(entry.previous)
        write(byte: 0x20)
        write(entry.kind.rawValue)
        write(byte: 0x20)
        if let serial = entry.serial { write(serial) } else { write(byte: 0x2D) }
        for amount in [entry.delta, entry.outstanding, entry.remaining] {
            write(byte: 0x20)
            write(amount: amount, decimals: decimals)
        }
        write(byte: 0x20)
        write(entry.at)
        write(byte: 0x20)
        if let reference = entry.reference { write(reference) } else { write(byte: 0x2D) }
        write(byte: 0x20)
        if let key = entry.key {
            write("key:" as StaticString)
            write(key)
        } else {
            write(byte: 0x2D)
        }
        write(byte: 0x0A)
    }

    /// Writes `-500000.00`.
    private mutating func write(amount: Int64, decimals: Int) {
        if amount < 0 { write(byte: 0x2D) }
        let scale = (0..<decimals).reduce(UInt64(1)) { scale, _ in scale * 10 }
        write(decimal: amount.magnitude / scale)
        guard decimals > 0 else { return }
        write(byte: 0x2E)
        var divisor = scale / 10
        while divisor > 0 {
            write(byte: UInt8(truncatingIfNeeded: 0x30 + amount.magnitude / divisor % 10))
            divisor /= 10
        }
    }
}
