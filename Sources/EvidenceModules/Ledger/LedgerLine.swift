// Reads the lines of a ledger where they lie: field by field, each in its one spelling, without a `String` or an array. Whoever accepts a line here
// would write the same bytes again, for no field can be spelt in two ways. Spec: ledger-5 to ledger-7

import EvidenceValues

/// How far a line has been read.
struct LedgerLine {
    private var position = 0
    private let decimals: Int

    /// The entry that the line writes, its line feed not included.
    static func entry(
        _ line: Span<UInt8>, decimals: Int
    ) throws(LedgerError.Reason) -> LedgerEntry {
        var reader = LedgerLine(decimals: decimals)
        guard let number = reader.number(line), reader.blank(line) else { throw .field(.number) }
        guard let previous = reader.digest(line), reader.blank(line) else {
            throw .field(.previous)
        }
        guard let kind = reader.kind(line), reader.blank(line) else { throw .field(.kind) }
        var serial: Serial?
        if kind.hasSerial {
            serial = reader.serial(line)
            guard serial != nil else { throw .field(.serial) }
        } else {
            guard reader.nothing(line) else { throw .field(.serial) }
        }
        guard reader.blank(line) else { throw .field(.serial) }
        let (delta, outstanding, remaining) = try reader.amounts(line)
        guard let at = reader.instant(line), reader.blank(line) else { throw .field(.time) }
        var reference: Digest?
        if kind.hasReference {
            reference = reader.digest(line)
            guard reference != nil else { throw .field(.reference) }
        } else {
            guard reader.nothing(line) else { throw .field(.reference) }
        }
        guard reader.blank(line) else { throw .field(.reference) }
        let key = try reader.key(line, of: kind)
        guard reader.position == line.count else { throw .field(.end) }
        return LedgerEntry(
            number: number, previous: previous, kind: kind, serial: serial, delta: delta,
            outstanding: outstanding, remaining: remaining, at: at, reference: reference, key: key)
    }

    private mutating func amounts(
        _ line: Span<UInt8>
    ) throws(LedgerError.Reason) -> (delta: Int64, outstanding: Int64, remaining: Int64) {
        guard let delta = amount(line), blank(line) else { throw .field(.delta) }
        guard let outstanding = amount(line), blank(line) else { throw .field(.outstanding) }
        guard let remaining = amount(line), blank(line) else { throw .field(.remaining) }
        return (delta, outstanding, remaining)
    }

    private init(decimals: Int) { self.decimals = decimals }

    @inline(always)
    private mutating func take(_ byte: UInt8, _ line: Span<UInt8>) -> Bool {
        guard position < line.count, line[position] == byte else { return false }
        position += 1
        return true
    }

    @inline(always)
    private mutating func blank(_ line: Span<UInt8>) -> Bool { take(0x20, line) }

    @inline(always)
    private mutating func nothing(_ line: Span<UInt8>) -> Bool { take(0x2D, line) }

    /// Digits without leading zeros, below 2⁶³.
    @inline(always)
    private mutating func number(_ line: Span<UInt8>) -> Int64? {
        let start = position
        guard let number = digits(line, 0) else { return nil }
        guard line[start] != 0x30 || position == start + 1 else { return nil }
        return Int64(exactly: number)
    }

    /// At least one digit, behind those that make `number` already; nil if they are none or write too large a number.
    @inline(always)
    private mutating func digits(_ line: Span<UInt8>, _ number: UInt64) -> UInt64? {
        let start = position
        // No number below 2⁶³ has more digits, and none with these can wrap.
        let limit = min(line.count, start + 19)
        var number = number
        while position < limit {
            let digit = line[position] &- 0x30
            guard digit < 10 else { break }
            number = number &* 10 &+ UInt64(digit)
            position += 1
        }
        return position > start ? number : nil
    }

    /// `-500000.00`
    @inline(always)
    private mutating func amount(_ line: Span<UInt8>) -> Int64? {
        let isNegative = take(0x2D, line)
        let start = position
        guard let whole = digits(line, 0) else { return nil }
        guard line[start] != 0x30 || position == start + 1 else { return nil }
        var magnitude = whole
        if decimals > 0 {
            guard take(0x2E, line), position + decimals <= line.count else { return nil }
            for _ in 0..<decimals {
                let digit = line[position] &- 0x30
                let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
                guard digit < 10, !overflow, !carry else { return nil }
                magnitude = sum
                position += 1
            }
        }
        guard let amount = Int64(exactly: magnitude), !(isNegative && amount == 0) else {
            return nil
        }
        return isNegative ? -amount : amount
    }

    @inline(always)
    private mutating func digest(_ line: Span<UInt8>) -> Digest? {
        guard let digest = Digest(text: line, at: position) else { return nil }
        position += Digest.textSize
        return digest
    }

    @inline(always)
    private mutating func serial(_ line: Span<UInt8>) -> Serial? {
        guard let (serial, end) = Serial.read(line, from: position) else { return nil }
        position = end
        return serial
    }

    private mutating func key(
        _ line: Span<UInt8>, of kind: LedgerEntryKind
    ) throws(LedgerError.Reason) -> Digest? {
        if kind != .reserve, nothing(line) { return nil }
        guard kind == .reserve || kind == .revoke, line.has("key:", at: position) else {
            throw .field(.key)
        }
        position += 4
        guard let key = digest(line) else { throw .field(.key) }
        return key
    }

    @inline(always)
    private mutating func instant(_ line: Span<UInt8>) -> Instant? {
        let end = position + Instant.wholeSecondSize
        guard end <= line.count else { return nil }
        if let instant = Instant(wholeSecond: line.extracting(position..<end)) {
            position = end
            return instant
        }
        guard end + 4 <= line.count,
            let text = String(validatingUTF8: line.extracting(position..<(end + 4))),
            let instant = Instant(text: text)
        else { return nil }
        position = end + 4
        return instant
    }

    @inline(always)
    private mutating func kind(_ line: Span<UInt8>) -> LedgerEntryKind? {
        let kind: (LedgerEntryKind, Int)? =
            switch true {
            case line.has("reserve ", at: position): (.reserve, 7)
            case line.has("accept ", at: position): (.accept, 6)
            case line.has("discharge ", at: position): (.discharge, 9)
            case line.has("lapse ", at: position): (.lapse, 5)
            case line.has("claim ", at: position): (.claim, 5)
            case line.has("paid ", at: position): (.paid, 4)
            case line.has("rejected ", at: position): (.rejected, 8)
            case line.has("limit-change ", at: position): (.limitChange, 12)
            case line.has("revoke ", at: position): (.revoke, 6)
            case line.has("open ", at: position): (.open, 4)
            default: nil
            }
        guard let (kind, size) = kind else { return nil }
        position += size
        return kind
    }
}
