// `docket verify` and `docket-verify`: the arbiter's command. It verifies a bundle offline, under the agreement and annex that he
// brings, and reports. Whatever the bundle itself says of trust counts for nothing.

package import ArgumentParser
import DurableFiles
import EvidenceBundle
import EvidenceReport
package import EvidenceValues
import Foundation

/// The name and version that reports carry.
package let toolVersion = "docket 0.1.0"

/// Verifies a bundle and prints the findings.
package struct VerifyCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a bundle offline and print the findings.",
        discussion: """
            Give your own copies of the agreement and the annex, or their digests. Without both, anything the bundle \
            shows is conditional on texts that its maker chose.

            Example:
              docket-verify BAN-1.asice --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt --report report.html

            A report never replaces a file: if REPORT exists, nothing is done.
            Exit status: 0 authentic under the pinned trust, 1 could not do it (a file cannot be read or written, \
            your own agreement or annex is malformed), 2 failed (something is provably wrong, or FILE is no sound \
            bundle), 3 indeterminate or conditional, 64 wrong usage. It speaks of the evidence, never of who wins.
            """)

    @Argument(help: "The bundle, NAME.asice.") package var file: String
    @OptionGroup package var pins: PinOptions
    @Option(help: "The validation time, as 2026-04-10T12:00:00Z; now if not given.")
    package var at: String?
    @Option(help: "Write the report as one HTML file, which must not exist yet.") package
        var report: String?
    @Option(help: "Print the derivation of this claim in place of the report.")
    package var explain: String?
    @OptionGroup package var talk: TalkOptions
    @Flag(help: "Print the report as JSON.") package var json = false

    package init() {}

    package mutating func run() throws {
        try reporting { try verify() }
    }

    private func verify() throws {
        guard explain == nil || !json else {
            throw Failure(
                "--explain prints text", hint: "the derivations are in the findings of --json",
                status: ExitStatus.usage)
        }
        let trust = try pins.arbiterTrust()
        let time = try Moment.given(at)
        if let report, DurableFile.exists(report) { throw FileFailure.exists(path: report) }
        try DurableFile.requireReadable(file)
        let found = try verifyBundle(file: file, trust: trust, at: time, tool: toolVersion)
        if let report {
            try DurableFile.write(renderHTML(found.record, found.findings), to: report)
            Console.note("the report is in \(report)")
        }
        if let explain {
            try tell(explain, found)
        } else if json {
            Console.data(renderJSON(found.record, found.findings))
        } else {
            Console.data(Array(renderText(found.record, found.findings).utf8))
        }
        let status = found.record.status.exitStatus
        if status != 0 { throw ExitCode(status) }
    }

    /// Prints the derivation of one claim in place of the report.
    private func tell(_ claim: String, _ found: BundleVerification) throws {
        guard let findings = found.findings else { throw Failure.notJudged(found.record) }
        let style = ExplanationStyle(isColoured: Console.isColoured)
        guard let text = renderExplanation(of: claim, found.record, findings, style) else {
            throw Failure.unknownClaim(claim, findings)
        }
        Console.data(Array(text.utf8))
    }
}

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
