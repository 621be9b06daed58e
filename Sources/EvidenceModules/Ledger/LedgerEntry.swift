// One line of a ledger: what was entered for which certificate, and what is open and what remains after it (docs/formats/ledger.md). A value without
// references, so that a million of them cost no allocation. Spec: ledger-5 to ledger-7

package import EvidenceValues
import TransparencyLog

/// The number of a certificate: 1 to 32 small letters, digits, `-` and `_`, the first a letter or digit. Kept as its bytes, with zeros behind.
package struct Serial: Sendable, Hashable, BitwiseCopyable, Comparable, CustomStringConvertible {
    private let bytes: Bytes32

    /// Characters of the text at most.
    static let sizeLimit = 32

    /// The serial that `text` writes, or nil.
    package init?(_ text: some StringProtocol) {
        let characters = Array(text.utf8)
        guard let (serial, end) = Serial.read(characters.span, from: 0), end == characters.count
        else { return nil }
        self = serial
    }

    /// The serial that the characters from `start` on write, and where it ends: at the first that no serial has. Nil if there is none such.
    static func read(_ text: Span<UInt8>, from start: Int) -> (Serial, end: Int)? {
        guard start >= 0, start < text.count, text[start] != 0x2D, text[start] != 0x5F else {
            return nil
        }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var position = start
        while position < text.count, isAllowed(text[position]) {
            let place = position - start
            let byte = UInt64(text[position]) << (56 - 8 * UInt64(place & 7))
            switch place >> 3 {
            case 0: words.0 |= byte
            case 1: words.1 |= byte
            case 2: words.2 |= byte
            case 3: words.3 |= byte
            default: return nil
            }
            position += 1
        }
        return position > start ? (Serial(bytes: Bytes32(words: words)), position) : nil
    }

    @inline(always)
    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || byte &- 0x61 < 26 || byte == 0x2D || byte == 0x5F
    }

    private init(bytes: Bytes32) { self.bytes = bytes }

    package var text: String {
        String(decoding: bytes.bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    package var description: String { text }
    package static func < (left: Serial, right: Serial) -> Bool { left.bytes < right.bytes }
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
    /// Writes the line of an entry, line feed included.
    fileprivate mutating func write(_ entry: LedgerEntry, decimals: Int) {
        write(decimal: entry.number.magnitude)
        write(byte: 0x20)
        write(entry.previous)
        write(byte: 0x20)
        write(entry.kind.rawValue)
        write(byte: 0x20)
        if let serial = entry.serial { write(serial.text) } else { write(byte: 0x2D) }
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
