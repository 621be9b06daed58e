// The only clock of the commands that verify.

package import EvidenceValues
import Foundation

/// The moment for which something is asked.
package enum Moment {
    /// The moment that `text` writes, or now where there is none. Only the commands read the clock.
    package static func given(_ text: String?) throws -> Instant {
        guard let text else { return now() }
        guard let instant = Instant(text: text) else {
            throw Failure(
                "\(text) is no time", hint: "write it as 2026-04-10T12:00:00Z",
                status: ExitStatus.usage)
        }
        return instant
    }

    /// What the system's clock says, cut to the second.
    package static func now() -> Instant {
        let milliseconds = Int64(Date().timeIntervalSince1970 * 1000)
        guard let instant = Instant(milliseconds: milliseconds) else {
            preconditionFailure("the system clock is outside the years 1 to 9999")
        }
        return instant.wholeSecond
    }
}
