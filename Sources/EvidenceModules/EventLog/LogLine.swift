// One line of a log: RFC 5424 §6, RFC 3164 §4 (with or without its priority, which files leave out), the Common and Combined Log Formats of
// httpd, one JSON object with a time, W3C Extended Log File Format. What a line is, its fixed fields decide; what it says does not matter.

import EvidenceValues

/// Reads single lines.
enum LogLine {
    typealias Line = ArraySlice<UInt8>

    /// The time that a line of this format states, as it stands there; nil if it is no such line.
    static func time(of line: Line, _ format: LogFormat) -> Line? {
        switch format {
        case .syslog: syslogTime(line)
        case .oldSyslog: oldSyslogTime(line)
        case .datedSyslog: datedTime(line)
        case .access: accessTime(line)
        case .json: jsonTime(line)
        case .extended: nil
        }
    }

    /// `<165>1 2003-10-11T22:14:15.003Z host app procid msgid - text`
    private static func syslogTime(_ line: Line) -> Line? {
        guard let rest = afterPriority(line) else { return nil }
        let parts = rest.split(
            separator: 0x20, maxSplits: 6, omittingEmptySubsequences: false)
        guard parts.count == 7, (1...2).contains(parts[0].count), parts[0].allSatisfy(isDigit),
            parts[1].elementsEqual([0x2D]) || isDate(parts[1]),
            parts[2...5].allSatisfy({ !$0.isEmpty && $0.allSatisfy(isPrintable) }),
            parts[6].first == 0x2D || parts[6].first == 0x5B
        else { return nil }
        return parts[1]
    }

    /// `<34>Oct 11 22:14:15 host su: text`, also without the priority
    private static func oldSyslogTime(_ line: Line) -> Line? {
        let rest = line.first == 0x3C ? afterPriority(line) : line
        guard let rest, rest.count > 16 else { return nil }
        let time = rest.prefix(15)
        let pattern = Array("Aaa 00 00:00:00".utf8)
        guard zip(time, pattern).enumerated().allSatisfy({ matches($1.0, $1.1, at: $0) }),
            months.contains(where: { time.starts(with: $0.utf8) })
        else { return nil }
        return hasHostAndText(rest.dropFirst(15)) ? time : nil
    }

    /// `2026-03-01T12:00:00.123+01:00 host app[7]: text`
    private static func datedTime(_ line: Line) -> Line? {
        let time = line.prefix { $0 != 0x20 }
        guard isDate(time),
            let tag = line.dropFirst(time.count + 1).split(separator: 0x20).dropFirst()
                .first, tag.last == 0x3A, hasHostAndText(line.dropFirst(time.count))
        else { return nil }
        return time
    }

    /// `127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326`, and what the Combined format has behind
    private static func accessTime(_ line: Line) -> Line? {
        guard let open = line.firstIndex(of: 0x5B), let close = line[open...].firstIndex(of: 0x5D),
            line[..<open].split(separator: 0x20).count == 3
        else { return nil }
        let time = line[(open + 1)..<close]
        let pattern = Array("00/Aaa/0000:00:00:00 +0000".utf8)
        guard time.count == pattern.count,
            zip(time, pattern).enumerated().allSatisfy({ matches($1.0, $1.1, at: $0) }),
            line[close...].starts(with: "] \"".utf8),
            let request = line.dropFirst(close + 3 - line.startIndex).firstIndex(of: 0x22)
        else { return nil }
        let parts = line[(request + 1)...].split(separator: 0x20)
        guard parts.count >= 2, parts[0].count == 3, parts[0].allSatisfy(isDigit),
            parts[1].elementsEqual([0x2D]) || parts[1].allSatisfy(isDigit)
        else { return nil }
        return time
    }

    private static let timeKeys = ["time", "timestamp", "@timestamp", "ts", "asctime", "datetime"]
    private static let eventKeys = [
        "message", "msg", "level", "severity", "event", "log", "logger", "@message",
    ]

    /// An object with a time and something that happened.
    private static func jsonTime(_ line: Line) -> Line? {
        guard line.first == 0x7B, let object = try? JSONText(line),
            let time = timeKeys.lazy.compactMap({ object[$0] }).first,
            eventKeys.contains(where: { object[$0] != nil })
        else { return nil }
        switch time {
        case .text(let text): return Array(text.utf8)[...]
        case .other: return Array("a number".utf8)[...]
        case .object, .list: return nil
        }
    }

    /// A line with as many fields as its directive names; the time is the first two of them.
    static func extendedTime(of line: Line, fields: Int?) -> Line? {
        var count = 0
        var isQuoted = false
        var isBlank = true
        for byte in line {
            if byte == 0x22 { isQuoted.toggle() }
            let isGap = !isQuoted && (byte == 0x20 || byte == 0x09)
            if !isGap && isBlank { count += 1 }
            isBlank = isGap
        }
        guard let fields, fields > 0, count == fields, !isQuoted else { return nil }
        let parts = line.split(separator: 0x20).prefix(2)
        return Array(parts.joined(separator: [0x20]))[...]
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// What follows `<N>`, N up to 191.
    private static func afterPriority(_ line: Line) -> Line? {
        guard line.first == 0x3C else { return nil }
        let digits = line.dropFirst().prefix { isDigit($0) }
        guard (1...3).contains(digits.count), line.dropFirst(digits.count + 1).first == 0x3E,
            digits.reduce(0, { $0 * 10 + Int($1 - 0x30) }) <= 191
        else { return nil }
        return line.dropFirst(digits.count + 2)
    }

    /// ` host text`
    private static func hasHostAndText(_ rest: Line) -> Bool {
        let parts = rest.split(separator: 0x20, maxSplits: 1)
        return rest.first == 0x20 && parts.count == 2 && !parts[1].isEmpty
            && parts[0].allSatisfy(isPrintable)
    }

    /// `2003-10-11T22:14:15` and what may follow.
    private static func isDate(_ time: Line) -> Bool {
        let pattern = Array("0000-00-00T00:00:00".utf8)
        return time.count > pattern.count && time.count <= 40
            && zip(time, pattern).enumerated().allSatisfy { matches($1.0, $1.1, at: $0) }
    }

    // `0` is a digit, or a blank before a single one; `A` and `a` are letters, `+` either sign.
    private static func matches(_ byte: UInt8, _ pattern: UInt8, at position: Int) -> Bool {
        switch pattern {
        case 0x30: isDigit(byte) || byte == 0x20 && position == 4
        case 0x41: (0x41...0x5A).contains(byte)
        case 0x61: (0x61...0x7A).contains(byte)
        case 0x2B: byte == 0x2B || byte == 0x2D
        default: byte == pattern
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isPrintable(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}
