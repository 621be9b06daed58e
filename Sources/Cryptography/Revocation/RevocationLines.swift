// The lines of a revocation list, strictly read where they stand: one walk over the bytes when the list is read checks each of them,
// and nothing of them is kept but where the issuer changes. The first look-up makes an index of four bytes a line and as much for its
// buckets; others cost one bucket.
//
// Invariants: a line that is handed out was seen by the walk; its ranges lie within the list's bytes. The order of the lines means
// nothing but for `certificateIssuer`, which holds until the next one (RFC 5280 §5.3.3).
package import EvidenceValues
internal import Synchronization

/// One line of a revocation list (RFC 5280 §5.3).
package struct RevocationEntry: Sendable, Hashable {
    /// The content of the INTEGER.
    package let serial: [UInt8]
    package let revocationDate: Instant
    /// `keyCompromise` …; nil when none is stated.
    package let reason: String?
    package let invalidityDate: Instant?
}

/// The lines of a list, in their order.
package struct RevocationEntries: Sendable, Sequence {
    let bytes: [UInt8]
    /// Where the lines stand; empty if there are none.
    let range: Range<Int>
    /// How many they are.
    package let count: Int
    /// From which byte on a certificateIssuer holds, and where the GeneralNames are that it states.
    let issuers: [(start: Int, names: Range<Int>)]
    /// A critical extension of a line that Docket does not know, in dotted decimal.
    let unsupportedExtension: String?

    /// No lines.
    init() {
        (bytes, range, count, issuers, unsupportedExtension) = ([], 0..<0, 0, [], nil)
    }

    /// Walks over all lines. Cost: one pass over their heads.
    init(_ bytes: [UInt8], range: Range<Int>) throws(DERError) {
        self.bytes = bytes
        self.range = range
        var count = 0
        var issuers: [(start: Int, names: Range<Int>)] = []
        var unsupported: String?
        var position = range.lowerBound
        while position < range.upperBound {
            let start = position
            let line = try RevocationLine(bytes, at: &position, end: range.upperBound)
            guard line.date(bytes) != nil else { throw DERError() }
            if let extensions = line.extensions {
                let read = try LineExtensions(bytes, extensions)
                if let names = read.issuer { issuers.append((start, names)) }
                unsupported = unsupported ?? read.unsupported
            }
            count += 1
        }
        self.count = count
        self.issuers = issuers
        unsupportedExtension = unsupported
    }

    package func makeIterator() -> AnyIterator<RevocationEntry> {
        var position = range.lowerBound
        return AnyIterator {
            guard position < range.upperBound,
                let line = try? RevocationLine(bytes, at: &position, end: range.upperBound)
            else { return nil }
            return entry(line)
        }
    }

    /// The line as a value; nil for none that the walk saw.
    func entry(_ line: RevocationLine) -> RevocationEntry? {
        guard let date = line.date(bytes),
            let read = try? line.extensions.map({ (range) throws(DERError) in
                try LineExtensions(bytes, range)
            }) ?? LineExtensions()
        else { return nil }
        return RevocationEntry(
            serial: Array(bytes[line.serial]), revocationDate: date,
            reason: read.reason.flatMap(RevocationReasons.name),
            invalidityDate: read.invalidityDate)
    }

    /// The names that certificateIssuer gives for the line at `start`; nil if it is the list's own issuer.
    func issuerNames(at start: Int) -> [GeneralName]? {
        var (low, high) = (0, issuers.count)
        while low < high {
            let middle = (low + high) / 2
            if issuers[middle].start <= start { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let names = bytes[issuers[low - 1].names]
        guard let element = try? DERElement(names, tag: Tag.sequence) else { return [] }
        return (try? GeneralName.readAll(element)) ?? []
    }
}

/// Where the parts of one line stand.
///
/// ```
/// SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions Extensions OPTIONAL }
/// ```
struct RevocationLine {
    let serial: Range<Int>
    private let time: Range<Int>
    private let isGeneralized: Bool
    /// The contents of the SEQUENCE of extensions.
    let extensions: Range<Int>?

    /// Reads the line at `position`, which moves behind it.
    init(_ bytes: [UInt8], at position: inout Int, end: Int) throws(DERError) {
        let line = try readHead(bytes, &position, end, Tag.sequence)
        var inside = line.lowerBound
        position = line.upperBound
        serial = try readHead(bytes, &inside, line.upperBound, Tag.integer)
        inside = serial.upperBound
        try RevocationLine.checkInteger(bytes, serial)
        guard inside < line.upperBound else { throw DERError() }
        isGeneralized = bytes[inside] == Tag.generalizedTime
        time = try readHead(
            bytes, &inside, line.upperBound, isGeneralized ? Tag.generalizedTime : Tag.utcTime)
        inside = time.upperBound
        if inside < line.upperBound {
            let extensions = try readHead(bytes, &inside, line.upperBound, Tag.sequence)
            guard extensions.upperBound == line.upperBound, !extensions.isEmpty else {
                throw DERError()
            }
            self.extensions = extensions
        } else {
            extensions = nil
        }
    }

    // As short as can be (X.690 §8.3.2).
    private static func checkInteger(_ bytes: [UInt8], _ range: Range<Int>) throws(DERError) {
        guard !range.isEmpty else { throw DERError() }
        guard range.count > 1 else { return }
        let (first, second) = (bytes[range.lowerBound], bytes[range.lowerBound + 1])
        guard !(first == 0 && second < 0x80), !(first == 0xFF && second >= 0x80) else {
            throw DERError()
        }
    }

    /// The revocation date; nil if the bytes are no time.
    func date(_ bytes: [UInt8]) -> Instant? {
        readTime(bytes, time, isGeneralized: isGeneralized)
    }
}

/// What the extensions of a line say (RFC 5280 §5.3).
struct LineExtensions {
    private(set) var reason: Int?
    private(set) var invalidityDate: Instant?
    /// Where the GeneralNames of certificateIssuer are.
    private(set) var issuer: Range<Int>?
    private(set) var unsupported: String?

    init() {}

    init(_ bytes: [UInt8], _ range: Range<Int>) throws(DERError) {
        var position = range.lowerBound
        var seen: [ArraySlice<UInt8>] = []
        while position < range.upperBound {
            // More of them only serve to waste time on comparing each with each.
            guard seen.count < 16 else { throw DERError() }
            let item = try readHead(bytes, &position, range.upperBound, Tag.sequence)
            position = item.upperBound
            var inside = item.lowerBound
            let identifier = try readHead(bytes, &inside, item.upperBound, Tag.objectIdentifier)
            inside = identifier.upperBound
            var isCritical = false
            if inside < item.upperBound, bytes[inside] == Tag.boolean {
                let flag = try readHead(bytes, &inside, item.upperBound, Tag.boolean)
                inside = flag.upperBound
                guard flag.count == 1, [0, 0xFF].contains(bytes[flag.lowerBound]) else {
                    throw DERError()
                }
                isCritical = bytes[flag.lowerBound] != 0
            }
            let value = try readHead(bytes, &inside, item.upperBound, Tag.octetString)
            guard value.upperBound == item.upperBound, !seen.contains(bytes[identifier]) else {
                throw DERError()
            }
            seen.append(bytes[identifier])
            try take(bytes, identifier: identifier, value: value, isCritical: isCritical)
        }
    }

    private mutating func take(
        _ bytes: [UInt8], identifier: Range<Int>, value: Range<Int>, isCritical: Bool
    ) throws(DERError) {
        var inside = value.lowerBound
        // 2.5.29.x
        let start = identifier.lowerBound
        let isKnown = identifier.count == 3 && bytes[start] == 0x55 && bytes[start + 1] == 0x1D
        switch isKnown ? bytes[start + 2] : 0 {
        case 0x15:
            let code = try readHead(bytes, &inside, value.upperBound, Tag.enumerated)
            guard code.count == 1, code.upperBound == value.upperBound,
                RevocationReasons.name(Int(bytes[code.lowerBound])) != nil
            else { throw DERError() }
            reason = Int(bytes[code.lowerBound])
        case 0x18:
            let time = try readHead(bytes, &inside, value.upperBound, Tag.generalizedTime)
            guard time.upperBound == value.upperBound,
                let instant = readTime(bytes, time, isGeneralized: true)
            else { throw DERError() }
            invalidityDate = instant
        case 0x1D:
            let element = try DERElement(bytes[value], tag: Tag.sequence)
            guard try !GeneralName.readAll(element).isEmpty else { throw DERError() }
            issuer = value
        default:
            guard isCritical else { return }
            unsupported =
                unsupported ?? ObjectIdentifiers.text(of: bytes[identifier]) ?? "unreadable"
        }
    }
}

// Reads a tag, which must be this one, and a length in DER; `position` moves to the contents, whose range is returned.
private func readHead(_ bytes: [UInt8], _ position: inout Int, _ end: Int, _ tag: UInt8)
    throws(DERError) -> Range<Int>
{
    guard end - position >= 2, bytes[position] == tag else { throw DERError() }
    var length = Int(bytes[position + 1])
    position += 2
    if length >= 0x80 {
        let count = length & 0x7F
        guard (1...4).contains(count), count <= end - position, bytes[position] != 0 else {
            throw DERError()
        }
        length = 0
        for _ in 0..<count {
            length = length << 8 | Int(bytes[position])
            position += 1
        }
        guard length >= 0x80 else { throw DERError() }
    }
    guard length <= end - position else { throw DERError() }
    return position..<position + length
}

// A UTCTime or GeneralizedTime of RFC 5280 §4.1.2.5, as `DERElement.time` reads it, without a copy of its digits.
private func readTime(_ bytes: [UInt8], _ range: Range<Int>, isGeneralized: Bool) -> Instant? {
    let width = isGeneralized ? 4 : 2
    guard range.count == width + 11, bytes[range.upperBound - 1] == 0x5A else { return nil }
    var numbers = (year: 0, rest: 0)
    var position = range.lowerBound
    while position < range.upperBound - 1 {
        let digit = bytes[position] &- 0x30
        guard digit < 10 else { return nil }
        if position < range.lowerBound + width {
            numbers.year = numbers.year * 10 + Int(digit)
        } else {
            numbers.rest = numbers.rest * 10 + Int(digit)
        }
        position += 1
    }
    if !isGeneralized { numbers.year += numbers.year < 50 ? 2000 : 1900 }
    let rest = numbers.rest
    return Instant(
        year: numbers.year, month: rest / 100_000_000, day: rest / 1_000_000 % 100,
        hour: rest / 10_000 % 100, minute: rest / 100 % 100, second: rest % 100)
}
