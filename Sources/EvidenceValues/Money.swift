// Money: whole minor units and an ISO 4217 code. Currencies never mix and sums never wrap: both are errors, because a
// wrong amount in a finding is worse than none.

/// An ISO 4217 currency code: three capital letters. Amounts are in its minor unit, of which there are `minorDigits` digits.
package struct Currency: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The three letters.
    package let code: String

    // ISO 4217: the currencies whose minor unit is not a hundredth.
    private static let digits: [String: Int] = [
        "BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0,
        "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0,
        "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    ]

    /// The currency, or nil unless `code` is three letters A to Z.
    package init?(code: some StringProtocol) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            return nil
        }
        self.code = String(code)
    }

    /// How many decimal digits the minor unit has: 2 but for the few that ISO 4217 lists otherwise.
    package var minorDigits: Int { Currency.digits[code] ?? 2 }

    package var description: String { code }
    package static func < (left: Currency, right: Currency) -> Bool { left.code < right.code }
}

/// What can go wrong with amounts.
package enum MoneyError: Error, Hashable {
    /// Two currencies in one sum or comparison. There is no implicit conversion (background §2.3).
    case mixedCurrencies(Currency, Currency)
    /// The sum does not fit 64 bits of minor units.
    case overflow
}

/// An amount of one currency, written `EUR 8400.00`. Sorts by currency, then amount; compare amounts only in one currency.
package struct Money: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The amount in minor units (cents); may be negative.
    package let minorUnits: Int64
    package let currency: Currency

    package init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// The amount that `text` writes, or nil unless it is the one spelling: code, space, optional minus, digits without
    /// leading zeros, and the currency's decimals.
    package init?(text: some StringProtocol) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let currency = Currency(code: parts[0]) else { return nil }
        let digits = String(parts[1].filter { $0 != "." })
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }),
            let units = Int64(digits)
        else { return nil }
        self.init(minorUnits: units, currency: currency)
        guard self.text.hasSameBytes(as: text) else { return nil }
    }

    /// `EUR 8400.00`: the only spelling in Docket's formats.
    package var text: String {
        var digits = String(minorUnits.magnitude)
        let decimals = currency.minorDigits
        if decimals > 0 {
            digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
        }
        return currency.code + " " + (minorUnits < 0 ? "-" : "") + digits
    }

    package var description: String { text }

    /// The sum, in one currency and within 64 bits.
    package func adding(_ other: Money) throws(MoneyError) -> Money {
        try requireSameCurrency(other)
        let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: sum, currency: currency)
    }

    /// The difference, in one currency and within 64 bits.
    package func subtracting(_ other: Money) throws(MoneyError) -> Money {
        try requireSameCurrency(other)
        let (difference, overflow) = minorUnits.subtractingReportingOverflow(other.minorUnits)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: difference, currency: currency)
    }

    package func requireSameCurrency(_ other: Money) throws(MoneyError) {
        guard currency == other.currency else {
            throw .mixedCurrencies(currency, other.currency)
        }
    }

    package static func < (left: Money, right: Money) -> Bool {
        (left.currency, left.minorUnits) < (right.currency, right.minorUnits)
    }
}
