// Times of ASN.1: `YYMMDDhhmmssZ` (UTCTime, years 1950 to 2049) and `YYYYMMDDhhmmss[.f…]Z` (GeneralizedTime), always UTC, as
// RFC 5280 §4.1.2.5 and RFC 3161 §2.4.2 demand. A fraction finer than a millisecond is kept as two bounds, so that neither "not
// later than" nor "not earlier than" is ever rounded the wrong way.
import EvidenceValues

/// A time with its roundings to the millisecond.
struct ASN1Time: Hashable {
    /// Cut down to the millisecond.
    let floor: Instant
    /// Rounded up to the millisecond.
    let ceiling: Instant
    /// No fraction of a second is written.
    let isWholeSecond: Bool

    /// The time that `characters` write, or nil if they are not in the canonical form.
    init?(_ characters: ArraySlice<UInt8>, isGeneralized: Bool) {
        let yearWidth = isGeneralized ? 4 : 2
        let text = Array(characters)
        guard text.last == 0x5A, text.count >= yearWidth + 11, text.count <= 64 else { return nil }
        func number(_ start: Int, _ width: Int) -> Int? {
            var value = 0
            for digit in text[start..<start + width] {
                guard (0x30...0x39).contains(digit) else { return nil }
                value = value * 10 + Int(digit - 0x30)
            }
            return value
        }
        guard var year = number(0, yearWidth), let month = number(yearWidth, 2),
            let day = number(yearWidth + 2, 2), let hour = number(yearWidth + 4, 2),
            let minute = number(yearWidth + 6, 2), let second = number(yearWidth + 8, 2),
            let fraction = ASN1Time.fraction(text[(yearWidth + 10)...].dropLast())
        else { return nil }
        if !isGeneralized {
            guard fraction.isAbsent else { return nil }
            year += year < 50 ? 2000 : 1900
        }
        guard
            let instant = Instant(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second,
                millisecond: fraction.milliseconds)
        else { return nil }
        floor = instant
        ceiling =
            fraction.isExact ? instant : instant.advanced(by: TimeSpan(milliseconds: 1))
        isWholeSecond = fraction.isAbsent
    }

    private struct Fraction {
        let milliseconds: Int
        let isExact: Bool
        let isAbsent: Bool
    }

    /// Nothing, or `.` and digits of which the last is not zero.
    private static func fraction(_ text: ArraySlice<UInt8>) -> Fraction? {
        guard let point = text.first else {
            return Fraction(milliseconds: 0, isExact: true, isAbsent: true)
        }
        let digits = Array(text.dropFirst())
        guard point == 0x2E, let last = digits.last, last != 0x30,
            digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let padded = digits.prefix(3) + Array(repeating: 0x30, count: max(0, 3 - digits.count))
        let milliseconds = padded.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return Fraction(milliseconds: milliseconds, isExact: digits.count <= 3, isAbsent: false)
    }

    /// The contents and tag that RFC 5280 §4.1.2.5 and RFC 5652 §11.3 give an instant: UTCTime until 2049. Whole seconds.
    static func encode(_ instant: Instant) -> (tag: UInt8, contents: [UInt8]) {
        let digits = instant.wholeSecond.text.utf8.filter { (0x30...0x39).contains($0) }
        let isShort = digits.starts(with: "20".utf8) ? digits[2] < 0x35 : false
        let isOld = digits.starts(with: "19".utf8) ? digits[2] >= 0x35 : false
        if isShort || isOld { return (Tag.utcTime, digits.dropFirst(2) + [0x5A]) }
        return (Tag.generalizedTime, digits + [0x5A])
    }
}
