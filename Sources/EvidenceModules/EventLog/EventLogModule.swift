// Logs: what somebody's machine wrote of what happened, a line each. Its keeper could have written every line at any time, so a log is
// the keeper's word, whatever it looks like. A file is a log only if nearly all of its lines are of one format; a contract that quotes
// some lines of a log is a document.

import EvidenceValues

/// A log.
struct EventLogModule: AllegationModule {
    static let kind = ExhibitKind.log
    static let mediaType = "text/plain"
    static let refusal = "no log: too few of its lines are of one format"
    static let means = Maker.Means.bookkeeping

    private let format: LogFormat
    private let lines: Int
    /// What the first and the last line state as their time.
    private let first: String
    private let last: String

    // Fewer lines than this are somebody's note, and ten in a hundred may be continued lines.
    private static let least = 2

    /// Spec: transcripts-8
    init?(reading content: [UInt8]) {
        guard let start = content.first(where: { $0 != 0x0A && $0 != 0x0D }),
            LogFormat.beginnings.contains(start), let lines = RecordText.lines(content)
        else { return nil }
        let filled = lines.filter { !$0.isEmpty }
        guard let opening = filled.first,
            let format = LogFormat.allCases.first(where: { $0.isOpening(opening) })
        else { return nil }
        let reader = LogLines(format, filled)
        guard reader.parsed >= EventLogModule.least, reader.parsed * 10 >= reader.told * 9 else {
            return nil
        }
        self.format = format
        self.lines = reader.parsed
        (first, last) = (reader.first, reader.last)
    }

    var summary: String { "Log of \(lines) lines, \(format.rawValue)" }

    var details: [String] { ["states times from \(first) to \(last)"] }

    var reason: String {
        "Whoever keeps a log can write into it what he likes, at any time, so it is its keeper's word, and proves "
            + "nothing against others."
    }
}

/// The formats of logs, by what a report calls them.
enum LogFormat: String, CaseIterable {
    case syslog = "syslog (RFC 5424)"
    case oldSyslog = "syslog (RFC 3164)"
    case datedSyslog = "syslog with times of RFC 3339"
    case access = "Common Log Format"
    case json = "JSON lines"
    case extended = "W3C Extended Log Format"

    /// The bytes with which a line of some format may begin: most files are none, and one look is enough.
    static let beginnings: Set<UInt8> = Set("<{#".utf8).union(0x30...0x39).union(0x41...0x5A)
        .union(0x61...0x7A).union([0x3A, 0x2D])

    /// Whether the first line of a log of this format can be this one.
    func isOpening(_ line: ArraySlice<UInt8>) -> Bool {
        self == .extended
            ? line.starts(with: "#Version:".utf8) || line.starts(with: "#Software:".utf8)
            : LogLine.time(of: line, self) != nil
    }
}

/// The lines of a file, read as one format.
struct LogLines {
    private(set) var parsed = 0
    /// The lines that count; directives do not.
    private(set) var told = 0
    private(set) var first = ""
    private(set) var last = ""

    init(_ format: LogFormat, _ lines: [ArraySlice<UInt8>]) {
        var fields: Int?
        for line in lines {
            if format == .extended, line.first == 0x23 {
                if line.starts(with: "#Fields:".utf8) {
                    fields = line.split(separator: 0x20).count - 1
                }
                continue
            }
            told += 1
            let time =
                format == .extended
                ? LogLine.extendedTime(of: line, fields: fields) : LogLine.time(of: line, format)
            guard let time else { continue }
            parsed += 1
            last = RecordText.name(time)
            if parsed == 1 { first = last }
        }
    }
}
