// Time as whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX). Text only at the edge: RFC 3339,
// UTC, `Z`, with three digits of fraction if and only if they are not zero. Nothing here reads a clock.

/// A moment in UTC, to the millisecond, from year 0001 to 9999.
package struct Instant: Sendable, Hashable, Comparable, BitwiseCopyable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package let milliseconds: Int64

    /// 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: what RFC 3339 can write.
    package static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// The instant, or nil if it is outside `range`.
    package init?(milliseconds: Int64) {
        guard Instant.range.contains(milliseconds) else { return nil }
        self.milliseconds = milliseconds
    }

    /// The instant, or nil if it is outside `range`.
    package init?(seconds: Int64) {
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// A civil date and time of the proleptic Gregorian calendar, or nil if there is none such.
    package init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        millisecond: Int = 0
    ) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Instant.days(inMonth: month, year: year)).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second), (0...999).contains(millisecond)
        else { return nil }
        let days = Instant.daysSinceEpoch(year: year, month: month, day: day)
        let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        self.init(milliseconds: seconds * 1000 + Int64(millisecond))
    }

    /// The instant that `text` writes: `YYYY-MM-DDThh:mm:ssZ`, or with `.mmm` before the Z where it is not `.000`.
    package init?(text: some StringProtocol) {
        let characters = Array(text.utf8)
        guard characters.count == 24 else {
            self.init(wholeSecond: characters.span)
            return
        }
        let seconds = Array(characters[..<19] + [0x5A])
        guard let second = Instant(wholeSecond: seconds.span), characters[19] == 0x2E,
            let thousandths = Instant.number(characters.span, at: 20, digits: 3), thousandths > 0,
            characters[23] == 0x5A
        else { return nil }
        self.init(milliseconds: second.milliseconds + Int64(thousandths))
    }

    /// The instant that the 20 characters `YYYY-MM-DDThh:mm:ssZ` write.
    package init?(wholeSecond text: Span<UInt8>) {
        guard text.count == Instant.wholeSecondSize,
            let date = Instant.digits(text, 0, 0x3030_3030_2D30_302D, 0x7676_7676_7F76_767F),
            let middle = Instant.digits(text, 8, 0x3030_5430_303A_3030, 0x7676_7F76_767F_7676),
            let end = Instant.digits(text, 12, 0x303A_3030_3A30_305A, 0x767F_7676_7F76_767F)
        else { return nil }
        func number(_ word: UInt64, at place: UInt64) -> Int {
            Int(word >> (56 - 8 * place) & 15) * 10 + Int(word >> (48 - 8 * place) & 15)
        }
        self.init(
            year: number(date, at: 0) * 100 + number(date, at: 2), month: number(date, at: 5),
            day: number(middle, at: 0), hour: number(middle, at: 3), minute: number(middle, at: 6),
            second: number(end, at: 5))
    }

    /// What the eight bytes at `offset` are more than `pattern`: nothing, or where that has a zero (0x30) the value of a digit. Nil if
    /// they are anything else.
    /// - Parameter room: in each byte what can be added to the largest allowed difference below 0x80.
    private static func digits(
        _ text: Span<UInt8>, _ offset: Int, _ pattern: UInt64, _ room: UInt64
    ) -> UInt64? {
        let values = text.word(at: offset) ^ pattern
        // A byte below 0x80 carries nothing into the next one; any other shows in `values` itself.
        let isWrong = (values &+ room | values) & 0x8080_8080_8080_8080 != 0
        return isWrong ? nil : values
    }

    /// Characters of an instant's text without a fraction.
    @inlinable package static var wholeSecondSize: Int { 20 }

    /// The number that `digits` decimal digits from `offset` on write.
    private static func number(_ text: Span<UInt8>, at offset: Int, digits: Int) -> Int? {
        var number = 0
        for position in offset..<(offset + digits) {
            let digit = text[position] &- 0x30
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }

    /// RFC 3339 in UTC; the only spelling in Docket's formats.
    package var text: String {
        let text = [UInt8](textOf: 24) { $0.write(self) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The fields of the text; the last is a thousandth of a second.
    fileprivate var civil:
        (
            year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, thousandth: Int
        )
    {
        let (days, rest) = milliseconds.quotientAndRemainderFloored(by: 86_400_000)
        let (year, month, day) = Instant.civil(daysSinceEpoch: Int(days))
        let seconds = Int(rest / 1000)
        return (
            year, month, day, seconds / 3600, seconds / 60 % 60, seconds % 60, Int(rest % 1000)
        )
    }

    package var description: String { text }

    /// This instant moved by a span; it stops at the ends of `range`.
    package func advanced(by span: TimeSpan) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(span.milliseconds)
        let limit = span.milliseconds < 0 ? Instant.range.lowerBound : Instant.range.upperBound
        let clamped = min(max(sum, Instant.range.lowerBound), Instant.range.upperBound)
        return Instant(unchecked: overflow ? limit : clamped)
    }

    /// The instant cut down to a whole second.
    package var wholeSecond: Instant {
        Instant(unchecked: milliseconds.quotientAndRemainderFloored(by: 1000).quotient * 1000)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    private init(unchecked milliseconds: Int64) { self.milliseconds = milliseconds }

    private static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Years begin in March here, so that the leap day is the last of its year (Hinnant, "days_from_civil").
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted >= 0 ? shifted / 400 : (shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSinceEpoch + 719_468
        let era = days >= 0 ? days / 146_097 : (days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension OutputRawSpan {
    /// Writes the instant's text.
    package mutating func write(_ instant: Instant) {
        let civil = instant.civil
        write(twoDigits: civil.year / 100)
        write(twoDigits: civil.year % 100)
        write(byte: 0x2D)
        write(twoDigits: civil.month)
        write(byte: 0x2D)
        write(twoDigits: civil.day)
        write(byte: 0x54)
        write(twoDigits: civil.hour)
        write(byte: 0x3A)
        write(twoDigits: civil.minute)
        write(byte: 0x3A)
        write(twoDigits: civil.second)
        if civil.thousandth != 0 {
            write(byte: 0x2E)
            write(byte: UInt8(truncatingIfNeeded: 0x30 + civil.thousandth / 100))
            write(twoDigits: civil.thousandth % 100)
        }
        write(byte: 0x5A)
    }

    /// Writes a number below 100 with two digits.
    private mutating func write(twoDigits number: Int) {
        write(byte: UInt8(truncatingIfNeeded: 0x30 + number / 10))
        write(byte: UInt8(truncatingIfNeeded: 0x30 + number % 10))
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity, so that the remainder is never negative.
    fileprivate func quotientAndRemainderFloored(by divisor: Int64) -> (
        quotient: Int64, remainder: Int64
    ) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

/// A length of time in milliseconds, written in the largest unit that divides it: `14d`, `10min`, `60s`, `24h`, `250ms`.
package struct TimeSpan: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The length; never negative when parsed.
    package let milliseconds: Int64

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1),
    ]

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package init(seconds: Int64) { self.init(milliseconds: seconds * 1000) }

    /// The span that `text` writes, or nil unless it is a number without leading zeros and a unit `d h min s ms`.
    package init?(text: some StringProtocol) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = String(text.dropFirst(digits.count))
        guard let size = TimeSpan.units.first(where: { $0.name == unit })?.milliseconds,
            let count = Int64(digits), String(count) == digits,
            case (let milliseconds, let overflow) = count.multipliedReportingOverflow(by: size),
            !overflow
        else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// The number in the largest unit that divides it without rest.
    package var text: String {
        let unit =
            TimeSpan.units.first { milliseconds % $0.milliseconds == 0 && milliseconds != 0 }
            ?? (name: "s", milliseconds: 1000)
        return String(milliseconds / unit.milliseconds) + unit.name
    }

    package var description: String { text }

    package static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.milliseconds < right.milliseconds
    }
}
