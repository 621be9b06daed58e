// How the commands speak: data on standard output, talk on standard error, the same words for the same trouble. Evidence never
// reaches a terminal unfiltered, because a terminal obeys control characters.

package import EvidenceValues
import Foundation
import Synchronization

/// The two streams of a command.
package enum Console {
    /// Writes data to standard output.
    package static func data(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }

    /// Writes one line of data to standard output, with hidden characters made visible.
    package static func line(_ text: String) { data(Array((shown(text) + "\n").utf8)) }

    /// Writes one JSON document, a line, to standard output.
    package static func json(_ type: String, _ members: [String: JSONValue]) {
        var members = members
        members["message_type"] = .string(type)
        members["schema_version"] = .integer(1)
        data(CanonicalJSON.encode(.object(members)) + [0x0A])
    }

    private static let isQuiet = Atomic<Bool>(false)

    /// From here on there are only errors on standard error.
    static func silence() { isQuiet.store(true, ordering: .relaxed) }

    /// Tells the user something on standard error.
    package static func note(_ text: String) {
        if !isQuiet.load(ordering: .relaxed) { talk("docket: " + text) }
    }

    /// Says what went wrong and, if known, what to do about it.
    package static func fail(_ message: String, hint: String? = nil) {
        talk("docket: error: " + message)
        if let hint { talk("docket: hint: " + hint) }
    }

    private static func talk(_ text: String) {
        FileHandle.standardError.write(Data((shown(text) + "\n").utf8))
    }

    /// `text` with hidden characters, line feeds included, as `⟨U+202E⟩`.
    package static func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: VisibleText.isHidden) else { return text }
        return text.unicodeScalars.map { scalar in
            VisibleText.isHidden(scalar)
                ? "⟨U+" + String(scalar.value, radix: 16, uppercase: true) + "⟩" : String(scalar)
        }.joined()
    }

    /// Whether standard output is a terminal that understands colours, and nobody asked for none (no-color.org).
    package static var isColoured: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
            && (environment["NO_COLOR"] ?? "").isEmpty
    }

    /// Whether standard error is a terminal that understands more than plain lines, and somebody wants to read them.
    package static var isTerminal: Bool {
        !isQuiet.load(ordering: .relaxed) && isatty(STDERR_FILENO) == 1
            && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }
}

/// Tells on a terminal how far a long job is, once it has taken more than a second.
package struct Progress {
    private let what: String
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var isShown = false

    package init(_ what: String) { self.what = what }

    /// Says that `done` of `total` are done, at most ten times a second.
    package mutating func step(_ done: Int, of total: Int) {
        let now = ContinuousClock.now
        guard Console.isTerminal, now - start > .seconds(1), now - last > .milliseconds(100) else {
            return
        }
        last = now
        isShown = true
        FileHandle.standardError.write(Data("\r\(what): \(done) of \(total)\u{1B}[K".utf8))
    }

    /// Takes the line away.
    package func finish() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
